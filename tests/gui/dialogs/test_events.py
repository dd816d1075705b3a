"""Choosing an event, or planning one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from relbook.core import events, people
from relbook.gui.desk import Desk
from relbook.gui.dialogs.events import EventsDialog
from tests.gui.conftest import Show

RETURN, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture
def dialog(desk: Desk, show: Show) -> EventsDialog:
    """Two events to come, one over, one of no day."""
    with desk.book.edit("Plan"):
        events.add(desk.book, "Fair", starts="2025-10-18", place="Tram yard")
        events.add(desk.book, "Some day")
        supper = events.add(desk.book, "Supper", starts="2026-03-20", place="Boathouse")
        events.invite(desk.book, supper, [people.add(desk.book, "Ada")], ["Eero"])
        events.add(desk.book, "Ball", starts="2026-06")
    made = EventsDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(made)
    return made


def said(dialog: EventsDialog) -> list[str]:
    return [row.spoken() for row in dialog.rows.rows]


def test_what_comes_stands_first_then_what_has_no_day_then_what_is_over(
    dialog: EventsDialog,
) -> None:
    assert said(dialog) == [
        "Coming",
        "Supper, Friday 20 March  ·  Boathouse  ·  2 guests, in 6 days",
        "Ball, June",
        "No day yet",
        "Some day",
        "Over",
        "Fair, Saturday 18 October 2025  ·  Tram yard, in October",
    ]


def test_return_opens_the_next_one(dialog: EventsDialog, qtbot: QtBot) -> None:
    chosen = QSignalSpy(dialog.chosen)
    qtbot.keyClick(dialog.name, RETURN)
    assert chosen.at(0) == [3]
    assert not dialog.isVisible()


def test_arrows_pass_over_headings(dialog: EventsDialog, qtbot: QtBot) -> None:
    chosen = QSignalSpy(dialog.chosen)
    for _ in range(2):
        qtbot.keyClick(dialog.name, DOWN)
    qtbot.keyClick(dialog.name, RETURN)
    assert chosen.at(0) == [2]


def test_typing_finds_by_name_and_place(dialog: EventsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.name, "tram")
    assert [line.split(",")[0] for line in said(dialog)] == ["Over", "Fair", "Plan “tram”"]


def test_a_new_one_is_planned_in_one_edit(dialog: EventsDialog, desk: Desk, qtbot: QtBot) -> None:
    chosen = QSignalSpy(dialog.chosen)
    qtbot.keyClicks(dialog.name, "  Long   walk ")
    assert dialog.open_button.text() == "Plan it"
    qtbot.keyClick(dialog.name, RETURN)
    assert chosen.at(0) == [5]
    assert events.read(desk.book, 5).name == "Long walk"  # type: ignore[union-attr]
    desk.book.undo()
    assert events.read(desk.book, 5) is None


def test_one_of_that_name_is_not_planned_again(dialog: EventsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.name, "SUPPER")
    assert len(said(dialog)) == 2
    assert dialog.open_button.text() == "Open"


def test_a_click_opens(dialog: EventsDialog, qtbot: QtBot) -> None:
    chosen = QSignalSpy(dialog.chosen)
    at = dialog.list.visualRect(dialog.rows.index(2, 0)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.at(0) == [4]


def test_the_first_event_is_invited_to(desk: Desk, show: Show, qtbot: QtBot) -> None:
    dialog = EventsDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(dialog)
    assert not dialog.list.isVisible()
    assert not dialog.open_button.isEnabled()
    qtbot.keyClicks(dialog.name, "Walk")
    qtbot.keyClick(dialog.name, RETURN)
    assert [event.name for event in events.every(desk.book)] == ["Walk"]
