"""When the system ends the program: it goes as by Quit, and nothing half typed is lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.store.book import Book
from relbook.gui.drafts import SETTING
from relbook.gui.signals import Signals

pytestmark = pytest.mark.posix  # Windows ends a program by other means

pytestmark = pytest.mark.posix

STARTED = """
import os, signal, sys
import relbook.cli
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

def type_something():
    window = next((w for w in QApplication.topLevelWidgets() if w.objectName() == "window"), None)
    if window is None or signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        return
    timer.stop()
    window.desk.focus.show_person(1)
    window.page.begin_edit()
    window.page.header.form.input("name").setText(sys.argv[2])
    os.kill(os.getpid(), signal.SIGTERM)

qt = QApplication(sys.argv[:1])
timer = QTimer()
timer.timeout.connect(type_something)
timer.start(20)
relbook.cli.main(["--book", sys.argv[1]])
"""


IN_A_DIALOG = STARTED.replace(
    """window.desk.focus.show_person(1)
    window.page.begin_edit()
    window.page.header.form.input("name").setText(sys.argv[2])
    os.kill""",
    """window.actions_.set_passphrase.trigger()
    window.actions_.new_person.trigger()
    QTimer.singleShot(200, type_into_dialogs)

def type_into_dialogs():
    for one in QApplication.allWidgets():
        if isinstance(one, QLineEdit) and one.isVisible() and one.window().isModal():
            one.setEchoMode(QLineEdit.EchoMode.Normal)
            one.insert(sys.argv[2])
            one.setModified(True)
    os.kill""",
).replace("import QApplication", "import QApplication, QLineEdit")


@pytest.fixture
def signals() -> Iterator[Signals]:
    made = Signals()
    yield made
    made.stop()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_it_is_told_in_the_loop(signals: Signals, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(signals.asked):
        os.kill(os.getpid(), getattr(signal, name))
        assert signals.was_heard  # also where the loop cannot go on


def test_others_and_those_that_were_ignored_are_left_alone(qtbot: QtBot) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        made = Signals()
        with qtbot.assertNotEmitted(made.asked, wait=50):
            os.kill(os.getpid(), signal.SIGHUP)
        made.stop()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGHUP, before)


def end(code: str, path: Path, typed: str) -> None:
    """Start the program on a book, type something, and end it by a signal."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), typed],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"RELBOOK_HOME": str(path.parent)},
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("typed", "name", "drafts"), [("Ada Bell", "Ada Bell", 0), ("", "Ada", 1)])
def test_what_is_half_typed_is_saved_or_else_kept(
    tmp_path: Path, typed: str, name: str, drafts: int
) -> None:
    path = tmp_path / "own.relbook"
    with Book.create(path) as book, book.edit("Add"):
        people.add(book, "Ada")
    end(STARTED, path, typed)
    assert [file.name for file in tmp_path.glob("own.relbook*")] == ["own.relbook"]
    with Book.open(path) as book:
        assert people.name(book, 1) == name
        assert len(json.loads(book.setting(SETTING) or "[]")) == drafts


def test_of_what_stands_in_dialogs_all_is_kept_but_a_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "own.relbook"
    Book.create(path).close()
    end(IN_A_DIALOG, path, "Orla")
    with Book.open(path) as book:
        drafts = json.loads(book.setting(SETTING) or "[]")
    assert [draft["text"] for draft in drafts] == ["Name: Orla"]
