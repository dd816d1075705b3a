"""Files that mean harm, made as they are read: none of them is ever whole, in memory or on a disk."""

import io
import sys
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from relbook.core.exchange import vcard

BLOCK = 1 << 18
BEGIN = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\n"
END = b"END:VCARD\r\n"
PLAIN = BEGIN + b"N:Lovelace;Ada;;;\r\nTEL;TYPE=CELL:+44 20 7946 0001\r\n" + END


class Made(io.BytesIO):
    """A stream that reads as what `pieces` gives, and cannot tell how long that is."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def read(self, size: int | None = -1, /) -> bytes:
        return next(self._pieces, b"")

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise OSError


def cards(size: int) -> Iterator[bytes]:
    """Nothing but good cards, of `size` bytes in all: each with a photo of 18 kB."""
    folded = b"\r\n ".join([b"A" * 74] * 324)
    block = (BEGIN + b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/" + folded + b"\r\n" + END + PLAIN) * 10
    return (block for _ in range(0, size, len(block)))


def line(size: int) -> Iterator[bytes]:
    """A line of `size` bytes in no card, and a good card after it."""
    yield from (b"x" * BLOCK for _ in range(0, size, BLOCK))
    yield b"\r\n" + PLAIN


def line_in_a_card(size: int) -> Iterator[bytes]:
    """The same line within a card, and a good card after it."""
    yield BEGIN + b"NOTE:"
    yield from line(size)


def photo(size: int) -> Iterator[bytes]:
    """A card with a photo of `size` bytes in base64."""
    folded = b"\r\n " + b"A" * 74
    yield BEGIN + b"PHOTO;ENCODING=b:/9j/"
    yield from (folded * 3_000 for _ in range(0, size, len(folded) * 3_000))
    yield b"\r\n" + END + PLAIN


def properties(n: int) -> Iterator[bytes]:
    """A card of `n` properties."""
    yield BEGIN
    yield from (b"TEL:1\r\n" * 1_000 for _ in range(0, n, 1_000))
    yield END + PLAIN


def empty_lines(size: int) -> Iterator[bytes]:
    """A card of `size` line ends."""
    yield BEGIN
    yield from (b"\n" * BLOCK for _ in range(0, size, BLOCK))
    yield END + PLAIN


def agents(depth: int) -> Iterator[bytes]:
    """Cards in cards."""
    yield BEGIN
    yield b"AGENT:\r\nBEGIN:VCARD\r\n" * depth
    yield END * depth
    yield END + PLAIN


def bomb(size: int) -> Iterator[bytes]:
    """A photo, small in the card, that a reader of pictures would unpack to `size` bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(BLOCK)) for _ in range(0, size, BLOCK))
    data = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + packed + packer.flush()
    yield BEGIN + b"PHOTO;ENCODING=b;TYPE=PNG:" + b64encode(data) + b"\r\n" + END + PLAIN


def unended(n: int) -> Iterator[bytes]:
    """`n` cards that begin and never end."""
    yield from (BEGIN * 1_000 for _ in range(0, n, 1_000))
    yield PLAIN


@dataclass(frozen=True, slots=True)
class Harm:
    """A hostile file: how to make it, and how large in the long run."""

    name: str
    make: Callable[[int], Iterator[bytes]]
    long: int


HARM = (
    Harm("1 GB of good cards", cards, 1 << 30),
    Harm("a line of 2 GB", line, 2 << 30),
    Harm("a line of 2 GB in a card", line_in_a_card, 2 << 30),
    Harm("a photo of 60 MB", photo, 60 << 20),
    Harm("a photo of 1 GB", photo, 1 << 30),
    Harm("a million properties", properties, 1_000_000),
    Harm("64 million empty lines", empty_lines, 60 << 20),
    Harm("a million cards in cards", agents, 1_000_000),
    Harm("a picture that unpacks to 1 GB", bomb, 1 << 30),
    Harm("a million cards without end", unended, 1_000_000),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a hostile file came to: `grown` is by how many MB the process had grown at most."""

    cards: int
    problems: int
    seconds: float
    grown: float


def read(pieces: Iterator[bytes]) -> Outcome:
    """Read a file and every card in it, in this process."""
    count = problems = 0
    before = _peak()
    started = time.process_time()
    for found in vcard.read(Made(pieces)):
        if isinstance(found, vcard.Card):
            count += 1
            found.person()
        else:
            problems += 1
    return Outcome(count, problems, time.process_time() - started, _peak() - before)


def read_apart(number: int) -> Outcome:
    """Read the long form of HARM[number] in a process of its own, so that its memory is told apart."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_read_long, number).result()


def _read_long(number: int) -> Outcome:
    harm = HARM[number]
    return read(harm.make(harm.long))


def _peak() -> float:
    """The most memory that the process ever had, in MB; 0 where no system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
