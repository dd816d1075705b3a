"""A damaged book never crashes, never is said to be whole, and gives back what can be read."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relbook.core import errors
from relbook.core.store.book import Book
from relbook.core.store.check import examine, glance
from relbook.core.store.key import Key
from relbook.core.store.place import seal_of
from relbook.core.store.rescue import rescue
from relbook.core.store.schema import Person
from tests.core.store.damaged import attack, town

ATTACKS = 40  # of the corpus in each test run; all of them in its long run
KEY = Key(bytes(range(32)), bytes(range(16)))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("town") / "town.relbook"
    attack.make(path)
    return path


@pytest.fixture
def path(source: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(source, tmp_path / "a.relbook"))


def page_of(path: Path, table: str) -> int:
    with Book.open(path) as book:
        named = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(book.value(named, table))


def test_no_damage_crashes_or_passes_for_none(source: Path, tmp_path: Path) -> None:
    every = list(town.damages(source.stat().st_size))
    some = random.Random(3).sample(every[:-8], ATTACKS - 8) + every[-8:]
    counts = attack.attack(source, tmp_path, some)
    assert counts["attacks"] == ATTACKS
    assert counts["refused in a line"] + counts["opened, damage told"] > ATTACKS // 2


def test_a_whole_book_is_rescued_whole(path: Path, tmp_path: Path) -> None:
    saved = rescue(path, tmp_path / "new.relbook")
    assert saved.complete
    assert town.contents(tmp_path / "new.relbook") == town.contents(path)


@pytest.mark.parametrize("damage", ["a header of zeros", "a first page of zeros"])
def test_without_its_beginning_nothing_is_lost(path: Path, tmp_path: Path, damage: str) -> None:
    whole = town.contents(path)
    dict(town.damages(path.stat().st_size))[damage](path)
    rescue(path, tmp_path / "new.relbook")
    assert town.missing_from(whole, town.contents(tmp_path / "new.relbook")) == 0


def test_without_the_top_of_a_table_its_rows_are_found(path: Path, tmp_path: Path) -> None:
    whole = town.contents(path)
    town.write(path, (page_of(path, "person") - 1) * town.PAGE, bytes(town.PAGE))
    saved = rescue(path, tmp_path / "new.relbook")
    assert town.missing_from(whole, town.contents(tmp_path / "new.relbook")) == 0
    assert "1 part of the file with people could not be read." in str(saved)


def test_of_people_on_a_lost_page_name_and_facts_stay(path: Path, tmp_path: Path) -> None:
    whole = town.contents(path)
    leaf = next(n for n in range(150) if _holds(path, n))
    town.write(path, leaf * town.PAGE, bytes(town.PAGE))
    saved = rescue(path, tmp_path / "new.relbook")
    assert "Person 0027" in saved.names_only
    now = town.contents(tmp_path / "new.relbook")
    assert len(now["person"]) == len(whole["person"])
    assert now["contact_point"] == whole["contact_point"]


def _holds(path: Path, page: int) -> bool:
    """Whether a page is a leaf of the table of people, with the 27th on it."""
    data = path.read_bytes()[page * town.PAGE : (page + 1) * town.PAGE]
    return data[:1] == b"\x0d" and b"Person 27person 0027" in data


def test_what_is_in_the_log_of_a_crash_is_rescued_too(path: Path, tmp_path: Path) -> None:
    left = tmp_path / "left.relbook"
    with Book.open(path) as book:
        with book.edit("Meet"):
            book.insert(Person, name="Ada", sort_key="ada")
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{left}{suffix}")
    town.write(left, 0, bytes(100))
    rescue(left, tmp_path / "new.relbook")
    with Book.open(tmp_path / "new.relbook") as book:
        assert book.value("SELECT count(*) FROM person WHERE name = 'Ada'") == 1


def test_a_bit_of_a_name_that_the_disk_turned_is_noticed(path: Path) -> None:
    seal = seal_of(path)
    town.flip(path, path.read_bytes().index(b"Person 100"), 3)
    with Book.open(path) as book:
        assert glance(book) == ()
        assert examine(book, full=True).ok  # to whom nobody has said what it was
        health = examine(book, full=True, seal=seal)
    assert not health.ok
    assert "the disk may be failing" in str(health)


def test_a_book_is_whole_to_the_last_byte_until_it_is_written(path: Path) -> None:
    seal = seal_of(path)
    for _ in range(2):  # to open and close it changes nothing that counts
        with Book.open(path) as book:
            assert "to the last byte" in str(examine(book, full=True, seal=seal))
    with Book.open(path) as book, book.edit("Meet"):
        book.insert(Person, name="Ada", sort_key="ada")
    with Book.open(path) as book:
        health = examine(book, full=True, seal=seal)
    assert (health.ok, health.sealed) == (True, False)


def test_a_locked_book_is_rescued_around_its_bad_pages(tmp_path: Path) -> None:
    path, new = tmp_path / "locked.relbook", tmp_path / "new.relbook"
    with Book.create(path, key=KEY) as book:
        town.fill(book)
    whole = town.contents(path, KEY)
    chance = random.Random(9)
    for page in chance.sample(range(40, path.stat().st_size // town.PAGE), 5):
        town.flip(path, page * town.PAGE + 99)
    saved = rescue(path, new, key=KEY)
    lost = town.missing_from(whole, town.contents(new, KEY))
    assert not saved.complete
    assert 0 < lost < 400
    assert b"Person" not in new.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: town.flip(path, 50),
        lambda path: town.write(path, 16, bytes(11 * town.PAGE)),
        lambda path: os.truncate(path, 80 * town.PAGE),
    ],
    ids=["first page", "the names of its tables", "cut short"],
)
def test_a_locked_book_without_its_beginning_or_end_is_rescued_too(
    tmp_path: Path, damage: town.Damage
) -> None:
    path, new = tmp_path / "locked.relbook", tmp_path / "new.relbook"
    with Book.create(path, key=KEY) as book:
        town.fill(book)
    whole = town.contents(path, KEY)
    damage(path)
    rescue(path, new, key=KEY)
    saved = town.contents(new, KEY)
    assert saved["circle"] == whole["circle"]
    assert {*tmp_path.iterdir()} == {path, new}


def test_a_locked_book_is_not_rescued_without_its_key(tmp_path: Path) -> None:
    Book.create(tmp_path / "locked.relbook", key=KEY).close()
    with pytest.raises(errors.WrongPassphrase):
        rescue(tmp_path / "locked.relbook", tmp_path / "new.relbook")
    wrong = Key(bytes(32), KEY.salt)
    with pytest.raises(errors.WrongPassphrase):
        rescue(tmp_path / "locked.relbook", tmp_path / "new.relbook", key=wrong)


def test_what_breaks_a_rule_is_set_right_or_listed(path: Path, tmp_path: Path) -> None:
    with Book.open(path) as book:
        book.sql("PRAGMA foreign_keys=OFF")
        book.sql("PRAGMA ignore_check_constraints=ON")
        with book.edit("Break"):
            book.sql("UPDATE person SET name = '' WHERE id = 5")
            book.sql("UPDATE person SET state = 'lost' WHERE id = 6")
            book.sql("DELETE FROM person WHERE id = 7")
            book.sql("UPDATE person SET photo = 'nothing' WHERE id = 8")
    saved = rescue(path, tmp_path / "new.relbook")
    assert len(saved.mended) == 3
    assert saved.names_only == ["Name lost (7)"]
    with Book.open(tmp_path / "new.relbook") as book:
        assert examine(book, full=True).ok
        assert book.value("SELECT name FROM person WHERE id = 5") == "Name lost (5)"


def test_a_rescue_never_takes_a_name_that_is_taken(path: Path) -> None:
    with pytest.raises(errors.BookExists):
        rescue(path, path)


@pytest.mark.parametrize("spoil", [os.remove, lambda path: path.write_text("Dear Ada,\n" * 999)])
def test_what_holds_nothing_of_a_book_is_said_to(
    path: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(path)
    with pytest.raises(errors.BookError):
        rescue(path, tmp_path / "new.relbook")
    assert [*tmp_path.iterdir()] == [path] * path.exists()
