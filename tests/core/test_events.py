"""Events and their guests, in the book or not."""

from datetime import date

import pytest

from relbook.core import circles, events, facts, people
from relbook.core.errors import Refused
from relbook.core.store.book import Book

TODAY = date(2026, 3, 14)


@pytest.fixture
def friends(book: Book) -> tuple[int, int, int]:
    with book.edit("Add"):
        return people.add(book, "Ada"), people.add(book, "Bo"), people.add(book, "Cleo")


@pytest.fixture
def supper(book: Book) -> int:
    with book.edit("Plan"):
        return events.add(book, " Supper ", kind="dinner", starts="2026-03-20", at="from seven")


def names(book: Book, event: int) -> list[str]:
    """The guests, in list order."""
    return [guest.name for guest in events.guests(book, event)]


def test_only_a_name_is_needed(book: Book) -> None:
    with book.edit("Plan"):
        one = events.add(book, "Whenever")
    event = events.read(book, one)
    assert event is not None
    assert (event.name, event.starts, event.at) == ("Whenever", None, "")
    assert events.guests(book, one) == []


@pytest.mark.parametrize(
    "values",
    [
        {"name": "  "},
        {"starts": "2026-02-30"},
        {"starts": "2026-03-20", "ends": "2026-03-19"},
        {"starts": "2026-03", "ends": "2025"},
    ],
)
def test_what_cannot_be_is_refused(book: Book, values: dict) -> None:
    with pytest.raises(Refused), book.edit("Plan"):
        events.add(book, **({"name": "Supper"} | values))
    assert events.every(book) == []


def test_an_event_does_not_come_to_end_before_it_begins(book: Book, supper: int) -> None:
    with pytest.raises(Refused), book.edit("Change"):
        events.change(book, supper, ends="2026-03-19")
    with book.edit("Change"):
        events.change(book, supper, ends="2026-03-21", place="Boathouse")
    assert events.read(book, supper).ends == "2026-03-21"  # type: ignore[union-attr]


def test_those_without_a_date_come_first_then_the_latest(book: Book, supper: int) -> None:
    with book.edit("Plan"):
        events.add(book, "Last year", starts="2025-06")
        events.add(book, "Whenever")
    assert [event.name for event in events.every(book)] == ["Whenever", "Supper", "Last year"]


@pytest.mark.parametrize(
    ("starts", "ends", "comes"),
    [
        ("2026-03-14", None, True),
        ("2026-03-13", None, False),
        ("2026-03-10", "2026-03-15", True),
        ("2026-03", None, True),
        ("2026-02", None, False),
        ("2026~", None, True),
        ("2025", None, False),
        (None, None, False),
    ],
)
def test_an_event_is_to_come_until_it_is_over(
    book: Book, starts: str | None, ends: str | None, comes: bool
) -> None:
    with book.edit("Plan"):
        one = events.add(book, "It", starts=starts, ends=ends)
    assert [event.id for event in events.coming(book, TODAY)] == [one] * comes


def test_guests_stand_in_list_order_those_not_in_the_book_behind(
    book: Book, friends: tuple[int, int, int], supper: int
) -> None:
    with book.edit("Invite"):
        events.invite(book, supper, friends[::-1], ["Aaron the piper"])
    assert names(book, supper) == ["Ada", "Bo", "Cleo", "Aaron the piper"]
    assert [guest.person_id for guest in events.guests(book, supper)] == [*friends, None]


def test_nobody_is_expected_twice(book: Book, friends: tuple[int, int, int], supper: int) -> None:
    ada = friends[0]
    with book.edit("Invite"):
        assert events.invite(book, supper, [ada, ada], ["Noa Segev", " noa  SEGEV ", ""]) == 2
        assert events.invite(book, supper, [ada], ["NOA SEGEV"]) == 0
    assert names(book, supper) == ["Ada", "Noa Segev"]


def test_a_name_becomes_someone_in_the_book(
    book: Book, friends: tuple[int, int, int], supper: int
) -> None:
    ada, bo, _ = friends
    with book.edit("Invite"):
        events.invite(book, supper, [ada], ["Bo, I think"])
    stranger = events.guests(book, supper)[-1]
    with book.edit("It was Bo"):
        events.change_guest(book, stranger.id, person_id=bo, state="met")
    assert names(book, supper) == ["Ada", "Bo"]
    with pytest.raises(Refused), book.edit("It was Ada"):
        events.change_guest(book, stranger.id, person_id=ada)


