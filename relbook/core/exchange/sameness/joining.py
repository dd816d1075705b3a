"""Rows of several people made those of one, with nothing lost and nothing said twice.

Which tables tell of people, and how, is read from the schema: a table that is added later is joined
too. Of two rows that say the same the fuller one stays. What comes out is the same in whatever order
people are joined: rows are dropped only for one that says all they say, and where a table has room
for one row alone its columns are joined by rules that know no order.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import ForeignKeyField

from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.names import fold
from relbook.core.relations import inverse
from relbook.core.store import schema
from relbook.core.store.book import Book

Values = dict[str, Any]

_KEPT = ("id", "uid", "changed")  # what a row is, not what it says
_FLAGS = frozenset({"tender", "private", "preferred"})
_STRICT = frozenset({"kind", "until", "about", "state", "lines", "blob", "card_uid"})
_TOLD_BY = "told_by_id"
# Of which there is room for one, though no index says so.
_ONE = {"guest": ("event_id", "person_id")}
# What two rows must have alike to be compared at all, where there may be thousands.
_CORE = {
    "note": "text",
    "own_field": "name",
    "contact_point": "match_key",
    "tagging": "interest_id",
}
_GUEST_STATES = ("expected", "missed", "met")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that tells of people: the columns that name one, and of which one row is allowed."""

    model: type[schema.Row]
    name: str
    columns: tuple[str, ...]  # those that say something
    people: tuple[str, ...]  # those that name a person
    ends: tuple[str, ...]  # whom it tells of, not who told it
    one: tuple[str, ...]


@cache
def tables() -> tuple[Table, ...]:
    """Every journaled table with a key to a person, people themselves apart."""
    found = []
    for model in schema.JOURNALED:
        fields = model._meta.sorted_fields
        people = tuple(
            field.column_name
            for field in fields
            if isinstance(field, ForeignKeyField) and field.rel_model is schema.Person
        )
        if not people or model is schema.Person:
            continue
        name = model._meta.table_name
        unique = [columns for columns, is_unique in model._meta.indexes if is_unique]
        one = (
            tuple(model._meta.fields[column].column_name for column in unique[0]) if unique else ()
        )
        found.append(
            Table(
                model,
                name,
                tuple(field.column_name for field in fields if field.column_name not in _KEPT),
                people,
                tuple(column for column in people if column != _TOLD_BY),
                one or _ONE.get(name, ()),
            )
        )
    return tuple(found)


def _between_people() -> list[str]:
    """The columns of a person that name another."""
    return [
        field.column_name
        for field in schema.Person._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is schema.Person
    ]


def join(book: Book, keep: int, gone: Collection[int]) -> None:
    """Give all that tells of the people in `gone` to `keep`. Needs an open edit.

    What tells of two of them (that they are related) goes.
    """
    group = {keep, *gone}
    marks = ", ".join("?" * len(group))
    for column in _between_people():
        book.sql(
            f'UPDATE person SET "{column}" = ? WHERE "{column}" IN ({marks}) AND id NOT IN ({marks})',
            (keep, *group, *group),
        )
    dropped: dict[str, dict[int, int]] = {}
    for table in tables():
        dropped[table.name] = _hand_over(book, table, keep, gone)
        if table.ends:
            dropped[table.name] |= fold_rows(book, table, keep)
    follow(book, keep, dropped)


def _hand_over(book: Book, table: Table, keep: int, gone: Collection[int]) -> dict[int, int]:
    """Let `keep` stand where `gone` stood, as far as that is a row of its own still.

    Where one row alone has room, it says what the others said: which one, by row that went.
    """
    group = {keep, *gone}
    marks = ", ".join("?" * len(group))
    where = " OR ".join(f'"{column}" IN ({marks})' for column in table.people)
    rows = _read(book, table, where, [*group] * len(table.people))
    new = {number: _with_one(table, values, group, keep) for number, values in rows.items()}
    lost = [number for number, values in new.items() if _is_of_oneself(table, values)]
    into: dict[int, int] = {}
    for number in lost:
        del new[number]
    if table.one:
        for numbers in _same_place(table, new).values():
            stays = min(numbers, key=lambda number: (new[number] != rows[number], number))
            new[stays] = _joined(book, table, [new[number] for number in numbers])
            for number in numbers:
                if number != stays:
                    into[number] = stays
                    del new[number]
    book.delete(table.model, [*lost, *into])
    for number, values in new.items():
        altered = {name: value for name, value in values.items() if value != rows[number][name]}
        if altered:
            book.update(table.model, number, **altered)
    return into


