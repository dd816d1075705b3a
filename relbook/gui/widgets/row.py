"""One row, drawn in one go: a fact, a person, a thread, a moment or a note."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolTip, QWidget

from relbook.core.words import say
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, Paragraph, baseline
from relbook.gui.widgets.chips import HEIGHT as CHIP_HEIGHT
from relbook.gui.widgets.chips import chip_width, paint_chip
from relbook.gui.widgets.row_data import RowAction, RowData, RowKind

INSET = 6  # from a row's edge to what stands in it
HEIGHTS: dict[RowKind, int] = {"fact": 30, "person": 40, "thread": 47, "moment": 44, "note": 30}
TEXT_AT: dict[RowKind, int] = {"fact": 25, "person": 38, "thread": 30, "moment": 36, "note": 0}
FACE = {"fact": 22, "person": 28}
WELL = 26
ACTION_ICON = 14
LINES = (18, 17)  # the heights of a first and a second line
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Row(QAbstractButton):
    """A row that is set again and again; it says what the user asks for, and does nothing itself.

    Enter, F2 or a click on the words ask to edit, or, where the row `opens`, Enter and click go
    there. Delete asks to remove. What else can be done stands at the end under the pointer or
    the focus, and in the menu.
    """

    activated = Signal(object)
    edit_requested = Signal(object)
    remove_requested = Signal(object)
    action_requested = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.data = RowData(key=None, text="")
        self._first = self._last = True
        self._paragraph: Paragraph | None = None
        self._elided = False
        self._at: QPoint | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Keys and the mouse are read below; what is left is the press of a screen reader.
        self.clicked.connect(self.run)

    @property
    def key(self) -> Hashable:
        """The key of what is shown."""
        return self.data.key

    def set(self, data: RowData, first: bool = True, last: bool = True) -> None:
        """Show `data`; `first` and `last` say where it stands in its list."""
        if data is self.data and (first, last) == (self._first, self._last):
            return
        if data.text != self.data.text or data.wrap != self.data.wrap:
            self._paragraph = None
        self.data, self._first, self._last = data, first, last
        self.setAccessibleName(data.spoken())
        self.update()

    def high(self, width: int) -> int:
        """How high the row is, `width` pixels wide."""
        data, measure = self.data, self._theme.measure
        least = measure(HEIGHTS[data.kind])
        if data.kind == "note":
            below = measure(LINES[1]) + measure(2) if data.second else 0
            return max(least, self._wrapped(width).height + below + measure(8))
        if data.wrap:
            below = measure(LINES[1]) if data.label else 0
            return max(least, self._wrapped(width).height + below + measure(10))
        return least

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(200), self.high(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(80), self._theme.measure(HEIGHTS[self.data.kind]))

    def run(self) -> None:
        """What Enter does: go there, or edit."""
        if self.data.opens:
            self.activated.emit(self.key)
        elif self.data.editable:
            self.edit_requested.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._obey(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _obey(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.run()
        elif key == Qt.Key.Key_F2 and self.data.editable:
            self.edit_requested.emit(self.key)
        elif key in DELETE and self.data.removable and not event.modifiers():
            self.remove_requested.emit(self.key)
        elif (action := self._called(event)) is not None:
            self.action_requested.emit(self.key, action.name)
        else:
            return False
        return True

    def _called(self, event: QKeyEvent) -> RowAction | None:
        pressed = QKeySequence(event.keyCombination()).toString()
        return next((action for action in self.data.actions if action.keys == pressed), None)

    def _is_mine(self, event: QKeyEvent) -> bool:
        """Whether a key that may be a command of the window is wanted here first."""
        key = event.key()
        return (
            (key in ENTER and not event.modifiers())
            or (key == Qt.Key.Key_F2 and self.data.editable)
            or (key in DELETE and self.data.removable and not event.modifiers())
            or self._called(event) is not None
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._at = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._at = self._at, None
        at = event.position().toPoint()
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        action = self._action_at(at)
        if action is not None:
            if action is self._action_at(pressed):
                self.action_requested.emit(self.key, action.name)
        elif self.rect().contains(at) and (self.data.opens or self._on_words(at)):
            self.run()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._action_at(
            event.position().toPoint()
        ):
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and self.data.editable:
            self.edit_requested.emit(self.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._action_at(at) is not None or self.data.opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self.data.editable and self._on_words(at):
            self.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.unsetCursor()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self._menu()
        if menu.isEmpty():
            menu.deleteLater()
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            corner = self.rect().bottomRight() if self.isRightToLeft() else self.rect().bottomLeft()
            menu.popup(self.mapToGlobal(corner))
        else:
            menu.popup(event.globalPos())

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("rowMenu")
        menu.setAccessibleName(self.data.text)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.data.opens:
            self._add(menu, "open", say("Open"), "arrow-up-right", "Return")
        for action in self.data.actions:
            self._add(menu, "action:" + action.name, action.word, action.icon, action.keys)
        if self.data.editable:
            self._add(menu, "edit", say("Edit"), "pencil", "F2")
        if self.data.removable:
            menu.addSeparator()
            self._add(menu, "remove", say("Remove"), "trash-2", "Del")
        menu.triggered.connect(self._chosen)
        return menu

    def _add(self, menu: QMenu, name: str, word: str, icon: str, keys: str) -> None:
        action = menu.addAction(self._theme.icons.icon(icon), word)
        action.setObjectName(name)
        action.setData(name)
        if keys:
            action.setShortcut(QKeySequence(keys))

    def _chosen(self, action: QAction) -> None:
        name = str(action.data())
        if name == "open":
            self.activated.emit(self.key)
        elif name == "edit":
            self.edit_requested.emit(self.key)
        elif name == "remove":
            self.remove_requested.emit(self.key)
        else:
            self.action_requested.emit(self.key, name.removeprefix("action:"))

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_mine(event):
                event.accept()
                return True
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What a pointer resting at `at` is told."""
        action = self._action_at(at)
        if action is not None:
            return f"{action.word} ({action.keys})" if action.keys else action.word
        if self.data.tip:
            return self.data.tip
        return self.data.spoken() if self._elided else ""

    def _awake(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.hasFocus())

    def _action_width(self, action: RowAction, words: bool) -> int:
        side = self._theme.measure(ACTION_ICON)
        if not words:
            return side
        wide = self._theme.metrics("medium").horizontalAdvance(action.word)
        return int(side + self._theme.measure(5) + wide + 1)

    def action_zones(self) -> list[tuple[RowAction, QRect]]:
        """Each action with its place, as drawn at this moment, in the widget's coordinates."""
        awake, measure = self._awake(), self._theme.measure
        words = awake and self._words_fit()
        zones = []
        end = self.width() - measure(INSET)
        for action in reversed(self.data.actions):
            if not awake and not action.at_rest:
                continue
            wide = self._action_width(action, words)
            left = end - wide
            if self.isRightToLeft():
                left = self.width() - left - wide
            zones.append((action, QRect(left, 0, wide, self.height())))
            end -= wide + measure(12)
        zones.reverse()
        return zones

    def _words_fit(self) -> bool:
        """Whether actions may show their words without pushing the row's own words away."""
        measure = self._theme.measure
        words = sum(self._action_width(action, True) for action in self.data.actions)
        words += measure(12) * len(self.data.actions)
        return self._words_end() + words <= self.width() or len(self.data.actions) == 1

    def _words_end(self) -> float:
        """Where a row's own words end if nothing shortens them, counted from its beginning."""
        data, theme = self.data, self._theme
        wide = theme.metrics("strong").horizontalAdvance(data.text)
        wide += theme.metrics("small").horizontalAdvance(data.lead + data.label)
        wide = max(wide, theme.metrics("small").horizontalAdvance(data.second))
        gaps = theme.measure(10) * bool(data.label) + theme.measure(8) * bool(data.lead)
        return theme.measure(INSET + TEXT_AT[data.kind]) + gaps + wide

    def _action_at(self, at: QPoint) -> RowAction | None:
        air = self._theme.measure(4)
        for action, zone in self.action_zones():
            if zone.adjusted(-air, 0, air, 0).contains(at):
                return action
        return None

    def _on_words(self, at: QPoint) -> bool:
        """Whether `at` is on the row's words, rather than in the empty room behind them."""
        if self.data.wrap or self.data.kind == "note":
            return True
        x = self.width() - at.x() if self.isRightToLeft() else at.x()
        return x <= self._words_end() + self._theme.measure(16)

    def _wrapped(self, width: int) -> Paragraph:
        measure = self._theme.measure
        room = width - 2 * measure(INSET) - measure(TEXT_AT[self.data.kind])
        if self._paragraph is None or self._paragraph.width != room:
            self._paragraph = Paragraph(
                self.data.text, self._theme.font("text"), max(1, room), measure(13)
            )
        return self._paragraph

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, data, measure = self._theme.colours, self.data, self._theme.measure
        canvas = Canvas(QPainter(self), self._theme, self)
        self._elided = False
        area = QRectF(self.rect())
        if data.kind == "thread" and not self._first:
            start = measure(INSET + TEXT_AT["thread"])
            wide = self.width() - start - measure(INSET)
            canvas.line(start, 0, wide, 1, colours.hairline)
            area.setTop(1)
        if data.marked:
            canvas.block(area, measure(8), colours.tint)
            bar = canvas.rect(0, area.top() + measure(8), 3, area.height() - measure(16))
            canvas.block(bar, 1.5, colours.accent)
        elif self.isEnabled() and self.underMouse():
            canvas.block(area, measure(8), colours.hover)
        end = self._paint_actions(canvas)
        if data.kind == "fact" and not data.wrap:
            self._paint_fact(canvas, end)
        elif data.kind in ("fact", "note"):
            self._paint_wrapped(canvas)
        else:
            self._paint_two_lines(canvas, end)
        if self.hasFocus():
            canvas.ring(area, measure(8), colours.accent)
        canvas.painter.end()

    def _paint_actions(self, canvas: Canvas) -> float:
        """Draw the actions; where, counted from the beginning, the room before them ends."""
        theme, measure = self._theme, self._theme.measure
        awake = self._awake()
        words = awake and self._words_fit()
        side = measure(ACTION_ICON)
        ink = theme.colours.accent if awake else theme.colours.icon_rest
        end = self.width() - measure(INSET)
        high = min(self.height(), measure(HEIGHTS["fact"])) if self.data.wrap else self.height()
        for action in reversed(self.data.actions):
            if not awake and not action.at_rest:
                continue
            wide = self._action_width(action, words)
            canvas.icon(action.icon, end - wide, (high - side) / 2, side, ink)
            if words:
                at = end - wide + side + measure(5)
                line = baseline(theme, "medium", 0, high)
                canvas.text(at, line, wide, action.word, "medium", ink)
            end -= wide + measure(12)
        return end

    def _text(
        self,
        canvas: Canvas,
        x: float,
        line: float,
        room: float,
        text: str,
        role: FontRole,
        ink: QColor,
    ) -> float:
        """Draw a text and note whether it had to be shortened."""
        if text and self._theme.metrics(role).horizontalAdvance(text) > room:
            self._elided = True
        return canvas.text(x, line, room, text, role, ink)

    def _paint_fact(self, canvas: Canvas, end: float) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x = float(measure(INSET))
        if data.icon:
            side = measure(16)
            canvas.icon(data.icon, x, (self.height() - side) / 2, side, colours.muted)
            x += measure(TEXT_AT["fact"])
        ink = colours.text if self.isEnabled() else colours.disabled
        line = baseline(theme, "text", 0, self.height())
        if data.lead:
            x += self._text(canvas, x, line, end - x, data.lead, "text", ink) + measure(8)
        if data.face is not None:
            side = measure(FACE["fact"])
            canvas.face(data.face, x, (self.height() - side) / 2, side)
            x += side + measure(9)
        role: FontRole = "strong" if data.link else "text"
        # The label gives way last: "home" tells two numbers apart.
        label = theme.metrics("small").horizontalAdvance(data.label) + measure(10)
        keep = min(label, (end - x) * 0.4) if data.label else 0
        ink = colours.accent if data.link and self.isEnabled() else ink
        x += self._text(canvas, x, line, end - x - keep, data.text, role, ink) + measure(10)
        self._text(canvas, x, line, end - x, data.label, "small", colours.muted)
        if data.chip:
            wide = chip_width(theme, data.chip, data.chip_icon, data.chip_look)
            top = (self.height() - measure(CHIP_HEIGHT)) / 2
            paint_chip(canvas, x, top, wide, data.chip, data.chip_icon, data.chip_look)

    def _paint_wrapped(self, canvas: Canvas) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x = measure(INSET) + measure(TEXT_AT[data.kind])
        top = measure(4 if data.kind == "note" else 5)
        if data.kind == "fact" and data.icon:
            side = measure(16)
            canvas.icon(data.icon, measure(INSET), top + measure(1), side, colours.muted)
        paragraph = self._wrapped(self.width())
        place = canvas.left(x, paragraph.width)
        paragraph.draw(canvas.painter, place, top, colours.text)
        below = data.second if data.kind == "note" else data.label
        if below:
            at = top + paragraph.height + measure(2 if data.kind == "note" else 0)
            line = baseline(theme, "small", at, measure(LINES[1]))
            self._text(canvas, x, line, paragraph.width, below, "small", colours.muted)

    def _paint_two_lines(self, canvas: Canvas, end: float) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        self._paint_sign(canvas)
        x = measure(INSET) + measure(TEXT_AT[data.kind])
        if data.chip and not self._has_words():
            wide = chip_width(theme, data.chip, data.chip_icon, data.chip_look)
            wide = int(min(wide, (end - x) * 0.5))
            top = (self.height() - measure(CHIP_HEIGHT)) / 2
            paint_chip(canvas, end - wide, top, wide, data.chip, data.chip_icon, data.chip_look)
            end -= wide + measure(12)
        lines = [measure(line) for line in LINES]
        top = (self.height() - (sum(lines) if data.second else lines[0])) / 2
        first = end
        if data.age and not self._has_words():
            age = theme.metrics("small").horizontalAdvance(data.age)
            line = baseline(theme, "small", top, lines[0])
            canvas.text(end - age, line, age + 1, data.age, "small", colours.muted)
            first = end - age - measure(10)
        ink = colours.text if self.isEnabled() else colours.disabled
        line = baseline(theme, "strong", top, lines[0])
        self._text(canvas, x, line, first - x, data.text, "strong", ink)
        line = baseline(theme, "small", top + lines[0], lines[1])
        self._text(canvas, x, line, end - x, data.second, "small", colours.muted)

    def _has_words(self) -> bool:
        """Whether words of actions stand where the age or the chip would be."""
        return self._awake() and bool(self.data.actions)

    def _paint_sign(self, canvas: Canvas) -> None:
        """Draw what stands before two lines: a face, an icon, or an icon in a well."""
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x, middle = measure(INSET), self.height() / 2
        if data.kind == "person":
            side = measure(FACE["person"])
            if data.face is not None:
                canvas.face(data.face, x, middle - side / 2, side)
        elif data.kind == "thread":
            side = measure(18)
            if data.icon:
                canvas.icon(data.icon, x, middle - side / 2, side, colours.muted)
        elif data.kind == "moment":
            centre = x + measure(WELL) / 2
            side = measure(WELL)
            gap = middle - side / 2 - measure(3)
            if not self._first and gap > 0:
                canvas.line(centre - 1, 0, 2, gap, colours.hairline)
            if not self._last and gap > 0:
                canvas.line(centre - 1, self.height() - gap, 2, gap, colours.hairline)
            canvas.block(canvas.rect(x, middle - side / 2, side, side), side / 2, colours.chip)
            icon = measure(14)
            if data.icon:
                canvas.icon(data.icon, centre - icon / 2, middle - icon / 2, icon, colours.muted)
