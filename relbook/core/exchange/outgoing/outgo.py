"""Rows into cards: everyone in the book as vCard tells of them, those who came in cards as they came."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import BinaryIO

from relbook.core.errors import RelbookError
from relbook.core.exchange import archive
from relbook.core.exchange.outgoing import additions, beyond, circle_cards, seal
from relbook.core.exchange.outgoing.faithful import Comparing, Edits, Reading, read_source, settle
from relbook.core.exchange.outgoing.holdings import HeldKin, Holding, Holdings
from relbook.core.exchange.outgoing.sharing import FIRST_MET, drop_own, keep_back
from relbook.core.exchange.person import CardPerson, Kin, Name, Photo, Text
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.build import build, more, urn
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.convert import convert
from relbook.core.exchange.vcard.lines import escape, read_content
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.spans import Patch, patched, whole
from relbook.core.exchange.vcard.view import read_person
from relbook.core.exchange.vcard.writing import card_bytes
from relbook.core.store.book import Book
from relbook.core.words import say

CHUNK = 500
BOOK_KIND = "x-relbook-book"
Report = Callable[[int, int], None]

# Of these comparing has decided already; of the others a card has one, and the newest says it.
_DECIDED = frozenset(
    "FN N UID KIND REV PRODID NICKNAME X-NICKNAME PRONOUNS X-ABSHOWAS X-ABUID X-PHONETIC-FIRST-NAME"
    " X-PHONETIC-MIDDLE-NAME X-PHONETIC-LAST-NAME".split()
)
_SINGLE = frozenset(
    "GENDER SORT-STRING CLASS MAILER BIRTHPLACE DEATHPLACE GEO TZ SOURCE NAME PROFILE LANGUAGE"
    " CREATED".split()
)
_LABELS = frozenset({"X-ABLABEL", "X-ABADR"})


def cards_of(
    book: Book,
    people: Sequence[int] | None = None,
    *,
    version: str = "4.0",
    profile: Profile = Profile.SHARE,
    report: Report | None = None,
) -> Iterator[Card]:
    """A card of `version` ("3.0" or "4.0") for each of `people`, or everyone, in the order they
    came in.

    `raw` is what such a card is in a file where it came in one and could stay as it was; `bytes_of`
    gives the bytes of any. Cards for circles follow, where a line in their members' cards does not say
    all of them. With EVERYTHING, what no card can say goes out as JSON (`archive`); with SHARE what is
    tender, private or the owner's own stays in the book.
    """
    out = _Outgo(book, people, version, profile)
    yield from out.cards(report)


def bytes_of(card: Card) -> bytes:
    """`card`, one of `cards_of`, as it stands in a file."""
    return card.raw or card_bytes(card)


def write(cards: Iterable[Card], out: BinaryIO) -> int:
    """Write `cards` of `cards_of` after one another; returns how many. Raises what `out` raises."""
    count = 0
    for card in cards:
        out.write(bytes_of(card))
        count += 1
    return count


class _Outgo:
    """One export."""

    def __init__(
        self, book: Book, people: Sequence[int] | None, version: str, profile: Profile
    ) -> None:
        self._book = book
        self._version = version
        self._everything = profile is Profile.EVERYTHING
        self._chosen = None if people is None else list(dict.fromkeys(people))
        self._people = (
            [i for (i,) in book.rows("SELECT id FROM person ORDER BY id")]
            if self._chosen is None
            else self._chosen
        )
        self._among = set(self._people)
        self._holdings = Holdings(book)
        self._beyond = beyond.people(book) & self._among if self._everything else set()
        self._archived = self._everything and (
            bool(self._beyond) or (people is None and beyond.is_shared(book))
        )
        self._circles = circle_cards.CircleCards(
            book, self._among, version, everything=self._everything, partial=people is not None
        )
        self._named = beyond.named_by_uid(book) | self._circles.members

    def cards(self, report: Report | None) -> Iterator[Card]:
        total = len(self._people)
        if self._archived:
            yield from self._book_cards()
        for start in range(0, total, CHUNK):
            chunk = self._people[start : start + CHUNK]
            told = archive.told_of(self._book, [i for i in chunk if i in self._beyond])
            for held in self._holdings.read(chunk):
                self._circles.leave_out(held)
                card = self._card(held, told.get(held.id, ""))
                yield seal.sealed(bytes_of(card)) if held.id in told else card
            if report:
                report(min(start + CHUNK, total), total)
        yield from self._circles.cards()

    def _book_cards(self) -> Iterator[Card]:
        """What belongs to several, in cards of its own that no other program shows as people."""
        for piece in archive.shared_in_pieces(self._book, self._chosen):
            card = build(CardPerson(kind=BOOK_KIND, name="Relbook"), version=self._version)
            yield replace(card, properties=(*card.properties, _jsprop(archive.SHARED, piece)))

    def _card(self, held: Holding, told: str) -> Card:
        readings = []
        for source in reversed(held.sources):
            raw = self._book.bytes_of(source.blob)
            if raw:
                try:
                    readings.append(read_source(source, raw))
                except RelbookError:  # bytes that were a card once, to another reader
                    continue
        extra = [_jsprop(archive.PERSON, told, seal.UNSEALED)] if told else []
        if not readings:
            person = replace(
                self._told(held, set(), set(), held.photo),
                uid=held.uid,
                name=held.name,
                parts=additions.parts_of(held),
                nicknames=_nicknames(held.nickname),
                say_it=Name(given=held.say_it),
                pronouns=Text(held.pronouns),
            )
            revised = held.changed.replace("-", "").replace(":", "")
            card = build(person, revised=revised, version=self._version)
            used = {prop.group.lower() for prop in card.properties if prop.group}
            extra = [*additions.regrouped(self._met(held), used), *extra]
            return additions.with_more(card, extra) if extra else card
        return self._from_sources(held, readings, extra, archived=bool(told))

    # Those who came in cards

    def _from_sources(
        self, held: Holding, readings: list[Reading], extra: list[Property], *, archived: bool
    ) -> Card:
        names = self._holdings
        comparing = Comparing(held, readings, self._who, names.interests, names.circles)
        base = readings[0]
        edits = comparing.edits(0)
        if self._everything:
            drop_own(base, held, edits, again=archived)
        else:
            keep_back(base, held, edits)
        said = set(edits.claims)
        kin = {one for ones in edits.kin.values() for one in ones}
        instead = settle(base.card, edits) if edits.instead or edits.labels else {}
        new: list[Property] = []
        taken: set[str] = set()  # groups of what is new
        there: set[_Sense] = set()  # what newer cards hold
        for number in range(1, len(readings)):
            newer = readings[number - 1].card
            there |= {_sense(prop, newer.version) for prop in newer.properties}
            differing = comparing.edits(number)
            if self._everything:
                drop_own(readings[number], held, differing, again=archived)
            else:
                keep_back(readings[number], held, differing)
            older = self._others(held, readings[number], differing, there, said, kin)
            new += additions.regrouped(older, taken)
        photo = edits.head.get("photo")
        person = self._told(held, said, kin, photo or None)
        if person != _NOBODY or edits.head:
            told = more(self._with_head(person, held, edits), self._version)
            new += additions.regrouped(told, taken)
        if archived or held.id in self._named:
            new += self._uid(base.card, held)
        if archived:
            new += additions.regrouped(self._met(held), taken)
        if not self._is_named(base, instead, held.name):
            new.insert(0, Property.of("FN", escape(held.name)))
        new += extra
        return self._assembled(base.card, instead, new)

    def _is_named(self, reading: Reading, instead: dict[int, list[Property]], name: str) -> bool:
        """Whether a card still says `name` after its edits, if it had no FN to say it."""
        card = reading.card
        if card.first("FN") is not None and reading.person.name:
            return True
        if not instead:
            return name == (reading.person.name or say("(no name)"))
        kept = [one for at, p in enumerate(card.properties) for one in instead.get(at, [p])]
        if not kept:
            return False
        return (read_person(card.version, kept).name or say("(no name)")) == name

    def _assembled(
        self, card: Card, instead: dict[int, list[Property]], new: list[Property]
    ) -> Card:
        """`card` with its edits, to the letter if it is of the version asked for."""
        used = {prop.group.lower() for prop in card.properties if prop.group}
        used |= {p.group.lower() for props in instead.values() for p in props if p.group}
        new = additions.regrouped(new, used)
        gone = {number for number, props in instead.items() if not props}
        if card.version != self._version:
            kept: list[Property] = []
            for number, prop in enumerate(card.properties):
                kept += instead.get(number, [prop])
            named = any(prop.key == "FN" for prop in new)
            plain = Card(card.version, (*new[:1], *kept) if named else tuple(kept))
            return additions.with_more(convert(plain, self._version), new[1:] if named else new)
        raw = whole(card.raw)
        if not instead and not new and raw:
            return card if raw is card.raw else replace(card, raw=raw)
        after = additions.placed(card.properties, gone, new)
        expected: list[Property] = []
        for number, prop in enumerate(card.properties):
            expected += [*instead.get(number, [prop]), *after.get(number, ())]
        properties = (*expected, *after.get(-1, ()))
        if raw:
            base = replace(card, raw=raw)
            changed = patched(base, Patch(instead, after))
            if read_content(changed).properties == list(properties):
                return Card(card.version, properties, changed)
        return Card(card.version, properties)

    def _others(
        self,
        held: Holding,
        reading: Reading,
        edits: Edits,
        there: "set[_Sense]",
        said: set[tuple[str, int]],
        kin: set[int],
    ) -> list[Property]:
        """What an older card has that no newer one said, in the version asked for."""
        card = reading.card
        repeated: dict[int, bool] = {}
        for at, table, _, row in reading.pairs(held):
            known = row is None or (table, row) in said
            repeated[at] = repeated.get(at, True) and known
        for at, relations in edits.kin.items():
            repeated[at] = relations <= kin
        for place in reading.person.positions:
            repeated |= {
                one: repeated.get(place.at, False)
                for one in (place.title_at, place.role_at)
                if one >= 0
            }
        repeated |= {
            one.lines_at: repeated.get(one.at, False)
            for one in reading.person.addresses
            if one.lines_at >= 0
        }
        said |= edits.claims
        kin |= {one for ones in edits.kin.values() for one in ones}
        instead = settle(card, edits)
        keys = {key for key, _, _ in there}
        chosen = [
            at
            for at, prop in enumerate(card.properties)
            if not (
                repeated.get(at)
                or prop.key in _DECIDED
                or prop.key in _LABELS
                or (prop.key in _SINGLE and prop.key in keys)
                or (at not in repeated and _sense(prop, card.version) in there)
            )
        ]
        groups = {card.properties[at].group.lower() for at in chosen} - {""}
        labels = [
            at
            for at, prop in enumerate(card.properties)
            if prop.key in _LABELS and prop.group.lower() in groups
        ]
        kept: list[Property] = []
        for at in sorted([*chosen, *labels]):
            kept += instead.get(at, [card.properties[at]])
        if not kept:
            return []
        return list(convert(Card(card.version, tuple(kept)), self._version, named=False).properties)

    # What the book adds

    @cached_property
    def _uids(self) -> dict[str, int]:
        found = dict(
            self._book.rows(
                "SELECT card_uid, person_id FROM source_card WHERE card_uid <> '' ORDER BY id DESC"
            )
        )
        return found | dict(self._book.rows("SELECT uid, id FROM person"))

    def _who(self, uid: str) -> int | None:
        """Who has this UID, or came with it."""
        return self._uids.get(uid) if uid else None

    def _told(
        self, held: Holding, said: set[tuple[str, int]], kin: set[int], photo: str | None
    ) -> CardPerson:
        """What the book has of someone that is not said yet."""
        silent = set(said)
        if not self._everything:
            silent |= held.hidden
            silent |= {
                (table, row) for table in ("note", "own_field") for row in held.rows.get(table, ())
            }
        relations = [
            self._kin(one)
            for one in held.kin
            if one.id not in kin
            and (self._everything or one.id not in held.hidden_kin)
            and not (one.turned and held.sources and self._is_told_there(one.id))
        ]
        data = self._book.bytes_of(photo) if photo else None
        names = self._holdings
        person = additions.told_of(held, names.circles, names.interests, silent, relations, data)
        picture = values.media_type(data) if data else ""
        person = replace(
            person, photo=Photo(data, media_type=picture) if data and picture else None
        )
        if not self._everything:
            person = replace(
                person, likings=tuple(replace(one, level="") for one in person.likings)
            )
        return person

    @cached_property
    def _told_in_cards(self) -> set[int]:
        """Relations told from one end, by a card of that one."""
        return beyond.relations_in_cards(self._book)

    def _is_told_there(self, relation: int) -> bool:
        return relation in self._told_in_cards

    def _kin(self, one: HeldKin) -> Kin:
        if one.other in self._among:
            return Kin(one.kind, one.name, one.uid)
        return Kin(one.kind, one.name)

    def _with_head(self, person: CardPerson, held: Holding, edits: Edits) -> CardPerson:
        head = edits.head
        return replace(
            person,
            parts=additions.parts_of(held) if "parts" in head else Name(),
            nicknames=_nicknames(head.get("nickname", "")),
            say_it=Name(given=head.get("say_it", "")),
            pronouns=Text(head.get("pronouns", "")),
        )

    def _uid(self, card: Card, held: Holding) -> list[Property]:
        if card.first("UID") is not None:
            return []
        return [Property.of("UID", urn(held.uid))]

    def _met(self, held: Holding) -> list[Property]:
        """How the owner and they met."""
        if not self._everything:
            return []
        how, on, where, through, name = held.met
        properties: list[Property] = []
        story = "\n".join(filter(None, (how, where)))
        if story:
            properties.append(Property.of("X-RELBOOK-MET", escape(story)))
        days = (circle_cards.first_met(on, FIRST_MET),) if on else ()
        kin: tuple[Kin, ...] = ()
        if through or name:
            uid, called = "", name
            if through is not None:
                row = self._book.row("SELECT uid, name FROM person WHERE id = ?", through)
                uid, called = row or ("", name)
            kin = (Kin("introduced-by", called, uid if through in self._among else ""),)
        properties += more(CardPerson(days=days, kin=kin), self._version)
        return properties


_NOBODY = CardPerson()
_Sense = tuple[str, str, tuple[str, ...]]


def _nicknames(text: str) -> tuple[Text, ...]:
    return tuple(Text(one.strip()) for one in text.split(",") if one.strip())


def _jsprop(pointer: str, text: str, unsealed: str = "") -> Property:
    """JSON in a card (RFC 9555 §3.2.1), with a place for its seal."""
    params = [("JSPTR", pointer)]
    return Property.of(
        "JSPROP", escape(text), [*params, (seal.PARAM, unsealed)] if unsealed else params
    )


def _sense(prop: Property, version: str) -> _Sense:
    """What a property says, however its card spells it."""
    return prop.key, values.text(prop, old=version == "2.1"), tuple(sorted(prop.head.types))
