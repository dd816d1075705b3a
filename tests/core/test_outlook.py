from datetime import date

import pytest

from relbook.core import facts, moments, outlook, people, threads
from relbook.core.facts import KeyDate
from relbook.core.store.book import Book

TODAY = date(2026, 12, 20)


def born(book: Book, name: str, day: str, **values: object) -> int:
    person = people.add(book, name, **values)
    facts.add(book, KeyDate, person, kind="birthday", date=day)
    return person


@pytest.mark.parametrize(
    ("day", "near"),
    [
        ("1980-12-20", True),
        ("--01-03", True),
        ("1980-01-19", True),
        ("1980-01-20", False),
        ("2012-03", False),
        ("1980-12-19", False),
        ("1980-12-24~", False),
    ],
)
def test_days_of_the_next_weeks_are_near(book: Book, day: str, near: bool) -> None:
    with book.edit("Fill"):
        born(book, "Ada", day)
    assert bool(outlook.gather(book, TODAY).days) is near


def test_the_month_of_march_is_not_the_third_of_december(book: Book) -> None:
    with book.edit("Fill"):
        born(book, "Ada", "2012-03")
    assert not outlook.gather(book, date(2026, 12, 1)).days


def test_a_leap_day_comes_round_on_the_last_of_february(book: Book) -> None:
    with book.edit("Fill"):
        born(book, "Ada", "1980-02-29")
    found = outlook.gather(book, date(2026, 2, 1)).days
    assert [one.next for one in found] == [date(2026, 2, 28)]


def test_the_nearest_comes_first_over_the_turn_of_the_year(book: Book) -> None:
    with book.edit("Fill"):
        second, first = born(book, "B", "--01-02"), born(book, "A", "1970-12-30")
    assert [one.person for one in outlook.gather(book, TODAY).days] == [first, second]


def test_the_nearest_few_are_told(book: Book) -> None:
    with book.edit("Fill"):
        born_ = [born(book, f"P {n}", f"--12-{21 + n}") for n in range(8)]
        for one in born_:
            moments.add(book, [one], "talk", date="2026-12-01")
            threads.add(book, [one], "A move", expected="2027-01-02")
    found = outlook.gather(book, TODAY)
    assert [one.person for one in found.days] == born_[:6]
    assert (len(found.seen), len(found.expected)) == (6, 6)


@pytest.mark.parametrize("values", [{"state": "deceased"}, {"state": "estranged"}, {"tender": 1}])
def test_the_dead_the_estranged_and_the_tender_are_left_in_peace(
    book: Book, values: dict[str, object]
) -> None:
    with book.edit("Fill"):
        person = born(book, "Ada", "1980-12-21", **values)
        moments.add(book, [person], "talk", date="2026-12-19")
        threads.add(book, [person], "Moving", expected="2026-12")
    assert not outlook.gather(book, TODAY).people()


def test_who_has_a_day_of_death_is_dead(book: Book) -> None:
    with book.edit("Fill"):
        person = born(book, "Ada", "1980-12-21")
        facts.add(book, KeyDate, person, kind="deathday", date="2021")
    assert not outlook.gather(book, TODAY).days


def test_each_was_seen_once_and_the_last_first(book: Book) -> None:
    with book.edit("Fill"):
        ada, ben = people.add(book, "Ada"), people.add(book, "Ben")
        moments.add(book, [ada, ben], "meal", date="2026-10-01")
        moments.add(book, [ben], "call", date="2026-12-01")
        moments.add(book, [ada], "talk", date="2027-12-01")
    found = outlook.gather(book, TODAY).seen
    assert [(one.person, one.kind) for one in found] == [(ben, "call"), (ada, "meal")]


@pytest.mark.parametrize(
    ("expected", "near"),
    [
        ("2026-12", True),
        ("2027-01-15", True),
        ("2026-11-28", True),
        ("2027", False),
        ("2027-06", False),
    ],
)
def test_what_is_expected_soon_comes_up(book: Book, expected: str, near: bool) -> None:
    with book.edit("Fill"):
        threads.add(book, [people.add(book, "Ada")], "A concert", expected=expected)
    assert bool(outlook.gather(book, TODAY).expected) is near
