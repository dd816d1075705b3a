"""A damaged locked book made readable again: the pages that say where everything is, put right.

SQLCipher seals each page under its number, so a page that does not open is lost as a whole. Those
at the beginning of a book, which name its tables, are the same in every new one: they are taken
from such a one, made with the same key.
"""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relbook.core.store import faults, file, migrations
from relbook.core.store.file import CIPHER_PAGE, Connections

if TYPE_CHECKING:
    from relbook.core.store.key import Key

_PAGE = re.compile(r"page (\d+)")


def connect(path: Path, key: "Key") -> Any:
    """A connection to read what can be read, also of a file that is cut short."""
    from sqlcipher3 import dbapi2 as sqlite

    uri = file.address(path.absolute(), "mode=rw")
    connection = sqlite.connect(uri, uri=True, isolation_level=None)
    key.give(connection)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA writable_schema=ON")  # read on where the file is cut short
    return connection


def patch(damaged: Path, key: "Key", folder: Path) -> Path | None:
    """A copy of the locked book at `damaged`, in `folder`, as readable as it can be made.

    None if no page of it opens with `key`.
    """
    copied = folder / "damaged"
    shutil.copyfile(damaged, copied)
    copied.chmod(0o600)
    left = file.beside(damaged, "-wal")
    if left.is_file():
        shutil.copyfile(left, file.beside(copied, "-wal"))
    pages = -(-copied.stat().st_size // CIPHER_PAGE)
    bad = _unreadable(copied, key)
    if not pages or len(bad) >= pages:
        return None
    if _tells_tables(copied, key):
        return copied
    donor = folder / "donor"
    naming = _make_donor(donor, key, pages)
    with donor.open("rb") as fresh, copied.open("r+b") as mended:
        for number in sorted(one for one in naming if one in bad or one > pages):
            fresh.seek((number - 1) * CIPHER_PAGE)
            mended.seek((number - 1) * CIPHER_PAGE)
            mended.write(fresh.read(CIPHER_PAGE))
    return copied


def _unreadable(path: Path, key: "Key") -> set[int]:
    """The pages whose seal is broken."""
    connection = connect(path, key)
    try:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except faults.DRIVER_ERRORS:
        return set()
    finally:
        connection.close()
    return {int(found[1]) for (line,) in told if (found := _PAGE.search(line))}


def _tells_tables(path: Path, key: "Key") -> bool:
    connection = connect(path, key)
    try:
        connection.execute("SELECT count(*), max(sql) FROM sqlite_master").fetchone()
    except faults.DRIVER_ERRORS:
        return False
    finally:
        connection.close()
    return True


def _make_donor(path: Path, key: "Key", pages: int) -> set[int]:
    """Make a new book of at least so many pages, for its first one tells how many there are.

    Returns those that name its tables: all but the one that each table begins, and ends, with.
    """
    path.touch(0o600)
    made = Connections(path, key=key, mode="rw", patience=file.PATIENCE)
    try:
        with made.atomic():
            migrations.make(made.run)
            every = set(range(1, made.run("PRAGMA page_count").fetchone()[0] + 1))
            roots = {row[0] for row in made.run("SELECT rootpage FROM sqlite_master").fetchall()}
            made.run("INSERT INTO blob VALUES ('', zeroblob(?))", (pages * CIPHER_PAGE,))
    finally:
        made.close()
    return every - roots
