"""What every small dialog is made of: a title, what it says, and its buttons."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.prose import Prose

EDGE, FOOT = 20, 16
LINES = (4, 12)  # of a listing, in sight


class Dialog(QDialog):
    """Fill `body`; add buttons with `add_button`. Esc closes it. Closed, it is gone for good."""

    def __init__(
        self, theme: Theme, title: str, name: str, parent: QWidget | None, width: int = 440
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = theme.measure(width)
        edge = theme.measure(EDGE)
        outer = QVBoxLayout(self)
        # Its least height would be that of its words in the narrowest column.
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(edge, edge, edge, theme.measure(FOOT))
        outer.setSpacing(theme.measure(10))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.measure(12))
        said = Label(theme, title, "title", wrap=True)
        said.setObjectName(f"{name}.title")
        self.head.addWidget(said, 1)
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.measure(10))
        outer.addLayout(self.body, 1)
        outer.addSpacing(theme.measure(6))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.measure(8))
        self.buttons.addStretch()
        outer.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        # As high as its words need in its width, or as it was told; never beyond the screen, where
        # its buttons would be out of reach.
        if not event.spontaneous():
            room = self.screen().availableSize()
            room = QSize(room.width() * 97 // 100, room.height() * 9 // 10)
            if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
                self.resize(self.size().boundedTo(room))
            else:
                width = min(self._width, room.width())
                height = min(self.heightForWidth(width), room.height())
                self.setMinimumSize(width, height)
                self.resize(width, height)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What the window below can explain it explains here too, where its own keys are out of reach.
        if event.key() == Qt.Key.Key_F1:
            above = self.parentWidget()
            while above is not None:
                guide = above.findChild(QAction, "action.guide")
                if guide is not None:
                    guide.trigger()
                    return
                above = above.parentWidget()
        super().keyPressEvent(event)

    def add_text(self, text: str, name: str = "", *, muted: bool = False) -> Prose:
        """A paragraph that wraps and can be copied; text from anywhere stays text."""
        prose = Prose(self.theme, text, tone="muted" if muted else "")
        prose.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if name:
            prose.setObjectName(f"{self.objectName()}.{name}")
        self.body.addWidget(prose)
        return prose

    def add_listing(self, text: str, name: str, said: str) -> QPlainTextEdit:
        """Lines to look through and to copy, a dozen of them in sight."""
        listing = _Listing(self.theme, text)
        listing.setObjectName(f"{self.objectName()}.{name}")
        listing.setAccessibleName(said)
        listing.setReadOnly(True)
        listing.setTabChangesFocus(True)
        # A reader wants the caret too, to select with the keyboard.
        listing.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.addWidget(listing, 1)
        return listing

    def add_button(self, word: str, name: str, *, primary: bool = False) -> Button:
        """A button at the foot; the primary one answers Return."""
        button = Button(
            self.theme, word, f"{self.objectName()}.{name}", "primary" if primary else "plain"
        )
        # Each answers Return while it has the focus; from elsewhere, the primary one does.
        button.setAutoDefault(True)
        button.setDefault(primary)
        self.buttons.addWidget(button)
        return button

    def add_close(self, *, primary: bool = False) -> Button:
        """The button that closes it."""
        button = self.add_button(say("Close"), "close", primary=primary)
        button.clicked.connect(self.accept)
        if primary:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        return button


class _Listing(QPlainTextEdit):
    """Lines, so many of them in sight as `LINES` allows."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self.setFont(theme.font("small"))

    def sizeHint(self) -> QSize:
        lines = max(LINES[0], min(self.document().blockCount() + 1, LINES[1]))
        line = self._theme.metrics("small").lineSpacing()
        return QSize(self._theme.measure(240), round(lines * line) + self._theme.measure(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
