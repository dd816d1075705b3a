"""What goes in and out of a window by file."""

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


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The dialog is the system's own: here is what it answers."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


def test_an_export_has_its_ending(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "friends")
    files.export_cards()
    assert "FN:Ada Abel" in (tmp_path / "friends.vcf").read_text()


def test_a_file_is_never_replaced_unasked(
    files: Files, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog asked about the name without its ending."""
    (tmp_path / "friends.vcf").write_text("mine")
    told: list[str] = []
    desk.alerts.told.connect(told.append)
    choose(monkeypatch, tmp_path / "friends")
    files.export_cards()
    assert (tmp_path / "friends.vcf").read_text() == "mine"
    assert "friends.vcf" in told[0]


def test_a_copy_is_a_whole_book(
    files: Files, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "copy")
    files.copy_book()
    assert (tmp_path / "copy.relbook").stat().st_mode & 0o777 == 0o600
