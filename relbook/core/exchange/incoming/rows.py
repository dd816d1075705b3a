"""What a card tells, as rows of the book's tables: the one place where the two meet.

Circles and interests are rows that several people share. Whoever asks says what stands for one: its
id, or only its name.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from relbook.core import names
from relbook.core.exchange.person import CardPerson, Name
from relbook.core.facts import match_key
from relbook.core.store import schema

Key = TypeVar("Key", int, str)
Told = tuple[type[schema.Row], int, tuple[Any, ...]]

HOW = {"interest": "enjoys", "hobby": "practises", "expertise": ""}
LEVELS = {"low": 1, "beginner": 1, "medium": 2, "average": 2, "high": 3, "expert": 3}

PERSON = (
    "id",
    "name",
    "sort_key",
    "family",
    "given",
    "additional",
    "prefixes",
    "suffixes",
    "nickname",
    "say_it",
    "pronouns",
    "photo",
    "state",
)
COLUMNS: dict[type[schema.Row], tuple[str, ...]] = {
    schema.ContactPoint: (
        "id",
        "person_id",
        "kind",
        "value",
        "label",
        "service",
        "preferred",
        "match_key",
    ),
    schema.Address: (
        "id",
        "person_id",
        "label",
        "po_box",
        "extended",
        "street",
        "locality",
        "region",
        "code",
        "country",
        "lines",
        "preferred",
    ),
    schema.Position: ("id", "person_id", "organisation", "department", "title", "role"),
    schema.KeyDate: ("id", "person_id", "kind", "label", "date"),
    schema.Note: ("id", "person_id", "date", "text"),
    schema.OwnField: ("id", "person_id", "name", "value"),
    schema.Membership: ("id", "person_id", "circle_id"),
    schema.Tagging: ("id", "person_id", "interest_id", "how", "how_much"),
    schema.SourceCard: (
        "id",
        "person_id",
        "blob",
        "kind",
        "version",
        "card_uid",
        "file",
        "imported",
        "lines",
    ),
}
# What makes two rows of one person say the same, counted from the column after person_id.
SAME_BY: dict[type[schema.Row], slice] = {
    schema.ContactPoint: slice(2, 8),
    schema.Address: slice(3, 12),
    schema.Position: slice(2, 6),
    schema.KeyDate: slice(2, 5),
    schema.Note: slice(3, 4),
    schema.OwnField: slice(2, 4),
    schema.Membership: slice(2, 3),
    schema.Tagging: slice(2, 4),
}


def told(
    card: CardPerson,
    circle: Callable[[str], Key | None],
    interest: Callable[[str, bool], Key | None],
) -> Iterator[Told]:
    """What `card` tells: table, number of the property it stands in, the columns after person_id.

    `circle` gives what stands for the circle of a name, `interest` for an interest or (if the flag is
    true) an industry; None for one whose name says nothing.
    """
    for c in card.contacts:
        key = match_key(c.kind, c.value)
        row = (c.kind, c.value, c.label, c.service, int(c.preferred), key)
        yield schema.ContactPoint, c.at, row
    for a in card.addresses:
        parts = (
            a.label,
            a.po_box,
            a.extended,
            a.street,
            a.locality,
            a.region,
            a.code,
            a.country,
            a.lines,
            int(a.preferred),
        )
        yield schema.Address, a.at, parts
    for p in card.positions:
        yield schema.Position, p.at, (p.organisation, p.department, p.title, p.role)
    for d in card.days:
        if d.date:
            yield schema.KeyDate, d.at, (d.kind, d.label, d.date)
        elif d.text:
            yield schema.OwnField, d.at, (d.label or d.kind, d.text)
    for r in card.remarks:
        if r.text.strip():
            yield schema.Note, r.at, (r.created[:10] or None, r.text)
    for own in card.own:
        yield schema.OwnField, own.at, (own.name, own.value)
    yield from _tagged(card, circle, interest)


def _tagged(
    card: CardPerson,
    circle: Callable[[str], Key | None],
    interest: Callable[[str, bool], Key | None],
) -> Iterator[Told]:
    seen: set[Key] = set()
    for text in card.categories:
        key = circle(text.value)
        if key and key not in seen:
            seen.add(key)
            yield schema.Membership, text.at, (key,)
    tagged: set[tuple[Key, str]] = set()
    for liking in card.likings:
        how = liking.how or (
            ("works in" if liking.kind == "expertise" else "enjoys")
            if liking.industry
            else (HOW.get(liking.kind, ""))
        )
        key = interest(liking.name, liking.industry)
        if key and (key, how) not in tagged:
            tagged.add((key, how))
            yield schema.Tagging, liking.at, (key, how, LEVELS.get(liking.level.lower()))


def sense(model: type[schema.Row], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a row says, apart from how it is labelled."""
    if model is schema.ContactPoint:
        return (row[2], row[7] or row[3])
    return row[SAME_BY[model]]


def guessed(card: CardPerson) -> Name:
    """The parts of a name that the card has only whole."""
    if card.kind != "individual":
        return Name()
    parts = names.split_name(card.name)
    return Name(parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes)


def spoken(card: CardPerson) -> str:
    """How a name is said, from its phonetic parts."""
    said = card.say_it
    return " ".join(part for part in (said.given, said.additional, said.family) if part)
