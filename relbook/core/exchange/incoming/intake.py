"""Cards into rows: people who are new, and what is news of those who are known.

Rows of new people are gathered and written in bulk, with ids given out beforehand: a hundred
thousand people in one edit. Needs an open edit. Whom a card means is decided elsewhere (`match`).
"""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relbook.core import names
from relbook.core.exchange.incoming.before import FORMER, Incoming
from relbook.core.exchange.incoming.groups import Groups
from relbook.core.exchange.incoming.named import Named
from relbook.core.exchange.incoming.rows import COLUMNS, PERSON, Told, guessed, spoken, told
from relbook.core.exchange.incoming.ties import Ties
from relbook.core.exchange.incoming.update import Comparer, SameNumber, Update, photo_of
from relbook.core.exchange.person import CardPerson
from relbook.core.store import schema
from relbook.core.store.book import Book, hash_of
from relbook.core.words import say

if TYPE_CHECKING:
    from relbook.core.exchange.table import Table

FLUSH = 1_000  # people


class Intake:
    """Takes cards one by one; `finish` ties up what could not be known before all were in."""

    def __init__(self, book: Book, same_number: SameNumber) -> None:
        self._book = book
        self._now = book.stamp
        tables: list[type[schema.Row]] = [schema.Person, *COLUMNS]
        self._next = {model: book.first_free_id(model) for model in tables}
        self._people: list[tuple[Any, ...]] = []
        self._people_with_uid: list[tuple[Any, ...]] = []
        self._rows: dict[type[schema.Row], list[tuple[Any, ...]]] = {m: [] for m in COLUMNS}
        self._bytes: dict[str, bytes] = {}
        self.waiting: set[int] = set()  # new people whose rows are not written yet
        self._uids = {uid for (uid,) in book.rows("SELECT uid FROM person")}
        self._named = Named(book)
        self._ties = Ties(book)
        self._comparer = Comparer(book, self._named, same_number)
        self.groups = Groups(book, self._named, self._ties)

    def add(self, came: Incoming, card: CardPerson, file: str) -> int:
        """Bring in someone new; returns their id."""
        if not card.name:
            card = replace(card, name=say("(no name)"))
        person = self._add(card)
        lines = [
            line
            for one in told(card, self._named.circle, self._named.interest)
            if (line := self._row(person, one))[0] >= 0
        ]
        self._source(person, came, card, file, lines)
        self._ties.came(card.uid)
        self._ties.relate(person, card.kin)
        self.waiting.add(person)
        if len(self.waiting) >= FLUSH:
            self.flush()
        return person

    def join(self, person: int, came: Incoming, card: CardPerson, file: str) -> bool:
        """Tell `person` what is news in a card; whether there was anything."""
        if person in self.waiting:
            self.flush()
        news = self._comparer.news(person, came, card)
        self._ties.came(card.uid)
        if news.older:
            self._former(person, hash_of(came.raw))
            return False
        self._apply(person, card, news.update)
        if news.before:
            self._book.delete(schema.SourceCard, news.before.source)
            self._former(person, news.before.blob)
        self._source(person, came, card, file, sorted(news.update.lines))
        self._ties.relate(person, news.update.kin)
        self.flush()
        return bool(news.update)

    def keep(self, person: int, came: Incoming, card: CardPerson, file: str) -> None:
        """Keep the card of someone whose very rows came with it: they say all that it says."""
        self._ties.came(card.uid)
        lines = self._comparer.lines(person, card)
        self._source(person, came, card, file, sorted(lines))
        self.flush()

    def finish(self) -> None:
        """Write what waits, and tie relations and circles to people who came later."""
        self.flush()
        self._ties.tie()

    def flush(self) -> None:
        """Write the rows gathered so far."""
        book = self._book
        if self._bytes:
            book.keep_many_bytes(self._bytes.items())
        if self._people:
            book.insert_many(schema.Person, PERSON, self._people)
        if self._people_with_uid:
            book.insert_many(schema.Person, (*PERSON, "uid"), self._people_with_uid)
        for model, columns in COLUMNS.items():
            if self._rows[model]:
                book.insert_many(model, columns, self._rows[model])
                self._rows[model].clear()
        self._people.clear()
        self._people_with_uid.clear()
        self._bytes.clear()
        self.waiting.clear()

    def number(self, model: type[schema.Row]) -> int | None:
        """The id for a new row that comes another way; None where the book may choose."""
        return self._id(model) if model in self._next else None

    def read_rows_as(self, table: "Table | None") -> None:
        """Read rows that came before as those of `table`, where the header is the same."""
        self._comparer.reread.table = table

    def read_names_anew(self) -> None:
        """Circles and interests came another way."""
        self._named.read()

    def _id(self, model: type[schema.Row]) -> int:
        number = self._next[model]
        self._next[model] = number + 1
        return number

    def _add(self, card: CardPerson) -> int:
        person = self._id(schema.Person)
        parts = card.parts or guessed(card)
        row = (
            person,
            card.name,
            names.sort_key(parts.family, parts.given, card.sort_as or card.name),
            parts.family,
            parts.given,
            parts.additional,
            parts.prefixes,
            parts.suffixes,
            ", ".join(nick.value for nick in card.nicknames),
            spoken(card),
            card.pronouns.value,
            self._photo(card),
            "deceased" if any(day.kind == "deathday" for day in card.days) else "active",
        )
        if card.uid and card.uid not in self._uids and not self._ties.has(card.uid):
            self._people_with_uid.append((*row, card.uid))
        else:
            self._people.append(row)
        return person

    def _photo(self, card: CardPerson) -> str | None:
        if card.photo is None or not card.photo.data:
            return None
        key = hash_of(card.photo.data)
        self._bytes[key] = card.photo.data
        return key

    def _row(self, person: int, one: Told) -> tuple[int, str, int]:
        """Gather a row; returns the property it came from, its table and its id."""
        model, at, values = one
        number = self._id(model)
        self._rows[model].append((number, person, *values))
        return at, model._meta.table_name, number

    def _apply(self, person: int, card: CardPerson, update: Update) -> None:
        for model, at, told_values in update.added:
            values = told_values
            if model in (schema.Membership, schema.Tagging):
                values = (self._named.settled(values[0]), *values[1:])
            line = self._row(person, (model, at, values))
            if at >= 0:
                update.lines.append(line)
        for model, row, values in update.changed:
            columns = COLUMNS[model][2:]
            self._book.update(model, row, **dict(zip(columns, values, strict=True)))
        if update.person:
            if update.person.get("photo") == photo_of(card):
                self._photo(card)
            self._book.update(schema.Person, person, **update.person)

    def _source(
        self,
        person: int,
        came: Incoming,
        card: CardPerson,
        file: str,
        lines: list[tuple[int, str, int]],
    ) -> None:
        blob = hash_of(came.raw)
        self._bytes[blob] = came.raw
        self._rows[schema.SourceCard].append(
            (
                self._id(schema.SourceCard),
                person,
                blob,
                came.kind,
                came.version,
                card.uid,
                file,
                self._now[:10],
                json.dumps(lines, separators=(",", ":")),
            )
        )

    def _former(self, person: int, blob: str) -> None:
        """Know a card again that a newer one stands for, without keeping it."""
        self._rows[schema.SourceCard].append(
            (self._id(schema.SourceCard), person, "", FORMER, "", blob, "", self._now[:10], "[]")
        )
