"""The command line: ``relbook [--book FILE] [FILE…]`` opens the window; the commands need none.

Exit status: 0 when all went well, 2 with one line on standard error when it did not.
"""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from relbook import paths
from relbook.cli import opening
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
    "paths",
)
FAILED = 2
COMPLETING = "_RELBOOK_COMPLETE"  # by which a shell asks click how a line may go on


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _see_to_streams()
    use_language(paths.asset("locale"))
    for_window = True
    try:
        wish = None if COMPLETING in os.environ else opening.wish_of(arguments, COMMANDS)
        for_window = wish is not None
        sys.exit(_run(arguments) if wish is None else opening.open_window(wish))
    except RelbookError as fault:
        print(say("relbook: {why}", why=str(fault)), file=sys.stderr)  # noqa: T201
        if for_window:
            opening.tell(fault)
    except (KeyboardInterrupt, Cancelled):
        print(say("relbook: stopped; nothing was changed."), file=sys.stderr)  # noqa: T201
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(FAILED)


def _run(arguments: list[str]) -> int:
    from relbook.cli.commands import run

    return run(arguments)


def _see_to_streams() -> None:
    """Have somewhere to write to, in any letters, also where nobody listens.

    A double click on Windows gives no streams at all. Where one of the first three files is closed, the
    next that is opened would get its number, and what is printed: a book, perhaps.
    """
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        while (file := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(file)
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        if sys.stdin is None:
            sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Into a pipe Windows would write its old code page, which lacks most of the world's names.
            code = "utf-8" if sys.platform == "win32" and not stream.isatty() else None
            stream.reconfigure(encoding=code, errors="backslashreplace")
