"""``relbook backup`` and ``relbook restore``: copies of the book, and the way back from one."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relbook import paths
from relbook.cli.locking import ask, open_book, passphrase
from relbook.cli.named import person_meant
from relbook.cli.terms import as_json, print_json, progress
from relbook.core.errors import BookError, BookLocked, BookMissing, WrongPassphrase
from relbook.core.search import Index
from relbook.core.store import backups, lock, restore
from relbook.core.store.backups import Shelf, Shelves
from relbook.core.store.restore import Difference, Someone
from relbook.core.words import plural, say, sentence

if TYPE_CHECKING:
    from relbook.core.store.key import Key

SHOWN = 20  # names in the answer


@click.command("backup", short_help=say("Make a backup of the book now."))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("Where it goes, instead of where backups usually go; nothing there is removed."),
)
@click.option("--list", "listed", is_flag=True, help=say("Only say which backups there are."))
@as_json
@click.pass_obj
def back_up(path: Path, out: Path | None, listed: bool, as_json: bool) -> None:
    """Make a backup of the book now, and read it back to be sure of it.

    Those before it are kept for 7 days, 4 weeks and 12 months, unless you chose otherwise.
    """
    shelf = _shelf(path)
    if listed:
        _list(shelf, as_json=as_json)
        return
    with open_book(path) as book, progress(say("Backing up"), quiet=as_json) as report:
        if out is not None:
            book.copy(out, report, checked=True)
            made = out
        else:
            made = backups.make(book, shelf, datetime.now(UTC), report).path
        held = restore.contents_of(book)
    if as_json:
        print_json({"file": str(made), "people": held.people, "size": made.stat().st_size})
    else:
        click.echo(
            str(
                plural(
                    "Backed up and read back, {n} person: {file}",
                    "Backed up and read back, {n} people: {file}",
                    held.people,
                    file=str(made),
                )
            )
        )


@click.command("restore", short_help=say("Put a backup in the place of the book."))
@click.argument("backup", type=click.Path(path_type=Path))
@click.option(
    "--person", metavar="NAME", help=say("Bring only this person back, with their whole life.")
)
@click.option(
    "--dry-run", "dry", is_flag=True, help=say("Only say what would change; write nothing.")
)
@as_json
@click.pass_obj
def restore_book(path: Path, backup: Path, person: str | None, dry: bool, as_json: bool) -> None:
    """Put BACKUP in the place of the book; the book of today is kept beside it.

    “relbook backup --list” says which backups there are.
    """
    key = _key_of(backup)
    if person is not None:
        _bring_back(path, backup, key, person, as_json=as_json, dry=dry)
        return
    found = _compare(path, backup, key, quiet=as_json)
    aside = None
    if not dry:
        with progress(say("Restoring"), quiet=as_json) as report:
            aside = restore.restore(
                backup, key, path, datetime.now(UTC), report, key_now=_key_now(path, key)
            )
    _tell(found, aside, dry=dry, as_json=as_json)


def _shelf(path: Path) -> Shelf:
    return Shelves(paths.backup_folder(), paths.backup_choices()).of(path)


def _list(shelf: Shelf, *, as_json: bool) -> None:
    there = backups.all_of(shelf)
    if as_json:
        print_json(
            [
                {"file": str(one.path), "made": one.made.isoformat(), "size": one.size}
                for one in there
            ]
        )
        return
    for one in there:
        click.echo(f"{one.made.astimezone():%Y-%m-%d %H:%M}  {one.size:>12,}  {one.path}")
    if not there:
        click.echo(say("There is no backup of this book yet."), err=True)


# The whole book


def _compare(path: Path, backup: Path, key: "Key | None", *, quiet: bool) -> Difference | None:
    """What would change; None when there is no book of today, or none that can be read."""
    try:
        with open_book(path) as book, progress(say("Comparing"), quiet=quiet) as report:
            return restore.compare(book, backup, key, report)
    except (BookLocked, WrongPassphrase):
        raise
    except BookError:
        return None


def _tell(found: Difference | None, aside: Path | None, *, dry: bool, as_json: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"restored": not dry, "kept": str(aside) if aside else None}
        if found is not None:
            told |= {
                "people": found.then.people,
                "entries": found.then.entries,
                "newest": found.then.made,
                "back": [one.name for one in found.back],
                "gone": [one.name for one in found.go],
                "differ": [one.name for one in found.differ],
            }
        print_json(told)
        return
    if found is not None:
        _tell_difference(found)
    if dry:
        click.echo(say("Nothing was written."))
    elif aside is None:
        click.echo(say("Restored."))
    else:
        click.echo(say("Restored; the book as it was until now is kept: {file}", file=str(aside)))


def _tell_difference(found: Difference) -> None:
    held = plural("{n} person", "{n} people", found.then.people)
    entries = plural("{n} ledger entry", "{n} ledger entries", found.then.entries)
    click.echo(
        say(
            "The backup holds {people} and {entries}; its newest edit is of {day}.",
            people=str(held),
            entries=str(entries),
            day=found.then.made[:10] or "–",
        )
    )
    back, go, differ = (_names(some) for some in (found.back, found.go, found.differ))
    lines = (
        plural("{n} comes back: {who}", "{n} come back: {who}", len(found.back), who=back),
        plural("{n} goes: {who}", "{n} go: {who}", len(found.go), who=go),
        plural(
            "{n} is told otherwise: {who}",
            "{n} are told otherwise: {who}",
            len(found.differ),
            who=differ,
        ),
    )
    for line in lines:
        if line.n:
            click.echo(str(line))


def _names(some: Sequence[Someone]) -> str:
    shown = ", ".join(" ".join(one.name.split()) for one in some[:SHOWN])
    return say("{names} …", names=shown) if len(some) > SHOWN else shown


# One person


def _bring_back(
    path: Path, backup: Path, key: "Key | None", name: str, *, as_json: bool, dry: bool
) -> None:
    from relbook.core.exchange.archive.bringing_back import bring_back

    with restore.opened(backup, key) as past:
        person = person_meant(past, name)
        uid, called = past.rows("SELECT uid, name FROM person WHERE id = ?", person)[0]
        with open_book(path) as book:
            new = book.value("SELECT 1 FROM person WHERE uid = ?", uid) is None
            problems: tuple[str, ...] = ()
            if not dry:
                index = Index(book)  # keeps the words of the book true while it changes
                with book.edit(sentence("Bring {name} back from a backup", name=called)):
                    problems = bring_back(book, past, uid).problems
                index.catch_up()
    if as_json:
        print_json({"person": called, "new": new, "written": not dry, "problems": problems})
        return
    if dry and new:
        click.echo(say("{name} would be in the book again. Nothing was written.", name=called))
    elif dry:
        click.echo(say("{name} would be as they were then. Nothing was written.", name=called))
    elif new:
        click.echo(say("{name} is in the book again, with their whole life.", name=called))
    else:
        click.echo(
            say("{name} is as they were then; what was added since has stayed.", name=called)
        )
    for problem in problems:
        click.echo(problem, err=True)


# Keys


def _key_of(backup: Path) -> "Key | None":
    if not lock.is_locked(backup):
        return None
    given = passphrase()
    return lock.unlock(backup, ask(say("Passphrase")) if given is None else given)


def _key_now(path: Path, key: "Key | None") -> "Key | None":
    """The key of the book of today, which may be damaged, not there, or have another passphrase."""
    with contextlib.suppress(BookMissing):
        if lock.is_locked(path):
            if key is not None and lock.fits(path, key):
                return key
            return _key_of(path)
    return None
