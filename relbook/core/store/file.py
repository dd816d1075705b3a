"""The SQLite file beneath a book: what can be told before SQLite opens it, and the connections."""

import contextlib
import os
import struct
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.blake2 import blake2b
from relbook.core.store import faults
from relbook.core.words import say

if TYPE_CHECKING:  # most books have none
    from relbook.core.store.key import Key

MAGIC = b"SQLite format 3\x00"
CIPHER_PAGE = 4096
PATIENCE = 5.0  # seconds to wait for another program to finish what it writes


def look_at(path: Path, *, locked: bool) -> None:
    """Refuse what is no book, before SQLite opens it; `locked` tells of a key at hand.

    Raises `NotABook`, also for one that was cut short, `WrongPassphrase` for one that is locked
    and has none or the other way round, `FileUnreadable` or `BookMissing`.
    """
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        raise faults.not_a_book(path)
    with path.open("rb") as file:
        first = file.read(CIPHER_PAGE)
        size = file.seek(0, os.SEEK_END)
    if not first.startswith(MAGIC):
        if may_be_locked(path, first, size):
            if locked:
                return
            raise errors.WrongPassphrase(
                say(
                    "“{name}” is locked with a passphrase, or it is no Relbook book. Nothing was "
                    "changed; open it with its passphrase.",
                    name=path.name,
                )
            )
        raise faults.not_a_book(path)
    if locked:
        raise errors.WrongPassphrase(
            say(
                "“{name}” is not locked. Nothing was changed; open it without a passphrase.",
                name=path.name,
            )
        )
    _look_at_length(path, first, size)


def may_be_locked(path: Path, first: bytes, size: int) -> bool:
    """Whether it could be SQLCipher's: whole pages of noise, in which every byte comes up.

    Beside a WAL or journal the last page may be half written: there it is whole.
    """
    noise = len(first) == CIPHER_PAGE and len(set(first)) > 240
    mending = size % CIPHER_PAGE and any(beside(path, s).exists() for s in ("-wal", "-journal"))
    return noise and (size % CIPHER_PAGE == 0 or bool(mending))


def _look_at_length(path: Path, first: bytes, size: int) -> None:
    if len(first) < 100:
        raise faults.not_a_book(path)
    (page_size,) = struct.unpack(">H", first[16:18])
    page_size = 65536 if page_size == 1 else page_size
    changed, pages = struct.unpack(">II", first[24:32])
    (counted_at,) = struct.unpack(">I", first[92:96])
    if changed == counted_at and size < pages * page_size and not beside(path, "-wal").exists():
        raise errors.NotABook(
            say(
                "“{name}” is cut short: part of the file is missing. It was left as it is; open a "
                "copy of it, or a backup.",
                name=path.name,
            )
        )


def beside(path: Path, suffix: str) -> Path:
    """Where SQLite keeps its own file, "-wal" say, beside the one at `path`."""
    return path.with_name(path.name + suffix)


def log_aside(path: Path) -> Path:
    """Where a WAL is kept that is not of the book at `path`, but of another version of it."""
    return beside(path, "-wal of another version")


