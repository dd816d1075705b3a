"""What ties people together: circles, relations, moments and threads."""

import pytest

from relbook.core import circles, moments, people, relations, threads
from relbook.core.errors import Refused
from relbook.core.store.book import Book


@pytest.fixture
def friends(book: Book) -> tuple[int, int, int]:
    with book.edit("Add"):
        return people.add(book, "Ada"), people.add(book, "Bo"), people.add(book, "Cleo")


def test_a_circle_is_found_whatever_its_case_and_accents(book: Book) -> None:
    with book.edit("Add"):
        one = circles.find_or_add(book, "Équipe")
        assert circles.find_or_add(book, " equipe ") == one


def test_joining_twice_is_joining_once(book: Book, friends: tuple[int, int, int]) -> None:
    with book.edit("Join"):
        choir = circles.find_or_add(book, "Choir")
        circles.join(book, choir, friends)
        circles.join(book, choir, friends[:1])
    assert [(c.name, c.people) for c in circles.every(book)] == [("Choir", 3)]


def test_a_circle_cannot_take_anothers_name(book: Book) -> None:
    with book.edit("Add"):
        circles.find_or_add(book, "Choir")
        band = circles.find_or_add(book, "Band")
    with pytest.raises(Refused), book.edit("Rename"):
        circles.rename(book, band, "CHOIR")


@pytest.mark.parametrize(
    ("kind", "seen_back"),
    [
        ("daughter", "parent"),
        ("manager", "works for them"),
        ("colleague", "colleague"),
        ("the one with the boat", "the one with the boat"),
    ],
)
def test_a_relation_is_seen_from_both_ends(
    book: Book, friends: tuple[int, int, int], kind: str, seen_back: str
) -> None:
    ada, bo, _ = friends
    with book.edit("Relate"):
        relations.add(book, ada, kind, other=bo)
    assert [(r.kind, r.other_id) for r in relations.of_person(book, ada)] == [(kind, bo)]
    assert [(r.kind, r.other_id) for r in relations.of_person(book, bo)] == [(seen_back, ada)]


def test_nobody_is_related_to_themselves(book: Book, friends: tuple[int, int, int]) -> None:
    with pytest.raises(Refused), book.edit("Relate"):
        relations.add(book, friends[0], "friend", other=friends[0])


def test_moments_come_latest_first_and_undated_last(
    book: Book, friends: tuple[int, int, int]
) -> None:
    ada = friends[0]
    with book.edit("Add"):
        for line, date in (("old", "1999"), ("undated", None), ("new", "2026-03-01")):
            moments.add(book, [ada], "talk", line=line, date=date)
    assert [m.line for m in moments.of_person(book, ada)] == ["new", "old", "undated"]


def test_saying_anew_who_was_there_touches_only_who_changed(
    book: Book, friends: tuple[int, int, int]
) -> None:
    ada, bo, cleo = friends
    with book.edit("Add"):
        meal = moments.add(book, [ada, bo], "meal")
    before = dict(book.rows("SELECT person_id, id FROM moment_person"))
    with book.edit("Change"):
        moments.change(book, meal, people=[ada, cleo])
    after = dict(book.rows("SELECT person_id, id FROM moment_person"))
    assert set(after) == {ada, cleo}
    assert after[ada] == before[ada]


def test_open_threads_come_first_soonest_on_top(book: Book, friends: tuple[int, int, int]) -> None:
    ada = friends[0]
    with book.edit("Add"):
        threads.add(book, [ada], "ended", closed="2020")
        threads.add(book, [ada], "some day")
        threads.add(book, [ada], "later", expected="2028")
        threads.add(book, [ada], "soon", expected="2027-06")
    titles = [thread.title for thread in threads.of_person(book, ada)]
    assert titles == ["soon", "later", "some day", "ended"]


def test_who_was_there_and_whose_it_is_can_be_said_anew(
    book: Book, friends: tuple[int, int, int]
) -> None:
    ada, bo, cleo = friends
    with book.edit("Add"):
        meal = moments.add(book, [ada, bo], "meal")
        greek = threads.add(book, [ada, bo], "Learning Greek")
    with book.edit("Change"):
        moments.change(book, meal, [bo, cleo], line="about kilns")
        threads.change(book, greek, [cleo], line="slowly")
    moment, thread = moments.read(book, meal), threads.read(book, greek)
    assert moment is not None
    assert thread is not None
    assert (moment.people, moment.line) == (((bo, "Bo"), (cleo, "Cleo")), "about kilns")
    assert (thread.people, thread.line) == (((cleo, "Cleo"),), "slowly")
    with book.edit("Change"):
        moments.change(book, meal, place="Leith")
        threads.change(book, greek, outcome="well")
    assert [one for one, _name in moments.read(book, meal).people] == [bo, cleo]  # type: ignore[union-attr]
    assert [one for one, _name in threads.read(book, greek).people] == [cleo]  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "kept"), [("", "other"), ("walk", "walk")])
def test_a_moment_of_no_kind_is_another(
    book: Book, friends: tuple[int, int, int], kind: str, kept: str
) -> None:
    with book.edit("Add"):
        one = moments.add(book, friends[:1], kind)
    assert moments.read(book, one).kind == kept  # type: ignore[union-attr]
    with book.edit("Change"):
        moments.change(book, one, line="by the river")
    assert moments.read(book, one).kind == kept  # type: ignore[union-attr]


def test_the_days_of_a_thread_are_kept_or_let_go(book: Book, friends: tuple[int, int, int]) -> None:
    with book.edit("Add"):
        one = threads.add(book, friends[:1], "A move", expected="2027-06", opened="2026-01-02")
    with book.edit("Change"):
        threads.change(book, one, expected="", closed="2027-07")
    thread = threads.read(book, one)
    assert thread is not None
    assert (thread.opened, thread.expected, thread.closed) == ("2026-01-02", None, "2027-07")
    with pytest.raises(Refused), book.edit("Change"):
        threads.change(book, one, closed="2027-13")
