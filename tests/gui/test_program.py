"""The running program: what it opens at the start, and what it never drops on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from relbook import paths
from relbook.app import Program
from relbook.core import people
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.seen import Seen
from relbook.gui.settings import Settings
from relbook.gui.welcome import Welcome
from relbook.gui.window import Window
from tests.gui.test_window import CARD


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path))
    return Settings(None)


@pytest.fixture
def program(qapp: QApplication, settings: Settings) -> Iterator[Program]:
    made = Program(qapp, settings)
    yield made
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window):
            widget.page.cancel_edit()
        if isinstance(widget, Window | Welcome):
            widget.close()
    qapp.processEvents()
    made.end()
    qapp.setQuitOnLastWindowClosed(True)


def on_show(kind: type) -> list[Window | Welcome]:
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [one for one in shown if isinstance(one, Window | Welcome) and isinstance(one, kind)]


def window() -> Window:
    (found,) = on_show(Window)
    assert isinstance(found, Window)
    return found


def welcome() -> Welcome:
    (found,) = on_show(Welcome)
    assert isinstance(found, Welcome)
    return found


def test_cards_at_the_very_first_start_come_into_a_book(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "cleo.vcf"
    file.write_text(CARD)
    program.start(None, [file])
    qtbot.waitUntil(lambda: window().findChild(QPushButton, "bring.go") is not None)
    agree = window().findChild(QPushButton, "bring.go")
    assert agree is not None
    agree.click()
    qtbot.waitUntil(lambda: "1 new person" in window().notice_bar.text)
    assert paths.default_book().exists()


def test_what_cannot_be_kept_yet_is_not_lost_to_another_book(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.make_book(tmp_path / "one.relbook")
    here = window()
    with here.desk.book.edit("Add"):
        person = people.add(here.desk.book, "Ada Abel")
    here.desk.focus.show_person(person)
    here.page.begin_edit()
    name = here.page.header.form.input("name") if here.page.header.form else None
    assert isinstance(name, QLineEdit)
    name.clear()
    program.make_book(tmp_path / "two.relbook")
    assert window() is here
    assert name.isVisible()
    name.setText("Ada Bell")
    program.open_book(tmp_path / "two.relbook")
    assert window().desk.book.path.name == "two.relbook"
    with Book.open(tmp_path / "one.relbook") as one:
        assert people.name(one, person) == "Ada Bell"


def test_a_recent_book_that_may_not_be_looked_at_is_passed_over(
    program: Program, settings: Settings, tmp_path: Path
) -> None:
    """As for a name that is too long, so for a folder that is closed to us: the system refuses."""
    own, refused = tmp_path / "own.relbook", tmp_path / ("x" * 300)
    with pytest.raises(OSError, match="too long"):
        refused.exists()
    Book.create(own).close()
    settings.opened(own)
    settings.opened(refused)
    program.start(None, [])
    assert window().desk.book.path == own


def test_a_usual_book_that_does_not_open_is_no_dead_end(program: Program) -> None:
    paths.default_book().write_bytes(b"\xff\xd8" * 4000)
    program.start(None, [])
    assert "people.relbook" in welcome().notice_bar.text
    welcome().start.button.click()
    assert window().desk.book.path.name == "people 2.relbook"
    assert paths.default_book().read_bytes() == b"\xff\xd8" * 4000


def test_a_book_kept_beside_the_usual_one_is_offered(program: Program) -> None:
    kept = paths.default_book().with_stem("people (from this computer 2026-03-14)")
    Book.create(kept).close()
    program.start(None, [])
    offer = welcome().findChild(QPushButton, "welcome.book.0")
    assert offer is not None
    offer.click()
    assert window().desk.book.path == kept


def test_the_first_book_comes_up_where_it_was_chosen(program: Program) -> None:
    program.start(None, [])
    welcome().setGeometry(60, 50, 640, 480)
    welcome().start.button.click()
    assert window().geometry().topLeft() == QPoint(60, 50)


def test_our_own_bug_is_told_before_there_is_a_book_too(program: Program) -> None:
    program.start(None, [])
    program._alerts.tell(ZeroDivisionError("Ada's secret"))
    text = welcome().findChild(QPlainTextEdit, "broken.report")
    assert isinstance(text, QPlainTextEdit)
    assert "ZeroDivisionError" in text.toPlainText()
    assert "secret" not in text.toPlainText()


def test_of_a_damaged_book_what_can_be_read_is_offered(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "friends.relbook"
    with Book.create(path) as book, book.edit("Add"):
        people.add(book, "Ada Abel")
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    program.open_book(path)
    here = welcome()
    qtbot.waitUntil(lambda: here.findChild(QPushButton, "damaged.rescue") is not None)
    assert "damaged" in here.notice_bar.text


def test_how_a_book_was_closed_is_known_at_its_next_start(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "friends.relbook"
    program.make_book(path)
    here = window()
    with here.desk.book.edit("Add"):
        people.add(here.desk.book, "Ada Abel")
    program.make_book(tmp_path / "other.relbook")
    trace = Seen(paths.seen_books()).of(path)
    assert trace is not None
    with Book.open(path) as book:
        assert examine(book, full=True, seal=trace.seal).sealed
