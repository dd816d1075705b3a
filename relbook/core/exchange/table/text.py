"""The bytes of a table as lines of text, in whatever encoding they are.

Nothing here holds more than one line and one block of the file, and every line takes time in
proportion to its length.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from relbook.core.words import sentence

BLOCK = 1 << 18  # bytes
LONGEST = 1 << 20  # characters of a line, and of a row

# Those that a person may choose from; the first are told by the file itself.
ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "iso8859-15",
    "koi8-r",
    "mac-roman",
    "cp850",
    "cp852",
    "cp932",
    "gb18030",
    "big5",
    "cp949",
)
ENCODING_WORDS = {
    "utf-8": sentence("Unicode (UTF-8)"),
    "utf-16-le": sentence("Unicode (UTF-16)"),
    "utf-16-be": sentence("Unicode (UTF-16, big-endian)"),
    "utf-32-le": sentence("Unicode (UTF-32)"),
    "utf-32-be": sentence("Unicode (UTF-32, big-endian)"),
    "cp1252": sentence("Western European (Windows)"),
    "cp1250": sentence("Central European (Windows)"),
    "cp1251": sentence("Cyrillic (Windows)"),
    "cp1253": sentence("Greek (Windows)"),
    "cp1254": sentence("Turkish (Windows)"),
    "cp1255": sentence("Hebrew (Windows)"),
    "cp1256": sentence("Arabic (Windows)"),
    "cp1257": sentence("Baltic (Windows)"),
    "iso8859-15": sentence("Western European (ISO 8859-15)"),
    "koi8-r": sentence("Cyrillic (KOI8-R)"),
    "mac-roman": sentence("Western European (old Mac)"),
    "cp850": sentence("Western European (DOS)"),
    "cp852": sentence("Central European (DOS)"),
    "cp932": sentence("Japanese (Shift JIS)"),
    "gb18030": sentence("Chinese, simplified (GB 18030)"),
    "big5": sentence("Chinese, traditional (Big5)"),
    "cp949": sentence("Korean (Windows)"),
}
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Code pages that a header in a language of theirs gives away, the likeliest first.
_GUESSES = ("cp1252", "cp1250", "cp1251", "cp932", "gb18030", "big5", "cp949", "koi8-r")
_RUN = re.compile(r"[^\x00-\x7f]{3,}")
_KANA = re.compile(r"[\u3041-\u30ff]")
_CYRILLIC = re.compile(r"[а-яё]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end; `flaw` is "long" (cut), "bytes" (its encoding was guessed) or "nul"."""

    number: int
    text: str
    flaw: str = ""


def mark_of(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark at the beginning of `head` tells, and its length."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    return "", 0


def encoding_of(head: bytes, known: Callable[[str], int]) -> str:
    """The encoding of a file that begins with `head`; `known` counts the header words in a text.

    UTF-8 where all of it can be; else the code page in which most of the header makes sense.
    """
    marked, _ = mark_of(head)
    if marked:
        return marked
    if wide := _wide(head):
        return wide
    head = head[: head.rfind(b"\n") + 1] or head[: head.rfind(b"\r") + 1] or head
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _code_page(head, known)
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is nought."""
    sample = head[: 4096 & ~1]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _code_page(head: bytes, known: Callable[[str], int]) -> str:
    mended = head.decode("utf-8", "replace")
    lost = mended.count("\ufffd")
    if len(mended) - len(mended.encode("ascii", "ignore")) >= 2 * lost:
        return "utf-8"  # with a few broken bytes
    texts = {}
    for name in _GUESSES:
        try:
            texts[name] = codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            continue
    if not texts:
        return "cp1252"
    best = max(texts, key=lambda name: known(texts[name]))
    if known(texts[best]) > known(head.decode("ascii", "ignore")):
        return best
    western = head.decode("cp1252", "replace")
    foreign = len(western) - len(western.encode("ascii", "ignore"))
    # Western letters with accents stand alone between plain ones.
    if sum(map(len, _RUN.findall(western))) * 2 < foreign:
        return "cp1252"
    if "cp932" in texts and _KANA.search(texts["cp932"]):
        return "cp932"
    if "cp1251" in texts and len(_CYRILLIC.findall(texts["cp1251"])) * 2 > foreign:
        return "cp1251"
    return next((name for name in ("gb18030", "big5", "cp949") if name in texts), "cp1252")


def lines(stream: BinaryIO, encoding: str, read: Callable[[int], None]) -> Iterator[Line]:
    """The lines of `stream`, from 1; `read` hears of every block how many bytes it has.

    What is not of its encoding is read as Windows' Western page, and marked.
    """
    number = 0
    end = b""
    held: list[bytes] = []
    size, cut = 0, False
    for block in _blocks(stream, encoding, read):
        if not end:
            end = b"\n" if b"\n" in block or b"\r" not in block else b"\r"
        *whole, rest = block.split(end)
        for piece in whole:
            number += 1
            held.append(piece + end)
            data = b"".join(held) if len(held) > 1 else held[0]
            yield _line(number, data, encoding, cut=cut or len(data) > LONGEST)
            held.clear()
            size, cut = 0, False
        if size + len(rest) <= LONGEST:
            held.append(rest)
            size += len(rest)
        elif not cut:
            held.append(rest[: LONGEST - size])
            size, cut = LONGEST, True
    if size:
        yield _line(number + 1, b"".join(held), encoding, cut=cut)


def _blocks(stream: BinaryIO, encoding: str, read: Callable[[int], None]) -> Iterator[bytes]:
    """`stream` in blocks without its mark, in UTF-8 where a character takes two bytes or four."""
    wide = codecs.getincrementaldecoder(encoding)("replace") if encoding in _WIDE else None
    block = stream.read(BLOCK)
    read(len(block))
    marked, length = mark_of(block)
    if marked in {encoding, "utf-8"}:
        block = block[length:]
    while block:
        yield wide.decode(block).encode("utf-8", "replace") if wide else block
        block = stream.read(BLOCK)
        read(len(block))
    if wide:
        yield wide.decode(b"", final=True).encode("utf-8", "replace")


def _line(number: int, data: bytes, encoding: str, *, cut: bool) -> Line:
    flaw = "long" if cut else ""
    if cut:
        data = data[:LONGEST]
    try:
        text = data.decode("utf-8" if encoding in _WIDE else encoding)
    except UnicodeDecodeError:
        flaw = flaw or "bytes"
        try:
            text = (
                data.decode("cp1252") if encoding == "utf-8" else data.decode(encoding, "replace")
            )
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    if "\0" in text:
        text = text.replace("\0", "")
        flaw = flaw or "nul"
    return Line(number, text, flaw)
