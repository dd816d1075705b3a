"""Whom a card means: by its bytes, its UID, else by what two people seldom share.

Everyone in the book is known by a few keys (mail, the end of a phone number, the words of a name),
each as the number that Python hashes it to: a hundred thousand people take some 30 MB. Whoever shares
a key is only a candidate; `alike` judges, of a few.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from relbook.core.exchange.before import FORMER
from relbook.core.exchange.country import country, place_of_system
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.update import SameNumber
from relbook.core.facts import match_key
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.store.schema import Person
from relbook.core.words import say

PHONE_TAIL = 7  # digits that two ways of writing a number have in common
LONG_UID = 16  # characters from which a UID is taken to be nobody else's
BLOCK = 40  # people who share a key; of more, such as an office's switchboard, none is a candidate
JUDGED = 12  # candidates for one card


class Verdict(Enum):
    """What a card is to the book."""

    NEW = "new"
    SAME = "same"  # known, and it tells nothing new
    RICHER = "richer"  # known, and it tells more
    DOUBTFUL = "doubtful"  # new, or somebody known: the owner can tell
    ASIDE = "aside"  # no person: a company, a service number, no name


@dataclass(frozen=True, slots=True)
class Match:
    """`verdict` on a card, whom it means or may mean, and why; `odd` is a problem to tell."""

    verdict: Verdict
    person: int | None = None
    why: str = ""
    odd: str = ""


class Matcher:
    """Everyone in `book`, and those added while it goes on, ready to be asked for.

    People to come are known by the ids that they would get.
    """

    def __init__(self, book: Book, place: str | None = None) -> None:
        self._book = book
        self.same_number = same_number(place, book)
        self.first_new = book.first_free_id(Person)
        self._bytes: dict[int, int] = {}
        self._uids: dict[int, int | list[int]] = {}
        self._keys: dict[int, int | list[int]] = {}
        self._came: list[bytes] = []  # what those who come offer for comparing, from `first_new` on
        self._taken: set[int] = set()  # UIDs met in what comes
        for person, blob, uid, kind in book.sql(
            "SELECT person_id, blob, card_uid, kind FROM source_card ORDER BY id"
        ):
            if kind == FORMER:
                self._bytes[hash(uid)] = person
                continue
            if blob:
                self._bytes[hash(blob)] = person
            if uid:
                _put(self._uids, hash(uid), person)
        for person, uid, name in book.sql("SELECT id, uid, name FROM person"):
            _put(self._uids, hash(uid), person)
            _put(self._keys, _name_key(name), person)
        for person, kind, key in book.sql("SELECT person_id, kind, match_key FROM contact_point"):
            mark = _contact_key(kind, key)
            if mark:
                _put(self._keys, mark, person)

    def same_bytes(self, blob: str) -> int | None:
        """Who came from a card with just these bytes."""
        return self._bytes.get(hash(blob))

    def decide(self, card: CardPerson) -> Match:
        """Whom `card` means."""
        odd = ""
        uid = hash(card.uid) if card.uid else 0
        if uid in self._uids and uid:
            found = self._by_uid(card, uid)
            if found is not None:
                return found
            odd = say(
                "The UID of “{name}” is that of another card in the file; both came in, each as a "
                "person of their own.",
                name=card.name or say("(no name)"),
            )
        found = self._by_likeness(card) if card.name else None
        if found is not None and found.verdict is Verdict.RICHER:
            return found
        why = not_a_person(card)
        if why:
            return Match(Verdict.ASIDE, None, why, odd)
        return found or Match(Verdict.NEW, None, "", odd)

    def add(self, person: int, card: CardPerson, blob: str) -> None:
        """Know from now on that `person` came with this card."""
        self._bytes[hash(blob)] = person
        if card.uid:
            uid = hash(card.uid)
            self._taken.add(uid)
            _put(self._uids, uid, person)
        if not card.name:
            card_name = None
        else:
            card_name = _name_key(card.name)
            _put(self._keys, card_name, person)
        for mark in _contact_keys(card):
            _put(self._keys, mark, person)
        at = person - self.first_new
        if at >= len(self._came):
            self._came += [b""] * (at - len(self._came))  # who came in another way
            self._came.append(_packed(card))

    def _by_uid(self, card: CardPerson, uid: int) -> Match | None:
        people = list(_listed(self._uids, uid))
        why = say("They have the same UID.")
        here = Signs.of_card(card)
        for person in people:
            if here.is_like(self._signs(person)):
                return Match(Verdict.RICHER, person, why)
        if uid in self._taken:  # some programs give every card of a file the same UID
            return None
        if len(people) == 1 and len(card.uid) >= LONG_UID:
            return Match(Verdict.RICHER, people[0], why)
        return Match(
            Verdict.DOUBTFUL, people[0], say("They have the same UID, but nothing else in common.")
        )

    def _by_likeness(self, card: CardPerson) -> Match | None:
        hits: Counter[int] = Counter()
        for mark in {_name_key(card.name), *_contact_keys(card)}:
            hits.update(_listed(self._keys, mark))
        if not hits:
            return None
        here = Signs.of_card(card)
        best: tuple[int, int, str] | None = None
        for person, _ in hits.most_common(JUDGED):
            level, why = here.judge(self._signs(person))
            if level and (best is None or level > best[0]):
                best = level, person, why
        if best is None:
            return None
        level, person, why = best
        return Match(Verdict.RICHER if level > 1 else Verdict.DOUBTFUL, person, why)

    def _signs(self, person: int) -> "Signs":
        at = person - self.first_new
        if at >= 0 and self._came[at]:
            return Signs(*json.loads(self._came[at]))
        return Signs.of_person(self._book, person)


def same_number(place: str | None, book: Book) -> SameNumber:
    """What tells whether two phone numbers are one, dialled from the owner's country.

    `place` is a locale that hints at it; None asks the system.
    """
    home = country(book, place_of_system() if place is None else place) or None

    def same(one: str, other: str) -> bool:
        import phonenumbers

        found = []
        for number in (one, other):
            try:
                found.append(phonenumbers.parse(number, home))
            except phonenumbers.NumberParseException:
                return False
        return bool(found[0] == found[1])

    return same


@dataclass(frozen=True, slots=True)
class Signs:
    """What one person offers for comparing."""

    name: str
    contacts: list[str]
    birthday: str
    organisations: list[str]
    towns: list[str]

    @classmethod
    def of_card(cls, card: CardPerson) -> "Signs":
        return cls(*_signs_of(card))

    @classmethod
    def of_person(cls, book: Book, person: int) -> "Signs":
        def column(sql: str) -> list[Any]:
            return [value for (value,) in book.rows(sql, person)]

        marks = book.rows("SELECT kind, match_key FROM contact_point WHERE person_id = ?", person)
        born = column("SELECT date FROM key_date WHERE person_id = ? AND kind = 'birthday'")
        return cls(
            fold(book.value("SELECT name FROM person WHERE id = ?", person) or ""),
            [mark for kind, key in marks if (mark := _contact_mark(kind, key))],
            born[0] if born else "",
            [fold(one) for one in column("SELECT organisation FROM position WHERE person_id = ?")],
            [fold(one) for one in column("SELECT locality FROM address WHERE person_id = ?")],
        )

    def is_like(self, other: "Signs") -> bool:
        return self.name == other.name or bool({*self.contacts} & {*other.contacts})

    def judge(self, other: "Signs") -> tuple[int, str]:
        """0 for nobody known, 1 for doubtful, 2 for sure; and why."""
        shared = {*self.contacts} & {*other.contacts}
        same = sorted(self.name.split()) == sorted(other.name.split())
        if same and shared:
            return 3, say("They have the same name and reach.")
        if shared:
            return 1, say("They share a way to be reached, under another name.")
        if not same:
            return 0, ""
        if (
            (self.birthday and self.birthday == other.birthday)
            or {*self.organisations} & {*other.organisations} - {""}
            or {*self.towns} & {*other.towns} - {""}
        ):
            return 2, say("They have the same name, and more.")
        return 1, say("They have the same name.")


def _signs_of(card: CardPerson) -> tuple[Any, ...]:
    return (
        fold(card.name),
        [
            mark
            for contact in card.contacts
            if (mark := _contact_mark(contact.kind, match_key(contact.kind, contact.value)))
        ],
        next((day.date for day in card.days if day.kind == "birthday"), ""),
        [fold(one.organisation) for one in card.positions],
        [fold(one.locality) for one in card.addresses],
    )


def _packed(card: CardPerson) -> bytes:
    return json.dumps(_signs_of(card), ensure_ascii=False).encode("utf-8", "replace")


def _contact_mark(kind: str, key: str) -> str:
    if kind == "phone":
        return f"phone {key[-PHONE_TAIL:]}" if len(key) >= PHONE_TAIL else ""
    return f"{kind} {key}" if kind == "mail" and key else ""


def _contact_key(kind: str, key: str) -> int:
    mark = _contact_mark(kind, key)
    return hash(mark) if mark else 0


def _contact_keys(card: CardPerson) -> Iterator[int]:
    for contact in card.contacts:
        mark = _contact_key(contact.kind, match_key(contact.kind, contact.value))
        if mark:
            yield mark


def _name_key(name: str) -> int:
    return hash(" ".join(sorted(fold(name).replace(",", " ").split())))


def _put(table: dict[int, int | list[int]], key: int, person: int) -> None:
    """Add `person` to those whom `key` stands for; most have only one."""
    there = table.get(key)
    if there is None:
        table[key] = person
    elif isinstance(there, list):
        if len(there) <= BLOCK and person not in there:
            there.append(person)
    elif there != person:
        table[key] = [there, person]


def _listed(table: dict[int, int | list[int]], key: int) -> Iterable[int]:
    there = table.get(key)
    if there is None:
        return ()
    if isinstance(there, int):
        return (there,)
    return there if len(there) <= BLOCK else ()


_SERVICES = frozenset(
    """taxi voicemail mailbox mobilbox emergency ambulance police polizei policia feuerwehr notruf
    directory information operator hotline helpline support service kundenservice kundendienst
    auskunft balance guthaben topup reception switchboard zentrale doctor's pharmacy apotheke
    weather speaking""".split()
)
_SHORT = 6  # digits that a service number has at most


def not_a_person(card: CardPerson) -> str:
    """In words why a card is none of a person; "" for one that is, or may be."""
    if card.kind in ("org", "location", "application", "device", "thing"):
        return say("Its card says that it is no person.")
    if not card.name:
        return say("It has no name.")
    if card.parts.family or card.days or card.of_kind("mail"):
        return ""
    phones = card.of_kind("phone")
    words = {word.strip(".,!:") for word in fold(card.name).split()}
    if phones and words & _SERVICES and len(words) <= 3:
        return say("Its name is that of a service.")
    if phones and all(len(match_key("phone", one.value)) < _SHORT for one in phones):
        return say("It has only a short number, as services have.")
    return ""
