"""The filter in words."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook.core import circles
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.people import PeoplePanel
from tests.gui.conftest import Show, focused
from tests.gui.panels.people.conftest import NAMES, Key, child, count_line, press, shown


def offered() -> list[str]:
    popup = QApplication.activePopupWidget()
    model = popup.model()  # type: ignore[union-attr]
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_circle_is_chosen_by_its_beginning(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    child(panel, "filterBar.add").setFocus()
    press(qtbot, Key.Key_Return)
    assert offered() == ["Old crew", "Sailing"]
    qtbot.keyClicks(focused(), "cre")
    assert offered() == ["Old crew"]
    press(qtbot, Key.Key_Return)
    assert shown(panel) == ["Kofi Mensah"]
    chip = child(panel, f"filterBar.circle.{circles.find_or_add(desk.book, 'Old crew')}")
    assert chip.accessibleName() == "who belong to Old crew"
    assert count_line(panel) == "1 person of 8"


def test_chips_drop_by_their_cross_and_by_delete(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(filter=Filter(circles=frozenset({sailing, crew})))
    assert shown(panel) == ["Kofi Mensah"]
    chip = child(panel, f"filterBar.circle.{crew}")
    at = QPoint(chip.width() - 12, chip.height() // 2)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=at)
    assert shown(panel) == ["Kofi Mensah", "Ana Ribeiro"]
    child(panel, f"filterBar.circle.{sailing}").setFocus()
    press(qtbot, Key.Key_Delete)
    assert desk.focus.now.filter == Filter()
    assert focused() is child(panel, "filterBar.add")


def test_a_circle_that_is_no_more_filters_no_more(panel: PeoplePanel, desk: Desk) -> None:
    sailing = circles.find_or_add(desk.book, "Sailing")
    desk.focus.set(filter=Filter(circles=frozenset({sailing})))
    with desk.edit("Remove"):
        circles.remove(desk.book, sailing)
    assert desk.focus.now.filter == Filter()
    assert shown(panel) == list(NAMES)


def test_tab_goes_from_the_box_over_the_chips_to_the_list(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(filter=Filter(circles=frozenset({sailing})))
    desk.focus.set(filter=Filter(circles=frozenset({sailing, crew})))
    panel.search.setFocus()
    names = []
    for _ in range(3):
        press(qtbot, Key.Key_Tab)
        names.append(focused().objectName())
    assert names == [f"filterBar.circle.{sailing}", f"filterBar.circle.{crew}", "peopleView"]


def test_there_is_no_bar_without_circles(desk: Desk, show: Show) -> None:
    panel = PeoplePanel(desk)
    show(panel)
    assert not child(panel, "filterBar").isVisible()
    with desk.edit("Circle"):
        circles.find_or_add(desk.book, "Choir")
    assert child(panel, "filterBar").isVisible()
