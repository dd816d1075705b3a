"""The frozen program's start: from exec to rows on the screen, beside a bare frozen window.

Both are what `packaging/build.py` freezes, unaltered; they are watched from outside. The X server
keeps its screen in a file, which is looked at each millisecond: a window is there when the screen is
no longer of one colour, and rows are there when the place of the list has the many colours of faces
and names. Then the clock is read, and the CPU time that the process has had. Each round starts both,
one after the other, so that what slows one slows the other.
"""

import importlib.util
import mmap
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.setting import Setting
from tests.bench.start import COLOURS, UNWANTED, Start, display
from tests.bench.table import Row, median, told

LIMIT = 2.2
ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "build/frozen"
PROGRAM, BARE = FROZEN / "relbook/relbook", FROZEN / "bare/bare"
LIST = 20, 300, 300, 700  # a part of the list of people: left, top, right, bottom
PATIENCE = 60


def rows(setting: Setting) -> Iterator[Row]:
    missing = _build()
    if missing:
        yield Row("the frozen program", missing, f"≤ × {LIMIT}", held=False)
        return
    with setting.scratch() as scratch, display("-noreset", "-fbdir", scratch) as shown:
        home = Path(scratch)
        environment = {
            **{name: value for name, value in os.environ.items() if name not in UNWANTED},
            "DISPLAY": shown,
            "QT_QPA_PLATFORM": "xcb",
            "RELBOOK_HOME": scratch,
            "XDG_RUNTIME_DIR": scratch,
            # Nobody answers here; without an address D-Bus would start a bus for each of them.
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={scratch}/no-bus",
        }
        book = home / "sample.relbook"
        subprocess.run(
            [PROGRAM, "sample", book], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        screen = Screen(home / "Xvfb_screen0")
        bare, ours = [], []
        for n in range(2 + (5 if setting.quick else 11)):
            starts = (
                _started([BARE], environment, screen, screen.has_window),
                _started([PROGRAM, "--book", book], environment, screen, screen.has_rows),
            )
            if n >= 2:  # the first find nothing in the system's memory, nor the book indexed
                bare.append(starts[0])
                ours.append(starts[1])
        for what, found in (("a bare frozen window", bare), ("the frozen program, sample", ours)):
            clock = f"{1000 * median([start.wall for start in found]):.0f} ms by the clock"
            yield told(what, 1000 * median([start.cpu for start in found]), "ms CPU", clock)
        for clock in ("wall", "cpu"):
            ratio = median(
                [getattr(a, clock) / getattr(b, clock) for a, b in zip(ours, bare, strict=True)]
            )
            what = f"the program against the bare window, {clock}"
            if clock == "wall":  # which is what somebody waits for
                yield Row(what, f"× {ratio:.2f}", f"≤ × {LIMIT}", ratio <= LIMIT)
            else:
                yield Row(what, f"× {ratio:.2f}")


class Screen:
    """The screen of an Xvfb, which it keeps in `file` as an X window dump."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as dump:
            self._bytes = mmap.mmap(dump.fileno(), 0, prot=mmap.PROT_READ)
        head = struct.unpack_from(">25I", self._bytes)
        self.width, self.height, self._line = head[4], head[5], head[12]
        self._begin = head[0] + 12 * head[19]  # after the header and its map of colours

    def has_window(self) -> bool:
        """Whether anything is shown: the root is black all over."""
        return self.colours(0, 0, self.width, self.height) > 1

    def has_rows(self) -> bool:
        """Whether the list shows people."""
        return self.colours(*LIST) >= COLOURS

    def colours(self, left: int, top: int, right: int, bottom: int) -> int:
        """How many colours there are in a part of the screen, as far as a grid of points tells."""
        found: set[int] = set()
        with memoryview(self._bytes) as whole:
            for y in range(top, bottom, 7):
                at = self._begin + y * self._line
                with whole[at + 4 * left : at + 4 * right].cast("I") as line:
                    found.update(line[::3])
        return len(found)


def _started(
    command: Sequence[str | Path],
    environment: dict[str, str],
    screen: Screen,
    ready: Callable[[], bool],
) -> Start:
    """What it took until the screen was `ready`; the program is gone from it afterwards."""
    before = time.monotonic()
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        while not ready():
            if running.poll() is not None or time.monotonic() > before + PATIENCE:
                raise AssertionError(f"{command[0]} shows nothing")
            time.sleep(0.001)
        wall = time.monotonic() - before
        cpu = time.clock_gettime(~running.pid << 3 | 2)  # as clock_getcpuclockid(3) makes it
    finally:
        running.terminate()
        running.wait(PATIENCE)
    while screen.has_window():
        time.sleep(0.01)
    return Start(wall, cpu)


def _build() -> str:
    """Freeze both, unless they are younger than what they are made of; or say what is missing."""
    sources = [*ROOT.glob("relbook/**/*.py"), ROOT / "packaging/relbook.spec"]
    newest = max(source.stat().st_mtime for source in sources)
    if all(made.is_file() and made.stat().st_mtime > newest for made in (PROGRAM, BARE)):
        return ""
    if importlib.util.find_spec("PyInstaller") is None:
        return "not built: python packaging/build.py program bare"
    subprocess.run([sys.executable, ROOT / "packaging/build.py", "program", "bare"], check=True)
    return ""
