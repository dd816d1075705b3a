from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from relbook.core import circles, facts, people, relations
from relbook.core.facts import Contact, KeyDate, Position
from relbook.gui.desk import Desk
from relbook.gui.pages.person import PersonPage
from relbook.gui.widgets.chips import Chip
from relbook.gui.widgets.inputs import ChoiceInput, TextInput
from relbook.gui.widgets.people_input import PeopleInput
from relbook.gui.widgets.row import Row
from tests.gui.conftest import focused
from tests.gui.pages.conftest import Folk, button, last_edit, open_form, row, texts, typed

RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


def test_everything_known_is_shown(page: PersonPage) -> None:
    shown = {kind: texts(section) for kind, section in page.sections.items()}
    assert shown == {
        "circle": [],
        "contact": ["ada@moss.example", "+44 20 7946 0018", "1 Quay, Leith"],
        "position": ["Potter at Clay Yard"],
        "met": ["June 2019", "on the ferry", "Ben Okri"],
        "date": ["22 March 1980"],
        "thread": ["Learning Greek"],
        "moment": ["Meal with Ben"],
        "relation": ["Ben Okri"],
        "note": ["Never tea."],
        "own": ["39"],
    }
    chips = [chip.text() for chip in page.header.findChildren(Chip) if chip.isVisible()]
    assert chips == ["Old crew", "22 March"]
    assert row(page.sections["date"], "22 March 1980").data.label == (
        "birthday  ·  45 years old  ·  in 8 days"
    )


def test_someone_with_only_a_name_is_an_invitation(
    page: PersonPage, desk: Desk, folk: Folk
) -> None:
    desk.focus.show_person(folk.new)
    assert page.header.title.text() == "Cleo"
    assert not any(section.isVisible() for section in page.sections.values())
    assert button(page, "page.add.moment").isVisible()


def test_an_organisation_does_not_say_its_name_twice(
    page: PersonPage, desk: Desk, folk: Folk
) -> None:
    with desk.book.edit("Fill"):
        facts.add(desk.book, Position, folk.new, organisation="Cleo")
        facts.add(desk.book, Position, folk.ben, organisation="Ben & Sons")
    desk.focus.show_person(folk.new)
    assert page.header._does.isHidden()
    desk.focus.show_person(folk.ben)
    assert page.header._does.text() == "Ben & Sons"


