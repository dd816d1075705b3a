"""Leaves out of ICU's data what Qt never asks of ICU for us: three quarters of 32 MB.

Of ICU, Qt's libraries call what compares texts, converts between encodings, changes the case of
letters and names time zones; not what names countries, languages, currencies and units, spells
numbers, transliterates, or finds words. The order of letters is kept in all languages, what is
said in words in English and ours, and encodings as far as the web has them: a page copied from a
browser may come in one. `libicudata` is one table of contents with what it lists (ICU's
`ucmndata.h`), and nothing else, so it can be written anew with fewer of them.
"""

import re
import struct
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path

UNASKED = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit")
UNASKED_FILES = ("unames.icu", "confusables.cfu")
STRINGPREP = ".spp"
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|\d{3}))?(_[A-Z]+)?\.res")
# ICU's names of the encodings of https://encoding.spec.whatwg.org, those aside that it computes.
ENCODINGS = (
    "euc-jp-2007 gb18030 ibm-1089_P100-1995 ibm-1168_P100-2002 ibm-1373_P100-2002 "
    "ibm-1375_P100-2008 ibm-1386_P100-2001 ibm-5012_P100-1999 ibm-5346_P100-1998 "
    "ibm-5347_P100-1998 ibm-5348_P100-1997 ibm-5349_P100-1998 ibm-5350_P100-1998 "
    "ibm-5354_P100-1998 ibm-866_P100-1995 ibm-878_P100-1996 ibm-9005_X110-2007 "
    "ibm-912_P100-1995 ibm-913_P100-2000 ibm-914_P100-1995 ibm-915_P100-1995 "
    "ibm-920_P100-1995 ibm-921_P100-1995 ibm-923_P100-1998 ibm-943_P15A-2003 "
    "ibm-9447_P100-2002 ibm-9448_X100-2005 ibm-9449_P100-2002 ibm-970_P110_P110-2006_U2 "
    "iso-8859_10-1998 iso-8859_14-1998 macos-0_2-10.2 macos-7_3-10.2 windows-874-2000 "
    "windows-936-2000 windows-949-2000 windows-950-2000"
).split()
ALIGNED = 16  # bytes

_SOURCE = """\
    .section .rodata
    .globl {symbol}
    .type {symbol}, @object
    .size {symbol}, {size}
    .balign 16
{symbol}:
    .incbin "data"
    .section .note.GNU-stack, "", @progbits
"""


def trim(library: Path, out: Path, languages: Collection[str]) -> int:
    """Write to `out` the library with less in it; returns the bytes saved.

    `languages` ("de") are ours beside English. Raises `ValueError` if the library is not as expected.
    """
    symbol, data = _data(library)
    kept = [(name, body) for name, body in contents(data) if is_kept(name, languages)]
    slim = _packed(_header(data), kept)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").write_bytes(slim)
        (folder / "data.s").write_text(_SOURCE.format(symbol=symbol, size=len(slim)))
        for command in (
            ["as", "data.s", "-o", "data.o"],
            ["ld", "-shared", "-Bsymbolic", "-z", "noexecstack", "--hash-style=gnu",
             "-soname", library.name, "data.o", "-o", "out"],
        ):  # fmt: skip
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
        out.write_bytes((folder / "out").read_bytes())
    return len(data) - len(slim)


def contents(data: bytes) -> list[tuple[str, bytes]]:
    """What ICU's data holds: names such as ``icudt73l/coll/sv.res``, each with its bytes."""
    base = len(_header(data))
    (count,) = struct.unpack_from("<I", data, base)
    table = list(struct.iter_unpack("<II", data[base + 4 : base + 4 + 8 * count]))
    ends = [*(start for _, start in table[1:]), len(data) - base]
    return [
        (
            data[base + name : data.index(b"\0", base + name)].decode(),
            data[base + start : base + end],
        )
        for (name, start), end in zip(table, ends, strict=True)
    ]


def is_kept(name: str, languages: Collection[str]) -> bool:
    """Whether Qt may ask ICU for the item called so."""
    _, *folders, file = name.split("/")
    if folders and folders[0] in UNASKED:
        return False
    if file.endswith(".cnv"):
        return file.removesuffix(".cnv") in ENCODINGS
    if _LOCALE.fullmatch(file) and folders != ["coll"]:
        return re.split(r"[_.]", file)[0] in {"en", *languages}
    return file not in UNASKED_FILES and not file.endswith(STRINGPREP)


def _header(data: bytes) -> bytes:
    size, magic = struct.unpack_from("<H2s", data)
    if magic != b"\xda\x27" or data[12:16] != b"CmnD" or data[8] != 0:
        raise ValueError("this is not ICU's common data, as a little-endian machine has it")
    return data[:size]


def _packed(header: bytes, items: list[tuple[str, bytes]]) -> bytes:
    """The items with a table of contents before them: where each name stands, and each body."""
    names = bytearray()
    table = []
    at_name = 4 + 8 * len(items)
    for name, _ in items:
        table.append(at_name + len(names))
        names += name.encode() + b"\0"
    at = at_name + len(names)
    bodies = bytearray(-(at + len(header)) % ALIGNED)
    at += len(bodies)
    contents = bytearray(struct.pack("<I", len(items)))
    for place, (_, body) in zip(table, items, strict=True):
        contents += struct.pack("<II", place, at)
        padded = body + bytes(-len(body) % ALIGNED)
        bodies += padded
        at += len(padded)
    return header + bytes(contents + names + bodies)


def _data(library: Path) -> tuple[str, bytes]:
    """The one symbol of the library, and its bytes."""
    told = subprocess.run(
        ["objdump", "-T", "-h", str(library)], capture_output=True, text=True, check=True
    ).stdout
    symbol = re.search(
        r"^([\da-f]+) g +DO \.rodata\s+([\da-f]+)\s+(?:Base\s+)?(icudt\d+_dat)$", told, re.MULTILINE
    )
    section = re.search(r" \.rodata +[\da-f]+ +([\da-f]+) +[\da-f]+ +([\da-f]+)", told)
    if not symbol or not section:
        raise ValueError(f"{library.name} is not made as expected")
    start = int(symbol[1], 16) - int(section[1], 16) + int(section[2], 16)
    return symbol[3], library.read_bytes()[start : start + int(symbol[2], 16)]
