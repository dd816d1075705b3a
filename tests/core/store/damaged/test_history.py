"""Of a damaged book the history goes along: what can still be taken back, and who is in the trash."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.core import people, trash
from relbook.core.store import history
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key
from relbook.core.store.rescue import rescue
from tests.core.store.damaged import town

KEY = Key(bytes(range(32)), bytes(range(16)))
EDITS = 8
each_key = pytest.mark.parametrize("key", [None, KEY], ids=["open", "locked"])


def fill(path: Path, key: Key | None) -> Path:
    """A town with a past: two who were deleted early, with all that was theirs, and many edits since."""
    with Book.create(path, key=key) as book:
        town.fill(book)
        for person in (10, 12):
            with book.edit(f"Delete {person}"):
                people.delete(book, [person])
        for n in range(EDITS):
            with book.edit(f"Write {n}"):
                for person in range(20, 60):
                    people.change(book, person, note=f"Written {n}. " * 9)
        with book.edit("Delete a third"):
            people.delete(book, [14])
        for _ in range(2):
            book.undo()
    return path


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> dict[Key | None, Path]:
    folder = tmp_path_factory.mktemp("towns")
    return {key: fill(folder / f"{n}.relbook", key) for n, key in enumerate((None, KEY))}


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.relbook"


def damaged(path: Path, folder: Path, table: str, key: Key | None, *, pages: int = 1) -> Path:
    """A copy of the book of which some pages deep in a table's tree are noise."""
    with Book.open(path, key=key) as book:
        root = book.value("SELECT rootpage FROM sqlite_master WHERE name = ?", table)
        count = book.value("PRAGMA page_count")
    copy = Path(shutil.copy(path, folder / "damaged.relbook"))
    if key is None:
        from relbook.core.store.pages import Pages

        read = Pages(copy)
        tree = read.walk(root, index=table == "journal")
        leaves = [one for one in tree.leaves if one != root]
        read.close()
    else:  # they cannot be told from outside: what was written last is mostly history
        leaves, pages = list(range(count * 9 // 10, count)), 6
    for page in random.Random(4).sample(leaves, pages):
        town.write(copy, (page - 1) * town.PAGE + 200, bytes(500))
    return copy


def relbook(*arguments: object) -> str:
    command = [sys.executable, "-m", "relbook", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def take_all_back_and_make_it_again(book: Book) -> None:
    now = town.of(book)
    done = 0
    while book.undo():
        done += 1
        assert book.rows("PRAGMA foreign_key_check") == []
    for _ in range(done):
        assert book.redo()
    assert [rows for table, rows in town.of(book).items() if table != "setting"] == [
        rows for table, rows in now.items() if table != "setting"
    ]


@each_key
def test_of_a_whole_book_all_of_it_goes_along(
    towns: dict[Key | None, Path], new: Path, key: Key | None
) -> None:
    saved = rescue(towns[key], new, key=key)
    assert saved.complete
    assert saved.history.lost == 0
    with Book.open(towns[key], key=key) as old, Book.open(new, key=key) as book:
        assert trash.deleted(book) == trash.deleted(old)
        assert saved.history.deleted == len(trash.deleted(old))
        for table in ("step", "journal"):
            assert book.rows(f"SELECT * FROM {table}") == old.rows(f"SELECT * FROM {table}")
        while book.redo():
            pass
        assert book.value("SELECT count(*) FROM person WHERE id = 14") == 0
        take_all_back_and_make_it_again(book)
        while book.undo():
            pass
        assert people.count(book) == 0
        assert examine(book, full=True).ok


@each_key
def test_with_a_gap_what_came_after_it_is_taken_back_and_the_trash_is_whole(
    towns: dict[Key | None, Path], tmp_path: Path, new: Path, key: Key | None
) -> None:
    saved = rescue(damaged(towns[key], tmp_path, "journal", key), new, key=key)
    assert saved.history.lost > 0
    assert saved.history.edits < EDITS + 3
    with Book.open(new, key=key) as book:
        assert examine(book, full=True).ok
        if saved.complete:
            gone = trash.deleted(book)
            assert {one.person for one in gone} == {4, 10, 12}
            for one in gone:
                trash.bring_back(book, one)
            names = "SELECT name FROM person WHERE id IN (10, 12) ORDER BY id"
            assert book.rows(names) == [("Person 5",), ("Person 7",)]
            mails = "SELECT count(*) FROM contact_point WHERE person_id IN (10, 12)"
            assert book.value(mails) == 2
        take_all_back_and_make_it_again(book)
        with book.edit("Meet"):
            assert book.insert(s.Person, name="Ada", sort_key="ada") > 243


def test_a_bit_lost_in_a_former_value_breaks_no_undo(
    towns: dict[Key | None, Path], tmp_path: Path, new: Path
) -> None:
    path = Path(shutil.copy(towns[None], tmp_path / "damaged.relbook"))
    with Book.open(path) as book:
        former = book.value(
            "SELECT former FROM step JOIN journal USING (log)"
            " WHERE sentence LIKE '%Write 5%' AND of_table = 'person' AND row = 40"
        )
    told = former.encode()
    town.flip(path, path.read_bytes().index(told) + told.index(b'"active"') + 1, 0)
    saved = rescue(path, new)
    assert saved.complete  # of the people nothing is lost
    with Book.open(new) as book:
        latest = book.next_undo()
        assert latest is not None
        assert str(latest.sentence) == "Write 6"
        take_all_back_and_make_it_again(book)
        assert "Write 5" not in [str(one.sentence) for one in history.steps(book)]


def test_of_a_damaged_journal_alone_the_command_says_what_is_lost(
    towns: dict[Key | None, Path], tmp_path: Path, new: Path
) -> None:
    path = damaged(towns[None], tmp_path, "journal", None, pages=3)
    whole = town.contents(towns[None])
    saved = json.loads(relbook("rescue", path, "-o", new, "--json"))
    assert saved["complete"]
    assert saved["edits lost"] > 0
    assert saved["in the trash"] == 3
    assert town.contents(new) == whole
    told = relbook("rescue", path, "-o", tmp_path / "again.relbook")
    assert "Of these nothing is known to be missing." in told
    assert "cannot be taken back any more" in told
    assert "3 people are in the trash" in told


def test_with_people_lost_nothing_is_offered_that_would_not_go_back(
    towns: dict[Key | None, Path], tmp_path: Path, new: Path
) -> None:
    for table in ("person", "contact_point", "tagging", "interest"):
        new.unlink(missing_ok=True)
        path = damaged(towns[None], tmp_path, table, None) if table != "interest" else None
        if path is None:
            path = Path(shutil.copy(towns[None], tmp_path / "damaged.relbook"))
            with Book.open(path) as book:
                root = book.value("SELECT rootpage FROM sqlite_master WHERE name = 'interest'")
            town.write(path, (root - 1) * town.PAGE, bytes(town.PAGE))
        saved = rescue(path, new)
        assert not saved.complete
        with Book.open(new) as book:
            take_all_back_and_make_it_again(book)
            assert examine(book, full=True).ok
