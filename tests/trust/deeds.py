"""What is done to a book by a process that may be killed at any moment, and what must be there then.

Each `Deed` is a row of edits. After each the process says how many are finished; whatever comes
then, the book must hold all of those, and of the one that was under way all or nothing.
"""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from relbook.core import facts, interests, people
from relbook.core.exchange.sameness import merge
from relbook.core.search import Index
from relbook.core.store import backups, lock, restore
from relbook.core.store.backups import Shelf
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key
from relbook.core.store.migrations import SCHEMA_VERSION
from tests.books import fiction

Tell = Callable[[], None]  # says that one more edit is finished

BOOKS: Final = Path(__file__).parents[1] / "books"
BOOK: Final = "friends.relbook"
# Derived already: to derive one is a deed of its own, and slow on purpose.
KEYS: Final = (None, Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16))
NOW: Final = datetime(2026, 3, 20, 18, 5, tzinfo=UTC)


class Deed(ABC):
    """A row of `edits`. `size` says how much is done at a time: 1 in the long run, less in a test."""

    name: str
    edits: int

    def __init__(self, size: float = 1.0) -> None:
        self.size = size

    @abstractmethod
    def prepare(self, folder: Path) -> None:
        """Lay into `folder`, an empty one, all that is there before."""

    @abstractmethod
    def work(self, folder: Path, tell: Tell) -> None:
        """Do all the edits."""

    @abstractmethod
    def verify(self, folder: Path, finished: int) -> None:
        """Raise AssertionError if not all of the `finished` edits, or half of another, is there."""


def whole(path: Path, key: Key | None = None) -> Book:
    """The book at `path`, open, once it is found to be whole and can be written."""
    book = Book.open(path, key=key)
    health = examine(book, full=True)
    assert health.ok, str(health)
    before = people.count(book)
    with book.edit("See that it can be written"):
        people.add(book, "Somebody")
    book.undo()
    assert people.count(book) == before
    return book


def crowd(book: Book, many: int, notes: bool = False) -> None:
    """Fill an empty book with `many` people, in one edit."""
    with book.edit("Meet a crowd"):
        for n in range(many):
            people.add(book, f"Person {n}", note=f"Note {n}." if notes else "")


class Typing(Deed):
    """Notes are typed in the program's own window, one after another."""

    name = "typing in the window"
    edits = 25

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 20)

    def work(self, folder: Path, tell: Tell) -> None:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from relbook import app as program

        app = QApplication.instance() or QApplication([])
        window = program.build_window(Book.open(folder / BOOK), look="light")
        window.show()
        for n in range(self.edits):
            window.desk.focus.show_person(1 + n % 20)
            app.processEvents()
            window.page.add("note")
            form = window.page.sections["note"].form
            assert form is not None
            QTest.keyClicks(form.input("text"), f"Note {n} to its last word.")
            app.processEvents()
            assert window.finish_edit()
            tell()
        window.close()
        program.leave(window)

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            there = [text for (text,) in book.rows("SELECT text FROM note ORDER BY id")]
        assert there == [f"Note {n} to its last word." for n in range(len(there))]
        assert finished <= len(there) <= finished + 1


class HalfTyping(Deed):
    """A note is typed and never finished; what stands there is a draft every few seconds."""

    name = "half a note"
    edits = 8

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 2)

    def work(self, folder: Path, tell: Tell) -> None:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from relbook import app as program

        app = QApplication.instance() or QApplication([])
        window = program.build_window(Book.open(folder / BOOK), look="light")
        window.show()
        window.drafts.keep_every(5)
        window.desk.focus.show_person(1)
        app.processEvents()
        window.page.add("note")
        form = window.page.sections["note"].form
        assert form is not None
        for n in range(self.edits):
            QTest.keyClicks(form.input("text"), f"word{n} ")
            while f"word{n}" not in (window.desk.book.setting("drafts") or ""):
                app.processEvents()
            tell()
        while True:
            app.processEvents()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            kept = book.setting("drafts") or ""
            assert book.value("SELECT count(*) FROM note") == 0
        words = [f"word{n}" for n in range(self.edits)]
        there = [word for word in words if word in kept]
        assert there == words[: len(there)]
        assert len(there) >= finished


