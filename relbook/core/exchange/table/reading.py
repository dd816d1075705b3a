"""Reading tables: what a file is, and the people in it one by one."""

import io
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Self

from relbook.core.errors import FileUnreadable, Refused
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.table import find
from relbook.core.exchange.table.days import DAY_FIRST, MONTH_FIRST, order_of
from relbook.core.exchange.table.guess import Column, Confidence, columns_of, kind_of
from relbook.core.exchange.table.headers import count_known, language_of
from relbook.core.exchange.table.mapping import Mapping, fingerprint
from relbook.core.exchange.table.plan import Plan
from relbook.core.exchange.table.rows import Row, rows
from relbook.core.exchange.table.target import Target, What
from relbook.core.exchange.table.text import ENCODINGS, encoding_of, lines
from relbook.core.exchange.vcard.card import Problem
from relbook.core.words import say

Report = Callable[[int, int], None]

MOST_COLUMNS = 20_000
_DATED = frozenset({What.BIRTHDAY, What.ANNIVERSARY, What.DEATHDAY, What.DAY})
_NAMING = frozenset(
    {
        What.NAME,
        What.GIVEN,
        What.FAMILY,
        What.ADDITIONAL,
        What.PREFIX,
        What.SUFFIX,
        What.NICKNAME,
        What.FILE_AS,
        What.ORGANISATION,
        What.MAIL,
        What.PHONE,
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of people, as far as its beginning tells.

    `kind` is google, google old, outlook, outlook.com, linkedin, thunderbird, relbook or "".
    `names` are its headers as they stand there, empty ones if it has no header; `header_line` is the
    line of the header, from 1, or 0. `even` tells whether all rows have as many cells as the header;
    `day_order_sure` whether the order of day and month is told by the dates themselves. `people` are
    the first rows.
    """

    kind: str
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    header_line: int
    columns: tuple[Column, ...]
    mapping: Mapping
    day_order_sure: bool
    even: bool
    people: tuple[Row, ...] = field(repr=False)
    header_raw: str = field(repr=False)
    first: int = 0

    def with_mapping(self, mapping: Mapping) -> Self:
        """The table with its columns as `mapping` has them. Raises Refused if it is for another."""
        if len(mapping.targets) != len(self.columns):
            raise Refused(
                say(
                    "That mapping is for a table with other columns; nothing was changed, please "
                    "choose another."
                )
            )
        columns = tuple(
            column
            if column.target == target
            else replace(
                column, target=target, reason=say("You said so."), confidence=Confidence.SURE
            )
            for column, target in zip(self.columns, mapping.targets, strict=True)
        )
        return replace(self, mapping=mapping, columns=columns)

    def with_target(self, column: int, target: Target) -> Self:
        """The table with another meaning of `column`, from 0."""
        return self.with_mapping(self.mapping.with_target(column, target))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its header; `line` is where it begins, counted from the row's first line."""

    name: str
    value: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row of a table, in the place of a card."""

    line: int
    cells: Sequence[str]
    _text: str = field(repr=False)
    _header: str = field(repr=False)
    _plan: Plan = field(repr=False, compare=False)

    version = ""
    kind = "csv"

    @property
    def raw(self) -> bytes:
        """Header and row to the letter, as UTF-8: a table by itself."""
        header = self._header
        if header and not header.endswith(("\n", "\r")):
            header += "\r\n"
        return (header + self._text).encode("utf-8", "replace")

    @property
    def properties(self) -> tuple[Cell, ...]:
        """The cells; `at` of a value is the number of its cell."""
        return tuple(Cell(self._plan.name_of(at), cell) for at, cell in enumerate(self.cells))

    def person(self) -> CardPerson:
        """Whom the row tells of."""
        return self._plan.person(self.cells)


def examine(
    source: Path | bytes | BinaryIO,
    *,
    encoding: str = "",
    delimiter: str = "",
    has_header: bool | None = None,
    mapping: Mapping | None = None,
) -> Table:
    """What the table in `source` is, told by its content; a stream is left where it was.

    What is given is believed instead: in which encoding and with which delimiter it is written,
    whether it has a header; or a whole `mapping`. Raises FileUnreadable for a file that is nothing of
    the kind, and Refused for a mapping of other columns.
    """
    if mapping is not None:
        encoding = encoding or mapping.encoding
        delimiter = delimiter or mapping.delimiter
        has_header = mapping.has_header if has_header is None else has_header
    head = _head(source)
    find.refuse_others(head)
    asked = (encoding, delimiter, has_header)
    encoding = encoding if encoding in ENCODINGS else encoding_of(head, count_known)
    found = find.find(head, encoding, delimiter, has_header)
    table = _table(found, encoding, asked)
    told = mapping is not None or delimiter or has_header is not None
    if not told and not _is_of_people(table, found):
        raise find.no_table()
    if not found.people and len(head) < find.HEAD:
        raise _nobody()
    return table.with_mapping(mapping) if mapping is not None else table


def _is_telling(column: Column) -> bool:
    """Whether a column alone speaks for a table of people."""
    if column.confidence is Confidence.SURE:
        return column.target.what is not What.OWN
    return column.confidence is Confidence.LIKELY and column.target.what in {
        What.MAIL,
        What.PHONE,
        What.WEB,
        What.DAY,
    }


def _is_of_people(table: Table, found: find.Found) -> bool:
    if len(table.columns) > 1:
        return find.is_even(found) or any(map(_is_telling, table.columns))
    if not table.columns:
        return False
    what = table.columns[0].target.what
    if table.header_line or what in {What.MAIL, What.PHONE}:
        return what in _NAMING
    return find.is_list_of_names(found)


def _nobody() -> FileUnreadable:
    return FileUnreadable(
        say(
            "The table has a header and nobody below it, so nothing was changed; please export it "
            "once more."
        )
    )


def _head(source: Path | bytes | BinaryIO) -> bytes:
    try:
        if isinstance(source, bytes):
            return source[: find.HEAD]
        if isinstance(source, Path):
            with source.open("rb") as stream:
                return stream.read(find.HEAD)
        here = source.tell()
        head = source.read(find.HEAD)
        source.seek(here)
    except (OSError, ValueError) as fault:
        raise _cut_short() from fault
    return head


def _cut_short() -> FileUnreadable:
    return FileUnreadable(
        say(
            "The file could not be read to its end; nothing was changed. "
            "Copy it to this computer and try again."
        )
    )


def _table(found: find.Found, encoding: str, asked: tuple[str, str, bool | None]) -> Table:
    people = found.people
    header = found.head[found.header] if found.header >= 0 else None
    if header is not None:
        names = [name.strip().strip("\ufeff") for name in header.cells]
    else:
        names = [""] * max((len(row.cells) for row in people[:200]), default=0)
    if len(names) > MOST_COLUMNS:
        raise find.no_table()
    kind = kind_of(names) if header is not None else ""
    cells = [
        [row.cells[at] if at < len(row.cells) else "" for row in people[:200]]
        for at in range(len(names))
    ]
    columns = columns_of(names, cells, kind)
    targets = tuple(column.target for column in columns)
    order = order_of(
        row.cells[at]
        for at, target in enumerate(targets)
        if target.what in _DATED
        for row in people
        if at < len(row.cells)
    )
    american = kind.startswith("outlook") and language_of(names) in {"en", "zh"}
    widths = {len(row.cells) for row in people}
    mapping = Mapping(
        targets,
        fingerprint(names) if header is not None else "",
        kind,
        "",
        order or (MONTH_FIRST if american else DAY_FIRST),
        *asked,
    )
    return Table(
        kind,
        encoding,
        found.delimiter,
        tuple(names),
        header.line if header is not None else 0,
        tuple(columns),
        mapping,
        bool(order),
        widths == {len(names)},
        people[:50],
        header.raw if header is not None else "",
        found.first,
    )


def preview(table: Table, mapping: Mapping | None = None, n: int = 20) -> list[CardPerson]:
    """The first `n` people (of at most 50), as `mapping` would have them come in."""
    plan = Plan(mapping or table.mapping, table.names)
    return [plan.person(row.cells) for row in table.people[:n]]


def read(
    stream: BinaryIO,
    table: Table | None = None,
    *,
    mapping: Mapping | None = None,
    report: Report | None = None,
) -> Iterator[RowCard | Problem]:
    """The people of `stream`, one by one, and what was wrong with their rows.

    The stream is at its beginning; `table` is what :func:`examine` found in it. A row with something
    wrong comes with what can be read of it, before its Problem. `report` is told how many bytes were
    read of how many (0 if that cannot be known), and may raise to stop it. Raises FileUnreadable for
    what is no table of people.
    """
    if table is None:
        table = examine(stream, mapping=mapping)
    elif mapping is not None:
        table = table.with_mapping(mapping)
    return _Reading(stream, table, report).cards()


def read_one(stream: BinaryIO, table: Table, line: int) -> RowCard | None:
    """The row that `stream` stands before, which is on `line` of its file; None for no person."""
    text = lines(stream, table.encoding, lambda _size: None)
    row = next(rows(text, table.delimiter), None)
    if row is None:
        return None
    found = _Reading(stream, table, None).of_row(replace(row, line=line))
    return next((one for one in found if isinstance(one, RowCard)), None)


class _Reading:
    """One walk through a table."""

    def __init__(self, stream: BinaryIO, table: Table, report: Report | None) -> None:
        self._table = table
        self._plan = Plan(table.mapping, table.names)
        self._report = report
        self._done = 0
        self._size = _length(stream)
        self._stream = stream
        targets = table.mapping.targets
        self._naming = [
            at
            for at, target in enumerate(targets)
            if target.what in _NAMING
            and (table.kind != "linkedin" or target.what in {What.NAME, What.GIVEN, What.FAMILY})
        ]
        self._dated = {at for at, target in enumerate(targets) if target.what in _DATED}

    def _hear(self, size: int) -> None:
        self._done += size
        if self._report is not None:
            done = min(self._done, self._size) if self._size else self._done
            self._report(done, self._size)

    def cards(self) -> Iterator[RowCard | Problem]:
        table = self._table
        anyone = False
        names = list(table.names)
        text = lines(self._stream, table.encoding, self._hear)
        try:
            for row in itertools.islice(rows(text, table.delimiter), table.first, None):
                if not any(row.cells) or not any(map(str.strip, row.cells)):
                    if row.flaw == "long":
                        yield Problem(row.line, _said_of("long", 0, 0))
                    continue
                if [cell.strip() for cell in row.cells[:2]] == names[:2] and [
                    cell.strip() for cell in row.cells
                ] == names:
                    continue  # a second export was put behind the first
                anyone = True
                yield from self.of_row(row)
        except OSError as fault:
            raise _cut_short() from fault
        if not anyone:
            raise _nobody()

    def of_row(self, row: Row) -> Iterator[RowCard | Problem]:
        """Whom a row tells of, and what is wrong with it."""
        cells = row.cells
        width = len(self._table.names)
        if row.flaw == "long":
            yield Problem(row.line, _said_of("long", 0, 0))
            return
        flaw = row.flaw
        if not flaw and len(cells) > width and any(map(str.strip, cells[width:])):
            flaw = "more"
        elif not flaw and len(cells) < width and self._table.even:
            flaw = "fewer"
        if len(cells) > MOST_COLUMNS:
            yield Problem(row.line, _said_of("long", 0, 0))
            return
        named = any(cells[at].strip() for at in self._naming if at < len(cells))
        if not named and all(at in self._dated for at, cell in enumerate(cells) if cell.strip()):
            yield Problem(
                row.line, say("This row has no name and tells of nobody; it was left out.")
            )
            return
        why = _said_of(flaw, len(cells), width) if flaw else ""
        yield RowCard(row.line, cells, row.raw, self._table.header_raw, self._plan)
        if why:
            yield Problem(row.line, why)
        if not named and self._naming:
            yield Problem(row.line, say("This row has no name; what it tells came in without one."))


def _said_of(flaw: str, cells: int, columns: int) -> str:
    match flaw:
        case "long":
            return say("This row is too long for one person and was left out.")
        case "quote":
            return say(
                "A quotation mark in this row is never closed; it was taken for a letter, and the row "
                "came in alone."
            )
        case "nul":
            return say("This row had NUL characters, which were left out; the rest came in.")
        case "bytes":
            return say("Some letters of this row are in another encoding; they were guessed.")
        case "more":
            return say(
                "This row has {cells} cells where the table has {columns} columns; what is over was kept.",
                cells=cells,
                columns=columns,
            )
    return say(
        "This row has {cells} cells where the table has {columns} columns; what is there came in.",
        cells=cells,
        columns=columns,
    )


def _length(stream: BinaryIO) -> int:
    try:
        here = stream.tell()
        end = stream.seek(0, os.SEEK_END)
        stream.seek(here)
    except (OSError, ValueError):
        return 0
    return end - here


def is_table(head: bytes) -> bool:
    """Whether a file that begins with `head` is a table of people."""
    try:
        examine(io.BytesIO(head))
    except FileUnreadable:
        return False
    return True
