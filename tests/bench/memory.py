"""Memory: what a process with the window holds for itself, its share of what others hold too (PSS).

Beside a bare window in a process of its own, both off the screen.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt

from relbook.gui.window import Window
from tests.bench import book, screen
from tests.bench.setting import Setting
from tests.bench.table import Row, at_most, median, told

ABOVE_BARE = 150.0  # MB
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
print(open("/proc/self/smaps_rollup").read())
"""


def rows(setting: Setting) -> Iterator[Row]:
    bare = median([_of_bare() for _ in range(3)])
    yield told("a bare QMainWindow", bare, "MB")
    with screen.window(setting.book()) as window:
        yield at_most("the window, rows painted", pss(), bare + ABOVE_BARE, "MB")
        _search(window)
        yield at_most("after 60 searches and as many people", pss(), bare + ABOVE_BARE, "MB")
        screen.wait(5_000)
        yield at_most("the same, after five quiet seconds", pss(), bare + ABOVE_BARE, "MB")


def pss(rollup: str = "") -> float:
    """The proportional set size in MB, of this process or of what it told of itself."""
    rollup = rollup or Path("/proc/self/smaps_rollup").read_text()
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024 / 1e6


def _of_bare() -> float:
    done = subprocess.run(
        [sys.executable, "-c", BARE], capture_output=True, text=True, check=True, timeout=60
    )
    return pss(done.stdout)


def _search(window: Window) -> None:
    """What is read for a search, and for someone's page, is kept: let much of it be."""
    box, view = window.people.search, window.people.view
    for word in book.vocabulary()[:600:10]:
        for letter in word[:4]:
            screen.type_in(box, letter)
        if window.people.model.count:
            screen.press(view, Qt.Key.Key_Down)
        box.clear()
        screen.settle()
