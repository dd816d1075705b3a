"""Builds what is handed out, into dist/, each with its SHA-256 beside it.

    python packaging/build.py [wheel|deb|windows|macos] …

Without a word it builds what this system can: the wheel and the sdist everywhere, and a .deb on
Debian's kin, an installer on Windows, a disk image on macOS. Two words more stop half-way, in
build/frozen: `program` freezes it into a folder, and `bare` a bare window by the same rules, which
``python -m tests.bench --only frozen`` compares it with. What building needs is the extra `build`:
``pip install --editable ".[build]"``.
"""

import argparse
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
DIST = ROOT / "dist"
WORK = ROOT / "build"
FROZEN = WORK / "frozen"

INSTALL = 'pip install --editable ".[build]"'
LARGEST = 120_000_000  # bytes of the program once it is installed
LARGEST_DEB = 35_000_000
DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}


class Stopped(Exception):
    """What was asked for cannot be built; the sentence says why, and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what is asked for; returns the exit status, 2 with one line on what is in the way."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument(
        "what", nargs="*", metavar="|".join(BUILDERS), help="by default all that it can here"
    )
    what = parser.parse_args(arguments).what
    os.environ.update(SOURCE_DATE_EPOCH=str(moment()), PYTHONHASHSEED="0")
    try:
        unknown = sorted({*what} - {*BUILDERS})
        if unknown:
            raise Stopped(f"There is no {unknown[0]} to build; say one of {', '.join(BUILDERS)}.")
        for name in what or possible():
            for made in BUILDERS[name]():
                print(f"{_size(made):>10}  {made.relative_to(ROOT)}")
    except Stopped as why:
        print(f"build: {why}", file=sys.stderr)
        return 2
    return 0


def possible() -> list[str]:
    """What this system can build."""
    own = {"linux": "deb", "win32": "windows", "darwin": "macos"}.get(sys.platform)
    if own == "deb" and shutil.which("dpkg") is None:
        own = None
    return ["wheel", *([own] if own else [])]


def version() -> str:
    """The version, as the package says it."""
    found = re.search(r'__version__ = "(.+)"', (ROOT / "relbook/__init__.py").read_text("utf-8"))
    if not found:
        raise Stopped("relbook/__init__.py names no version: it was changed by mistake.")
    return found[1]


def moment() -> int:
    """When the commit was made (seconds since 1970), so that building it again gives the same."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    git = shutil.which("git")
    if git:
        told = subprocess.run(
            [git, "-C", str(ROOT), "log", "-1", "--format=%ct"],
            capture_output=True, text=True, check=False,
        ).stdout.strip()  # fmt: skip
        if told:
            return int(told)
    return int(Path(__file__).stat().st_mtime)


# The wheel


def wheel() -> list[Path]:
    """The sdist, and the wheel made from it, which holds what one from the tree holds."""
    _need("hatchling")
    DIST.mkdir(exist_ok=True)
    for old in (*DIST.glob("relbook-*.whl*"), *DIST.glob("relbook-*.tar.gz*")):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        straight = _hatch("wheel", ROOT, Path(scratch, "straight"))
        sdist = _hatch("sdist", ROOT, DIST)
        with tarfile.open(sdist) as packed:
            # Debian 12's Python has no filters yet, later ones ask for one.
            packed.extraction_filter = getattr(tarfile, "data_filter", None)
            packed.extractall(scratch)  # noqa: S202  (we packed it a moment ago)
        made = _hatch("wheel", Path(scratch, sdist.name.removesuffix(".tar.gz")), DIST)
        differing = sorted(dict(contents(straight) ^ contents(made)))
    if differing:
        made.unlink()
        raise Stopped(
            f"The sdist does not carry all of the wheel; these differ: {', '.join(differing)}."
        )
    return [sdist, _summed(sdist), made, _summed(made)]


def contents(packed: Path) -> set[tuple[str, str]]:
    """What lies in a wheel: each name with the hash of its bytes, which RECORD says again."""
    with zipfile.ZipFile(packed) as files:
        return {
            (name, hashlib.sha256(files.read(name)).hexdigest())
            for name in files.namelist()
            if not name.endswith(".dist-info/RECORD")
        }


def _hatch(target: str, source: Path, folder: Path) -> Path:
    _run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)], source)
    kind = "*.whl" if target == "wheel" else "*.tar.gz"
    return max(folder.glob(kind), key=lambda made: made.stat().st_mtime_ns)


# The program by itself


def freeze(script: Path | None = None) -> Path:
    """The folder of a program that needs no Python; of `script` by the same rules, if it is given.

    It is made of what the wheel holds. `licences.py` is told of what else is in it by a file
    in build/work.
    """
    _need("PyInstaller", "hatchling")
    if sys.platform.startswith("linux"):
        for name in ("objdump", "as", "ld", "strip"):
            _tool(name, "install the package binutils")
    work = WORK / ("work-bare" if script else "work")
    work.mkdir(parents=True, exist_ok=True)
    site = WORK / "site"
    if not script:
        shutil.rmtree(site, ignore_errors=True)
        with tempfile.TemporaryDirectory() as scratch:
            packed = _hatch("wheel", ROOT, Path(scratch))
            zipfile.ZipFile(packed).extractall(site)  # noqa: S202  (we have just made it)
        if not sys.platform.startswith("linux"):
            _draw_icons(work)
    _run(
        [
            *(sys.executable, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(FROZEN), "--workpath", str(work)),
            *(str(PACKAGING / "relbook.spec"), "--", str(site), *([str(script)] if script else [])),
        ],
        WORK,
        PYTHONPATH=str(site),
    )
    made = FROZEN / (script.stem if script else "relbook")
    if size_of(made) > LARGEST:
        raise Stopped(
            f"The program has {size_of(made):,} bytes, more than the {LARGEST:,} it may have: "
            "see what packaging/relbook.spec lets in."
        )
    return made


