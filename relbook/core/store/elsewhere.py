"""A book in a folder that a sync program shares: what became of it elsewhere."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from relbook.core import errors
from relbook.core.store import file
from relbook.core.words import say

HERE: Final = "from this computer"  # in the name of a file: what this computer had
THERE: Final = "from elsewhere"

# How sync programs name the second of two versions, after the book's own name and before its
# ending: Dropbox, Nextcloud, ownCloud, Syncthing, Seafile, Resilio, pCloud, in some languages, and
# our own two.
_CONFLICT = (
    rf"[ ._\-(\[].*(conflict|konflikt|conflit|conflito|conflitto|конфликт|競合|冲突|衝突)"
    rf"|^ \(({HERE}|{THERE})[ )]"
)

_STEM = 190  # bytes of a book's name that stand in another version's


def aside(path: Path, whose: str, now: datetime) -> Path:
    """A free name beside the book at `path` for one of two versions: `HERE` or `THERE`."""
    stem = f"{file.shortened(path.stem, _STEM)} ({whose} {now.astimezone():%Y-%m-%d %H.%M}"
    n, free = 1, path.with_name(f"{stem}){path.suffix}")
    while free.exists():
        n += 1
        free = path.with_name(f"{stem}, {n}){path.suffix}")
    return free


def copies_beside(path: Path) -> list[Path]:
    """Other versions of the book at `path` that a sync program left beside it, by their names."""
    return sorted(_copies(path))


def _copies(path: Path) -> Iterator[Path]:
    try:
        names = list(path.parent.iterdir())
    except OSError:
        return
    conflict, stem = re.compile(_CONFLICT, re.IGNORECASE), file.shortened(path.stem, _STEM)
    for there in names:
        if there == path or there.suffix != path.suffix or not there.name.startswith(stem):
            continue
        if conflict.search(there.stem[len(stem) :]) and there.is_file():
            yield there


def moved(path: Path) -> errors.BookElsewhere:
    """The error for an edit of a book whose place another file has taken."""
    return errors.BookElsewhere(
        say(
            "Another file has taken the place of “{name}”, or it was moved, while it was open. "
            "Nothing was lost: let Relbook put yours back; the other one is kept beside it.",
            name=path.name,
        )
    )
