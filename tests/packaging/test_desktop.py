"""A Linux desktop finds Relbook: its menu entry, icons, type of file, manual and completions."""

import gzip
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

import relbook
from relbook import APP_ID, HOME, handing, paths, places
from relbook.cli.terms import relbook as commands
from relbook.core.store.book import Book
from relbook.core.store.file import MAGIC
from relbook.core.store.key import Key
from relbook.core.store.migrations import APPLICATION_ID

CHECKOUT = Path(relbook.__file__).parents[1]
TREE = CHECKOUT / "packaging/linux/tree.py"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
COMMAND = Path(sys.executable).with_name("relbook")

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a Linux desktop's")


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skips where a tool is missing that the tests may do without; packaging/prove.sh brings it."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} is not installed here")


def run(*command: object, **surroundings: str) -> str:
    """What a command prints; its own complaint fails the test."""
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    """What packaging/linux/tree.py can do."""
    return runpy.run_path(str(TREE))


@pytest.fixture(scope="module")
def share(maker: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it, laid out as in the .deb."""
    root: Path = tmp_path_factory.mktemp("tree")
    maker["lay_out"](root)
    return root / "usr/share"


@pytest.fixture(scope="module")
def entry(share: Path) -> ConfigParser:
    return read_entry(share)


def read_entry(share: Path) -> ConfigParser:
    parser = ConfigParser(interpolation=None, delimiters=["="])
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(share / f"applications/{APP_ID}.desktop", "utf-8")
    return parser


@pytest.fixture(scope="module")
def metainfo(share: Path) -> ET.Element:
    return ET.parse(share / f"metainfo/{APP_ID}.metainfo.xml").getroot()


def words(value: str) -> set[str]:
    return set(value.strip(";").split(";"))


# One name for all


def test_one_id_is_used_everywhere(entry: ConfigParser, metainfo: ET.Element, share: Path) -> None:
    assert entry["Desktop Entry"]["Icon"] == APP_ID
    assert metainfo.findtext("id") == metainfo.findtext("icon") == APP_ID
    assert metainfo.findtext("launchable") == f"{APP_ID}.desktop"
    assert metainfo.findtext("url[@type='homepage']") == HOME
    assert (share / f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg").is_file()


def test_menu_and_store_tell_of_the_same_types_of_file(
    entry: ConfigParser, metainfo: ET.Element
) -> None:
    provided = {one.text for one in metainfo.iterfind("provides/mediatype")}
    assert words(entry["Desktop Entry"]["MimeType"]) == provided
    assert provided == {"text/vcard", "application/vnd.relbook"}
    categories = {one.text for one in metainfo.iterfind("categories/category")}
    assert categories | {"Qt"} == words(entry["Desktop Entry"]["Categories"])


def test_each_action_of_the_menu_is_one_of_the_window(entry: ConfigParser) -> None:
    actions = [entry[f"Desktop Action {name}"] for name in words(entry["Desktop Entry"]["Actions"])]
    assert {one["Exec"] for one in actions} == {f"relbook --{one}" for one in handing.ACTIONS}
    assert all(one["Name"] for one in actions)
    assert {f"--{one}" for one in handing.ACTIONS} <= {
        option for parameter in commands.params for option in parameter.opts
    }


# AppStream


def test_the_newest_release_is_this_one(metainfo: ET.Element) -> None:
    releases = metainfo.findall("releases/release")
    assert releases[0].attrib["version"] == relbook.__version__
    days = [one.attrib["date"] for one in releases]
    assert days == sorted(days, reverse=True)


def test_the_summary_is_as_flathub_wants_it(metainfo: ET.Element) -> None:
    summary = metainfo.findtext("summary") or ""
    assert 10 <= len(summary) <= 35
    assert not summary.endswith(".")
    assert not summary.lower().startswith(("a ", "an ", "the ", "relbook"))
    schemes = {one.get("scheme_preference") for one in metainfo.iterfind("branding/color")}
    assert schemes == {"light", "dark"}


def test_each_picture_of_the_store_lies_in_the_tagged_sources(metainfo: ET.Element) -> None:
    start = f"https://raw.githubusercontent.com/relbook/relbook/v{relbook.__version__}/"
    shown = metainfo.findall("screenshots/screenshot")
    assert 3 <= len(shown) <= 6
    assert [one.get("type") for one in shown].count("default") == 1
    for one in shown:
        caption, image = one.findtext("caption") or "", one.find("image")
        assert 5 < len(caption) < 100
        assert not caption.endswith(".")
        assert image is not None
        assert (image.text or "").startswith(start)
        picture = QImage(str(CHECKOUT / (image.text or "").removeprefix(start)))
        assert [str(picture.width()), str(picture.height())] == [
            image.attrib["width"],
            image.attrib["height"],
        ]


# The type of a book's file


def test_a_books_magic_is_the_one_that_the_store_writes(share: Path) -> None:
    told = ET.parse(share / f"mime/packages/{APP_ID}.xml").getroot()
    kind = told.find(f"{MIME}mime-type")
    assert kind is not None
    outer = kind.find(f"{MIME}magic/{MIME}match")
    inner = kind.find(f"{MIME}magic/{MIME}match/{MIME}match")
    assert outer is not None
    assert inner is not None
    assert outer.attrib["value"].encode().decode("unicode_escape").encode() == MAGIC
    assert inner.attrib == {
        "type": "string",
        "offset": "68",  # where SQLite keeps an application's id, big-endian
        "value": APPLICATION_ID.to_bytes(4).decode(),
    }
    glob = kind.find(f"{MIME}glob")
    assert glob is not None
    assert paths.default_book().match(glob.attrib["pattern"])


# Icons


def icon(share: Path, size: int, kind: str = "apps", name: str = APP_ID) -> QImage:
    return QImage(str(share / f"icons/hicolor/{size}x{size}/{kind}/{name}.png"))


def luminance(colour: QColor) -> float:
    """As WCAG 2 has it, of 0 to 1."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("kind", "name"), [("apps", APP_ID), ("mimetypes", "application-vnd.relbook")]
)
def test_an_icon_keeps_off_its_edges(share: Path, size: int, kind: str, name: str) -> None:
    drawn = icon(share, size, kind, name)
    assert (drawn.width(), drawn.height()) == (size, size)
    edge = [(x, y) for x in range(size) for y in range(size) if {x, y} & {0, size - 1}]
    assert not any(drawn.pixelColor(x, y).alpha() for x, y in edge)
    opaque = sum(drawn.pixelColor(x, y).alpha() > 200 for x in range(size) for y in range(size))
    assert opaque > 0.45 * size * size


