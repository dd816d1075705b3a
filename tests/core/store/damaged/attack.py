"""Opens each of many damaged books, checks it and rescues what it can, and counts what happened.

``python -m tests.core.store.damaged.attack`` runs all of them and prints a table.
"""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from relbook.core import errors
from relbook.core.store.book import Book
from relbook.core.store.check import examine, glance
from relbook.core.store.place import Seal, seal_of
from relbook.core.store.rescue import rescue
from tests.core.store.damaged import town


def make(path: Path) -> None:
    """The book that is damaged then."""
    with Book.create(path) as book:
        town.fill(book)


def attack(source: Path, folder: Path, damages: Iterable[tuple[str, town.Damage]]) -> Counter[str]:
    """What came of each damage to a copy of `source`; anything but our own errors passes."""
    whole = town.contents(source)
    source = Path(shutil.copy(source, folder / "sealed.relbook"))
    Book.open(source).close(seal=True)
    seal = seal_of(source)  # as that closing left it
    counts: Counter[str] = Counter()
    path, new = folder / "damaged.relbook", folder / "new.relbook"
    for name, damage in damages:
        counts["attacks"] += 1
        counts[_open(source, path, damage, seal, whole)] += 1
        counts[_rescue(source, path, new, damage, whole)] += 1
        if counts["WRONG CLAIM"] or counts["NEW BOOK UNSOUND"]:
            raise AssertionError(name)
    for made in (path, new, source):
        town.clean(made)
    return counts


def _open(source: Path, path: Path, damage: town.Damage, seal: Seal, whole: town.Contents) -> str:
    town.clean(path)
    shutil.copy(source, path)
    damage(path)
    try:
        with Book.open(path) as book:
            quick = glance(book)
            health = examine(book, full=True, seal=seal)
            if health.sealed and (quick or not health.ok):
                return "WRONG CLAIM"
            if not health.sealed:
                return "opened, damage told" if health.faults else "opened, no claim made"
            return "opened, whole" if town.of(book) == whole else "WRONG CLAIM"
    except errors.RelbookError:
        return "refused in a line"


def _rescue(source: Path, path: Path, new: Path, damage: town.Damage, whole: town.Contents) -> str:
    town.clean(path)
    town.clean(new)
    shutil.copy(source, path)
    damage(path)
    before = path.read_bytes() if path.is_file() else b""
    try:
        saved = rescue(path, new)
    except errors.RelbookError:
        return "nothing to rescue" if not new.exists() else "NEW BOOK UNSOUND"
    if path.read_bytes() != before:
        return "WRONG CLAIM"
    with Book.open(new) as book:
        if not examine(book, full=True).ok:
            return "NEW BOOK UNSOUND"
        missing = town.missing_from(whole, town.of(book))
        while book.undo():  # what is offered goes back
            pass
        if not examine(book).ok:
            return "NEW BOOK UNSOUND"
    if missing == 0:
        return "rescued whole"
    return "rescued, loss told" if not saved.complete else "rescued, a letter changed"


def attack_all() -> Counter[str]:
    """What came of all damages."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.relbook"
        make(source)
        return attack(source, Path(folder), town.damages(source.stat().st_size))


def main() -> None:
    """Print what came of all damages."""
    counts = attack_all()
    for what, n in counts.most_common():
        sys.stdout.write(f"{n:6}  {what}\n")


if __name__ == "__main__":
    main()
