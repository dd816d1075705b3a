"""Compiles the installer for Windows, on Windows or elsewhere.

``python packaging/windows/installer.py TREE [OUT]``: TREE is the program's folder, as PyInstaller lays it out on Windows; OUT the folder to write
`relbook-VERSION-setup.exe` into. Needs NSIS 3 (Debian: `apt install nsis`).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parents[1]), str(_HERE.parent)]

from icons import draw, draw_ico  # noqa: E402
from PySide6.QtGui import QColor, QImage, QPainter  # noqa: E402
from windows import version  # noqa: E402

import relbook  # noqa: E402
from relbook import paths  # noqa: E402

SIDE = (164, 314)  # pixels of the picture at the left, which Windows scales but poorly
COLOUR = "#DBEAE6"


def compile_installer(tree: Path, out: Path, **more: str) -> Path:
    """Make the installer of the program in `tree`; returns where it is. `more` is defined as well:
    ``TARGET="amd64-unicode"`` makes one that runs where nothing does that has 32 bits.

    Raises `FileNotFoundError` if NSIS or one of the program's two files is missing, and
    `CalledProcessError` with NSIS's own words if it does not compile.
    """
    for name in (version.WINDOW, version.COMMAND):
        if not (tree / name).is_file():
            raise FileNotFoundError(f"there is no {name} in {tree}")
    makensis = find_makensis()
    if makensis is None:
        raise FileNotFoundError("there is no makensis here: install NSIS 3 (Debian: nsis)")
    out.mkdir(parents=True, exist_ok=True)
    made = out.resolve() / f"relbook-{relbook.__version__}-setup.exe"
    with tempfile.TemporaryDirectory() as name:
        drafts = Path(name)
        draw_ico(paths.asset("relbook.svg"), drafts / "relbook.ico")
        draw_side(drafts / "side.bmp")
        install, uninstall = lists(tree.resolve())
        (drafts / "install.nsh").write_text(install, "utf-8")
        (drafts / "uninstall.nsh").write_text(uninstall, "utf-8")
        size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file())
        told = {
            "VERSION": relbook.__version__,
            "NUMBERS": ".".join(map(str, version.numbers(relbook.__version__))),
            "APP_ID": relbook.APP_ID,
            "HOME": relbook.HOME,
            "PUBLISHER": version.PUBLISHER,
            "COPYRIGHT": version.COPYRIGHT,
            "WINDOW": version.WINDOW,
            "COMMAND": version.COMMAND,
            "ICON": drafts / "relbook.ico",
            "SIDE": drafts / "side.bmp",
            "SIZE": size // 1024,
            "LISTS": drafts,
            "OUT": made,
            **more,
        }
        subprocess.run(
            [
                makensis,
                "-V2",
                "-WX",
                "-INPUTCHARSET",
                "UTF8",
                *(f"-D{name}={value}" for name, value in told.items()),
                str(_HERE / "relbook.nsi"),
            ],
            check=True,
        )
    return made


def find_makensis() -> str | None:
    """Where NSIS's compiler is; None if nowhere. Its own installer puts it on no search path."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    return shutil.which("makensis") or (str(usual) if usual.is_file() else None)


def lists(tree: Path) -> tuple[str, str]:
    """What installs each file of `tree`, and what removes exactly those, as NSIS reads it."""
    install, delete, folders = [], [], []
    for folder, inner, files in os.walk(tree):
        inner.sort()
        within = Path(folder).relative_to(tree)
        place = _quoted("\\".join(["$INSTDIR", *(_plain(part) for part in within.parts)]))
        install.append(f"SetOutPath {place}")
        folders.append(f"RMDir {place}")
        for file in sorted(files):
            source = Path(folder) / file  # which NSIS takes as it stands, unlike the new name
            install.append(f"File {_quoted('/oname=' + _plain(file))} {_quoted(str(source))}")
            delete.append(f"Delete {_quoted(place[1:-1] + chr(92) + _plain(file))}")
    # The folder itself holds the uninstaller, which goes last.
    return "\n".join(install) + "\n", "\n".join([*delete, *folders[:0:-1]]) + "\n"


def draw_side(out: Path) -> None:
    """Draw the picture beside the first and the last page."""
    width, height = SIDE
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(COLOUR))
    painter = QPainter(picture)
    size = width // 2
    icon = draw(paths.asset("relbook.svg"), size)
    painter.drawImage((width - size) // 2, (height - size) // 3, icon)
    painter.end()
    if not picture.save(str(out), "BMP"):
        raise OSError(f"{out} cannot be written")


def _plain(name: str) -> str:
    return name.replace("$", "$$")


def _quoted(text: str) -> str:
    return f'"{text}"'


def main() -> None:
    """Compile it, and say where it is."""
    parser = argparse.ArgumentParser(description="Compile the installer for Windows.")
    parser.add_argument("tree", type=Path, metavar="TREE")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", default=Path("dist"))
    parser.add_argument("--target", metavar="KIND", help="of NSIS's, for a trial: amd64-unicode")
    given = parser.parse_args()
    more = {"TARGET": given.target} if given.target else {}
    print(compile_installer(given.tree, given.out, **more))


if __name__ == "__main__":
    main()
