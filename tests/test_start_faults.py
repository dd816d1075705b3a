"""What keeps the window from opening is one sentence that names it and the cure, and exit status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from relbook.app.telling import alone
from relbook.cli import opening
from relbook.core.errors import RelbookError
from relbook.core.store.book import Book
from relbook.handing import Wish
from relbook.system import PACKAGES, missing_library

ROOT = Path(__file__).parents[1]
NOBODY = ":4711"  # a display that is not there

# Starts the program, says what is on the screen and what the notice bar says, and closes it.
OPENED = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from relbook import cli
def look():
    for one in app.topLevelWidgets():
        if one.isVisible() and one.objectName() in ("window", "welcome"):
            timer.stop()
            print(json.dumps([one.objectName(), one.notice_bar.text]), flush=True)
            one.close()
app = QApplication(["relbook"])
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
cli.main(sys.argv[1:])
"""


def run(
    command: list[str], home: Path, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """Run a command with `home` as the home folder; None in `environment` unsets a variable."""
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "RELBOOK_HOME")
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in unset and not name.startswith("XDG_")
    }
    changed = plain | {"HOME": str(home), "PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(
        command,
        cwd=home,
        env={name: value for name, value in changed.items() if value is not None},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def relbook(home: Path, *arguments: str, **environment: str | None) -> str:
    """What is said about a start that fails, as it must."""
    done = run([sys.executable, "-m", "relbook", *arguments], home, **environment)
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, len(lines), done.stdout) == (2, 1, ""), done.stderr
    assert lines[0].startswith("relbook: ")
    assert "Traceback" not in lines[0]
    return lines[0]


def opened(home: Path, *arguments: str, **environment: str | None) -> list[str]:
    """What a start shows: which window, and what its notice bar says."""
    shown: dict[str, str | None] = {"QT_QPA_PLATFORM": "offscreen"}
    done = run([sys.executable, "-c", OPENED, *arguments], home, **(shown | environment))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    assert isinstance(told, list)
    return told


# What Qt lacks


def test_a_display_that_does_not_answer(tmp_path: Path) -> None:
    assert NOBODY in relbook(tmp_path, DISPLAY=NOBODY)
    wayland = {"QT_QPA_PLATFORM": "wayland", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "wayland-9" in relbook(tmp_path, WAYLAND_DISPLAY="wayland-9", **wayland)
    assert not list(tmp_path.rglob("core*"))


def test_a_platform_that_qt_does_not_have(tmp_path: Path) -> None:
    said = relbook(tmp_path, QT_QPA_PLATFORM="nonsense")
    assert "“nonsense”" in said
    assert "offscreen" in said


@pytest.mark.parametrize("library", ["libEGL.so.1", "libxcb-cursor.so.0"])
def test_a_library_that_is_missing(tmp_path: Path, library: str) -> None:
    (tmp_path / library).touch()  # found before the real one, and no library
    said = relbook(tmp_path, DISPLAY=NOBODY, LD_LIBRARY_PATH=str(tmp_path))
    assert library in said
    assert f"apt install {PACKAGES[library]}." in said


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("libodd-2.3+x.so.7: cannot open shared object file", "libodd-2.3+x.so.7"),
        ("/lib/libc.so.6: version `GLIBC_2.99' not found (required by x)", "GLIBC_2.99"),
        ("No module named 'PySide6.QtGui'", "PySide6-Essentials"),
        ("No module named 'appdirs'", "appdirs"),
        ("DLL load failed while importing QtCore: …", "DLL load failed"),
        ("", "install"),
    ],
)
def test_what_the_loader_says_becomes_a_sentence(told: str, named: str) -> None:
    assert named in missing_library(told)


def test_every_library_of_qt_that_is_not_in_its_wheel_is_known() -> None:
    import PySide6

    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    done = subprocess.run(
        ["ldd", plugins / "libqxcb.so"], capture_output=True, text=True, check=True
    )
    wanted = {line.split()[0] for line in done.stdout.splitlines() if "xcb" in line.split()[0]}
    ours = {one for one in wanted if "Qt6" not in one}
    assert "libxcb-cursor.so.0" in ours
    assert ours <= set(PACKAGES)


