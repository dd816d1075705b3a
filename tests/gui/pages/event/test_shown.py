"""What the page shows of an event."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from relbook.core import (
    events,
    people,
)
from relbook.gui.desk import Desk
from relbook.gui.pages.event import EventPage
from relbook.gui.pages.event.faces import FaceRow
from tests.gui.conftest import focused
from tests.gui.pages.conftest import button
from tests.gui.pages.event.conftest import ESCAPE, LEFT, RETURN, Gathering, child, faces, rows


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
