"""What one panel does seen in all: an interest, a ledger row or an event picked, all painted.

The panels are the real ones, side by side. A figure holds all that the whole process does until
nothing is left to do; only counts among the found come after a pause, with a figure of their own.
"""

import random
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from relbook.core import interests
from relbook.gui.widgets.side_list import SideList
from relbook.gui.window import Window
from tests.bench import book, screen
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

SLOWEST = 33.0  # ms
COUNTED = 300.0  # ms until the counts among the found are there, the pause before them included
PATIENCE = 10.0  # s after which something does not come any more


def rows(setting: Setting) -> Iterator[Row]:
    times = 20 if setting.quick else 100
    with screen.window(setting.book()) as window:
        picks = _Picks(window, random.Random(f"linked {setting.people}"))
        yield from _interest(picks, times)
        yield from _entries(picks, times)
        yield from _event(picks, times)


def _interest(picks: "_Picks", times: int) -> Iterator[Row]:
    share = f"an interest that {picks.having(book.MANY):,} have"
    everyone, alone = "everyone’s", "someone’s"
    for whose, show in ((everyone, picks.show_nobody), (alone, picks.show_somebody)):
        picked, dropped, waits = [], [], []
        for n in range(times):
            show()
            picked.append(picks.interest(book.MANY, by_key=n % 2 == 0))
            if whose == everyone:
                waits.append(picks.wait_for_counts())
            dropped.append(picks.interest(book.MANY, by_key=n % 2 == 0))
        yield told(f"{share}, among {whose}, median", median(picked), "ms")
        yield at_most(f"{share}, among {whose}, p99", p99(picked), SLOWEST, "ms")
        yield at_most("the same dropped, p99", p99(dropped), SLOWEST, "ms")
        if waits:
            yield at_most("until its counts are painted, median", median(waits), COUNTED, "ms")
            yield told("until its counts are painted, longest", max(waits), "ms")


def _entries(picks: "_Picks", times: int) -> Iterator[Row]:
    picks.show_nobody()
    costs = [picks.entry(by_key=n % 2 == 0) for n in range(times)]
    yield told("a row of the ledger with everyone, median", median(costs), "ms")
    yield at_most("a row of the ledger with everyone, p99", p99(costs), SLOWEST, "ms")
    costs = []
    for n in range(times):
        picks.show_somebody(with_entries=True)
        costs.append(picks.entry(by_key=n % 2 == 0))
    yield at_most("a row of someone’s ledger, p99", p99(costs), SLOWEST, "ms")
    picks.show_long_lived()
    costs = [picks.entry(by_key=n % 2 == 0) for n in range(times)]
    yield at_most("a row of one of hundreds with one person, p99", p99(costs), SLOWEST, "ms")


def _event(picks: "_Picks", times: int) -> Iterator[Row]:
    picks.show_nobody()
    yield told("the first event of all, which makes the page", picks.event(), "ms")
    picks.wait_for_what_there_is_to_do()
    costs, to_do = [], []
    for n in range(times):
        picks.show_another_event()
        if n % 2:
            picks.show_somebody()
        costs.append(picks.event())
        to_do.append(picks.wait_for_what_there_is_to_do())
    yield told(f"an event with {book.DANCERS} guests, median", median(costs), "ms")
    yield at_most(f"an event with {book.DANCERS} guests, p99", p99(costs), SLOWEST, "ms")
    yield told("until what there is to do is there too, median", median(to_do), "ms")


