"""A book whose file a sync program replaces, alters or doubles: noticed, and nothing is lost."""

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest

from relbook.core import errors
from relbook.core.store import elsewhere
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.seen import Seen, Standing, compare, newest_edit
from tests.conftest import Clock


def add(book: Book, *names: str) -> None:
    for name in names:
        with book.edit(f"Add {name}"):
            book.insert(s.Person, name=name, sort_key=name)


def people(path: Path | Book) -> list[str]:
    if isinstance(path, Book):
        return [name for (name,) in path.rows("SELECT name FROM person ORDER BY name")]
    with Book.open(path) as book:
        return people(book)


@pytest.fixture
def path(tmp_path: Path, empty_book: Path) -> Path:
    return Path(shutil.copy(empty_book, tmp_path / "friends.relbook"))


@pytest.fixture
def theirs(path: Path) -> Path:
    """The book as another computer has altered it."""
    other = Path(shutil.copy(path, path.with_name("download.tmp")))
    with Book.open(other) as book:
        add(book, "Theirs")
    return other


def replace(theirs: Path, path: Path) -> None:
    theirs.replace(path)


def remove(theirs: Path, path: Path) -> None:
    theirs.unlink()
    path.unlink()


def test_an_edit_is_refused_once_another_file_is_there(path: Path, theirs: Path) -> None:
    with Book.open(path) as book:
        add(book, "Mine")
        replace(theirs, path)
        with pytest.raises(errors.BookElsewhere):
            add(book, "Late")
        other = book.put_back()
        add(book, "Late")
        assert people(book) == ["Late", "Mine"]
        assert other is not None
        assert elsewhere.copies_beside(path) == [other]
    assert people(path) == ["Late", "Mine"]
    assert people(other) == ["Theirs"]
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, other.name])


def test_a_book_whose_file_is_gone_is_put_back(path: Path, theirs: Path) -> None:
    with Book.open(path) as book:
        add(book, "Mine")
        remove(theirs, path)
        with pytest.raises(errors.BookElsewhere):
            add(book, "Late")
        assert book.put_back() is None
        add(book, "Late")
    assert people(path) == ["Late", "Mine"]


@pytest.mark.parametrize("become", [replace, remove])
def test_closed_without_a_word_both_versions_stay(
    path: Path, theirs: Path, become: Callable[[Path, Path], None]
) -> None:
    with Book.open(path) as book:
        add(book, "Mine")
        become(theirs, path)
    (kept,) = elsewhere.copies_beside(path)
    assert people(kept) == ["Mine"]
    assert not path.exists() or people(path) == ["Theirs"]


def test_written_over_in_place_the_other_version_stays_whole(path: Path, theirs: Path) -> None:
    data = theirs.read_bytes()
    theirs.unlink()
    with Book.open(path) as book:
        add(book, "Mine")
        with path.open("r+b") as file:
            file.write(data)
            file.truncate()
        with pytest.raises(errors.BookElsewhere):
            add(book, "Late")
        with pytest.raises(errors.BookOverwritten):
            book.put_back()
        with pytest.raises(errors.BookReadOnly):
            add(book, "Late")
    (kept,) = elsewhere.copies_beside(path)
    for one in (path, kept):
        assert people(one) == ["Theirs"]
        with Book.open(one) as again:
            assert examine(again, full=True).ok


