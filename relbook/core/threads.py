"""Threads: something going on in a life, opened, expected about when, and how it ended.

Those that write need an open edit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from relbook.core import errors, facts, shared
from relbook.core.dates import PartialDate
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = ("hope", "work", "study", "family", "health", "move", "project", "other")


@dataclass(frozen=True, slots=True)
class Thread:
    """What is going on; open while `closed` is None, ended well if `success`."""

    id: int
    title: str
    kind: str
    line: str
    opened: str | None
    expected: str | None
    closed: str | None
    outcome: str
    success: bool
    learned: str | None
    told_by_id: int | None
    tender: bool
    private: bool
    people: tuple[tuple[int, str], ...]


_COLUMNS = (
    "t.id, t.title, t.kind, t.line, t.opened, t.expected, t.closed, t.outcome, t.success,"
    " t.learned, t.told_by_id, t.tender, t.private"
)


def of_person(book: Book, person: int) -> list[Thread]:
    """What goes on in the life of `person`: open threads first, the one expected soonest on top."""
    rows = book.rows(
        f"SELECT {_COLUMNS} FROM thread_person l JOIN thread t ON t.id = l.thread_id"
        " WHERE l.person_id = ? ORDER BY t.closed IS NOT NULL, t.closed DESC,"
        " t.expected IS NULL, t.expected, t.id DESC",
        person,
    )
    return _built(book, rows)


def read(book: Book, thread: int) -> Thread | None:
    """A thread, or None when it is no more."""
    found = _built(book, book.rows(f"SELECT {_COLUMNS} FROM thread t WHERE t.id = ?", thread))
    return found[0] if found else None


def add(book: Book, people: Iterable[int], title: str, **values: Any) -> int:
    """Open a thread in the lives of `people`; returns its id."""
    thread = book.insert(schema.Thread, **_clean(values | {"title": title}))
    shared.set_people(book, "thread", thread, _someone(people))
    return thread


def change(book: Book, thread: int, people: Iterable[int] | None = None, **values: Any) -> None:
    """Put new `values` into a thread; with `people`, say anew whose it is."""
    if values:
        book.update(schema.Thread, thread, **_clean(values))
    if people is not None:
        shared.set_people(book, "thread", thread, _someone(people))


def remove(book: Book, thread: int) -> None:
    """Take a thread back, for everyone in whose life it runs."""
    book.delete(schema.Thread, thread)


def _someone(people: Iterable[int]) -> list[int]:
    people = list(people)
    if not people:
        raise errors.Refused(say("Say in whose life this is going on."), "people")
    return people


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = facts.clean(facts.Fact, values)
    if "title" in kept and not kept["title"]:
        raise errors.Refused(say("Say in a few words what is going on."), "title")
    for name in ("opened", "expected", "closed"):
        if name in kept:
            kept[name] = PartialDate.from_iso(kept[name]).iso() if kept[name] else None
    return kept


def _built(book: Book, rows: list[tuple[Any, ...]]) -> list[Thread]:
    people = shared.people_of(book, "thread", [row[0] for row in rows])
    return [Thread(*(*row, people[row[0]])) for row in rows]
