"""From a stream of bytes to the bytes of each card in it.

Nothing here holds more than one card and one block of the stream, and all of it takes time in
proportion to the bytes read, whatever they are.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO

BLOCK = 1 << 18
MAX_CARD = 64 << 20
_MARK = 320  # the longest line that opens or closes a card

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?([ \t]*)begin[ \t]*:[ \t]*")
_CLOSING = re.compile(rb"([ \t]*)end[ \t]*:[ \t]*")
# Files put after one another, the last line of each without its end.
_JOINED = re.compile(rb"([ \t]*end[ \t]*:[ \t]*vcard[ \t]*)(?:\xef\xbb\xbf)?begin[ \t]*:[ \t]*")
_AGENT = re.compile(rb"(?:[\w-]+\.)?agent(?:;[^:\r\n]*)?:[ \t]*")
_OPENING_AGENT = re.compile(rb"(?:[\w-]+\.)?agent(?:;[^:\r\n]*)?:[ \t]*begin[ \t]*:[ \t]*")


class Flaw(Enum):
    """What is wrong with a stretch that should be a card."""

    CUT = auto()  # the file ends within it
    NO_END = auto()  # another card begins within it
    NO_BEGIN = auto()  # an end that nothing began
    TOO_LARGE = auto()  # over MAX_CARD bytes: `raw` is empty


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of one card from BEGIN to END, line ends included; `line` is its first, from 1."""

    raw: bytes
    line: int
    flaw: Flaw | None = None


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """`stream` in blocks, as UTF-8 if it is UTF-16 (with a byte order mark or without), else as is."""
    block = stream.read(BLOCK)
    decoder = _utf16_decoder(block)
    if decoder is None:
        block = block.removeprefix(codecs.BOM_UTF8)
        while block:
            yield block
            block = stream.read(BLOCK)
        return
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _utf16_decoder(block: bytes) -> codecs.IncrementalDecoder | None:
    start = block[:16]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif len(start) > 3 and not any(start[1::2]) and all(start[::2]):
        name = "utf-16-le"
    elif len(start) > 3 and not any(start[::2]) and all(start[1::2]):
        name = "utf-16-be"
    else:
        return None
    return codecs.getincrementaldecoder(name)("replace")


