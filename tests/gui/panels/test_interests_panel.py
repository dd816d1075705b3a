"""The interests panel: whose they are, tagging by typing, picking, and what is shared."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import events, interests, people
from relbook.gui.desk import Desk
from relbook.gui.models.interests import Heading, InterestRow
from relbook.gui.panels.interests import InterestsPanel
from relbook.gui.scope import FEW

ME, ADA, BO = 1, 2, 3


@pytest.fixture
def panel(desk: Desk, show: Callable[[QWidget], None]) -> InterestsPanel:
    book = desk.book
    with book.edit("Add"):
        for name in ("Mia Self", "Ada Abel", "Bo Berg"):
            people.add(book, name)
        people.change(book, ME, me=1)
        sailing = interests.find_or_add(book, "sailing")
        interests.tag(book, [ME, ADA, BO], sailing, "enjoys", 3)
        interests.tag(book, [ADA], interests.find_or_add(book, "old maps"), "enjoys", 1)
        interests.tag(book, [BO], interests.find_or_add(book, "education"), "works in")
        interests.find_or_add(book, "rebetiko")
    made = InterestsPanel(desk)
    made.resize(308, 500)
    show(made)
    return made


def said(panel: InterestsPanel) -> list[str]:
    """The rows, headings in brackets."""
    return [
        f"[{row.text}]" if isinstance(row, Heading) else row.spoken() for row in panel.model.rows
    ]


def tags(desk: Desk, person: int) -> list[str]:
    return [
        interests.name(desk.book, t.interest_id) for t in interests.of_people(desk.book, [person])
    ]


def type_in(qtbot: QtBot, panel: InterestsPanel, text: str) -> None:
    qtbot.keyClicks(panel.box, text)


def test_with_nobody_chosen_all_are_listed(panel: InterestsPanel) -> None:
    assert [row.name for row in panel.model.rows if isinstance(row, InterestRow)] == [
        "education",
        "old maps",
        "rebetiko",
        "sailing",
    ]


def test_theirs_come_first_and_what_i_share_says_so(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.show_person(ADA)
    assert said(panel) == [
        "[Enjoys]",
        "sailing, lives for it, you too",
        "old maps, curious",
        "[Others in this book]",
        "education",
        "rebetiko",
    ]


def test_two_chosen_see_what_they_share(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.set(selection=frozenset({ADA, BO}), person=ADA, page="person")
    assert said(panel)[:2] == ["[Enjoys]", "sailing, all, you too"]


def test_my_own_are_not_marked(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.show_person(ME)
    assert said(panel)[1] == "sailing, lives for it"


def test_typing_a_new_word_tags_everyone_chosen_in_one_undo(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    desk.focus.set(selection=frozenset({ADA, BO}), person=ADA, page="person")
    type_in(qtbot, panel, "choral singing")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert "choral singing" in tags(desk, ADA)
    assert "choral singing" in tags(desk, BO)
    assert panel.box.text() == ""
    desk.book.undo()
    assert interests.find(desk.book, "choral singing") is None
    assert "choral singing" not in tags(desk, ADA)


def test_a_new_word_is_offered_for_who_is_chosen_and_not_for_guests(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    with desk.book.edit("Plan"):
        supper = events.add(desk.book, "Supper")
        events.invite(desk.book, supper, [ADA, BO])
    desk.focus.set(page="event", event=supper)
    panel.box.setFocus()
    type_in(qtbot, panel, "choral singing")
    assert said(panel) == []
    desk.focus.set(selection=frozenset({ADA}))
    assert said(panel) == ["choral singing, a new word"]


def test_very_many_chosen_get_a_new_word_and_lose_it(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    with desk.book.edit("Add"):
        many = [people.add(desk.book, f"Guest {n}") for n in range(FEW + 1)]
    desk.focus.set(selection=frozenset(many), person=many[0], page="person")
    type_in(qtbot, panel, "choral singing")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert tags(desk, many[-1]) == ["choral singing"]
    panel.view.remove_requested.emit(interests.find(desk.book, "choral singing"))
    assert tags(desk, many[-1]) == []
    desk.book.undo()
    assert tags(desk, many[-1]) == ["choral singing"]


def test_how_much_is_said_of_very_many_at_once(desk: Desk, panel: InterestsPanel) -> None:
    with desk.book.edit("Add"):
        many = [people.add(desk.book, f"Guest {n}") for n in range(FEW + 1)]
        sailing = interests.find_or_add(desk.book, "sailing")
        interests.tag(desk.book, many[1:], sailing, "enjoys")
    desk.focus.set(selection=frozenset(many), person=many[0], page="person")
    panel.view.menu_requested.emit(sailing, panel.mapToGlobal(QPoint(0, 0)))
    menu = panel.findChild(QMenu, "interestMenu")
    assert isinstance(menu, QMenu)
    assert action(menu, "How much").isEnabled()
    action(menu, "How much", "does it").trigger()
    menu.close()
    tagged = [t for one in many for t in interests.of_people(desk.book, [one])]
    assert {tag.how_much for tag in tagged} == {2}
    assert len(tagged) == FEW
    desk.book.undo()
    assert {t.how_much for t in interests.of_people(desk.book, [many[-1], ADA])} == {None, 3, 1}


def test_how_two_have_it_is_said_though_one_has_it_in_two_ways(
    desk: Desk, panel: InterestsPanel
) -> None:
    sailing = interests.find_or_add(desk.book, "sailing")
    with desk.book.edit("Tag"):
        interests.untag(desk.book, [BO], sailing)
        interests.tag(desk.book, [ADA], sailing, "offers")
    desk.focus.set(selection=frozenset({ADA, BO}), person=ADA, page="person")
    panel.view.menu_requested.emit(sailing, panel.mapToGlobal(QPoint(0, 0)))
    menu = panel.findChild(QMenu, "interestMenu")
    assert isinstance(menu, QMenu)
    action(menu, "How", "Looks for").trigger()
    menu.close()
    hows = [(t.person_id, t.how) for t in interests.of_people(desk.book, [ADA, BO])]
    assert {(ADA, "seeks"), (BO, "seeks")} <= set(hows)


def action(menu: QMenu, *words: str) -> QAction:
    """What a menu, and one below it, offers."""
    found = next(one for one in menu.actions() if one.text() == words[0])
    below = found.menu()
    return action(below, *words[1:]) if isinstance(below, QMenu) and words[1:] else found


def test_return_takes_what_stands_on_top(desk: Desk, panel: InterestsPanel, qtbot: QtBot) -> None:
    with desk.book.edit("Name"):
        rebetiko = interests.find_or_add(desk.book, "rebetiko")
        interests.change(desk.book, rebetiko, other_names=("blues of Piraeus",))
    desk.focus.show_person(ADA)
    for typed, top, kept in (
        ("reb", "reb, a new word", "reb"),
        ("REBETIKO", "rebetiko", "rebetiko"),
        ("blues of  piraeus", "rebetiko", "rebetiko"),
        ("Mining", "mining", "mining"),
    ):
        type_in(qtbot, panel, typed)
        assert said(panel)[0].startswith(top)
        qtbot.keyClick(panel.box, Qt.Key.Key_Return)
        assert kept in tags(desk, ADA)
        assert panel.box.text() == ""
    assert interests.find(desk.book, "blues") is None


def test_the_rest_of_a_known_word_is_offered_in_the_box(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    desk.focus.show_person(ADA)
    type_in(qtbot, panel, "Rebe")
    assert (panel.box.text(), panel.box.selectedText()) == ("Rebetiko", "tiko")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert "rebetiko" in tags(desk, ADA)
    assert interests.find(desk.book, "Rebe") is None


@pytest.mark.parametrize(("more", "kept"), [("l", "rebel"), ("", "rebe")])
def test_what_is_offered_gives_way_to_another_word(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot, more: str, kept: str
) -> None:
    desk.focus.show_person(ADA)
    type_in(qtbot, panel, "rebe")
    if more:
        type_in(qtbot, panel, more)
    else:
        qtbot.keyClick(panel.box, Qt.Key.Key_Backspace)
    assert panel.box.text() == kept
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert kept in tags(desk, ADA)
    assert "rebetiko" not in tags(desk, ADA)


def test_a_beginning_is_completed_by_going_down(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    desk.focus.show_person(ADA)
    type_in(qtbot, panel, "REB")
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert "rebetiko" in tags(desk, ADA)
    assert interests.find(desk.book, "REB") is None
    assert panel.box.text() == ""
    assert not desk.focus.now.filter


def test_an_industry_is_offered_before_it_is_used(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    desk.focus.show_person(ADA)
    type_in(qtbot, panel, "agricul")
    assert any("agriculture, forestry and fishing" in row for row in said(panel))


def test_a_click_narrows_and_another_lets_go(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    row = panel.model.row_of(interests.find(desk.book, "sailing"))
    assert row is not None
    at = panel.view.visualRect(panel.model.index(row, 0)).center()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(panel.view.viewport(), left, pos=at)
    assert desk.focus.now.filter.interests == {interests.find(desk.book, "sailing")}
    qtbot.mouseClick(panel.view.viewport(), left, pos=at)
    assert not desk.focus.now.filter


def test_keys_pick_several(desk: Desk, panel: InterestsPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert len(desk.focus.now.filter.interests) == 2


def test_picking_does_not_change_whose_they_are(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.show_person(ADA)
    before = [row.key for row in panel.model.rows]
    panel.view.picked.emit(interests.find(desk.book, "sailing"), False)
    assert [row.key for row in panel.model.rows] == before
    assert "picked" in said(panel)[1]


def test_delete_takes_it_from_who_is_chosen(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    desk.focus.show_person(ADA)
    panel.view.setFocus()
    panel.view.go_to(interests.find(desk.book, "old maps"))
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert tags(desk, ADA) == ["sailing"]
    desk.book.undo()
    assert tags(desk, ADA) == ["sailing", "old maps"]


def test_how_deep_it_goes_is_said_in_words(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.show_person(ADA)
    maps = interests.find(desk.book, "old maps")
    assert maps is not None
    panel._set_depth(maps, 2)
    assert "old maps, does it" in said(panel)


def test_without_guests_the_counts_are_said_to_be_everyones(
    desk: Desk, panel: InterestsPanel
) -> None:
    with desk.book.edit("Plan"):
        party = events.add(desk.book, "Party")
    desk.focus.set(event=party, page="event")
    whose = panel.findChild(QLabel, "interestsPanel.whose")
    assert isinstance(whose, QLabel)
    assert whose.text() == "everyone’s"


def test_guests_share_with_each_other(desk: Desk, panel: InterestsPanel) -> None:
    with desk.book.edit("Plan"):
        supper = events.add(desk.book, "Supper")
        events.invite(desk.book, supper, [ADA, BO])
    desk.focus.set(event=supper, page="event")
    assert said(panel)[:2] == ["[Enjoys]", "sailing, all, you too"]


def test_a_hidden_panel_catches_up_when_shown(desk: Desk, panel: InterestsPanel) -> None:
    panel.hide()
    desk.focus.show_person(ADA)
    panel.show()
    assert "old maps, curious" in said(panel)


def test_escape_lets_go_of_the_filter_then_goes_back(
    desk: Desk, panel: InterestsPanel, qtbot: QtBot
) -> None:
    panel.view.picked.emit(interests.find(desk.book, "sailing"), False)
    qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    assert not desk.focus.now.filter
    with qtbot.waitSignal(panel.back_requested):
        qtbot.keyClick(panel.view, Qt.Key.Key_Escape)


def test_rows_after_other_rows_are_as_high_as_each_other(desk: Desk, panel: InterestsPanel) -> None:
    desk.focus.show_person(ADA)
    desk.focus.show_nobody()
    heights = {panel.view.rowHeight(row) for row in range(panel.model.rowCount())}
    assert len(heights) == 1
