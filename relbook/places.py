"""Every place that Relbook uses, by name and in words: for `relbook paths`, and for who asks About."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from relbook import handing, paths
from relbook.core.store.backups import Shelves
from relbook.core.words import say


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder that may be there: its `name` for programs, and in words `what` it is.

    One that is not `usual` lies where its owner chose, or is called as they chose.
    """

    name: str
    what: str
    path: Path
    folder: bool = False
    usual: bool = True

    @property
    def exists(self) -> bool:
        """Whether it is there; no if that may not be known."""
        return os.path.exists(self.path)  # noqa: PTH110  (which raises nothing)

    @property
    def to_open(self) -> Path:
        """The folder to show: itself, or what it lies in."""
        return self.path if self.folder else self.path.parent

    def holds(self, file: Path) -> bool:
        """Whether `file` is this place, lies in it, or beside it under a name made of its own:
        "people.relbook-wal", "relbook.log.1", ".seen.json.new", "people (before update).relbook".
        """
        if self.folder:
            return self.path in file.parents
        own, name = self.path, file.name.removeprefix(".")
        made = (f"{own.name}-", f"{own.name}.", f"{own.stem} ")
        return file.parent == own.parent and (file.name == own.name or name.startswith(made))


def every(book: Path | None = None, recent: Iterable[Path] = ()) -> list[Place]:
    """All places; `book` is the one in use, `recent` are those that were open before.

    Looking makes none of them.
    """
    ours = paths.whereabouts()
    usual = ours["default_book"]
    book = (book or usual).absolute()
    others = [one for one in recent if one != book]
    shelf = Shelves(ours["backup_folder"], ours["backup_choices"]).of(book)
    own = book in (usual, ours["sample_book"])
    places = [
        Place("book", say("Your book"), book, usual=own),
        *(Place("recent book", say("A book opened before"), one, usual=False) for one in others),
        Place("drafts", say("What is half typed, within the book"), book, usual=own),
        Place("backups", say("Backups"), shelf.place, folder=True, usual=shelf.usual),
        Place("backup choices", say("Where backups go, and how many"), ours["backup_choices"]),
        Place("settings", say("Settings"), ours["window_choices"]),
        Place("log", say("Log"), ours["log"]),
        Place("seen", say("What books were like when they were closed"), ours["seen_books"]),
        Place("sample", say("The sample book, while it is open"), ours["sample_book"]),
        Place("lock", say("What tells a second start from the first"), ours["lock"]),
        Place("temporary", say("What goes again by itself"), Path(gettempdir()), folder=True),
        Place("resources", say("What the program brings along"), paths.asset(""), folder=True),
    ]
    # On Windows it is a pipe, which lies nowhere.
    if sys.platform != "win32" and (hears := handing.where_it_hears(ours["lock"])):
        told = say("Where the first start hears the second")
        places.append(Place("socket", told, Path(hears)))
    if sys.platform.startswith("linux"):
        places.append(Place("file dialogs", say("Which folders Qt's dialogs showed"), _of_qt()))
    return places


def _of_qt() -> Path:
    """Where Qt keeps what its own file dialogs remember; a desktop's own keep it elsewhere."""
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path("~/.config").expanduser())
    return Path(config, "QtProject.conf")
