"""A card: one person, group or company as a file outside knows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.view import read_person


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be read: the line it begins on, from 1, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """An ordered bag of properties (RFC 6350 and before); BEGIN, END and VERSION are not among them.

    `version` is "2.1", "3.0" or "4.0". `raw` are its bytes to the letter, from BEGIN to END with their
    line ends, as UTF-8 if the file was UTF-16; empty for a card made here. `line` is its first line in
    the file, from 1. `repaired` says in sentences what was guessed or mended to read it. Two cards
    are equal if version and properties are.
    """

    version: str
    properties: tuple[Property, ...]
    raw: bytes = field(default=b"", compare=False, repr=False)
    line: int = field(default=1, compare=False)
    repaired: tuple[str, ...] = field(default=(), compare=False)
    _places: dict[str, list[int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def kind(self) -> str:
        """What sort of source it is, beside rows of tables."""
        return "vcard"

    def places(self, key: str) -> list[int]:
        """The numbers, from 0, of the properties named `key` (upper case)."""
        if not self._places:
            for number, prop in enumerate(self.properties):
                self._places.setdefault(prop.head.key, []).append(number)
        return self._places.get(key, [])

    def every(self, key: str) -> Iterator[Property]:
        """The properties named `key` (upper case), in order."""
        return (self.properties[number] for number in self.places(key))

    def first(self, key: str) -> Property | None:
        """The first property named `key` (upper case)."""
        return next(self.every(key), None)

    def person(self) -> CardPerson:
        """What Relbook takes from the card."""
        return read_person(self.version, self.properties, self.repaired)