class Tagging(Deed):
    """Many people at once are told to have an interest, again and again."""

    name = "bulk tagging"
    edits = 12

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(5_000 * self.size))

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            everyone = [i for (i,) in book.rows("SELECT id FROM person")]
            for n in range(self.edits):
                with book.edit(f"Tag {n}"):
                    interests.tag(book, everyone, interests.find_or_add(book, f"Interest {n}"))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            told = book.rows(
                "SELECT i.name, count(t.id) FROM interest i LEFT JOIN tagging t"
                " ON t.interest_id = i.id GROUP BY i.id ORDER BY i.id"
            )
            everyone = people.count(book)
        assert told == [(f"Interest {n}", everyone) for n in range(len(told))]
        assert finished <= len(told) <= finished + 1


class Merging(Deed):
    """Pair after pair is made one."""

    name = "merging"
    edits = 60

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 2 * self.edits, notes=True)
            with book.edit("Reach them"):
                for n in range(2 * self.edits):
                    facts.add(book, facts.Contact, n + 1, kind="mail", value=f"{n}@example.org")

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                with book.edit(merge.sentence_of(book, 2 * n + 1, [2 * n + 2])):
                    merge.merge(book, 2 * n + 1, [2 * n + 2])
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            there = {i for (i,) in book.rows("SELECT id FROM person")}
            mails = dict(book.rows("SELECT value, person_id FROM contact_point"))
            notes = "".join(
                text
                for (text,) in book.rows("SELECT note FROM person UNION ALL SELECT text FROM note")
            )
        merged = 2 * self.edits - len(there)
        assert finished <= merged <= finished + 1
        for n in range(2 * self.edits):
            whose = n - n % 2 + 1 if n < 2 * merged else n + 1
            assert mails[f"{n}@example.org"] == whose, f"mail {n}"
            assert whose in there
            assert f"Note {n}." in notes, f"note {n}"


class Undoing(Deed):
    """Large edits are taken back one by one, then made again."""

    name = "undo and redo"
    edits = 16

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            for _ in range(self.edits // 2):
                crowd(book, self._many)

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                assert book.undo() if n < self.edits // 2 else book.redo()
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with Book.open(folder / BOOK) as book:
            assert examine(book, full=True).ok
            assert people.count(book) in {self._left(finished), self._left(finished + 1)}
            while book.redo() is not None:
                pass
            assert people.count(book) == self._left(self.edits)

    def _left(self, finished: int) -> int:
        """How many people are there after so many edits."""
        return self._many * abs(self.edits // 2 - min(finished, self.edits))

    @property
    def _many(self) -> int:
        return round(1_000 * self.size)


class Reopening(Deed):
    """The book is opened, something said, all tidied up and the book closed; over and over."""

    name = "opening and closing"
    edits = 20

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 300)

    def work(self, folder: Path, tell: Tell) -> None:
        for n in range(self.edits):
            with Book.open(folder / BOOK) as book:
                index = Index(book)
                book.remember("last", str(n))
                with book.edit(f"Add {n}"):
                    people.add(book, f"New {n}")
                index.catch_up()
                index.save()
                book.tidy()
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            new = [name for (name,) in book.rows("SELECT name FROM person WHERE id > 300")]
            found = Index(book).find("new").count
        assert new == [f"New {n}" for n in range(len(new))]
        assert found == len(new)
        assert finished <= len(new) <= finished + 1


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
                backups.make(book, _shelf(folder), NOW + timedelta(seconds=n))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        everyone = round(3_000 * self.size)
        with whole(folder / BOOK) as book:
            there = people.count(book) - everyone
        assert finished <= there <= finished + 1
        made = backups.all_of(_shelf(folder))
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
                backups.make(book, _shelf(folder), NOW + timedelta(seconds=n))
            with book.edit("Add today"):
                people.add(book, "Today")

    def work(self, folder: Path, tell: Tell) -> None:
        two = backups.all_of(_shelf(folder))
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
        # Beside a book that is not locked, a draft that was to be waits for the next try.
        for file in folder.iterdir():
            if file.name != BOOK and key is not None:
                assert b"Holmes" not in file.read_bytes(), f"{file.name} tells of a locked book"
                raise AssertionError(f"{file.name} was left")


def _shelf(folder: Path) -> Shelf:
    return Shelf(folder / "backups", "friends")


DEEDS: Final[tuple[type[Deed], ...]] = (
    Typing,
    HalfTyping,
    Tagging,
    Merging,
    Undoing,
    Reopening,
    Migrating,
    BackingUp,
    Restoring,
    Locking,
)
