"""Tables broken at random: people, problems or one sentence, and nothing else."""

import io
import random

import pytest

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.table import RowCard, examine, preview, read, write
from tests.core.exchange.table.told import FILES

PIECES = [
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b'""',
    b"\xff",
    b"\xe9",
    b" ::: ",
    b"* ",
    b"'=",
]
PIECES += [
    b"sep=;\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"0/0/00",
    b"1604-02-30",
    b"@",
    b"Name",
    b"=" * 99,
]
PIECES += ["秀英\u2028".encode(), b"\n\n\n", b",,,,,,,,,", b"-" * 50, b"9" * 5000]


def broken(data: bytes, rand: random.Random) -> bytes:
    """`data` with some pieces put in, taken out, doubled or cut off."""
    for _ in range(rand.randint(1, 6)):
        at = rand.randrange(len(data) + 1)
        end = min(len(data), at + rand.randint(0, 60))
        what = rand.randrange(5)
        if what == 0:
            data = data[:at] + rand.choice(PIECES) + data[at:]
        elif what == 1:
            data = data[:at] + data[end:]
        elif what == 2:
            data = data[:end] + data[at:]
        elif what == 3:
            data = data[:at] + bytes([rand.randrange(256)]) + data[at + 1 :]
        else:
            data = data[:end]
    return data


def take(data: bytes) -> None:
    """Read all of it in every way there is."""
    try:
        table = examine(data)
        preview(table)
        cards = [one for one in read(io.BytesIO(data), table) if isinstance(one, RowCard)]
    except FileUnreadable:
        return
    people = [card.person() for card in cards]
    assert [len(card.properties) for card in cards] == [len(card.cells) for card in cards]
    write(people, io.BytesIO())


@pytest.mark.parametrize("seed", range(8))
def test_no_exception_escapes(seed: int) -> None:
    rand = random.Random(seed)
    files = [file.read_bytes() for file in sorted(FILES.rglob("*.*"))]
    for _ in range(60):
        take(broken(rand.choice(files), rand))