@pytest.mark.parametrize("size", SIZES)
def test_two_heads_stand_out_on_the_icon_at_any_size(share: Path, size: int) -> None:
    drawn = icon(share, size)

    def at(x: float, y: float) -> QColor:
        return drawn.pixelColor(int(x * size), int(y * size))

    between = at(0.48, 0.22)
    assert contrast(at(0.36, 0.34), between) > 4
    assert contrast(at(0.63, 0.285), between) > 3


@pytest.mark.parametrize("ground", ["#FAFAF8", "#202326"])
def test_a_book_and_its_program_are_seen_on_light_and_dark(share: Path, ground: str) -> None:
    for drawn in (icon(share, 48), icon(share, 48, "mimetypes", "application-vnd.relbook")):
        seen = [drawn.pixelColor(x, y) for x in range(48) for y in range(48)]
        strong = sum(one.alpha() > 200 and contrast(one, QColor(ground)) > 3 for one in seen)
        assert strong > 100  # of 2304


def test_the_symbolic_icon_is_of_one_colour_on_its_grid(share: Path) -> None:
    file = share / f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg"
    assert QSvgRenderer(str(file)).defaultSize().toTuple() == (16, 16)
    assert len(set(re.findall(r'fill="([^"]+)"', file.read_text()))) == 1


# The manual and the completions


