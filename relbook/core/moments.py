"""Moments: a talk, a meal, a call, a letter, with one or several people.

Those that write need an open edit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from relbook.core import errors, facts, shared
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = ("talk", "meal", "call", "message", "letter", "walk", "visit", "trip", "event", "other")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was, when, where, with whom."""

    id: int
    kind: str
    date: str | None
    place: str
    line: str
    event_id: int | None
    learned: str | None
    told_by_id: int | None
    tender: bool
    private: bool
    people: tuple[tuple[int, str], ...]


_COLUMNS = (
    "m.id, m.kind, m.date, m.place, m.line, m.event_id, m.learned, m.told_by_id, m.tender,"
    " m.private"
)


def of_person(book: Book, person: int, *, limit: int = -1, skip: int = 0) -> list[Moment]:
    """The moments with `person`, the latest first; those without a date last."""
    rows = book.rows(
        f"SELECT {_COLUMNS} FROM moment_person l JOIN moment m ON m.id = l.moment_id"
        " WHERE l.person_id = ? ORDER BY m.date IS NULL, m.date DESC, m.id DESC LIMIT ? OFFSET ?",
        person,
        limit,
        skip,
    )
    return _built(book, rows)


def count(book: Book, person: int) -> int:
    """How many moments with `person` the book holds."""
    return int(book.value("SELECT count(*) FROM moment_person WHERE person_id = ?", person))


def read(book: Book, moment: int) -> Moment | None:
    """A moment, or None when it is no more."""
    found = _built(book, book.rows(f"SELECT {_COLUMNS} FROM moment m WHERE m.id = ?", moment))
    return found[0] if found else None


def add(book: Book, people: Iterable[int], kind: str, **values: Any) -> int:
    """Keep a moment with `people`; returns its id."""
    kept = _clean(values | {"kind": kind})
    moment = book.insert(schema.Moment, **kept)
    shared.set_people(book, "moment", moment, _someone(people))
    return moment


def change(book: Book, moment: int, people: Iterable[int] | None = None, **values: Any) -> None:
    """Put new `values` into a moment; with `people`, say anew who was there."""
    if values:
        book.update(schema.Moment, moment, **_clean(values))
    if people is not None:
        shared.set_people(book, "moment", moment, _someone(people))


def remove(book: Book, moment: int) -> None:
    """Take a moment back, for everyone who was there."""
    book.delete(schema.Moment, moment)


def _someone(people: Iterable[int]) -> list[int]:
    people = list(people)
    if not people:
        raise errors.Refused(say("A moment needs someone who was there."), "people")
    return people


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = facts.clean(facts.Fact, values)
    if "kind" in kept and not kept["kind"]:
        kept["kind"] = "other"
    return kept


def _built(book: Book, rows: list[tuple[Any, ...]]) -> list[Moment]:
    people = shared.people_of(book, "moment", [row[0] for row in rows])
    return [Moment(*(*row, people[row[0]])) for row in rows]
