"""The small dialogs: what they say, what they do, and that they are gone when closed."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from relbook.core.exchange.transfer import Problem, Result
from relbook.gui.desk import Desk
from relbook.gui.dialogs.broken import BrokenDialog
from relbook.gui.dialogs.brought import BroughtDialog
from relbook.gui.dialogs.circle import CircleDialog
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.prose import Prose

T = TypeVar("T", bound=QObject)
TORN = Problem("friends.vcf", 12, "the card breaks off before its end")
ODD = Problem("friends.vcf", 88, "<b>no</b> date")
Make = Callable[[Desk, QWidget], Dialog]
ALL: dict[str, Make] = {
    "broken": lambda desk, parent: BrokenDialog(desk.theme, "ValueError", parent),
    "brought": lambda desk, parent: BroughtDialog(desk.theme, Result(2, 1, 0, [TORN]), parent),
    "circle": lambda desk, parent: CircleDialog(desk, 3, parent),
}


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot) -> Callable[[Make], Dialog]:
    """Open a dialog over a window, as the program does."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def opening(make: Make) -> Dialog:
        dialog = make(desk, window)
        with qtbot.waitExposed(dialog):
            dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return opening


def child(of: QObject, kind: type[T], name: str) -> T:
    found = of.findChild(kind, name)
    assert found is not None
    return found


def words(dialog: Dialog) -> str:
    labels = dialog.findChildren(QLabel)
    return "\n".join(label.words if isinstance(label, Prose) else label.text() for label in labels)


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_esc_closes_it_and_nothing_of_it_stays(
    make: Make, opened: Callable[[Make], Dialog], qtbot: QtBot
) -> None:
    dialog = opened(make)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog))


@pytest.mark.parametrize("name", [name for name in ALL if name != "circle"])
def test_return_closes_it(name: str, opened: Callable[[Make], Dialog], qtbot: QtBot) -> None:
    dialog = opened(ALL[name])
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(dialog))


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_all_of_it_is_named_and_nothing_is_cut(
    make: Make, opened: Callable[[Make], Dialog]
) -> None:
    dialog = opened(make)
    assert dialog.objectName()
    assert dialog.windowTitle()
    for button in dialog.findChildren(QAbstractButton):
        assert button.objectName()
        assert button.accessibleName()
        assert dialog.rect().contains(button.geometry())
    for label in dialog.findChildren(QLabel):
        if label.wordWrap() and label.parent() is dialog:
            assert label.height() >= label.heightForWidth(label.width())


def test_a_report_can_be_copied(opened: Callable[[Make], Dialog], desk: Desk) -> None:
    dialog = opened(lambda desk, parent: BrokenDialog(desk.theme, "Relbook 1\nKeyError", parent))
    button = child(dialog, QAbstractButton, "broken.copy")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Relbook 1\nKeyError"
    assert button.text() == "Copied"


@pytest.mark.parametrize("rolled_back", [True, False])
def test_it_says_so_only_if_something_was_taken_back(
    opened: Callable[[Make], Dialog], desk: Desk, rolled_back: bool
) -> None:
    dialog = opened(
        lambda desk, parent: BrokenDialog(desk.theme, "KeyError", parent, rolled_back=rolled_back)
    )
    assert ("was taken back" in words(dialog)) is rolled_back


def test_it_says_how_many_came_and_what_did_not(opened: Callable[[Make], Dialog]) -> None:
    result = Result(1200, 3, 1, [TORN, ODD])
    dialog = opened(lambda desk, parent: BroughtDialog(desk.theme, result, parent))
    said = words(dialog)
    assert "1,200 new people" in said
    assert "3 people you have already, with something new" in said
    assert "1 person you have already, just so" in said
    listing = child(dialog, QPlainTextEdit, "brought.report").toPlainText()
    assert listing.splitlines()[1:] == [str(TORN), str(ODD)]
    QTest.mouseClick(child(dialog, QAbstractButton, "brought.copy"), Qt.MouseButton.LeftButton)
    assert listing in QGuiApplication.clipboard().text()


def test_what_did_not_happen_is_not_told(opened: Callable[[Make], Dialog]) -> None:
    dialog = opened(lambda desk, parent: BroughtDialog(desk.theme, Result(new=1), parent))
    assert "1 new person" in words(dialog)
    assert "already" not in words(dialog)
    assert dialog.findChild(QPlainTextEdit) is None
