"""The guests as faces: one view that draws those in sight, however many are expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.faces import Face
from relbook.gui.models.listing import ROW_ROLE, AnyIndex, Listing
from relbook.gui.photos import Photos
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import baseline, paint_block, paint_ring
from relbook.gui.widgets.hovering import NOWHERE, Hovering
from relbook.gui.widgets.labels import plain_tip

CELL, NARROWEST, WIDEST = 100, 92, 118  # how high a guest's cell is, and how wide
FACE, RING = 48, 56
NAME_AT, WORD_AT = 60, 78  # the tops of the two lines, 18 and 17 high
READING = 0.008  # seconds of one painting that reading photos may take; the rest come after
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


@dataclass(frozen=True, slots=True)
class FaceRow:
    """A guest: `key` is their place on the list, `word` what they are to me; `new`: not in the book."""

    key: int
    person: int | None
    uid: str
    name: str
    called: str
    word: str
    photo: str | None = None
    new: bool = False
    tip: str = ""

    def spoken(self) -> str:
        """The guest in one line."""
        return ", ".join(part for part in (self.name, self.word) if part)


class FacesView(QListView):
    """Cells side by side, as many rows as it takes; it never scrolls by itself.

    Click and Enter open a guest; Delete asks to expect them no more, as do several marked with
    Ctrl or Shift.
    """

    opened = Signal(object)  # the key of a guest
    removed = Signal(object)  # frozenset of keys
    menu_requested = Signal(object, object)  # key, global QPoint
    moved = Signal()

    def __init__(
        self, theme: Theme, photos: Photos, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pressed: object = None
        self.rows = Listing(self)
        self.setObjectName(name)
        self.setAccessibleName(say("Guests"))
        self.setModel(self.rows)
        self._drawing = _Drawing(theme, photos, self)
        self.setItemDelegate(self._drawing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self._hovering = Hovering(self)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: list[FaceRow]) -> None:
        """Show these guests; the one at the keyboard stays, or who now stands in their place."""
        at, key = self.currentIndex().row(), self.key()
        self.rows.show(rows)
        found = self.rows.row_of(key) if key is not None else None
        row = found if found is not None else min(at, len(rows) - 1)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
            self.clearSelection()
        self._fit(self.viewport().width())
        # At once: left for later, it would have all painted twice.
        self.executeDelayedItemsLayout()
        self.updateGeometry()

    def room(self, width: int) -> int:
        """How many guests there is room for side by side."""
        return max(1, width // self._theme.measure(NARROWEST))

    def columns(self, width: int) -> int:
        """How many stand side by side: so many that the lines are about as long as each other."""
        lines = max(1, -(-self.rows.rowCount() // self.room(width)))
        return max(1, -(-self.rows.rowCount() // lines))

    def key(self) -> int | None:
        """The guest at the keyboard."""
        row = self._row(self.currentIndex())
        return None if row is None else row.key

    def chosen(self) -> frozenset[int]:
        """The guests that are marked, or else the one at the keyboard."""
        rows = [row for index in self.selectedIndexes() if (row := self._row(index))]
        key = self.key()
        found = frozenset(row.key for row in rows)
        if key is not None and key not in found:
            return frozenset({key})
        return found

    def go_to(self, key: int) -> bool:
        """Bring the keyboard to a guest; False when they are not there."""
        row = self.rows.row_of(key)
        if row is not None:
            self.setCurrentIndex(self.rows.index(row, 0))
        return row is not None

    def place_of(self, key: int) -> QRect:
        """Where a guest stands, in the view's own coordinates."""
        row = self.rows.row_of(key)
        return QRect() if row is None else self.visualRect(self.rows.index(row, 0))

    @staticmethod
    def _row(index: AnyIndex) -> FaceRow | None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        return row if isinstance(row, FaceRow) else None

    # Its size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = -(-self.rows.rowCount() // self.columns(width))
        return lines * self._theme.measure(CELL)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(300), self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(NARROWEST), self._theme.measure(CELL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())
        super().resizeEvent(event)

    def _fit(self, width: int) -> None:
        """Let the lines fill the width, but a single short one."""
        wide = (width - 1) // self.columns(width)  # the view wraps where nothing is left over
        if self.rows.rowCount() < self.room(width):
            wide = min(wide, self._theme.measure(WIDEST))
        cell = QSize(wide, self._theme.measure(CELL))
        if cell != self.gridSize():
            self.setGridSize(cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self._row(self.indexAt(event.position().toPoint()))
        self._pressed = None if row is None else row.key

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._row(self.indexAt(event.position().toPoint()))
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if left and row is not None and row.key == self._pressed:
            self.opened.emit(row.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_one = self.indexAt(event.position().toPoint()).isValid()
        shape = Qt.CursorShape.PointingHandCursor if on_one else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if not event.buttons():
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click has opened the guest already.
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            key = self.key()
            if key is not None:
                at = self.place_of(key).center()
                self.menu_requested.emit(key, self.viewport().mapToGlobal(at))
            return
        row = self._row(self.indexAt(event.pos()))
        if row is not None:
            self.menu_requested.emit(row.key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.key()
        if key is not None and event.key() in ENTER:
            self.opened.emit(key)
        elif key is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.chosen())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
            self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
            self.clearSelection()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Not by a delegate, which costs as much again as drawing: see SideList.
        painter, region = QPainter(self.viewport()), event.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = {index.row() for index in self.selectedIndexes()}
        hovered = self._hovering.row
        focused = self.currentIndex().row() if self.hasFocus() else NOWHERE
        self._drawing.begin()
        for at, place, row in self._within(region):
            marked = len(chosen) > 1 and at in chosen
            self._drawing.draw_ground(
                painter, place, marked=marked, hovered=at == hovered, focused=at == focused
            )
            self._drawing.draw(painter, place, row)
        painter.end()

    def _within(self, region: QRect) -> Iterator[tuple[int, QRect, FaceRow]]:
        """The guests whose lines touch `region`, and where they stand: by the first line's."""
        rows, high = self.rows.rows, self.gridSize().height()
        first: list[QRect] = []
        for at in range(len(rows)):
            place = self.visualRect(self.rows.index(at, 0))
            if first and place.top() != first[0].top():
                break
            first.append(place)
        if not first:
            return
        lines = range(max(0, region.top() // high), region.bottom() // high + 1)
        for at in range(lines.start * len(first), min(lines.stop * len(first), len(rows))):
            line, beside = divmod(at, len(first))
            row = rows[at]
            if isinstance(row, FaceRow):
                yield at, first[beside].translated(0, line * high), row


class _Drawing(QStyledItemDelegate):
    """Draws a guest: face, what one calls them, and what they are to me."""

    def __init__(self, theme: Theme, photos: Photos, view: FacesView) -> None:
        super().__init__(view)
        self._theme, self._photos, self._view = theme, photos, view
        self._known: set[str] = set()
        self._until = 0.0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(view.viewport().update)

    def begin(self) -> None:
        """A painting begins: photos may be read for a while."""
        self._until = perf_counter() + READING

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return self._view.gridSize()

    def draw(self, painter: QPainter, rect: QRect, row: FaceRow) -> None:
        """Draw a guest into a cell of the view."""
        theme, measure, colours = self._theme, self._theme.measure, self._theme.colours
        side, middle, top = measure(FACE), rect.left() + rect.width() / 2, rect.top()
        at = middle - side / 2, top + measure(7)
        theme.faces.paint(painter, *at, side, self._face(row))
        if row.new:
            wider = (measure(RING) - side) / 2
            ring = QRectF(*at, side, side).adjusted(-wider, -wider, wider, wider)
            pen = QPen(colours.accent, 1.75)
            pen.setDashPattern([2.6, 2.2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring)
        room = rect.width() - 2 * measure(4)
        called = theme.lines.of("medium", row.called, room)
        base = baseline(theme, "medium", top + measure(NAME_AT), measure(18))
        called.draw(painter, round(middle - called.wide / 2), base, colours.text)
        if row.new:
            self._paint_new(painter, row, middle, top, room)
        elif not theme.faces.veiled:
            word = theme.lines.of("small", row.word, room)
            base = baseline(theme, "small", top + measure(WORD_AT), measure(17))
            word.draw(painter, round(middle - word.wide / 2), base, colours.muted)

    def draw_ground(
        self, painter: QPainter, rect: QRect, *, marked: bool, hovered: bool, focused: bool
    ) -> None:
        """Show that a guest is marked, or that the pointer or the keys are there."""
        if not (marked or hovered or focused):
            return
        measure, colours = self._theme.measure, self._theme.colours
        around = QRectF(rect).adjusted(measure(1), 0, -measure(1), -measure(1))
        if marked or hovered:
            paint_block(painter, around, measure(8), colours.tint if marked else colours.hover)
        if focused:
            paint_ring(painter, around, measure(8), colours.accent)

    def _paint_new(
        self, painter: QPainter, row: FaceRow, middle: float, top: float, room: float
    ) -> None:
        """That someone is not in the book, behind an icon if there is room for both."""
        theme, ink = self._theme, self._theme.colours.accent
        side, air, high = theme.measure(13), theme.measure(4), theme.measure(17)
        top += theme.measure(WORD_AT)
        word = theme.lines.of("chip", row.word, room)
        before = side + air if word.wide + side + air <= room else 0
        x = middle - (word.wide + before) / 2
        rtl = self._view.isRightToLeft()
        if before:
            at = x + word.wide + air if rtl else x
            theme.icons.paint(painter, "user-plus", at, top + (high - side) / 2, side, ink)
        base = baseline(theme, "chip", top, high)
        word.draw(painter, round(x if rtl else x + before), base, ink)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if event.type() != QEvent.Type.ToolTip or not isinstance(row, FaceRow):
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(row.tip or row.spoken()), view)
        return True

    def _face(self, row: FaceRow) -> Face:
        """A face; where there is no time to read the photo now, initials stand in."""
        photo = row.photo
        if photo is not None and photo not in self._known:
            if perf_counter() > self._until:
                self._again.start()
                photo = None
            else:
                self._known.add(photo)
        return self._photos.face(row.uid, row.name, photo, small=True)
