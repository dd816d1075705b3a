"""The sample book: whole, of every kind, never ageing, and all made up."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbook import paths
from relbook.core import events, interests, introductions, ledger, people, sample
from relbook.core.briefing import Choices, of_event
from relbook.core.errors import BookExists, FileUnreadable, Refused
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from tests.core.tables import every_table

TODAY = date(2026, 3, 14)
FOLDER = paths.asset("sample")
# By importing and by deleting alone.
EMPTY = {"source_card", "circle_card", "tombstone"}
# Numbers that are nobody's: 555 01xx, and those that Ofcom, BNetzA and PTS keep for fiction.
FICTITIOUS = re.compile(
    r"\+\d[\d ]*555 ?0 ?1.*|\+\d[\d ]*5550 0\d+.*|\+44 (20 7946 0\d{3}|7700 900\d{3})"
    r"|\+49 30 23125 \d{3}|\+46 8 465 004 \d\d"
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The sample book as of `TODAY`. Nobody changes it, or takes it back."""
    with sample.make(tmp_path_factory.mktemp("sample") / "s.relbook", TODAY, FOLDER) as book:
        yield book


def test_it_is_whole(full: Book) -> None:
    assert examine(full).ok


def test_there_is_enough_to_look_around_in(full: Book) -> None:
    tables = {name: len(rows) for name, rows in every_table(full).items()}
    assert {name for name, rows in tables.items() if not rows} == EMPTY
    assert 55 <= tables["person"] <= 65
    assert tables["ledger_entry"] == 150
    assert 110 <= tables["moment"] <= 130
    assert sum(i.parent_id is not None for i in interests.every(full)) >= 25
    assert all(i.people for i in interests.every(full) if i.parent_id is not None)


@pytest.mark.parametrize("kind", ledger.KINDS)
def test_every_kind_was_given_and_received(full: Book, kind: str) -> None:
    found = full.rows("SELECT DISTINCT direction FROM ledger_entry WHERE kind = ?", kind)
    assert {direction for (direction,) in found} == set(ledger.DIRECTIONS)


@pytest.mark.parametrize("state", [ledger.PROMISED, ledger.LENT])
@pytest.mark.parametrize("direction", ledger.DIRECTIONS)
def test_some_is_open_and_some_is_settled(full: Book, state: str, direction: str) -> None:
    open_or_not = full.rows(
        "SELECT DISTINCT settled IS NULL FROM ledger_entry WHERE state = ? AND direction = ?",
        state,
        direction,
    )
    assert len(open_or_not) == 2


def test_every_way_to_stand_to_us_is_there(full: Book) -> None:
    states = {state for (state,) in full.rows("SELECT DISTINCT state FROM person")}
    assert states >= {"active", "resting", "estranged", "deceased"}
    assert people.me(full) is not None
    found = full.rows("SELECT DISTINCT state FROM introduction")
    assert {state for (state,) in found} == set(introductions.STATES)


def test_everybody_is_found_by_name_and_by_what_we_call_them(full: Book) -> None:
    index = Index(full)
    for person, name, called in full.rows("SELECT id, name, nickname FROM person"):
        for text in filter(None, (name, called)):
            found = index.find(text)
            assert person in found.ids(0, found.count), text


def test_no_address_and_no_number_is_anybodys(full: Book) -> None:
    for kind, value in full.rows("SELECT kind, value FROM contact_point"):
        if kind == "phone":
            assert FICTITIOUS.fullmatch(value), value
        elif kind in ("mail", "web"):
            assert value.endswith(".example"), value


def test_most_have_a_face_and_some_have_none(full: Book) -> None:
    photos = [hashed for (hashed,) in full.rows("SELECT photo FROM person")]
    assert 40 <= sum(photo is not None for photo in photos) <= 50
    for photo in filter(None, photos):
        picture = full.bytes_of(photo) or b""
        assert picture.startswith(b"\xff\xd8\xff")
        assert len(picture) < 12_000


def test_no_face_is_left_over() -> None:
    told = "\n".join(file.read_text() for file in (FOLDER / "people").glob("*.toml"))
    for face in (FOLDER / "faces").iterdir():
        assert f"[{face.stem}]\n" in told


def test_nothing_that_was_lies_ahead(full: Book) -> None:
    today = TODAY.isoformat()
    for table in ("moment", "ledger_entry"):
        assert full.value(f"SELECT count(*) FROM {table} WHERE date > ?", today) == 0
    assert full.value("SELECT count(*) FROM thread WHERE closed > ?", today) == 0


def test_the_supper_is_soon_and_its_sheet_worth_taking_along(full: Book) -> None:
    (supper, *_) = events.coming(full, TODAY)
    assert supper.starts == "2026-03-20"
    sheet = of_event(full, supper.id, TODAY)
    assert len(sheet.cards) == len(events.guests(full, supper.id)) == 20
    labels = {line.label for one in sheet.cards for line in one.lines}
    assert labels == {
        "keep in mind", "how we met", "last talk", "share", "congratulate", "ask", "settle",
        "introduce to", "offer",
    }  # fmt: skip
    assert any(one.does_age for one in sheet.cards)
    openly = {line.text for one in sheet.cards for line in one.lines}
    ticked = of_event(full, supper.id, TODAY, Choices(tender=True, private=True))
    assert {line.text for one in ticked.cards for line in one.lines} > openly


def test_it_never_ages(tmp_path: Path) -> None:
    sheets = []
    for number, today in enumerate((date(2026, 3, 14), date(2031, 8, 14))):
        with sample.make(tmp_path / f"{number}.relbook", today, FOLDER) as book:
            supper = events.coming(book, today)[0]
            sheets.append(of_event(book, supper.id, today))
    assert {one.name for one in sheets[0].cards} == {one.name for one in sheets[1].cards}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-3w", "2026-02-21"),
        ("+6d", "2026-03-20"),
        ("-34y+5d", "1992-03-19"),
        ("-5m:month", "2025-10"),
        ("-3y:year~", "2023~"),
        ("+1m", "2026-04-14"),
        ("--06-21", "--06-21"),
        ("1980~", "1980~"),
    ],
)
def test_days_count_from_the_day_it_is_made(text: str, told: str) -> None:
    assert sample.day(text, TODAY) == told


def test_the_last_of_a_month_stays_in_the_month() -> None:
    assert sample.day("-1m", date(2024, 3, 31)) == "2024-02-29"
    assert sample.day("-1y", date(2024, 2, 29)) == "2023-02-28"


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(Refused):
        sample.day("last Tuesday", TODAY)


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(0, 900))
def test_there_and_back_is_never_later(today: date, months: int) -> None:
    assert sample.day(f"-{months}m+{months}m", today) <= today.isoformat()


def test_taking_it_back_leaves_an_empty_book(book: Book) -> None:
    nothing = every_table(book)
    sample.fill(book, TODAY, FOLDER)
    book.undo()
    assert every_table(book) == nothing


def test_a_sample_begins_with_nothing_to_take_back(tmp_path: Path) -> None:
    with sample.make(tmp_path / "s.relbook", TODAY, FOLDER) as book:
        assert book.next_undo() is None
        assert Index(book).find("supper").count > 0


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.relbook"
    path.write_bytes(b"mine")
    with pytest.raises(BookExists):
        sample.make(path, TODAY, FOLDER)
    assert path.read_bytes() == b"mine"


def test_without_its_files_no_book_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"interests\.toml"):
        sample.make(tmp_path / "s.relbook", TODAY, tmp_path)
    assert list(tmp_path.iterdir()) == []
