"""How many people are shown, and of how many."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline

HEIGHT = 16


class CountLine(QLabel):
    """One line of words that never asks for another size.

    It changes at each key, and a label's own text would have the whole window laid out anew. A
    label it is nevertheless: a screen reader passes a plain widget over.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = self._of = ""
        self.setObjectName("peoplePanel.count")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def say(self, shown: str, of: str) -> None:
        """Show "14 people" strongly, then "of 412", or nothing, quietly."""
        if (shown, of) != (self._shown, self._of):
            self._shown, self._of = shown, of
            self.setAccessibleName(f"{shown} {of}".strip())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(160), self._theme.measure(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, width = self._theme, self.width()
        canvas = Canvas(QPainter(self), theme, self)
        line = baseline(theme, "small_strong", 0, self.height())
        x = canvas.text(0, line, width, self._shown, "small_strong", theme.colours.text)
        x += theme.measure(5)
        canvas.text(x, line, width - x, self._of, "small", theme.colours.muted)
        canvas.painter.end()
