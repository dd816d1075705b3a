"""What is picked marks a row and shows its person, and changes no scope."""

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from relbook.core import ledger
from relbook.core.ledger import GAVE
from relbook.gui.desk import Desk
from relbook.gui.panels.ledger import LedgerPanel
from tests.gui.conftest import focused
from tests.gui.panels.ledger.conftest import Key, click, key, shown, whose


def test_a_click_picks_an_entry_in_one_go_and_keeps_the_scope(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    news = QSignalSpy(desk.focus.changed)
    click(qtbot, panel, "two nights")
    now = desk.focus.now
    assert (now.entry, now.person, now.page, now.selection) == (
        key(panel, "two nights"), ids["Rangi Te Whaiti"], "person", frozenset(),
    )  # fmt: skip
    assert news.count() == 1
    assert whose(panel) == "with everyone"
    assert panel.view.marked == now.entry


def test_a_pick_among_guests_stays_among_them(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.set(event=ids["supper"], page="event")
    before = shown(panel)
    for title in ("two nights", "how to splice wire"):
        click(qtbot, panel, title)
        assert desk.focus.now.page == "person"
        assert (whose(panel), shown(panel)) == ("with the guests", before)
    desk.focus.show_nobody()
    assert whose(panel) == "with everyone"


def test_keys_walk_pick_and_leave(qtbot: QtBot, desk: Desk, panel: LedgerPanel) -> None:
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Key.Key_Down)
    assert focused() is panel.view
    qtbot.keyClick(panel.view, Key.Key_Down)
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert desk.focus.now.entry == key(panel, "my kettle")
    qtbot.keyClick(panel.view, Key.Key_Up)
    qtbot.keyClick(panel.view, Key.Key_Up)
    assert focused() is panel.box
    back = QSignalSpy(panel.back_requested)
    qtbot.keyClick(panel.box, Key.Key_Escape)
    assert back.count() == 1


def test_of_several_people_the_one_attended_to_stays(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        both = [ids["Jonas Berg"], ids["Ana Silva"]]
        ledger.add(desk.book, both, GAVE, "introduction", "", date="2026-03-13")
    desk.focus.show_person(ids["Ana Silva"])
    click(qtbot, panel, "introduction")
    assert desk.focus.now.person == ids["Ana Silva"]
