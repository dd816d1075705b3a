"""Interests and industries: told of people, renamed, put under a parent, merged, taken back."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core import interests, ledger, people
from relbook.core.errors import Refused
from relbook.core.store import schema
from relbook.core.store.book import Book
from tests.core.tables import every_table


@pytest.fixture
def friends(book: Book) -> tuple[int, int, int]:
    with book.edit("Add"):
        return people.add(book, "Ada"), people.add(book, "Bo"), people.add(book, "Cleo")


def told(book: Book, interest: int) -> set[tuple[int, str]]:
    """Who has `interest`, and how."""
    everyone = [one for (one,) in book.rows("SELECT id FROM person")]
    tags = interests.of_people(book, everyone)
    return {(tag.person_id, tag.how) for tag in tags if tag.interest_id == interest}


def add(book: Book, *names: str) -> list[int]:
    with book.edit("Add"):
        return [interests.find_or_add(book, name) for name in names]


# The vocabulary


def test_an_interest_is_found_whatever_its_case_and_accents(book: Book) -> None:
    first, second = add(book, "Café racing", "  cafe   RACING ")
    assert first == second


def test_an_interest_is_found_by_its_other_names(book: Book) -> None:
    (birds,) = add(book, "birdwatching")
    with book.edit("Call"):
        interests.change(book, birds, other_names=("birding", " twitching ", "Birding", ""))
    assert interests.find(book, "BIRDING") == birds
    assert interests.read(book, birds).other_names == ("Birding", "twitching")  # type: ignore[union-attr]


def test_industries_are_known_but_hidden_until_used(book: Book) -> None:
    assert interests.every(book) == []
    mining, lutes = add(book, "Mining", "lute making")
    assert [(i.id, i.kind) for i in interests.every(book)] == [
        (lutes, "interest"),
        (mining, "industry"),
    ]


@pytest.mark.parametrize("name", ["", "  \n "])
def test_an_interest_needs_a_name(book: Book, name: str) -> None:
    with pytest.raises(Refused):
        add(book, name)


def test_renaming_keeps_who_has_it(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailling")
    with book.edit("Tag"):
        interests.tag(book, friends, sailing)
    with book.edit("Rename"):
        interests.change(book, sailing, name="sailing")
    assert (interests.find(book, "sailing"), interests.every(book)[0].people) == (sailing, 3)


def test_a_name_that_another_has_is_refused(book: Book) -> None:
    _, boats = add(book, "sailing", "boats")
    with pytest.raises(Refused, match="merge"), book.edit("Rename"):
        interests.change(book, boats, name="Sailing")
    assert interests.name(book, boats) == "boats"


@pytest.mark.parametrize("below", [0, 1, 2])
def test_nothing_stands_below_itself(book: Book, below: int) -> None:
    chain = add(book, "arts", "music", "singing")
    with book.edit("Order"):
        interests.set_parent(book, chain[1], chain[0])
        interests.set_parent(book, chain[2], chain[1])
    with pytest.raises(Refused, match="arts"), book.edit("Turn"):
        interests.set_parent(book, chain[0], chain[below])


def test_a_circle_that_is_there_already_stops_nobody(book: Book) -> None:
    one, two, three = add(book, "one", "two", "three")
    with book.edit("As another program may"):
        book.update(schema.Interest, one, parent_id=two)
        book.update(schema.Interest, two, parent_id=one)
    with book.edit("Order"):
        interests.set_parent(book, three, one)
        interests.merge(book, three, two)
    assert interests.read(book, two) is None


def test_what_stood_below_a_removed_one_goes_up(book: Book, friends: tuple[int, int, int]) -> None:
    arts, music, singing = add(book, "arts", "music", "singing")
    with book.edit("Order"):
        interests.set_parent(book, music, arts)
        interests.set_parent(book, singing, music)
        interests.tag(book, friends, music)
    with book.edit("Remove"):
        interests.remove(book, music)
    assert interests.read(book, singing).parent_id == arts  # type: ignore[union-attr]
    assert interests.of_people(book, friends) == []


# Who has what


def test_several_are_tagged_in_one_step_and_undone(
    book: Book, friends: tuple[int, int, int]
) -> None:
    with book.edit("Tag"):
        interests.tag(book, friends, interests.find_or_add(book, "sailing"), "enjoys", 3)
    assert [i.people for i in interests.every(book)] == [3]
    book.undo()
    assert interests.every(book) == []
    assert interests.of_people(book, friends) == []


def test_whoever_is_named_twice_has_it_once(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, [friends[0], friends[0]], sailing)
        interests.tag(book, [friends[0]], sailing)
    assert told(book, sailing) == {(friends[0], "")}


def test_a_word_on_how_is_told_of_the_tag_that_is_there(
    book: Book, friends: tuple[int, int, int]
) -> None:
    ada = friends[0]
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, [ada], sailing, how_much=2)
        interests.tag(book, [ada], sailing, "enjoys")
        interests.tag(book, [ada], sailing)
    (tag,) = interests.of_people(book, [ada])
    assert (tag.how, tag.how_much) == ("enjoys", 2)


def test_one_can_seek_what_one_enjoys(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, friends[:1], sailing, "enjoys")
        interests.tag(book, friends[:1], sailing, "seeks")
    assert told(book, sailing) == {(friends[0], "enjoys"), (friends[0], "seeks")}
    assert interests.every(book)[0].people == 1


def test_how_much_is_said_anew(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, friends, sailing, "enjoys", 1)
        interests.tag(book, friends[:1], sailing, "enjoys", 3)
    assert [tag.how_much for tag in interests.of_people(book, friends)] == [3, 1, 1]


@pytest.mark.parametrize(("how_many", "much"), [(interests.CLOSE, 3), (interests.CLOSE + 1, None)])
def test_of_a_crowd_it_is_told_how_many_care_and_of_a_few_how_much_too(
    book: Book, how_many: int, much: int | None
) -> None:
    with book.edit("Add"):
        crowd = [people.add(book, f"Guest {n}") for n in range(how_many)]
        bread, song = interests.find_or_add(book, "bread"), interests.find_or_add(book, "song")
        interests.tag(book, crowd, bread, "enjoys", how_much=2)
        interests.tag(book, crowd[:2], bread, "offers", how_much=3)
        interests.tag(book, crowd[:1], song, "offers", how_much=3)
    assert sorted(interests.among(book, crowd)) == [
        (bread, "enjoys", how_many, much and 2),
        (bread, "offers", 2, much),
        (song, "offers", 1, much),
    ]


@pytest.mark.parametrize(("how", "how_much"), [("loathes", None), ("enjoys", 4), ("", 0)])
def test_other_ways_to_have_an_interest_are_refused(
    book: Book, friends: tuple[int, int, int], how: str, how_much: int | None
) -> None:
    (sailing,) = add(book, "sailing")
    with pytest.raises(Refused), book.edit("Tag"):
        interests.tag(book, friends, sailing, how, how_much)


def test_a_tag_cannot_become_its_twin(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, friends[:1], sailing, "enjoys")
        interests.tag(book, friends[:1], sailing, "offers")
    with pytest.raises(Refused), book.edit("Change"):
        interests.change_tag(book, interests.of_people(book, friends[:1])[0].id, how="offers")


def test_an_impossible_day_is_refused(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, friends[:1], sailing)
    with pytest.raises(Refused), book.edit("Change"):
        interests.change_tag(book, interests.of_people(book, friends[:1])[0].id, since="2026-02-30")


def test_untagging_leaves_the_others(book: Book, friends: tuple[int, int, int]) -> None:
    (sailing,) = add(book, "sailing")
    with book.edit("Tag"):
        interests.tag(book, friends, sailing, "enjoys")
    with book.edit("Untag"):
        interests.untag(book, friends[:2], sailing)
    assert told(book, sailing) == {(friends[2], "enjoys")}


# Merging


def test_an_interest_is_not_merged_into_itself(book: Book) -> None:
    (sailing,) = add(book, "sailing")
    with pytest.raises(Refused), book.edit("Merge"):
        interests.merge(book, sailing, sailing)
    assert interests.read(book, sailing) is not None


def test_everything_of_the_one_goes_to_the_other(book: Book, friends: tuple[int, int, int]) -> None:
    boats, ships, dinghies = add(book, "boats", "ships", "dinghies")
    with book.edit("Fill"):
        interests.change(book, ships, other_names=("vessels", "Boats"), note="of any size")
        interests.set_parent(book, dinghies, ships)
        interests.tag(book, friends[:1], ships, "enjoys")
        entry = ledger.add(book, friends[:1], ledger.GAVE, "advice", "varnish", interest_id=ships)
    with book.edit("Merge"):
        interests.merge(book, boats, ships)
    merged = interests.read(book, boats)
    assert merged is not None
    assert (merged.other_names, merged.note) == (("ships", "vessels"), "of any size")
    assert interests.find(book, "vessels") == boats
    assert interests.read(book, dinghies).parent_id == boats  # type: ignore[union-attr]
    assert ledger.read(book, entry).interest == "boats"  # type: ignore[union-attr]
    assert told(book, boats) == {(friends[0], "enjoys")}


@pytest.mark.parametrize("keep", [0, 1, 2])
@pytest.mark.parametrize("gone", [0, 1, 2])
def test_merging_with_what_stands_above_or_below_makes_no_circle(
    book: Book, keep: int, gone: int
) -> None:
    if keep == gone:
        return
    chain = add(book, "arts", "music", "singing")
    with book.edit("Order"):
        interests.set_parent(book, chain[1], chain[0])
        interests.set_parent(book, chain[2], chain[1])
    with book.edit("Merge"):
        interests.merge(book, chain[keep], chain[gone])
    parents = {i.id: i.parent_id for i in interests.every(book)}
    for parent in parents.values():
        steps, above = 0, parent
        while above is not None:
            steps, above = steps + 1, parents[above]
            assert steps < len(parents)


def test_what_was_private_stays_so(book: Book, friends: tuple[int, int, int]) -> None:
    one, two = add(book, "one", "two")
    with book.edit("Tag"):
        interests.tag(book, friends[:1], one, "enjoys")
        interests.tag(book, friends[:1], two, "enjoys")
        interests.change_tag(book, interests.of_people(book, friends[:1])[1].id, private=1)
    with book.edit("Merge"):
        interests.merge(book, one, two)
    (tag,) = interests.of_people(book, friends[:1])
    assert tag.private


# Laws

TAGS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(("", *interests.HOWS))),
    st.tuples(st.sampled_from((None, 1, 2, 3)), st.booleans(), st.booleans()),
)
DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("tag"),
            st.lists(st.integers(0, 2), max_size=4),
            st.integers(0, 2),
            st.sampled_from(("", *interests.HOWS)),
            st.sampled_from((None, 1, 2, 3)),
        ),
        st.tuples(st.just("untag"), st.lists(st.integers(0, 2), max_size=4), st.integers(0, 2)),
        st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("parent"), st.integers(0, 2), st.sampled_from((None, 0, 1, 2))),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def shared(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Three people and three interests. Whoever changes it takes it back."""
    path = tmp_path_factory.mktemp("laws") / "book.relbook"
    with Book.open(copy(empty_book, path)) as book:
        with book.edit("Add"):
            for name in ("Ada", "Bo", "Cleo"):
                people.add(book, name)
            for name in ("boats", "ships", "sailing"):
                interests.find_or_add(book, name)
        yield book


