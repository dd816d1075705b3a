"""What is told of one person: kept as told, or refused with a sentence."""

import pytest

from relbook.core import facts, people
from relbook.core.errors import Refused
from relbook.core.store.book import Book


@pytest.fixture
def ada(book: Book) -> int:
    with book.edit("Add"):
        return people.add(book, "Ada")


def test_a_fact_knows_when_and_from_whom_it_was_learned(book: Book, ada: int) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo")
        one = facts.add(
            book, facts.Position, ada, title="Pilot", learned="2023", told_by_id=bo, private=1
        )
    fact = facts.read(book, facts.Position, one)
    assert fact is not None
    assert (fact.learned, fact.told_by_id, fact.private, fact.tender) == ("2023", bo, True, False)


def test_mail_comes_first_then_phone(book: Book, ada: int) -> None:
    with book.edit("Add"):
        for kind, value in (("web", "a.example"), ("phone", "123"), ("mail", "a@example.org")):
            facts.add(book, facts.Contact, ada, kind=kind, value=value)
    kinds = [contact.kind for contact in facts.of_person(book, facts.Contact, ada)]
    assert kinds == ["mail", "phone", "web"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (facts.Contact, {"kind": "mail", "value": "  "}),
        (facts.Address, {"street": "", "locality": "", "region": "", "code": "", "country": ""}),
        (facts.Position, {"title": "", "organisation": ""}),
        (facts.KeyDate, {"kind": "birthday", "date": ""}),
        (facts.KeyDate, {"kind": "birthday", "date": "1980-02-31"}),
        (facts.Note, {"text": "\n"}),
        (facts.OwnField, {"name": ""}),
    ],
)
def test_what_says_nothing_is_refused(
    book: Book, ada: int, kind: type[facts.Fact], values: dict[str, str]
) -> None:
    with pytest.raises(Refused), book.edit("Add"):
        facts.add(book, kind, ada, **values)


def test_a_date_known_in_part_stays_so(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="--03-14")
    (day,) = facts.of_person(book, facts.KeyDate, ada)
    assert day.date == "--03-14"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "+354 555 01 42", "00354-5550142"),
        ("mail", "Ada@Example.org", "ada@example.org"),
        ("web", "https://www.example.org/", "example.org"),
    ],
)
def test_two_ways_of_writing_one_value_compare_equal(kind: str, one: str, other: str) -> None:
    assert facts.match_key(kind, one) == facts.match_key(kind, other)


def test_an_address_reads_as_on_a_letter(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Address, ada, street="Rua do Cais 4", code="4050", locality="Porto")
    (address,) = facts.of_person(book, facts.Address, ada)
    assert address.written() == "Rua do Cais 4, 4050 Porto"
