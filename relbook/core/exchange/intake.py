"""Cards into rows: who is new, who is told more of, who is known just so.

Rows of new people are gathered and written in bulk, with ids given out beforehand: a hundred
thousand people in one edit. Needs an open edit.
"""

import json
from collections import Counter
from dataclasses import replace
from enum import Enum
from typing import Any

from relbook.core import names
from relbook.core.exchange.card import Card, Problem
from relbook.core.exchange.match import Match
from relbook.core.exchange.person import CardPerson, Kin
from relbook.core.exchange.rows import (
    COLUMNS,
    PERSON,
    SAME_BY,
    guessed,
    sense,
    spoken,
    told,
)
from relbook.core.relations import inverse
from relbook.core.store import schema
from relbook.core.store.book import Book, hash_of
from relbook.core.words import say

FLUSH = 2_000  # people


class Outcome(Enum):
    """What a card was to the book."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"


class Intake:
    """Takes cards one by one; `finish` ties up what could not be known before all were in."""

    def __init__(self, book: Book) -> None:
        self.counts: Counter[Outcome] = Counter()
        self._book = book
        self._match = Match(book)
        self._now = book.stamp
        tables: list[type[schema.Row]] = [schema.Person, *COLUMNS]
        self._next = {model: book.first_free_id(model) for model in tables}
        self._people: list[tuple[Any, ...]] = []
        self._people_with_uid: list[tuple[Any, ...]] = []
        self._rows: dict[type[schema.Row], list[tuple[Any, ...]]] = {m: [] for m in COLUMNS}
        self._bytes: dict[str, bytes] = {}
        self._waiting: set[int] = set()  # new people whose rows are not written yet
        self._new: set[int] = set()  # all who came in with these files
        self._uids = {uid for (uid,) in book.rows("SELECT uid FROM person")}
        self._circles: dict[str, int] = dict(book.rows("SELECT folded, id FROM circle"))
        self._interests: dict[str, int] = dict(book.rows("SELECT folded, id FROM interest"))
        self._kin: list[tuple[int, Kin]] = []
        self._members: list[tuple[int, str]] = []

    def take(self, card: Card, file: str) -> list[Problem]:
        """Bring one card in. What it holds is added to what is known; nothing is overwritten.

        Returns what was odd about it, or could not be taken.
        """
        blob = hash_of(card.raw)
        known = self._match.same_bytes(blob)
        if known is not None:
            self.counts[Outcome.SAME] += 1
            return []
        card_person = card.person()
        if card_person.kind == "group":
            self._take_group(card_person)
            return []
        if not card_person.name:
            card_person = _named(card_person)
        values = [(contact.kind, contact.value) for contact in card_person.contacts]
        known, odd = self._match.by_uid(card_person.uid), ""
        if known in self._new and not self._match.is_like(known, card_person.name, values):
            # Some programs give every card of a file the same UID.
            known, odd = (
                None,
                say(
                    "The UID of “{name}” is that of another card in the file; both came in, each as a "
                    "person of their own.",
                    name=card_person.name,
                ),
            )
        if known is None:
            known = self._match.by_name(card_person.name, values)
        if known is None:
            known = self._add(card_person)
            self._source(known, card, card_person, blob, file, self._facts(known, card_person))
            self.counts[Outcome.NEW] += 1
            self._waiting.add(known)
            self._new.add(known)
        else:
            if known in self._waiting:
                self.flush()
            added = self._enrich(known, card_person)
            self._replace_source(known, card, card_person, blob, file)
            self.counts[Outcome.UPDATED if added else Outcome.SAME] += 1
        self._match.add(known, blob, "" if odd else card_person.uid, card_person.name, values)
        self._kin += [(known, kin) for kin in card_person.kin]
        if len(self._waiting) >= FLUSH:
            self.flush()
        problems = [Problem(card.line, odd)] if odd else []
        problems += [
            Problem(card.line + card.properties[text.at].line, text.value)
            for text in card_person.left_out
        ]
        return problems

    def finish(self) -> None:
        """Write what waits, and tie relations and circles to people who came later."""
        self.flush()
        self._tie_members()
        self._tie_kin()

    def flush(self) -> None:
        """Write the rows gathered so far."""
        book = self._book
        book.keep_many_bytes(self._bytes.items())
        book.insert_many(schema.Person, PERSON, self._people)
        book.insert_many(schema.Person, (*PERSON, "uid"), self._people_with_uid)
        for model, columns in COLUMNS.items():
            book.insert_many(model, columns, self._rows[model])
            self._rows[model].clear()
        self._people.clear()
        self._people_with_uid.clear()
        self._bytes.clear()
        self._waiting.clear()

    # New people

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
        if card.uid and card.uid not in self._uids:
            self._uids.add(card.uid)
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

    def _facts(self, person: int, card: CardPerson) -> list[tuple[int, str, int]]:
        """Gather the rows of what `card` tells of `person`; returns which line each came from."""
        lines: list[tuple[int, str, int]] = []
        for model, at, values in told(card, self._circle, self._interest):
            number = self._id(model)
            self._rows[model].append((number, person, *values))
            if at >= 0:
                lines.append((at, model._meta.table_name, number))
        return lines

    def _circle(self, name: str) -> int | None:
        return self._word(self._circles, schema.Circle, name)

    def _interest(self, name: str, industry: bool) -> int | None:
        kind = "industry" if industry else "interest"
        return self._word(self._interests, schema.Interest, name, kind=kind)

    def _word(
        self, known: dict[str, int], model: type[schema.Row], name: str, **values: str
    ) -> int | None:
        name = " ".join(name.split())
        folded = names.fold(name)
        if not folded:
            return None
        if folded not in known:
            known[folded] = self._book.insert(model, name=name, folded=folded, **values)
        return known[folded]

    # Where it came from

    def _source(
        self,
        person: int,
        card: Card,
        card_person: CardPerson,
        blob: str,
        file: str,
        lines: list[tuple[int, str, int]],
    ) -> None:
        self._bytes[blob] = card.raw
        self._rows[schema.SourceCard].append(
            (
                self._id(schema.SourceCard),
                person,
                blob,
                "vcard",
                card.version,
                card_person.uid,
                file,
                self._now[:10],
                json.dumps(lines, separators=(",", ":")),
            )
        )

    def _replace_source(
        self, person: int, card: Card, card_person: CardPerson, blob: str, file: str
    ) -> None:
        """The newest card of one origin stands for it: that with the same UID, or none."""
        self._book.sql(
            "DELETE FROM source_card WHERE person_id = ? AND card_uid = ? AND card_uid <> ''",
            (person, card_person.uid),
        )
        self._source(person, card, card_person, blob, file, self._lines_of(person, card_person))
        self.flush()

    def _lines_of(self, person: int, card: CardPerson) -> list[tuple[int, str, int]]:
        """Which rows of `person` say what which property of `card` says."""
        there = {model: self._there(model, person) for model in SAME_BY}
        lines = []
        for model, at, values in told(card, self._circle, self._interest):
            number = there[model].get(sense(model, (0, 0, *values)))
            if at >= 0 and number is not None:
                lines.append((at, model._meta.table_name, number))
        return lines

    # People known already

    def _there(self, model: type[schema.Row], person: int) -> dict[tuple[Any, ...], int]:
        columns = ", ".join(f'"{column}"' for column in COLUMNS[model])
        rows = self._book.rows(
            f'SELECT {columns} FROM "{model._meta.table_name}" WHERE person_id = ?', person
        )
        return {sense(model, row): row[0] for row in rows}

    def _enrich(self, person: int, card: CardPerson) -> bool:
        """Add what `card` tells of `person` that is not known; whether there was anything."""
        added = False
        there = {model: self._there(model, person) for model in SAME_BY}
        for model, _at, values in told(card, self._circle, self._interest):
            said = sense(model, (0, 0, *values))
            if said not in there[model]:
                number = self._id(model)
                there[model][said] = number
                self._rows[model].append((number, person, *values))
                added = True
        now = self._book.row(
            "SELECT nickname, say_it, pronouns, photo, family, given, additional, prefixes,"
            " suffixes FROM person WHERE id = ?",
            person,
        )
        if now is None:
            return added
        parts = card.parts
        offered = {
            "nickname": ", ".join(nick.value for nick in card.nicknames),
            "say_it": spoken(card),
            "pronouns": card.pronouns.value,
            "photo": self._photo(card),
        }
        missing = {
            column: value
            for (column, value), old in zip(offered.items(), now, strict=False)
            if value and not old
        }
        if parts and not any(now[4:]):
            missing |= {
                "family": parts.family,
                "given": parts.given,
                "additional": parts.additional,
                "prefixes": parts.prefixes,
                "suffixes": parts.suffixes,
                "sort_key": names.sort_key(parts.family, parts.given, card.name),
            }
        if missing:
            self._book.update(schema.Person, person, **missing)
        return added or bool(missing)

    # What ties people to each other

    def _take_group(self, card: CardPerson) -> None:
        circle = self._circle(card.name)
        if circle:
            self._members += [(circle, member.value) for member in card.members]

    def _tie_members(self) -> None:
        for circle, uid in self._members:
            person = self._match.by_uid(uid)
            if person is not None:
                self._book.sql(
                    "INSERT INTO membership (changed, person_id, circle_id) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (self._now, person, circle),
                )

    def _tie_kin(self) -> None:
        for person, kin in self._kin:
            # An id without a scheme reads like a name.
            other = self._match.by_uid(kin.uid or kin.name)
            if other == person or (other is None and not kin.name):
                continue
            name = kin.name
            if other is not None:
                name = self._book.value("SELECT name FROM person WHERE id = ?", other) or name
            if not self._related(person, other, name, kin.kind):
                self._book.insert(
                    schema.Relation,
                    person_id=person,
                    other_id=other,
                    other_name=name,
                    kind=kin.kind or "contact",
                )

    def _related(self, person: int, other: int | None, name: str, kind: str) -> bool:
        """Whether the book says already that they are `kind` to each other, at either end."""
        if other is None:
            found = self._book.value(
                "SELECT 1 FROM relation WHERE person_id = ? AND other_name = ? AND kind = ?",
                person,
                name,
                kind,
            )
            return found is not None
        said = self._book.rows(
            "SELECT kind FROM relation WHERE person_id = ? AND other_id = ?", person, other
        )
        back = self._book.rows(
            "SELECT kind FROM relation WHERE person_id = ? AND other_id = ?", other, person
        )
        return any(k == kind for (k,) in said) or any(
            kind in (inverse(k), k) or inverse(kind) == k for (k,) in back
        )


def _named(card: CardPerson) -> CardPerson:
    return replace(card, name=say("(no name)"))
