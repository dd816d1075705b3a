"""Whom a card means: by its bytes, its UID, else by what two people seldom share.

Everyone in the book is known by a few keys (mail, the end of a phone number, the sound of a name),
each as the number that Python hashes it to: a hundred thousand people take some 60 MB. Whoever shares
a key is only a candidate; `alike` judges, of a few.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from relbook.core.exchange.incoming.aside import not_a_person
from relbook.core.exchange.incoming.before import FORMER
from relbook.core.exchange.incoming.country import country, place_of_system
from relbook.core.exchange.incoming.offered import (
    Offer,
    born_key,
    firm_key,
    mail_key,
    name_keys,
    page_key,
    phone_key,
)
from relbook.core.exchange.incoming.update import SameNumber
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.sameness import alike
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.store.schema import Person
from relbook.core.words import say

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

    People to come are known by the ids that they would get. While `looking`, when nothing is written,
    what cards tell of people in the book is kept beside it.
    """

    def __init__(self, book: Book, place: str | None = None, *, looking: bool = False) -> None:
        self._book = book
        self._looking = looking
        self._told: dict[int, bytes] = {}
        self.country = home_of(place, book)
        self.first_new = self._first_came = book.first_free_id(Person)
        self._first_of_file = self.first_new
        self._last: tuple[CardPerson, Offer] | None = None
        self._finders: set[int] = set()
        self._bytes: dict[int, int] = {}
        self._uids: dict[int, int | list[int]] = {}
        self._keys: dict[int, int | list[int]] = {}
        self._came: list[
            Offer | bytes | None
        ] = []  # what those who come offer, from `_first_came` on
        self._taken: set[int] = set()  # UIDs of people in the book, met in what comes
        self._told_apart: set[int] = set()  # who comes in this file with a UID of their own
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
        for person, uid, name, family, given in book.sql(
            "SELECT id, uid, name, family, given FROM person"
        ):
            _put(self._uids, hash(uid), person)
            for key in name_keys(name, family, given):
                _put(self._keys, key, person)
        self._read_reach()

    def _read_reach(self) -> None:
        """Know people by their mails, numbers and pages, and by what tells namesakes apart."""
        book = self._book
        for person, mail in book.sql(
            "SELECT person_id, match_key FROM contact_point WHERE kind = 'mail'"
        ):
            _put(self._keys, mail_key(mail), person)
        for person, phone in book.sql(
            "SELECT person_id, value FROM contact_point WHERE kind = 'phone'"
        ):
            if key := phone_key(phone):
                _put(self._keys, key, person)
        for person, value in book.sql(
            "SELECT person_id, value FROM contact_point WHERE kind IN ('web', 'social')"
        ):
            if key := page_key(value):
                _put(self._keys, key, person)
        for person, name, family, day in book.sql(
            "SELECT p.id, p.name, p.family, d.date FROM key_date d JOIN person p"
            " ON p.id = d.person_id WHERE d.kind = 'birthday' AND d.about = ''"
        ):
            if key := born_key(day, family or name):
                _put(self._keys, key, person)
        for person, name, family, organisation in book.sql(
            "SELECT p.id, p.name, p.family, o.organisation FROM position o JOIN person p"
            " ON p.id = o.person_id WHERE o.organisation <> ''"
        ):
            if key := firm_key(organisation, family or name):
                _put(self._keys, key, person)

    def same_bytes(self, blob: str) -> int | None:
        """Who came from a card with just these bytes."""
        return self._bytes.get(hash(blob))

    def same_number(self, one: str, other: str) -> bool:
        """Whether two phone numbers are one."""
        return alike.same_phone(one, other, self.country)

    def _offer(self, card: CardPerson) -> Offer:
        """What `card` offers, made once for the card last asked about."""
        if self._last is None or self._last[0] is not card:
            offer = Offer.of_card(card)
            self._last, self._finders = (card, offer), set(offer.finders())
        return self._last[1]

    def decide(self, card: CardPerson, *, own: bool = False) -> Match:
        """Whom `card` means; one of our `own` book none of those who come with it."""
        odd = ""
        offer = self._offer(card)
        uid = hash(card.uid) if card.uid else 0
        if uid in self._uids:
            found = self._by_uid(card, offer, uid)
            if found is not None:
                return found
            odd = say(
                "The UID of “{name}” is that of another card in the file; both came in, each as a "
                "person of their own.",
                name=card.name or say("(no name)"),
            )
        found = self._by_likeness(offer) if card.name else None
        if own and (found is None or (found.person or 0) >= self.first_new):
            return Match(Verdict.NEW, None, "", odd)
        if found is not None and found.verdict is Verdict.RICHER:
            if not self._is_held_apart(card, offer, found.person):
                return found
            why = say("They may be one, though the file has them as two.")
            found = Match(Verdict.DOUBTFUL, found.person, why)
        if not card.uid and (twin := self._twin(card, offer)) is not None:
            return Match(
                Verdict.RICHER, twin, say("They have the same name, and all else too."), odd
            )
        why = not_a_person(card)
        if why:
            return Match(Verdict.ASIDE, None, why, odd)
        return found or Match(Verdict.NEW, None, "", odd)

    def add(self, person: int, card: CardPerson, blob: str) -> None:
        """Know from now on that `person` came with this card."""
        self._bytes[hash(blob)] = person
        if card.uid:
            uid = hash(card.uid)
            if person < self.first_new:
                self._taken.add(uid)
            else:
                self._told_apart.add(person)
            _put(self._uids, uid, person)
        offer = self._offer(card)
        for key in self._finders:
            _put(self._keys, key, person)
        at = person - self._first_came
        if at >= len(self._came):
            self._came += [None] * (at - len(self._came))  # who came in another way
            self._came.append(offer.packed() if self._looking else offer)
        elif at >= 0:
            known = self._offered(person).with_more(offer)
            self._came[at] = known.packed() if self._looking else known
        elif self._looking:
            self._told[person] = self._offered(person).with_more(offer).packed()

    def name_of(self, person: int | None) -> str:
        """What someone is called, in the book or to come."""
        return "" if person is None else self._offered(person).name

    def begin_file(self) -> None:
        """Go on with another file: what one program holds apart, two may have as one."""
        self._told_apart.clear()
        self._first_of_file = self._first_came + len(self._came)

    def _is_held_apart(self, card: CardPerson, offer: Offer, person: int | None) -> bool:
        """Whether who wrote the file has two cards for them on purpose: with two UIDs, or two names."""
        if person is None or person < self._first_of_file:
            return False
        if card.uid and person in self._told_apart:
            return True
        theirs = self._signs(person)
        found = [alike.same_name(a, b) for a in offer.signs().names for b in theirs.names]
        return not any(name is not None and name.kinship >= alike.Kinship.SAME for name in found)

    def let_go(self) -> None:
        """Whoever was added is in the book by now: ask it for what they offer."""
        self._first_came += len(self._came)
        self._came.clear()

    def _by_uid(self, card: CardPerson, offer: Offer, uid: int) -> Match | None:
        people = list(_listed(self._uids, uid))
        why = say("They have the same UID.")
        signs = offer.signs()
        # Some programs give every card of a file the same UID.
        taken = uid in self._taken or any(person >= self.first_new for person in people)
        for person in people:
            theirs = self._signs(person)
            if _is_one_name(signs, theirs) or (
                not taken and _have_in_common(signs, theirs, self.country)
            ):
                return Match(Verdict.RICHER, person, why)
        if taken:
            return None
        if len(people) == 1 and len(card.uid) >= LONG_UID:
            return Match(Verdict.RICHER, people[0], why)
        return Match(
            Verdict.DOUBTFUL, people[0], say("They have the same UID, but nothing else in common.")
        )

    def _by_likeness(self, offer: Offer) -> Match | None:
        found_by = [key for key in self._finders if key in self._keys]
        if not found_by:
            return None
        hits = Counter(person for key in found_by for person in _listed(self._keys, key))
        signs = offer.signs()
        best: tuple[int, int, int] | None = None
        found: tuple[int, alike.Likeness, alike.Signs] | None = None
        nearest = sorted(hits, key=lambda person: (-hits[person], person))
        for person in nearest[:JUDGED]:
            theirs = self._signs(person)
            likeness = alike.judge(signs, theirs, self.country)
            if likeness is None:
                continue
            rank = (likeness.level, likeness.agree, hits[person])
            if best is None or rank > best:
                best, found = rank, (person, likeness, theirs)
        if found is None:
            return None
        person, likeness, theirs = found
        known = likeness.level is alike.Level.SURE or (
            likeness.level is alike.Level.LIKELY
            and not _have_other_families(signs, theirs)
            and not _only_a_town(signs, theirs, self.country)
        )
        why = say("They seem to be one: {why}.", why=likeness.why)
        if not known:
            why = say("They may be one: {why}.", why=likeness.why)
        return Match(Verdict.RICHER if known else Verdict.DOUBTFUL, person, why)

    def _twin(self, card: CardPerson, offer: Offer) -> int | None:
        """Who was in the book with this very name, and of whom all else is the same.

        So a card that came before and is only written otherwise, in another version perhaps, is known.
        """
        key = next(name_keys(offer.name, offer.family, offer.given), 0)
        people = set(_listed(self._keys, key))
        for reach in (*map(mail_key, offer.mails), *filter(None, map(phone_key, offer.phones))):
            people.intersection_update(_listed(self._keys, reach))
        for person in sorted(people):
            if person >= self.first_new:
                break
            name = self._book.value("SELECT name FROM person WHERE id = ?", person)
            if (
                fold(str(name)) == fold(offer.name)
                and offer.tells_the_same(self._offered(person), self.same_number)
                and (not offer.is_bare or self._has_all(person, card))
            ):
                return person
        return None

    def _has_all(self, person: int, card: CardPerson) -> bool:
        """Whether the book has of someone what a card tells that has little but a name."""
        there = {
            str(value)
            for (value,) in self._book.rows(
                "SELECT value FROM contact_point WHERE person_id = ?1"
                " UNION SELECT text FROM note WHERE person_id = ?1"
                " UNION SELECT street FROM address WHERE person_id = ?1"
                " UNION SELECT date FROM key_date WHERE person_id = ?1",
                person,
            )
        }
        told = [one.value for one in card.contacts]
        told += [one.text for one in card.remarks]
        told += [one.street for one in card.addresses]
        told += [one.date for one in card.days]
        return there.issuperset(told)

    def _signs(self, person: int) -> alike.Signs:
        return self._offered(person).signs()

    def _offered(self, person: int) -> Offer:
        at = person - self._first_came
        there = self._came[at] if 0 <= at < len(self._came) else self._told.get(person)
        if there is None:
            return Offer.of_person(self._book, person)
        return Offer.unpacked(there) if isinstance(there, bytes) else there


