"""What a table says, as plainly as can be."""

import io
from pathlib import Path

from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.table import RowCard, Table, examine, read
from relbook.core.exchange.vcard.card import Problem

FILES = Path(__file__).parents[3] / "files" / "table"


def found_in(data: bytes, table: Table | None = None) -> tuple[list[CardPerson], list[Problem]]:
    """The people of a file, and what was wrong with it."""
    people, problems = [], []
    for one in read(io.BytesIO(data), table or examine(data)):
        if isinstance(one, RowCard):
            people.append(one.person())
        else:
            problems.append(one)
    return people, problems


def told(data: bytes) -> dict[str, object]:
    """All names and problems of a file; the rest of its first person. What is empty is left out."""
    table = examine(data)
    people, problems = found_in(data, table)
    person = people[0]
    parts = person.parts
    every: dict[str, object] = {
        "kind": table.kind,
        "encoding": table.encoding if table.encoding != "utf-8" else "",
        "delimiter": table.delimiter if table.delimiter != "," else "",
        "header": table.header_line if table.header_line != 1 else "",
        "names": [one.name for one in people],
        "companies": [one.name for one in people if one.kind == "org"],
        "problems": [one.line for one in problems],
        "parts": [parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes]
        if parts
        else "",
        "say_it": [person.say_it.family, person.say_it.given] if person.say_it else "",
        "pronouns": person.pronouns.value,
        "nicknames": [one.value for one in person.nicknames],
        "positions": [
            (one.organisation, one.department, one.title, one.role) for one in person.positions
        ],
        "preferred": [one.value for one in person.contacts if one.preferred],
        "addresses": [
            ", ".join(
                filter(
                    None,
                    (one.po_box, one.street, one.extended, one.code, one.locality, one.country),
                )
            )
            + (f" ({one.label})" if one.label else "")
            for one in person.addresses
        ],
        "days": [
            f"{one.label or one.kind} {one.date or one.text}"
            for someone in people
            for one in someone.days
        ],
        "circles": [one.value for one in person.categories],
        "kin": [f"{one.kind} {one.name}" for one in person.kin],
        "likings": [f"{one.kind} {one.name} {one.level}".strip() for one in person.likings],
        "own": [(one.name, one.value) for someone in people for one in someone.own],
        "notes": [one.text for one in person.remarks],
        "photo": person.photo.url if person.photo else "",
    }
    for kind in ("phone", "mail", "web", "chat", "social"):
        every[f"{kind}s"] = [
            (one.value, " ".join(filter(None, (one.label, one.service))))
            for one in person.of_kind(kind)
        ]
    return {name: value for name, value in every.items() if value}
