"""Whatever is done to a book can be taken back, made again and taken back again, to the letter."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.core.store.schema import JOURNALED
from tests.books import fiction

TABLES = [model._meta.table_name for model in JOURNALED]
Tables = dict[str, dict[int, tuple[Any, ...]]]
Row = dict[str, Any]

# A row or table is picked by a number, counted round; texts are few, so that unique ones clash.
pick = st.integers(0, 11)
text = st.sampled_from(["a", "b", "c", "", "A", "\x00", '["', "1", "1e5", "é", "null", "🙂\r\n"])
deed = st.tuples(
    st.sampled_from(
        ["insert", "update", "move", "desert", "delete", "merge", "swap", "or replace", "replace",
         "upsert", "again", "renumber", "unaltered", "all"]
    ),
    pick, pick, pick, text,
)  # fmt: skip
edit = st.tuples(st.just("edit"), st.lists(deed, min_size=1, max_size=5))
move = st.one_of(edit, edit, st.sampled_from(["undo", "undo", "redo", "reopen", "fail"]))
history = st.lists(move, max_size=9)


def tables(book: Book) -> Tables:
    """Every row of every journaled table, by id."""
    return {
        table: {row[0]: row for row in book.rows(f'SELECT * FROM "{table}"')} for table in TABLES
    }


def differences(was: Tables, now: Tables) -> dict[str, frozenset[int]]:
    """The ids of the rows in which the two differ."""
    found = {
        table: frozenset(
            i for i in was[table].keys() | now[table].keys()
            if was[table].get(i) != now[table].get(i)
        )
        for table in TABLES
    }  # fmt: skip
    return {table: ids for table, ids in found.items() if ids}


class Editor:
    """Does to a book, in raw SQL, what a number of a deed says."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.keys = [
            (table, row[3], row[2])
            for table in TABLES
            for row in book.rows(f'PRAGMA foreign_key_list("{table}")')
        ]

    def do(self, name: str, i: int, j: int, k: int, words: str) -> None:
        """Do one deed; one that the tables do not allow is refused, and the edit goes on."""
        deed: Callable[[int, int, int, str], None] = getattr(self, name.replace(" ", "_"))
        try:
            deed(i, j, k, words)
        except sqlite.IntegrityError as refusal:
            if "no edit is open" in str(refusal):
                raise

    def some(self, table: str, n: int) -> int | None:
        ids = [i for (i,) in self.book.rows(f'SELECT id FROM "{table}" ORDER BY id')]
        return ids[n % len(ids)] if ids else None

    def copied(self, table: str, n: int, **values: Any) -> Row:
        """The values of a row there is, but its id and uid, with some replaced."""
        columns = [row[1] for row in self.book.rows(f'PRAGMA table_info("{table}")')]
        row = self.book.row(f'SELECT * FROM "{table}" WHERE id = ?', self.some(table, n))
        copy: Row = dict(zip(columns, row or (), strict=False))
        for column in ("id", "uid", "me"):
            copy.pop(column, None)
        return copy | values if copy else {}

    def put(self, verb: str, table: str, row: Row) -> None:
        if row:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            self.book.sql(f'{verb} INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))

    def insert(self, i: int, j: int, k: int, words: str) -> None:
        names = {"folded": words} if TABLES[i % len(TABLES)] in {"interest", "circle"} else {}
        self.put(
            "INSERT", TABLES[i % len(TABLES)], self.copied(TABLES[i % len(TABLES)], j, **names)
        )

    def update(self, i: int, j: int, k: int, words: str) -> None:
        table, column = (
            ("person", "note"), ("person", "sort_key"), ("note", "text"), ("circle", "folded"),
            ("interest", "folded"), ("moment", "line"), ("tagging", "how"), ("source_card", "lines"),
            ("ledger_entry", "settled"), ("own_field", "value"), ("event", "at"),
            ("contact_point", "value"),
        )[i]  # fmt: skip
        self.book.sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", (words, self.some(table, j)))

    def move(self, i: int, j: int, k: int, words: str) -> None:
        table, column, parent = self.keys[(i + 12 * (j % 3)) % len(self.keys)]
        self.book.sql(
            f"UPDATE {table} SET {column} = ? WHERE id = ?",
            (self.some(parent, k), self.some(table, j)),
        )

    def desert(self, i: int, j: int, k: int, words: str) -> None:
        """Give what is someone's to another, and delete that someone."""
        former, other = self.some("person", j), self.some("person", k)
        for table in ("contact_point", "note", "key_date", "membership"):
            self.book.sql(
                f"UPDATE OR IGNORE {table} SET person_id = ? WHERE person_id = ?", (other, former)
            )
        if former != other:
            self.book.sql("DELETE FROM person WHERE id = ?", (former,))

    def merge(self, i: int, j: int, k: int, words: str) -> None:
        """Give all that names someone to another, in place of the same there, and delete them."""
        former, other = self.some("person", j), self.some("person", k)
        if former != other:
            for table, column, parent in self.keys:
                if parent == "person":
                    self.book.sql(
                        f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?",
                        (other, former),
                    )
            self.book.sql("DELETE FROM person WHERE id = ?", (former,))

    def delete(self, i: int, j: int, k: int, words: str) -> None:
        table = TABLES[(i + 12 * (k % 2)) % len(TABLES)]
        self.book.sql(f"DELETE FROM {table} WHERE id = ?", (self.some(table, j),))

    def swap(self, i: int, j: int, k: int, words: str) -> None:
        table = ("interest", "circle")[i % 2]
        one, other = self.some(table, j), self.some(table, k)
        if one != other:
            find = f"SELECT folded FROM {table} WHERE id = ?"
            first, second = self.book.value(find, one), self.book.value(find, other)
            for name, row in (("…", one), (first, other), (second, one)):
                self.book.sql(f"UPDATE {table} SET folded = ? WHERE id = ?", (name, row))

    def or_replace(self, i: int, j: int, k: int, words: str) -> None:
        """Take a unique name from the row that has it, which goes with all that is part of it."""
        table = ("interest", "circle")[i % 2]
        name = self.book.value(f"SELECT folded FROM {table} WHERE id = ?", self.some(table, k))
        self.book.sql(
            f"UPDATE OR REPLACE {table} SET folded = ? WHERE id = ?", (name, self.some(table, j))
        )

    def replace(self, i: int, j: int, k: int, words: str) -> None:
        """Put a new row in the place of one with its id, or its unique name."""
        table = TABLES[i % len(TABLES)]
        unique = table in {"interest", "circle", "tagging", "membership"} and k % 2
        row = self.copied(table, j) if unique else self.copied(table, k, id=self.some(table, j))
        self.put("INSERT OR REPLACE", table, row)

    def upsert(self, i: int, j: int, k: int, words: str) -> None:
        self.book.sql(
            "INSERT INTO circle (name, folded) VALUES ('x', ?)"
            " ON CONFLICT (folded) DO UPDATE SET note = note || ?",
            (words, words),
        )

    def again(self, i: int, j: int, k: int, words: str) -> None:
        """Bring a deleted row's id back as another row."""
        row = self.copied("person", k, id=self.some("person", j), note=words)
        self.book.sql("DELETE FROM person WHERE id = ?", (row.get("id"),))
        self.put("INSERT", "person", row)

    def renumber(self, i: int, j: int, k: int, words: str) -> None:
        table, column = TABLES[i], ("id", "rowid", "oid", "_rowid_")[k % 4]
        row = self.some(table, j)
        refused = pytest.raises(sqlite.IntegrityError, match="an id never changes")
        with nullcontext() if row is None else refused:
            self.book.sql(f"UPDATE {table} SET {column} = -1 WHERE id = ?", (row,))

    def unaltered(self, i: int, j: int, k: int, words: str) -> None:
        self.book.sql(f"UPDATE {TABLES[i]} SET uid = uid")

    def all(self, i: int, j: int, k: int, words: str) -> None:
        self.book.sql(f"DELETE FROM {TABLES[2 * i + j % 2]}")


class History:
    """A book, and what its tables were after each of its edits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.open()
        self.states = [tables(self.book)]
        self.at = 0

    def open(self) -> None:
        self.book = Book.open(self.path)
        self.book.sql("PRAGMA synchronous=OFF")
        self.told: list[Notice] = []
        self.book.listeners.append(self.told.append)

    def reopen(self) -> None:
        self.book.close()
        self.open()
        self.check()

    def check(self) -> None:
        assert tables(self.book) == self.states[self.at]
        assert self.book.rows("PRAGMA foreign_key_check") == []
        assert self.book.value("PRAGMA foreign_keys") == 1

    def edit(self, deeds: list[tuple[str, int, int, int, str]], *, fail: bool = False) -> None:
        was = self.states[self.at]
        self.told.clear()
        try:
            with self.book.edit("an edit"):
                editor = Editor(self.book)
                for deed in deeds:
                    editor.do(*deed)
                if fail:
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            assert self.told == []
            self.check()
            return
        now = tables(self.book)
        different = differences(was, now)
        assert [notice.changes.tables for notice in self.told] == ([different] * bool(different))
        if different:
            del self.states[self.at + 1 :]
            self.states.append(now)
            self.at += 1
        self.check()

    def step(self, deed: str) -> bool:
        """Undo or redo one edit; whether there was one."""
        notice = self.book.undo() if deed == "undo" else self.book.redo()
        if notice is None:
            return False
        was = self.states[self.at]
        self.at += -1 if deed == "undo" else 1
        assert notice.changes.tables == differences(was, self.states[self.at])
        self.check()
        return True

    def walk(self, deed: str) -> None:
        while self.step(deed):
            pass
        assert self.at == (0 if deed == "undo" else len(self.states) - 1)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, its own edits forgotten."""
    path = tmp_path_factory.mktemp("source") / "fiction.relbook"
    with Book.create(path) as book:
        fiction.fill(book)
        for table in ("step", "journal"):
            book.sql(f"DELETE FROM {table}")
    return path


def live(source: Path, moves: list[Any]) -> None:
    """Go through `moves`, then all the way back, forth and back again."""
    with tempfile.TemporaryDirectory() as folder:
        it = History(Path(shutil.copy(source, folder)))
        try:
            for move in moves:
                match move:
                    case "reopen":
                        it.reopen()
                    case "fail":
                        it.edit([("delete", 0, 1, 0, ""), ("all", 5, 0, 0, "")], fail=True)
                    case "undo" | "redo":
                        it.step(move)
                    case _:
                        it.edit(move[1])
            it.walk("undo")
            it.reopen()
            it.walk("redo")
            it.walk("undo")
        finally:
            it.book.close()


@given(moves=history)
@settings(max_examples=120)
def test_any_history_can_be_undone_and_redone_to_the_letter(source: Path, moves: list[Any]) -> None:
    live(source, moves)