class _Picks:
    """Does in one panel what a user does, and answers what it cost in all (ms of CPU)."""

    def __init__(self, window: Window, chance: random.Random) -> None:
        self.window, self.desk, self.chance = window, window.desk, chance
        window.furnish()
        screen.settle()
        # What is read once the window is there.
        screen.wait(1_000)
        self.interests, self.ledger = window.interests.view, window.ledger.view
        label = window.interests.findChild(QLabel, "interestsPanel.whose")
        assert label is not None
        self.whose = label
        self.people = window.desk.index.everyone()
        rows = self.desk.book.rows("SELECT DISTINCT person_id FROM entry_person")
        self.with_entries = [person for (person,) in rows]
        self.ball = self.desk.book.value("SELECT id FROM event WHERE name = ?", book.BALL)
        self.picked_at = 0.0
        self.count_paints = screen.Paints(self.interests.viewport())

    def having(self, name: str) -> int:
        """How many have an interest."""
        return self.desk.index.people_with([self._interest(name)]).bit_count()

    def show_nobody(self) -> None:
        """The opening page, and everyone's interests and ledger."""
        self.desk.focus.show_nobody()
        self._rest()

    def show_somebody(self, *, with_entries: bool = False) -> None:
        """Someone's page, interests and ledger."""
        row = self.chance.randrange(self.people.count)
        (person,) = self.people.ids(row, row + 1)
        if with_entries:
            person = self.chance.choice(self.with_entries)
        self.desk.focus.show_person(person)
        self._rest()

    def show_long_lived(self) -> None:
        """The one of whom there is most to show."""
        self.desk.focus.show_person(self.desk.index.find(book.LONG_LIVED).ids(0, 1)[0])
        self._rest()

    def show_another_event(self) -> None:
        """A small one, so that the page forgets the large."""
        self.desk.focus.set(
            page="event",
            event=self.chance.randrange(1, self.ball),
            selection=frozenset(),
            person=None,
        )
        self._rest()

    def interest(self, name: str, *, by_key: bool) -> float:
        """Pick an interest by its row, or drop it."""
        key = self._interest(name)
        before = key in self.desk.focus.now.filter.interests
        if self.window.interests.model.row_of(key) is None:
            raise AssertionError(f"{name} is not among the rows")
        self.picked_at = time.perf_counter()
        cost = self._choose(self.interests, key, by_key=by_key)
        found = self.window.people.model.count
        wanted = self.people.count if before else self.having(name)
        if (key in self.desk.focus.now.filter.interests) is before or found != wanted:
            raise AssertionError(f"{name} was picked, and the list shows {found}")
        return cost

    def wait_for_counts(self) -> float:
        """Milliseconds from the last pick until the counts are those among the found, painted."""
        painted = self.count_paints.count
        self._until(
            lambda: self.whose.text() == "among the found" and self.count_paints.count > painted,
            "no counts came",
        )
        return 1000 * (time.perf_counter() - self.picked_at)

    def wait_for_what_there_is_to_do(self) -> float:
        """Milliseconds from opening the event until its cards below are filled, by a job."""
        card = self.window.event_page.settling
        self._until(lambda: card.isVisible() and not self.desk.jobs.running, "no card came")
        screen.settle()
        return 1000 * (time.perf_counter() - self.picked_at)

    def entry(self, *, by_key: bool) -> float:
        """Pick a row of the ledger that is in sight, or somewhere below."""
        model = self.window.ledger.model
        free = [at for at in range(model.rowCount()) if isinstance(model.row(at).key, int)]
        free = [at for at in free if model.row(at).key != self.desk.focus.now.entry]
        key = model.row(self.chance.choice(free)).key
        cost = self._choose(self.ledger, key, by_key=by_key)
        now = self.desk.focus.now
        name = self.desk.book.value("SELECT name FROM person WHERE id = ?", now.person)
        shown = self.window.page.header.person
        if now.entry != key or not self.window.page.isVisible() or shown.name != name:
            raise AssertionError(f"entry {key} was picked, and {name} is not shown")
        return cost

    def event(self) -> float:
        """Open the large event."""
        self.picked_at = time.perf_counter()
        with Cpu() as cpu:
            self.desk.focus.set(page="event", event=self.ball, selection=frozenset(), person=None)
            screen.settle()
        page = self.window.event_page
        if not page.isVisible() or len(page.guests.guests) != book.DANCERS:
            raise AssertionError("the event was opened, and is not shown")
        return 1000 * cpu.process

    def _choose(self, view: SideList, key: object, *, by_key: bool) -> float:
        """Click on the row with `key`, or press Return on it."""
        view.go_to(key)
        view.scrollTo(view.currentIndex())
        screen.settle()
        if by_key:
            view.setFocus()
            screen.settle()
            return 1000 * screen.press(view, Qt.Key.Key_Return).process
        at = view.visualRect(view.currentIndex())
        place = QPoint(at.left() + at.width() // 4, at.center().y())
        return 1000 * screen.click(view.viewport(), place).process

    def _interest(self, name: str) -> int:
        found = interests.find(self.desk.book, name)
        assert found is not None
        return found

    def _rest(self) -> None:
        """Until jobs and pauses are over, so that the next figure holds nothing of this."""
        screen.settle()
        screen.wait(20)
        self._until(lambda: not self.desk.jobs.running, "a job did not end")

    def _until(self, there: Callable[[], bool], else_: str) -> None:
        end = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > end:
                raise AssertionError(else_)
            screen.settle()
            time.sleep(0.001)
