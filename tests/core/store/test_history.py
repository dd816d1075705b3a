"""Undo at size, and what of the past is kept."""

import pytest

from relbook.core import errors
from relbook.core.store import journal
from relbook.core.store.book import Book, hash_of
from relbook.core.store.changes import ALL, MANY
from relbook.core.store.schema import Circle, CircleCard, ContactPoint, Person, SourceCard
from tests.conftest import Clock


def meet(book: Book, name: str = "Ada", **values: str) -> int:
    with book.edit(f"Meet {name}"):
        return book.insert(Person, name=name, sort_key=name.lower(), **values)


def bring(book: Book, people: int) -> None:
    """An import: people, each with two ways to reach them."""
    first = book.first_free_id(Person)
    ids = range(first, first + people)
    with book.edit("Import"):
        book.insert_many(Person, ("id", "name", "sort_key"), ((i, f"P{i}", "p") for i in ids))
        points = ((i, kind, f"{i}") for i in ids for kind in ("phone", "mail"))
        book.insert_many(ContactPoint, ("person_id", "kind", "value"), points)


def sums(book: Book) -> list[tuple[int, int]]:
    return [
        book.rows(f"SELECT count(*), total(id * length(value)) FROM {table}")[0]
        for table in ("contact_point", "(SELECT id, name AS value FROM person)")
    ]


@pytest.mark.parametrize(
    ("people", "chunk"), [(10_000, 3_333), (50, 99), (50, 100), (50, 101), (50, 50), (50, 1)]
)
def test_many_rows_are_undone_and_redone_in_chunks(
    book: Book, monkeypatch: pytest.MonkeyPatch, people: int, chunk: int
) -> None:
    monkeypatch.setattr(journal, "CHUNK", chunk)
    meet(book)
    before = sums(book)
    bring(book, people)
    with book.edit("Delete all"):
        book.sql("DELETE FROM person")
    states = [before]
    reports: list[tuple[int, int]] = []
    for expected in (people + 1, 1):
        reports.clear()
        notice = book.undo(lambda done, total: reports.append((done, total)))
        assert notice is not None
        assert (notice.changes.ids("contact_point") is ALL) == (2 * people > MANY)
        assert book.value("SELECT count(*) FROM person") == expected
        assert reports == sorted(reports)
        assert reports[-1][0] <= reports[-1][1]
        states.append(sums(book))
    assert states[0] == states[2]
    assert book.redo() is not None
    assert sums(book) == states[1]
    assert book.redo() is not None
    assert sums(book) == [(0, 0), (0, 0)]
    assert book.rows("PRAGMA foreign_key_check") == []


def test_an_undo_that_is_cancelled_was_not(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "CHUNK", 100)
    bring(book, 500)
    before = sums(book)

    def cancel_late(done: int, total: int) -> None:
        if done > total * 0.4:
            raise errors.Cancelled

    told: list[object] = []
    book.listeners.append(told.append)
    with pytest.raises(errors.Cancelled):
        book.undo(cancel_late)
    assert sums(book) == before
    assert told == []
    assert book.value("PRAGMA foreign_keys") == 1
    assert book.undo() is not None
    with pytest.raises(errors.Cancelled):
        book.redo(cancel_late)
    assert sums(book)[1] == (0, 0)
    assert book.redo() is not None
    assert sums(book) == before


def test_steps_are_kept_for_thirty_days_and_the_newest_for_ever(book: Book, clock: Clock) -> None:
    for name in ("Ada", "Charles", "Mary"):
        meet(book, name)
        clock.forward(days=14)
    clock.forward(days=3)  # 45, 31 and 17 days ago
    book.tidy()
    assert [book.undo() is not None for _ in range(2)] == [True, False]
    book.redo()
    clock.forward(days=400)
    book.tidy()
    assert book.undo() is not None
    assert book.rows("SELECT name FROM person") == [("Ada",), ("Charles",)]


