"""Lays out what a Linux desktop wants to know of Relbook: menu entry, icons, type of file, papers.

    python packaging/linux/tree.py ~/.local [--command PATH] [--remove]

gives a Relbook from PyPI or a checkout its place in your own menus, or takes it away again.
"""

import argparse
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

from relbook import APP_ID, paths

HERE = Path(__file__).resolve().parent
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
BOOK = "application-vnd.relbook"  # the icon of a book's file


def lay_out(root: Path, prefix: str = "usr") -> None:
    """Put every file for the desktop below `root`/`prefix`/share."""
    _write(files(), root / prefix / "share")


def _write(contents: dict[str, bytes], share: Path) -> None:
    for name, content in contents.items():
        target = share / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def files(command: str = "relbook") -> dict[str, bytes]:
    """Each file below share/, and what is in it; `command` is what starts the program."""
    if str(HERE.parent) not in sys.path:  # run by itself
        sys.path.insert(0, str(HERE.parent))
    from linux.completions import completion
    from linux.manual import manual

    entry = (HERE / f"{APP_ID}.desktop").read_text("utf-8")
    return {
        f"applications/{APP_ID}.desktop": entry.replace("Exec=relbook", f"Exec={command}").encode(),
        f"metainfo/{APP_ID}.metainfo.xml": (HERE / f"{APP_ID}.metainfo.xml").read_bytes(),
        f"mime/packages/{APP_ID}.xml": (HERE / f"{APP_ID}.xml").read_bytes(),
        "man/man1/relbook.1.gz": gzip.compress(manual().encode(), 9, mtime=0),
        "bash-completion/completions/relbook": completion("bash").encode(),
        "zsh/vendor-completions/_relbook": completion("zsh").encode(),
        "fish/vendor_completions.d/relbook.fish": completion("fish").encode(),
        **_icons(),
    }


def _icons() -> dict[str, bytes]:
    from icons import draw, png

    icons = "icons/hicolor"
    program, book = paths.asset("relbook.svg"), paths.asset("relbook-file.svg")
    drawn = {
        f"{icons}/scalable/apps/{APP_ID}.svg": program.read_bytes(),
        f"{icons}/scalable/mimetypes/{BOOK}.svg": book.read_bytes(),
        f"{icons}/symbolic/apps/{APP_ID}-symbolic.svg": paths.asset(
            "relbook-symbolic.svg"
        ).read_bytes(),
    }
    for size in SIZES:
        folder = f"{icons}/{size}x{size}"
        drawn[f"{folder}/apps/{APP_ID}.png"] = png(draw(program, size))
        drawn[f"{folder}/mimetypes/{BOOK}.png"] = png(draw(book, size))
    return drawn


def remove(share: Path) -> None:
    """Take away what was laid out below `share`, what the desktop made of it, and empty folders."""
    names = [name for name in files() if (share / name).exists()]
    if not names:
        return  # what else lies there is not ours
    for name in names:
        (share / name).unlink()
    tell_desktop(share)
    if f"mime/packages/{APP_ID}.xml" in names and not any((share / "mime/packages").glob("*")):
        shutil.rmtree(share / "mime", ignore_errors=True)  # all the rest is made of these
    for folder, cache in (
        ("applications", "mimeinfo.cache"),
        ("icons/hicolor", "icon-theme.cache"),
    ):
        if not any(one.is_file() and one.name != cache for one in (share / folder).rglob("*")):
            (share / folder / cache).unlink(missing_ok=True)
    for name in names:
        for folder in Path(name).parents[:-1]:
            try:
                (share / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break


def tell_desktop(share: Path) -> None:
    """Let the desktop read what has come or gone, with those of its tools that are there."""
    for tool, folder in (
        ("update-desktop-database", share / "applications"),
        ("update-mime-database", share / "mime"),
        ("gtk-update-icon-cache", share / "icons/hicolor"),
    ):
        if folder.is_dir() and shutil.which(tool):
            subprocess.run([tool, str(folder)], check=False, capture_output=True)


def main() -> int:
    """Lay out below a prefix, or take away; returns the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("prefix", type=Path, help="below it goes share/: ~/.local, for instance")
    parser.add_argument("--command", help="what starts Relbook; by default the one found here")
    parser.add_argument("--remove", action="store_true", help="take away what was laid out there")
    given = parser.parse_args()
    share = given.prefix.expanduser().absolute() / "share"
    try:
        _do(given, share)
    except OSError as fault:
        print(f"tree: {fault.filename or share}: {fault.strerror}.", file=sys.stderr)
        return 2
    return 0


def _do(given: argparse.Namespace, share: Path) -> None:
    entry = share / f"applications/{APP_ID}.desktop"
    if given.remove:
        there = entry.exists()
        remove(share)
        print(
            f"Relbook is out of the menus below {share}; your book stays."
            if there
            else f"Relbook was not in the menus below {share}."
        )
    else:
        command = given.command or _found()
        _write(files(_quoted(command)), share)
        tell_desktop(share)
        print(f"Relbook is in the menus below {share}, and starts {command}.")


def _found() -> str:
    """The `relbook` of this Python, or else the first that a shell would find."""
    beside = Path(sys.executable).with_name("relbook")
    return str(beside) if beside.is_file() else shutil.which("relbook") or "relbook"


def _quoted(command: str) -> str:
    """`command` as one argument of an Exec line (Desktop Entry Specification, "The Exec key").

    What the file's own strings escape is escaped once more.
    """
    command = command.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./-]+", command):
        return command
    return '"' + re.sub(r'([\\"`$])', r"\\\1", command).replace("\\", "\\\\") + '"'


if __name__ == "__main__":
    sys.exit(main())
