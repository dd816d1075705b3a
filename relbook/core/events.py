"""Events: a gathering, who is expected, and who there could meet whom.

Those that write need an open edit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from relbook.core import errors
from relbook.core.dates import PartialDate
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = ("party", "dinner", "conference", "meeting", "wedding", "concert", "trip", "other")
STATES = ("expected", "met", "missed")


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering; `at` is the time as the owner wrote it."""

    id: int
    name: str
    kind: str
    starts: str | None
    ends: str | None
    at: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is expected; `person_id` is None for one who is not in the book."""

    id: int
    person_id: int | None
    name: str
    state: str
    note: str


_COLUMNS = "id, name, kind, starts, ends, at, place, note"


def every(book: Book) -> list[Event]:
    """All events, those without a date first, then the latest first."""
    rows = book.rows(f"SELECT {_COLUMNS} FROM event ORDER BY starts IS NOT NULL, starts DESC, id")
    return [Event(*row) for row in rows]


def read(book: Book, event: int) -> Event | None:
    """An event, or None when it is no more."""
    row = book.row(f"SELECT {_COLUMNS} FROM event WHERE id = ?", event)
    return None if row is None else Event(*row)


def coming(book: Book, on: date, limit: int = 5) -> list[Event]:
    """The next events on or after `on`, soonest first: of a date known in part, until it is over."""
    rows = book.rows(
        f"SELECT {_COLUMNS} FROM event WHERE coalesce(ends, starts) >="
        " substr(?, 1, length(coalesce(ends, starts))) ORDER BY starts, id LIMIT ?",
        on.isoformat(),
        limit,
    )
    return [Event(*row) for row in rows]


def add(book: Book, name: str, **values: Any) -> int:
    """Plan an event, of which only a name is needed; returns its id."""
    return book.insert(schema.Event, **_clean(values | {"name": name}))


def change(book: Book, event: int, **values: Any) -> None:
    """Put new `values` into an event. Raises `Refused` for days in an impossible order."""
    if "starts" in values or "ends" in values:
        days = book.row("SELECT starts, ends FROM event WHERE id = ?", event) or (None, None)
        values = dict(zip(("starts", "ends"), days, strict=True)) | values
    book.update(schema.Event, event, **_clean(values))


def remove(book: Book, event: int) -> None:
    """Do away with an event and its guest list; the people stay, and what passed between us."""
    book.delete(schema.Event, event)


def guests(book: Book, event: int) -> list[Guest]:
    """Who is expected, in list order, those not in the book behind."""
    rows = book.rows(
        "SELECT g.id, g.person_id, coalesce(p.name, g.name), g.state, g.note FROM guest g"
        " LEFT JOIN person p ON p.id = g.person_id WHERE g.event_id = ?"
        " ORDER BY p.id IS NULL, p.sort_key, g.id",
        event,
    )
    return [Guest(*row) for row in rows]


def people(book: Book, event: int) -> list[int]:
    """The guests who are in the book."""
    rows = book.rows(
        "SELECT DISTINCT person_id FROM guest WHERE event_id = ? AND person_id IS NOT NULL", event
    )
    return [person for (person,) in rows]


def invite(book: Book, event: int, people: Iterable[int] = (), names: Iterable[str] = ()) -> int:
    """Expect `people`, and `names` that are not in the book; returns how many were not yet.

    Nobody is expected twice.
    """
    there = guests(book, event)
    known = {guest.person_id for guest in there}
    called = {fold(guest.name) for guest in there if guest.person_id is None}
    rows: list[tuple[int, int | None, str]] = []
    for person in people:
        if person not in known:
            known.add(person)
            rows.append((event, person, ""))
    for name in (" ".join(written.split()) for written in names):
        if name and fold(name) not in called:
            called.add(fold(name))
            rows.append((event, None, name))
    book.insert_many(schema.Guest, ("event_id", "person_id", "name"), rows)
    return len(rows)


def uninvite(book: Book, guests: Iterable[int]) -> None:
    """Expect these guests (rows of the list) no more."""
    book.delete(schema.Guest, guests)


def change_guest(book: Book, guest: int, **values: Any) -> None:
    """Set `state`, `note`, `name`, or `person_id` once it is clear who it is.

    Raises `Refused` for someone who is expected already.
    """
    twin = book.value(
        "SELECT o.id FROM guest g JOIN guest o ON o.event_id = g.event_id AND o.id <> g.id"
        " WHERE g.id = ? AND o.person_id = ?",
        guest,
        values.get("person_id"),
    )
    if twin is not None:
        raise errors.Refused(say("They are on the list already; nobody is expected twice."))
    book.update(schema.Guest, guest, **values)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "name" in kept and not kept["name"]:
        raise errors.Refused(say("An event needs a name, any name."))
    for name in ("starts", "ends"):
        if name in kept:
            kept[name] = PartialDate.from_iso(kept[name]).iso() if kept[name] else None
    starts, ends = kept.get("starts"), kept.get("ends")
    if starts and ends and ends[: len(starts)] < starts[: len(ends)]:
        raise errors.Refused(say("It would be over before it begins; please look at the days."))
    return kept
