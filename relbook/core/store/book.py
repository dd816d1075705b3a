"""The open address-book file, and the only door to its data."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from relbook.core import errors
from relbook.core.blake2 import blake2b
from relbook.core.store import backup, elsewhere, faults, journal, migrations, opening
from relbook.core.store.changes import Changes, Deed, Notice
from relbook.core.store.file import PATIENCE, Connections
from relbook.core.store.journal import Report, Step
from relbook.core.store.place import Place, Whereabouts
from relbook.core.words import Sentence, say

if TYPE_CHECKING:  # Peewee is loaded when something is written: it is a tenth of a start
    import peewee

    from relbook.core.store.key import Key
    from relbook.core.store.place import Seal
    from relbook.core.store.schema import Row

HISTORY = timedelta(days=30)
LISTENER = Callable[[Notice], None]
ROLLED_BACK = "The edit was rolled back."  # a note that goes along with what ended it


def _utc() -> datetime:
    return datetime.now(UTC)


class Follower(Protocol):
    """What is derived from the book's tables and kept true within each change of them."""

    def follow(
        self, book: "Book", log: int, report: Report | None = None, *, played: bool = False
    ) -> None:
        """Take in what `log` touched; the transaction is still open, and `report` may end it.

        What was `played`, an undo or redo, shall not wait for what can as well be done after it.
        """


