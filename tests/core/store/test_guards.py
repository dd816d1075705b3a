"""Nothing is written but within an edit, and an edit is whole or was not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from relbook.core.store.book import Book
from relbook.core.store.changes import ALL, MANY, Changes, Deed, Notice
from relbook.core.store.journal import Report
from relbook.core.store.schema import JOURNALED, Circle, ContactPoint, Person, Row
from tests.books import fiction
from tests.conftest import Clock

every_table = pytest.mark.parametrize("model", JOURNALED, ids=lambda model: model.__name__)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book with a row in every table, which no test alters."""
    with Book.create(tmp_path_factory.mktemp("full") / "full.relbook") as book:
        fiction.fill(book)
        yield book


def meet(book: Book, name: str = "Ada") -> int:
    """Add someone to `book` in an edit of its own."""
    with book.edit(f"Meet {name}"):
        return book.insert(Person, name=name, sort_key=name.lower())


def notices(book: Book) -> list[Notice]:
    """The list that what `book` tells will go to."""
    told: list[Notice] = []
    book.listeners.append(told.append)
    return told


@every_table
def test_outside_an_edit_no_table_is_written(full: Book, model: type[Row]) -> None:
    table = model._meta.table_name
    new = {"folded": "'new'", "me": "0", "id": "NULL"}  # what is unique, and keys to nobody
    new |= {row[3]: "-1" for row in full.rows(f'PRAGMA foreign_key_list("{table}")')}
    columns = [row[1] for row in full.rows(f'PRAGMA table_info("{table}")') if row[1] != "uid"]
    values = ", ".join(new.get(column, f'"{column}"') for column in columns)
    was = full.rows(f'SELECT * FROM "{table}"')
    full.sql("PRAGMA foreign_keys=OFF")  # a parent's own refusal would answer first
    try:
        for statement in (
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM "{table}"',
            f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"',
            f'UPDATE OR IGNORE "{table}" SET changed = changed',
            f'DELETE FROM "{table}"',
        ):
            with pytest.raises(sqlite.IntegrityError, match="no edit is open"):
                full.sql(statement)
    finally:
        full.sql("PRAGMA foreign_keys=ON")
    assert was
    assert full.rows(f'SELECT * FROM "{table}"') == was


@every_table
def test_an_id_never_changes(full: Book, model: type[Row]) -> None:
    with pytest.raises(sqlite.IntegrityError, match="an id never changes"), full.edit("Renumber"):
        full.sql(f'UPDATE "{model._meta.table_name}" SET rowid = rowid + 100')


def test_another_programs_sql_is_refused_too(book: Book) -> None:
    meet(book)
    other = sqlite.connect(str(book.path))
    with pytest.raises(sqlite.IntegrityError, match="no edit is open"):
        other.execute("UPDATE person SET note = 'x'")
    other.close()


def test_what_writes_says_so_when_no_edit_is_open(book: Book) -> None:
    with pytest.raises(sqlite.IntegrityError, match="no edit is open"):
        book.insert(Person, name="Ada", sort_key="ada")
    with pytest.raises(sqlite.IntegrityError, match="no edit is open"):
        book.insert_many(Person, ("name", "sort_key"), [("Ada", "ada")])
    with pytest.raises(RuntimeError, match="no edit is open"):
        book.keep_bytes(b"photo")
    assert book.value("SELECT count(*) FROM blob") == 0


def test_an_edit_is_one_step_one_notice_and_one_stamp(book: Book, clock: Clock) -> None:
    told = notices(book)
    ada = meet(book)
    clock.forward(hours=1)
    with book.edit("Rename Ada"):
        book.update(Person, ada, note="Countess")
    assert told[1] == Notice(Changes({"person": frozenset({ada})}), told[1].sentence, Deed.EDIT)
    assert book.row("SELECT created, changed FROM person") == (
        "2026-03-14T09:26:53Z",
        "2026-03-14T10:26:53Z",
    )
    assert str(book.next_undo().sentence) == "Rename Ada"  # type: ignore[union-attr]


def test_what_is_deleted_leaves_its_uid(book: Book) -> None:
    ada = meet(book)
    uid = book.value("SELECT uid FROM person")
    with book.edit("Delete Ada"):
        book.delete(Person, ada)
    assert book.rows("SELECT uid, of_table FROM tombstone") == [(uid, "person")]
    book.undo()
    assert book.rows("SELECT uid FROM tombstone") == []


