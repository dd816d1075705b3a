"""The page about an event, with a gathering of which much is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from relbook.core import (
    circles,
    events,
    facts,
    interests,
    ledger,
    people,
    threads,
)
from relbook.core.facts import KeyDate
from relbook.gui.desk import Desk
from relbook.gui.pages.event import EventPage
from relbook.gui.pages.event.ticks import TickRow
from tests.gui.conftest import Show

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
    return next(one.id for one in page.guests.company.values() if one.name == name)


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
