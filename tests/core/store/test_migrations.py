"""A book of any past schema opens as one of today's, or stays what it was."""

import os
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import errors
from relbook.core.store import journal, migrations
from relbook.core.store.book import Book
from relbook.core.store.migrations import DIGESTS, MIGRATIONS, SCHEMA_VERSION, Migration, Run
from relbook.core.store.schema import JOURNALED, UNJOURNALED, Circle, CircleCard

BOOKS = Path(__file__).parents[2] / "books"
PAST = sorted(BOOKS.glob("schema-*.relbook"))
PRESENT = BOOKS / "schema-2.relbook"
SINCE = {"schema-1": {CircleCard}}  # tables that a schema did not have


def add_colour(run: Run) -> None:
    """A migration as they are to be: a column at the end, and the triggers anew."""
    run("ALTER TABLE circle ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")
    for (trigger,) in run(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'circle'"
    ).fetchall():
        run(f'DROP TRIGGER "{trigger}"')
    for statement in journal.triggers("circle", migrations.columns(run, "circle")):
        run(statement)


def add_index(run: Run) -> None:
    run("CREATE INDEX circle_colour ON circle (colour)")


def fail(run: Run) -> None:
    run("DROP TABLE note")
    run("UPDATE setting SET value = 'half'")
    raise ZeroDivisionError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(PRESENT, tmp_path / "old.relbook"))


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch) -> list[Migration]:
    """Two migrations beyond the present schema, known as ours."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    run: Run = connection.execute
    source = sqlite.connect(str(PRESENT))
    source.backup(connection)
    source.close()
    for to, change in ((3, add_colour), (4, add_index)):
        change(run)
        monkeypatch.setitem(DIGESTS, to, frozenset({migrations.digest(run)}))
    connection.close()
    return [Migration(3, add_colour), Migration(4, add_index)]


def version(path: Path) -> int:
    connection = sqlite.connect(str(path))
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found


def test_a_new_book_is_what_the_digest_says(book: Book) -> None:
    assert {migrations.digest(book.sql)} <= DIGESTS[SCHEMA_VERSION]


def test_there_is_a_book_of_every_schema() -> None:
    assert [path.stem for path in PAST] == [f"schema-{n + 1}" for n in range(SCHEMA_VERSION)]
    assert {*DIGESTS} == {*range(1, SCHEMA_VERSION + 1)}
    assert [migration.to for migration in MIGRATIONS] == [*range(2, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("past", PAST, ids=lambda path: path.stem)
def test_a_book_of_a_past_schema_opens_with_all_it_had(past: Path, tmp_path: Path) -> None:
    with Book.open(shutil.copy(past, tmp_path / "old.relbook")) as book:
        for model in (*JOURNALED, *UNJOURNALED):
            n = book.value(f"SELECT count(*) FROM {model._meta.table_name}")
            assert (n == 0) is (model in SINCE.get(past.stem, ())), model
        assert book.rows("SELECT name, met_through_id FROM person ORDER BY id") == [
            ("Dr John Watson", None),
            ("Sherlock Holmes", None),
            ("Mary Morstan", 2),
        ]
        assert book.rows("PRAGMA foreign_key_check") == []
        assert str(book.next_undo().sentence) == "Delete James Moriarty"  # type: ignore[union-attr]
        assert migrations.digest(book.sql) in DIGESTS[SCHEMA_VERSION]
        while book.undo():
            pass
        for model in JOURNALED:
            assert book.value(f"SELECT count(*) FROM {model._meta.table_name}") == 0, model
        while book.redo():
            pass
        assert book.value("SELECT count(*) FROM person") == 3


def test_an_older_book_is_kept_then_brought_up_to_date(path: Path, future: list[Migration]) -> None:
    with Book.open(path, migrations_known=future) as book:
        assert book.value("PRAGMA user_version") == 4
        assert book.rows("SELECT name, colour FROM circle") == [("Baker Street", "blue")]
        with book.edit("Paint"):
            book.update(Circle, 1, colour="red")
        while book.undo():  # what was done before the column was there, too
            pass
        while book.redo():
            pass
        assert book.rows("SELECT name, colour FROM circle") == [("Baker Street", "red")]
    kept = path.with_name("old (before update, schema 2).relbook")
    assert sorted(path.parent.iterdir()) == [kept, path]
    assert version(kept) == 2
    with Book.open(kept) as book:
        assert book.value("SELECT count(*) FROM person") == 3
    with Book.open(path, migrations_known=future):
        pass
    assert sorted(path.parent.iterdir()) == [kept, path]


def test_a_kept_book_is_never_written_over(path: Path, future: list[Migration]) -> None:
    shutil.copy(path, path.with_name("old (before update, schema 2).relbook"))
    Book.open(path, migrations_known=future).close()
    assert version(path.with_name("old (before update, schema 2, 2).relbook")) == 2


def test_if_the_first_migration_fails_nothing_happened(path: Path, future: list[Migration]) -> None:
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        Book.open(path, migrations_known=[Migration(3, fail)])
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


def test_if_a_later_one_fails_the_book_is_whole_at_the_one_before(
    path: Path, future: list[Migration]
) -> None:
    with pytest.raises(ZeroDivisionError):
        Book.open(path, migrations_known=[future[0], Migration(4, fail)])
    assert (version(path), len([*path.parent.iterdir()])) == (3, 2)
    with Book.open(path, migrations_known=[future[0]]) as book:
        assert book.setting("page") == "person"
        assert book.value("SELECT count(*) FROM note") == 1
    with Book.open(path, migrations_known=future) as book:
        assert book.value("PRAGMA user_version") == 4


def test_an_older_book_that_may_not_be_written_says_so(
    path: Path, future: list[Migration], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, wish: not wish & os.W_OK)
    with pytest.raises(errors.BookReadOnly):
        Book.open(path, migrations_known=future)
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


def test_a_book_from_a_newer_relbook_is_left_as_it_is(path: Path, future: list[Migration]) -> None:
    Book.open(path, migrations_known=future).close()
    before = path.read_bytes()
    with pytest.raises(errors.BookTooNew):
        Book.open(path)
    assert path.read_bytes() == before


class _Stopping:
    """A migration's `run` that fails before its statement number `at`."""

    def __init__(self, run: Run, at: int) -> None:
        self._run, self._left = run, at

    def __call__(self, *statement: object) -> object:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return self._run(*statement)


