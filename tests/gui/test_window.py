"""The main window, as a whole: what its actions do, and how one gets about by keyboard."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import circles, people
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme
from relbook.gui.widgets.rows import RowList
from relbook.gui.window import Window

Show = Callable[[QWidget], None]
CONTROL = Qt.KeyboardModifier.ControlModifier

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Cleo Bright\nTEL:+1 555 0100\nEND:VCARD\n"


@pytest.fixture
def window(book: Book, theme: Theme, show: Show) -> Iterator[Window]:
    with book.edit("Add"):
        people.add(book, "Ada Abel")
        people.add(book, "Bo Berg")
    made = build_window(book, theme=theme, today=lambda: date(2026, 3, 14), executor=at_once)
    show(made)
    yield made
    made.close()
    leave(made)


def action(window: Window, name: str) -> QAction:
    found = window.findChild(QAction, f"action.{name}")
    assert isinstance(found, QAction)
    return found


def label(window: Window, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def names(book: Book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM person ORDER BY sort_key")]


def new_name(window: Window) -> QLineEdit:
    action(window, "new_person").trigger()
    field = window.findChild(QLineEdit, "newPerson.name")
    assert isinstance(field, QLineEdit)
    return field


def test_a_new_person_is_a_name_and_one_undo(window: Window, qtbot: QtBot) -> None:
    field = new_name(window)
    qtbot.keyClicks(field, "Cleo Bright")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg", "Cleo Bright"]
    assert window.desk.focus.now.person == 3
    action(window, "undo").trigger()
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]


def test_a_name_that_cannot_be_kept_stays_where_it_was_typed(window: Window, qtbot: QtBot) -> None:
    field = new_name(window)
    qtbot.keyClicks(field, "Cleo Bright")
    window.desk.book.read_only = True
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.isVisible(), field.text()) == (True, "Cleo Bright")
    assert "Nothing was changed" in label(window, "newPerson.fault")
    window.desk.book.read_only = False
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg", "Cleo Bright"]


def test_escape_adds_nobody(window: Window, qtbot: QtBot) -> None:
    field = new_name(window)
    qtbot.keyClicks(field, "Cleo")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]


def test_who_is_called_so_already_is_shown_and_can_be_opened(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(new_name(window), "ada a")
    known = window.findChild(RowList, "newPerson.known")
    assert isinstance(known, RowList)
    assert [row.text for row in known.data] == ["Ada Abel"]
    known.activated.emit(1)
    assert window.desk.focus.now.person == 1
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]


def test_undo_is_told_in_the_menu_and_in_the_status_bar(window: Window) -> None:
    window.desk.focus.show_person(1)
    action(window, "delete").trigger()
    assert action(window, "undo").text() == "&Undo Delete Ada Abel"
    assert label(window, "status.news") == "Delete Ada Abel"
    action(window, "undo").trigger()
    assert label(window, "status.news") == "Undone: Delete Ada Abel"
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]
    assert action(window, "redo").text() == "&Redo Delete Ada Abel"


def test_several_go_in_one_edit(window: Window) -> None:
    window.desk.focus.set(selection=frozenset({1, 2}), person=1, page="person")
    action(window, "delete").trigger()
    assert names(window.desk.book) == []
    action(window, "undo").trigger()
    assert len(names(window.desk.book)) == 2


def test_with_the_list_folded_away_delete_means_who_is_on_the_page(window: Window) -> None:
    window.desk.focus.show_person(1)
    action(window, "show_people").setChecked(False)
    window.desk.focus.show_person(2)
    action(window, "delete").trigger()
    assert names(window.desk.book) == ["Ada Abel"]


def test_several_join_a_circle_in_one_edit(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.set(selection=frozenset({1, 2}), person=1, page="person")
    action(window, "circle").trigger()
    field = window.findChild(QLineEdit, "circle.name")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Choir")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [(c.name, c.people) for c in circles.every(window.desk.book)] == [("Choir", 2)]
    action(window, "undo").trigger()
    assert circles.every(window.desk.book) == []


def test_what_cannot_be_done_is_grey(window: Window) -> None:
    assert not action(window, "delete").isEnabled()
    assert not action(window, "edit").isEnabled()
    window.desk.focus.show_person(1)
    assert action(window, "delete").isEnabled()
    assert action(window, "edit").isEnabled()


def test_news_of_no_edit_give_way_to_the_last_edit(window: Window) -> None:
    window.desk.focus.show_person(1)
    action(window, "delete").trigger()
    QApplication.processEvents()
    before = label(window, "status.news")
    window.status.say("Shown again.")
    assert label(window, "status.news") == "Shown again."
    passing = window.status.findChild(QTimer, "status.passing")
    assert isinstance(passing, QTimer)
    assert passing.isActive()
    passing.timeout.emit()
    assert label(window, "status.news") == before
    take_back = window.findChild(QPushButton, "status.undo")
    assert take_back is not None
    assert take_back.isVisible()


def test_the_number_shown_stands_in_the_status_bar(window: Window) -> None:
    assert label(window, "status.count") == "2 people"
    window.people.search.setText("ada")
    assert label(window, "status.count") == "1 person shown"


def test_find_goes_to_the_box_from_anywhere(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(1)
    window.go_to_panel(1)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.people.search


def test_f6_goes_round_the_panels(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(1)
    window.go_to_panel(0)
    seen = []
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(window.page.isAncestorOf(focus))
    assert True in seen
    assert False in seen


@pytest.mark.parametrize(("key", "at_page"), [(Qt.Key.Key_1, False), (Qt.Key.Key_2, True)])
def test_alt_and_a_number_goes_to_a_panel(
    window: Window, qtbot: QtBot, key: Qt.Key, at_page: bool
) -> None:
    window.desk.focus.show_person(1)
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.page.isAncestorOf(focus) is at_page


def drop(window: Window, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        window, QDropEvent(QPoint(50, 50), copy, data, left, none, QEvent.Type.Drop)
    )


def agree(window: Window) -> None:
    button = window.findChild(QPushButton, "bring.go")
    assert button is not None
    button.click()


def test_a_dropped_file_comes_in_and_one_undo_takes_it_back(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "cleo.vcf"
    file.write_text(CARD)
    drop(window, file)
    agree(window)
    assert "Cleo Bright" in names(window.desk.book)
    assert "1 new person" in window.notice_bar.text
    action(window, "undo").trigger()
    assert "Cleo Bright" not in names(window.desk.book)
    assert window.notice_bar.text == ""


def test_what_is_no_file_of_cards_is_told_in_the_bar(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "photo.vcf"
    file.write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    drop(window, file)
    assert "photo.vcf" in window.notice_bar.text
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]


def test_problems_of_an_import_are_listed(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "cut.vcf"
    file.write_text(CARD + "BEGIN:VCARD\nVERSION:3.0\nFN:Cut")
    drop(window, file)
    agree(window)
    listed = window.findChild(QPlainTextEdit, "brought.report")
    assert isinstance(listed, QPlainTextEdit)
    assert "cut.vcf" in listed.toPlainText()


def test_our_own_bug_is_told_with_a_text_to_copy(window: Window) -> None:
    window.desk.alerts.tell(ZeroDivisionError("Ada's secret"))
    text = window.findChild(QPlainTextEdit, "broken.report")
    assert isinstance(text, QPlainTextEdit)
    assert "ZeroDivisionError" in text.toPlainText()
    assert "secret" not in text.toPlainText()


def test_a_book_that_can_only_be_read_says_so(book: Book, theme: Theme, show: Show) -> None:
    book.read_only = True
    window = build_window(book, theme=theme, executor=at_once)
    show(window)
    assert not window.actions_.new_person.isEnabled()
    assert "may not be written" in window.notice_bar.text
    foot = window.findChild(QLabel, "status.private")
    assert isinstance(foot, QLabel)
    assert foot.text() == "This book can only be read"
    window.close()
    window.desk.notices.stop()


def test_the_menu_tells_whether_the_right_side_is_folded_away(window: Window) -> None:
    ticked = window.actions_.show_side.isChecked
    window.resize(1280, 800)
    assert (ticked(), window.side.isVisible()) == (True, True)
    window.resize(800, 600)
    assert (ticked(), window.side.isVisible()) == (False, False)
    window.actions_.show_side.trigger()
    assert (ticked(), window.side.isVisible()) == (True, True)
    window.resize(1280, 800)
    window.resize(800, 600)
    window.resize(1280, 800)
    assert (ticked(), window.side.isVisible()) == (True, True)


def test_a_wide_window_has_a_wider_right_side_until_its_edge_is_moved(window: Window) -> None:
    window.resize(1280, 800)
    QApplication.processEvents()
    slim = window.splitter.sizes()[2]
    window.resize(1900, 800)
    wide = window.splitter.sizes()[2]
    assert wide > slim + 50
    window.resize(1280, 800)
    assert window.splitter.sizes()[2] == slim
    window.splitter.setSizes([300, 600, slim + 20])
    moved = window.splitter.sizes()[2]
    window.resize(1900, 800)
    assert window.splitter.sizes()[2] == moved


def test_size_and_splitters_are_kept(book: Book, theme: Theme, show: Show) -> None:
    settings = Settings(None)
    first = build_window(book, theme=theme, settings=settings, executor=at_once)
    show(first)
    first.resize(760, 600)
    first.splitter.setSizes([300, 460, 0])
    kept = first.splitter.sizes()
    first.resize(1280, 800)
    first.side.setSizes([420, 200])
    beside = first.side.sizes()
    first.resize(760, 600)
    first.close()
    first.desk.notices.stop()
    again = build_window(book, theme=theme, settings=settings, executor=at_once)
    show(again)
    assert (again.size().width(), again.size().height()) == (760, 600)
    assert again.splitter.sizes() == kept
    again.resize(1280, 800)
    assert again.side.sizes() == beside
    again.desk.notices.stop()


def test_colours_are_a_choice_that_is_kept(window: Window) -> None:
    action(window, "look.dark").trigger()
    assert window.desk.theme.colours.dark
    assert window.desk.settings.look == "dark"
    action(window, "look.light").trigger()
    assert not window.desk.theme.colours.dark


def test_leaving_makes_the_book_one_file(book: Book, theme: Theme, show: Show) -> None:
    made = build_window(book, theme=theme, executor=at_once)
    show(made)
    made.close()
    leave(made)
    assert [p.name for p in book.path.parent.glob("book.relbook*")] == ["book.relbook"]


def test_nothing_asks_the_book_once_it_is_left(
    book: Book, theme: Theme, show: Show, qtbot: QtBot
) -> None:
    made = build_window(book, theme=theme, executor=at_once)
    show(made)
    made.people.search.setText("ada")  # what follows after a pause is still to come
    made.close()
    leave(made)
    qtbot.wait(600)


def test_a_book_that_may_only_be_read_opens_with_its_actions_grey(
    book: Book, theme: Theme, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with book.edit("Add"):
        people.add(book, "Ada Abel")
    book.copy(tmp_path / "stick.relbook")
    monkeypatch.setattr("os.access", lambda *_: False)
    with Book.open(tmp_path / "stick.relbook") as stick:
        made = build_window(stick, theme=theme, executor=at_once)
        show(made)
        assert label(made, "status.count") == "1 person"
        assert not action(made, "new_person").isEnabled()
        leave(made)


def test_every_widget_one_can_act_on_is_named(window: Window) -> None:
    window.desk.focus.show_person(1)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert [(type(w).__name__, w.objectName(), w.accessibleName()) for w in nameless] == []


def test_a_narrow_window_folds_the_right_side_until_it_is_asked_for(
    window: Window, qtbot: QtBot
) -> None:
    window.resize(1300, 700)
    qtbot.waitUntil(lambda: window.side.isVisible() or window.width() < 1300)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not window.side.isVisible())
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.side.isVisible()


def test_ctrl_z_means_the_book_while_the_keys_are_in_the_search_box(
    window: Window, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.people.search, "ada")
    window.desk.focus.show_person(1)
    action(window, "delete").trigger()
    window.go_to_search()
    qtbot.keyClick(window.people.search, Qt.Key.Key_Z, CONTROL)
    assert names(window.desk.book) == ["Ada Abel", "Bo Berg"]
    assert window.people.search.text() == "ada"


def test_a_name_of_5000_letters_widens_nothing(window: Window, qtbot: QtBot) -> None:
    with window.desk.book.edit("Rename"):
        people.change(window.desk.book, 1, name="Longname" * 625)
    before = window.width()
    window.desk.focus.show_person(1)
    qtbot.waitUntil(lambda: not window.page.grab().isNull())  # laid out and painted
    assert window.width() == before
    assert window.minimumSizeHint().width() < 1100
