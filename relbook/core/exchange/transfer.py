"""From a file of cards into the book, and back out: whole, in one edit, or not at all."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from relbook.core import errors
from relbook.core.exchange import vcard
from relbook.core.exchange.card import Card
from relbook.core.exchange.intake import Intake, Outcome
from relbook.core.exchange.outgo import cards_of
from relbook.core.store import backup
from relbook.core.store.book import Book
from relbook.core.store.journal import part
from relbook.core.words import plural, say, sentence

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be taken, and why."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return say("{file}, line {line}: {why}", file=self.file, line=self.line, why=self.why)


@dataclass(slots=True)
class Result:
    """What an import did: how many people were new, told more of, or known just so."""

    new: int = 0
    updated: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        counted = [
            plural("{n} new person", "{n} new people", self.new),
            plural("{n} person told more of", "{n} people told more of", self.updated),
            plural("{n} known already", "{n} known already", self.same),
        ]
        parts = [str(part) for part in counted if part.n] or [say("nobody")]
        if self.problems:
            n = len(self.problems)
            parts.append(str(plural("{n} problem", "{n} problems", n)))
        return say("Brought in: {what}.", what=", ".join(parts))


def bring_in(book: Book, files: Sequence[Path], report: Report | None = None) -> Result:
    """Bring the people of vCard `files` into `book`, in one edit that one undo takes back.

    `report` hears how far it is, and may raise to stop: then nothing has happened. A
    broken card becomes a `Problem` and the rest comes in. Raises `FileUnreadable`, with nothing
    changed, for a file that cannot be read or is no file of cards.
    """
    sizes = [_size(file) for file in files]
    total, before = sum(sizes), 0
    result = Result()
    if len(files) == 1:
        what = sentence("Bring in {file}", file=files[0].name)
    else:
        what = plural("Bring in {n} file", "Bring in {n} files", len(files))
    reading, following = part(report, 0, 60), part(report, 60, 100)
    with book.edit(what, following):
        intake = Intake(book)
        for file, size in zip(files, sizes, strict=True):
            with _opened(file) as stream:
                _take_file(intake, stream, file.name, _from(reading, before, total), result)
            before += size
        intake.finish()
        result.new = intake.counts[Outcome.NEW]
        result.updated = intake.counts[Outcome.UPDATED]
        result.same = intake.counts[Outcome.SAME]
    return result


def send_out(book: Book, path: Path, report: Report | None = None) -> int:
    """Write everyone to `path` as vCard 4.0; returns how many.

    Those marked tender go out too; facts that are tender or private stay. The file appears only when it is whole, and never in the place
    of a book. Raises `FileUnwritable`, `DiskFull` or `BookExists`.
    """
    with backup.replacing(path) as draft, draft.open("wb") as out:
        n = vcard.write(cards_of(book, report), out)
        out.flush()
        os.fsync(out.fileno())
    return n


def _take_file(
    intake: Intake, stream: BinaryIO, name: str, report: Report | None, result: Result
) -> None:
    try:
        for found in vcard.read(stream, report=report):
            if isinstance(found, Card):
                odd = intake.take(found, name)
            else:
                odd = [found]
            result.problems += [Problem(name, one.line, one.why) for one in odd]
    except errors.FileUnreadable as fault:
        raise errors.FileUnreadable(say("“{name}”: {why}", name=name, why=str(fault))) from fault


def _from(report: Report | None, before: int, total: int) -> Report | None:
    """`report` for a file that comes after `before` bytes of others."""
    if report is None:
        return None
    return lambda done, _total: report(min(before + done, total), total)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as fault:
        raise _unreadable(file) from fault


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    try:
        stream = file.open("rb")
    except OSError as fault:
        raise _unreadable(file) from fault
    with stream:
        yield stream


def _unreadable(file: Path) -> errors.FileUnreadable:
    return errors.FileUnreadable(
        say(
            "“{name}” cannot be read. Nothing was changed; see that it is there and that you may "
            "open it.",
            name=file.name,
        )
    )


def look_at(file: Path) -> None:
    """Raise `FileUnreadable` if `file` cannot be opened: before a book is made for it."""
    with _opened(file):
        pass
