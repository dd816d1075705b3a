"""Values that one person has twice: a number in two spellings, a mail in two cases, a note again."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from relbook.core import facts
from relbook.core.exchange.sameness import evidence, joining
from relbook.core.exchange.sameness.marks import same_phone, tail
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

    found = _groups(
        book, facts.Contact, person, _contact_core, same_contact, _contact_words, _why_contact
    )
    found += _groups(
        book, facts.Address, person, type, _same_address, facts.Address.written, _why_address
    )
    found += _groups(
        book, facts.Position, person, _position_core, _same_position, _position_words, _why_position
    )
    found += _groups(
        book, facts.KeyDate, person, _day_core, _same_day, lambda day: day.date, _why_day
    )
    found += _groups(
        book, facts.Note, person, _note_core, _same_note, lambda note: note.text, _why_note
    )
    found += _groups(
        book, facts.OwnField, person, _own_core, _same_own, lambda own: own.value, _why_own
    )
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
    core: Callable[[F], Hashable],
    same: Callable[[F, F], bool],
    written: Callable[[F], str],
    why: Callable[[F], str],
) -> list[Repeat]:
    """Rows that are the `same`; those that are have one `core`, which is sooner compared."""
    rows = facts.of_person(book, kind, person)
    cores = Counter(map(core, rows))
    left = [row for row in rows if cores[core(row)] > 1]
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


def _contact_core(contact: facts.Contact) -> Hashable:
    end = tail(contact.value) if contact.kind == "phone" else ""
    return contact.kind, end or facts.match_key(contact.kind, contact.value)


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


def _position_core(job: facts.Position) -> Hashable:
    said = fold(job.organisation), fold(job.title), fold(job.role), fold(job.department)
    return *said, job.until


def _same_position(one: facts.Position, other: facts.Position) -> bool:
    return _position_core(one) == _position_core(other) and (
        not (one.since and other.since) or one.since == other.since
    )


def _position_words(job: facts.Position) -> str:
    return ", ".join(part for part in (job.title or job.role, job.organisation) if part)


def _why_position(_job: facts.Position) -> str:
    return say("same work")


def _day_core(day: facts.KeyDate) -> Hashable:
    return day.kind, fold(day.about), fold(day.label) if day.kind == "other" else ""


def _same_day(one: facts.KeyDate, other: facts.KeyDate) -> bool:
    dates = one.date, other.date
    return _day_core(one) == _day_core(other) and (
        one.date == other.date or joining.is_vaguer(*dates) or joining.is_vaguer(*dates[::-1])
    )


def _why_day(_day: facts.KeyDate) -> str:
    return say("same day")


def _note_core(note: facts.Note) -> Hashable:
    return fold(note.text)


def _same_note(one: facts.Note, other: facts.Note) -> bool:
    return _note_core(one) == _note_core(other) and (
        not (one.date and other.date) or one.date == other.date
    )


def _why_note(_note: facts.Note) -> str:
    return say("same note")


def _own_core(own: facts.OwnField) -> Hashable:
    return fold(own.name), fold(own.value)


def _same_own(one: facts.OwnField, other: facts.OwnField) -> bool:
    return _own_core(one) == _own_core(other)


def _why_own(_own: facts.OwnField) -> str:
    return say("same field")
