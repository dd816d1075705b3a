"""A key pressed in the search box, to the last paint of the list: nothing waits, nothing follows.

The floor is the list's own: its model reset with everyone, and what is in sight painted, with all
rows read and laid out before. Figures are of the thread that has the window, in which the list is
searched too; what others did meanwhile (counts for the panels at the right, which follow after a
pause) is told beside. A key mostly brings other rows, which are read and laid out within
its figure; what a reset costs with rows it does not know yet is told too.
"""

import random
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt

from relbook.gui.window import Window
from tests.bench import book, screen
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

ABOVE_FLOOR = 4.0  # ms
SLOWEST = 33.0  # ms
KINDS = (
    "one letter",
    "two letters",
    "three letters",
    "two words",
    "a word only in notes",
    "Backspace",
)


def rows(setting: Setting) -> Iterator[Row]:
    with screen.window(setting.book()) as window:
        keys = _Keys(window, random.Random(f"keys {setting.people}"))
        floor = keys.floor(10)
        keys.type_all(100 if setting.quick else 400)
        floor = min(floor, keys.floor(30))
        yield told("floor: reset with everyone and paint", floor, "ms")
        yield told("the same with rows not read yet", keys.floor(10, known=False), "ms")
        for kind in KINDS:
            costs = keys.costs[kind]
            yield at_most(
                f"{kind}, median of {len(costs)}", median(costs), floor + ABOVE_FLOOR, "ms"
            )
            yield at_most(f"{kind}, p99", p99(costs), SLOWEST, "ms")
        yield told("other threads meanwhile, median", median(keys.beside), "ms")
        yield told("other threads meanwhile, most", max(keys.beside), "ms")
        yield at_most("paints of the list in 400 ms afterwards", keys.painted_later(10), 0, "")


class _Keys:
    """Types into the search box, and keeps what each key cost (ms of CPU), by its kind."""

    def __init__(self, window: Window, chance: random.Random) -> None:
        self.box, self.model = window.people.search, window.people.model
        self.index, self.view = window.desk.index, window.people.view
        self.chance = chance
        self.costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
        self.beside: list[float] = []
        self.names = [
            name.split() for (name,) in window.desk.book.rows("SELECT name FROM person ORDER BY id")
        ]
        self.words = book.vocabulary()
        self.paints = screen.Paints(self.view.viewport())
        self.box.setFocus()
        screen.settle()

    def floor(self, times: int, *, known: bool = True) -> float:
        """The median of resetting the model with everyone and painting."""
        costs = []
        for _ in range(times):
            everyone = self.index.everyone()
            if not known:
                self.model.forget()
            with Cpu() as cpu:
                self.model.show(everyone, "")
                screen.settle()
            costs.append(1000 * cpu.thread)
        return median(costs)

    def type_all(self, times: int) -> None:
        """`times` texts of a few letters, from names and from all words, and longer ones."""
        few = ("one letter", "two letters", "three letters")
        for n in range(times):
            word = self.name() if n % 2 else self.word(len(self.words))
            self.type(word[:3], few)
        for _ in range(times // 3):
            first, second = self.name()[:3], self.name()[:3]
            self.type(f"{first} {second}", [""] * (len(first) + 1) + ["two words"] * len(second))
        n = 0
        while n < times // 3:
            word = self.word(len(self.words))
            found = self.index.find(word)
            if len(word) > 3 and found.count and not found.by_name:
                self.type(word, [""] * 3 + ["a word only in notes"] * (len(word) - 3))
                n += 1

    def type(self, text: str, kinds: Sequence[str]) -> None:
        """Type `text` and take it back, letter by letter."""
        for letter, kind in zip(text, kinds, strict=False):
            self.note(kind, screen.type_in(self.box, letter))
        while self.box.text():
            self.note("Backspace", screen.press(self.box, Qt.Key.Key_Backspace))

    def note(self, kind: str, cpu: Cpu) -> None:
        if kind:
            self.costs[kind].append(1000 * cpu.thread)
            self.beside.append(1000 * (cpu.process - cpu.thread))

    def painted_later(self, times: int) -> int:
        """How often the list was painted once it should have been final."""
        later = 0
        for _ in range(times):
            for letter in self.name()[:2]:
                screen.type_in(self.box, letter)
                before = self.paints.count
                screen.wait(400)
                later += self.paints.count - before
            self.box.clear()
            screen.settle()
        return later

    def name(self) -> str:
        """A word of somebody's name."""
        return self.chance.choice(self.chance.choice(self.names))

    def word(self, n: int) -> str:
        """One of the `n` most frequent words, the frequent ones more often."""
        return self.words[int(n ** self.chance.random()) - 1]
