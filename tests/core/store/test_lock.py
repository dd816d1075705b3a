"""A passphrase is set, changed and removed, and the book is whole at every moment."""

import pickle
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.search import Index
from relbook.core.store import lock
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from tests.books import fiction

CANARY = b"Holmes"
ONE, OTHER = Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16)
CHANGES = {"set": (None, ONE), "changed": (ONE, OTHER), "removed": (ONE, None)}
each_change = pytest.mark.parametrize(("was", "now"), CHANGES.values(), ids=CHANGES)


def filled(path: Path, key: Key | None) -> Path:
    """A book of three, closed, with an index and an edit to be taken back."""
    with Book.create(path, key=key) as book:
        index = Index(book)
        fiction.fill(book)
        index.adopt(index.build())
        index.save()
    return path


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Key | None, Path]:
    folder = tmp_path_factory.mktemp("books")
    return {key: filled(folder / f"{n}.relbook", key) for n, key in enumerate((None, ONE))}


@pytest.fixture
def book_of(books: dict[Key | None, Path], tmp_path: Path) -> Callable[[Key | None], Path]:
    return lambda key: Path(shutil.copy(books[key], tmp_path / "book.relbook"))


def told(path: Path, key: Key | None) -> list[str]:
    """All that the book at `path` holds, as SQL, once it is found to be whole."""
    with Book.open(path, key=key) as book:
        assert book.rows("PRAGMA integrity_check") == [("ok",)]
        assert book.rows("PRAGMA foreign_key_check") == []
        for table in ("name", "text"):
            assert (
                book.rows(f"SELECT * FROM search_{table} WHERE search_{table} MATCH ?", "holm*")
                is not None
            )
        tables = [name for (name,) in book.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " ORDER BY name"
        )]  # fmt: skip
        return [
            f"{table}: {sorted(map(repr, book.rows(f'SELECT * FROM {table}')))}" for table in tables
        ]


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file != path)


@pytest.mark.posix
@each_change
def test_everything_goes_along(
    book_of: Callable[[Key | None], Path], was: Key | None, now: Key | None
) -> None:
    path = book_of(was)
    before = told(path, was)
    heard: list[tuple[int, int]] = []
    lock.change(path, was, now, lambda done, total: heard.append((done, total)))
    assert told(path, now) == before
    assert beside(path) == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert lock.is_locked(path) is (now is not None)
    assert (CANARY in path.read_bytes()) is (now is None)
    with Book.open(path, key=now) as book:
        assert Index(book).find("holm").count > 0
        assert book.undo() is not None
        assert book.redo() is not None


@each_change
def test_the_former_key_opens_no_more(
    book_of: Callable[[Key | None], Path], was: Key | None, now: Key | None
) -> None:
    path = book_of(was)
    lock.change(path, was, now)
    with pytest.raises(errors.WrongPassphrase):
        Book.open(path, key=was)


def test_what_other_programs_make_of_the_passphrase_opens_it_too(
    book_of: Callable[[Key | None], Path],
) -> None:
    """SQLCipher 4 as it comes: the promise of the recovery sheet."""
    path = book_of(None)
    lock.change(path, None, Key.make('it\'s a "secret" — ü'))
    connection = sqlite.connect(str(path))
    connection.execute("PRAGMA key='it''s a \"secret\" — ü'")
    assert connection.execute("SELECT count(*) FROM person").fetchone() == (3,)
    connection.close()
    assert lock.fits(path, lock.unlock(path, 'it\'s a "secret" — u\u0308'))


def test_a_wrong_passphrase_is_told_in_one_sentence(
    book_of: Callable[[Key | None], Path],
) -> None:
    path = book_of(ONE)
    before = path.read_bytes()
    for attempt in (
        lambda: lock.unlock(path, "not this one"),
        lambda: lock.change(path, OTHER, None),
        lambda: lock.change(path, None, OTHER),
        lambda: Book.open(path, key=OTHER),
    ):
        with pytest.raises(errors.WrongPassphrase) as refusal:
            attempt()
        assert "\n" not in str(refusal.value)
        assert str(refusal.value).endswith(".")
    assert path.read_bytes() == before
    assert beside(path) == []