class Splitter:
    """Cuts blocks into cards; `opened` tells whether a BEGIN:VCARD was ever met.

    Lines are ended by CR LF, LF or CR, mixed as they come. A card within a card is part of it if an
    AGENT property holds it; else the outer one has lost its end.
    """

    def __init__(self) -> None:
        self.opened = False
        self._buffer = bytearray()
        self._ragged = False  # the buffer begins within a line
        self._seen = 0  # up to here the buffer is searched
        self._start = -1  # where the open card begins; -1 outside of one
        self._indent = b""
        self._depth = 0
        self._dropping = False  # within a card that is too large
        self._line = 1  # the line that `_counted` is on
        self._counted = 0

    def feed(self, block: bytes) -> Iterator[Stretch]:
        """The cards that `block` completes."""
        self._buffer += block
        yield from self._search(last=False)
        if self._start >= 0 and len(self._buffer) - self._start > MAX_CARD:
            yield Stretch(b"", self._line_at(self._start), Flaw.TOO_LARGE)
            self._start = -1
            self._dropping = True
        self._trim()

    def close(self) -> Iterator[Stretch]:
        """What is left when there are no more blocks."""
        yield from self._search(last=True)
        if self._start >= 0:
            yield self._take(len(self._buffer), Flaw.CUT)

    def _search(self, *, last: bool) -> Iterator[Stretch]:
        """Every card that a line from `_seen` on closes."""
        origin = max(0, self._seen - 2 * _MARK)
        window = bytes(self._buffer[origin:].lower())
        at = self._seen - origin
        while (at := window.find(b"vcard", at)) >= 0:
            end = _line_end(window, at + 5, last=last)
            if end is None:  # the line may go on in the next block
                break
            first = self._line_start(window, at, origin) if end else -1
            if end and first >= 0:
                if (joined := _JOINED.fullmatch(window, first, at)) is not None:
                    middle, closes = joined.end(1), window.index(b"vcard", first)
                    yield from self._mark(window, first, closes, middle, origin)
                    first = middle
                yield from self._mark(window, first, at, end, origin)
                at = end
            else:
                at += 5
        self._seen = origin + at if at >= 0 else max(self._seen, origin + len(window) - 4)

    def _line_start(self, window: bytes, at: int, origin: int) -> int:
        """Where the line that `at` is on begins, or -1 if that is too far away to matter."""
        low = max(0, at - _MARK)
        found = max(window.rfind(b"\n", low, at), window.rfind(b"\r", low, at))
        if found >= 0:
            return found + 1
        return 0 if low == 0 and origin == 0 and not self._ragged else -1

    def _mark(self, window: bytes, first: int, at: int, end: int, origin: int) -> Iterator[Stretch]:
        """What the line from `first` to `end` opens or closes, if it does; VCARD stands at `at`."""
        if (closing := _CLOSING.fullmatch(window, first, at)) is not None:
            if self._start >= 0:
                if closing[1] == self._indent:
                    self._depth -= 1
                    if self._depth == 0:
                        yield self._take(origin + end, None)
            elif self._dropping:
                self._dropping = False
            else:
                yield Stretch(b"", self._line_at(origin + first), Flaw.NO_BEGIN)
        elif (opening := _OPENING.fullmatch(window, first, at)) is not None:
            if self._start >= 0:
                if opening[1] != self._indent:  # a folded value
                    return
                if _follows_agent(window, first):
                    self._depth += 1
                    return
                yield self._take(origin + first, Flaw.NO_END)
            self._start = origin + opening.start(1)
            self._indent = opening[1]
            self._depth = 1
            self._dropping = False
            self.opened = True
        elif self._start >= 0 and _OPENING_AGENT.fullmatch(window, first, at):
            self._depth += 1

    def _take(self, end: int, flaw: Flaw | None) -> Stretch:
        """The open card up to `end`, after which none is open."""
        raw = bytes(self._buffer[self._start : end])
        line = self._line_at(self._start)
        self._start = -1
        return Stretch(raw, line, flaw)

    def _line_at(self, at: int) -> int:
        """The number of the line that begins at `at`, which is never before the one last asked."""
        passed = self._buffer[self._counted : at]
        self._line += passed.count(b"\n")
        if b"\r" in passed:
            self._line += passed.count(b"\r") - passed.count(b"\r\n")
        self._counted = at
        return self._line

    def _trim(self) -> None:
        """Let go of what is before the open card, or of all but what a line may need."""
        buffer = self._buffer
        keep = self._start if self._start >= 0 else max(0, len(buffer) - 2 * _MARK)
        if keep and self._start < 0 and buffer[keep - 1] == 13 and buffer[keep] == 10:
            keep -= 1  # within CR LF
        if keep == 0:
            return
        if keep > self._counted:
            self._line_at(keep)
        self._ragged = buffer[keep - 1] not in b"\r\n"
        del buffer[:keep]
        self._counted -= keep
        self._seen = max(0, self._seen - keep)
        if self._start >= 0:
            self._start -= keep


def _line_end(window: bytes, at: int, *, last: bool) -> int | None:
    """The end of a line that has only blanks from `at` on; 0 if it has more, None if unknown yet."""
    rest = window[at : at + _MARK]
    blanks = len(rest) - len(rest.lstrip(b" \t"))
    mark = rest[blanks : blanks + 2]
    if mark[:1] == b"\n" or (mark[:1] == b"\r" and mark[1:] not in {b"\n", b""}):
        return at + blanks + 1
    if mark == b"\r\n":
        return at + blanks + 2
    if mark in {b"", b"\r"} and len(rest) < _MARK:
        return at + len(rest) if last else None
    return 0


def _follows_agent(window: bytes, first: int) -> bool:
    """Whether the last line before `first` that is not blank is an AGENT waiting for its card."""
    before = window[max(0, first - _MARK) : first].rstrip(b"\r\n")
    line = before[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :]
    return _AGENT.fullmatch(line) is not None
