"""The book changes under the list."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from relbook.core import facts, people
from relbook.gui.desk import Desk
from relbook.gui.panels.people import PeoplePanel
from tests.gui.panels.people.conftest import (
    NAMES,
    attended,
    child,
    chosen,
    click,
    in_sight,
    marked,
    shown,
)


def test_a_renamed_person_moves_and_stays_chosen(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    click(qtbot, panel, "Ida Berg")
    with desk.edit("Rename"):
        people.change(desk.book, ids["Ida Berg"], name="Ida Zimmer")
    assert shown(panel)[5] == "Ida Zimmer"
    assert marked(panel) == ["Ida Zimmer"]
    assert in_sight(panel, "Ida Zimmer")


def test_what_someone_does_is_read_again(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    row = NAMES.index("Ida Berg")
    panel.model.line(row)
    with desk.edit("Position"):
        facts.add(desk.book, facts.Position, ids["Ida Berg"], title="Baker")
    line = panel.model.line(row)
    assert line is not None
    assert line.row.does() == "Baker"


def test_the_list_stays_where_it_is_scrolled_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    panel.view.verticalScrollBar().setValue(110)
    top = panel.view.indexAt(QPoint(5, 1)).data()
    with desk.edit("Add"):
        for name in ("Aa", "Ab", "Ac"):
            people.add(desk.book, name)
    assert panel.view.indexAt(QPoint(5, 1)).data() == top


@pytest.mark.parametrize(("gone", "next_one"), [("Ida Berg", "Jon Berg"), (NAMES[-1], NAMES[-2])])
def test_the_neighbour_follows_who_was_deleted(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int], gone: str, next_one: str
) -> None:
    desk.focus.show_person(ids[gone])
    with desk.edit("Delete"):
        people.delete(desk.book, [ids[gone]])
    assert (chosen(desk), attended(desk)) == ([next_one], next_one)
    assert marked(panel) == [next_one]


def test_who_is_left_of_those_chosen_stays_chosen(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    both = frozenset({ids["Ida Berg"], ids["Jon Berg"]})
    desk.focus.set(selection=both, person=ids["Jon Berg"], page="person")
    with desk.edit("Delete"):
        people.delete(desk.book, [ids["Jon Berg"]])
    assert (chosen(desk), attended(desk)) == (["Ida Berg"], "Ida Berg")


def test_without_anybody_left_nobody_is_attended_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    desk.focus.show_person(ids["Ida Berg"])
    with desk.edit("Delete everybody"):
        people.delete(desk.book, ids.values())
    assert (desk.focus.now.page, desk.focus.now.person) == ("opening", None)
    assert child(panel, "nobodyHere").isVisible()
