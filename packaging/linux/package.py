"""The tree of the .deb: the frozen program, its papers, and what the desktop wants to know.

The menus, the MIME types and the icons are taken in by the triggers of desktop-file-utils,
shared-mime-info and hicolor-icon-theme, as their files come and go: no scripts of our own run as root.
"""

import gzip
import os
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

import licences
from linux.needed import libraries
from linux.tree import lay_out as lay_out_desktop

HERE = Path(__file__).parent
MAINTAINER = "Relbook contributors <relbook@users.noreply.github.com>"


def lay_out(
    tree: Path, program: Path, made_of: Path, version: str, moment: int, patchelf: str
) -> None:
    """Lay out in `tree` all that is to lie under / once the .deb is installed.

    `program` is the frozen program, `made_of` tells what is in it, `moment` dates everything.
    `patchelf` is that tool. Raises `Unlicensed`.
    """
    shutil.rmtree(tree, ignore_errors=True)
    home = tree / "usr/lib/relbook"
    shutil.copytree(program, home, symlinks=True)
    _forget_builder(home, patchelf)
    link = tree / "usr/bin/relbook"
    link.parent.mkdir(parents=True)
    link.symlink_to("../lib/relbook/relbook")
    lay_out_desktop(tree)
    papers = tree / "usr/share/doc/relbook"
    papers.mkdir(parents=True, exist_ok=True)
    licences.write(made_of, papers / "copyright")
    for name in ("gpl-3.0", "lgpl-3.0"):  # Qt's; also where a system keeps none of its own
        text = (HERE.parents[1] / f"resources/licences/{name}.txt").read_bytes()
        (papers / f"{name}.txt.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    (papers / "changelog.gz").write_bytes(
        gzip.compress(changelog(version, moment).encode(), 9, mtime=0)
    )
    overrides = tree / "usr/share/lintian/overrides/relbook"
    overrides.parent.mkdir(parents=True)
    shutil.copy(HERE / "lintian-overrides", overrides)
    _settle(tree, moment)


def _forget_builder(home: Path, patchelf: str) -> None:
    """Let no library look for others where those of the building machine lie."""
    for library in libraries(home):
        told = [patchelf, "--print-rpath", str(library)]
        path = subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip()
        if path.startswith("/"):
            subprocess.run([patchelf, "--remove-rpath", str(library)], check=True)


def changelog(version: str, moment: int) -> str:
    """What Debian's changelog says of this version."""
    return (
        f"relbook ({version}) unstable; urgency=medium\n\n"
        f"  * Relbook {version}, as released.\n\n"
        f" -- {MAINTAINER}  {formatdate(moment)}\n"
    )


def _settle(tree: Path, moment: int) -> None:
    """Give everything the mode that Debian's policy wants, and the moment of the commit."""
    program = tree / "usr/lib/relbook/relbook"
    for one in (tree, *tree.rglob("*")):
        if not one.is_symlink():
            one.chmod(0o755 if one.is_dir() or one == program else 0o644)
        os.utime(one, (moment, moment), follow_symlinks=False)
