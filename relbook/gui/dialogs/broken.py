"""The last resort: something in Relbook broke. A text to copy, and on it goes."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog


class BrokenDialog(Dialog):
    """Shows `report`, which holds no word from the book."""

    def __init__(self, theme: Theme, report: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("Something in Relbook went wrong"), "broken", parent, 560)
        self.add_text(
            say(
                "What you were doing was taken back; everything kept before is safe, and you can "
                "go on. If you want it mended, send the makers this text. It holds nothing from "
                "your book."
            )
        )
        self._text = QPlainTextEdit(report)
        self._text.setObjectName("broken.report")
        self._text.setAccessibleName(say("Report"))
        self._text.setReadOnly(True)
        self._text.setMinimumHeight(theme.measure(180))
        self.body.addWidget(self._text)
        copy = self.add_button(say("Copy the text"), "copy")
        copy.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
