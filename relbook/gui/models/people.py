"""The people found, as rows of a list that are read from the book as they come into sight."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from relbook.core import names, people
from relbook.core.people import PersonRow
from relbook.core.search import Found, Index, Why
from relbook.core.store.book import Book
from relbook.core.words import say, sentence

AnyIndex = QModelIndex | QPersistentModelIndex
Span = tuple[int, int]  # rows, from the first to before the second

PAGE = 16  # rows read at once, until the list says how many it shows
KEPT = 4_000  # people whose rows are kept for the next look at them
FEW = 512  # people whose rows are looked up one by one
FEW_SPANS = 50  # of rows that are read span by span

LINE_ROLE = Qt.ItemDataRole.UserRole
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One row: who it is and, where the search found them by more than their name, why."""

    row: PersonRow
    why: Why | None = None

    def spoken(self) -> str:
        """The row in one line, for who cannot see it."""
        second = self.row.does()
        if self.why:
            second = str(self.why)
        parts = (self.row.name, second, state_word(self.row.state))
        return ", ".join(part for part in parts if part)


_STATES = {
    "resting": sentence("resting"),
    "archived": sentence("archived"),
    "deceased": sentence("died"),
}


def state_word(state: str) -> str:
    """A quiet word for who is not an active contact; what is delicate is for the page to say."""
    return str(_STATES[state]) if state in _STATES else ""


class PeopleModel(QAbstractTableModel):
    """One column of people in the order of a `Found`; `LINE_ROLE` gives a row as a `Line`.

    Rows are read `page` at a time: as many as are looked at together.
    """

    def __init__(self, book: Book, index: Index, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._index = book, index
        self._found: Found | None = None
        self._count = 0
        self._text = ""
        self._lines: dict[int, Line | None] = {}
        self._rows: dict[int, PersonRow] = {}
        self.page = PAGE

    def show(self, found: Found, text: str) -> None:
        """Have the people of `found`, whom the search for `text` brought, as rows."""
        self.beginResetModel()
        self._found, self._text, self._count = found, text, found.count
        self._lines.clear()
        self.endResetModel()

    def forget(self) -> None:
        """What was read of people may be out of date: read it anew when it is looked at."""
        self._lines.clear()
        self._rows.clear()

    def tell_changed(self) -> None:
        """Forget, and have all that is in sight painted anew; the rows stay the same people."""
        self.forget()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    # What Qt asks

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == LINE_ROLE:
            return self.line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.line(index.row())
            return line.row.name if line else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index.row())
            return line.spoken() if line else ""
        return None

    def headerData(
        self,
        _section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say("People")
        return None

    # Rows and people

    def line(self, row: int) -> Line | None:
        """What stands in `row`; None where there is none, or they have just left the book."""
        if row not in self._lines and self._found is not None and 0 <= row < self._count:
            self._read(self._found, row)
        return self._lines.get(row)

    def person(self, row: int) -> int | None:
        """Who stands in `row`."""
        if self._found is None or not 0 <= row < self._count:
            return None
        return self._found.ids(row, row + 1)[0]

    def row_of(self, person: int | None) -> int | None:
        """Where `person` stands, or None if the search has not found them."""
        if person is None or self._found is None:
            return None
        return self._found.row_of(person)

    def people(self, spans: Iterable[Span]) -> frozenset[int]:
        """Who stands in the rows of `spans`."""
        found, spans = self._found, list(spans)
        if found is None:
            return frozenset()
        if len(spans) <= FEW_SPANS:
            return frozenset(one for span in spans for one in found.ids(*span))
        # To read everyone once takes less time than to begin anew for each span.
        ids = found.ids(0, self._count)
        return frozenset(one for start, stop in spans for one in ids[start:stop])

    def spans(self, chosen: frozenset[int]) -> list[Span]:
        """The rows where `chosen` stand, as few spans as can be."""
        found = self._found
        if found is None or not chosen:
            return []
        if len(chosen) <= FEW:
            rows = sorted(row for one in chosen if (row := found.row_of(one)) is not None)
        else:
            ids = found.ids(0, self._count)
            if chosen.issuperset(ids):
                return [(0, self._count)] if ids else []
            rows = [row for row, one in enumerate(ids) if one in chosen]
        spans: list[Span] = []
        for row in rows:
            if spans and spans[-1][1] == row:
                spans[-1] = spans[-1][0], row + 1
            else:
                spans.append((row, row + 1))
        return spans

    def row_beginning(self, letters: str) -> int | None:
        """The first row whose name, as people sort it or else as it is written, begins so."""
        if self._found is None or not letters.strip():
            return None
        key = names.sort_key("", "", letters)
        # Those found by name stand in list order, and behind them all others, in list order too.
        for first, end in ((0, self._found.by_name), (self._found.by_name, self._count)):
            row = bisect_left(range(self._count), key, first, end, key=self._sort_key)
            if row < end and self._sort_key(row).startswith(key):
                return row
        named = self._index.find(letters, self._found.bits)
        return self._found.row_of(named.ids(0, 1)[0]) if named.by_name else None

    # Within

    def _sort_key(self, row: int) -> str:
        return self._book.value("SELECT sort_key FROM person WHERE id = ?", self.person(row)) or ""

    def _read(self, found: Found, row: int) -> None:
        """Read a page: from `row` on, or up to it where those behind it are known."""
        start = max(0, row + 1 - self.page) if row + 1 in self._lines else row
        ids = found.ids(start, start + self.page)
        unknown = [one for one in ids if one not in self._rows]
        if unknown:
            if len(self._rows) > KEPT:
                self._rows = {one: self._rows[one] for one in ids if one in self._rows}
            self._rows |= people.rows(self._book, unknown)
        whys: dict[int, Why] = {}
        if self._text and (others := ids[max(0, found.by_name - start) :]):
            whys = self._index.why(self._text, others)
        for at, one in enumerate(ids, start):
            known = self._rows.get(one)
            self._lines[at] = None if known is None else Line(known, whys.get(one))
