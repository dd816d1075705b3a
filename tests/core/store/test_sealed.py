"""A closed book carries a seal: wherever it is opened next, a bit that was lost is noticed."""

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.store import lock, migrations, sealed
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.check import examine, glance
from relbook.core.store.file import Connections
from relbook.core.store.key import Key
from relbook.core.store.rescue import rescue
from relbook.core.store.seen import Seen
from tests.books import fiction
from tests.core.store.damaged import town

KEY = Key(b"1" * 32, b"a" * 16)


@pytest.fixture
def path(tmp_path: Path, empty_book: Path) -> Path:
    """A book that was closed with a seal."""
    made = Path(shutil.copy(empty_book, tmp_path / "own.relbook"))
    book = Book.open(made)
    fiction.fill(book)
    assert book.close(seal=True) is not None
    return made


def add(path: Path, *, seal: bool) -> None:
    book = Book.open(path)
    with book.edit("Meet"):
        book.insert(s.Person, name="Ada", sort_key="ada")
    book.close(seal=seal)


def by_another(path: Path) -> None:
    """Another program writes in the file."""
    other = sqlite3.connect(path)
    other.execute("INSERT INTO setting VALUES ('theirs', 'x')")
    other.commit()
    other.close()


def told(path: Path) -> tuple[bool, bool]:
    """Whether the book is said to be free of faults, and to be whole to the last byte."""
    with Book.open(path) as book:
        health = examine(book, full=True)
        assert (glance(book) == ()) == health.ok
        return health.ok, health.sealed


def test_a_copy_elsewhere_is_whole_to_the_last_byte(path: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    copy = Path(shutil.copy(path, tmp_path / "stick"))
    assert told(copy) == (True, True)


def test_a_bit_lost_on_the_way_is_noticed(path: Path) -> None:
    town.flip(path, path.read_bytes().index(b"tobacco in a slipper"), 3)
    with Book.open(path) as book:
        assert "the disk may be failing" in glance(book)[0]
        assert "the disk may be failing" in str(examine(book, full=True))


def test_a_bit_lost_is_told_of_until_something_is_done(path: Path) -> None:
    town.flip(path, path.read_bytes().index(b"tobacco in a slipper"), 3)
    for _ in range(3):
        book = Book.open(path)
        assert "the disk may be failing" in glance(book)[0]
        book.read_only = True  # as the window does then
        assert book.close(seal=True) is None


def test_a_bit_lost_beside_the_seal_is_noticed(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b"seal", data.index(b"setting"))
    town.flip(path, data.rindex(b"person", at - 4_000, at + 4_000))
    assert told(path)[1] is False


@pytest.mark.parametrize("write", [partial(add, seal=False), by_another], ids=["us", "another"])
def test_of_what_was_written_since_nothing_is_claimed(
    path: Path, write: Callable[[Path], None]
) -> None:
    write(path)
    assert told(path) == (True, False)
    add(path, seal=True)
    assert told(path) == (True, True)


def test_a_copy_whose_changes_are_counted_anew_is_not_taken_for_the_sealed_one(
    tmp_path: Path, empty_book: Path
) -> None:
    first = Path(shutil.copy(empty_book, tmp_path / "first.relbook"))
    add(first, seal=True)
    with Book.open(first) as book:
        book.copy(tmp_path / "copy.relbook")
    for _ in range(6):  # the count passes that of the seal
        assert told(tmp_path / "copy.relbook") == (True, False)
        add(tmp_path / "copy.relbook", seal=False)


def test_a_book_brought_up_to_date_is_not_taken_for_a_damaged_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(run: migrations.Run) -> None:
        run("CREATE INDEX circle_note ON circle (folded, name)")

    seen = Seen(tmp_path / "seen.json")
    seen.keep(path, (0, ""))
    with sqlite3.connect(path) as known:
        known.execute("BEGIN")
        change(known.execute)
        digest = migrations.digest(known.execute)
        known.rollback()
    known.close()
    newest = migrations.SCHEMA_VERSION + 1
    monkeypatch.setitem(migrations.DIGESTS, newest, frozenset({digest}))
    with Book.open(path, migrations_known=[migrations.Migration(newest, change)]) as book:
        assert glance(book) == ()
        trace = seen.of(path)
        assert trace is not None
        monkeypatch.setattr(migrations, "SCHEMA_VERSION", newest)
        assert examine(book, full=True, seal=trace.seal).faults == ()


def test_what_another_program_put_there_at_the_last_moment_gets_no_seal_of_ours(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = path.with_name("theirs.relbook")
    theirs.write_bytes(path.read_bytes())
    add(theirs, seal=False)
    begin = sealed.begin

    def begin_late(connections: Connections) -> str:
        room = begin(connections)
        shut = connections.shut

        def shut_and_lose() -> None:
            shut()
            theirs.replace(path)

        monkeypatch.setattr(connections, "shut", shut_and_lose)
        return room

    monkeypatch.setattr(sealed, "begin", begin_late)
    book = Book.open(path)
    with book.edit("Meet"):
        book.insert(s.Person, name="Bo", sort_key="bo")
    assert book.close(seal=True) is None
    monkeypatch.undo()
    assert told(path) == (True, False)


def test_while_it_is_open_twice_there_is_none(path: Path) -> None:
    with Book.open(path) as other:
        other.value("SELECT count(*) FROM person")
        book = Book.open(path)
        assert book.close(seal=True) is None
    assert told(path) == (True, False)


def test_what_is_written_while_it_is_looked_at_breaks_nothing(path: Path) -> None:
    with Book.open(path) as book:
        with book.edit("Meet"):
            book.insert(s.Person, name="Ada", sort_key="ada")
        book.tidy()
        assert examine(book, full=True).ok


@settings(max_examples=15)
@given(kept=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6_000)), min_size=1, max_size=8))
def test_whatever_the_book_remembers_it_can_be_sealed(
    kept: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory, empty_book: Path
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path_factory.mktemp("own") / "own.relbook"))
    for name, size in kept:
        book = Book.open(path)
        book.remember(f"setting {name}", "x" * size)
        assert book.close(seal=True) is not None
        assert told(path) == (True, True)
        add(path, seal=True)


def test_a_locked_book_has_seals_of_its_own(path: Path, tmp_path: Path) -> None:
    lock.change(path, None, KEY)
    book = Book.open(path, key=KEY)
    assert book.setting(sealed.SETTING) == ""
    assert book.close(seal=True) is None
    with Book.open(path, key=KEY) as again:
        assert examine(again, full=True).ok


def test_a_rescue_says_that_a_letter_may_be_another(path: Path, tmp_path: Path) -> None:
    town.flip(path, path.read_bytes().index(b"tobacco in a slipper"), 3)
    saved = rescue(path, tmp_path / "new.relbook")
    assert not saved.complete
    assert "a letter may be another one" in str(saved)
    assert saved.history.lost == 0


def test_a_rescued_book_has_no_seal_of_the_damaged_one(path: Path, tmp_path: Path) -> None:
    rescue(path, tmp_path / "new.relbook")
    with Book.open(tmp_path / "new.relbook") as book:
        assert book.setting(sealed.SETTING) is None
    assert told(tmp_path / "new.relbook") == (True, False)
