"""Rows with a tick: what goes on the sheet, each with a thing one can do at once."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from relbook.gui.faces import Face
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.chips import HEIGHT as CHIP_HEIGHT
from relbook.gui.widgets.chips import ChipLook, chip_width, paint_chip
from relbook.gui.widgets.labels import plain_tip

INSET, TICK, GAP = 6, 16, 12
FACE, OVERLAP = 28, 6
LINES = (18, 17)
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -(10**6), Qt.Key.Key_End: 10**6}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class TickData:
    """One row: two lines, faces before them or at the end, and a chip or an action there.

    `ticked` is None for what cannot go on the sheet as it is; `said` is the row in one line.
    """

    key: Hashable
    text: str
    second: str
    said: str
    ticked: bool | None = True
    faces: tuple[Face, ...] = ()
    faces_first: bool = False
    chip: str = ""
    chip_icon: str = ""
    chip_look: ChipLook = ChipLook.QUIET
    action: str = ""
    tip: str = ""


class TickRow(QCheckBox):
    """Space and a click tick it; Enter opens it, Ctrl+Return does what it offers.

    The chip, the action and the faces at the end can be clicked apart from the tick. With `wraps`
    a second line that is too long goes on below, and the row is higher by it.
    """

    ticked = Signal(object, bool)
    opened = Signal(object)
    acted = Signal(object)
    menu_requested = Signal(object, object)  # key, global QPoint

    def __init__(
        self, theme: Theme, height: int, parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme, self._wraps = theme, wraps
        self._least = theme.measure(height)
        self.data = TickData(None, "", "", "")
        self._pressed_on = ""
        self.setFixedHeight(self._least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.clicked.connect(self._tell)

    def set(self, data: TickData) -> None:
        """Show another row."""
        self.data = data
        self.setChecked(bool(data.ticked))
        self.setAccessibleName(data.said)
        self.setAccessibleDescription(data.tip)
        self.setToolTip(plain_tip(data.tip))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the lines need."""
        if self._wraps:
            self.setFixedHeight(
                self._least + self._theme.measure(LINES[1]) * (len(self.second_lines()) - 1)
            )

    def second_lines(self) -> list[str]:
        """The second line of the row, or it and what there is no room for in it."""
        text, (start, end) = self.data.second, self._room()
        font = self._theme.font("small")
        if not self._wraps or QFontMetricsF(font).horizontalAdvance(text) <= end - start:
            return [text]
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(1, end - start))
        layout.endLayout()
        rest = text[line.textLength() :]
        return [text[: line.textLength()].rstrip(), rest] if rest else [text]

    def _room(self) -> tuple[float, float]:
        """Where the words begin and end, counted from where reading begins."""
        measure = self._theme.measure
        start = float(measure(INSET) + measure(TICK + GAP))
        if self.data.faces_first:
            start += self._faces_width() + measure(11)
        end = float(self.width() - measure(INSET))
        for name in ("chip", "action", "faces"):
            zone = self.zone(name)
            if not zone.isEmpty():
                left = self.width() - zone.x() - zone.width() if self.isRightToLeft() else zone.x()
                end = left - measure(10)
        return start, end

    def _tell(self, ticked: bool) -> None:
        if self.data.ticked is None:
            self.setChecked(False)
        else:
            self.ticked.emit(self.data.key, ticked)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(200), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(120), self.height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at) and not self.zone_at(at)

    def zone(self, name: str) -> QRect:
        """Where "faces", "chip" or "action" stands; empty where it is not shown."""
        measure, data, wide = self._theme.measure, self.data, self.width()
        end, high = wide - measure(INSET), self.height()
        found = QRect()
        if name == "chip" and data.chip:
            width = min(self._chip_width(), int(wide * 0.42))
            top = (high - measure(CHIP_HEIGHT)) // 2
            found = QRect(end - width, top, width, measure(CHIP_HEIGHT))
        elif name == "action" and data.action and self._awake():
            width = measure(15 + 5) + round(self._metrics("medium", data.action))
            found = QRect(end - width, 0, width, high)
        elif name == "faces" and data.faces and not data.faces_first and not self._acting():
            width = self._faces_width()
            found = QRect(end - width, (high - measure(FACE)) // 2, width, measure(FACE))
        if self.isRightToLeft() and not found.isEmpty():
            found.moveLeft(wide - found.x() - found.width())
        return found

    def zone_at(self, at: QPoint) -> str:
        """What stands at a place, apart from the words."""
        return next((n for n in ("chip", "action", "faces") if self.zone(n).contains(at)), "")

    def _awake(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.hasFocus())

    def _acting(self) -> bool:
        return bool(self.data.action) and self._awake()

    def _metrics(self, role: str, text: str) -> float:
        return self._theme.metrics(role).horizontalAdvance(text)  # type: ignore[arg-type]

    def _chip_width(self) -> int:
        data = self.data
        return chip_width(self._theme, data.chip, data.chip_icon, data.chip_look)

    def _faces_width(self) -> int:
        measure, n = self._theme.measure, len(self.data.faces)
        return n * measure(FACE) - max(0, n - 1) * measure(OVERLAP)

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_on = self.zone_at(event.position().toPoint())
        if self._pressed_on and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_on = self._pressed_on, ""
        if not pressed:
            super().mouseReleaseEvent(event)
        elif pressed == self.zone_at(event.position().toPoint()):
            if pressed == "faces":
                self.opened.emit(self.data.key)
            else:
                self.acted.emit(self.data.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand = bool(self.zone_at(event.position().toPoint()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and (with_ctrl or self.data.chip):
            self.acted.emit(self.data.key)
        elif event.key() in ENTER:
            self.opened.emit(self.data.key)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.mapToGlobal(self.rect().bottomLeft())
        self.menu_requested.emit(self.data.key, at)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in ENTER
        ):
            event.accept()
            return True
        return super().event(event)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        canvas = Canvas(QPainter(self), self._theme, self)
        colours, measure, data = self._theme.colours, self._theme.measure, self.data
        high, middle = self.height(), self.height() / 2
        if self.underMouse() and self.isEnabled():
            canvas.block(QRectF(self.rect()), measure(7), colours.hover)
        self._paint_tick(canvas, measure(INSET))
        if data.faces_first:
            self._paint_faces(canvas, measure(INSET) + measure(TICK + GAP))
        x, end = self._room()
        if not (zone := self.zone("chip")).isEmpty():
            at = self.width() - measure(INSET) - zone.width()
            look = data.chip_look
            hovered = look is ChipLook.OUTLINE and self.underMouse()
            top = zone.y()
            paint_chip(
                canvas, at, top, zone.width(), data.chip, data.chip_icon, look, hovered=hovered
            )
        if not (zone := self.zone("action")).isEmpty():
            at, side = self.width() - measure(INSET) - zone.width(), measure(15)
            canvas.icon("check", at, middle - side / 2, side, colours.accent)
            line = baseline(self._theme, "medium", 0, high)
            at += side + measure(5)
            canvas.text(at, line, zone.width(), data.action, "medium", colours.accent)
        if not (zone := self.zone("faces")).isEmpty():
            self._paint_faces(canvas, self.width() - measure(INSET) - zone.width())
        first, step = (measure(line) for line in LINES)
        seconds = self.second_lines() if data.second else []
        top = round((high - first - step * len(seconds)) / 2)
        line = baseline(self._theme, "medium", top, first)
        canvas.text(x, line, end - x, data.text, "medium", colours.text)
        for at, second in enumerate(seconds):
            line = baseline(self._theme, "small", top + first + at * step, step)
            canvas.text(x, line, end - x, second, "small", colours.muted)
        if self.hasFocus():
            canvas.ring(QRectF(self.rect()), measure(7), colours.accent)
        canvas.painter.end()

    def _paint_tick(self, canvas: Canvas, x: float) -> None:
        colours, measure = self._theme.colours, self._theme.measure
        side = measure(TICK)
        top = (self.height() - side) / 2
        box = canvas.rect(x, top, side, side)
        if self.data.ticked is None:
            mark = measure(15)
            canvas.icon("eye-off", x, top, mark, colours.icon_rest)
        elif self.isChecked():
            canvas.block(box, measure(4.5), colours.accent)
            mark = measure(12)
            inset = (side - mark) / 2
            canvas.icon("check", x + inset, top + inset, mark, colours.on_accent)
        else:
            canvas.block(box, measure(4.5), colours.card)
            canvas.ring(box, measure(4.5), colours.outline, 1.4)

    def _paint_faces(self, canvas: Canvas, x: float) -> None:
        measure = self._theme.measure
        side = measure(FACE)
        top = (self.height() - side) / 2
        ground = self._theme.colours.hover if self.underMouse() else self._theme.colours.card
        for at, face in enumerate(self.data.faces):
            if at:
                rim = measure(2)
                around = canvas.rect(x - rim, top - rim, side + 2 * rim, side + 2 * rim)
                canvas.block(around, around.height() / 2, ground)
            canvas.face(face, x, top, side)
            x += side - measure(OVERLAP)


class TickList(QWidget):
    """Rows one below the other, reused. Tab comes to one of them, the arrows go on."""

    ticked = Signal(object, bool)
    opened = Signal(object)
    acted = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(
        self, theme: Theme, name: str, said: str, height: int, *, wraps: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._height, self._wraps = theme, height, wraps
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown = 0
        # One at once, though hidden: it holds the place of all in the order of Tab.
        self._pool = [self._made(0)]
        self._pool[0].hide()

    def rows(self) -> list[TickRow]:
        """The rows in use."""
        return self._pool[: self._shown]

    def row(self, key: Hashable) -> TickRow | None:
        """The row of `key`, if it is shown."""
        return next((row for row in self.rows() if row.data.key == key), None)

    def set_rows(self, rows: Sequence[TickData]) -> None:
        """Show `rows`; whoever had the focus keeps it, or whoever is in their place."""
        focused = next((at for at, row in enumerate(self.rows()) if row.hasFocus()), None)
        key = None if focused is None else self._pool[focused].data.key
        while len(self._pool) < len(rows):
            row = self._made(len(self._pool))
            self.setTabOrder(self._pool[-1], row)
            self._pool.append(row)
        self._shown = len(rows)
        for row, data in zip(self._pool, rows, strict=False):
            row.set(data)
            row.show()
        if focused is not None and rows:
            back = self.row(key) or self._pool[min(focused, len(rows) - 1)]
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self._pool[len(rows) :]:
            row.hide()
        if not any(row.focusPolicy() & Qt.FocusPolicy.TabFocus for row in self.rows()):
            self._let_tab_come(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        focused = next((at for at, row in enumerate(self.rows()) if row.hasFocus()), None)
        if step is None or focused is None:
            event.ignore()
            return
        at = max(0, min(focused + step, self._shown - 1))
        self._pool[at].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, TickRow):
            self._let_tab_come(self._pool.index(watched))
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in STEPS:
            # A check box would take the arrows for its group.
            self.keyPressEvent(event)
            return event.isAccepted()
        return False

    def _let_tab_come(self, at: int) -> None:
        for index, row in enumerate(self._pool):
            tab = Qt.FocusPolicy.StrongFocus if index == at else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(tab)

    def _made(self, at: int) -> TickRow:
        row = TickRow(self._theme, self._height, self, wraps=self._wraps)
        row.setObjectName(f"{self.objectName()}.{at}")
        row.ticked.connect(self.ticked)
        row.opened.connect(self.opened)
        row.acted.connect(self.acted)
        row.menu_requested.connect(self.menu_requested)
        row.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row.installEventFilter(self)
        self._column.addWidget(row)
        return row
