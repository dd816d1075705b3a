"""The form of a person's own row: what they are called, and how they stand to us."""

from typing import Any

from relbook.core import names, people
from relbook.core.people import NAME_PARTS, Person
from relbook.core.words import say, sentence
from relbook.gui import kinds
from relbook.gui.desk import Desk
from relbook.gui.widgets.field import Field


def form_fields() -> list[Field]:
    """What is asked of someone; only the name is needed."""
    close = [say("close friend"), say("friend"), say("acquaintance"), say("family")]
    often = [say("every week"), say("every month"), say("every season"), say("once a year")]
    return [
        Field(
            "name",
            say("Name"),
            required=True,
            needed=say("A person needs a name, any name; nothing else is needed."),
        ),
        Field("nickname", say("Called"), share=0.5),
        Field("pronouns", say("Pronouns"), placeholder=say("she/her, they/them"), share=0.5),
        Field("say_it", say("How to say the name"), placeholder=say("OH-la-vur")),
        Field("closeness", say("How close"), "label", choices=[(w, w) for w in close], share=0.5),
        Field("rhythm", say("In touch"), "label", choices=[(w, w) for w in often], share=0.5),
        Field("state", say("State"), "choice", choices=kinds.choices(kinds.STATES), share=0.5),
        Field("tender", say("Tender: never on paper"), "check", share=0.5),
        Field("given", say("Given name"), share=0.5, more=True),
        Field("family", say("Family name"), share=0.5, more=True),
        Field("additional", say("Middle names"), share=0.5, more=True),
        Field("prefixes", say("Before the name"), placeholder=say("Dr"), share=0.25, more=True),
        Field("suffixes", say("After it"), placeholder=say("PhD"), share=0.25, more=True),
    ]


def form_values(person: Person) -> dict[str, Any]:
    """What the form shows; the parts of a name only where they are not what anyone would guess."""
    shown: dict[str, Any] = {
        name: getattr(person, name)
        for name in (
            "name",
            "nickname",
            "pronouns",
            "say_it",
            "closeness",
            "rhythm",
            "state",
            "tender",
        )
    }
    if _parts(person) != _guess(person.name):
        shown |= _parts(person)
    return shown


def _parts(person: Person) -> dict[str, str]:
    return {part: getattr(person, part) for part in NAME_PARTS}


def _guess(name: str) -> dict[str, str]:
    guessed = names.split_name(name)
    return {part: getattr(guessed, part) for part in NAME_PARTS}


def keep(desk: Desk, person: Person, values: dict[str, Any]) -> None:
    """Keep what was typed as one edit. Parts left empty are guessed from the name."""
    kept = dict(values)
    kept["name"] = " ".join(kept["name"].split())
    typed = {part: kept.pop(part) for part in NAME_PARTS}
    guess = _guess(kept["name"])
    own = typed["given"] or typed["family"]
    kept |= typed if own else {part: typed[part] or guess[part] for part in NAME_PARTS}
    changed = {name: value for name, value in kept.items() if getattr(person, name) != value}
    if not changed:
        return
    if "name" in changed and set(changed) <= {"name", *NAME_PARTS}:
        message = sentence("Rename {was} to {name}", was=person.name, name=kept["name"])
    else:
        message = sentence("Change {name}", name=kept["name"])
    if "name" in changed:
        changed |= {part: kept[part] for part in NAME_PARTS}
    with desk.edit(message):
        people.change(desk.book, person.id, **changed)
