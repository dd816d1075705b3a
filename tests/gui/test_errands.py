"""What a later start hands over: done in the window that is open, and never on top of something."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook import paths
from relbook.app import Program
from relbook.core import events, people
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui.dialogs.lock import UnlockDialog
from relbook.gui.settings import Settings
from relbook.gui.welcome import Welcome
from relbook.gui.widgets.prose import Prose
from relbook.gui.window import Window
from relbook.handing import Wish
from tests.gui.test_window import CARD

WORDS = "open sesame"


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "home"))
    made = Program(qapp, Settings(None))
    yield made
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window | Welcome | UnlockDialog):
            widget.close()
    qapp.processEvents()
    made.end()
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "cleo.vcf"
    path.write_text(CARD)
    return path


@pytest.fixture
def own(program: Program, tmp_path: Path) -> Window:
    """A window on a book of one's own."""
    program.make_book(tmp_path / "own.relbook")
    assert program.window is not None
    return program.window


def shown(kind: str) -> list[QWidget]:
    """The dialogs on show that are called so."""
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if one.objectName() == kind and one.isVisible()]


def test_cards_lead_to_the_preview(
    program: Program, own: Window, cards: Path, qtbot: QtBot
) -> None:
    program.errands.hear(Wish(files=(cards,)))
    qtbot.waitUntil(lambda: bool(shown("bring")))
    assert people.count(own.desk.book) == 0
    button = own.findChild(QPushButton, "bring.go")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: people.count(own.desk.book) == 1)


def test_the_window_comes_out_of_its_icon(program: Program, own: Window, qtbot: QtBot) -> None:
    own.setWindowState(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowMinimized)
    program.errands.hear(Wish(token="a-token"))
    assert not own.isMinimized()
    assert own.isMaximized()
    qtbot.waitUntil(own.isActiveWindow)
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_another_book_takes_the_place_of_the_first(
    program: Program, own: Window, tmp_path: Path, cards: Path, qtbot: QtBot
) -> None:
    Book.create(tmp_path / "other.relbook").close()
    program.errands.hear(Wish(tmp_path / "other.relbook", (cards,)))
    assert program.window is not None
    assert program.window.desk.book.path.name == "other.relbook"
    qtbot.waitUntil(lambda: bool(shown("bring")))


def test_the_same_book_stays_as_it_is(program: Program, own: Window, tmp_path: Path) -> None:
    (tmp_path / "link.relbook").symlink_to(tmp_path / "own.relbook")
    program.errands.hear(Wish(tmp_path / "link.relbook"))
    assert program.window is own
    assert own.isVisible()


def test_a_book_that_does_not_open_takes_its_files_with_it(
    program: Program, own: Window, tmp_path: Path, cards: Path
) -> None:
    (tmp_path / "none.relbook").write_bytes(b"\xff\xd8" * 4000)
    program.errands.hear(Wish(tmp_path / "none.relbook", (cards,)))
    assert "none.relbook" in own.notice_bar.text
    assert program.window is own
    program.errands.hear(Wish(tmp_path / "new.relbook"))
    assert program.window.desk.book.path.name == "new.relbook"
    assert not shown("bring")


def test_while_something_is_asked_the_next_waits(
    program: Program, own: Window, cards: Path, qtbot: QtBot
) -> None:
    own.actions_.new_person.trigger()
    program.errands.hear(Wish(files=(cards,)))
    program.errands.hear(Wish(action="new-entry"))
    assert own.notice_bar.text.startswith("“cleo.vcf” comes next")
    assert not shown("bring")
    shown("newPerson")[0].close()
    qtbot.waitUntil(lambda: bool(shown("bring")))
    shown("bring")[0].close()
    qtbot.waitUntil(lambda: own.focusWidget() is own.ledger.box)
    assert own.notice_bar.text == ""  # it has come


def test_of_several_it_is_said_how_many(program: Program, own: Window, cards: Path) -> None:
    own.actions_.new_person.trigger()
    program.errands.hear(Wish(files=(cards, cards.with_name("ada.vcf"))))
    assert own.notice_bar.text.startswith("2 files come next")


def test_what_cannot_be_saved_yet_is_not_lost_to_cards(
    program: Program, own: Window, cards: Path
) -> None:
    with own.desk.edit("Add"):
        ada = people.add(own.desk.book, "Ada Abel")
    own.desk.focus.show_person(ada)
    own.page.begin_edit()
    name = own.page.header.form.input("name") if own.page.header.form else None
    assert isinstance(name, QLineEdit)
    name.clear()
    program.errands.hear(Wish(files=(cards,)))
    assert "cleo.vcf" in own.notice_bar.text
    assert name.isVisible()
    name.setText("Ada Bell")


