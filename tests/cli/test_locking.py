"""The lock as a person types it: a real process, the passphrase on its standard input."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relbook.cli import opening
from relbook.core.store import lock
from relbook.core.store.book import Book
from relbook.handing import Wish

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nNOTE:horses\nEND:VCARD\n"


def relbook(
    book: Path, *arguments: str | Path, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command on `book`; `given` are the lines of its standard input."""
    first = ["--passphrase-stdin"] if given else []
    return subprocess.run(
        [sys.executable, "-m", "relbook", "--book", *map(str, (book, *first, *arguments))],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A book of one, which is not locked."""
    cards = tmp_path / "ada.vcf"
    cards.write_text(CARD)
    path = tmp_path / "own.relbook"
    assert relbook(path, "import", cards).returncode == 0
    return path


def test_what_was_done_to_the_lock_is_told_to_programs(own: Path) -> None:
    for command, locked in (("lock", True), ("unlock", False)):
        done = relbook(own, command, "--json", given="open sesame\n")
        assert json.loads(done.stdout) == {"locked": locked, "file": str(own), "backups left": []}


def test_a_book_is_locked_used_changed_and_unlocked(own: Path, tmp_path: Path) -> None:
    done = relbook(own, "lock", given="open sesame\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "locked" in done.stdout
    assert b"Lovelace" not in own.read_bytes()
    for command in (
        ("find", "horses"),
        ("check",),
        ("export", tmp_path / "out.vcf"),
        ("import", tmp_path / "ada.vcf"),
        ("brief", "--person", "Ada", "-o", tmp_path / "ada.pdf"),
    ):
        refused = relbook(own, *command)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1
        assert "locked" in refused.stderr
        done = relbook(own, *command, given="open sesame\n")
        assert done.returncode == 0, done.stderr
    changed = relbook(own, "lock", "--change", given="open sesame\nclose sesame\n")
    assert changed.returncode == 0, changed.stderr
    assert relbook(own, "check", given="open sesame\n").returncode == 2
    assert relbook(own, "unlock", given="close sesame\n").returncode == 0
    found = relbook(own, "find", "horses", "--json")
    assert [one["name"] for one in json.loads(found.stdout)] == ["Ada Lovelace"]


def test_a_wrong_passphrase_is_one_line_and_says_nothing_of_it(own: Path) -> None:
    relbook(own, "lock", given="open sesame\n")
    before = own.read_bytes()
    for command in (("find", "Ada"), ("unlock",), ("lock", "--change")):
        refused = relbook(own, *command, given="swordfish\n")
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1
        assert "swordfish" not in refused.stderr + refused.stdout
    assert own.read_bytes() == before


def test_what_makes_no_sense_is_told(own: Path) -> None:
    assert "not locked" in relbook(own, "unlock", given="open sesame\n").stderr
    assert "not locked" in relbook(own, "find", "Ada", given="open sesame\n").stderr
    assert "nobody is there to ask" in relbook(own, "lock").stderr
    assert "cannot be empty" in relbook(own, "lock", given="\n").stderr
    relbook(own, "lock", given="open sesame\n")
    assert "locked already" in relbook(own, "lock", given="other\n").stderr
    assert "cannot be empty" in relbook(own, "lock", "--change", given="open sesame\n").stderr
    assert relbook(own, "check", given="open sesame\n").returncode == 0


def test_a_new_book_is_locked_from_the_beginning(tmp_path: Path) -> None:
    cards, path = tmp_path / "ada.vcf", tmp_path / "new.relbook"
    cards.write_text(CARD)
    assert relbook(path, "import", cards, given="open sesame\r\n").returncode == 0
    assert lock.is_locked(path)
    with Book.open(path, key=lock.unlock(path, "open sesame")) as book:
        assert book.value("SELECT count(*) FROM person") == 1


def test_backups_are_locked_alike(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "home"))
    assert relbook(own, "backup").returncode == 0
    (kept,) = (tmp_path / "home").rglob("*.relbook")
    assert not lock.is_locked(kept)
    assert relbook(own, "lock", given="open sesame\n").returncode == 0
    assert lock.is_locked(kept)
    assert lock.fits(kept, lock.unlock(own, "open sesame"))
    assert relbook(own, "unlock", given="open sesame\n").returncode == 0
    assert not lock.is_locked(kept)


@pytest.mark.posix
def test_who_sits_at_a_terminal_is_asked(own: Path) -> None:
    import pty

    relbook(own, "lock", given="open sesame\n")
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, "-m", "relbook", "--book", str(own), "find", "horses"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    told = b""
    while b":" not in told:
        told += os.read(ours, 100)
    os.write(ours, b"open sesame\n")
    out, _ = asked.communicate(timeout=60)
    os.close(ours)
    assert out.startswith(b"Ada Lovelace")
    assert b"sesame" not in told + out


def test_without_a_command_the_passphrase_is_for_the_window_alone(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Größe\r\nmore\n".encode())))
    wish = opening.wish_of(["--passphrase-stdin", "--book", str(own)], ("find",))
    assert wish is not None
    assert (wish.book, wish.passphrase) == (own, "Größe")
    assert sys.stdin.readline() == "more\n"
    assert "Größe" not in repr(wish)
    assert Wish.from_bytes(wish.to_bytes()).passphrase == ""
    assert opening.wish_of(["--passphrase-stdin", "find", "horses"], ("find",)) is None
    assert sys.stdin.readline() == ""
