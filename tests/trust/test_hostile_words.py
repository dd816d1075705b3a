"""Words out to do harm, in every text of a book, stay words wherever the window shows them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from relbook.gui.window import Window
from tests.books import fiction
from tests.core.exchange import hostile

MARKUP = re.compile(r"<(img|script|a |style|link|iframe)", re.IGNORECASE)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    with Book.create(tmp_path / "book.relbook") as book:
        fiction.fill(book)
        hostile.poison(book)
    made = build_window(Book.open(tmp_path / "book.relbook"), look="light", executor=at_once)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.finish_edit()
    made.close()
    leave(made)


def taken_for_markup() -> list[str]:
    """What of all that is shown, or would be, Qt takes for more than words."""
    found = []
    for widget in QApplication.allWidgets():
        name = f"{type(widget).__name__} {widget.objectName()}"
        tips = (widget.toolTip(), widget.statusTip(), widget.whatsThis())
        found += [f"{name}: {tip!r}" for tip in tips if MARKUP.search(tip)]
        if isinstance(widget, QLabel):
            rich = widget.textFormat() is not Qt.TextFormat.PlainText
            if (rich and MARKUP.search(widget.text())) or widget.openExternalLinks():
                found.append(f"{name}: {widget.text()!r}")
        if isinstance(widget, QMessageBox):
            found.append(f"{name}: a message box guesses what is markup")
    return found


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What any document asked to be fetched, or the desktop to open."""
    names: list[str] = []

    def load(_document: QTextDocument, kind: int, url: QUrl) -> None:
        names.append(f"{kind} {url.toString()}")

    monkeypatch.setattr(QTextDocument, "loadResource", load)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: names.append(url.toString()))
    return names


def see_everything(window: Window) -> Iterator[str]:
    """Go through all the pages, forms and dialogs there are."""
    book = window.desk.book
    for (person,) in book.rows("SELECT id FROM person"):
        window.desk.focus.show_person(person)
        yield f"person {person}"
        for name in window.page.sections:
            window.page.add(name)
            yield f"form of {name}"
            window.page.cancel_edit()
    for (event,) in book.rows("SELECT id FROM event"):
        window.open_event(event)
        yield f"event {event}"
    window.show_timeline(1)
    yield "timeline"
    (interest,) = book.row("SELECT id FROM interest") or (0,)
    window.change_interest(interest)
    yield "interest"
    window.choose_event()
    yield "events"
    window.helping.show_about()
    yield "about"
    window.exchange.export()
    yield "export"
    window.exchange.show_code()
    yield "code"
    window.notice_bar.show_problem(hostile.TEXT)
    window.status.say(hostile.TEXT)
    yield "what is told"


def test_no_word_of_the_book_is_markup_in_the_window(window: Window, fetched: list[str]) -> None:
    seen = []
    for what in see_everything(window):
        QApplication.processEvents()
        assert taken_for_markup() == [], what
        seen.append(what)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not window and dialog.parentWidget() is window and dialog.isVisible():
                dialog.close()
    assert len(seen) > 15
    assert fetched == []


def test_a_tip_or_label_that_took_words_for_markup_would_be_seen(qtbot: QtBot) -> None:
    label = QLabel(hostile.TEXT)
    button = QWidget()
    button.setToolTip(hostile.TEXT)
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    assert len(taken_for_markup()) >= 2


def test_menus_and_buttons_show_every_letter(window: Window) -> None:
    window.desk.focus.show_person(1)
    shown: list[QAction | QAbstractButton] = [*window.findChildren(QAction)]
    shown += window.findChildren(QAbstractButton)
    for one in shown:
        assert not re.search(r"(?<!&)&(?![&\w])", one.text()), one.text()
