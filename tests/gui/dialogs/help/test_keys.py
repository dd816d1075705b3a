"""The shortcuts: read from the window's own actions, found by a few letters, never cut off."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from relbook.gui import dialogs
from relbook.gui.dialogs.help import KeysDialog, groups_of, other_groups
from relbook.gui.theme import Theme
from relbook.gui.window import Window
from tests.gui.conftest import Show

OF_DIALOGS = re.compile(r'"((?:Alt|Ctrl)\+[\w+-]+)"')


@pytest.fixture
def keys(window: Window, theme: Theme, show: Show) -> KeysDialog:
    made = KeysDialog(theme, [*groups_of(window), *other_groups()])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def area(keys: KeysDialog) -> QScrollArea:
    found = keys.findChild(QScrollArea, "keys.list")
    assert found is not None
    return found


def content(keys: KeysDialog) -> QWidget:
    page = area(keys).widget()
    assert page is not None
    return page


def test_every_action_with_keys_is_in_a_group_of_its_menu(window: Window) -> None:
    groups = {group.title: group for group in groups_of(window)}
    assert list(groups)[:4] == ["Book", "Edit", "Person", "View"]
    found = [one.spoken() for one in groups["Book"].shortcuts]
    assert "Bring contacts: Ctrl+I" in found
    assert "Delete: Del" in [one.spoken() for one in groups["Person"].shortcuts]
    assert "Redo: Ctrl+Shift+Z or Ctrl+Y" in [one.spoken() for one in groups["Edit"].shortcuts]
    every = [one for group in groups.values() for one in group.shortcuts]
    with_keys = [action for action in window.actions() if action.shortcuts()]
    assert len(every) == len(with_keys) + 1  # and Del, which is the list's own


def test_no_key_is_told_that_no_keyboard_here_has(window: Window) -> None:
    window.actions_.undo.setShortcuts(
        [QKeySequence(one) for one in ("Ctrl+Z", "F14", "Undo")]
    )  # as some systems have it
    told = [key for group in groups_of(window) for one in group.shortcuts for key in one.keys]
    assert "Ctrl+Z" in told
    assert not [key for key in told if re.search(r"F(1[3-9]|[23]\d)|Undo|Open|Save", key)]


def test_every_key_of_a_dialog_is_told_of() -> None:
    told = {keys for group in other_groups() for one in group.shortcuts for keys in one.keys}
    files = [
        file for file in Path(dialogs.__file__).parent.rglob("*.py") if "help" not in file.parts
    ]
    written = {keys for file in files for keys in OF_DIALOGS.findall(file.read_text("utf-8"))}
    assert len(written) > 5
    assert written <= told


@pytest.mark.parametrize(
    ("typed", "first"),
    [("hist", "History"), ("ctrl+h", "History"), ("CIRCLE add", "Add to a circle")],
)
def test_a_few_letters_find_it(keys: KeysDialog, typed: str, first: str) -> None:
    QTest.keyClicks(keys.search, typed)
    assert first in [one.what for one in keys.shown]
    assert len(keys.shown) <= 6
    QTest.keyClick(keys.search, Qt.Key.Key_Escape)
    assert keys.isVisible()
    assert len(keys.shown) > 50
    QTest.keyClick(keys.search, Qt.Key.Key_Escape)
    assert not keys.isVisible()


def test_what_nothing_is_called_is_said(keys: KeysDialog) -> None:
    QTest.keyClicks(keys.search, "xyzzy")
    said = keys.findChild(QLabel, "keys.nothing")
    assert said is not None
    assert said.isVisible()
    assert keys.shown == []


def test_return_closes_it(keys: KeysDialog) -> None:
    QTest.keyClick(keys.search, Qt.Key.Key_Return)
    assert not keys.isVisible()


def test_the_keys_scroll_it(keys: KeysDialog) -> None:
    keys.setMinimumSize(0, 0)
    keys.resize(500, 400)
    bar = area(keys).verticalScrollBar()
    QTest.keyClick(keys.search, Qt.Key.Key_Down)
    assert bar.value() == bar.singleStep()
    QTest.keyClick(keys.search, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(keys.search, Qt.Key.Key_Home)
    assert bar.value() == 0


@pytest.mark.parametrize(("width", "columns"), [(420, 1), (800, 2), (1240, 3)])
def test_it_has_as_many_columns_as_there_is_room_for(
    keys: KeysDialog, width: int, columns: int
) -> None:
    keys.setMinimumSize(0, 0)
    keys.resize(width, 640)
    page = content(keys)
    heads = [one for one in page.findChildren(QWidget) if one.parent() is page and one.isVisible()]
    assert len({one.x() for one in heads}) == columns
    for label in page.findChildren(QLabel):  # nothing is cut off
        left = label.mapTo(page, QPoint(0, 0)).x()
        assert left + label.width() <= area(keys).viewport().width()
        assert label.height() >= label.heightForWidth(label.width())
