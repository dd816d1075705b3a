"""What there is to settle, to say and to introduce, and what of it is printed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from relbook.core import (
    events,
    interests,
    introductions,
    ledger,
)
from relbook.core.briefing import Choices
from relbook.gui.desk import Desk
from relbook.gui.pages.event import EventPage
from tests.gui.conftest import focused
from tests.gui.pages.conftest import button, last_edit
from tests.gui.pages.event.conftest import CTRL, LEFT, RETURN, Gathering, child, choose, row, rows


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
