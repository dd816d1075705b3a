"""What was given and received, and what is open: promises, and things out on loan.

It never adds up. Only promises and loans have a day they are meant for, told in fuzzy words.
Those that write need an open edit.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from relbook.core import errors, facts
from relbook.core.dates import PartialDate
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = (
    "introduction",
    "advice",
    "news",
    "time",
    "praise",
    "help",
    "gift",
    "loan",
    "hospitality",
)
GAVE, RECEIVED = "gave", "received"
DIRECTIONS = (GAVE, RECEIVED)
DONE, PROMISED, LENT = "done", "promised", "lent"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that passed, or is to pass, between me and `people` (id, name, role)."""

    id: int
    direction: str
    kind: str
    what: str
    date: str | None
    interest_id: int | None
    interest: str
    event_id: int | None
    event: str
    state: str
    due: str | None
    settled: str | None
    learned: str | None
    told_by_id: int | None
    tender: bool
    private: bool
    people: tuple[tuple[int, str, str], ...]

    @property
    def open(self) -> bool:
        """Whether it is a promise not kept yet, or a thing not back yet."""
        return self.state != DONE and self.settled is None


_SELECT = """
SELECT e.id, e.direction, e.kind, e.what, e.date, e.interest_id, coalesce(i.name, ''), e.event_id,
  coalesce(v.name, ''), e.state, e.due, e.settled, e.learned, e.told_by_id, e.tender, e.private
FROM ledger_entry e LEFT JOIN interest i ON i.id = e.interest_id LEFT JOIN event v
  ON v.id = e.event_id
"""
_NEWEST = "ORDER BY e.date DESC, e.id DESC"  # no date is least: it comes last
_OPEN = "e.state <> 'done' AND e.settled IS NULL"
_FIRST_DUE = "ORDER BY e.due IS NULL, e.due, e.id"


def read(book: Book, entry: int) -> Entry | None:
    """An entry, or None when it is no more."""
    found = _built(book, book.rows(f"{_SELECT} WHERE e.id = ?", entry))
    return found[0] if found else None


def read_many(book: Book, entries: Collection[int]) -> dict[int, Entry]:
    """Those of `entries` that are there."""
    marks = ", ".join("?" * len(entries))
    found = _built(book, book.rows(f"{_SELECT} WHERE e.id IN ({marks})", *entries))
    return {entry.id: entry for entry in found}


def with_people(book: Book, people: Collection[int]) -> list[int]:
    """Entries with any of `people`, newest first, those that are open apart."""
    marks = ", ".join("?" * len(people))
    return _ids(
        book,
        f"SELECT e.id FROM ledger_entry e WHERE NOT ({_OPEN}) AND e.id IN"
        f" (SELECT entry_id FROM entry_person WHERE person_id IN ({marks})) {_NEWEST}",
        *people,
    )


def newest(book: Book, limit: int, *, interests: Collection[int] = ()) -> list[int]:
    """The newest entries with anybody, of all or about one of `interests`; the open ones apart."""
    about, values = _about(interests)
    return _ids(
        book,
        f"SELECT e.id FROM ledger_entry e WHERE NOT ({_OPEN}){about} {_NEWEST} LIMIT ?",
        *values,
        limit,
    )


def open_with(book: Book, people: Collection[int]) -> list[int]:
    """Promises and loans that are open with any of `people`, the one meant for soonest on top."""
    marks = ", ".join("?" * len(people))
    return _ids(
        book,
        f"SELECT e.id FROM ledger_entry e WHERE {_OPEN} AND e.id IN"
        f" (SELECT entry_id FROM entry_person WHERE person_id IN ({marks})) {_FIRST_DUE}",
        *people,
    )


def open_with_anyone(book: Book, limit: int, *, interests: Collection[int] = ()) -> list[int]:
    """Promises and loans that are open at all, or about one of `interests`."""
    about, values = _about(interests)
    return _ids(
        book,
        f"SELECT e.id FROM ledger_entry e WHERE {_OPEN}{about} {_FIRST_DUE} LIMIT ?",
        *values,
        limit,
    )


