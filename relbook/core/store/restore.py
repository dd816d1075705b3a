"""A backup looked into, set against the book of today, and put in its place.

Everything here reads the backup and leaves it as it is. Putting it in place keeps today's book aside,
and at any moment there is one whole book under its name: today's, or the restored one.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relbook.core import errors
from relbook.core.store import backup, backups, faults, file, journal, migrations
from relbook.core.store.book import Book
from relbook.core.store.file import Connections, address, beside
from relbook.core.store.journal import Report, Run
from relbook.core.words import Sentence

if TYPE_CHECKING:
    from relbook.core.store.key import Key

PATIENCE = 2.0  # seconds to wait for another program to let go of the book
MOST_SUSPECTS = 5_000  # people who are looked at row by row
_LINKS = {
    "ledger_entry": ("entry_person", "entry_id"),
    "moment": ("moment_person", "moment_id"),
    "thread": ("thread_person", "thread_id"),
}
_NOT_COMPARED = frozenset({"tombstone", "circle_card"})


@dataclass(frozen=True, slots=True)
class Contents:
    """What a book holds, told in a line: `newest` is its last edit, and `made` when (UTC, ISO)."""

    people: int
    entries: int
    newest: Sentence | None
    made: str


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the backup or of today's book."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What restoring would change: who comes `back`, who goes, and of whom other things are told."""

    then: Contents
    now: Contents
    back: tuple[Someone, ...]
    go: tuple[Someone, ...]
    differ: tuple[Someone, ...]

    @property
    def none(self) -> bool:
        """Whether everyone is as they were."""
        return not (self.back or self.go or self.differ)


# Looking into one


def contents(path: Path, key: "Key | None") -> Contents:
    """What the backup at `path` holds. Raises a `BookError` or `FileUnreadable`."""
    with _read(path, key) as connections:
        return _contents(connections.run)


def contents_of(book: Book) -> Contents:
    """What an open book holds."""
    return _contents(book.sql)


def _contents(run: Run) -> Contents:
    newest = run("SELECT sentence, made FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1")
    row = newest.fetchone()
    made = row[1] if row else run("SELECT max(changed) FROM person").fetchone()[0] or ""
    return Contents(
        people=run("SELECT count(*) FROM person").fetchone()[0],
        entries=run("SELECT count(*) FROM ledger_entry").fetchone()[0],
        newest=Sentence.from_json(row[0]) if row else None,
        made=made,
    )


@contextlib.contextmanager
def _read(path: Path, key: "Key | None") -> Iterator[Connections]:
    """Connections to the backup at `path`, to read alone, once it is sure that it is ours."""
    with faults.opening(path):
        file.look_at(path, locked=key is not None)
        connections = Connections(path, key=key, mode="ro", patience=PATIENCE)
        try:
            try:
                migrations.check(connections.run, path)
            except faults.DRIVER_ERRORS as fault:
                if key is not None and faults.code_of(fault) == faults.NOTADB:
                    raise backups.other_key(path) from fault
                raise
            yield connections
        finally:
            connections.close()


@contextlib.contextmanager
def opened(path: Path, key: "Key | None") -> Iterator[Book]:
    """The backup at `path` as a book to read, in this thread.

    One of an older schema is brought up to date in a copy that is gone afterwards.
    """
    with _read(path, key) as connections:
        version = connections.run("PRAGMA user_version").fetchone()[0]
        if version == migrations.SCHEMA_VERSION:
            with Book(path, connections, read_only=True, now=lambda: datetime.now(UTC)) as book:
                yield book
            return
    place = path.parent if os.access(path.parent, os.W_OK) else None
    with (
        faults.writing(path),
        tempfile.TemporaryDirectory(prefix=".", suffix=".new", dir=place) as folder,
    ):
        copied = Path(shutil.copy(path, folder))
        copied.chmod(0o600)
        with Book.open(copied, key=key) as book:
            yield book


# Against today's


def compare(book: Book, path: Path, key: "Key | None", report: Report | None = None) -> Difference:
    """What would change in `book` if the backup at `path` took its place.

    Someone differs if anything told of them does; that a row was only touched is no difference.
    """
    then = contents(path, key)
    uri = address(path.absolute(), "mode=ro&immutable=1")
    book.sql("ATTACH DATABASE ? AS past KEY ?", (uri, key.literal if key else ""))
    try:
        people = "SELECT uid, name FROM {0}.person WHERE uid NOT IN (SELECT uid FROM {1}.person)"
        back, go = (
            _someone(book.sql(people.format(*sides) + " ORDER BY sort_key, uid"))
            for sides in (("past", "main"), ("main", "past"))
        )
        uids = _differing(book.sql, report) - {one.uid for one in (*back, *go)}
        here = book.sql("SELECT uid, name FROM main.person ORDER BY sort_key, uid")
        differ = tuple(one for one in _someone(here) if one.uid in uids)
    finally:
        book.sql("DETACH DATABASE past")
    return Difference(then, contents_of(book), back, go, differ)