def test_the_files_of_a_locked_book_wait_until_it_is_open(
    program: Program, tmp_path: Path, cards: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "locked.relbook"
    Book.create(path, key=Key.make(WORDS)).close()
    program.start(path, [])
    (asked,) = shown("unlock")
    field = asked.findChild(QLineEdit, "unlock.passphrase")
    opener = asked.findChild(QPushButton, "unlock.open")
    assert field is not None
    assert opener is not None
    field.setText(WORDS)
    program.errands.hear(Wish(files=(cards,)))
    program.errands.hear(Wish(path))
    assert shown("unlock") == [asked]  # with what was typed already
    said = asked.findChild(Prose, "unlock.waiting")
    assert said is not None
    assert "cleo.vcf" in said.words
    qtbot.waitUntil(asked.isActiveWindow)
    opener.click()
    qtbot.waitUntil(lambda: bool(shown("bring")))
    assert program.window is not None


def test_another_book_is_opened_while_a_passphrase_is_asked_for(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "locked.relbook"
    Book.create(path, key=Key.make(WORDS)).close()
    Book.create(tmp_path / "other.relbook").close()
    program.start(path, [])
    program.errands.hear(Wish(tmp_path / "other.relbook"))
    qtbot.waitUntil(lambda: not shown("unlock"))
    assert program.window is not None
    assert program.window.isVisible()
    assert not program.is_asking


def test_another_locked_book_is_asked_for_instead(program: Program, tmp_path: Path) -> None:
    for name in ("one", "two"):
        Book.create(tmp_path / f"{name}.relbook", key=Key.make(WORDS)).close()
    ended: list[bool] = []
    program.errands.stopped.connect(lambda: ended.append(True))
    program.start(tmp_path / "one.relbook", [])
    program.errands.hear(Wish(tmp_path / "two.relbook"))
    (asked,) = shown("unlock")
    assert "two" in asked.windowTitle()
    assert not ended


def test_cards_handed_to_the_welcome_begin_a_book(
    program: Program, cards: Path, qtbot: QtBot
) -> None:
    program.start(None, [])
    assert program.choosing is not None
    program.errands.hear(Wish(files=(cards,)))
    qtbot.waitUntil(lambda: bool(shown("bring")))
    assert paths.default_book().exists()


@pytest.mark.parametrize("begun", [True, False], ids=["in a book", "at the welcome"])
def test_what_holds_no_contacts_is_told_of_and_nothing_made(
    program: Program, tmp_path: Path, qtbot: QtBot, begun: bool
) -> None:
    (tmp_path / "people.json").write_text('{"people": []}')
    if begun:
        program.make_book(tmp_path / "own.relbook")
    else:
        program.start(None, [])
    program.errands.hear(Wish(files=(tmp_path / "people.json",)))
    shown_now = program.window or program.choosing
    assert shown_now is not None
    qtbot.waitUntil(lambda: "JSON, which Relbook writes" in shown_now.notice_bar.text)
    assert not shown("bring") + shown("columns")
    assert not paths.default_book().exists()


def test_where_the_usual_book_does_not_open_cards_wait_for_one(
    program: Program, cards: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    paths.default_book().write_bytes(b"\xff\xd8" * 4000)
    program.start(None, [])
    program.errands.hear(Wish(files=(cards,)))
    assert not shown("bring")
    program.make_book(tmp_path / "new.relbook")
    qtbot.waitUntil(lambda: bool(shown("bring")))


def test_nothing_is_brought_into_the_sample_without_a_word(
    program: Program, cards: Path, qtbot: QtBot
) -> None:
    program.start(None, [])
    assert program.choosing is not None
    program.choosing.look.button.click()
    sample = program.window
    assert sample is not None
    program.errands.hear(Wish(files=(cards,)))
    assert "cleo.vcf" in sample.notice_bar.text
    assert not shown("bring")
    button = sample.findChild(QPushButton, "noticeBar.action")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: bool(shown("bring")))
    assert program.window is not None
    assert program.window.desk.book.path == paths.default_book()
    assert not paths.sample_book().exists()


def test_a_fault_in_leaving_a_book_leaves_no_program_without_a_window(
    program: Program, own: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(own.desk.book, "close", fail)
    other = own.desk.book.path.with_name("other.relbook")
    program.make_book(other)
    monkeypatch.undo()
    own.desk.book.close()
    assert program.window is not None
    assert program.window.desk.book.path == other
    qtbot.waitUntil(lambda: bool(shown("broken")))
    shown("broken")[0].close()


def test_a_later_start_brings_a_window_where_there_is_none(program: Program) -> None:
    program.errands.hear(Wish())
    assert program.choosing is not None


def test_an_action_opens_what_it_says(program: Program, own: Window, qtbot: QtBot) -> None:
    program.errands.hear(Wish(action="new-person"))
    qtbot.waitUntil(lambda: bool(shown("newPerson")))
    shown("newPerson")[0].close()
    program.errands.hear(Wish(action="briefing"))  # nothing is planned: plan it
    qtbot.waitUntil(lambda: bool(shown("events")))
    shown("events")[0].close()
    with own.desk.edit("Plan"):
        ada = people.add(own.desk.book, "Ada Abel")
        on = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011  (as the window does)
        party = events.add(own.desk.book, "Party", starts=on)
        events.invite(own.desk.book, party, [ada])
    program.errands.hear(Wish(action="briefing"))
    qtbot.waitUntil(lambda: bool(shown("sheet")))
    assert own.desk.focus.now.event == party


def test_a_first_action_without_a_book_begins_one(program: Program, qtbot: QtBot) -> None:
    program.start(None, [], "new-person")
    qtbot.waitUntil(lambda: bool(shown("newPerson")))
    assert paths.default_book().exists()


def test_once_the_program_ends_nothing_more_is_done(
    program: Program, own: Window, cards: Path, qtbot: QtBot
) -> None:
    own.close()
    qtbot.waitUntil(lambda: program.window is None)
    program.errands.hear(Wish(files=(cards,), action="new-person"))
    assert not shown("bring")
    assert program.choosing is None
