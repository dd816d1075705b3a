"""The open address-book file, and the only door to its data."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import peewee
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import backup, faults, journal, migrations
from relbook.core.store.changes import Changes, Deed, Notice
from relbook.core.store.journal import Report, Step
from relbook.core.store.schema import JOURNALED, Row
from relbook.core.words import Sentence, say

HISTORY = timedelta(days=30)
LISTENER = Callable[[Notice], None]


class Follower(Protocol):
    """What is derived from the book's tables and kept true within each change of them."""

    def follow(self, book: "Book", log: int) -> None:
        """Take in what `log` touched; the transaction is still open."""


class _Database(peewee.SqliteDatabase):
    """One SQLite file through sqlcipher3, with or without a key; a connection for each thread."""

    def __init__(self, path: Path, *, passphrase: str | None, mode: str) -> None:
        uri = path.absolute().as_uri() + f"?mode={mode}"
        if mode == "ro" and not path.with_name(path.name + "-wal").exists():
            # Nobody can be writing, and in a folder that may not be written SQLite could not
            # make the files it shares with other readers.
            uri += "&immutable=1"
        super().__init__(uri)
        self._passphrase = passphrase
        self._writable = mode != "ro"

    def _connect(self) -> Any:
        connection = sqlite.connect(
            self.database, uri=True, isolation_level=None, timeout=5, check_same_thread=False
        )
        try:
            if self._passphrase is not None:
                connection.execute("PRAGMA key='" + self._passphrase.replace("'", "''") + "'")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA recursive_triggers=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA cache_size=-16000")
            if self._writable:
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA wal_autocheckpoint=4000")
        except BaseException:
            connection.close()
            raise
        return connection


