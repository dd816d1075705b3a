"""One row, drawn in one go: a fact, a person, a thread, a moment or a note."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolTip, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.labels import plain_tip
from relbook.gui.widgets.row_data import RowAction, RowData
from relbook.gui.widgets.row_drawing import HEIGHTS, RowDrawing

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
    focused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing = RowDrawing(theme)
        self._at: QPoint | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Keys and the mouse are read below; what is left is the press of a screen reader.
        self.clicked.connect(self.run)

    @property
    def data(self) -> RowData:
        """What is shown."""
        return self._drawing.data

    @property
    def key(self) -> Hashable:
        """The key of what is shown."""
        return self.data.key

    def set(self, data: RowData, first: bool = True, last: bool = True) -> None:
        """Show `data`; `first` and `last` say where it stands in its list."""
        if self._drawing.set(data, first, last):
            self.setAccessibleName(data.spoken())
            self.update()

    def high(self, width: int) -> int:
        """How high the row is, `width` pixels wide."""
        return self._drawing.height(width)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

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
        # By its class first: all events come by here, and few are of these.
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_mine(event):
                event.accept()
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What a pointer resting at `at` is told."""
        action = self._action_at(at)
        if action is not None:
            return f"{action.word} ({action.keys})" if action.keys else action.word
        if self.data.tip:
            return self.data.tip
        return self.data.spoken() if self._drawing.elided else ""

    def _awake(self) -> bool:
        return self.isEnabled() and (self._hovered() or self.hasFocus())

    def _hovered(self) -> bool:
        # Qt takes it to be under the mouse till that moves, though the row may have moved away.
        return self.underMouse() and self.rect().contains(self.mapFromGlobal(QCursor.pos()))

    def action_zones(self) -> list[tuple[RowAction, QRect]]:
        """Each action with its place, as drawn at this moment, in the widget's coordinates."""
        zones = self._drawing.zones(self.width(), self._awake())
        if self.isRightToLeft():
            for _, zone in zones:
                zone.moveLeft(self.width() - zone.x() - zone.width())
        return zones

    def _action_at(self, at: QPoint) -> RowAction | None:
        air = self._theme.measure(4)
        for action, zone in self.action_zones():
            if zone.adjusted(-air, 0, air, 0).contains(at):
                return action
        return None

    def _on_words(self, at: QPoint) -> bool:
        return self._drawing.on_words(self.width() - at.x() if self.isRightToLeft() else at.x())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.paint(
            Canvas(painter, self._theme, self),
            (self.width(), self.height()),
            hovered=self._hovered(),
            focused=self.hasFocus(),
            enabled=self.isEnabled(),
        )
        painter.end()
