"""The tables of a book as JSON has them, taken from the schema itself: none can be forgotten.

A row is an object. A column that has its default is left out; a key names its row by `uid`, under
the key's own name ("person", not "person_id"). Where the row could keep a name in the place of
someone who is not in the book, the key is a list of their uid and their name.

What does not go: cards that people and circles came from (they are cards, and go as such), and what
is no more.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from peewee import SQL, ForeignKeyField, IntegerField

from relbook.core.store import schema

FORMAT = 1
LEFT_OUT = frozenset({"source_card", "circle_card", "tombstone"})

# Keys that give way to a name in a column of the same row.
_NAMES = {
    ("person", "met_through"): "met_through_name",
    ("relation", "other"): "other_name",
    ("guest", "person"): "name",
}
_LISTED = re.compile(r"CHECK \((\w+) IN \((.*)\)\)")
_NEVER_EMPTY = re.compile(r"CHECK \((\w+) <> ''\)")


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"  # 0 or 1
    DATE = "date"  # known in part
    TIME = "time"  # UTC, to the second
    PHOTO = "photo"  # the hash of its bytes
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` in JSON, `column` in the table.

    `default` is what it has when left out; one that is `required` has none, and one that is `filled`
    is never "". Of a key, `of` is the table named, `owner` whether the row goes when that goes, and
    `instead` the column for a name.
    """

    name: str
    column: str
    kind: Kind
    default: Any = None
    required: bool = False
    filled: bool = False
    values: frozenset[str] = frozenset()
    of: str = ""
    owner: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `person` is the key to the one its rows are told of; without it they are shared.

    A row whose `person` is empty (a note on an event) is shared, too. `keys` name rows; `ends` are
    those that name different people: whom a row is told of, and the other. `defaults` are by column
    of the table, `required` are names in JSON.
    """

    name: str
    model: type[schema.Row]
    columns: tuple[Column, ...]
    person: Column | None
    keys: tuple[Column, ...]
    ends: tuple[Column, ...]
    by_name: dict[str, Column]
    defaults: dict[str, Any]
    required: frozenset[str]

    def select(self, columns: tuple[Column, ...] | None = None, first: str = "id") -> str:
        """SELECT and FROM for `columns`, or all, of rows `t`, behind the column `first`.

        A key is read as the uid, and where it may give way to a name, the name.
        """
        wanted = [f't."{first}"']
        for column in self.columns if columns is None else columns:
            if column.kind is not Kind.KEY:
                wanted.append(f't."{column.column}"')
                continue
            named = f'FROM "{column.of}" WHERE id = t."{column.column}")'
            wanted.append(f"(SELECT uid {named}")
            if column.instead:
                wanted.append(f"(SELECT name {named}")
        return f'SELECT {", ".join(wanted)} FROM "{self.name}" t'

    def as_json(
        self, row: tuple[Any, ...], columns: tuple[Column, ...] | None = None
    ) -> dict[str, Any]:
        """What JSON has of a row that `select` read."""
        values = iter(row[1:])
        told: dict[str, Any] = {}
        for column in self.columns if columns is None else columns:
            value = next(values)
            if column.instead:
                name = next(values)
                value = None if value is None else [value, name]
            if column.required or (value is not None and value != column.default):
                told[column.name] = value
        return told


@cache
def tables() -> dict[str, Table]:
    """Every table that goes, by its name, in an order in which most keys name what came before."""
    return {
        model._meta.table_name: _table(model)
        for model in schema.JOURNALED
        if model._meta.table_name not in LEFT_OUT
    }


def _table(model: type[schema.Row]) -> Table:
    name = model._meta.table_name
    fields = [field for field in model._meta.sorted_fields if field.name != "id"]
    columns = tuple(_column(name, field) for field in fields)
    people = [column for column in columns if column.of == "person" and column.owner]
    keys = tuple(column for column in columns if column.kind is Kind.KEY)
    return Table(
        name,
        model,
        columns,
        people[0] if people else None,
        keys,
        tuple(key for key in keys if key.of == "person" and (key.owner or key.instead)),
        {column.name: column for column in columns},
        {column.column: column.default for column in columns},
        frozenset(column.name for column in columns if column.required),
    )


def _column(table: str, field: Any) -> Column:
    if isinstance(field, ForeignKeyField):
        owner = field.on_delete == "CASCADE"
        return Column(
            field.name,
            field.column_name,
            Kind.KEY,
            required=not field.null,
            of=field.rel_model._meta.table_name,
            owner=owner,
            instead=_NAMES.get((table, field.name), ""),
        )
    default, required = field.default, field.default is None and not field.null
    filled = field.name == "uid"
    values: frozenset[str] = frozenset()
    for rule in field.constraints or ():
        text = rule.sql if isinstance(rule, SQL) else ""
        listed = _LISTED.fullmatch(text)
        if listed:
            values = frozenset(re.findall(r"'([^']*)'", listed[2]))
        filled = filled or bool(_NEVER_EMPTY.fullmatch(text))
    kind = _kind(table, field)
    return Column(field.name, field.column_name, kind, default, required, filled, values)


def _kind(table: str, field: Any) -> Kind:
    if isinstance(field, IntegerField):
        return Kind.NUMBER if field.null else Kind.FLAG
    if field.name in ("changed", "created"):
        return Kind.TIME
    if field.name == "photo":
        return Kind.PHOTO
    # Whatever else may be NULL is a date known in part.
    return Kind.DATE if field.null or (table, field.name) == ("key_date", "date") else Kind.TEXT
