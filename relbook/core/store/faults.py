"""Sorts what SQLite and the file system raise: what the user can mend, and what is our bug."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.words import say

DRIVER_ERRORS = (peewee.DatabaseError, sqlite.DatabaseError)


@contextmanager
def sorted_out(path: Path) -> Iterator[None]:
    """Turn an error about the book at `path` that the user can mend into a `RelbookError`."""
    try:
        yield
    except (*DRIVER_ERRORS, OSError) as fault:
        error = mendable(fault, path)
        if error is None:
            raise
        raise error from fault


def mendable(fault: Exception, path: Path) -> errors.RelbookError | None:
    """The error to show for `fault`, or None when it is a bug of ours."""
    if isinstance(fault, OSError):
        return _of_system(fault, path)
    text = str(fault).lower()
    name = path.name
    if "database or disk is full" in text:
        return errors.DiskFull(
            say(
                "There is no room left on the disk, so the last change was not kept; nothing else "
                "was lost. Free some room and do it again."
            )
        )
    if "locked" in text or "busy" in text:
        return errors.BookLocked(
            say(
                "“{name}” is in use by another program just now. Nothing was changed; close the "
                "other program and try again.",
                name=name,
            )
        )
    if "readonly" in text or "read-only" in text:
        return errors.BookReadOnly(
            say(
                "“{name}” may be read but not changed where it lies. Nothing was lost; copy it to "
                "a folder of your own to write in it.",
                name=name,
            )
        )
    if "not a database" in text or "malformed" in text or "disk image" in text:
        return not_a_book(path)
    if "disk i/o error" in text:
        return errors.DiskFull(
            say(
                "The disk did not take the last change to “{name}”; what was kept before is safe. "
                "See that the disk is there and has room, and do it again.",
                name=name,
            )
        )
    if "unable to open" in text:
        return errors.BookMissing(
            say(
                "“{name}” cannot be opened. Nothing was changed; see that the file and its folder "
                "are there and that you may read them.",
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


def _of_system(fault: OSError, path: Path) -> errors.RelbookError | None:
    name = path.name
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return errors.DiskFull(
            say(
                "There is no room left for “{name}”. What was there before is unharmed; free some "
                "room and do it again.",
                name=name,
            )
        )
    if fault.errno in (errno.ENOENT, errno.ENOTDIR):
        return errors.BookMissing(
            say("There is no “{name}”. Nothing was changed; look for it elsewhere.", name=name)
        )
    if fault.errno == errno.EEXIST:
        return errors.BookExists(
            say(
                "There is a file “{name}” already. It was left as it is; choose another name.",
                name=name,
            )
        )
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR):
        return errors.FileUnwritable(
            say(
                "“{name}” may not be opened or written there. Nothing was changed; choose another "
                "place.",
                name=name,
            )
        )
    return None
