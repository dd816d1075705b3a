"""What can be read of a damaged book, saved into a new one, with a word on what could not be.

The damaged file is only read. The new book is one of today's schema; what breaks a rule of it is
set right, or left out and listed. The history goes along as far as it can still be taken back
(`rescued_history`).
"""

import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relbook.core.store import (
    backup,
    faults,
    file,
    journal,
    lock,
    migrations,
    rescued_history,
    schema,
    sealed,
)
from relbook.core.store.book import hash_of
from relbook.core.store.file import Connections
from relbook.core.store.journal import Report, Run
from relbook.core.store.pages import Cell, Text
from relbook.core.store.place import Place
from relbook.core.store.remains import TABLES, LockedRemains, PageRemains, Remains, Shapes
from relbook.core.store.rescued import Rescued, spoken
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.store.key import Key

AT_A_TIME = 500  # rows between two words of progress
LARGEST_ID = 2**53


def rescue(
    damaged: Path, new: Path, *, key: "Key | None" = None, report: Report | None = None
) -> Rescued:
    """Save what can be read of the book at `damaged` into a new book at `new`, locked alike.

    Raises `NotABook` when there is nothing of a book in it, `BookTooNew`, `WrongPassphrase`,
    `FileUnreadable`, `BookMissing`, or as `backup.new_file` does; then nothing is left at `new`.
    """
    if new.exists():
        raise faults.exists(new)
    shapes = Shapes()
    with _working_folder(new, key) as folder:
        with faults.opening(damaged):
            remains = _remains(damaged, key, shapes, folder)
        try:
            with backup.new_file(new) as draft:
                rescued = _fill(draft, Rescued(new), remains, shapes, damaged, key, report)
        finally:
            remains.close()
    return rescued


@contextlib.contextmanager
def _working_folder(new: Path, key: "Key | None") -> Iterator[Path]:
    """For a copy of a locked book, which stays locked: beside the new one, where there is to be room."""
    if key is None:
        yield new.parent
        return
    with contextlib.ExitStack() as stack:
        with faults.writing(new):
            made = tempfile.TemporaryDirectory(prefix=".", suffix=".new", dir=new.parent)
            folder = Path(stack.enter_context(made))
        yield folder


def _fill(
    draft: Path,
    rescued: Rescued,
    remains: Remains,
    shapes: Shapes,
    damaged: Path,
    key: "Key | None",
    report: Report | None,
) -> Rescued:
    made = Connections(draft, key=key, mode="rw", patience=file.PATIENCE)
    try:
        with faults.sorted_out(damaged), made.atomic():
            migrations.make(made.run)
            saving = _Rescue(made.run, remains, shapes, rescued, report)
            saving.run()
        rescued.altered = key is None and _is_altered(damaged, saving.seal)
        if not rescued.rows and key is None and lock.is_locked(damaged):
            raise lock.wrong(damaged)
        if not rescued.rows:
            raise faults.not_a_book(damaged)
        with faults.sorted_out(damaged):
            rescued.history = rescued_history.carry_over(made, remains)
    finally:
        made.close()
    return rescued


def _is_altered(damaged: Path, told: str) -> bool:
    """Whether bytes of a closed file are known to be others than when it was sealed."""
    if any(file.beside(damaged, suffix).exists() for suffix in ("-wal", "-journal")):
        return False
    place = Place(damaged)
    try:
        seal = sealed.read(place, told)
        return seal is not None and not sealed.is_whole(place, seal)
    finally:
        place.close()


def is_worth_it(damaged: Path) -> bool:
    """Whether the file at `damaged`, which does not open as a book, seems to hold some of one."""
    try:
        remains = PageRemains(damaged, Shapes())
    except OSError:
        return False
    try:
        return not remains.is_newer and next(remains.rows("person"), None) is not None
    finally:
        remains.close()


def _remains(damaged: Path, key: "Key | None", shapes: Shapes, folder: Path) -> Remains:
    if damaged.exists() and not damaged.is_file():
        raise faults.not_a_book(damaged)
    if key is not None:
        from relbook.core.store import patching

        readable = patching.patch(damaged, key, folder)
        if readable is None:
            raise lock.wrong(damaged)
        return LockedRemains(lambda: patching.connect(readable, key), shapes)
    remains = PageRemains(damaged, shapes)
    if remains.is_newer:
        remains.close()
        raise migrations.too_new(damaged)
    return remains


