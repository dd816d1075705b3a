"""Start: from exec to a window that is mapped and has its rows painted, on a real X server.

The program is started as its command is, by `relbook.cli.main`, and nothing of it is replaced. The
process that does so makes the QApplication itself, as the program lets it, and a timer that looks
each millisecond whether the window is exposed and its list has rows. Qt paints a window within the
very event that exposes it, so what the timer then sees is on the screen: that is when clock and
CPU since exec are read. To be sure of it the screen itself is asked for the picture of the list,
which must have the many colours of faces and names. The bare window is looked for by the same
timer. (An event filter would see each event, and making Python objects of them all costs more than
a bare window does.) Each round starts all of them, one after the other, so that what slows one
slows all.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.setting import Setting
from tests.bench.table import Row, median, told

SMALL, SMALL_LIMIT, LARGE_LIMIT = 10_000, 2.4, 2.6

# What an installed program finds: modules that are compiled already, and a window system.
UNWANTED = {"QT_QPA_PLATFORM", "PYTHONDONTWRITEBYTECODE"}

WATCH = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])
def look():
    for window in app.topLevelWidgets():
        handle = window.windowHandle()
        if handle is not None and handle.isExposed() and ready(window):
            timer.stop()
            took = time.monotonic(), time.process_time()
            print(json.dumps([*took, colours(window)]), flush=True)
            app.closeAllWindows()
            return
def colours(window):
    view = window.findChild(QWidget, "peopleView") or window
    at = view.mapToGlobal(view.rect().topLeft())
    picture = window.screen().grabWindow(0, at.x(), at.y(), view.width(), view.height()).toImage()
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 3)
                for y in range(0, picture.height(), 3)})
timer = QTimer()
timer.timeout.connect(look)
timer.start(1)
"""
BARE = """
from PySide6.QtWidgets import QMainWindow, QWidget
def ready(window):
    return True
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.exec()
"""
# The program loads its core before Qt; here Qt would come first, for the timer's sake.
FIRST = """
import relbook.cli
import relbook.core.search
"""
PROGRAM = """
from PySide6.QtWidgets import QTableView, QWidget
def ready(window):
    view = window.findChild(QTableView, "peopleView")
    return view is not None and view.model().rowCount() > 0
relbook.cli.main(["--book", sys.argv[1]])
"""
COLOURS = 50  # at least, of a list with rows in it; a bare window has one


@dataclass(frozen=True, slots=True)
class Start:
    """What a start took, in seconds."""

    wall: float
    cpu: float


def rows(setting: Setting) -> Iterator[Row]:
    books = {people: setting.book(people) for people in sorted({SMALL, setting.people})}
    with setting.scratch() as scratch, display("-noreset") as shown:
        home = Path(scratch)
        first = {people: home / f"first-{people}.relbook" for people in books}
        took: dict[object, list[Start]] = {"bare": [], **{people: [] for people in books}}
        for kind in (*took, *took):  # uncounted: what Python compiles, what the disk has to fetch
            _started(kind, books, home, shown)
        for _ in range(5 if setting.quick else 11):
            for kind, starts in took.items():
                starts.append(_started(kind, books, home, shown))
        yield from _told("a bare QMainWindow", took["bare"])
        for people in books:
            limit = LARGE_LIMIT if people > SMALL else SMALL_LIMIT
            yield from _told(f"{people:,} people", took[people])
            for clock in ("wall", "cpu"):
                ratio = median(
                    [
                        getattr(ours, clock) / getattr(bare, clock)
                        for ours, bare in zip(took[people], took["bare"], strict=True)
                    ]
                )
                what = f"{people:,} people, against the bare window, {clock}"
                yield Row(what, f"× {ratio:.2f}", f"≤ × {limit}", ratio <= limit)
        for people, path in first.items():
            shutil.copy(setting.raw_book(people), path)
            start = _started(people, first, home, shown)
            yield from _told(f"{people:,} people, never indexed", [start])


def _told(what: str, starts: list[Start]) -> Iterator[Row]:
    wall = median([start.wall for start in starts])
    cpu = median([start.cpu for start in starts])
    yield told(what, 1000 * cpu, "ms CPU", f"{1000 * wall:.0f} ms by the clock")


def _started(kind: object, books: dict[int, Path], home: Path, shown: str) -> Start:
    environment = {
        **{name: value for name, value in os.environ.items() if name not in UNWANTED},
        "DISPLAY": shown,
        "QT_QPA_PLATFORM": "xcb",
        "RELBOOK_HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        # Nobody answers here; without an address D-Bus would start a bus for each of them.
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/no-bus",
    }
    if kind == "bare":
        code, arguments = WATCH + BARE, []
    else:
        code, arguments = FIRST + WATCH + PROGRAM, [str(books[int(str(kind))])]
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, timeout=120,
    )  # fmt: skip
    at, cpu, colours = json.loads(done.stdout)
    if kind != "bare" and colours < COLOURS:
        raise AssertionError(f"the list has no rows on the screen: {colours} colours")
    return Start(at - before, cpu)


@contextmanager
def display(*options: str) -> Iterator[str]:
    """A display of our own, on an X server without a screen; `options` are more of its own."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x1000x24", "-nolisten", "tcp",
         *options],
        pass_fds=[writer], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    try:
        with os.fdopen(reader) as told_by_server:
            number = told_by_server.readline().strip()
        if not number:
            raise RuntimeError("Xvfb does not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
