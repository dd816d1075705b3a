"""What the book has of people, as `rows.told` would tell it: ready to be compared with their cards."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from relbook.core.exchange.incoming.rows import COLUMNS
from relbook.core.relations import inverse
from relbook.core.store import schema
from relbook.core.store.book import Book

Values = tuple[Any, ...]

_HEAD = (
    "id, uid, name, family, given, additional, prefixes, suffixes, nickname, say_it, pronouns, photo,"
    " state, changed, met_how, met_on, met_where, met_through_id, met_through_name"
)
_FACTS: dict[str, type[schema.Fact]] = {
    "contact_point": schema.ContactPoint,
    "address": schema.Address,
    "position": schema.Position,
    "key_date": schema.KeyDate,
    "note": schema.Note,
    "own_field": schema.OwnField,
}
_ONLY = {"position": " AND until IS NULL", "key_date": " AND about = ''"}


@dataclass(frozen=True, slots=True)
class Source:
    """A card someone came from: the hash of its bytes, and which row came from which property."""

    id: int
    blob: str
    version: str
    lines: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class HeldKin:
    """A relation as seen from one end; `turned` if it was told from the other."""

    id: int
    kind: str
    other: int | None
    name: str
    uid: str
    turned: bool
    told: str  # the kind as the row has it


@dataclass(slots=True)
class Holding:
    """One person: their head, and their rows by table and id, the columns after person_id.

    A circle or interest stands there by its folded name. `hidden` are the rows that are tender or
    private.
    """

    id: int
    uid: str
    name: str
    parts: tuple[str, ...]
    nickname: str
    say_it: str
    pronouns: str
    photo: str | None
    state: str
    changed: str
    met: tuple[str, str | None, str, int | None, str]
    rows: dict[str, dict[int, Values]] = field(default_factory=dict)
    hidden: set[tuple[str, int]] = field(default_factory=set)
    kin: list[HeldKin] = field(default_factory=list)
    hidden_kin: set[int] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)


class Holdings:
    """Reads people, some at a time."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.circles: dict[str, str] = {}
        self.interests: dict[str, tuple[str, bool]] = {}
        self._circle_of: dict[int, str] = {}
        self._interest_of: dict[int, str] = {}
        for number, name, folded in book.rows("SELECT id, name, folded FROM circle"):
            self.circles[folded] = name
            self._circle_of[number] = folded
        for number, name, folded, kind in book.rows("SELECT id, name, folded, kind FROM interest"):
            self.interests[folded] = (name, kind == "industry")
            self._interest_of[number] = folded

    def read(self, people: Sequence[int]) -> list[Holding]:
        """Those of `people` who are there, in that order."""
        marks = f"({', '.join('?' * len(people))})"
        found = {}
        for row in self._book.rows(f"SELECT {_HEAD} FROM person WHERE id IN {marks}", *people):
            number, uid, name, *rest = row
            nickname, say_it, pronouns, photo, state, changed = rest[5:11]
            found[number] = Holding(
                number, uid, name, tuple(rest[:5]), nickname, say_it, pronouns, photo, state,
                changed, tuple(rest[11:]),
            )  # fmt: skip
        for table, model in _FACTS.items():
            columns = ", ".join(f'"{column}"' for column in COLUMNS[model])
            self._add(
                found,
                table,
                self._book.rows(
                    f'SELECT {columns}, tender OR private FROM "{table}"'
                    f" WHERE person_id IN {marks}{_ONLY.get(table, '')} ORDER BY id",
                    *people,
                ),
            )
        self._add(
            found,
            "membership",
            (
                (number, person, self._circle_of[circle], 0)
                for number, person, circle in self._book.rows(
                    f"SELECT id, person_id, circle_id FROM membership WHERE person_id IN {marks}"
                    " AND until IS NULL ORDER BY id",
                    *people,
                )
            ),
        )
        self._add(
            found,
            "tagging",
            (
                (number, person, self._interest_of[interest], how, much, hidden)
                for number, person, interest, how, much, hidden in self._book.rows(
                    "SELECT id, person_id, interest_id, how, how_much, tender OR private"
                    f" FROM tagging WHERE person_id IN {marks} ORDER BY id",
                    *people,
                )
            ),
        )
        self._relate(found, marks, people)
        for number, person, blob, version, lines in self._book.rows(
            "SELECT id, person_id, blob, version, lines FROM source_card"
            f" WHERE person_id IN {marks} AND kind = 'vcard' AND blob <> '' ORDER BY id",
            *people,
        ):
            told = tuple((int(at), str(table), int(row)) for at, table, row in json.loads(lines))
            found[person].sources.append(Source(number, blob, version, told))
        return [found[person] for person in people if person in found]

    def _add(self, found: dict[int, Holding], table: str, rows: Iterable[Values]) -> None:
        grouped: defaultdict[int, dict[int, Values]] = defaultdict(dict)
        for row in rows:
            grouped[row[1]][row[0]] = row[2:-1]
            if row[-1]:
                found[row[1]].hidden.add((table, row[0]))
        for person, held in grouped.items():
            found[person].rows[table] = held

    def _relate(self, found: dict[int, Holding], marks: str, people: Sequence[int]) -> None:
        for row, person, kind, other, name, uid, turned, hidden in self._book.rows(
            "SELECT r.id, r.person_id, r.kind, r.other_id, coalesce(o.name, r.other_name),"
            " coalesce(o.uid, ''), 0, r.tender OR r.private FROM relation r"
            " LEFT JOIN person o ON o.id = r.other_id"
            f" WHERE r.person_id IN {marks} AND r.until IS NULL"
            " UNION ALL SELECT r.id, r.other_id, r.kind, r.person_id, p.name, p.uid, 1,"
            " r.tender OR r.private FROM relation r JOIN person p ON p.id = r.person_id"
            f" WHERE r.other_id IN {marks} AND r.until IS NULL ORDER BY 1",
            *people,
            *people,
        ):
            seen = inverse(kind) if turned else kind
            found[person].kin.append(HeldKin(row, seen, other, name, uid, bool(turned), kind))
            if hidden:
                found[person].hidden_kin.add(row)
