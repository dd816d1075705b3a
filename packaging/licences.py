"""Names every work in the bundle with its licence, in Debian's machine-readable form (DEP-5).

What is in the bundle PyInstaller has written down; which package a file is of, and under which licence,
that package's metadata and licence files tell; what they leave out stands in `licences.toml`. A file
that is of nobody known stops the building.
"""

import json
import os
import re
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
SHOWN = HERE.parent / "resources/licences"  # those that the program shows without a bundle too
HOME = "https://github.com/relbook/relbook"
# Texts that Debian keeps for all of its packages: it wants them named, not repeated.
COMMON = {"Apache-2.0": "Apache-2.0", "GPL-3": "GPL-3", "LGPL-3.0-only": "LGPL-3"}
WHOLE = ("lgpl-3.0", "gpl-3.0", "apache-2.0")

_OWN = re.compile("licen[cs]e|copying|notice", re.IGNORECASE)  # what a package's own is called

# A phrase of each licence, for packages whose metadata does not name theirs.
PHRASES = {
    "Permission is hereby granted, free of charge": "MIT",
    "This software is provided 'as-is'": "Zlib",
    "Permission to use, copy, modify, and/or distribute this software": "ISC",
    "Neither the name of the copyright holder": "BSD-3-Clause",
    "Redistributions in binary form": "BSD-2-Clause",
    "Apache License": "Apache-2.0",
}


class Unlicensed(Exception):
    """Something is in the bundle of which nobody says whose it is, or under which licence."""


@dataclass
class Work:
    """A work in the bundle: who made it, what we may do with it, and where it lies."""

    name: str
    licence: str
    copyright: list[str]
    text: str
    note: str = ""
    files: set[str] = field(default_factory=set)


def write(made_of: Path, out: Path, *, whole: bool = False) -> list[Work]:
    """Write to `out` the works in the bundle that PyInstaller told of in `made_of`.

    With the `whole` of the common texts, for systems that keep none. Raises `Unlicensed`.
    """
    works = find(json.loads(made_of.read_text("utf-8")))
    out.write_text(paper(works, whole=whole), encoding="utf-8")
    return works


def paper(works: Iterable[Work], *, whole: bool) -> str:
    """The text that names `works`, with the `whole` of the common licences or where they lie."""
    parts = [_header(), *(_paragraph(work, whole=whole) for work in works)]
    if whole:
        parts += [_text(f"{name}.txt") for name in WHOLE]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def find(made_of: dict[str, list[list[str]]]) -> list[Work]:
    """The works that the modules and files of a bundle belong to, ours first."""
    files: dict[str, set[str]] = {"pyinstaller": {"relbook"}}  # which starts it all
    unknown = []
    for kind in ("modules", "files"):
        for name, source in made_of[kind]:
            owner = owner_of(Path(source)) if Path(source).is_absolute() else "python"
            if owner:
                inside = name.replace(".", "/") if kind == "modules" else Path(name).as_posix()
                files.setdefault(owner, set()).add(inside)
            else:
                unknown.append(f"{name} ({source})")
    if unknown:
        raise Unlicensed(f"Nobody says whose these are: {', '.join(unknown)}.")
    works = []
    for owner in sorted(files, key=lambda one: (one != "relbook", one)):
        works += works_of(owner, files[owner])
    return works


def works_of(owner: str, files: set[str]) -> list[Work]:
    """A package, and the works of others within it that come with any of `files`."""
    own = Work(**_told_of(owner), files=_gathered(files))
    inside = [
        Work(
            name=f"{one['name']} (within {own.name})",
            licence=one["licence"],
            copyright=one["copyright"],
            text=_text(one["text"]) if "text" in one else "",
            note=one.get("note", ""),
            files={pattern for pattern in one["files"] if _any(files, pattern)},
        )
        for one in _known()["inside"]
        if one["of"] == owner and any(_any(files, pattern) for pattern in one["files"])
    ]
    return [own, *inside]


def owner_of(source: Path) -> str:
    """The package that a file is of: `relbook`, `python`, or its name on the index; "" if unknown."""
    place = source.resolve()
    if any(place.is_relative_to(HERE.parent / own) for own in ("relbook", "build/site/relbook")):
        return "relbook"
    if place.name == "base_library.zip":  # PyInstaller's name for the heart of Python's library
        return "python"
    owner = _owners().get(str(place))
    if owner is not None:
        return owner
    bundled = ("vcruntime", "msvcp", "ucrtbase", "api-ms-win-", "python3")  # with Python on Windows
    if place.name.lower().startswith(bundled) and place.suffix.lower() == ".dll":
        return "python"
    of_python = any(place.is_relative_to(folder) for folder in _homes_of_python())
    return "python" if of_python and "site-packages" not in place.parts else ""


@cache
def _homes_of_python() -> tuple[Path, ...]:
    library = Path(sysconfig.get_path("stdlib")).resolve()
    base = Path(sys.base_prefix).resolve()
    # A system's own Python shares its prefix with everything else.
    return (library,) if base == Path("/usr") else (library, base)


@cache
def _owners() -> dict[str, str]:
    """Whose each installed file is, by what pip recorded: name, hash and size in each line."""
    return {
        os.path.normpath(f"{home}/{line.rsplit(',', 2)[0]}"): name
        for dist in distributions()
        for home, name in [(Path(str(dist.locate_file(""))).resolve(), _key(dist.metadata["Name"]))]
        for line in (dist.read_text("RECORD") or "").splitlines()
    }


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads((HERE / "licences.toml").read_text("utf-8"))


