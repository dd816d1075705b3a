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
