"""Who is expected: invited, told apart, taken off, and who came."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from relbook.core import (
    circles,
    events,
    people,
)
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.pages.event import BackToEvent, EventPage
from tests.gui.conftest import Show, focused
from tests.gui.pages.conftest import button, last_edit, open_form, typed
from tests.gui.pages.event.conftest import (
    CTRL,
    LEFT,
    RETURN,
    Gathering,
    child,
    choose,
    faces,
    guest,
    undone,
)


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
