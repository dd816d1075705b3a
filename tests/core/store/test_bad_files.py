"""What is no book, or cannot be kept, is told in a line, and nothing is lost by it."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import lock, migrations
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.core.store.schema import Person
from tests.books import fiction

PASSPHRASE = 'it\'s a "secret"'
noise = random.Random(7).randbytes


def sql(*statements: str) -> Callable[[Path], None]:
    """Runs `statements` on the book, as another program would."""

    def run(path: Path) -> None:
        connection = sqlite.connect(str(path), isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return run


def of_bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def as_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def of_another_program(path: Path) -> None:
    path.unlink()
    sql("CREATE TABLE person (name)", "INSERT INTO person VALUES ('Ada')")(path)


def locked(path: Path) -> None:
    path.unlink()
    sql(f"PRAGMA key = '{PASSPHRASE.replace(chr(39), chr(39) * 2)}'", "CREATE TABLE t (a)")(path)


def cut(where: float) -> Callable[[Path], None]:
    """Shortens the book to a part of it, to so many bytes, or by so many."""

    def shorten(path: Path) -> None:
        size = path.stat().st_size
        os.truncate(path, int(size * where if 0 < where < 1 else where % size))

    return shorten


def newer_left_by_a_crash(path: Path) -> None:
    """A newer Relbook's book, its version still in the log beside it."""
    with Book.open(path) as book:
        book.sql("PRAGMA user_version = 99")
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{path}{suffix} of a crash")
    for suffix in ("", "-wal"):
        Path(f"{path}{suffix} of a crash").rename(f"{path}{suffix}")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + noise(9_000)
