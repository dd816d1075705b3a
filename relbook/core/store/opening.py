"""How the file of a book is made, and how one that is there is looked at before it is trusted."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core import errors
from relbook.core.store import backup, faults, file, migrations
from relbook.core.store.file import Connections
from relbook.core.store.migrations import SCHEMA_VERSION, Migration
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.store.key import Key


def make(path: Path, key: "Key | None") -> None:
    """Make the file of an empty book, locked with `key` if there is one; it has its name only once it is whole.

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
) -> tuple[Connections, bool]:
    """Connections to the book at `path`, of the present schema, and whether only to read.

    Raises a kind of `BookError`, or `FileUnreadable`, and leaves the file as it is, when it cannot
    be opened as ours.
    """
    path = Path(os.path.realpath(path))  # SQLite's own files lie beside what a link leads to
    attempt = _Attempt(path, key, patience, known)
    with faults.opening(path):
        file.look_at(path, locked=key is not None)
        try:
            opened = attempt.connect()
        except faults.DRIVER_ERRORS as fault:
            if key is None or faults.code_of(fault) != faults.NOTADB:
                raise
            from relbook.core.store import lock

            raise lock.wrong(path) from fault
    if key is not None and not opened[1]:
        from relbook.core.store import lock

        lock.sweep(path)  # what is left there may be readable without a key
    return opened


@dataclass(frozen=True, slots=True)
class _Attempt:
    path: Path
    key: "Key | None"
    patience: float
    known: Sequence[Migration]

    def connect(self) -> tuple[Connections, bool]:
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            if file.beside(self.path, "-wal").exists():
                # A crash left it, and whoever closes the file takes it in: look with no means to
                # write, for what is not ours shall stay as it is.
                self._open("ro", self._check).close()
            try:
                return self._open("rw", self._make_ready), False
            except faults.DRIVER_ERRORS as fault:
                if faults.code_of(fault) != faults.READONLY:
                    raise
        return self._open("ro", self._check_age), True

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
        try:
            connections.run("PRAGMA journal_mode=WAL")
        except faults.DRIVER_ERRORS as fault:
            # On a full disk it still opens, to be read.
            if faults.code_of(fault) not in {faults.FULL, faults.IOERR}:
                raise
            if connections.run("PRAGMA journal_mode").fetchone()[0] == "wal":
                raise
