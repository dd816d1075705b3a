"""What may be interrupted while a whole file is made, or takes another's place."""

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Final

from relbook.core import people
from relbook.core.store import backups, lock, restore
from relbook.core.store.backups import Shelves
from relbook.core.store.book import Book
from relbook.core.store.migrations import SCHEMA_VERSION
from relbook.core.store.rescue import rescue
from tests.books import fiction
from tests.core.store.damaged import town
from tests.trust.deed import BOOK, KEYS, NOW, Deed, Tell, crowd, shelf, whole

BOOKS: Final = Path(fiction.__file__).parent
DWELLS: Final = 0.01  # seconds on each line


@contextlib.contextmanager
def dwelling(on: Callable[..., object]) -> Iterator[None]:
    """Within, each line of a function takes a while: that is where a kill will find it."""

    def follow(frame: FrameType, event: str, _given: object) -> Any:
        if frame.f_code is code:
            if event == "line":
                time.sleep(DWELLS)
            return follow
        return None

    code = on.__code__
    sys.settrace(follow)
    try:
        yield
    finally:
        sys.settrace(None)


class Migrating(Deed):
    """Books of an older schema are brought up to date."""

    name = "migrating"
    edits = 12

    def prepare(self, folder: Path) -> None:
        for n in range(self.edits):
            shutil.copy(BOOKS / "schema-1.relbook", folder / f"{n}.relbook")

    def work(self, folder: Path, tell: Tell) -> None:
        for n in range(self.edits):
            Book.open(folder / f"{n}.relbook").close()
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        for n in range(min(finished + 1, self.edits)):
            if n < finished:
                version = (folder / f"{n}.relbook").read_bytes()[60:64]  # of the header
                assert int.from_bytes(version) == SCHEMA_VERSION
            with whole(folder / f"{n}.relbook") as book:
                names = {name for (name,) in book.rows("SELECT name FROM person")}
                assert {"Dr John Watson", "Sherlock Holmes"} <= names, names
            copies = list(folder.glob(f"{n} (before update*.relbook"))
            assert copies, f"no copy of {n} was kept"
            for copied in copies:
                with whole(copied) as book:
                    assert people.count(book) == len(names)


class BackingUp(Deed):
    """After each edit a backup is made."""

    name = "backing up"
    edits = 12

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(3_000 * self.size))

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            for n in range(self.edits):
                with book.edit(f"Add {n}"):
                    people.add(book, f"New {n}")
                backups.make(book, shelf(folder), NOW + timedelta(seconds=n))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        everyone = round(3_000 * self.size)
        with whole(folder / BOOK) as book:
            there = people.count(book) - everyone
        assert finished <= there <= finished + 1
        made = backups.all_of(shelf(folder))
        assert finished <= len(made) <= finished + 1
        for n, backup in enumerate(reversed(made)):
            backups.check(backup.path, None)
            assert restore.contents(backup.path, None).people == everyone + n + 1


class Restoring(Deed):
    """One backup after the other takes the book's place, today's kept aside each time."""

    name = "restoring"
    edits = 10

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(1_000 * self.size))
            for n in range(2):
                with book.edit(f"Add {n}"):
                    people.add(book, f"New {n}")
                backups.make(book, shelf(folder), NOW + timedelta(seconds=n))
            with book.edit("Add today"):
                people.add(book, "Today")

    def work(self, folder: Path, tell: Tell) -> None:
        two = backups.all_of(shelf(folder))
        for n in range(self.edits):
            restore.restore(two[n % 2].path, None, folder / BOOK, NOW + timedelta(minutes=n))
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        def more(book: Book) -> int:
            return people.count(book) - round(1_000 * self.size)

        expected = {2 - (n % 2) if n >= 0 else 3 for n in (finished - 1, finished)}
        with whole(folder / BOOK) as book:
            assert more(book) in expected
        restore.settle(folder / BOOK, NOW)
        kept = []
        for aside in folder.glob("* (before restoring*.relbook"):
            with whole(aside) as book:
                kept.append(more(book))
        assert finished <= len(kept) <= finished + 1
        assert not finished or kept.count(3) == 1, "today's book is gone"


