"""Backups: what they hold, when one is due, which stay, and that nothing is ever half."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core import errors, people
from relbook.core.store import backup, backups
from relbook.core.store.backups import Backup, Keep, Shelf, Shelves
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from tests.conftest import Clock


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelves(tmp_path / "backups", tmp_path / "backups.json").of(tmp_path / "book.relbook")


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Book]:
    key = Key.make("a long way home")
    with Book.create(tmp_path / "locked.relbook", key=key) as book:
        yield book


def add(book: Book, name: str) -> int:
    with book.edit(f"Add {name}"):
        return people.add(book, name)


def lying_in(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def names(path: Path) -> list[str]:
    with Book.open(path) as book:
        return [name for (name,) in book.rows("SELECT name FROM person ORDER BY id")]


@pytest.mark.posix
def test_a_backup_is_the_book_and_its_owners_alone(book: Book, shelf: Shelf, clock: Clock) -> None:
    add(book, "Ada")
    made = backups.make(book, shelf, clock())
    assert backups.all_of(shelf) == [made]
    assert (made.made, made.size) == (clock(), made.path.stat().st_size)
    assert [one.stat().st_mode & 0o777 for one in (shelf.place, shelf.folder, made.path)] == [
        0o700,
        0o700,
        0o600,
    ]
    add(book, "Grace")
    assert names(made.path) == ["Ada"]


def test_one_is_due_on_a_day_with_changes_and_never_twice(
    book: Book, shelf: Shelf, clock: Clock
) -> None:
    def due() -> bool:
        return backups.is_due(book, shelf, clock().date())

    assert not due()
    add(book, "Ada")
    assert due()
    backups.make(book, shelf, clock())
    assert not due()
    add(book, "Grace")
    assert not due()
    clock.forward(days=1)
    assert due()
    book.undo()
    backups.make(book, shelf, clock())
    clock.forward(days=1)
    assert not due()
    book.redo()
    assert due()


def test_an_edit_meanwhile_neither_waits_nor_gets_in(
    book: Book, shelf: Shelf, clock: Clock
) -> None:
    with book.edit("Add many"):
        for i in range(3_000):
            people.add(book, f"Person {i}", note="x" * 500)
    begun, typed = threading.Event(), threading.Event()

    def report(_done: int, _total: int) -> None:
        begun.set()
        typed.wait(10)

    def work() -> None:
        with book.in_this_thread():
            backups.make(book, shelf, clock(), report)

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(10)
    add(book, "Typed meanwhile")
    typed.set()
    thread.join()
    (made,) = backups.all_of(shelf)
    assert len(names(made.path)) == 3_000
    assert made.state != backups.state_of(book)


@pytest.mark.parametrize("words", [1, 3, 5])
def test_stopped_on_the_way_it_leaves_nothing(
    book: Book, shelf: Shelf, clock: Clock, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_A_STEP", 256)  # it reports at each
    monkeypatch.setattr(backup, "LOOK_EVERY", 100_000)
    with book.edit("Add many"):
        for i in range(2_000):
            people.add(book, f"Person {i}", note="x" * 2_000)
    kept = backups.make(book, shelf, clock())
    left = words

    def report(_done: int, _total: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        backups.make(book, shelf, clock(), report)
    assert lying_in(shelf.folder) == {kept.path.name}


def test_what_does_not_read_back_is_not_kept(
    book: Book, shelf: Shelf, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(book, "Ada")
    pour = backup._pour

    def spoil(source: object, draft: Path, report: object) -> object:
        state = pour(source, draft, report)  # type: ignore[arg-type]
        with draft.open("r+b") as file:
            file.seek(4096 * 3)
            file.write(b"\xff" * 4096)
        return state

    monkeypatch.setattr(backup, "_pour", spoil)
    with pytest.raises(errors.Unsound, match="was not kept"):
        backups.make(book, shelf, clock())
    assert not lying_in(shelf.folder)


def test_the_newest_good_one_is_found_past_those_that_are_spoilt(
    book: Book, shelf: Shelf, clock: Clock
) -> None:
    made = []
    for name in ("Ada", "Grace", "Edsger"):
        add(book, name)
        made.append(backups.make(book, shelf, clock()))
        clock.forward(days=1)
    made[2].path.write_bytes(made[2].path.read_bytes()[:9_000])
    os.truncate(made[1].path, 5)
    assert backups.newest_good(shelf, None) == made[0]
    assert backups.newest_good(Shelf(shelf.place, "nowhere"), None) is None


def test_a_locked_books_backup_is_locked_alike(locked: Book, shelf: Shelf, clock: Clock) -> None:
    add(locked, "Zenobia Quillfeather")
    made = backups.make(locked, shelf, clock())
    assert b"Quillfeather" not in made.path.read_bytes()
    assert backups.newest_good(shelf, locked.key) == made
    assert backups.newest_good(shelf, None) is None
    with pytest.raises(errors.WrongPassphrase, match="another passphrase"):
        backups.check(made.path, Key.make("not this one"))


def test_the_owner_chooses_place_and_number(book: Book, tmp_path: Path, clock: Clock) -> None:
    shelves = Shelves(tmp_path / "usual", tmp_path / "choices.json")
    stick = tmp_path / "stick"
    shelves.choose(stick, Keep(days=2, weeks=0, months=1))
    shelf = shelves.of(book.path)
    assert (shelf.place, shelf.keep, shelf.usual) == (stick, Keep(2, 0, 1), False)
    add(book, "Ada")
    with pytest.raises(errors.FileUnwritable, match="is not there just now"):
        backups.make(book, shelf, clock())
    assert not stick.exists()
    stick.mkdir()
    for _ in range(4):
        backups.make(book, shelf, clock())
        clock.forward(days=1)
    assert len(backups.all_of(shelf)) == 2
    shelves.choose(None, Keep())
    assert shelves.of(book.path).place == tmp_path / "usual"


@pytest.mark.parametrize(
    "told", ["", "[]", '{"place": 5, "days": "x", "weeks": -1, "months": 1e9}']
)
def test_a_choice_that_cannot_be_read_is_none(tmp_path: Path, told: str) -> None:
    (tmp_path / "choices.json").write_text(told)
    shelf = Shelves(tmp_path / "usual", tmp_path / "choices.json").of(tmp_path / "b.relbook")
    assert (shelf.keep, shelf.usual) == (Keep(), True)


def test_books_of_one_name_have_shelves_of_their_own(tmp_path: Path) -> None:
    shelves = Shelves(tmp_path, tmp_path / "choices.json")
    folders = {shelves.of(tmp_path / one / "people.relbook").folder for one in "ab"}
    assert len(folders) == 2


def test_a_book_of_the_longest_name_is_backed_up(tmp_path: Path, clock: Clock) -> None:
    with Book.create(tmp_path / f"{'🎻' * 58}.relbook") as book:
        add(book, "Ada")
        made = backups.make(
            book, Shelves(tmp_path / "b", tmp_path / "c.json").of(book.path), clock()
        )
    assert made.path.name.startswith("🎻")


def test_a_folder_that_moves_takes_its_backups_along(tmp_path: Path) -> None:
    names = {
        Shelves(tmp_path / home / "backups", tmp_path / "none").of(tmp_path / home / book).name
        for home, book in (("here", "people.relbook"), ("there", "people.relbook"))
    }
    assert len(names) == 1


def test_what_else_lies_there_is_left_alone(book: Book, shelf: Shelf, clock: Clock) -> None:
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "letter.txt").write_text("mine")
    (shelf.folder / "people.relbook").write_text("mine, too")
    old_draft = shelf.folder / ".people 2026.abc.new"
    old_draft.write_text("half")
    looked_into = shelf.folder / ".abc.new"
    looked_into.mkdir()
    (looked_into / "copy.relbook").write_text("whole")
    for left in (old_draft, looked_into):
        os.utime(left, (0, 0))
    add(book, "Ada")
    made = backups.make(book, shelf, clock())
    assert backups.all_of(shelf) == [made]
    assert lying_in(shelf.folder) == {"letter.txt", "people.relbook", made.path.name}


def test_where_nothing_can_be_written_the_earlier_ones_stay(
    book: Book, shelf: Shelf, clock: Clock
) -> None:
    add(book, "Ada")
    shelf.place.parent.mkdir(exist_ok=True)
    shelf.place.write_text("no folder")
    with pytest.raises(errors.FileUnwritable, match="cannot be written there"):
        backups.make(book, shelf, clock())


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def of_days(days: set[int]) -> list[Backup]:
    return [Backup(Path(f"{n}"), NOON + timedelta(days=n), "00000000", 0) for n in sorted(days)]


@settings(max_examples=60)
@given(
    st.sets(st.integers(0, 800), min_size=1, max_size=120),
    st.builds(Keep, st.integers(0, 9), st.integers(0, 6), st.integers(0, 14)),
)
def test_thinned_day_by_day_or_all_at_once_the_same_stay(days: set[int], keep: Keep) -> None:
    there = of_days(days)
    kept: set[Backup] = set()
    for one in there:
        kept = backups.staying({*kept, one}, keep)
    assert kept == backups.staying(there, keep)
    assert there[-1] in kept
    assert len(kept) <= max(1, keep.days + keep.weeks + keep.months)


def test_a_year_of_days_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    kept = sorted(backups.staying(of_days(set(range(365))), Keep()), key=lambda one: one.made)
    days = [one.made.date() for one in kept]
    assert days[-7:] == [date(2026, 12, 25) + timedelta(days=n) for n in range(7)]
    assert {day.month for day in days} == set(range(1, 13))
    assert {date(2026, 12, 20), date(2026, 12, 13)} <= set(days)
