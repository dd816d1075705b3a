"""What came in from a file, and what could not be read."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from relbook.core.exchange.transfer import Result
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog


class BroughtDialog(Dialog):
    """`result` in words; each problem with its file and line, to look at or copy."""

    def __init__(self, theme: Theme, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("Contacts brought in"), "brought", parent, 560)
        self.add_text(str(result))
        self.add_text(
            str(
                plural(
                    "{n} thing could not be read and was left out:",
                    "{n} things could not be read and were left out:",
                    len(result.problems),
                )
            ),
            muted=True,
        )
        self._text = QPlainTextEdit("\n".join(str(problem) for problem in result.problems))
        self._text.setObjectName("brought.problems")
        self._text.setAccessibleName(say("What could not be read"))
        self._text.setReadOnly(True)
        self._text.setMinimumHeight(theme.measure(200))
        self.body.addWidget(self._text)
        copy = self.add_button(say("Copy the list"), "copy")
        copy.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
