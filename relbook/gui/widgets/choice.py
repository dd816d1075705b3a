"""A card that offers one choice: what it is, a few words, and the button that takes it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.labels import IconLabel


class Choice(QFrame):
    """One of the choices of a first start; `chosen` says that it was taken."""

    chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        icon: str,
        title: str,
        text: str,
        word: str,
        *,
        primary: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._primary = theme, primary
        self.setObjectName(name)
        m = theme.measure
        well = _Well(theme, icon)
        head = QLabel(title)
        head.setFont(theme.font("title"))
        line = QHBoxLayout()
        line.setSpacing(m(12))
        line.addWidget(well)
        line.addWidget(head, 1)
        body = QLabel(text)
        body.setWordWrap(True)
        body.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.tone(body, "text", "muted")
        self._button = Button(theme, word, f"{name}.button", "primary" if primary else "plain")
        self._button.setAccessibleDescription(text)
        self._button.clicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(m(20), m(18), m(20), m(18))
        column.setSpacing(m(12))
        column.addLayout(line)
        column.addWidget(body, 1)
        column.addWidget(self._button)

    def focus_button(self) -> None:
        """Let Return take this choice."""
        self._button.setAutoDefault(True)
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        colours, radius = self._theme.colours, self._theme.measure(14)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        canvas.block(rect, radius, colours.card)
        edge = colours.accent if self._primary else colours.hairline
        canvas.ring(rect, radius, edge, 2 if self._primary else 1)


class _Well(IconLabel):
    """The icon in a tinted circle."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__(theme, icon, 20)
        self._look = theme
        self._icon_name = icon
        side = theme.measure(40)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        canvas = Canvas(painter, self._look, self)
        rect = QRectF(self.rect())
        canvas.block(rect, rect.height() / 2, self._look.colours.tint)
        side = self._look.measure(20)
        at = (self.width() - side) / 2
        canvas.icon(self._icon_name, at, at, 20, self._look.colours.accent)
