"""What people of the book offer for comparing, and from where they are dialled."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from relbook.core.exchange.incoming import country as home
from relbook.core.exchange.sameness.alike import Signs, country_of, signs
from relbook.core.store.book import Book

BATCH = 5_000  # people read at once
_SAMPLE = 500  # numbers looked at to tell the owner's country

_TOLD = {
    "contact": "SELECT person_id, kind, value FROM contact_point"
    " WHERE kind IN ('mail', 'phone') AND {whose}",
    "born": "SELECT person_id, date FROM key_date"
    " WHERE kind = 'birthday' AND about = '' AND {whose}",
    "firm": "SELECT person_id, organisation FROM position WHERE organisation <> '' AND {whose}",
    "town": "SELECT person_id, locality FROM address WHERE locality <> '' AND {whose}",
    "card": "SELECT person_id, card_uid FROM source_card WHERE card_uid <> '' AND {whose}",
}


def of_book(book: Book, people: Collection[int] | None = None) -> Iterator[Signs]:
    """What each of `people`, or everyone in `book`, offers; by id, read in batches."""
    if people is None:
        ids = [person for (person,) in book.rows("SELECT id FROM person ORDER BY id")]
    else:
        ids = sorted(people)
    for start in range(0, len(ids), BATCH):
        yield from _batch(book, ids[start : start + BATCH], whole=people is None)


def _batch(book: Book, ids: list[int], *, whole: bool) -> Iterator[Signs]:
    # A range is read along the index, which a list of ids is not.
    among = "BETWEEN ? AND ?" if whole else "IN (SELECT value FROM json_each(?))"
    values: tuple[int | str, ...] = (ids[0], ids[-1]) if whole else (json.dumps(ids),)
    told: dict[str, dict[int, list[Any]]] = {}
    for name, statement in _TOLD.items():
        found: dict[int, list[Any]] = defaultdict(list)
        for person, *rest in book.sql(statement.format(whose=f"person_id {among}"), values):
            found[person].append(rest if len(rest) > 1 else rest[0])
        told[name] = found
    for row in book.rows(
        "SELECT id, uid, name, family, given, additional, suffixes, nickname FROM person"
        f" WHERE id {among} ORDER BY id",
        *values,
    ):
        person, uid, name, family, given, additional, suffixes, nickname = row
        contacts = told["contact"].get(person, ())
        yield signs(
            name,
            person=person,
            family=family,
            given=given,
            additional=additional,
            suffixes=suffixes,
            nicknames=nickname.split(",") if nickname else (),
            uids=(uid, *told["card"].get(person, ())),
            mails=[value for kind, value in contacts if kind == "mail"],
            phones=[value for kind, value in contacts if kind == "phone"],
            birthday=next(iter(told["born"].get(person, ())), ""),
            organisations=told["firm"].get(person, ()),
            towns=told["town"].get(person, ()),
        )


def country(book: Book) -> str:
    """The owner's country ("DE"): as they say, else that of most numbers in the book, else the
    system's; empty where nothing tells.
    """
    said = home.country(book)
    if said:
        return said
    numbers = book.rows(
        "SELECT value FROM contact_point WHERE kind = 'phone'"
        " AND (value LIKE '+%' OR value LIKE '00%') ORDER BY id DESC LIMIT ?",
        _SAMPLE,
    )
    found = country_of(number for (number,) in numbers) if numbers else ""
    return found or home.country(book, home.place_of_system())
