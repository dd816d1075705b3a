"""``relbook import``: people into the book, from cards and tables; or only a look at them."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from relbook.cli.locking import make_book, open_book
from relbook.cli.terms import as_json, print_json, progress
from relbook.core import people
from relbook.core.errors import BookMissing, FileUnwritable, RelbookError
from relbook.core.exchange import table, transfer
from relbook.core.exchange.incoming import plan
from relbook.core.exchange.incoming.files import Kind, kind_of
from relbook.core.exchange.incoming.plan import Plan, Verdict
from relbook.core.exchange.result import Result
from relbook.core.exchange.vcard.charsets import codec
from relbook.core.search import Index
from relbook.core.store import faults
from relbook.core.store.book import Book
from relbook.core.words import plural, say

SHOWN = 200  # lines of a kind in the answer of a look


@click.command("import", short_help=say("Bring in people from cards or tables."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--dry-run", "dry", is_flag=True, help=say("Only say what would come; write nothing.")
)
@click.option(
    "--mapping",
    metavar="NAME|FILE",
    help=say("What the columns of a table mean: a mapping kept in the book, or one in a file."),
)
@click.option(
    "--letters",
    default="",
    metavar="CODE",
    help=say("The code page of cards that name none and are no UTF-8, such as cp1251."),
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path),
    metavar="OUT.txt",
    help=say("Keep there what came, what was repaired, guessed or not to be read."),
)
@as_json
@click.pass_obj
def bring_in(
    path: Path,
    files: tuple[Path, ...],
    dry: bool,
    mapping: str | None,
    letters: str,
    report_file: Path | None,
    as_json: bool,
) -> None:
    """Bring the people of FILES, cards (vCard) or tables (CSV), into the book.

    What a file is, its content tells. A new book is made if there is none.
    """
    for file in files:
        transfer.look_at(file)
    _see_to(letters)
    if dry:
        with _book_to_look_at(path) as book:
            mappings = _mappings(book, files, mapping)
            with progress(say("Looking"), quiet=as_json) as report:
                found = plan.look(book, files, report, mappings, letters=letters)
            _tell_plan(book, found, as_json=as_json)
        return
    with _book_to_fill(path) as book:
        mappings = _mappings(book, files, mapping)
        index = Index(book)  # keeps the words of the book true while it changes
        with progress(say("Bringing in"), quiet=as_json) as report:
            result = transfer.bring_in(book, files, report, mappings, letters=letters)
        # The people are in by now: whatever befalls the index, it can be made again.
        with contextlib.suppress(RelbookError, KeyboardInterrupt):
            _make_quick(index, quiet=as_json)
    _tell_result(result, as_json=as_json)
    if report_file is not None:
        _keep_report(result, report_file)


def _see_to(letters: str) -> None:
    """Raise `RelbookError` for a code page that is none."""
    if letters and not codec(letters):
        raise RelbookError(
            say(
                "“{code}” is no code of letters that Relbook knows; nothing was changed. Try "
                "cp1252, cp1251 or shift_jis.",
                code=letters,
            )
        )


def _mappings(
    book: Book, files: tuple[Path, ...], wanted: str | None
) -> Mapping[Path, table.Mapping] | None:
    """The mapping asked for, for each of `files` that is a table."""
    if wanted is None:
        return None
    kept = {mapping.name: mapping for mapping in table.saved(book)}
    if wanted in kept:
        mapping = kept[wanted]
    else:
        try:
            mapping = table.Mapping.from_json(Path(wanted).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            raise RelbookError(
                say(
                    "There is no mapping “{name}” in the book, and no file of that name that can "
                    "be read. Nothing was changed; the book keeps: {names}.",
                    name=wanted,
                    names=", ".join(sorted(kept)) or say("none"),
                )
            ) from fault
    return {file: mapping for file in files if kind_of(file) is Kind.TABLE}


def _tell_result(result: Result, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "new": result.new,
                "updated": result.updated,
                "same": result.same,
                "circles": result.circles,
                "doubtful": result.doubtful,
                "aside": result.aside,
                "problems": [asdict(one) for one in result.problems],
                "doubts": [asdict(one) for one in result.doubts],
                "mended": [asdict(one) for one in result.mended],
                "unlisted": dict(result.unlisted),
            }
        )
        return
    click.echo(str(result))
    for note in result.notes():
        click.echo(note)
    mended = len(result.mended) + result.unlisted["mended"]
    if mended:
        click.echo(
            str(
                plural(
                    "{n} thing was repaired or guessed; --report OUT.txt tells which.",
                    "{n} things were repaired or guessed; --report OUT.txt tells which.",
                    mended,
                )
            )
        )
    for problem in result.problems:
        click.echo(str(problem), err=True)


def _keep_report(result: Result, path: Path) -> None:
    try:
        path.write_text(result.report_text(), "utf-8")
    except OSError as fault:
        raise FileUnwritable(
            say(
                "The people came in, but the report could not be written to “{name}”; choose "
                "another place and import once more.",
                name=str(path),
            )
        ) from fault


def _tell_plan(book: Book, found: Plan, *, as_json: bool) -> None:
    """What would come, and each that is doubtful or seems no person."""
    counts = found.counts
    doubtful = [_line(book, found, at) for at in found.of(Verdict.DOUBTFUL)[:SHOWN]]
    aside = [_line(book, found, at) for at in found.of(Verdict.ASIDE)[:SHOWN]]
    if as_json:
        print_json(
            {
                **{verdict.value: counts[verdict] for verdict in Verdict},
                "circles": found.groups,
                "pairs": doubtful,
                "set_aside": aside,
                "problems": [asdict(problem) for problem in found.problems],
            }
        )
        return
    said = (
        plural("{n} new person", "{n} new people", counts[Verdict.NEW]),
        plural("{n} to be told more of", "{n} to be told more of", counts[Verdict.RICHER]),
        plural("{n} known already", "{n} known already", counts[Verdict.SAME]),
        plural("{n} doubtful", "{n} doubtful", counts[Verdict.DOUBTFUL]),
        plural("{n} that is not a person", "{n} that are not people", counts[Verdict.ASIDE]),
        plural("{n} circle", "{n} circles", found.groups),
    )
    parts = [str(part) for part in said if part.n] or [say("nobody")]
    click.echo(say("Nothing was written. There would come: {what}.", what=", ".join(parts)))
    for one in (*doubtful, *aside):
        click.echo(
            say(
                "{file}, line {line}, {who}: {what}",
                file=one["file"],
                line=one["line"],
                who=_pair(one),
                what=one["why"],
            )
        )
    for problem in found.problems:
        click.echo(str(problem), err=True)


def _pair(one: dict[str, Any]) -> str:
    if not one["other"]:
        return str(one["who"])
    return say("{one} and {other}", one=one["who"], other=one["other"])


def _line(book: Book, found: Plan, at: int) -> dict[str, Any]:
    line = found.lines[at]
    return {
        "file": found.files[line.file].name,
        "line": line.line,
        "who": line.name or say("(no name)"),
        "other": found.name_of_match(book, at),
        "why": line.why,
    }


@contextlib.contextmanager
def _book_to_look_at(path: Path) -> Iterator[Book]:
    """The book at `path`; without one an empty one, elsewhere, that is gone afterwards."""
    try:
        book = open_book(path)
    except BookMissing:
        with contextlib.ExitStack() as stack:
            with faults.writing(path):
                folder = stack.enter_context(tempfile.TemporaryDirectory())
            yield stack.enter_context(Book.create(Path(folder) / "b.relbook"))
        return
    with book:
        yield book


@contextlib.contextmanager
def _book_to_fill(path: Path) -> Iterator[Book]:
    """The book at `path`, or a new one, which is gone again if nothing came into it."""
    made = False
    try:
        book = open_book(path)
    except BookMissing:
        book, made = make_book(path), True
    try:
        with book:
            try:
                yield book
            finally:
                made = made and not (people.count(book) or book.next_undo())
    except BaseException:
        if made:
            path.unlink(missing_ok=True)
        raise


def _make_quick(index: Index, *, quiet: bool) -> None:
    """Leave the index of a large book made and saved, so that the window need not begin with it."""
    index.catch_up()
    if index.wants_building:
        with progress(say("Making it quick to search"), quiet=quiet) as report:
            index.adopt(index.build(report))
    index.save()
