"""A half-typed edit outlives a crash: on the next start it is offered, and leads back to its form."""

import json
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QWidget

from relbook.app import build_window, leave
from relbook.core import events, facts, ledger, people
from relbook.core.store.book import Book
from relbook.gui import drafts
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.widgets.form import Form
from relbook.gui.window import Window

Start = Callable[[], Window]


@pytest.fixture
def start(book: Book, theme: Theme, show: Callable[[QWidget], None]) -> Iterator[Start]:
    """Start a window on the book; one that is there is forgotten, as if it had been killed."""
    with book.edit("Add"):
        ada, bo = people.add(book, "Ada Abel"), people.add(book, "Bo Berg")
        facts.add(book, facts.Note, ada, text="Likes tea.")
        events.add(book, "Supper")
        ledger.add(book, [bo], "gave", "advice", "About boats")
    made: list[Window] = []

    def started() -> Window:
        for former in made:
            for timer in former.findChildren(QTimer):
                timer.stop()  # killed: nothing of it runs any more
            former.desk.notices.stop()
            former.hide()
        window = build_window(book, theme=theme, executor=at_once)
        window.resize(1300, 900)
        made.append(window)
        show(window)
        return window

    yield started
    for window in made:
        window.finish_edit()
    leave(made[-1])


def person_form(window: Window, part: str) -> Form:
    form = window.page.sections[part].form
    assert form is not None
    return form


def crash(window: Window, start: Start) -> Window:
    """What the book holds of `window` some seconds later is all that the next one knows."""
    window.drafts.keep()
    return start()


def bring_back(window: Window) -> None:
    button = window.notice_bar.findChild(QAbstractButton, "noticeBar.action")
    assert button is not None
    assert button.isVisible()
    button.click()


def left(book: Book) -> str:
    return book.setting(drafts.SETTING) or ""


def test_a_note_half_typed_is_offered_and_stands_in_its_form_again(
    start: Start, book: Book
) -> None:
    window = start()
    window.desk.focus.show_person(1)
    window.page.add("note")
    QTest.keyClicks(person_form(window, "note").input("text"), "She is movi")
    again = crash(window, start)
    assert "Ada Abel" in again.notice_bar.text
    bring_back(again)
    form = person_form(again, "note")
    assert form.values()["text"] == "She is movi"
    assert form.is_changed()
    assert again.desk.focus.now.person == 1
    assert book.value("SELECT count(*) FROM note") == 1
    QTest.keyClicks(form.input("text"), "ng ")
    assert again.finish_edit()
    again.drafts.keep()
    assert left(book) == ""


@pytest.mark.parametrize("end", ["saved", "cancelled"])
def test_what_was_saved_or_cancelled_is_not_offered(start: Start, book: Book, end: str) -> None:
    window = start()
    window.desk.focus.show_person(1)
    window.page.add("note")
    QTest.keyClicks(person_form(window, "note").input("text"), "She is moving.")
    window.drafts.keep()
    assert "moving" in left(book)
    if end == "saved":
        window.finish_edit()
    else:
        window.page.cancel_edit()
    again = crash(window, start)
    assert left(book) == ""
    assert not again.notice_bar.isVisible()


def test_a_change_of_a_row_stands_for_that_row_again(start: Start, book: Book) -> None:
    window = start()
    window.desk.focus.show_person(1)
    window.page.sections["note"].edit(1)
    QTest.keyClicks(person_form(window, "note").input("text"), "Dearly: ")
    again = crash(window, start)
    bring_back(again)
    assert again.finish_edit()
    assert book.rows("SELECT text FROM note") == [("Dearly: Likes tea.",)]


def test_a_number_and_a_new_one_come_back_to_their_cards(start: Start, book: Book) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Contact, 1, kind="phone", value="+44 20 5550 0142")
    window = start()
    window.desk.focus.show_person(1)
    (row,) = window.page.sections["contact"].list.data
    window.page.sections["contact"].edit(row.key)
    person_form(window, "contact").input("value").setText("+44 20 5550 0143")  # type: ignore[attr-defined]
    again = crash(window, start)
    bring_back(again)
    assert again.finish_edit()
    assert book.rows("SELECT value FROM contact_point") == [("+44 20 5550 0143",)]


def test_the_name_people_and_an_event_come_back_too(start: Start, book: Book) -> None:
    window = start()
    window.desk.focus.show_person(2)
    window.page.begin_edit()
    form = window.page.header.form
    assert form
    QTest.keyClicks(form.input("nickname"), "Bobby")
    again = crash(window, start)
    bring_back(again)
    assert again.finish_edit()
    assert people.read(book, 2).nickname == "Bobby"  # type: ignore[union-attr]
    again.page.add("thread")
    form = person_form(again, "thread")
    QTest.keyClicks(form.input("title"), "Builds a boat")
    form.resume({"people": [[[1, "Ada Abel"], [2, "Bo Berg"]], ""]})
    third = crash(again, start)
    bring_back(third)
    assert person_form(third, "thread").values()["people"] == (1, 2)
    assert third.finish_edit()
    third.open_event(1)
    third.event_page.begin_edit()
    form = third.event_page.header.form
    assert form
    QTest.keyClicks(form.input("place"), "The yard")
    fourth = crash(third, start)
    bring_back(fourth)
    assert fourth.finish_edit()
    assert events.read(book, 1).place == "The yard"  # type: ignore[union-attr]


def test_the_line_of_the_ledger_and_an_entry_come_back(start: Start, book: Book) -> None:
    window = start()
    QTest.keyClicks(window.ledger.box, "gave advice to Bo")
    window.ledger.edit(1)
    form = window.ledger.view.form
    assert form
    QTest.keyClicks(form.input("what"), "All ")
    again = crash(window, start)
    bring_back(again)
    bring_back(again)
    assert again.ledger.box.text() == "gave advice to Bo"
    assert again.finish_edit()
    assert "All" in ledger.read(book, 1).what  # type: ignore[union-attr]


def test_words_about_someone_who_is_gone_are_shown_by_themselves(start: Start, book: Book) -> None:
    window = start()
    window.desk.focus.show_person(1)
    window.page.add("note")
    QTest.keyClicks(person_form(window, "note").input("text"), "A last word")
    window.drafts.keep()
    told = left(book)
    window.page.cancel_edit()
    with book.edit("Delete"):
        people.delete(book, [1])
    book.remember(drafts.SETTING, told)
    again = start()
    bring_back(again)
    shown = again.findChild(QPlainTextEdit, "left.text")
    assert shown is not None
    assert "A last word" in shown.toPlainText()
    assert "A last word" in left(book)  # until it was seen
    shown.window().close()
    assert left(book) == ""


def test_what_is_not_looked_at_is_offered_again_beside_what_came_since(
    start: Start, book: Book
) -> None:
    window = start()
    window.desk.focus.show_person(1)
    window.page.add("note")
    QTest.keyClicks(person_form(window, "note").input("text"), "The first")
    again = crash(window, start)
    again.desk.focus.show_person(2)
    again.page.add("note")
    QTest.keyClicks(person_form(again, "note").input("text"), "The second")
    crash(again, start)
    assert [one["values"]["text"] for one in json.loads(left(book))] == ["The first", "The second"]


@pytest.mark.parametrize("told", ["{", "[1]", '[{"colour": "red"}]', '{"a": 1}', "null"])
def test_drafts_of_another_relbook_are_passed_over(start: Start, book: Book, told: str) -> None:
    book.remember(drafts.SETTING, told)
    assert not start().notice_bar.isVisible()