class Book:
    """An open book. Reads at any time; writes only within `edit`, which is one undo step.

    `now` tells the time (UTC). `listeners` are called after each change with its `Notice`, in the
    thread that made it; `followers` within its transaction.
    """

    def __init__(
        self, path: Path, database: _Database, *, read_only: bool, now: Callable[[], datetime]
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.listeners: list[LISTENER] = []
        self.followers: list[Follower] = []
        self._database = database
        self._now = now
        self._writer: int | None = None  # the thread whose edit is open
        self._columns: dict[str, list[str]] = {}
        self._keys: list[tuple[str, str, str]] = []

    # Opening and closing

    @classmethod
    def create(
        cls,
        path: Path | str,
        passphrase: str | None = None,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> Self:
        """Make a new book at `path` and open it; raises `BookExists` if something is there.

        The file is readable by its owner alone and appears under its name only when it is whole.
        """
        path = Path(path)
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        with faults.sorted_out(path):
            if path.exists():
                raise FileExistsError(17, "exists", str(path))
            try:
                os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                database = _Database(draft, passphrase=passphrase, mode="rw")
                try:
                    with database.atomic():
                        migrations.make(database.execute_sql)
                finally:
                    database.close()
                backup.put_in_place(draft, path)
            finally:
                draft.unlink(missing_ok=True)
        return cls.open(path, passphrase, now=now)

    @classmethod
    def open(
        cls,
        path: Path | str,
        passphrase: str | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        migrations_known: Sequence[migrations.Migration] = migrations.MIGRATIONS,
    ) -> Self:
        """Open the book at `path`; where it may not be written, for reading only.

        A book of an older schema is copied beside itself, then brought up to date. Raises a kind
        of `BookError`, and leaves the file as it is, when it cannot be opened as ours.
        """
        path = Path(path)
        with faults.sorted_out(path):
            backup.look_at_header(path, locked=passphrase is not None)
            read_only = not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
            try:
                return cls._open(path, passphrase, read_only, now, migrations_known)
            except (*faults.DRIVER_ERRORS, errors.BookReadOnly) as fault:
                if read_only or "readonly" not in str(fault):
                    raise
                return cls._open(path, passphrase, True, now, migrations_known)

    @classmethod
    def _open(
        cls,
        path: Path,
        passphrase: str | None,
        read_only: bool,
        now: Callable[[], datetime] | None,
        known: Sequence[migrations.Migration],
    ) -> Self:
        database = _Database(path, passphrase=passphrase, mode="ro" if read_only else "rw")
        try:
            version = migrations.check(database.execute_sql, path, newest(known))
            if version < newest(known):
                if read_only:
                    raise errors.BookReadOnly(
                        say(
                            "“{name}” is from an older Relbook and has to be brought up to date, "
                            "but it may not be written where it lies. Nothing was changed; copy "
                            "it to a folder of your own and open it there.",
                            name=path.name,
                        )
                    )
                backup.keep_before_migration(path, version)
                migrations.migrate(database.execute_sql, version, known)
            if not read_only:
                database.execute_sql("PRAGMA journal_mode=WAL")
        except BaseException:
            database.close()
            raise
        return cls(path, database, read_only=read_only, now=now or (lambda: datetime.now(UTC)))

    def close(self) -> None:
        """Close the file, in one piece: what a copy of it takes away is the whole book."""
        if self._database.is_closed():
            return
        if not self.read_only:
            # Fails, harmlessly, while another program has the book open too.
            with contextlib.suppress(*faults.DRIVER_ERRORS):
                self.sql("PRAGMA journal_mode=DELETE")
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def in_this_thread(self) -> Iterator[None]:
        """For a thread of its own: its connection to the book, closed at the end."""
        try:
            yield
        finally:
            if not self._database.is_closed():
                self._database.close()

    def interrupt(self) -> None:
        """Stop the query that runs on this thread's connection (called from any thread)."""
        self._database.connection().interrupt()

    def copy(self, path: Path | str, report: Report | None = None) -> None:
        """Write the whole book to `path`, a file that did not exist, while it stays open."""
        backup.copy(self._database.connection(), Path(path), report)

    # Reading

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> Any:
        """Run one SQL statement on this thread's connection; returns its cursor."""
        with faults.sorted_out(self.path):
            return self._database.connection().execute(statement, tuple(parameters))

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        return self.sql(statement, parameters).fetchall()  # type: ignore[no-any-return]

    def row(self, statement: str, *parameters: Any) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        return self.sql(statement, parameters).fetchone()  # type: ignore[no-any-return]

    def value(self, statement: str, *parameters: Any) -> Any:
        """The first value of the first row of a query, or None."""
        row = self.row(statement, *parameters)
        return None if row is None else row[0]

    def run(self, query: peewee.Query) -> Any:
        """Run a Peewee query on this book."""
        with faults.sorted_out(self.path):
            return query.execute(self._database)

    def bytes_of(self, blob: str) -> bytes | None:
        """The bytes kept under the hash `blob`."""
        return self.value("SELECT bytes FROM blob WHERE hash = ?", blob)  # type: ignore[no-any-return]

    def setting(self, name: str) -> str | None:
        """What the book remembers of itself under `name`."""
        return self.value("SELECT value FROM setting WHERE name = ?", name)  # type: ignore[no-any-return]

    # Writing

    @property
    def stamp(self) -> str:
        """The present moment as rows keep it: UTC, ISO 8601, to the second."""
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @contextlib.contextmanager
    def edit(self, sentence: Sentence | str) -> Iterator[None]:
        """One transaction, one undo step named by `sentence`, one notice.

        An exception inside rolls everything back and passes on. An edit that touches nothing
        leaves no step and tells nobody. Raises `BookReadOnly` or `BookLocked` where it cannot
        begin.
        """
        if isinstance(sentence, str):
            sentence = Sentence(sentence)
        with self._transaction() as run:
            log = journal.open_log(run)
            yield
            now = self.stamp
            journal.stamp(run, log, now)
            changes = journal.changes(run, log)
            if changes.tables:
                journal.cut_redo(run)
                journal.keep_step(run, sentence, log, now)
                self._tell_followers(log)
            journal.close_log(run)
        if changes.tables:
            self._tell_listeners(Notice(changes, sentence, Deed.EDIT))

    def next_undo(self) -> Step | None:
        """The edit that `undo` would take back."""
        return journal.next_step(self.sql, undone=False)

    def next_redo(self) -> Step | None:
        """The edit that `redo` would make again."""
        return journal.next_step(self.sql, undone=True)

    def undo(self, report: Report | None = None) -> Notice | None:
        """Take back the last edit; returns what was done, or None when there is none."""
        return self._play(self.next_undo(), Deed.UNDO, report)

    def redo(self, report: Report | None = None) -> Notice | None:
        """Make the last undone edit again; returns what was done, or None when there is none."""
        return self._play(self.next_redo(), Deed.REDO, report)

    def insert(self, model: type[Row], **values: Any) -> int:
        """Add a row of `model` and return its id. Needs an open edit."""
        names = ", ".join(f'"{name}"' for name in ("changed", *values))
        marks = ", ".join("?" * (len(values) + 1))
        table = model._meta.table_name
        cursor = self.sql(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', (self.stamp, *values.values())
        )
        return int(cursor.lastrowid)

    def insert_many(
        self, model: type[Row], columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Add many rows of `model`, given as tuples of `columns`. Needs an open edit."""
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        statement = (
            f'INSERT INTO "{model._meta.table_name}" (changed, {names})'
            f" VALUES ('{self.stamp}', {marks})"
        )
        with faults.sorted_out(self.path):
            self._database.connection().executemany(statement, rows)

    def first_free_id(self, model: type[Row]) -> int:
        """The id that the next new row of `model` gets; later ones follow one by one."""
        last = self.value("SELECT seq FROM sqlite_sequence WHERE name = ?", model._meta.table_name)
        return int(last or 0) + 1

    def update(self, model: type[Row], ids: int | Iterable[int], **values: Any) -> None:
        """Set `values` in the rows of `model` with `ids`. Needs an open edit."""
        table, ids = model._meta.table_name, [ids] if isinstance(ids, int) else list(ids)
        sets = ", ".join(f'"{name}" = ?' for name in values)
        with faults.sorted_out(self.path):
            self._database.connection().executemany(
                f'UPDATE "{table}" SET {sets} WHERE id = ?', [(*values.values(), i) for i in ids]
            )

    def delete(self, model: type[Row], ids: int | Iterable[int]) -> None:
        """Delete the rows of `model` with `ids`, and what is part of them. Needs an open edit."""
        ids = [ids] if isinstance(ids, int) else list(ids)
        with faults.sorted_out(self.path):
            self._database.connection().executemany(
                f'DELETE FROM "{model._meta.table_name}" WHERE id = ?', [(i,) for i in ids]
            )

    def keep_bytes(self, data: bytes) -> str:
        """Keep `data` and return the hash it lies under (BLAKE2b, 16 bytes, hex)."""
        key = hash_of(data)
        self.sql("INSERT INTO blob (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", (key, data))
        return key

    def keep_many_bytes(self, pairs: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes whose hashes (`hash_of`) are known already."""
        with faults.sorted_out(self.path):
            self._database.connection().executemany(
                "INSERT INTO blob (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs
            )

    def remember(self, name: str, value: str) -> None:
        """Keep a `setting` of the book; not an edit, nothing to undo."""
        if not self.read_only:
            self.sql(
                "INSERT INTO setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def tidy(self) -> None:
        """Drop steps older than 30 days, bytes that nothing names, and what the WAL still holds.

        For an idle moment.
        """
        if self.read_only:
            return
        before = (self._now() - HISTORY).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._transaction() as run:
            journal.forget(run, before)
            backup.sweep_bytes(run, self._columns_of("person"), self._columns_of("source_card"))
        self.sql("PRAGMA wal_checkpoint(PASSIVE)")

    # Within

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[journal.Run]:
        if self.read_only:
            raise errors.BookReadOnly(
                say(
                    "“{name}” is open for reading only, where it lies. Nothing was changed; copy "
                    "it to a folder of your own to write in it.",
                    name=self.path.name,
                )
            )
        me = threading.get_ident()
        if self._writer is not None:
            if self._writer == me:
                raise RuntimeError("an edit is open already")
            raise errors.BookLocked(
                say("Relbook is still busy with a longer job. Nothing was changed; wait for it.")
            )
        self._writer = me
        try:
            with faults.sorted_out(self.path), self._database.atomic("IMMEDIATE"):
                yield self.sql
        finally:
            self._writer = None

    def _play(self, step: Step | None, deed: Deed, report: Report | None) -> Notice | None:
        if step is None:
            return None
        columns = {model._meta.table_name: self._columns_of(model._meta.table_name)
                   for model in JOURNALED}
        # Before BEGIN: within a transaction the pragma does nothing.
        self.sql("PRAGMA foreign_keys=OFF")
        try:
            with self._transaction() as run:
                log = journal.play(run, step, columns, report)
                broken = journal.broken_keys(run, log, self._foreign_keys())
                if broken:
                    raise RuntimeError(f"undoing would break {', '.join(broken)}")
                changes = journal.changes(run, log)
                self._tell_followers(log)
        finally:
            self.sql("PRAGMA foreign_keys=ON")
        notice = Notice(changes, step.sentence, deed)
        self._tell_listeners(notice)
        return notice

    def _columns_of(self, table: str) -> list[str]:
        if table not in self._columns:
            self._columns[table] = migrations.columns(self.sql, table)
        return self._columns[table]

    def _foreign_keys(self) -> list[tuple[str, str, str]]:
        if not self._keys:
            for model in JOURNALED:
                table = model._meta.table_name
                self._keys += [
                    (table, row[3], row[2])
                    for row in self.rows(f'PRAGMA foreign_key_list("{table}")')
                ]
        return self._keys

    def _tell_followers(self, log: int) -> None:
        for follower in self.followers:
            follower.follow(self, log)

    def _tell_listeners(self, notice: Notice) -> None:
        for listener in list(self.listeners):
            listener(notice)


def newest(known: Sequence[migrations.Migration]) -> int:
    """The schema that `known` migrations lead to."""
    return max([migrations.SCHEMA_VERSION, *(migration.to for migration in known)])


def hash_of(data: bytes) -> str:
    """The name that bytes are kept under: BLAKE2b of 16 bytes, in hex."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


__all__ = ["Book", "Changes", "Follower", "Notice", "hash_of"]
