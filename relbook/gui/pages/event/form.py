"""The form of an event's own row, and how what is typed in it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from relbook.core import dates, events
from relbook.core.dates import PartialDate
from relbook.core.events import Event
from relbook.core.words import Sentence, say, sentence
from relbook.gui import kinds
from relbook.gui.desk import Desk
from relbook.gui.fields import date_words
from relbook.gui.widgets.field import Field

KINDS: Mapping[str, Sentence] = {
    "party": sentence("party"),
    "dinner": sentence("dinner"),
    "conference": sentence("conference"),
    "meeting": sentence("meeting"),
    "wedding": sentence("wedding"),
    "concert": sentence("concert"),
    "trip": sentence("trip"),
    "other": sentence("something else"),
}
COLUMNS = ("name", "kind", "starts", "ends", "at", "place", "note")


def form_fields(desk: Desk) -> list[Field]:
    """What is asked of an event; only a name is needed."""

    def read(text: str) -> str | None:
        return _coming(text, desk.today()) if text else None

    def day(name: str, label: str, placeholder: str) -> Field:
        return Field(name, label, "date", placeholder, share=0.33, parse=read, show=date_words)

    return [
        Field(
            "name",
            say("Name"),
            required=True,
            needed=say("An event needs a name, any name."),
            share=0.67,
        ),
        Field("kind", say("Kind"), "label", choices=kinds.choices(KINDS), share=0.33),
        day("starts", say("When"), say("28 November, next May")),
        day("ends", say("Until, if longer"), say("30 November")),
        Field("at", say("Time"), placeholder=say("from seven"), share=0.33),
        Field("place", say("Place")),
        Field("note", say("Note"), "long"),
    ]


def _coming(text: str, today: date) -> str:
    """A typed date as it is kept; without a year it is the next time that day or month comes."""
    known = dates.parse(text, today=today, ahead=True)
    if known.year is None and known.month is not None:
        back = known.next(today)
        later = known.month < today.month
        year = back.year if back else today.year + later
        known = PartialDate(year, known.month, known.day, known.about)
    return known.iso()


def form_values(event: Event) -> dict[str, Any]:
    """What the form shows."""
    return {name: getattr(event, name) for name in COLUMNS}


def keep(desk: Desk, event: Event, values: Mapping[str, Any]) -> None:
    """Keep what was typed as one edit; nothing changed is none."""
    typed = {name: (value or None) if name in ("starts", "ends") else value
             for name, value in values.items()}  # fmt: skip
    changed = {name: value for name, value in typed.items() if getattr(event, name) != value}
    if not changed:
        return
    name = str(typed["name"])
    if set(changed) == {"name"}:
        message = sentence("Rename {was} to {name}", was=event.name, name=name)
    else:
        message = sentence("Change {name}", name=name)
    with desk.edit(message):
        events.change(desk.book, event.id, **changed)
