"""A moment as a row and as a form: on the page and among all the moments with someone."""

from typing import Any

from relbook.core import dates, moments, names
from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.moments import Moment
from relbook.core.words import listed, say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.people_input import unknown
from relbook.gui.widgets.row_data import RowData


def title(moment: Moment, person: int) -> str:
    """What it was and who else was there: "Meal with Tom and Ana"."""
    called = [names.split_name(name).given or name for one, name in moment.people if one != person]
    others = listed(called)
    if not others:
        return kinds.word(kinds.MOMENTS, moment.kind)
    with_them = kinds.MOMENTS_WITH.get(moment.kind)
    if with_them is None:
        return say("{what} with {people}", what=moment.kind, people=others)
    return say(with_them.one, people=others)


def row(desk: Desk, moment: Moment, person: int) -> RowData:
    """A moment as a line of a list, seen from `person`."""
    soft = fields.softness(moment)
    age = dates.ago(PartialDate.from_iso(moment.date), desk.today()) if moment.date else ""
    day = fields.date_words(moment.date) if moment.date else ""
    line = fields.dotted(" ".join(moment.line.split()), moment.place)
    what = title(moment, person)
    return RowData(
        key=moment.id,
        kind="moment",
        icon=kinds.icon(kinds.MOMENTS, moment.kind),
        text=what,
        second=line,
        age=age,
        chip=soft,
        chip_icon="eye-off" if moment.tender else "lock",
        chip_look=ChipLook.QUIET,
        tip="\n".join(part for part in (what, day, moment.place, moment.line) if part),
    )


def form_fields(desk: Desk) -> list[Field]:
    """What is asked of a moment."""
    return [
        Field("kind", say("What"), "label", choices=kinds.choices(kinds.MOMENTS), share=0.4),
        fields.date_field(
            desk, "date", say("When"), share=0.6, placeholder=say("yesterday, May 2019")
        ),
        Field("line", say("What there is to remember"), "long"),
        fields.people_field(desk, say("With"), say("A moment needs someone who was there.")),
        Field("place", say("Where"), share=1.0),
        *fields.softly(desk),
    ]


def form_values(desk: Desk, moment: Moment | None, person: tuple[int, str]) -> dict[str, Any]:
    """What the form shows of `moment`, or of a new one with `person`, today."""
    if moment is None:
        return {"kind": "talk", "date": desk.today().isoformat(), "people": (person,)}
    return {
        "kind": moment.kind,
        "date": moment.date,
        "line": moment.line,
        "people": moment.people,
        "place": moment.place,
        **fields.softly_values(desk.book, moment),
    }


def keep(desk: Desk, moment: Moment | None, values: dict[str, Any], name: str) -> int:
    """Keep what was typed as one edit, which names someone by `name`; returns the moment's id.

    Raises a `RelbookError` for what cannot be kept; nothing changed is no edit.
    """
    kept = fields.as_columns(values)
    people = kept.pop("people")
    if stranger := unknown(people):
        raise Refused(
            say("“{name}” is not in the book; choose a name from the list.", name=stranger),
            "people",
        )
    if moment is None:
        with desk.edit(sentence("Add a moment with {name}", name=name)):
            return moments.add(desk.book, people, **kept)
    changed = fields.differing(moment, kept)
    others = set(people) != {one for one, _ in moment.people}
    if changed or others:
        with desk.edit(sentence("Change a moment with {name}", name=name)):
            moments.change(desk.book, moment.id, people if others else None, **changed)
    return moment.id


def remove(desk: Desk, moment: int, name: str) -> None:
    """Take a moment back as one edit."""
    with desk.edit(sentence("Remove a moment with {name}", name=name)):
        moments.remove(desk.book, moment)
