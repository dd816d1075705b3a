"""What two versions of one book differ in, row by row, and whose each difference is.

Both come from one book, so a row has the same `uid` in both; its id may differ in what was added
since. A deleted row has left a tombstone, and the journal tells what a row was before the two went
different ways.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from relbook.core.store.book import Book
from relbook.core.store.journal import Report
from relbook.core.store.schema import JOURNALED
from relbook.core.words import say

Values = dict[str, Any]  # of a row, by column; what it names by `Named`
FETCHED = 1_000  # rows at a time
# Which rows tell of whom, for tables without a column for it: link table and its column.
_LINKS = {
    "ledger_entry": ("entry_person", "entry_id"),
    "moment": ("moment_person", "moment_id"),
    "thread": ("thread_person", "thread_id"),
}
TABLES = tuple(
    model._meta.table_name for model in JOURNALED if model._meta.table_name != "tombstone"
)
_UNTOLD = ("id", "changed", "lines")  # lines of a card name rows by their ids


@dataclass(frozen=True, slots=True)
class Named:
    """What a row names in another table."""

    table: str
    uid: str


class Kind(Enum):
    """What happened to a row in the other version."""

    ADDED = "added"
    ALTERED = "altered"
    DELETED = "deleted"  # there, and is still here
    DELETED_HERE = "deleted here"  # and was altered there since


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both: `base` is what it was before, if that is known."""

    table: str
    uid: str
    kind: Kind
    mine: Values | None
    theirs: Values | None
    base: Values | None = None
    clash: bool = False  # both have touched it since

    @property
    def altered(self) -> list[str]:
        """The columns whose values differ, `mine` and `theirs` being there."""
        return _differ(self.mine or {}, self.theirs or {})


@dataclass(slots=True)
class Group:
    """Everything that differs about one person, event, interest or circle: `table` and `uid`."""

    table: str
    uid: str
    name: str
    differences: list[Difference] = field(default_factory=list)
    forgotten: bool = False  # here, for ever

    @property
    def clash(self) -> bool:
        """Whether both have touched the same."""
        return any(one.clash for one in self.differences)


