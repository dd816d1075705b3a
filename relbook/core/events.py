"""Events: a gathering, who is expected, and who there could meet whom.

Those that write need an open edit; they alone load Peewee.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from relbook.core import errors
from relbook.core.dates import PartialDate, weekday_name
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.facts import Note

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


class Invited(NamedTuple):
    """A row of the guest list, with nothing of who it is; `name` is for one not in the book."""

    id: int
    person_id: int | None
    name: str
    state: str


class Expected(NamedTuple):
    """A guest as one would greet them: who, how close to me, and where one knows them from.

    `called` is the given name where one is known, `circle` their first one, `does` what they do
    now. `state` is whether they came.
    """

    id: int
    person_id: int | None
    uid: str
    name: str
    called: str
    photo: str | None
    closeness: str
    me: bool
    state: str
    circle: str
    does: str


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


def days(event: Event, today: date) -> str:
    """When it is, in words: "Saturday 28 November", "28 to 30 November", "March"; or nothing.

    The year is said where it is another than that of `today`.
    """
    if event.starts is None:
        return ""
    first = PartialDate.from_iso(event.starts)
    last = PartialDate.from_iso(event.ends) if event.ends else first
    if last.iso() == first.iso():
        words, exact = _near(first, today).words(), first.exact()
        if exact is None or first.about:
            return words
        return say("{weekday} {date}", weekday=weekday_name(exact), date=words)
    if first.day and last.day and (first.year, first.month) == (last.year, last.month):
        return say("{first} to {last}", first=first.day, last=_near(last, today).words())
    if first.year != last.year:
        return say("{first} to {last}", first=first.words(), last=last.words())
    return say(
        "{first} to {last}", first=_near(first, today).words(), last=_near(last, today).words()
    )


def is_over(event: Event, today: date) -> bool:
    """Whether all of it lies before `today`, as far as its days are known."""
    last = (event.ends or event.starts or "").removesuffix("~")
    return last[:1].isdigit() and last < today.isoformat()[: len(last)]


def _near(day: PartialDate, today: date) -> PartialDate:
    """`day` without its year, if that is this year and something else is known."""
    return replace(day, year=None) if day.month and day.year == today.year else day


def add(book: Book, name: str, **values: Any) -> int:
    """Plan an event, of which only a name is needed; returns its id."""
    from relbook.core.store import schema

    return book.insert(schema.Event, **_clean(values | {"name": name}))


def change(book: Book, event: int, **values: Any) -> None:
    """Put new `values` into an event. Raises `Refused` for days in an impossible order."""
    from relbook.core.store import schema

    if "starts" in values or "ends" in values:
        days = book.row("SELECT starts, ends FROM event WHERE id = ?", event) or (None, None)
        values = dict(zip(("starts", "ends"), days, strict=True)) | values
    book.update(schema.Event, event, **_clean(values))


def remove(book: Book, event: int) -> None:
    """Do away with an event and its guest list; the people stay, and what passed between us."""
    from relbook.core.store import schema

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


def invited(book: Book, event: int) -> list[Invited]:
    """The rows of an event's guest list, in the order in which they came on it."""
    rows = book.rows(
        "SELECT id, person_id, name, state FROM guest WHERE event_id = ? ORDER BY id", event
    )
    return list(map(Invited._make, rows))


def company(book: Book, guests: Iterable[int]) -> dict[int, Expected]:
    """Some rows of a guest list, by their ids, as one would greet who they are."""
    rows = book.rows(
        "SELECT g.id, p.id, coalesce(p.uid, g.uid), coalesce(p.name, g.name),"
        " coalesce(nullif(p.given, ''), p.name, g.name), p.photo, coalesce(p.closeness, ''),"
        " coalesce(p.me, 0), g.state,"
        " coalesce((SELECT c.name FROM membership m JOIN circle c ON c.id = m.circle_id"
        "  WHERE m.person_id = p.id ORDER BY m.id LIMIT 1), ''),"
        " coalesce((SELECT coalesce(nullif(w.title, ''), w.organisation) FROM position w"
        "  WHERE w.person_id = p.id AND w.until IS NULL ORDER BY w.id LIMIT 1), '')"
        " FROM guest g LEFT JOIN person p ON p.id = g.person_id"
        " WHERE g.id IN (SELECT value FROM json_each(?))",
        json.dumps(list(guests)),
    )
    return {row[0]: Expected._make(row) for row in rows}


def counts(book: Book) -> dict[int, int]:
    """How many guests each event has; one that has none is left out."""
    return dict(book.rows("SELECT event_id, count(*) FROM guest GROUP BY event_id"))


def invite(book: Book, event: int, people: Iterable[int] = (), names: Iterable[str] = ()) -> int:
    """Expect `people`, and `names` that are not in the book; returns how many were not yet.

    Nobody is expected twice.
    """
    from relbook.core.store import schema

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
    from relbook.core.store import schema

    book.delete(schema.Guest, guests)


def change_guest(book: Book, guest: int, **values: Any) -> None:
    """Set `state`, `note`, `name`, or `person_id` once it is clear who it is.

    Raises `Refused` for someone who is expected already.
    """
    from relbook.core.store import schema

    twin = book.value(
        "SELECT o.id FROM guest g JOIN guest o ON o.event_id = g.event_id AND o.id <> g.id"
        " WHERE g.id = ? AND o.person_id = ?",
        guest,
        values.get("person_id"),
    )
    if twin is not None:
        raise errors.Refused(say("They are on the list already; nobody is expected twice."), "who")
    book.update(schema.Guest, guest, **values)


def notes(book: Book, event: int) -> "list[Note]":
    """The dated notes on an event, newest first; `facts` changes and removes them."""
    from relbook.core import facts

    rows = book.rows(
        f"{facts.select(facts.Note)} WHERE event_id = ? ORDER BY date IS NULL, date DESC, id DESC",
        event,
    )
    return [facts.build(facts.Note, row) for row in rows]


def add_note(book: Book, event: int, text: str, **values: Any) -> int:
    """Note something on an event; returns the note's id. Raises `Refused` for an empty one."""
    from relbook.core import facts
    from relbook.core.store import schema

    kept = facts.clean(facts.Note, values | {"text": text})
    return book.insert(schema.Note, event_id=event, **kept)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "name" in kept and not kept["name"]:
        raise errors.Refused(say("An event needs a name, any name."), "name")
    for name in ("starts", "ends"):
        if name in kept:
            kept[name] = PartialDate.from_iso(kept[name]).iso() if kept[name] else None
    starts, ends = kept.get("starts"), kept.get("ends")
    if starts and ends and ends[: len(starts)] < starts[: len(ends)]:
        raise errors.Refused(
            say("It would be over before it begins; please look at the days."), "ends"
        )
    return kept
