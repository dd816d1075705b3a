"""The file that an open book was found in: whether it is still the one at its path, byte for byte.

A sync program puts another file in its place, or writes over it, and SQLite notices neither.
"""

import contextlib
import enum
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relbook.core.blake2 import blake2b
from relbook.core.store.file import CIPHER_PAGE, MAGIC, beside
from relbook.core.store.journal import Report

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

HEADER = 100  # bytes, of SQLite's file format
PAGE = 4096  # bytes, of every book
_CHUNK = 1 << 20  # whole pages
# What each opening and closing changes in the header: the journal's mode, the change counter, the
# version it was written at and by which SQLite.
_PASSING = ((18, 20), (24, 28), (92, 100))


class Whereabouts(enum.Enum):
    """What became of an open book's file."""

    HERE = "here"
    REPLACED = "replaced"  # another file has its name
    OVERWRITTEN = "overwritten"  # another program wrote over it
    GONE = "gone"  # nothing has its name


class Seal(NamedTuple):
    """A hash of all of a closed book's bytes that last, and SQLite's count of changes to it."""

    counter: int
    body: str


class Place:
    """The file at `path`, held open: to close it would give up the locks SQLite has on it.

    So it is made before SQLite opens the file, and let go after that has closed it.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        self._file = self.path.open("rb", buffering=0)
        self._guard = threading.Lock()
        self.found = self._read(0, HEADER)
        self.at_end: Callable[[], None] | None = None  # called once it is let go
        self.other: Path | None = None  # where that is kept which another program wrote over it
        self._passing: TemporaryDirectory[str] | None = None
        self._logged = False
        self._settled = 0
        self._log: tuple[int, int] | None = None

    def settle(self, *, logged: bool) -> None:
        """To be called once the book is open: `logged` tells whether it writes to a WAL."""
        # A locked one tells nobody; nor does one last closed where its WAL could not be removed.
        self._logged = logged and self.found.startswith(MAGIC) and self._read(18, 2) != b"\1\1"
        self._settled = os.fstat(self._file.fileno()).st_mtime_ns
        self._log = self._log_now()

    def look_again(self) -> None:
        """Take the file as found as it is now: it was brought up to date, and no seal of what it
        was before says anything of it.
        """
        self.found = self._read(0, HEADER)

    def look(self) -> Whereabouts:
        """What became of the file; costs microseconds."""
        try:
            now = os.stat(self.path)  # noqa: PTH116  (no object for each edit)
        except FileNotFoundError:
            return Whereabouts.GONE
        here = os.fstat(self._file.fileno())
        if (now.st_ino, now.st_dev) != (here.st_ino, here.st_dev):
            return Whereabouts.REPLACED
        # While it is open it says that it has a WAL; a book that comes from elsewhere was closed.
        if self._logged and self._read(18, 2) == b"\1\1":
            return Whereabouts.OVERWRITTEN
        if self._log is None:
            self._log = self._log_now()
        return Whereabouts.HERE

    @property
    def was_closed(self) -> bool:
        """Whether the file, as it was found, says that it needs no WAL; a locked one tells nobody."""
        return self.found.startswith(MAGIC) and self.found[18:20] == b"\1\1"

    @property
    def log_is_ours(self) -> bool:
        """Whether the WAL beside the path, if any, is the one that was there at first."""
        now = self._log_now()
        return now is None or self._log is None or now == self._log

    @property
    def untouched(self) -> bool:
        """Whether nothing was written into the file itself since it was opened."""
        return os.fstat(self._file.fileno()).st_mtime_ns == self._settled

    @property
    def counter(self) -> int:
        """SQLite's count of changes, as it was before the book was opened."""
        return int.from_bytes(self.found[24:28])

    @property
    def counter_now(self) -> int:
        """SQLite's count of changes, as it stands in the file."""
        return int.from_bytes(self._read(24, 4))

    def page_at(self, at: int) -> bytes:
        """The page that holds byte `at`."""
        return self._read(at - at % PAGE, PAGE)

    def seal(self, report: Report | None = None) -> Seal:
        """The seal of the file as it is now, but with the `counter` of its opening."""
        return Seal(self.counter, self.hash_without(b"", report)[0])

    def hash_without(self, left_out: bytes, report: Report | None = None) -> tuple[str, int | None]:
        """A hash of all bytes that last, with zeros for those `left_out`; and where these are.

        They have to be there once, and on one page, else it is None.
        """
        size = os.fstat(self._file.fileno()).st_size
        hashed, at, found = blake2b(digest_size=16), 0, []
        while chunk := self._read(at, _CHUNK):
            if at == 0:
                chunk = lasting(chunk)
            if left_out and (n := chunk.find(left_out)) >= 0:
                found += [at + n] * chunk.count(left_out)
                chunk = chunk.replace(left_out, bytes(len(left_out)))
            hashed.update(chunk)
            at += len(chunk)
            if report:
                report(at, max(at, size))
        return hashed.hexdigest(), found[0] if len(found) == 1 else None

    def copy_to(self, path: Path) -> None:
        """Write the bytes of the file, as they are now, to a new file at `path`."""
        handle = os.open(
            path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600
        )
        with open(handle, "wb") as to:  # noqa: PTH123  (a descriptor)
            at = 0
            while chunk := self._read(at, _CHUNK):
                to.write(chunk)
                at += len(chunk)
            to.flush()
            os.fsync(to.fileno())

    def keep_other(self, path: Path) -> None:
        """Keep what another program wrote over the file at `path`, as `other`; where nothing may be
        written, elsewhere until it is returned.
        """
        try:
            self.copy_to(path)
        except OSError:
            import tempfile

            self._passing = tempfile.TemporaryDirectory(prefix="relbook-")  # its owner's alone
            path = Path(self._passing.name) / path.name
            self.copy_to(path)
        self.other = path

    def return_other(self) -> None:
        """Put what another program wrote over the file in its place again; `other` stays."""
        if self.other is None:
            return
        import shutil

        draft = self.path.with_name(f".{self.other.name}.new")
        with contextlib.suppress(OSError):
            try:
                shutil.copyfile(self.other, draft)
                draft.chmod(0o600)
                draft.replace(self.path)
            except OSError:  # nothing new may be there, but in the file one may still write
                with contextlib.suppress(OSError):
                    draft.unlink(missing_ok=True)
                with self.other.open("rb") as source, self.path.open("r+b") as there:
                    shutil.copyfileobj(source, there)
                    there.truncate()
                    os.fsync(there.fileno())
        if self._passing is not None:
            self._passing.cleanup()

    @property
    def is_nowhere(self) -> bool:
        """Whether the file has no name any more, so that it is lost once it is closed."""
        return os.fstat(self._file.fileno()).st_nlink == 0

    def close(self) -> None:
        """Let go of the file."""
        if not self._file.closed:
            self._file.close()
            if self.at_end:
                self.at_end()

    def _log_now(self) -> tuple[int, int] | None:
        with contextlib.suppress(OSError):
            log = os.stat(beside(self.path, "-wal"))  # noqa: PTH116
            return log.st_ino, log.st_dev
        return None

    def _read(self, at: int, size: int) -> bytes:
        with self._guard:
            self._file.seek(at)
            return self._file.read(size) or b""


def lasting(beginning: bytes) -> bytes:
    """The first bytes of a book, without those that opening and closing it change."""
    bare = bytearray(beginning)
    if not beginning.startswith(MAGIC):  # locked: its first page is written anew each time
        return bytes(CIPHER_PAGE) + beginning[CIPHER_PAGE:]
    for start, end in _PASSING:
        bare[start:end] = bytes(len(bare[start:end]))
    return bytes(bare)


def seal_of(path: Path) -> Seal:
    """The seal of a closed book; it must not be open in this process."""
    place = Place(path)
    try:
        return place.seal()
    finally:
        place.close()
