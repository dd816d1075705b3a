"""What is to go out of the book: about whom, as what, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from relbook.core.exchange.profile import Profile, leaves
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.inputs import ChoiceInput
from relbook.gui.widgets.labels import IconLabel, Label


@dataclass(frozen=True, slots=True)
class Group:
    """Some people whom one may export: what they are called in the list, and who; None: everyone."""

    words: str
    people: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, the vCard version if it is one, and what it is good for."""

    ending: str
    version: str
    word: str
    use: str


@dataclass(frozen=True, slots=True)
class Export:
    """What was chosen."""

    people: Sequence[int] | None
    format: Format
    profile: Profile


def formats() -> list[Format]:
    """The kinds of file that Relbook writes, the most useful first."""
    return [
        Format(".vcf", "4.0", say("vCard 4.0"), say("The newest; it can hold the most.")),
        Format(
            ".vcf", "3.0", say("vCard 3.0"), say("For phones, Apple, Google and older programs.")
        ),
        Format(".csv", "", say("Table (CSV)"), say("For Google, Outlook and spreadsheets.")),
        Format(
            ".ics",
            "",
            say("Calendar (iCalendar)"),
            say("Birthdays, days to know, events and promises, for a calendar."),
        ),
        Format(".html", "", say("Web page"), say("One page to read in a browser, with photos.")),
        Format(".json", "", say("JSON"), say("For programs; its shape is told in the README.")),
    ]


class ExportDialog(Dialog):
    """Asks whom, as what and how much; says what leaves and what stays. `wished(Export)`."""

    wished = Signal(object)

    def __init__(self, theme: Theme, groups: Sequence[Group], parent: QWidget | None = None):
        super().__init__(theme, say("Export"), "export", parent, 560)
        self._groups, self._formats = groups, formats()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.measure(12))
        grid.setVerticalSpacing(theme.measure(8))
        grid.setColumnStretch(1, 1)
        self._whom = self._ask(
            grid, "whom", say("Whom"), [(i, g.words) for i, g in enumerate(groups)]
        )
        self._as = self._ask(
            grid, "format", say("As"), [(i, f.word) for i, f in enumerate(self._formats)]
        )
        self._use = Label(theme, "", "small", "muted", wrap=True)
        self._use.setObjectName("export.use")
        grid.addWidget(self._use, grid.rowCount(), 1)
        self._how = self._ask(
            grid,
            "profile",
            say("How much"),
            [
                (Profile.SHARE, say("What may be shared")),
                (Profile.EVERYTHING, say("Everything, for yourself")),
            ],
        )
        self.body.addLayout(grid)
        self._told = QWidget()
        self._told.setObjectName("export.told")
        lines = QVBoxLayout(self._told)
        lines.setContentsMargins(0, theme.measure(4), 0, 0)
        lines.setSpacing(theme.measure(5))
        self._lines = lines
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        go = self.add_button(say("Export…"), "go", primary=True)
        go.clicked.connect(self._go)
        self._as.edited.connect(self._tell)
        self._how.edited.connect(self._tell)
        self._tell()
        self._whom.setFocus()

    def _ask(
        self, grid: QGridLayout, name: str, word: str, choices: Sequence[tuple[object, str]]
    ) -> ChoiceInput:
        said = Label(self.theme, word, "small_strong")
        asked = ChoiceInput(self.theme, choices)
        asked.setObjectName(f"export.{name}")
        asked.setAccessibleName(word)
        said.setBuddy(asked)
        row = grid.rowCount()
        grid.addWidget(said, row, 0)
        grid.addWidget(asked, row, 1)
        return asked

    def _tell(self) -> None:
        """Say what the kind of file is good for, what leaves the book, and what stays."""
        self._use.setText(self._formats[self._as.value()].use)
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        ending = self._formats[self._as.value()].ending
        out, kept = leaves(self._how.value(), calendar=ending == ".ics")
        for heading, icon, sentences in (
            (say("Goes out"), "check", out),
            (say("Stays in the book"), "lock", kept),
        ):
            if not sentences:
                continue
            self._lines.addSpacing(self.theme.measure(8))
            self._lines.addWidget(Label(self.theme, heading, "small_strong"))
            for sentence in sentences:
                self._lines.addWidget(_Point(self.theme, icon, sentence))
        if self.isVisible():
            height = self.heightForWidth(self.width())
            self.setMinimumHeight(min(height, self.screen().availableSize().height() * 9 // 10))
            self.resize(self.width(), height)

    def told(self) -> list[str]:
        """What leaves and what stays, line by line."""
        return [point.words for point in self._told.findChildren(_Point)]

    def _go(self) -> None:
        group = self._groups[self._whom.value()]
        self.wished.emit(Export(group.people, self._formats[self._as.value()], self._how.value()))
        self.accept()


class _Point(QWidget):
    """A sentence behind its mark."""

    def __init__(self, theme: Theme, icon: str, sentence: str) -> None:
        super().__init__()
        self.words = sentence
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.measure(8))
        line.addWidget(IconLabel(theme, icon, 14))
        line.addWidget(Label(theme, sentence, wrap=True), 1)


def groups_of(everyone: int, chosen: Sequence[int], found: Sequence[int] | None) -> list[Group]:
    """Whom one may export: who is chosen, who is found if that is not everyone, and everyone."""
    groups = []
    if chosen:
        groups.append(
            Group(str(plural("{n} person chosen", "{n} people chosen", len(chosen))), chosen)
        )
    if found is not None and len(found) != everyone:
        groups.append(
            Group(
                str(plural("{n} person in the list now", "{n} people in the list now", len(found))),
                found,
            )
        )
    whole = Group(str(plural("Everyone: {n} person", "Everyone: {n} people", everyone)), None)
    return [*groups, whole] if len(chosen) > 1 else [whole, *groups]
