"""Files that people come in from: told apart by what is in them, read one card or row at a time."""

import bisect
import contextlib
import io
import itertools
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from relbook.core import errors
from relbook.core.exchange import vcard
from relbook.core.exchange.incoming import foreign
from relbook.core.exchange.incoming.before import Incoming
from relbook.core.exchange.vcard import spans
from relbook.core.exchange.vcard.card import Card, Problem
from relbook.core.exchange.vcard.charsets import WESTERN
from relbook.core.exchange.vcard.stretches import BLOCK, Splitter, blocks
from relbook.core.store.book import Book
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.exchange.table import Mapping as Columns
    from relbook.core.exchange.table import Table

Report = Callable[[int, int], None]
CARD_FILES = (".vcf", ".vcard", ".vct")
HEAD = 1 << 16  # bytes by which a table is known
LONGEST_ROW = 5 << 20  # bytes, and more than a row of a table can have
_LINE_END = re.compile(rb"\r\n|\n|\r")
_LF = re.compile(rb"\n")
_BEGINS = re.compile(rb"(?im)^[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*\r?$")


class Kind(Enum):
    """What a file is, by its content."""

    CARDS = "cards"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to bring in; `table` is what was found of a table, and what its columns mean.

    `letters` is the code page of cards that are neither UTF-8 nor say what they are. `marks`, known
    once cards were read, are lines and where in the file their blocks begin, to find a card again by.
    """

    path: Path
    size: int
    stamp: int  # when it was last written, in ns
    table: "Table | None" = field(default=None, compare=False, repr=False)
    letters: str = WESTERN
    marks: "list[tuple[int, int]]" = field(default_factory=list, compare=False, repr=False)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind.CARDS if self.table is None else Kind.TABLE

    def read(self, report: Report | None = None) -> Iterator[Incoming | Problem]:
        """What is in it, one by one. Raises `FileUnreadable`, which names the file."""
        with opened(self.path) as stream, naming(self.path):
            if self.table is None:
                marked = Marked(stream, self.marks)
                for item in vcard.read(marked, report=report, fallback=self.letters):
                    yield self._kept(item)
            else:
                from relbook.core.exchange import table

                marked = Marked(stream, self.marks, cr=False)
                yield from table.read(marked, self.table, report=report)

    def _kept(self, item: Card | Problem) -> Card | Problem:
        """A card as it is kept: in a code page that the owner named, as UTF-8, to be read alone."""
        if self.letters == WESTERN or isinstance(item, Problem):
            return item
        return replace(item, raw=spans.utf8(item.raw, self.letters))

    def read_again(self, number: int, line: int) -> Incoming | None:
        """The card or row `number`, from 0, which begins on `line`; None where it is no more."""
        if self.table is None:
            with opened(self.path) as stream:
                raw = _card_on(self._from_line(stream, line), 1) if self.marks else b""
                stream.seek(0)
                raw = raw or _card_on(blocks(stream), line)
                return vcard.parse(raw, fallback=self.letters) if raw else None
        if line > 1 and self.marks:
            from relbook.core.exchange import table

            with opened(self.path) as stream:
                rest = io.BytesIO(b"".join(self._few(stream, line)))
                return table.read_one(rest, self.table, line)
        items = (item for item in self.read() if not isinstance(item, Problem))
        return next(itertools.islice(items, number, None), None)

    def _few(self, stream: BinaryIO, line: int) -> Iterator[bytes]:
        """From a line on so much as holds the longest row."""
        size = 0
        for block in self._from_line(stream, line):
            yield block
            size += len(block)
            if size > LONGEST_ROW:
                return

    def _from_line(self, stream: BinaryIO, line: int) -> Iterator[bytes]:
        """The bytes from a line on, in blocks; none if it does not begin where it should."""
        before = bisect.bisect_left(self.marks, (line, 0)) - 1
        if before < 0:
            return blocks(stream)
        number, at = self.marks[before]
        stream.seek(at)
        start = stream.read(BLOCK)
        each = (_LINE_END if self.table is None else _LF).finditer(start)
        ends = itertools.islice(each, line - number - 1, None)
        end = next(ends, None)
        rest = iter(lambda: stream.read(BLOCK), b"")
        return itertools.chain([start[end.end() :]], rest) if end else iter(())


class Marked(io.BufferedReader):
    """A file that keeps in `marks`, as it is read, which line each block begins in, and where.

    Of lines in UTF-16 it keeps none. Without `cr` a line ends with LF alone.
    """

    def __init__(self, stream: BinaryIO, marks: list[tuple[int, int]], *, cr: bool = True) -> None:
        super().__init__(io.FileIO(stream.fileno(), closefd=False))
        self._marks = marks
        self._line, self._at = 1, 0
        self._after_cr = False
        self._wide = False
        self._cr = cr
        marks.clear()

    def read(self, size: int | None = -1, /) -> bytes:
        block = super().read(size)
        if self._at == 0:
            self._wide = b"\0" in block[:16] or not (self._cr or b"\n" in block)
        within = self._after_cr and block[:1] == b"\n"  # CR LF, cut in two
        if block and not self._wide and not within:
            self._marks.append((self._line, self._at))
        ends = block.count(b"\n")
        if self._cr and b"\r" in block:
            ends += block.count(b"\r") - block.count(b"\r\n")
        self._line += ends - within
        self._at += len(block)
        self._after_cr = self._cr and block[-1:] == b"\r"
        return block


def _card_on(found: Iterator[bytes], line: int) -> bytes:
    """The card that begins on `line` of what comes in blocks; empty if there is none."""
    splitter = Splitter()
    for block in itertools.chain(found, [None]):
        for stretch in splitter.close() if block is None else splitter.feed(block):
            if stretch.line >= line:
                if stretch.line > line:
                    return b""
                if stretch.raw:
                    return stretch.raw
    return b""


def sources(
    book: Book,
    files: Sequence[Path],
    mappings: "Mapping[Path, Columns] | None" = None,
    letters: str = "",
) -> list[Source]:
    """`files` as what they are, told by their content; `letters` as `Source` has them.

    A table is read as `mappings` say, else as the owner once did for its header. Raises
    `FileUnreadable` for a file that is nothing of the kind.
    """
    found = []
    for file in files:
        try:
            told = file.stat()
        except OSError as fault:
            raise unreadable(file) from fault
        table = _table_in(book, file, (mappings or {}).get(file))
        found.append(Source(file, told.st_size, told.st_mtime_ns, table, letters or WESTERN))
    return found


def kind_of(file: Path) -> Kind:
    """Whether `file` has cards or a table in it.

    Raises `FileUnreadable` if it cannot be opened, or is known to be something else.
    """
    with opened(file) as stream:
        start = next(blocks(stream), b"")
    if _BEGINS.search(start):
        return Kind.CARDS
    if not start.strip():
        return Kind.CARDS
    if file.suffix.lower() not in CARD_FILES:
        foreign.refuse(file, start)
        return Kind.TABLE
    from relbook.core.exchange import table

    try:  # the name promises cards: only a header proves it wrong
        return Kind.TABLE if table.examine(start[:HEAD]).header_line else Kind.CARDS
    except errors.FileUnreadable:
        return Kind.CARDS


def _table_in(book: Book, file: Path, mapping: "Columns | None") -> "Table | None":
    if mapping is None and kind_of(file) is Kind.CARDS:
        return None
    from relbook.core.exchange import table

    with opened(file) as stream, naming(file):
        found = table.examine(stream, mapping=mapping)
        if mapping is None:
            kept = table.for_header(book, found.mapping.fingerprint)
            if kept is not None and len(kept.targets) == len(found.columns):
                found = table.examine(stream, mapping=kept)
    return found


@contextlib.contextmanager
def naming(file: Path) -> Iterator[None]:
    """Put the name of `file` before what is wrong with it."""
    try:
        yield
    except errors.FileUnreadable as fault:
        why = say("“{name}”: {why}", name=file.name, why=str(fault))
        raise errors.FileUnreadable(why) from fault


@contextlib.contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """`file`, to be read. Raises `FileUnreadable`, also for what can be read but once, or never ends."""
    try:
        kind = file.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise errors.FileUnreadable(
                say(
                    "“{name}” is a pipe or a device, and nothing was changed; save what comes from it "
                    "as a file first.",
                    name=file.name,
                )
            )
        stream = file.open("rb")
    except OSError as fault:
        raise unreadable(file) from fault
    with stream:
        yield stream


def unreadable(file: Path) -> errors.FileUnreadable:
    """What to say of a file that cannot be opened."""
    return errors.FileUnreadable(
        say(
            "“{name}” cannot be read. Nothing was changed; see that it is there and that you may "
            "open it.",
            name=file.name,
        )
    )
