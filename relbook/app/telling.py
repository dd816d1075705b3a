"""A sentence in a window of its own, where there is no other one."""

from relbook import paths
from relbook.core.words import say

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox

from relbook.app.display import start_qt


def alone(sentence: str) -> QMessageBox:
    """The window that says `sentence`, which is plain text; not shown yet."""
    box = QMessageBox(QMessageBox.Icon.Warning, say("Relbook"), "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence[:1].upper() + sentence[1:])
    box.setWindowIcon(QIcon(str(paths.asset("relbook.svg"))))
    box.setObjectName("told")
    box.setAccessibleName(say("Relbook"))
    button = box.addButton(QMessageBox.StandardButton.Close)
    button.setObjectName("told.close")
    button.setAccessibleName(say("Close"))
    return box


def tell_alone(sentence: str) -> None:
    """Say `sentence`, which is on standard error already, and wait until it is closed."""
    app = start_qt(tells=False)
    alone(sentence).exec()
    del app  # which had to live as long
