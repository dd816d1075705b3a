"""Files torn off, garbled and mixed: whatever comes is read or reported, and nothing else raised."""

import io
import random
from pathlib import Path

import pytest

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import vcard

FILES = sorted((Path(__file__).parents[2] / "files" / "vcard").glob("*.vcf"))
MARKS = [
    *(bytes([byte]) for byte in b'\r\n\t :;,=".\\^%\x00\xff\xc3'),
    b"BEGIN:VCARD\r\n",
    b"END:VCARD\r\n",
    b"AGENT:",
    b";ENCODING=QUOTED-PRINTABLE",
    b";BASE64",
    b";CHARSET=UTF-7",
    b"=\r\n",
    b"\r\n ",
    b"item1.",
]


def use(data: bytes) -> None:
    """Read `data` and everything in it, and write it again."""
    try:
        for found in vcard.read(io.BytesIO(data)):
            if isinstance(found, vcard.Card):
                person = found.person()
                vcard.to_bytes(found)
                vcard.to_bytes(vcard.build(person))
    except FileUnreadable:
        pass


@pytest.mark.parametrize(
    "name",
    [
        "utf16-be-bom",
        "quoted-printable-soft-breaks",
        "photo-base64-bare",
        "group-labels",
        "agent-nested",
    ],
)
def test_cut_anywhere(name: str) -> None:
    data = next(path for path in FILES if path.stem == name).read_bytes()
    for end in range(len(data)):
        use(data[:end])


def test_garbled() -> None:
    luck = random.Random(1815)
    whole = [path.read_bytes() for path in FILES]
    for _ in range(1500):
        data = bytearray(luck.choice(whole))
        for _ in range(luck.randint(1, 6)):
            at = luck.randrange(len(data) + 1)
            match luck.randrange(4):
                case 0:
                    data[at : at + luck.randint(1, 12)] = b""
                case 1:
                    data[at : at + luck.randint(0, 2)] = luck.choice(MARKS)
                case 2:
                    other = luck.choice(whole)
                    start = luck.randrange(len(other))
                    data[at:at] = other[start : start + luck.randint(1, 60)]
                case _:
                    data[at : at + 1] = luck.randbytes(1)
        use(bytes(data))
