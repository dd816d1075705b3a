"""What someone offers for comparing, small enough to hold for a hundred thousand people.

`Offer` is made of a card or of the book's rows; `finders` lead to who may be the same, cheaper and a
little coarser than `alike.keys`, and `signs` is what `alike.judge` compares.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, Self

from relbook.core import names
from relbook.core.exchange.incoming.update import goes_by
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.sameness import alike, nicknames
from relbook.core.exchange.sameness.called import word
from relbook.core.exchange.sameness.marks import firm
from relbook.core.facts import match_key
from relbook.core.names import fold
from relbook.core.store.book import Book

# Addresses of one person's page, which are as good as a UID.
_PAGE = re.compile(
    r"(?:[a-z]{2,3}\.)?(?:linkedin\.com/(?:in|pub)/|xing\.com/profile/|facebook\.com/|github\.com/)"
    r"[^/?#\s]+"
)

_SPELLINGS = (
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("ck", "k"),
    ("sch", "c"), ("tch", "c"), ("sh", "c"), ("ch", "c"), ("cz", "c"), ("sz", "c"), ("kh", "h"),
    ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"), ("q", "k"), ("z", "s"), ("'", ""),
)  # fmt: skip


class Offer(NamedTuple):
    """Texts as they are written, but `pages` as they are compared; `mails` are folded."""

    name: str
    family: str
    given: str
    additional: str
    suffixes: str
    nicknames: list[str]
    mails: list[str]
    phones: list[str]
    pages: list[str]
    birthday: str
    organisations: list[str]
    towns: list[str]

    @classmethod
    def of_card(cls, card: CardPerson) -> Self:
        """What a card offers."""
        parts = card.parts
        mails, phones, pages = [], [], []
        for contact in card.contacts:
            if contact.kind == "mail":
                mails.append(fold(contact.value))
            elif contact.kind == "phone":
                phones.append(contact.value)
            elif contact.kind in ("web", "social") and (page := _page(contact.value)):
                pages.append(page)
        return cls(
            card.name,
            parts.family,
            parts.given,
            parts.additional,
            parts.suffixes,
            [nick.value for nick in card.nicknames],
            mails,
            phones,
            pages,
            next((day.date for day in card.days if day.kind == "birthday"), ""),
            [one.organisation for one in card.positions if one.organisation],
            [one.locality for one in card.addresses if one.locality],
        )

    @classmethod
    def of_person(cls, book: Book, person: int) -> Self:
        """What the book has of someone."""
        head = (
            book.row(
                "SELECT name, family, given, additional, suffixes, nickname FROM person WHERE id = ?",
                person,
            )
            or ("",) * 6
        )
        contacts = book.rows("SELECT kind, value FROM contact_point WHERE person_id = ?", person)

        def column(sql: str) -> list[Any]:
            return [value for (value,) in book.rows(sql, person)]

        born = column(
            "SELECT date FROM key_date WHERE person_id = ? AND kind = 'birthday' AND about = ''"
        )
        name, family, given, additional, suffixes, nicknames = head
        return cls(
            name,
            family,
            given,
            additional,
            suffixes,
            [nick.strip() for nick in nicknames.split(",") if nick.strip()],
            [fold(value) for kind, value in contacts if kind == "mail"],
            [value for kind, value in contacts if kind == "phone"],
            [
                page
                for kind, value in contacts
                if kind in ("web", "social") and (page := _page(value))
            ],
            born[0] if born else "",
            column("SELECT organisation FROM position WHERE person_id = ? AND organisation <> ''"),
            column("SELECT locality FROM address WHERE person_id = ? AND locality <> ''"),
        )

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """What `packed` made."""
        return cls(*json.loads(data))

    def packed(self) -> bytes:
        """As few bytes."""
        return json.dumps(self, ensure_ascii=False).encode("utf-8", "replace")

    def with_more(self, other: Self) -> Self:
        """What both offer, where only one can stand that of this."""
        both: list[Any] = []
        for mine, theirs in zip(self, other, strict=True):
            if isinstance(mine, list) and isinstance(theirs, list):
                both.append(list(dict.fromkeys([*mine, *theirs])))
            else:
                both.append(mine or theirs)
        merged = type(self)(*both)
        if not merged.nicknames and goes_by(self.given, self.family, other.given, other.family):
            merged.nicknames.append(other.given)
        return merged

    @property
    def is_bare(self) -> bool:
        """Whether there is but a name."""
        return not (
            self.mails
            or self.phones
            or self.pages
            or self.birthday
            or self.organisations
            or self.towns
        )

    def tells_the_same(self, other: Self, same_number: Callable[[str, str], bool]) -> bool:
        """Whether both have the same name and nothing that the other has not, nicknames apart."""
        if fold(self.name) != fold(other.name) or self.birthday != other.birthday:
            return False
        for mine, theirs in (
            (self.mails, other.mails),
            (self.pages, other.pages),
            (self.organisations, other.organisations),
            (self.towns, other.towns),
        ):
            if {fold(one) for one in mine} != {fold(one) for one in theirs}:
                return False
        if set(self.phones) == set(other.phones):
            return True
        pairs = [
            (a, b)
            for a in self.phones
            for b in other.phones
            if match_key("phone", a) == match_key("phone", b) or same_number(a, b)
        ]
        return {a for a, _ in pairs} == set(self.phones) and {b for _, b in pairs} == set(
            other.phones
        )

    def signs(self) -> alike.Signs:
        """As `alike.judge` compares them."""
        return alike.signs(
            self.name,
            family=self.family,
            given=self.given,
            additional=self.additional,
            suffixes=self.suffixes,
            nicknames=self.nicknames,
            uids=self.pages,
            mails=self.mails,
            phones=self.phones,
            birthday=self.birthday,
            organisations=self.organisations,
            towns=self.towns,
        )

    def finders(self) -> Iterator[int]:
        """Numbers, for this run of the program, of which whoever may be the same has one too."""
        for mail in self.mails:
            yield mail_key(mail)
        for phone in self.phones:
            if key := phone_key(phone):
                yield key
        for page in self.pages:
            yield hash(("page", page))
        yield from name_keys(self.name, self.family, self.given)
        whose = self.family or self.name
        if self.birthday and (key := born_key(self.birthday, whose)):
            yield key
        for organisation in self.organisations:
            if key := firm_key(organisation, whose):
                yield key


def mail_key(mail: str) -> int:
    """The key of a folded mail address."""
    return hash(("mail", alike.mail_root(mail)))


def phone_key(number: str) -> int:
    """The key of a number however it is written; 0 for a short one."""
    end = alike.tail(number)
    return hash(("phone", end)) if end else 0


def page_key(value: str) -> int:
    """The key of the address of one person's page; 0 for any other address."""
    page = _page(value)
    return hash(("page", page)) if page else 0


