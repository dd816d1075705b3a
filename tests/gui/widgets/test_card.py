"""A card is shown while there is something to read or to write in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList
from tests.gui.conftest import Show


def test_an_empty_card_is_shown_only_while_it_is_edited(theme: Theme, show: Show) -> None:
    page = QWidget()
    card = Card(theme, "Contact", "contact")
    QVBoxLayout(page).addWidget(card)
    show(page)
    for empty, editing, shown in ((True, False, False), (True, True, True), (False, False, True)):
        card.set_empty(empty)
        card.set_editing(editing)
        assert card.isVisible() is shown


def test_a_card_is_a_group_with_its_title(theme: Theme, qtbot: QtBot) -> None:
    card = Card(theme, "Contact", "contact")
    qtbot.addWidget(card)
    card.set_title("How we met")
    heard = QAccessible.queryAccessibleInterface(card)
    assert heard.role() == QAccessible.Role.Grouping
    assert heard.text(QAccessible.Text.Name) == "How we met"


def test_its_action_says_what_it_adds(theme: Theme, show: Show, qtbot: QtBot) -> None:
    card = Card(theme, "Contact", "contact")
    action = card.set_action("Add", said="Add a way to reach Ada")
    show(card)
    assert (action.text(), action.accessibleName()) == ("Add", "Add a way to reach Ada")
    action.setFocus()
    with qtbot.waitSignal(card.action_triggered):
        QTest.keyClick(action, Qt.Key.Key_Space)


def test_rows_and_other_things_line_up_with_the_title(theme: Theme, show: Show) -> None:
    card = Card(theme, "Contact", "contact")
    card.resize(300, 200)
    rows, label = RowList(theme, "rows", "Rows"), QLabel("text")
    card.body.addWidget(rows)
    card.add(label)
    rows.set_rows([RowData(1, "one")])
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        card.setLayoutDirection(direction)
        show(card)
        card.adjustSize()
        title = next(child for child in card.findChildren(QLabel) if child.text() == "Contact")
        if direction == Qt.LayoutDirection.LeftToRight:
            assert label.x() == title.x() == rows.x() + theme.measure(6)
        else:
            assert label.geometry().right() == title.geometry().right()
            assert title.geometry().right() == rows.geometry().right() - theme.measure(6)


def test_a_card_has_an_edge_all_around(theme: Theme, qtbot: QtBot) -> None:
    card = Card(theme, "Contact", "contact")
    qtbot.addWidget(card)
    card.resize(200, 100)
    picture = card.grab().toImage()
    colours = theme.colours
    for x, y in ((100, 0), (100, 99), (0, 50), (199, 50)):
        assert picture.pixelColor(x, y) == colours.hairline
    for x, y in ((100, 1), (100, 98), (1, 50), (198, 50)):
        assert picture.pixelColor(x, y) == colours.card
