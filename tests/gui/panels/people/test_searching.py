"""Searching narrows the list, and the keys lead into it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relbook.core import circles, facts
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.people import PeoplePanel
from tests.gui.conftest import Show, focused
from tests.gui.panels.people.conftest import (
    NAMES,
    Key,
    attended,
    child,
    chosen,
    click,
    count_line,
    in_sight,
    marked,
    press,
    shown,
)


def test_each_key_narrows_the_list(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "b")
    assert desk.focus.now.search == "b"
    assert shown(panel) == ["Ida Berg", "Jon Berg"]
    assert count_line(panel) == "2 people of 8"
    press(qtbot, Key.Key_Backspace)
    assert shown(panel) == list(NAMES)


def test_who_is_found_by_name_comes_first_and_the_rest_say_why(
    panel: PeoplePanel, desk: Desk
) -> None:
    with desk.edit("Note"):
        facts.add(desk.book, facts.Note, desk.focus.now.person or 1, text="met Ana at the mill")
    desk.focus.set(search="ana")
    assert shown(panel)[0] == "Ana Ribeiro"
    line = panel.model.line(1)
    assert line is not None
    assert line.why is not None
    assert (line.why.kind, line.why.text) == ("note", "met Ana at the mill")


def test_who_is_chosen_stays_chosen_if_found_and_on_the_page_if_not(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Jon Berg")
    desk.focus.set(search="berg")
    assert marked(panel) == ["Jon Berg"]
    desk.focus.set(search="ribeiro")
    assert (marked(panel), attended(desk), desk.focus.now.page) == ([], "Jon Berg", "person")
    desk.focus.set(search="")
    assert marked(panel) == ["Jon Berg"]
    assert in_sight(panel, "Jon Berg")


def test_down_goes_into_the_list_and_up_back_to_the_box(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    panel.search.setFocus()
    press(qtbot, Key.Key_Down)
    assert (focused(), attended(desk)) == (panel.view, "Tom Achterberg")
    press(qtbot, Key.Key_Up)
    assert focused() is panel.search


def test_enter_takes_the_first(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "kofi")
    press(qtbot, Key.Key_Return)
    assert (chosen(desk), focused()) == (["Kofi Mensah"], panel.view)


def test_escape_clears_the_text_then_drops_the_filter_part_by_part(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(search="kofi", filter=Filter(circles=frozenset({sailing, crew})))
    panel.search.setFocus()
    left = []
    for _ in range(4):
        press(qtbot, Key.Key_Escape)
        left.append((desk.focus.now.search, len(desk.focus.now.filter.circles)))
    assert left == [("", 2), ("", 1), ("", 0), ("", 0)]


def test_the_button_in_the_box_clears_it(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    button = child(panel, "searchBox.clear")
    assert not button.isVisible()
    qtbot.keyClicks(panel.search, "kofi")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (desk.focus.now.search, focused()) == ("", panel.search)


def test_nobody_found_is_said_and_one_button_goes_back(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    qtbot.keyClicks(panel.search, "xyz")
    empty = child(panel, "nobodyFound")
    assert empty.isVisible()
    assert [label.text() for label in empty.findChildren(QLabel)] == ["Nobody found for “xyz”."]
    qtbot.mouseClick(child(empty, "nobodyFound.button"), Qt.MouseButton.LeftButton)
    assert shown(panel) == list(NAMES)
    assert panel.view.isVisible()


def test_an_empty_book_invites(qtbot: QtBot, desk: Desk, show: Show) -> None:
    panel = PeoplePanel(desk)
    show(panel)
    asked = QSignalSpy(panel.new_person_requested)
    qtbot.mouseClick(child(panel, "nobodyHere.button"), Qt.MouseButton.LeftButton)
    assert asked.count() == 1