def _someone(rows: Iterable[tuple[str, str]]) -> tuple[Someone, ...]:
    return tuple(Someone(*row) for row in rows)


def _differing(run: Run, report: Report | None) -> set[str]:
    """The uids of people of whom the attached `past` and `main` do not tell the same."""
    there = {name for (name,) in run("SELECT name FROM past.sqlite_master WHERE type = 'table'")}
    compared = [table for table in _tables() if table in there]
    suspects: set[str] = set()
    for done, table in enumerate(compared):
        if report:
            report(done, len(compared))
        suspects |= _suspects(run, table)
    # A row that was put back has another id than it had, and so have those that name it.
    if not 0 < len(suspects) <= MOST_SUSPECTS:
        return suspects
    listed = json.dumps(list(suspects))
    found: set[str] = set()
    for table in compared:
        then, now = (_told(run, table, side, listed) for side in ("past", "main"))
        found.update(row[0] for row in then ^ now)
    return found


def _tables() -> list[str]:
    from relbook.core.store.schema import JOURNALED

    names = [model._meta.table_name for model in JOURNALED]
    return [name for name in names if name not in _NOT_COMPARED]


def _columns(run: Run, table: str) -> list[str]:
    """What `table` has on both sides that says something."""
    theirs = {row[1] for row in run(f'PRAGMA past.table_info("{table}")')}
    silent = ("id", "changed", "lines") if table == "source_card" else ("id", "changed")
    mine = [row[1] for row in run(f'PRAGMA main.table_info("{table}")')]
    return [name for name in mine if name in theirs and name not in silent]


def _suspects(run: Run, table: str) -> set[str]:
    """Of whom any row of `table` is not there, under its id, on the other side, or is unlike."""
    unlike = " OR ".join(f't."{name}" IS NOT o."{name}"' for name in _columns(run, table))
    found: set[str] = set()
    for side, other in (("main", "past"), ("past", "main")):
        for who, link in _whose(run, table, side):
            rows = run(
                f"SELECT uid FROM {side}.person WHERE id IN (SELECT {who}"
                f' FROM {side}."{table}" t{link}'
                f' LEFT JOIN {other}."{table}" o ON o.id = t.id AND o.uid = t.uid'
                f" WHERE o.id IS NULL OR {unlike})"
            )
            found.update(uid for (uid,) in rows)
    return found


def _told(run: Run, table: str, side: str, people: str) -> set[tuple[Any, ...]]:
    """The rows of `table` that tell of `people` (uids as JSON): of whom, and with uids for ids."""
    keys = {row[3]: row[2] for row in run(f'PRAGMA {side}.foreign_key_list("{table}")')}
    values = ", ".join(
        f'(SELECT uid FROM {side}."{keys[name]}" WHERE id = t."{name}")'
        if name in keys
        else f't."{name}"'
        for name in _columns(run, table)
    )
    told: set[tuple[Any, ...]] = set()
    for who, link in _whose(run, table, side):
        told.update(
            run(
                f'SELECT p.uid, {values} FROM {side}."{table}" t{link}'
                f" JOIN {side}.person p ON p.id = {who}"
                " WHERE p.uid IN (SELECT value FROM json_each(?))",
                (people,),
            )
        )
    return told


def _whose(run: Run, table: str, side: str) -> list[tuple[str, str]]:
    """In SQL, of a row `t`: who it is told of, and what must be joined to know."""
    if table == "person":
        return [("t.id", "")]
    if table in _LINKS:
        link, key = _LINKS[table]
        return [("l.person_id", f' JOIN {side}."{link}" l ON l."{key}" = t.id')]
    return [
        (f't."{row[3]}"', "")
        for row in run(f'PRAGMA {side}.foreign_key_list("{table}")')
        if row[2] == "person" and (row[6] == "CASCADE" or table == "guest")
    ]


# In its place


def prepare(path: Path, key: "Key | None", place: Path, report: Report | None = None) -> Path:
    """Read the backup at `path` from end to end and lay a copy of it beside `place`; returns where.

    `put` gives it the name. Raises a `BookError`, `FileUnwritable` or `DiskFull`; then nothing changed.
    """
    place = Path(os.path.realpath(place))
    backups.check(path, key, journal.part(report, 0, 70))
    draft, _ = _beside(place)
    settle(place)
    with faults.writing(place), contextlib.ExitStack() as undo:
        undo.callback(draft.unlink, missing_ok=True)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(handle, "wb") as there, path.open("rb") as here:  # noqa: PTH123  (a handle)
            total, done = path.stat().st_size, 0
            while piece := here.read(4_000_000):
                there.write(piece)
                there.flush()
                os.fsync(handle)
                done += len(piece)
                part = journal.part(report, 70, 100)
                if part:
                    part(done, total)
        undo.pop_all()
    return draft


