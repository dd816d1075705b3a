"""Interests and industries: one vocabulary, and who has what. Those that write need an open edit."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from relbook.core import errors, facts
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

KINDS = ("interest", "industry")
HOWS = ("enjoys", "practises", "works in", "seeks", "offers")
HOW_MUCH = (1, 2, 3)
CLOSE = 40  # people of whom it is told together how much they care

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


class Tag(NamedTuple):
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


class Shared(NamedTuple):
    """That some of certain people have an interest in one way: how many, and how much at the most."""

    interest_id: int
    how: str
    people: int
    how_much: int | None


_SELECT = (
    "SELECT i.id, i.kind, i.name, i.other_names, i.parent_id, i.icon, i.note,"
    " (SELECT count(DISTINCT person_id) FROM tagging t WHERE t.interest_id = i.id) FROM interest i"
)


def every(book: Book) -> list[Interest]:
    """The whole vocabulary, by name, with how many people have each."""
    return [_built(row) for row in book.rows(f"{_SELECT} ORDER BY i.folded")]


def vocabulary(book: Book) -> list[Interest]:
    """The whole vocabulary, by name, without counting who has what (`people` is 0)."""
    rows = book.rows(
        "SELECT id, kind, name, other_names, parent_id, icon, note, 0 FROM interest ORDER BY folded"
    )
    return [_built(row) for row in rows]


def read(book: Book, interest: int) -> Interest | None:
    """A word of the vocabulary, or None when it is no more."""
    row = book.row(f"{_SELECT} WHERE i.id = ?", interest)
    return None if row is None else _built(row)


def with_below(book: Book, interests: Iterable[int]) -> set[int]:
    """`interests` and all that stand below them; a ring of parents ends where it began."""
    rows = book.rows(
        "WITH RECURSIVE below(id) AS (SELECT value FROM json_each(?) UNION"
        " SELECT i.id FROM interest i JOIN below ON i.parent_id = below.id) SELECT id FROM below",
        json.dumps(list(interests)),
    )
    return {one for (one,) in rows}


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
        raise errors.Refused(say("An interest needs a name."), "name")
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
            raise errors.Refused(say("An interest needs a name."), "name")
        other = find(book, called)
        if other is not None and other != interest:
            raise errors.Refused(
                say("There is “{name}” already; merge the two instead.", name=called), "name"
            )
        values["folded"] = fold(called)
    if "other_names" in values:
        own = fold(values["name"] if "name" in values else name(book, interest))
        others = {fold(other): " ".join(other.split()) for other in values["other_names"]}
        values["other_names"] = "\n".join(
            other for folded, other in others.items() if folded and folded != own
        )
    book.update(schema.Interest, interest, **values)


def set_parent(book: Book, interest: int, parent: int | None) -> None:
    """Put `interest` under `parent`, or under none. Raises `Refused` for a circle of parents."""
    if parent is not None and interest in _upwards(book, parent):
        raise errors.Refused(
            say(
                "“{name}” cannot stand below itself; choose another parent.",
                name=name(book, interest),
            ),
            "parent",
        )
    book.update(schema.Interest, interest, parent_id=parent)


def merge(book: Book, keep: int, gone: int) -> None:
    """Make one of two: everyone and everything of `gone` goes to `keep`, its names too.

    Who has both, has the one as much as either said; what was tender or private stays so. Raises
    `Refused` when they are the same.
    """
    if keep == gone:
        raise errors.Refused(
            say("That is the same interest; choose another to merge it with."), "merge"
        )
    one, other = read(book, keep), read(book, gone)
    if one is None or other is None:
        return
    _join_tags(book, keep, gone)
    for table in ("ledger_entry", "note"):
        book.sql(f"UPDATE {table} SET interest_id = ? WHERE interest_id = ?", (keep, gone))
    parent = one.parent_id
    if gone in _upwards(book, keep):
        # What stood between the two comes to stand below the one: it must not stand above too.
        parent = other.parent_id
    elif parent is None and other.parent_id is not None:
        parent = None if keep in _upwards(book, other.parent_id) else other.parent_id
    book.update(schema.Interest, keep, parent_id=parent)
    book.sql("UPDATE interest SET parent_id = ? WHERE parent_id = ?", (keep, gone))
    book.delete(schema.Interest, gone)
    change(
        book,
        keep,
        other_names=(*one.other_names, other.name, *other.other_names),
        icon=one.icon or other.icon,
        note="\n".join(note for note in (one.note, other.note) if note),
    )


def _join_tags(book: Book, keep: int, gone: int) -> None:
    """Let all who have `gone` have `keep`, each of them once in each way."""
    told = (
        "UPDATE tagging AS k SET how_much = coalesce(max(k.how_much, o.how_much), k.how_much,"
        " o.how_much), since = coalesce(min(k.since, o.since), k.since, o.since),"
        " learned = coalesce(max(k.learned, o.learned), k.learned, o.learned),"
        " told_by_id = coalesce(k.told_by_id, o.told_by_id), tender = max(k.tender, o.tender),"
        " private = max(k.private, o.private) FROM tagging o"
        " WHERE k.interest_id = ?1 AND o.interest_id = ?2 AND o.person_id = k.person_id"
    )
    book.sql(f"{told} AND o.how = k.how", (keep, gone))
    book.sql(
        "DELETE FROM tagging WHERE interest_id = ?2 AND EXISTS (SELECT 1 FROM tagging k WHERE"
        " k.interest_id = ?1 AND k.person_id = tagging.person_id AND k.how = tagging.how)",
        (keep, gone),
    )
    book.sql("UPDATE tagging SET interest_id = ?1 WHERE interest_id = ?2", (keep, gone))
    # As `tag` has it: a word on how tells more than none.
    book.sql(f"{told} AND o.how = '' AND k.how <> ''", (keep, keep))
    book.sql(
        "DELETE FROM tagging WHERE interest_id = ?1 AND how = '' AND EXISTS (SELECT 1 FROM tagging"
        " k WHERE k.interest_id = ?1 AND k.person_id = tagging.person_id AND k.how <> '')",
        (keep,),
    )


def remove(book: Book, interest: int) -> None:
    """Do away with an interest; those below it go up to its parent, people merely lose it."""
    parent = book.value("SELECT parent_id FROM interest WHERE id = ?", interest)
    book.sql("UPDATE interest SET parent_id = ? WHERE parent_id = ?", (parent, interest))
    book.delete(schema.Interest, interest)


def tag(
    book: Book, people: Iterable[int], interest: int, how: str = "", how_much: int | None = None
) -> None:
    """Say that `people` have `interest`.

    Who has it with no word on how is told more of rather than twice; who has it just so stays, as
    much as before unless `how_much` says otherwise.
    """
    _check(how, how_much)
    there: dict[int, dict[str, int]] = {}
    for person, said, one in book.sql(
        "SELECT person_id, how, id FROM tagging WHERE interest_id = ?", (interest,)
    ):
        there.setdefault(person, {})[said] = one
    new: list[tuple[int, int, str, int | None]] = []
    told: list[int] = []
    for person in dict.fromkeys(people):
        said = there.get(person, {})
        known = said.get(how, said.get("")) if how else next(iter(said.values()), None)
        if known is None:
            new.append((person, interest, how, how_much))
        else:
            told.append(known)
    book.insert_many(schema.Tagging, ("person_id", "interest_id", "how", "how_much"), new)
    if told and how:
        book.update(schema.Tagging, told, how=how)
    if told and how_much is not None:
        book.update(schema.Tagging, told, how_much=how_much)


def untag(book: Book, people: Iterable[int], interest: int) -> None:
    """Say that `people` do not have `interest` after all."""
    book.sql(
        "DELETE FROM tagging WHERE interest_id = ? AND person_id IN (SELECT value FROM json_each(?))",
        (interest, json.dumps(list(people))),
    )


def change_tag(book: Book, tagging: int, **values: Any) -> None:
    """Set how, how much, since when, learned, tender… of one tagging.

    Raises `Refused` where the person has the interest in that way already.
    """
    _check(values.get("how", ""), values.get("how_much"))
    if "how" in values:
        twin = book.value(
            "SELECT o.id FROM tagging t JOIN tagging o ON o.person_id = t.person_id"
            " AND o.interest_id = t.interest_id AND o.id <> t.id WHERE t.id = ? AND o.how = ?",
            tagging,
            values["how"],
        )
        if twin is not None:
            raise errors.Refused(say("That is known already, in just this way."), "how")
    book.update(schema.Tagging, tagging, **facts.clean(facts.Fact, values))


def set_how_much(book: Book, people: Iterable[int], interest: int, how_much: int | None) -> None:
    """Say how much those of `people`, who may be very many, care who have `interest`."""
    _check("", how_much)
    book.sql(
        "UPDATE tagging SET how_much = ? WHERE interest_id = ? AND person_id IN"
        " (SELECT value FROM json_each(?))",
        (how_much, interest, json.dumps(list(people))),
    )


def is_had(book: Book, interest: int, people: Collection[int]) -> bool:
    """Whether any of `people`, who may be very many, has `interest`."""
    found = book.value(
        "SELECT 1 FROM tagging WHERE interest_id = ? AND person_id IN"
        " (SELECT value FROM json_each(?)) LIMIT 1",
        interest,
        json.dumps(list(people)),
    )
    return found is not None


def of_people(book: Book, people: Collection[int]) -> list[Tag]:
    """All that `people`, some of them or one, have."""
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        "SELECT id, person_id, interest_id, how, how_much, since, learned, told_by_id, tender,"
        f" private FROM tagging WHERE person_id IN ({marks}) ORDER BY id",
        *people,
    )
    return list(map(Tag._make, rows))


def among(book: Book, people: Collection[int]) -> list[Shared]:
    """What `people`, some of them or one, have, and in each way how many of them.

    How much they care is told of no more than `CLOSE`: of a crowd it says little, and would have
    to be read row by row where all else stands in an index.
    """
    marks = ", ".join("?" * len(people))
    if len(people) > CLOSE:
        had = book.rows(
            f"SELECT interest_id, how FROM tagging WHERE person_id IN ({marks})", *people
        )
        return [Shared(interest, how, n, None) for (interest, how), n in Counter(had).items()]
    rows = book.rows(
        "SELECT interest_id, how, count(*), max(how_much) FROM tagging"
        f" WHERE person_id IN ({marks}) GROUP BY interest_id, how",
        *people,
    )
    return list(map(Shared._make, rows))


def _check(how: str, how_much: int | None) -> None:
    if how and how not in HOWS:
        raise errors.Refused(
            say("Relbook knows these ways to have an interest: {hows}.", hows=", ".join(HOWS)),
            "how",
        )
    if how_much is not None and how_much not in HOW_MUCH:
        raise errors.Refused(say("How much someone cares goes from 1 to 3."), "how_much")


def _upwards(book: Book, interest: int) -> Iterator[int]:
    """`interest`, its parent, its parent's parent…, each once."""
    seen: set[int] = set()
    one: int | None = interest
    while one is not None and one not in seen:
        seen.add(one)
        yield one
        one = book.value("SELECT parent_id FROM interest WHERE id = ?", one)


def _built(row: tuple[Any, ...]) -> Interest:
    return Interest(*(*row[:3], tuple(row[3].splitlines()), *row[4:]))
