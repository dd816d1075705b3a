"""The lock on the command line: opening a locked book, and setting, changing, removing the lock."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relbook import paths
from relbook.cli.opening import read_line
from relbook.cli.terms import PASSPHRASE, as_json, print_json, progress
from relbook.core.errors import Refused, WrongPassphrase
from relbook.core.store.book import Book
from relbook.core.words import plural, say

if TYPE_CHECKING:
    from relbook.core.store.key import Key


def open_book(path: Path) -> Book:
    """The book at `path`, with its passphrase if it is locked (`passphrase`)."""
    from relbook.core.store import lock

    given = passphrase()
    if given is not None:
        return Book.open(path, key=lock.unlock(path, given))
    try:
        return Book.open(path)
    except WrongPassphrase:
        if not _somebody_is_there() or not lock.is_locked(path):
            raise
    return Book.open(path, key=lock.unlock(path, ask(say("Passphrase"))))


def make_book(path: Path) -> Book:
    """A new book at `path`, locked from the beginning if ``--passphrase-stdin`` gave one."""
    given = passphrase()
    if not given:
        return Book.create(path)
    from relbook.core.store.key import Key

    return Book.create(path, key=Key.make(given))


def passphrase() -> str | None:
    """What ``--passphrase-stdin`` gave; None without it."""
    given: str | None = click.get_current_context().meta.get(PASSPHRASE)
    return given


@click.command("lock", short_help=say("Lock the book with a passphrase."))
@click.option("--change", is_flag=True, help=say("Give a locked book another passphrase."))
@as_json
@click.pass_obj
def lock_book(path: Path, change: bool, as_json: bool) -> None:
    """Lock the book with a passphrase: nobody opens it without, not even you.

    With --passphrase-stdin the first line of standard input is the passphrase; with --change it is
    the one so far, and the second line the one from now on.
    """
    from relbook.core.store import lock
    from relbook.core.store.key import Key

    locked = lock.is_locked(path)
    if locked and not change:
        raise Refused(
            say(
                "“{name}” is locked already; nothing was changed. Give it another passphrase with "
                "“lock --change”.",
                name=path.name,
            )
        )
    was = _key_of(path) if locked else None
    given = _second_line() if locked else passphrase()
    words = given if given is not None else ask(say("New passphrase"), twice=True)
    if not words:
        raise Refused(say("A passphrase cannot be empty; nothing was changed."))
    left = _change(path, was, Key.make(words), say("Locking"), quiet=as_json)
    if as_json:
        print_json({"locked": True, "file": str(path), "backups left": left})
        return
    click.echo(
        say(
            "“{name}” is locked from now on. Nobody opens it without the passphrase, and nobody "
            "can find it for you: keep it safe.",
            name=path.name,
        )
    )


@click.command("unlock", short_help=say("Take the lock off the book."))
@as_json
@click.pass_obj
def unlock_book(path: Path, as_json: bool) -> None:
    """Take the lock off the book: from then on it opens without a passphrase."""
    left = _change(path, _key_of(path), None, say("Unlocking"), quiet=as_json)
    if as_json:
        print_json({"locked": False, "file": str(path), "backups left": left})
        return
    click.echo(say("“{name}” opens without a passphrase from now on.", name=path.name))


def _change(
    path: Path, was: "Key | None", now: "Key | None", word: str, *, quiet: bool
) -> list[str]:
    """Change the lock of the book and of its backups; returns those that stay as they were."""
    from relbook.core.store import lock
    from relbook.core.store.backups import Shelves, all_of

    shelf = Shelves(paths.backup_folder(), paths.backup_choices()).of(path)
    kin = [*lock.kin(path), *(one.path for one in all_of(shelf))]
    with progress(word, quiet=quiet) as report:
        lock.change(path, was, now, report)
    left = lock.change_kin(kin, was, now)
    if left:
        words = plural(
            "{n} backup could not be treated alike, and opens as before: {files}",
            "{n} backups could not be treated alike, and open as before: {files}",
            len(left),
            files=", ".join(one.name for one in left),
        )
        if not quiet:
            click.echo(str(words), err=True)
    return [str(one) for one in left]


def _key_of(path: Path) -> "Key":
    from relbook.core.store import lock

    given = passphrase()
    if given is None and lock.is_locked(path):
        given = ask(say("Passphrase"))
    return lock.unlock(path, given or "")


def _second_line() -> str | None:
    return read_line() if passphrase() is not None else None


def _somebody_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def ask(what: str, *, twice: bool = False) -> str:
    """The passphrase that somebody types, unseen; raises `WrongPassphrase` when nobody is there."""
    if not _somebody_is_there():
        raise WrongPassphrase(
            say(
                "A passphrase is needed, and nobody is there to ask. Nothing was changed; give it "
                "as the first line of standard input, with --passphrase-stdin."
            )
        )
    again = say("Once more") if twice else False
    return str(click.prompt(what, hide_input=True, confirmation_prompt=again, err=True))
