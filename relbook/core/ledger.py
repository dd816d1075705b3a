"""What was given and received, and what is open: promises, and things out on loan.

It never adds up. Only promises and loans have a day they are meant for, told in fuzzy words.
Those that write need an open edit.
"""

import json
import math
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

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


class Pending(NamedTuple):
    """An entry that is open: what it is about, and when it is meant for."""

    id: int
    interest_id: int | None
    due: str | None


_SELECT = """
SELECT e.id, e.direction, e.kind, e.what, e.date, e.interest_id, coalesce(i.name, ''), e.event_id,
  coalesce(v.name, ''), e.state, e.due, e.settled, e.learned, e.told_by_id, e.tender, e.private
FROM ledger_entry e LEFT JOIN interest i ON i.id = e.interest_id LEFT JOIN event v
  ON v.id = e.event_id
"""
_NEWEST = "ORDER BY e.date DESC, e.id DESC"  # no date is least: it comes last
_OPEN = "e.state <> 'done' AND e.settled IS NULL"
_FIRST_DUE = "ORDER BY e.due IS NULL, e.due, e.id"
_BATCH = 2_000  # entries looked through at once
_NO_ID = 2**62  # beyond every id


def read(book: Book, entry: int) -> Entry | None:
    """An entry, or None when it is no more."""
    found = _built(book, book.rows(f"{_SELECT} WHERE e.id = ?", entry))
    return found[0] if found else None


def read_many(book: Book, entries: Collection[int]) -> dict[int, Entry]:
    """Those of `entries` that are there."""
    found = _built(book, book.rows(f"{_SELECT} WHERE e.id IN ({_marks(entries)})", *entries))
    return {entry.id: entry for entry in found}


def with_people(
    book: Book, people: Collection[int], *, interests: Collection[int] = ()
) -> list[int]:
    """Entries with any of `people`, newest first, those that are open apart.

    With `interests` only those about one of them.
    """
    return open_and_passed(book, people, interests=interests)[1]


