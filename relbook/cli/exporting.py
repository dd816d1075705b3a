"""``relbook export``: people out of the book, into a file that other programs read."""

from pathlib import Path

import click

from relbook.cli.locking import open_book
from relbook.cli.named import people_meant
from relbook.cli.terms import as_json, print_json, progress
from relbook.core.exchange.outgoing import sending
from relbook.core.exchange.profile import Profile
from relbook.core.words import plural, say


@click.command("export", short_help=say("Write people to a file for other programs."))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--vcard",
    "version",
    type=click.Choice(["3.0", "4.0"]),
    default="4.0",
    show_default=True,
    help=say("Of a .vcf: 3.0 for phones and older programs."),
)
@click.option(
    "--profile",
    "profile_name",
    type=click.Choice([profile.value for profile in Profile]),
    default=Profile.SHARE.value,
    show_default=True,
    help=say("What may be shared, or everything, for yourself alone."),
)
@click.option(
    "--only",
    multiple=True,
    metavar="WHO",
    help=say("A name, circle:NAME, interest:NAME or words to find; more than once for more."),
)
@as_json
@click.pass_obj
def send_out(
    path: Path, out: Path, version: str, profile_name: str, only: tuple[str, ...], as_json: bool
) -> None:
    """Write everyone to OUT, as its ending says: .vcf, .csv, .json, .ics or .html.

    What is tender, private or your own (notes, moments, the ledger) stays in the book unless you
    ask for everything.
    """
    profile = Profile(profile_name)
    with open_book(path) as book, progress(say("Exporting"), quiet=as_json) as report:
        people = people_meant(book, only) if only else None
        n = sending.send_out(book, out, report, people=people, version=version, profile=profile)
    if as_json:
        print_json({"people": n, "file": str(out), "profile": profile.value})
        return
    written = plural(
        "{n} person written to {file}", "{n} people written to {file}", n, file=str(out)
    )
    ending = out.suffix.lower()
    if profile is Profile.EVERYTHING:
        stays = say("what is tender and private is in it, so keep it to yourself")
    elif ending == ".ics":
        stays = say("promises, notes and all that is tender or private stay in the book")
    else:
        stays = say("notes, the ledger and all that is tender or private stay in the book")
    click.echo(say("{written}; {stays}.", written=str(written), stays=stays))
