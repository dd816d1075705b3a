"""Whole copies of a book, and bytes that nothing names any more."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import faults, journal
from relbook.core.store.file import CIPHER_PAGE, MAGIC, Connections, address, beside
from relbook.core.store.journal import Report, Run
from relbook.core.words import say

# At each step, and each look whether a check is still wanted, Python runs: whoever types then waits
# until this thread has had its turn, on a busy computer for long. So there are few of both.
PAGES_A_STEP = 4_096  # of 4 KiB
FLUSH_EVERY = 16_000_000  # bytes, so that the disk never has much to catch up with at once
LOOK_EVERY = 1_000_000  # steps of SQLite's


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """An empty draft, its owner's alone, that gets the name `path` if all goes well.

    Raises `BookExists` if that is taken, `FileUnwritable` or `DiskFull`; then nothing is left.
    """
    import tempfile

    with faults.writing(path):
        if path.exists():
            raise FileExistsError
        # It is made readable for its owner alone.
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".new", dir=path.parent
        )
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            _put_in_place(draft, path)
        finally:
            for suffix in ("", "-journal", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    beside(draft, suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty draft that takes the place of what is at `path` if all goes well.

    What was there before stays as it was until then, and a book always does: `BookExists`. Raises
    `FileUnwritable` or `DiskFull`; then no draft is left. A new file is its owner's alone.
    """
    import shutil
    import tempfile

    with faults.writing(path):
        place = Path(os.path.realpath(path))  # what a link leads to is meant, not the link
        if place.exists():
            if not place.is_file():  # a folder, or a device
                raise OSError(errno.EINVAL, "not a file")
            if _is_book(place):
                raise FileExistsError
        handle, name = tempfile.mkstemp(
            prefix=f".{place.name[:40]}.", suffix=".new", dir=place.parent
        )
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            if place.exists():
                shutil.copymode(place, draft)
            sync(draft)
            draft.replace(place)
            sync_folder(place.parent)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _is_book(path: Path) -> bool:
    """Whether it is one by its name, which a locked one needs, or by its first bytes."""
    if path.suffix.lower() == ".relbook":
        return True
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _put_in_place(draft: Path, path: Path) -> None:
    """Give the finished `draft` its name, unless something has taken it meanwhile.

    It is on the disk before, and has its name there after.
    """
    sync(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links (FAT)
        if path.exists():
            raise FileExistsError from None
        draft.replace(path)
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Return once what the file holds is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk, where a system can tell (not Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def copy(
    source: Connections, path: Path, report: Report | None = None, *, checked: bool = False
) -> None:
    """Write all that `source` holds to a new file at `path`, of the same passphrase.

    It is the book of one moment, whatever is written meanwhile. If `checked`, it has its name only
    once it was opened and read from end to end, else raises `Unsound`.
    """
    with new_file(path) as draft:
        state = _pour(source, draft, journal.part(report, 0, 60 if checked else 100))
        if checked:
            _check(source, draft, path, state, journal.part(report, 60, 100))


def _pour(source: Connections, draft: Path, report: Report | None) -> tuple[Any, ...]:
    """Fill the empty `draft`; returns what tells this state of the book from others."""
    handle = os.open(draft, os.O_RDWR)  # kept: to close it would drop SQLite's lock (POSIX)
    target = sqlite.connect(str(draft), isolation_level=None)
    flushed = 0

    def follow(_status: int, left: int, total: int) -> None:
        nonlocal flushed
        done = total - left
        if done - flushed >= FLUSH_EVERY // CIPHER_PAGE:
            os.fsync(handle)
            flushed = done
        if report:
            report(done, total)

    try:
        source.unlock(target)
        # A draft that a crash leaves is nobody's: what counts is the sync before it gets its name.
        target.execute("PRAGMA synchronous=OFF")
        # Within a transaction it stays at one moment; else each edit would begin it anew.
        with source.atomic():
            state = _state(source.run)
            source.connection().backup(target, pages=PAGES_A_STEP, progress=follow)
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        os.close(handle)
    return state


def _state(run: Run) -> tuple[Any, ...]:
    return (
        run("PRAGMA user_version").fetchone()[0],
        run("SELECT last FROM journal_open").fetchone()[0],
        run("SELECT count(*) FROM person").fetchone()[0],
    )


def _check(
    source: Connections, draft: Path, path: Path, state: tuple[Any, ...], report: Report | None
) -> None:
    """Open `draft` afresh and read all of it. Raises `Unsound`."""
    try:
        with look_into(source, draft) as written:
            faults_found = read_through(written, report)
            same = _state(written.execute) == state
    except faults.DRIVER_ERRORS as fault:
        raise unsound(path) from fault
    if faults_found or not same:
        raise unsound(path)


@contextlib.contextmanager
def look_into(source: Connections, path: Path) -> Iterator[Any]:
    """A connection, to read alone, to a file of the same passphrase that nobody else has open."""
    uri = address(path.absolute(), "mode=ro&immutable=1")
    written = sqlite.connect(uri, uri=True, isolation_level=None)
    try:
        source.unlock(written)
        written.execute("PRAGMA trusted_schema=OFF")
        yield written
    finally:
        written.close()


def read_through(connection: Any, report: Report | None = None) -> list[str]:
    """Read every page, index and key of a book; returns the first faults, best none."""
    stopped: list[BaseException] = []

    def go_on() -> int:
        try:
            if report:
                report(0, 0)
        except BaseException as wish:  # noqa: BLE001  (it cannot pass through SQLite)
            stopped.append(wish)
        return bool(stopped)

    connection.set_progress_handler(go_on, LOOK_EVERY)
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    except faults.DRIVER_ERRORS as fault:
        if stopped:
            raise stopped[0] from fault
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return [one for one in found if one != "ok"] + [f"{row[0]} {row[1]}" for row in keys[:20]]


def unsound(path: Path) -> errors.Unsound:
    """The error for a copy that does not read back as it was written."""
    return errors.Unsound(
        say(
            "“{name}” was written but did not pass its check, so it was not kept. Nothing else was "
            "changed, and earlier copies are as they were; check the book, it may be damaged.",
            name=path.name,
        )
    )


def keep_before_migration(source: Connections, path: Path, version: int) -> Path:
    """Copy the book at `path` beside itself before its schema changes; returns where."""
    import shutil

    kept = path.with_name(f"{path.stem} (before update, schema {version}){path.suffix}")
    n = 1
    while kept.exists():
        n += 1
        kept = path.with_name(f"{path.stem} (before update, schema {version}, {n}){path.suffix}")
    copy(source, kept)
    shutil.copystat(path, kept)
    return kept


def sweep_bytes(run: Run, naming: Iterable[tuple[str, str, int]]) -> None:
    """Delete bytes that neither a row nor the journal names.

    `naming` are the columns that can: table, column, and which of the table's it is, from 0.
    """
    named = " UNION ".join(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
        f" UNION SELECT former ->> {at} FROM ({journal.LOGS}) l CROSS JOIN journal j"
        f" ON j.log = l.log AND j.of_table = '{table}' WHERE former ->> {at} IS NOT NULL"
        for table, column, at in naming
    )
    run(f"DELETE FROM blob WHERE hash NOT IN ({named})")