def open_and_passed(
    book: Book, people: Collection[int], *, interests: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """The whole ledger with any of `people`: what `open_with` gives, and what `with_people` does."""
    about, values = _about(interests)
    rows = book.rows(
        f"SELECT e.id, e.interest_id, e.due, {_OPEN} FROM ledger_entry e WHERE e.id IN"
        f" (SELECT entry_id FROM entry_person WHERE person_id IN ({_marks(people)})){about}"
        f" {_NEWEST}",
        *people,
        *values,
    )
    still_open = soonest_first(Pending(*row[:3]) for row in rows if row[3])
    return [one.id for one in still_open], [row[0] for row in rows if not row[3]]


def newest(
    book: Book, limit: int, *, interests: Collection[int] = (), behind: int | None = None
) -> list[int]:
    """The newest entries with anybody, of all or about one of `interests`; the open ones apart.

    With `behind`, those that come after that entry.
    """
    about, values = _about(interests, common=_is_common(book, interests, limit))
    passed = f"SELECT e.id FROM ledger_entry e WHERE NOT ({_OPEN}){about}"
    if behind is None:
        return _ids(book, f"{passed} {_NEWEST} LIMIT ?", *values, limit)
    day = book.value("SELECT date FROM ledger_entry WHERE id = ?", behind)
    found: list[int] = []
    if day is not None:
        later = f"{passed} AND (e.date, e.id) < (?, ?) {_NEWEST} LIMIT ?"
        found = _ids(book, later, *values, day, behind, limit)
    if len(found) < limit:
        undated = f"{passed} AND e.date IS NULL AND e.id < ? ORDER BY e.id DESC LIMIT ?"
        last = _NO_ID if day is not None else behind
        found += _ids(book, undated, *values, last, limit - len(found))
    return found


def newest_among(
    book: Book,
    people: Container[int],
    limit: int,
    *,
    interests: Collection[int] = (),
    behind: int | None = None,
) -> list[int]:
    """Like `newest`, with any of `people`, who are very many; about `limit` of them."""
    found: list[int] = []
    while len(found) < limit:
        batch = newest(book, _BATCH, interests=interests, behind=behind)
        found += _with_any(book, batch, people)
        if len(batch) < _BATCH:
            break
        behind = batch[-1]
    return found


def open_with(book: Book, people: Collection[int], *, interests: Collection[int] = ()) -> list[int]:
    """Promises and loans that are open with any of `people`, the one meant for soonest on top.

    With `interests` only those about one of them.
    """
    return open_and_passed(book, people, interests=interests)[0]


def open_with_anyone(book: Book, limit: int, *, interests: Collection[int] = ()) -> list[int]:
    """Promises and loans that are open at all, or about one of `interests`."""
    about, values = _about(interests)
    return _ids(
        book,
        f"SELECT e.id FROM ledger_entry e WHERE {_OPEN}{about} {_FIRST_DUE} LIMIT ?",
        *values,
        limit,
    )


def open_among(
    book: Book, people: Container[int], limit: int, *, interests: Collection[int] = ()
) -> list[int]:
    """Promises and loans that are open with any of `people`, who are very many."""
    every = open_with_anyone(book, _NO_ID, interests=interests)
    return _with_any(book, every, people)[:limit]


def pending(book: Book, among: Iterable[int] | None = None) -> list[Pending]:
    """All that is open, or what is of the entries `among`; the one meant for soonest first."""
    some, values = "", []
    if among is not None:
        some, values = " AND e.id IN (SELECT value FROM json_each(?))", [json.dumps(list(among))]
    rows = book.rows(
        f"SELECT e.id, e.interest_id, e.due FROM ledger_entry e WHERE {_OPEN}{some} {_FIRST_DUE}",
        *values,
    )
    return [Pending(*row) for row in rows]


def soonest_first(entries: Iterable[Pending]) -> list[Pending]:
    """Open entries in the order of `pending`; those without a day come last."""
    return sorted(entries, key=lambda one: (one.due is None, one.due or "", one.id))


def add(
    book: Book, people: Iterable[int], direction: str, kind: str, what: str = "", **values: Any
) -> int:
    """Keep what was given or received; returns its id. Raises `Refused` for what says nothing."""
    people = list(dict.fromkeys(people))
    if not people:
        raise errors.Refused(say("Say with whom: someone in the book."), "people")
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
        raise errors.Refused(say("Say with whom: someone in the book."), "people")
    there = dict(book.rows("SELECT person_id, id FROM entry_person WHERE entry_id = ?", entry))
    book.delete(schema.EntryPerson, [i for person, i in there.items() if person not in people])
    for person in people:
        if person not in there:
            book.insert(schema.EntryPerson, entry_id=entry, person_id=person)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = facts.clean(facts.Fact, values)
    if "direction" in kept and kept["direction"] not in DIRECTIONS:
        raise errors.Refused(say("Say whether you gave or received it."), "direction")
    if "kind" in kept and kept["kind"] not in KINDS:
        raise errors.Refused(
            say("Relbook knows these kinds of giving: {kinds}.", kinds=", ".join(KINDS)), "kind"
        )
    for name in ("due", "settled"):
        if name in kept:
            kept[name] = PartialDate.from_iso(kept[name]).iso() if kept[name] else None
    return kept


def _about(interests: Collection[int], *, common: bool = False) -> tuple[str, tuple[int, ...]]:
    """The condition for `interests`; entries of `common` ones are sought by their day."""
    if not interests:
        return "", ()
    column = "+e.interest_id" if common else "e.interest_id"  # the plus keeps its index out of it
    return f" AND {column} IN ({_marks(interests)})", tuple(interests)


def _is_common(book: Book, interests: Collection[int], limit: int) -> bool:
    """Whether sorting the entries about `interests` takes longer than to go by the day.

    The one reads all of them; the other, of all entries, as many as hold the `limit` wanted.
    """
    if not interests:
        return False
    every = book.value("SELECT max(id) FROM ledger_entry") or 0
    many = math.isqrt(limit * every)
    there = book.value(
        "SELECT count(*) FROM (SELECT 1 FROM ledger_entry WHERE interest_id IN"
        f" ({_marks(interests)}) LIMIT ?)",
        *interests,
        many,
    )
    return bool(there >= many)


def _with_any(book: Book, entries: Collection[int], people: Container[int]) -> list[int]:
    """Those of `entries` that are with any of `people`."""
    rows = book.rows(
        "SELECT entry_id, person_id FROM entry_person WHERE entry_id IN"
        " (SELECT value FROM json_each(?))",
        json.dumps(list(entries)),
    )
    those = {entry for entry, person in rows if person in people}
    return [entry for entry in entries if entry in those]


def _marks(values: Collection[int]) -> str:
    return ", ".join("?" * len(values))


def _ids(book: Book, statement: str, *values: Any) -> list[int]:
    return [i for (i,) in book.rows(statement, *values)]


def _built(book: Book, rows: list[tuple[Any, ...]]) -> list[Entry]:
    people: dict[int, list[tuple[int, str, str]]] = {row[0]: [] for row in rows}
    for entry, person, name, role in book.rows(
        "SELECT l.entry_id, p.id, p.name, l.role FROM entry_person l JOIN person p"
        f" ON p.id = l.person_id WHERE l.entry_id IN ({_marks(people)}) ORDER BY l.id",
        *people,
    ):
        people[entry].append((person, name, role))
    return [Entry(*(*row, tuple(people[row[0]]))) for row in rows]
