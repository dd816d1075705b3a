"""The installer for Windows: it compiles, and removes what it brings. That it works is proved by
`packaging/prove.sh` under Wine, and by the workflow on Windows.
"""

import ast
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

import relbook
from relbook import paths

PACKAGING = Path(relbook.__file__).parents[1] / "packaging"
SCRIPT = (PACKAGING / "windows/relbook.nsi").read_text("utf-8")
version = runpy.run_path(str(PACKAGING / "windows/version.py"))
icons = runpy.run_path(str(PACKAGING / "icons.py"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A stand-in for the program's folder."""
    tree = tmp_path / "tree"
    for name in (version["WINDOW"], version["COMMAND"], "_internal/a/$b.dll", "_internal/c d.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    return tree


@pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS is not here")
def test_it_compiles_without_a_warning(tree: Path, tmp_path: Path) -> None:
    compile_it: list[str | Path] = [
        sys.executable,
        PACKAGING / "windows/installer.py",
        tree,
        tmp_path / "out",
    ]
    done = subprocess.run(compile_it, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = (tmp_path / "out").iterdir()
    assert made.name == f"relbook-{relbook.__version__}-setup.exe"
    data = made.read_bytes()
    assert data.startswith(b"MZ")
    assert b'level="asInvoker"' in data or b'level="user"' in data  # no administrator is asked for
    assert b"dpiAware" in data
    assert "Relbook contributors".encode("utf-16-le") in data


def test_a_folder_that_is_no_program_is_refused(tmp_path: Path) -> None:
    compile_it: list[str | Path] = [
        sys.executable,
        PACKAGING / "windows/installer.py",
        tmp_path,
        tmp_path / "out",
    ]
    done = subprocess.run(compile_it, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode
    assert version["WINDOW"] in done.stderr


def test_what_it_lays_down_it_takes_away(tree: Path) -> None:
    lists = runpy.run_path(str(PACKAGING / "windows/installer.py"))["lists"]
    install, uninstall = lists(tree)
    laid, folder = set(), ""
    for line in install.splitlines():
        if line.startswith("SetOutPath"):
            folder = line.split('"')[1]
        else:
            laid.add(folder + "\\" + line.split('"')[1].removeprefix("/oname="))
    assert laid == set(re.findall(r'^Delete "(.+)"$', uninstall, re.MULTILINE))
    assert r"$INSTDIR\_internal\a\$$b.dll" in laid  # a dollar begins a variable
    folders = re.findall(r'^RMDir "(.+)"$', uninstall, re.MULTILINE)
    assert set(folders) == {r"$INSTDIR\_internal\a", r"$INSTDIR\_internal"}
    assert folders == sorted(folders, reverse=True)  # the inner first


def test_every_key_that_is_written_is_removed() -> None:
    installing, removing = SCRIPT.split('Section "Uninstall"')
    keys = re.findall(r'^  DeleteRegKey HKCU "(.+)"$', removing, re.MULTILINE)
    values = re.findall(r'^ +DeleteRegValue HKCU "(.+)" "(.*)"$', removing, re.MULTILINE)
    written = re.findall(r'^  WriteReg\w+ HKCU "(.+?)" "(.*?)" ', installing, re.MULTILINE)
    assert len(written) > 30
    for key, value in written:
        assert (key, value) in values or any(
            key == one or key.startswith(one + "\\") for one in keys
        )


def test_it_seizes_nobody_elses_kind_of_file() -> None:
    defaults = re.findall(r'WriteRegStr HKCU "\$\{CLASSES\}\\(\.\w+)" ""', SCRIPT)
    assert defaults == [".relbook"]


def test_what_is_removed_beside_the_book_is_what_the_program_keeps_there() -> None:
    removed = set(re.findall(r'Delete "\$\{BOOKS\}\\(.+)"', SCRIPT))
    kept = {paths.window_choices, paths.backup_choices, paths.seen_books, paths.lock}
    sample = paths.sample_book().name
    assert removed == {
        *(place().name for place in kept),
        f"{paths.log().name}*",
        *(sample + ending for ending in ("", "-wal", "-shm")),
    }
    assert paths.default_book().name not in removed


@pytest.mark.parametrize("name", ["WINDOW", "COMMAND"])
def test_the_version_is_told_as_pyinstaller_reads_it(name: str) -> None:
    told = version["info"]("1.2.3", version[name])
    parsed = ast.parse(told, mode="eval")
    calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    strings = {
        call.args[0].value: call.args[1].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "StringStruct"
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[1], ast.Constant)
    }
    assert strings["ProductVersion"] == "1.2.3"
    assert strings["OriginalFilename"] == version[name]
    assert "filevers=(1, 2, 3, 0)" in told


@pytest.mark.parametrize(("text", "four"), [("0.1.0", (0, 1, 0, 0)), ("2.0rc1", (2, 0, 0, 0))])
def test_a_version_has_four_numbers(text: str, four: tuple[int, ...]) -> None:
    assert version["numbers"](text) == four


@pytest.mark.usefixtures("qapp")
def test_the_icon_has_every_size(tmp_path: Path) -> None:
    icons["draw_ico"](paths.asset("relbook.svg"), tmp_path / "relbook.ico")
    reader = QImageReader(str(tmp_path / "relbook.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        sizes.append(image.width())
        middle, corner = (
            image.pixelColor(image.width() // 2, image.width() // 3),
            image.pixelColor(0, 0),
        )
        assert middle.alpha() > 200 > corner.alpha(), image.width()
    assert tuple(sizes) == icons["ICO_SIZES"]


@pytest.mark.usefixtures("qapp")
@pytest.mark.qt_log_ignore("Cannot read file")
def test_a_picture_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.svg").write_text("<svg")
    with pytest.raises(ValueError, match="cannot be drawn"):
        icons["draw_ico"](tmp_path / "none.svg", tmp_path / "none.ico")
