"""Which circle the selected people are to belong to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from relbook.core import circles
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.widgets.dialog import Dialog


class CircleDialog(Dialog):
    """Asks for a circle, one there is or a new one; `chosen(name)` says which."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, people: int, parent: QWidget | None = None) -> None:
        title = plural("Add {n} person to a circle", "Add {n} people to a circle", people)
        super().__init__(desk.theme, str(title), "circle", parent)
        self.add_text(
            say("Choose a circle or type the name of a new one: family, the choir, old crew."),
            muted=True,
        )
        self.name = QLineEdit()
        self.name.setObjectName("circle.name")
        self.name.setAccessibleName(say("Name of the circle"))
        self.name.setPlaceholderText(say("Name of the circle"))
        completer = QCompleter([circle.name for circle in circles.every(desk.book)], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.popup().setProperty("popup", True)
        self.name.setCompleter(completer)
        self.body.addWidget(self.name)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self._add = self.add_button(say("Add"), "add", primary=True)
        self._add.setEnabled(False)
        self._add.clicked.connect(self._choose)
        self.name.textChanged.connect(self._offer)
        self.name.setFocus()

    def _offer(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))

    def _choose(self) -> None:
        self.chosen.emit(self.name.text().strip())
        self.accept()
