"""Who could meet whom: why, and why not."""

from collections.abc import Callable

import pytest

from relbook.core import facts, interests, introductions, ledger, moments, people, relations
from relbook.core.errors import Refused
from relbook.core.store.book import Book

ADA, BO, CLEO, DEV = 1, 2, 3, 4


@pytest.fixture
def room(book: Book) -> Book:
    """Four people; Ada and Bo both care for boats."""
    with book.edit("Add"):
        for name in ("Ada", "Bo", "Cleo", "Dev"):
            people.add(book, name)
        tag(book, [ADA, BO], "boats")
    return book


def tag(book: Book, whom: list[int], interest: str, how: str = "enjoys") -> None:
    interests.tag(book, whom, interests.find_or_add(book, interest), how)


def pairs(book: Book) -> list[tuple[int, int]]:
    """Who is proposed to whom, the best first."""
    return [(p.person, p.other) for p in introductions.among(book, [ADA, BO, CLEO, DEV])]


def why(book: Book) -> str:
    """The reason for the best pair."""
    return introductions.among(book, [ADA, BO, CLEO, DEV])[0].why


def test_two_who_share_an_interest_could_meet(room: Book) -> None:
    assert pairs(room) == [(ADA, BO)]
    assert why(room) == "both care for boats"


def test_what_one_seeks_and_the_other_offers_comes_first(room: Book) -> None:
    with room.edit("Tag"):
        tag(room, [CLEO], "a yard", "seeks")
        tag(room, [DEV], "a yard", "offers")
        for interest in ("maps", "kites", "tea", "clay", "figs", "jazz", "moss"):
            tag(room, [ADA, BO], interest)
    assert pairs(room) == [(CLEO, DEV), (ADA, BO)]
    assert why(room) == "Cleo looks for a yard, Dev offers it"


def test_it_is_told_who_looks_and_who_offers_whoever_came_first(room: Book) -> None:
    with room.edit("Tag"):
        tag(room, [CLEO], "a yard", "offers")
        tag(room, [DEV], "a yard", "seeks")
    assert pairs(room)[0] == (CLEO, DEV)
    assert why(room) == "Dev looks for a yard, Cleo offers it"


def test_how_far_one_is_can_be_said_from_either_end(room: Book) -> None:
    with room.edit("Say"):
        one = introductions.set_state(room, ADA, BO, "asked", asked_person="2026-03-01")
        assert introductions.set_state(room, BO, ADA, "made", asked_person="2026-03-02") == one
    assert room.rows("SELECT state, person_id, asked_person, asked_other FROM introduction") == [
        ("made", ADA, "2026-03-01", "2026-03-02")
    ]


def test_a_rare_interest_comes_before_a_common_one(room: Book) -> None:
    with room.edit("Tag"):
        crowd = [people.add(room, f"Guest {n}") for n in range(30)]
        tag(room, [CLEO, DEV, *crowd], "music")
    assert pairs(room)[0] == (ADA, BO)


def test_the_same_trade_is_told_as_such(room: Book) -> None:
    with room.edit("Tag"):
        interests.untag(room, [ADA, BO], interests.find_or_add(room, "boats"))
        tag(room, [CLEO, DEV], "education", "works in")
    assert why(room) == "both work in education"


def test_my_own_idea_needs_no_shared_interest(room: Book) -> None:
    with room.edit("Think"):
        introductions.set_state(room, DEV, CLEO, "idea", why="both lost for words in Lisbon")
    assert pairs(room) == [(CLEO, DEV), (ADA, BO)]
    assert why(room) == "both lost for words in Lisbon"


REASONS_AGAINST: dict[str, Callable[[Book], object]] = {
    "related": lambda book: relations.add(book, BO, "cousin", other=ADA),
    "met through the other": lambda book: people.change(book, ADA, met_through_id=BO),
    "seen together": lambda book: moments.add(book, [BO, ADA], "meal"),
    "introduced by me": lambda book: ledger.add(book, [ADA, BO], ledger.GAVE, "introduction"),
    "made": lambda book: introductions.set_state(book, BO, ADA, "made"),
    "declined": lambda book: introductions.set_state(book, ADA, BO, "declined"),
    "resting": lambda book: people.change(book, ADA, state="resting"),
    "estranged": lambda book: people.change(book, ADA, state="estranged"),
    "deceased": lambda book: people.change(book, BO, state="deceased"),
    "known to have died": lambda book: facts.add(
        book, facts.KeyDate, BO, kind="deathday", date="2024-05"
    ),
    "me": lambda book: people.change(book, BO, me=1),
    "tender": lambda book: _soften(book, tender=1),
    "private": lambda book: _soften(book, private=1),
}


def _soften(book: Book, **values: int) -> None:
    interests.change_tag(book, interests.of_people(book, [ADA])[0].id, **values)


@pytest.mark.parametrize("reason", REASONS_AGAINST)
def test_they_are_not_proposed_when(room: Book, reason: str) -> None:
    with room.edit("Say so"):
        REASONS_AGAINST[reason](room)
    assert pairs(room) == []


def test_an_introduction_only_promised_is_still_to_be_made(room: Book) -> None:
    with room.edit("Promise"):
        ledger.promise(room, [ADA, BO], ledger.GAVE, "each other", kind="introduction")
    assert pairs(room) == [(ADA, BO)]


def test_those_asked_say_so(room: Book) -> None:
    with room.edit("Ask"):
        one = introductions.set_state(room, ADA, BO, "asked", asked_person="2026-03-01")
        assert introductions.set_state(room, BO, ADA, "asked", asked_person="2026-03-02") == one
    (proposal,) = introductions.among(room, [ADA, BO])
    assert (proposal.introduction_id, proposal.state) == (one, "asked")
    days = room.row("SELECT asked_person, asked_other FROM introduction")
    assert days == ("2026-03-01", "2026-03-02")


def test_a_private_idea_is_not_told(room: Book) -> None:
    with room.edit("Think"):
        introductions.set_state(room, CLEO, DEV, "idea", why="both lonely", private=1)
    assert pairs(room) == [(ADA, BO)]


@pytest.mark.parametrize("whom", [[], [ADA]])
def test_nobody_meets_nobody(room: Book, whom: list[int]) -> None:
    assert introductions.among(room, whom) == []


def test_nobody_is_introduced_to_themselves(room: Book) -> None:
    with pytest.raises(Refused), room.edit("Ask"):
        introductions.set_state(room, ADA, ADA, "idea")


def test_an_impossible_day_is_refused(room: Book) -> None:
    with pytest.raises(Refused), room.edit("Ask"):
        introductions.set_state(room, ADA, BO, "made", made="2026-02-30")


def test_what_everybody_has_is_no_reason(room: Book) -> None:
    with room.edit("Tag"):
        crowd = [people.add(room, f"Guest {n}") for n in range(introductions.MOST_A_WORD + 1)]
        tag(room, crowd, "music")
    assert introductions.among(room, crowd) == []


def test_it_is_known_who_was_asked(room: Book) -> None:
    with room.edit("Ask"):
        introductions.set_state(room, BO, ADA, "asked", asked_person="2026-03-01")
    proposal = introductions.among(room, [ADA, BO])[0]
    assert (proposal.state, proposal.asked) == ("asked", (BO,))
    with room.edit("Ask"):
        introductions.set_state(room, ADA, BO, "asked", asked_person="2026-03-02")
    assert set(introductions.among(room, [ADA, BO])[0].asked) == {ADA, BO}
