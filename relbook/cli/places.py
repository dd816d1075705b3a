"""``relbook paths``: every place that Relbook uses, and whether there is anything."""

from pathlib import Path

import click

from relbook import paths, places
from relbook.cli.terms import as_json, print_json
from relbook.core.words import say


@click.command("paths", short_help=say("List every place that Relbook uses."))
@as_json
@click.pass_obj
def list_places(path: Path | None, as_json: bool) -> None:
    """List every place that Relbook uses, and whether it is there.

    Those called recent are books that were open before.
    """
    found = places.every(path, _recent())
    if as_json:
        print_json(
            [
                {
                    "name": place.name,
                    "what": place.what,
                    "path": str(place.path),
                    "exists": place.exists,
                }
                for place in found
            ]
        )
        return
    for place in found:
        note = "" if place.exists else say(" (not there)")
        click.echo(f"{place.what}{note}\n    {place.path}")


def _recent() -> list[Path]:
    try:
        from relbook.app.recall import recent_books
    except ImportError:  # of a library that the window wants; what it remembers is not known then
        return []
    return recent_books(paths.whereabouts()["window_choices"])
