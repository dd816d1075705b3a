"""The event itself: edited in place, noted, deleted, and shown again."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from relbook.core import (
    events,
)
from relbook.gui.desk import Desk
from relbook.gui.pages.event import EventPage
from tests.gui.conftest import focused
from tests.gui.pages.conftest import button, last_edit, open_form, typed
from tests.gui.pages.event.conftest import (
    CTRL,
    ESCAPE,
    LEFT,
    RETURN,
    Gathering,
    choose,
    faces,
)


def test_the_head_is_edited_in_place_and_undone(page: EventPage, desk: Desk, qtbot: QtBot) -> None:
    page.begin_edit()
    typed(page, qtbot, "name", "Long supper")
    typed(page, qtbot, "starts", "21 March")
    typed(page, qtbot, "ends", "22 March")
    qtbot.keyClick(focused(), RETURN)
    assert not page.editing
    assert page.header.title.text() == "Long supper"
    assert page.header.when.text().startswith("21 to 22 March")
    assert last_edit(desk) == "Change Long supper"
    assert focused() is page.header.edit_button
    desk.book.undo()
    assert page.header.title.text() == "Supper"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", " ", "An event needs a name, any name."),
        ("starts", "31 February", "There is no 31 February"),
        ("ends", "19 March 2026", "It would be over before it begins"),
    ],
)
def test_what_cannot_be_kept_stays_and_says_why(
    page: EventPage,
    desk: Desk,
    supper: Gathering,
    qtbot: QtBot,
    field: str,
    text: str,
    sentence: str,
) -> None:
    before = desk.book.next_undo()
    page.begin_edit()
    typed(page, qtbot, field, text)
    assert not page.finish_edit()
    said = open_form(page).input(field).accessibleDescription()
    assert said.startswith(sentence)
    desk.focus.show_person(supper.ada)
    qtbot.waitUntil(lambda: desk.focus.now.page == "event")
    assert page.editing
    page.cancel_edit()
    assert desk.book.next_undo() == before


def test_a_day_without_a_year_is_the_one_that_comes(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    for words, kept in (("1 March", "2027-03-01"), ("May", "2026-05"), ("about 2027", "2027~")):
        page.begin_edit()
        typed(page, qtbot, "starts", words)
        assert page.finish_edit()
        event = events.read(desk.book, supper.event)
        assert event is not None
        assert event.starts == kept


def test_markup_is_only_text(page: EventPage, desk: Desk, supper: Gathering) -> None:
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, name="<b>S</b>", place="<i>x</i>", note="<u>n</u>")
    for label in (page.header.title, page.header.where):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert page.note.list.data[0].text == "<u>n</u>"


def test_notes_are_written_changed_and_removed(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(page, "event.addNote"), LEFT)
    typed(page, qtbot, "text", "Bring the maps.")
    assert page.finish_edit()
    assert [one.text for one in page.note.list.data] == ["Bring the maps."]
    assert page.note.list.data[0].second == "14 March 2026"
    assert last_edit(desk) == "Add a note on Supper"
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_F2)
    typed(page, qtbot, "text", "Bring all maps.")
    qtbot.keyClick(focused(), RETURN, CTRL)
    assert [one.text for one in page.note.list.data] == ["Bring all maps."]
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_Delete)
    assert not page.note.isVisible()
    desk.book.undo()
    assert [one.text for one in page.note.list.data] == ["Bring all maps."]
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, note="One dish each.")
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_F2)
    typed(page, qtbot, "text", "Two dishes each.")
    assert page.finish_edit()
    event = events.read(desk.book, supper.event)
    assert event is not None
    assert event.note == "Two dishes each."


def test_deleting_is_wished_for(page: EventPage, supper: Gathering, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.delete_requested) as wished:
        choose(page.header.menu(), "menu.delete")
    assert wished.args == [supper.event]


def test_an_event_that_is_gone_is_not_shown_till_it_comes_back(
    page: EventPage, desk: Desk, supper: Gathering
) -> None:
    with desk.book.edit("Delete"):
        events.remove(desk.book, supper.event)
    assert not page.header.isVisible()
    assert not page.sheet.isVisible()
    desk.book.undo()
    assert page.header.title.text() == "Supper"
    assert len(faces(page)) == 3


def test_escape_steps_back(page: EventPage, qtbot: QtBot) -> None:
    page.setFocus()
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(focused(), ESCAPE)


def test_a_hidden_page_catches_up_when_it_is_shown(
    page: EventPage, desk: Desk, supper: Gathering
) -> None:
    page.hide()
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, name="Breakfast")
    assert page.header.title.text() == "Supper"
    page.show()
    assert page.header.title.text() == "Breakfast"
