"""What a row of the ledger says, and that rows are read only as they are seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from relbook.core import ledger, people
from relbook.core.ledger import Entry
from relbook.core.store.book import Book
from relbook.gui.models.ledger import Heading, LedgerModel, OpenRow, PassedRow, row_of

TODAY = date(2026, 3, 14)
JONAS, ANA = (1, "Jonas Berg", ""), (2, "Ana Ribeiro", "")
ADVICE = Entry(
    7, "received", "advice", "how to splice wire", "2026-02-20", None, "", None, "",
    "done", None, None, None, None, tender=False, private=False, people=(JONAS,),
)  # fmt: skip
PROMISE = replace(
    ADVICE, direction="gave", kind="help", what="the article", state="promised", due="2026-03"
)
LOAN = replace(
    ADVICE, direction="gave", kind="loan", what="my kettle", state="lent", date="2025-05-03"
)


def passed(entry: Entry, *whom: int) -> PassedRow:
    row = row_of(entry, frozenset(whom), TODAY)
    assert isinstance(row, PassedRow)
    return row


def still_open(entry: Entry, *whom: int) -> OpenRow:
    row = row_of(entry, frozenset(whom), TODAY)
    assert isinstance(row, OpenRow)
    return row


def words(row: PassedRow | OpenRow) -> str:
    """The second line with plain blanks."""
    return " ".join(row.second.split())


def test_what_was_received_names_who_it_is_from() -> None:
    row = passed(ADVICE)
    assert (row.gave, row.word, row.title) == (False, "received", "how to splice wire")
    assert (words(row), row.age) == ("advice from Jonas Berg", "3 weeks ago")
    assert row.spoken() == "received, advice from Jonas Berg: how to splice wire, 3 weeks ago"


def test_who_is_meant_anyway_is_not_named_but_spoken() -> None:
    row = passed(ADVICE, 1)
    assert words(row) == "advice"
    assert "from Jonas Berg" in row.spoken()
    assert words(passed(replace(ADVICE, people=(JONAS, ANA)), 1)) == "advice with Ana Ribeiro too"


def test_what_is_not_said_is_not_made_up() -> None:
    row = passed(replace(ADVICE, what="", date=None, direction="gave"))
    assert (row.title, words(row), row.age) == ("advice", "to Jonas Berg", "")


def test_about_what_and_where_and_how_softly() -> None:
    entry = replace(ADVICE, interest="sailing", event="Winter supper", tender=True)
    assert words(passed(entry, 1)) == "advice · about sailing · at Winter supper · tender"


def test_a_loan_that_is_back_and_a_promise_kept_say_so() -> None:
    assert words(passed(replace(LOAN, settled="2026-01-01"), 1)) == "loan, back"
    assert words(passed(replace(PROMISE, settled="2026-01-01"), 1)) == "help, as promised"


@pytest.mark.parametrize(
    ("due", "when"),
    [
        ("2026-03", "by end of March"),
        ("2026-03-20", "in 6 days"),
        ("2027-06", "June 2027"),
        ("2026-02-20", "meant for February"),
        ("2025-11", "meant for November 2025"),
        (None, "said 3 weeks ago"),
    ],
)
def test_by_when_is_told_without_hurry(due: str | None, when: str) -> None:
    assert words(still_open(replace(PROMISE, due=due), 1)) == when


def test_promises_are_mine_or_theirs() -> None:
    mine, theirs = still_open(PROMISE), still_open(replace(PROMISE, direction="received"))
    assert (mine.title, mine.action) == ("I promised: the article", "Done")
    assert words(mine) == "by end of March · Jonas"
    assert theirs.title == "Jonas promised: the article"
    assert theirs.spoken() == "Jonas Berg promised: the article, by end of March"


def test_loans_say_where_the_thing_is() -> None:
    lent, borrowed = still_open(LOAN), still_open(replace(LOAN, direction="received"))
    assert (lent.title, lent.action) == ("Out on loan: my kettle", "Back")
    assert words(lent) == "with Jonas since May 2025"
    assert words(borrowed) == "with me since May 2025, from Jonas"
    assert words(still_open(replace(LOAN, due="2026-03-20"))).endswith("back: in 6 days")


def test_of_many_people_the_first_are_named() -> None:
    crowd = tuple((i, f"P{i}", "") for i in range(6))
    assert words(passed(replace(ADVICE, people=crowd))) == "advice from P0, P1 and 4 more"


# The model


@pytest.fixture
def entries(book: Book) -> list[int]:
    with book.edit("Add"):
        jonas = people.add(book, "Jonas Berg")
        for i in range(300):
            ledger.add(book, [jonas], "gave", "gift", f"thing {i}", date="2026-01-01")
    return ledger.newest(book, 1_000)


@pytest.fixture
def model(book: Book, entries: list[int]) -> LedgerModel:
    made = LedgerModel(book, lambda: TODAY)
    made.show_entries([Heading("Gave and received")], entries[:200], more=pages(entries))
    return made


def pages(entries: list[int]) -> Callable[[int], list[int]]:
    def more(last: int) -> list[int]:
        at = entries.index(last) + 1
        return entries[at : at + 60]

    return more


def test_the_model_keeps_qts_rules(model: LedgerModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_only_what_is_seen_is_read(model: LedgerModel) -> None:
    assert not model._read
    assert model.index(150, 0).data().startswith("gave, gift to Jonas Berg: thing")
    assert 0 < len(model._read) <= 64
    assert model.row_of(model._slots[190]) == 190
    assert not any(row.key for row in model.rows[:1])
    assert len(model._read) <= 64


def test_more_is_fetched_until_the_end(model: LedgerModel, entries: list[int]) -> None:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert [model.row(at).key for at in range(1, model.rowCount())] == entries
    assert model.passed == len(entries)


def test_an_entry_deleted_meanwhile_is_an_empty_row(
    model: LedgerModel, book: Book, entries: list[int]
) -> None:
    with book.edit("Remove"):
        ledger.remove(book, entries[0])
    assert model.index(1, 0).data() == ""
