"""The people panel while an event is looked at: its guests alone, said in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, events, people
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.people import PeoplePanel
from relbook.gui.widgets.chips import Chip
from tests.gui.conftest import Show, focused

NAMES = ("Ada", "Bo", "Cleo", "Dev", "Ema")


@pytest.fixture
def supper(desk: Desk) -> int:
    """Five people; Ada, Bo and Cleo are guests, Bo and Dev sail."""
    with desk.book.edit("Fill"):
        ids = [people.add(desk.book, name) for name in NAMES]
        circles.join(desk.book, circles.find_or_add(desk.book, "Sailing"), [ids[1], ids[3]])
        event = events.add(desk.book, "Winter supper")
        events.invite(desk.book, event, ids[:3])
    return event


@pytest.fixture
def panel(desk: Desk, supper: int, show: Show) -> PeoplePanel:
    made = PeoplePanel(desk)
    made.resize(292, 400)
    show(made)
    desk.focus.set(event=supper, page="event", selection=frozenset(), person=None)
    return made


def shown(panel: PeoplePanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def parts(panel: PeoplePanel) -> list[str]:
    """The filter as it is said."""
    bar = panel.filter_bar
    return [chip.accessibleName() for chip in bar.findChildren(Chip) if chip.isVisible()]


def event_chip(panel: PeoplePanel, supper: int) -> Chip:
    found = panel.findChild(Chip, f"filterBar.event.{supper}")
    assert isinstance(found, Chip)
    return found


def click(panel: PeoplePanel, qtbot: QtBot, name: str) -> None:
    at = panel.view.visualRect(panel.model.index(shown(panel).index(name), 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_guests_alone_are_listed_and_the_words_say_so(panel: PeoplePanel) -> None:
    assert shown(panel) == ["Ada", "Bo", "Cleo"]
    assert parts(panel) == ["who are guests of Winter supper"]
    count = panel.findChild(QWidget, "peoplePanel.count")
    assert count is not None
    assert count.accessibleName() == "3 people of 5"


def test_search_and_filter_narrow_within_them(panel: PeoplePanel, desk: Desk) -> None:
    desk.focus.set(filter=Filter(circles=frozenset({1})))
    assert shown(panel) == ["Bo"]
    assert parts(panel) == ["who are guests of Winter supper", "and who belong to Sailing"]
    desk.focus.set(filter=Filter(), search="dev")
    assert shown(panel) == []


def test_the_guests_stay_while_one_goes_through_them(
    panel: PeoplePanel, desk: Desk, qtbot: QtBot, supper: int
) -> None:
    click(panel, qtbot, "Ada")
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    now = desk.focus.now
    assert (now.page, now.event, people.name(desk.book, now.person or 0)) == (
        "person",
        supper,
        "Bo",
    )
    assert shown(panel) == ["Ada", "Bo", "Cleo"]


def test_someone_else_is_found_among_everybody_and_leaves_the_event(
    panel: PeoplePanel, desk: Desk, qtbot: QtBot, supper: int
) -> None:
    desk.focus.show_person(5)
    assert shown(panel) == list(NAMES)
    assert desk.focus.now.event == supper
    click(panel, qtbot, "Bo")
    assert desk.focus.now.event is None
    assert shown(panel) == list(NAMES)


@pytest.mark.parametrize("by_key", [True, False])
def test_the_event_is_left_by_its_cross_and_by_escape(
    panel: PeoplePanel, desk: Desk, qtbot: QtBot, supper: int, by_key: bool
) -> None:
    if by_key:
        qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    else:
        qtbot.keyClick(event_chip(panel, supper), Qt.Key.Key_Delete)
    assert (desk.focus.now.event, desk.focus.now.page) == (None, "opening")
    assert shown(panel) == list(NAMES)
    assert parts(panel) == []


def test_leaving_the_event_keeps_the_guest_on_the_page(
    panel: PeoplePanel, desk: Desk, qtbot: QtBot, supper: int
) -> None:
    click(panel, qtbot, "Cleo")
    event_chip(panel, supper).drop_requested.emit()
    assert (desk.focus.now.event, desk.focus.now.page, desk.focus.now.person) == (
        None,
        "person",
        3,
    )
    assert shown(panel) == list(NAMES)


def test_the_list_follows_the_guest_list_and_the_name(
    panel: PeoplePanel, desk: Desk, supper: int
) -> None:
    with desk.book.edit("Invite"):
        events.invite(desk.book, supper, [4])
        events.change(desk.book, supper, name="Summer supper")
    assert shown(panel) == ["Ada", "Bo", "Cleo", "Dev"]
    assert parts(panel) == ["who are guests of Summer supper"]
    desk.book.undo()
    assert shown(panel) == ["Ada", "Bo", "Cleo"]
    with desk.book.edit("Delete"):
        events.remove(desk.book, supper)
    assert shown(panel) == list(NAMES)
    assert parts(panel) == []


def test_an_event_without_guests_says_so_and_can_be_left(
    panel: PeoplePanel, desk: Desk, qtbot: QtBot
) -> None:
    with desk.book.edit("Plan"):
        lonely = events.add(desk.book, "Alone")
        events.invite(desk.book, lonely, names=["Someone"])
    desk.focus.set(event=lonely)
    assert shown(panel) == []
    empty = panel.findChild(QWidget, "nobodyFound")
    assert empty is not None
    assert empty.isVisible()
    button = next(b for b in empty.findChildren(QPushButton) if b.isVisible())
    assert button.text() == "Leave the event"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.focus.now.event is None
    assert shown(panel) == list(NAMES)
