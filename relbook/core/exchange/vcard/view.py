"""A card's properties as what Relbook takes of them."""

from collections.abc import Callable, Iterable, Sequence

from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.vcard.gather import Gatherer
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.vocabulary import ALSO, CHATS, KIN, KIN_PREFIXES, SOCIALS


def read_person(
    version: str, properties: Sequence[Property], repaired: Iterable[str] = ()
) -> CardPerson:
    """What `properties`, of a card of `version`, tell of a person; `repaired` goes before its own."""
    gatherer = Gatherer(properties, old=version == "2.1")
    for at, prop in enumerate(properties):
        reader = _READERS.get(prop.head.key)
        if reader is not None and (prop.value or prop.head.key in _SAID_BEFORE):
            if prop.head.alternative and gatherer.said_already(prop):
                continue
            reader(gatherer, at, prop)
    return gatherer.person(list(repaired))


# What may have all it says before its colon.
_SAID_BEFORE = frozenset({"RELATED", "SOCIALPROFILE", "X-SOCIALPROFILE"})
_READERS: dict[str, Callable[[Gatherer, int, Property], None]] = {
    "FN": Gatherer.full_name,
    "N": Gatherer.name,
    "UID": Gatherer.plain,
    "KIND": Gatherer.plain,
    "REV": Gatherer.plain,
    "SORT-STRING": Gatherer.plain,
    "PRONOUNS": Gatherer.plain,
    "NICKNAME": Gatherer.nickname,
    "SOUND": Gatherer.sound,
    "X-PHONETIC-FIRST-NAME": Gatherer.phonetic,
    "X-PHONETIC-MIDDLE-NAME": Gatherer.phonetic,
    "X-PHONETIC-LAST-NAME": Gatherer.phonetic,
    "X-ABSHOWAS": Gatherer.show_as,
    "X-EVOLUTION-LIST": Gatherer.list_of_mails,
    "ORG": Gatherer.organisation,
    "TITLE": Gatherer.title,
    "ROLE": Gatherer.role,
    "TEL": Gatherer.phone,
    "EMAIL": Gatherer.mail,
    "URL": Gatherer.web,
    "IMPP": Gatherer.chat,
    "SOCIALPROFILE": Gatherer.social,
    "ADR": Gatherer.address,
    "LABEL": Gatherer.envelope,
    "BDAY": Gatherer.day,
    "ANNIVERSARY": Gatherer.day,
    "DEATHDATE": Gatherer.day,
    "X-ABDATE": Gatherer.labelled_day,
    "CATEGORIES": Gatherer.category,
    "NOTE": Gatherer.note,
    "PHOTO": Gatherer.photo,
    "RELATED": Gatherer.related,
    "X-ABRELATEDNAMES": Gatherer.apple_related,
    "INTEREST": Gatherer.liking,
    "HOBBY": Gatherer.liking,
    "EXPERTISE": Gatherer.liking,
    "MEMBER": Gatherer.member,
    "X-ANDROID-CUSTOM": Gatherer.android,
    "X-RELBOOK-FIELD": Gatherer.own_field,
}
_READERS |= {also: _READERS[key] for also, key in ALSO.items()}
_READERS |= dict.fromkeys(CHATS, Gatherer.chat) | dict.fromkeys(SOCIALS, Gatherer.social)
_READERS |= {prefix + word: Gatherer.named_kin for prefix in KIN_PREFIXES for word in KIN}
