"""A book is one file, its owner's alone, and whole whenever it is looked at."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath

import pytest

from relbook.core import errors
from relbook.core.store import file, migrations
from relbook.core.store.book import Book
from relbook.core.store.schema import JOURNALED, Person
from tests.books import fiction


def meet(book: Book, name: str = "Ada") -> None:
    with book.edit(f"Meet {name}"):
        book.insert(Person, name=name, sort_key=name.lower())


def names(book: Book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM person ORDER BY name")]


def everything(book: Book) -> list[list[tuple[object, ...]]]:
    tables = [model._meta.table_name for model in JOURNALED]
    return [
        book.rows(f"SELECT * FROM {table} ORDER BY 1")
        for table in (*tables, "blob", "setting", "step", "journal")
    ]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.posix
@pytest.mark.usefixtures("usual_umask")
def test_every_file_of_a_book_is_its_owners_alone(tmp_path: Path) -> None:
    with Book.create(tmp_path / "a.relbook") as book:
        meet(book)
        book.copy(tmp_path / "b.relbook")
        assert {path.name: mode(path) for path in tmp_path.iterdir()} == dict.fromkeys(
            ("a.relbook", "a.relbook-wal", "a.relbook-shm", "b.relbook"), 0o600
        )


def test_a_closed_book_is_one_file_in_one_piece(book: Book) -> None:
    meet(book)
    book.close()
    book.close()
    assert [path.name for path in book.path.parent.iterdir()] == ["book.relbook"]
    assert book.path.read_bytes()[18:20] == b"\x01\x01"  # rollback journal, not WAL
    with pytest.raises(RuntimeError, match="closed"):
        names(book)


def test_a_book_can_be_named_anything(tmp_path: Path) -> None:
    path = tmp_path / "Ада's 100% book? #1 & é.relbook"
    with Book.create(path) as book:
        meet(book)
    with Book.open(path) as book:
        assert names(book) == ["Ada"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("taken_by", ["file", "folder", "dangling link"])
def test_creating_takes_nobodys_place(tmp_path: Path, taken_by: str) -> None:
    path = tmp_path / "mine"
    if taken_by == "file":
        path.write_text("precious")
    elif taken_by == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    before = path.lstat()
    with pytest.raises(errors.BookExists):
        Book.create(path)
    assert path.lstat() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_creating_when_interrupted_leaves_nothing(
    tmp_path: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_half(run: Callable[[str], object]) -> None:
        run("CREATE TABLE person (id)")
        raise fault

    monkeypatch.setattr(migrations, "make", make_half)
    with pytest.raises((KeyboardInterrupt, errors.DiskFull)):
        Book.create(tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/mine", "n" * 300])
def test_where_no_file_can_be_written_it_says_so(book: Book, place: str) -> None:
    for write in (Book.create, book.copy):
        with pytest.raises(errors.FileUnwritable):
            write(book.path.parent / place)


def test_a_copy_of_an_open_book_is_the_whole_book(book: Book) -> None:
    fiction.fill(book)
    assert book.path.with_name("book.relbook-wal").stat().st_size > 0
    target = book.path.with_name("copy.relbook")
    book.copy(target)
    assert target.read_bytes()[18:20] == b"\x01\x01"
    with Book.open(target) as copy:
        assert everything(copy) == everything(book)
        assert copy.undo() is not None
    with pytest.raises(errors.BookExists):
        book.copy(target)


def test_a_copy_tells_how_far_it_is_and_can_be_cancelled(book: Book) -> None:
    def cancel(done: int, total: int) -> None:
        assert 0 < done <= total
        raise errors.Cancelled

    meet(book)
    before = sorted(book.path.parent.iterdir())
    with pytest.raises(errors.Cancelled):
        book.copy(book.path.with_name("copy.relbook"), cancel)
    assert sorted(book.path.parent.iterdir()) == before


def test_where_links_cannot_be_made_a_file_still_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with Book.create(tmp_path / "mine") as book:
        meet(book)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_a_crash_left_has_all_that_was_committed(book: Book, tmp_path: Path) -> None:
    meet(book, "Ada")
    left = tmp_path / "left"
    left.mkdir()
    with book.edit("Meet Charles"):
        book.insert(Person, name="Charles", sort_key="charles")
        for suffix in ("", "-wal"):
            shutil.copy(f"{book.path}{suffix}", left)
    (tmp_path / "link").symlink_to(left / "book.relbook")
    with Book.open(tmp_path / "link") as again:
        assert names(again) == ["Ada"]
        meet(again, "Mary")
        assert again.undo() is not None
        assert again.undo() is not None
    assert [path.name for path in left.iterdir()] == ["book.relbook"]


def test_two_may_have_a_book_open_and_the_last_leaves_one_file(book: Book) -> None:
    with Book.open(book.path) as other:
        meet(book)
        assert names(other) == ["Ada"]
        other.close()
        meet(book, "Charles")
        with Book.open(book.path) as third:
            book.close()
            assert names(third) == ["Ada", "Charles"]
    assert [path.name for path in book.path.parent.iterdir()] == ["book.relbook"]


@pytest.mark.parametrize("left_by_a_crash", [False, True])
def test_where_it_may_not_be_written_a_book_opens_for_reading(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_by_a_crash: bool
) -> None:
    meet(book)
    place = tmp_path / "place"
    place.mkdir()
    if left_by_a_crash:
        shutil.copy(f"{book.path}-wal", place)
    else:
        book.close()
    path = Path(shutil.copy(book.path, place))
    before = {file: file.read_bytes() for file in place.iterdir()}
    monkeypatch.setattr(os, "access", lambda path, wish: not wish & os.W_OK)
    (tmp_path / "link").symlink_to(path)
    with Book.open(tmp_path / "link") as reading:
        assert reading.read_only
        assert names(reading) == ["Ada"]
        for write in (reading.undo, lambda: meet(reading)):
            with pytest.raises(errors.BookReadOnly):
                write()
        reading.remember("page", "person")
        reading.tidy()
        reading.copy(tmp_path / "mine.relbook")
        assert reading.value("PRAGMA foreign_keys") == 1
    after = {file: file.read_bytes() for file in before}
    assert after == before
    monkeypatch.undo()
    with Book.open(tmp_path / "mine.relbook") as mine:
        assert names(mine) == ["Ada"]
        meet(mine, "Charles")


@pytest.mark.posix
def test_where_the_system_forbids_writing_a_book_opens_for_reading(empty_book: Path) -> None:
    """For real, and for root too, who as another may not write: only SQLite finds that out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_book, folder))
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            if not os.access(Path(folder).parent, os.X_OK, effective_ids=True):
                pytest.skip("nobody but root may come here: a root folder closed to others")
            with Book.open(path) as book:
                assert book.read_only
                assert names(book) == []
        finally:
            if root:
                os.seteuid(0)
            Path(folder).chmod(0o755)
        assert [file.name for file in Path(folder).iterdir()] == [path.name]


def test_a_book_on_a_windows_share_has_an_address_without_a_host() -> None:
    share = PureWindowsPath(r"\\mill\homes\ada #1.relbook")
    assert file.address(share, "mode=ro") == "file:////mill/homes/ada%20%231.relbook?mode=ro"
