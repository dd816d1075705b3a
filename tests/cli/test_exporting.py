"""``relbook export``, as it is typed."""

import json
import shutil
from pathlib import Path

import pytest

from relbook.cli.commands import run
from relbook.core import circles, facts, interests, people
from relbook.core.errors import RelbookError
from relbook.core.exchange.outgoing.sending import ENDINGS
from relbook.core.store.book import Book


@pytest.fixture
def own(tmp_path: Path, empty_book: Path) -> Path:
    path = Path(shutil.copy(empty_book, tmp_path / "own.relbook"))
    with Book.open(path) as book, book.edit("Meet"):
        ada = people.add(book, "Ada Lovelace")
        george = people.add(book, "George Byron")
        people.add(book, "Byron Rufus")
        circles.join(book, circles.find_or_add(book, "Poets"), [george])
        numbers = interests.find_or_add(book, "Numbers")
        engines = interests.find_or_add(book, "Engines")
        interests.set_parent(book, engines, numbers)
        interests.tag(book, [ada], engines, "enjoys")
        facts.add(book, facts.Note, ada, text="Loves horses.")
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="1815-12-10")
    return path


def export(own: Path, *arguments: str) -> int:
    return run(["--book", str(own), "export", *arguments])


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_says_how_many_and_what_stayed(
    own: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"out{ending}"
    assert export(own, str(out)) == 0
    (line,) = capsys.readouterr().out.splitlines()
    n = "1 person" if ending == ".ics" else "3 people"
    assert line.startswith(f"{n} written to {out}; ")
    assert line.endswith(" stay in the book.")
    assert "horses" not in out.read_text()


def test_everything_is_asked_for(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.vcf"
    assert export(own, str(out), "--profile", "everything", "--vcard", "3.0", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"people": 3, "file": str(out), "profile": "everything"}
    assert "Loves horses." in out.read_text()
    assert "VERSION:3.0" in out.read_text()


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (["Ada Lovelace"], {"Ada Lovelace"}),
        (["ada lovelace", "circle:poets"], {"Ada Lovelace", "George Byron"}),
        (["interest:numbers"], {"Ada Lovelace"}),
        (["byron"], {"George Byron", "Byron Rufus"}),
        (["horses"], {"Ada Lovelace"}),
    ],
)
def test_only_some(own: Path, tmp_path: Path, only: list[str], names: set[str]) -> None:
    out = tmp_path / "out.json"
    assert export(own, str(out), *(part for word in only for part in ("--only", word))) == 0
    assert {row["name"] for row in json.loads(out.read_text())["person"]} == names


@pytest.mark.parametrize("only", ["Nobody", "circle:nowhere", "interest:nothing", "circle:", ""])
def test_whom_nobody_is_meant_by(own: Path, tmp_path: Path, only: str) -> None:
    out = tmp_path / "out.vcf"
    with pytest.raises(RelbookError, match="Nothing was written"):
        export(own, str(out), "--only", only)
    assert not out.exists()


def test_another_ending_is_refused_in_one_line(own: Path, tmp_path: Path) -> None:
    with pytest.raises(RelbookError) as why:
        export(own, str(tmp_path / "out.xlsx"))
    assert all(ending in str(why.value) for ending in ENDINGS)
