"""The way to what was just kept and is not among what the panel shows."""

from PySide6.QtCore import Signal

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.labels import literal


class Elsewhere(Button):
    """A link that is there only while it leads somewhere."""

    wanted = Signal(int, int)  # an entry, and a person it is with

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "ledgerPanel.show", "link", "arrow-up-right")
        self._leads_to: tuple[int, int] | None = None
        self.clicked.connect(self._go)
        self.hide()

    def offer(self, entry: int, person: int, name: str) -> None:
        """Lead to `entry`, which is with `person`."""
        self._leads_to = entry, person
        words = say("Show it with {name}", name=name)
        self.set_word(literal(words))
        self.setAccessibleName(words)
        self.show()

    def withdraw(self) -> None:
        """Lead nowhere any more."""
        self._leads_to = None
        self.hide()

    def _go(self) -> None:
        if self._leads_to is not None:
            self.wanted.emit(*self._leads_to)
