"""The command line: ``relbook [--book FILE] [FILE…]`` opens the window; the commands need none.

Exit status: 0 when all went well, 2 with one line on standard error when it did not.
"""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

from relbook import paths
from relbook.core.errors import Cancelled, RelbookError
from relbook.core.words import say, use_language

COMMANDS = (
    "import",
    "export",
    "find",
    "brief",
    "check",
    "sample",
    "lock",
    "unlock",
    "backup",
    "restore",
    "rescue",
)
FAILED = 2


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    use_language(paths.asset("locale"))
    try:
        sys.exit(_run(arguments))
    except RelbookError as fault:
        print(say("relbook: {why}", why=str(fault)), file=sys.stderr)  # noqa: T201
    except (KeyboardInterrupt, Cancelled):
        print(say("relbook: stopped; nothing was changed."), file=sys.stderr)  # noqa: T201
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(FAILED)


def _run(arguments: list[str]) -> int:
    window = _window_arguments(arguments)
    if window is not None:
        book, files = window
        return _open_window(book, files)
    from relbook.cli.commands import run

    return run(arguments)


def _window_arguments(arguments: list[str]) -> tuple[Path | None, list[Path]] | None:
    """The book and files to open a window with, or None when something else is asked for.

    Read here and not by click, which costs a tenth of the window's start.
    """
    book: Path | None = None
    files: list[Path] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--book":
            named = next(rest, None)
            if named is None:
                return None
            book = Path(named)
        elif argument.startswith("--book="):
            book = Path(argument.removeprefix("--book="))
        elif argument.startswith("-") or (argument in COMMANDS and not files):
            return None
        else:
            files.append(Path(argument))
    return book, files


def _open_window(book: Path | None, files: list[Path]) -> int:
    books = [file for file in files if file.suffix.lower() == ".relbook"]
    if books and book is None:
        book = books[0]
    cards = [file.absolute() for file in files if file not in books]
    for file in (*cards, *([book] if book in books else [])):
        if not os.path.exists(file):  # noqa: PTH110  (which raises nothing)
            raise RelbookError(
                say(
                    "there is no “{name}”. Nothing was changed; look for it elsewhere.",
                    name=str(file),
                )
            )
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted):
        raise RelbookError(
            say(
                "there is no display for a window here. These need none: import FILE…, "
                "export OUT.vcf, find WORDS, brief EVENT -o OUT.pdf, check."
            )
        )
    # What is loaded for the window stays; it is no place to look for garbage (see `app.main`).
    gc.disable()
    from relbook.app import main as open_window

    return open_window(book.absolute() if book else None, cards)
