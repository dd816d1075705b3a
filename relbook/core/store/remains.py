"""What is left of a damaged book: its rows, table by table, wherever they can still be read."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2 as sqlite

from relbook.core.store import faults, migrations, schema
from relbook.core.store.pages import (
    INDEX_INNER,
    INDEX_LEAF,
    TABLE_INNER,
    TABLE_LEAF,
    Cell,
    Pages,
    Text,
    Tree,
)

_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LARGEST = 2**62
TABLES = tuple(model._meta.table_name for model in (*schema.JOURNALED, *schema.UNJOURNALED))
STEP_COLUMNS, JOURNAL_COLUMNS = 6, 4

Logged = tuple[int, Any, Any, Any]  # log, table, row, former values


class Remains(Protocol):
    """Where rows come from."""

    missing: dict[str, int]  # by table: how many stretches of it could not be read

    def rows(self, table: str) -> Iterator[Cell]:
        """The rows of a table that can be read: id, and values in the order of its columns."""

    def strays(self) -> Iterator[tuple[list[str], Cell]]:
        """Rows that no table leads to any more, with the tables they may be of; asked for last."""

    def entries(self, index: str) -> Iterator[list[Any]]:
        """The entries of an index that can be read: its columns, then the row's id."""

    def steps(self) -> tuple[list[Cell], bool]:
        """The steps of the history that can be read, and whether those are all."""

    def logged(self, logs: Collection[int]) -> Iterator[Logged]:
        """What the journal holds under `logs` and can be read."""

    def close(self) -> None:
        """Let go of the file."""


class Shapes:
    """What rows of each table look like; in an `earlier` schema they may be shorter."""

    def __init__(self) -> None:
        self.earlier = False
        connection = sqlite.connect(":memory:", isolation_level=None)
        try:
            migrations.make(connection.execute)
            self.columns = {
                table: [
                    (row[1], row[2], bool(row[3]))
                    for row in connection.execute(f'PRAGMA table_info("{table}")')
                ]
                for table in TABLES
            }
            self.roots: dict[str, int] = dict(
                connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
            )
        finally:
            connection.close()

    def fits(self, table: str, values: list[Any]) -> bool:
        """Whether `values` may be a row of `table`, of this schema or an earlier one."""
        columns = self.columns[table]
        if table == "blob":
            return len(values) == 2 and isinstance(values[0], Text) and type(values[1]) is bytes
        if table == "setting":
            return len(values) == 2 and all(isinstance(one, Text) for one in values)
        least = 4 if self.earlier else len(columns)
        if not least <= len(values) <= len(columns) or values[0] is not None:
            return False
        uid, changed = values[1:3]
        if not (isinstance(uid, Text) and isinstance(changed, Text) and uid):
            return False
        if not _STAMP.match(changed):
            return False
        return all(
            value is None or isinstance(value, Text if kind == "TEXT" else int)
            for value, (_, kind, _) in zip(values[3:], columns[3:], strict=False)
        )


