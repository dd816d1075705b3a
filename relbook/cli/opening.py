"""The start of the window: what its arguments ask for, and who opens it.

Read here and not by click, which costs a tenth of the window's start.
"""

import gc
import os
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from relbook import handing, paths
from relbook.core.errors import FileUnwritable, RelbookError
from relbook.core.words import say
from relbook.handing import Claim, Wish

ENDING = ".relbook"
OTHERS = ("--help", "--version")  # options that are read elsewhere
PASSPHRASE = "--passphrase-stdin"  # noqa: S105  (an option)
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
STARTED = "GIO_LAUNCHED_DESKTOP_FILE_PID"  # by which GLib says whom a desktop has started


def wish_of(arguments: list[str], commands: tuple[str, ...]) -> Wish | None:
    """What to open a window with, or None when one of `commands`, or an answer, is asked for.

    Raises `RelbookError` for an option that is none.
    """
    book: str | None = None
    files: list[str] = []
    action = unknown = ""
    reads = False
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            files += rest
        elif argument == "--book" or argument.startswith("--book="):
            given = argument.removeprefix("--book").removeprefix("=") or next(rest, "")
            if not given:
                raise RelbookError(say("--book wants a file after it. Nothing was changed."))
            book = given
        elif argument.removeprefix("--") in handing.ACTIONS and argument.startswith("--"):
            if action not in ("", argument[2:]):
                raise RelbookError(
                    say(
                        "--{one} and --{other} are two wishes: one at a time. Nothing was changed.",
                        one=action,
                        other=argument[2:],
                    )
                )
            action = argument[2:]
        elif argument == PASSPHRASE:
            reads = True
        elif argument in OTHERS or (argument in commands and not files):
            return None
        elif argument.startswith("-") and not _is_of_macos(argument):
            unknown = unknown or argument
        elif argument:
            files.append(argument)
    if unknown:
        raise RelbookError(_no_option(unknown))
    wish = _wish(book, files, action, commands)
    return replace(wish, passphrase=read_line()) if reads else wish


def read_line() -> str:
    """The next line of standard input, without its end; what comes after it stays there."""
    line = sys.stdin.buffer.readline()
    return line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")


def _is_of_macos(argument: str) -> bool:
    """Whether an older Finder has added it of its own accord: the number of our process."""
    return sys.platform == "darwin" and argument.startswith("-psn_")


def _no_option(option: str) -> str:
    there = ("--book", PASSPHRASE, *OTHERS, *(f"--{action}" for action in handing.ACTIONS))
    near = _nearest(option.partition("=")[0], there)
    if near:
        return say(
            "There is no option “{option}”; did you mean “{near}”? “relbook --help” lists them.",
            option=option,
            near=near,
        )
    return say(
        "There is no option “{option}”. “relbook --help” shows what there is.", option=option
    )


def _nothing_called(name: str, file: Path, commands: tuple[str, ...]) -> str:
    """What to say of a first word that is no file: it may have been meant as a command."""
    if commands and not re.search(r"[./\\]", name):
        near = _nearest(name, commands)
        if near:
            return say(
                "“{word}” is neither a file nor a command; did you mean “{near}”? "
                "“relbook --help” lists them.",
                word=name,
                near=near,
            )
        return say(
            "“{word}” is neither a file nor a command. “relbook --help” lists them.", word=name
        )
    return say("there is no “{name}”. Nothing was changed; look for it elsewhere.", name=str(file))


def _nearest(word: str, words: tuple[str, ...]) -> str:
    """What somebody may have meant who wrote `word`; "" if none of `words` is like it."""
    from difflib import get_close_matches  # not at each start

    return next(iter(get_close_matches(word.lower(), words, 1)), "")


