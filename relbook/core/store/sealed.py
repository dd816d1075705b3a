"""The seal that a book carries in itself: a hash of all its bytes, put there as it is closed.

So a bit that a disk or a stick loses within a text is noticed wherever the book is opened next, and
not only on the computer that closed it. The hash leaves out its own bytes, and SQLite's count of
changes is told with it: once anybody has written since, the seal says nothing any more. In a copy that
SQLite has made the count begins anew and would one day be the same: whoever closes a book without
sealing it takes the old seal away. A locked book needs none: each of its pages has one of SQLCipher's.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import faults
from relbook.core.store.file import Connections, address
from relbook.core.store.journal import Report
from relbook.core.store.place import Place, Seal

if TYPE_CHECKING:
    from relbook.core.store.book import Book

SETTING = "seal"  # of the book: the count in 8 hex digits, the hash in 32
_UNSEALED = "f" * 8
_KEEP = (
    "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"
)


def begin(connections: Connections) -> str:
    """Make room for the seal of a book that is about to be closed; returns what stands there."""
    room = _UNSEALED + os.urandom(16).hex()  # nothing else in the file is the same
    with connections.impatient(), connections.unhurried():
        connections.run(_KEEP, (SETTING, room))
    return room


def drop(connections: Connections) -> None:
    """Take away the seal of a book that was written in, and is about to be closed without one."""
    with connections.impatient(), connections.unhurried():
        connections.run("UPDATE setting SET value = '' WHERE name = ? AND value <> ''", (SETTING,))


def finish(place: Place, room: str) -> Seal | None:
    """Seal the book at `place`, which was closed with `room` for it.

    None if that cannot be: another program has it open, say.
    """
    with (
        contextlib.suppress(errors.RelbookError, OSError, *faults.DRIVER_ERRORS),
        _alone_with(place) as connection,
    ):
        return _seal(connection, place, room)
    return None


@contextlib.contextmanager
def _alone_with(place: Place) -> Iterator[Any]:
    """A connection to the closed book, in a transaction. Raises SQLite's error if it is not closed."""
    uri = address(place.path, "mode=rw")
    connection = sqlite.connect(uri, uri=True, isolation_level=None, timeout=0)
    try:
        connection.execute("BEGIN IMMEDIATE")  # nobody writes, or begins a WAL, till it is done
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            raise sqlite.OperationalError("another program has it open")
        yield connection
    finally:
        connection.close()


def _seal(connection: Any, place: Place, room: str) -> Seal | None:
    body, at = place.hash_without(room.encode())
    if at is None:
        return None
    counter = (place.counter_now + 1) % (1 << 32)  # as the commit will leave it
    seal = Seal(counter, body)
    page = place.page_at(at).replace(room.encode(), _told(seal).encode())
    _write(connection, _told(seal))
    connection.execute("COMMIT")
    if place.page_at(at) != page:  # what stands beside it was moved, or it went into another file
        _write(connection, room)
        return None
    return seal


def _write(connection: Any, value: str) -> None:
    connection.execute("UPDATE setting SET value = ? WHERE name = ?", (value, SETTING))


def _told(seal: Seal) -> str:
    return f"{seal.counter:08x}{seal.body}"


def keep(connections: Connections, place: Place) -> Callable[[], None]:
    """Let a book that was found damaged, and was only read since, say so again when it is opened
    next; returns what is to be done once it is closed.
    """
    found = connections.run("SELECT value FROM setting WHERE name = ?", (SETTING,)).fetchone()
    seal = read(place, found[0]) if found and place.untouched else None

    def go_on() -> None:
        if seal is not None:
            with _alone_with(place) as connection:
                counter = (place.counter_now + 1) % (1 << 32)  # as the commit will leave it
                _write(connection, _told(Seal(counter, seal.body)))
                connection.execute("COMMIT")

    return go_on


def of(book: "Book") -> Seal | None:
    """The seal that `book` was found with, if nobody has written in it since it was closed."""
    return read(book.place, book.setting(SETTING) or "") if book.key is None else None


def read(place: Place, told: str) -> Seal | None:
    """The seal that the setting `told` of the book at `place`, if it still says something."""
    try:
        seal = Seal(int(told[:8], 16), told[8:])
    except ValueError:
        return None
    holds = place.was_closed and seal.counter == place.counter
    return seal if holds and len(seal.body) == 32 else None


def is_whole(place: Place, seal: Seal, report: Report | None = None) -> bool:
    """Whether every byte of the book at `place` is as its own `seal` says."""
    body, _at = place.hash_without(_told(seal).encode(), report)
    return body == seal.body
