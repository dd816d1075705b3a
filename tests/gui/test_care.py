"""The window looks after its book: damage, a file that was replaced, another version beside it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import forgetting, people
from relbook.core.store.book import Book
from relbook.core.store.place import Seal
from relbook.core.store.reunion import Choice
from relbook.core.store.seen import Trace
from relbook.gui.care import Care
from relbook.gui.dialogs.damaged import DamagedDialog, RescuedDialog
from relbook.gui.dialogs.elsewhere import ElsewhereDialog
from relbook.gui.dialogs.new_person import NewPersonDialog
from relbook.gui.jobs import at_once
from relbook.gui.rescuing import Rescuing
from relbook.gui.theme import Theme
from relbook.gui.window import Window
from tests.core.store.damaged import town

Open = Callable[[Path], Window]


@pytest.fixture
def path(tmp_path: Path, empty_book: Path) -> Path:
    made = Path(shutil.copy(empty_book, tmp_path / "friends.relbook"))
    with Book.open(made) as book, book.edit("Add"):
        for name in ("Ada", "Bob", "Cleo"):
            people.add(book, name)
    return made


@pytest.fixture
def shown(theme: Theme, qtbot: QtBot) -> Iterator[Open]:
    """Opens the window on a book; its jobs run at once."""
    windows: list[Window] = []

    def open_book(path: Path) -> Window:
        window = build_window(Book.open(path), theme=theme, executor=at_once)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        windows.append(window)
        return window

    yield open_book
    for window in windows:
        window.close()
        leave(window)


def care_for(window: Window, trace: Trace | None = None) -> Care:
    care = Care(window.desk, window, window.notice_bar, trace)
    care.restricted.connect(window.offer)
    care.begin()
    return care


def act(window: Window) -> None:
    button = window.findChild(QPushButton, "noticeBar.action")
    assert button is not None
    button.click()


def press(window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    button.click()


def names(book: Book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM person ORDER BY name")]


def test_a_whole_book_is_checked_without_a_word(path: Path, shown: Open) -> None:
    window = shown(path)
    care_for(window)
    assert window.notice_bar.text == ""
    assert window.desk.book.setting("checked") == window.desk.today().isoformat()


def test_a_damaged_book_is_for_reading_only_and_can_be_saved(
    tmp_path: Path, shown: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, new = tmp_path / "town.relbook", tmp_path / "new.relbook"
    with Book.create(path) as book:
        town.fill(book)
        page = book.value("SELECT rootpage FROM sqlite_master WHERE name = 'moment'")
    town.write(path, (page - 1) * town.PAGE, b"\xff" * town.PAGE)
    window = shown(path)
    care = care_for(window)
    assert "damaged" in window.notice_bar.text
    assert not window.actions_.new_person.isEnabled()
    care.rescuing._executor = at_once
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(new), ""))
    act(window)
    with qtbot.waitSignal(care.rescuing.book_requested) as asked:
        assert window.findChild(DamagedDialog) is not None
        press(window, "damaged.rescue")
        assert "243 people were saved." in window.findChild(RescuedDialog)._report  # type: ignore[union-attr]
        press(window, "rescued.open")
    assert asked.args == [new]


def test_a_book_replaced_while_open_is_put_back_and_the_other_compared(
    path: Path, shown: Open
) -> None:
    theirs = Path(shutil.copy(path, path.with_name("download")))
    with Book.open(theirs) as book, book.edit("Add"):
        people.add(book, "Dora")
    window = shown(path)
    care = care_for(window)
    with window.desk.edit("Add"):
        people.add(window.desk.book, "Emil")
    theirs.replace(path)
    care.look()
    assert "Yours is in its place" in window.notice_bar.text
    act(window)
    dialog = window.findChild(ElsewhereDialog)
    assert dialog is not None
    press(window, "elsewhere.agree")
    assert names(window.desk.book) == ["Ada", "Bob", "Cleo", "Dora", "Emil"]
    window.actions_.undo.trigger()
    assert names(window.desk.book) == ["Ada", "Bob", "Cleo", "Emil"]


def test_an_edit_that_came_too_late_can_be_made_again(path: Path, shown: Open) -> None:
    window = shown(path)
    care_for(window)
    path.unlink()
    window.actions_.new_person.trigger()
    dialog = window.findChild(NewPersonDialog)
    assert dialog is not None
    dialog.name.setText("Dora")
    press(window, "newPerson.add")
    assert "Nothing was lost" in window.notice_bar.text
    assert dialog.isVisible()
    press(window, "newPerson.add")
    assert names(window.desk.book) == ["Ada", "Bob", "Cleo", "Dora"]
    assert path.exists()


def test_where_it_cannot_be_put_back_yet_it_is_told_once_and_tried_again(
    path: Path, shown: Open, qtbot: QtBot
) -> None:
    folder = path.parent / "stick"
    folder.mkdir()
    window = shown(path.rename(folder / path.name))
    care = care_for(window)
    told: list[str] = []
    window.desk.alerts.told.connect(told.append)
    folder.rename(path.parent / "pulled out")
    care.look()
    care.look()
    assert len(told) == 1
    folder.mkdir()
    care.look()
    assert (folder / path.name).exists()
    assert "has put it there again" in window.notice_bar.text


@pytest.mark.parametrize(("ago", "due"), [(6, False), (7, True), (-400, True)])
def test_it_is_checked_wholly_after_a_week_or_a_clock_that_was_wrong(
    path: Path, shown: Open, ago: int, due: bool
) -> None:
    window = shown(path)
    today = window.desk.today()
    last = (today - timedelta(days=ago)).isoformat()
    window.desk.book.remember("checked", last)
    care_for(window)
    assert window.desk.book.setting("checked") == (today.isoformat() if due else last)


def test_a_version_beside_the_book_is_offered_until_it_is_looked_at(
    path: Path, shown: Open
) -> None:
    beside = path.with_name("friends (conflicted copy).relbook")
    shutil.copy(path, beside)
    with Book.open(beside) as book, book.edit("Rename"):
        people.delete(book, [1])
        people.add(book, "Dora")
    window = shown(path)
    care_for(window)
    assert "friends (conflicted copy).relbook" in window.notice_bar.text
    act(window)
    dialog = window.findChild(ElsewhereDialog)
    assert dialog is not None
    assert [row.spoken() for row in dialog._model.rows] == [
        "Ada. Deleted there",
        "Dora. New there",
    ]
    dialog.radios[Choice.MINE].click()
    press(window, "elsewhere.agree")
    assert names(window.desk.book) == ["Ada", "Bob", "Cleo", "Dora"]
    window.notice_bar.clear()
    care_for(window)
    assert window.notice_bar.text == ""
    assert beside.exists()


def test_someone_forgotten_who_is_still_in_another_version_is_left_out(
    path: Path, shown: Open
) -> None:
    shutil.copy(path, path.with_name("friends (conflicted copy).relbook"))
    window = shown(path)
    forgetting.forget(window.desk.book, 1)
    care_for(window)
    act(window)
    dialog = window.findChild(ElsewhereDialog)
    assert dialog is not None
    assert [row.spoken() for row in dialog._model.rows] == [
        "Someone you have forgotten. Forgotten here for ever, still there"
    ]
    assert dialog.radios[Choice.MINE].isChecked()
    assert dialog.radios[Choice.MINE].text() == "Leave them out"
    press(window, "elsewhere.agree")
    assert names(window.desk.book) == ["Bob", "Cleo"]


def test_an_earlier_version_of_the_book_is_told(path: Path, shown: Open) -> None:
    window = shown(path)
    care_for(window, Trace(99, "2026-01-01T00:00:00Z", Seal(0, "")))
    assert "earlier version" in window.notice_bar.text


def test_a_book_that_does_not_open_is_saved_alone(
    path: Path, tmp_path: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.write(path, 0, bytes(100))
    new = tmp_path / "new.relbook"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(new), ""))
    rescuing = Rescuing(theme, None, None, at_once)
    rescuing.rescue(path, new, None)
    with Book.open(new) as book:
        assert names(book) == ["Ada", "Bob", "Cleo"]
    from PySide6.QtWidgets import QApplication

    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, RescuedDialog):
            widget.close()
