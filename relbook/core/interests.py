"""Interests and industries: one vocabulary, and who has what. Those that write need an open edit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from relbook.core import errors, facts
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = ("interest", "industry")
HOWS = ("enjoys", "practises", "works in", "seeks", "offers")

# The sections of the United Nations' International Standard Industrial Classification of All
# Economic Activities (ISIC, Revision 4), in everyday words. Offered when one types, and rows of
# the book only once used.
INDUSTRIES = (
    "agriculture, forestry and fishing",
    "mining",
    "manufacturing",
    "energy supply",
    "water and waste",
    "construction",
    "trade",
    "transport and storage",
    "hotels and restaurants",
    "information and communication",
    "finance and insurance",
    "real estate",
    "science and professional services",
    "administrative services",
    "public administration",
    "education",
    "health and social work",
    "arts and entertainment",
    "personal services",
    "domestic work",
    "international organisations",
)


@dataclass(frozen=True, slots=True)
class Interest:
    """A word of the vocabulary; `people` is how many have it."""

    id: int
    kind: str
    name: str
    other_names: tuple[str, ...]
    parent_id: int | None
    icon: str
    note: str
    people: int


@dataclass(frozen=True, slots=True)
class Tag:
    """That someone has an interest: how (empty if unsaid) and how much (1 to 3, or None)."""

    id: int
    person_id: int
    interest_id: int
    how: str
    how_much: int | None
    since: str | None
    learned: str | None
    told_by_id: int | None
    tender: bool
    private: bool


_SELECT = (
    "SELECT i.id, i.kind, i.name, i.other_names, i.parent_id, i.icon, i.note,"
    " (SELECT count(DISTINCT person_id) FROM tagging t WHERE t.interest_id = i.id) FROM interest i"
)


def every(book: Book) -> list[Interest]:
    """The whole vocabulary, by name, with how many people have each."""
    return [_built(row) for row in book.rows(f"{_SELECT} ORDER BY i.folded")]


def read(book: Book, interest: int) -> Interest | None:
    """A word of the vocabulary, or None when it is no more."""
    row = book.row(f"{_SELECT} WHERE i.id = ?", interest)
    return None if row is None else _built(row)


def name(book: Book, interest: int) -> str:
    """What `interest` is called; empty when it is no more."""
    return book.value("SELECT name FROM interest WHERE id = ?", interest) or ""


def find(book: Book, name: str) -> int | None:
    """The interest called `name`, or that has it among its other names."""
    folded = fold(" ".join(name.split()))
    found = book.value("SELECT id FROM interest WHERE folded = ?", folded)
    if found is not None or not folded:
        return found  # type: ignore[no-any-return]
    for one, others in book.rows("SELECT id, other_names FROM interest WHERE other_names <> ''"):
        if folded in (fold(other) for other in others.splitlines()):
            return int(one)
    return None


def find_or_add(book: Book, name: str, kind: str = "") -> int:
    """The interest called `name`; a new one if there is none.

    Without a `kind` a new one is an industry if ISIC knows it, else an interest.
    """
    name = " ".join(name.split())
    if not name:
        raise errors.Refused(say("An interest needs a name."))
    found = find(book, name)
    if found is not None:
        return found
    if not kind:
        known = {fold(industry) for industry in INDUSTRIES}
        kind = "industry" if fold(name) in known else "interest"
    return book.insert(schema.Interest, name=name, folded=fold(name), kind=kind)


def change(book: Book, interest: int, **values: Any) -> None:
    """Rename (`name`), or set `kind`, `icon`, `note` or `other_names` (a tuple).

    Raises `Refused` for an empty name, or one that another interest has.
    """
    if "name" in values:
        values["name"] = called = " ".join(values["name"].split())
        if not called:
            raise errors.Refused(say("An interest needs a name."))
        other = find(book, called)
        if other is not None and other != interest:
            raise errors.Refused(
                say("There is “{name}” already; merge the two instead.", name=called)
            )
        values["folded"] = fold(called)
    if "other_names" in values:
        others = (" ".join(other.split()) for other in values["other_names"])
        values["other_names"] = "\n".join(dict.fromkeys(other for other in others if other))
    book.update(schema.Interest, interest, **values)


def set_parent(book: Book, interest: int, parent: int | None) -> None:
    """Put `interest` under `parent`, or under none. Raises `Refused` for a circle of parents."""
    above = parent
    while above is not None:
        if above == interest:
            raise errors.Refused(
                say(
                    "“{name}” cannot stand below itself; choose another parent.",
                    name=name(book, interest),
                )
            )
        above = book.value("SELECT parent_id FROM interest WHERE id = ?", above)
    book.update(schema.Interest, interest, parent_id=parent)


def merge(book: Book, keep: int, gone: int) -> None:
    """Make one of two: everyone and everything of `gone` goes to `keep`, its names too.

    Raises `Refused` when they are the same.
    """
    if keep == gone:
        raise errors.Refused(say("That is the same interest; choose another to merge it with."))
    one, other = read(book, keep), read(book, gone)
    if one is None or other is None:
        return
    book.sql(
        "DELETE FROM tagging WHERE interest_id = ?1 AND EXISTS (SELECT 1 FROM tagging k WHERE"
        " k.interest_id = ?2 AND k.person_id = tagging.person_id AND k.how = tagging.how)",
        (gone, keep),
    )
    for table in ("tagging", "ledger_entry", "note"):
        book.sql(f"UPDATE {table} SET interest_id = ? WHERE interest_id = ?", (keep, gone))
    book.sql("UPDATE interest SET parent_id = ? WHERE parent_id = ?", (other.parent_id, gone))
    if one.parent_id == gone:
        book.update(schema.Interest, keep, parent_id=other.parent_id)
    book.sql("UPDATE interest SET parent_id = NULL WHERE id = ? AND parent_id = id", (keep,))
    book.delete(schema.Interest, gone)
    change(book, keep, other_names=(*one.other_names, other.name, *other.other_names))


def remove(book: Book, interest: int) -> None:
    """Do away with an interest; those below it go up to its parent, people merely lose it."""
    parent = book.value("SELECT parent_id FROM interest WHERE id = ?", interest)
    book.sql("UPDATE interest SET parent_id = ? WHERE parent_id = ?", (parent, interest))
    book.delete(schema.Interest, interest)


def tag(
    book: Book, people: Collection[int], interest: int, how: str = "", how_much: int | None = None
) -> None:
    """Say that `people` have `interest`.

    Who has it with no word on how is told more of rather than twice; who has it just so stays.
    """
    _check_how(how)
    there: dict[int, dict[str, int]] = {}
    for person, said, one in book.sql(
        "SELECT person_id, how, id FROM tagging WHERE interest_id = ?", (interest,)
    ):
        there.setdefault(person, {})[said] = one
    new: list[tuple[int, int, str, int | None]] = []
    told: list[int] = []
    for person in people:
        said = there.get(person, {})
        if how in said or (not how and said):
            continue
        if "" in said:
            told.append(said[""])
        else:
            new.append((person, interest, how, how_much))
    book.insert_many(schema.Tagging, ("person_id", "interest_id", "how", "how_much"), new)
    if told:
        book.update(schema.Tagging, told, how=how, how_much=how_much)


def untag(book: Book, people: Iterable[int], interest: int) -> None:
    """Say that `people` do not have `interest` after all."""
    for person in people:
        book.sql("DELETE FROM tagging WHERE person_id = ? AND interest_id = ?", (person, interest))


def change_tag(book: Book, tagging: int, **values: Any) -> None:
    """Set how, how much, since when, learned, tender… of one tagging.

    Raises `Refused` where the person has the interest in that way already.
    """
    if "how" in values:
        _check_how(values["how"])
        twin = book.value(
            "SELECT o.id FROM tagging t JOIN tagging o ON o.person_id = t.person_id"
            " AND o.interest_id = t.interest_id AND o.id <> t.id WHERE t.id = ? AND o.how = ?",
            tagging,
            values["how"],
        )
        if twin is not None:
            raise errors.Refused(say("That is known already, in just this way."))
    book.update(schema.Tagging, tagging, **facts.clean(facts.Fact, values))


def of_people(book: Book, people: Collection[int]) -> list[Tag]:
    """All that `people`, some of them or one, have."""
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        "SELECT id, person_id, interest_id, how, how_much, since, learned, told_by_id, tender,"
        f" private FROM tagging WHERE person_id IN ({marks}) ORDER BY id",
        *people,
    )
    return [Tag(*row) for row in rows]


def _check_how(how: str) -> None:
    if how and how not in HOWS:
        raise errors.Refused(
            say("Relbook knows these ways to have an interest: {hows}.", hows=", ".join(HOWS))
        )


def _built(row: tuple[Any, ...]) -> Interest:
    return Interest(*(*row[:3], tuple(row[3].splitlines()), *row[4:]))
