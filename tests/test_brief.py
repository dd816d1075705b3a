"""``relbook brief`` as a person types it, where there is no display."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.core import events, people
from relbook.core.store.book import Book


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three people, two suppers and a choir evening without a date."""
    path = tmp_path_factory.mktemp("brief") / "own.relbook"
    with Book.create(path) as book, book.edit("Sample"):
        guests = [people.add(book, name) for name in ("Åse Lund", "Farid Nasser", "Farid Said")]
        people.add(book, "Old Friend", state="deceased")
        for day in ("2019-12-01", "2099-12-01"):
            supper = events.add(book, "Winter supper", starts=day, place="Boathouse")
        events.invite(book, supper, guests, ["Tove Lindqvist"])
        events.add(book, "Choir evening")
    return path


def brief(book: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return subprocess.run(
        [sys.executable, "-m", "relbook", "--book", str(book), "brief", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={name: value for name, value in os.environ.items() if name not in hidden},
    )


def test_the_next_event_is_meant_when_none_is_named(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    done = brief(own, "-o", out, "--json", "--paper", "letter")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {"sheet": "Winter supper", "guests": 4, "pages": 1, "file": str(out)}
    assert re.search(rb"/MediaBox \[0 0 612(\.0+)? 792(\.0+)?\]", out.read_bytes())


def test_an_event_is_named_by_its_beginning(own: Path, tmp_path: Path) -> None:
    done = brief(own, "CHOIR", "eve", "-o", tmp_path / "sheet.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Choir evening: 1 page written to ")


def test_of_two_of_one_name_the_coming_one_is_meant(own: Path, tmp_path: Path) -> None:
    done = brief(own, "winter", "-o", tmp_path / "sheet.pdf", "--json")
    assert json.loads(done.stdout)["guests"] == 4


def test_a_sheet_on_one_person(own: Path, tmp_path: Path) -> None:
    done = brief(own, "--person", "ase lund", "-o", tmp_path / "sheet.pdf", "--json")
    assert json.loads(done.stdout)["sheet"] == "Before you meet Åse Lund"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("wedding",), "There is no event called “wedding”"),
        (("wedding",), "Choir evening, Winter supper"),
        (("--person", "nobody"), "Nobody here is called “nobody”"),
        (("--person", "farid"), "Farid Nasser, Farid Said"),
        (("--person", "old friend"), "would be empty"),
        (("winter", "--person", "farid"), "not both"),
        (("--paper", "a3"), "a3"),
    ],
)
def test_what_is_not_there_is_one_line_and_2(
    own: Path, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    done = brief(own, *arguments, "-o", tmp_path / "sheet.pdf")
    assert done.returncode == 2
    assert why in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (done.stdout, list(tmp_path.iterdir())) == ("", [])


def test_a_place_that_cannot_be_written_is_one_line(own: Path, tmp_path: Path) -> None:
    done = brief(own, "-o", tmp_path / "no folder" / "sheet.pdf")
    assert done.returncode == 2
    assert "cannot be written there" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_book_without_events_says_so(tmp_path: Path, empty_book: Path) -> None:
    path = tmp_path / "empty.relbook"
    shutil.copy(empty_book, path)
    done = brief(path, "-o", tmp_path / "sheet.pdf")
    assert done.returncode == 2
    assert "no event in this book yet" in done.stderr
