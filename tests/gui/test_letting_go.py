"""What is taken out of the book is attended to no more, through the real window."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, events, interests, ledger, people
from relbook.core.store.book import Book
from relbook.core.store.changes import ALL, Changes, Deed, Notice
from relbook.core.words import sentence
from relbook.gui.dialogs.lock import LeftDialog
from relbook.gui.drafts import SETTING
from relbook.gui.focus import Attention, Filter
from relbook.gui.theme import Theme
from relbook.gui.widgets.form import Form
from relbook.gui.window import Window
from tests.gui.conftest import all_panels

ADA, BO, CLEO, DAN, EVE = 1, 2, 3, 4, 5


@pytest.fixture
def window(book: Book, theme: Theme, show: Callable[[QWidget], None]) -> Iterator[Window]:
    with book.edit("Fill"):
        ids = [people.add(book, name) for name in ("Ada Abel", "Bo Berg", "Cleo Carr")]
        for what in ("a jar", "a lamp", "a boat"):
            ledger.add(book, [ADA], "gave", "gift", what, date="2026-02-01")
        events.invite(book, events.add(book, "Supper", starts="2026-03-20"), ids[:2])
    with all_panels(book, theme, show) as made:
        yield made


def listed(window: Window) -> list[str]:
    model = window.people.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_an_interest_and_a_circle_that_are_gone_narrow_no_more(window: Window) -> None:
    book, focus = window.desk.book, window.desk.focus
    with book.edit("Add"):
        chess, kites = (interests.find_or_add(book, name) for name in ("chess", "kites"))
        crew = circles.find_or_add(book, "Crew")
        for interest in (chess, kites):
            interests.tag(book, [ADA], interest)
        circles.join(book, crew, [ADA])
    focus.set(filter=Filter(frozenset({chess, kites}), frozenset({crew})))
    window.people.hide()
    window.side.hide()  # nobody who shows them need be there to see it
    with book.edit("Do away with both"):
        interests.remove(book, chess)
        circles.remove(book, crew)
    assert focus.now.filter == Filter(frozenset({kites}))
    book.undo()
    assert focus.now.filter == Filter(frozenset({kites}))


def test_the_ledger_stays_with_the_guests_when_its_picked_row_goes(
    window: Window, qtbot: QtBot
) -> None:
    window.open_event(1)
    view, whose = window.ledger.view, window.ledger._whose.text()
    picked = pick(window, qtbot, 2)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert window.desk.focus.now.entry is None
    assert (window.ledger._whose.text(), view.marked) == (whose, None)
    window.deeds.undo()
    assert window.desk.focus.now.entry == view.marked == view.key() == picked
    window.deeds.redo()
    window.people.view.take(1)  # another is looked at
    window.deeds.undo()
    assert window.desk.focus.now.entry is None


def pick(window: Window, qtbot: QtBot, row: int) -> int:
    """Pick a row of the ledger, as a key does; its number."""
    view = window.ledger.view
    view.setFocus()
    view.setCurrentIndex(window.ledger.model.index(row, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    entry = window.desk.focus.now.entry
    assert entry is not None
    return entry


def test_a_row_is_not_marked_before_it_is_there_again(window: Window, qtbot: QtBot) -> None:
    book, focus = window.desk.book, window.desk.focus
    with window.desk.edit("Say more of Bo"):
        people.change(book, BO, nickname="Boo")
    with window.desk.edit("Give a kite"):
        kite = ledger.add(book, [ADA], "gave", "gift", "a kite", date="2026-03-01")
    focus.show_person(ADA)
    assert pick(window, qtbot, 1) == kite
    for deed, marked in [("undo", None), ("undo", None), ("redo", None), ("redo", kite)]:
        getattr(window.deeds, deed)()
        assert (focus.now.entry, window.ledger.view.marked) == (marked, marked)


def test_a_row_that_came_back_and_was_left_is_left(window: Window, qtbot: QtBot) -> None:
    focus = window.desk.focus
    focus.show_person(ADA)
    picked = pick(window, qtbot, 1)
    qtbot.keyClick(window.ledger.view, Qt.Key.Key_Delete)
    window.deeds.undo()
    assert focus.now.entry == picked
    focus.set(entry=None)
    with window.desk.edit("Say it better"):
        ledger.change(window.desk.book, picked, what="two lamps")
    window.deeds.undo()
    assert focus.now.entry is None


def test_a_row_is_not_marked_beside_somebody_else(window: Window, qtbot: QtBot) -> None:
    with window.desk.edit("Meet Zoe"):
        zoe = people.add(window.desk.book, "Zoe Zorn")
        ledger.add(window.desk.book, [zoe], "gave", "gift", "a bell", date="2026-03-01")
    window.desk.focus.show_person(zoe)
    pick(window, qtbot, 1)
    window.deeds.undo()
    instead = Attention(selection=frozenset({CLEO}), person=CLEO, page="person")
    assert window.desk.focus.now == instead
    window.deeds.redo()
    assert window.desk.focus.now == instead


def test_an_event_that_was_never_planned_is_left_till_it_is_planned_again(window: Window) -> None:
    with window.desk.edit("Plan Breakfast"):
        breakfast = events.add(window.desk.book, "Breakfast", starts="2026-04-01")
    window.open_event(breakfast)
    assert listed(window) == []
    window.deeds.undo()
    assert window.desk.focus.now == Attention()
    assert window.pages.currentWidget() is window.opening
    assert len(listed(window)) == 3
    window.deeds.redo()
    assert (window.desk.focus.now.event, window.desk.focus.now.page) == (breakfast, "event")
    assert window.event_page.header.title.text() == "Breakfast"


def test_a_guest_is_looked_at_on_when_the_event_is_done_away_with(window: Window) -> None:
    window.open_event(1)
    window.desk.focus.show_person(BO)
    window.deeds.delete_event(1)
    assert window.desk.focus.now == Attention(
        selection=frozenset({BO}), person=BO, page="person", event=None
    )
    assert len(listed(window)) == 3
    window.deeds.undo()
    assert window.desk.focus.now.event is None


def test_who_was_deleted_is_not_chosen_again(window: Window) -> None:
    window.desk.focus.set(selection=frozenset({ADA, BO}), person=BO, page="person")
    seen: list[Attention] = []
    window.desk.notices.changed.connect(lambda _notice: seen.append(window.desk.focus.now))
    window.deeds.delete_people()
    beside = Attention(selection=frozenset({CLEO}), person=CLEO, page="person")
    assert window.desk.focus.now == beside
    window.deeds.undo()
    assert seen == [beside, beside]
    assert len(listed(window)) == 3


@pytest.fixture
def feast(window: Window) -> int:
    """An event of every other one of six."""
    with window.desk.edit("Plan a feast"):
        for name in ("Dan Dorn", "Eve Ende", "Fay Fern"):
            people.add(window.desk.book, name)
        event = events.add(window.desk.book, "Feast", starts="2026-04-01")
        events.invite(window.desk.book, event, [ADA, CLEO, EVE])
    window.open_event(event)
    return event


@pytest.mark.parametrize(("row", "instead"), [(0, CLEO), (1, EVE), (2, CLEO)])
def test_a_guest_stands_in_for_a_guest(window: Window, feast: int, row: int, instead: int) -> None:
    guests = ["Ada Abel", "Cleo Carr", "Eve Ende"]
    window.people.view.take(row)
    window.deeds.delete_people()
    beside = Attention(selection=frozenset({instead}), person=instead, event=feast, page="person")
    assert window.desk.focus.now == beside
    assert listed(window) == guests[:row] + guests[row + 1 :]
    assert window.people.model.people(window.people.view.spans()) == {instead}
    window.deeds.undo()
    assert window.desk.focus.now == beside
    assert listed(window) == guests


def test_nobody_stands_in_for_a_guest_of_an_event_that_goes_too(window: Window, feast: int) -> None:
    window.people.view.take(0)
    with window.desk.edit("Do away with all that"):
        people.delete(window.desk.book, [ADA])
        events.remove(window.desk.book, feast)
    assert window.desk.focus.now.event is None
    assert listed(window) == ["Bo Berg", "Cleo Carr", "Dan Dorn", "Eve Ende", "Fay Fern"]


def test_of_those_left_the_first_guest_is_taken(window: Window, feast: int) -> None:
    window.desk.focus.set(selection=frozenset({BO, CLEO, EVE}), person=EVE, page="person")
    with window.desk.edit("Delete"):
        people.delete(window.desk.book, [EVE])
    now = window.desk.focus.now
    assert (now.selection, now.person, now.event) == (frozenset({BO, CLEO}), CLEO, feast)
    assert listed(window) == ["Ada Abel", "Cleo Carr"]


def test_with_no_guest_among_those_left_the_first_is_taken(window: Window, feast: int) -> None:
    window.desk.focus.set(selection=frozenset({BO, DAN, EVE}), person=EVE, page="person")
    with window.desk.edit("Delete"):
        people.delete(window.desk.book, [EVE])
    assert window.desk.focus.now.person == BO


def test_with_the_list_folded_away_nobody_takes_their_place(window: Window) -> None:
    window.people.hide()
    window.desk.focus.show_person(BO)
    window.deeds.delete_people()
    assert window.desk.focus.now == Attention()


def test_who_is_left_is_taken_from_those_in_sight(window: Window) -> None:
    window.desk.focus.set(
        selection=frozenset({ADA, BO, CLEO}), person=BO, page="person", search="carr"
    )
    with window.desk.edit("Delete"):
        people.delete(window.desk.book, [BO])
    now = window.desk.focus.now
    assert (now.selection, now.person) == (frozenset({ADA, CLEO}), CLEO)


@pytest.mark.parametrize("tables", [{}, {"person": ALL, "tagging": ALL, "guest": ALL}])
def test_what_concerns_nothing_attended_to_asks_nothing_of_the_book(
    window: Window, monkeypatch: pytest.MonkeyPatch, tables: dict[str, object]
) -> None:
    window.desk.focus.set(selection=frozenset({ADA, BO}), person=BO, page="person", event=1)
    before = window.desk.focus.now

    def ask(*_asked: object) -> None:
        raise AssertionError("it was asked")

    monkeypatch.setattr(window.desk.book, "sql", ask)
    monkeypatch.setattr(window.desk.book, "rows", ask)
    window.desk.notices.caught_up.emit(Notice(Changes(tables), sentence("Import"), Deed.EDIT))  # type: ignore[arg-type]
    monkeypatch.undo()
    assert window.desk.focus.now == before


# What is half typed about it


def type_in(form: Form | None, **words: str) -> None:
    assert form is not None
    for name, text in words.items():
        typed = form.input(name)
        assert isinstance(typed, QLineEdit | QPlainTextEdit)
        typed.selectAll()
        QTest.keyClick(typed, Qt.Key.Key_Delete)
        QTest.keyClicks(typed, text)


def show_it(window: Window) -> None:
    """Click what the notice offers."""
    button = window.notice_bar.findChild(QAbstractButton, "noticeBar.action")
    assert button is not None
    button.click()


@pytest.fixture
def dan(window: Window) -> int:
    window.furnish()
    with window.desk.edit("Meet Dan"):
        person = people.add(window.desk.book, "Dan Dorn")
    window.desk.focus.show_person(person)
    return person


STILL_HERE = "{} is no longer in the book; what you were writing there is still here."


def test_a_form_about_someone_gone_is_given_back(window: Window, dan: int) -> None:
    window.page.begin_edit()
    type_in(window.page.form, name="", nickname="Danny")
    window.desk.book.undo()  # as a job may, while one types
    QApplication.processEvents()
    assert window.desk.focus.now.person == CLEO
    assert window.page.form is None
    assert window.page.header.title.isVisible()
    assert window.page.header.title.text() == "Cleo Carr"
    assert window.notice_bar.text == STILL_HERE.format("Dan Dorn")
    window.drafts.keep()
    assert "Danny" in (window.desk.book.setting(SETTING) or "")  # another start offers it too
    show_it(window)
    dialog = window.findChild(LeftDialog)
    assert dialog is not None
    listing = dialog.findChild(QPlainTextEdit)
    assert listing is not None
    assert "Danny" in listing.toPlainText()
    dialog.close()
    window.drafts.keep()
    assert not window.desk.book.setting(SETTING)


def test_what_was_given_back_stands_in_its_form_again_once_they_are_back(
    window: Window, dan: int
) -> None:
    window.page.add("note")
    type_in(window.page.form, text="Builds boats")
    window.desk.book.undo()
    assert window.page.form is None
    assert window.desk.focus.now.person == CLEO
    window.desk.book.redo()
    assert window.desk.focus.now.person == CLEO
    show_it(window)
    assert window.desk.focus.now.person == dan
    assert window.finish_edit()
    note = window.desk.book.row("SELECT person_id, text FROM note")
    assert note == (dan, "Builds boats")


def write_of_breakfast(window: Window, **typed: str) -> None:
    """Plan a breakfast and begin to write about it; Undo takes it back."""
    window.furnish()
    with window.desk.edit("Plan Breakfast"):
        event = events.add(window.desk.book, "Breakfast")
    window.open_event(event)
    window.event_page.begin_edit()
    type_in(window.event_page.form, **typed)


def test_a_form_about_an_event_that_is_gone_is_given_back(window: Window) -> None:
    write_of_breakfast(window, name="", place="Harbour")
    window.desk.book.undo()
    QApplication.processEvents()
    assert window.desk.focus.now == Attention()
    assert window.pages.currentWidget() is window.opening
    assert window.notice_bar.text == STILL_HERE.format("Breakfast")
    window.desk.book.redo()
    assert window.event_page.header.title.isVisible()
    show_it(window)
    form = window.event_page.form
    assert form is not None
    assert form.draft() == {"name": "", "place": "Harbour"}
    form.cancel()


def test_a_form_in_which_nothing_is_typed_is_just_closed(window: Window, dan: int) -> None:
    window.page.begin_edit()
    window.desk.book.undo()
    assert window.page.form is None
    assert window.notice_bar.text == ""


def test_nobody_is_led_back_to_a_form_about_someone_gone(window: Window, dan: int) -> None:
    window.page.begin_edit()
    type_in(window.page.form, name="")
    window.people.view.take(1)
    window.desk.book.undo()  # before one is led back to what cannot be kept yet
    QApplication.processEvents()
    assert window.desk.focus.now.person == BO
    assert window.page.header.title.isVisible()
    assert window.page.header.title.text() == "Bo Berg"


def test_nobody_is_led_back_to_a_form_about_an_event_that_is_gone(window: Window) -> None:
    write_of_breakfast(window, name="")
    window.open_event(1)
    window.desk.book.undo()
    QApplication.processEvents()
    assert window.desk.focus.now.event == 1
    assert window.event_page.header.title.isVisible()
    assert window.event_page.header.title.text() == "Supper"
