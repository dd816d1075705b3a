"""Who comes to an event, as all who show it are told."""

import pytest

from relbook.core import events, people
from relbook.core.store import schema
from relbook.gui.desk import Desk


@pytest.fixture
def supper(desk: Desk) -> int:
    """A supper to which Ada comes."""
    with desk.edit("Plan"):
        supper = events.add(desk.book, "Supper")
        events.invite(desk.book, supper, [people.add(desk.book, "Ada")], ["Eero from the ferry"])
    return supper


def _called(desk: Desk, event: int) -> list[str]:
    gathering = desk.gatherings.of(event)
    return [] if gathering is None else [one.name for one in gathering.company]


def test_a_gathering_tells_who_comes_and_who_of_them_is_in_the_book(
    desk: Desk, supper: int
) -> None:
    gathering = desk.gatherings.of(supper)
    assert gathering is not None
    assert gathering.event.name == "Supper"
    assert [one.name for one in gathering.company] == ["Ada", "Eero from the ferry"]
    assert gathering.people == (gathering.company[0].person_id,)


def test_it_follows_the_book_and_its_undo(desk: Desk, supper: int) -> None:
    assert len(_called(desk, supper)) == 2
    with desk.edit("Invite"):
        events.invite(desk.book, supper, names=["Bo"])
    assert _called(desk, supper) == ["Ada", "Eero from the ferry", "Bo"]
    desk.book.undo()
    assert _called(desk, supper) == ["Ada", "Eero from the ferry"]


def test_a_guest_is_called_as_they_are_now(desk: Desk, supper: int) -> None:
    assert _called(desk, supper)[0] == "Ada"
    with desk.edit("Rename"):
        people.change(desk.book, 1, name="Adele")
    assert _called(desk, supper)[0] == "Adele"


def test_an_event_that_is_no_more_gathers_nobody(desk: Desk, supper: int) -> None:
    assert desk.gatherings.of(supper) is not None
    with desk.edit("Cancel"):
        events.remove(desk.book, supper)
    assert desk.gatherings.of(supper) is None
    assert desk.gatherings.of(None) is None


def test_a_twin_that_another_program_left_counts_once(desk: Desk, supper: int) -> None:
    with desk.edit("Twice"):
        desk.book.insert(schema.Guest, event_id=supper, person_id=1)
    gathering = desk.gatherings.of(supper)
    assert gathering is not None
    assert gathering.people == (1,)
    assert len(gathering.company) == 3
