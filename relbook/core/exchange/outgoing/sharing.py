"""What of a card may leave with `Profile.SHARE`: what is known to be public, and nothing else."""

from relbook.core.exchange.archive import PERSON, SHARED
from relbook.core.exchange.outgoing.faithful import Edits, Reading, label_of
from relbook.core.exchange.outgoing.holdings import Holding
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.labels import apple_label
from relbook.core.exchange.vcard.property import Head, Property
from relbook.core.exchange.vcard.vocabulary import ALSO, CHATS, KIN, KIN_PREFIXES, SOCIALS

FIRST_MET = "First met"
INTRODUCED_BY = "introduced by"

_PUBLIC = (
    frozenset(
        "FN N NICKNAME UID KIND MEMBER REV PRODID SORT-STRING SOUND PRONOUNS GRAMGENDER GENDER ORG TITLE"
        " ROLE LOGO TEL EMAIL URL IMPP SOCIALPROFILE ADR LABEL GEO TZ LANG LANGUAGE BDAY ANNIVERSARY"
        " DEATHDATE BIRTHPLACE DEATHPLACE X-ABDATE CATEGORIES PHOTO RELATED X-ABRELATEDNAMES INTEREST HOBBY"
        " EXPERTISE KEY FBURL CALURI CALADRURI CONTACT-URI ORG-DIRECTORY X-ABLABEL X-ABADR X-ABSHOWAS"
        " X-PHONETIC-FIRST-NAME X-PHONETIC-MIDDLE-NAME X-PHONETIC-LAST-NAME X-PHONETIC-ORG"
        " X-ANDROID-CUSTOM".split()
    )
    | ALSO.keys()
    | CHATS.keys()
    | SOCIALS.keys()
    | {prefix + word for prefix in KIN_PREFIXES for word in KIN}
)
_LEVEL = "LEVEL"
# What Android keeps in X-ANDROID-CUSTOM may be of any program's.
_ANDROID = ("/nickname;", "/relation;", "/contact_event;")


def keep_back(reading: Reading, held: Holding, edits: Edits) -> None:
    """Leave out of a source card what must stay in the book."""
    card = reading.card
    for number, prop in enumerate(card.properties):
        if not _is_public(prop) or _is_story(card, prop):
            edits.instead[number] = []
        elif prop.head.param(_LEVEL):
            now = edits.instead.get(number, [prop])
            edits.instead[number] = [_without_level(one) for one in now]
    for photo in reading.person.left_out:
        edits.instead[photo.at] = []
    for at, table, _, row in reading.pairs(held):
        if row is not None and (table, row) in held.hidden:
            edits.instead.update((one, []) for one in _lines_of(reading, at, table))
    for at, relations in edits.kin.items():
        if relations & held.hidden_kin:
            edits.instead[at] = []


def drop_own(reading: Reading, held: Holding, edits: Edits, *, again: bool) -> None:
    """Leave out of a source card what Relbook itself wrote beside it, and is to write `again`."""
    card = reading.card
    said = {at for at, _, _, row in reading.pairs(held) if row is not None} | {
        at for at, relations in edits.kin.items() if relations
    }
    for number, prop in enumerate(card.properties):
        kept = prop.key == "JSPROP" and prop.head.param("JSPTR") in (PERSON, SHARED)
        if kept or (again and number not in said and _is_own_story(card, prop)):
            edits.instead[number] = []


def _is_own_story(card: Card, prop: Property) -> bool:
    """Whether Relbook wrote this of how the owner and they met."""
    if prop.key == "X-ABRELATEDNAMES":
        number = label_of(card, prop)
        return number >= 0 and apple_label(card.properties[number].value) == INTRODUCED_BY
    return prop.key == "X-RELBOOK-MET" or _is_story(card, prop)


def _is_public(prop: Property) -> bool:
    if prop.key == "X-ANDROID-CUSTOM":
        return any(item in prop.value[:80] for item in _ANDROID)
    return prop.key in _PUBLIC


def _lines_of(reading: Reading, at: int, table: str) -> list[int]:
    """The properties that tell a row together, the first of which is `at`."""
    found = [at]
    if table == "position":
        for place in reading.person.positions:
            found += (place.title_at, place.role_at) if place.at == at else ()
    elif table == "address":
        found += [one.lines_at for one in reading.person.addresses if one.at == at]
    return [one for one in found if one >= 0]


def _is_story(card: Card, prop: Property) -> bool:
    """Whether a property tells how the owner and they met."""
    if prop.key == "RELATED":
        return bool(prop.head.param("X-RELBOOK-ROLE")) or "met" in prop.head.types
    if prop.key != "X-ABDATE":
        return False
    number = label_of(card, prop)
    return number >= 0 and apple_label(card.properties[number].value) == FIRST_MET


def _without_level(prop: Property) -> Property:
    params = tuple(pair for pair in prop.params if pair[0].upper() != _LEVEL)
    return Property(Head(prop.group, prop.name, params), prop.value, prop.line)
