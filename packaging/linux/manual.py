"""Makes the manual page relbook(1) from the command line itself, so that neither forgets the other.

``python packaging/linux/manual.py`` writes it to standard output.
"""

import inspect
import os
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import click

from relbook import HOME, __version__, places
from relbook.cli.commands import relbook

WIDTH = 78  # letters of a line in the source
METAINFO = Path(__file__).with_name("io.github.relbook.Relbook.metainfo.xml")

EXAMPLES = (
    ("relbook", "Open the window on your book."),
    ("relbook friends.vcf", "Open the window, and see what these contacts would bring."),
    ("relbook sample sample.relbook", "Make a book of made-up people, to try things on."),
    ("relbook --book sample.relbook find choir", "Say who in it has to do with a choir."),
    ("relbook import --dry-run friends.vcf", "Say what would come, and write nothing."),
    ("relbook export --only circle:Choir choir.vcf", "Write one circle as contact cards."),
    ("relbook brief supper -o sheet.pdf", "Write the sheet on the guests of the next supper."),
    ("relbook backup && relbook check --full", "Back the book up, then read every byte of it."),
)
ENVIRONMENT = (
    (
        "RELBOOK_HOME",
        "One folder that stands in for all those under FILES: on a stick, for instance.",
    ),
    (
        "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME",
        "Where the book, the choices and the log go without it.",
    ),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "The language to speak, and how dates are written."),
    ("DISPLAY, WAYLAND_DISPLAY", "Where the window opens. The commands need neither."),
    ("CUPS_SERVER", "Where printers are asked for; by default on this computer alone."),
)
STATUS = (
    ("0", "All went well, or the window was closed, or an open one took over what was asked."),
    ("2", "Something is in the way: one line on standard error says what, and what to do."),
)


def manual() -> str:
    """The page, in the man(7) macros that groff and mandoc know."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    context = click.Context(relbook, info_name="relbook")
    yield f'.TH RELBOOK 1 "{_released()}" "Relbook {__version__}" "User Commands"'
    yield ".ad l"
    yield ".SH NAME"
    yield r"relbook \- address book for people who care about people"
    yield ".SH SYNOPSIS"
    yield from _synopsis(context)
    yield ".SH DESCRIPTION"
    yield from _description()
    yield ".SH OPTIONS"
    for option in _shown(relbook, context):
        yield from _option(option, context)
    yield ".SH COMMANDS"
    yield from _text(
        "These need no window and no display. With --help each says what it takes; where --json is "
        "named, its answer is for programs."
    )
    for name in relbook.list_commands(context):
        command = relbook.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _command(command, click.Context(command, info_name=name, parent=context))
    yield ".SH EXIT STATUS"
    yield from _terms(STATUS)
    yield ".SH ENVIRONMENT"
    yield from _terms(ENVIRONMENT)
    yield ".SH FILES"
    yield from _terms(_files(), font="I")
    yield ".SH EXAMPLES"
    yield from _terms(EXAMPLES)
    yield ".SH BUGS"
    yield "Please tell of them in the project's"
    yield from (f".UR {HOME}/issues", "issue tracker", ".UE .")
    yield ".SH SEE ALSO"
    yield "The guide in the window (F1), and the project's"
    yield from (f".UR {HOME}", "home", ".UE .")


def _synopsis(context: click.Context) -> Iterator[str]:
    book = r"[\fB\-\-book\fR\~\fIFILE\fR]"
    actions = r"\~|\~".join(rf"\fB{_set(action)}\fR" for action in _actions(context))
    yield r".nh"
    yield rf"\fBrelbook\fR {book} " + (f"[{actions}] " if actions else "") + r"[\fIFILE\fR\~...]"
    yield ".br"
    yield rf"\fBrelbook\fR {book} [\fB\-\-passphrase\-stdin\fR] \fICOMMAND\fR [\fIARGUMENT\fR\~...]"
    yield ".hy"


def _actions(context: click.Context) -> list[str]:
    """What the window can be asked to begin with."""
    others = {"--passphrase-stdin", "--version", "--help"}
    return [
        one.opts[0] for one in _shown(relbook, context) if one.is_flag and one.opts[0] not in others
    ]


def _description() -> Iterator[str]:
    yield from _text(
        "Relbook remembers the people in your life: who they are, how you met, what they are going "
        "through, what you share, what you gave and received. It finds any word of it as you type, and "
        "before an event it prints a sheet with a card for every guest."
    )
    yield ".PP"
    yield from _text(
        "Without a command the window opens. A FILE that is a book (.relbook) is opened in it; one "
        "of contacts (.vcf) or a table (.csv) is shown, and nothing of it is written before you say so. If "
        "Relbook is open already, its window comes forward and takes the files over."
    )
    yield ".PP"
    yield "It talks to no server."


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command: how it is written, what it does, its options."""
    usage = " ".join(
        piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"
    )
    own = [one for one in _shown(command, context) if one.opts != ["--help"]]
    written = " ".join(
        filter(None, ("relbook", context.info_name, "[OPTION]..." if own else "", usage))
    )
    yield f'.SS "{_set(written)}"'
    told = inspect.cleandoc(command.help or "").replace("\b", "")
    for n, paragraph in enumerate(told.split("\n\n")):
        if n:
            yield ".PP"
        yield from _text(" ".join(paragraph.split()))
    for option in own:
        yield from _option(option, context)


def _shown(command: click.Command, context: click.Context) -> list[click.Option]:
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    return [one for one in options if not one.hidden]


def _option(option: click.Option, context: click.Context) -> Iterator[str]:
    written = ", ".join(rf"\fB{_set(one)}\fR" for one in option.opts)
    if not option.is_flag:
        written += rf"\~\fI{_set(option.make_metavar(context).strip('[]'))}\fR"
    what = option.help or ""
    if option.required:
        what += " It is needed."
    elif option.show_default and option.default is not None:
        what += f" By default {option.default}."
    yield from (".TP", written, *_text(what))


def _terms(table: Iterable[tuple[str, str]], font: str = "B") -> Iterator[str]:
    for term, what in table:
        yield from (".TP", f".{font} {_set(term)}", *_text(what))


def _files() -> Iterator[tuple[str, str]]:
    """Where each file lies for a user who has set nothing."""
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as home:
        for name in ("RELBOOK_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ.pop(name, None)
        os.environ["HOME"] = home
        try:
            there = {place.path: place.what for place in reversed(places.every())}
        finally:
            os.environ.clear()
            os.environ.update(kept)
        for path in reversed(there):
            if path.is_relative_to(home):
                yield f"~/{path.relative_to(home)}", f"{there[path]}."


def _released() -> str:
    """The day of the newest release."""
    newest = ET.parse(METAINFO).find("releases/release")  # noqa: S314  (our own)
    if newest is None:
        raise ValueError(f"{METAINFO.name} tells of no release")
    return newest.attrib["date"]


def _text(words: str) -> list[str]:
    """Running text, in lines that are none of them a request."""
    lines = textwrap.wrap(_set(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    return [rf"\&{line}" if line.startswith((".", "'")) else line for line in lines]


def _set(words: str) -> str:
    """`words` as roff: dashes of options as they are typed, letters beyond ASCII by number."""
    words = words.replace("\\", r"\e").replace("…", "...").replace("~", r"\(ti")
    words = re.sub(r"(?<![\w-])--?[a-z][\w-]*", lambda option: option[0].replace("-", r"\-"), words)
    return "".join(one if one.isascii() else rf"\[u{ord(one):04X}]" for one in words)


if __name__ == "__main__":
    sys.stdout.write(manual())
