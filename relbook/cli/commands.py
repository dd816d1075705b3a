"""The commands that need no window, in click's terms."""

from datetime import datetime
from pathlib import Path

import click

from relbook import paths
from relbook.cli import backups, exporting, importing, locking, places, rescuing
from relbook.cli.locking import open_book
from relbook.cli.named import event_meant, person_meant
from relbook.cli.terms import as_json, print_json, progress, relbook
from relbook.core import briefing, people, sample
from relbook.core.errors import RelbookError
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.words import plural, say

relbook.add_command(importing.bring_in)
relbook.add_command(exporting.send_out)
relbook.add_command(locking.lock_book)
relbook.add_command(locking.unlock_book)
relbook.add_command(backups.back_up)
relbook.add_command(backups.restore_book)
relbook.add_command(rescuing.check)
relbook.add_command(rescuing.save)
relbook.add_command(places.list_places)


def run(arguments: list[str]) -> int:
    """Run a command; returns its exit status. Raises `RelbookError` for what the user can mend."""
    return int(relbook.main(arguments, "relbook", standalone_mode=False) or 0)


@relbook.command("find", short_help=say("Find people by any words."))
@click.argument("words", nargs=-1, required=True)
@as_json
@click.pass_obj
def find(path: Path, words: tuple[str, ...], as_json: bool) -> None:
    """Find people by any words: names, notes, numbers, circles…, and say why each was found."""
    text = " ".join(words)
    with open_book(path) as book:
        found = _found(book, text)
    if as_json:
        print_json([{"name": name, "why": why} for name, why in found])
        return
    for name, why in found:
        click.echo(f"{name}  {why}" if why else name)
    if not found:
        click.echo(say("Nobody here has all of these words."), err=True)


@relbook.command("brief", short_help=say("Write the sheet of an event as a PDF."))
@click.argument("event", nargs=-1)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT.pdf",
    help=say("Where the sheet goes."),
)
@click.option("--person", metavar="NAME", help=say("A sheet on one person, and no event."))
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"], case_sensitive=False),
    help=say("By default what is usual where you are."),
)
@as_json
@click.pass_obj
def brief(
    path: Path,
    event: tuple[str, ...],
    out: Path,
    person: str | None,
    paper: str | None,
    as_json: bool,
) -> None:
    """Write a sheet on the guests of EVENT (by default the next one) as a PDF.

    What is tender or private stays in the book.
    """
    if event and person is not None:
        raise RelbookError(say("Name an event or a person, not both; nothing was written."))
    today = datetime.now().astimezone().date()
    with open_book(path) as book, progress(say("Writing"), quiet=as_json) as report:
        if person is not None:
            sheet = briefing.of_person(book, person_meant(book, person), today)
            if not sheet.cards:
                raise RelbookError(
                    say("A sheet on “{name}” would be empty; nothing was written.", name=person)
                )
        else:
            sheet = briefing.of_event(book, event_meant(book, " ".join(event), today).id, today)
        from relbook.app.paper import write_sheet

        pages = write_sheet(book, sheet, out, paper, report)
    if as_json:
        guests = len(sheet.cards)
        print_json({"sheet": sheet.title, "guests": guests, "pages": pages, "file": str(out)})
    else:
        click.echo(
            str(
                plural(
                    "{sheet}: {n} page written to {file}",
                    "{sheet}: {n} pages written to {file}",
                    pages,
                    sheet=sheet.title,
                    file=str(out),
                )
            )
        )


@relbook.command("sample", short_help=say("Make a book of made-up people."))
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def make_sample(file: Path, as_json: bool) -> None:
    """Make a book of made-up people at FILE, to look around in."""
    today = datetime.now().astimezone().date()
    with sample.make(file, today, paths.asset("sample")) as book:
        n = people.count(book)
    if as_json:
        print_json({"people": n, "file": str(file)})
    else:
        click.echo(
            str(
                plural(
                    "{n} made-up person in {file}",
                    "{n} made-up people in {file}",
                    n,
                    file=str(file),
                )
            )
        )


def _found(book: Book, text: str) -> list[tuple[str, str]]:
    index = Index(book)
    if index.behind:
        index.adopt(index.build())
    found = index.find(text)
    answer: list[tuple[str, str]] = []
    for start in range(0, found.count, 500):
        ids = found.ids(start, min(start + 500, found.count))
        rows = people.rows(book, ids)
        whys = index.why(text, ids[max(0, found.by_name - start) :])
        answer += [(rows[one].name, str(whys[one]) if one in whys else "") for one in ids]
    return answer