def _statements(past: Path, to: int, folder: Path) -> int:
    """How many statements the migration to a schema runs."""
    counted: list[object] = []

    def count(migration: Migration) -> Migration:
        def change(run: Run) -> None:
            def counting(*statement: object) -> object:
                if migration.to == to:
                    counted.append(statement)
                return run(*statement)

            migration.change(counting)

        return Migration(migration.to, change)

    copy = shutil.copy(past, folder / "counted.relbook")
    Book.open(copy, migrations_known=[count(one) for one in MIGRATIONS]).close()
    return len(counted)


@pytest.mark.parametrize("past", PAST[:-1], ids=lambda path: path.stem)
def test_interrupted_at_any_statement_a_migration_is_whole_or_not_begun(
    past: Path, tmp_path: Path
) -> None:
    first = version(past)
    for stopped in MIGRATIONS[first - 1 :]:
        for at in range(_statements(past, stopped.to, tmp_path)):

            def change(run: Run, at: int = at, stopped: Migration = stopped) -> None:
                stopped.change(_Stopping(run, at))

            folder = tmp_path / f"{stopped.to} {at}"
            folder.mkdir()
            copy = Path(shutil.copy(past, folder / "old.relbook"))
            known = [
                Migration(one.to, change if one is stopped else one.change) for one in MIGRATIONS
            ]
            with pytest.raises(KeyboardInterrupt):
                Book.open(copy, migrations_known=known)
            assert version(copy) == stopped.to - 1
            connection = sqlite.connect(str(copy))
            assert migrations.digest(connection.execute) in DIGESTS[stopped.to - 1]
            connection.close()
            kept = [one for one in folder.iterdir() if one != copy]
            assert len(kept) == (stopped.to - 1 > first)
            assert all(version(one) == first for one in kept)
            with Book.open(copy) as book:
                assert book.value("SELECT count(*) FROM person") == 3
                assert migrations.digest(book.sql) in DIGESTS[SCHEMA_VERSION]