def _is_one_name(one: alike.Signs, other: alike.Signs) -> bool:
    """Whether they are called the same, in forms of one name perhaps."""
    found = [alike.same_name(a, b) for a in one.names for b in other.names]
    return any(name is not None and name.kinship >= alike.Kinship.AKIN for name in found)


def _have_in_common(one: alike.Signs, other: alike.Signs, home: str) -> bool:
    """Whether two with the same UID share a way to be reached, or the like of a name."""
    if one.mails & other.mails:
        return True
    if any(alike.same_phone(a, b, home) for a in one.phones for b in other.phones):
        return True
    return any(alike.same_name(a, b) is not None for a in one.names for b in other.names)


def _have_other_families(one: alike.Signs, other: alike.Signs) -> bool:
    """Whether both have a whole name, and not the same family name: sisters-in-law may share a mail."""
    if not (any(a.full for a in one.names) and any(b.full for b in other.names)):
        return False
    found = [alike.same_name(a, b) for a in one.names for b in other.names]
    return not any(name is not None and name.kinship > alike.Kinship.PART for name in found)


def _only_a_town(one: alike.Signs, other: alike.Signs, home: str) -> bool:
    """Whether two of a name share a town at most, and each is to be reached in ways of their own."""
    if one.uids & other.uids or one.mails & other.mails or one.organisations & other.organisations:
        return False
    if one.birthday and one.birthday == other.birthday:
        return False
    if any(alike.same_phone(a, b, home) for a in one.phones for b in other.phones):
        return False
    return bool((one.mails and other.mails) or (one.phones and other.phones))


def same_number(place: str | None, book: Book) -> SameNumber:
    """What tells whether two phone numbers are one, dialled from the owner's country."""
    home = home_of(place, book)
    return lambda one, other: alike.same_phone(one, other, home)


def home_of(place: str | None, book: Book) -> str:
    """The owner's country; `place` is a locale that hints at it, None asks the system."""
    return country(book, place_of_system() if place is None else place)


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
