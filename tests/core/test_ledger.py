"""What was given and received, promised and lent; nothing of it is ever added up."""

from dataclasses import fields
from datetime import date

import pytest

from relbook.core import events, interests, ledger, people
from relbook.core.errors import Refused
from relbook.core.ledger import GAVE, LENT, PROMISED, RECEIVED
from relbook.core.store.book import Book


@pytest.fixture
def friends(book: Book) -> tuple[int, int, int]:
    with book.edit("Add"):
        return people.add(book, "Ada"), people.add(book, "Bo"), people.add(book, "Cleo")


def whats(book: Book, entries: list[int]) -> list[str]:
    """What the `entries` are, in their order."""
    found = ledger.read_many(book, entries)
    return [found[entry].what for entry in entries]


@pytest.mark.parametrize("kind", ledger.KINDS)
@pytest.mark.parametrize("direction", ledger.DIRECTIONS)
def test_every_kind_is_given_and_received(
    book: Book, friends: tuple[int, int, int], kind: str, direction: str
) -> None:
    with book.edit("Give"):
        one = ledger.add(book, friends[:1], direction, kind, " something ", date="2026-03")
    entry = ledger.read(book, one)
    assert entry is not None
    assert (entry.direction, entry.kind, entry.what) == (direction, kind, "something")
    assert entry.open == (kind == "loan")


def test_an_entry_tells_with_whom_about_what_and_where(
    book: Book, friends: tuple[int, int, int]
) -> None:
    with book.edit("Give"):
        boats = interests.find_or_add(book, "boats")
        fair = events.add(book, "Boat fair")
        one = ledger.add(
            book, [*friends, friends[0]], GAVE, "advice", interest_id=boats, event_id=fair
        )
    entry = ledger.read(book, one)
    assert entry is not None
    assert [name for _, name, _ in entry.people] == ["Ada", "Bo", "Cleo"]
    assert (entry.interest, entry.event) == ("boats", "Boat fair")
    with book.edit("Remove"):
        interests.remove(book, boats)
        events.remove(book, fair)
    assert ledger.read(book, one) is not None


def test_newest_first_and_what_is_open_apart(book: Book, friends: tuple[int, int, int]) -> None:
    ada, bo, _ = friends
    with book.edit("Give"):
        for what, day in (("old", "2019"), ("undated", None), ("new", "2026-02-01")):
            ledger.add(book, [ada], GAVE, "gift", what, date=day)
        ledger.add(book, [bo], GAVE, "gift", "not Ada's", date="2026-03-01")
        ledger.add(book, [ada], RECEIVED, "loan", "a ladder", date="2026-03-02")
    assert whats(book, ledger.with_people(book, [ada])) == ["new", "old", "undated"]
    assert whats(book, ledger.newest(book, 2)) == ["not Ada's", "new"]
    assert whats(book, ledger.open_with(book, [ada])) == ["a ladder"]


def test_what_is_open_stands_in_the_order_of_its_days(
    book: Book, friends: tuple[int, int, int]
) -> None:
    with book.edit("Promise"):
        ledger.promise(book, friends[:1], GAVE, "some day")
        ledger.promise(book, friends[:1], GAVE, "in May", "2026-05")
        ledger.promise(book, friends[1:], RECEIVED, "in April", "2026-04-02", kind="news")
    assert whats(book, ledger.open_with(book, friends)) == ["in April", "in May", "some day"]
    assert whats(book, ledger.open_with_anyone(book, 1)) == ["in April"]


def test_an_interest_narrows_both_lists(book: Book, friends: tuple[int, int, int]) -> None:
    with book.edit("Give"):
        boats = interests.find_or_add(book, "boats")
        for about in (boats, None):
            ledger.add(book, friends[:1], GAVE, "advice", str(about), interest_id=about)
            ledger.promise(book, friends[:1], GAVE, f"promised {about}", interest_id=about)
    assert whats(book, ledger.newest(book, 9, interests=[boats])) == [str(boats)]
    open_ones = ledger.open_with_anyone(book, 9, interests=[boats])
    assert whats(book, open_ones) == [f"promised {boats}"]


@pytest.mark.parametrize("state", [PROMISED, LENT])
def test_settling_closes_and_is_taken_back(
    book: Book, friends: tuple[int, int, int], state: str
) -> None:
    with book.edit("Lend"):
        one = ledger.add(book, friends[:1], GAVE, "loan", "the tent", state=state)
    with book.edit("Settle"):
        ledger.settle(book, one, date(2026, 3, 14))
    assert ledger.open_with(book, friends) == []
    assert ledger.with_people(book, friends) == [one]
    with book.edit("After all"):
        ledger.unsettle(book, one)
    assert ledger.open_with(book, friends) == [one]


def test_changing_says_anew_with_whom(book: Book, friends: tuple[int, int, int]) -> None:
    ada, bo, cleo = friends
    with book.edit("Give"):
        one = ledger.add(book, [ada, bo], GAVE, "gift", "quinces")
    with book.edit("Change"):
        ledger.change(book, one, people=[bo, cleo], what="quince jelly", kind="hospitality")
    entry = ledger.read(book, one)
    assert entry is not None
    assert [i for i, _, _ in entry.people] == [bo, cleo]
    assert (entry.what, entry.kind, entry.direction) == ("quince jelly", "hospitality", GAVE)


def test_taking_an_entry_back_is_undone(book: Book, friends: tuple[int, int, int]) -> None:
    with book.edit("Give"):
        one = ledger.add(book, friends, GAVE, "gift", "quinces")
    with book.edit("Remove"):
        ledger.remove(book, one)
    assert ledger.with_people(book, friends) == []
    book.undo()
    assert len(ledger.read(book, one).people) == 3  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "values",
    [
        {"direction": "stole"},
        {"kind": "bribe"},
        {"date": "2026-02-30"},
        {"due": "2026-13", "state": PROMISED},
        {"people": []},
    ],
)
def test_what_says_nothing_or_cannot_be_is_refused(
    book: Book, friends: tuple[int, int, int], values: dict
) -> None:
    given = {"people": friends, "direction": GAVE, "kind": "gift"} | values
    with pytest.raises(Refused), book.edit("Give"):
        ledger.add(book, **given)
    assert ledger.newest(book, 9) == ledger.open_with_anyone(book, 9) == []


def test_nobody_at_all_is_refused_later_too(book: Book, friends: tuple[int, int, int]) -> None:
    with book.edit("Give"):
        one = ledger.add(book, friends, GAVE, "gift")
    with pytest.raises(Refused), book.edit("Change"):
        ledger.change(book, one, people=[])


def test_nothing_counts(book: Book, friends: tuple[int, int, int]) -> None:
    """An entry holds no number but those that name things, and no question is answered by one."""
    numbers = {field.name for field in fields(ledger.Entry) if field.type in (int, int | None)}
    assert numbers == {"id", "interest_id", "event_id", "told_by_id"}
    with book.edit("Give"):
        for direction in ledger.DIRECTIONS:
            ledger.add(book, friends, direction, "gift", "quinces")
    assert len(ledger.with_people(book, friends)) == 2
