"""Who comes to an event, as all who show it are told."""

import pytest

from relbook.core import events, interests, people
from relbook.core.store import schema
from relbook.gui.desk import Desk
from relbook.gui.gatherings import Gathering

BO, ADA = 1, 2


@pytest.fixture
def supper(desk: Desk) -> int:
    """A supper to which Bo, Ada and someone who is not in the book come."""
    with desk.edit("Plan"):
        friends = [people.add(desk.book, name) for name in ("Bo", "Ada")]
        supper = events.add(desk.book, "Supper")
        events.invite(desk.book, supper, [], ["Eero from the ferry"])
        events.invite(desk.book, supper, friends)
    return supper


def _of(desk: Desk, event: int) -> Gathering:
    gathering = desk.gatherings.of(event)
    assert gathering is not None
    return gathering


def _whom(desk: Desk, event: int) -> list[int | str]:
    return [guest.person_id or guest.name for guest in _of(desk, event).guests]


def test_those_in_the_book_come_in_the_order_of_the_list_the_others_behind(
    desk: Desk, supper: int
) -> None:
    assert _of(desk, supper).event.name == "Supper"
    assert _whom(desk, supper) == [ADA, BO, "Eero from the ferry"]
    assert _of(desk, supper).people == (ADA, BO)


def test_it_follows_the_book_and_its_undo(desk: Desk, supper: int) -> None:
    assert len(_whom(desk, supper)) == 3
    with desk.edit("Take off"):
        events.uninvite(desk.book, [guest.id for guest in _of(desk, supper).guests[1:]])
    assert _whom(desk, supper) == [ADA]
    desk.book.undo()
    assert _whom(desk, supper) == [ADA, BO, "Eero from the ferry"]


def test_someone_who_is_called_otherwise_now_stands_elsewhere(desk: Desk, supper: int) -> None:
    assert _of(desk, supper).people == (ADA, BO)
    with desk.edit("Rename"):
        people.change(desk.book, ADA, name="Zoe")
    assert _of(desk, supper).people == (BO, ADA)


def test_it_tells_who_of_them_is_the_owner_of_the_book(desk: Desk, supper: int) -> None:
    assert _of(desk, supper).me is None
    with desk.edit("That is me"):
        people.change(desk.book, BO, me=True)
    assert _of(desk, supper).me == BO


def test_an_event_that_is_no_more_gathers_nobody(desk: Desk, supper: int) -> None:
    assert _whom(desk, supper)
    with desk.edit("Cancel"):
        events.remove(desk.book, supper)
    assert desk.gatherings.of(supper) is None
    assert desk.gatherings.of(None) is None


def test_a_twin_that_another_program_left_counts_once(desk: Desk, supper: int) -> None:
    with desk.edit("Twice"):
        desk.book.insert(schema.Guest, event_id=supper, person_id=BO)
    assert _whom(desk, supper) == [ADA, BO, BO, "Eero from the ferry"]
    assert _of(desk, supper).people == (ADA, BO)


def test_it_is_read_once_for_all_who_show_it(
    desk: Desk, supper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _of(desk, supper)

    def read(*_asked: object) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr(events, "invited", read)
    assert _of(desk, supper) is first
    with desk.edit("Tag"):
        interests.tag(desk.book, [BO], interests.find_or_add(desk.book, "bread"))
    assert _of(desk, supper) is first
