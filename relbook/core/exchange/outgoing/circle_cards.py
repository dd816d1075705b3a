"""Circles as cards of their own (KIND:group, RFC 6350 §6.1.4): as they came, if they came as such."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from relbook.core.errors import RelbookError
from relbook.core.exchange import vcard
from relbook.core.exchange.outgoing import additions
from relbook.core.exchange.outgoing.faithful import fold_name
from relbook.core.exchange.outgoing.holdings import Holding
from relbook.core.exchange.outgoing.rewrite import with_value
from relbook.core.exchange.person import CardPerson, Day, Remark, Text
from relbook.core.exchange.vcard.build import build, more
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.convert import convert
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.spans import Patch, patched, utf8, whole
from relbook.core.store.book import Book


def first_met(on: str, label: str) -> Day:
    """The day the owner and someone met."""
    return Day("other", on, label)


class CircleCards:
    """The cards of circles among some people, and who needs a UID for them.

    A circle that is only a word in the cards of its members needs none.
    """

    def __init__(
        self, book: Book, among: set[int], version: str, *, everything: bool, partial: bool
    ) -> None:
        self._book = book
        self._version = version
        self._everything = everything
        self._uids: dict[str, int] = {}
        self._cards: dict[int, list[Card]] = defaultdict(list)
        for circle, blob in book.rows(
            "SELECT circle_id, blob FROM circle_card WHERE kind = 'vcard' ORDER BY id"
        ):
            raw = book.bytes_of(blob)
            if raw:
                try:
                    self._cards[circle].append(vcard.parse(utf8(vcard.parse(raw).raw)))
                except RelbookError:
                    continue
        members: defaultdict[int, list[int]] = defaultdict(list)
        own: set[int] = set()
        self._self_told: set[tuple[int, int]] = set()  # circles and people whose own cards tell it
        for circle, person, came in book.rows(
            "SELECT m.circle_id, m.person_id, EXISTS (SELECT 1 FROM source_card s"
            " WHERE s.person_id = m.person_id AND s.kind = 'vcard'"
            " AND s.lines LIKE '%\"membership\",' || m.id || ']%')"
            " FROM membership m WHERE m.until IS NULL ORDER BY m.id"
        ):
            if person in among:
                members[circle].append(person)
                if came:
                    self._self_told.add((circle, person))
                else:
                    own.add(circle)
        self._members = members
        self._folded: dict[int, str] = {}
        self._wanted: list[tuple[int, str, str, str]] = []
        for circle, name, folded, uid, note in book.rows(
            "SELECT id, name, folded, uid, note FROM circle ORDER BY folded"
        ):
            self._folded[circle] = folded
            empty = circle not in members
            if (partial and empty) or not (
                circle in self._cards or circle in own or empty or (note and everything)
            ):
                continue
            self._wanted.append((circle, name, uid, note))
        came_as = {circle: at for at, circle in enumerate(self._cards)}
        self._wanted.sort(key=lambda one: came_as.get(one[0], len(came_as)))
        if self._cards:
            self._uids = dict(
                book.rows("SELECT card_uid, person_id FROM source_card WHERE card_uid <> ''")
            ) | dict(book.rows("SELECT uid, id FROM person"))
        self._by_card = {
            (person, self._folded[circle])
            for circle, cards in self._cards.items()
            if circle in self._folded
            for card in cards
            for member in card.person().members
            if (person := self._uids.get(member.value)) is not None
        }
        self.members = {
            person
            for circle, *_ in self._wanted
            for person in members.get(circle, ())
            if circle not in self._cards or (circle, person) not in self._self_told
        }

    def leave_out(self, held: Holding) -> None:
        """Take from `held` what the card of a circle says of them, and no card of their own did."""
        if not self._by_card or not held.sources:
            return
        linked = {
            row
            for source in held.sources
            for _, table, row in source.lines
            if table == "membership"
        }
        rows = held.rows.get("membership", {})
        for row, (folded,) in list(rows.items()):
            if row not in linked and (held.id, folded) in self._by_card:
                del rows[row]

    def cards(self) -> Iterator[Card]:
        """A card for each circle that needs one."""
        for circle, name, uid, note in self._wanted:
            cards = self._cards.get(circle)
            members = self._members.get(circle, [])
            if cards:
                for card in cards[:-1]:
                    yield self._given_back(card, None)
                elsewhere = {who for card in cards[:-1] for who in self._told_by(card)}
                here = self._told_by(cards[-1])
                now = [
                    one
                    for one in members
                    if one in here or not (one in elsewhere or (circle, one) in self._self_told)
                ]
                yield self._given_back(cards[-1], (name, note if self._everything else "", now))
                continue
            person = CardPerson(
                uid=uid,
                kind="group",
                name=name,
                remarks=(Remark(note),) if note and self._everything else (),
                members=tuple(Text(one) for one in self._uids_of(members)),
            )
            yield build(person, version=self._version)

    def _told_by(self, card: Card) -> set[int]:
        """The people whom the card of a circle names."""
        found = (self._uids.get(member.value) for member in card.person().members)
        return {who for who in found if who is not None}

    def _uids_of(self, people: list[int]) -> list[str]:
        found = dict(
            self._book.rows(
                "SELECT id, uid FROM person WHERE id IN (SELECT value FROM json_each(?))",
                json.dumps(people),
            )
        )
        return [found[person] for person in people]

    def _given_back(self, card: Card, now: tuple[str, str, list[int]] | None) -> Card:
        """The card of a circle with what was edited of it: name, note and who belongs."""
        person = card.person()
        instead: dict[int, list[Property]] = {}
        new: list[Property] = []
        if not self._everything:
            instead |= {
                number: []
                for number, prop in enumerate(card.properties)
                if prop.key == "NOTE" or (prop.key[:2] == "X-" and "ADDRESSBOOK" not in prop.key)
            }
        if now is not None:
            name, note, members = now
            if fold_name(name) != fold_name(person.name) and person.name_at >= 0:
                prop = card.properties[person.name_at]
                instead[person.name_at] = [with_value(prop, name, card.version)]
            told = "\n\n".join(one.text for one in person.remarks)
            if note and note != told:
                instead |= {one.at: [] for one in person.remarks}
                new += more(CardPerson(remarks=(Remark(note),)), self._version)
            said = set()
            for member in person.members:
                who = self._uids.get(member.value)
                said.add(who)
                if who is not None and who not in members:
                    instead[member.at] = []
            missing = [one for one in members if one not in said]
            group = build(
                CardPerson(
                    kind="group", members=tuple(Text(one) for one in self._uids_of(missing))
                ),
                version=self._version,
            )
            new += [prop for prop in group.properties if prop.key.endswith("MEMBER")]
        if card.version != self._version:
            kept: list[Property] = []
            for number, prop in enumerate(card.properties):
                kept += instead.get(number, [prop])
            return additions.with_more(convert(Card(card.version, tuple(kept)), self._version), new)
        raw = whole(card.raw)
        gone = {number for number, props in instead.items() if not props}
        after = additions.placed(card.properties, gone, new)
        if raw:
            base = replace(card, raw=raw)
            return vcard.parse(patched(base, Patch(instead, after)))
        return card
