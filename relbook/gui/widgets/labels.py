"""Labels: words that are never markup, an icon that stands alone, and saying things aloud."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas


class Label(QLabel):
    """Plain text in one of the theme's fonts; `tone` is "muted", "accent" or the text's own."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: FontRole = "text",
        tone: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        # Words begin where the window does, whatever direction they themselves have.
        begin = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        middle = Qt.AlignmentFlag.AlignVCenter
        self.setAlignment(begin | Qt.AlignmentFlag.AlignAbsolute | middle)
        theme.tone(self, role, tone)


def plain_tip(text: str) -> str:
    """`text` for a tool tip that shows what looks like markup as it was written."""
    if "<" not in text and "&lt;" not in text:
        return text  # which Qt takes for plain too
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


def literal(text: str) -> str:
    """`text` for a menu, a button, or a label with a buddy: an ampersand in it marks no key."""
    return text.replace("&", "&&")


class IconLabel(QWidget):
    """An icon in a role of the palette; the words beside it say what it means."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        size: int = 16,
        role: str = "muted",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._side = theme.measure(size)
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._theme.icons.colour(self._role if self.isEnabled() else "disabled")
        Canvas(painter, self._theme, self).icon(self._icon, 0, 0, self._side, ink)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say `text` now, whatever it is reading."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