class PageRemains:
    """Of a book that is not locked: read page by page, without SQLite."""

    def __init__(self, path: Path, shapes: Shapes) -> None:
        self._pages = Pages(path)
        shapes.earlier = 0 < self._pages.schema < migrations.SCHEMA_VERSION
        self._shapes = shapes
        self.missing: dict[str, int] = {}
        self._strays: list[Cell] = []
        self._used: set[int] = {1}
        self._all_told = False  # whether an earlier schema lacks what is not there
        self._roots = self._find_roots()
        self._trees: dict[str, Tree] = {}
        for table in TABLES:
            self._trees[table] = tree = self._pages.walk(self._roots.get(table, 0))
            self._used |= tree.pages
            if tree.missing and (table in self._roots or not self._all_told):
                self.missing[table] = tree.missing

    @property
    def is_newer(self) -> bool:
        """Whether a newer Relbook made the book, as far as its header and its tables tell."""
        pages = self._pages
        return (
            pages.application == migrations.APPLICATION_ID
            and pages.schema > migrations.SCHEMA_VERSION
            and {*self._roots} != {*self._shapes.roots}
        )

    def rows(self, table: str) -> Iterator[Cell]:
        for leaf in self._trees[table].leaves:
            bad = False
            for row in self._pages.rows(leaf):
                if row is None:
                    bad = True
                elif self._shapes.fits(table, row[1]):
                    yield row
                else:
                    self._strays.append(row)
                    bad = True
            if bad:
                self.missing[table] = self.missing.get(table, 0) + 1

    def strays(self) -> Iterator[tuple[list[str], Cell]]:
        yield from ((self._may_be(row[1]), row) for row in self._strays)
        if not self.missing:
            return
        for leaf in self._orphans():
            for row in self._pages.rows(leaf):
                if row is not None and (tables := self._may_be(row[1])):
                    yield tables, row

    def entries(self, index: str) -> Iterator[list[Any]]:
        tree = self._pages.walk(self._roots.get(index, 0), index=True)
        for number in tree.leaves:
            yield from self._pages.entries(number)

    def steps(self) -> tuple[list[Cell], bool]:
        tree = self._pages.walk(self._roots.get("step", 0))
        found = [row for leaf in tree.leaves for row in self._pages.rows(leaf)]
        good = [row for row in found if row is not None and len(row[1]) == STEP_COLUMNS]
        return good, len(good) == len(found) and not tree.missing

    def logged(self, logs: Collection[int]) -> Iterator[Logged]:
        tree = self._pages.walk(self._roots.get("journal", 0), index=True)
        for number in tree.leaves:
            for entry in self._pages.entries(number):
                if len(entry) == JOURNAL_COLUMNS and entry[0] in logs:
                    yield entry[0], entry[1], entry[2], entry[3]

    def close(self) -> None:
        self._pages.close()

    def _may_be(self, values: list[Any]) -> list[str]:
        fitting = [table for table in TABLES if self._shapes.fits(table, values)]
        whole = [one for one in fitting if len(self._shapes.columns[one]) == len(values)]
        return sorted(whole or fitting, key=lambda table: table not in self.missing)

    def _orphans(self) -> list[int]:
        """Leaves of tables that nothing leads to."""
        used = self._used | self._pages.free()
        for name, root in self._roots.items():
            if name not in self._trees:
                for index in (False, True):
                    used |= self._pages.walk(root, index=index).pages
        for tree in self._trees.values():
            for leaf in tree.leaves:
                used.update(self._pages.overflow(leaf))
        return [
            number
            for number in range(2, self._pages.count + 1)
            if number not in used and self._pages.kind(number) == TABLE_LEAF
        ]

    def _find_roots(self) -> dict[str, int]:
        """Where each table and index begins: as the file says, else as in every new book."""
        pages = self._pages
        tree = pages.walk(1)
        self._used |= tree.pages
        told = dict(self._masters(tree.leaves))
        self._all_told = not tree.missing and all(
            row is not None and len(row[1]) == 5 for leaf in tree.leaves for row in pages.rows(leaf)
        )
        if not self._all_told:
            rest = (n for n in range(2, pages.count + 1) if pages.kind(n) == TABLE_LEAF)
            told = dict(self._masters(list(rest))) | told
        if self._all_told:
            return told
        usual = {
            name: root
            for name, root in self._shapes.roots.items()
            if name not in told and root not in told.values() and self._begins(name, root)
        }
        return usual | told

    def _masters(self, leaves: list[int]) -> Iterator[tuple[str, int]]:
        for leaf in leaves:
            for row in self._pages.rows(leaf):
                values = row[1] if row else []
                if len(values) != 5 or values[0] not in (b"table", b"index"):
                    continue
                name, root = values[1], values[3]
                if isinstance(name, Text) and isinstance(root, int) and root > 1:
                    yield name.decode("ascii", "replace"), root

    def _begins(self, name: str, root: int) -> bool:
        """Whether the page may be the first of that table or index."""
        kind = self._pages.kind(root)
        if name == "step":
            return kind in (TABLE_LEAF, TABLE_INNER)
        if name not in TABLES:
            return kind in (INDEX_LEAF, INDEX_INNER)
        if kind != TABLE_LEAF:
            return kind == TABLE_INNER
        rows = [row for row in self._pages.rows(root) if row]
        return all(self._shapes.fits(name, row[1]) for row in rows[:3])


