"""A person's card as a QR code: small enough for the camera of any phone (ISO/IEC 18004)."""

from relbook.core.exchange.outgoing.outgo import cards_of
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard import to_bytes
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.property import Property
from relbook.core.store.book import Book

MOST = 600  # bytes that are still easy to read from a screen or paper
# What a phone makes something of; the first as long as there is room.
WANTED = ("FN", "N", "TEL", "EMAIL", "ORG", "TITLE", "URL", "ADR", "BDAY", "NICKNAME")
_NEEDED = frozenset({"FN", "N"})


def small_card(book: Book, person: int) -> bytes:
    """What may be shared of `person` as a vCard 3.0 of at most `MOST` bytes.

    Photo, notes and whatever a phone makes nothing of are left out; of the rest, what comes last
    in `WANTED`. A name alone may take more.
    """
    (card, *_) = cards_of(book, [person], version="3.0", profile=Profile.SHARE)
    found = [prop for key in WANTED for prop in card.every(key) if prop.value.strip(";")]
    kept: list[Property] = []
    for prop in found:
        more = Card("3.0", (*kept, _plain(prop)))
        if prop.key in _NEEDED or len(to_bytes(more)) <= MOST:
            kept.append(_plain(prop))
    return to_bytes(Card("3.0", tuple(kept)))


def modules(data: bytes) -> list[bytearray]:
    """The code of `data`: a row of 0 (white) and 1 (black) for each line, the white around it apart.

    A screen and a sheet are clean: the least correction of errors keeps the modules large. Raises
    `ValueError` for more than a code can hold (2,953 bytes).
    """
    import segno

    return list(segno.make(data, mode="byte", error="l", micro=False, encoding="utf-8").matrix)


def _plain(prop: Property) -> Property:
    """`prop` without a group, whose label stays behind."""
    types = [pair for pair in prop.params if pair[0].upper() == "TYPE"]
    return Property.of(prop.name, prop.value, types)
