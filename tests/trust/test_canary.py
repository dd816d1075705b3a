"""Of a locked book no file tells anything: not one that the program leaves behind when it is killed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.core.store.book import Book
from tests.trust.deed import KEYS
from tests.trust.kills import ROOT, environment
from tests.trust.secret import CANARY, make

LIMIT = 60  # seconds


def telling(folder: Path) -> list[str]:
    """The files beneath `folder` in which, or in whose names, the canary sings."""
    songs = [CANARY.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    songs += [song.lower() for song in songs]
    found = []
    for file in folder.rglob("*"):
        name, data = file.name.encode(), file.read_bytes() if file.is_file() else b""
        if any(song in data or song in name for song in songs):
            found.append(str(file.relative_to(folder)))
    return found


def test_what_a_locked_book_holds_is_in_no_file_of_the_program(tmp_path: Path) -> None:
    for name in ("home", "temporary", "books"):
        (tmp_path / name).mkdir()
    places = {
        "RELBOOK_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temporary"),
        "XDG_CACHE_HOME": str(tmp_path / "home" / "cache"),
    }
    path = tmp_path / "books" / "book.relbook"
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.secret", str(path)],
        cwd=ROOT,
        env=environment() | places,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert "used" in done.stdout, done.stderr
    files = [file.name for file in tmp_path.rglob("*") if file.is_file()]
    assert {"book.relbook", "copy.relbook", "relbook.log", "window.ini"} <= set(files)
    assert telling(tmp_path) == []
    with Book.open(path, key=KEYS[1]) as book:
        assert CANARY in (book.setting("drafts") or "")
    assert telling(tmp_path) == []


@pytest.mark.parametrize("how", ["plain", "named"])
def test_a_file_that_tells_would_be_found(tmp_path: Path, how: str) -> None:
    with make(tmp_path / "locked.relbook"):
        pass
    assert telling(tmp_path) == []
    if how == "named":
        shutil.copy(tmp_path / "locked.relbook", tmp_path / f"{CANARY}.relbook")
    else:
        (tmp_path / "log").write_text(f"ValueError: {CANARY}", "utf-16")
    assert len(telling(tmp_path)) == 1
