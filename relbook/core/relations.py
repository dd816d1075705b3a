"""Who someone is to someone else. One row holds both ends; the inverse is computed.

The words are those of RFC 6350's RELATED (from XFN) and of the address books in use. Those that
write need an open edit.
"""

from dataclasses import dataclass
from typing import Any

from relbook.core import errors, facts
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

# What one is to the other, and what the other then is to the one.
INVERSE = {
    "child": "parent",
    "parent": "child",
    "daughter": "parent",
    "son": "parent",
    "mother": "child",
    "father": "child",
    "grandchild": "grandparent",
    "grandparent": "grandchild",
    "aunt or uncle": "niece or nephew",
    "niece or nephew": "aunt or uncle",
    "manager": "works for them",
    "works for them": "manager",
    "assistant": "assists them",
    "assists them": "assistant",
    "teacher": "student",
    "student": "teacher",
    "mentor": "mentee",
    "mentee": "mentor",
    "godparent": "godchild",
    "godchild": "godparent",
    "sister": "sibling",
    "brother": "sibling",
    "wife": "spouse",
    "husband": "spouse",
}
SYMMETRIC = (
    "partner",
    "spouse",
    "sibling",
    "friend",
    "colleague",
    "neighbour",
    "flatmate",
    "cousin",
    "relative",
    "in-law",
    "former partner",
)
KINDS = (*SYMMETRIC, *INVERSE)


@dataclass(frozen=True, slots=True)
class Relation:
    """What the other is to the person asked about; `other_id` is None for a mere name."""

    id: int
    kind: str
    other_id: int | None
    other_name: str
    note: str
    since: str | None
    until: str | None
    learned: str | None
    told_by_id: int | None
    tender: bool
    private: bool
    turned: bool  # the row was told from the other's side


def inverse(kind: str) -> str:
    """What A is to B when B is `kind` to A; a word of the owner's own stays as it is."""
    return INVERSE.get(kind, kind)


def of_person(book: Book, person: int) -> list[Relation]:
    """Everyone `person` is related to, seen from `person`: "Lena — daughter"."""
    rows = book.rows(
        "SELECT r.id, r.kind, r.other_id, coalesce(o.name, r.other_name), r.note, r.since, r.until,"
        " r.learned, r.told_by_id, r.tender, r.private, 0 FROM relation r"
        " LEFT JOIN person o ON o.id = r.other_id WHERE r.person_id = ?1"
        " UNION ALL SELECT r.id, r.kind, r.person_id, p.name, r.note, r.since, r.until,"
        " r.learned, r.told_by_id, r.tender, r.private, 1 FROM relation r"
        " JOIN person p ON p.id = r.person_id WHERE r.other_id = ?1 ORDER BY 1",
        person,
    )
    seen = [(row[0], inverse(row[1]), *row[2:]) if row[-1] else row for row in rows]
    return [Relation(*row) for row in seen]


def add(
    book: Book, person: int, kind: str, *, other: int | None = None, name: str = "", **values: Any
) -> int:
    """Say that `other`, or someone only known by `name`, is `kind` to `person`; returns the id."""
    return book.insert(
        schema.Relation,
        person_id=person,
        **_clean(book, person, kind, other, name),
        **_rest(values),
    )


def change(
    book: Book,
    relation: int,
    person: int,
    kind: str,
    *,
    other: int | None = None,
    name: str = "",
    **values: Any,
) -> None:
    """Say it anew, seen from `person`."""
    book.update(
        schema.Relation,
        relation,
        person_id=person,
        **_clean(book, person, kind, other, name),
        **_rest(values),
    )


def remove(book: Book, relation: int) -> None:
    """Take a relation back, at both ends."""
    book.delete(schema.Relation, relation)


def _clean(book: Book, person: int, kind: str, other: int | None, name: str) -> dict[str, Any]:
    kind = " ".join(kind.split())
    if other is not None:
        name = book.value("SELECT name FROM person WHERE id = ?", other) or name
    name = " ".join(name.split())
    if other == person:
        raise errors.Refused(say("That is the same person; choose someone else."), "who")
    if not name:
        raise errors.Refused(say("Say who: a person in the book, or just a name."), "who")
    if not kind:
        raise errors.Refused(say("Say what they are to each other: a word is enough."), "kind")
    return {"kind": kind, "other_id": other, "other_name": name}


def _rest(values: dict[str, Any]) -> dict[str, Any]:
    return facts.clean(facts.Fact, values)
