"""``python -m tests.trust.writes KIND FOLDER STRIDE``: an hour's work where every write may fail.

Each act of the hour is tried with ever more room, from none at all on, until it succeeds: so every
write it makes fails once. Each time it must be refused in one sentence, and leave the book as it
was. It is a process of its own: what it takes away from itself would be missed by others.
"""

import hashlib
import json
import os
import resource
import sys
import tempfile
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from relbook.core import circles, errors, events, facts, interests, ledger, moments, people
from relbook.core.exchange import transfer
from relbook.core.exchange.sameness import merge
from relbook.core.search import Index
from relbook.core.store import backups, lock, rescue, restore
from relbook.core.store.backups import Shelf
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key
from tests.books import fiction
from tests.core.tables import every_table

PAGE: Final = 4_096
MOST: Final = 5_000  # tries, after which an act will not be done any more
KEY: Final = Key(b"1" * 32, b"a" * 16)
BOOKS: Final = Path(fiction.__file__).parent
NOW: Final = datetime(2026, 3, 20, 18, 5, tzinfo=UTC)
ROOM = (errors.DiskFull, errors.FileUnwritable)


class Hour:
    """A book, and what is done to it within an hour."""

    def __init__(self, folder: Path, old: bytes) -> None:
        (folder / "old.relbook").write_bytes(old)
        self.folder = folder
        self.path = folder / "friends.relbook"
        self.shelf = Shelf(folder / "backups", "friends")
        self.keys: tuple[Key | None, ...] = (None, KEY)
        self.time = NOW
        self.make_room: Callable[[], None] = lambda: None
        self.book = Book.create(self.path)
        fiction.fill(self.book)
        with self.book.edit("Meet a crowd"):
            for n in range(150):
                people.add(self.book, f"Person {n}", note=f"Note {n}. " * 10)
        self.cards = folder / "cards.vcf"
        self.cards.write_text(
            "".join(
                f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Given{n} Family{n}\r\nNOTE:{'x' * 99}\r\n"
                "END:VCARD\r\n"
                for n in range(120)
            )
        )
        self.book.close()
        self.open()

    def open(self) -> None:
        """Open the book with the key that fits; that there is room for it is another matter."""
        self.make_room()
        key = KEY if lock.is_locked(self.path) else None
        self.book = Book.open(self.path, key=key, now=self.now)
        self.index = Index(self.book)

    @property
    def everyone(self) -> list[int]:
        """All people there are."""
        return [i for (i,) in self.book.rows("SELECT id FROM person ORDER BY id")]

    def now(self) -> datetime:
        """A little later each time."""
        self.time += timedelta(seconds=1)
        return self.time

    def mend(self) -> None:
        """Open the book again if it was closed, or half so."""
        try:
            self.book.value("SELECT 1")
        except RuntimeError:
            self.open()

    def state(self) -> str:
        """All that the book holds, in a word."""
        told = repr((every_table(self.book), self.book.next_undo(), self.book.next_redo()))
        return hashlib.sha256(told.encode()).hexdigest()

    # What is done. Each is an edit, or something that is whole in itself.

    def note(self) -> None:
        """Type a long note."""
        with self.book.edit("Note"):
            facts.add(self.book, facts.Note, 2, text="A long evening. " * 2_000)

    def tag(self) -> None:
        """Tag everyone."""
        with self.book.edit("Tag"):
            one = interests.find_or_add(self.book, f"Interest {self.time}")
            interests.tag(self.book, self.everyone, one)

    def give(self) -> None:
        """Give and promise."""
        with self.book.edit("Give"):
            for someone in self.everyone[:40]:
                ledger.promise(self.book, [someone], "gave", "A book " * 20, "2026-05")

    def plan(self) -> None:
        """Plan a feast, and tell of a talk."""
        with self.book.edit("Plan"):
            event = events.add(self.book, "Feast", starts="2026-05-01")
            events.invite(self.book, event, self.everyone)
            moments.add(self.book, self.everyone[:30], "talk", line="Long " * 50)

    def join(self) -> None:
        """Found a circle."""
        with self.book.edit("Join"):
            one = circles.find_or_add(self.book, f"Circle {self.time}")
            circles.join(self.book, one, self.everyone)

    def photo(self) -> None:
        """Give someone a photo."""
        with self.book.edit("Photo"):
            people.set_photo(self.book, 2, self.time.isoformat().encode() * 2_000)

    def merge(self) -> None:
        """Make one of two."""
        one, other = self.book.rows("SELECT id FROM person ORDER BY id DESC LIMIT 2")
        with self.book.edit("Merge"):
            merge.merge(self.book, one[0], [other[0]])

    def delete(self) -> None:
        """Delete some."""
        some = self.book.rows("SELECT id FROM person WHERE id > 100 ORDER BY id LIMIT 20")
        with self.book.edit("Delete"):
            people.delete(self.book, [i for (i,) in some])

    def bring_in(self) -> None:
        """Import."""
        transfer.bring_in(self.book, [self.cards])

    def undo(self) -> None:
        """Take the last edit back."""
        self.book.undo()

    def redo(self) -> None:
        """Make it again."""
        self.book.redo()

    def leave(self) -> None:
        """Close the window for tonight, and open it again."""
        self.index.catch_up()
        self.index.save()
        self.book.tidy()
        self.book.close(seal=True)
        self.open()

    def back_up(self) -> None:
        """Make a backup."""
        backups.make(self.book, self.shelf, self.now())

    def copy(self) -> None:
        """Copy the book."""
        self.book.copy(self.folder / f"copy {len(list(self.folder.iterdir()))}.relbook")

    def restore(self) -> None:
        """Put the newest backup in the book's place."""
        newest = backups.all_of(self.shelf)[0]
        key = self.book.key
        self.book.close()
        aside = restore.restore(newest.path, key, self.path, self.now(), key_now=key)
        self.open()
        if aside is not None:
            aside.unlink()

    def lock(self) -> None:
        """Lock the book."""
        self.book.close()
        lock.change(self.path, None, KEY)
        self.open()

    def unlock(self) -> None:
        """Take the lock away."""
        self.book.close()
        lock.change(self.path, KEY, None)
        self.open()

    def rescue(self) -> None:
        """Save what can be read of another book into a new one."""
        rescue.rescue(self.folder / "old.relbook", self.folder / "rescued.relbook")
        (self.folder / "rescued.relbook").unlink()

    def migrate(self) -> None:
        """Open a book of long ago."""
        Book.open(self.folder / "old.relbook").close()


