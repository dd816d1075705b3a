"""Backing up and restoring as a person types it."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relbook.cli import main
from relbook.core import people
from relbook.core.store.book import Book

Relbook = Callable[..., "Done"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the data of each test alone."""
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def own(book: Book) -> Path:
    """The book of two people, closed."""
    with book.edit("Add"):
        for name in ("Ada Lovelace", "Grace Hopper"):
            people.add(book, name)
    book.close()
    return book.path


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def relbook(capsys: pytest.CaptureFixture[str]) -> Relbook:
    """Runs a command on a book."""

    def run(book: Path, *arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as left:
            main(["--book", *map(str, (book, *arguments))])
        answer = capsys.readouterr()
        return Done(int(left.value.code or 0), answer.out, answer.err)

    return run


def told(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def with_passphrase(book: Path, *arguments: str | Path) -> Done:
    """Run a command in a process of its own, the passphrase on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "relbook", "--book", str(book), "--passphrase-stdin"]
        + [str(argument) for argument in arguments],
        input="open sesame\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def edit(path: Path, *, delete: str = "", add: str = "") -> None:
    with Book.open(path) as book, book.edit("Change"):
        if delete:
            people.delete(book, [book.value("SELECT id FROM person WHERE name = ?", delete)])
        if add:
            people.add(book, add)


def names(path: Path) -> list[str]:
    with Book.open(path) as book:
        return [name for (name,) in book.rows("SELECT name FROM person ORDER BY name")]


def test_a_backup_is_made_listed_and_restored(relbook: Relbook, own: Path, home: Path) -> None:
    done = relbook(own, "backup")
    assert done.stdout.startswith("Backed up and read back, 2 people: ")
    (listed,) = told(relbook(own, "backup", "--list", "--json"))
    made = Path(listed["file"])
    assert made.is_relative_to(home / "backups")
    edit(own, delete="Ada Lovelace", add="Barbara Liskov")
    dry = relbook(own, "restore", made, "--dry-run").stdout
    assert "2 people" in dry
    assert "1 comes back: Ada Lovelace\n1 goes: Barbara Liskov\nNothing was written." in dry
    done = relbook(own, "restore", made)
    aside = Path(done.stdout.split("is kept: ")[1].strip())
    assert names(own) == ["Ada Lovelace", "Grace Hopper"]
    assert names(aside) == ["Barbara Liskov", "Grace Hopper"]


def test_one_person_comes_back_and_the_rest_stays(
    relbook: Relbook, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept.relbook"
    assert told(relbook(own, "backup", "-o", out, "--json")) == {
        "file": str(out),
        "people": 2,
        "size": out.stat().st_size,
    }
    edit(own, delete="Ada Lovelace", add="Barbara Liskov")
    done = relbook(own, "restore", out, "--person", "ada")
    assert done.stdout == "Ada Lovelace is in the book again, with their whole life.\n"
    assert names(own) == ["Ada Lovelace", "Barbara Liskov", "Grace Hopper"]
    assert relbook(own, "find", "ada").stdout.startswith("Ada Lovelace")
    with Book.open(own) as book:
        book.undo()
    assert names(own) == ["Barbara Liskov", "Grace Hopper"]


def test_a_locked_book_and_its_backup(relbook: Relbook, own: Path) -> None:
    assert with_passphrase(own, "lock").returncode == 0
    made = told(with_passphrase(own, "backup", "--json"))["file"]
    assert relbook(own, "restore", made).returncode == 2
    assert told(with_passphrase(own, "restore", made, "--json"))["people"] == 2


def test_where_the_book_is_gone_or_spoilt_a_backup_takes_its_place(
    relbook: Relbook, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept.relbook"
    told(relbook(own, "backup", "-o", out, "--json"))
    own.unlink()
    assert relbook(own, "restore", out).stdout == "Restored.\n"
    own.write_bytes(b"\0" * 9_000)
    assert "is kept: " in relbook(own, "restore", out).stdout
    assert len(names(own)) == 2


def test_what_cannot_be_is_one_line(relbook: Relbook, own: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")
    for arguments in (("restore", letter), ("restore", tmp_path / "none"), ("backup", "-o", own)):
        done = relbook(own, *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert len(names(own)) == 2
