"""A backup set against today's book, and put in its place."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relbook.core import circles, errors, events, ledger, people
from relbook.core.exchange.archive.bringing_back import bring_back
from relbook.core.store import backups, restore
from relbook.core.store.backups import Shelf, Shelves
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key
from tests.conftest import Clock
from tests.core.store.killed import killed_at, needs_fork

MOMENTS = 200  # more than there are
NOW = datetime(2026, 3, 20, 18, 5, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelves(tmp_path / "backups", tmp_path / "backups.json").of(tmp_path / "book.relbook")


@pytest.fixture
def past(book: Book, shelf: Shelf, clock: Clock) -> Path:
    """A backup with Ada, Grace and Edsger."""
    with book.edit("Add three"):
        for name in ("Ada", "Grace", "Edsger"):
            people.add(book, name)
    made = backups.make(book, shelf, clock())
    clock.forward(hours=1)
    return made.path


def names(path: Path, key: Key | None = None) -> set[str]:
    with Book.open(path, key=key) as book:
        assert examine(book).ok
        return {name for (name,) in book.rows("SELECT name FROM person")}


def called(someone: tuple[restore.Someone, ...]) -> list[str]:
    return [one.name for one in someone]


def test_it_says_who_would_come_back_who_would_go_and_who_differs(book: Book, past: Path) -> None:
    assert restore.compare(book, past, None).none
    with book.edit("Change"):
        people.delete(book, [1])
        people.add(book, "Barbara")
        circles.join(book, circles.find_or_add(book, "Chess"), [3])
    found = restore.compare(book, past, None)
    assert [called(some) for some in (found.back, found.go, found.differ)] == [
        ["Ada"],
        ["Barbara"],
        ["Edsger"],
    ]
    assert (found.then.people, found.now.people) == (3, 3)
    assert [str(one.newest) for one in (found.then, found.now)] == ["Add three", "Change"]
    assert (found.then.made, found.now.made) == ("2026-03-14T09:26:53Z", "2026-03-14T10:26:53Z")


def test_what_is_shared_makes_all_of_them_differ_and_a_mere_touch_nobody(
    book: Book, past: Path
) -> None:
    with book.edit("Give"):
        ledger.add(book, [1, 2], "gave", "advice", what="how to sail")
    with book.edit("Note"):
        people.change(book, 3, note="well")
    with book.edit("No note"):
        people.change(book, 3, note="")
    found = restore.compare(book, past, None)
    assert called(found.differ) == ["Ada", "Grace"]
    assert (found.then.entries, found.now.entries) == (0, 1)


def test_who_is_back_from_the_journal_or_a_backup_does_not_differ(
    book: Book, past: Path, clock: Clock
) -> None:
    with book.edit("Delete"):
        people.delete(book, [1])
    book.undo()
    assert restore.compare(book, past, None).none
    with book.edit("Delete"):
        people.delete(book, [1])
    with restore.opened(past, None) as opened, book.edit("Bring back"):
        uid = opened.value("SELECT uid FROM person WHERE id = 1")
        bring_back(book, opened, uid)
    assert restore.compare(book, past, None).none


def test_a_guest_who_was_dropped_differs(book: Book, shelf: Shelf, clock: Clock) -> None:
    with book.edit("Plan"):
        ada = people.add(book, "Ada")
        dinner = events.add(book, "Dinner")
        events.invite(book, dinner, [ada])
    made = backups.make(book, shelf, clock())
    with book.edit("Drop"):
        events.uninvite(book, [1])
    assert called(restore.compare(book, made.path, None).differ) == ["Ada"]


def test_another_book_altogether_is_all_others(book: Book, past: Path, tmp_path: Path) -> None:
    with Book.create(tmp_path / "other.relbook") as other:
        with other.edit("Add"):
            people.add(other, "Ada")
        found = restore.compare(other, past, None)
    assert (len(found.back), called(found.go), found.differ) == (3, ["Ada"], ())


@pytest.mark.posix
def test_it_takes_the_books_place_and_todays_is_kept(book: Book, past: Path) -> None:
    with book.edit("Delete"):
        people.delete(book, [1, 2])
    book.close()
    before = past.read_bytes()
    aside = restore.restore(past, None, book.path, NOW)
    assert aside is not None
    assert names(book.path) == {"Ada", "Grace", "Edsger"}
    assert names(aside) == {"Edsger"}
    assert aside.name.startswith("book (before restoring, 2026-03-20 ")
    assert past.read_bytes() == before
    assert book.path.stat().st_mode & 0o777 == 0o600
    assert not list(book.path.parent.glob(".*"))
    again = restore.restore(past, None, book.path, NOW)
    assert again not in (None, aside)


def test_where_there_is_no_book_it_simply_comes(past: Path, tmp_path: Path) -> None:
    there = tmp_path / "new.relbook"
    assert restore.restore(past, None, there, NOW) is None
    assert len(names(there)) == 3


def test_it_is_not_put_under_a_window_that_has_the_book_open(
    book: Book, past: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "PATIENCE", 0.05)
    with pytest.raises(errors.BookLocked, match="in use by another program"):
        restore.restore(past, None, book.path, NOW)
    with book.edit("Go on"):
        people.add(book, "Barbara")
    assert not list(book.path.parent.glob(".*"))


def test_a_spoilt_backup_changes_nothing(book: Book, past: Path) -> None:
    book.close()
    before = book.path.read_bytes()
    data = bytearray(past.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xff" * 4096 * 4
    past.write_bytes(data)
    with pytest.raises(errors.NotABook):
        restore.restore(past, None, book.path, NOW)
    assert book.path.read_bytes() == before


def test_a_damaged_book_gives_way_and_is_kept_as_it_is(book: Book, past: Path) -> None:
    book.close()
    book.path.write_bytes(b"\x00" * 20_000)
    wal = book.path.with_name("book.relbook-wal")
    wal.write_bytes(b"left")
    aside = restore.restore(past, None, book.path, NOW)
    assert aside is not None
    assert aside.read_bytes() == b"\x00" * 20_000
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"left"
    assert len(names(book.path)) == 3


def test_a_locked_one_comes_back_locked(tmp_path: Path, clock: Clock) -> None:
    key = Key.make("a long way home")
    path = tmp_path / "locked.relbook"
    shelf = Shelves(tmp_path / "b", tmp_path / "c").of(path)
    with Book.create(path, key=key) as book:
        with book.edit("Add"):
            people.add(book, "Zenobia")
        made = backups.make(book, shelf, clock())
        with book.edit("Delete"):
            people.delete(book, [1])
        assert called(restore.compare(book, made.path, key).back) == ["Zenobia"]
        assert restore.contents(made.path, key).people == 1
    restore.restore(made.path, key, path, NOW, key_now=key)
    assert names(path, key) == {"Zenobia"}
    assert b"Zenobia" not in path.read_bytes()


def test_one_of_an_older_schema_is_read_without_being_touched(book: Book, tmp_path: Path) -> None:
    old = Path(shutil.copy(Path(__file__).parents[2] / "books/schema-1.relbook", tmp_path))
    before = old.read_bytes()
    assert restore.compare(book, old, None).then.people > 0
    with restore.opened(old, None) as opened:
        assert opened.value("PRAGMA user_version") > 1
        assert opened.read_only is False
    assert old.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"book.relbook", old.name} | {
        one.name for one in tmp_path.glob("book.relbook-*")
    }


@needs_fork
def test_killed_at_any_moment_there_is_one_whole_book(
    book: Book, past: Path, tmp_path: Path
) -> None:
    with book.edit("Delete"):
        people.delete(book, [1, 2])
    book.close()
    kept = book.path.read_bytes()
    were = set()
    for n in range(MOMENTS):
        book.path.write_bytes(kept)
        killed = killed_at(n, lambda: restore.restore(past, None, book.path, NOW))
        now = frozenset(names(book.path))
        were.add(now)
        if not killed:
            break
        restore.settle(book.path)
        asides = list(tmp_path.glob("book (*.relbook"))
        assert len(asides) == (len(now) == 3)  # where it took its place, today's is kept
        for aside in asides:
            assert aside.read_bytes() == kept
            aside.unlink()
        assert not list(tmp_path.glob(".*"))
    assert n > 5
    assert {len(one) for one in were} == {1, 3}


@needs_fork
def test_killed_at_any_moment_a_backup_is_whole_or_not_there(
    book: Book, past: Path, shelf: Shelf, clock: Clock
) -> None:
    with book.edit("Add"):
        people.add(book, "Barbara")
    book.close()

    def work() -> None:
        with Book.open(book.path) as opened:
            backups.make(opened, shelf, clock())

    for n in range(MOMENTS):
        killed = killed_at(n, work)
        for one in backups.all_of(shelf):
            backups.check(one.path, None)
        if not killed:
            break
    assert n > 5
    assert len(backups.all_of(shelf)) >= 2
    assert os.path.exists(past)  # noqa: PTH110