def _wish(book: str | None, names: list[str], action: str, commands: tuple[str, ...]) -> Wish:
    wanted = None if book is None else _whole(_local(book))
    files = []
    for n, name in enumerate(names):
        file = _local(name)
        if not os.path.exists(file):  # noqa: PTH110  (which raises nothing)
            raise RelbookError(_nothing_called(name, file, () if n else commands))
        if os.path.isdir(file):  # noqa: PTH112
            raise RelbookError(
                say(
                    "“{name}” is a folder. Nothing was changed; name the files in it.",
                    name=str(file),
                )
            )
        whole = _whole(file)
        if whole.suffix.lower() != ENDING:
            files.append(whole)
        elif wanted in (None, whole):
            wanted = whole
        else:
            raise RelbookError(
                say(
                    "“{name}” is a second book, and Relbook shows one at a time. Nothing was "
                    "changed; open it by itself.",
                    name=whole.name,
                )
            )
    tokens = (os.environ.get(name, "") for name in TOKENS)
    token = next(filter(None, tokens), "")
    return Wish(wanted, tuple(files), action, token if handing.is_token(token) else "")


def _local(name: str) -> Path:
    """The file of this computer that `name` means, which may be a URL, as desktops hand them."""
    url = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)", name, re.DOTALL)
    if url is None:
        return Path(name)
    from urllib.parse import unquote_to_bytes

    path = unquote_to_bytes(url[3].partition("#")[0].partition("?")[0])
    if url[1].lower() != "file" or url[2].lower() not in ("", "localhost") or b"\0" in path:
        raise RelbookError(
            say(
                "“{address}” does not lie on this computer, and Relbook fetches nothing: save it as "
                "a file first.",
                address=name,
            )
        )
    if sys.platform == "win32":
        from urllib.request import url2pathname

        return Path(url2pathname(url[3]))
    return Path(os.fsdecode(path))


def _whole(path: Path) -> Path:
    try:
        return path.absolute()
    except OSError as problem:
        raise RelbookError(
            say("The folder that you are in is gone. Nothing was changed; go to another one.")
        ) from problem


def open_window(wish: Wish) -> int:
    """Open the window, or have the one that is open do it; returns the exit status."""
    claim = _claim(wish)
    if claim is None:
        return 0
    try:
        _look_for_display()
        # What is loaded for the window stays; it is no place to look for garbage (see `app.main`).
        gc.disable()
        try:
            from relbook.app import main
        except ImportError as fault:
            if (fault.name or "").startswith("relbook"):
                raise
            from relbook.system import missing_library

            raise RelbookError(missing_library(str(fault))) from fault
        return main(wish, claim)
    finally:
        claim.release()


def _claim(wish: Wish) -> Claim | None:
    try:
        paths.state_folder()
    except FileUnwritable:
        return Claim(None)
    return handing.come_first(paths.lock(), wish)


def _look_for_display() -> None:
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted):
        raise RelbookError(
            say(
                "there is no display for a window here. These need none: import FILE…, "
                "export OUT.vcf, find WORDS, brief EVENT -o OUT.pdf, check."
            )
        )


def tell(fault: RelbookError) -> None:
    """Say what kept the window from opening in one of its own, if nobody would read it else.

    That is so where a desktop has started it. A script is left alone: it would wait for someone to
    close that window.
    """
    if not _by_desktop():
        return
    if sys.platform.startswith("linux"):
        shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        if not shown or os.environ.get("QT_QPA_PLATFORM", "xcb") not in ("xcb", "wayland"):
            return
    try:
        from relbook.app.telling import tell_alone
    except ImportError:  # which may be just what there is to tell
        return
    tell_alone(str(fault))


def _by_desktop() -> bool:
    """Whether a double click has started this program, as far as can be told, and no shell.

    A terminal, or a pipe that a program reads, is never a desktop's. Some desktops write what is
    said into a file, as a script might. One begun in a terminal or by a script inherits TERM, and
    may inherit the token of the terminal's own start; GLib's number is this process alone.
    """
    streams = [one for one in (sys.__stdin__, sys.__stdout__, sys.__stderr__) if one is not None]
    if any(one.isatty() for one in streams):
        return False
    kinds = [_kind_of(one) for one in streams]
    if stat.S_IFIFO in kinds:
        return False
    if os.environ.get(STARTED) == str(os.getpid()):
        return True
    if "TERM" in os.environ:
        return False
    return any(os.environ.get(name) for name in TOKENS) or stat.S_IFREG not in kinds


def _kind_of(stream: TextIO) -> int:
    try:
        return stat.S_IFMT(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # closed, or no file at all
        return 0
