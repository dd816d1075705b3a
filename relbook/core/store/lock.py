"""The passphrase of a book: whether it has one, opening by it, and setting, changing, removing it.

What changes a book's lock writes the whole book anew beside it, looks whether all is there, and
then gives it the book's name in one step. So at every moment there is one whole book under that
name, the former or the new one. While that goes on nobody else can open the former one.
"""

import contextlib
import errno
import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import elsewhere, faults, file, migrations, sealed
from relbook.core.store.journal import Report
from relbook.core.store.key import SALT, Key
from relbook.core.words import say

PATIENCE = 2.0  # seconds to wait for another program to let go of the book
STEPS = 50_000  # of SQLite's machine between two words of progress
WRITING = 0.7  # the part of the work that writing takes; looking it through is the rest


def is_locked(path: Path) -> bool:
    """Whether the file at `path` is a locked book, as far as its first page tells.

    Not for a book that this process has open (`Book.key` tells): to close a file gives up the
    locks that SQLite holds on it. Raises `FileUnreadable` or `BookMissing`.
    """
    with faults.opening(path):
        if path.exists() and not path.is_file():
            return False
        with path.open("rb") as stream:
            first = stream.read(file.CIPHER_PAGE)
            size = stream.seek(0, os.SEEK_END)
    return not first.startswith(file.MAGIC) and file.may_be_locked(path, first, size)


def unlock(path: Path, passphrase: str) -> Key:
    """The key of the locked book at `path`; takes half a second, changes nothing.

    Raises `WrongPassphrase` if `passphrase` does not open it, or the book is not locked; else as
    opening does. The book must not be open in this process (see `is_locked`).
    """
    with faults.opening(path):
        file.look_at(path, locked=True)
        key = Key.derive(passphrase, salt_of(path))
        if not fits(path, key):
            raise wrong(path)
    return key


def salt_of(path: Path) -> bytes:
    """What the file of the locked book at `path` begins with; it is no secret."""
    with path.open("rb") as stream:
        return stream.read(SALT)


def fits(path: Path, key: Key) -> bool:
    """Whether `key` opens the first page of the file at `path`; leaves no trace beside it."""
    connection = _connect(path, key, "mode=ro&immutable=1")
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except faults.DRIVER_ERRORS as fault:
        if faults.code_of(fault) != faults.NOTADB:
            raise
        return False
    finally:
        connection.close()
    return True


def wrong(path: Path) -> errors.WrongPassphrase:
    """The error for a passphrase that does not open the book at `path`."""
    return errors.WrongPassphrase(
        say(
            "This passphrase does not open “{name}”. Nothing was changed; type it again, and look "
            "at capital letters and the keyboard's language.",
            name=path.name,
        )
    )


def change(path: Path, was: Key | None, now: Key | None, report: Report | None = None) -> None:
    """Write the book at `path`, which opens with `was`, anew so that it opens with `now`.

    None is for a book that is not locked. Nobody may have it open. Interrupted at any moment, the
    book is whole, under `was` or `now`. What is left of a former try is removed. Raises
    `BookLocked`, `WrongPassphrase`, `DiskFull`, `FileUnwritable` or `Cancelled`, and then the book
    is as it was.
    """
    path = Path(os.path.realpath(path))
    with faults.opening(path):
        file.look_at(path, locked=was is not None)
        if was is not None and not fits(path, was):
            raise wrong(path)
    with faults.writing(path), _alone_with(path, was) as book:
        draft, aside = file.beside_changing(path)
        sweep(path)
        try:
            _Rewriting(book, path, draft, now, report).run()
            if os.name == "nt":  # where a file that is open cannot be replaced
                book.close()
            _swap(draft, path, aside, now)
        finally:
            _remove(draft)
            _remove(aside)


def kin(path: Path) -> list[Path]:
    """The copies of the book at `path` that Relbook has kept beside it, by their names.

    A WAL of another version is among them: it cannot be locked, and who locks a book is to know of
    it.
    """
    name, ending = glob.escape(path.stem), glob.escape(path.suffix)
    whys = "before update", "before restoring", elsewhere.HERE, elsewhere.THERE
    patterns = [f"{name} ({why}*){ending}" for why in whys]
    patterns.append(f"{glob.escape(file.log_aside(path).name)}*")
    return sorted(copy for pattern in patterns for copy in path.parent.glob(pattern))


def change_kin(
    paths: Iterable[Path], was: Key | None, now: Key | None, report: Report | None = None
) -> list[Path]:
    """As `change`, for the backups and copies of a book; returns those that stayed as they were.

    What opens with `now` already counts as changed.
    """
    left, todo = [], list(paths)
    for n, path in enumerate(todo):
        try:
            change(path, was, now)
        except errors.RelbookError:
            if not _opens(path, now):
                left.append(path)
        if report:
            report(n + 1, len(todo))
    return left


def _opens(path: Path, key: Key | None) -> bool:
    with contextlib.suppress(errors.RelbookError, OSError):
        return is_locked(path) == (key is not None) and (key is None or fits(path, key))
    return False


