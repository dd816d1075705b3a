"""Rows are set anew, read by ear, worked by keyboard, and give way to an editor."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.faces import Face
from relbook.gui.theme import Theme
from relbook.gui.widgets.rows import Row, RowAction, RowData, RowList
from tests.gui.conftest import Show, focused

COPY = RowAction("copy", "Copy", "copy", "Ctrl+C", at_rest=True)
WRITE = RowAction("write", "Write", "mail", "Ctrl+O")


def fact(key: int, text: str = "", **more: object) -> RowData:
    return RowData(key, text or f"fact {key}", icon="phone", **more)  # type: ignore[arg-type]


@pytest.fixture
def rows(theme: Theme, show: Show) -> RowList:
    holder = QWidget()
    holder.resize(400, 400)
    made = RowList(theme, "contacts", "Contact")
    before, after = QLineEdit(), QLineEdit()
    column = QVBoxLayout(holder)
    for widget in (before, made, after):
        column.addWidget(widget)
    made.set_rows([fact(1, "ada@example.org", label="home", actions=(COPY,)), fact(2), fact(3)])
    show(holder)
    before.setFocus()
    made.holder, made.after = holder, after  # type: ignore[attr-defined]
    return made


def key(widget: QWidget, pressed: Qt.Key, with_ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if with_ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, pressed, modifier)


def test_rows_are_used_again_and_the_surplus_is_hidden(rows: RowList) -> None:
    before = rows.rows()
    rows.set_rows([fact(7), fact(8)])
    assert rows.rows() == before[:2]
    assert [row.data.text for row in rows.rows()] == ["fact 7", "fact 8"]
    assert before[2].isHidden()
    assert rows.height() == 2 * before[0].height()
    rows.set_rows([])
    assert rows.height() == 0


def test_tab_stops_once_and_arrows_go_on(rows: RowList) -> None:
    rows.set_rows([fact(number) for number in range(3)])
    key(focused(), Qt.Key.Key_Tab)
    assert rows.rows()[0].hasFocus()
    key(rows.rows()[0], Qt.Key.Key_Down)
    key(rows.rows()[1], Qt.Key.Key_End)
    assert rows.rows()[2].hasFocus()
    key(rows.rows()[2], Qt.Key.Key_Tab)
    assert not any(row.hasFocus() for row in rows.rows())
    key(focused(), Qt.Key.Key_Backtab)
    assert rows.rows()[2].hasFocus()


def test_tab_goes_from_a_new_row_through_the_editor_and_on(rows: RowList) -> None:
    rows.set_rows([fact(number) for number in range(9)])
    editor = QWidget()
    line = QVBoxLayout(editor)
    inside = QLineEdit(), QLineEdit()
    for widget in inside:
        line.addWidget(widget)
    rows.focus_row(8)
    rows.begin_edit(8, editor)
    inside[0].setFocus()
    key(inside[0], Qt.Key.Key_Tab)
    assert inside[1].hasFocus()
    key(inside[1], Qt.Key.Key_Tab)
    assert focused() is rows.after  # type: ignore[attr-defined]


def test_return_and_f2_edit_and_delete_removes(rows: RowList, qtbot: QtBot) -> None:
    row = rows.rows()[1]
    row.setFocus()
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Space):
        with qtbot.waitSignal(rows.edit_requested) as said:
            key(row, pressed)
        assert said.args == [2]
    with qtbot.waitSignal(rows.remove_requested) as said:
        key(row, Qt.Key.Key_Delete)
    assert said.args == [2]


def test_a_row_that_opens_goes_there_and_is_edited_by_f2(rows: RowList, qtbot: QtBot) -> None:
    rows.set_rows([RowData("ana", "Ana", "person", face=Face("a", "A"), opens=True)])
    row = rows.rows()[0]
    row.setFocus()
    with qtbot.waitSignal(rows.activated) as said, qtbot.assertNotEmitted(rows.edit_requested):
        key(row, Qt.Key.Key_Return)
    assert said.args == ["ana"]
    with qtbot.waitSignal(rows.activated):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 30, 10))
    with qtbot.waitSignal(rows.edit_requested):
        key(row, Qt.Key.Key_F2)


def test_what_cannot_be_changed_asks_for_nothing(rows: RowList, qtbot: QtBot) -> None:
    rows.set_rows([fact(1, editable=False, removable=False)])
    row = rows.rows()[0]
    row.setFocus()
    with qtbot.assertNotEmitted(rows.edit_requested), qtbot.assertNotEmitted(rows.remove_requested):
        for pressed in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete):
            key(row, pressed)


def test_an_action_is_a_click_or_a_shortcut_away(rows: RowList, qtbot: QtBot) -> None:
    row = rows.rows()[0]
    row.setFocus()
    with qtbot.waitSignal(rows.action_requested) as said:
        key(row, Qt.Key.Key_C, with_ctrl=True)
    assert said.args == [1, "copy"]
    [(action, zone)] = row.action_zones()
    assert action is COPY
    assert row.tip_at(zone.center()) == "Copy (Ctrl+C)"
    with qtbot.waitSignal(rows.action_requested), qtbot.assertNotEmitted(rows.edit_requested):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=zone.center())


def test_at_rest_only_the_icon_of_an_action_waits(rows: RowList) -> None:
    rows.set_rows([fact(1, actions=(WRITE, COPY))])
    row = rows.rows()[0]
    [(action, icon)] = row.action_zones()
    assert action is COPY
    row.setFocus()
    assert [found.name for found, _ in row.action_zones()] == ["write", "copy"]
    assert row.action_zones()[1][1].width() > icon.width()


def test_words_of_actions_give_way_to_a_long_text(rows: RowList) -> None:
    rows.set_rows([fact(1, "a long text " * 8, actions=(WRITE, COPY)), fact(2)])
    row = rows.rows()[0]
    row.setFocus()
    assert len({zone.width() for _, zone in row.action_zones()}) == 1


def test_a_click_on_the_words_edits_and_beside_them_does_not(rows: RowList, qtbot: QtBot) -> None:
    row = rows.rows()[1]
    with qtbot.waitSignal(rows.edit_requested):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 15))
    with qtbot.assertNotEmitted(rows.edit_requested):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 20, 15))
    assert row.hasFocus()


def test_the_menu_offers_the_same(rows: RowList, qtbot: QtBot) -> None:
    row = rows.rows()[0]
    row.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(row, event)
    menu = row.findChild(QMenu, "rowMenu")
    assert menu is not None
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["Copy", "Edit", "Remove"]
    with qtbot.waitSignal(rows.remove_requested) as said:
        menu.actions()[-1].trigger()
    assert said.args == [1]
    menu.close()


def test_the_focus_stays_with_what_it_was_on(rows: RowList) -> None:
    rows.rows()[1].setFocus()
    rows.set_rows([fact(5), fact(3), fact(2)])
    assert rows.rows()[2].hasFocus()
    rows.set_rows([fact(5)])
    assert rows.rows()[0].hasFocus()


def test_an_editor_stands_in_the_place_of_its_row(rows: RowList) -> None:
    rows.rows()[1].setFocus()
    editor = QLineEdit()
    rows.begin_edit(2, editor)
    editor.setFocus()
    first, second, third = rows.rows()
    assert second.isHidden()
    assert first.geometry().bottom() < editor.y() < third.y()
    rows.set_rows([*rows.data, fact(4)])
    assert second.isHidden()
    rows.end_edit()
    assert second.isVisible()
    assert second.hasFocus()


def test_an_editor_for_something_new_stands_below(rows: RowList) -> None:
    editor = QLineEdit()
    rows.begin_edit(None, editor)
    assert editor.y() >= rows.rows()[-1].geometry().bottom()
    assert rows.height() == editor.geometry().bottom() + 1
    rows.end_edit()
    assert rows.editor is None
    assert rows.height() == rows.rows()[-1].geometry().bottom() + 1


def test_a_row_is_a_button_that_says_all_it_shows(rows: RowList, qtbot: QtBot) -> None:
    row = rows.rows()[0]
    heard = QAccessible.queryAccessibleInterface(row)
    assert heard.role() == QAccessible.Role.Button
    assert heard.text(QAccessible.Text.Name) == "ada@example.org, home"
    with qtbot.waitSignal(rows.edit_requested):
        row.click()


def test_a_text_that_was_shortened_is_told_whole(rows: RowList) -> None:
    long = "Grandagarður 8, " * 12
    rows.set_rows([fact(1, long), fact(2, "short")])
    rows.grab()
    first, second = rows.rows()
    assert first.tip_at(QPoint(50, 10)).strip() == long.strip()
    assert second.tip_at(QPoint(50, 10)) == ""


def test_a_wrapped_text_makes_its_row_higher_as_the_list_narrows(rows: RowList) -> None:
    rows.set_rows([fact(1, "word " * 40, wrap=True), RowData(2, "note " * 60, "note", second="x")])
    wide = rows.height()
    rows.window().resize(220, 600)
    assert rows.height() > wide
    assert rows.rows()[0].geometry().bottom() < rows.rows()[1].y() + 1


def test_right_to_left_turns_the_row_round(theme: Theme, show: Show) -> None:
    row = Row(theme)
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row.set(fact(1, actions=(COPY,)))
    row.resize(300, 30)
    show(row)
    [(_, zone)] = row.action_zones()
    assert zone.left() < 20
    ink = {theme.colours.muted.name(), theme.colours.text.name()}
    image = row.grab().toImage()
    dark = [x for x in range(image.width()) if image.pixelColor(x, 15).name() in ink]
    assert min(dark) > 150


@pytest.mark.parametrize("kind", ["fact", "person", "thread", "moment", "note"])
def test_every_kind_draws_its_words(theme: Theme, show: Show, kind: str) -> None:
    row = Row(theme)
    row.resize(300, 60)
    show(row)
    row.set(RowData(1, "", kind))  # type: ignore[arg-type]
    empty = row.grab().toImage()
    row.set(RowData(1, "Писать книгу", kind, second="second", age="a year ago"))  # type: ignore[arg-type]
    assert row.grab().toImage() != empty