def test_what_was_undone_long_ago_can_still_be_redone_in_its_order(
    book: Book, clock: Clock
) -> None:
    ada = meet(book)
    with book.edit("A phone"):
        book.insert(ContactPoint, person_id=ada, kind="phone", value="1")
    book.undo()
    book.undo()
    clock.forward(days=31)
    book.tidy()
    while book.redo():
        pass
    assert book.value("SELECT count(*) FROM contact_point") == 1


def test_a_clock_that_was_wrong_for_a_while_takes_no_step_out_of_the_middle(
    book: Book, clock: Clock
) -> None:
    ada = meet(book)
    clock.forward(days=-900)
    with book.edit("Rename"):
        book.update(Person, ada, name="Augusta")
    clock.forward(days=900)
    with book.edit("Rename"):
        book.update(Person, ada, name="Ada King")
    book.tidy()
    book.undo()
    book.undo()
    assert book.rows("SELECT name FROM person") == [("Ada",)]


def logs(book: Book) -> int:
    return int(book.value("SELECT count(DISTINCT log) FROM journal"))


def test_undoing_and_redoing_does_not_make_the_journal_grow(book: Book) -> None:
    meet(book)
    for _ in range(5):
        book.undo()
        book.redo()
    assert logs(book) == 1


def test_a_log_is_kept_until_every_follower_has_read_it(book: Book) -> None:
    meet(book)
    book.undo()
    book.sql("INSERT INTO follower VALUES ('one', 0), ('other', 99)")
    meet(book, "Charles")  # cuts off the redo: its log belongs to no step now
    book.tidy()
    assert logs(book) == 2
    book.sql("UPDATE follower SET log = 99")
    book.tidy()
    assert logs(book) == 1


def test_bytes_are_swept_once_neither_a_row_nor_the_journal_names_them(
    book: Book, clock: Clock
) -> None:
    with book.edit("Meet Ada"):
        ada = book.insert(Person, name="Ada", sort_key="ada", photo=book.keep_bytes(b"old"))
        book.insert(SourceCard, person_id=ada, blob=book.keep_bytes(b"card"))
        choir = book.insert(Circle, name="Choir", folded="choir")
        book.insert(CircleCard, circle_id=choir, blob=book.keep_bytes(b"group"))
        book.keep_bytes(b"named by nobody")
    with book.edit("A new photo"):
        book.update(Person, ada, photo=book.keep_bytes(b"new"))
    with book.edit("Delete Ada"):
        book.delete(Person, ada)
    book.tidy()
    assert [book.bytes_of(hash_of(b)) for b in (b"old", b"new", b"card", b"group")] == [
        b"old",
        b"new",
        b"card",
        b"group",
    ]
    assert book.bytes_of(hash_of(b"named by nobody")) is None
    book.undo()
    book.undo()
    book.tidy()
    assert book.bytes_of(hash_of(b"new")) == b"new"  # for redo
    book.redo()
    clock.forward(days=31)
    meet(book, "Charles")
    book.tidy()
    kept = {book.bytes_of(hash_of(b)) for b in (b"old", b"new", b"card")}
    assert kept == {None, b"new", b"card"}


@pytest.mark.parametrize("lost", ["the way to reach her", "the person"])
def test_an_undo_that_would_leave_a_row_without_its_person_is_refused(
    book: Book, lost: str
) -> None:
    """As if a step had gone missing: better an error of ours than a book that is not whole."""
    ada = meet(book)
    with book.edit("A phone"):
        phone = book.insert(ContactPoint, person_id=ada, kind="phone", value="1")
    if lost == "the person":
        with book.edit("No phone"):
            book.delete(ContactPoint, phone)
        with book.edit("Delete"):
            book.delete(Person, ada)
    before = sums(book)
    book.sql("DELETE FROM step WHERE id = (SELECT max(id) FROM step)")
    with pytest.raises(RuntimeError, match=r"contact_point\.person_id"):
        book.undo()
    assert sums(book) == before
    assert book.value("PRAGMA foreign_keys") == 1
    assert book.rows("PRAGMA foreign_key_check") == []
