"""On a real X display: what is on the screen, and the program as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import people
from relbook.core.store.book import Book
from relbook.gui.theme import Theme

pytestmark = pytest.mark.window

STARTED = """
import sys
import relbook.cli
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

def look():
    view = next((w for w in QApplication.allWidgets() if w.objectName() == "peopleView"), None)
    if view is not None and view.isVisible() and view.model().rowCount():
        print(QApplication.platformName(), view.model().rowCount(), flush=True)
        QApplication.quit()

qt = QApplication(sys.argv[:1])
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
relbook.cli.main(["--book", sys.argv[1]])
"""


def test_the_program_starts_on_a_display_with_rows_on_show(tmp_path: Path) -> None:
    with Book.create(tmp_path / "own.relbook") as book, book.edit("Add"):
        people.add(book, "Ada Lovelace")
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "own.relbook")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"RELBOOK_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout.split()) == (0, ["xcb", "1"]), done.stderr
    assert [file.name for file in tmp_path.glob("own.relbook*")] == ["own.relbook"]


def test_what_is_typed_narrows_what_the_screen_shows(
    book: Book, theme: Theme, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    assert QApplication.platformName() == "xcb"
    with book.edit("Add"):
        for name in ("Ada Abel", "Bo Berg"):
            people.add(book, name)
    window = build_window(book, theme=theme)
    show(window)
    qtbot.keyClicks(window.people.search, "bo")
    qtbot.waitUntil(lambda: window.people.model.count == 1)
    qtbot.keyClick(window.people.search, Qt.Key.Key_Return)
    assert window.desk.focus.now.person == 2

    def inks() -> int:
        picture = window.screen().grabWindow(window.winId()).toImage()
        across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
        return len({picture.pixel(x, y) for x in across for y in down})

    qtbot.waitUntil(lambda: inks() > 20)  # a window with nothing drawn in it has a handful
    window.close()
    leave(window)
