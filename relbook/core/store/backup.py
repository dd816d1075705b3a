"""Whole copies of a book, and bytes that nothing names any more."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from relbook.core.store import faults, journal
from relbook.core.store.file import MAGIC, Connections, beside
from relbook.core.store.journal import Report, Run

PAGES_A_STEP = 1_000


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
            draft.replace(place)
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
    """Give the finished `draft` its name, unless something has taken it meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links (FAT)
        if path.exists():
            raise FileExistsError from None
        draft.replace(path)


def copy(source: Connections, path: Path, report: Report | None = None) -> None:
    """Write all that `source` holds to a new file at `path`, of the same passphrase."""
    with new_file(path) as draft:
        target = sqlite.connect(str(draft), isolation_level=None)
        try:
            source.unlock(target)
            source.connection().backup(
                target,
                pages=PAGES_A_STEP if report else -1,
                progress=(lambda _s, left, total: report(total - left, total)) if report else None,
            )
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            target.close()


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
