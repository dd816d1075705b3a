"""What others say of the focus is shown."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from relbook.core import interests, people
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.people import PeoplePanel
from tests.gui.panels.people.conftest import NAMES, in_sight, marked, shown


def test_whoever_is_shown_elsewhere_is_marked_and_scrolled_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    news = QSignalSpy(desk.focus.changed)
    desk.focus.show_person(ids[NAMES[-1]])
    assert marked(panel) == [NAMES[-1]]
    assert in_sight(panel, NAMES[-1])
    assert news.count() == 1


def test_whoever_the_search_leaves_out_is_not_marked(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    desk.focus.set(search="berg")
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert (shown(panel), marked(panel)) == (["Ida Berg", "Jon Berg"], [])


def test_a_hidden_panel_catches_up_when_it_is_shown(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    panel.hide()
    desk.focus.set(search="berg")
    with desk.edit("Delete"):
        people.delete(desk.book, [ids["Jon Berg"]])
    panel.show()
    assert shown(panel) == ["Ida Berg"]
    assert panel.search.text() == "berg"


def test_it_counts_for_the_window(panel: PeoplePanel, desk: Desk) -> None:
    counted = QSignalSpy(panel.counted)
    desk.focus.set(search="berg")
    assert counted.at(0) == [2, 8]


def test_everything_one_can_act_on_has_a_name(panel: PeoplePanel, desk: Desk) -> None:
    desk.focus.set(filter=Filter(circles=frozenset({1})))

    def within(widgets: Iterable[QWidget]) -> list[QWidget]:
        return [w for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus]

    for widget in within(panel.findChildren(QWidget)):
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()


def test_a_wish_right_after_a_change_means_all_who_are_selected(
    panel: PeoplePanel, desk: Desk
) -> None:
    """Very many rows apart are marked when there is time; a key may come before."""
    with desk.book.edit("Add"):
        added = [people.add(desk.book, f"Zoe {n:04}") for n in range(2_100)]
    some = frozenset(added[::2])
    desk.focus.set(selection=some)
    assert panel.chosen_here() == some


def test_an_interest_that_is_gone_narrows_no_more(panel: PeoplePanel, desk: Desk) -> None:
    with desk.book.edit("Add"):
        chess = interests.find_or_add(desk.book, "chess")
    desk.focus.set(filter=Filter(frozenset({chess})))
    assert shown(panel) == []
    desk.book.undo()
    assert not desk.focus.now.filter
    assert shown(panel) == list(NAMES)