def program() -> list[Path]:
    """The frozen program."""
    return [freeze()]


def bare() -> list[Path]:
    """A bare window, frozen as the program is."""
    return [freeze(ROOT / "tests/bench/bare.py")]


def size_of(folder: Path) -> int:
    """The bytes of all files in `folder`, each counted once."""
    return sum(one.lstat().st_size for one in folder.rglob("*") if not one.is_dir())


def _draw_icons(folder: Path) -> None:
    from icons import draw_icns, draw_ico

    svg = ROOT / "resources/relbook.svg"
    draw_ico(svg, folder / "relbook.ico")
    draw_icns(svg, folder / "relbook.icns")


# Debian


def deb() -> list[Path]:
    """The .deb, of the frozen program and what the desktop wants to know of it."""
    nfpm, patchelf = _tool("nfpm"), _tool("patchelf")
    arch = DEBIAN.get(platform.machine())
    if not sys.platform.startswith("linux") or arch is None:
        raise Stopped("A .deb is built on Linux, on an x86_64 or aarch64 machine.")
    from licences import Unlicensed
    from linux.package import lay_out
    from linux.squeeze import squeeze

    tree = WORK / "deb"
    try:
        lay_out(tree, freeze(), WORK / "work/relbook.json", version(), moment(), patchelf)
    except Unlicensed as why:
        raise Stopped(str(why)) from why
    DIST.mkdir(exist_ok=True)
    made = DIST / f"relbook_{version()}_{arch}.deb"
    made.unlink(missing_ok=True)
    settings = PACKAGING / "linux/nfpm.yaml"
    _run(
        [nfpm, "package", "--config", str(settings), "--packager", "deb", "--target", str(made)],
        WORK,
        VERSION=version(),
        ARCH=arch,
    )
    squeeze(made, platform.machine())
    if made.stat().st_size > LARGEST_DEB:
        raise Stopped(
            f"{made.name} has {made.stat().st_size:,} bytes, more than the {LARGEST_DEB:,} it may."
        )
    return [made, _summed(made)]


# Windows and macOS


def windows() -> list[Path]:
    """The installer for one user, of the frozen program."""
    _only_on(
        "Windows",
        "The program for Windows is frozen on Windows; "
        "packaging/windows/installer.py makes the installer of it anywhere.",
    )
    from windows.installer import compile_installer

    folder = freeze()
    try:
        made = compile_installer(folder, DIST)
    except FileNotFoundError as why:
        raise Stopped(f"{why}.") from why
    return [made, _summed(made)]


def macos() -> list[Path]:
    """The disk image with the application, signed by RELBOOK_SIGN_AS if that names somebody."""
    _only_on("Darwin", "The program for macOS is frozen on macOS.")
    _need("dmgbuild")
    freeze()
    made = DIST / f"relbook-{version()}-{platform.machine()}.dmg"
    DIST.mkdir(exist_ok=True)
    _run(
        [
            *(sys.executable, "-m", "dmgbuild", "-s", str(PACKAGING / "macos/dmg.py")),
            *("-D", f"app={FROZEN / 'Relbook.app'}", "-D", f"icon={WORK / 'work/relbook.icns'}"),
            *("Relbook", str(made)),
        ],
        WORK,
    )
    return [made, _summed(made)]


# What all of them use


def _only_on(system: str, otherwise: str) -> None:
    if platform.system() != system:
        raise Stopped(otherwise)


def _need(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise Stopped(f"{module} is missing: {INSTALL}")


def _tool(name: str, cure: str = INSTALL) -> str:
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=beside)
    if found is None:
        raise Stopped(f"{name} is missing: {cure}")
    return found


def _run(command: Sequence[str], folder: Path, **settings: str) -> None:
    """Run a tool in `folder`; what it says is shown only if it fails."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **settings}, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        name = next((word for word in command[1:] if word in {"hatchling", "PyInstaller"}), "")
        raise Stopped(f"{name or Path(command[0]).name} failed; its own words are above.")


def _summed(made: Path) -> Path:
    """A file beside `made` with its SHA-256, as sha256sum reads it."""
    beside = made.with_name(made.name + ".sha256")
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    beside.write_text(f"{digest}  {made.name}\n", encoding="ascii")
    return beside


def _size(made: Path) -> str:
    size = size_of(made) if made.is_dir() else made.stat().st_size
    return f"{size / 1e6:.1f} MB" if size > 100_000 else f"{size} B"


BUILDERS: dict[str, Callable[[], list[Path]]] = {
    "wheel": wheel,
    "deb": deb,
    "windows": windows,
    "macos": macos,
    "program": program,
    "bare": bare,
}

if __name__ == "__main__":
    sys.exit(main())
