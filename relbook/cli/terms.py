"""What the commands share: the group they belong to, a bar of progress, an answer as JSON."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from relbook import __version__, paths
from relbook.cli.opening import read_line
from relbook.core.errors import Cancelled, RelbookError
from relbook.core.words import say

PASSPHRASE = "relbook.passphrase"  # noqa: S105  (where a context keeps what was given)


class Commands(click.Group):
    """Says in our own one line what is wrong with the arguments."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Commands and options; where none begins so, files to open in the window."""
        found = super().shell_complete(ctx, incomplete)
        return found or [CompletionItem(incomplete, type="file")]

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except click.exceptions.Exit as leave:
            return leave.exit_code
        except click.Abort:
            raise Cancelled from None
        except click.ClickException as fault:
            hint = say("“relbook --help” shows what there is.")
            told = fault.format_message().rstrip()
            stop = "" if told.endswith((".", "?", "!")) else "."
            raise RelbookError(f"{told}{stop} {hint}") from fault

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both ways to write it: for the window, and for a command."""
        formatter.write_usage(ctx.command_path, say("[OPTIONS] [FILE…]"))
        formatter.write_usage(ctx.command_path, say("[OPTIONS] COMMAND …"), "       ")


def _of_window(_context: click.Context, option: click.Parameter, given: bool) -> None:
    """Options of the window are listed here, and read by `opening`: with a command they are none."""
    if given:
        raise RelbookError(
            say("{option} opens the window and goes with no command.", option=option.opts[0])
        )


def _for_window(action: str, what: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{action}", is_flag=True, expose_value=False, callback=_of_window, help=what
    )


@click.group(cls=Commands)
@_for_window("new-person", say("Open the window with a new person to write down."))
@_for_window("new-entry", say("Open the window with something given or received to write down."))
@_for_window("briefing", say("Open the window with the sheet for the next event."))
@click.version_option(__version__, prog_name="relbook")
@click.option(
    "--book",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("The book to use, instead of your usual one."),
)
@click.option(
    "--passphrase-stdin",
    is_flag=True,
    help=say("The first line of standard input is the passphrase of a locked book."),
)
@click.pass_context
def relbook(context: click.Context, path: Path | None, passphrase_stdin: bool) -> None:
    """An address book for people who care about people.

    Without a command the window opens, with FILEs (contacts, or a book) in it.
    """
    # To say where things lie makes no folder.
    context.obj = path or (None if context.invoked_subcommand == "paths" else paths.default_book())
    if passphrase_stdin:
        context.meta[PASSPHRASE] = read_line()


as_json = click.option("--json", "as_json", is_flag=True, help=say("Answer as JSON."))


class progress:  # noqa: N801  (used as a word of its own)
    """A bar on standard error while work goes on, if somebody is looking."""

    def __init__(self, label: str, *, quiet: bool) -> None:
        self._label = label
        self._shown = not quiet and sys.stderr.isatty()
        self._bar: Any = None
        self._done = 0

    def __enter__(self) -> Callable[[int, int], None]:
        return self._report

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def _report(self, done: int, total: int) -> None:
        if not self._shown or not total:
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done


def print_json(value: object) -> None:
    """Answer with `value`."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