def test_written_over_where_nothing_may_be_kept_beside_it_the_other_is_not_mixed_up(
    path: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = theirs.read_bytes()
    theirs.unlink()
    nowhere = path.parent / "gone"  # as a folder that may be read only, also for root
    monkeypatch.setattr(elsewhere, "aside", lambda *_: nowhere / "kept.relbook")
    replaced = Path.replace

    def refuse(draft: Path, to: Path) -> Path:
        if to == path:
            raise PermissionError
        return replaced(draft, to)

    monkeypatch.setattr(Path, "replace", refuse)
    with Book.open(path) as book:
        add(book, "Mine")
        with path.open("r+b") as file:
            file.write(data)
            file.truncate()
    assert people(path) == ["Theirs"]
    with Book.open(path) as again:
        assert examine(again, full=True).ok
    assert [*path.parent.iterdir()] == [path]


def test_a_log_that_came_along_is_kept_with_its_book(path: Path, theirs: Path) -> None:
    with Book.open(theirs) as other:
        add(other, "In the log")
        for suffix in ("", "-wal"):
            shutil.copy(f"{theirs}{suffix}", f"{theirs}{suffix}.sent")
    with Book.open(path) as book:
        add(book, "Mine")
        for suffix in ("", "-wal"):
            Path(f"{theirs}{suffix}.sent").replace(f"{path}{suffix}")
        kept = book.put_back()
        add(book, "Late")
    assert people(path) == ["Late", "Mine"]
    assert kept is not None
    assert people(kept) == ["In the log", "Theirs"]


def test_the_log_of_a_crash_is_not_put_into_another_file(path: Path, theirs: Path) -> None:
    left = path.with_name("left.relbook")
    with Book.open(path) as book:
        add(book, "Mine")
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{left}{suffix}")
    theirs.replace(left)  # before anyone has noticed, the machine broke down
    assert people(left) == ["Theirs"]
    with Book.open(left) as book:
        assert examine(book, full=True).ok
    assert left.with_name("left.relbook-wal of another version").exists()


@pytest.mark.parametrize(
    "name",
    [
        "friends (conflicted copy).relbook",
        "friends (Anna's conflicted copy 2026-11-22).relbook",
        "friends (conflicted copy 2026-11-22 140500).relbook",
        "friends_conflict-20261122-140500.relbook",
        "friends.sync-conflict-20261122-140500-ABCDEFG.relbook",
        "friends (SFConflict anna 2026-11-22-14-05-00).relbook",
        "friends.Conflict.relbook",
        "friends [conflicted].relbook",
        "friends (Annas in Konflikt stehende Kopie 2026-11-22).relbook",
        "friends (from elsewhere 2026-11-22 14.05).relbook",
    ],
)
def test_copies_of_sync_programs_are_found(path: Path, name: str) -> None:
    copy = Path(shutil.copy(path, path.with_name(name)))
    assert elsewhere.copies_beside(path) == [copy]


@pytest.mark.parametrize(
    "name",
    [
        "friends.relbook-wal",
        "friends of old.relbook",
        "friends (before update, schema 1).relbook",
        "friendly (conflicted copy).relbook",
        "conflict.relbook",
        "friends (conflicted copy).vcf",
    ],
)
def test_other_files_are_no_copies(path: Path, name: str) -> None:
    shutil.copy(path, path.with_name(name))
    assert elsewhere.copies_beside(path) == []


# What was last seen of it


def see(seen: Seen, path: Path, *names: str, clock: Clock) -> None:
    with Book.open(path, now=clock) as book:
        add(book, *names)
        newest = newest_edit(book)
    seen.keep(path, newest)


def standing(seen: Seen, path: Path) -> Standing:
    with Book.open(path) as book:
        return compare(book, seen.of(path))


def test_an_earlier_or_another_version_is_noticed(path: Path, tmp_path: Path, clock: Clock) -> None:
    seen, early = Seen(tmp_path / "seen.json"), tmp_path / "early"
    assert standing(seen, path) is Standing.ON
    see(seen, path, "Ada", clock=clock)
    shutil.copy(path, early)
    see(seen, path, "Bob", clock=clock)
    assert standing(seen, path) is Standing.ON
    shutil.copy(early, path)
    assert standing(seen, path) is Standing.BACK
    clock.forward(hours=1)
    with Book.open(path, now=clock) as book:
        add(book, "Cleo")
    assert standing(seen, path) is Standing.APART


def test_what_another_computer_went_on_with_is_no_matter(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    seen = Seen(tmp_path / "seen.json")
    see(seen, path, "Ada", "Bob", clock=clock)
    with Book.open(path) as book:
        book.undo()
        assert compare(book, seen.of(path)) is Standing.ON
        add(book, "Cleo")
    assert standing(seen, path) is Standing.ON


@pytest.mark.posix
def test_what_is_seen_names_nobody(path: Path, tmp_path: Path, clock: Clock) -> None:
    see(Seen(tmp_path / "seen.json"), path, "Ada", clock=clock)
    told = (tmp_path / "seen.json").read_text()
    assert "Ada" not in told
    assert "friends" not in told
    assert (tmp_path / "seen.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "seen.json").write_text("{broken")
    assert Seen(tmp_path / "seen.json").of(path) is None


# On a stick that may only be read


def _read(path: Path, told: SimpleQueue[object]) -> None:
    if os.geteuid() == 0:  # who may write anywhere is no test
        os.setgid(65534)
        os.setuid(65534)
    try:
        with Book.open(path) as book:
            told.put((book.read_only, people(book)))
    except errors.RelbookError as fault:
        told.put(str(fault))


@pytest.fixture
def stick() -> Iterator[Path]:
    """A folder that anyone may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="folders that may not be written are a POSIX matter")
@pytest.mark.parametrize("logged", [False, True], ids=["closed", "a log left by a crash"])
def test_a_book_on_a_stick_opens_for_reading(path: Path, stick: Path, *, logged: bool) -> None:
    if os.geteuid() == 0 and not Path("/").stat().st_mode & 0o001:
        pytest.skip("nobody but root may come here: a root folder closed to others")
    there = stick / "friends.relbook"
    with Book.open(path) as book:
        add(book, "Ada")
        if logged:
            for suffix in ("", "-wal"):
                shutil.copy(f"{path}{suffix}", f"{there}{suffix}")
    if not logged:
        shutil.copy(path, there)
    for one in stick.iterdir():
        one.chmod(0o444)
    stick.chmod(0o555)
    before = {one.name: one.read_bytes() for one in stick.iterdir()}
    context = multiprocessing.get_context("fork")  # another user may not read our Python
    told: SimpleQueue[object] = context.SimpleQueue()
    reader = context.Process(target=_read, args=(there, told))
    reader.start()
    reader.join(60)
    assert told.get() == (True, ["Ada"])
    assert {one.name: one.read_bytes() for one in stick.iterdir()} == before


# Two programs at once


def _write(path: Path, name: str, times: int) -> None:
    with Book.open(path, patience=30) as book:
        for n in range(times):
            add(book, f"{name}{n}")


def test_two_programs_with_one_book_do_no_harm(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_write, args=(path, name, 10)) for name in "AB"]
    with Book.open(path, patience=30) as book:
        for other in others:
            other.start()
        for n in range(10):
            add(book, f"C{n}")
        for other in others:
            other.join(60)
        assert [other.exitcode for other in others] == [0, 0]
        assert len(people(book)) == 30
        assert examine(book, full=True).ok
    assert len(people(path)) == 30
    assert [one.name for one in path.parent.iterdir()] == [path.name]
