"""What every small dialog is made of: a title, what it says, and its buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button


class Dialog(QDialog):
    """Fill `body`; add buttons with `add_button`. Esc closes it. It frees itself."""

    def __init__(
        self, theme: Theme, title: str, name: str, parent: QWidget | None, width: int = 440
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.measure(width))
        edge = theme.measure(20)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(edge, edge, edge, theme.measure(16))
        outer.setSpacing(theme.measure(12))
        head = QLabel(title)
        head.setFont(theme.font("title"))
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        outer.addWidget(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.measure(8))
        outer.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.measure(8))
        self.buttons.addStretch()
        outer.addLayout(self.buttons)

    def add_text(self, text: str, *, muted: bool = False) -> QLabel:
        """A paragraph that wraps; text from anywhere stays text."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.theme.tone(label, "text", "muted" if muted else "")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(label)
        return label

    def add_button(self, word: str, name: str, *, primary: bool = False) -> Button:
        """A button at the foot; the primary one answers Return."""
        button = Button(
            self.theme, word, f"{self.objectName()}.{name}", "primary" if primary else "plain"
        )
        button.setDefault(primary)
        button.setAutoDefault(primary)
        self.buttons.addWidget(button)
        return button

    def add_close(self, *, primary: bool = False) -> Button:
        """The button that closes it."""
        button = self.add_button(say("Close"), "close", primary=primary)
        button.clicked.connect(self.accept)
        return button
