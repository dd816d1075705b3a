"""Relbook started twice, as processes of their own: one window, which does what the second wants."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from relbook import handing
from relbook.core.errors import RelbookError
from relbook.core.store.book import Book
from relbook.handing import Wish
from tests.gui.test_window import CARD

ROOT = Path(__file__).parents[1]

# The first: says when it is heard, then each window or dialog that comes up, then that it closes;
# ends when it is told to, slowly as long as a file "slow" is there.
FIRST = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from relbook import cli, paths
from relbook.app import program
seen = set()
let_go = program.Program._let_go
def let_go_slowly(*wanted, **how):
    print("closing", flush=True)
    while (paths.state_folder() / "slow").exists():
        time.sleep(0.02)
    let_go(*wanted, **how)
program.Program._let_go = let_go_slowly
def look():
    for one in app.topLevelWidgets():
        if one.isVisible() and one.objectName() not in seen:
            seen.add(one.objectName())
            print(one.objectName(), flush=True)
    if "heard" not in seen and paths.lock().read_text().count("\\n") == 2:
        seen.add("heard")
        print("heard", flush=True)
    if (paths.state_folder() / "enough").exists():
        app.quit()
app = QApplication(["relbook"])
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
cli.main(sys.argv[1:])
"""
# The second: says whether it needed Qt.
SECOND = """
import json, sys
from relbook import cli
try:
    cli.main(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, "PySide6" in sys.modules, "relbook.app" in sys.modules]))
"""


class First:
    """The program that came first."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self._home = home
        self.process = subprocess.Popen(
            [sys.executable, "-c", FIRST, *arguments],
            env=surroundings(home),
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: set[str] = set()

    def wait_for(self, word: str) -> None:
        """Wait until it says `word`."""
        assert self.process.stdout is not None
        while word not in self._said:
            line = self.process.stdout.readline()
            assert line, f"it ended, and never said {word}"
            self._said.add(line.strip())

    def end(self) -> int:
        (self._home / "enough").touch()
        status = self.process.wait(30)
        (self._home / "enough").unlink()
        return status


def surroundings(home: Path) -> dict[str, str]:
    home.mkdir(mode=0o700, exist_ok=True)
    places = {"RELBOOK_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(ROOT)}
    return os.environ | places | {"QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def first(home: Path, *arguments: str) -> Iterator[First]:
    one = First(home, *arguments)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.communicate()


def second(home: Path, *arguments: str) -> list[object]:
    """Start another one: its status, whether it loaded Qt, whether it loaded the window."""
    done = subprocess.run(
        [sys.executable, "-c", SECOND, *arguments],
        env=surroundings(home), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert isinstance(told, list)
    return told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir(mode=0o700)
    Book.create(tmp_path / "home" / "people.relbook").close()
    (tmp_path / "cleo.vcf").write_text(CARD)
    return tmp_path / "home"


HANDED_OVER = [0, False, False]


def test_the_second_hands_its_cards_to_the_first(home: Path) -> None:
    with first(home) as one:
        one.wait_for("window")
        assert second(home, (home.parent / "cleo.vcf").as_uri()) == HANDED_OVER
        one.wait_for("bring")
        assert one.end() == 0
    assert sorted(file.name for file in home.iterdir() if "relbook-" in file.name) == []


def test_two_at_once_make_one_window(home: Path) -> None:
    with first(home) as one:
        lock = home / "relbook.lock"
        while not (lock.exists() and lock.read_text()):  # it has the lock, and no window yet
            assert one.process.poll() is None
        assert second(home) == HANDED_OVER
        one.wait_for("heard")
        assert one.end() == 0


def test_while_the_first_still_closes_the_next_waits_and_opens(home: Path) -> None:
    with first(home) as one:
        one.wait_for("heard")
        (home / "slow").touch()
        (home / "enough").touch()
        one.wait_for("closing")
        (home / "enough").unlink()
        with pytest.raises(RelbookError, match=f"still closing .process {one.process.pid}"):
            handing.come_first(home / "relbook.lock", Wish(), longer=0)
        with first(home) as other:
            (home / "slow").unlink()
            other.wait_for("window")
            assert one.process.wait(30) == 0
            other.wait_for("heard")
            assert other.end() == 0


def test_after_a_crash_the_next_one_is_the_first(home: Path) -> None:
    with first(home) as one:
        one.wait_for("heard")
        one.process.send_signal(signal.SIGKILL)
        one.process.wait()
    with first(home) as again:
        again.wait_for("heard")
        assert second(home) == HANDED_OVER
        assert again.end() == 0


def test_two_homes_know_nothing_of_each_other(home: Path) -> None:
    with ExitStack() as both:
        one = both.enter_context(first(home))
        other = both.enter_context(first(home.parent / "other"))
        one.wait_for("window")
        other.wait_for("welcome")
        other.wait_for("heard")
        assert second(home.parent / "other", "--new-person") == HANDED_OVER
        other.wait_for("newPerson")
        assert one.end() == 0
