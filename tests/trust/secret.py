"""``python -m tests.trust.secret BOOK``: a locked book is used in the window, and the program killed.

Its people, notes and all else are called CANARY; whoever began it looks for that word in every file.
"""

import os
import signal
import sys
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relbook import app, paths
from relbook.core import circles, events, facts, interests, people
from relbook.core.store.book import Book
from relbook.gui.settings import Settings
from tests.trust.deed import KEYS

CANARY = "Zqkanarienvogel"


def make(path: Path) -> Book:
    """A locked book that tells of nothing else."""
    book = Book.create(path, key=KEYS[1])
    with book.edit(f"Meet {CANARY}"):
        for n in range(30):
            person = people.add(book, f"{CANARY} {n}", note=f"About {CANARY}.", met_where=CANARY)
            facts.add(book, facts.Contact, person, kind="mail", value=f"{CANARY}{n}@example.org")
            facts.add(book, facts.Note, person, text=f"{CANARY} likes tea. " * 20)
        interests.tag(book, range(1, 20), interests.find_or_add(book, CANARY))
        circles.join(book, circles.find_or_add(book, CANARY), range(1, 9))
        events.invite(book, events.add(book, CANARY, place=CANARY), range(1, 9))
    return book


def use(program: app.Program) -> Generator[Callable[[], object]]:
    """Search, look, type, print, fail, back up; and end in the middle of a word."""
    yield lambda: program.window is not None and program.window.isVisible()
    window = program.window
    assert window is not None
    window.furnish()
    QTest.keyClicks(window.people.search, CANARY[:4])
    for person in (1, 2, 3):
        window.desk.focus.show_person(person)
        yield lambda: True
    window.open_event(1)
    yield lambda: True
    window.event_page.print_sheet()
    yield lambda: True
    for dialog in QApplication.topLevelWidgets():
        if dialog.parentWidget() is window:
            dialog.close()
    try:
        raise ZeroDivisionError(CANARY)
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())
    yield lambda: True
    window.keep_shape()
    window.desk.index.save()
    window.desk.book.copy(window.desk.book.path.with_name("copy.relbook"))
    window.desk.focus.show_person(4)
    window.page.add("note")
    form = window.page.sections["note"].form
    assert form is not None
    QTest.keyClicks(form.input("text"), f"Half a {CANARY}")
    window.drafts.keep()
    yield lambda: CANARY in (window.desk.book.setting("drafts") or "")
    print("used", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Use the book until killed."""
    path = Path(sys.argv[1])
    qt = QApplication([])
    app.keep_log(paths.state_folder() / "relbook.log")
    program = app.Program(qt, Settings(paths.config_folder() / "window.ini"))
    make(path).close()
    program._show(Book.open(path, key=KEYS[1]))
    steps = use(program)
    waits: list[Callable[[], object]] = []

    def go_on() -> None:
        if not waits or waits[-1]():
            waits.append(next(steps))

    timer = QTimer(qt)
    timer.timeout.connect(go_on)
    timer.start(30)
    qt.exec()


if __name__ == "__main__":
    main()
