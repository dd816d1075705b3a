"""The card that another is a newer one of: what came last from the same place."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from relbook.core.errors import RelbookError
from relbook.core.exchange import vcard
from relbook.core.exchange.incoming.rows import Told, sense
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.vcard.card import Problem
from relbook.core.names import fold
from relbook.core.store.book import Book

if TYPE_CHECKING:
    from relbook.core.exchange.table import Table

FORMER = (
    "former"  # a source card that a newer one replaced: only the hash of its bytes, as card_uid
)
MERGED = "merged"  # the UID of someone who became one with this person

Tell = Callable[[CardPerson], list[Told]]


class Placed(Protocol):
    """A property of a card, or a cell."""

    @property
    def line(self) -> int:
        """Where it begins, counted from the line that the whole begins on."""


class Incoming(Protocol):
    """What comes in: a `Card`, or a row of a table."""

    @property
    def raw(self) -> bytes:
        """Its bytes, to the letter."""

    @property
    def line(self) -> int:
        """Where it begins in its file, from 1."""

    @property
    def version(self) -> str:
        """Of a card."""

    @property
    def kind(self) -> str:
        """What it is: "vcard" or "csv"."""

    @property
    def properties(self) -> Sequence[Placed]:
        """What it is made of, in order."""

    def person(self) -> CardPerson:
        """What it tells."""


@dataclass(frozen=True, slots=True)
class Before:
    """The row of `source_card`, the hash of its bytes, and what the card says."""

    source: int
    blob: str
    card: CardPerson


def card_before(
    book: Book,
    person: int,
    came: Incoming,
    card: CardPerson,
    read: Callable[[str, bytes], CardPerson | None],
    tell: Tell,
    first_new: int,
) -> Before | None:
    """What `came` is a newer one of, among the cards that `person` came from, if any.

    The same UID tells; where there is none, of those without a UID and with the same name the one that
    has most in common. Cards from `first_new` on came just now: they stand beside it, not before it.
    `read` makes a person of a kind of source and its bytes.
    """
    found = book.rows(
        "SELECT id, blob FROM source_card WHERE person_id = ? AND kind = ? AND card_uid = ?"
        " AND id < ? ORDER BY id DESC",
        person,
        came.kind,
        card.uid,
        first_new,
    )
    best: Before | None = None
    most = 0
    for source, blob in found:
        raw = book.bytes_of(blob)
        before = read(came.kind, raw) if raw else None
        if before is None:
            continue
        if card.uid:
            return Before(source, blob, before)
        if _called(card) != _called(before):
            continue
        common = 1 + _common(tell(card), tell(before))
        if common > most:
            best, most = Before(source, blob, before), common
    return best


def is_older(card: CardPerson, than: CardPerson) -> bool:
    """Whether both say when they were written (REV), and `card` was first."""
    ours, theirs = _revised(card), _revised(than)
    return bool(ours and theirs) and ours < theirs


def _revised(card: CardPerson) -> str:
    digits = re.sub(r"\D", "", card.revised.split(".", maxsplit=1)[0])
    return digits[:14].ljust(14, "0") if len(digits) >= 8 else ""


def _called(card: CardPerson) -> list[str]:
    """The words of a name, in whatever order."""
    return sorted(fold(card.name).replace(",", " ").split())


def _common(one: list[Told], other: list[Told]) -> int:
    marks = {(model, sense(model, (0, 0, *values))) for model, _, values in one}
    return sum((model, sense(model, (0, 0, *values))) in marks for model, _, values in other)


class Rereader:
    """Reads the bytes of a source card again, as a person; None for those it cannot.

    Rows are read as `table` says if it has their header, else as the owner once said, or as they look.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self.table: Table | None = None

    def __call__(self, kind: str, raw: bytes) -> CardPerson | None:
        """What `raw` tells, which is of a `kind` of source."""
        try:
            if kind == "vcard":
                return vcard.parse(raw).person()
            return self._row(raw) if kind == "csv" else None
        except RelbookError:
            return None

    def _row(self, raw: bytes) -> CardPerson | None:
        from relbook.core.exchange import table

        now = self.table
        if now and now.header_raw and raw.startswith(now.header_raw.rstrip("\r\n").encode()):
            found = replace(now, encoding="utf-8", first=1)
        else:
            found = table.examine(raw, encoding="utf-8")
            kept = table.for_header(self._book, found.mapping.fingerprint)
            if kept is not None and len(kept.targets) == len(found.columns):
                found = found.with_mapping(kept)
        for item in table.read(io.BytesIO(raw), found):
            if not isinstance(item, Problem):
                return item.person()
        return None