@pytest.fixture(scope="module")
def manual(share: Path) -> str:
    return gzip.decompress((share / "man/man1/relbook.1.gz").read_bytes()).decode("ascii")


def test_the_manual_names_every_command_and_option(manual: str) -> None:
    plain = manual.replace("\\", "")
    for name, command in commands.commands.items():
        assert f'.SS "relbook {name}' in plain
        assert all(
            option in plain for one in command.params for option in one.opts if "-" in option
        )
    for parameter in commands.params:
        assert all(f"fB{option}fR" in plain for option in parameter.opts)


def test_the_manual_says_where_files_lie_and_tells_no_builders_home(manual: str) -> None:
    assert r"\(ti/.local/share/relbook/people.relbook" in manual
    home = paths.data_folder()
    for place in places.every():
        if (
            home in place.path.parents and place.name != "socket"
        ):  # which is called otherwise each time
            assert place.path.name in manual
    assert str(Path.home()) not in manual
    assert str(CHECKOUT) not in manual


@needs("mandoc")
def test_mandoc_has_nothing_to_say_about_the_manual(
    share: Path, tmp_path: Path, manual: str
) -> None:
    page = tmp_path / "relbook.1"
    page.write_text(manual)
    assert run("mandoc", "-T", "lint", page) == ""


