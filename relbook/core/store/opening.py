"""How the file of a book is made, and how one that is there is looked at before it is trusted."""

import contextlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relbook.core import errors
from relbook.core.store import backup, faults, file, migrations
from relbook.core.store.file import Connections
from relbook.core.store.migrations import SCHEMA_VERSION, Migration
from relbook.core.store.place import Place, Seal, Whereabouts
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.store.key import Key

_HEAD_OF_LOG = 32  # bytes of a WAL without a frame


def make(path: Path, key: "Key | None") -> None:
    """Make the file of an empty book, locked with `key` if there is one; it has its name only once
    it is whole.

    Raises `BookExists`, `FileUnwritable` or `DiskFull`, and then leaves nothing there.
    """
    with backup.new_file(path) as draft:
        made = Connections(draft, key=key, mode="rw", patience=file.PATIENCE)
        try:
            with made.atomic():
                migrations.make(made.run)
        finally:
            made.close()


def connect(
    path: Path, key: "Key | None", patience: float, known: Sequence[Migration]
) -> tuple[Connections, bool, Place]:
    """Connections to the book at `path`, of the present schema; whether only to read; its file.

    Raises a kind of `BookError`, or `FileUnreadable`, and leaves the file as it is, when it cannot
    be opened as ours.
    """
    path = Path(os.path.realpath(path))  # SQLite's own files lie beside what a link leads to
    with faults.opening(path):
        file.look_at(path, locked=key is not None)
        place = Place(path)  # before SQLite has it, for it is let go after
        attempt = _Attempt(path, key, patience, known, place)
        try:
            connections, read_only, place.at_end = attempt.connect()
            _settle(connections, place)
        except BaseException as fault:
            place.close()
            if key is None or faults.code_of(fault) != faults.NOTADB:
                raise
            from relbook.core.store import lock

            raise lock.wrong(path) from fault
    # What an interrupted change of the lock left may be readable without a key. None is under way:
    # for that nobody else may have the book open.
    if not read_only and any(map(os.path.lexists, file.beside_changing(path))):
        from relbook.core.store import lock

        lock.sweep(path)
    return connections, read_only, place


def close(
    connections: Connections, place: Place, *, read_only: bool, kept: Path, seal: bool = False
) -> Seal | None:
    """Close a book's file for good; returns what it was sealed with, if that was asked for.

    If it is not in its place any more, the book goes to `kept`.
    """
    whereabouts = Whereabouts.HERE if read_only else place.look()
    seal = seal and not read_only and whereabouts is Whereabouts.HERE and connections.key is None
    sealed_with = None
    try:
        with contextlib.suppress(errors.RelbookError, OSError, *faults.DRIVER_ERRORS):
            if whereabouts in (Whereabouts.REPLACED, Whereabouts.GONE):
                if place.is_nowhere:
                    backup.copy(connections, kept)
            elif whereabouts is Whereabouts.OVERWRITTEN and place.other is None:
                place.keep_other(kept)
        ours = place.log_is_ours
        finish: Callable[[], Seal | None] = nothing
        if seal:
            finish = _make_room(connections, place)
        elif not read_only and whereabouts is Whereabouts.HERE:
            _drop_seal(connections)
        told = nothing
        if read_only and connections.may_write and place.other is None and not connections.key:
            told = _keep_seal(connections, place)
        connections.shut()
        sealed_with = finish()
        with contextlib.suppress(OSError, *faults.DRIVER_ERRORS):
            told()
        if whereabouts is not Whereabouts.HERE and ours:
            _drop_log(place.path)
    finally:
        place.close()
    if place.other is not None:
        # To close it has mixed the two: what the other program wrote is there apart.
        with contextlib.suppress(errors.RelbookError):
            place.return_other()
    return sealed_with


def _make_room(connections: Connections, place: Place) -> Callable[[], Seal | None]:
    """Make room for a seal, which what is returned puts there; on a full disk there is none."""
    from relbook.core.store import sealed

    with contextlib.suppress(*faults.DRIVER_ERRORS):
        return partial(sealed.finish, place, sealed.begin(connections))
    return nothing


def _drop_seal(connections: Connections) -> None:
    """Leave no seal of what the book was before; where that cannot be, it holds no more either."""
    from relbook.core.store import sealed

    with contextlib.suppress(*faults.DRIVER_ERRORS):
        sealed.drop(connections)


def _keep_seal(connections: Connections, place: Place) -> Callable[[], None]:
    """Let a damaged book, which nobody may write in, go on telling that it is."""
    from relbook.core.store import sealed

    with contextlib.suppress(OSError, *faults.DRIVER_ERRORS):
        return sealed.keep(connections, place)
    return nothing


def _put_log_aside(path: Path) -> None:
    """Keep a WAL from being put into a book that it is not of.

    So it lies there when another file has come into the place of one that was open, and the
    program or the machine broke down before that was noticed.
    """
    log = file.beside(path, "-wal")
    with contextlib.suppress(OSError):
        if log.stat().st_size > _HEAD_OF_LOG:
            n, kept = 1, file.log_aside(path)
            while kept.exists():
                n += 1
                kept = file.beside(file.log_aside(path), f" {n}")
            log.rename(kept)
            file.beside(path, "-shm").unlink(missing_ok=True)


