"""Where backups go, and how many of them stay."""

from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from relbook.core.store.backups import Keep, Shelf
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.inputs import ChoiceInput
from relbook.gui.widgets.labels import Label

OFFERED = {"days": (1, 3, 7, 14, 30), "weeks": (0, 2, 4, 8), "months": (0, 3, 6, 12, 24, 60)}


class ChoicesDialog(Dialog):
    """Asks for place and number. `chosen(Path or None, Keep)`: None is the usual place."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("Where backups go"), "backup_choices", parent, 480)
        self._place: Path | None = None if shelf.usual else shelf.place
        self._usual = shelf.place if shelf.usual else None
        self.add_text(
            say(
                "From now on, and for all your books. What lies in the place so far stays there. "
                "Another disk is safer than this one."
            ),
            muted=True,
        )
        self._said = Label(theme, "", wrap=True)
        self._said.setObjectName("backup_choices.place")
        self.body.addWidget(self._said)
        line = QHBoxLayout()
        choose = Button(theme, say("Choose a folder…"), "backup_choices.choose")
        choose.clicked.connect(self._choose)
        self._back = Button(theme, say("The usual place"), "backup_choices.usual", "link")
        self._back.clicked.connect(lambda: self.set_place(None))
        line.addWidget(choose)
        line.addWidget(self._back)
        line.addStretch()
        self.body.addLayout(line)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(theme.measure(12))
        self._numbers = {
            field.name: self._ask(grid, field.name, getattr(shelf.keep, field.name))
            for field in fields(Keep)
        }
        self.body.addLayout(grid)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        keep = self.add_button(say("Keep it so"), "keep", primary=True)
        keep.clicked.connect(self._keep)
        self.set_place(self._place)

    def _ask(self, grid: QGridLayout, name: str, now: int) -> ChoiceInput:
        said = {
            "days": say("The newest of each of so many days"),
            "weeks": say("of so many weeks"),
            "months": say("of so many months"),
        }[name]
        numbers = sorted({*OFFERED[name], now})
        asked = ChoiceInput(self.theme, [(number, _words(name, number)) for number in numbers])
        asked.setObjectName(f"backup_choices.{name}")
        asked.setAccessibleName(said)
        asked.set_value(now)
        label = Label(self.theme, said)
        label.setBuddy(asked)
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addWidget(asked, row, 1)
        return asked

    def set_place(self, place: Path | None) -> None:
        """Let backups go to `place`, or to the usual one."""
        self._place = place
        if place is not None:
            self._said.setText(str(place))
        elif self._usual is not None:
            self._said.setText(say("The usual place: {folder}", folder=str(self._usual)))
        else:
            self._said.setText(say("The usual place, with your other data"))
        self._back.setVisible(place is not None)

    def _choose(self) -> None:
        start = self._place or self._usual or Path.home()
        folder = QFileDialog.getExistingDirectory(self, say("Where backups go"), str(start))
        if folder:
            self.set_place(Path(folder))

    def _keep(self) -> None:
        numbers = {name: asked.value() for name, asked in self._numbers.items()}
        self.chosen.emit(self._place, Keep(**numbers))
        self.accept()


def _words(name: str, number: int) -> str:
    if number == 0:
        return say("none")
    words = {
        "days": plural("{n} day", "{n} days", number),
        "weeks": plural("{n} week", "{n} weeks", number),
        "months": plural("{n} month", "{n} months", number),
    }
    return str(words[name])
