"""`relbook check --full` and `relbook rescue`, as a worried owner runs them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.core.store.book import Book
from tests.core.store.damaged import town


def relbook(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "relbook", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "friends.relbook"
    with Book.create(path) as book:
        town.fill(book)
    return path


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(whole, tmp_path / "friends.relbook"))
    town.write(path, 0, bytes(100))
    town.write(path, path.read_bytes().index(b"Said hello on day 100"), b"\xff\xfe\xff")
    return path


def test_a_full_check_finds_no_fault(whole: Path) -> None:
    done = relbook("--book", whole, "check", "--full")
    assert done.returncode == 0
    assert done.stdout == (
        "No fault was found in the book: 243 people, 4 edits can be taken back.\n"
    )


def test_a_full_check_tells_of_damage_and_what_to_do(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "friends.relbook"))
    town.write(path, path.read_bytes().index(b"Said hello on day 100"), b"\xff\xfe\xff")
    done = relbook("--book", path, "check", "--full")
    assert done.returncode == 2
    assert done.stdout == "Something in note does not read.\n"
    assert "rescue friends.relbook -o NEW" in done.stderr


def test_a_damaged_book_is_saved_into_a_new_one(damaged: Path, tmp_path: Path) -> None:
    assert relbook("--book", damaged, "check").returncode == 2
    done = relbook("rescue", damaged, "-o", tmp_path / "new.relbook")
    assert done.returncode == 0
    assert "243 people were saved." in done.stdout
    assert "day 100.: letters were lost" in done.stdout
    assert relbook("--book", tmp_path / "new.relbook", "check", "--full").returncode == 0


def test_the_answer_as_json(damaged: Path, tmp_path: Path) -> None:
    done = relbook("rescue", damaged, "-o", tmp_path / "new.relbook", "--json")
    told = json.loads(done.stdout)
    assert (told["people"], told["complete"], len(told["set right"])) == (243, False, 1)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 a picture" * 900])
def test_nothing_of_a_book_is_said_in_a_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.relbook").write_bytes(content)
    done = relbook("rescue", tmp_path / "a.relbook", "-o", tmp_path / "new.relbook")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert [one.name for one in tmp_path.iterdir()] == ["a.relbook"]
