"""A backup of the whole book while one types and saves: how long each key waits for the list.

Here the time on the clock counts, for a key that waits for a lock or a disk costs no CPU. Whatever
else the machine does delays keys too, now and then, and does so without a backup; what the backup does
to them it does every time. So the slowest key of the calmest of some backups is what is asked for, and
the slowest of all is told beside.
"""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt

from relbook.core import people
from relbook.core.store.backups import Shelves, all_of
from relbook.gui.window import Window
from tests.bench import screen
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

SLOWEST = 50.0  # ms
PAUSE = 60  # ms between two keys: a quick typist
ROUNDS = 5


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        path = Path(shutil.copy(setting.book(), Path(scratch) / "own.relbook"))
        shelves = Shelves(Path(scratch) / "backups", Path(scratch) / "backups.json")
        with screen.window(path, lambda: shelves) as window:
            typist = _Typist(window)
            typist.go_on(2)
            typist.take()
            typist.go_on(6)
            alone = typist.take()
            keeping = window.keeping
            assert keeping is not None
            rounds, took = [], []
            with Cpu() as cpu:
                for _ in range(2 if setting.quick else ROUNDS):
                    begun = time.perf_counter()
                    keeping.back_up()
                    while keeping.busy:
                        typist.go_on(0.3)
                    took.append(time.perf_counter() - begun)
                    rounds.append(typist.take())
            made = all_of(shelves.of(path))
            assert len(made) == len(took)
            keys = [wait for waits in rounds for wait in waits]
            size = path.stat().st_size
            yield told("size of the book", size / 1e6, "MB")
            yield told("a backup, read back, while one types", median(took), "s")
            yield told("CPU of that and the typing", cpu.process / len(took), "s")
            yield told("a key with no backup, slowest", max(alone), "ms", f"of {len(alone)}")
            yield told("a key meanwhile, median", median(keys), "ms")
            yield told("a key meanwhile, p99", p99(keys), "ms")
            yield told("a key meanwhile, slowest", max(keys), "ms", f"of {len(keys)}")
            calm = min(rounds, key=max)
            note = f"of {len(calm)}, in the calmest of {len(rounds)}"
            yield at_most("a key of one backup, slowest", max(calm), SLOWEST, "ms", note)
            yield told("an edit saved meanwhile, median", median(typist.saves), "ms")
            yield told("an edit saved meanwhile, slowest", max(typist.saves), "ms")


class _Typist:
    """Types names into the search box, and keeps how long each key took (ms on the clock)."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.chance = random.Random("typist")
        self.book = window.desk.book
        self.names = [name for (name,) in self.book.rows("SELECT name FROM person LIMIT 5000")]
        self.waits: list[float] = []
        self.saves: list[float] = []
        window.people.search.setFocus()
        screen.settle()

    def go_on(self, seconds: float) -> None:
        """Type names for a while, take each back, and save an edit now and then."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            box = self.window.people.search
            for letter in self.chance.choice(self.names)[:5]:
                self.note(letter)
            while box.text():
                self.note("")
            self.save()

    def note(self, letter: str) -> None:
        """Press a key, and wait till the list is painted."""
        begun = time.perf_counter()
        if letter:
            screen.type_in(self.window.people.search, letter)
        else:
            screen.press(self.window.people.search, Qt.Key.Key_Backspace)
        self.waits.append(1_000 * (time.perf_counter() - begun))
        screen.wait(PAUSE)

    def save(self) -> None:
        """Save an edit of someone's note; how long that takes, all panels told (ms)."""
        person = self.chance.randrange(1, 1_000)
        begun = time.perf_counter()
        with self.window.desk.edit("Note"):
            people.change(self.book, person, note=f"{len(self.saves)} {self.chance.random()}")
        screen.settle()
        self.saves.append(1_000 * (time.perf_counter() - begun))

    def take(self) -> list[float]:
        """What was kept of the keys, and begin anew."""
        waits, self.waits = self.waits, []
        return waits
