from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.forgetting import Reach
from relbook.core.store import schema
from relbook.gui.desk import Desk
from relbook.gui.dialogs.forget import ForgetDialog
from relbook.gui.dialogs.trash import TrashDialog
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.labels import Label
from tests.gui.conftest import Show, focused

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def trash(desk: Desk, show: Show) -> TrashDialog:
    """Two deleted people, the first with a mail address."""
    book = desk.book
    with desk.edit("Fill"):
        ids = [people.add(book, name) for name in ("Ada Moss", "Bob Reed")]
        book.insert(schema.ContactPoint, person_id=ids[0], kind="mail", value="a@moss.example")
    for one in ids[::-1]:
        with desk.edit("Delete"):
            people.delete(book, [one])
    dialog = TrashDialog(desk)
    show(dialog)
    return dialog


def text(dialog: TrashDialog, name: str) -> str:
    label = dialog.findChild(Label, f"trash.{name}")
    assert isinstance(label, Label)
    return label.text()


def test_it_says_who_was_deleted_when_and_what_their_life_held(trash: TrashDialog) -> None:
    spoken = [row.spoken() for row in trash._model.rows]
    assert spoken == ["Ada Moss, deleted 14 March 2026", "Bob Reed, deleted 14 March 2026"]
    assert text(trash, "name") == "Ada Moss"
    assert text(trash, "short") == (
        "Deleted 14 March 2026, rests until 13 April 2026\n1 way to reach"
    )
    assert "a@moss.example" in trash.told.toPlainText()


def test_one_is_brought_back_and_that_undone(trash: TrashDialog, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trash.brought_back):
        qtbot.keyClick(trash, Qt.Key.Key_B, ALT)
    assert desk.book.value("SELECT value FROM contact_point") == "a@moss.example"
    assert len(trash._model.rows) == 1
    trash.notice_bar._action.click()
    assert people.count(desk.book) == 0
    assert len(trash._model.rows) == 2


def test_an_empty_trash_says_so(desk: Desk, show: Show) -> None:
    dialog = TrashDialog(desk)
    show(dialog)
    assert text(dialog, "count").startswith("Nobody is in the trash.")
    button = dialog.findChild(Button, "trash.bring")
    assert isinstance(button, Button)
    assert not button.isVisible()


def test_being_forgotten_is_wished_for_who_is_chosen(trash: TrashDialog, qtbot: QtBot) -> None:
    trash.view.setFocus()
    qtbot.keyClick(trash.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(trash.forget_requested) as wish:
        qtbot.keyClick(trash, Qt.Key.Key_F, ALT)
    assert wish.args == [trash.view.key()]


def test_forgetting_says_plainly_what_it_means_and_waits(
    desk: Desk, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.relbook"
    dialog = ForgetDialog(desk.theme, Reach("Ada Moss", 7, 2, 1), [copy])
    show(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(Label))
    said += " ".join(prose.words for prose in dialog.findChildren(type(dialog.add_text("", "x"))))
    for words in ("cannot be undone", "7 things", "2 moments", "1 other text", "backups"):
        assert words in said
    assert focused().objectName() == "forget.cancel"
    assert dialog.too is not None
    assert not dialog.too.isChecked()
    dialog.too.click()
    button = dialog.findChild(Button, "forget.forget")
    assert isinstance(button, Button)
    with qtbot.waitSignal(dialog.agreed) as agreed:
        button.click()
    assert agreed.args == [True]
