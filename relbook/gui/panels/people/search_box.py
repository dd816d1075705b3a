"""The search box: its icon, the hint how to come here, and what clears it, all inside."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.book_undo import BookUndo
from relbook.gui.widgets.buttons import IconButton
from relbook.gui.widgets.canvas import Canvas, baseline

ICON = 16
WORDS_AT = 34
END = 10


class SearchBox(QLineEdit):
    """One line of text; each key is news at once."""

    left_down = Signal()
    taken = Signal()
    escaped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        measure = theme.measure
        self.setObjectName("searchBox")
        self.setAccessibleName(say("Search"))
        self.setAccessibleDescription(say("Search names, notes, places"))
        self.setPlaceholderText(say("Search names, notes, places"))
        self._hint = QKeySequence(QKeySequence.StandardKey.Find).toString(
            QKeySequence.SequenceFormat.NativeText
        ) or say("Ctrl+F")
        self.clear_button = IconButton(
            theme, "x", say("Clear the search (Esc)"), "searchBox.clear", self
        )
        side = measure(24)
        self.clear_button.setFixedSize(side, side)
        self.clear_button.setIconSize(self.clear_button.iconSize() * 14 / 16)
        # By keyboard Esc does the same.
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.clicked.connect(self._clear)
        self.clear_button.hide()
        BookUndo(self)
        self.textChanged.connect(self._follow)
        theme.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left_down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self._theme
        canvas = Canvas(QPainter(self), theme, self)
        side = theme.measure(ICON)
        ink = theme.colours.muted
        canvas.icon("search", theme.measure(END), (self.height() - side) / 2, side, ink)
        if not self.text() and not self.hasFocus():
            wide = theme.metrics("hint").horizontalAdvance(self._hint)
            at = self.width() - wide - theme.measure(END)
            line = baseline(theme, "hint", 0, self.height())
            words = theme.metrics("text").horizontalAdvance(self.placeholderText())
            if theme.measure(WORDS_AT) + words + theme.measure(8) <= at:
                canvas.text(at, line, wide + 1, self._hint, "hint", ink)
        canvas.painter.end()

    def _arrange(self) -> None:
        """Leave room for the icon before the words and for the button behind them."""
        button, measure, rtl = self.clear_button, self._theme.measure, self.isRightToLeft()
        before, behind = measure(WORDS_AT - END), measure(24)
        if rtl:  # words of the other direction stand at this end: not upon the hint
            behind += int(self._theme.metrics("hint").horizontalAdvance(self._hint)) - measure(12)
        self.setTextMargins(behind if rtl else before, 0, before if rtl else behind, 0)
        left = measure(5) if rtl else self.width() - button.width() - measure(5)
        button.move(left, (self.height() - button.height()) // 2)

    def _follow(self, text: str) -> None:
        self.clear_button.setVisible(bool(text))

    def _clear(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