def put(draft: Path, place: Path, key: "Key | None", now: datetime) -> Path | None:
    """Let `draft` (`prepare`) be the book at `place`, which nobody may have open.

    The former one, which `key` opens unless it is damaged, is kept aside; returns where, None if
    there was none. Raises `BookLocked`, `FileUnwritable` or `DiskFull`; then the book is as it was.
    """
    place = Path(os.path.realpath(place))
    _, former = _beside(place)
    try:
        with faults.writing(place):
            if not place.exists():
                draft.replace(place)
                backup.sync_folder(place.parent)
                return None
            with faults.sorted_out(place), _alone_with(place, key):
                _keep(place, former)
                for suffix in ("-wal", "-shm", "-journal"):  # of one that is damaged
                    with contextlib.suppress(FileNotFoundError):
                        beside(place, suffix).replace(beside(former, suffix))
                draft.replace(place)
                backup.sync_folder(place.parent)
            return settle(place, now)
    finally:
        draft.unlink(missing_ok=True)


def restore(
    path: Path,
    key: "Key | None",
    place: Path,
    now: datetime,
    report: Report | None = None,
    key_now: "Key | None" = None,
) -> Path | None:
    """Put the backup at `path` in the place of the book at `place`: `prepare`, then `put`.

    `key_now` opens the book of today.
    """
    return put(prepare(path, key, place, report), place, key_now, now)


def settle(place: Path, now: datetime | None = None) -> Path | None:
    """End what an interrupted restoring left beside `place`; returns where today's book was kept."""
    place = Path(os.path.realpath(place))
    draft, former = _beside(place)
    draft.unlink(missing_ok=True)
    if not former.exists():
        return None
    if place.exists() and former.samefile(place):  # it came no further than a second name
        former.unlink()
        return None
    when = (now or datetime.now(UTC)).astimezone().strftime("%Y-%m-%d %H%M")
    stem = f"{place.stem} (before restoring, {when})"
    aside, n = place.with_name(f"{stem}{place.suffix}"), 1
    while aside.exists():
        n += 1
        aside = place.with_name(f"{stem[:-1]}, {n}){place.suffix}")
    for suffix in ("-wal", "-shm", "-journal"):
        if beside(former, suffix).exists():
            beside(former, suffix).replace(beside(aside, suffix))
    former.rename(aside)
    backup.sync_folder(place.parent)
    return aside


def _beside(place: Path) -> tuple[Path, Path]:
    """Where what is to be put at `place` is laid, and where the former one waits for its name."""
    mark = hashlib.blake2b(os.fsencode(place.name), digest_size=4).hexdigest()
    name = f".{place.name[:40]}.{mark}"
    return place.with_name(f"{name}.restored"), place.with_name(f"{name}.today")


def _keep(place: Path, former: Path) -> None:
    """Give the book at `place` a second name."""
    try:
        os.link(place, former)
    except OSError:  # a file system without hard links (FAT)
        with backup.replacing(former) as copied:
            shutil.copyfile(place, copied)


@contextlib.contextmanager
def _alone_with(place: Path, key: "Key | None") -> Iterator[None]:
    """Within, nobody else has the book at `place` open, and the file is in one piece.

    One that is damaged, or that `key` does not open, stays as it is. Raises `BookLocked`.
    """
    if not _opens(place, key):  # to open it for writing might lose what its WAL holds
        yield
        return
    connections = Connections(place, key=key, mode="rw", patience=PATIENCE)
    try:
        if connections.run("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete":
            connections.run("PRAGMA locking_mode=EXCLUSIVE")
            connections.run("BEGIN EXCLUSIVE")
        if os.name == "nt":  # where a file that is open cannot be replaced
            connections.close()
        yield
    finally:
        connections.close()


def _opens(place: Path, key: "Key | None") -> bool:
    """Whether what lies at `place` can be opened as a book."""
    connections = Connections(place, key=key, mode="ro", patience=PATIENCE)
    try:
        migrations.check(connections.run, place)
    except faults.DRIVER_ERRORS as fault:
        if faults.code_of(fault) not in (faults.NOTADB, faults.CORRUPT):
            raise
        return False
    except errors.BookError:
        return False
    finally:
        connections.close()
    return True
