"""All the moments with someone, as rows that are read from the book as they come into sight."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from relbook.core import moments
from relbook.core.moments import Moment
from relbook.core.store.book import Book

PAGE = 40  # moments read at once
MOMENT_ROLE = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TimelineModel(QAbstractListModel):
    """The latest first. Under `MOMENT_ROLE` is the `Moment`, as display its words."""

    def __init__(self, book: Book, person: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._person = book, person
        self._pages: dict[int, list[Moment]] = {}
        self._count = moments.count(book, person)

    def reread(self) -> None:
        """Ask the book anew."""
        self.beginResetModel()
        self._pages.clear()
        self._count = moments.count(self._book, self._person)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def moment(self, row: int) -> Moment | None:
        """The moment in a row; None past the last."""
        page, at = divmod(row, PAGE)
        if page not in self._pages:
            self._pages[page] = moments.of_person(
                self._book, self._person, limit=PAGE, skip=page * PAGE
            )
        found = self._pages[page]
        return found[at] if at < len(found) else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        moment = self.moment(index.row()) if index.isValid() else None
        if moment is None:
            return None
        if role == MOMENT_ROLE:
            return moment
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            names = ", ".join(name for _, name in moment.people)
            parts = (moment.date or "", moment.line, moment.place, names)
            return ", ".join(part for part in parts if part)
        return None
