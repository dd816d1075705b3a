"""What a step did, as a person reads it."""

import pytest

from relbook.core import moments, people
from relbook.core.recount import How, Teller, how_many, people_of, short_life
from relbook.core.store import history
from relbook.core.store import schema as s
from relbook.core.store.book import Book


def told(book: Book) -> list[str]:
    """The last step, row by row and line by line."""
    teller, found = Teller(book), []
    for change in history.changes(book, history.steps(book)[0]):
        if (one := teller.tell(change)) is not None:
            found += [one.title, *(line.spoken() for line in one.lines)]
    return found


@pytest.fixture
def ada(book: Book) -> int:
    with book.edit("Meet"):
        return people.add(book, "Ada Moss", note="first", met_on="1980-05")


def test_someone_new_is_told_with_what_is_known(book: Book, ada: int) -> None:
    assert told(book) == [
        "Ada Moss: new",
        "Family name: Moss",
        "Given name: Ada",
        "When you met: May 1980",
        "Note: first",
    ]


def test_a_change_says_before_and_after_and_names_for_ids(book: Book, ada: int) -> None:
    with book.edit("Change"):
        bob = people.add(book, "Bob")
    with book.edit("Change"):
        people.change(book, ada, note="second", met_through_id=bob, state="resting", tender=1)
    assert told(book) == [
        "Ada Moss",
        "Met through: Bob",
        "Note: first → second",
        "State: active → resting",
        "Tender: yes",
    ]
    with book.edit("Change"):
        people.set_photo(book, ada, b"one")
    with book.edit("Change"):
        people.set_photo(book, ada, b"other")
    assert told(book) == ["Ada Moss", "Photo: a photo → another photo"]


def test_what_is_gone_is_still_called_by_its_name(book: Book, ada: int) -> None:
    with book.edit("Mail"):
        book.insert(s.ContactPoint, person_id=ada, kind="mail", value="a@moss.example")
        moments.add(book, [ada], "talk", line="about bees")
    with book.edit("Delete"):
        people.delete(book, [ada])
    assert told(book)[0] == "Ada Moss: gone"
    assert "Contact of Ada Moss: gone" in told(book)
    assert "Value: a@moss.example → nothing" in told(book)
    assert "Moment “about bees”: gone" in told(book)
    teller = Teller(book)
    changes = history.changes(book, history.steps(book)[0])
    assert {one.how for change in changes if (one := teller.tell(change))} == {How.GONE}
    assert how_many(book, history.steps(book)[0]) == "1 person, 3 facts"


def test_whom_each_step_touched(book: Book, ada: int) -> None:
    with book.edit("Others"):
        bob = people.add(book, "Bob")
    with book.edit("Moment"):
        moment = moments.add(book, [ada, bob], "talk", line="about bees")
    with book.edit("Moment changed"):
        book.update(s.Moment, moment, line="about wasps")
    with book.edit("Interest"):
        book.insert(s.Interest, name="Bees", folded="bees")
    steps = history.steps(book)
    whom = people_of(book, steps)
    assert [whom[step.id] for step in steps] == [set(), {ada, bob}, {ada, bob}, {bob}, {ada}]
    assert how_many(book, steps[1]) == "1 fact"


def test_a_life_in_short(book: Book) -> None:
    one: dict[str, object] = {}
    rows = {"contact_point": [one], "address": [one], "moment": [one], "own_field": [one]}
    assert short_life(rows) == "2 ways to reach · 1 moment"
