"""What is near: days to know, whom one saw last, what is expected soon.

Of the living and the near only: who has died, is estranged or archived, and what is tender, is
left in peace.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from relbook.core.dates import PartialDate
from relbook.core.people import NEAR
from relbook.core.store.book import Book

DAYS = 30  # ahead that a day to know is told
AHEAD = 60  # days ahead that something expected is
SINCE = 30  # days that something expected may be past
MOST = 6


@dataclass(frozen=True, slots=True)
class Day:
    """A day to know that comes round on `next`."""

    person: int
    kind: str
    label: str
    about: str
    known: str
    next: date


@dataclass(frozen=True, slots=True)
class Seen:
    """The last moment with someone."""

    person: int
    kind: str
    on: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Something going on in a life whose time is near."""

    person: int
    title: str
    on: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """A few of each, the nearest first."""

    days: tuple[Day, ...]
    seen: tuple[Seen, ...]
    expected: tuple[Expected, ...]

    def people(self) -> set[int]:
        """Everyone it names."""
        every: tuple[Day | Seen | Expected, ...] = (*self.days, *self.seen, *self.expected)
        return {one.person for one in every}


def gather(book: Book, today: date) -> Outlook:
    """Read through the book once; for a job, as it takes a moment with very many people."""
    return Outlook(_days(book, today), _seen(book, today), _expected(book, today))


def _days(book: Book, today: date) -> tuple[Day, ...]:
    near = [(today + timedelta(days)).isoformat()[5:] for days in range(DAYS + 1)]
    if "02-28" in near:
        near.append("02-29")  # which returns a day earlier in common years
    marks = ", ".join("?" * len(near))
    rows = book.rows(
        "SELECT k.person_id, k.kind, k.label, k.about, k.date FROM key_date k"
        " JOIN person p ON p.id = k.person_id"
        f" WHERE substr(k.date, -5) IN ({marks}) AND (k.date LIKE '--%' OR length(k.date) = 10)"
        f" AND k.kind <> 'deathday' AND k.tender = 0 AND {NEAR}",
        *near,
    )
    days = []
    for person, kind, label, about, known in rows:
        back = PartialDate.from_iso(known).next(today)
        if back is not None and (back - today).days <= DAYS:
            days.append(Day(person, kind, label, about, known, back))
    return tuple(sorted(days, key=lambda day: day.next)[:MOST])


def _seen(book: Book, today: date) -> tuple[Seen, ...]:
    rows = book.rows(
        "SELECT l.person_id, m.kind, m.date FROM"
        " (SELECT id, kind, date FROM moment WHERE date <= ? AND date NOT LIKE '--%'"
        "  AND tender = 0 ORDER BY date DESC, id DESC LIMIT 40) m"
        f" JOIN moment_person l ON l.moment_id = m.id JOIN person p ON p.id = l.person_id"
        f" WHERE {NEAR} ORDER BY m.date DESC, m.id DESC, l.id",
        today.isoformat(),
    )
    last: dict[int, Seen] = {}
    for row in rows:
        last.setdefault(row[0], Seen(*row))
    return tuple(last.values())[:MOST]


def _expected(book: Book, today: date) -> tuple[Expected, ...]:
    # A month without its day sorts before all its days: asked for from the month's beginning.
    since = (today - timedelta(SINCE)).isoformat()[:7]
    until = (today + timedelta(AHEAD)).isoformat()
    rows = book.rows(
        "SELECT l.person_id, t.title, t.expected FROM thread t"
        " JOIN thread_person l ON l.thread_id = t.id JOIN person p ON p.id = l.person_id"
        " WHERE t.closed IS NULL AND t.tender = 0 AND t.expected BETWEEN ? AND ?"
        f" AND length(t.expected) > 5 AND {NEAR} ORDER BY t.expected, t.id LIMIT ?",
        since,
        until,
        MOST,
    )
    return tuple(Expected(*row) for row in rows)
