"""Finding who is in the book twice, and remembering who only seems to be."""

import pytest

from relbook.core import facts, people
from relbook.core.errors import Cancelled, Refused
from relbook.core.exchange.sameness import duplicates
from relbook.core.exchange.sameness.alike import Level
from relbook.core.store.book import Book


def person(book: Book, name: str, **told: str) -> int:
    number = people.add(book, name)
    for kind in ("mail", "phone"):
        if kind in told:
            facts.add(book, facts.Contact, number, kind=kind, value=told[kind])
    if "born" in told:
        facts.add(book, facts.KeyDate, number, kind="birthday", date=told["born"])
    if "firm" in told:
        facts.add(book, facts.Position, number, organisation=told["firm"])
    return number


def test_pairs_come_with_their_reasons_the_surest_first(book: Book) -> None:
    with book.edit("Fill"):
        robert = person(book, "Robert Smith", mail="bob@example.org")
        anna = person(book, "Anna Müller", firm="Acme GmbH")
        bob = person(book, "Bob Smith", mail="BOB@example.org")
        twin = person(book, "Mueller, Anna", firm="ACME")
        rare = person(book, "Ottilie Kranz")
        again = person(book, "Kranz, Ottilie")
        person(book, "Karl Müller", firm="Acme GmbH")
    found = duplicates.find(book)
    assert [(pair.person, pair.other, pair.level) for pair in found] == [
        (robert, bob, Level.SURE),
        (anna, twin, Level.LIKELY),
        (rare, again, Level.DOUBTFUL),
    ]
    assert found[0].why == "Bob is short for Robert and the same mail"
    assert duplicates.find(book, among=[twin]) == found[1:2]


def test_numbers_meet_however_they_are_written(book: Book) -> None:
    with book.edit("Fill"):
        me = person(book, "Me Myself", phone="+49 30 5550100")
        people.change(book, me, me=True)
        one = person(book, "Anna Berg", phone="0171 1234567")
        other = person(book, "Berg Anna", phone="+49 171 1234567")
    (pair,) = duplicates.find(book)
    assert (pair.person, pair.other, pair.level) == (one, other, Level.SURE)


def test_a_household_and_two_namesakes_are_not_offered(book: Book) -> None:
    with book.edit("Fill"):
        person(book, "Anna Berg", mail="family@example.org", phone="+49 30 5550100")
        person(book, "Karl Berg", mail="family@example.org", phone="+49 30 5550100")
        person(book, "Otto Klein", phone="+49 30 5550100")
        person(book, "John Smith Sr.")
        person(book, "John Smith Jr.")
        person(book, "Eva Roth", born="1970-01-02")
        person(book, "Eva Roth", born="1999-05-06")
    assert duplicates.find(book) == []


def test_a_name_that_many_bear_says_nothing_alone(book: Book) -> None:
    with book.edit("Fill"):
        for _ in range(duplicates.NAMESAKES + 1):
            person(book, "Nguyễn An")
    assert duplicates.find(book) == []


def test_two_people_stay_two_for_ever(book: Book) -> None:
    with book.edit("Fill"):
        one, other = person(book, "Ottilie Kranz"), person(book, "Ottilie Kranz")
    assert len(duplicates.find(book)) == 1
    with book.edit("Two"):
        duplicates.they_are_two(book, other, one)
        duplicates.they_are_two(book, one, other)
    assert duplicates.are_two(book, one, other)
    assert duplicates.are_two(book, other, one)
    assert book.value("SELECT count(*) FROM distinct_pair") == 1
    assert duplicates.find(book) == []
    with pytest.raises(Refused), book.edit("No"):
        duplicates.they_are_two(book, one, one)
    book.undo()
    assert len(duplicates.find(book)) == 1


def test_a_crowd_is_told_of_and_searching_can_be_stopped(book: Book) -> None:
    letters = [(a, b) for a in "bdfgklmp" for b in "nrstvzhx"]
    with book.edit("Fill"):
        for a, b in letters:
            person(book, f"{a}o{b}ala {b}ubi{a}ek", phone="+49 30 1234567")
    told: list[str] = []
    duplicates.find(book, tell=told.append)
    assert len(told) == 1
    assert told[0].startswith("1 name, number or address belongs to very many people")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        duplicates.find(book, stop)
