"""What stands in the place of the list when it has no rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.labels import Label

LONGEST = 40  # letters of a search that are said again


class Empty(QWidget):
    """One muted sentence and one button."""

    clicked = Signal()

    def __init__(self, theme: Theme, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        measure = theme.measure
        self.sentence = Label(theme, "", "text", "muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.button = Button(theme, "", f"{name}.button", icon=icon)
        self.button.clicked.connect(self.clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(12), measure(40), measure(20), measure(20))
        column.setSpacing(measure(14))
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def say(self, sentence: str, word: str) -> None:
        """Show another sentence, and another word on the button."""
        self.sentence.setText(sentence)
        self.button.set_word(word)


def shortened(text: str) -> str:
    """A text as a sentence can hold it."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
