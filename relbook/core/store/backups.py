"""Backups: whole copies of a book, by day, made, listed and thinned out.

They lie on a `Shelf`, a folder of the book's own, and each is called by the book, when it was made
(UTC) and in which state the book was: "people 2026-03-14 092653Z 5f3c09a1.relbook". Only what was
read back from end to end has such a name. A locked book's are locked with its key. Whatever else
lies there is left alone.
"""

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core import errors
from relbook.core.store import backup, faults, file, migrations
from relbook.core.store.book import Book
from relbook.core.store.file import Connections
from relbook.core.store.journal import Report
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.store.key import Key

MOST = 100  # of any number that may be chosen
STALE = 3_600  # seconds after which a draft is nobody's any more

_NAME = re.compile(r".* (\d{4}-\d\d-\d\d \d{6})Z ([0-9a-f]{8})(?: \d+)?\.relbook")
_MADE = "%Y-%m-%d %H%M%S"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many are kept: the newest of each of so many days, weeks and months that have one."""

    days: int = 7
    weeks: int = 4
    months: int = 12


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the backups of one book lie, and how many stay there.

    `usual` tells that Relbook chose `place`, and may make it; one that the owner chose has to be there:
    without its disk it is no more than a name.
    """

    place: Path
    name: str  # of the book's own folder in it
    keep: Keep = Keep()
    usual: bool = True

    @property
    def folder(self) -> Path:
        """The book's own folder; there once something lies in it."""
        return self.place / self.name


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its name tells it. `state` says if the book has changed since (`state_of`)."""

    path: Path
    made: datetime
    state: str
    size: int

    @property
    def day(self) -> date:
        """The owner's day on which it was made."""
        return self.made.astimezone().date()


class Shelves:
    """Where backups go: `usual` unless the owner chose otherwise, which `choices` (a file) keeps."""

    def __init__(self, usual: Path, choices: Path) -> None:
        self._usual, self._choices = usual, choices

    def of(self, book: Path) -> Shelf:
        """The shelf of the book at a path, also of one that cannot be opened."""
        told = self._told()
        place = told.get("place")
        numbers = {}
        for field in fields(Keep):
            number = told.get(field.name)
            if isinstance(number, int) and 0 <= number <= MOST:
                numbers[field.name] = number
        path, home = os.path.realpath(book), os.path.realpath(self._usual.parent)
        # On a stick, or in a home that moves, book and backups move together.
        called = os.path.relpath(path, home) if Path(path).is_relative_to(home) else path
        mark = blake2b(os.fsencode(called), digest_size=4).hexdigest()
        usual = not (isinstance(place, str) and place)
        return Shelf(
            place=self._usual if usual else Path(str(place)),
            name=f"{file.shortened(Path(path).stem)}-{mark}",
            keep=Keep(**numbers),
            usual=usual,
        )

    def choose(self, place: Path | None, keep: Keep) -> None:
        """Let backups go to `place` from now on, or to the usual one; what is there stays there.

        Raises `FileUnwritable` or `DiskFull`.
        """
        chosen = asdict(keep) | ({"place": str(place)} if place else {})
        with backup.replacing(self._choices) as draft:
            draft.write_text(json.dumps(chosen), "utf-8")

    def put_aside(self) -> bool:
        """Put choices that cannot be read aside (".broken"); whether there were any."""
        try:
            self._read()
        except OSError:
            return False
        except ValueError:
            with contextlib.suppress(OSError):
                self._choices.replace(self._choices.with_name(f"{self._choices.name}.broken"))
                return True
        return False

    def _told(self) -> dict[str, object]:
        with contextlib.suppress(OSError, ValueError):
            return self._read()
        return {}

    def _read(self) -> dict[str, object]:
        """What was chosen. Raises `OSError`, and `ValueError` where it is no such thing."""
        try:
            told = json.loads(self._choices.read_text("utf-8"))
        except RecursionError as fault:
            raise ValueError("too deep") from fault
        if not isinstance(told, dict):
            raise ValueError("no choices")  # noqa: TRY004  (one kind for all that is none)
        return told


def all_of(shelf: Shelf) -> list[Backup]:
    """What lies on `shelf`, the newest first; nothing when it is not there."""
    found = []
    with contextlib.suppress(OSError), os.scandir(shelf.folder) as entries:
        for entry in entries:
            named = _NAME.fullmatch(entry.name)
            if named and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(ValueError, OSError):
                    made = datetime.strptime(named[1], _MADE).replace(tzinfo=UTC)
                    found.append(Backup(Path(entry.path), made, named[2], entry.stat().st_size))
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def newest_good(shelf: Shelf, key: "Key | None") -> Backup | None:
    """The newest that `key` opens and that is whole, read from end to end."""
    for one in all_of(shelf):
        with contextlib.suppress(errors.RelbookError):
            check(one.path, key)
            return one
    return None


