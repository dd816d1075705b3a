"""Cards parsed and written, in memory: how many in a second of CPU.

The floor is cutting the bytes into lines and no more; the peer is vobject, reading and writing fewer
of the same cards.
"""

import io
import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import vobject

from relbook.core.exchange import vcard
from tests.bench.importing import write_cards
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_least, median, told

PLAIN, PHOTOS, OF_PEER = 10_000, 2_000, 300
PHOTO = 18_000  # bytes of each
ROUNDS = 5


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        plain = write_cards(Path(scratch) / "cards.vcf", PLAIN).read_bytes()
    illustrated = _with_photos(plain, PHOTOS)
    rounds = 2 if setting.quick else ROUNDS
    yield from _parsed("plain cards", plain, PLAIN, 9_000, rounds)
    yield from _parsed("cards with 18 kB photos", illustrated, PHOTOS, 1_500, rounds)
    yield from _written("plain cards", plain, PLAIN, 15_000, rounds)
    yield from _written("cards with 18 kB photos", illustrated, PHOTOS, None, rounds)


def _parsed(what: str, data: bytes, n: int, least: int, rounds: int) -> Iterator[Row]:
    """Parsing `n` cards, beside the floor, understanding them, and the peer."""
    floor = _rate(lambda: len(data.split(b"\r\n")), n, rounds)
    ours = _rate(lambda: _count(data, n), n, rounds)
    yield told(f"floor: lines of {n:,} {what}, split", floor, "/s")
    yield at_least(f"{what} parsed", ours, least, "/s", f"floor × {floor / ours:.0f}")
    understood = _rate(lambda: _count(data, n, _understand), n, rounds)
    yield told(f"{what} parsed, and what they tell", understood, "/s")
    few = _first(data, OF_PEER)
    peer = _rate(lambda: sum(1 for _ in vobject.readComponents(few)), OF_PEER, 1)
    yield told(f"vobject: {what} parsed", peer, "/s", f"ours × {ours / peer:.0f}")


def _written(what: str, data: bytes, n: int, least: int | None, rounds: int) -> Iterator[Row]:
    """Writing `n` cards, beside the peer."""
    cards = [found for found in vcard.read(io.BytesIO(data)) if isinstance(found, vcard.Card)]
    ours = _rate(lambda: vcard.write(cards, io.BytesIO()), n, rounds)
    if least is None:
        yield told(f"{what} written", ours, "/s")
    else:
        yield at_least(f"{what} written", ours, least, "/s")
    theirs = list(vobject.readComponents(_first(data, OF_PEER)))
    peer = _rate(lambda: sum(len(card.serialize()) for card in theirs), OF_PEER, 1)
    yield told(f"vobject: {what} written", peer, "/s", f"ours × {ours / peer:.0f}")


def _rate(work: Callable[[], object], n: int, rounds: int) -> float:
    """How many of `n` a second of CPU does, by the middle of several rounds."""
    spent = []
    for _ in range(rounds):
        with Cpu() as cpu:
            work()
        spent.append(cpu.process)
    return n / median(spent)


def _understand(card: vcard.Card) -> None:
    card.person()


def _count(data: bytes, n: int, use: Callable[[vcard.Card], None] | None = None) -> None:
    count = 0
    for found in vcard.read(io.BytesIO(data)):
        assert isinstance(found, vcard.Card)
        count += 1
        if use is not None:
            use(found)
    assert count == n


def _first(data: bytes, n: int) -> str:
    """The first `n` cards, as text."""
    end = b"END:VCARD\r\n"
    return b"".join(part + end for part in islice(data.split(end), n)).decode()


def _with_photos(data: bytes, n: int) -> bytes:
    """The first `n` cards, each with a photo of its own."""
    chance = random.Random("photos")
    end = "END:VCARD\r\n"
    pieces = []
    for part in islice(_first(data, n).split(end), n):
        packed = b64encode(b"\xff\xd8\xff" + chance.randbytes(PHOTO - 3)).decode("ascii")
        folded = "\r\n ".join(packed[at : at + 74] for at in range(0, len(packed), 74))
        pieces.append(f"{part}PHOTO;ENCODING=b;TYPE=JPEG:\r\n {folded}\r\n{end}")
    return "".join(pieces).encode()
