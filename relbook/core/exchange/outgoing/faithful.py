"""Cards given back as they came: what was not edited in the book to the letter, what was edited alone
anew, what was deleted gone.

The comparing is done in rows: what a card tells, told again from its bytes, with the rows that came
from it as the book has them now. A line that no row stands for was never the book's to edit and stays.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from relbook.core import names
from relbook.core.exchange import vcard
from relbook.core.exchange.incoming.rows import guessed, spoken, told
from relbook.core.exchange.outgoing import rewrite
from relbook.core.exchange.outgoing.holdings import HeldKin, Holding, Source, Values
from relbook.core.exchange.person import CardPerson, Kin, PostalAddress
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import Head, Property
from relbook.core.exchange.vcard.spans import utf8
from relbook.core.relations import inverse
from relbook.core.store.book import hash_of
from relbook.core.words import say

Place = tuple[str, int]  # a table and the id of a row
Claims = dict[Place, set[Values]]


@dataclass(slots=True)
class Reading:
    """A source card read again, in UTF-8: what it tells, by property and table."""

    source: Source
    card: Card
    person: CardPerson
    told: dict[tuple[int, str], list[Values]]
    rows: dict[tuple[int, str], list[int]]

    def pairs(self, held: Holding) -> "list[tuple[int, str, Values, int | None]]":
        """Property, table, what is told, and the row it became, if it became one.

        What is told twice in one property goes first with the row that still says it.
        """
        found: list[tuple[int, str, Values, int | None]] = []
        for (at, table), values in self.told.items():
            rows = self.rows.get((at, table), [])
            if len(values) == len(rows) == 1:
                found.append((at, table, values[0], rows[0]))
                continue
            there = held.rows.get(table, {})
            waiting = deque(rows)
            rest: list[Values] = []
            for one in values:
                same = next((row for row in waiting if there.get(row) == one), None)
                if same is None:
                    rest.append(one)
                else:
                    waiting.remove(same)
                    found.append((at, table, one, same))
            found += [(at, table, one, waiting.popleft() if waiting else None) for one in rest]
        return found


@dataclass(slots=True)
class Edits:
    """What differs in a card: what stands instead of properties, by number, and what it speaks for."""

    instead: dict[int, list[Property]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)  # of the group of a property
    claims: set[Place] = field(default_factory=set)
    kin: dict[int, set[int]] = field(default_factory=dict)  # relations that a property tells
    head: dict[str, str] = field(default_factory=dict)  # columns of the person that no line says


def fold_name(name: str) -> str:
    """What stands for a circle or interest of this name; empty for one that says nothing."""
    return names.fold(" ".join(name.split()))


def read_source(source: Source, raw: bytes) -> Reading:
    """The card that `raw` is, and what it tells. Raises FileUnreadable."""
    card = vcard.parse(raw)
    mended = utf8(card.raw)
    if mended is not card.raw:
        card = vcard.parse(mended)
    person = card.person()
    by_place: defaultdict[tuple[int, str], list[Values]] = defaultdict(list)
    for model, at, values in told(person, fold_name, lambda name, _industry: fold_name(name)):
        if at >= 0:
            by_place[at, model._meta.table_name].append(values)
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for at, table, row in source.lines:
        rows[at, table].append(row)
    return Reading(source, card, person, dict(by_place), dict(rows))


class Comparing:
    """Compares one person with their cards; `who` finds whom a UID or name in a card means."""

    def __init__(
        self,
        held: Holding,
        readings: list[Reading],
        who: Callable[[str], int | None],
        interests: dict[str, tuple[str, bool]],
        circles: dict[str, str],
    ) -> None:
        self._held = held
        self._who = who
        self._interests = interests
        self._circles = circles
        self._pairs = [reading.pairs(held) for reading in readings]
        self._tellings: Claims = defaultdict(set)
        for pairs in self._pairs:
            for _, table, values, row in pairs:
                if row is not None:
                    self._tellings[table, row].add(values)
        self._readings = readings

    def edits(self, number: int) -> Edits:
        """How the book differs from the card `number` of those given."""
        reading, edits = self._readings[number], Edits()
        lists: defaultdict[int, set[str]] = defaultdict(set)
        for at, table, values, row in self._pairs[number]:
            if row is None:
                same = [one for one, now in self._held.rows.get(table, {}).items() if now == values]
                edits.claims.update((table, one) for one in same)
                continue
            edits.claims.add((table, row))
            now = self._held.rows.get(table, {}).get(row)
            if now == values or (now is not None and now in self._tellings[table, row]):
                continue
            if table == "membership":
                lists[at].add(values[0])
            elif table == "position":
                self._position(reading, at, values, now, edits)
            elif now is None:
                self._drop(reading, at, table, edits)
            elif not self._change(reading, at, table, values, now, edits):
                self._drop(reading, at, table, edits)
                edits.claims.discard((table, row))
        for place, rows in reading.rows.items():
            if place not in reading.told:
                edits.claims.update((place[1], row) for row in rows)
        self._lists(reading, lists, edits)
        self._kin(reading, edits)
        self._head(reading, edits)
        return edits

    # Rows

    def _drop(self, reading: Reading, at: int, table: str, edits: Edits) -> None:
        edits.instead[at] = []
        if table == "address" and (lines := _envelope(reading, at)) >= 0:
            edits.instead[lines] = []

    def _change(
        self, reading: Reading, at: int, table: str, was: Values, now: Values, edits: Edits
    ) -> bool:
        """Rewrite the property `at`; false where it cannot say it."""
        card = reading.card
        prop, version = card.properties[at], card.version
        labelled = bool(prop.group) and label_of(card, prop) >= 0
        done: rewrite.Rewritten | None = None
        if table == "contact_point":
            done = rewrite.contact(prop, was, now, version, labelled=labelled)
        elif table == "address":
            done = self._address(reading, at, was, now, edits, labelled=labelled)
        elif table == "key_date":
            done = rewrite.day(prop, was, now, version)
        elif table == "note":
            done = rewrite.Rewritten(rewrite.note(prop, was, now, version))
        elif table == "own_field" and now[0] == was[0]:
            done = rewrite.Rewritten(rewrite.with_value(prop, now[1], version))
        elif table == "tagging":
            name = self._interests.get(now[0], (now[0], False))[0]
            new = rewrite.liking(prop, was, now, name, version)
            done = rewrite.Rewritten(new) if new else None
        if done is None:
            return False
        edits.instead[at] = [done.prop, *done.more]
        if done.label is not None:
            edits.labels[at] = done.label
        return True

    def _address(
        self,
        reading: Reading,
        at: int,
        was: Values,
        now: Values,
        edits: Edits,
        *,
        labelled: bool,
    ) -> rewrite.Rewritten | None:
        card = reading.card
        prop = card.properties[at]
        if prop.key == "LABEL":
            if now[1:8] != was[1:8]:
                return None
            return rewrite.Rewritten(rewrite.with_value(prop, now[8], card.version))
        done = rewrite.address(prop, was, now, card.version, labelled=labelled)
        if now[8] != was[8]:
            lines = _envelope(reading, at)
            if lines >= 0:
                label = rewrite.with_value(card.properties[lines], now[8], card.version)
                edits.instead[lines] = [label] if now[8] else []
                if card.version == "4.0" and done is not None:
                    params = tuple(p for p in done.prop.params if p[0].upper() != "LABEL")
                    done = replace(done, prop=_with(done.prop, params))
            elif now[8] and done is not None and not done.prop.head.param("LABEL"):
                types = tuple(p for p in done.prop.params if p[0].upper() == "TYPE")
                value = rewrite.plain(now[8], card.version)
                done = replace(done, more=(Property(Head("", "LABEL", types), value),))
        return done

    def _position(
        self, reading: Reading, at: int, was: Values, now: Values | None, edits: Edits
    ) -> None:
        """ORG, TITLE and ROLE of one position, each edited alone."""
        card = reading.card
        told_of = next(one for one in reading.person.positions if one.at == at)
        after = now if now is not None else ("", "", "", "")
        last = at
        more: list[Property] = []
        for number, name, key in ((2, told_of.title_at, "TITLE"), (3, told_of.role_at, "ROLE")):
            if after[number] == was[number]:
                continue
            if name >= 0:
                prop = card.properties[name]
                text = after[number]
                edits.instead[name] = [rewrite.with_value(prop, text, card.version)] if text else []
            elif after[number]:
                value = rewrite.plain(after[number], card.version)
                more.append(Property(Head(card.properties[at].group, key), value))
        if after[:2] != was[:2]:
            prop = card.properties[at]
            if prop.key == "ORG":
                kept = any(after[:2]) or (any(after) and len(reading.person.positions) > 1)
                new = rewrite.organisation(prop, was, after, card.version)
                edits.instead[at] = [new] if kept else []
            else:
                value = ";".join(rewrite.plain(one, card.version) for one in after[:2] if one)
                org = Property(Head(prop.group, "ORG"), value)
                edits.instead[at] = [org, *edits.instead.get(at, [prop])]
        if more:
            edits.instead[last] = [*edits.instead.get(last, [card.properties[last]]), *more]

    def _lists(self, reading: Reading, lists: dict[int, set[str]], edits: Edits) -> None:
        """Lists of circles: without those left, with those joined."""
        card = reading.card
        more: dict[int, list[str]] = defaultdict(list)
        if last := card.places("CATEGORIES"):
            for row, values in self._held.rows.get("membership", {}).items():
                place = ("membership", row)
                if place not in edits.claims and place not in self._tellings:
                    more[last[-1]].append(self._circles.get(values[0], str(values[0])))
                    edits.claims.add(place)
        for at in {*lists, *more}:
            prop = card.properties[at]
            gone = lists.get(at, set())
            new = rewrite.listed(prop, gone, more.get(at, []), card.version, fold_name)
            edits.instead[at] = [new] if new.value else []

    # Kin

    def _kin(self, reading: Reading, edits: Edits) -> None:
        for kin in reading.person.kin:
            other = self._who(kin.uid or kin.name)
            if other == self._held.id or (other is None and not kin.name):
                continue
            there = [
                one
                for one in self._held.kin
                if (one.other == other if other is not None else one.name == kin.name)
            ]
            same = [one for one in there if _same_kin(one, kin)]
            if same:
                edits.kin.setdefault(kin.at, set()).update(one.id for one in same)
            elif kin.at >= 0:
                edits.instead[kin.at] = []

    # Who it is

    def _head(self, reading: Reading, edits: Edits) -> None:
        card, person, held = reading.card, reading.person, self._held
        version = card.version
        if held.name != (person.name or say("(no name)")):
            at = person.name_at
            if at >= 0 and card.properties[at].key == "FN":
                edits.instead[at] = [rewrite.with_value(card.properties[at], held.name, version)]
        parts = person.parts or guessed(replace(person, name=person.name or say("(no name)")))
        was = (parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes)
        if held.parts != was:
            if person.parts.at >= 0:
                prop = card.properties[person.parts.at]
                edits.instead[person.parts.at] = [
                    rewrite.name_parts(prop, was, held.parts, version)
                ]
            elif any(held.parts):
                edits.head["parts"] = ""
        self._nicknames(reading, edits)
        self._looks(reading, edits)

    def _looks(self, reading: Reading, edits: Edits) -> None:
        """How the name is said, pronouns, and the photo."""
        card, person, held = reading.card, reading.person, self._held
        if held.say_it != spoken(person):
            for key in ("X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME"):
                edits.instead.update((at, []) for at in card.places(key))
            if person.say_it.at >= 0:
                edits.instead[person.say_it.at] = []
            edits.head["say_it"] = held.say_it
        if held.pronouns != person.pronouns.value:
            at = person.pronouns.at
            if at >= 0:
                new = rewrite.with_value(card.properties[at], held.pronouns, card.version)
                edits.instead[at] = [new] if held.pronouns else []
            else:
                edits.head["pronouns"] = held.pronouns
        photo = person.photo
        if held.photo != (hash_of(photo.data) if photo and photo.data else None):
            if photo and photo.at >= 0:
                edits.instead[photo.at] = []
            edits.head["photo"] = held.photo or ""

    def _nicknames(self, reading: Reading, edits: Edits) -> None:
        card, nicknames = reading.card, reading.person.nicknames
        if self._held.nickname == ", ".join(nick.value for nick in nicknames):
            return
        now = [one.strip() for one in self._held.nickname.split(",") if one.strip()]
        by_line: defaultdict[int, list[str]] = defaultdict(list)
        for nick in nicknames:
            by_line[nick.at].append(nick.value)
        new = [one for one in now if one not in {nick.value for nick in nicknames}]
        for at, said in by_line.items():
            kept = [one for one in said if one in now]
            if kept == said and not new:
                continue
            prop = card.properties[at]
            if prop.key == "X-ANDROID-CUSTOM":
                edits.instead.update({} if kept else {at: []})
                continue
            value = ",".join(rewrite.plain(one, card.version) for one in (*kept, *new))
            new = []
            params = tuple(p for p in prop.params if p[0].upper() not in {"ENCODING", "CHARSET"})
            edits.instead[at] = (
                [Property(Head(prop.group, prop.name, params), value)] if value else []
            )
        if new:
            edits.head["nickname"] = ", ".join(new)


def _with(prop: Property, params: tuple[tuple[str, str], ...]) -> Property:
    return Property(Head(prop.group, prop.name, params), prop.value, prop.line)


def _same_kin(held: HeldKin, kin: Kin) -> bool:
    """Whether a relation says what a card says, at whichever end it was told."""
    kind = kin.kind or "contact"
    if not held.turned:
        return held.told == kind
    return kind in (inverse(held.told), held.told) or inverse(kind) == held.told


def _envelope(reading: Reading, at: int) -> int:
    """The number of the LABEL that tells the lines of the address `at`, or -1."""
    card = reading.card
    found: PostalAddress | None = next(
        (one for one in reading.person.addresses if one.at == at), None
    )
    if found is None or not found.lines or card.properties[at].head.param("LABEL"):
        return -1
    return found.lines_at


def label_of(card: Card, prop: Property) -> int:
    """The number of the X-ABLabel of the group of `prop`, or -1."""
    group = prop.group.lower()
    if not group:
        return -1
    for number in card.places("X-ABLABEL"):
        if card.properties[number].group.lower() == group:
            return number
    return -1


def settle(card: Card, edits: Edits) -> dict[int, list[Property]]:
    """What stands instead of which property, the labels of groups with them.

    The label of a group that nothing is left of goes; one edited is rewritten, one new is added.
    """
    instead = dict(edits.instead)
    used = {prop.group.lower() for prop in card.properties if prop.group}
    for at, label in edits.labels.items():
        prop = card.properties[at]
        number = label_of(card, prop)
        if number >= 0:
            there = card.properties[number]
            new = Property(Head(there.group, there.name), escape(label))
            instead[number] = [new] if label else []
        elif label:
            group = prop.group or next(
                name for count in range(1, len(used) + 2) if (name := f"item{count}") not in used
            )
            used.add(group.lower())
            changed = instead[at][0]
            instead[at] = [
                Property(Head(group, changed.name, changed.params), changed.value),
                *instead[at][1:],
                Property(Head(group, "X-ABLabel"), escape(label)),
            ]
    emptied = {
        card.properties[at].group.lower()
        for at, props in instead.items()
        if not props and card.properties[at].group
    }
    if emptied:
        _drop_labels(card, instead, emptied)
    return instead


def _drop_labels(card: Card, instead: dict[int, list[Property]], groups: set[str]) -> None:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for number, prop in enumerate(card.properties):
        if (group := prop.group.lower()) in groups:
            members[group].append(number)
    for numbers in members.values():
        left = [number for number in numbers if number not in instead or instead[number]]
        if all(card.properties[number].key in {"X-ABLABEL", "X-ABADR"} for number in left):
            instead.update((number, []) for number in left)
