"""What several people have part in: the rows that link them to a moment or a thread."""

from collections.abc import Iterable

from relbook.core.store import schema
from relbook.core.store.book import Book

_LINKS: dict[str, type[schema.Row]] = {
    "moment": schema.MomentPerson,
    "thread": schema.ThreadPerson,
}


def people_of(book: Book, kind: str, ids: Iterable[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """For each of `ids` of `kind` (moment, thread) its people: id and name, by name."""
    ids = list(ids)
    marks = ", ".join("?" * len(ids))
    found: dict[int, list[tuple[int, str]]] = {i: [] for i in ids}
    for one, person, name in book.rows(
        f"SELECT l.{kind}_id, p.id, p.name FROM {kind}_person l JOIN person p ON p.id = l.person_id"
        f" WHERE l.{kind}_id IN ({marks}) ORDER BY p.sort_key",
        *ids,
    ):
        found[one].append((person, name))
    return {one: tuple(people) for one, people in found.items()}


def set_people(book: Book, kind: str, one: int, people: Iterable[int]) -> None:
    """Let exactly `people` have part in `one`; the links that stay are not touched."""
    wanted = list(dict.fromkeys(people))
    there = dict(book.rows(f"SELECT person_id, id FROM {kind}_person WHERE {kind}_id = ?", one))
    book.delete(_LINKS[kind], [link for person, link in there.items() if person not in wanted])
    for person in wanted:
        if person not in there:
            book.insert(_LINKS[kind], **{f"{kind}_id": one, "person_id": person})
