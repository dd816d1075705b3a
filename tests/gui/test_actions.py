"""The actions of a window, and what macOS makes of them."""

import sys

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from relbook.gui.actions import MACOS_KEYS, Actions
from relbook.gui.theme import Theme

# Command with H, M, Option+H, Shift+Q and the numbers of pictures of the screen.
SYSTEMS_OWN = {
    *("Ctrl+H", "Ctrl+Alt+H", "Ctrl+M", "Ctrl+Shift+Q", "Ctrl+Tab", "Ctrl+Space"),
    *(f"Ctrl+Shift+{number}" for number in (3, 4, 5)),
}


def made(qtbot: QtBot, theme: Theme) -> QMainWindow:
    """A window with all actions, made now."""
    window = QMainWindow()
    qtbot.addWidget(window)
    Actions(window, theme)
    return window


def keys(window: QMainWindow) -> list[str]:
    """All that leads to its actions, as it is written elsewhere than on macOS."""
    text = QKeySequence.SequenceFormat.PortableText
    return [key.toString(text) for action in window.actions() for key in action.shortcuts()]


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_no_two_actions_have_the_same_keys(
    qtbot: QtBot, theme: Theme, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    found = keys(made(qtbot, theme))
    assert len(found) > 20
    assert sorted(found) == sorted(set(found))


def test_what_can_be_ticked_has_no_icon_over_its_tick(qtbot: QtBot, theme: Theme) -> None:
    window = made(qtbot, theme)
    ticks = [action for action in window.actions() if action.isCheckable()]
    assert len(ticks) > 3
    assert [action.objectName() for action in ticks if not action.icon().isNull()] == []


def test_on_macos_they_leave_the_systems_own_keys_alone(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    window = made(qtbot, theme)
    assert not SYSTEMS_OWN & set(keys(window))
    names = {action.objectName().removeprefix("action.") for action in window.actions()}
    assert set(MACOS_KEYS) <= names


def test_about_and_quit_go_where_macos_has_them_and_nothing_else_does(
    qtbot: QtBot, theme: Theme
) -> None:
    window = made(qtbot, theme)
    roles = {action.objectName(): action.menuRole() for action in window.actions()}
    assert roles.pop("action.about") == QAction.MenuRole.AboutRole
    assert roles.pop("action.quit") == QAction.MenuRole.QuitRole
    assert set(roles.values()) == {QAction.MenuRole.NoRole}


def test_no_two_entries_of_a_menu_have_the_same_letter(qtbot: QtBot, theme: Theme) -> None:
    def look(menu: QMenu | QMenuBar) -> None:
        texts = [one.text().replace("&&", "") for one in menu.actions() if not one.isSeparator()]
        letters = [text.partition("&")[2][:1].lower() for text in texts]
        assert all(letters), texts
        assert sorted(set(letters)) == sorted(letters), texts
        for one in menu.actions():
            below = one.menu()
            if isinstance(below, QMenu) and below.actions():
                look(below)

    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, theme)
    actions.add_menus(QMenu(window))
    look(window.menuBar())
    actions.offer_lock(locked=True, may=True)
    look(window.menuBar())
