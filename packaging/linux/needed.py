"""What the program's libraries want of the system, beside what the .deb says that it depends on.

``python packaging/linux/needed.py [FOLDER]`` tells where the two differ, and exits with 1 if they
do, or with 2 if it cannot tell. It asks dpkg which package a library is of, so all of them must be
installed here.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / "build/deb/usr/lib/relbook"

# Plugins that Qt does without where it cannot load them, each with the library that is recommended
# for it; what else they name comes with that.
OPTIONAL = {"libqgtk3.so": "libgtk-3.so.0", "libcupsprintersupport.so": "libcups.so.2"}
# The first release of GCC with a version of its C++ library.
GCC = {28: "9", 29: "11", 30: "12", 31: "13", 32: "13.2", 33: "14", 34: "15"}


def libraries(folder: Path) -> list[Path]:
    """The programs and shared libraries in `folder`."""
    files = [one for one in sorted(folder.rglob("*")) if one.is_file() and not one.is_symlink()]
    return [one for one in files if _begins(one) == b"\x7fELF"]


def _begins(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(4)


@cache
def asked_by(library: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The libraries that one names, and the versions of symbols that it wants of them."""
    told = subprocess.run(
        ["objdump", "-p", str(library)], capture_output=True, text=True, check=True
    ).stdout
    named = re.findall(r"^ +NEEDED +(\S+)", told, re.MULTILINE)
    symbols = re.findall(r"^ +0x\w+ 0x\w+ \d+ (\S+)", told, re.MULTILINE)
    return frozenset(named), frozenset(symbols)


def foreign(folder: Path) -> dict[str, set[str]]:
    """Each library that `folder` lacks and cannot do without, with the names of those that want it."""
    here = {one.name for one in folder.rglob("*")}
    wanted: dict[str, set[str]] = {}
    for library in libraries(folder):
        if library.name not in OPTIONAL:
            for name in asked_by(library)[0] - here:
                wanted.setdefault(name, set()).add(library.name)
    return wanted


def bettering(folder: Path) -> dict[str, set[str]]:
    """The libraries that `folder` can do without, and is better with."""
    return {OPTIONAL[one.name]: {one.name} for one in libraries(folder) if one.name in OPTIONAL}


def newest(folder: Path, family: str) -> tuple[int, ...]:
    """The newest version of the symbols of a `family` ("GLIBC") that anything in `folder` wants."""
    return max(
        tuple(map(int, found[1].split(".")))
        for library in libraries(folder)
        for symbol in asked_by(library)[1]
        if (found := re.fullmatch(family + r"_([\d.]+)", symbol))
    )


@cache
def package_of(library: str) -> str:
    """The Debian package that has `library`; empty if none that is installed has it."""
    told = subprocess.run(
        ["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False
    ).stdout
    found = re.findall(
        r"^([^\s:]+)(?::\w+)?: (?:/usr)?/lib(?:64)?/[\w-]+/[^/]+$", told, re.MULTILINE
    )
    return str(found[0]) if found else ""


def listed(settings: Path, field: str) -> list[str]:
    """What nfpm's settings list under `field`, each as it stands."""
    block = re.search(rf"^{field}:\n((?:  - .*\n)+)", settings.read_text("utf-8"), re.MULTILINE)
    return re.findall(r"^  - (.*)$", block[1], re.MULTILINE) if block else []


def names(entry: str) -> set[str]:
    """The packages of which any will do for an entry: ``"a (>= 1) | b"`` is a or b."""
    return {part.split()[0] for part in entry.split("|")}


def differences(
    wanted: Iterable[str], entries: Iterable[str], *, complete: bool = True
) -> list[str]:
    """Sentences on packages that are wanted and not among the entries, or the other way."""
    wanted, entries = set(wanted), list(entries)
    told = [
        f"missing: {one}" for one in sorted(wanted) if not any(one in names(e) for e in entries)
    ]
    if complete:
        told += [f"not needed: {entry}" for entry in entries if not names(entry) & wanted]
    return told


def older(entries: Iterable[str], wanted: dict[str, str]) -> list[str]:
    """Sentences on packages of which an older version is asked for than is wanted."""
    stated = dict(re.findall(r"^(\S+) \(>= ([\d.]+)\)$", "\n".join(entries), re.MULTILINE))
    return [
        f"missing: {name} (>= {version})"
        for name, version in wanted.items()
        if not _numbers(stated.get(name, "0")) >= _numbers(version)
    ]


def _numbers(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 1_000 for part in version.split(".")]


def main(arguments: list[str]) -> int:
    """Tell the differences; returns the exit status."""
    folder = Path(arguments[0]) if arguments else PROGRAM
    lacking = [tool for tool in ("objdump", "dpkg") if shutil.which(tool) is None]
    if lacking:
        print(f"needed: {' and '.join(lacking)} must be here to tell it.", file=sys.stderr)
        return 2
    if not libraries(folder):
        print(
            f"needed: no program lies in {folder}; build one first: python packaging/build.py deb",
            file=sys.stderr,
        )
        return 2
    settings = HERE / "nfpm.yaml"
    told = []
    for field, wanted in (("depends", foreign(folder)), ("recommends", bettering(folder))):
        packages = set()
        for library, users in wanted.items():
            package = package_of(library)
            if package:
                packages.add(package)
            else:
                told.append(f"no package installed here has {library}, for {', '.join(users)}")
        told += differences(packages, listed(settings, field), complete=field == "depends")
    c, plus = newest(folder, "GLIBC"), GCC.get(newest(folder, "GLIBCXX")[-1], "?")
    told += older(listed(settings, "depends"), {"libc6": ".".join(map(str, c)), "libstdc++6": plus})
    print("\n".join(told) or "Depends is complete, and no wider than needed.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
