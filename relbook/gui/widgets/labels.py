"""Labels: words that are never markup, an icon that stands alone, and saying things aloud."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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


class CutLabel(Label):
    """A line that ends in an ellipsis where there is no room for all of it; its tip has the whole."""

    def __init__(
        self, theme: Theme, text: str = "", role: FontRole = "text", tone: str = ""
    ) -> None:
        super().__init__(theme, "", role, tone)
        self._whole = ""
        self.setMinimumWidth(1)
        self.setText(text)

    def text(self) -> str:
        """The whole."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(wide + 1, super().sizeHint().height())

    def _cut(self) -> None:
        end = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, end, self.width())
        if shown != super().text():
            super().setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))


def plain_tip(text: str) -> str:
    """`text` for a tool tip that shows what looks like markup as it was written."""
    if "<" not in text and "&lt;" not in text:
        return text  # which Qt takes for plain too
    from html import escape

    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


def literal(text: str) -> str:
    """`text` for a menu, a button, or a label with a buddy: an ampersand in it marks no key."""
    return text.replace("&", "&&")


class IconLabel(QLabel):
    """An icon in a role of the palette; the words beside it say what it means, or its own name."""

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
