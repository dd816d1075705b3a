"""The button under a card that shows only the first of many."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button

T = TypeVar("T")
FEW = 6
SPARED = 2  # that are shown too rather than folded away


class Fold(Button):
    """`cut` says which are shown, and the button that there are more; `turned` by a click."""

    turned = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, "", name, "link", "chevron-down")
        self._open = False
        self.clicked.connect(self._turn)

    def close_up(self) -> None:
        """Fold away what was unfolded for something else."""
        self._open = False

    def cut(self, every: Sequence[T]) -> Sequence[T]:
        """Those that are shown."""
        few = len(every) <= FEW + SPARED
        shown = every if few or self._open else every[:FEW]
        self.setVisible(not few)
        if not few:
            self.set_word(say("Fewer") if self._open else say("All of them"))
            self.set_icon("chevron-up" if self._open else "chevron-down")
        return shown

    def _turn(self) -> None:
        self._open = not self._open
        self.turned.emit()
