"""Inputs for passphrases."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.labels import Label, literal


class Secret(QLineEdit):
    """One line that shows dots; no program on the way learns words from it."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def setEchoMode(self, mode: QLineEdit.EchoMode) -> None:
        super().setEchoMode(mode)
        # Qt takes these back with the dots; it is no less secret while it is shown.
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhHiddenText
        )


class Shower(QCheckBox):
    """Shows what is typed in its inputs, while ticked."""

    def __init__(self, name: str, *inputs: Secret) -> None:
        super().__init__(say("&Show what I type"))
        self.setObjectName(name)
        self.setAccessibleName(say("Show what I type"))
        self._inputs = inputs
        self.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for one in self._inputs:
            one.setEchoMode(mode)


def labelled(theme: Theme, words: str, one: QWidget) -> QVBoxLayout:
    """`one` below a label that says what it is."""
    column = QVBoxLayout()
    column.setSpacing(theme.measure(4))
    label = Label(theme, literal(words), "small", "muted")
    label.setBuddy(one)
    column.addWidget(label)
    column.addWidget(one)
    return column
