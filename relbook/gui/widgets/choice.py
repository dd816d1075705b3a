"""A card that offers one choice: what it is, a few words, and the button that takes it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.prose import Prose

WELL, ICON = 40, 20
RADIUS = 14


class Choice(QFrame):
    """One of the choices of a first start; `chosen` says that it was taken.

    A click anywhere on the card takes it; the keyboard takes it by its button.
    """

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
        self._under_mouse = self._invites = self._pressed = False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        m = theme.measure
        head = Label(theme, title, "title", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(m(12))
        line.addWidget(_Well(theme, icon))
        line.addWidget(head, 1)
        self.button = Button(theme, word, f"{name}.button", "primary" if primary else "plain")
        self.button.setAccessibleDescription(text)
        self.button.setAutoDefault(True)  # Return takes it, as Space does
        self.button.clicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(m(20), m(18), m(20), m(20))
        column.setSpacing(m(10))
        column.addLayout(line)
        column.addWidget(Prose(theme, text, tone="muted"))
        column.addStretch(1)
        column.addSpacing(m(4))
        column.addWidget(self.button)

    def invite(self, wished: bool) -> None:
        """Show that what is being dragged may be dropped, and would be this choice."""
        self._invites = wished
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._under_mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._under_mouse = False
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        taken = self._pressed and self.rect().contains(event.position().toPoint())
        self._pressed = False
        if taken and event.button() == Qt.MouseButton.LeftButton:
            self.button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        colours, radius = self._theme.colours, self._theme.measure(RADIUS)
        rect = QRectF(self.rect())
        canvas.block(rect, radius, colours.tint if self._invites else colours.card)
        if self._primary or self._invites:
            canvas.ring(rect, radius, colours.accent, 2)
        else:
            canvas.ring(rect, radius, colours.outline if self._under_mouse else colours.hairline, 1)


class _Well(QWidget):
    """The icon in a tinted circle."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        side = theme.measure(WELL)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        colours, icon = self._theme.colours, self._theme.measure(ICON)
        canvas.block(QRectF(self.rect()), self.height() / 2, colours.tint)
        at = (self.width() - icon) / 2
        canvas.icon(self._icon, at, at, icon, colours.accent)
