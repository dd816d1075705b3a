"""Notices come one after the other, and go when they are closed or acted on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar
from tests.gui.conftest import Show


@pytest.fixture
def bar(theme: Theme, show: Show) -> NoticeBar:
    window = QWidget()
    made = NoticeBar(theme)
    QVBoxLayout(window).addWidget(made)
    show(window)
    made.holder = window  # type: ignore[attr-defined]
    return made


def button(bar: NoticeBar, name: str) -> QAbstractButton:
    found = bar.findChild(QAbstractButton, f"noticeBar.{name}")
    assert isinstance(found, QAbstractButton)
    return found


def test_it_is_there_only_while_it_says_something(bar: NoticeBar, qtbot: QtBot) -> None:
    assert not bar.isVisible()
    bar.show_message("The book was copied.")
    assert bar.isVisible()
    assert not button(bar, "action").isVisible()
    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(button(bar, "close"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_notices_wait_for_their_turn_and_are_not_repeated(bar: NoticeBar) -> None:
    for text in ("one", "two", "one", "two"):
        bar.show_message(text)
    assert bar.text == "one"
    bar.close_notice()
    assert bar.text == "two"
    bar.close_notice()
    assert bar.text == ""


def test_its_action_runs_and_it_goes(bar: NoticeBar) -> None:
    ran: list[str] = []
    bar.show_problem("There is no room.", NoticeAction("Try again", lambda: ran.append("again")))
    action = button(bar, "action")
    assert (action.text(), action.accessibleName()) == ("Try again", "Try again")
    action.setFocus()
    QTest.keyClick(action, Qt.Key.Key_Return)
    assert ran == ["again"]
    assert not bar.isVisible()


def test_an_action_that_fails_again_is_said_again(bar: NoticeBar) -> None:
    bar.show_problem("No room.", NoticeAction("Try again", lambda: bar.show_problem("No room.")))
    button(bar, "action").click()
    assert bar.text == "No room."
    assert bar.isVisible()


def test_esc_closes_it(bar: NoticeBar) -> None:
    bar.show_message("news")
    button(bar, "close").setFocus()
    QTest.keyClick(button(bar, "close"), Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_markup_in_a_message_is_only_text(bar: NoticeBar) -> None:
    bar.show_message("<b>Ada</b> & <img src=x>")
    assert bar.accessibleDescription() == "<b>Ada</b> & <img src=x>"
    assert bar.height() < 80


def test_a_long_sentence_is_whole_in_a_narrow_window(theme: Theme, show: Show) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    bar = NoticeBar(theme)
    column.addWidget(bar)
    column.addWidget(QWidget(), 1)
    window.resize(420, 640)
    show(window)
    bar.show_message("none of these people ever lived " * 6, NoticeAction("Leave", bar.clear))
    column.activate()
    sentence = bar.findChild(QLabel, "noticeBar.sentence")
    assert isinstance(sentence, QLabel)
    assert sentence.height() >= sentence.heightForWidth(sentence.width()) > 60
