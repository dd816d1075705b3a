"""What became of rows, to be read and copied: a heading for each, and before → after below it."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from relbook.core.recount import How, Told
from relbook.core.words import say
from relbook.gui.theme import FontRole, Theme


class Recounted(QTextEdit):
    """Only ever plain text, in the theme's letters and inks."""

    def __init__(self, theme: Theme, name: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[Told, ...], str] = ((), "")
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._draw)

    def show_rows(self, rows: Iterable[Told], more: str = "") -> None:
        """Show what became of `rows`, and below it what else is to be said."""
        self._shown = tuple(rows), more
        self._draw()

    def _draw(self) -> None:
        rows, more = self._shown
        self.clear()
        cursor = self.textCursor()
        colours = self._theme.colours
        for at, told in enumerate(rows):
            if at:
                cursor.insertBlock()
                self._put(cursor, "\n", "hint", colours.muted)
            self._put(cursor, told.title, "strong", colours.text)
            for line in told.lines:
                cursor.insertBlock()
                self._put(cursor, f"{line.field}  ", "small", colours.muted)
                if line.before and line.after:
                    self._put(cursor, line.before, "text", colours.muted)
                    self._put(cursor, "  →  ", "text", colours.muted)
                    self._put(cursor, line.after, "text", colours.text)
                elif line.before:
                    self._put(cursor, line.before, "text", colours.text)
                    if told.how is How.CHANGED:
                        self._put(cursor, "  →  " + say("nothing"), "text", colours.muted)
                else:
                    self._put(cursor, line.after, "text", colours.text)
        if more:
            if rows:
                cursor.insertBlock()
                cursor.insertBlock()
            self._put(cursor, more, "small", colours.muted)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _put(self, cursor: QTextCursor, text: str, role: FontRole, ink: QColor) -> None:
        letters = QTextCharFormat()
        letters.setFont(self._theme.font(role))
        letters.setForeground(ink)
        cursor.insertText(text, letters)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(360), self._theme.measure(300))
