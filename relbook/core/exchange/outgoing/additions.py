"""What the book has beyond someone's cards: more lines for the card that goes out, each at the end of
its like.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from relbook.core.exchange.incoming.rows import HOW
from relbook.core.exchange.outgoing.holdings import Holding, Values
from relbook.core.exchange.person import (
    CardPerson,
    Contact,
    Day,
    Kin,
    Liking,
    Name,
    OwnValue,
    Photo,
    Position,
    PostalAddress,
    Remark,
    Text,
)
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.property import Head, Property
from relbook.core.exchange.vcard.vocabulary import CHATS, SOCIALS

_LIKE = (
    {
        "LABEL": "ADR",
        "TITLE": "ORG",
        "ROLE": "ORG",
        "X-ABRELATEDNAMES": "RELATED",
        "HOBBY": "INTEREST",
        "EXPERTISE": "INTEREST",
        "X-SOCIALPROFILE": "SOCIALPROFILE",
        "N": "FN",
        "NICKNAME": "FN",
        "X-PHONETIC-FIRST-NAME": "FN",
        "X-PHONETIC-MIDDLE-NAME": "FN",
        "X-PHONETIC-LAST-NAME": "FN",
    }
    | dict.fromkeys(CHATS, "IMPP")
    | dict.fromkeys(SOCIALS, "SOCIALPROFILE")
)
_OF_GROUPS = frozenset({"X-ABLABEL", "X-ABADR"})
_WORDS = {"practises": "hobby", "works in": "expertise", "offers": "expertise", "": "expertise"}


def like(key: str) -> str:
    """What properties of this name stand together with."""
    return _LIKE.get(key, key)


def told_of(
    held: Holding,
    circles: Mapping[str, str],
    interests: Mapping[str, tuple[str, bool]],
    said: set[tuple[str, int]],
    kin: Iterable[Kin],
    photo: bytes | None,
) -> CardPerson:
    """The rows of `held` that are not `said` yet, and `kin`; its name and the like are not told."""
    rows: dict[str, list[Values]] = {
        table: [values for row, values in found.items() if (table, row) not in said]
        for table, found in held.rows.items()
    }

    def of(table: str) -> list[Values]:
        return rows.get(table, [])

    contacts = sorted(of("contact_point"), key=lambda row: -row[4])
    return CardPerson(
        positions=tuple(Position(*row) for row in of("position")),
        contacts=tuple(
            Contact(kind, value, label, bool(preferred), service)
            for kind, value, label, service, preferred, _ in contacts
        ),
        addresses=tuple(_address(row) for row in of("address")),
        days=tuple(Day(kind, date, label) for kind, label, date in of("key_date")),
        categories=tuple(
            Text(circles.get(row[0], row[0]))
            for row in sorted(of("membership"), key=lambda row: str(row[0]))
        ),
        remarks=tuple(Remark(text, date or "") for date, text in of("note")),
        photo=Photo(photo) if photo else None,
        kin=tuple(kin),
        likings=tuple(_liking(*interests[row[0]], row[1], row[2]) for row in of("tagging")),
        own=tuple(OwnValue(name, value) for name, value in of("own_field")),
    )  # fmt: skip


def _address(row: Values) -> PostalAddress:
    label, box, extended, street, locality, region, code, country, lines, preferred = row
    return PostalAddress(
        box, extended, street, locality, region, code, country, lines, label, bool(preferred)
    )


def _liking(name: str, industry: bool, how: str, how_much: int | None) -> Liking:
    """RFC 6715: what one works in is expertise, what one practises a hobby, the rest interest."""
    kind = _WORDS.get(how, "interest") if how or not industry else "interest"
    scale = ("beginner", "average", "expert") if kind == "expertise" else ("low", "medium", "high")
    read_as = ("works in" if kind == "expertise" else "enjoys") if industry else HOW[kind]
    level = scale[how_much - 1] if how_much else ""
    return Liking(kind, name, level, industry, how=how if how != read_as else "")


def parts_of(held: Holding) -> Name:
    """The parts of a name."""
    family, given, additional, prefixes, suffixes = held.parts
    return Name(family, given, additional, prefixes, suffixes)


def regrouped(properties: Sequence[Property], used: set[str]) -> list[Property]:
    """`properties` with groups that are none of `used` (lower case), which gets theirs."""
    names: dict[str, str] = {}
    out = []
    for prop in properties:
        group = prop.group
        if group and group.lower() not in names:
            name, count = group, 0
            while name.lower() in used:
                count += 1
                name = f"item{count}"
            names[group.lower()] = name
            used.add(name.lower())
        if group and names[group.lower()] != group:
            head = Head(names[group.lower()], prop.name, prop.params)
            out.append(Property(head, prop.value, prop.line))
        else:
            out.append(prop)
    return out


def placed(
    there: Sequence[Property], gone: set[int], properties: Iterable[Property]
) -> dict[int, list[Property]]:
    """After which number of `there` each of `properties` goes: its like's last, else -1, the end.

    Those in `gone` are no like. What has a group stays behind the first of that group.
    """
    last: dict[str, int] = {}
    for number, prop in enumerate(there):
        if number in gone:
            continue
        if prop.key in _OF_GROUPS and prop.group and number:
            group = prop.group.lower()
            for kind, at in last.items():
                if at == number - 1 and there[at].group.lower() == group:
                    last[kind] = number
        else:
            last[like(prop.key)] = number
    after: defaultdict[int, list[Property]] = defaultdict(list)
    at = -1
    for prop in properties:
        if not (prop.key in _OF_GROUPS and prop.group):
            at = last.get(like(prop.key), -1)
        after[at].append(prop)
    return dict(after)


def with_more(card: Card, properties: Iterable[Property]) -> Card:
    """`card` with more properties, each after its like."""
    after = placed(card.properties, set(), properties)
    if not after:
        return card
    out: list[Property] = []
    for number, prop in enumerate(card.properties):
        out += [prop, *after.get(number, ())]
    return Card(card.version, (*out, *after.get(-1, ())), b"", card.line, card.repaired)
