"""The history, the trash and forgetting, from the window's menus."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import forgetting, people
from relbook.core.store.book import Book
from relbook.core.words import sentence
from relbook.gui.desk import Desk
from relbook.gui.dialogs.forget import ForgetDialog
from relbook.gui.past import Past
from relbook.gui.status import Status
from tests.gui.conftest import Show

NAME = "Quizzaline Vexmoor"


@pytest.fixture
def chosen() -> set[int]:
    return set()


@pytest.fixture
def window(show: Show) -> QWidget:
    widget = QWidget()
    show(widget)
    return widget


@pytest.fixture
def past(desk: Desk, window: QWidget, chosen: set[int]) -> Past:
    return Past(desk, window, lambda: True, lambda: frozenset(chosen))


def dialog(window: QWidget, name: str) -> QDialog:
    found = window.findChild(QDialog, name)
    assert isinstance(found, QDialog)
    return found


def test_who_is_chosen_is_forgotten_with_the_copies_if_that_is_wished(
    desk: Desk, past: Past, window: QWidget, chosen: set[int], qtbot: QtBot
) -> None:
    with desk.edit(sentence("Add {name}", name=NAME)):
        chosen.add(people.add(desk.book, NAME))
    copy = desk.book.path.with_name(f"{desk.book.path.stem} (before update, schema 1).relbook")
    copy.touch()
    desk.focus.set(search="Quizz")
    past.forget()
    asked = dialog(window, "forget")
    assert isinstance(asked, ForgetDialog)
    assert asked.too is not None
    asked.too.click()
    with qtbot.waitSignal(past.said) as said:
        asked._agree()
    assert said.args == ["Forgotten for ever"]
    assert people.count(desk.book) == 0
    assert not copy.exists()
    data = desk.book.path.read_bytes() + Path(f"{desk.book.path}-wal").read_bytes()
    assert b"Quizzaline" not in data
    assert desk.book.next_undo() is None
    assert desk.focus.now.search == ""


def test_one_person_must_be_chosen(past: Past, chosen: set[int], qtbot: QtBot) -> None:
    chosen |= {1, 2}
    with qtbot.waitSignal(past.told) as told:
        past.forget()
    assert told.args is not None
    assert "one person" in told.args[0]


def test_nothing_is_forgotten_unless_it_is_agreed(
    desk: Desk, past: Past, window: QWidget, chosen: set[int]
) -> None:
    with desk.edit("Add"):
        chosen.add(people.add(desk.book, NAME))
    past.forget()
    dialog(window, "forget").reject()
    assert people.count(desk.book) == 1


def test_what_was_interrupted_is_made_up_for(desk: Desk, past: Past) -> None:
    desk.book.remember(forgetting.UNFINISHED, "1")
    past.finish()
    assert not forgetting.is_unfinished(desk.book)


def test_what_keeps_the_file_is_waited_for(
    desk: Desk, past: Past, window: QWidget, chosen: set[int], qtbot: QtBot
) -> None:
    with desk.edit("Add"):
        chosen.add(people.add(desk.book, NAME))
    past.forget()
    asked = dialog(window, "forget")
    assert isinstance(asked, ForgetDialog)
    desk.book.sql("PRAGMA busy_timeout=0")
    with Book.open(desk.book.path) as other, qtbot.waitSignal(desk.alerts.told) as told:
        other.sql("BEGIN")
        other.value("SELECT count(*) FROM person")
        asked._agree()
    assert told.args is not None
    assert "tries again by itself" in told.args[0]
    assert forgetting.is_unfinished(desk.book)
    past.finish()
    assert not forgetting.is_unfinished(desk.book)


def test_after_forgetting_no_undo_is_offered(
    desk: Desk, past: Past, window: QWidget, chosen: set[int]
) -> None:
    undo, redo = QAction(), QAction()
    status = Status(desk.theme, desk.jobs, undo, redo, window)
    desk.notices.changed.connect(status.tell)
    with desk.edit("Add"):
        chosen.add(people.add(desk.book, NAME))
    assert not status._take_back.isHidden()
    past.forget()
    asked = dialog(window, "forget")
    assert isinstance(asked, ForgetDialog)
    asked._agree()
    assert status._take_back.isHidden()
    assert status._news.text() == "Forget someone for ever"


def test_history_and_trash_open(past: Past, window: QWidget, desk: Desk) -> None:
    with desk.edit("Add"):
        person = people.add(desk.book, NAME)
    desk.focus.show_person(person)
    past.show_history()
    assert dialog(window, "history").isVisible()
    past.show_trash()
    assert dialog(window, "trash").isVisible()
