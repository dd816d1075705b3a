"""Two versions of a book that went different ways become one, and nothing of either is lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.reunion import Choice, reunite
from relbook.core.store.versions import compare
from tests.books import fiction
from tests.conftest import Clock


@pytest.fixture
def two(tmp_path: Path, clock: Clock) -> Iterator[tuple[Book, Book]]:
    """The same book on two computers."""
    with Book.create(tmp_path / "mine.relbook", now=clock) as book:
        fiction.fill(book)
    shutil.copy(tmp_path / "mine.relbook", tmp_path / "theirs.relbook")
    clock.forward(days=1)
    with (
        Book.open(tmp_path / "mine.relbook", now=clock) as mine,
        Book.open(tmp_path / "theirs.relbook", now=clock) as theirs,
    ):
        yield mine, theirs


def name(book: Book, person: int) -> str:
    return str(book.value("SELECT name FROM person WHERE id = ?", person))


def notes(book: Book, person: int) -> list[str]:
    return [text for (text,) in book.rows("SELECT text FROM note WHERE person_id = ?", person)]


def test_the_same_book_differs_in_nothing(two: tuple[Book, Book]) -> None:
    assert compare(*two) == []


def test_what_each_added_is_there_and_undo_takes_it_back(
    two: tuple[Book, Book], clock: Clock
) -> None:
    mine, theirs = two
    with mine.edit("Add"):
        mine.insert(s.Person, name="Ada", sort_key="ada")
    clock.forward(hours=1)
    with theirs.edit("Add"):
        bob = theirs.insert(s.Person, name="Bob", sort_key="bob", met_through_id=2)
        chess = theirs.insert(s.Interest, name="Chess", folded="chess")
        theirs.insert(s.Tagging, person_id=bob, interest_id=chess)
        photo = theirs.keep_bytes(b"a face")
        theirs.update(s.Person, bob, photo=photo)
        entry = theirs.insert(s.LedgerEntry, direction="gave", kind="time", what="an hour")
        theirs.insert(s.EntryPerson, entry_id=entry, person_id=bob)
        theirs.insert(s.EntryPerson, entry_id=entry, person_id=2)
    groups = compare(mine, theirs)
    assert [group.name for group in groups if group.table == "person"] == ["Bob", "Sherlock Holmes"]
    reunite(mine, theirs, groups)
    found = mine.rows(
        "SELECT p.name, q.name, i.name, e.what FROM person p JOIN person q ON q.id = p.met_through_id"
        " JOIN tagging t ON t.person_id = p.id JOIN interest i ON i.id = t.interest_id"
        " JOIN entry_person ep ON ep.person_id = p.id JOIN ledger_entry e ON e.id = ep.entry_id"
    )
    assert found == [("Bob", "Sherlock Holmes", "Chess", "an hour")]
    assert mine.value("SELECT count(*) FROM entry_person WHERE person_id = 2") == 2
    assert examine(mine, full=True).ok
    assert compare(mine, theirs) == []
    mine.undo()
    assert mine.value("SELECT group_concat(name) FROM person WHERE id > 3") == "Ada"


def test_of_one_person_each_alters_another_field(two: tuple[Book, Book], clock: Clock) -> None:
    mine, theirs = two
    with mine.edit("Alter"):
        mine.update(s.Person, 2, nickname="Sherl")
    clock.forward(hours=1)
    with theirs.edit("Alter"):
        theirs.update(s.Person, 2, pronouns="he")
    groups = compare(mine, theirs)
    reunite(mine, theirs, groups)
    assert mine.rows("SELECT nickname, pronouns FROM person WHERE id = 2") == [("Sherl", "he")]
    assert notes(mine, 2) == notes(theirs, 2)


@pytest.mark.parametrize(
    ("choice", "shown", "noted"),
    [(Choice.MINE, "Mine", ""), (Choice.THEIRS, "Theirs", ""), (Choice.BOTH, "Theirs", "Mine")],
)
def test_where_both_altered_the_same_the_other_is_kept(
    two: tuple[Book, Book], clock: Clock, choice: Choice, shown: str, noted: str
) -> None:
    mine, theirs = two
    with mine.edit("Name"):
        mine.update(s.Person, 2, name="Mine")
    clock.forward(hours=1)
    with theirs.edit("Name"):
        theirs.update(s.Person, 2, name="Theirs")
    (group,) = compare(mine, theirs)
    assert group.clash
    reunite(mine, theirs, [group], {("person", group.uid): choice})
    assert name(mine, 2) == shown
    assert [text for text in notes(mine, 2) if "other version" in text] == (
        [f"In the other version, name: {noted}"] if noted else []
    )


def test_whom_a_column_named_is_kept_by_name(two: tuple[Book, Book], clock: Clock) -> None:
    mine, theirs = two
    with mine.edit("Through whom"):
        mine.update(s.Person, 2, met_through_id=1)
    clock.forward(hours=1)
    with theirs.edit("Through whom"):
        ada = theirs.insert(s.Person, name="Ada", sort_key="ada")
        theirs.update(s.Person, 2, met_through_id=ada)
    reunite(mine, theirs, compare(mine, theirs))
    found = "SELECT q.name FROM person p JOIN person q ON q.id = p.met_through_id WHERE p.id = 2"
    assert mine.value(found) == "Ada"
    assert f"In the other version, through whom you met: {name(mine, 1)}" in notes(mine, 2)


def test_who_was_deleted_there_goes_unless_altered_here_since(
    two: tuple[Book, Book], clock: Clock
) -> None:
    mine, theirs = two
    with theirs.edit("Delete"):
        theirs.delete(s.Person, [1, 2])
    clock.forward(hours=1)
    with mine.edit("Alter"):
        mine.update(s.Person, 2, nickname="Sherl")
    groups = compare(mine, theirs)
    assert {group.name: group.clash for group in groups} == {
        "Dr John Watson": False,
        "Sherlock Holmes": True,
    }
    reunite(mine, theirs, groups)
    assert [row[0] for row in mine.rows("SELECT id FROM person ORDER BY id")] == [2, 3]
    assert mine.value("SELECT count(*) FROM address WHERE person_id = 2") == 1


def test_who_was_deleted_here_comes_back_if_altered_there_since(
    two: tuple[Book, Book], clock: Clock
) -> None:
    mine, theirs = two
    with mine.edit("Delete"):
        mine.delete(s.Person, [1, 2])
    clock.forward(hours=1)
    with theirs.edit("Alter"):
        theirs.update(s.Person, 2, nickname="Sherl")
    reunite(mine, theirs, compare(mine, theirs))
    assert mine.rows("SELECT name, nickname FROM person ORDER BY name") == [
        ("Mary Morstan", ""),
        ("Sherlock Holmes", "Sherl"),
    ]


def test_the_same_interest_on_both_is_one(two: tuple[Book, Book]) -> None:
    for book, person in zip(two, (2, 3), strict=True):
        with book.edit("Tag"):
            chess = book.insert(s.Interest, name="Chess", folded="chess")
            book.insert(s.Tagging, person_id=person, interest_id=chess)
    mine, theirs = two
    reunite(mine, theirs, compare(mine, theirs))
    assert mine.rows(
        "SELECT person_id FROM tagging JOIN interest i ON i.id = interest_id WHERE i.name = 'Chess'"
        " ORDER BY 1"
    ) == [(2,), (3,)]


DEEDS = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["add", "rename", "note", "delete"]), st.integers(1, 5)
    ),
    max_size=12,
)


@settings(max_examples=12)
@given(deeds=DEEDS)
def test_no_word_of_either_is_lost(
    deeds: list[tuple[bool, str, int]], tmp_path_factory: pytest.TempPathFactory, empty_book: Path
) -> None:
    clock, folder = Clock(), tmp_path_factory.mktemp("two")
    begun = Path(shutil.copy(empty_book, folder / "0.relbook"))
    with Book.open(begun, now=clock) as book, book.edit("Begin"):
        for n in range(3):
            book.insert(s.Person, name=f"P{n}", sort_key=f"p{n}")
    paths = [Path(shutil.copy(begun, folder / f"{n}.relbook")) for n in (1, 2)]
    with Book.open(paths[0], now=clock) as mine, Book.open(paths[1], now=clock) as theirs:
        for i, (here, deed, person) in enumerate(deeds):
            clock.forward(minutes=1)
            book = mine if here else theirs
            there = book.value("SELECT 1 FROM person WHERE id = ?", person)
            with book.edit(deed):
                if deed == "add":
                    book.insert(s.Person, name=f"new {i}", sort_key="n")
                elif deed == "rename" and there:
                    book.update(s.Person, person, name=f"name {i}")
                elif deed == "note" and there:
                    book.insert(s.Note, person_id=person, text=f"note {i}")
                elif there:
                    book.delete(s.Person, person)
        words = [set(_words(book)) for book in (mine, theirs)]
        deleted = {name for (name,) in theirs.rows("SELECT uid FROM tombstone")}
        deleted |= {name for (name,) in mine.rows("SELECT uid FROM tombstone")}
        whole = not deleted
        reunite(mine, theirs, compare(mine, theirs))
        if whole:
            told = "\n".join(_words(mine))
            assert all(word in told for word in words[0] | words[1] if word.startswith("n"))
        assert examine(mine, full=True).ok
        before = _words(mine)
        reunite(mine, theirs, compare(mine, theirs))
        assert [one for one in _words(mine) if "other version" not in one] == [
            one for one in before if "other version" not in one
        ]


def _words(book: Book) -> list[str]:
    return [
        *(one for (one,) in book.rows("SELECT name FROM person ORDER BY uid")),
        *(one for (one,) in book.rows("SELECT text FROM note ORDER BY uid")),
    ]
