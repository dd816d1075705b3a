"""The first start: what is chosen is told, by mouse, keys and drop, in any size of window."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from relbook.gui.dialogs.help import KeysDialog
from relbook.gui.theme import Theme
from relbook.gui.welcome import Welcome
from relbook.gui.widgets.choice import Choice
from relbook.gui.widgets.scene import Scene
from tests.gui.conftest import focused

T = TypeVar("T", bound=QObject)
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def welcome(qtbot: QtBot, theme: Theme) -> Welcome:
    made = Welcome(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def child(of: QObject, kind: type[T], name: str = "") -> T:
    found = of.findChild(kind, name) if name else of.findChild(kind)
    assert found is not None
    return found


def test_a_book_that_lies_about_is_offered(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    book = tmp_path / "people & (from this computer 2026-03-14).relbook"
    welcome.offer_books([book])
    button = child(welcome, QAbstractButton, "welcome.book.0")
    assert button.accessibleName() == "Open “people & (from this computer 2026-03-14)”"
    with qtbot.waitSignal(welcome.book_requested) as asked:
        button.click()
    assert asked.args == [book]


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(over: QWidget, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        over.rect().center(), COPY, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(over, event)
    return event


def drop(over: QWidget, data: QMimeData) -> None:
    drag(over, data)
    event = QDropEvent(
        QPointF(over.rect().center()),
        COPY,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(over, event)


def answer(path: Path) -> None:
    """Type `path` into the file dialog that opens next, and take it."""

    def take() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        child(dialog, QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()

    QTimer.singleShot(0, take)


@pytest.fixture(autouse=True)
def own_file_dialog(qapp: QApplication) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def test_return_starts_a_book_of_ones_own(welcome: Welcome, qtbot: QtBot) -> None:
    with qtbot.waitSignal(welcome.start_requested):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def test_tab_goes_from_choice_to_choice_to_an_old_book(welcome: Welcome) -> None:
    seen = []
    for _ in range(3):
        seen.append(focused().objectName())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert seen == ["welcome.start.button", "welcome.bring.button", "welcome.open"]


def test_files_are_chosen_by_the_keyboard(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    cards = tmp_path / "friends.vcf"
    cards.touch()
    button = child(welcome, QAbstractButton, "welcome.bring.button")
    button.setFocus()
    answer(cards)
    with qtbot.waitSignal(welcome.bring_requested) as told:
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert told.args == [[cards]]


def test_an_old_book_is_opened_from_the_line_and_from_the_menu(
    welcome: Welcome, qtbot: QtBot, tmp_path: Path
) -> None:
    book = tmp_path / "old.relbook"
    book.touch()
    line = child(welcome, QAbstractButton, "welcome.open")
    for ask in (line.click, child(welcome, QAction, "action.open_book").trigger):
        answer(book)
        with qtbot.waitSignal(welcome.book_requested) as told:
            ask()
        assert told.args == [book]


def test_a_click_anywhere_on_a_card_takes_it(welcome: Welcome, qtbot: QtBot) -> None:
    card = child(welcome, Choice, "welcome.start")
    with qtbot.waitSignal(welcome.start_requested):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())


@pytest.mark.parametrize("name", ["friends.vcf", "FRIENDS.VCARD"])
def test_dropped_cards_come_in(welcome: Welcome, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    dropped = files(tmp_path / name, tmp_path / "holiday.jpg")
    said = child(welcome, QLabel, "status.said")
    before = said.text()
    assert drag(welcome, dropped).isAccepted()
    assert said.text() != before
    with qtbot.waitSignal(welcome.bring_requested) as told:
        drop(welcome, dropped)
    assert told.args == [[tmp_path / name]]
    assert said.text() == before


def test_a_dropped_book_is_opened(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(welcome.book_requested) as told:
        drop(welcome, files(tmp_path / "friends.vcf", tmp_path / "old.relbook"))
    assert told.args == [tmp_path / "old.relbook"]


def test_what_cannot_be_read_is_not_taken(welcome: Welcome, tmp_path: Path) -> None:
    assert not drag(welcome, files(tmp_path / "holiday.jpg")).isAccepted()


def test_a_drag_that_goes_away_leaves_all_as_it_was(welcome: Welcome, tmp_path: Path) -> None:
    before = welcome.grab().toImage()
    drag(welcome, files(tmp_path / "friends.vcf"))
    assert welcome.grab().toImage() != before
    QApplication.sendEvent(welcome, QDragLeaveEvent())
    assert welcome.grab().toImage() == before


@pytest.mark.parametrize(
    ("size", "picture", "whole"),
    [
        ((1280, 800), True, True),
        ((1024, 640), True, True),
        ((1920, 1080), True, True),
        ((900, 520), False, True),
        ((600, 360), False, False),
    ],
)
def test_the_picture_gives_way_and_then_the_words_scroll(
    welcome: Welcome, qtbot: QtBot, size: tuple[int, int], picture: bool, whole: bool
) -> None:
    welcome.resize(*size)
    scene, area = child(welcome, Scene), child(welcome, QScrollArea)
    qtbot.waitUntil(lambda: scene.isVisible() == picture)
    qtbot.waitUntil(lambda: (area.verticalScrollBar().maximum() == 0) == whole)


def test_a_notice_takes_its_room_from_the_picture(welcome: Welcome, qtbot: QtBot) -> None:
    welcome.resize(1024, 640)
    scene, area = child(welcome, Scene), child(welcome, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    before = scene.height()
    welcome.notice_bar.show_problem("That book cannot be opened. It is unharmed; open another.")
    qtbot.waitUntil(lambda: scene.height() < before or not scene.isVisible())
    assert area.verticalScrollBar().maximum() == 0


def test_it_reads_from_the_right_where_people_do(
    welcome: Welcome, qtbot: QtBot, qapp: QApplication
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        qtbot.waitUntil(lambda: welcome.start.x() > welcome.bring.x())
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_whatever_one_can_press_has_a_name(welcome: Welcome) -> None:
    for button in welcome.findChildren(QAbstractButton):
        if button.isVisible() and not button.objectName().startswith("qt_"):
            assert button.objectName()
            assert button.accessibleName()
    for action in welcome.findChildren(QAction):
        if action.menu() is None and not action.isSeparator() and action.text():
            assert action.objectName().startswith("action.")
    assert child(welcome, Scene).accessibleName()


def test_the_sample_is_one_click_away(welcome: Welcome, qtbot: QtBot) -> None:
    with qtbot.waitSignal(welcome.look_requested):
        qtbot.mouseClick(welcome.look.button, Qt.MouseButton.LeftButton)


def test_its_help_lists_the_keys_too(welcome: Welcome) -> None:
    menu = welcome.findChild(QMenu, "menu.help")
    assert menu is not None
    keys = next(one for one in menu.actions() if one.objectName() == "action.keys")
    assert keys.shortcut().toString() == "Ctrl+?"
    keys.trigger()
    dialog = welcome.findChild(KeysDialog)
    assert dialog is not None
    assert any("Ctrl+N" in one.keys for one in dialog.shown)
    dialog.close()