def beside_changing(path: Path) -> tuple[Path, Path]:
    """Where, while the lock is changed, the new file of the book at `path` is written, and where the
    former one waits.
    """
    mark = blake2b(path.name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    name = f".{path.name[:40]}.{mark}"
    return path.with_name(f"{name}.relocked"), path.with_name(f"{name}.former")


def address(path: PurePath, how: str) -> str:
    """The file at `path`, an absolute one, as SQLite takes its address (https://sqlite.org/uri.html), asked for `how`.

    SQLite knows no host: a share of Windows' network goes behind four strokes instead.
    """
    told = path.as_uri()
    if not told.startswith("file:///"):
        told = "file:////" + told.removeprefix("file://")
    return f"{told}?{how}"


def shortened(name: str, most: int = 120) -> str:
    """As much of a file's name as leaves room for what else is to stand in another's: file systems
    count bytes, and take 255.
    """
    return os.fsencode(name)[:most].decode("utf-8", "ignore")


class Connections:
    """One file through sqlcipher3, with or without a key; a connection for each thread.

    A thread has its connection once it first asks for one. `mode` is "rw", or "ro" for what may not
    be written. `patience` is how many seconds a write waits for that of another program.
    """

    def __init__(self, path: Path, *, key: "Key | None", mode: str, patience: float) -> None:
        uri = address(path.absolute(), f"mode={mode}")
        if mode == "ro" and not any(beside(path, s).exists() for s in ("-wal", "-journal")):
            # In a folder that may not be written SQLite could not make the file in which it
            # agrees with others; without one, it takes it that nobody writes.
            uri += "&immutable=1"
        self._uri = uri
        self._of_thread = threading.local()
        self.key = key
        self._writable = mode != "ro"
        self._patience = patience
        self.is_shut = False
        self._guard = threading.Lock()
        self._guests: dict[int, Any] = {}  # by thread: its connection, once it has one

    def run(self, statement: str, parameters: Iterable[Any] = ()) -> Any:
        """Execute `statement` on this thread's connection; returns its cursor."""
        return self.connection().execute(statement, tuple(parameters))

    def connection(self) -> Any:
        """The connection of this thread."""
        if self.is_closed():
            self._of_thread.connection = self._connect()
        return self._of_thread.connection

    def is_closed(self) -> bool:
        """Whether this thread has no connection now."""
        return getattr(self._of_thread, "connection", None) is None

    def close(self) -> None:
        """Close the connection of this thread, if it has one."""
        if not self.is_closed():
            connection, self._of_thread.connection = self._of_thread.connection, None
            connection.close()

    @contextlib.contextmanager
    def atomic(self, kind: str = "DEFERRED") -> Iterator[None]:
        """One transaction, whole or not at all; `kind` says when it locks the file."""
        self.run(f"BEGIN {kind}")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Undo the open transaction, unless SQLite has done so itself: on a full disk, say."""
        with self.undisturbed():
            if self.connection().in_transaction:
                self.run("ROLLBACK")

    @contextlib.contextmanager
    def guest(self) -> Iterator[None]:
        """For a thread of its own: what connection it makes is closed at the end."""
        if not self.is_closed():  # a thread that has one already is at home
            yield
            return
        me = threading.get_ident()
        with self._guard:
            self._guests[me] = None
        try:
            yield
        finally:
            with self._guard:  # from here on nobody interrupts it
                del self._guests[me]
            self._leave()

    @contextlib.contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Within, what runs in this thread is not interrupted."""
        me = threading.get_ident()
        with self._guard:
            is_guest, connection = me in self._guests, self._guests.pop(me, None)
        try:
            yield
        finally:
            if is_guest:
                with self._guard:
                    self._guests[me] = connection

    @property
    def may_write(self) -> bool:
        """Whether the file was opened to be written."""
        return self._writable

    @property
    def has_guests(self) -> bool:
        """Whether another thread is at work on the file."""
        with self._guard:
            return bool(self._guests)

    def interrupt_guests(self) -> None:
        """Stop the statements that run in threads of their own: they fail with "interrupted"."""
        with self._guard:
            for connection in self._guests.values():
                if connection is not None:
                    connection.interrupt()

    def shut(self) -> None:
        """Close this thread's connection and open no more, the file being one piece again."""
        self.connection()  # the WAL ends with a connection
        self.is_shut = True
        self._leave()

    def unlock(self, connection: Any) -> None:
        """Give `connection`, to a file of the same key or a new one, the key."""
        if self.key is not None:
            self.key.give(connection)

    @contextlib.contextmanager
    def impatient(self) -> Iterator[None]:
        """Within, a write that would have to wait for another fails at once."""
        self.run("PRAGMA busy_timeout=0")
        try:
            yield
        finally:
            self.run(f"PRAGMA busy_timeout={round(self._patience * 1000)}")

    @contextlib.contextmanager
    def unhurried(self) -> Iterator[None]:
        """Within, a write does not wait for the disk: only a power cut could still take it."""
        was = self.run("PRAGMA synchronous").fetchone()[0]
        self.run("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            self.run(f"PRAGMA synchronous={was}")

    def _leave(self) -> None:
        """Close this thread's connection; the last of a book that is shut ends its WAL."""
        if self.is_closed():
            return
        if self.is_shut and self._writable:
            # Fails, harmlessly, while another thread or program has the book open.
            with contextlib.suppress(*faults.DRIVER_ERRORS), self.impatient():
                self.run("PRAGMA journal_mode=DELETE")
        self.close()

    def _connect(self) -> Any:
        if self.is_shut:
            raise RuntimeError("the book is closed")
        connection = sqlite.connect(
            self._uri,
            uri=True,
            isolation_level=None,
            timeout=self._patience,
            check_same_thread=False,
        )
        try:
            self.unlock(connection)
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA recursive_triggers=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA cache_size=-32000")
            if self._writable:
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA wal_autocheckpoint=4000")
        except BaseException:
            connection.close()
            raise
        me = threading.get_ident()
        with self._guard:
            if me in self._guests:
                self._guests[me] = connection
        return connection