def sweep(path: Path) -> None:
    """Remove what an interrupted change of the lock left beside the book at `path`."""
    for left in file.beside_changing(Path(os.path.realpath(path))):
        _remove(left)


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """Fills `draft` with all that `book` holds, locked with `key`, and makes sure of it."""

    book: Any
    path: Path
    draft: Path
    key: Key | None
    report: Report | None

    def run(self) -> None:
        os.close(os.open(self.draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        run = self.book.execute
        run("ATTACH DATABASE ? AS fresh KEY ?", (str(self.draft), _literal(self.key)))
        run("PRAGMA fresh.journal_mode=OFF")  # it counts only once it is whole
        run("PRAGMA fresh.synchronous=OFF")
        try:
            with self._reporting(self.book, self._written):
                run("BEGIN")
                run("SELECT sqlcipher_export('fresh')").fetchone()
                # Of the former file.
                run("UPDATE fresh.setting SET value = '' WHERE name = ?", (sealed.SETTING,))
                for name in ("user_version", "application_id"):
                    run(f"PRAGMA fresh.{name} = {run(f'PRAGMA main.{name}').fetchone()[0]}")
                run("COMMIT")
        except BaseException:
            with contextlib.suppress(*faults.DRIVER_ERRORS):
                run("ROLLBACK")
            raise
        finally:
            with contextlib.suppress(*faults.DRIVER_ERRORS):
                run("DETACH fresh")
        with self.draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        self._verify()

    def _verify(self) -> None:
        """See that the draft holds what the book does: as built, as many rows, all sound."""
        size, looked = max(1, self._size_of(self.draft)), [0]

        def seen() -> float:
            looked[0] += 1  # nobody knows how long it takes: ever closer to the end
            return WRITING + (1 - WRITING) * (1 - 1 / (1 + looked[0] * 2_000_000 / size))

        fresh = _connect(self.draft, self.key, "mode=ro&immutable=1")
        try:
            with self._reporting(fresh, seen):
                same = _built(fresh) == _built(self.book) and _counts(fresh) == _counts(self.book)
                sound = fresh.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
                if self.key is not None:
                    sound = sound and not fresh.execute("PRAGMA cipher_integrity_check").fetchall()
        finally:
            fresh.close()
        if not (same and sound):
            raise errors.FileUnwritable(
                say(
                    "The new file of “{name}” did not come out as it should. The book was left as "
                    "it is; look at the disk, and try again.",
                    name=self.path.name,
                )
            )

    @contextlib.contextmanager
    def _reporting(self, connection: Any, part: Any) -> Iterator[None]:
        """Within, tell `report` how far `part` says it is; what it raises ends the work."""
        if self.report is None:
            yield
            return
        report = self.report
        raised: list[BaseException] = []

        def look() -> int:
            try:
                report(round(1_000 * part()), 1_000)
            except BaseException as why:  # noqa: BLE001  (raised again, once SQLite has stopped)
                raised.append(why)
                return 1
            return 0

        connection.set_progress_handler(look, STEPS)
        try:
            yield
        except faults.DRIVER_ERRORS as fault:
            if raised:
                raise raised[0] from fault
            raise
        finally:
            connection.set_progress_handler(None, 0)

    def _written(self) -> float:
        return WRITING * min(1.0, self._size_of(self.draft) / max(1, self._size_of(self.path)))

    @staticmethod
    def _size_of(path: Path) -> int:
        return os.stat(path).st_size  # noqa: PTH116  (opens nothing)


@contextlib.contextmanager
def _alone_with(path: Path, key: Key | None) -> Iterator[Any]:
    """A connection to the book at `path`, which nobody else can read or write meanwhile."""
    connection = _connect(path, key, "mode=rw")
    try:
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA trusted_schema=OFF")
        migrations.check(connection.execute, path)
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        connection.execute("PRAGMA main.locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # which keeps the lock
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            raise sqlite.OperationalError("database is locked")  # someone came in between
        yield connection
    finally:
        connection.close()


def _connect(path: Path, key: Key | None, how: str) -> Any:
    uri = file.address(path.absolute(), how)
    connection = sqlite.connect(
        uri, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False
    )
    if key is not None:
        key.give(connection)
    return connection


def _built(connection: Any) -> tuple[str, int, int]:
    """What it declares, its schema and whose it is."""
    run = connection.execute
    return (
        migrations.digest(run),
        run("PRAGMA user_version").fetchone()[0],
        run("PRAGMA application_id").fetchone()[0],
    )


def _counts(connection: Any) -> dict[str, int]:
    """How many rows each table has; those of full-text tables lie in tables of their own."""
    names: Iterable[tuple[str]] = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
    }


def _literal(key: Key | None) -> str:
    return key.literal if key is not None else ""


def _swap(draft: Path, path: Path, aside: Path, key: Key | None) -> None:
    """Let `draft` be the book at `path`; the former stays `aside` till the new one opens."""
    with contextlib.suppress(OSError):  # a file system without hard links (FAT)
        os.link(path, aside)
    draft.replace(path)
    _sync(path.parent)
    try:
        sound = fits(path, key) if key is not None else not is_locked(path)
    except (*faults.DRIVER_ERRORS, OSError, errors.RelbookError):
        sound = False
    if not sound:
        if aside.exists():
            aside.replace(path)
        raise OSError(errno.EIO, "the new file does not open")


def _remove(left: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            file.beside(left, suffix).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Let the disk know of new names in `folder`."""
    with contextlib.suppress(OSError):  # where a folder cannot be opened (Windows)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