def _settle(connections: Connections, place: Place) -> None:
    mode = connections.run("PRAGMA journal_mode").fetchone()[0]
    connections.run("SELECT 1 FROM sqlite_master").fetchone()  # from now on there is a WAL
    place.settle(logged=mode == "wal")


def _drop_log(path: Path) -> None:
    """Take away the WAL of a book that has lost its place: SQLite leaves it, and would put it into
    the file that is there now.
    """
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            file.beside(path, suffix).unlink(missing_ok=True)


def nothing() -> None:
    """What is to be done after most books are closed."""


def put_back(
    connections: Connections, place: Place, aside: Path, whereabouts: Whereabouts
) -> tuple[Place, Path | None]:
    """Give an open book its place again; what is there now goes to `aside`, a name that is free.

    Returns the book's file, and where the other one is, if there was one. Nobody else may have a
    connection. Raises `BookOverwritten` when the book's own file is the other's now: then that is
    kept at `aside`, and nothing more may be written.
    """
    path = place.path
    with faults.writing(path):
        if whereabouts is Whereabouts.OVERWRITTEN:
            place.copy_to(aside)
            raise errors.BookOverwritten(
                say(
                    "Another program has written over “{name}” while it was open. What it wrote is "
                    "kept as “{aside}”; your own is in the newest backup. Close the book, and open "
                    "the one you want.",
                    name=path.name,
                    aside=aside.name,
                )
            )
        there = whereabouts is Whereabouts.REPLACED
        if there:
            if aside.exists():
                raise FileExistsError
            if not place.log_is_ours:
                file.beside(path, "-wal").rename(file.beside(aside, "-wal"))
            path.rename(aside)
        try:
            # The WAL that still lies there says the same, page for page: no harm in it.
            backup.copy(connections, path)
        except BaseException:
            if there:
                with contextlib.suppress(OSError):
                    aside.rename(path)
            raise
        connections.close()
        place.close()
        _drop_log(path)
        now = Place(path)
        connections.run("PRAGMA journal_mode=WAL")
        _settle(connections, now)
    return now, aside if there else None


class _Attempt(NamedTuple):
    path: Path
    key: "Key | None"
    patience: float
    known: Sequence[Migration]
    place: Place | None = None  # of the file itself, not of a copy

    def connect(self) -> tuple[Connections, bool, Callable[[], None]]:
        """The connections, whether only to read, and what is to be done once they are closed."""
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            if self.place is not None and self.place.was_closed:  # a WAL is of another one
                _put_log_aside(self.path)
            if file.beside(self.path, "-wal").exists():
                # A crash left it, and whoever closes the file takes it in: look with no means to
                # write, for what is not ours shall stay as it is.
                self._open("ro", self._check).close()
            try:
                return self._open("rw", self._make_ready), False, nothing
            except faults.DRIVER_ERRORS as fault:
                if faults.code_of(fault) != faults.READONLY:
                    raise
        try:
            return self._open("ro", self._check_age), True, nothing
        except faults.DRIVER_ERRORS as fault:
            left = file.beside(self.path, "-wal").exists()
            if not left or faults.code_of(fault) not in (faults.CANTOPEN, faults.READONLY):
                raise
        return self._open_apart()

    def _open_apart(self) -> tuple[Connections, bool, Callable[[], None]]:
        """Where SQLite may not make the file that it needs beside a WAL: a copy, gone in the end."""
        import shutil
        import tempfile

        folder = tempfile.TemporaryDirectory(prefix="relbook-")  # its owner's alone
        copied = Path(folder.name) / self.path.name
        for suffix in ("", "-wal"):
            shutil.copyfile(file.beside(self.path, suffix), file.beside(copied, suffix))
        apart = _Attempt(copied, self.key, self.patience, self.known)
        try:
            with contextlib.closing(apart._open("rw", self._check_age)) as taking_in:
                taking_in.run("PRAGMA journal_mode=DELETE")
            return apart._open("ro", self._check_age), True, folder.cleanup
        except BaseException:
            folder.cleanup()
            raise

    def _open(self, mode: str, prepare: Callable[[Connections], object]) -> Connections:
        connections = Connections(self.path, key=self.key, mode=mode, patience=self.patience)
        try:
            prepare(connections)
        except BaseException:
            connections.close()
            raise
        return connections

    @property
    def _newest(self) -> int:
        return max([SCHEMA_VERSION, *(migration.to for migration in self.known)])

    def _check(self, connections: Connections) -> int:
        return migrations.check(connections.run, self.path, self._newest)

    def _check_age(self, connections: Connections) -> None:
        if self._check(connections) < self._newest:
            raise errors.BookReadOnly(
                say(
                    "“{name}” is from an older Relbook and has to be brought up to date, but it "
                    "may not be written where it lies. Nothing was changed; copy it to a folder "
                    "of your own and open it there.",
                    name=self.path.name,
                )
            )

    def _make_ready(self, connections: Connections) -> None:
        version = self._check(connections)
        if version < self._newest:
            migrations.migrate(connections, self.path, version, self.known)
            if self.place is not None:
                self.place.look_again()
        try:
            connections.run("PRAGMA journal_mode=WAL")
        except faults.DRIVER_ERRORS as fault:
            # On a full disk it still opens, to be read.
            if faults.code_of(fault) not in {faults.FULL, faults.IOERR}:
                raise
            if connections.run("PRAGMA journal_mode").fetchone()[0] == "wal":
                raise
