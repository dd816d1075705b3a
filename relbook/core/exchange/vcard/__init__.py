"""Reading and writing files of cards: vCard 2.1 (1996), 3.0 (RFC 2426) and 4.0 (RFC 6350).

The whole of it is plain parsing: nothing that a card names is ever fetched or opened.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.vcard.build import build
from relbook.core.exchange.vcard.card import Card, Problem
from relbook.core.exchange.vcard.charsets import WESTERN
from relbook.core.exchange.vcard.lines import Content, TooManyError, read_content
from relbook.core.exchange.vcard.stretches import Flaw, Splitter, Stretch, blocks
from relbook.core.exchange.vcard.writing import card_bytes
from relbook.core.words import plural, say

__all__ = ["Card", "Problem", "build", "parse", "read", "to_bytes", "write"]

Report = Callable[[int, int], None]
_VERSIONS = {"2.1": "2.1", "3.0": "3.0", "4.0": "4.0", "2": "2.1", "3": "3.0", "4": "4.0"}
FEW = 1_000  # properties, to find a name among


def read(
    stream: BinaryIO, *, report: Report | None = None, fallback: str = WESTERN
) -> Iterator[Card | Problem]:
    """The cards of `stream`, one by one, and what was wrong with those that are no good.

    A card with something wrong comes with what can be read of it, before its Problems. `report` is
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
                "There is no contact card in it (each begins with BEGIN:VCARD), so nothing was "
                "changed; export it once more where it came from."
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
    """The card of a stretch, if it has anything, and then what is wrong with it, in words."""
    line = stretch.line
    if stretch.flaw is Flaw.TOO_LARGE:
        yield Problem(line, say("This card is larger than 64 MB and was left out."))
        return
    if stretch.flaw is Flaw.NO_BEGIN:
        yield Problem(line, say("A card ends here that never began; there was nothing to read."))
        return
    try:
        content = read_content(stretch.raw, fallback)
    except TooManyError as fault:
        del fault.content.properties[FEW:]
        yield Problem(
            line,
            say(
                "{whose} has too many fields and was left out.",
                whose=_whose(_card(fault.content, stretch)),
            ),
        )
        return
    if not content.properties:
        yield Problem(line, say("This card has nothing in it that can be read, and was left out."))
        return
    card = _card(content, stretch)
    yield card
    if stretch.flaw is Flaw.CUT and not content.ended:
        content.unread.pop()  # what is left of the line that the file ends in
    if content.unread:
        yield _unread(card, [line + number for number in content.unread])
    if stretch.flaw is Flaw.CUT:
        yield Problem(
            line,
            say(
                "{whose} is cut off where the file ends; what is there of it came in.",
                whose=_whose(card),
            ),
        )
    elif stretch.flaw is Flaw.NO_END:
        yield Problem(
            line,
            say(
                "{whose} has no end before the next begins; what is there of it came in.",
                whose=_whose(card),
            ),
        )


def _whose(card: Card) -> str:
    """How a sentence that begins with the card calls it."""
    name = card.person().name
    return say("The card of “{name}”", name=name) if name else say("This card")


def _unread(card: Card, lines: list[int]) -> Problem:
    """What to say of `lines` of the file, which are in `card` and no part of any field."""
    name = card.person().name or say("(no name)")
    return Problem(
        lines[0],
        str(
            plural(
                "Line {first} of the card of “{name}” cannot be read and was left out; the rest "
                "came in.",
                "{n} lines of the card of “{name}”, the first of them line {first}, cannot be read "
                "and were left out; the rest came in.",
                len(lines),
                first=lines[0],
                name=name,
            )
        ),
    )


def _card(content: Content, stretch: Stretch) -> Card:
    version = _VERSIONS.get(content.version[:3].rstrip("."), "")
    if not version:
        content.note(say("It did not say its version; it was read as the oldest."))
        version = "2.1"
    return Card(
        version,
        tuple(content.properties),
        stretch.raw,
        stretch.line,
        tuple(content.repaired),
    )
