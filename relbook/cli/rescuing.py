"""``relbook check`` and ``relbook rescue``: whether the book is whole, and what to do if not."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relbook import paths
from relbook.cli.locking import ask, open_book, passphrase
from relbook.cli.terms import as_json, print_json, progress
from relbook.core.errors import RelbookError
from relbook.core.store import backups, lock, rescue
from relbook.core.store.backups import Shelves
from relbook.core.store.check import examine
from relbook.core.store.seen import Seen
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.store.key import Key


@click.command("check", short_help=say("See that the book is whole."))
@click.option(
    "--full", is_flag=True, help=say("Read every value too, and whether a byte has changed.")
)
@as_json
@click.pass_obj
def check(path: Path, full: bool, as_json: bool) -> None:
    """See that the book is whole: the file, its tables, and what ties them together."""
    trace = Seen(paths.seen_books()).of(path) if full else None
    with open_book(path) as book, progress(say("Checking"), quiet=as_json) as report:
        health = examine(book, full=full, seal=trace.seal if trace else None, report=report)
    if as_json:
        print_json(
            {
                "ok": health.ok,
                "sealed": health.sealed,
                "people": health.people,
                "rows": health.rows,
                "edits": health.edits,
                "schema": health.schema,
                "faults": list(health.faults),
            }
        )
    else:
        click.echo(str(health))
    if not health.ok:
        raise RelbookError(
            say(
                "“{name}” has faults. Nothing was changed; save what can be read with “rescue {name} "
                "-o NEW”, or go back to a backup with “restore”, and keep this one.",
                name=path.name,
            )
        )


@click.command("rescue", short_help=say("Save what can be read of a damaged book."))
@click.argument("damaged", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="NEW",
    help=say("Where the new book goes."),
)
@as_json
def save(damaged: Path, out: Path, as_json: bool) -> None:
    """Save what can be read of the book DAMAGED into a new one, and say what could not be.

    DAMAGED itself is left as it is.
    """
    with progress(say("Reading what is left"), quiet=as_json) as report:
        saved = rescue.rescue(damaged, out, key=_key_of(damaged), report=report)
    shelf = Shelves(paths.backup_folder(), paths.backup_choices()).of(damaged)
    good = next(iter(backups.all_of(shelf)), None) if not saved.complete else None
    if as_json:
        print_json(
            {
                "file": str(out),
                "people": saved.people,
                "rows": saved.rows,
                "complete": saved.complete,
                "unread": saved.missing,
                "names only": saved.names_only,
                "set right": saved.mended,
                "left out": saved.left_out,
                "altered": saved.altered,
                "edits": saved.history.edits,
                "edits lost": saved.history.lost,
                "in the trash": saved.history.deleted,
                "backup": str(good.path) if good else None,
            }
        )
        return
    click.echo(say("Saved into {file}.", file=str(out)))
    click.echo(str(saved))
    if good:
        click.echo(
            say(
                "There is a backup of {day} too, which may hold more: {file}",
                day=good.day.isoformat(),
                file=str(good.path),
            )
        )


def _key_of(path: Path) -> "Key | None":
    """The key of a book that seems to be locked; it may be one whose first page is noise."""
    from relbook.core.store.key import Key

    given = passphrase()
    if given is None and path.is_file() and lock.is_locked(path) and sys.stdin.isatty():
        given = ask(say("Passphrase, or nothing if it has none"))
    # Not `lock.unlock`, which wants to read the first page: it may be that which is damaged.
    return Key.derive(given, lock.salt_of(path)) if given and path.is_file() else None