def test_a_row_is_edited_in_its_place_and_undone(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    contacts = page.sections["contact"]
    qtbot.keyClick(row(contacts, "+44 20 7946 0018"), Qt.Key.Key_F2)
    assert page.editing
    typed(page, qtbot, "value", "+44 20 7946 0099")
    qtbot.keyClick(focused(), RETURN)
    assert not page.editing
    assert texts(contacts)[1] == "+44 20 7946 0099"
    assert last_edit(desk) == "Change a phone number of Ada Moss"
    key = facts.of_person(desk.book, Contact, folk.ada)[1]
    assert desk.book.value("SELECT match_key FROM contact_point WHERE id = ?", key.id) == (
        facts.match_key("phone", key.value)
    )
    assert isinstance(focused(), Row)
    assert focused().data.text == "+44 20 7946 0099"
    desk.book.undo()
    assert texts(contacts)[1] == "+44 20 7946 0018"


def test_escape_takes_back_and_an_unchanged_form_is_no_edit(
    page: PersonPage, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.book.next_undo()
    note = row(page.sections["note"], "Never tea.")
    qtbot.keyClick(note, RETURN)
    typed(page, qtbot, "text", "Only coffee.")
    qtbot.keyClick(focused(), ESCAPE)
    qtbot.keyClick(note, RETURN)
    assert page.finish_edit()
    assert desk.book.next_undo() == before
    assert texts(page.sections["note"]) == ["Never tea."]


def test_leaving_for_another_card_saves(page: PersonPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(row(page.sections["own"], "39"), Qt.Key.Key_F2)
    typed(page, qtbot, "value", "40")
    qtbot.keyClick(row(page.sections["note"], "Never tea."), Qt.Key.Key_F2)
    assert texts(page.sections["own"]) == ["40"]
    assert page.sections["note"].form is not None
    assert page.sections["own"].form is None
    assert last_edit(desk) == "Change a field of Ada Moss"


def test_showing_another_person_saves_first(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    qtbot.keyClick(row(page.sections["note"], "Never tea."), Qt.Key.Key_F2)
    typed(page, qtbot, "text", "Never milk.")
    desk.focus.show_person(folk.ben)
    assert page.header.title.text() == "Ben Okri"
    assert desk.book.value("SELECT text FROM note") == "Never milk."


def test_what_cannot_be_kept_stays(page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot) -> None:
    qtbot.keyClick(row(page.sections["date"], "22 March 1980"), Qt.Key.Key_F2)
    typed(page, qtbot, "date", "31 February")
    assert not page.finish_edit()
    desk.focus.show_person(folk.ben)
    qtbot.waitUntil(lambda: desk.focus.now.person == folk.ada)
    assert page.editing
    assert page.header.title.text() == "Ada Moss"
    typed(page, qtbot, "date", "about 1979")
    assert page.finish_edit()
    assert texts(page.sections["date"]) == ["about 1979"]


@pytest.mark.parametrize("date", ["22 March 1980", "March 1980", "22 March", "1980", "about 1980"])
def test_dates_known_in_part_go_round(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot, date: str
) -> None:
    dates = page.sections["date"]
    key = dates.list.data[0].key
    dates.edit(key)
    typed(page, qtbot, "date", date)
    page.finish_edit()
    kept = facts.of_person(desk.book, KeyDate, folk.ada)[0].date
    dates.edit(key)
    typed(page, qtbot, "label", "born")
    page.finish_edit()
    assert facts.of_person(desk.book, KeyDate, folk.ada)[0].date == kept
    assert texts(dates) == [date]


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("contact", {"value": "ada@work.example"}, "ada@work.example"),
        ("position", {"title": "Diver", "since": "May 2001"}, "Diver"),
        ("date", {"date": "1 May 2003", "label": "moved here"}, "1 May 2003"),
        ("relation", {"who": "Zed", "kind": "friend"}, "Zed"),
        ("relation", {"who": "Cleo", "kind": "neighbour"}, "Cleo"),
        ("thread", {"title": "Building a kiln", "expected": "June 2027"}, "Building a kiln"),
        ("moment", {"line": "a long talk"}, "Talk"),
        ("note", {"text": "Likes figs."}, "Likes figs."),
        ("own", {"name": "cat", "value": "Miso"}, "Miso"),
    ],
)
def test_each_kind_is_added_by_keyboard_removed_and_undone(
    page: PersonPage, desk: Desk, qtbot: QtBot, kind: str, fields: dict[str, str], shown: str
) -> None:
    section = page.sections[kind]
    before = texts(section)
    adding = button(page, f"page.add.{kind}")
    adding.setFocus()
    qtbot.keyClick(adding, Qt.Key.Key_Space)
    for field, text in fields.items():
        typed(page, qtbot, field, text)
    qtbot.keyClick(focused(), RETURN, CTRL)
    assert not page.editing
    assert sorted(texts(section)) == sorted([*before, shown])
    assert focused() is row(section, shown)
    qtbot.keyClick(focused(), Qt.Key.Key_Delete)
    assert texts(section) == before
    desk.book.undo()
    assert shown in texts(section)
    desk.book.undo()
    assert texts(section) == before


def test_a_relation_with_someone_of_the_book_leads_there(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    qtbot.mouseClick(row(page.sections["relation"], "Ben Okri"), Qt.MouseButton.LeftButton)
    assert desk.focus.now.person == folk.ben
    assert [one.kind for one in relations.of_person(desk.book, folk.ben)] == ["sibling"]
    assert texts(page.sections["relation"]) == ["Ada Moss"]


def test_the_name_is_edited_at_the_head(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.header.edit_button, Qt.MouseButton.LeftButton)
    typed(page, qtbot, "name", "Ada Mossgrove")
    typed(page, qtbot, "nickname", "Moss")
    qtbot.keyClick(focused(), RETURN)
    assert page.header.title.text() == "Ada Mossgrove"
    person = people.read(desk.book, folk.ada)
    assert person is not None
    assert (person.family, person.nickname) == ("Mossgrove", "Moss")
    desk.book.undo()
    assert page.header.title.text() == "Ada Moss"


def test_a_person_needs_a_name(page: PersonPage, qtbot: QtBot) -> None:
    page.begin_edit()
    typed(page, qtbot, "name", " ")
    assert not page.finish_edit()
    page.cancel_edit()
    assert page.finish_edit()


@pytest.mark.parametrize(
    ("kind", "typing", "field", "words"),
    [
        ("moment", {"people": "Zed Nobody"}, "people", "not in the book"),
        ("thread", {"title": "x", "people": "Zed Nobody"}, "people", "not in the book"),
        ("thread", {"line": "x"}, "title", "what is going on"),
        ("contact", {"label": "home"}, "value", "cannot be empty"),
        ("position", {"since": "2001"}, "title", "needs a title"),
        ("relation", {"kind": "friend"}, "who", "Say who"),
        ("relation", {"who": "Ada Moss", "kind": "friend"}, "who", "same person"),
        ("relation", {"who": "Cleo"}, "kind", "a word is enough"),
        ("note", {"date": "2001"}, "text", "empty note"),
        ("own", {"value": "39"}, "name", "needs a name"),
    ],
)
def test_what_cannot_be_kept_is_said_below_its_field(
    page: PersonPage, qtbot: QtBot, kind: str, typing: dict[str, str], field: str, words: str
) -> None:
    page.add(kind)
    form = open_form(page)
    for name, text in typing.items():
        asked = form.input(name)
        if isinstance(asked, PeopleInput):
            typed(page, qtbot, name, text)
        else:
            assert isinstance(asked, TextInput | ChoiceInput)
            asked.set_value(text)  # typed, it would leave a list open
    assert not page.finish_edit()
    asked = form.input(field)
    assert words in asked.accessibleDescription()
    inputs = (asked, asked.focusProxy())
    qtbot.waitUntil(lambda: page.window().focusWidget() in inputs)


def test_circles_are_joined_and_left(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    page.add("circle")
    qtbot.keyClicks(focused(), "Potters,")
    qtbot.keyClick(focused(), RETURN)
    assert circles.of_person(desk.book, folk.ada) == [(1, "Old crew"), (2, "Potters")]
    assert page.sections["circle"].isHidden()
    chip = next(chip for chip in page.header.findChildren(Chip) if chip.text() == "Old crew")
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert circles.of_person(desk.book, folk.ada) == [(2, "Potters")]
    assert last_edit(desk) == "Take Ada Moss out of Old crew"


def test_how_we_met_has_a_form_for_each_part(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    met = page.sections["met"]
    qtbot.keyClick(row(met, "Ben Okri"), Qt.Key.Key_F2)
    typed(page, qtbot, "met_through", "a tall man")
    qtbot.keyClick(focused(), RETURN)
    person = people.read(desk.book, folk.ada)
    assert person is not None
    assert (person.met_through_id, person.met_through_name) == (None, "a tall man")
    page.add("met")
    typed(page, qtbot, "met_how", "She lost her hat.")
    assert page.finish_edit()
    assert texts(met) == ["June 2019", "on the ferry", "She lost her hat.", "a tall man"]


def test_a_thread_is_closed_with_its_outcome(page: PersonPage, desk: Desk, qtbot: QtBot) -> None:
    section = page.sections["thread"]
    section.act(section.list.data[0].key, "close")
    typed(page, qtbot, "outcome", "She speaks it")
    qtbot.mouseClick(open_form(page).input("success"), Qt.MouseButton.LeftButton)
    assert page.finish_edit()
    assert section.list.data[0].chip == "congratulate"
    assert desk.book.row("SELECT closed, outcome, success FROM thread") == (
        "2026-03-14",
        "She speaks it",
        1,
    )


def test_copying_says_what_was_copied(page: PersonPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.said) as news:
        qtbot.keyClick(row(page.sections["contact"], "ada@moss.example"), Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "ada@moss.example"
    assert news.args == ["Copied ada@moss.example"]


def test_a_hidden_page_catches_up_when_shown(page: PersonPage, desk: Desk, folk: Folk) -> None:
    page.hide()
    with desk.book.edit("Rename"):
        people.change(desk.book, folk.ada, name="Ada Reed")
    assert page.header.title.text() == "Ada Moss"
    page.show()
    assert page.header.title.text() == "Ada Reed"


def test_only_touched_cards_are_read_again(
    page: PersonPage, desk: Desk, folk: Folk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for kind, section in page.sections.items():
        monkeypatch.setattr(section, "refresh", lambda kind=kind: read.append(kind))
    with desk.book.edit("Say more"):
        facts.add(desk.book, facts.Note, folk.ada, text="x")
    assert read == ["note"]


def test_someone_deleted_is_not_shown_till_they_come_back(
    page: PersonPage, desk: Desk, folk: Folk
) -> None:
    with desk.book.edit("Delete"):
        people.delete(desk.book, [folk.ada])
    assert not page.header.isVisible()
    desk.book.undo()
    assert page.header.isVisible()
    assert texts(page.sections["note"]) == ["Never tea."]


def new_contact(page: PersonPage) -> ChoiceInput:
    """The Kind of a new contact's form, with the focus."""
    page.add("contact")
    kind = open_form(page).input("kind")
    assert isinstance(kind, ChoiceInput)
    kind.setFocus()
    return kind


def named(page: PersonPage) -> str:
    """The field that has the focus, or would if the window had it."""
    return page.window().focusWidget().objectName().removeprefix("page.contact.form.")


def test_an_address_is_chosen_by_its_letters_and_asked_for_once_one_goes_on(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    kind = new_contact(page)
    qtbot.keyClicks(kind, "ad")
    assert (kind.value(), named(page), open_form(page).input("kind")) == ("address", "kind", kind)
    qtbot.keyClick(kind, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: named(page) == "street")
    qtbot.keyClicks(open_form(page).input("street"), "2 Quay")
    assert page.finish_edit()
    assert texts(page.sections["contact"])[-1] == "2 Quay"


def test_going_through_the_kinds_by_arrow_swaps_nothing(page: PersonPage, qtbot: QtBot) -> None:
    kind = new_contact(page)
    for _ in range(8):
        qtbot.keyClick(kind, Qt.Key.Key_Down)
    assert kind.value() == "address"
    for _ in range(8):
        qtbot.keyClick(kind, Qt.Key.Key_Up)
    qtbot.keyClick(kind, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: named(page) == "value")
    assert open_form(page).input("kind") is kind


def test_a_kind_taken_from_the_list_goes_on_to_the_words(page: PersonPage, qtbot: QtBot) -> None:
    kind = new_contact(page)
    kind.showPopup()
    qtbot.keyClick(kind.view(), Qt.Key.Key_End)
    qtbot.keyClick(kind.view(), RETURN)
    qtbot.waitUntil(lambda: named(page) == "street")


def test_return_on_the_kind_asks_for_the_address_and_keeps_what_was_typed(
    page: PersonPage, qtbot: QtBot
) -> None:
    kind = new_contact(page)
    typed(page, qtbot, "value", "2 Quay")
    kind.setFocus()
    qtbot.keyClicks(kind, "ad")
    qtbot.keyClick(kind, RETURN)
    qtbot.waitUntil(lambda: named(page) == "street")
    assert page.finish_edit()
    assert texts(page.sections["contact"])[-1] == "2 Quay"


def test_a_tender_fact_says_so_softly(page: PersonPage, desk: Desk, folk: Folk) -> None:
    contact = facts.of_person(desk.book, Contact, folk.ada)[0]
    with desk.book.edit("Soften"):
        facts.change(desk.book, Contact, contact.id, **{**_columns(contact), "tender": True})
    assert page.sections["contact"].list.data[0].chip == "tender"


def _columns(contact: Contact) -> dict[str, object]:
    shown = replace(contact)
    return {name: getattr(shown, name) for name in ("kind", "value", "label")}


def test_while_a_job_writes_nothing_is_offered_to_change(
    page: PersonPage, desk: Desk, qtbot: QtBot
) -> None:
    plus = page.sections["note"].plus
    buttons = (plus, page.header.edit_button, button(page, "page.add.moment"))
    seen: list[tuple[bool, str]] = []

    def work(_report: object) -> None:
        seen.extend((one.isEnabled(), one.toolTip()) for one in buttons)
        qtbot.keyClick(row(page.sections["note"], "Never tea."), Qt.Key.Key_F2)
        page.begin_edit()
        assert not page.editing

    with qtbot.waitSignal(page.said) as news:
        desk.jobs.start("Write", work, writes=True)
    assert seen == [(False, "Wait a little: a longer job is writing in the book.")] * 3
    assert news.args == [seen[0][1]]
    assert all(one.isEnabled() for one in buttons)
    assert plus.toolTip() == "Add a note"


def test_a_book_to_read_only_says_why_nothing_can_be_added(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.book, "read_only", True)
    page = PersonPage(desk)
    qtbot.addWidget(page)
    plus = page.sections["note"].plus
    assert (plus.isEnabled(), plus.toolTip()) == (False, "This book is open for reading only.")


def test_escape_while_reading_goes_back(page: PersonPage, qtbot: QtBot) -> None:
    note = row(page.sections["note"], "Never tea.")
    note.setFocus()
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(note, ESCAPE)


def test_every_widget_to_act_on_has_a_name(page: PersonPage) -> None:
    page.add("contact")
    for each in page.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.objectName()
            assert each.accessibleName()


def test_a_click_hits_what_lay_under_it_when_a_form_closes(
    page: PersonPage, desk: Desk, qtbot: QtBot
) -> None:
    met = page.sections["met"]
    qtbot.keyClick(row(met, "June 2019"), Qt.Key.Key_F2)
    typed(page, qtbot, "met_on", "July 2019")
    below = row(met, "on the ferry")
    window = page.window().windowHandle()
    at = below.mapTo(page.window(), QPoint(60, below.height() // 2))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(window, left, Qt.KeyboardModifier.NoModifier, at)
    assert last_edit(desk) == "Change how you met Ada Moss"
    assert below.mapTo(page.window(), QPoint(60, below.height() // 2)) == at
    QTest.mouseRelease(window, left, Qt.KeyboardModifier.NoModifier, at)
    qtbot.waitUntil(lambda: met.form is not None)
    assert page.focusWidget().objectName() == "page.met.form.met_where"
    assert texts(met) == ["July 2019", "on the ferry", "Ben Okri"]


def test_a_click_on_nothing_leaves_the_form(page: PersonPage, desk: Desk, qtbot: QtBot) -> None:
    page.add("note")
    typed(page, qtbot, "text", "Sings.")
    nothing = page.header.mapTo(page.window(), QPoint(-4, -4))
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(page.window().windowHandle(), left, plain, nothing)
    assert not page.editing
    assert last_edit(desk) == "Add a note about Ada Moss"


def test_a_photo_is_pasted_and_taken_away(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    qtbot.keyClick(page.header.face, Qt.Key.Key_V, CTRL)
    person = people.read(desk.book, folk.ada)
    assert person is not None
    assert person.photo is not None
    assert last_edit(desk) == "Change the photo of Ada Moss"
    qtbot.keyClick(page.header.face, Qt.Key.Key_Delete)
    assert last_edit(desk) == "Remove the photo of Ada Moss"
    desk.book.undo()
    assert people.read(desk.book, folk.ada) == person


def test_what_is_no_picture_is_told_and_changes_nothing(
    page: PersonPage, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    before = desk.book.next_undo()
    text = tmp_path / "notes.jpg"
    text.write_text("not a picture")
    for path in (text, tmp_path / "nowhere.png"):
        with qtbot.waitSignal(desk.alerts.told):
            page.header.take_photo_file(path)
    assert desk.book.next_undo() == before


def test_the_menu_offers_what_can_be_done(page: PersonPage, desk: Desk, folk: Folk) -> None:
    actions = {action.objectName(): action for action in page.header.menu().actions()}
    actions["page.menu.resting"].trigger()
    person = people.read(desk.book, folk.ada)
    assert person is not None
    assert person.state == "resting"
    assert last_edit(desk) == "Let Ada Moss rest"
    chips = [chip.text() for chip in page.header.findChildren(Chip) if chip.isVisible()]
    assert chips == ["Old crew", "22 March", "resting"]
    assert "page.menu.active" in [one.objectName() for one in page.header.menu().actions()]


def test_the_dead_grow_no_older(page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot) -> None:
    page.add("date")
    qtbot.keyClicks(open_form(page).input("kind"), "day of death")
    typed(page, qtbot, "date", "2 April 2021")
    assert page.finish_edit()
    labels = [one.label for one in page.sections["date"].list.data]
    assert labels == ["birthday", "day of death"]
    chips = [chip.text() for chip in page.header.findChildren(Chip) if chip.isVisible()]
    assert chips == ["Old crew", "22 March", "died 2021"]


def test_a_new_contact_guesses_its_kind_and_may_be_an_address(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    page.add("contact")
    typed(page, qtbot, "value", "ada@kiln.example")
    assert page.finish_edit()
    kept = facts.of_person(desk.book, Contact, folk.ada)
    assert ("mail", "ada@kiln.example") in [(one.kind, one.value) for one in kept]
    page.add("contact")
    kind = open_form(page).input("kind")
    kind.setFocus()
    qtbot.keyClick(kind, Qt.Key.Key_End)
    qtbot.keyClick(kind, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: named(page) == "street")
    typed(page, qtbot, "street", "2 Hill")
    typed(page, qtbot, "locality", "Fife")
    assert page.finish_edit()
    assert texts(page.sections["contact"])[-1] == "2 Hill, Fife"
    assert last_edit(desk) == "Add an address of Ada Moss"


def test_a_moment_has_several_people(
    page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot
) -> None:
    page.add("moment")
    typed(page, qtbot, "line", "by the sea")
    typed(page, qtbot, "people", "Cleo")
    assert page.finish_edit()
    assert texts(page.sections["moment"])[0] == "Talk with Cleo"
    desk.focus.show_person(folk.new)
    assert texts(page.sections["moment"]) == ["Talk with Ada"]
    page.add("moment")
    typed(page, qtbot, "people", "Nobody at all")
    assert not page.finish_edit()


def test_the_page_outlives_its_forms(page: PersonPage, qtbot: QtBot) -> None:
    for kind in page.sections:
        page.add(kind)
        page.cancel_edit()
        qtbot.wait(1)  # the form is let go by the event loop
        page.resize(page.width() - 7, page.height())
    page.grab()
    assert all(each.isVisible() for each in page.adding.findChildren(QAbstractButton))


def test_a_first_circle_is_joined(page: PersonPage, desk: Desk, folk: Folk, qtbot: QtBot) -> None:
    desk.focus.show_person(folk.new)
    page.add("circle")
    typed(page, qtbot, "circles", "Sailors")
    assert page.finish_edit()
    assert [name for _, name in circles.of_person(desk.book, folk.new)] == ["Sailors"]


def test_nothing_is_added_to_nobody(page: PersonPage, desk: Desk, folk: Folk) -> None:
    page.add("note")
    with desk.book.edit("Delete"):
        people.delete(desk.book, [folk.ada])
    assert not page.editing
    page.add("note")
    page.begin_edit()
    assert not page.editing
