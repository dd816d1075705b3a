"""Somebody chosen in the list: the list, the page and the panels painted, and all quiet.

Figures are of the thread that has the window; what others did meanwhile (counts that follow after a
pause) is told beside.
"""

import random
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt

from relbook.gui.window import Window
from tests.bench import book, screen
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

SLOWEST = 33.0  # ms


def rows(setting: Setting) -> Iterator[Row]:
    with screen.window(setting.book()) as window:
        picks = _Picks(window, random.Random(f"picks {setting.people}"))
        times = 60 if setting.quick else 300
        yield told("the first of all, which makes the page", picks.click(), "ms")
        clicked = [picks.click() for _ in range(times)]
        yield told(f"a click, median of {times}", median(clicked), "ms")
        yield at_most("a click, p99", p99(clicked), SLOWEST, "ms")
        stepped = [picks.step(n % 15 == 0) for n in range(times)]
        yield told(f"the next by key, median of {times}", median(stepped), "ms")
        yield at_most("the next by key, p99", p99(stepped), SLOWEST, "ms")
        long = picks.long_lived(times // 3 + 1)
        who = f"with {book.LONG_TIMELINE:,} timeline entries"
        yield told(f"{who}, the first time", long.pop(0), "ms")
        yield told(f"{who}, median of {len(long)}", median(long), "ms")
        yield at_most(f"{who}, p99", p99(long), SLOWEST, "ms")
        yield told("other threads meanwhile, median", median(picks.beside), "ms")
        yield told("other threads meanwhile, most", max(picks.beside), "ms")


class _Picks:
    """Chooses people as a user does; each choice answers its cost in ms of CPU."""

    def __init__(self, window: Window, chance: random.Random) -> None:
        self.window, self.view, self.chance = window, window.people.view, chance
        self.beside: list[float] = []

    def cost(self, cpu: Cpu) -> float:
        self.beside.append(1000 * (cpu.process - cpu.thread))
        return 1000 * cpu.thread

    def click(self, row: int | None = None) -> float:
        """Click on someone: in `row`, or wherever in the list."""
        if row is None:
            row = self.chance.randrange(self.window.people.model.count)
        self.view.scroll_to(row, self.view.rowHeight(0) * 4)
        screen.settle()
        row = self.view.rowAt(self.view.rowHeight(0) * 4 + 5)
        at = self.view.visualRect(self.view.model().index(row, 0)).center()
        cost = self.cost(screen.click(self.view.viewport(), QPoint(at)))
        self.must_show(self.window.people.model.person(row))
        return cost

    def step(self, elsewhere: bool) -> float:
        """Go to the next row by key, now and then from another place of the list."""
        if elsewhere:
            self.click()
        self.view.setFocus()
        screen.settle()
        row = self.view.row() or 0
        cost = self.cost(screen.press(self.view, Qt.Key.Key_Down))
        self.must_show(self.window.people.model.person(row + 1))
        return cost

    def long_lived(self, times: int) -> list[float]:
        """The one with the long timeline, each time after someone else."""
        found = self.window.desk.index.find(book.LONG_LIVED)
        row = self.window.desk.index.everyone().row_of(found.ids(0, 1)[0])
        costs = []
        for _ in range(times):
            self.click()
            costs.append(self.click(row))
        return costs

    def must_show(self, person: int | None) -> None:
        """The page shows `person`, or the figure would tell of nothing."""
        now = self.window.desk.focus.now
        page = self.window.page
        name = self.window.desk.book.value("SELECT name FROM person WHERE id = ?", person)
        if now.person != person or not page.isVisible() or page.header.person.name != name:
            raise AssertionError(f"{name} was picked, and is not shown")