def _read(book: Book, table: Table, where: str, parameters: Iterable[Any]) -> dict[int, Values]:
    listed = ", ".join(f'"{column}"' for column in table.columns)
    rows = book.rows(
        f'SELECT id, {listed} FROM "{table.name}" WHERE {where} ORDER BY id', *parameters
    )
    return {row[0]: dict(zip(table.columns, row[1:], strict=True)) for row in rows}


def _with_one(table: Table, values: Values, group: Collection[int], keep: int) -> Values:
    new = {
        name: keep if name in table.people and value in group else value
        for name, value in values.items()
    }
    if table.model is schema.DistinctPair:
        new["person_id"], new["other_id"] = sorted((new["person_id"], new["other_id"]))
    return new


def _is_of_oneself(table: Table, values: Values) -> bool:
    ends = [values[column] for column in table.ends if values[column] is not None]
    return len(set(ends)) < len(ends)


def _same_place(table: Table, rows: dict[int, Values]) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, values in rows.items():
        place = tuple(values[column] for column in table.one)
        if None not in place:
            found[place].append(number)
    return found


# One row of several


def _joined(book: Book, table: Table, rows: list[Values]) -> Values:
    """What several rows say, in one."""
    if len(rows) == 1:
        return rows[0]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        name: values[0] if name in table.one else _one_value(book, table, name, values)
        for name, values in columns.items()
    }


def _one_value(book: Book, table: Table, name: str, values: list[Any]) -> Any:
    said = [value for value in values if value not in {None, ""}]
    if name == "until":  # it goes on, if any says so
        return None if None in values else max(said)
    if not said:
        return values[0]
    if name in {"since", "date", "created"}:
        return min(said)
    if name == "learned" or (name not in table.people and isinstance(said[0], int)):
        return max(said)
    if name in table.people:
        return min(said, key=lambda person: _called(book, person))
    if name == "state" and set(said) <= set(_GUEST_STATES):
        return max(said, key=_GUEST_STATES.index)
    return joined_texts(said, "\n" if name in {"note", "text", "line"} else ", ")


def _called(book: Book, person: int) -> tuple[str, int]:
    name: str = book.value("SELECT name FROM person WHERE id = ?", person) or ""
    return name, person


def joined_texts(texts: Iterable[str], between: str) -> str:
    """Several texts in one, each of their parts once; one text alone stays as it is."""
    different = set(texts)
    if len(different) == 1:
        return different.pop()
    parts = {
        part.strip() for text in different for part in text.split(between.strip(" ") or between)
    }
    return between.join(sorted(part for part in parts if part))


# Rows that say no more than another


def fold_rows(book: Book, table: Table, person: int) -> dict[int, int]:
    """Drop the rows of `person` that say only what another says; which other, by dropped row."""
    where = " OR ".join(f'"{column}" = ?' for column in table.ends)
    rows = _read(book, table, where, [person] * len(table.ends))
    if len(rows) < 2 or (table.one and table.model is not schema.Tagging):
        return {}
    if table.model is schema.ContactPoint:
        _level_contacts(book, table, rows)
    says_less = _comparer(book, table)
    core = _CORE.get(table.name)
    alike: dict[Any, list[int]] = defaultdict(list)
    for number, values in rows.items():
        alike[values[core] if core else ""].append(number)
    dropped: dict[int, int] = {}
    for numbers in alike.values():
        for number in reversed(numbers):
            for other in numbers:
                if (
                    other != number
                    and other not in dropped
                    and says_less(rows[number], rows[other])
                ):
                    dropped[number] = other
                    break
    book.delete(table.model, dropped)
    return {number: _end_of(dropped, number) for number in dropped}


