"""Rows into cards: everyone in the book, as vCard 4.0 tells of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from relbook.core.exchange import person as told
from relbook.core.exchange import values, vcard
from relbook.core.exchange.card import Card
from relbook.core.store.book import Book

CHUNK = 500
SHARED = "tender = 0 AND private = 0"
Report = Callable[[int, int], None]


def cards_of(book: Book, report: Report | None = None) -> Iterator[Card]:
    """A card for each person, in list order, those marked tender too.

    What stays in the book is each fact that is itself tender or private.
    """
    people = [i for (i,) in book.rows("SELECT id FROM person ORDER BY sort_key, id")]
    for start in range(0, len(people), CHUNK):
        yield from _some(book, people[start : start + CHUNK])
        if report:
            report(min(start + CHUNK, len(people)), len(people))


def _some(book: Book, people: list[int]) -> Iterator[Card]:
    marks = ", ".join("?" * len(people))

    def by_person(sql: str) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in book.rows(sql.replace("(?)", f"({marks})"), *people):
            found[row[0]].append(row[1:])
        return found

    heads = by_person(
        "SELECT id, uid, name, family, given, additional, prefixes, suffixes, nickname, pronouns,"
        " photo, changed, say_it FROM person WHERE id IN (?)"
    )
    contacts = by_person(
        "SELECT person_id, kind, value, label, preferred, service FROM contact_point"
        f" WHERE person_id IN (?) AND {SHARED} ORDER BY preferred DESC, id"
    )
    addresses = by_person(
        "SELECT person_id, po_box, extended, street, locality, region, code, country, lines,"
        f" label, preferred FROM address WHERE person_id IN (?) AND {SHARED} ORDER BY id"
    )
    positions = by_person(
        "SELECT person_id, organisation, department, title, role FROM position"
        f" WHERE person_id IN (?) AND until IS NULL AND {SHARED} ORDER BY id"
    )
    days = by_person(
        "SELECT person_id, kind, date, label FROM key_date"
        f" WHERE person_id IN (?) AND about = '' AND {SHARED} ORDER BY id"
    )
    circles = by_person(
        "SELECT m.person_id, c.name FROM membership m JOIN circle c ON c.id = m.circle_id"
        " WHERE m.person_id IN (?) ORDER BY c.folded"
    )
    notes = by_person(
        "SELECT person_id, text, coalesce(date, '') FROM note"
        f" WHERE person_id IN (?) AND {SHARED} ORDER BY id"
    )
    kin = by_person(
        "SELECT r.person_id, r.kind, coalesce(o.name, r.other_name), coalesce(o.uid, '')"
        " FROM relation r LEFT JOIN person o ON o.id = r.other_id"
        f" WHERE r.person_id IN (?) AND r.{SHARED.replace('AND ', 'AND r.')} ORDER BY r.id"
    )
    interests = by_person(
        "SELECT t.person_id, i.name, i.kind, t.how, t.how_much FROM tagging t"
        " JOIN interest i ON i.id = t.interest_id"
        f" WHERE t.person_id IN (?) AND t.{SHARED.replace('AND ', 'AND t.')} ORDER BY t.id"
    )
    for person in people:
        if person not in heads:
            continue
        (
            uid,
            name,
            family,
            given,
            additional,
            prefixes,
            suffixes,
            nick,
            pronouns,
            photo,
            changed,
            said,
        ) = heads[person][0]
        data = book.bytes_of(photo) if photo else None
        picture = values.media_type(data) if data else ""
        yield vcard.build(
            told.CardPerson(
                uid=uid,
                name=name,
                parts=told.Name(family, given, additional, prefixes, suffixes),
                nicknames=tuple(told.Text(one.strip()) for one in nick.split(",") if one.strip()),
                say_it=told.Name(given=said),
                pronouns=told.Text(pronouns),
                positions=tuple(told.Position(*row) for row in positions[person]),
                contacts=tuple(
                    told.Contact(kind, value, label, bool(preferred), service)
                    for kind, value, label, preferred, service in contacts[person]
                ),
                addresses=tuple(told.PostalAddress(*row) for row in addresses[person]),
                days=tuple(told.Day(*row) for row in days[person]),
                categories=tuple(told.Text(row[0]) for row in circles[person]),
                remarks=tuple(told.Remark(*row) for row in notes[person]),
                photo=told.Photo(data, media_type=picture) if data and picture else None,
                kin=tuple(told.Kin(*row) for row in kin[person]),
                likings=tuple(_liking(*row) for row in interests[person]),
            ),
            revised=changed.replace("-", "").replace(":", ""),
        )


def _liking(name: str, kind: str, how: str, how_much: int | None) -> told.Liking:
    """RFC 6715: what one works in is expertise, what one practises a hobby, the rest interest."""
    industry = kind == "industry"
    word = {"practises": "hobby", "works in": "expertise", "offers": "expertise"}.get(
        how, "interest"
    )
    scale = ("beginner", "average", "expert") if word == "expertise" else ("low", "medium", "high")
    return told.Liking(word, name, scale[how_much - 1] if how_much else "", industry)
