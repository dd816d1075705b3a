"""The page about an event, as a user does with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import (
    circles,
    events,
    facts,
    interests,
    introductions,
    ledger,
    people,
    threads,
)
from relbook.core.briefing import Choices
from relbook.core.facts import KeyDate
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.pages.event import BackToEvent, EventPage
from relbook.gui.pages.event.faces import FaceRow
from relbook.gui.pages.event.ticks import TickRow
from tests.gui.conftest import Show, focused
from tests.gui.pages.conftest import button, last_edit, open_form, typed

RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Gathering:
    """The event of the tests and its people, by id."""

    event: int
    ada: int
    ben: int
    cleo: int
    promise: int
    loan: int


@pytest.fixture
def supper(desk: Desk) -> Gathering:
    """A supper with Ada and Ben, who share an interest, and with Eero, who is not in the book."""
    book = desk.book
    with book.edit("Fill"):
        ada = people.add(book, "Ada Moss", closeness="friend")
        ben = people.add(book, "Ben Okri")
        cleo = people.add(book, "Cleo")
        circles.join(book, circles.find_or_add(book, "Choir"), [ben, cleo])
        interests.tag(book, [ada, ben], interests.find_or_add(book, "old maps"), "enjoys")
        promise = ledger.promise(book, [ada], "gave", "the article", "2026-04", "advice")
        loan = ledger.add(book, [ben], "received", "loan", "a field guide", date="2026-01-02")
        facts.add(book, KeyDate, ada, kind="birthday", date="1980-03-25")
        threads.add(book, [ben], "The exam", expected="2026-03-18")
        event = events.add(
            book, "Supper", kind="dinner", starts="2026-03-20", at="from seven", place="Boathouse"
        )
        events.invite(book, event, [ada, ben], ["Eero"])
    return Gathering(event, ada, ben, cleo, promise, loan)


Open = Callable[[int], EventPage]


@pytest.fixture
def page(desk: Desk, supper: Gathering, show: Show) -> EventPage:
    """The page, shown, about the supper."""
    made = EventPage(desk)
    made.resize(700, 900)
    show(made)
    desk.focus.set(event=supper.event, page="event")
    return made


def faces(page: EventPage) -> list[str]:
    """The guests as their faces say it."""
    return [row.spoken() for row in page.guests.view.rows.rows]


def guest(page: EventPage, name: str) -> int:
    """The key of a guest."""
    return next(one.id for one in page.guests.company if one.name == name)


def rows(page: EventPage, card: str) -> list[str]:
    """What the rows of a card say first."""
    found = page.findChild(QWidget, card)
    assert found is not None
    if not found.isVisible():
        return []
    return [row.data.text for row in page.settling.list.rows()] if card == "event.settle" else [
        row.data.text for row in page.introducing.list.rows()
    ]  # fmt: skip


def row(page: EventPage, text: str) -> TickRow:
    every = [*page.settling.list.rows(), *page.introducing.list.rows()]
    return next(row for row in every if text in row.data.text)


def choose(menu: QMenu, name: str) -> None:
    """Take what a menu offers."""
    action = menu.findChild(QAction, f"event.{name}")
    assert isinstance(action, QAction), name
    assert action.isEnabled(), name
    action.trigger()


def child(page: QWidget, name: str) -> Any:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def undone(desk: Desk, page: EventPage, was: list[str]) -> bool:
    """Whether one Undo brings the faces back as they were."""
    desk.book.undo()
    return faces(page) == was


# What is shown


def test_all_that_matters_of_an_event_is_shown(page: EventPage) -> None:
    header = page.header
    assert header.title.text() == "Supper"
    assert header.when.text() == "Friday 20 March, from seven  ·  in 6 days  ·  dinner"
    assert header.where.text() == "Boathouse"
    assert header.leaf.accessibleName() == "Friday 20 March"
    assert faces(page) == ["Ada Moss, friend", "Ben Okri, Choir", "Eero, new to you"]
    assert child(page, "event.guests.count").text() == "3 expected  ·  2 you know  ·"
    assert child(page, "event.guests.new").text() == "1 new to you"
    assert rows(page, "event.settle") == ["I promised: the article", "Out on loan: a field guide"]
    assert rows(page, "event.introduce") == ["Ada to Ben"]
    assert [(one.text, one.second, one.chip) for one in page.near.list.data] == [
        ("Ada Moss", "birthday on 25 March  ·  turns 46", "congratulate"),
        ("Ben Okri", "The exam  ·  in 4 days", "ask how it went"),
    ]
    assert not page.note.isVisible()


def test_an_event_with_only_a_name_is_an_invitation(
    page: EventPage, desk: Desk, qtbot: QtBot
) -> None:
    with desk.book.edit("Plan"):
        bare = events.add(desk.book, "Some day")
    desk.focus.set(event=bare)
    assert page.header.leaf.accessibleName() == "no date yet"
    assert child(page, "event.guests.nobody").isVisible()
    for card in (page.settling, page.introducing, page.near, page.note, page.sheet):
        assert not card.isVisible()
    qtbot.mouseClick(child(page, "event.sayWhen"), LEFT)
    assert focused().objectName() == "event.form.starts"
    qtbot.keyClick(focused(), ESCAPE)
    qtbot.mouseClick(button(page, "event.guests.first"), LEFT)
    qtbot.keyClicks(focused(), "Cleo, Zed")
    qtbot.keyClick(focused(), RETURN)
    assert faces(page) == ["Cleo, Choir", "Zed, new to you"]


@pytest.mark.parametrize(
    ("starts", "ends", "leaf", "words"),
    [
        ("2026-03-20", "2026-03-22", ("March", "20–22", "3 days"), "20 to 22 March  ·  in 6 days"),
        ("2026-05", None, ("May", "2026", ""), "May"),
        ("2027", None, ("some day in", "2027", ""), "2027"),
        ("--05-02", None, ("May", "2", ""), "2 May"),
        ("2026-05-02~", None, ("May", "2", "about"), "about 2 May"),
    ],
)
def test_a_date_known_in_part_is_shown_as_far_as_it_is(
    page: EventPage, desk: Desk, starts: str, ends: str | None, leaf: tuple, words: str
) -> None:
    with desk.book.edit("Plan"):
        event = events.add(desk.book, "Fair", starts=starts, ends=ends)
    desk.focus.set(event=event)
    told = page.header.leaf._words
    assert told is not None
    assert (told.band, told.middle, told.below) == leaf
    assert page.header.when.text() == words


def test_two_of_one_given_name_are_told_apart(page: EventPage, desk: Desk, supper: Any) -> None:
    with desk.book.edit("Invite"):
        events.invite(desk.book, supper.event, [people.add(desk.book, "Ada Abel")])
    called = [one.called for one in page.guests.view.rows.rows if isinstance(one, FaceRow)]
    assert called == ["Ada Abel", "Ada Moss", "Ben", "Eero"]


def test_of_many_guests_the_first_lines_are_shown_until_asked(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    with desk.book.edit("Invite"):
        events.invite(desk.book, supper.event, names=[f"Guest {n}" for n in range(97)])
    assert 20 <= len(faces(page)) <= 40
    assert child(page, "event.guests.count").text().startswith("100 expected")
    qtbot.mouseClick(button(page, "event.guests.all"), LEFT)
    assert len(faces(page)) == 100
    view = page.guests.view
    lowest = view.visualRect(view.rows.index(99, 0)).bottom()
    assert lowest <= view.height()
    qtbot.mouseClick(button(page, "event.guests.all"), LEFT)
    assert len(faces(page)) <= 40


def test_of_many_guests_what_there_is_to_do_follows(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    with desk.book.edit("Plan"):
        crowd = [people.add(desk.book, f"Guest {n}") for n in range(50)]
        ball = events.add(desk.book, "Ball", starts="2026-03-20")
        events.invite(desk.book, ball, [*crowd, supper.ada, supper.ben])
    desk.focus.set(event=ball)
    assert child(page, "event.guests.count").text() == "52 expected"
    assert not page.settling.isVisible()
    qtbot.waitUntil(page.sheet.isVisible)
    assert rows(page, "event.settle") == ["I promised: the article", "Out on loan: a field guide"]
    assert rows(page, "event.introduce") == ["Ada to Ben"]
    assert len(page.near.list.data) == 2
    page.settling.settle(supper.promise)
    qtbot.waitUntil(lambda: rows(page, "event.settle") == ["Out on loan: a field guide"])


def test_the_dead_and_the_tender_are_left_in_peace(
    page: EventPage, desk: Desk, supper: Gathering
) -> None:
    with desk.book.edit("Change"):
        people.change(desk.book, supper.ada, state="deceased")
        people.change(desk.book, supper.ben, tender=True)
    assert page.near.list.data == []
    assert rows(page, "event.settle") == ["Out on loan: a field guide"]


# Guests


def test_a_face_leads_to_the_person_and_back(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot, show: Show
) -> None:
    back = BackToEvent(desk)
    view = page.guests.view
    at = view.place_of(guest(page, "Ben Okri")).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=at)
    now = desk.focus.now
    assert (now.page, now.person, now.event) == ("person", supper.ben, supper.event)
    show(back)
    assert back.link.text() == "Supper"
    qtbot.mouseClick(back.link, LEFT)
    now = desk.focus.now
    assert (now.page, now.event, now.selection) == ("event", supper.event, frozenset())
    assert not back.isVisible()


def test_guests_are_gone_through_by_key(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    page.setFocus()
    assert focused() is page.guests.view
    qtbot.keyClick(focused(), Qt.Key.Key_Right)
    qtbot.keyClick(focused(), RETURN)
    assert (desk.focus.now.page, desk.focus.now.person) == ("person", supper.ben)


def test_delete_takes_a_guest_off_the_list(page: EventPage, desk: Desk, qtbot: QtBot) -> None:
    was = faces(page)
    page.setFocus()
    page.guests.view.go_to(guest(page, "Ben Okri"))
    said = QSignalSpy(page.said)
    qtbot.keyClick(focused(), Qt.Key.Key_Delete)
    assert faces(page) == ["Ada Moss, friend", "Eero, new to you"]
    assert last_edit(desk) == "Take Ben Okri off the list"
    assert said.at(0) == ["Ben Okri is off the list"]
    assert focused() is page.guests.view
    assert undone(desk, page, was)


def test_several_marked_go_in_one_edit(page: EventPage, desk: Desk, qtbot: QtBot) -> None:
    was, view = faces(page), page.guests.view
    for name in ("Ada Moss", "Eero"):
        at = view.place_of(guest(page, name)).center()
        qtbot.mouseClick(view.viewport(), LEFT, CTRL, at)
    assert desk.focus.now.page == "event"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert faces(page) == ["Ben Okri, Choir"]
    assert last_edit(desk) == "Take 2 guests off the list"
    assert undone(desk, page, was)


def test_guests_are_typed_one_after_the_other_and_nobody_twice(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    was = faces(page)
    qtbot.mouseClick(button(page, "event.guests.action"), LEFT)
    assert page.editing
    qtbot.keyClicks(focused(), "Cleo,Ada Moss,zed  zeta,eero")
    qtbot.keyClick(focused(), RETURN)
    assert not page.editing
    assert faces(page) == [
        "Cleo, Choir",
        "Ada Moss, friend",
        "Ben Okri, Choir",
        "Eero, new to you",
        "zed zeta, new to you",
    ]
    assert last_edit(desk) == "Invite 2 guests"
    assert undone(desk, page, was)


def test_who_is_expected_already_is_no_edit(page: EventPage, desk: Desk, qtbot: QtBot) -> None:
    before = desk.book.next_undo()
    said = QSignalSpy(page.said)
    page.add_guests()
    qtbot.keyClicks(focused(), "Ada Moss")
    qtbot.keyClick(focused(), RETURN)
    assert desk.book.next_undo() == before
    assert said.at(0) == ["They are on the list already; nobody is expected twice."]


@pytest.mark.parametrize("where", ["selection", "found", "circle", "event"])
def test_several_come_at_once_in_one_edit(
    page: EventPage, desk: Desk, supper: Gathering, where: str
) -> None:
    with desk.book.edit("Fill"):
        dead = people.add(desk.book, "Dora", state="deceased")
        choir = circles.find_or_add(desk.book, "Choir")
        circles.join(desk.book, choir, [dead])
        fair = events.add(desk.book, "Fair", starts="2025-06")
        events.invite(desk.book, fair, [supper.cleo, supper.ada], ["Eero", "Zed"])
    was = faces(page)
    if where == "selection":
        desk.focus.set(page="person", selection=frozenset({supper.cleo, supper.ben}), person=1)
        desk.focus.set(page="event", selection=frozenset(), person=None)
        choose(page.guests.menu(), "from.selection")
    elif where == "found":
        desk.focus.set(filter=Filter(circles=frozenset({choir})))
        choose(page.guests.menu(), "from.found")
    else:
        one = choir if where == "circle" else fair
        choose(page.guests.menu(), f"from.{where}.{one}")
    new = ["Zed, new to you"] if where == "event" else []
    assert sorted(faces(page)) == sorted([*was, "Cleo, Choir", *new])
    assert undone(desk, page, was)


def test_what_nobody_can_come_from_is_grey(page: EventPage) -> None:
    menu = page.guests.menu()
    grey = {
        name: not menu.findChild(QAction, f"event.from.{name}").isEnabled()  # type: ignore[union-attr]
        for name in ("selection", "found")
    }
    assert grey == {"selection": True, "found": True}


def test_a_mere_name_becomes_a_person(page: EventPage, desk: Desk, supper: Gathering) -> None:
    was = faces(page)
    menu = page.guests.guest_menu(guest(page, "Eero"))
    assert menu is not None
    choose(menu, "guest.make")
    assert "Eero" in faces(page)
    assert last_edit(desk) == "Add Eero to the book"
    assert desk.complete("Eero")
    assert undone(desk, page, was)
    assert not desk.complete("Eero")


def test_a_mere_name_turns_out_to_be_someone(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    was = faces(page)
    page.guests.ask_who(guest(page, "Eero"))
    typed(page, qtbot, "who", "Ada Moss")
    qtbot.keyClick(focused(), RETURN)
    complaint = open_form(page).input("who").accessibleDescription()
    assert complaint == "They are on the list already; nobody is expected twice."
    typed(page, qtbot, "who", "Nobody")
    qtbot.keyClick(focused(), RETURN)
    assert page.editing
    typed(page, qtbot, "who", "Cleo")
    qtbot.keyClick(focused(), RETURN)
    assert faces(page) == ["Cleo, Choir", "Ada Moss, friend", "Ben Okri, Choir"]
    assert undone(desk, page, was)


def test_a_word_can_be_kept_about_a_mere_name(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    page.guests.ask_word(guest(page, "Eero"))
    typed(page, qtbot, "note", "tunes pianos")
    qtbot.keyClick(focused(), RETURN)
    found = {one.name: one.note for one in events.guests(desk.book, supper.event)}
    assert found["Eero"] == "tunes pianos"
    assert last_edit(desk) == "Change the guest Eero"


def test_afterwards_it_can_be_said_who_came(page: EventPage, desk: Desk, supper: Gathering) -> None:
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, starts="2026-03-01")
    menu = page.guests.guest_menu(guest(page, "Ada Moss"))
    assert menu is not None
    choose(menu, "guest.met")
    assert faces(page)[0] == "Ada Moss, we met"
    assert child(page, "event.guests.count").text().startswith("3 guests")
    desk.book.undo()
    assert faces(page)[0] == "Ada Moss, friend"


# What there is to do


def test_what_is_done_is_settled(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    article = row(page, "the article")
    article.setFocus()
    qtbot.keyClick(article, RETURN, CTRL)
    assert rows(page, "event.settle") == ["Out on loan: a field guide"]
    assert desk.book.value("SELECT settled FROM ledger_entry WHERE id = ?", supper.promise) == (
        "2026-03-14"
    )
    assert last_edit(desk) == "the article is done"
    guide = row(page, "field guide")
    assert focused() is guide
    qtbot.mouseClick(guide, LEFT, pos=guide.zone("action").center())
    assert rows(page, "event.settle") == []
    assert last_edit(desk) == "a field guide is back"
    desk.book.undo()
    desk.book.undo()
    assert len(rows(page, "event.settle")) == 2


def test_what_is_unticked_stays_off_the_sheet(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.mouseClick(row(page, "the article"), LEFT)
    pair = row(page, "Ada to Ben")
    pair.setFocus()
    qtbot.keyClick(pair, Qt.Key.Key_Space)
    assert page.choices.left_out == {
        ("settle", supper.promise, 0),
        ("introduce", supper.ada, supper.ben),
    }
    assert not row(page, "the article").isChecked()
    with qtbot.waitSignal(page.print_requested) as wished:
        qtbot.mouseClick(button(page, "event.print"), LEFT)
    assert wished.args == [supper.event, page.choices]
    qtbot.mouseClick(row(page, "the article"), LEFT)
    assert page.choices.left_out == {("introduce", supper.ada, supper.ben)}
    assert desk.book.next_undo() is not None
    assert last_edit(desk) == "Fill"


def test_what_is_tender_is_offered_for_paper_only_when_ticked(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    with desk.book.edit("Change"):
        ledger.change(desk.book, supper.promise, tender=True)
    article = row(page, "the article")
    assert article.data.ticked is None
    qtbot.mouseClick(article, LEFT)
    assert page.choices == Choices()
    qtbot.mouseClick(button(page, "event.what"), LEFT)
    qtbot.mouseClick(child(page, "event.print.tender"), LEFT)
    assert page.choices == Choices(tender=True)
    assert row(page, "the article").isChecked()


def test_what_is_not_as_usual_is_told_beside_the_button(
    page: EventPage, supper: Gathering, qtbot: QtBot
) -> None:
    told = child(page, "event.sheet.told")
    assert told.text() == ""
    qtbot.mouseClick(button(page, "event.what"), LEFT)
    for name in ("reach", "note"):
        qtbot.mouseClick(child(page, f"event.print.{name}"), LEFT)
    assert page.choices == Choices(reach=True, note=False)
    assert told.text() == "Left out: Keep in mind\nOn it: How to reach them"


def test_choices_are_remembered_for_each_event(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(page, "event.what"), LEFT)
    qtbot.mouseClick(child(page, "event.print.photos"), LEFT)
    with desk.book.edit("Plan"):
        other = events.add(desk.book, "Fair")
        events.invite(desk.book, other, [supper.ada])
    desk.focus.set(event=other)
    assert page.choices == Choices()
    assert child(page, "event.print.photos").isChecked()
    desk.focus.set(event=supper.event)
    assert page.choices == replace(Choices(), photos=False)
    assert not child(page, "event.print.photos").isChecked()


def test_ticking_one_prints_its_kind_again(
    page: EventPage, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(page, "event.what"), LEFT)
    qtbot.mouseClick(child(page, "event.print.settle"), LEFT)
    assert not row(page, "the article").isChecked()
    qtbot.mouseClick(row(page, "the article"), LEFT)
    assert page.choices.settle
    assert row(page, "the article").isChecked()


@pytest.mark.parametrize(
    ("name", "state", "chip"),
    [
        ("idea", "idea", "my idea"),
        ("both", "asked", "asked both"),
        ("made", "made", None),
        ("declined", "declined", None),
    ],
)
def test_an_introduction_goes_its_way(
    page: EventPage, desk: Desk, supper: Gathering, name: str, state: str, chip: str | None
) -> None:
    key = (supper.ada, supper.ben)
    assert row(page, "Ada to Ben").data.chip == "ask them"
    choose(page.introducing.menu(key), f"introduce.{name}")
    assert desk.book.value("SELECT state FROM introduction") == state
    found = rows(page, "event.introduce")
    if chip is None:
        assert found == []
    else:
        assert row(page, "Ada to Ben").data.chip == chip
    desk.book.undo()
    assert row(page, "Ada to Ben").data.chip == "ask them"


def test_a_long_reason_goes_on_in_a_second_line(page: EventPage, desk: Desk) -> None:
    pair = row(page, "Ada to Ben")
    low = pair.height()
    assert pair.second_lines() == [pair.data.second]
    with desk.book.edit("Rename"):
        word = interests.find(desk.book, "old maps")
        assert word is not None
        interests.change(desk.book, word, name="the maps of harbours that are no more " * 2)
    first, rest = pair.second_lines()
    assert f"{first} {rest}" == pair.data.second
    assert pair.height() > low


def test_it_is_said_who_was_asked(page: EventPage, desk: Desk, supper: Gathering) -> None:
    key = (supper.ada, supper.ben)
    choose(page.introducing.menu(key), f"introduce.asked.{supper.ben}")
    assert row(page, "Ada to Ben").data.chip == "asked Ben"
    choose(page.introducing.menu(key), f"introduce.asked.{supper.ada}")
    assert row(page, "Ada to Ben").data.chip == "asked both"
    found = introductions.among(desk.book, [supper.ada, supper.ben])[0]
    assert set(found.asked) == {supper.ada, supper.ben}


def test_return_opens_what_can_be_said_of_a_pair(page: EventPage, qtbot: QtBot) -> None:
    pair = row(page, "Ada to Ben")
    pair.setFocus()
    qtbot.keyClick(pair, RETURN)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "event.introduceMenu"
    menu.close()


def test_rows_are_gone_through_with_arrows(page: EventPage, qtbot: QtBot) -> None:
    first, second = page.settling.list.rows()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert focused() is second
    qtbot.keyClick(second, Qt.Key.Key_Home)
    assert focused() is first


def test_near_the_day_leads_to_the_person(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.near.list.rows()[1], RETURN)
    assert (desk.focus.now.person, desk.focus.now.event) == (supper.ben, supper.event)


# The event itself


def test_the_head_is_edited_in_place_and_undone(page: EventPage, desk: Desk, qtbot: QtBot) -> None:
    page.begin_edit()
    typed(page, qtbot, "name", "Long supper")
    typed(page, qtbot, "starts", "21 March")
    typed(page, qtbot, "ends", "22 March")
    qtbot.keyClick(focused(), RETURN)
    assert not page.editing
    assert page.header.title.text() == "Long supper"
    assert page.header.when.text().startswith("21 to 22 March")
    assert last_edit(desk) == "Change Long supper"
    assert focused() is page.header.edit_button
    desk.book.undo()
    assert page.header.title.text() == "Supper"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", " ", "An event needs a name, any name."),
        ("starts", "31 February", "There is no 31 February"),
        ("ends", "19 March 2026", "It would be over before it begins"),
    ],
)
def test_what_cannot_be_kept_stays_and_says_why(
    page: EventPage,
    desk: Desk,
    supper: Gathering,
    qtbot: QtBot,
    field: str,
    text: str,
    sentence: str,
) -> None:
    before = desk.book.next_undo()
    page.begin_edit()
    typed(page, qtbot, field, text)
    assert not page.finish_edit()
    said = open_form(page).input(field).accessibleDescription()
    assert said.startswith(sentence)
    desk.focus.show_person(supper.ada)
    qtbot.waitUntil(lambda: desk.focus.now.page == "event")
    assert page.editing
    page.cancel_edit()
    assert desk.book.next_undo() == before


def test_a_day_without_a_year_is_the_one_that_comes(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    for words, kept in (("1 March", "2027-03-01"), ("May", "2026-05"), ("about 2027", "2027~")):
        page.begin_edit()
        typed(page, qtbot, "starts", words)
        assert page.finish_edit()
        event = events.read(desk.book, supper.event)
        assert event is not None
        assert event.starts == kept


def test_markup_is_only_text(page: EventPage, desk: Desk, supper: Gathering) -> None:
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, name="<b>S</b>", place="<i>x</i>", note="<u>n</u>")
    for label in (page.header.title, page.header.where):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert page.note.list.data[0].text == "<u>n</u>"


def test_notes_are_written_changed_and_removed(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.mouseClick(button(page, "event.addNote"), LEFT)
    typed(page, qtbot, "text", "Bring the maps.")
    assert page.finish_edit()
    assert [one.text for one in page.note.list.data] == ["Bring the maps."]
    assert page.note.list.data[0].second == "14 March 2026"
    assert last_edit(desk) == "Add a note on Supper"
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_F2)
    typed(page, qtbot, "text", "Bring all maps.")
    qtbot.keyClick(focused(), RETURN, CTRL)
    assert [one.text for one in page.note.list.data] == ["Bring all maps."]
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_Delete)
    assert not page.note.isVisible()
    desk.book.undo()
    assert [one.text for one in page.note.list.data] == ["Bring all maps."]
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, note="One dish each.")
    qtbot.keyClick(page.note.list.rows()[0], Qt.Key.Key_F2)
    typed(page, qtbot, "text", "Two dishes each.")
    assert page.finish_edit()
    event = events.read(desk.book, supper.event)
    assert event is not None
    assert event.note == "Two dishes each."


def test_deleting_is_wished_for(page: EventPage, supper: Gathering, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.delete_requested) as wished:
        choose(page.header.menu(), "menu.delete")
    assert wished.args == [supper.event]


def test_an_event_that_is_gone_says_so_and_comes_back(
    page: EventPage, desk: Desk, supper: Gathering
) -> None:
    with desk.book.edit("Delete"):
        events.remove(desk.book, supper.event)
    assert child(page, "event.gone").isVisible()
    assert not page.header.isVisible()
    assert not page.sheet.isVisible()
    desk.book.undo()
    assert page.header.title.text() == "Supper"
    assert len(faces(page)) == 3


def test_escape_steps_back(page: EventPage, qtbot: QtBot) -> None:
    page.setFocus()
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(focused(), ESCAPE)


def test_a_hidden_page_catches_up_when_it_is_shown(
    page: EventPage, desk: Desk, supper: Gathering
) -> None:
    page.hide()
    with desk.book.edit("Change"):
        events.change(desk.book, supper.event, name="Breakfast")
    assert page.header.title.text() == "Supper"
    page.show()
    assert page.header.title.text() == "Breakfast"


# The sheet


def test_the_first_page_is_drawn_and_follows_the_ticks(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.sheet.preview.image is not None)
    before = page.sheet.preview.image
    assert before is not None
    assert page.sheet.note.text().endswith("1 page")
    inks = {before.pixel(x, y) for x in range(0, before.width(), 3) for y in range(60)}
    assert len(inks) > 2
    qtbot.mouseClick(row(page, "the article"), LEFT)
    qtbot.waitUntil(lambda: page.sheet.preview.image is not before)
    assert page.sheet.preview.image != before


def test_the_preview_wishes_to_be_seen_large(
    page: EventPage, supper: Gathering, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.print_requested):
        qtbot.keyClick(page.sheet.preview, RETURN)


@pytest.mark.parametrize("width", [420, 680, 1200])
def test_nothing_overlaps_at_any_width(page: EventPage, width: int) -> None:
    page.resize(width, 700)
    QApplication.processEvents()
    cards = [page.header, page.guests, page.settling, page.introducing, page.near, page.sheet]
    areas = [card.geometry() for card in cards if card.isVisible()]
    assert len(areas) == 6
    for at, area in enumerate(areas):
        assert area.left() >= 0
        assert area.right() <= page.viewport().width()
        assert not any(area.intersects(other) for other in areas[at + 1 :])


def test_everything_one_can_act_on_is_named(page: EventPage) -> None:
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert nameless == []
