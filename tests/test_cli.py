"""The command line as a person types it: a real process, an exit status, one line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.cli import COMMANDS
from relbook.core.search import Index
from relbook.core.store.book import Book
from tests.core.tables import every_table

CHECKOUT = Path(__file__).parents[1]
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nTEL:+44 20 5550 0142\nNOTE:horses\nEND:VCARD\n"


def relbook(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-m", "relbook", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=plain | environment,
    )


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "ada.vcf"
    path.write_text(CARD)
    return path


@pytest.fixture
def own(tmp_path: Path, cards: Path) -> Path:
    path = tmp_path / "own.relbook"
    assert relbook("--book", path, "import", cards).returncode == 0
    return path


def test_import_makes_the_book_and_reports(tmp_path: Path, cards: Path) -> None:
    done = relbook("--book", tmp_path / "new.relbook", "import", cards, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["new"], told["updated"], told["same"], told["problems"]) == (1, 0, 0, [])


def test_a_dry_run_says_who_would_come_and_writes_nothing(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vcf"
    other.write_text(
        CARD.replace("Ada Lovelace", "William King")
        + CARD.replace("Ada Lovelace", "Grace Hopper").replace("TEL:+44 20 5550 0142\n", "")
        + "BEGIN:VCARD\nVERSION:3.0\nFN:Taxi\nTEL:2222\nEND:VCARD\n"
    )
    with Book.open(own) as book:
        before = every_table(book), book.generation
    done = relbook("--book", own, "import", "--dry-run", other)
    assert done.returncode == 0, done.stderr
    assert "1 new person, 1 doubtful, 1 that is not a person" in done.stdout
    assert "William King and Ada Lovelace" in done.stdout
    with Book.open(own) as book:
        assert (every_table(book), book.generation) == before
    told = json.loads(relbook("--book", own, "import", "--dry-run", "--json", other).stdout)
    assert (told["new"], told["pairs"][0]["other"]) == (1, "Ada Lovelace")
    relbook("--book", tmp_path / "none.relbook", "import", "--dry-run", other)
    assert not (tmp_path / "none.relbook").exists()


def test_a_table_comes_in_by_its_content_and_as_a_mapping_says(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.txt"
    table.write_text("Name,Where,E-mail\nGrace Hopper,Arlington,grace@example.org\n")
    done = relbook("--book", own, "import", table, "--mapping", "no such", "--json")
    assert done.returncode == 2
    assert "no such" in done.stderr
    columns = [["name", "", ""], ["locality", "home", ""], ["mail", "", ""]]
    (tmp_path / "map.json").write_text(json.dumps({"columns": columns}))
    done = relbook("--book", own, "import", table, "--mapping", tmp_path / "map.json")
    assert done.returncode == 0, done.stderr
    with Book.open(own) as book:
        assert book.rows("SELECT locality FROM address") == [("Arlington",)]
        assert book.rows("SELECT kind FROM source_card WHERE kind = 'csv'") == [("csv",)]


def test_a_report_is_kept_where_one_asks(own: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.vcf"
    torn.write_text("BEGIN:VCARD\nVERSION:3.0\nN:Hopper;Grace;;;\nTEL:1")
    out = tmp_path / "report.txt"
    done = relbook("--book", own, "import", torn, "--report", out)
    assert done.stderr.startswith("torn.vcf, line 1: ")
    assert "torn.vcf, line 1" in out.read_text("utf-8")


def test_import_of_many_leaves_the_index_made(tmp_path: Path) -> None:
    many = "".join(CARD.replace("Lovelace", f"Lovelace {n}") for n in range(3_100))
    (tmp_path / "many.vcf").write_text(many)
    own = tmp_path / "own.relbook"
    done = relbook("--book", own, "import", tmp_path / "many.vcf", "--json")
    assert json.loads(done.stdout)["new"] == 3_100
    with Book.open(own) as book:
        index = Index(book)
        assert not index.wants_building
        assert index.find("horses").count == 3_100


def test_problems_are_told_with_file_and_line(tmp_path: Path, cards: Path) -> None:
    cards.write_text(CARD + "BEGIN:VCARD\nVERSION:3.0\nFN:Cut")
    done = relbook("--book", tmp_path / "new.relbook", "import", cards, "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["file"], problem["line"]) == ("ada.vcf", 7)
    assert problem["why"]


def test_export_writes_version_4(own: Path, tmp_path: Path) -> None:
    done = relbook("--book", own, "export", tmp_path / "out.vcf")
    assert done.returncode == 0, done.stderr
    assert "VERSION:4.0" in (tmp_path / "out.vcf").read_text()


def test_find_says_who_and_why(own: Path) -> None:
    done = relbook("--book", own, "find", "horses", "--json")
    (found,) = json.loads(done.stdout)
    assert found["name"] == "Ada Lovelace"
    assert "horses" in found["why"]


def test_find_by_name_needs_no_why(own: Path) -> None:
    assert json.loads(relbook("--book", own, "find", "lovel", "--json").stdout) == [
        {"name": "Ada Lovelace", "why": ""}
    ]


def test_check_says_the_book_is_whole(own: Path) -> None:
    health = json.loads(relbook("--book", own, "check", "--json").stdout)
    assert health["ok"] is True
    assert health["people"] == 1


def test_the_book_is_one_file_when_a_command_is_done(own: Path) -> None:
    assert [p.name for p in own.parent.glob("own.relbook*")] == ["own.relbook"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("find", "x"),
        ("export", "out.vcf"),
        ("import", "no such file.vcf"),
        ("import",),
        ("--nonsense",),
        ("find",),
    ],
)
def test_what_cannot_be_done_is_one_line_and_2(tmp_path: Path, arguments: tuple[str]) -> None:
    done = relbook("--book", tmp_path / "none.relbook", *arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_a_picture_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "a.relbook"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))
    done = relbook("--book", path, "check")
    assert done.returncode == 2
    assert "a.relbook" in done.stderr
    assert path.read_bytes().startswith(b"\xff\xd8")


def test_a_picture_is_no_file_of_cards(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.vcf"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))
    done = relbook("--book", own, "import", path)
    assert done.returncode == 2
    assert "b.vcf" in done.stderr


def test_no_book_is_made_for_what_is_no_file_of_cards(tmp_path: Path) -> None:
    photo = tmp_path / "photo.vcf"
    photo.write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    assert relbook("--book", tmp_path / "new.relbook", "import", photo).returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["photo.vcf"]


def test_an_output_that_cannot_be_written_is_one_line(own: Path, tmp_path: Path) -> None:
    done = relbook("--book", own, "export", tmp_path / "no folder" / "out.vcf")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_a_display_the_window_says_so() -> None:
    done = relbook()
    assert done.returncode == 2
    assert "display" in done.stderr
    assert "find WORDS" in done.stderr


def test_find_shows_names_first(own: Path, cards: Path) -> None:
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Horses\nEND:VCARD\n")
    relbook("--book", own, "import", cards)
    names = [
        one["name"] for one in json.loads(relbook("--book", own, "find", "horses", "--json").stdout)
    ]
    assert names == ["Zoe Horses", "Ada Lovelace"]


def test_sample_makes_a_book_to_look_around_in_once(tmp_path: Path) -> None:
    path = tmp_path / "sample.relbook"
    made = relbook("sample", path, "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["people"] > 50
    assert json.loads(relbook("--book", path, "check", "--json").stdout)["ok"] is True
    again = relbook("sample", path)
    assert again.returncode == 2
    assert "already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("imprt", "x.vcf"), "“imprt” is neither a file nor a command; did you mean “import”?"),
        (("xyzzy",), "“xyzzy” is neither a file nor a command."),
        (("./imprt",), "there is no “imprt”."),
        (("import.vcf",), "there is no “import.vcf”."),
        (("--bok", "x"), "There is no option “--bok”; did you mean “--book”?"),
        (("check", "extra"), "Got unexpected extra argument (extra). “relbook --help” shows"),
        (
            ("find", "--jsn", "x"),
            "No such option '--jsn'. Did you mean '--json'? “relbook --help” shows",
        ),
    ],
)
def test_what_is_mistyped_is_told_with_what_was_meant(
    arguments: tuple[str, ...], told: str
) -> None:
    done = relbook(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"relbook: {told}")
    assert done.stderr.count("\n") == 1
    assert "display" not in done.stderr


@pytest.fixture(scope="module")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("sample") / "sample.relbook"
    assert relbook("sample", path).returncode == 0
    return path


@pytest.mark.parametrize("paper", ["README.md", "packaging/linux/manual.py"])
def test_what_the_papers_look_for_is_in_the_sample(
    paper: str, sample_book: Path, tmp_path: Path
) -> None:
    told = (CHECKOUT / paper).read_text("utf-8")
    found = re.findall(r"relbook (?:--book \S+ )?(find [a-z ]+[a-z])(?= *#|\")", told)
    only = re.findall(r"(?:circle|interest):\w+", told)
    assert found
    assert only
    for line in found:
        assert relbook("--book", sample_book, *line.split()).stdout
    for who in only:
        done = relbook("--book", sample_book, "export", "--only", who, tmp_path / "out.vcf")
        assert done.returncode == 0, done.stderr


def test_help_says_both_ways_to_start_it_and_cuts_nothing_off() -> None:
    told = relbook("--help").stdout
    assert told.startswith("Usage: relbook [OPTIONS] [FILE…]\n       relbook [OPTIONS] COMMAND …\n")
    commands = told.partition("Commands:\n")[2].splitlines()
    assert len(commands) == len(COMMANDS)
    assert all(line.endswith(".") and "..." not in line for line in commands)
