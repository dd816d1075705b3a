"""An interest itself: renamed, merged, put below another, done away with; each one undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import interests, people
from relbook.gui.desk import Desk
from relbook.gui.dialogs.interest import InterestDialog
from relbook.gui.focus import Filter


@pytest.fixture
def boats(desk: Desk) -> int:
    with desk.book.edit("Add"):
        boats = interests.find_or_add(desk.book, "boats")
        interests.find_or_add(desk.book, "sailing")
        interests.tag(desk.book, [people.add(desk.book, "Ada")], boats)
    return boats


@pytest.fixture
def dialog(desk: Desk, boats: int, show: Callable[[QWidget], None]) -> InterestDialog:
    made = InterestDialog(desk, boats)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(made)
    return made


def write(qtbot: QtBot, dialog: InterestDialog, field: str, text: str) -> None:
    box = dialog.form.input(field)
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(dialog.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_new_name_is_kept_and_undone(
    desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot
) -> None:
    write(qtbot, dialog, "name", "old boats")
    assert interests.name(desk.book, boats) == "old boats"
    desk.book.undo()
    assert interests.name(desk.book, boats) == "boats"


def test_a_name_that_is_taken_is_told_and_the_dialog_makes_room(
    desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot
) -> None:
    before = dialog.height()
    write(qtbot, dialog, "name", "sailing")
    assert interests.name(desk.book, boats) == "boats"
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.height() > before)


def test_two_become_one(desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot) -> None:
    write(qtbot, dialog, "merge", "sailing")
    assert interests.read(desk.book, boats) is None
    sailing = interests.find(desk.book, "boats")
    assert interests.name(desk.book, sailing or 0) == "sailing"


def test_what_was_typed_along_is_kept_by_the_one_of_two(
    desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot
) -> None:
    for field, text in (("name", "life afloat"), ("other_names", "yachts")):
        box = dialog.form.input(field)
        assert isinstance(box, QLineEdit)
        box.selectAll()
        qtbot.keyClicks(box, text)
    write(qtbot, dialog, "merge", "sailing")
    assert interests.read(desk.book, boats) is None
    one = interests.read(desk.book, interests.find(desk.book, "life afloat") or 0)
    assert one is not None
    assert (one.name, set(one.other_names)) == ("life afloat", {"boats", "sailing", "yachts"})
    desk.book.undo()
    assert interests.name(desk.book, boats) == "boats"


def test_another_name_of_it_is_completed_too(
    desk: Desk, boats: int, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    with desk.book.edit("Name"):
        sailing = interests.find_or_add(desk.book, "sailing")
        interests.change(desk.book, sailing, other_names=("going about in yachts",))
    dialog = InterestDialog(desk, boats)
    show(dialog)
    box = dialog.form.input("merge")
    assert isinstance(box, QLineEdit)
    box.setFocus()
    qtbot.keyClicks(box, "yach")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QAbstractItemView)
    assert popup.model().index(0, 0).data() == "sailing"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert box.text() == "sailing"


def test_the_list_stays_narrowed_to_what_is_one_now(
    desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot
) -> None:
    desk.focus.set(filter=Filter(frozenset({boats})))
    write(qtbot, dialog, "merge", "sailing")
    assert desk.focus.now.filter.interests == {interests.find(desk.book, "sailing")}


def test_a_wider_one_is_named(desk: Desk, dialog: InterestDialog, boats: int, qtbot: QtBot) -> None:
    write(qtbot, dialog, "parent", "sailing")
    word = interests.read(desk.book, boats)
    assert word is not None
    assert interests.name(desk.book, word.parent_id or 0) == "sailing"