class Lore(Protocol):
    """What is known of people who were forgotten in one of two books, from the other one."""

    def is_about(self, table: str, values: Values) -> str | None:
        """The uid of whom a row tells by name alone; None if of none of them."""

    def as_here(self, table: str, here: Values, there: Values) -> Values:
        """`there`, with what is `here` where they differ in nothing but a forgotten name."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """People of the other version who were forgotten for ever in this one."""

    uids: frozenset[str] = frozenset()
    lore: Lore | None = None


class Version:
    """One of the two books, asked by `uid`."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._named: dict[tuple[str, int], str] = {}
        self._keys = {(table, column): parent for table, column, parent in book.foreign_keys}
        self.other: Version | None = None  # who knows what is not here any more

    def values(self, table: str, row: tuple[Any, ...]) -> Values:
        """A row as it is told to the other book."""
        values: Values = {}
        for name, value in zip(self.book.columns[table], row, strict=False):
            parent = self._keys.get((table, name))
            if parent is None or value is None:
                values[name] = value
            else:
                values[name] = Named(parent, self.uid(parent, value))
        return values

    def uid(self, table: str, row: int) -> str:
        """The uid of a row; empty if it is not there."""
        if (table, row) not in self._named:
            asked = f'SELECT uid FROM "{table}" WHERE id = ?'
            found = self.book.value(asked, row)
            if found is None and self.other is not None:
                found = self.other.book.value(asked, row)
            self._named[table, row] = found or ""
        return self._named[table, row]

    def id(self, table: str, uid: str) -> int | None:
        """The id of a row, or None if it is not there."""
        return self.book.value(f'SELECT id FROM "{table}" WHERE uid = ?', uid)  # type: ignore[no-any-return]

    def name(self, table: str, uid: str) -> str:
        """What something is called here; empty if it is not here."""
        return self.book.value(f'SELECT name FROM "{table}" WHERE uid = ?', uid) or ""

    def buried(self, uid: str) -> str | None:
        """When the row was deleted, or None if it was not."""
        found = "SELECT max(changed) FROM tombstone WHERE uid = ?"
        return self.book.value(found, uid)  # type: ignore[no-any-return]

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a table, by id."""
        cursor = self.book.sql(f'SELECT * FROM "{table}" ORDER BY id')
        while rows := cursor.fetchmany(FETCHED):
            yield from rows

    def before(self, table: str, row: int, step: int) -> list[Any] | None:
        """The values of a row before it was altered, if that was after `step`; else None."""
        found = self.book.row(
            "SELECT j.former FROM step s JOIN journal j ON j.log = s.log WHERE s.id > ?"
            " AND s.undone = 0 AND j.of_table = ? AND j.row = ? ORDER BY s.id LIMIT 1",
            step, table, row,
        )  # fmt: skip
        return json.loads(found[0]) if found and found[0] else None


def compare(
    mine: Book,
    theirs: Book,
    report: Report | None = None,
    forgotten: Forgotten | None = None,
) -> list[Group]:
    """What `theirs` has that `mine` has not, or otherwise, or no more; people first, by name.

    What only `mine` has is no difference: it stays. All that tells of someone `forgotten` is in a
    group of theirs.
    """
    known = forgotten or Forgotten()
    return _Comparing(Version(mine), Version(theirs), report, known).groups()


def common_step(mine: Book, theirs: Book) -> int | None:
    """The newest edit that both versions have, or None if none is left in both."""
    asked = 'SELECT id, made, "rows", sentence FROM step WHERE undone = 0 ORDER BY id DESC'
    known = set(theirs.rows(asked))
    return next((step[0] for step in mine.rows(asked) if step in known), None)


def _differ(one: Values, other: Values) -> list[str]:
    return [name for name in other if name not in _UNTOLD and one.get(name) != other[name]]


class _Comparing:
    def __init__(
        self, mine: Version, theirs: Version, report: Report | None, forgotten: Forgotten
    ) -> None:
        self._mine, self._theirs, self._report = mine, theirs, report
        self._forgotten = forgotten
        mine.other, theirs.other = theirs, mine
        self._common = common_step(mine.book, theirs.book)
        self._groups: dict[tuple[str, str], Group] = {}

    def groups(self) -> list[Group]:
        for i, table in enumerate(TABLES):
            if self._report:
                self._report(i, len(TABLES))
            self._compare(table)
        order = {table: n for n, table in enumerate(("person", "event", "interest", "circle"))}
        return sorted(
            self._groups.values(),
            key=lambda group: (order.get(group.table, 9), group.name.casefold()),
        )

    def _compare(self, table: str) -> None:
        mine, theirs = self._apart(table)
        for uid, row in theirs.items():
            there = self._theirs.values(table, row)
            here = self._mine.values(table, mine[uid]) if uid in mine else None
            if here is not None:
                self._both(table, uid, here, there)
                continue
            buried = self._mine.buried(uid)
            if buried is None:
                self._add(Difference(table, uid, Kind.ADDED, None, there))
            elif there["changed"] > buried:
                self._add(Difference(table, uid, Kind.DELETED_HERE, None, there, clash=True))
        for uid, row in mine.items():
            if uid in theirs:
                continue
            buried = self._theirs.buried(uid)
            if buried is not None:
                here = self._mine.values(table, row)
                clash = here["changed"] > buried
                self._add(Difference(table, uid, Kind.DELETED, here, None, clash=clash))

    def _apart(self, table: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The rows, by uid, that are not the same to the letter under the same id."""
        mine: dict[str, Any] = {}
        theirs: dict[str, Any] = {}
        ours, others = self._mine.rows(table), self._theirs.rows(table)
        here, there = next(ours, None), next(others, None)
        while here is not None or there is not None:
            if there is None or (here is not None and here[0] < there[0]):
                mine[here[1]] = here  # type: ignore[index]
                here = next(ours, None)
            elif here is None or there[0] < here[0]:
                theirs[there[1]] = there
                there = next(others, None)
            else:
                if here != there:
                    mine[here[1]], theirs[there[1]] = here, there
                here, there = next(ours, None), next(others, None)
        return mine, theirs

    def _both(self, table: str, uid: str, here: Values, there: Values) -> None:
        for column, value in here.items():
            named = value if there.get(column) is None and isinstance(value, Named) else None
            if named and self._theirs.buried(named.uid) is not None:
                there[column] = value  # follows from the deletion, if that is followed
        if self._forgotten.lore is not None:
            for column, value in there.items():
                if isinstance(value, Named) and value.uid in self._forgotten.uids:
                    there[column] = here[column]
            there = self._forgotten.lore.as_here(table, here, there)
        found = Difference(table, uid, Kind.ALTERED, here, there)
        if not found.altered:
            return
        base = self._base(table, here, there)
        if base is not None and not _differ(base, there):
            return  # altered here alone
        clash = base is None or bool(_differ(base, here))
        self._add(Difference(table, uid, Kind.ALTERED, here, there, base, clash=clash))

    def _base(self, table: str, here: Values, there: Values) -> Values | None:
        """What a row was before the two went different ways, if either still knows."""
        if self._common is not None:
            for version, row in ((self._mine, here), (self._theirs, there)):
                former = version.before(table, row["id"], self._common)
                if former is not None:
                    columns = self._mine.book.columns[table]
                    return version.values(table, tuple(former[: len(columns)]))
        return None

    def _add(self, found: Difference) -> None:
        table, uid = self._whose(found)
        group = self._groups.get((table, uid))
        if group is None:
            forgotten = table == "person" and uid in self._forgotten.uids
            name = say("Someone you have forgotten") if forgotten else self._called(table, uid)
            group = Group(table, uid, name, forgotten=forgotten)
            self._groups[table, uid] = group
        group.differences.append(found)

    def _called(self, table: str, uid: str) -> str:
        if table not in ("person", "event", "interest", "circle"):
            return say("What belongs to nobody")
        return self._mine.name(table, uid) or self._theirs.name(table, uid)

    def _whose(self, found: Difference) -> tuple[str, str]:
        values = found.theirs or found.mine or {}
        if found.table in ("person", "event", "interest", "circle"):
            return found.table, found.uid
        forgotten = self._forgotten_in(found.table, values)
        if forgotten is not None:
            return "person", forgotten
        for column in ("person_id", "event_id", "interest_id", "circle_id"):
            named = values.get(column)
            if isinstance(named, Named) and found.table not in _LINKS:
                return named.table, named.uid
        if found.table in _LINKS:
            table, column = _LINKS[found.table]
            version = self._theirs if found.theirs is not None else self._mine
            person = version.book.value(
                f'SELECT person_id FROM "{table}" WHERE "{column}" = ? ORDER BY id LIMIT 1',
                values["id"],
            )
            if person is not None:
                return "person", version.uid("person", person)
        return "", ""

    def _forgotten_in(self, table: str, values: Values) -> str | None:
        """The uid of someone forgotten without whom a row says nothing."""
        if self._forgotten.lore is None:
            return None
        for column in ("person_id", "other_id"):
            named = values.get(column)
            if isinstance(named, Named) and named.uid in self._forgotten.uids:
                return named.uid
        return self._forgotten.lore.is_about(table, values)
