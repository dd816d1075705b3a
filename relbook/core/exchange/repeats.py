"""Values that one person has twice: a number in two spellings, a mail in two cases, a note again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from relbook.core import facts
from relbook.core.exchange import evidence, joining
from relbook.core.exchange.marks import same_phone
from relbook.core.names import fold, tokens
from relbook.core.store.book import Book
from relbook.core.words import say

F = TypeVar("F", bound=facts.Fact)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows of one table that say the same: `keep` stays, the others go into it.

    `values` are how they are written, that of `keep` first.
    """

    kind: type[facts.Fact]
    keep: int
    others: tuple[int, ...]
    values: tuple[str, ...]
    why: str


def repeated(book: Book, person: int) -> list[Repeat]:
    """What `person` has more than once, each group with its reason."""
    country = evidence.country(book)

    def same_contact(one: facts.Contact, other: facts.Contact) -> bool:
        if one.kind != other.kind or one.service != other.service:
            return False
        if one.kind == "phone" and same_phone(one.value, other.value, country):
            return True
        keys = [facts.match_key(each.kind, each.value) for each in (one, other)]
        return keys[0] == keys[1] != ""

    found = _groups(book, facts.Contact, person, same_contact, _contact_words, _why_contact)
    found += _groups(
        book, facts.Address, person, _same_address, facts.Address.written, _why_address
    )
    found += _groups(book, facts.Position, person, _same_position, _position_words, _why_position)
    found += _groups(book, facts.KeyDate, person, _same_day, lambda day: day.date, _why_day)
    found += _groups(book, facts.Note, person, _same_note, lambda note: note.text, _why_note)
    found += _groups(book, facts.OwnField, person, _same_own, lambda own: own.value, _why_own)
    return found


def fold_repeated(book: Book, person: int, which: Iterable[Repeat]) -> None:
    """Make one row of each of `which`. Needs an open edit.

    What the others know and the one that stays does not (a label, who told it) goes over to it.
    """
    dropped: dict[str, dict[int, int]] = {}
    for repeat in which:
        model = facts.MODELS[repeat.kind]
        rows = [facts.read(book, repeat.kind, one) for one in (repeat.keep, *repeat.others)]
        there = [row for row in rows if row is not None]
        if len(there) < 2:
            continue
        keep, *others = there
        values: dict[str, Any] = {}
        for field in fields(repeat.kind):
            told = [getattr(row, field.name) for row in there]
            mine = told[0]
            if isinstance(mine, bool):
                values[field.name] = max(told)
            elif field.name == "learned":
                values[field.name] = max((one for one in told if one), default=None)
            elif mine in {None, ""} and field.name != "until":
                values[field.name] = next((one for one in told if one not in {None, ""}), mine)
        altered = {name: value for name, value in values.items() if value != getattr(keep, name)}
        if altered:
            facts.change(book, repeat.kind, keep.id, **altered)
        facts.remove(book, repeat.kind, [row.id for row in others])
        gone = dropped.setdefault(model._meta.table_name, {})
        gone.update({row.id: keep.id for row in others})
    joining.follow(book, person, dropped)


def _groups(
    book: Book,
    kind: type[F],
    person: int,
    same: Callable[[F, F], bool],
    written: Callable[[F], str],
    why: Callable[[F], str],
) -> list[Repeat]:
    left = facts.of_person(book, kind, person)
    found = []
    while left:
        first, *rest = left
        group = [first, *(one for one in rest if same(first, one))]
        left = [one for one in rest if one not in group]
        if len(group) > 1:
            group.sort(key=lambda one: (*_fullness(one), -one.id), reverse=True)
            keep, *others = group
            found.append(
                Repeat(
                    kind,
                    keep.id,
                    tuple(one.id for one in others),
                    tuple(written(one) for one in group),
                    why(keep),
                )
            )
    return found


def _fullness(one: facts.Fact) -> tuple[bool, int, int]:
    """The row that stays tells most, and has a number with its country's code."""
    told = [getattr(one, field.name) for field in fields(one)]
    value = getattr(one, "value", "")
    return (
        value.startswith("+"),
        sum(part not in {None, "", False} for part in told),
        sum(len(part) for part in told if isinstance(part, str)),
    )


def _contact_words(contact: facts.Contact) -> str:
    return contact.value


def _why_contact(contact: facts.Contact) -> str:
    if contact.kind == "phone":
        return say("same phone number")
    return say("same mail") if contact.kind == "mail" else say("same address on the web")


def _same_address(one: facts.Address, other: facts.Address) -> bool:
    words, others = set(tokens(one.written())), set(tokens(other.written()))
    less, more = sorted((words, others), key=len)
    streets = {fold(each.street) for each in (one, other)} - {""}
    return bool(less) and less <= more and (less == more or len(streets) == 1)


def _why_address(_address: facts.Address) -> str:
    return say("same address")


def _same_position(one: facts.Position, other: facts.Position) -> bool:
    def said(job: facts.Position) -> tuple[str, ...]:
        return fold(job.organisation), fold(job.title), fold(job.role), fold(job.department)

    return (
        said(one) == said(other)
        and (one.since or other.since) == (other.since or one.since)
        and (one.until == other.until)
    )


def _position_words(job: facts.Position) -> str:
    return ", ".join(part for part in (job.title or job.role, job.organisation) if part)


def _why_position(_job: facts.Position) -> str:
    return say("same work")


def _same_day(one: facts.KeyDate, other: facts.KeyDate) -> bool:
    if (one.kind, fold(one.about)) != (other.kind, fold(other.about)):
        return False
    if one.kind == "other" and fold(one.label) != fold(other.label):
        return False
    dates = one.date, other.date
    return one.date == other.date or joining.is_vaguer(*dates) or joining.is_vaguer(*dates[::-1])


def _why_day(_day: facts.KeyDate) -> str:
    return say("same day")


def _same_note(one: facts.Note, other: facts.Note) -> bool:
    return fold(one.text) == fold(other.text) and (one.date or other.date) == (
        other.date or one.date
    )


def _why_note(_note: facts.Note) -> str:
    return say("same note")


def _same_own(one: facts.OwnField, other: facts.OwnField) -> bool:
    return (fold(one.name), fold(one.value)) == (fold(other.name), fold(other.value))


def _why_own(_own: facts.OwnField) -> str:
    return say("same field")