def born_key(birthday: str, family: str) -> int:
    """The key of a birthday in a family; 0 for one of which day or month is unknown."""
    day = birthday.rstrip("~")[-5:]
    if len(day) < 5 or len(birthday) < 7:
        return 0
    last = _last(family)
    return hash(("born", day, _sound(last))) if last else 0


def firm_key(organisation: str, family: str) -> int:
    """The key of a family name in an organisation."""
    last = _last(family)
    return hash(("firm", firm(organisation), _sound(last))) if last else 0


def name_keys(name: str, family: str, given: str) -> Iterator[int]:
    """The keys of a name: as it sounds in any order, and by the forms of a given name."""
    if not (family and given):
        parts = names.split_name(name)
        family, given = family or parts.family, given or parts.given
    last, first = _last(family), _first(given)
    if not (last and first):
        whole = "".join(sorted(fold(name).split()))
        if whole:
            yield hash(("name", whole))
        return
    a, b = _sound(last), _sound(first)
    yield hash(("name", a, b) if a < b else ("name", b, a))
    for group in _forms(first):
        yield hash(("form", a, group))


@lru_cache(maxsize=1 << 14)
def _sound(folded: str) -> str:
    """A word roughly as several languages would spell it: one for Müller and Mueller, Юрий and Yuri.

    Coarser than `called.word`, and ten times as quick for plain letters.
    """
    plain = folded if folded.isascii() else word(folded).plain or folded
    for written, heard in _SPELLINGS:
        plain = plain.replace(written, heard)
    return "".join(letter for at, letter in enumerate(plain) if letter != plain[at - 1 : at])


@lru_cache(maxsize=1 << 14)
def _forms(folded: str) -> frozenset[int]:
    """The groups of names that a given name is a form of."""
    if folded.isascii():
        return nicknames.of_given(nicknames.bare(folded))
    return word(folded).given


@lru_cache(maxsize=1 << 12)
def _last(text: str) -> str:
    words = fold(text).split()
    return words[-1] if words else ""


@lru_cache(maxsize=1 << 12)
def _first(text: str) -> str:
    words = fold(text).split()
    return words[0] if words else ""


def _page(value: str) -> str:
    found = _PAGE.match(match_key("web", value))
    return found[0] if found else ""