@given(tags=TAGS)
@settings(max_examples=60)
def test_merging_in_either_order_leaves_the_same_people_with_the_same_tags(
    shared: Book, tags: dict[tuple[int, int, str], tuple[int | None, bool, bool]]
) -> None:
    outcomes = []
    for keep, gone in ((1, 2), (2, 1)):
        with shared.edit("Merge"):
            shared.insert_many(
                schema.Tagging,
                ("person_id", "interest_id", "how", "how_much", "tender", "private"),
                [(p + 1, i + 1, how, *rest) for (p, i, how), rest in tags.items()],
            )
            interests.merge(shared, keep, gone)
        outcomes.append(
            {
                (t.person_id, t.how, t.how_much, t.tender, t.private)
                for t in interests.of_people(shared, [1, 2, 3])
                if t.interest_id == keep
            }
        )
        shared.undo()
    assert outcomes[0] == outcomes[1]
    assert {person for person, *_ in outcomes[0]} == {person + 1 for person, _, _ in tags}


@given(deeds=DEEDS)
@settings(max_examples=60)
def test_whatever_is_done_is_undone_whole(shared: Book, deeds: list[tuple]) -> None:
    before = every_table(shared)
    steps = 0
    for verb, *what in deeds:
        left = [i for (i,) in shared.rows("SELECT id FROM interest ORDER BY id")]
        try:
            with shared.edit("Do"):
                _do(shared, left, verb, what)
        except Refused:
            continue
        steps += 1
    while every_table(shared) != before:
        assert steps > 0
        shared.undo()
        steps -= 1


def _do(book: Book, left: list[int], verb: str, what: list) -> None:
    """One deed with interests that are `left`, given by their places in the list."""

    def interest(place: int) -> int:
        return left[place % len(left)]

    match verb:
        case "tag":
            whom, which, how, how_much = what
            interests.tag(book, [p + 1 for p in whom], interest(which), how, how_much)
        case "untag":
            interests.untag(book, [p + 1 for p in what[0]], interest(what[1]))
        case "merge":
            interests.merge(book, interest(what[0]), interest(what[1]))
        case "parent":
            below, above = what
            interests.set_parent(book, interest(below), None if above is None else interest(above))