BAD: dict[str, tuple[Callable[[Path], object], type[errors.RelbookError]]] = {
    "empty": (of_bytes(b""), errors.NotABook),
    "one byte": (of_bytes(b"S"), errors.NotABook),
    "no more than a header": (cut(100), errors.NotABook),
    "less than a header": (cut(60), errors.NotABook),
    "a text": (of_bytes(b"BEGIN:VCARD\r\nVERSION:3.0\r\n" * 1024), errors.NotABook),
    "a JPEG": (of_bytes(JPEG), errors.NotABook),
    "noise": (of_bytes(noise(10_000)), errors.NotABook),
    "zeros": (of_bytes(bytes(8192)), errors.NotABook),
    "a header before noise": (of_bytes(b"SQLite format 3\0" + noise(8176)), errors.NotABook),
    "a folder": (as_folder, errors.NotABook),
    **({"a pipe": (as_pipe, errors.NotABook)} if hasattr(os, "mkfifo") else {}),
    "missing": (Path.unlink, errors.BookMissing),
    "another program's": (of_another_program, errors.NotABook),
    "another program's number": (sql("PRAGMA application_id = 7"), errors.NotABook),
    "newer": (sql(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}"), errors.BookTooNew),
    "newer, left by a crash": (newer_left_by_a_crash, errors.BookTooNew),
    "no known version": (sql("PRAGMA user_version = 0"), errors.BookStrange),
    "locked": (locked, errors.WrongPassphrase),
    "another table": (sql("CREATE TABLE x (a)"), errors.BookStrange),
    "another view": (sql("CREATE VIEW x AS SELECT * FROM person"), errors.BookStrange),
    "another trigger": (
        sql("CREATE TRIGGER x AFTER INSERT ON setting BEGIN DELETE FROM step; END"),
        errors.BookStrange,
    ),
    "another column": (sql("ALTER TABLE circle ADD COLUMN x"), errors.BookStrange),
    "a missing trigger": (sql('DROP TRIGGER "person_delete"'), errors.BookStrange),
    "another index": (
        sql("DROP INDEX person_sort_key", "CREATE INDEX person_sort_key ON person (sort_key)"),
        errors.BookStrange,
    ),
    "cut by a page": (cut(-4096), errors.NotABook),
    **{
        f"cut after {part}": (cut(part), errors.NotABook)
        for part in (0.99, 0.75, 0.5, 0.25, 4096, 8192, 4095, 4097, 1000)
    },
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "fiction.relbook"
    with Book.create(path) as book:
        fiction.fill(book)
    return path


@pytest.fixture
def path(source: Path, tmp_path: Path) -> Path:
    """A small book, closed, of the test's own."""
    return Path(shutil.copy(source, tmp_path / "a.relbook"))


def contents(path: Path) -> object:
    return path.read_bytes() if path.is_file() else path.exists() and path.lstat().st_mode


def in_one_line(error: errors.RelbookError) -> bool:
    text = str(error)
    return text.endswith(".") and "\n" not in text and len(text) < 200


@pytest.mark.parametrize(("spoil", "kind"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("key", [None, Key(bytes(32), bytes(16))], ids=["no key", "a key"])
def test_what_is_no_book_is_refused_and_left_as_it_is(
    path: Path,
    spoil: Callable[[Path], object],
    kind: type[errors.RelbookError],
    key: Key | None,
) -> None:
    spoil(path)
    before = contents(path)
    with pytest.raises(errors.RelbookError) as refusal:
        Book.open(path, key=key)
    if key is None:
        assert type(refusal.value) is kind
    assert in_one_line(refusal.value)
    assert contents(path) == before
    assert {file.name for file in path.parent.iterdir()} <= {
        path.name, f"{path.name}-wal", f"{path.name}-shm"
    }  # fmt: skip


def test_a_cut_log_loses_only_what_was_cut(path: Path, tmp_path: Path) -> None:
    """As after a power cut: each commit in the log is whole, or was not."""
    with Book.open(path) as book:
        people = book.value("SELECT count(*) FROM person")
        for name in ("Ada", "Charles"):
            with book.edit("Meet"):
                book.insert(Person, name=name, sort_key=name)
        log = Path(f"{path}-wal").read_bytes()
        shutil.copy(path, tmp_path / "b.relbook")
    for length in (0, 10, 32, len(log) // 3, len(log) - 1, len(log)):
        left = Path(shutil.copy(tmp_path / "b.relbook", tmp_path / f"{length}.relbook"))
        Path(f"{left}-wal").write_bytes(log[:length])
        with Book.open(left) as again:
            assert people <= again.value("SELECT count(*) FROM person") <= people + 2
            assert again.rows("PRAGMA integrity_check") == [("ok",)]


def test_damage_found_later_is_told_in_a_line_too(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(noise(path.stat().st_size - 4096))
    with pytest.raises(errors.NotABook) as refusal, Book.open(path) as book:
        book.rows("SELECT * FROM person")
    assert in_one_line(refusal.value)


def test_a_book_that_may_not_be_read_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.FileUnreadable) as refusal:
        Book.open(path)
    assert in_one_line(refusal.value)


def test_a_locked_book_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "locked.relbook"
    with Book.create(path, key=Key.make(PASSPHRASE)) as book:
        fiction.fill(book)
        book.copy(tmp_path / "copy.relbook")
    assert b"Holmes" not in path.read_bytes() + (tmp_path / "copy.relbook").read_bytes()
    for file in (path, tmp_path / "copy.relbook"):
        with Book.open(file, key=lock.unlock(file, PASSPHRASE)) as book:
            assert book.value("SELECT count(*) FROM person") == 3
        for wrong in (None, Key.make("x")):
            with pytest.raises(errors.WrongPassphrase) as refusal:
                Book.open(file, key=wrong)
            assert in_one_line(refusal.value)
        with pytest.raises(errors.WrongPassphrase):
            lock.unlock(file, "x")


def test_a_book_that_is_not_locked_needs_no_passphrase(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.WrongPassphrase) as refusal:
        Book.open(path, key=lock.unlock(path, PASSPHRASE))
    assert in_one_line(refusal.value)
    assert path.read_bytes() == before


# A disk that is full


@contextmanager
def few_pages(book: Book) -> Iterator[None]:
    """SQLite's own limit: the statement that goes over it fails."""
    book.sql(f"PRAGMA max_page_count = {book.value('PRAGMA page_count') + 4}")
    yield
    book.sql("PRAGMA max_page_count = 1000000")


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """The system's limit: what goes over it fails, at the latest as the edit is kept."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def no_room(book: Book) -> AbstractContextManager[None]:
    """Room for 40 kB more."""
    sizes = [file.stat().st_size for file in book.path.parent.iterdir()]
    return no_file_beyond(max(sizes) + 40_000)


WAYS = [few_pages, pytest.param(no_room, marks=pytest.mark.posix)]


@pytest.mark.parametrize("full", WAYS)
def test_on_a_full_disk_an_edit_is_taken_back_and_the_book_goes_on(
    book: Book, full: Callable[[Book], AbstractContextManager[None]]
) -> None:
    def meet(people: int) -> None:
        with book.edit("Import"):
            rows = [(f"P{n}", "p", "x" * 1000) for n in range(people)]
            book.insert_many(Person, ("name", "sort_key", "note"), rows)

    meet(1)
    with full(book):
        with pytest.raises(errors.DiskFull) as refusal:
            meet(1000)
        assert in_one_line(refusal.value)
        assert book.value("SELECT count(*) FROM person") == 1
    meet(1000)
    assert book.value("SELECT count(*) FROM person") == 1001
    assert book.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("full", WAYS)
def test_on_a_full_disk_an_undo_is_taken_back_and_the_book_goes_on(
    book: Book, full: Callable[[Book], AbstractContextManager[None]]
) -> None:
    with book.edit("Import"):
        rows = [(f"P{n}", "p", "x" * 1000) for n in range(1000)]
        book.insert_many(Person, ("name", "sort_key", "note"), rows)
    with full(book), pytest.raises(errors.DiskFull):
        book.undo()
    assert book.value("SELECT count(*) FROM person") == 1000
    assert book.value("PRAGMA foreign_keys") == 1
    assert book.undo() is not None
    assert book.value("SELECT count(*) FROM person") == 0


@pytest.mark.posix
def test_on_a_full_disk_a_copy_is_told_and_leaves_nothing(book: Book) -> None:
    with book.edit("Import"):
        rows = [(f"P{n}", "p", "x" * 1000) for n in range(1000)]
        book.insert_many(Person, ("name", "sort_key", "note"), rows)
    before = sorted(book.path.parent.iterdir())
    with no_file_beyond(100_000):
        for write in (book.copy, Book.create):
            with pytest.raises(errors.RelbookError) as refusal:
                write(book.path.with_name("copy.relbook"))
            assert in_one_line(refusal.value)
    assert sorted(book.path.parent.iterdir()) == before


@pytest.mark.posix
def test_on_a_full_disk_a_book_still_opens_to_be_read(path: Path) -> None:
    with no_file_beyond(0), Book.open(path) as book:
        assert book.value("SELECT count(*) FROM person") == 3
        with pytest.raises(errors.DiskFull):
            book.undo()
        with pytest.raises(errors.DiskFull), book.edit("Delete all"):
            book.sql("DELETE FROM person")
        assert book.value("SELECT count(*) FROM person") == 3
    with Book.open(path) as book:
        assert book.undo() is not None