def _key(name: str) -> str:
    """A package's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _told_of(owner: str) -> dict[str, Any]:
    """What is known of a package: from its metadata, and before that from our own table."""
    ours = _known().get(owner, {})
    if owner == "relbook":
        text = (HERE.parent / "LICENSE").read_text("utf-8")
        return {"name": "Relbook", "licence": "MIT", "copyright": _copyrights(text), "text": text}
    if owner == "python":
        text = _python_licence()
        return {"name": ours["name"], "licence": ours["licence"], "copyright": ours["copyright"],
                "text": text}  # fmt: skip
    try:
        dist = distribution(owner)
    except PackageNotFoundError as problem:
        raise Unlicensed(f"{owner} is in the bundle, and not installed.") from problem
    text = _text(ours["text"]) if "text" in ours else _own_text(dist)
    licence = ours.get("licence") or _field(dist, "License-Expression") or _guessed(text)
    holders = ours.get("copyright") or _copyrights(text) or _authors(dist)
    if not (text and licence and holders):
        raise Unlicensed(f"{owner} says too little of its licence: name it in licences.toml.")
    return {
        "name": f"{dist.metadata['Name']} {dist.version}",
        "licence": str(licence),
        "copyright": holders,
        "text": text,
    }


def _python_licence() -> str:
    """Python's licence, which lies in one of its folders, or else in `texts`."""
    for place in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                return (place / name).read_text("utf-8")
    return _text("psf-2.0.txt")


def _text(name: str) -> str:
    shown = SHOWN / name
    return (shown if shown.is_file() else TEXTS / name).read_text("utf-8")


def _own_text(dist: Distribution) -> str:
    """The licence files that a package brings along."""
    return "\n\n".join(
        Path(str(dist.locate_file(file))).read_text("utf-8").strip()
        for file in dist.files or ()
        if ".dist-info" in file.parts[0] and _OWN.match(file.name)
    )


def _guessed(text: str) -> str:
    flat = " ".join(text.split())
    return next((name for phrase, name in PHRASES.items() if phrase in flat), "")


def _copyrights(text: str) -> list[str]:
    """Those who claim a text's work; what the licences say of copyright in general is none."""
    found = re.findall(r"^\s*Copyright\s+(?:(?:\([cC]\)|©)\s*)?(\d{4}.*\S)\s*$", text, re.MULTILINE)
    return [one for one in dict.fromkeys(found) if "<copyright" not in one]


def _field(dist: Distribution, name: str) -> str:
    told = dist.metadata.get_all(name)
    return told[0] if told else ""


def _authors(dist: Distribution) -> list[str]:
    told = _field(dist, "Author-email") or _field(dist, "Author")
    return [re.sub(r'^"|"(?= <)', "", told)] if told else []


def _any(files: Iterable[str], pattern: str) -> bool:
    return any(fnmatch(file, pattern) for file in files)


def _gathered(files: set[str]) -> set[str]:
    """The files, told by their folders: two deep where several packages share one."""
    shared = {"jaraco", "backports", "PySide6"}
    tops = {file.split("/")[0] for file in files}
    if len(tops - shared) > 12:  # Python's own library
        return {"*"}
    gathered = set()
    for file in files:
        parts = file.split("/")
        depth = 2 if parts[0] in shared and len(parts) > 2 else 1
        gathered.add("/".join(parts[:depth]) + ("/*" if len(parts) > depth else ""))
    return gathered


def _header() -> str:
    return "\n".join(
        (
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
            "Upstream-Name: Relbook",
            f"Source: {HOME}",
            "Comment: Relbook comes with the Python and the libraries that it runs on. Where they",
            " lie is told relative to usr/lib/relbook and usr/lib/relbook/_internal; modules of",
            " Python lie in the archive at the end of usr/lib/relbook/relbook. Qt, which is under",
            " the LGPL, lies there as shared libraries of its own, which can be replaced.",
        )
    )


def _paragraph(work: Work, *, whole: bool) -> str:
    lines = ["Files: " + "\n ".join(sorted(work.files)), f"Comment: {work.name}"]
    if work.note:
        lines.append(f" {work.note}")
    lines.append("Copyright: " + "\n ".join(work.copyright))
    lines.append(f"License: {work.licence}")
    common = COMMON.get(work.licence)
    if common == "Apache-2.0" and not whole:
        lines.append(_indented("On Debian, its text is in /usr/share/common-licenses/Apache-2.0."))
    elif common == "Apache-2.0":
        lines.append(_indented("Its text stands at the end."))
    else:
        lines.append(_indented(work.text or work.note))
    if common == "LGPL-3" and not whole:
        lines.append(
            _indented(
                "Here they are lgpl-3.0.txt.gz and gpl-3.0.txt.gz beside this file, and on Debian\n"
                "/usr/share/common-licenses/LGPL-3 and /usr/share/common-licenses/GPL-3."
            )
        )
    return "\n".join(lines)


def _indented(text: str) -> str:
    """A text as a field's value: each line begins with a space, and an empty one is a full stop."""
    return "\n".join(
        f" {line.rstrip()}" if line.strip() else " ." for line in text.strip().splitlines()
    )