HOUR: Final[tuple[Callable[[Hour], None], ...]] = (
    Hour.note, Hour.tag, Hour.give, Hour.undo, Hour.plan, Hour.join, Hour.photo, Hour.merge,
    Hour.bring_in, Hour.undo, Hour.redo, Hour.delete, Hour.leave, Hour.back_up, Hour.note,
    Hour.copy, Hour.restore, Hour.lock, Hour.tag, Hour.back_up, Hour.bring_in, Hour.undo,
    Hour.restore, Hour.unlock, Hour.rescue, Hour.migrate, Hour.leave,
)  # fmt: skip
# Where another file than the book's is written, its own limit says nothing.
WITHIN: Final = frozenset(
    {"note", "tag", "give", "undo", "redo", "plan", "join", "photo", "merge", "delete", "bring_in"}
)


class Limit(ABC):
    """A way to let writes fail."""

    def __init__(self, hour: Hour) -> None:
        self.hour = hour

    @abstractmethod
    def set(self, pages: int) -> None:
        """Leave room for so many pages more than there are."""

    @abstractmethod
    def lift(self) -> None:
        """Leave all room again."""

    def concerns(self, act: str) -> bool:
        """Whether an act of that name writes where the limit holds."""
        return True


class PageCount(Limit):
    """SQLite's own limit: no more pages in the book's file."""

    def set(self, pages: int) -> None:
        book = self.hour.book
        book.sql(f"PRAGMA max_page_count = {book.value('PRAGMA page_count') + pages}")

    def lift(self) -> None:
        self.hour.book.sql("PRAGMA max_page_count = 4294967294")

    def concerns(self, act: str) -> bool:
        return act in WITHIN


