"""Peewee's queries run on the book they are handed to, by its rules."""

import pytest
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import people
from relbook.core.store.book import Book
from relbook.core.store.schema import Person


def test_a_query_of_the_models_reads_and_writes_within_an_edit(book: Book) -> None:
    with book.edit("Add Ada"):
        people.add(book, "Ada")
        book.run(Person.update(nickname="Addie").where(Person.name == "Ada"))
    found = book.run(Person.select(Person.name, Person.nickname).tuples())
    assert [*found] == [("Ada", "Addie")]
    book.undo()
    assert book.value("SELECT count(*) FROM person") == 0


def test_a_query_that_writes_needs_an_edit_too(book: Book) -> None:
    with book.edit("Add Ada"):
        people.add(book, "Ada")
    with pytest.raises(sqlite.DatabaseError, match="no edit is open"):
        book.run(Person.delete())
    assert people.count(book) == 1
