"""Where our files lie: what we ship, and what we keep for the user.

The environment variable RELBOOK_HOME names one folder that stands in for all of the user's: for a
portable stick, and for tests.
"""

import contextlib
import os
from pathlib import Path

from relbook.core.errors import FileUnwritable
from relbook.core.words import say

_PACKAGE = Path(__file__).parent
_FILES = {  # what lies in which folder, under which name
    "default_book": ("data", "people.relbook"),
    "backup_folder": ("data", "backups"),
    "backup_choices": ("config", "backups.json"),
    "window_choices": ("config", "window.ini"),
    "sample_book": ("state", "sample.relbook"),
    "seen_books": ("state", "seen.json"),
    "log": ("state", "relbook.log"),
    "lock": ("state", "relbook.lock"),
}


def asset(name: str) -> Path:
    """Where the resource `name` (``"icons/gift.svg"``) lies, installed or in a checkout."""
    installed = _PACKAGE / "resources"
    return (installed if installed.is_dir() else _PACKAGE.parent / "resources") / name


def data_folder() -> Path:
    """Where the user's book lies unless they chose another place; made if missing."""
    return _made(_place("data"))


def config_folder() -> Path:
    """Where choices are kept (colours, sizes, the last book); made if missing."""
    return _made(_place("config"))


def state_folder() -> Path:
    """Where the log lies, and what tells a second start from the first; made if missing."""
    return _made(_place("state"))


# Files. None need exist; nor need the folder of those that Relbook can do without, if it cannot be made.


def default_book() -> Path:
    """The book that opens when none is named; its folder is made if missing."""
    return data_folder() / _FILES["default_book"][1]


def sample_book() -> Path:
    """The sample book, while somebody looks around in it."""
    return _file("sample_book")


def backup_folder() -> Path:
    """Where backups go unless their owner chose another place."""
    return _file("backup_folder")


def backup_choices() -> Path:
    """What the owner chose about backups."""
    return _file("backup_choices")


def window_choices() -> Path:
    """What is remembered of the window: its size and look, and which books were open."""
    return _file("window_choices")


def seen_books() -> Path:
    """What tells what each book was like when it was last closed here."""
    return _file("seen_books")


def log() -> Path:
    """Warnings and errors; older ones lie beside it."""
    return _file("log")


def lock() -> Path:
    """What the running program holds, so that a second start finds it."""
    return _file("lock")


def whereabouts() -> dict[str, Path]:
    """Each of these by the name of its function, there or not; looking makes no folder."""
    return {name: _place(kind) / file for name, (kind, file) in _FILES.items()}


def _file(name: str) -> Path:
    kind, file = _FILES[name]
    return _tried(_place(kind)) / file


def _place(kind: str) -> Path:
    """The folder for what is `kind`. Raises `FileUnwritable` if there is no telling."""
    home = os.environ.get("RELBOOK_HOME")
    try:
        if home:
            return Path(home).expanduser().absolute()
    except (OSError, RuntimeError) as problem:  # no such user; or where we are is gone
        raise FileUnwritable(
            say(
                "RELBOOK_HOME is “{folder}”, which leads nowhere, and nothing was changed: set it "
                "to a folder of yours.",
                folder=home or "",
            )
        ) from problem
    import appdirs

    variable = f"XDG_{kind.upper()}_HOME"
    if not Path(os.environ.get(variable, "/")).is_absolute():
        del os.environ[variable]  # as if it were not set, says the XDG specification
    folder = Path(getattr(appdirs, f"user_{kind}_dir")("relbook", appauthor=False))
    if not folder.is_absolute():
        raise FileUnwritable(
            say(
                "Nobody here knows where your home folder is, and nothing was changed: set HOME, or "
                "RELBOOK_HOME, to a folder of yours."
            )
        )
    return folder


def _tried(folder: Path) -> Path:
    with contextlib.suppress(FileUnwritable):
        _made(folder)
    return folder


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise FileUnwritable(
            say(
                "The folder {folder} cannot be made ({why}), and nothing was changed: "
                "set RELBOOK_HOME to a folder of yours.",
                folder=str(folder),
                why=problem.strerror or str(problem),
            )
        ) from problem
    return folder
