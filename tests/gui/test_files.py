"""Which book a window shows, and what files dropped on it are."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.gui.desk import Desk
from relbook.gui.files import Files


@pytest.fixture
def files(desk: Desk, qtbot: QtBot) -> Files:
    window = QWidget()
    qtbot.addWidget(window)
    with desk.book.edit("Add"):
        people.add(desk.book, "Ada Abel")
    return Files(desk, window, lambda: True)


def test_files_of_contacts_are_handed_on(files: Files, qtbot: QtBot) -> None:
    with qtbot.waitSignal(files.contacts_given) as given:
        files.take([Path("friends.csv"), Path("more.vcf")])
    assert given.args == [[Path("friends.csv"), Path("more.vcf")]]


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The dialog is the system's own: here is what it answers."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


@pytest.mark.posix
def test_a_copy_is_a_whole_book(
    files: Files, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "copy")
    files.copy_book()
    assert (tmp_path / "copy.relbook").stat().st_mode & 0o777 == 0o600
