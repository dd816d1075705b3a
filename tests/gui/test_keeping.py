"""When the book is backed up, and what the status bar says of it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import people
from relbook.core.store import backups, restore
from relbook.core.store.backups import Keep, Shelves
from relbook.core.store.book import Book
from relbook.gui.desk import Desk
from relbook.gui.jobs import at_once
from relbook.gui.keeping import Keeping
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.window import Window


class Days:
    """Tells the time that a test says it is."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now.astimezone()

    def go_by(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path / "backups", tmp_path / "backups.json")


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def keeping(qtbot: QtBot, desk: Desk, shelves: Shelves, days: Days) -> Iterator[Keeping]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Keeping(replace(desk, shelves=lambda: shelves), window, days, pause=5)
    yield made
    made.stop()


@pytest.fixture
def window(book: Book, theme: Theme, shelves: Shelves, qtbot: QtBot) -> Iterator[Window]:
    made = build_window(book, theme=theme, executor=at_once, shelves=lambda: shelves)
    qtbot.addWidget(made)
    yield made
    if made.keeping is not None:
        made.keeping.stop()
    made.desk.notices.stop()


def add(book: Book, name: str) -> None:
    with book.edit(f"Add {name}"):
        people.add(book, name)


def there(book: Book, shelves: Shelves) -> int:
    return len(backups.all_of(shelves.of(book.path)))


def test_in_a_quiet_moment_of_a_day_with_changes_one_is_made(
    keeping: Keeping, book: Book, shelves: Shelves, days: Days, qtbot: QtBot
) -> None:
    assert keeping.words() == "Not backed up yet"
    add(book, "Ada")
    qtbot.waitUntil(lambda: keeping.words() == "Backed up today")
    add(book, "Grace")
    with qtbot.waitSignal(keeping.changed):  # it has looked, and found that it was done today
        pass
    assert there(book, shelves) == 1
    days.go_by(1)
    qtbot.waitUntil(lambda: there(book, shelves) == 2)
    days.go_by(3)
    with qtbot.waitSignal(keeping.changed):
        pass
    assert there(book, shelves) == 2
    assert keeping.words() == "Backed up 3 days ago"
    assert "read back from end to end" in keeping.tip()


def test_asked_for_it_is_made_again_on_the_same_day(
    keeping: Keeping, book: Book, shelves: Shelves
) -> None:
    add(book, "Ada")
    keeping.back_up()
    keeping.back_up()
    assert there(book, shelves) == 2


def test_what_keeps_it_from_being_made_is_said_once_and_shown_for_long(
    keeping: Keeping, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    keeping.choose(stick, Keep())
    stick.rmdir()
    said: list[str] = []
    keeping.told.connect(said.append)
    add(book, "Ada")
    qtbot.waitUntil(lambda: keeping.trouble != "")
    assert (len(said), keeping.words()) == (1, "Not backed up")
    assert "bring it back, or choose another place" in keeping.tip()
    keeping.back_up()
    assert len(said) == 2
    stick.mkdir()
    keeping.back_up()
    assert (keeping.trouble, keeping.words()) == ("", "Backed up today")


def test_what_an_interrupted_restoring_left_gets_its_name(
    keeping: Keeping, book: Book, qtbot: QtBot
) -> None:
    draft, former = restore._beside(book.path)
    draft.write_bytes(b"half")
    former.write_bytes(b"the book of before")
    with qtbot.waitSignal(keeping.changed):
        pass
    assert not draft.exists()
    (aside,) = book.path.parent.glob("book (before restoring*.relbook")
    assert aside.read_bytes() == b"the book of before"


def test_the_status_bar_says_it_in_words_and_leads_to_the_backups(
    window: Window, book: Book
) -> None:
    window.furnish()
    dot = window.findChild(Button, "status.backup")
    assert dot is not None
    assert dot.text() == "Not backed up yet"
    add(book, "Ada")
    assert window.keeping is not None
    window.keeping.back_up()
    assert (dot.text(), dot.accessibleName()) == ("Backed up today", "Backed up today")
    assert "read back from end to end" in dot.toolTip()
    assert dot.accessibleDescription() == dot.toolTip()
    dot.click()
    assert window.findChild(QWidget, "backups") is not None


def test_a_backup_that_goes_with_someone_forgotten_is_not_told_of_any_more(
    window: Window, shelves: Shelves, book: Book
) -> None:
    add(book, "Ada")
    assert window.keeping is not None
    window.keeping.back_up()
    window.past._forget(1, [one.path for one in backups.all_of(shelves.of(book.path))])
    assert there(book, shelves) == 0
    assert window.keeping.words() == "Not backed up yet"


def test_without_a_place_there_are_none(book: Book, theme: Theme, qtbot: QtBot) -> None:
    made = build_window(book, theme=theme, executor=at_once)
    qtbot.addWidget(made)
    assert made.keeping is None
    assert not made.actions_.backups.isVisible()
    made.desk.notices.stop()


def test_on_closing_with_changes_one_is_made(
    tmp_path: Path, empty_book: Path, theme: Theme, shelves: Shelves, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path / "own.relbook"))
    for name, number in (("Ada", 1), ("", 1), ("Grace", 1)):
        book = Book.open(path)
        made = build_window(book, theme=theme, executor=at_once, shelves=lambda: shelves)
        qtbot.addWidget(made)
        if name:
            add(book, name)
        made.close()
        leave(made)
        assert len(backups.all_of(shelves.of(path))) == number


def test_in_haste_none_is_made(
    tmp_path: Path, empty_book: Path, theme: Theme, shelves: Shelves, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path / "own.relbook"))
    book = Book.open(path)
    made = build_window(book, theme=theme, executor=at_once, shelves=lambda: shelves)
    qtbot.addWidget(made)
    add(book, "Ada")
    made.close()
    leave(made, back_up=False)
    assert backups.all_of(shelves.of(path)) == []


def test_a_session_that_ends_meanwhile_does_not_wait_for_it(
    tmp_path: Path, empty_book: Path, theme: Theme, shelves: Shelves, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path / "own.relbook"))
    made = build_window(Book.open(path), theme=theme, executor=at_once, shelves=lambda: shelves)
    qtbot.addWidget(made)
    add(made.desk.book, "Ada")
    made.close()
    leave(made, in_haste=lambda: True)
    assert list(shelves.of(path).folder.iterdir()) == []
    with Book.open(path) as again:
        assert people.count(again) == 1


def test_choices_that_cannot_be_read_are_told_once_and_put_aside(
    desk: Desk, shelves: Shelves, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "backups.json").write_text("{")
    window = QWidget()
    qtbot.addWidget(window)
    made = Keeping(replace(desk, shelves=lambda: shelves), window)
    with qtbot.waitSignal(made.told) as told:
        pass
    made.stop()
    assert "usual folder" in told.args[0]
    assert (tmp_path / "backups.json.broken").read_text() == "{"
    assert not shelves.put_aside()
