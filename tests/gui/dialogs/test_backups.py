"""The backups in a dialog: what they hold against today, and the two ways back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.store import backups
from relbook.core.store.backups import Keep, Shelves
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui.desk import Desk
from relbook.gui.dialogs.backups import BackupsDialog, ChoicesDialog
from relbook.gui.keeping import Keeping
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog

THEN = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def keeping(qtbot: QtBot, desk: Desk, book: Book, tmp_path: Path) -> Iterator[Keeping]:
    """Ada, Grace and Edsger are in the backup; today Ada is gone, Edsger has a note, Mary is new."""
    shelves = Shelves(tmp_path / "backups", tmp_path / "backups.json")
    with book.edit("Add three"):
        for name in ("Ada", "Grace", "Edsger"):
            people.add(book, name)
    backups.make(book, shelves.of(book.path), THEN)
    with book.edit("Change"):
        people.delete(book, [1])
        people.change(book, 3, note="goto")
        people.add(book, "Mary")
    window = QWidget()
    qtbot.addWidget(window)
    made = Keeping(replace(desk, shelves=lambda: shelves), window)
    yield made
    made.stop()


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, keeping: Keeping) -> BackupsDialog:
    made = BackupsDialog(desk, keeping)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def words(dialog: QWidget, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return label.text()


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()


def listed(dialog: BackupsDialog) -> list[str]:
    model = dialog.people.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def names(book: Book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM person ORDER BY name")]


def test_it_shows_what_a_backup_holds_against_today(dialog: BackupsDialog) -> None:
    row = dialog.view.model().index(0, 0).data()
    assert row.startswith("10 March 2026, ")
    assert "3 people" in row
    assert "newest edit 14 March 2026" in row
    assert words(dialog, "backups.then.3").startswith("Add three: ")
    assert words(dialog, "backups.now.3").startswith("Change: ")
    assert listed(dialog) == [
        "1 would come back",
        "Ada",
        "1 is told otherwise",
        "Edsger",
        "1 would go",
        "Mary",
    ]


def test_one_person_comes_back_by_the_keyboard_and_undo_takes_it_back(
    dialog: BackupsDialog, book: Book, qtbot: QtBot
) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert names(book) == ["Ada", "Edsger", "Grace", "Mary"]
    assert dialog.notice_bar.text == "Ada is in the book again, with their whole life."
    qtbot.waitUntil(lambda: listed(dialog)[0] == "1 is told otherwise")
    press(dialog, "backups.bring")
    assert people.read(book, 3).note == ""  # type: ignore[union-attr]
    assert str(book.next_undo().sentence) == "Bring Edsger back from a backup"  # type: ignore[union-attr]
    dialog.notice_bar.clear()
    book.undo()
    book.undo()
    assert names(book) == ["Edsger", "Grace", "Mary"]


def test_who_would_go_cannot_be_brought(dialog: BackupsDialog) -> None:
    dialog.people.go_to(dialog.people.model().index(5, 0).data(Qt.ItemDataRole.UserRole).key)
    button = dialog.findChild(QPushButton, "backups.bring")
    assert button is not None
    assert not button.isEnabled()


def test_the_whole_book_is_laid_ready_once_that_is_agreed(
    dialog: BackupsDialog, keeping: Keeping, book: Book, qtbot: QtBot
) -> None:
    press(dialog, "backups.restore")
    ask = dialog.findChild(Dialog, "restoring")
    assert ask is not None
    with qtbot.waitSignal(keeping.restore_requested) as wish:
        press(ask, "restoring.go")
    assert not dialog.isVisible()
    assert names(book) == ["Edsger", "Grace", "Mary"]
    (draft,) = wish.args
    with Book.open(draft) as restored:
        assert names(restored) == ["Ada", "Edsger", "Grace"]


def test_cancelled_nothing_is_laid_ready(dialog: BackupsDialog, book: Book) -> None:
    press(dialog, "backups.restore")
    ask = dialog.findChild(Dialog, "restoring")
    assert ask is not None
    press(ask, "restoring.cancel")
    assert dialog.isVisible()
    assert not list(book.path.parent.glob(".*"))


def test_one_is_made_now_and_chosen_from(dialog: BackupsDialog) -> None:
    press(dialog, "backups.now")
    assert dialog.view.model().rowCount() == 2
    dialog.view.setCurrentIndex(dialog.view.model().index(0, 0))
    assert words(dialog, "backups.summary") == "Everyone is in the book as they are in this backup."


def test_a_backup_that_is_spoilt_or_locked_otherwise_says_so(
    dialog: BackupsDialog, desk: Desk, keeping: Keeping, tmp_path: Path, qtbot: QtBot
) -> None:
    spoilt, locked = tmp_path / "spoilt.relbook", tmp_path / "locked.relbook"
    spoilt.write_bytes(b"\0" * 9_000)
    with Book.create(locked, key=Key.make("a long way home")) as other, other.edit("Add"):
        people.add(other, "Ada")
    for path, said in ((spoilt, "not a Relbook book"), (locked, "locked with a passphrase")):
        dialog.add_file(path)
        assert said in words(dialog, "backups.summary")
        assert said in dialog.view.model().index(0, 0).data()
        restore = dialog.findChild(QPushButton, "backups.restore")
        assert restore is not None
        assert not restore.isEnabled()


def test_place_and_number_are_the_owners(
    dialog: BackupsDialog, keeping: Keeping, tmp_path: Path
) -> None:
    press(dialog, "backups.choices")
    choices = dialog.findChild(ChoicesDialog, "backup_choices")
    assert choices is not None
    choices.set_place(tmp_path / "stick")
    months = choices.findChild(QWidget, "backup_choices.months")
    months.set_value(24)  # type: ignore[union-attr]
    press(choices, "backup_choices.keep")
    assert (keeping.shelf.place, keeping.shelf.keep) == (tmp_path / "stick", Keep(7, 4, 24))
    assert "24 months" in words(dialog, "backups.place")


def test_without_any_it_says_how_they_come(
    desk: Desk, tmp_path: Path, qtbot: QtBot, theme: Theme
) -> None:
    shelves = Shelves(tmp_path / "none", tmp_path / "none.json")
    window = QWidget()
    qtbot.addWidget(window)
    keeping = Keeping(replace(desk, shelves=lambda: shelves), window)
    keeping.stop()
    dialog = BackupsDialog(desk, keeping, window)
    assert words(dialog, "backups.count").startswith("There is no backup yet.")
    restore = dialog.findChild(QPushButton, "backups.restore")
    assert restore is not None
    assert not restore.isEnabled()