class LockedRemains:
    """Of a locked book, whose pages only SQLCipher can read: around those it cannot.

    `connect` opens the file anew, which is needed after each page that does not open.
    """

    def __init__(self, connect: Callable[[], Any], shapes: Shapes) -> None:
        self._connect = connect
        self._shapes = shapes
        self._connection: Any = None
        self.missing: dict[str, int] = {}

    def rows(self, table: str) -> Iterator[Cell]:
        if not self._has(table):
            return
        at, skipped = 0, False
        width = len(self._shapes.columns[table])
        while True:
            try:
                for rowid, *values in self._run(
                    f'SELECT rowid, * FROM "{table}" WHERE rowid >= ? ORDER BY rowid', at
                ):
                    if skipped:
                        self.missing[table] = self.missing.get(table, 0) + 1
                        skipped = False
                    at = rowid + 1
                    told = [None, *values[1:]] if width > 2 else values
                    if self._shapes.fits(table, told):
                        yield rowid, told
                    else:
                        skipped = True
                if skipped:
                    self.missing[table] = self.missing.get(table, 0) + 1
                return
            except faults.DRIVER_ERRORS:
                self._leave()
            skipped = True
            following = self._next_readable(table, at)
            if following is None:
                self.missing[table] = self.missing.get(table, 0) + 1
                return
            at = following

    def strays(self) -> Iterator[tuple[list[str], Cell]]:
        return iter(())

    def entries(self, index: str) -> Iterator[list[Any]]:
        table, _, column = index.partition("_")
        try:
            for value, rowid in self._run(
                f'SELECT "{column}", rowid FROM "{table}" INDEXED BY "{index}" ORDER BY "{column}"'
            ):
                yield [value, rowid]
        except faults.DRIVER_ERRORS:
            self._leave()

    def steps(self) -> tuple[list[Cell], bool]:
        found: list[Cell] = []
        try:
            for row, *values in self._run("SELECT * FROM step ORDER BY id"):
                found.append((row, [None, *values]))
        except faults.DRIVER_ERRORS:
            self._leave()
            return found, False
        return found, True

    def logged(self, logs: Collection[int]) -> Iterator[Logged]:
        for log in sorted(logs):
            try:
                yield from self._run("SELECT * FROM journal WHERE log = ?", log)
            except faults.DRIVER_ERRORS:
                self._leave()

    def close(self) -> None:
        self._leave()

    def _has(self, table: str) -> bool:
        """Whether the book had the table at all. Raises what SQLite does if that cannot be told."""
        named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self._run(named, table).fetchone() is not None

    def _next_readable(self, table: str, at: int) -> int | None:
        """The first id from `at` on from which reading goes on; ever larger leaps, then halves."""
        leap, bad = 1, at
        while not self._reads(table, at + leap):
            bad, leap = at + leap, leap * 2
            if leap > _LARGEST:
                return None
        good = at + leap
        while good - bad > 1:
            middle = (good + bad) // 2
            if self._reads(table, middle):
                good = middle
            else:
                bad = middle
        return good

    def _reads(self, table: str, at: int) -> bool:
        try:
            self._run(
                f'SELECT * FROM "{table}" WHERE rowid >= ? ORDER BY rowid LIMIT 1', at
            ).fetchone()
        except faults.DRIVER_ERRORS:
            self._leave()
            return False
        return True

    def _run(self, statement: str, *parameters: Any) -> Any:
        if self._connection is None:
            self._connection = self._connect()
            self._connection.text_factory = Text
        return self._connection.execute(statement, parameters)

    def _leave(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()
