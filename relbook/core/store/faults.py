"""Sorts what SQLite and the file system raise: what the user can mend, and what is our bug."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.words import say

DRIVER_ERRORS = (sqlite.DatabaseError,)

# SQLite's primary result codes (sqlite.org/rescode.html).
BUSY: Final = 5
LOCKED: Final = 6
READONLY: Final = 8
INTERRUPT: Final = 9
IOERR: Final = 10
CORRUPT: Final = 11
FULL: Final = 13
CANTOPEN: Final = 14
CONSTRAINT: Final = 19
NOTADB: Final = 26

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# A backup tells no code, only SQLite's words for it.
_WORDS = {
    "database is locked": BUSY,
    "attempt to write a readonly database": READONLY,
    "disk i/o error": IOERR,
    "database disk image is malformed": CORRUPT,
    "database or disk is full": FULL,
    "unable to open database file": CANTOPEN,
    "file is not a database": NOTADB,
}

# For these it has no code of their own: a header, or a text, that has lost its sense.
_DAMAGED = ("unsupported file format", "could not decode to utf-8", "malformed database schema")


@contextmanager
def sorted_out(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the book at `path` into a `RelbookError` if the user can mend it.

    A statement that was interrupted raises `Cancelled`.
    """
    try:
        yield
    except DRIVER_ERRORS as fault:
        if code_of(fault) == INTERRUPT:
            raise errors.Cancelled from fault
        error = of_sqlite(fault, path)
        if error is None:
            raise
        raise error from fault


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """As `sorted_out`, and for what the system says of the file itself."""
    try:
        with sorted_out(path):
            yield
    except OSError as fault:
        raise of_system(fault, path) from fault


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a new file at `path` into a `RelbookError`."""
    try:
        yield
    except FileExistsError as fault:
        raise exists(path) from fault
    except (*DRIVER_ERRORS, OSError) as fault:
        if isinstance(fault, OSError):
            full, unwritable = fault.errno in _NO_ROOM, True
        else:
            code = code_of(fault)
            full, unwritable = code == FULL, code in (READONLY, IOERR, CANTOPEN)
        if full:
            raise _no_room(path) from fault
        if unwritable:
            raise errors.FileUnwritable(
                say(
                    "“{name}” cannot be written there. Nothing else was changed; choose another "
                    "place.",
                    name=path.name,
                )
            ) from fault
        with sorted_out(path):
            raise


def code_of(fault: BaseException) -> int:
    """SQLite's primary result code for `fault`, or 0."""
    said = str(fault).lower()
    if said.startswith(_DAMAGED):
        return CORRUPT
    code = getattr(fault, "sqlite_errorcode", None)
    return _WORDS.get(said, 0) if code is None else int(code) & 0xFF


def of_sqlite(fault: BaseException, path: Path) -> errors.RelbookError | None:
    """The error to show for what SQLite raised, or None when it is a bug of ours."""
    name = path.name
    code = code_of(fault)
    if code == FULL:
        return errors.DiskFull(
            say(
                "There is no room left on the disk, so the last change was not kept; nothing "
                "else was lost. Free some room and do it again."
            )
        )
    if code in (BUSY, LOCKED):
        return errors.BookLocked(
            say(
                "“{name}” is in use by another program just now. Nothing was changed; close "
                "the other program and try again.",
                name=name,
            )
        )
    if code == READONLY:
        return errors.BookReadOnly(
            say(
                "“{name}” may be read but not changed where it lies. Nothing was lost; copy it "
                "to a folder of your own to write in it.",
                name=name,
            )
        )
    if code in (CORRUPT, NOTADB):
        return not_a_book(path)
    if code == IOERR:
        return errors.DiskFull(
            say(
                "The disk did not take the last change to “{name}”; what was kept before is "
                "safe. See that the disk is there and has room, and do it again.",
                name=name,
            )
        )
    if code == CANTOPEN:
        return errors.BookMissing(
            say(
                "“{name}” cannot be opened. Nothing was changed; see that the file and its "
                "folder are there and that you may write in it.",
                name=name,
            )
        )
    return None


def not_a_book(path: Path) -> errors.NotABook:
    """The error for a file that is no book, or is too damaged to be read as one."""
    return errors.NotABook(
        say(
            "“{name}” is not a Relbook book, or it is damaged. It was left as it is; open another "
            "book, or a copy of this one.",
            name=path.name,
        )
    )


def exists(path: Path) -> errors.BookExists:
    """The error for a name that is taken."""
    return errors.BookExists(
        say(
            "There is a file “{name}” already. It was left as it is; choose another name.",
            name=path.name,
        )
    )


def _no_room(path: Path) -> errors.DiskFull:
    return errors.DiskFull(
        say(
            "There is no room left for “{name}”. What was there before is unharmed; free some "
            "room and do it again.",
            name=path.name,
        )
    )


def of_system(fault: OSError, path: Path) -> errors.RelbookError:
    """The error to show for what the system says of a file that was to be read."""
    name = path.name
    if fault.errno in _NO_ROOM:
        return _no_room(path)
    if fault.errno in (errno.ENOENT, errno.ENOTDIR):
        return errors.BookMissing(
            say("There is no “{name}”. Nothing was changed; look for it elsewhere.", name=name)
        )
    return errors.FileUnreadable(
        say(
            "“{name}” cannot be read. Nothing was changed; see that the file is yours and the disk "
            "is there.",
            name=name,
        )
    )
