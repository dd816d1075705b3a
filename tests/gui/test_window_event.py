"""An event in the whole window: planned, opened, its guests looked at one by one, left."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import events, interests, people
from relbook.core.store.book import Book
from relbook.gui.focus import Attention, Filter
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.window import Window

Show = Callable[[QWidget], None]
RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(book: Book, theme: Theme, show: Show) -> Iterator[Window]:
    with book.edit("Fill"):
        ids = [people.add(book, name) for name in ("Ada Abel", "Bo Berg", "Cleo Carr")]
        supper = events.add(book, "Supper", starts="2026-03-20")
        events.invite(book, supper, ids[:2])
    made = build_window(book, theme=theme, today=lambda: date(2026, 3, 14), executor=at_once)
    show(made)
    yield made
    made.close()
    leave(made)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def listed(window: Window) -> list[str]:
    model = window.people.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose_event(window: Window, qtbot: QtBot, text: str) -> None:
    """By the tool bar's action, typing, and Return."""
    action = window.findChild(QAction, "action.event")
    assert isinstance(action, QAction)
    action.trigger()
    field = window.findChild(QLineEdit, "events.name")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, RETURN)


def test_one_opens_it_looks_at_a_guest_and_steps_back(window: Window, qtbot: QtBot) -> None:
    choose_event(window, qtbot, "sup")
    assert window.pages.currentWidget() is window.event_page
    assert listed(window) == ["Ada Abel", "Bo Berg"]
    qtbot.waitUntil(lambda: focused() is window.event_page.guests.view)
    qtbot.keyClick(focused(), RETURN)
    assert window.pages.currentWidget() is window.page
    assert listed(window) == ["Ada Abel", "Bo Berg"]
    link = window.findChild(QPushButton, "backToEvent.link")
    assert isinstance(link, QPushButton)
    assert link.isVisible()
    window.go_to_panel(1)
    qtbot.keyClick(focused(), ESCAPE)
    assert window.pages.currentWidget() is window.event_page
    assert not link.isVisible()
    qtbot.keyClick(window.event_page.guests.view, RETURN)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.event_page


def test_its_guests_are_shown_whatever_was_looked_for(window: Window, qtbot: QtBot) -> None:
    with window.desk.book.edit("Add"):
        boats = interests.find_or_add(window.desk.book, "boats")
    window.desk.focus.set(search="cle", filter=Filter(frozenset({boats})))
    choose_event(window, qtbot, "sup")
    assert listed(window) == ["Ada Abel", "Bo Berg"]
    assert (window.desk.focus.now.filter, window.people.search.text()) == (Filter(), "")


def test_step_by_step_esc_leads_to_the_days_to_know(window: Window, qtbot: QtBot) -> None:
    choose_event(window, qtbot, "sup")
    qtbot.waitUntil(lambda: focused() is window.event_page.guests.view)
    qtbot.keyClick(focused(), RETURN)
    pages = []
    window.go_to_panel(1)
    for _ in range(4):
        qtbot.keyClick(focused(), ESCAPE)
        pages.append(window.desk.focus.now.page)
    assert pages == ["event", "event", "opening", "opening"]
    assert len(listed(window)) == 3
    assert window.pages.currentWidget() is window.opening


def test_a_key_leads_to_the_days_to_know(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(1)
    qtbot.keyClick(window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert window.pages.currentWidget() is window.opening
    assert window.desk.focus.now == Attention()


def test_a_new_one_is_planned_by_its_name(window: Window, qtbot: QtBot) -> None:
    choose_event(window, qtbot, "Breakfast")
    assert window.event_page.header.title.text() == "Breakfast"
    assert listed(window) == []
    window.deeds.undo()
    assert window.desk.book.value("SELECT count(*) FROM event") == 1


def test_escape_on_someone_without_an_event_goes_to_the_list(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(3)
    window.go_to_panel(1)
    qtbot.keyClick(focused(), ESCAPE)
    assert focused() is window.people.view


def test_what_is_half_typed_at_an_event_is_kept_when_one_goes(window: Window, qtbot: QtBot) -> None:
    choose_event(window, qtbot, "sup")
    window.event_page.begin_edit()
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "Late supper")
    window.desk.focus.show_person(1)
    assert window.desk.book.value("SELECT name FROM event WHERE id = 1") == "Late supper"


def test_deleting_it_is_one_undo(window: Window, qtbot: QtBot) -> None:
    choose_event(window, qtbot, "sup")
    window.event_page.delete_requested.emit(1)
    assert window.desk.focus.now.page == "opening"
    assert len(listed(window)) == 3
    window.deeds.undo()
    assert len(events.guests(window.desk.book, 1)) == 2
