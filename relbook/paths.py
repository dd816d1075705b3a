"""Where our files lie: what we ship, and what we keep for the user.

The environment variable RELBOOK_HOME names one folder that stands in for all of the user's: for a
portable stick, and for tests.
"""

import os
from pathlib import Path

from relbook.core.errors import FileUnwritable
from relbook.core.words import say

_PACKAGE = Path(__file__).parent


def asset(name: str) -> Path:
    """Where the resource `name` (``"icons/gift.svg"``) lies, installed or in a checkout."""
    installed = _PACKAGE / "resources"
    return (installed if installed.is_dir() else _PACKAGE.parent / "resources") / name


def data_folder() -> Path:
    """Where the user's book lies unless they chose another place; made if missing."""
    return _folder("user_data_dir")


def config_folder() -> Path:
    """Where choices are kept (colours, sizes, the last book); made if missing."""
    return _folder("user_config_dir")


def state_folder() -> Path:
    """Where the log lies, and what tells a second start from the first; made if missing."""
    return _folder("user_state_dir")


def seen_books() -> Path:
    """The file that tells what each book was like when it was last closed here."""
    return state_folder() / "seen.json"


def backup_folder() -> Path:
    """Where backups go unless their owner chose another place; it need not exist."""
    return data_folder() / "backups"


def backup_choices() -> Path:
    """What the owner chose about backups; it need not exist."""
    return config_folder() / "backups.json"


def default_book() -> Path:
    """The book that opens when none is named; it need not exist."""
    return data_folder() / "people.relbook"


def _folder(kind: str) -> Path:
    home = os.environ.get("RELBOOK_HOME")
    if home:
        folder = Path(home).expanduser().absolute()
    else:
        import appdirs

        folder = Path(getattr(appdirs, kind)("relbook", appauthor=False))
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