class Locking(Deed):
    """A passphrase is set, changed and removed."""

    name = "encrypting"
    edits = 9

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            fiction.fill(book)
            crowd(book, round(2_000 * self.size), notes=True)

    def work(self, folder: Path, tell: Tell) -> None:
        for n in range(self.edits):
            lock.change(folder / BOOK, KEYS[n % 3], KEYS[(n + 1) % 3])
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        path = folder / BOOK
        fitting = [
            key
            for key in (KEYS[finished % 3], KEYS[(finished + 1) % 3])
            if lock.is_locked(path) == (key is not None) and (key is None or lock.fits(path, key))
        ]
        assert len(fitting) == 1
        key = fitting[0]
        with whole(path, key) as book:
            assert people.count(book) == 3 + round(2_000 * self.size)
        left = [file.name for file in folder.iterdir() if file.name != BOOK]
        assert not left, f"{left} was left"


class Swapping(Locking):
    """As `Locking`, and mostly just when the new file takes the place of the former one."""

    name = "encrypting, at the swap"

    def work(self, folder: Path, tell: Tell) -> None:
        with dwelling(lock._swap):
            super().work(folder, tell)


class PuttingBack(Restoring):
    """As `Restoring`, and mostly just when the backup takes the place of the book."""

    name = "restoring, at the swap"

    def work(self, folder: Path, tell: Tell) -> None:
        with dwelling(restore.put):
            super().work(folder, tell)


class Rescuing(Deed):
    """What can be read of a damaged book is saved into a new one, again and again."""

    name = "rescuing"
    edits = 6

    def prepare(self, folder: Path) -> None:
        path = folder / BOOK
        with Book.create(path) as book:
            fiction.fill(book)
            crowd(book, round(1_500 * self.size) + 60, notes=True)
        town.write(path, 0, bytes(100))
        shutil.copy(path, folder / "as it was")

    def work(self, folder: Path, tell: Tell) -> None:
        for n in range(self.edits):
            rescue(folder / BOOK, folder / f"{n}.relbook")
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        assert (folder / BOOK).read_bytes() == (folder / "as it was").read_bytes()
        new = sorted(folder.glob("[0-9].relbook"))
        assert finished <= len(new) <= finished + 1
        for path in new:
            with whole(path) as book:
                assert people.count(book) == 3 + 60 + round(1_500 * self.size)


class Leaving(Deed):
    """The window is closed on a day with changes, and backs the book up."""

    name = "closing the window"
    edits = 8

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(3_000 * self.size))

    def work(self, folder: Path, tell: Tell) -> None:
        from PySide6.QtWidgets import QApplication

        from relbook.app import build_window, leave

        QApplication.instance() or QApplication([])
        for n in range(self.edits):
            shelves = partial(self._shelves, folder, n)
            window = build_window(Book.open(folder / BOOK), look="light", shelves=shelves)
            with window.desk.edit(f"Add {n}"):
                people.add(window.desk.book, f"New {n}")
            window.close()
            leave(window)
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        everyone = round(3_000 * self.size)
        with whole(folder / BOOK) as book:
            there = people.count(book) - everyone
        assert finished <= there <= finished + 1
        for n in range(finished + 1):
            made = backups.all_of(self._shelves(folder, n).of(folder / BOOK))
            assert len(made) == 1 or (n == finished and not made)
            for one in made:
                backups.check(one.path, None)
                assert restore.contents(one.path, None).people == everyone + n + 1

    def _shelves(self, folder: Path, n: int) -> Shelves:
        """Elsewhere each time: a day has no more than one backup."""
        return Shelves(folder / f"backups {n}", folder / "choices")