class _Rescue:
    """Fills the new book, through `put`, with what remains."""

    def __init__(
        self, put: Run, remains: Remains, shapes: Shapes, rescued: Rescued, report: Report | None
    ) -> None:
        self._put = put
        self._remains = remains
        self._shapes = shapes
        self._rescued = rescued
        self._report = report
        self.seal = ""  # that the damaged file carries

    def run(self) -> Rescued:
        put = self._put
        put("PRAGMA defer_foreign_keys=ON")  # until all are there
        journal.open_log(put)
        done = 0
        for i, table in enumerate(TABLES):
            for cell in self._remains.rows(table):
                self._keep([table], cell)
                done += 1
                if self._report and done % AT_A_TIME == 0:
                    self._report(i, len(TABLES) + 1)
        for tables, cell in self._remains.strays():
            self._adopt(tables, cell)
        self._name_lost_people()
        self._mend_keys()
        self._mend_bytes()
        journal.close_log(put)
        put("DELETE FROM journal")
        rescued = self._rescued
        rescued.missing = self._remains.missing
        rescued.people = int(put("SELECT count(*) FROM person").fetchone()[0])
        rescued.rows = sum(
            int(put(f'SELECT count(*) FROM "{table}"').fetchone()[0])
            for table in TABLES
            if table not in ("blob", "setting", "tombstone")
        )
        if self._report:
            self._report(1, 1)
        return rescued

    # One row

    def _keep(self, tables: list[str], cell: Cell) -> bool:
        table = tables[0]
        rowid, values = cell
        if table == "blob":
            return self._keep_bytes(values)
        row = self._read(table, rowid, values)
        if table == "setting":
            if row.get("name") == sealed.SETTING:  # it is of the damaged file
                self.seal = str(row.get("value", ""))
            else:
                self._put("INSERT OR IGNORE INTO setting VALUES (?, ?)", list(row.values()))
            return True
        if not 0 < rowid < LARGEST_ID:
            self._leave_out(table, row)
            return False
        for _ in range(4):  # each time one rule more is obeyed
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            try:
                self._put(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))
            except faults.DRIVER_ERRORS as fault:
                if faults.code_of(fault) != faults.CONSTRAINT:
                    raise
                if self._is_there(table, row):
                    return False  # a page that is there twice
                if not self._set_right(table, row, str(fault)):
                    self._leave_out(table, row)
                    return False
            else:
                return True
        self._leave_out(table, row)
        return False

    def _read(self, table: str, rowid: int, values: list[Any]) -> dict[str, Any]:
        """The values by column, each of its kind."""
        row: dict[str, Any] = {}
        for (name, kind, needed), value in zip(self._shapes.columns[table], values, strict=False):
            if name == "id":
                row[name] = rowid
            elif value is None and needed:
                continue  # takes what new rows have
            elif isinstance(value, bytes) and kind == "TEXT":
                row[name] = value.decode("utf-8", "replace").replace("\0", "\ufffd")
                if "\ufffd" in row[name]:
                    self._mended(table, row, say("letters were lost"))
            elif kind == "TEXT" and value is not None:
                row[name] = str(value)
            elif isinstance(value, int) or value is None:
                row[name] = value
        return row

    def _keep_bytes(self, values: list[Any]) -> bool:
        name, data = bytes(values[0]).decode("ascii", "replace"), bytes(values[1])
        if hash_of(data) != name:
            self._rescued.left_out.append(say("A photo or card whose bytes are damaged"))
            return False
        self._put("INSERT OR IGNORE INTO blob VALUES (?, ?)", (name, data))
        return True

    def _is_there(self, table: str, row: dict[str, Any]) -> bool:
        there = f'SELECT 1 FROM "{table}" WHERE id = ? AND uid = ?'
        return self._put(there, (row["id"], row.get("uid", ""))).fetchone() is not None

    def _set_right(self, table: str, row: dict[str, Any], why: str) -> bool:
        """Make `row` obey the rule that it broke; False when that cannot be."""
        if why.startswith("UNIQUE"):
            if why.endswith(".folded"):
                row["folded"] += f" {row['id']}"
                row["name"] += f" ({row['id']})"
            elif why.endswith("person.me"):
                row["me"] = 0
            elif why.endswith("person.uid"):
                del row["uid"]
            else:
                return False
            self._mended(table, row, say("it was there twice"))
            return True
        if not why.startswith("CHECK"):
            return False
        if row.get("name") == "":
            row["name"] = self._nameless(row["id"])
        elif table in ("person", "guest", "introduction", "ledger_entry") and "state" in row:
            self._mended(table, row, say("its state, “{was}”, is none", was=row.pop("state")))
            return True
        elif row.get("title") == "":
            row["title"] = self._nameless(row["id"])
        elif table == "interest":
            row["kind"] = "interest"
        else:
            return False
        self._mended(table, row, say("its name or kind was lost"))
        return True

    # What no table leads to

    def _adopt(self, tables: list[str], cell: Cell) -> None:
        uid = cell[1][1] if len(cell[1]) > 2 else None
        if isinstance(uid, Text) and self._is_buried(uid):
            return  # deleted once, and only its bytes are still there
        for table in tables:
            if self._is_of(table, cell[1]):
                self._keep([table], cell)
                return

    def _is_buried(self, uid: Text) -> bool:
        found = "SELECT 1 FROM tombstone WHERE uid = ?"
        return self._put(found, (uid.decode("utf-8", "replace"),)).fetchone() is not None

    def _is_of(self, table: str, values: list[Any]) -> bool:
        """Whether all that a row names is there: what tells the tables that look alike apart."""
        if table in ("blob", "setting"):
            return True
        names = [name for name, _, _ in self._shapes.columns[table]]
        for _, _, parent, column, *_ in self._put(f'PRAGMA foreign_key_list("{table}")').fetchall():
            at = names.index(column)
            value = values[at] if at < len(values) else None
            if value is None:
                continue
            there = self._put(f'SELECT 1 FROM "{parent}" WHERE id = ?', (value,)).fetchone()
            if there is None and parent not in self._remains.missing:
                return False
        return True

    # What is named but not there

    def _name_lost_people(self) -> None:
        """Of people whose row is lost the indexes still tell the name as it is sorted, or the uid."""
        if "person" not in self._remains.missing:
            return
        found: dict[int, dict[str, Any]] = {}
        for column in ("sort_key", "uid"):
            for entry in self._remains.entries(f"person_{column}"):
                if len(entry) < 2 or not isinstance(entry[0], Text):
                    continue
                if isinstance(entry[-1], int) and 0 < entry[-1] < LARGEST_ID:
                    found.setdefault(entry[-1], {})[column] = entry[0].decode("utf-8", "replace")
        for one, told in sorted(found.items()):
            if "uid" in told and self._is_buried(Text(told["uid"].encode())):
                continue
            if self._put("SELECT 1 FROM person WHERE id = ?", (one,)).fetchone() is None:
                self._stand_in("person", one, told)

    def _mend_keys(self) -> None:
        """What a row names and is not there: forgotten, put a name for, or the row left out."""
        keys: dict[tuple[str, int], tuple[str, bool]] = {}
        for table in self._shapes.columns:
            musts = {name for name, _, must in self._shapes.columns[table] if must}
            for row in self._put(f'PRAGMA foreign_key_list("{table}")').fetchall():
                keys[table, row[0]] = (row[3], row[3] in musts)
        for _ in itertools.repeat(None, 3):
            broken = self._put("PRAGMA foreign_key_check").fetchall()
            for table, rowid, parent, key in broken:
                column, needed = keys[table, key]
                value = self._put(
                    f'SELECT "{column}" FROM "{table}" WHERE id = ?', (rowid,)
                ).fetchone()
                if value is None:
                    continue
                stands_in = needed or table == "note"
                if stands_in and parent in ("person", "interest", "circle", "event"):
                    there = f'SELECT 1 FROM "{parent}" WHERE id = ?'
                    if self._put(there, value).fetchone() is None:
                        self._stand_in(parent, value[0], {})
                elif needed:
                    self._put(f'DELETE FROM "{table}" WHERE id = ?', (rowid,))
                    self._leave_out(table, {"id": rowid})
                else:
                    self._put(f'UPDATE "{table}" SET "{column}" = NULL WHERE id = ?', (rowid,))
            if not broken:
                return

    def _mend_bytes(self) -> None:
        """Nothing is to name bytes that are not there."""
        lost = "<> '' AND \"{0}\" NOT IN (SELECT hash FROM blob)"
        for table, column, *_ in schema.NAMING_BYTES:
            where = f'"{column}" {lost.format(column)}'
            for (one,) in self._put(f'SELECT id FROM "{table}" WHERE {where}').fetchall():
                if table == "person":
                    name = self._put("SELECT name FROM person WHERE id = ?", (one,)).fetchone()[0]
                    self._put("UPDATE person SET photo = NULL WHERE id = ?", (one,))
                    self._mended(table, {"name": name}, say("the photo was lost"))
                else:
                    self._put(f'DELETE FROM "{table}" WHERE id = ?', (one,))
                    self._leave_out(table, {"id": one})

    def _stand_in(self, table: str, rowid: int, told: dict[str, Any]) -> None:
        """A row for what is named but lost, so that the rest stays in its place."""
        name = str(told.get("sort_key", "")).title() or self._nameless(rowid)
        row = told | {"id": rowid, "name": name}
        if table == "person":
            row.setdefault("sort_key", name.lower())
        elif table in ("interest", "circle"):
            row["folded"] = name.lower()
        names = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" * len(row))
        self._put(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))
        self._rescued.names_only.append(name)

    def _nameless(self, rowid: int) -> str:
        return say("Name lost ({number})", number=str(rowid))

    # What to tell

    def _mended(self, table: str, row: dict[str, Any], why: str) -> None:
        self._rescued.mended.append(f"{self._called(table, row)}: {why}")

    def _leave_out(self, table: str, row: dict[str, Any]) -> None:
        self._rescued.left_out.append(self._called(table, row))

    def _called(self, table: str, row: dict[str, Any]) -> str:
        for column in ("name", "title", "value", "what", "line", "text", "date"):
            if row.get(column):
                return f"{spoken(table)}: {str(row[column])[:60]}"
        return f"{spoken(table)} ({row['id']})" if "id" in row else spoken(table)
