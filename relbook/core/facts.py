"""What is told of one person: how to reach them, where they live, what they do, days to know,
notes, and fields of the owner's own.

Each kind is a frozen dataclass whose fields are named as the columns they come from. Those that
write need an open edit.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from relbook.core import errors
from relbook.core.dates import PartialDate
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What any fact knows of itself: when it was learned, from whom, and how softly to keep it."""

    id: int
    learned: str | None = None
    told_by_id: int | None = None
    tender: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Fact):
    """A way to reach someone; `kind` is phone, mail, web, chat or social."""

    kind: str
    value: str
    label: str = ""
    service: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Fact):
    """A postal address; `lines` is one that was only ever written as it stands on a letter."""

    label: str = ""
    po_box: str = ""
    extended: str = ""
    street: str = ""
    locality: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    lines: str = ""
    preferred: bool = False

    def written(self) -> str:
        """The address on one line: street first, then code and town, then country."""
        if self.lines and not (self.street or self.locality):
            return ", ".join(line.strip() for line in self.lines.splitlines() if line.strip())
        town = " ".join(part for part in (self.code, self.locality) if part)
        parts = (self.po_box, self.extended, self.street, town, self.region, self.country)
        return ", ".join(" ".join(part.split()) for part in parts if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """What someone does or did, and where; `until` is None while they still do."""

    organisation: str = ""
    department: str = ""
    title: str = ""
    role: str = ""
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDate(Fact):
    """A day to know; `kind` is birthday, anniversary, deathday or other (with its own label)."""

    kind: str
    date: str
    label: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Fact):
    """Prose with its date."""

    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField(Fact):
    """A field the owner invented; `kind` is text, number, date or link."""

    name: str
    value: str = ""
    kind: str = "text"


F = TypeVar("F", bound=Fact)

MODELS: dict[type[Fact], type[schema.Fact]] = {
    Contact: schema.ContactPoint,
    Address: schema.Address,
    Position: schema.Position,
    KeyDate: schema.KeyDate,
    Note: schema.Note,
    OwnField: schema.OwnField,
}
_ORDER: dict[type[Fact], str] = {
    Contact: "CASE kind WHEN 'mail' THEN 0 WHEN 'phone' THEN 1 ELSE 2 END, preferred DESC, id",
    Address: "preferred DESC, id",
    Position: "until IS NOT NULL, until DESC, id",
    KeyDate: "CASE kind WHEN 'birthday' THEN 0 ELSE 1 END, id",
    Note: "date IS NULL, date DESC, id DESC",
    OwnField: "id",
}


def select(kind: type[Fact]) -> str:
    """The SELECT and FROM that read the columns of `kind` in the order of its fields."""
    names = ", ".join(field.name for field in fields(kind))
    return f'SELECT {names} FROM "{MODELS[kind]._meta.table_name}"'


def build(kind: type[F], row: tuple[Any, ...]) -> F:
    """A `kind` from the columns that `select` reads."""
    values = dict(zip((field.name for field in fields(kind)), row, strict=True))
    for flag in ("tender", "private", "preferred"):
        if flag in values:
            values[flag] = bool(values[flag])
    return kind(**values)


def of_person(book: Book, kind: type[F], person: int, *, limit: int = -1) -> list[F]:
    """The facts of a kind that are told of `person`, in the order to show them."""
    rows = book.rows(
        f"{select(kind)} WHERE person_id = ? ORDER BY {_ORDER[kind]} LIMIT ?", person, limit
    )
    return [build(kind, row) for row in rows]


def count(book: Book, kind: type[Fact], person: int) -> int:
    """How many facts of a kind are told of `person`."""
    table = MODELS[kind]._meta.table_name
    return int(book.value(f'SELECT count(*) FROM "{table}" WHERE person_id = ?', person))


def read(book: Book, kind: type[F], fact: int) -> F | None:
    """One fact, or None when it is no more."""
    row = book.row(f"{select(kind)} WHERE id = ?", fact)
    return None if row is None else build(kind, row)


def add(book: Book, kind: type[Fact], person: int, /, **values: Any) -> int:
    """Tell a new fact of `person`; returns its id. Raises `Refused` for one that says nothing."""
    return book.insert(MODELS[kind], person_id=person, **clean(kind, values))


def change(book: Book, kind: type[Fact], fact: int, /, **values: Any) -> None:
    """Put new `values` into a fact. Raises `Refused` for values that cannot be kept."""
    book.update(MODELS[kind], fact, **clean(kind, values))


def remove(book: Book, kind: type[Fact], facts: int | Iterable[int]) -> None:
    """Take facts back."""
    book.delete(MODELS[kind], facts)


def clean(kind: type[Fact], values: dict[str, Any]) -> dict[str, Any]:
    """`values` as they are kept: trimmed, dates checked, what is derived added."""
    kept = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    for name in ("learned", "since", "until", "date"):
        if name in kept:
            kept[name] = _date(kept[name], required=kind is KeyDate and name == "date")
    checker = _CLEAN.get(kind)
    return checker(kept) if checker else kept


def match_key(kind: str, value: str) -> str:
    """A contact value as it is compared: the digits of a number, the rest folded."""
    if kind == "phone":
        digits = re.sub(r"\D", "", value.split(";", maxsplit=1)[0])
        return digits.lstrip("0")
    if kind == "web":
        return re.sub(r"^https?://(www\.)?", "", value.strip().lower()).rstrip("/")
    return fold(value)


def _date(value: str | None, *, required: bool) -> str | None:
    if value:
        return PartialDate.from_iso(value).iso()
    if required:
        raise errors.Refused(
            say("A day to know needs a date, even one known only in part."), "date"
        )
    return None


def _say_something(values: dict[str, Any], names: tuple[str, ...], why: str) -> dict[str, Any]:
    """`values`, unless all of `names` are given and all are empty: then the first is missed."""
    if all(name in values for name in names) and not any(values[name] for name in names):
        raise errors.Refused(why, names[0])
    return values


def _clean_contact(values: dict[str, Any]) -> dict[str, Any]:
    if "value" in values:
        if not values["value"]:
            raise errors.Refused(say("A number or address cannot be empty."), "value")
        values["match_key"] = match_key(values.get("kind", ""), values["value"])
    return values


def _clean_address(values: dict[str, Any]) -> dict[str, Any]:
    names = ("street", "locality", "region", "code", "country")
    if values.get("lines"):
        return values
    return _say_something(values, names, say("An address needs a line at least."))


def _clean_position(values: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "organisation")
    return _say_something(values, names, say("What they do needs a title or an organisation."))


def _clean_note(values: dict[str, Any]) -> dict[str, Any]:
    return _say_something(values, ("text",), say("An empty note has nothing to keep."))


def _clean_own(values: dict[str, Any]) -> dict[str, Any]:
    return _say_something(values, ("name",), say("A field of your own needs a name."))


_CLEAN: dict[type[Fact], Callable[[dict[str, Any]], dict[str, Any]]] = {
    Contact: _clean_contact,
    Address: _clean_address,
    Position: _clean_position,
    Note: _clean_note,
    OwnField: _clean_own,
}
