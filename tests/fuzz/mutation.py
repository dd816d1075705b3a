"""Good files made bad, the same ones again for the same seed."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

LARGEST = 200_000  # bytes

CARD_MARKS = (
    *(bytes([byte]) for byte in b'\r\n\t :;,=".\\^%\x00\x1b\xff\xc3\x81'),
    b"BEGIN:VCARD\r\n",
    b"END:VCARD\r\n",
    b"END:VCARD",
    b"VERSION:4.0\r\n",
    b"VERSION:2.1\r\n",
    b"AGENT:",
    b"AGENT:\r\nBEGIN:VCARD\r\n",
    b";ENCODING=QUOTED-PRINTABLE",
    b";ENCODING=b",
    b";BASE64",
    b";CHARSET=UTF-7",
    b";CHARSET=SHIFT_JIS",
    b";CHARSET=utf-16",
    b";PREF=",
    b";ALTID=1",
    b";X-APPLE-OMIT-YEAR=1604",
    b";VALUE=uri",
    b'LABEL="',
    b"data:image/png;base64,",
    b"=\r\n",
    b"=0D=0A=",
    b"\r\n ",
    b"\r\n\r\n",
    b"item1.",
    b"item1.X-ABLabel:",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"^n",
    b"\\n",
    b"\\,",
    "\u2028\u202e\ufeff".encode(),
    b"<script>alert(1)</script>",
)
TABLE_MARKS = (
    *(bytes([byte]) for byte in b"\r\n\t,;\"'|=+-@\x00\xff\xc3\x81"),
    b'""',
    b'"\r\n',
    b" ::: ",
    b"* ",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b",,,,,,,,",
    b"First Name,Last Name\r\n",
    b"0/0/00",
    b"=cmd|' /C calc'!A0",
)


def seeds(folder: Path, pattern: str = "*.vcf") -> list[bytes]:
    """What the good files in `folder` hold, in the order of their names."""
    return [path.read_bytes() for path in sorted(folder.glob(pattern))]


def mutants(
    whole: Sequence[bytes], n: int, seed: int, marks: Sequence[bytes] = CARD_MARKS
) -> Iterator[bytes]:
    """`n` files, each one of `whole` with one to eight things done to it."""
    luck = random.Random(seed)
    for _ in range(n):
        data = bytearray(luck.choice(whole))
        for _ in range(luck.randint(1, 8)):
            _spoil(data, luck, whole, marks)
        yield bytes(data[:LARGEST])


def _spoil(
    data: bytearray, luck: random.Random, whole: Sequence[bytes], marks: Sequence[bytes]
) -> None:
    """Do one thing to `data`."""
    at = luck.randrange(len(data) + 1)
    which = luck.randrange(12)
    if which < 4:
        mark = luck.choice(marks)
        start = data.find(b"\n", at) + 1 if which == 3 else at
        data[start : start + (luck.randint(0, 2) if which < 2 else 0)] = mark
    elif which < 6:
        other = luck.choice(whole)
        start = luck.randrange(len(other))
        data[at:at] = other[start : start + luck.randint(1, 90)]
    elif which < 9:
        _THINGS_TO_BYTES[which - 6](data, luck, at)
    else:
        _THINGS_TO_ALL[which - 9](data, luck)


def _lose(data: bytearray, luck: random.Random, at: int) -> None:
    """A piece, or now and then all that follows."""
    del data[at : at + luck.randint(1, 30) if luck.random() < 0.8 else len(data)]


def _garble(data: bytearray, luck: random.Random, at: int) -> None:
    """Any bytes, or one bit."""
    if at < len(data) and luck.random() < 0.5:
        data[at] ^= 1 << luck.randrange(8)
    else:
        data[at : at + luck.randint(1, 3)] = luck.randbytes(luck.randint(1, 3))


def _repeat(data: bytearray, luck: random.Random, at: int) -> None:
    """A piece again and again."""
    piece = bytes(data[at : at + luck.randint(1, 40)])
    data[at:at] = piece * luck.choice((1, 2, 3, 50, 900))


def _swap(data: bytearray, luck: random.Random) -> None:
    """Two lines."""
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        one, two = luck.randrange(len(lines)), luck.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
    data[:] = b"".join(lines)


def _break(data: bytearray, luck: random.Random) -> None:
    """Other line ends."""
    old, new = luck.sample((b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n "), 2)
    data[:] = data.replace(old, new)


def _recode(data: bytearray, luck: random.Random) -> None:
    """Now and then another encoding."""
    if luck.random() < 0.2:
        name = luck.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp932"))
        data[:] = bytes(data).decode("latin-1").encode(name, "replace")


_THINGS_TO_BYTES = (_lose, _garble, _repeat)
_THINGS_TO_ALL = (_swap, _break, _recode)
