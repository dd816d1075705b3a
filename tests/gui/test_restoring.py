"""The way back in the running program: the window goes, and comes again with what was restored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from relbook import paths
from relbook.app import Program
from relbook.core import people
from relbook.core.store import backups
from relbook.core.store.backups import Shelves
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui.settings import Settings
from relbook.gui.window import Window


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path))
    made = Program(qapp, Settings(None))
    yield made
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window):
            widget.close()
    qapp.processEvents()
    made.end()
    qapp.setQuitOnLastWindowClosed(True)


def windows() -> list[Window]:
    """Those on show."""
    every = QApplication.topLevelWidgets()
    return [one for one in every if isinstance(one, Window) and one.isVisible()]


def window() -> Window:
    (found,) = windows()
    return found


def names(book: Book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM person ORDER BY name")]


@pytest.mark.parametrize("key", [None, Key(bytes(range(32)), bytes(16))], ids=["open", "locked"])
def test_the_whole_book_gives_way_to_a_backup_and_is_kept(
    program: Program, tmp_path: Path, qtbot: QtBot, key: Key | None
) -> None:
    path = tmp_path / "own.relbook"
    shelf = Shelves(paths.backup_folder(), paths.backup_choices()).of(path)
    with Book.create(path, key=key) as book:
        with book.edit("Add Ada"):
            people.add(book, "Ada")
        backups.make(book, shelf, datetime(2026, 3, 10, 12, tzinfo=UTC))
        with book.edit("Delete Ada"):
            people.delete(book, [1])
            people.add(book, "Grace")
    program._show(Book.open(path, key=key))
    first = window()
    first.show_backups()
    restore = first.findChild(QPushButton, "backups.restore")
    assert restore is not None
    qtbot.waitUntil(restore.isEnabled)
    restore.click()
    go = first.findChild(QPushButton, "restoring.go")
    assert go is not None
    go.click()
    said = "As it was before, it is kept in"
    qtbot.waitUntil(lambda: any(said in one.notice_bar.text for one in windows()))
    assert names(window().desk.book) == ["Ada"]
    (aside,) = tmp_path.glob("own (before restoring*.relbook")
    with Book.open(aside, key=key) as before:
        assert names(before) == ["Grace"]
    with window().desk.edit("Add"):  # it can be written, and searched
        people.add(window().desk.book, "Mary")
    assert window().desk.index.find("mary").count == 1
    assert len(backups.all_of(shelf)) == 1