def test_an_error_takes_all_of_the_edit_back(book: Book) -> None:
    told = notices(book)

    def meet_and_fail() -> None:
        with book.edit("Meet Ada"):
            book.insert(Person, name="Ada", sort_key="ada", photo=book.keep_bytes(b"photo"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        meet_and_fail()
    assert book.value("SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM blob)") == 0
    assert (told, book.next_undo()) == ([], None)
    meet(book)


def test_a_missing_file_within_an_edit_is_not_taken_for_the_book(book: Book) -> None:
    with pytest.raises(FileNotFoundError), book.edit("Add a photo"):
        Path(book.path.parent / "photo.jpg").read_bytes()


def test_an_edit_that_alters_nothing_leaves_no_step_and_tells_nobody(book: Book) -> None:
    ada = meet(book)
    book.undo()
    book.redo()
    meet(book, "Charles")
    book.undo()
    told = notices(book)
    with book.edit("Nothing"):
        pass
    with book.edit("The same again"):
        book.update(Person, ada, name="Ada")
    with book.edit("There and back"):
        book.delete(Person, book.insert(Person, name="Nobody", sort_key="nobody"))
    assert told == []
    assert str(book.next_undo().sentence) == "Meet Ada"  # type: ignore[union-attr]
    assert str(book.next_redo().sentence) == "Meet Charles"  # type: ignore[union-attr]


def test_a_new_edit_cuts_off_what_was_undone(book: Book) -> None:
    meet(book, "Ada")
    book.undo()
    meet(book, "Charles")
    assert book.redo() is None
    assert book.rows("SELECT name FROM person") == [("Charles",)]


def test_with_nothing_to_undo_nothing_is_told(book: Book) -> None:
    told = notices(book)
    assert (book.undo(), book.redo(), told) == (None, None, [])


def test_an_edit_within_an_edit_is_a_bug(book: Book) -> None:
    with book.edit("Outer"):
        for deed in (book.edit("Inner").__enter__, book.tidy, book.close):
            with pytest.raises(RuntimeError):
                deed()
        with pytest.raises(RuntimeError):
            book.copy(book.path.with_name("half.relbook"))
        book.insert(Person, name="Ada", sort_key="ada")
    with book.edit("Outer"), pytest.raises(RuntimeError):
        book.undo()
    assert book.value("SELECT count(*) FROM person") == 1
    assert book.value("PRAGMA foreign_keys") == 1


def test_a_follower_is_told_within_the_edit_and_can_end_it(book: Book) -> None:
    class Follower:
        logs: list[int] = []  # noqa: RUF012

        def follow(
            self, book: Book, log: int, report: Report | None = None, *, played: bool = False
        ) -> None:
            self.logs.append(log)
            assert played == (len(self.logs) > 1)
            if len(self.logs) == 3:
                raise ZeroDivisionError

    follower = Follower()
    book.followers.append(follower)
    meet(book)
    book.undo()
    with pytest.raises(ZeroDivisionError):
        book.redo()
    assert follower.logs == sorted(set(follower.logs))
    assert book.value("SELECT count(*) FROM person") == 0
    assert book.value("PRAGMA foreign_keys") == 1
    assert book.next_redo() is not None


def test_many_rows_are_told_as_all(book: Book) -> None:
    told = notices(book)
    with book.edit("Import"):
        book.insert_many(Person, ("name", "sort_key"), ((f"P{n}", "p") for n in range(MANY + 1)))
        book.insert(Circle, name="All", folded="all")
    changes = told[0].changes
    assert (changes.ids("person"), changes.ids("circle")) == (ALL, frozenset({1}))
    assert changes.touches("person", [7])
    assert not changes.touches("circle", [7])
    assert changes.touch("note", "circle")
    assert not changes.touch("note")


def test_sequence_of_new_ids_is_known_beforehand(book: Book) -> None:
    meet(book)
    book.undo()
    first = book.first_free_id(Person)
    with book.edit("Import"):
        rows = [(first, "Ada", "ada"), (first + 1, "Charles", "charles")]
        book.insert_many(Person, ("id", "name", "sort_key"), rows)
        book.insert(ContactPoint, person_id=first + 1, kind="phone", value="1")
    assert first == 2  # the undone one's id never comes back
    assert meet(book, "Mary") == first + 2
