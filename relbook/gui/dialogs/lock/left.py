"""What was half typed when the book was locked."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import announce


class LeftDialog(Dialog):
    """Shows `text`, to be copied where it belongs."""

    def __init__(
        self, theme: Theme, text: str, parent: QWidget | None = None, why: str = ""
    ) -> None:
        super().__init__(theme, say("What you were writing"), "left", parent, 480)
        self._text = text
        locked = say("This was typed and not saved yet when the book was locked. Nothing was lost:")
        self.add_text(why or locked, muted=True)
        self.add_listing(text, "text", say("What you were writing"))
        self._copier = self.add_button(say("Copy"), "copy")
        self._copier.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))