def _end_of(dropped: dict[int, int], number: int) -> int:
    while number in dropped:
        number = dropped[number]
    return number


def _level_contacts(book: Book, table: Table, rows: dict[int, Values]) -> None:
    """Let rows of one number or address say alike how it is written, how soft, how new it is."""
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, values in rows.items():
        same[values["kind"], values["match_key"] or fold(values["value"])].append(number)
    for numbers in same.values():
        if len(numbers) < 2:
            continue
        several = [rows[number] for number in numbers]
        level: Values = {flag: max(row[flag] for row in several) for flag in _FLAGS}
        level["value"] = max((row["value"] for row in several), key=_better_written)
        level["match_key"] = max(row["match_key"] for row in several)
        level["learned"] = max(row["learned"] or "" for row in several) or None
        for number in numbers:
            if any(rows[number][name] != value for name, value in level.items()):
                rows[number] |= level
                book.update(table.model, number, **level)


def _better_written(value: str) -> tuple[bool, int, str]:
    return value.strip().startswith("+"), len(value), value


def _comparer(book: Book, table: Table) -> Callable[[Values, Values], bool]:
    names: dict[int, str] = {}

    def name_of(row: Values) -> str:
        other = row["other_id"]
        if other is None:
            return fold(row["other_name"])
        if other not in names:
            names[other] = fold(book.value("SELECT name FROM person WHERE id = ?", other) or "")
        return names[other]

    def tells_less_of_kin(one: Values, other: Values) -> bool:
        if one["other_id"] is None:
            same = (one["person_id"], one["kind"]) == (other["person_id"], other["kind"])
            if not (same and name_of(one) == name_of(other)):
                return False
        elif not (_kinship(one) & _kinship(other)):
            return False
        return _says_less(one, other, {"person_id", "other_id", "other_name", "kind"})

    if table.model is schema.Relation:
        return tells_less_of_kin
    return _says_less


def _kinship(row: Values) -> set[tuple[int, int | None, str]]:
    """What a relation says, from either end if it can be told from there in as many words."""
    person, other, kind = row["person_id"], row["other_id"], row["kind"]
    back = inverse(kind)
    return {(person, other, kind)} | ({(other, person, back)} if inverse(back) == kind else set())


def _says_less(one: Values, other: Values, apart: Collection[str] = ()) -> bool:
    """Whether `one` says nothing that `other` does not say too."""
    return all(
        name in apart or value == other[name] or _is_less(name, value, other[name])
        for name, value in one.items()
    )


def _is_less(name: str, value: Any, other: Any) -> bool:
    if name in _FLAGS:
        return bool(value < other)
    if name in _STRICT:
        return False
    if value in {None, ""}:
        return True
    if name == "learned":
        return bool(other and value < other)
    return name == "date" and isinstance(other, str) and is_vaguer(value, other)


def is_vaguer(date: str, other: str) -> bool:
    """Whether a partial date says only what another says, and less."""
    try:
        one, two = PartialDate.from_iso(date), PartialDate.from_iso(other)
    except Refused:
        return False
    if one.about or two.about:
        return False
    parts = zip((one.year, one.month, one.day), (two.year, two.month, two.day), strict=True)
    return all(mine is None or mine == theirs for mine, theirs in parts)


def follow(book: Book, person: int, dropped: dict[str, dict[int, int]]) -> None:
    """Let the cards of `person` name the rows that stayed for those dropped."""
    if not any(dropped.values()):
        return
    for number, written in book.rows(
        "SELECT id, lines FROM source_card WHERE person_id = ? AND lines <> '[]'", person
    ):
        lines = json.loads(written)
        new = [
            [at, table, dropped.get(table, {}).get(row, row), *rest]
            for at, table, row, *rest in lines
        ]
        if new != lines:
            text = json.dumps(new, separators=(",", ":"))
            book.update(schema.SourceCard, number, lines=text)
