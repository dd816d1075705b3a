"""A ledger entry as a form: what is asked of it, and keeping what was typed as one edit."""

from typing import Any

from relbook.core import events, interests, ledger
from relbook.core.errors import Refused
from relbook.core.ledger import DONE, LENT, PROMISED, Entry
from relbook.core.names import fold
from relbook.core.words import listed, say, sentence
from relbook.gui import fields
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import KINDS, direction_word
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.people_input import unknown

LONG = 0.58  # of a line's width: room for a whole date in a narrow panel


def form_fields(desk: Desk, entry: Entry) -> list[Field]:
    """What is asked of an entry; of one that is done, nothing about when it was due."""
    words = [("", ""), *((word.name, word.name) for word in interests.vocabulary(desk.book))]
    known = [(None, ""), *((event.id, event.name) for event in events.every(desk.book))]
    done = entry.state == DONE
    return [
        Field(
            "direction",
            say("Gave or received"),
            "choice",
            choices=[(one, direction_word(one)) for one in ledger.DIRECTIONS],
            share=0.5,
        ),
        Field(
            "kind",
            say("Kind"),
            "choice",
            choices=[(kind, str(word)) for kind, word in KINDS.items()],
            share=0.5,
        ),
        Field("what", say("What")),
        fields.people_field(desk, say("With"), say("Say with whom: someone in the book.")),
        fields.date_field(
            desk, "date", say("When"), share=LONG, placeholder=say("yesterday, May 2019")
        ),
        Field(
            "state",
            say("How it stands"),
            "choice",
            choices=[(DONE, say("done")), (PROMISED, say("promised")), (LENT, say("on loan"))],
            share=1 - LONG,
        ),
        fields.date_field(
            desk,
            "due",
            say("By when"),
            ahead=True,
            more=done,
            share=LONG,
            placeholder=say("end of May"),
        ),
        fields.date_field(
            desk,
            "settled",
            say("Kept or back"),
            more=done,
            share=1 - LONG,
            placeholder=say("today"),
        ),
        Field("interest", say("About"), "label", choices=words, share=0.5),
        Field("event_id", say("At"), "choice", choices=known, share=0.5),
        *fields.softly(desk),
    ]


def form_values(desk: Desk, entry: Entry) -> dict[str, Any]:
    """What the form shows of `entry`."""
    return {
        "direction": entry.direction,
        "kind": entry.kind,
        "what": entry.what,
        "people": tuple((person, name) for person, name, _ in entry.people),
        "date": entry.date,
        "state": entry.state,
        "due": entry.due,
        "settled": entry.settled,
        "interest": entry.interest,
        "event_id": entry.event_id,
        **fields.softly_values(desk.book, entry),
    }


def keep(desk: Desk, entry: Entry, values: dict[str, Any]) -> None:
    """Keep what was typed as one edit. Nothing changed is no edit.

    Raises a `RelbookError` for what cannot be kept.
    """
    kept = fields.as_columns(values)
    people = kept.pop("people")
    if stranger := unknown(people):
        raise Refused(
            say("“{name}” is not in the book; choose a name from the list.", name=stranger),
            "people",
        )
    word = " ".join((kept.pop("interest") or "").split())
    changed = fields.differing(entry, kept)
    others = list(people) != [person for person, _, _ in entry.people]
    another = fold(word) != fold(entry.interest)
    if not (changed or others or another):
        return
    with desk.edit(sentence("Change what passed with {name}", name=names_of(entry))):
        if another:
            changed["interest_id"] = interests.find_or_add(desk.book, word) if word else None
        ledger.change(desk.book, entry.id, people if others else None, **changed)


def names_of(entry: Entry) -> str:
    """With whom it is, in a sentence."""
    return listed([name for _, name, _ in entry.people])