def test_whoever_is_not_expected_any_more_comes_back_with_undo(
    book: Book, friends: tuple[int, int, int], supper: int
) -> None:
    with book.edit("Invite"):
        events.invite(book, supper, friends)
    with book.edit("Not Bo"):
        events.uninvite(book, [events.guests(book, supper)[1].id])
    assert names(book, supper) == ["Ada", "Cleo"]
    book.undo()
    assert names(book, supper) == ["Ada", "Bo", "Cleo"]


def test_the_list_keeps_the_name_of_a_deleted_guest(
    book: Book, friends: tuple[int, int, int], supper: int
) -> None:
    with book.edit("Invite"):
        events.invite(book, supper, friends)
    with book.edit("Delete"):
        people.delete(book, friends[:1])
    assert names(book, supper) == ["Bo", "Cleo", "Ada"]
    assert [guest.person_id for guest in events.guests(book, supper)] == [*friends[1:], None]


def test_an_event_goes_with_its_list_and_leaves_the_people(
    book: Book, friends: tuple[int, int, int], supper: int
) -> None:
    with book.edit("Invite"):
        events.invite(book, supper, friends)
    with book.edit("Cancel"):
        events.remove(book, supper)
    assert events.every(book) == []
    assert people.count(book) == 3


def test_company_says_what_each_is_to_me(book: Book, supper: int) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada Moss", closeness="friend")
        bo = people.add(book, "Bo Berg")
        circles.join(book, circles.find_or_add(book, "Choir"), [bo])
        me = people.add(book, "Me Myself", me=True)
        facts.add(book, facts.Position, me, title="Baker", organisation="Oven")
        events.invite(book, supper, [ada, bo, me], ["Eero from the ferry"])
    rows = [one.id for one in events.invited(book, supper)]
    company = events.company(book, rows)
    assert [
        (one.person_id, one.called, one.closeness, one.me, one.circle, one.does)
        for one in (company[row] for row in rows)
    ] == [
        (ada, "Ada", "friend", False, "", ""),
        (bo, "Bo", "", False, "Choir", ""),
        (me, "Me", "", True, "", "Baker"),
        (None, "Eero from the ferry", "", False, "", ""),
    ]
    assert list(events.company(book, rows[1:2])) == rows[1:2]
    assert events.counts(book) == {supper: 4}


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (None, None, ""),
        ("2026-11-28", None, "Saturday 28 November"),
        ("2027-11-28", None, "Sunday 28 November 2027"),
        ("2026-11-28", "2026-11-28", "Saturday 28 November"),
        ("2026-11-28", "2026-11-30", "28 to 30 November"),
        ("2026-11-28", "2026-12-02", "28 November to 2 December"),
        ("2026-12-30", "2027-01-02", "30 December 2026 to 2 January 2027"),
        ("2026-11", None, "November"),
        ("2027", None, "2027"),
        ("2026", None, "2026"),
        ("--11-28", None, "28 November"),
        ("2026-11-28~", None, "about 28 November"),
    ],
)
def test_days_in_words(book: Book, starts: str | None, ends: str | None, words: str) -> None:
    event = events.Event(1, "Supper", "", starts, ends, "", "", "")
    assert events.days(event, TODAY) == words


@pytest.mark.parametrize(
    ("starts", "ends", "over"),
    [
        (None, None, False),
        ("2026-03-14", None, False),
        ("2026-03-13", None, True),
        ("2026-03-10", "2026-03-14", False),
        ("2026-03", None, False),
        ("2025~", None, True),
        ("--02-01", None, False),
    ],
)
def test_whether_it_is_over(starts: str | None, ends: str | None, over: bool) -> None:
    assert events.is_over(events.Event(1, "S", "", starts, ends, "", "", ""), TODAY) is over


def test_notes_on_an_event_are_dated_newest_first(book: Book, supper: int) -> None:
    with book.edit("Note"):
        events.add_note(book, supper, " More spoons. ", date="2026-03-10")
        later = events.add_note(book, supper, "Fewer speeches.", date="2026-03-12")
        facts.change(book, facts.Note, later, text="No speeches.")
    assert [note.text for note in events.notes(book, supper)] == ["No speeches.", "More spoons."]
    with pytest.raises(Refused), book.edit("Note"):
        events.add_note(book, supper, " ")
