"""What a card changes in someone who is in the book: what is news, and what it replaces.

Three are compared: what the book has, what the new card says, and what the card said that came
before it from the same place, if there was one. What the owner wrote, or took away, stays as the
owner left it; what the last card said and nobody touched since gives way to what now stands in its
place; what the new card only leaves out stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from relbook.core import names
from relbook.core.exchange.incoming.before import Before, Incoming, Rereader, card_before, is_older
from relbook.core.exchange.incoming.named import Named
from relbook.core.exchange.incoming.rows import COLUMNS, SAME_BY, Told, sense, spoken, told
from relbook.core.exchange.person import CardPerson, Kin
from relbook.core.store import schema
from relbook.core.store.book import Book, hash_of

Table = type[schema.Row]
Values = tuple[Any, ...]
SameNumber = Callable[[str, str], bool]
Tell = Callable[[CardPerson], list[Told]]

# What tells which of several values of one kind stands in whose place: columns after person_id.
_PLACE: dict[Table, tuple[int, ...]] = {
    schema.ContactPoint: (0, 2, 3),  # kind, label, service
    schema.Address: (0,),
    schema.Position: (),
    schema.KeyDate: (0, 1),
    schema.Note: (),
    schema.OwnField: (0,),
}
_TAIL = 6  # digits at the end that two ways of writing a number have in common at least
_HEAD = (
    "name, family, given, additional, prefixes, suffixes, nickname, say_it, pronouns, photo, state"
)


@dataclass(slots=True)
class Update:
    """Rows to add, rows to change by their id, and columns of the person; `kin` to be related."""

    added: list[Told] = field(default_factory=list)
    changed: list[tuple[Table, int, Values]] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)
    kin: tuple[Kin, ...] = ()
    lines: list[tuple[int, str, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.person)


@dataclass(frozen=True, slots=True)
class News:
    """What a card changes, and which card it is a newer one of; nothing, where it is an older one."""

    update: Update
    before: Before | None
    older: bool = False


class Comparer:
    """Compares cards with who they mean, in `book`; writes nothing.

    Cards that came from the source `first_new` on stand beside the others, not before them.
    """

    def __init__(self, book: Book, named: Named, same_number: SameNumber) -> None:
        self._book, self._named, self._same_number = book, named, same_number
        self.reread = Rereader(book)
        self._first_new = book.first_free_id(schema.SourceCard)

    def told(self, card: CardPerson) -> list[Told]:
        """What a card tells; circles and interests that are not there yet are only wished for."""
        return list(told(card, self._named.wished_circle, self._named.wished_interest))

    def news(self, person: int, came: Incoming, card: CardPerson) -> News:
        """What `came` tells that is new of `person`."""
        before = card_before(
            self._book, person, came, card, self.reread, self.told, self._first_new
        )
        if before and is_older(card, before.card):
            return News(Update(), before, older=True)
        then = before.card if before else None
        return News(compare(self._book, person, card, then, self.told, self._same_number), before)

    def lines(self, person: int, card: CardPerson) -> list[tuple[int, str, int]]:
        """Which property of `card` each row of `person` stands in."""
        return compare(self._book, person, card, card, self.told, self._same_number).lines


def compare(
    book: Book,
    person: int,
    card: CardPerson,
    before: CardPerson | None,
    tell: Tell,
    same_number: SameNumber,
) -> Update:
    """What `card` changes in `person`; `before` is the card it is a newer one of.

    `tell` gives the rows that a card tells of, with the ids of circles and interests.
    """
    update = Update()
    now = _by_table(tell(card))
    then = _by_table(tell(before)) if before else {}
    for model in SAME_BY:
        if model in now:
            ours = _rows(book, model, person)
            _Facts(model, ours, then.get(model, []), same_number, update).take(now[model])
    _compare_head(book, person, card, before, update)
    update.kin = tuple(kin for kin in card.kin if before is None or kin not in before.kin)
    return update


def _by_table(told: list[Told]) -> dict[Table, list[tuple[int, Values]]]:
    found: dict[Table, list[tuple[int, Values]]] = {}
    for model, at, values in told:
        found.setdefault(model, []).append((at, values))
    return found


def _rows(book: Book, model: Table, person: int) -> dict[int, Values]:
    columns = ", ".join(f'"{column}"' for column in ("id", *COLUMNS[model][2:]))
    found = book.rows(
        f'SELECT {columns} FROM "{model._meta.table_name}" WHERE person_id = ? ORDER BY id', person
    )
    return {row[0]: tuple(row[1:]) for row in found}


class _Facts:
    """The comparing of one table's rows."""

    def __init__(
        self,
        model: Table,
        ours: dict[int, Values],
        then: list[tuple[int, Values]],
        same_number: SameNumber,
        update: Update,
    ) -> None:
        self.model, self.ours, self.update = model, ours, update
        self.same_number = same_number
        self.said = {self.sense(values): row for row, values in reversed(ours.items())}
        self.then = {self.sense(values): values for _, values in then}

    def sense(self, values: Values) -> Values:
        """What they say, apart from their label."""
        return sense(self.model, (0, 0, *values))

    def take(self, told: list[tuple[int, Values]]) -> None:
        """Compare what the new card says."""
        now = {self.sense(values) for _, values in told}
        gone = [values for mark, values in self.then.items() if mark not in now]
        for at, values in told:
            mark = self.sense(values)
            row = self.said.get(mark)
            if row is None:
                row = self._same_number(values)
            if row is not None:
                before = self.then.get(mark)
                if before is not None and before != values and self.ours[row] == before:
                    self._change(row, values)
            elif mark in self.then:
                continue  # the owner took it away, or wrote it differently
            else:
                row = self._in_place_of(values, gone)
                if row is not None:
                    self._change(row, values)
                else:
                    self.update.added.append((self.model, at, values))
                    self.said[mark] = -1
                    continue
            if at >= 0 and row > 0:
                self.update.lines.append((at, self.model._meta.table_name, row))

    def _change(self, row: int, values: Values) -> None:
        self.update.changed.append((self.model, row, values))
        self.ours[row] = values
        self.said[self.sense(values)] = row

    def _same_number(self, values: Values) -> int | None:
        """The row that has the same phone number, written otherwise."""
        if self.model is not schema.ContactPoint or values[0] != "phone" or not values[5]:
            return None
        for row, there in self.ours.items():
            if (
                there[0] == "phone"
                and there[5]
                and there[5][-_TAIL:] == values[5][-_TAIL:]
                and self.same_number(there[1], values[1])
            ):
                return row
        return None

    def _in_place_of(self, values: Values, gone: list[Values]) -> int | None:
        """The row of what stood where `values` stand now, if nobody has touched it."""
        place = _PLACE.get(self.model)
        if place is None:
            return None
        for old in gone:
            if all(old[column] == values[column] for column in place):
                rows = [row for row, there in self.ours.items() if there == old]
                if rows:
                    gone.remove(old)
                    return rows[0]
        return None


