"""What a book was like when this computer last closed it, kept apart from the book.

So it is noticed when a sync program has brought an older or another version meanwhile, and when the
disk has lost a bit. Nothing of what the book holds is kept here, nor its name.
"""

import contextlib
import enum
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relbook.core.store.book import Book
from relbook.core.store.place import Seal, seal_of

KEPT = 50  # books


class Standing(enum.Enum):
    """How a book stands to what was last seen of it."""

    ON = "on"  # it holds what was seen, and maybe more; or it was never seen
    BACK = "back"  # it is an earlier one: the last edits are not in it
    APART = "apart"  # another version: instead of the last edits it holds others


@dataclass(frozen=True, slots=True)
class Trace:
    """The newest edit of a book, and the seal of its closed file."""

    step: int
    made: str
    seal: Seal


def newest_edit(book: Book) -> tuple[int, str]:
    """Number and time of the newest edit, also of one that is undone; 0 without any."""
    found = book.row("SELECT id, made FROM step ORDER BY id DESC LIMIT 1")
    return (int(found[0]), str(found[1])) if found else (0, "")


def compare(book: Book, trace: Trace | None) -> Standing:
    """How `book` stands to what was last seen of it."""
    if trace is None or not trace.step:
        return Standing.ON
    made = book.value("SELECT made FROM step WHERE id = ?", trace.step)
    if made is not None:
        return Standing.ON if made == trace.made else Standing.APART
    last = book.value("SELECT seq FROM sqlite_sequence WHERE name = 'step'") or 0
    # A higher number without it: it was taken back there, or is too old to be kept.
    return Standing.BACK if last < trace.step else Standing.ON


class Seen:
    """Kept in a file at `path`, its owner's alone; what cannot be read or written is no matter."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, book: Path) -> Trace | None:
        """What was last seen of the book at a path."""
        try:
            step, made, counter, body = self._all()[_mark(book)]
            return Trace(int(step), str(made), Seal(int(counter), str(body)))
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, book: Path, newest: tuple[int, str], seal: Seal | None = None) -> None:
        """Remember the book at a path as it lies there, closed, with its `newest_edit`.

        With the `seal` that it carries itself its bytes need not be read again.
        """
        with contextlib.suppress(OSError):
            seal = seal or seal_of(book)
            told = {key: value for key, value in self._all().items() if key != _mark(book)}
            told[_mark(book)] = [*newest, seal.counter, seal.body]
            draft = self._path.with_name(f".{self._path.name}.new")
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  (a descriptor)
                json.dump(dict(list(told.items())[-KEPT:]), file)
            draft.replace(self._path)

    def _all(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def _mark(book: Path) -> str:
    place = os.path.realpath(book).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(place, digest_size=12).hexdigest()
