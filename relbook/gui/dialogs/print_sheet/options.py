"""What is to be on the sheet, and on which paper."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from relbook.core.briefing import PARTS, SOFT, Choices
from relbook.core.words import say
from relbook.gui.printing import PAPERS, Paper, usual_paper
from relbook.gui.theme import Theme
from relbook.gui.widgets.inputs import CheckInput, ChoiceInput
from relbook.gui.widgets.labels import Label


class Options(QScrollArea):
    """The paper, and what is to be on it: the ticks of `Choices`."""

    def __init__(self, theme: Theme, choices: Choices) -> None:
        super().__init__()
        self.setObjectName("sheet.options")
        self.setAccessibleName(say("What is printed"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.measure(246))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held = QWidget()
        self._column = QVBoxLayout(held)
        self._column.setContentsMargins(0, 0, theme.measure(8), 0)
        self._column.setSpacing(theme.measure(2))
        self._theme = theme
        heading = self._heading(say("Paper"))
        names = {"a4": say("A4"), "letter": say("Letter")}
        self._paper = ChoiceInput(theme, [(name, names[name]) for name in PAPERS])
        self._paper.setObjectName("sheet.paper")
        self._paper.setAccessibleName(say("Paper"))
        heading.setBuddy(self._paper)
        self._paper.set_value(usual_paper().name)
        self._column.addWidget(self._paper)
        self._heading(say("On the sheet"))
        self._ticks: dict[str, CheckInput] = {}
        for name, word in PARTS.items():
            self._tick(name, str(word), choices)
        self._heading(say("Only for this sheet"))
        for name, word in SOFT.items():
            self._tick(name, str(word), choices)
        note = say("These stay off paper unless you tick them. Keep such a sheet to yourself.")
        told = Label(theme, note, "small", "muted", wrap=True)
        told.setContentsMargins(theme.measure(6), theme.measure(2), 0, 0)
        self._column.addWidget(told)
        self._column.addStretch()
        self.setWidget(held)

    def paper(self) -> Paper:
        """The paper chosen."""
        return PAPERS[self._paper.value()]

    def choices(self, before: Choices) -> Choices:
        """`before`, with what is ticked now."""
        return replace(before, **{name: tick.value() for name, tick in self._ticks.items()})

    def show_choices(self, choices: Choices, paper: Paper) -> None:
        """Tick what `choices` say, on `paper`: nobody is told of it."""
        with QSignalBlocker(self._paper):
            self._paper.set_value(paper.name)
        for name, tick in self._ticks.items():
            tick.set_value(getattr(choices, name))

    def changed(self, run: Callable[[], None]) -> None:
        """Have `run` called after every change."""
        self._paper.edited.connect(run)
        for tick in self._ticks.values():
            tick.edited.connect(run)

    def _heading(self, words: str) -> Label:
        heading = Label(self._theme, words, "small_strong")
        if self._column.count():
            self._column.addSpacing(self._theme.measure(12))
        self._column.addWidget(heading)
        self._column.addSpacing(self._theme.measure(2))
        return heading

    def _tick(self, name: str, word: str, choices: Choices) -> None:
        tick = CheckInput(self._theme, word)
        tick.setObjectName(f"sheet.{name}")
        tick.setAccessibleName(word)
        tick.set_value(getattr(choices, name))
        self._ticks[name] = tick
        self._column.addWidget(tick)