def _compare_head(
    book: Book, person: int, card: CardPerson, before: CardPerson | None, update: Update
) -> None:
    """The columns of the person's own row."""
    found = book.row(f"SELECT {_HEAD} FROM person WHERE id = ?", person)
    if found is None:
        return
    ours = dict(zip(_HEAD.split(", "), found, strict=True))
    parts, then = card.parts, before.parts if before else None
    wanted = update.person
    untouched = before is not None and before.name == ours["name"]
    if untouched and card.name not in ("", ours["name"]) and not _turned(card.name, ours["name"]):
        wanted["name"] = card.name
    columns = ("family", "given", "additional", "prefixes", "suffixes")
    there = tuple(ours[column] for column in columns)
    offered = tuple(getattr(parts, column) for column in columns)
    if parts and offered != there:
        untouched = then is not None and there == tuple(getattr(then, c) for c in columns)
        emptied = then is not None and offered == tuple(getattr(then, c) for c in columns)
        if untouched or (not any(there) and not emptied):
            wanted |= dict(zip(columns, offered, strict=True))
    if "name" in wanted or "family" in wanted:
        wanted["sort_key"] = names.sort_key(
            wanted.get("family", ours["family"]),
            wanted.get("given", ours["given"]),
            card.sort_as or wanted.get("name", ours["name"]),
        )
    nick = _nicknames(card)
    first = before is None
    called = goes_by(ours["given"], ours["family"], parts.given, parts.family)
    if first and called and not (nick or ours["nickname"]):
        nick = parts.given
    if before is None and ours["nickname"] and nick:
        nick = _united(ours["nickname"], nick)
        if nick != ours["nickname"]:
            wanted["nickname"] = nick
    else:
        _offer(wanted, ours, "nickname", nick, _nicknames(before))
    _offer(wanted, ours, "say_it", spoken(card), spoken(before) if before else "")
    _offer(wanted, ours, "pronouns", card.pronouns.value, before.pronouns.value if before else "")
    _offer(wanted, ours, "photo", photo_of(card), photo_of(before))
    died = any(day.kind == "deathday" for day in card.days)
    knew = before is not None and any(day.kind == "deathday" for day in before.days)
    if died and not knew and ours["state"] == "active":
        wanted["state"] = "deceased"


def _turned(one: str, other: str) -> bool:
    """Whether two names are the same words in another order: "Lovelace, Ada"."""
    words, others = ([*names.fold(name).replace(",", " ").split()] for name in (one, other))
    return words != others and sorted(words) == sorted(others)


def _offer(
    wanted: dict[str, Any], ours: dict[str, Any], column: str, new: str, before: str
) -> None:
    """Take `new` where the last card's word stands untouched, or nothing and it had none."""
    if new and new != before and (ours[column] or "") == before:
        wanted[column] = new


def goes_by(given: str, family: str, theirs: str, their_family: str) -> bool:
    """Whether someone is called by another given name there: Bob, who is Robert here."""
    mine, other = names.fold(given), names.fold(theirs)
    return (
        bool(mine and len(other) > 2 and other.isalpha())
        and not mine.startswith(other)
        and names.fold(family) == names.fold(their_family)
    )


def _nicknames(card: CardPerson | None) -> str:
    return ", ".join(nick.value for nick in card.nicknames) if card else ""


def _united(ours: str, theirs: str) -> str:
    there = {names.fold(one) for one in ours.split(",")}
    more = [one.strip() for one in theirs.split(",") if names.fold(one) not in there]
    return ", ".join([ours, *more])


def photo_of(card: CardPerson | None) -> str:
    """The hash of a card's photo, or ""."""
    if card is None or card.photo is None or not card.photo.data:
        return ""
    return hash_of(card.photo.data)
