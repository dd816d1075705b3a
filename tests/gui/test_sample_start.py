"""Looking around in the sample book, and leaving it without a trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from relbook import paths
from relbook.app import Program
from relbook.gui.settings import Settings
from relbook.gui.welcome import Welcome
from relbook.gui.window import Window


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path))
    made = Program(qapp, Settings(None))
    yield made
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window | Welcome):
            widget.close()
    made.end()
    qapp.setQuitOnLastWindowClosed(True)


def only(qapp: QApplication, kind: type) -> object:
    (found,) = [one for one in qapp.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def test_the_sample_opens_and_goes_without_a_trace(
    program: Program, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    program.start(None, [])
    welcome = only(qapp, Welcome)
    assert isinstance(welcome, Welcome)
    welcome.look.button.click()
    window = only(qapp, Window)
    assert isinstance(window, Window)
    assert "sample" in window.notice_bar.text.lower()
    assert (tmp_path / "sample.relbook").exists()
    leave = window.findChild(QPushButton, "noticeBar.action")
    assert isinstance(leave, QPushButton)
    leave.click()
    assert isinstance(only(qapp, Welcome), Welcome)
    assert not list(tmp_path.glob("*.relbook*"))


def test_starting_ones_own_makes_the_usual_book(
    program: Program, qapp: QApplication, tmp_path: Path
) -> None:
    program.start(None, [])
    welcome = only(qapp, Welcome)
    assert isinstance(welcome, Welcome)
    welcome.start.button.click()
    assert paths.default_book().exists()
    assert isinstance(only(qapp, Window), Window)


def test_a_bad_book_is_told_of_where_one_can_choose(
    program: Program, qapp: QApplication, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.relbook"
    bad.write_bytes(b"\xff\xd8" * 4000)
    program.start(bad, [])
    welcome = only(qapp, Welcome)
    assert isinstance(welcome, Welcome)
    assert "bad.relbook" in welcome.notice_bar.text