def check(path: Path, key: "Key | None", report: Report | None = None) -> None:
    """Read a backup from end to end. Raises a `BookError` or `FileUnreadable` if it is not whole."""
    with faults.opening(path):
        file.look_at(path, locked=key is not None)
        source = Connections(path, key=key, mode="ro", patience=file.PATIENCE)
        with backup.look_into(source, path) as connection:
            try:
                migrations.check(connection.execute, path)
                found = backup.read_through(connection, report)
            except faults.DRIVER_ERRORS as fault:
                if key is not None and faults.code_of(fault) == faults.NOTADB:
                    raise other_key(path) from fault
                raise
    if found:
        raise faults.not_a_book(path)


def other_key(path: Path) -> errors.WrongPassphrase:
    """The error for a backup that is locked with another passphrase than the book now is."""
    return errors.WrongPassphrase(
        say(
            "“{name}” is locked with another passphrase than the book. Nothing was changed; open "
            "it by itself, with the passphrase of its time.",
            name=path.name,
        )
    )


def state_of(book: Book) -> str:
    """A short mark of the state that `book` is in: another one after each edit, undo and redo."""
    newest = book.row("SELECT id, made FROM step ORDER BY id DESC LIMIT 1")
    return blake2b(repr((book.generation, newest)).encode(), digest_size=4).hexdigest()


def is_due(book: Book, shelf: Shelf, today: date) -> bool:
    """Whether `book` has changed since the newest backup, and that is not of `today`."""
    if not book.generation:  # nothing was ever written in it
        return False
    newest = next(iter(all_of(shelf)), None)
    return newest is None or (newest.day != today and newest.state != state_of(book))


def make(book: Book, shelf: Shelf, now: datetime, report: Report | None = None) -> Backup:
    """Back `book` up as it is `now` (with its zone), then let go of those beyond the number kept.

    Raises `FileUnwritable`, `DiskFull` or `Unsound`; then every earlier one is as it was.
    """
    made = now.astimezone(UTC)
    with faults.writing(shelf.place):
        try:
            _make_ready(shelf)
        except FileExistsError as fault:  # as a file
            raise NotADirectoryError from fault
    state = state_of(book)
    stem = f"{file.shortened(book.path.stem)} {made.strftime(_MADE)}Z {state}"
    path, n = shelf.folder / f"{stem}.relbook", 1
    while path.exists():
        n += 1
        path = shelf.folder / f"{stem} {n}.relbook"
    book.copy(path, report, checked=True)
    thin(shelf)
    return Backup(path, made.replace(microsecond=0), state, path.stat().st_size)


def _make_ready(shelf: Shelf) -> None:
    """Make the folder, its owner's alone, and clear away drafts that a crash left in it."""
    if shelf.usual:
        shelf.place.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif not shelf.place.is_dir():
        raise errors.FileUnwritable(
            say(
                "The folder “{folder}”, where backups go, is not there just now. The book and "
                "earlier backups are as they were; bring it back, or choose another place.",
                folder=str(shelf.place),
            )
        )
    shelf.folder.mkdir(mode=0o700, exist_ok=True)
    old = time.time() - STALE
    for draft in shelf.folder.glob(".*.new*"):
        with contextlib.suppress(OSError):
            if draft.stat().st_mtime >= old:
                continue
            if draft.is_dir():  # with a copy that was being looked into
                shutil.rmtree(draft)
            else:
                draft.unlink()


def thin(shelf: Shelf) -> list[Backup]:
    """Remove what is beyond the number kept; returns what went."""
    there = all_of(shelf)
    stay = staying(there, shelf.keep)
    gone = [one for one in there if one not in stay]
    for one in gone:
        with contextlib.suppress(OSError):
            one.path.unlink()
    return gone


def staying(there: Iterable[Backup], keep: Keep) -> set[Backup]:
    """Which of `there` stay: all of the newest day, and the newest of each day, week and month."""
    newest_first = sorted(there, key=lambda one: (one.made, one.path.name), reverse=True)
    stay = {one for one in newest_first if one.day == newest_first[0].day}
    periods: tuple[tuple[Callable[[date], object], int], ...] = (
        (date.toordinal, keep.days),
        (lambda day: day.isocalendar()[:2], keep.weeks),
        (lambda day: (day.year, day.month), keep.months),
    )
    for period, number in periods:
        newest: dict[object, Backup] = {}
        for one in newest_first:
            newest.setdefault(period(one.day), one)
        stay.update(list(newest.values())[:number])
    return stay
