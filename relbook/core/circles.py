"""Circles: the worlds people belong to, more than one each. Those that write need an open edit."""

from collections.abc import Iterable
from typing import NamedTuple

from relbook.core import errors
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.words import say


class Circle(NamedTuple):
    """A circle and how many people belong to it."""

    id: int
    name: str
    people: int


def every(book: Book) -> list[Circle]:
    """All circles, by name, with how many people belong to each."""
    rows = book.rows(
        "SELECT c.id, c.name, (SELECT count(*) FROM membership m WHERE m.circle_id = c.id)"
        " FROM circle c ORDER BY c.folded"
    )
    return [Circle(*row) for row in rows]


def of_person(book: Book, person: int) -> list[tuple[int, str]]:
    """The circles `person` belongs to: id and name, by name."""
    return book.rows(
        "SELECT c.id, c.name FROM membership m JOIN circle c ON c.id = m.circle_id"
        " WHERE m.person_id = ? ORDER BY c.folded",
        person,
    )


def name(book: Book, circle: int) -> str:
    """The name of `circle`; empty when there is none such."""
    return book.value("SELECT name FROM circle WHERE id = ?", circle) or ""


def find_or_add(book: Book, name: str) -> int:
    """The circle called `name`, whatever its case and accents; a new one if there is none."""
    from relbook.core.store import schema

    name = " ".join(name.split())
    if not name:
        raise errors.Refused(say("A circle needs a name."))
    found = book.value("SELECT id FROM circle WHERE folded = ?", fold(name))
    return int(found) if found else book.insert(schema.Circle, name=name, folded=fold(name))


def join(book: Book, circle: int, people: Iterable[int]) -> None:
    """Let `people` belong to `circle`; those who do already stay as they are."""
    from relbook.core.store import schema

    for person in people:
        there = book.value(
            "SELECT id FROM membership WHERE person_id = ? AND circle_id = ?", person, circle
        )
        if there is None:
            book.insert(schema.Membership, person_id=person, circle_id=circle)


def leave(book: Book, circle: int, people: Iterable[int]) -> None:
    """Let `people` no longer belong to `circle`."""
    for person in people:
        book.sql("DELETE FROM membership WHERE person_id = ? AND circle_id = ?", (person, circle))


def rename(book: Book, circle: int, name: str) -> None:
    """Call `circle` by another name. Raises `Refused` when another circle has it."""
    from relbook.core.store import schema

    name = " ".join(name.split())
    other = book.value("SELECT id FROM circle WHERE folded = ? AND id <> ?", fold(name), circle)
    if not name or other is not None:
        raise errors.Refused(
            say("There is a circle called “{name}” already.", name=name)
            if name
            else say("A circle needs a name.")
        )
    book.update(schema.Circle, circle, name=name, folded=fold(name))


def remove(book: Book, circle: int) -> None:
    """Do away with `circle`; its people stay."""
    from relbook.core.store import schema

    book.delete(schema.Circle, circle)
