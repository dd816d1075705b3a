"""What is near a day: told of the living, and never what is tender."""

from datetime import date

import pytest

from relbook.core import facts, occasions, people, threads
from relbook.core.facts import KeyDate
from relbook.core.store.book import Book

ON = date(2026, 3, 14)


@pytest.fixture
def ada(book: Book) -> int:
    with book.edit("Add"):
        return people.add(book, "Ada")


@pytest.mark.parametrize(
    ("known", "near"),
    [
        ("1980-03-14", True),
        ("--03-05", True),
        ("--03-03", False),
        ("--04-13", True),
        ("--04-14", False),
        ("1980-03", False),
    ],
)
def test_days_around_it_are_told(book: Book, ada: int, known: str, near: bool) -> None:
    with book.edit("Add"):
        facts.add(book, KeyDate, ada, kind="birthday", date=known)
    found = occasions.days(book, [ada], ON)
    assert [day.known for day in found] == ([known] if near else [])


@pytest.mark.parametrize(
    ("values", "near"),
    [
        ({"expected": "2026-04"}, True),
        ({"expected": "2026-06-01"}, False),
        ({"expected": "2026-02"}, True),
        ({"expected": "2026"}, False),
        ({"expected": "2026-04-28"}, True),
        ({"expected": "2026-04-29"}, False),
        ({"expected": "2026-01-28"}, True),
        ({"expected": "2026-01-27"}, False),
        ({"closed": "2026-03-14", "success": True}, True),
        ({"closed": "2026-03-15", "success": True}, False),
        ({"closed": "2025-12-14", "success": True}, True),
        ({"closed": "2025-12-13", "success": True}, False),
        ({}, False),
        ({"closed": "2026-02", "success": True}, True),
        ({"closed": "2026-02", "success": False}, False),
        ({"closed": "2025-02", "success": True}, False),
    ],
)
def test_what_goes_on_around_it_is_told(book: Book, ada: int, values: dict, near: bool) -> None:
    with book.edit("Add"):
        threads.add(book, [ada], "The exam", **values)
    assert [one.title for one in occasions.going_on(book, [ada], ON)] == ["The exam"] * near


def test_one_thread_of_two_people_is_told_once(book: Book, ada: int) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo")
        threads.add(book, [bo, ada], "Moving house", expected="2026-03-20")
    assert [one.people for one in occasions.going_on(book, [ada, bo], ON)] == [(ada, bo)]


@pytest.mark.parametrize(
    "values", [{"state": "deceased"}, {"state": "estranged"}, {"tender": True}, {"me": True}]
)
def test_some_are_left_in_peace(book: Book, ada: int, values: dict) -> None:
    with book.edit("Add"):
        facts.add(book, KeyDate, ada, kind="birthday", date="--03-20")
        threads.add(book, [ada], "The exam", expected="2026-03-20")
        people.change(book, ada, **values)
    assert occasions.days(book, [ada], ON) == []
    assert occasions.going_on(book, [ada], ON) == []


def test_what_is_tender_is_not_told(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, KeyDate, ada, kind="birthday", date="--03-20", tender=True)
        facts.add(book, KeyDate, ada, kind="deathday", date="--03-20", about="Bo")
        threads.add(book, [ada], "The exam", expected="2026-03-20", tender=True)
    assert occasions.days(book, [ada], ON) == []
    assert occasions.going_on(book, [ada], ON) == []


def test_what_comes_first_is_told_first(book: Book, ada: int) -> None:
    with book.edit("Add"):
        for title, values in (
            ("The move", {"expected": "2026-04-02"}),
            ("The degree", {"closed": "2026-03-01", "success": True}),
            ("The hike", {"expected": "2026-03-20"}),
        ):
            threads.add(book, [ada], title, **values)
    found = [thread.title for thread in occasions.going_on(book, [ada], ON)]
    assert found == ["The degree", "The hike", "The move"]