def test_a_book_that_is_open_is_left_alone(book_of: Callable[[Key | None], Path]) -> None:
    path = book_of(None)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"open\n"
    try:
        with pytest.raises(errors.BookLocked):
            lock.change(path, None, ONE)
    finally:
        holder.communicate(b"\n", timeout=30)
    assert not lock.is_locked(path)
    assert beside(path) == []


_HOLD = """
import sys
from relbook.core.store.book import Book
with Book.open(sys.argv[1]) as book:
    book.value("SELECT count(*) FROM person")
    print("open", flush=True)
    sys.stdin.readline()
"""


@each_change
def test_one_can_stop_it(
    book_of: Callable[[Key | None], Path],
    was: Key | None,
    now: Key | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "STEPS", 100)
    path = book_of(was)
    before = told(path, was)
    for when in (1, 3, 30):
        words = iter(range(when))

        def report(_done: int, _total: int, words: object = words) -> None:
            if next(words, None) is None:  # type: ignore[call-overload]
                raise errors.Cancelled

        with pytest.raises(errors.Cancelled):
            lock.change(path, was, now, report)
        assert told(path, was) == before
        assert beside(path) == []


def test_a_full_disk_leaves_the_book_as_it_was(
    book_of: Callable[[Key | None], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book_of(None)
    before = told(path, None)
    monkeypatch.setattr("os.fsync", _no_room)
    with pytest.raises(errors.DiskFull):
        lock.change(path, None, ONE)
    assert told(path, None) == before
    assert beside(path) == []


def _no_room(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_new_file_that_does_not_open_gives_way_to_the_former(
    book_of: Callable[[Key | None], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book_of(None)
    before = told(path, None)
    monkeypatch.setattr(lock, "fits", lambda *_: False)
    with pytest.raises(errors.FileUnwritable):
        lock.change(path, None, ONE)
    assert told(path, None) == before
    assert beside(path) == []


@pytest.mark.posix
@each_change
@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9])
def test_killed_at_any_moment_the_book_is_whole(
    book_of: Callable[[Key | None], Path], was: Key | None, now: Key | None, part: float
) -> None:
    path = book_of(was)
    before = told(path, was)
    victim = subprocess.Popen(
        [sys.executable, "-c", _CHANGE, str(path), repr(part), _plain(was), _plain(now)],
        stdout=subprocess.PIPE,
    )
    assert victim.stdout
    assert victim.stdout.readline() == b"now\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()
    key = next(key for key in (was, now) if _opens(path, key))
    assert told(path, key) == before
    lock.change(path, key, now if key != now else was)
    assert beside(path) == []


def _plain(key: Key | None) -> str:
    return key.secret.hex() + key.salt.hex() if key else ""


def _opens(path: Path, key: Key | None) -> bool:
    try:
        Book.open(path, key=key).close()
    except errors.WrongPassphrase:
        return False
    return True


# Says when it is as far as it was told, and waits there for its end.
_CHANGE = """
import sys, time
from pathlib import Path
from relbook.core.store import lock
from relbook.core.store.key import Key
path, part, *keys = sys.argv[1:]
was, now = (Key(bytes.fromhex(k)[:32], bytes.fromhex(k)[32:]) if k else None for k in keys)
lock.STEPS = 50
def report(done, total):
    if done >= float(part) * total:
        print("now", flush=True)
        time.sleep(60)
lock.change(Path(path), was, now, report)
"""


@pytest.mark.posix
@pytest.mark.parametrize("step", ["link", "replace"])
def test_killed_while_it_gets_its_name_nothing_readable_stays(
    book_of: Callable[[Key | None], Path], step: str
) -> None:
    path = book_of(None)
    before = told(path, None)
    done = subprocess.run([sys.executable, "-c", _DIE, str(path), step, _plain(ONE)], check=False)
    assert done.returncode == -signal.SIGKILL
    key = next(key for key in (None, ONE) if _opens(path, key))
    assert key == (ONE if step == "replace" else None)
    assert told(path, key) == before
    if key:  # the first opening has cleared up
        assert beside(path) == []
    lock.change(path, key, OTHER)
    assert beside(path) == []


_DIE = """
import os, signal, sys
from pathlib import Path
from relbook.core.store import lock
from relbook.core.store.key import Key
path, step, key = sys.argv[1:]
def dying(do):
    def die(*given, **named):
        do(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    return die
owner = os if step == "link" else Path
setattr(owner, step, dying(getattr(owner, step)))
lock.change(Path(path), None, Key(bytes.fromhex(key)[:32], bytes.fromhex(key)[32:]))
"""


@pytest.mark.posix
def test_killed_while_it_is_first_locked_the_next_opening_clears_up(
    book_of: Callable[[Key | None], Path],
) -> None:
    path = book_of(None)
    other = path.with_name(".other.relbook.01234567.relocked")
    other.touch()  # of another book, which may be at it just now
    done = subprocess.run([sys.executable, "-c", _DIE, str(path), "link", _plain(ONE)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(beside(path)) == 3
    Book.open(path).close()
    assert beside(path) == [other.name]


_CRASH = """
import os, resource, sys
from relbook.core.store.book import Book
from relbook.core.store.key import Key
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
key = Key(bytes.fromhex(sys.argv[2])[:32], bytes.fromhex(sys.argv[2])[32:])
with Book.open(sys.argv[1], key=key) as book:
    print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
    os.abort()
"""


def test_a_crash_leaves_no_image_of_what_was_in_memory(
    book_of: Callable[[Key | None], Path],
) -> None:
    path = book_of(ONE)
    command = [sys.executable, "-c", _CRASH, str(path), _plain(ONE)]
    done = subprocess.run(
        command, cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if not done.stdout:
        pytest.skip("no core files may be written here at all")
    assert (done.returncode, done.stdout) == (-signal.SIGABRT, b"0\n")
    assert [name for name in beside(path) if "core" in name] == []


def test_a_key_shows_itself_to_nobody() -> None:
    for text in (repr(ONE), str(ONE), f"{ONE}", repr([ONE])):
        assert ONE.secret.hex() not in text
        assert ONE.salt.hex() not in text
        assert "1111" not in text
    with pytest.raises(TypeError):
        pickle.dumps(ONE)


def test_a_last_page_half_written_is_no_reason_to_take_a_locked_book_for_something_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.relbook"
    Book.create(path, key=ONE).close()
    with Book.open(path, key=ONE) as book:
        book.sql("PRAGMA wal_autocheckpoint=0")
        fiction.fill(book)
        size = path.stat().st_size
        for file in (path, path.with_name(path.name + "-wal")):
            shutil.copy(file, tmp_path / file.name.replace("book.", "torn.", 1))
    torn = tmp_path / "torn.relbook"
    with torn.open("ab") as stream:  # as a checkpoint on a full disk leaves it
        stream.write(b"x" * 640)
    assert torn.stat().st_size == size + 640
    assert lock.is_locked(torn)
    with Book.open(torn, key=ONE) as book:
        assert book.value("SELECT count(*) FROM person") == 3
        assert book.rows("PRAGMA integrity_check") == [("ok",)]


def test_what_relbook_keeps_beside_a_book_is_locked_alike(
    book_of: Callable[[Key | None], Path], books: dict[Key | None, Path]
) -> None:
    path = book_of(None)
    names = (
        "book (before update, schema 1).relbook",
        "book (before restoring, 2026-03-14).relbook",
        "book (from elsewhere 2026-03-14 09.26).relbook",
    )
    for name in names:
        shutil.copy(books[None], path.with_name(name))
    shutil.copy(books[None], path.with_name("book (mine).relbook"))
    other = Path(shutil.copy(books[ONE], path.with_name("book (from elsewhere 2).relbook")))
    log = path.with_name("book.relbook-wal of another version 2")
    log.write_bytes(b"\x37\x7f\x06\x82" + bytes(9_000))
    left = lock.change_kin(lock.kin(path), None, OTHER)
    assert left == [other, log]  # of another passphrase, and no book: neither can be locked
    assert all(lock.is_locked(path.with_name(name)) for name in names)
    assert not lock.is_locked(path.with_name("book (mine).relbook"))
    assert lock.change_kin([path.with_name(names[0])], None, OTHER) == []  # done already
