"""Whole copies of a book, and bytes that nothing names any more."""

import contextlib
import os
import shutil
import struct
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import faults
from relbook.core.store.journal import Report, Run
from relbook.core.words import say

MAGIC = b"SQLite format 3\x00"
PAGES_A_STEP = 1_000


def put_in_place(draft: Path, path: Path) -> None:
    """Give the finished `draft` its name, unless something has taken it meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links (FAT)
        if path.exists():
            raise FileExistsError(17, "exists", str(path)) from None
        os.replace(draft, path)


def copy(source: Any, path: Path, report: Report | None) -> None:
    """Write all of the open connection `source` to a new file at `path`, by SQLite's backup."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.exists():
            raise FileExistsError(17, "exists", str(path))
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        target = sqlite.connect(str(draft), isolation_level=None)
        try:
            source.backup(
                target,
                pages=PAGES_A_STEP if report else -1,
                progress=(lambda _s, left, total: report(total - left, total)) if report else None,
            )
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            target.close()
        put_in_place(draft, path)
    except FileExistsError as fault:
        raise errors.BookExists(
            say(
                "There is a file “{name}” already. It was left as it is; choose another name.",
                name=path.name,
            )
        ) from fault
    except (*faults.DRIVER_ERRORS, OSError) as fault:
        error = faults.mendable(fault, path)
        if isinstance(error, errors.DiskFull) or error is None:
            raise (error or fault) from fault
        raise errors.FileUnwritable(
            say(
                "“{name}” cannot be written there. The book is unharmed; choose another place.",
                name=path.name,
            )
        ) from fault
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def look_at_header(path: Path, *, locked: bool) -> None:
    """Refuse what is no SQLite file, or one that was cut short, before SQLite opens it.

    Raises `NotABook`, or `BookMissing` for nothing at all. A locked book has no header to look at.
    """
    with path.open("rb") as file:
        header = file.read(100)
        size = file.seek(0, os.SEEK_END)
    if locked:
        return
    if len(header) < 100 or not header.startswith(MAGIC):
        raise faults.not_a_book(path)
    page_size = struct.unpack(">H", header[16:18])[0]
    page_size = 65536 if page_size == 1 else page_size
    changed, pages = struct.unpack(">II", header[24:32])
    counted_at = struct.unpack(">I", header[92:96])[0]
    has_log = path.with_name(path.name + "-wal").exists()
    if changed == counted_at and size < pages * page_size and not has_log:
        raise errors.NotABook(
            say(
                "“{name}” is cut short: part of the file is missing. It was left as it is; open a "
                "copy of it, or a backup.",
                name=path.name,
            )
        )


def keep_before_migration(path: Path, version: int) -> Path:
    """Copy the book beside itself before its schema changes; returns where."""
    kept = path.with_name(f"{path.stem} (before update, schema {version}){path.suffix}")
    n = 1
    while kept.exists():
        n += 1
        kept = path.with_name(f"{path.stem} (before update, schema {version}, {n}){path.suffix}")
    source = sqlite.connect(str(path), isolation_level=None)
    try:
        copy(source, kept, None)
    finally:
        source.close()
    shutil.copystat(path, kept)
    return kept


def sweep_bytes(run: Run, person: list[str], source_card: list[str]) -> None:
    """Delete bytes that neither a row nor the journal names."""
    photo, blob = person.index("photo"), source_card.index("blob")
    run(
        "DELETE FROM blob WHERE hash NOT IN ("
        "SELECT photo FROM person WHERE photo IS NOT NULL UNION SELECT blob FROM source_card"
        f" UNION SELECT former ->> {photo} FROM journal WHERE of_table = 'person'"
        f" AND former ->> {photo} IS NOT NULL"
        f" UNION SELECT former ->> {blob} FROM journal WHERE of_table = 'source_card'"
        " AND former IS NOT NULL)"
    )