class FileSize(Limit):
    """The system's limit for any file that this process writes (RLIMIT_FSIZE)."""

    def set(self, pages: int) -> None:
        log = self.hour.path.with_name(self.hour.path.name + "-wal")
        there = log.stat().st_size if log.exists() else 0
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (there + pages * (PAGE + 24), hard))

    def lift(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


class FullDisk(Limit):
    """A small disk, which a ballast fills up: nothing at all has room."""

    def set(self, pages: int) -> None:
        self.lift()
        disk = os.statvfs(self.hour.folder)
        size = disk.f_bavail * disk.f_frsize - pages * PAGE
        if size > 0:
            with (self.hour.folder / "ballast").open("wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, size)

    def lift(self) -> None:
        (self.hour.folder / "ballast").unlink(missing_ok=True)


class Closed(Limit):
    """The book's folder may be read only, from one moment on; its files as well, every other time."""

    def set(self, pages: int) -> None:
        if pages < 2:
            for file in self.hour.folder.iterdir():
                if file.is_file() and pages:
                    file.chmod(0o400)
            for folder in (self.hour.shelf.folder, self.hour.folder):
                if folder.exists():
                    folder.chmod(0o500)
        else:
            self.lift()

    def lift(self) -> None:
        for folder in (self.hour.folder, self.hour.shelf.folder):
            if folder.exists():
                folder.chmod(0o700)
        for file in self.hour.folder.iterdir():
            if file.is_file():
                file.chmod(0o600)


LIMITS: Final[dict[str, type[Limit]]] = {
    "max_page_count": PageCount,
    "RLIMIT_FSIZE": FileSize,
    "full disk": FullDisk,
    "read-only folder": Closed,
}
Kind = Literal["max_page_count", "RLIMIT_FSIZE", "full disk", "read-only folder"]


def attack(kind: str, folder: Path, stride: int, old: bytes) -> tuple[int, list[str]]:
    """Go through the hour with writes that fail; how many did, and what was lost by it."""
    hour = Hour(folder, old)
    limit = LIMITS[kind](hour)
    if not isinstance(limit, PageCount):  # which ends with its connection
        hour.make_room = limit.lift
    attacks, lost = 0, []
    for n, act in enumerate(HOUR):
        if not limit.concerns(act.__name__):
            act(hour)
            continue
        for pages in range(0, MOST, stride):
            before = hour.state()
            fault = _try(hour, limit, act, pages)
            if fault is None:
                break
            attacks += 1
            told = fault or _look(hour, before)
            if told:
                lost.append(f"{kind}, act {n} ({act.__name__}), room for {pages} pages: {told}")
                return attacks, lost
        else:
            lost.append(f"{kind}, act {n} ({act.__name__}): never done, whatever the room")
    hour.book.close()
    return attacks, lost


def _try(hour: Hour, limit: Limit, act: Callable[[Hour], None], pages: int) -> str | None:
    """Do `act` within the limit: None if it is done, "" if refused as it should be, or what is wrong."""
    limit.set(pages)
    try:
        act(hour)
    except errors.RelbookError as refusal:
        allowed = (*ROOM, errors.BookReadOnly) if isinstance(limit, Closed) else ROOM
        sentence = str(refusal)
        clear = sentence.endswith(".") and "\n" not in sentence and "rror" not in sentence
        if not isinstance(refusal, allowed) or not clear or len(sentence) > 250:
            return f"{type(refusal).__name__}: {sentence}"
        return ""
    except Exception:  # noqa: BLE001  (told, whatever it is)
        return traceback.format_exc()
    finally:
        limit.lift()
    return None


def _look(hour: Hour, before: str) -> str:
    """What is not as it was, though nothing was to be changed."""
    try:
        hour.mend()
        if hour.state() != before:
            return "half of it was kept"
        health = examine(hour.book)
        if not health.ok:
            return str(health)
        drafts = [file.name for file in hour.folder.rglob(".*")]
    except Exception:  # noqa: BLE001
        return traceback.format_exc()
    return f"{drafts} was left" if drafts else ""


def rehearse(hour: Hour) -> None:
    """Do all once, so that every module is loaded while it may be read."""
    for act in HOUR:
        act(hour)
    hour.book.close()


def main() -> None:
    """Attack as the arguments say; prints a line of JSON."""
    kind, folder, stride = sys.argv[1:]
    old = (BOOKS / "schema-1.relbook").read_bytes()
    if kind == "read-only folder" and os.geteuid() == 0:  # whom no folder is closed to
        with tempfile.TemporaryDirectory() as elsewhere:
            rehearse(Hour(Path(elsewhere), old))
        os.chown(folder, 65_534, 65_534)
        os.setegid(65_534)
        os.seteuid(65_534)
    print(json.dumps(attack(kind, Path(folder), int(stride), old)))


if __name__ == "__main__":
    main()
