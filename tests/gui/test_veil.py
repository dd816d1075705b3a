"""Faces and facts are blurred for who looks over the shoulder; names can still be read."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import events, facts, ledger, people
from relbook.core.store.book import Book
from relbook.gui.faces import Face
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.window import Window

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(book: Book, theme: Theme, qtbot: QtBot) -> Iterator[Window]:
    with book.edit("Add"):
        ada = people.add(book, "Ada Abel", closeness="friend", say_it="AY-da")
        people.add(book, "Bo Berg")
        facts.add(book, facts.Note, ada, text="Is afraid of geese, and says so to nobody.")
        facts.add(book, facts.Position, ada, title="Potter", organisation="Moss Pottery")
        ledger.add(book, [ada], "gave", "advice", "How to fire a kiln")
        events.invite(book, events.add(book, "Supper"), [ada])
    made = build_window(book, theme=theme, executor=at_once, today=lambda: date(2026, 3, 14))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.desk.focus.show_person(ada)
    yield made
    made.actions_.blur.setChecked(False)
    made.close()
    leave(made)


def picture(widget: QWidget) -> QImage:
    """How `widget` looks in its window."""
    QApplication.processEvents()
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())).toImage()


def ink(widget: QWidget) -> int:
    """How sharply the strongest edge in what is shown of `widget` stands out."""
    image = picture(widget).convertToFormat(QImage.Format.Format_Grayscale8)
    strongest = 0
    for y in range(0, image.height(), 2):
        line = [image.pixelColor(x, y).value() for x in range(image.width())]
        steps = (abs(a - b) for a, b in pairwise(line))
        strongest = max(strongest, *steps)
    return strongest


def test_facts_cannot_be_read_and_names_can(window: Window) -> None:
    page = window.page
    hidden = [page.sections["note"].list, page.sections["position"].list, window.ledger.view]
    before = [ink(widget) for widget in hidden]
    name, listed = picture(page.header.title), picture(window.people.view)
    QTest.keyClick(window, Qt.Key.Key_H, CTRL_SHIFT)
    assert window.actions_.blur.isChecked()
    assert [ink(widget) < sharp / 3 for widget, sharp in zip(hidden, before, strict=True)] == [
        True,
        True,
        True,
    ]
    assert picture(page.header.title) == name
    assert picture(window.people.view) != listed
    assert any("Ctrl+Shift+H" in label.text() for label in window.status.findChildren(QLabel))
    window.actions_.blur.trigger()
    assert [ink(widget) for widget in hidden] == before
    assert picture(window.people.view) == listed


def test_faces_are_nobodys(window: Window, theme: Theme) -> None:
    photo = QPixmap(64, 64)
    photo.fill("white")
    face = Face("1", "AA", photo)
    shown = theme.faces.pixmap(Face("1", "AA"), 40, 1.0).toImage()
    window.actions_.blur.trigger()
    veiled = theme.faces.pixmap(Face("1", "AA"), 40, 1.0).toImage()
    assert veiled != shown
    assert theme.faces.pixmap(face, 40, 1.0).size() == veiled.size()
    assert veiled.pixelColor(0, 0).alpha() == 0  # round, as ever


def test_what_is_shown_later_is_blurred_too_and_no_tip_tells(window: Window) -> None:
    window.actions_.blur.trigger()
    window.open_event(1)
    QApplication.processEvents()
    window.desk.focus.show_person(2)
    window.page.add("note")
    form = window.page.sections["note"].form
    assert form is not None
    QTest.keyClicks(form.input("text"), "Grows leeks.")
    window.finish_edit()
    rows = window.page.sections["note"].list
    assert rows.graphicsEffect() is not None
    tip = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), rows.mapToGlobal(QPoint(5, 5)))
    assert window.veil.eventFilter(rows, tip)
    assert not window.veil.eventFilter(window.page.header.edit_button, tip)


@pytest.mark.parametrize("on", [True, False])
def test_the_next_window_is_as_veiled_as_the_one_before(
    window: Window, book: Book, theme: Theme, on: bool
) -> None:
    window.actions_.blur.trigger()
    window.actions_.blur.setChecked(on)
    other = build_window(book, theme=theme, executor=at_once, furnished=False)
    assert other.actions_.blur.isChecked() == on
    assert other.veil.on == on
    other.actions_.blur.setChecked(False)
    for timer in other.findChildren(QTimer):
        timer.stop()  # the book is let go with the first window
    other.desk.notices.stop()
    other.close()
