"""Whether two may be one person, and why, in words; and how to find them without comparing all.

`Signs` is what someone offers for comparing, `judge` compares two, and `Blocks` keeps people under
the `keys` by which those who may be one find each other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, product

from relbook.core.exchange.sameness import marks
from relbook.core.exchange.sameness.called import FAMILY, Called, Word, called
from relbook.core.exchange.sameness.likeness import APART, Kinship, NameLikeness, compare, same_name
from relbook.core.exchange.sameness.marks import (
    OFFICES,
    birthdays,
    country_of,
    firm,
    mail_root,
    same_phone,
    tail,
)
from relbook.core.names import fold
from relbook.core.words import say

MOST = 40  # people under one key that are compared with each other
SHARED = 2_000  # and those that are looked through for a second key


class Level(IntEnum):
    """How sure it is that two are one person."""

    DOUBTFUL = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two are one, and in words why; `agree` counts what they share.

    `others` tells that a number or a mail is all they share, and both have names of their own;
    `mail` that a mail is among what they share, `name_alone` that nothing but a name is.
    """

    level: Level
    why: str
    agree: int = 1
    others: bool = False
    mail: bool = False
    name_alone: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What someone offers for comparing; texts are folded, but `phones` as they are written."""

    person: int
    names: tuple[Called, ...]
    uids: frozenset[str]
    mails: frozenset[str]
    phones: tuple[str, ...]
    birthday: str
    organisations: frozenset[str]
    towns: frozenset[str]


def signs(
    name: str,
    *,
    person: int = 0,
    family: str = "",
    given: str = "",
    additional: str = "",
    suffixes: str = "",
    nicknames: Iterable[str] = (),
    uids: Iterable[str] = (),
    mails: Iterable[str] = (),
    phones: Iterable[str] = (),
    birthday: str = "",
    organisations: Iterable[str] = (),
    towns: Iterable[str] = (),
) -> Signs:
    """What someone offers: `birthday` is a partial date, `phones` and `mails` are as written."""
    nicknames = tuple(nicknames)
    shown = called(name, suffixes=suffixes, nicknames=nicknames)
    names = [shown]
    if family or given:
        parts = called(
            name,
            family=family,
            given=given,
            additional=additional,
            suffixes=suffixes,
            nicknames=nicknames,
        )
        names = [parts] if parts.joined & shown.joined else [parts, shown]
    return Signs(
        person,
        tuple(one for one in names if one.words),
        frozenset(uid for uid in uids if uid),
        frozenset(fold(mail) for mail in mails if mail),
        tuple(dict.fromkeys(phones)),
        birthday,
        frozenset(filter(None, map(firm, organisations))),
        frozenset(filter(None, map(fold, towns))),
    )


@dataclass(slots=True)
class _Shared:
    """What two have in common, beside their names."""

    uid: bool
    mail: bool
    phone: bool
    birthday: str
    weak: list[str]

    @property
    def contact(self) -> bool:
        return self.mail or self.phone

    def words(self) -> list[str]:
        said = []
        if self.uid:
            said.append(say("the same card"))
        if self.mail:
            said.append(say("the same mail"))
        if self.phone:
            said.append(say("the same phone number"))
        if self.birthday == marks.SAME:
            said.append(say("the same birthday"))
        return said + self.weak


def judge(a: Signs, b: Signs, country: str = "") -> Likeness | None:
    """Whether two may be one person, and why; None for two people, and for nothing in common.

    Symmetric. `country` is the owner's, for numbers without a code.
    """
    name = _names(a, b)
    shared = _shared(a, b, country)
    if shared.birthday in {marks.OTHER, marks.TURNED}:
        return _born_apart(name, shared)
    if not isinstance(name, NameLikeness):
        return _name_apart(name, shared, a, b)
    level = _level(name, shared, _full(a) and _full(b))
    if level is None and name.alone and not _at_odds(a, b):
        level = Level.DOUBTFUL
    generations = {one.generation for person in (a, b) for one in person.names}
    if level and len(generations) > 1 and shared.birthday != marks.SAME:
        level = Level(level - 1) if level > Level.DOUBTFUL else None
    if level is None:
        return None
    said = shared.words()
    return Likeness(
        level,
        _listed([name.why, *said]),
        len(said) + int(name.kinship),
        mail=shared.mail,
        name_alone=not said,
    )


def _names(a: Signs, b: Signs) -> NameLikeness | str | None:
    """The best likeness of their names; else whether any tells them apart."""
    found = [compare(one, other) for one in a.names for other in b.names]
    alike = [one for one in found if isinstance(one, NameLikeness)]
    if alike:
        return max(alike, key=lambda one: (one.kinship, one.alone))
    return APART if APART in found else None


def _shared(a: Signs, b: Signs, country: str) -> _Shared:
    mails = a.mails & b.mails
    own = {mail for mail in mails if mail.split("@", maxsplit=1)[0] not in OFFICES}
    weak = []
    if mails - own:
        weak.append(say("the same mail"))
    elif not mails and set(map(mail_root, a.mails)) & set(map(mail_root, b.mails)):
        weak.append(say("nearly the same mail"))
    if a.organisations & b.organisations:
        weak.append(say("the same organisation"))
    if a.towns & b.towns:
        weak.append(say("the same town"))
    phone = any(same_phone(x, y, country) for x, y in product(a.phones, b.phones))
    return _Shared(
        bool(a.uids & b.uids), bool(own), phone, birthdays(*sorted((a.birthday, b.birthday))), weak
    )


def _born_apart(name: NameLikeness | str | None, shared: _Shared) -> Likeness | None:
    """Two birthdays are two people, unless one was read with day and month turned."""
    if not isinstance(name, NameLikeness):
        return None
    alike = name.kinship >= Kinship.FORM
    if shared.uid or (shared.birthday == marks.TURNED and alike and shared.contact):
        other = say("another birthday")
        if shared.birthday == marks.TURNED:
            other = say("day and month of the birthday may be turned")
        return Likeness(Level.DOUBTFUL, _listed([name.why, *shared.words(), other]))
    return None


def _name_apart(name: str | None, shared: _Shared, a: Signs, b: Signs) -> Likeness | None:
    """Other names: families and offices share numbers, so there is more to doubt than to say."""
    if shared.uid or (name is None and shared.contact):
        others = _full(a) and _full(b)
        return Likeness(
            Level.DOUBTFUL,
            _listed([*shared.words(), say("another name")]),
            others=others,
            mail=shared.mail,
        )
    return None


def _level(name: NameLikeness, shared: _Shared, full: bool) -> Level | None:
    """How sure a likeness of names is with what is shared beside."""
    born, weak = shared.birthday == marks.SAME, len(shared.weak)
    if shared.uid:
        return Level.SURE if name.kinship >= Kinship.AKIN else Level.LIKELY
    if name.kinship == Kinship.PART:
        if shared.mail:
            return Level.LIKELY
        return Level.DOUBTFUL if shared.phone or born else None
    if name.kinship >= Kinship.FORM and full:
        if shared.contact or (born and (weak or name.kinship == Kinship.SAME)):
            return Level.SURE
        return Level.LIKELY if born or weak else Level.DOUBTFUL
    if shared.contact or born:
        return Level.SURE if shared.contact and born and full else Level.LIKELY
    return Level.DOUBTFUL if weak > (0 if full else 1) else None


def _full(one: Signs) -> bool:
    return any(name.full for name in one.names)


def _at_odds(a: Signs, b: Signs) -> bool:
    """Whether all that both tell is different, and that is more than one thing."""
    told = [
        not (mine & theirs)
        for mine, theirs in (
            (a.mails, b.mails), (a.organisations, b.organisations), (a.towns, b.towns)
        )
        if mine and theirs
    ]  # fmt: skip
    return len(told) > 1 and all(told)


def _listed(reasons: Sequence[str]) -> str:
    said = list(dict.fromkeys(reason for reason in reasons if reason))
    if len(said) < 2:
        return "".join(said)
    return say("{some} and {last}", some=", ".join(said[:-1]), last=said[-1])


# Finding each other


def keys(one: Signs) -> set[int]:
    """What to look someone up by: whoever may be the same has one of these keys too.

    Numbers that hold for this run of the program only.
    """
    found: set[int] = {hash(("uid", uid)) for uid in one.uids}
    found.update(hash(("mail", mail_root(mail))) for mail in one.mails)
    found.update(hash(("phone", end)) for end in map(tail, one.phones) if end)
    day = one.birthday.rstrip("~")[-5:] if len(one.birthday.rstrip("~")) > 6 else ""
    for name in one.names:
        families = [word for word, part in name.words if part == FAMILY][:2]
        givens = [word for word, part in name.words if part != FAMILY][:2]
        for word in (*families, *givens):
            if day:
                found.update(hash(("born", day, token)) for token in _tokens(word, word.given))
        for family in families:
            found.update(hash(("firm", family.sound, firm)) for firm in one.organisations)
        found.update(_name_keys(families, givens, name.also))
        if len(name.words) > 1:
            found.update(hash(("joined", joined)) for joined in name.joined)
        if len(name.words) == 1 and not name.also:
            found.update(hash(("only", firm, name.words[0][0].sound)) for firm in one.organisations)
    return found


def _name_keys(families: list[Word], givens: list[Word], also: Sequence[Word]) -> Iterator[int]:
    for family, given in product(families, givens):
        yield hash(("names", *sorted((family.sound, given.sound))))
        yield hash(("bones", *sorted((family.bones, given.bones))))
        if len(given.sound) > 2:
            yield hash(("slip", family.sound, given.sound[:3]))
        if len(family.sound) > 2:
            yield hash(("slip", given.sound, family.sound[:3]))
    for family, given in product(families, (*givens, *also)):
        for token, group in product(_tokens(family, family.family), given.given):
            yield hash(("form", token, group))
    for given, family in product(families, givens):  # a family name put first
        for token, group in product(family.family, given.given):
            yield hash(("form", token, group))
    for family, given in product(also, givens):
        yield hash(("names", *sorted((family.sound, given.sound))))


def _tokens(word: Word, groups: frozenset[int]) -> Iterable[str | int]:
    return groups or (word.sound or word.folded,)


class Blocks:
    """People by their keys. A key that very many have (an office's number, a name borne by
    hundreds) tells nothing by itself: those under it must share a second one.
    """

    def __init__(self) -> None:
        self._under: dict[int, int | list[int]] = {}

    def add(self, person: int, keys: Iterable[int]) -> None:
        """Keep `person` under `keys`."""
        under = self._under
        for key in keys:
            there = under.setdefault(key, person)
            if isinstance(there, list):
                if there[-1] != person:
                    there.append(person)
            elif there != person:
                under[key] = [there, person]

    def candidates(self, keys: Iterable[int]) -> set[int]:
        """Who may be the one that has `keys`."""
        found: set[int] = set()
        crowds: list[list[int]] = []
        for key in keys:
            there = self._under.get(key)
            if isinstance(there, int):
                found.add(there)
            elif there is not None and len(there) <= MOST:
                found.update(there)
            elif there is not None and len(there) <= SHARED:
                crowds.append(there)
        if len(crowds) > 1:
            met = Counter(person for crowd in crowds for person in crowd)
            found.update(person for person, n in met.items() if n > 1)
        return found

    def how_rare(self, one: Iterable[int], other: Iterable[int]) -> int:
        """How many people have what two sets of keys share: the fewest under one of them."""
        sizes = [
            len(there) if isinstance(there := self._under.get(key, 0), list) else 1
            for key in set(one) & set(other)
        ]
        return min(sizes, default=0)

    @property
    def crowded(self) -> int:
        """How many keys have so many people under them that a second one was asked for."""
        return sum(isinstance(there, list) and len(there) > MOST for there in self._under.values())

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All two who may be one, each pair once, the lower number first."""
        done: set[int] = set()
        crowds: dict[int, list[int]] = {}
        for number, there in enumerate(self._under.values()):
            if not isinstance(there, list):
                continue
            if len(there) > MOST:
                for person in there:
                    crowds.setdefault(person, []).append(number)
            else:
                yield from _fresh(there, done)
        both: dict[tuple[int, int], list[int]] = {}
        for person, numbers in crowds.items():
            for two in combinations(numbers, 2):
                both.setdefault(two, []).append(person)
        for there in both.values():
            if len(there) <= MOST:
                yield from _fresh(there, done)


def _fresh(people: list[int], done: set[int]) -> Iterator[tuple[int, int]]:
    for one, other in combinations(people, 2):
        pair = (one, other) if one < other else (other, one)
        number = pair[0] << 32 | pair[1]
        if number not in done:
            done.add(number)
            yield pair


__all__ = [
    "Blocks",
    "Kinship",
    "Level",
    "Likeness",
    "NameLikeness",
    "Signs",
    "country_of",
    "judge",
    "keys",
    "mail_root",
    "same_name",
    "same_phone",
    "signs",
    "tail",
]
