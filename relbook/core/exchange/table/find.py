"""Where the table is in a file: its delimiter, its header, the rows it begins with."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.table.content import is_datum
from relbook.core.exchange.table.headers import meaning
from relbook.core.exchange.table.rows import DELIMITERS, Row, rows
from relbook.core.exchange.table.target import What
from relbook.core.exchange.table.text import lines, mark_of
from relbook.core.exchange.vcard.values import media_type
from relbook.core.words import say

HEAD = 1 << 18  # bytes of the file's beginning that are looked at
_WITHIN = 15  # rows in which the header must be
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’ -]{1,60}")
_SPEAKING = frozenset(
    {What.NAME, What.GIVEN, What.FAMILY, What.MAIL, What.PHONE, What.ORGANISATION, What.BIRTHDAY}
)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"SQLite format 3", b"{\\rtf", b"\x1f\x8b", b"\x7fELF", b"MZ")
_MARKUP = re.compile(r"\s*(?:<[!?a-zA-Z]|BEGIN:V[A-Z]+|[\[{]\s*[\"\[{])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A table's beginning. `header` is the number of its row, -1 if there is none; the rows after
    it are people.
    """

    delimiter: str
    header: int
    head: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The number of the first row that is a person."""
        if self.header >= 0:
            return self.header + 1
        return 1 if self.head and _SEPARATOR.fullmatch(self.head[0].raw) else 0

    @property
    def people(self) -> tuple[Row, ...]:
        """Those of the rows that may be people."""
        return tuple(row for row in self.head[self.first :] if any(map(str.strip, row.cells)))


def refuse_others(head: bytes) -> None:
    """Raise FileUnreadable for what is plainly no table."""
    if not head.strip():
        raise FileUnreadable(
            say("The file is empty, so nothing was changed; please export it once more.")
        )
    if head.startswith((_ZIP, _OLD_OFFICE)):
        raise FileUnreadable(
            say(
                "This is a spreadsheet’s own file and nothing was changed; please save it there as "
                "CSV, and open that."
            )
        )
    marked, length = mark_of(head)
    start = head[length : length + 4096]
    if head.startswith(_OTHERS) or media_type(head) or _MARKUP.match(_text(start, marked)):
        raise no_table()
    if not marked and start.count(0) > len(start) * 0.02 and not _two_bytes(start):
        raise no_table()
    odd = sum(byte < 32 and byte not in {0, 9, 10, 11, 12, 13, 26, 27} for byte in start)
    if odd > len(start) * 0.02 + 4:
        raise no_table()


def _text(start: bytes, marked: str) -> str:
    if marked.startswith(("utf-16", "utf-32")):
        return start[: len(start) & ~3].decode(marked, "replace")
    return start.replace(b"\0", b"").decode("utf-8", "replace")


def _two_bytes(start: bytes) -> bool:
    even, odd = start[::2].count(0), start[1::2].count(0)
    return max(even, odd) > len(start) * 0.2 and min(even, odd) < len(start) * 0.05


def no_table() -> FileUnreadable:
    """What is raised for a file that is something else."""
    return FileUnreadable(
        say(
            "There are neither cards nor a table of people in this file, and nothing was changed; "
            "please choose another."
        )
    )


def find(head: bytes, encoding: str, delimiter: str, has_header: bool | None) -> Found:
    """The table that begins in `head`. What is asked for (`delimiter`, `has_header`) is believed."""
    text = head
    if len(head) >= HEAD:  # the last line may be cut
        text = head[: head.rfind(b"\n") + 1] or head[: head.rfind(b"\r") + 1] or head
        if encoding.endswith("le"):
            text += b"\0"
    first = next(iter(_rows(text, encoding, "\x00")), None)
    said = _SEPARATOR.fullmatch(first.raw) if first else None
    asked = delimiter or (said[1] if said else "")
    found = [_found(text, encoding, one, has_header) for one in ([asked] if asked else DELIMITERS)]
    return max(found, key=_worth)


def _rows(text: bytes, encoding: str, delimiter: str) -> list[Row]:
    return list(rows(lines(io.BytesIO(text), encoding, lambda _size: None), delimiter))


def _found(text: bytes, encoding: str, delimiter: str, has_header: bool | None) -> Found:
    head = tuple(_rows(text, encoding, delimiter))
    header = -1 if has_header is False else _header(head, must=has_header is True)
    return Found(delimiter, header, head)


def known_in(cells: Sequence[str]) -> int:
    """How many of `cells` are headers known here."""
    return sum(meaning(cell) is not None for cell in cells if cell.strip())


def _speaks(cells: Sequence[str]) -> bool:
    """Whether one of `cells` is a header that nobody is called by."""
    found = (meaning(cell) for cell in cells)
    return any(one is not None and one.target.what in _SPEAKING for one in found)


def _header(head: Sequence[Row], *, must: bool) -> int:
    """The number of the row that is the header, -1 if none is."""
    best, most = -1, 0
    first = -1
    for number, row in enumerate(head[:_WITHIN]):
        filled = [cell for cell in row.cells if cell.strip()]
        if not filled or (number == 0 and _SEPARATOR.fullmatch(row.raw)):
            continue
        first = number if first < 0 else first
        if not must and any(map(is_datum, filled)):
            continue
        known = known_in(filled)
        enough = known > 1 or known * 2 >= len(filled) or (number == first and _speaks(filled))
        if known > most and enough:
            best, most = number, known
    if best >= 0 or first < 0:
        return best
    if must:
        return first
    # No word of it is known: it is a header if what is below is of another kind.
    below = [row for row in head[first + 1 :] if any(map(str.strip, row.cells))][:50]
    top = head[first].cells
    if any(map(is_datum, top)) or not below or not all(map(str.strip, top)):
        return -1
    data = [
        at
        for at in range(len(top))
        if sum(is_datum(r.cells[at]) for r in below if at < len(r.cells)) * 2 > len(below)
    ]
    return first if data else -1


def _worth(found: Found) -> tuple[int, float, int]:
    """How well a delimiter fits: header words known, rows of one width, and that width."""
    known = known_in(found.head[found.header].cells) if found.header >= 0 else 0
    widths = Counter(len(row.cells) for row in found.people[:200])
    if not widths:
        return known, 0.0, 0
    width, count = widths.most_common(1)[0]
    share = count / widths.total() if width > 1 else 0.0
    return known, share, width


def is_even(found: Found) -> bool:
    """Whether the rows have one width, of two cells or more."""
    widths = Counter(len(row.cells) for row in found.people)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    return width > 1 and count >= 0.8 * widths.total()


def is_list_of_names(found: Found) -> bool:
    """Whether each line is a name and nothing else."""
    people = [row for row in found.people if len(row.cells) == 1]
    return bool(people) and all(_is_name(row.cells[0].strip()) for row in people)


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        _NAME.fullmatch(text) is not None
        and len(words) <= 4
        and text[-1] not in ".!?:"
        and all(not word[0].islower() or len(word) <= 3 for word in words)
    )