# What is typed, or handed by a desktop


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--nonsense"], "“--nonsense”"),
        (["{cards}", "--nonsense"], "“--nonsense”"),
        (["-platform", "xcb"], "“-platform”"),
        (["--book"], "--book"),
        (["--new-person", "--briefing"], "one at a time"),
        (["none.vcf"], "none.vcf"),
        (["{home}"], "is a folder"),
        (["https://example.org/a.vcf"], "fetches nothing"),
        (["file://another/a.vcf"], "fetches nothing"),
        (["file:///no%20such%20file.vcf"], "/no such file.vcf"),
        (["--new-person", "find", "x"], "--new-person"),
        (["--book", "other.relbook", "{book}"], "“own.relbook” is a second book"),
    ],
)
def test_what_cannot_be_meant(
    tmp_path: Path, arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from relbook import cli

    cards, book = tmp_path / "a.vcf", tmp_path / "own.relbook"
    cards.touch()
    book.touch()
    given = [one.format(cards=cards, book=book, home=tmp_path) for one in arguments]
    with pytest.raises(SystemExit) as end:
        cli.main(given)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


def test_what_is_handed_over_by_a_desktop_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards, book = tmp_path / "Zoë & Bo #1 100%.vcf", tmp_path / "own.relbook"
    cards.touch()
    book.touch()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "a-token_TIME123")
    given = [cards.as_uri(), f"file://localhost{tmp_path}/own.relbook", str(book), "--new-entry"]
    wanted = Wish(book, (cards,), "new-entry", "a-token_TIME123")
    assert opening.wish_of(given, ("find",)) == wanted
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "no\ntoken")
    assert opening.wish_of(["--book=x.relbook", "--", cards.name], ()) == Wish(
        tmp_path / "x.relbook", (cards,)
    )
    assert opening.wish_of(["find"], ("find",)) is None
    assert opening.wish_of(["--book", "x", "--help"], ()) is None


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os; os.rmdir(os.getcwd()); from relbook.cli import main; main(['--book', 'x'])"
    done = run([sys.executable, "-c", f"import os; os.chdir({str(gone)!r}); {code}"], tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "is gone" in done.stderr


@pytest.mark.posix
def test_without_streams_nothing_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    closed = f"exec {sys.executable} -m relbook none.vcf <&- >&- 2>&-"
    assert run(["sh", "-c", closed], tmp_path).returncode == 2
    windowless = f"DISPLAY={NOBODY} exec {sys.executable} -m relbook <&- >&- 2>&-"
    assert run(["sh", "-c", windowless], tmp_path).returncode == 2


# Folders, settings, surroundings


@pytest.fixture
def own(tmp_path: Path) -> str:
    Book.create(tmp_path / "own.relbook").close()
    return str(tmp_path / "own.relbook")


@pytest.mark.parametrize("kind", ["CONFIG", "STATE", "DATA"])
def test_a_folder_that_cannot_be_made_keeps_no_book_shut(
    tmp_path: Path, own: str, kind: str
) -> None:
    (tmp_path / "file").touch()
    nowhere = {f"XDG_{kind}_HOME": str(tmp_path / "file" / "folder")}
    assert opened(tmp_path, "--book", own, **nowhere) == ["window", ""]
    if kind == "DATA":
        assert opened(tmp_path, **nowhere) == ["window", ""]  # the last one, which lies elsewhere


def test_a_home_that_cannot_be_written_keeps_no_book_shut(tmp_path: Path, own: str) -> None:
    (tmp_path / "file").touch()
    assert opened(tmp_path, "--book", own, RELBOOK_HOME="file/folder") == ["window", ""]
    assert opened(tmp_path, RELBOOK_HOME="file/folder") == ["welcome", ""]


def test_a_home_beside_where_one_is(tmp_path: Path) -> None:
    Book.create(tmp_path / "people.relbook").close()
    assert opened(tmp_path, RELBOOK_HOME=".") == ["window", ""]
    assert opened(tmp_path, RELBOOK_HOME="") == ["welcome", ""]


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"RELBOOK_HOME": "~nobody-of-that-name/x"}, "RELBOOK_HOME"),
        ({"RELBOOK_HOME": "file/folder"}, "file/folder"),
        ({"HOME": "nowhere", "XDG_DATA_HOME": "relative"}, "set HOME"),
    ],
)
def test_no_folder_for_a_book(tmp_path: Path, environment: dict[str, str], named: str) -> None:
    (tmp_path / "file").touch()
    assert named in relbook(tmp_path, "check", **environment)


