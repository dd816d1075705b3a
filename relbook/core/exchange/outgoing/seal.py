"""Whether a card with rows of a book in it still says what it said when they were put in.

Another program may have changed its lines since, and knows nothing of the rows. So the JSPROP that
holds them carries a hash of all that the other lines say, in any order and however they are spelt.
"""

import hashlib
from dataclasses import replace

from relbook.core.exchange.outgoing.sharing import FIRST_MET
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.vcard import parse, values
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.property import Property

PARAM = "X-RELBOOK-SEAL"
UNSEALED = "0" * 16
# What programs write anew, and what is no word on the person.
_APART = frozenset({"JSPROP", "PRODID", "REV", "VERSION", "UID"})


def sealed(data: bytes) -> Card:
    """The card that `data` writes, with the seal in the place that `PARAM` keeps for it."""
    card = parse(data)
    open_, shut = (f"{PARAM}={seal}".encode() for seal in (UNSEALED, _seal(card)))
    return replace(card, raw=data.replace(open_, shut, 1))


def is_broken(card: Card) -> bool:
    """Whether a card says something else than when it was sealed. One without a seal does not."""
    seals = {prop.head.param(PARAM) for prop in card.every("JSPROP")} - {""}
    return bool(seals) and seals != {_seal(card)}


def without_own(card: CardPerson) -> CardPerson:
    """What a card tells, without the lines that Relbook adds for others and has as rows."""
    return replace(
        card,
        days=tuple(day for day in card.days if day.label != FIRST_MET),
        kin=tuple(kin for kin in card.kin if kin.kind != "introduced-by"),
    )


def _seal(card: Card) -> str:
    old = card.version == "2.1"
    told = sorted(
        (prop.key, _said(prop, old)) for prop in card.properties if prop.key not in _APART
    )
    return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()


def _said(prop: Property, old: bool) -> str:
    if prop.key in {"PHOTO", "LOGO", "SOUND", "KEY"}:
        data, url, _ = values.binary(prop)
        return hashlib.blake2b(data, digest_size=8).hexdigest() if data else url
    return values.text(prop, old=old).strip(";")
