"""The list itself: 100,000 rows under one true scroll bar, driven by keys and pointer."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from relbook.core.words import say
from relbook.gui.models.people import AnyIndex, PeopleModel, Span
from relbook.gui.panels.people.delegate import RowDelegate
from relbook.gui.theme import Theme

PATIENCE = 1_000  # milliseconds in which letters belong to one name
SCATTERED = 1_000  # spans from which on Qt takes longer to mark them than a key may
REST = 150  # milliseconds after the last key, when there is time for that

Keys = Qt.Key
Flag = QItemSelectionModel.SelectionFlag


class Anchor(NamedTuple):
    """Who stood how many pixels below the upper edge of the list."""

    person: int
    y: int


class PeopleView(QTableView):
    """A table of one column. It says what the user wishes and does nothing itself."""

    chosen = Signal()  # the user selected rows, or moved the current row among the selected
    opened = Signal()
    deleted = Signal()
    left_up = Signal()  # Up in the first row
    escaped = Signal()
    dragged = Signal()  # who is selected is being dragged away
    menu_requested = Signal(object, bool)  # QPoint, global; whether it is on a row

    def __init__(
        self, theme: Theme, model: PeopleModel, delegate: RowDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # Qt's own PySide would look for among all its classes
        self._theme, self._people, self._delegate = theme, model, delegate
        self._nested = 0
        self._quiet = False
        self._unsaid = False
        self._grip: QPoint | None = None  # where a selected row was taken hold of
        self._letters = ""
        self._since = QElapsedTimer()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REST)
        self._later.timeout.connect(self._mark_rest)
        self._rest: Sequence[Span] = ()
        self.setObjectName("peopleView")
        self.setAccessibleName(say("People"))
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # The style would fill selected rows before the delegate draws them.
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(delegate.height)
        down.setDefaultSectionSize(delegate.height)
        self.verticalScrollBar().setObjectName("peopleView.scrollBar")
        theme.changed.connect(self.viewport().update)

    # What is selected

    def spans(self) -> list[Span]:
        """The rows that are selected, also those that were to be marked at rest."""
        if self._later.isActive():
            self._later.stop()
            self._mark_rest()
        ranges = self.selectionModel().selection()
        at = (ranges.at(i) for i in range(ranges.count()))
        return [(one.top(), one.bottom() + 1) for one in at]

    def row(self) -> int | None:
        """The current row: the one the keys go on from."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def mark(self, spans: Sequence[Span], current: int | None) -> None:
        """Select the rows of `spans`, and no others, without saying that the user did."""
        self._later.stop()
        model, selection = self._people, self.selectionModel()
        with self._quietly():
            index = QModelIndex() if current is None else model.index(current, 0)
            selection.setCurrentIndex(index, Flag.NoUpdate)
            if len(spans) > SCATTERED:
                self._rest = spans
                self._later.start()
            else:
                self._select(spans)

    def take(self, row: int) -> None:
        """Select one row as a click does."""
        if 0 <= row < self._people.count:
            with self._gathering():
                self.selectionModel().setCurrentIndex(
                    self._people.index(row, 0), Flag.ClearAndSelect | Flag.Rows
                )

    def _select(self, spans: Sequence[Span]) -> None:
        selection, model = QItemSelection(), self._people
        for first, end in spans:
            selection.append(QItemSelectionRange(model.index(first, 0), model.index(end - 1, 0)))
        self.selectionModel().select(selection, Flag.ClearAndSelect)

    def _mark_rest(self) -> None:
        with self._quietly():
            self._select(self._rest)
        self._rest = ()

    # Where it is scrolled to

    def anchor(self) -> Anchor | None:
        """Someone in sight and where: the current row if it is seen, else the uppermost."""
        height, scrolled = self._delegate.height, self.verticalScrollBar().value()
        row = self.row()
        y = 0 if row is None else row * height - scrolled
        if row is None or not 0 <= y <= self.viewport().height() - height:
            row = -(-scrolled // height)
            y = row * height - scrolled
        line = self._people.line(row)
        return None if line is None else Anchor(line.row.id, y)

    def scroll_to(self, row: int, y: int) -> None:
        """Scroll until `row` stands `y` pixels below the upper edge, as far as can be."""
        self.verticalScrollBar().setValue(row * self._delegate.height - y)

    def show_row(self, row: int) -> None:
        """Scroll until `row` is seen: not at all if it is, to the middle if it was far away."""
        height, room = self._delegate.height, self.viewport().height()
        bar = self.verticalScrollBar()
        top = row * height - bar.value()
        if top < -height or top > room:
            bar.setValue(row * height - (room - height) // 2)
        elif top < 0:
            bar.setValue(row * height)
        elif top + height > room:
            bar.setValue((row + 1) * height - room)

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        key, plain = event.key(), not _modified(event)
        with self._gathering():
            if key == Keys.Key_Delete and plain:
                self.deleted.emit()
            elif key in (Keys.Key_Return, Keys.Key_Enter) and plain:
                if (row := self.row()) is not None:
                    if not self.selectionModel().isSelected(self.currentIndex()):
                        self.take(row)
                    self.opened.emit()
            elif key == Keys.Key_Up and plain and self.row() in (None, 0):
                self.left_up.emit()
            elif key == Keys.Key_Escape and plain:
                self.escaped.emit()
            elif self._is_letter(event):
                self._search(event.text())
            else:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # What comes here by other ways than a key; Qt's own would ask every row.
        self._search(search)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # In a table Home and End are the ends of a row; here they are those of the list.
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self._people.index(0, 0)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self._people.index(self._people.count - 1, 0)
        return super().moveCursor(action, modifiers)

    def event(self, event: QEvent) -> bool:
        # Delete may also be a command of the window: here it means who is selected.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not _modified(event)
            and (event.key() == Keys.Key_Delete or self._is_letter(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(False)
        at = event.position().toPoint()
        index = self.indexAt(at)
        # Beside the rows a click means nothing; Qt would choose nobody.
        if not index.isValid():
            return
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and self.selectionModel().isSelected(index):
            self._grip = at  # to drag all who are selected, or else to choose this one alone
            return
        with self._gathering():
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            moved = event.position().toPoint() - self._grip
            if moved.manhattanLength() >= QApplication.startDragDistance():
                self._grip = None
                self.dragged.emit()
            return
        with self._gathering():
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            row = self.indexAt(self._grip).row()
            self._grip = None
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.take(row)
            return
        with self._gathering():
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        with self._gathering():
            super().mouseDoubleClickEvent(event)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and self.indexAt(event.position().toPoint()).isValid()
        ):
            self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_ring(event.reason() != Qt.FocusReason.MouseFocusReason)
        with self._gathering():
            super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at, on_row = event.globalPos(), self.indexAt(event.pos()).isValid()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex()).intersected(self.viewport().rect())
            corner = rect.topRight() if self.isRightToLeft() else rect.topLeft()
            indent = self._theme.measure(56)
            corner.setX(corner.x() + (-indent if self.isRightToLeft() else indent))
            corner.setY(corner.y() + self._theme.measure(34))
            at, on_row = self.viewport().mapToGlobal(corner), True
        self.menu_requested.emit(at, on_row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._people.page = max(1, -(-self.viewport().height() // self._delegate.height))
        self._leave_room()

    def reset(self) -> None:
        super().reset()
        # At once: Qt would do so only after painting, and then paint once more.
        self.executeDelayedItemsLayout()

    def selectAll(self) -> None:
        with self._gathering():
            super().selectAll()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._say_chosen()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.selectionModel().isSelected(current):
            self._say_chosen()

    # Within

    def _leave_room(self) -> None:
        """Let the rows end where they would with a scroll bar, so that they never jump."""
        room = self._theme.measure(12)
        self._delegate.end = 0 if self.verticalScrollBar().isVisible() else room

    def _show_ring(self, shown: bool) -> None:
        if self._delegate.ring != shown:
            self._delegate.ring = shown
            self.viewport().update()

    def _say_chosen(self) -> None:
        if self._quiet:
            return
        self._later.stop()
        if self._nested:
            self._unsaid = True
        else:
            self.chosen.emit()

    @contextlib.contextmanager
    def _gathering(self) -> Iterator[None]:
        """One event may change the selection and the current row: both are told at once."""
        self._nested += 1
        try:
            yield
        finally:
            self._nested -= 1
        if self._unsaid and not self._nested:
            self._unsaid = False
            self.chosen.emit()

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _is_letter(self, event: QKeyEvent) -> bool:
        """Whether a key is part of a name that is being typed: a blank only within one."""
        text = event.text()
        if _modified(event) or not text or not text.isprintable():
            return False
        return not text.isspace() or self._is_typing()

    def _is_typing(self) -> bool:
        return bool(self._letters) and self._since.isValid() and self._since.elapsed() <= PATIENCE

    def _search(self, letters: str) -> None:
        """Go to the first name that begins with what was typed within a second."""
        self._letters = self._letters + letters if self._is_typing() else letters
        self._since.start()
        row = self._people.row_beginning(self._letters)
        if row is not None and row != self.row():
            self.take(row)


def _modified(event: QKeyEvent) -> bool:
    shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return bool(event.modifiers() & ~shift)
