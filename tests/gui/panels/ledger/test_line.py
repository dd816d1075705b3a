"""What passed, written in one line."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.ledger import GAVE
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.ledger import LedgerPanel
from tests.gui.conftest import focused
from tests.gui.panels.ledger.conftest import (
    Key,
    at,
    below,
    last,
    offered,
    shown,
    undo_word,
    write,
)


def test_the_example_of_a_line(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    write(qtbot, panel, "gave introduction to Jonas about the yard")
    assert below(panel) == "gave · introduction · Jonas Berg · about yard · today"
    qtbot.keyClick(panel.box, Key.Key_Return)
    entry = last(desk)
    assert (entry.direction, entry.kind, entry.interest) == (GAVE, "introduction", "yard")
    assert (entry.people[0][0], entry.date) == (ids["Jonas Berg"], "2026-03-14")
    assert undo_word(desk) == "Keep what passed with Jonas Berg"
    assert panel.box.text() == ""
    assert shown(panel)[4] == "introduction"
    desk.book.undo()
    assert "introduction" not in shown(panel)


@pytest.mark.parametrize(
    ("line", "top"),
    [
        ("lent Rangi the drill", "Out on loan: the drill"),
        ("borrowed the map from Jonas", "Out on loan: the map"),
        ("promised Ana Silva a letter by end of May", "I promised: a letter"),
        ("was promised a chart from Jonas", "Jonas promised: a chart"),
    ],
)
def test_loans_and_promises_are_open(qtbot: QtBot, panel: LedgerPanel, line: str, top: str) -> None:
    write(qtbot, panel, line)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert top in shown(panel)[: at(panel, "[Gave and received]")]


def test_without_a_name_the_one_chosen_is_meant(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    write(qtbot, panel, "gave news")
    assert "with whom?" in below(panel)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("Say with whom")
    assert panel.box.text() == "gave news"
    desk.focus.show_person(ids["Ana Silva"])
    assert below(panel) == "gave · news · Ana Silva · today"
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][1] == "Ana Silva"


def test_a_name_of_two_is_chosen_from_the_list(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    steps = undo_word(desk)
    write(qtbot, panel, "gave news to Ana")
    assert offered(panel) == ["Ana Ribeiro", "Ana Silva"]
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("“Ana” could be more than one person")
    assert (panel.box.text(), undo_word(desk)) == ("gave news to Ana", steps)
    assert offered(panel) == ["Ana Ribeiro", "Ana Silva"]
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert panel.box.text() == "gave news to Ana Silva "
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][0] == ids["Ana Silva"]


def test_two_of_one_name_are_told_apart_by_choosing(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        twin = people.add(desk.book, "Jonas Berg")
    write(qtbot, panel, "gave news to Jonas Berg")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("“Jonas Berg” could be more than one")
    assert len(offered(panel)) == 2
    panel.box._take([offer.person for offer in panel.box._offers].index(twin))
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][0] == twin


def test_a_stranger_is_said_to_be_one(qtbot: QtBot, panel: LedgerPanel) -> None:
    write(qtbot, panel, "gave news to Zebedee")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("Nobody in the book is called “Zebedee”")
    assert panel.box.text() == "gave news to Zebedee"


@pytest.mark.parametrize(
    ("typed", "first", "becomes"),
    [
        ("rec", "received", "received "),
        ("gave int", "introduction", "gave introduction "),
        ("lent Ran", "Rangi Te Whaiti", "lent Rangi Te Whaiti "),
        ("gave help to jo", "Jonas Berg", "gave help to Jonas Berg "),
        ("gave help to Rangi and Jo", "Jonas Berg", "gave help to Rangi and Jonas Berg "),
        ("gave help about boa", "old boats", "gave help about old boats "),
        ("gave help at wint", "Winter supper", "gave help at Winter supper "),
        ("promised tea by end", "end of March", "promised tea by end of March "),
        ("gave help on yes", "yesterday", "gave help on yesterday "),
    ],
)
def test_each_part_is_completed_by_tab(
    qtbot: QtBot, panel: LedgerPanel, typed: str, first: str, becomes: str
) -> None:
    write(qtbot, panel, typed)
    assert offered(panel)[0] == first
    qtbot.keyClick(panel.box, Key.Key_Tab)
    assert panel.box.text() == becomes
    assert focused() is panel.box


def test_tab_leaves_where_nothing_is_offered(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Key.Key_Tab)
    assert focused() is panel.view


def test_the_tool_bar_begins_a_line(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.begin("gave ")
    assert focused() is panel.box
    assert offered(panel)[0] == "introduction"
    qtbot.keyClicks(panel.box, "praise to Jonas")
    panel.begin("received ")
    assert panel.box.text() == "gave praise to Jonas"


def test_what_is_kept_and_not_shown_is_said(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    write(qtbot, panel, "gave news to Rangi")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel) == "It is kept, though not among what is shown here."
    desk.focus.show_person(ids["Rangi Te Whaiti"])
    assert below(panel) == ""


def test_the_way_to_what_is_kept_elsewhere_is_offered(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    way = panel.findChild(QPushButton, "ledgerPanel.show")
    assert isinstance(way, QPushButton)
    assert not way.isVisible()
    write(qtbot, panel, "gave news to Rangi")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert (way.isVisible(), way.text()) == (True, "Show it with Rangi Te Whaiti")
    way.click()
    assert desk.focus.now.person == ids["Rangi Te Whaiti"]
    assert panel.view.key() == desk.focus.now.entry == panel.view.marked is not None
    assert not way.isVisible()


def test_what_is_looked_for_hides_nothing_at_the_end_of_the_way(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.set(filter=Filter(frozenset({ids["sailing"]})))
    write(qtbot, panel, "gave news to Rangi")
    qtbot.keyClick(panel.box, Key.Key_Return)
    way = panel.findChild(QPushButton, "ledgerPanel.show")
    assert isinstance(way, QPushButton)
    way.click()
    assert desk.focus.now.filter == Filter()
    assert panel.view.key() == desk.focus.now.entry == panel.view.marked is not None


def test_the_way_goes_with_the_next_line_or_with_what_was_kept(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    way = panel.findChild(QPushButton, "ledgerPanel.show")
    assert isinstance(way, QPushButton)
    for go in (desk.book.undo, lambda: qtbot.keyClicks(panel.box, "g")):
        write(qtbot, panel, "gave news to Rangi")
        qtbot.keyClick(panel.box, Key.Key_Return)
        assert way.isVisible()
        go()
        assert not way.isVisible()


def test_an_ampersand_in_a_name_is_only_that(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Rename"):
        people.change(desk.book, ids["Jonas Berg"], name="Jonas & Co")
    desk.focus.show_person(ids["Jonas Berg"])
    panel.view.menu_requested.emit(panel.model.row(1).key, QPoint())
    menu = panel.findChild(QMenu, "ledgerMenu")
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Show Jonas && Co"
    menu.close()


def test_after_undo_there_is_one_mark(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.view, Key.Key_Return)
    picked = desk.focus.now.entry
    assert picked is not None
    qtbot.keyClick(panel.view, Key.Key_Delete)
    assert panel.view.key() != picked
    desk.book.undo()
    assert panel.view.key() == panel.view.marked == picked
