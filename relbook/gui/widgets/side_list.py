"""A list at the window's right: rows of some heights under headings, drawn by a delegate."""

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from relbook.gui.models.listing import ROW_ROLE, Listing
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import baseline, paint_block, paint_ring
from relbook.gui.widgets.hovering import NOWHERE, Hovering
from relbook.gui.widgets.labels import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
Keys = Qt.Key


class Strip:
    """One row to draw on, in lengths that count from where reading begins.

    `hovered` says that the pointer is on it, `focused` that the keys are.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        rect: QRect,
        *,
        rtl: bool,
        hovered: bool,
        focused: bool,
    ) -> None:
        self.painter, self.theme = painter, theme
        self.colours = theme.colours
        self.hovered, self.focused = hovered, focused
        self._rect, self._top = rect, rect.top()
        self.width, self.height = float(rect.width()), float(rect.height())
        self._from, self._mirrored = (rect.right() + 1, True) if rtl else (rect.left(), False)

    def area(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle of the row, in the view's own coordinates."""
        return QRectF(self._left(x, width), self._top + y, width, height)

    def _left(self, x: float, width: float) -> float:
        return self._from - x - width if self._mirrored else self._from + x

    def text(
        self,
        x: float,
        base: float,
        room: float,
        words: str,
        role: FontRole,
        ink: QColor,
        *,
        end: bool = False,
    ) -> float:
        """Draw `words`, cut to `room`, from `x` on (or, at the `end`, up to `x`); how wide."""
        if not words or room <= 0:
            return 0
        line = self.theme.lines.of(role, words, room)
        left = self._left(x - line.wide if end else x, line.wide)
        line.draw(self.painter, left, self._top + base, ink)
        return line.wide

    def icon(self, name: str, x: float, y: float, size: int, ink: QColor) -> None:
        """Draw an icon."""
        left, top = self._left(x, size), self._top + y
        self.theme.icons.paint(self.painter, name, left, top, size, ink)

    def line(self, role: FontRole, top: float, height: float) -> float:
        """Where letters stand in a line of text."""
        return baseline(self.theme, role, top, height)

    def block(self, inset: float, radius: float, ink: QColor) -> None:
        """Fill the row as a rounded block."""
        paint_block(self.painter, QRectF(self._rect).adjusted(inset, 1, -inset, -1), radius, ink)

    def ground(self, *, chosen: bool, radius: int = 8) -> None:
        """Show that the row is chosen, or that the pointer is on it."""
        if chosen:
            self.block(0, self.theme.measure(radius), self.colours.tint)
        elif self.hovered:
            self.block(0, self.theme.measure(radius), self.colours.hover)

    def ring(self, inset: float, radius: float, ink: QColor, width: float = 2) -> None:
        """Draw the row's edge."""
        area = QRectF(self._rect).adjusted(inset, 1, -inset, -1)
        paint_ring(self.painter, area, radius, ink, width)


class _Tips(QStyledItemDelegate):
    """Says a row whole, to the pointer that rests on it."""

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        tip = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if event.type() != QEvent.Type.ToolTip or not tip:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(tip), view)
        return True


class SideList(QTableView):
    """Says what the user wishes of a row, by its key, and does nothing itself."""

    picked = Signal(object, bool)  # key; whether to add it to what is picked
    edit_requested = Signal(object)
    remove_requested = Signal(object)
    menu_requested = Signal(object, object)  # key, global QPoint
    escaped = Signal()
    left_up = Signal()

    def __init__(
        self,
        theme: Theme,
        model: Listing,
        name: str,
        said: str,
        height: int,
        paint_row: Callable[[Strip, Any], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, model
        self._pressed: Any = None
        self._uneven: set[int] = set()  # the rows that are not as high as the others
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setModel(model)
        self.setItemDelegate(_Tips(self))
        self._paint_row, self._hovering = paint_row, Hovering(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(theme.measure(20))
        down.setDefaultSectionSize(theme.measure(height))
        self.verticalScrollBar().setObjectName(f"{name}.scrollBar")
        theme.changed.connect(self.viewport().update)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Not by a delegate: to ask the model for each row four times, and make and take apart an
        # option for it, takes longer than to draw it.
        painter, region = QPainter(self.viewport()), event.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows, wide, rtl = self._rows.rows, self.viewport().width(), self.isRightToLeft()
        hovered = self._hovering.row
        focused = self.currentIndex().row() if self.hasFocus() else NOWHERE
        first, last = self.rowAt(region.top()), self.rowAt(region.bottom())
        if last < 0:
            last = len(rows) - 1
        for at in range(first if first >= 0 else len(rows), last + 1):
            place = QRect(0, self.rowViewportPosition(at), wide, self.rowHeight(at))
            strip = Strip(
                painter, self._theme, place, rtl=rtl, hovered=at == hovered, focused=at == focused
            )
            self._paint_row(strip, rows[at])
        painter.end()

    def set_heights(self, heights: dict[int, int]) -> None:
        """Rows that are not as high as the others, in design pixels; those before are so again."""
        # A reset leaves each row as high as the one was that stood in its place.
        down = self.verticalHeader()
        usual = down.defaultSectionSize()
        # Told of every row, the view would have all painted once more, after the first time.
        with QSignalBlocker(down):
            for row in self._uneven - heights.keys():
                if row < self._rows.rowCount():
                    down.resizeSection(row, usual)
            for row, height in heights.items():
                down.resizeSection(row, self._theme.measure(height))
        self._uneven = set(heights)
        # At once, and not when events are next handled: how far one can scroll follows from it.
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.viewport().update()

    def key(self) -> Any:
        """The key of the current row, or None."""
        index = self.currentIndex()
        row = index.data(ROW_ROLE) if index.isValid() else None
        return None if row is None else row.key

    def go_to(self, key: Any) -> bool:
        """Make the row with `key` the current one; False when there is none."""
        if key is not None and self.key() == key:
            return True
        at = self._rows.row_of(key)
        if at is not None:
            self.setCurrentIndex(self._rows.index(at, 0))
        return at is not None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_tab = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in by_tab and self.key() is None:  # where the keys are is to be seen
            self.go_to(next((row.key for row in self._rows.rows if row.key is not None), None))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        self._pressed = None if row is None else row.key

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and row is not None and row.key is not None and row.key == self._pressed:
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.picked.emit(row.key, add)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click has picked the row already; the second is no other wish.
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
            if self.key() is not None:
                self.menu_requested.emit(self.key(), self.viewport().mapToGlobal(at))
            return
        index = self.indexAt(event.pos())
        row = index.data(ROW_ROLE)
        if row is not None and row.key is not None:
            self.setCurrentIndex(index)
            self.menu_requested.emit(row.key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, pressed = self.key(), event.key()
        if pressed == Keys.Key_Escape:
            self.escaped.emit()
        elif pressed == Keys.Key_Up and not self._choosable_above():
            self.left_up.emit()
        elif key is None:
            super().keyPressEvent(event)
        elif pressed in (Keys.Key_Return, Keys.Key_Enter):
            self.picked.emit(key, False)
        elif pressed == Keys.Key_Space:
            self.picked.emit(key, True)
        elif pressed == Keys.Key_F2:
            self.edit_requested.emit(key)
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove_requested.emit(key)
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Home and End would go to the first and the last column, and there is but one.
        if action in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def _choosable_above(self) -> bool:
        at = self.currentIndex().row()
        return any(row.key is not None for row in itertools.islice(self._rows.rows, max(0, at)))
