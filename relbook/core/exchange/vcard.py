"""Reading and writing files of cards: vCard 2.1 (1996), 3.0 (RFC 2426) and 4.0 (RFC 6350).

The whole of it is plain parsing: nothing that a card names is ever fetched or opened.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.build import build
from relbook.core.exchange.card import Card, Problem
from relbook.core.exchange.charsets import WESTERN
from relbook.core.exchange.lines import Content, TooManyError, read_content
from relbook.core.exchange.stretches import Flaw, Splitter, Stretch, blocks
from relbook.core.exchange.writing import card_bytes
from relbook.core.words import say

__all__ = ["Card", "Problem", "build", "parse", "read", "to_bytes", "write"]

Report = Callable[[int, int], None]


def read(
    stream: BinaryIO, *, report: Report | None = None, fallback: str = WESTERN
) -> Iterator[Card | Problem]:
    """The cards of `stream`, one by one, and what was wrong with those that are no good.

    A card that its file cuts off comes with what is there of it, before its Problem. `report` is
    told, as reading goes on, how many bytes were read of how many (0 if that cannot be known), and may
    raise to stop it. `fallback` is the code page of what is neither UTF-8 nor says what it is. Raises
    FileUnreadable for what is no file of cards at all.
    """
    total = _length(stream)
    done = 0
    empty = True
    splitter = Splitter()
    try:
        for block in blocks(stream):
            done += len(block)
            empty = empty and not block.strip()
            for stretch in splitter.feed(block):
                yield from _read_stretch(stretch, fallback)
            if report is not None:
                report(min(done, total) if total else done, total)
    except OSError as error:
        raise FileUnreadable(
            say(
                "The file could not be read to its end; nothing was changed. "
                "Copy it to this computer and try again."
            )
        ) from error
    for stretch in splitter.close():
        yield from _read_stretch(stretch, fallback)
    if empty:
        raise FileUnreadable(
            say("The file is empty, so nothing was changed; please export it once more.")
        )
    if not splitter.opened:
        raise FileUnreadable(
            say(
                "This is no file of contact cards, so nothing was changed; please choose a .vcf file."
            )
        )


def parse(raw: bytes, *, fallback: str = WESTERN) -> Card:
    """The first card in `raw`, as `read` would find it; raises FileUnreadable if there is none."""
    for found in read(io.BytesIO(raw), fallback=fallback):
        if isinstance(found, Card):
            return found
    raise FileUnreadable(say("There is no contact card in this; nothing was changed."))


def write(cards: Iterable[Card], out: BinaryIO) -> int:
    """Write `cards` after one another; returns how many. Raises what `out` raises."""
    count = 0
    for count, card in enumerate(cards, 1):  # noqa: B007  (the count is the result)
        out.write(card_bytes(card))
    return count


def to_bytes(card: Card) -> bytes:
    """`card` as it stands in a file."""
    return card_bytes(card)


def _length(stream: BinaryIO) -> int:
    try:
        here = stream.tell()
        end = stream.seek(0, os.SEEK_END)
        stream.seek(here)
    except (OSError, ValueError):
        return 0
    return end - here


def _read_stretch(stretch: Stretch, fallback: str) -> Iterator[Card | Problem]:
    line = stretch.line
    if stretch.flaw is Flaw.TOO_LARGE:
        yield Problem(line, say("This card is larger than 64 MB and was left out."))
        return
    if stretch.flaw is Flaw.NO_BEGIN:
        yield Problem(line, say("A card ends here that never began; there was nothing to read."))
        return
    try:
        content = read_content(stretch.raw, fallback)
    except TooManyError:
        yield Problem(line, say("This card has too many fields and was left out."))
        return
    if content.properties:
        yield _card(content, stretch)
    elif stretch.flaw is None:
        yield Problem(line, say("This card has nothing in it."))
    if stretch.flaw is Flaw.CUT:
        yield Problem(
            line, say("The file ends in the middle of this card; what is there was read.")
        )
    elif stretch.flaw is Flaw.NO_END:
        yield Problem(line, say("This card has no end before the next begins; it was read so far."))


def _card(content: Content, stretch: Stretch) -> Card:
    version = content.version[:3]
    if version not in {"2.1", "3.0", "4.0"}:
        content.note(say("It did not say its version; it was read as the oldest."))
        version = "2.1"
    return Card(
        version,
        tuple(content.properties),
        stretch.raw,
        stretch.line,
        tuple(content.repaired),
    )
