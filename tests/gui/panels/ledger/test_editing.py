"""An entry edited in the place of its row."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from relbook.core import interests, ledger, people
from relbook.gui.desk import Desk
from relbook.gui.panels.ledger import LedgerPanel
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.inputs import ChoiceInput, TextInput
from tests.gui.conftest import focused
from tests.gui.panels.ledger.conftest import Key, at, child, key, place, shown, stand_on, undo_word


def form_of(panel: LedgerPanel) -> Form:
    form = panel.findChild(Form, "ledgerForm")
    assert isinstance(form, Form)
    return form


def test_a_row_is_edited_in_its_place(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    stand_on(panel, "a jar of honey")
    honey = key(panel, "a jar of honey")
    qtbot.keyClick(panel.view, Key.Key_F2)
    form = form_of(panel)
    row = panel.view.visualRect(panel.model.index(at(panel, "a jar of honey"), 0))
    assert form.geometry() == row
    what, about = form.input("what"), form.input("interest")
    assert isinstance(what, TextInput)
    assert isinstance(about, ChoiceInput)
    what.setText("two jars of honey")
    about.setEditText("bees")
    qtbot.keyClick(what, Key.Key_Return)
    entry = ledger.read(desk.book, honey)
    assert entry is not None
    assert (entry.what, entry.interest) == ("two jars of honey", "bees")
    assert panel.view.form is None
    assert focused() is panel.view
    assert panel.view.key() == honey
    assert undo_word(desk) == "Change what passed with Ana Ribeiro"
    desk.book.undo()
    assert "a jar of honey" in shown(panel)
    assert interests.find(desk.book, "bees") is None


def test_each_field_one_comes_to_is_in_sight(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.resize(308, 330)
    panel.edit(key(panel, "two nights"))
    form = form_of(panel)
    assert focused() is form.input("what")
    assert form.height() > panel.view.viewport().height()
    for _ in range(9):
        qtbot.keyClick(focused(), Key.Key_Tab)
        field = focused()
        assert form.isAncestorOf(field)
        spot = field.mapTo(panel.view.viewport(), QPoint(0, 0))
        assert panel.view.viewport().rect().contains(spot)


def test_a_double_click_opens_and_escape_takes_back(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    before = undo_word(desk)
    spot = place(panel, "two nights")
    for event in (qtbot.mouseClick, qtbot.mouseDClick, qtbot.mouseRelease):
        event(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("something else")
    qtbot.keyClick(what, Key.Key_Escape)
    assert panel.view.form is None
    assert undo_word(desk) == before


def test_what_cannot_be_kept_is_said_and_stays(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    stand_on(panel, "two nights")
    qtbot.keyClick(panel.view, Key.Key_F2)
    day = form_of(panel).input("date")
    assert isinstance(day, TextInput)
    day.setText("31 February 2026")
    qtbot.keyClick(day, Key.Key_Return)
    assert "no 31 February" in child(panel, "ledgerForm.date.complaint").text()
    desk.focus.show_person(ids["Ana Silva"])
    assert panel.view.form is not None
    day.setText("1 February 2026")
    assert panel.finish_edit()
    assert shown(panel) == []


def test_going_elsewhere_keeps_what_was_typed(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    panel.edit(key(panel, "two nights"))
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("three nights")
    desk.focus.show_person(ids["Rangi Te Whaiti"])
    assert shown(panel)[-1] == "three nights"


def test_news_from_elsewhere_leave_an_open_form_alone(desk: Desk, panel: LedgerPanel) -> None:
    panel.edit(key(panel, "two nights"))
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("three nights")
    with desk.book.edit("Elsewhere"):
        people.change(desk.book, 1, name="Jonas Bergson")
    assert what.text() == "three nights"
    form_of(panel).cancel()
    assert any("Jonas Bergson" in row.spoken() for row in panel.model.rows)


def test_delete_removes_and_the_next_row_is_current(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    stand_on(panel, "how to splice wire")
    qtbot.keyClick(panel.view, Key.Key_Delete)
    assert "how to splice wire" not in shown(panel)
    assert panel.view.key() == key(panel, "two nights")
    desk.book.undo()
    assert "how to splice wire" in shown(panel)


def test_the_menu_offers_what_can_be_done(qtbot: QtBot, panel: LedgerPanel) -> None:
    stand_on(panel, "my kettle")
    QApplication.sendEvent(
        panel.view,
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), panel.mapToGlobal(QPoint())),
    )
    menu = panel.findChild(QMenu, "ledgerMenu")
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Show Rangi Te Whaiti", "It is back", "Edit", "Remove"]
    actions["It is back"].trigger()
    assert shown(panel)[-1] == "my kettle"
    menu.close()
