"""Choosing a circle: one there is, by its beginning, the arrows or the mouse, or a new one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from relbook.core import circles, people
from relbook.gui.desk import Desk
from relbook.gui.dialogs.circle import CircleDialog

Key = Qt.Key


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> CircleDialog:
    """Over a book with the circles Book club, Chœur and Old crew, each one larger."""
    with desk.book.edit("Circles"):
        ids = [people.add(desk.book, name) for name in ("Ada", "Bo", "Cy")]
        for n, name in enumerate(("Book club", "Chœur", "Old crew"), start=1):
            circles.join(desk.book, circles.find_or_add(desk.book, name), ids[:n])
    made = CircleDialog(desk, 2)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def shown(dialog: CircleDialog) -> list[str]:
    rows = [dialog.list.item(i) for i in range(dialog.list.count())]
    return [row.text() for row in rows if not row.isHidden()]


def add_button(dialog: CircleDialog) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, "circle.add")
    assert found is not None
    return found


def test_the_beginning_of_a_name_and_return_choose_it(dialog: CircleDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.name, "old")
    assert shown(dialog) == ["Old crew"]
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.keyClick(dialog.name, Key.Key_Return)
    assert told.args == ["Old crew"]


def test_accents_and_case_do_not_make_another_circle(dialog: CircleDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.name, "CHOEUR")
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.keyClick(dialog.name, Key.Key_Return)
    assert told.args == ["Chœur"]


def test_a_word_from_within_narrows_the_list_and_the_arrow_takes_it(
    dialog: CircleDialog, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.name, "crew")
    assert shown(dialog) == ["Old crew"]
    assert add_button(dialog).text() == "Make and add"
    QTest.keyClick(dialog.name, Key.Key_Down)
    assert add_button(dialog).text() == "Add"
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.keyClick(dialog.name, Key.Key_Return)
    assert told.args == ["Old crew"]


def test_a_name_nobody_has_is_a_new_circle(dialog: CircleDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.name, "  Sailors ")
    assert shown(dialog) == []
    assert add_button(dialog).text() == "Make and add"
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.mouseClick(add_button(dialog), Qt.MouseButton.LeftButton)
    assert told.args == ["Sailors"]


def test_what_was_written_on_can_be_dropped(dialog: CircleDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.name, "Book")
    assert dialog.name.text() == "Book club"
    QTest.keyClick(dialog.name, Key.Key_Delete)
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.keyClick(dialog.name, Key.Key_Return)
    assert told.args == ["Book"]


def test_the_arrows_go_through_the_list_and_stop_at_its_ends(dialog: CircleDialog) -> None:
    seen = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(dialog.name, key)
        seen.append(dialog.name.text())
    assert seen == ["Book club", "Chœur", "Old crew", "Old crew", "Chœur"]


def test_a_click_puts_a_circle_into_the_field(dialog: CircleDialog) -> None:
    row = dialog.list.visualItemRect(dialog.list.item(1)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert dialog.name.text() == "Chœur"
    assert add_button(dialog).isEnabled()


def test_nothing_is_chosen_while_nothing_is_named(dialog: CircleDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog.name, Key.Key_Return)
        QTest.keyClicks(dialog.name, "  ")
        QTest.keyClick(dialog.name, Key.Key_Return)
    assert not add_button(dialog).isEnabled()


def test_cancel_says_nothing(dialog: CircleDialog, qtbot: QtBot) -> None:
    told: list[str] = []
    dialog.chosen.connect(told.append)
    QTest.keyClicks(dialog.name, "Sailors")
    QTest.keyClick(dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert not told
