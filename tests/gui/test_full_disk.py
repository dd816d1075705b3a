"""On a full disk what was typed stays on the screen, and is saved once there is room."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import events, people
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.widgets.form import Form

LONG = "A long evening by the lake. " * 1_000


def fill_up(book: Book) -> None:
    """Leave no page more to the book."""
    book.sql(f"PRAGMA max_page_count = {book.value('PRAGMA page_count')}")


def make_room(book: Book) -> None:
    book.sql("PRAGMA max_page_count = 4294967294")


def complaint(form: Form, name: str) -> str:
    label = form.findChild(QLabel, f"{form.objectName()}.{name}.complaint")
    return label.text() if label is not None else ""


@pytest.mark.parametrize("where", ["person", "event"])
def test_a_note_that_has_no_room_stays_in_its_form_and_is_saved_when_it_has(
    book: Book, theme: Theme, qtbot: QtBot, where: str
) -> None:
    with book.edit("Add"):
        people.add(book, "Ada Abel")
        events.add(book, "Supper")
    window = build_window(book, theme=theme, executor=at_once)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    if where == "person":
        window.desk.focus.show_person(1)
        window.page.add("note")
        form = window.page.form
    else:
        window.open_event(1)
        window.event_page.note.add_new()
        form = window.event_page.form
    assert form is not None
    box = form.input("text")
    box.set_value(LONG)  # type: ignore[attr-defined]
    QTest.keyClicks(box, "End. ")
    fill_up(book)
    assert not window.finish_edit()
    assert not window.close()  # nor is it lost to leaving
    assert form.isVisible()
    assert form.values()["text"] == ("End. " + LONG).strip()
    assert "no room" in complaint(form, "text")
    assert book.value("SELECT count(*) FROM note") == 0
    assert str(book.next_undo().sentence) == "Add"  # type: ignore[union-attr]
    make_room(book)
    assert window.finish_edit()
    assert book.value("SELECT text FROM note") == ("End. " + LONG).strip()
    window.close()
    leave(window)
