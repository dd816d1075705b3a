"""Buttons, pressed by key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button, IconButton
from tests.gui.conftest import Show


@pytest.mark.parametrize("around", [QWidget, QDialog])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_the_one_that_has_the_keys(
    qtbot: QtBot, theme: Theme, show: Show, around: type[QWidget], key: Qt.Key
) -> None:
    above = around()
    both: list[QAbstractButton] = [
        Button(theme, "Add", "add"),
        IconButton(theme, "plus", "Add", "plus"),
    ]
    column = QVBoxLayout(above)
    for one in both:
        column.addWidget(one)
    show(above)
    for one in both:
        pressed = QSignalSpy(one.clicked)
        one.setFocus()
        qtbot.keyClick(one, key)
        assert pressed.count() == 1
