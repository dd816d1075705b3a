"""What is near a day in the lives of some people: days to know, and what goes on.

Of the living and the near only, as `outlook`: who has died, is estranged or archived, and what is
tender, is left in peace.
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from relbook.core.dates import PartialDate
from relbook.core.people import NEAR
from relbook.core.store.book import Book

BEFORE, AFTER = timedelta(days=10), timedelta(days=30)  # that a day to know may be away
EXPECTED = timedelta(days=45)  # before or after, that something expected may be
SUCCESS = timedelta(days=90)  # before, that something may have ended well


@dataclass(frozen=True, slots=True)
class Day:
    """A day to know that comes round on `next`, near the day asked about."""

    id: int
    person: int
    kind: str
    label: str
    about: str
    known: str
    next: date


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Something expected near the day, or that has ended well lately (`closed`)."""

    id: int
    people: tuple[int, ...]
    title: str
    kind: str
    expected: str | None
    closed: str | None
    outcome: str


def days(book: Book, people: Collection[int], on: date) -> list[Day]:
    """The days to know of `people` around `on`, in their order."""
    found = []
    first = on - BEFORE
    near = [(first + timedelta(n)).isoformat()[5:] for n in range((BEFORE + AFTER).days + 1)]
    if "02-28" in near:
        near.append("02-29")  # which returns a day earlier in common years
    for number, person, kind, label, about, known in book.rows(
        "SELECT k.id, k.person_id, k.kind, k.label, k.about, k.date FROM key_date k"
        f" JOIN person p ON p.id = k.person_id WHERE k.person_id IN ({_marks(people)})"
        f" AND substr(rtrim(k.date, '~'), -5) IN ({_marks(near)})"
        f" AND k.kind <> 'deathday' AND k.tender = 0 AND {NEAR}",
        *people,
        *near,
    ):
        back = PartialDate.from_iso(known).next(first)
        if back is not None and back <= on + AFTER:
            found.append(Day(number, person, kind, label, about, known, back))
    return sorted(found, key=lambda day: (day.next, day.id))


def going_on(book: Book, people: Collection[int], on: date) -> list[GoingOn]:
    """What is expected in the lives of `people` around `on`, and what has ended well before it."""
    threads: dict[int, GoingOn] = {}
    for number, person, title, kind, expected, closed, outcome in book.rows(
        "SELECT t.id, l.person_id, t.title, t.kind, t.expected, t.closed, t.outcome"
        " FROM thread_person l JOIN thread t ON t.id = l.thread_id"
        f" JOIN person p ON p.id = l.person_id WHERE l.person_id IN ({_marks(people)})"
        " AND t.tender = 0 AND (t.closed IS NULL AND t.expected IS NOT NULL"
        f"  OR t.closed IS NOT NULL AND t.success = 1) AND {NEAR} ORDER BY t.id, p.sort_key",
        *people,
    ):
        there = threads.get(number)
        who = (*there.people, person) if there else (person,)
        threads[number] = GoingOn(number, who, title, kind, expected, closed, outcome)
    near = [thread for thread in threads.values() if _is_near(thread, on)]
    return sorted(near, key=lambda thread: (thread.expected or thread.closed or "", thread.id))


def _is_near(thread: GoingOn, on: date) -> bool:
    when = thread.closed or thread.expected
    span = _span(PartialDate.from_iso(when)) if when else None
    if span is None:
        return False
    first, last = span
    if thread.closed:
        return last >= on - SUCCESS and first <= on
    return last >= on - EXPECTED and first <= on + EXPECTED


def _span(day: PartialDate) -> tuple[date, date] | None:
    """The first and the last day it may be; None where not even the month is known."""
    if day.year is None or day.month is None:
        return None
    last = day.day or monthrange(day.year, day.month)[1]
    return date(day.year, day.month, day.day or 1), date(day.year, day.month, last)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