def test_settings_that_cannot_be_read_are_begun_anew_and_told_of_once(
    tmp_path: Path, own: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "window.ini").write_bytes(b"\x93NUMPY\0\xff" * 50)
    (_, told) = opened(tmp_path, "--book", own, RELBOOK_HOME=str(home))
    assert "begins anew" in told
    assert opened(tmp_path, RELBOOK_HOME=str(home)) == ["window", ""]
    assert (home / "window.ini.broken").exists()


@pytest.mark.parametrize("name", ["window.ini", "relbook.lock", "relbook.log", "seen.json"])
def test_a_folder_in_the_place_of_a_file_is_no_hindrance(
    tmp_path: Path, own: str, name: str
) -> None:
    (tmp_path / "home" / name).mkdir(parents=True)
    assert opened(tmp_path, "--book", own, RELBOOK_HOME="home") == ["window", ""]


def test_an_unknown_language_and_an_optimised_python(tmp_path: Path, own: str) -> None:
    odd = {"LANG": "xx_YY.nonsense", "LC_ALL": "zz", "LANGUAGE": "qq:::"}
    assert opened(tmp_path, "--book", own, **odd) == ["window", ""]
    done = run([sys.executable, "-O", "-m", "relbook", "--book", own, "check"], tmp_path)
    assert done.returncode == 0, done.stderr
    latin = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    assert "none.vcf" in relbook(tmp_path, "刘none.vcf", DISPLAY=NOBODY, **latin)


# Told in a window


def test_a_sentence_in_a_window_of_its_own(qtbot: QtBot) -> None:
    box = alone("there is no “<b>a</b>.vcf”.")
    qtbot.addWidget(box)
    assert box.text() == "There is no “<b>a</b>.vcf”."
    assert box.textFormat() == Qt.TextFormat.PlainText
    with qtbot.waitExposed(box):
        box.show()
    close = box.findChild(QPushButton, "told.close")
    assert close is not None
    close.click()
    assert not box.isVisible()


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "TERM": "xterm"}, False),
        ({"DISPLAY": ":0", "TERM": "xterm", "XDG_ACTIVATION_TOKEN": "inherited"}, False),
        ({"DISPLAY": ":0", "TERM": "linux", opening.STARTED: str(os.getpid())}, True),
        ({"DISPLAY": ":0", opening.STARTED: "1"}, True),
    ],
)
def test_who_has_no_terminal_is_told_in_a_window(
    environment: dict[str, str], told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("relbook.app.telling.tell_alone", said.append)
    for stream in ("__stdin__", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, stream, None)
    bare(monkeypatch)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    opening.tell(RelbookError("nothing there"))
    assert bool(said) is told


@pytest.mark.posix
@pytest.mark.parametrize("kind", ["terminal", "pipe", "file", "file of a session"])
def test_no_window_keeps_a_script_or_a_terminal_waiting(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []
    monkeypatch.setattr("relbook.app.telling.tell_alone", said.append)
    bare(monkeypatch)
    monkeypatch.setenv("DISPLAY", ":0")
    if kind == "terminal":
        other, own = os.openpty()
    elif kind == "pipe":
        other, own = os.pipe()
    else:
        other, own = (os.open(tmp_path / name, os.O_RDWR | os.O_CREAT) for name in "ab")
    if kind == "file of a session":  # as some desktops have it
        monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token")
    with open(os.devnull) as null, os.fdopen(own, "w") as stream:  # noqa: PTH123
        monkeypatch.setattr(sys, "__stdin__", null)
        monkeypatch.setattr(sys, "__stdout__", stream)
        monkeypatch.setattr(sys, "__stderr__", stream)
        opening.tell(RelbookError("nothing there"))
    os.close(other)
    assert bool(said) is (kind == "file of a session")


def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what tells who started this program, and where it may show a window."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    for name in (*shown, "TERM", *opening.TOKENS, opening.STARTED):
        monkeypatch.delenv(name, raising=False)
