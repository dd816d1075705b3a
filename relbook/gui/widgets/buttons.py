"""Buttons: words with a ring that shows on any ground, and icons with a tip."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.labels import plain_tip

Look = Literal["plain", "primary", "quiet", "link"]
HELD = ~Qt.KeyboardModifier.KeypadModifier  # with any of these it is another key
ICON_ROLES = {"plain": "text", "primary": "on_accent", "quiet": "muted", "link": "accent"}


class Button(QPushButton):
    """A button with a word, 30 px high; one "primary" at most in a group."""

    def __init__(
        self,
        theme: Theme,
        word: str,
        name: str,
        look: Look = "plain",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self._theme = theme
        self._look = look
        self.setObjectName(name)
        self.setAccessibleName(word)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if look == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            self.set_icon(icon)

    def set_icon(self, name: str) -> None:
        """Put another icon before the word."""
        self.setIcon(self._theme.icons.icon(name, ICON_ROLES[self._look]))
        side = self._theme.measure(16)
        # Wider than high: the icon is drawn in the middle, which leaves air before the word.
        self.setIconSize(QSize(side + self._theme.measure(5), side))

    def set_word(self, word: str) -> None:
        """Show another word."""
        self.setText(word)
        self.setAccessibleName(word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # An accent ring is lost on an accent ground: there it stands inside, in the ink.
        if self._look == "primary" and self.hasFocus():
            painter = QPainter(self)
            canvas = Canvas(painter, self._theme, self)
            inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            canvas.ring(inner, self._theme.measure(5), self._theme.colours.on_accent, 1.5)


def press(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Let Return press it, as Space does; False if it is another key."""
    # Qt lets it do so in dialogs only.
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & HELD:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class IconButton(QToolButton):
    """A small square button that is only an icon, and says what it does in its tip."""

    def __init__(
        self, theme: Theme, icon: str, said: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.set(icon, said)
        side = theme.measure(28)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(theme.measure(16), theme.measure(16)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # No room for padding beside the icon.
        self.setProperty("bare", True)

    def set(self, icon: str, said: str) -> None:
        """Show another icon, and say what it does."""
        self.setIcon(self._theme.icons.icon(icon))
        self.setToolTip(plain_tip(said))
        self.setAccessibleName(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press(self, event):
            super().keyPressEvent(event)