class Book:
    """An open book. Reads at any time; writes only within `edit`, which is one undo step.

    `now` tells the time (UTC). `listeners` are called after each change with its `Notice`, in the
    thread that made it; `followers` within its transaction.
    """

    def __init__(
        self,
        path: Path,
        connections: Connections,
        *,
        read_only: bool,
        now: Callable[[], datetime],
        place: Place | None = None,
    ) -> None:
        self.path = path
        self.place = place or Place(path)
        self.read_only = read_only
        self.listeners: list[LISTENER] = []
        self.followers: list[Follower] = []
        self._connections = connections
        self._now = now
        self._writing = threading.Lock()  # held while an edit is open
        self._writer: int | None = None  # by this thread
        self._to_remember: dict[str, str] = {}
        self._columns: dict[str, list[str]] = {}
        self._keys: list[tuple[str, str, str]] = []

    # Opening and closing

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        key: "Key | None" = None,
        now: Callable[[], datetime] | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Make a new book at `path` and open it; raises `BookExists` if something is there.

        With a `key` (`Key.make`) it is locked from its first byte on.
        The file is readable by its owner alone and appears under its name only when it is whole.
        """
        opening.make(Path(path), key)
        return cls.open(path, key=key, now=now, patience=patience)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        key: "Key | None" = None,
        now: Callable[[], datetime] | None = None,
        patience: float = PATIENCE,
        migrations_known: Sequence[migrations.Migration] = migrations.MIGRATIONS,
    ) -> Self:
        """Open the book at `path`; where it may not be written, for reading only.

        A locked one needs its `key` (`lock.unlock`), which the open book keeps at hand.
        `patience` is how many seconds an edit waits for that of another program. A book of an
        older schema is copied beside itself, then brought up to date. Raises a kind of
        `BookError`, or `FileUnreadable`, and leaves the file as it is, when it cannot be opened as
        ours.
        """
        path = Path(path)
        known = migrations_known
        connections, read_only, place = opening.connect(path, key, patience, known)
        return cls(path, connections, read_only=read_only, now=now or _utc, place=place)

    @property
    def key(self) -> "Key | None":
        """What opens its file, and copies of it; None for a book that is not locked."""
        return self._connections.key

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, for good."""
        return self._connections.is_shut

    def close(self, *, seal: bool = False) -> "Seal | None":
        """Close the file, in one piece: what a copy of it takes away is the whole book.

        With a `seal` it can be told later, anywhere, whether a byte of it has changed; that takes a
        third of a second for 300 MB, and returns the seal, if it could be made. Threads of their
        own must have left it (`in_this_thread`), else the last of them closes it.
        """
        if self._writer == threading.get_ident():
            raise RuntimeError("an edit is open")
        if self._connections.is_shut:
            return None
        self._write_down()
        kept = elsewhere.aside(self.path, elsewhere.HERE, self._now())
        return opening.close(
            self._connections, self.place, read_only=self.read_only, kept=kept, seal=seal
        )

    def put_back(self) -> Path | None:
        """Give the book its place again, where a sync program put another file; returns where
        that one lies now, kept as it was, or None if there was none.

        Raises `BookOverwritten` when there is no way back: from then on it is open for reading
        only. Else `BookLocked` while a job has the book, `FileUnwritable` or `DiskFull`.
        """
        whereabouts = self.place.look()
        if whereabouts is Whereabouts.HERE:
            return None
        if self.read_only or not self._writing.acquire(blocking=False):
            raise _busy()
        try:
            if self._connections.has_guests:
                raise _busy()
            aside = elsewhere.aside(self.path, elsewhere.THERE, self._now())
            try:
                self.place, other = opening.put_back(
                    self._connections, self.place, aside, whereabouts
                )
            except errors.BookOverwritten:
                self.read_only = True
                self.place.other = aside
                raise
        finally:
            self._writing.release()
        return other

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
        with self._connections.guest():
            yield

    def interrupt(self) -> None:
        """Stop what runs in threads that are `in_this_thread`: there, `Cancelled` is raised."""
        self._connections.interrupt_guests()

    def copy(
        self, path: Path | str, report: Report | None = None, *, checked: bool = False
    ) -> None:
        """Write the whole book to `path`, a file that did not exist, while it stays open.

        Raises `BookExists`, `FileUnwritable` or `DiskFull`, or `Unsound` if it is to be `checked` and
        does not read back, and then leaves nothing there.
        """
        if self._writer == threading.get_ident():
            raise RuntimeError("an edit is open: a copy would hold the half of it")
        with faults.sorted_out(self.path):
            backup.copy(self._connections, Path(path), report, checked=checked)

    # Reading

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> Any:
        """Run one SQL statement on this thread's connection; returns its cursor."""
        with faults.sorted_out(self.path):
            return self._connections.run(statement, parameters)

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

    def run(self, query: "peewee.Query") -> Any:
        """Run a Peewee query on this book."""
        from relbook.core.store import queries

        with faults.sorted_out(self.path):
            return queries.execute(query, self._connections)

    def bytes_of(self, blob: str) -> bytes | None:
        """The bytes kept under the hash `blob`."""
        return self.value("SELECT bytes FROM blob WHERE hash = ?", blob)  # type: ignore[no-any-return]

    def setting(self, name: str) -> str | None:
        """What the book remembers of itself under `name`."""
        if name in self._to_remember:
            return self._to_remember[name]
        return self.value("SELECT value FROM setting WHERE name = ?", name)  # type: ignore[no-any-return]

    @property
    def generation(self) -> int:
        """A number that rises with each edit, undo and redo, from its beginning on."""
        return int(self.value("SELECT last FROM journal_open"))

    # Writing

    @property
    def stamp(self) -> str:
        """The present moment as rows keep it: UTC, ISO 8601, to the second."""
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @contextlib.contextmanager
    def edit(
        self, sentence: Sentence | str, report: Report | None = None, *, to_the_letter: bool = False
    ) -> Iterator[None]:
        """One transaction, one undo step named by `sentence`, one notice.

        An exception inside rolls everything back and passes on. An edit that alters nothing
        leaves no step and tells nobody. `report` hears how far what follows the edit is (the words
        to search by, say), and may still stop it. Where rows go in and out `to_the_letter`, nothing
        goes along with what they refer to, and what would leave a reference broken is our bug.
        Raises `BookReadOnly` or `BookLocked` where it cannot begin.
        """
        if isinstance(sentence, str):
            sentence = Sentence(sentence)
        loose = self._keys_off() if to_the_letter else contextlib.nullcontext()
        with loose, self._transaction() as run:
            log = journal.open_log(run)
            yield
            if to_the_letter:
                self._check_keys(log)
            now = self.stamp
            journal.settle(run, log, self.columns)
            journal.stamp(run, log, now)
            changes = journal.changes(run, log)
            if changes.tables:
                journal.cut_redo(run)
                journal.keep_step(run, sentence, log, now)
                for follower in self.followers:
                    follower.follow(self, log, report, played=to_the_letter)
            journal.close_log(run)
        if changes.tables:
            self._tell_listeners(Notice(changes, sentence, Deed.EDIT))

    @contextlib.contextmanager
    def erasing(self, sentence: Sentence) -> Iterator[int]:
        """One transaction that leaves no step: what it takes away cannot be brought back.

        What it frees in the file is overwritten. Yields its log, whose rows are told in the notice
        and then keep nothing of what they were.
        """
        with self._overwriting(), self._transaction() as run:
            log = journal.open_log(run)
            yield log
            journal.close_log(run)
            changes = journal.changes(run, log)
            for follower in self.followers:
                follower.follow(self, log)
            run("UPDATE journal SET former = '[]' WHERE log = ? AND former IS NOT NULL", (log,))
        self._tell_listeners(Notice(changes, sentence, Deed.ERASE))

    def pack(self) -> None:
        """Write the file anew without what was once in it, and empty the WAL.

        Raises `BookLocked` when another program has the book open.
        """
        with self._overwriting(), self._alone(), faults.sorted_out(self.path):
            self.sql("VACUUM")
            if self.row("PRAGMA wal_checkpoint(TRUNCATE)") != (0, 0, 0):
                raise errors.BookLocked(
                    say(
                        "“{name}” is being read just now, by a backup or another program, so what "
                        "was forgotten may still lie in its file. Relbook tries again by itself; "
                        "let the other come to its end.",
                        name=self.path.name,
                    )
                )

    def next_undo(self) -> Step | None:
        """The edit that `undo` would take back."""
        return journal.next_step(self.sql, undone=False)

    def next_redo(self) -> Step | None:
        """The edit that `redo` would make again."""
        return journal.next_step(self.sql, undone=True)

    def undo(self, report: Report | None = None) -> Notice | None:
        """Take back the last edit; returns what was done, or None when there is none."""
        return self._play(Deed.UNDO, report)

    def redo(self, report: Report | None = None) -> Notice | None:
        """Make the last undone edit again; returns what was done, or None when there is none."""
        return self._play(Deed.REDO, report)

    def insert(self, model: "type[Row]", **values: Any) -> int:
        """Add a row of `model` and return its id. Needs an open edit."""
        values = dict.fromkeys(_times_of(model), self.stamp) | values
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        table = model._meta.table_name
        cursor = self.sql(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values())
        )
        return int(cursor.lastrowid)

    def insert_many(
        self, model: "type[Row]", columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Add many rows of `model`, given as tuples of `columns`. Needs an open edit."""
        times = [name for name in _times_of(model) if name not in columns]
        names = ", ".join(f'"{name}"' for name in (*times, *columns))
        marks = ", ".join((*[f"'{self.stamp}'"] * len(times), *"?" * len(columns)))
        statement = f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})'
        with faults.sorted_out(self.path):
            self._connections.connection().executemany(statement, rows)

    def first_free_id(self, model: "type[Row]") -> int:
        """The id that the next new row of `model` gets; later ones follow one by one."""
        last = self.value("SELECT seq FROM sqlite_sequence WHERE name = ?", model._meta.table_name)
        return int(last or 0) + 1

    def update(self, model: "type[Row]", ids: int | Iterable[int], **values: Any) -> None:
        """Set `values` in the rows of `model` with `ids`. Needs an open edit."""
        table, ids = model._meta.table_name, [ids] if isinstance(ids, int) else list(ids)
        sets = ", ".join(f'"{name}" = ?' for name in values)
        with faults.sorted_out(self.path):
            self._connections.connection().executemany(
                f'UPDATE "{table}" SET {sets} WHERE id = ?', [(*values.values(), i) for i in ids]
            )

    def delete(self, model: "type[Row]", ids: int | Iterable[int]) -> None:
        """Delete the rows of `model` with `ids`, and what is part of them. Needs an open edit."""
        ids = [ids] if isinstance(ids, int) else list(ids)
        with faults.sorted_out(self.path):
            self._connections.connection().executemany(
                f'DELETE FROM "{model._meta.table_name}" WHERE id = ?', [(i,) for i in ids]
            )

    def keep_bytes(self, data: bytes) -> str:
        """Keep `data` and return the hash it lies under (`hash_of`). Needs an open edit."""
        key = hash_of(data)
        self.keep_many_bytes([(key, data)])
        return key

    def keep_many_bytes(self, pairs: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes whose hashes (`hash_of`) are known already. Needs an open edit."""
        if self._writer != threading.get_ident():
            raise RuntimeError(journal.REFUSAL)  # no trigger watches over bytes
        with faults.sorted_out(self.path):
            self._connections.connection().executemany(
                "INSERT INTO blob (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs
            )

    def remember(self, name: str, value: str) -> None:
        """Keep a `setting` of the book; not an edit, nothing to undo.

        Never waits: while the book is being written, it is written down after that.
        """
        if not self.read_only:
            self._to_remember[name] = value
            self._write_down()

    def tidy(self) -> None:
        """Drop steps older than 30 days, bytes that nothing names, and what the WAL still holds.

        For an idle moment.
        """
        if self.read_only:
            return
        from relbook.core.store.schema import NAMING_BYTES

        before = (self._now() - HISTORY).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._transaction() as run:
            journal.forget(run, before)
            columns = self.columns
            backup.sweep_bytes(run, [(t, c, columns[t].index(c)) for t, c in NAMING_BYTES])
        with self._connections.impatient():
            self.sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_edits(self) -> None:
        """Let the book begin as it is now: what was done so far cannot be taken back any more."""
        with self._transaction() as run:
            run("DELETE FROM step")
            run("DELETE FROM journal")

    @contextlib.contextmanager
    def keep_derived(self) -> Iterator[None]:
        """One transaction for what is derived from the tables (`SEARCH_TABLES`, `follower`).

        No edit: nothing to undo, nobody is told.
        """
        with self._transaction():
            yield

    # Within

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[journal.Run]:
        begun = False
        try:
            with (
                self._alone(),
                faults.sorted_out(self.path),
                self._connections.atomic("IMMEDIATE"),
            ):
                begun = True
                yield self.sql
        except BaseException as fault:
            if begun:
                fault.add_note(ROLLED_BACK)
            raise
        self._write_down()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Within, this thread is the one that writes."""
        if self.read_only:
            raise errors.BookReadOnly(
                say(
                    "“{name}” is open for reading only, where it lies. Nothing was changed; copy "
                    "it to a folder of your own to write in it.",
                    name=self.path.name,
                )
            )
        me = threading.get_ident()
        if self._writer == me:
            raise RuntimeError("an edit is open already")
        if self.place.look() is not Whereabouts.HERE:
            raise elsewhere.moved(self.path)
        if not self._writing.acquire(blocking=False):
            raise _busy()
        self._writer = me
        try:
            yield
        finally:
            self._writer = None
            self._writing.release()

    @contextlib.contextmanager
    def _overwriting(self) -> Iterator[None]:
        """Within, what is deleted by this thread is overwritten in the file."""
        was = self.value("PRAGMA secure_delete")
        self.sql("PRAGMA secure_delete=ON")
        try:
            yield
        finally:
            with self._connections.undisturbed():
                self.sql(f"PRAGMA secure_delete={was}")

    def _play(self, deed: Deed, report: Report | None) -> Notice | None:
        undone = deed is Deed.REDO
        if journal.next_step(self.sql, undone=undone) is None:
            return None
        with self._keys_off(), self._transaction() as run:
            # Another program may have been at it since.
            step = journal.next_step(run, undone=undone)
            if step is None:
                return None
            log = journal.play(run, step, self.columns, journal.part(report, 0, 90))
            self._check_keys(log)
            changes = journal.changes(run, log)
            for follower in self.followers:
                follower.follow(self, log, journal.part(report, 90, 100), played=True)
        notice = Notice(changes, step.sentence, deed)
        self._tell_listeners(notice)
        return notice

    @contextlib.contextmanager
    def _keys_off(self) -> Iterator[None]:
        """Within, foreign keys of this thread's connection do nothing."""
        try:
            # Before BEGIN: within a transaction the pragma does nothing.
            if self._writer == threading.get_ident():
                raise RuntimeError("an edit is open already")
            self.sql("PRAGMA foreign_keys=OFF")
            yield
        finally:
            with self._connections.undisturbed():
                self.sql("PRAGMA foreign_keys=ON")

    def _check_keys(self, log: int) -> None:
        broken = journal.broken_keys(self.sql, log, self.foreign_keys)
        if broken:
            raise RuntimeError(f"undoing would break {', '.join(broken)}")

    def _write_down(self) -> None:
        """Write the settings that wait for it, unless the book is being written already."""
        if not self._to_remember or self._writer is not None:
            return
        if self.place.look() is not Whereabouts.HERE:
            return
        waiting = dict(self._to_remember)
        # Neither worth a pause nor an alarm: they wait for the next time.
        with (
            contextlib.suppress(errors.RelbookError),
            faults.sorted_out(self.path),
            self._connections.impatient(),
            self._connections.unhurried(),
        ):
            self._connections.connection().executemany(
                "INSERT INTO setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                waiting.items(),
            )
            for name, value in waiting.items():
                if self._to_remember.get(name) == value:
                    self._to_remember.pop(name, None)

    @property
    def columns(self) -> dict[str, list[str]]:
        """The columns of each journaled table, in their order."""
        if not self._columns:
            from relbook.core.store.schema import JOURNALED

            self._columns = {
                model._meta.table_name: migrations.columns(self.sql, model._meta.table_name)
                for model in JOURNALED
            }
        return self._columns

    @property
    def foreign_keys(self) -> list[tuple[str, str, str]]:
        """What refers to what: (table, column, table referred to)."""
        if not self._keys:
            self._keys = [
                (table, row[3], row[2])
                for table in self.columns
                for row in self.rows(f'PRAGMA foreign_key_list("{table}")')
            ]
        return self._keys

    def _tell_listeners(self, notice: Notice) -> None:
        for listener in list(self.listeners):
            listener(notice)


def was_rolled_back(fault: BaseException) -> bool:
    """Whether `fault`, or what it came of, has ended an edit of which nothing is left."""
    cause: BaseException | None = fault
    while cause is not None:
        if ROLLED_BACK in getattr(cause, "__notes__", ()):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _busy() -> errors.BookLocked:
    return errors.BookLocked(
        say("Relbook is still busy with a longer job. Nothing was changed; wait for it.")
    )


def _times_of(model: "type[Row]") -> list[str]:
    """The columns that tell when a row of `model` was made."""
    return [name for name in ("changed", "created") if name in model._meta.columns]


def hash_of(data: bytes) -> str:
    """The name that bytes are kept under: BLAKE2b of 16 bytes, in hex."""
    return blake2b(data, digest_size=16).hexdigest()


__all__ = ["Book", "Changes", "Follower", "Notice", "hash_of"]