def add(
    book: Book, people: Iterable[int], direction: str, kind: str, what: str = "", **values: Any
) -> int:
    """Keep what was given or received; returns its id. Raises `Refused` for what says nothing."""
    people = list(dict.fromkeys(people))
    if not people:
        raise errors.Refused(say("Say with whom: someone in the book."))
    if kind == "loan" and "state" not in values:
        values["state"] = LENT
    kept = _clean(values | {"direction": direction, "kind": kind, "what": what})
    entry = book.insert(schema.LedgerEntry, **kept)
    book.insert_many(
        schema.EntryPerson, ("entry_id", "person_id"), [(entry, person) for person in people]
    )
    return entry


def promise(
    book: Book,
    people: Iterable[int],
    direction: str,
    what: str,
    due: str | None = None,
    kind: str = "help",
    **values: Any,
) -> int:
    """Keep a promise: mine (`GAVE`: I am to give) or theirs (`RECEIVED`)."""
    return add(book, people, direction, kind, what, state=PROMISED, due=due, **values)


def settle(book: Book, entry: int, day: date) -> None:
    """A promise is kept, or a thing is back, on `day`."""
    book.update(schema.LedgerEntry, entry, settled=day.isoformat())


def unsettle(book: Book, entry: int) -> None:
    """It is open after all."""
    book.update(schema.LedgerEntry, entry, settled=None)


def change(book: Book, entry: int, people: Iterable[int] | None = None, **values: Any) -> None:
    """Put new `values` into an entry; with `people`, say anew with whom it is."""
    if values:
        book.update(schema.LedgerEntry, entry, **_clean(values))
    if people is not None:
        _set_people(book, entry, list(dict.fromkeys(people)))


def remove(book: Book, entry: int) -> None:
    """Take an entry back."""
    book.delete(schema.LedgerEntry, entry)


def _set_people(book: Book, entry: int, people: list[int]) -> None:
    if not people:
        raise errors.Refused(say("Say with whom: someone in the book."))
    there = dict(book.rows("SELECT person_id, id FROM entry_person WHERE entry_id = ?", entry))
    book.delete(schema.EntryPerson, [i for person, i in there.items() if person not in people])
    for person in people:
        if person not in there:
            book.insert(schema.EntryPerson, entry_id=entry, person_id=person)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = facts.clean(facts.Fact, values)
    if "direction" in kept and kept["direction"] not in DIRECTIONS:
        raise errors.Refused(say("Say whether you gave or received it."))
    if "kind" in kept and kept["kind"] not in KINDS:
        raise errors.Refused(
            say("Relbook knows these kinds of giving: {kinds}.", kinds=", ".join(KINDS))
        )
    for name in ("due", "settled"):
        if name in kept:
            kept[name] = PartialDate.from_iso(kept[name]).iso() if kept[name] else None
    return kept


def _about(interests: Collection[int]) -> tuple[str, tuple[int, ...]]:
    if not interests:
        return "", ()
    return f" AND e.interest_id IN ({', '.join('?' * len(interests))})", tuple(interests)


def _ids(book: Book, statement: str, *values: Any) -> list[int]:
    return [i for (i,) in book.rows(statement, *values)]


def _built(book: Book, rows: list[tuple[Any, ...]]) -> list[Entry]:
    marks = ", ".join("?" * len(rows))
    people: dict[int, list[tuple[int, str, str]]] = {row[0]: [] for row in rows}
    for entry, person, name, role in book.rows(
        "SELECT l.entry_id, p.id, p.name, l.role FROM entry_person l JOIN person p"
        f" ON p.id = l.person_id WHERE l.entry_id IN ({marks}) ORDER BY l.id",
        *people,
    ):
        people[entry].append((person, name, role))
    return [Entry(*(*row, tuple(people[row[0]]))) for row in rows]
