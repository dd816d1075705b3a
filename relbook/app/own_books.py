"""Which books are the user's own, and what is kept of them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from relbook import paths
from relbook.core.errors import FileUnwritable

if TYPE_CHECKING:
    from relbook.core.store.backups import Shelves


def is_there(path: Path) -> bool:
    """Whether `path` leads to something; no if that may not be known."""
    return os.path.exists(path)  # noqa: PTH110  (which raises nothing)


def last_of(recent: list[Path]) -> Path | None:
    """The first of `recent` that is still there, or the usual book; None if there is neither."""
    last = next(filter(is_there, recent), None)
    if last is not None:
        return last
    try:
        usual = paths.default_book()
    except FileUnwritable:
        return None
    return usual if is_there(usual) else None


def lying_about() -> list[Path]:
    """The books beside the usual one, the newest first: kept aside when that vanished, say."""
    try:
        usual, sample = paths.default_book(), paths.sample_book()
        books = [one for one in usual.parent.glob("*.relbook") if one not in (usual, sample)]
        return sorted(books, key=lambda path: path.stat().st_mtime, reverse=True)
    except (FileUnwritable, OSError):
        return []


def place_for_first() -> Path:
    """Where a first book goes: beside one that is there already and did not open.

    Raises `FileUnwritable` if there is no folder for it.
    """
    usual = path = paths.default_book()
    n = 1
    while os.path.lexists(path):
        n += 1
        path = usual.with_stem(f"{usual.stem} {n}")
    return path


def kin(book: Path) -> list[Path]:
    """The backups of a book, and the copies kept beside it: what is locked as it is."""
    from relbook.core.store import backups, lock

    return [*lock.kin(book), *(one.path for one in backups.all_of(shelves().of(book)))]


def shelves() -> "Shelves":
    """Where backups go."""
    from relbook.core.store.backups import Shelves

    return Shelves(paths.backup_folder(), paths.backup_choices())
