"""The list, gone through and chosen from by keys and pointer."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from relbook.gui.desk import Desk
from relbook.gui.panels.people import PeoplePanel
from tests.gui.panels.people.conftest import (
    CONTROL,
    NAMES,
    SHIFT,
    Key,
    attended,
    chosen,
    click,
    count_line,
    in_sight,
    marked,
    press,
    shown,
)


def test_everybody_is_listed_by_the_name_they_are_sorted_by(panel: PeoplePanel) -> None:
    assert shown(panel) == list(NAMES)
    assert count_line(panel) == "8 people"


def test_a_click_chooses_a_person_in_one_go(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    news = QSignalSpy(desk.focus.changed)
    click(qtbot, panel, "Ida Berg")
    assert (chosen(desk), attended(desk), desk.focus.now.page) == (
        ["Ida Berg"],
        "Ida Berg",
        "person",
    )
    assert news.count() == 1


def test_the_keys_move_the_choice_one_change_at_a_time(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Tom Achterberg")
    news = QSignalSpy(desk.focus.changed)
    press(qtbot, Key.Key_Down)
    assert (attended(desk), news.count()) == ("Ida Berg", 1)
    press(qtbot, Key.Key_End)
    assert (attended(desk), news.count()) == (NAMES[-1], 2)
    assert in_sight(panel, NAMES[-1])
    press(qtbot, Key.Key_Home)
    assert attended(desk) == NAMES[0]
    press(qtbot, Key.Key_PageDown)
    assert attended(desk) not in (NAMES[0], NAMES[-1])


def test_several_are_chosen_and_the_page_is_about_where_the_user_is(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Tom Achterberg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    assert chosen(desk) == ["Ida Berg", "Jon Berg", "Tom Achterberg"]
    assert attended(desk) == "Jon Berg"
    click(qtbot, panel, "Jon Berg", keys=CONTROL)
    assert (chosen(desk), attended(desk)) == (["Ida Berg", "Tom Achterberg"], "Tom Achterberg")
    news = QSignalSpy(desk.focus.changed)
    qtbot.keyClick(panel.view, Key.Key_A, CONTROL)
    assert len(desk.focus.now.selection) == len(NAMES)
    assert news.count() == 1


def test_letters_lead_to_a_name(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.view.setFocus()
    qtbot.keyClicks(panel.view, "ri")
    assert attended(desk) == "Ana Ribeiro"
    assert panel.search.text() == ""


def test_letters_and_a_blank_within_a_second_are_one_name(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    panel.view.setFocus()
    qtbot.keyClicks(panel.view, "jon b")
    assert attended(desk) == "Jon Berg"


def test_a_reader_hears_a_row_whole(panel: PeoplePanel) -> None:
    index = panel.model.index(NAMES.index("Ana Ribeiro"), 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ana Ribeiro, Marine engineer, Porto"


def test_enter_and_a_double_click_open(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    opened = QSignalSpy(panel.open_requested)
    click(qtbot, panel, "Ida Berg")
    press(qtbot, Key.Key_Return)
    assert opened.at(0) == [ids["Ida Berg"]]
    at = panel.view.visualRect(panel.model.index(0, 0)).center()
    for event in (qtbot.mouseDClick, qtbot.mouseRelease):
        event(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.at(1) == [ids["Tom Achterberg"]]


def test_delete_asks_for_those_chosen(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    asked = QSignalSpy(panel.delete_requested)
    click(qtbot, panel, "Ida Berg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    press(qtbot, Key.Key_Delete)
    assert asked.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]


def test_who_is_out_of_sight_is_not_meant_by_delete(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    asked = QSignalSpy(panel.delete_requested)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Key.Key_A, CONTROL)
    desk.focus.set(search="berg")
    press(qtbot, Key.Key_Delete)
    assert asked.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]


def menu_of(panel: PeoplePanel, at: QPoint) -> dict[str, QAction]:
    panel.view.menu_requested.emit(at, True)
    menu = panel.findChild(QMenu, "peopleMenu")
    assert isinstance(menu, QMenu)
    return {action.objectName(): action for action in menu.actions() if action.text()}


def test_the_menu_offers_what_can_be_done(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    circle, new = QSignalSpy(panel.circle_requested), QSignalSpy(panel.new_person_requested)
    click(qtbot, panel, "Ida Berg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    actions = menu_of(panel, QPoint(20, 20))
    assert actions["people.delete"].text() == "Delete 2 people"
    actions["people.circle"].trigger()
    assert circle.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]
    actions["people.new"].trigger()
    assert new.count() == 1


def test_beside_the_rows_nothing_is_chosen_and_only_someone_new_offered(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    desk.focus.set(search="berg")
    click(qtbot, panel, "Jon Berg")
    beside = QPoint(100, panel.view.viewport().height() - 5)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert (chosen(desk), marked(panel)) == (["Jon Berg"], ["Jon Berg"])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, beside, QPoint(20, 20))
    QApplication.sendEvent(panel.view.viewport(), event)
    menu = panel.findChild(QMenu, "peopleMenu")
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions()] == ["people.new"]
