import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from relbook.core import moments, people
from relbook.core.store.schema import Moment, MomentPerson
from relbook.gui.desk import Desk
from relbook.gui.dialogs.timeline import TimelineDialog
from tests.gui.conftest import Show, focused

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def timeline(desk: Desk, show: Show) -> TimelineDialog:
    """Two thousand moments with one person."""
    book = desk.book
    with book.edit("Fill"):
        ada = people.add(book, "Ada Moss")
        first = book.first_free_id(Moment)
        rows = [("talk", f"20{n % 25:02}-05-10", f"number {n}") for n in range(2_000)]
        book.insert_many(Moment, ("kind", "date", "line"), rows)
        links = [(first + n, ada) for n in range(2_000)]
        book.insert_many(MomentPerson, ("moment_id", "person_id"), links)
    dialog = TimelineDialog(desk, ada)
    show(dialog)
    return dialog


def test_only_what_is_in_sight_is_read(timeline: TimelineDialog) -> None:
    assert timeline.model.rowCount() == 2_000
    timeline.grab()
    assert len(timeline.model._pages) <= 2
    timeline.view.scrollToBottom()
    timeline.grab()
    last = timeline.model.moment(1_999)
    assert last is not None
    assert last.date == "2000-05-10"


def test_a_moment_is_changed_in_place_of_the_list(
    timeline: TimelineDialog, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(timeline.view, Qt.Key.Key_Down)
    moment = timeline.model.moment(1)
    qtbot.keyClick(timeline.view, Qt.Key.Key_Return)
    line = focused()
    assert isinstance(line, QPlainTextEdit)
    line.selectAll()
    qtbot.keyClicks(line, "about kilns")
    qtbot.keyClick(line, Qt.Key.Key_Return, CTRL)
    assert moment is not None
    changed = moments.read(desk.book, moment.id)
    assert changed is not None
    assert changed.line == "about kilns"
    assert timeline.view.currentIndex().row() == 1
    assert focused() is timeline.view


def test_escape_takes_back_and_delete_removes(
    timeline: TimelineDialog, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(timeline.view, Qt.Key.Key_F2)
    qtbot.keyClicks(focused(), "no")
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert timeline.isVisible()
    first = timeline.model.moment(0)
    qtbot.keyClick(timeline.view, Qt.Key.Key_Delete)
    assert timeline.model.rowCount() == 1_999
    desk.book.undo()
    assert timeline.model.moment(0) == first
