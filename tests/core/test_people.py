"""People: adding, changing, deleting, and what goes with them."""

import pytest

from relbook.core import circles, facts, moments, people, relations, threads
from relbook.core.errors import Refused
from relbook.core.store.book import Book


def test_only_a_name_is_needed(book: Book) -> None:
    with book.edit("Add"):
        ada = people.add(book, "  Ada   Lovelace ")
    person = people.read(book, ada)
    assert person is not None
    assert (person.name, person.given, person.family) == ("Ada Lovelace", "Ada", "Lovelace")


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_an_empty_name_is_refused(book: Book, name: str) -> None:
    with pytest.raises(Refused), book.edit("Add"):
        people.add(book, name)
    assert people.count(book) == 0


def test_people_sort_by_family_name(book: Book) -> None:
    with book.edit("Add"):
        for name in ("Zoe Abel", "Ada Zimmer", "Élodie Brun"):
            people.add(book, name)
    order = book.rows("SELECT name FROM person ORDER BY sort_key, id")
    assert [name for (name,) in order] == ["Zoe Abel", "Élodie Brun", "Ada Zimmer"]


def test_a_changed_name_sorts_anew(book: Book) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada Byron")
        people.add(book, "Bo Carlsen")
    with book.edit("Marry"):
        people.change(book, ada, name="Ada Lovelace")
    assert book.value("SELECT name FROM person ORDER BY sort_key LIMIT 1") == "Bo Carlsen"


def test_only_one_person_is_me(book: Book) -> None:
    with book.edit("Add"):
        ada, bo = people.add(book, "Ada", me=1), people.add(book, "Bo")
        people.change(book, bo, me=1)
    assert people.me(book) == bo
    assert not people.read(book, ada).me  # type: ignore[union-attr]


def test_a_row_says_what_they_do_and_where(book: Book) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada")
        facts.add(book, facts.Position, ada, title="Cartographer")
        facts.add(book, facts.Address, ada, locality="Tainan")
    assert people.rows(book, [ada])[ada].does() == "Cartographer, Tainan"


def test_an_organisation_does_not_say_its_name_twice(book: Book) -> None:
    with book.edit("Add"):
        bakery = people.add(book, "Corner Bakery")
        facts.add(book, facts.Position, bakery, organisation="Corner bakery")
        facts.add(book, facts.Address, bakery, locality="Leith")
    assert people.rows(book, [bakery])[bakery].does() == "Leith"


def test_a_former_position_is_not_what_they_do(book: Book) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada")
        facts.add(book, facts.Position, ada, title="Clerk", until="2019")
    assert people.rows(book, [ada])[ada].does() == ""


def test_a_shared_moment_stays_with_who_is_left(book: Book) -> None:
    with book.edit("Add"):
        ada, bo = people.add(book, "Ada"), people.add(book, "Bo")
        together = moments.add(book, [ada, bo], "meal", line="soup")
        alone = moments.add(book, [ada], "call")
    with book.edit("Delete"):
        people.delete(book, [ada])
    assert moments.read(book, alone) is None
    left = moments.read(book, together)
    assert left is not None
    assert left.people == ((bo, "Bo"),)


def test_a_relation_keeps_the_name_of_the_deleted(book: Book) -> None:
    with book.edit("Add"):
        ada, lena = people.add(book, "Ada"), people.add(book, "Lena")
        relations.add(book, ada, "daughter", other=lena)
    with book.edit("Delete"):
        people.delete(book, [lena])
    (relation,) = relations.of_person(book, ada)
    assert (relation.other_id, relation.other_name, relation.kind) == (None, "Lena", "daughter")


def test_deleting_everything_of_someone_is_undone_whole(book: Book) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada")
        facts.add(book, facts.Contact, ada, kind="mail", value="ada@example.org")
        threads.add(book, [ada], "Writing a book")
        circles.join(book, circles.find_or_add(book, "Choir"), [ada])
        people.set_photo(book, ada, b"bytes")
    with book.edit("Delete"):
        people.delete(book, [ada])
    book.undo()
    person = people.read(book, ada)
    assert person is not None
    assert person.photo is not None
    assert book.bytes_of(person.photo) == b"bytes"
    assert [c.value for c in facts.of_person(book, facts.Contact, ada)] == ["ada@example.org"]
    assert [t.title for t in threads.of_person(book, ada)] == ["Writing a book"]
    assert circles.of_person(book, ada) == [(1, "Choir")]
