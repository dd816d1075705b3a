"""What is done to a book by a process that may be killed at any moment, and what must be there then.

Each `Deed` is a row of edits. After each the process says how many are finished; whatever comes
then, the book must hold all of those, and of the one that was under way all or nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from relbook.core import people
from relbook.core.store.backups import Shelf
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key

Tell = Callable[[], None]  # says that one more edit is finished

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


def shelf(folder: Path) -> Shelf:
    """Where backups go."""
    return Shelf(folder / "backups", "friends")