def ask_shell(*command: object, cwd: Path) -> list[str]:
    surroundings = {"PATH": f"{COMMAND.parent}:{os.environ['PATH']}", "HOME": str(cwd)}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not done.stderr
    return [line.partition("\t")[0] for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file to name."""
    (tmp_path / "friends.vcf").touch()
    return tmp_path


@linux
@needs("bash")
def test_bash_completes_a_command_and_an_option(share: Path, folder: Path) -> None:
    script = share / "bash-completion/completions/relbook"

    def completed(*line: str) -> list[str]:
        # As readline calls it, which a shell without a terminal does not have.
        asking = (
            f'source "{script}"; compopt() {{ echo compopt "$@"; }}; '
            f'COMP_WORDS=("$@"); COMP_CWORD={len(line) - 1}; '
            '_relbook_completion relbook; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        return ask_shell("bash", "--norc", "-c", asking, "bash", *line, cwd=folder)

    assert completed("relbook", "exp") == ["export"]
    assert completed("relbook", "export", "--prof") == ["--profile"]
    assert completed("relbook", "fri") == ["compopt -o default", ""]


@linux
@needs("fish")
def test_fish_completes_a_command_and_a_file(share: Path, folder: Path) -> None:
    script = share / "fish/vendor_completions.d/relbook.fish"

    def completed(line: str) -> list[str]:
        return ask_shell(
            "fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'", cwd=folder
        )

    assert completed("relbook expo") == ["export"]
    assert completed("relbook fri") == ["friends.vcf"]


@pytest.fixture
def zsh(share: Path, folder: Path) -> Iterator[Any]:
    """A zsh at a terminal, as somebody sits before it."""
    import pty
    import select

    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.environ |= {
            "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
            "TERM": "dumb",
            "PS1": "> ",
        }
        os.execvp("zsh", ["zsh", "-f", "-i"])

    def typed(keys: str, awaited: str) -> str:
        os.write(terminal, keys.encode())
        seen = ""
        while awaited not in seen:
            ready, _, _ = select.select([terminal], [], [], 30)
            assert ready, seen
            seen += os.read(terminal, 4096).decode(errors="replace")
        return seen

    typed(f"fpath=({share}/zsh/vendor-completions $fpath)\n", "> ")
    typed("autoload -Uz compinit && compinit -u -D && echo rea''dy\n", "ready")
    yield typed
    os.kill(process, 9)
    os.waitpid(process, 0)
    os.close(terminal)


@linux
@needs("zsh")
def test_zsh_completes_a_command_and_a_file(zsh: Any) -> None:
    zsh("relbook expo\t", "export ")
    zsh("\x15relbook import fri\t", "friends.vcf")
    zsh("\x15relbook fri\t", "friends.vcf")
    zsh("\x15relbook --pass\t", "--passphrase-stdin")


# Below a prefix of one's own


def by_itself(*arguments: object) -> str:
    return run(sys.executable, TREE, *arguments, QT_QPA_PLATFORM="offscreen")


@linux
def test_it_can_be_laid_out_for_one_user_and_taken_away(tmp_path: Path) -> None:
    prefix = tmp_path / "local"
    mine = prefix / "share/applications/mine.desktop"
    mine.parent.mkdir(parents=True)
    mine.touch()
    told = by_itself(prefix, "--command", "/opt/my programs/relbook")
    assert told == (
        f"Relbook is in the menus below {prefix}/share, and starts /opt/my programs/relbook.\n"
    )
    start = read_entry(prefix / "share")["Desktop Entry"]["Exec"]
    assert start == '"/opt/my programs/relbook" %F'
    told = by_itself(prefix, "--remove")
    assert told == f"Relbook is out of the menus below {prefix}/share; your book stays.\n"
    assert "was not" in by_itself(prefix, "--remove")
    left = {one for one in prefix.rglob("*") if one.is_file()}
    assert left - {mine.with_name("mimeinfo.cache")} == {mine}
    assert {one.name for one in (prefix / "share").iterdir()} == {"applications"}


# What the desktop's own tools say


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid(share: Path) -> None:
    run("desktop-file-validate", share / f"applications/{APP_ID}.desktop")


@needs("appstreamcli")
def test_the_metainfo_is_valid(share: Path) -> None:
    run("appstreamcli", "validate", "--no-net", share / f"metainfo/{APP_ID}.metainfo.xml")


@linux
@needs("update-mime-database", "gio")
def test_a_book_is_known_by_what_is_in_it_and_a_locked_one_by_its_name(
    share: Path, tmp_path: Path, empty_book: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(share / "mime", data / "mime")
    run("update-mime-database", data / "mime")
    unnamed, locked = tmp_path / "unnamed", tmp_path / "locked.relbook"
    shutil.copy(empty_book, unnamed)
    Book.create(locked, key=Key.make("open sesame")).close()

    def kind(file: Path) -> str:
        told = run("gio", "info", "-a", "standard::content-type", file, XDG_DATA_HOME=str(data))
        return told.split("standard::content-type: ")[1].strip()

    assert kind(empty_book) == kind(unnamed) == kind(locked) == "application/vnd.relbook"


@linux
@needs("xwininfo")
@pytest.mark.window
def test_the_window_is_the_one_that_the_menu_entry_announces(
    entry: ConfigParser, tmp_path: Path, empty_book: Path
) -> None:
    book = shutil.copy(empty_book, tmp_path / "people.relbook")
    with subprocess.Popen(
        [COMMAND, book], env=os.environ | {"RELBOOK_HOME": str(tmp_path)}
    ) as open_:
        try:
            until = time.monotonic() + 60
            while "people – Relbook" not in (shown := run("xwininfo", "-root", "-tree")):
                assert open_.poll() is None
                assert time.monotonic() < until, shown
        finally:
            open_.terminate()
    classes = re.search(r'people – Relbook": \("([^"]*)" "([^"]*)"\)', shown)
    assert classes is not None
    assert entry["Desktop Entry"]["StartupWMClass"] in classes.groups()


@linux
def test_where_it_never_was_nothing_is_taken_away(tmp_path: Path) -> None:
    share = tmp_path / "share"
    theirs = [share / name for name in ("mime/aliases", "icons/hicolor/icon-theme.cache")]
    for one in theirs:
        one.parent.mkdir(parents=True)
        one.touch()
    assert "was not" in by_itself(tmp_path, "--remove")
    assert all(one.is_file() for one in theirs)


@linux
def test_where_nothing_can_be_laid_out_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "share").touch()
    command = [sys.executable, str(TREE), str(tmp_path)]
    done = subprocess.run(
        command,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert re.fullmatch(rf"tree: {tmp_path}/share\S*: .+\.\n", done.stderr)
