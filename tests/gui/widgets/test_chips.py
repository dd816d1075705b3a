"""A chip is pressed or dropped, with the mouse and without."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets.chips import Chip, ChipLook
from tests.gui.conftest import Show


def test_the_cross_and_delete_ask_to_drop_it(theme: Theme, show: Show, qtbot: QtBot) -> None:
    window = QWidget()
    chip = Chip(theme, "sailing", look=ChipLook.FILTER, droppable=True)
    QHBoxLayout(window).addWidget(chip)
    delete = QAction(window)
    delete.setShortcut(QKeySequence("Del"))
    window.addAction(delete)
    show(window)
    with qtbot.waitSignal(chip.drop_requested), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))
    chip.setFocus()
    with qtbot.waitSignal(chip.drop_requested), qtbot.assertNotEmitted(delete.triggered):
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.drop_requested):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))


def test_a_plain_chip_is_pressed_and_never_dropped(theme: Theme, show: Show, qtbot: QtBot) -> None:
    chip = Chip(theme, "Old crew", "users")
    show(chip)
    chip.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(chip.clicked):
            QTest.keyClick(chip, key)
    with qtbot.assertNotEmitted(chip.drop_requested):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_an_ampersand_in_its_word_marks_no_key(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "R&D")
    qtbot.addWidget(chip)
    assert (chip.text(), chip.shortcut()) == ("R&D", QKeySequence())


def test_a_chip_is_as_wide_as_its_word(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "a")
    qtbot.addWidget(chip)
    narrow = chip.sizeHint().width()
    chip.set("a longer word", "users")
    assert chip.sizeHint().width() > narrow
    assert chip.accessibleName() == "a longer word"
    assert chip.sizeHint().height() == theme.measure(24)
