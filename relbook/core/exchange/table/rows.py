"""Lines into rows of cells (RFC 4180, and how it is broken in the wild).

A quotation mark opens a cell only at its beginning and is doubled within it. One that is never
closed is taken for a letter, so that it spoils one row and not all that follow.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from relbook.core.exchange.table.text import LONGEST, Line
from relbook.core.words import sentence

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_WORDS = {
    ",": sentence("Comma"),
    ";": sentence("Semicolon"),
    "\t": sentence("Tab"),
    "|": sentence("Vertical bar"),
}
_LINE = 64  # what a line weighs besides its characters
_SPARE = 1 << 18  # characters that may be read twice in any file


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, `raw` as they stand in the file, and the number of its first line.

    `flaw` is one of a line's, or "quote": a quotation mark that is never closed.
    """

    line: int
    raw: str
    cells: list[str]
    flaw: str = ""


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """A cell after its delimiter: opening quote, text, closing quote, what comes behind; or plain."""
    mark = re.escape(delimiter)
    return re.compile(
        rf'{mark}(?:[ ]*+(")((?:[^"]++|"")*+)("?)([^{mark}]*+)|([^{mark}]*+))', re.DOTALL
    )


def rows(lines: Iterable[Line], delimiter: str) -> Iterator[Row]:
    """The rows of `lines`, empty ones too."""
    return _Rows(lines, delimiter).rows()


class _Rows:
    """Puts lines together. Some are looked at a second time, within bounds."""

    def __init__(self, lines: Iterable[Line], delimiter: str) -> None:
        self._lines = iter(lines)
        self._delimiter = delimiter
        self._cell = _cell(delimiter)
        self._again: deque[Line] = deque()
        self._spare = _SPARE
        self._alone = 0  # lines to come that are each a row of their own

    def _next(self) -> Line | None:
        if self._again:
            return self._again.popleft()
        line = next(self._lines, None)
        if line is not None:
            self._spare += 2 * len(line.text)
        return line

    def rows(self) -> Iterator[Row]:
        """The rows, one by one."""
        delimiter = self._delimiter
        while (line := self._next()) is not None:
            if '"' not in line.text:
                cells = line.text.rstrip("\r\n").split(delimiter)
                yield Row(line.number, line.text, cells, line.flaw)
            else:
                yield self._quoted(line)
            self._alone = max(0, self._alone - 1)

    def _quoted(self, first: Line) -> Row:
        cells, opened = self._parsed(first.text.rstrip("\r\n"))
        if not opened:
            return Row(first.number, first.text, cells, first.flaw)
        taken = [first]
        size = len(first.text)
        within = [cells.pop()]
        while size <= LONGEST and not self._alone and (line := self._next()) is not None:
            taken.append(line)
            size += len(line.text) + _LINE
            text = line.text.rstrip("\r\n")
            if '"' not in text:
                within.append(text)
                continue
            more, opened = self._parsed(text, within=True)
            if not more:
                break  # no closing mark has text behind it: the one before was a letter
            within.append(more[0])
            if opened and len(more) == 1:
                continue
            cells += ["\n".join(within), *more[1:]]
            if not opened:
                flaw = next((one.flaw for one in taken if one.flaw), "")
                return Row(first.number, "".join(one.text for one in taken), cells, flaw)
            within = [cells.pop()]
        return self._with_letter(taken, size)

    def _parsed(self, text: str, *, within: bool = False) -> tuple[list[str], bool]:
        """The cells of a line, and whether its last is still open.

        `within` is for a line that begins inside a cell; no cells if that cell is closed by a mark that
        cannot close it.
        """
        cells: list[str] = []
        open_still = False
        before = self._delimiter + '"' * within
        for quote, body, closed, tail, plain in self._cell.findall(before + text):
            open_still = bool(quote and not closed)
            if not quote:
                cells.append(plain)
                continue
            if within and not cells and tail.strip():
                return [], False
            cells.append((body.replace('""', '"') if '""' in body else body) + tail.rstrip())
        return cells, open_still

    def _with_letter(self, taken: list[Line], size: int) -> Row:
        """The first line alone, its open quotation mark a letter; the others are read again."""
        first, *others = taken
        text = first.text.rstrip("\r\n")
        found = list(self._cell.finditer(self._delimiter + text))
        last = found.pop()
        cells = [
            (one[2].replace('""', '"') + one[4].rstrip()) if one[1] else one[5] for one in found
        ]
        cells += last[0][1:].split(self._delimiter)
        self._again.extendleft(reversed(others))
        if self._alone == 0:
            self._spare -= size
            if self._spare < 0:
                self._alone = len(others) + 1
        return Row(first.number, first.text, cells, first.flaw or "quote")
