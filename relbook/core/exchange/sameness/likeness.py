"""Whether two names may be one person's, and why, in words.

A name is compared word by word, in any order. Each word of the one is matched with one of the
other: the same; the same otherwise spelt (Mueller, Müller; Юрий, Yuri; محمد, Muhammad); a form of
one given name (Bob, Robert); an initial; a slip of the pen in a long word. What is left over on both
sides tells two people apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from relbook.core.exchange.sameness import nicknames as table
from relbook.core.exchange.sameness.called import FAMILY, GIVEN, MIDDLE, Called, Word, called
from relbook.core.words import say


class Kinship(IntEnum):
    """How alike two names are."""

    PART = 1  # of two names only one is known, or the family name is another
    NEAR = 2  # an initial, a slip of the pen, the same sound
    AKIN = 3  # two short forms of one name, or half of a double name
    FORM = 4  # a short form, another script, a middle name more
    SAME = 5


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How alike two names are, and in words why."""

    kinship: Kinship
    why: str
    alone: bool = False  # enough to ask about, even with nothing else in common


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well one word fits another: `strength` as `Kinship` has it."""

    strength: int
    why: str = ""
    slip: bool = False


_SLIP = 6  # letters of a family name from which on one may be mistyped
_GIVEN_SLIP = 7  # of a given name: Martin is no slip for Marvin
_SLIPS = 10  # from which on two may be
_SOUND = 4  # letters from which on a name may be spelt otherwise
APART = "apart"


def same_name(a: str | Called, b: str | Called) -> NameLikeness | None:
    """How alike two names are; None for the names of two people."""
    one, other = (name if isinstance(name, Called) else called(name) for name in (a, b))
    found = compare(one, other)
    return found if isinstance(found, NameLikeness) else None


def compare(a: Called, b: Called) -> NameLikeness | str | None:
    """How alike two names are, `APART` for two people of one family, None for others."""
    if a.generation and b.generation and a.generation != b.generation:
        return APART
    if not a.words or not b.words:
        return None
    if a.joined & b.joined:
        return NameLikeness(Kinship.SAME, say("the same name"))
    fits, left_a, left_b = _matched(a, b)
    if not fits:
        return None
    left_a, left_b, more = _called_also(a, b, left_a, left_b)
    return _judged(fits + more, left_a, left_b, a, b)


_Part = tuple[Word, str]


def _matched(a: Called, b: Called) -> tuple[list[tuple[_Fit, str]], list[_Part], list[_Part]]:
    """The words that fit, best first, with the part they are; and what is left of each name."""
    offers = []
    for i, (one, part) in enumerate(a.words):
        for j, (other, role) in enumerate(b.words):
            # Guest 1 is not Guest 2.
            fit = _fit(one, part, other, role) if _digits(one) == _digits(other) else None
            if fit:
                offers.append((fit.strength, part == role, -abs(i - j), i, j, fit))
    offers.sort(key=lambda offer: offer[:3], reverse=True)
    fits: list[tuple[_Fit, str]] = []
    done_a: set[int] = set()
    done_b: set[int] = set()
    for *_order, i, j, fit in offers:
        if i not in done_a and j not in done_b:
            done_a.add(i)
            done_b.add(j)
            parts = {a.words[i][1], b.words[j][1]}
            fits.append((fit, FAMILY if FAMILY in parts else min(parts)))
    left_a = [pair for i, pair in enumerate(a.words) if i not in done_a]
    left_b = [pair for j, pair in enumerate(b.words) if j not in done_b]
    return fits, left_a, left_b


def _fit(a: Word, part: str, b: Word, role: str) -> _Fit | None:
    """Whether two words are one, and how surely."""
    if a.folded == b.folded:
        return _Fit(Kinship.SAME)
    if a.plain and a.plain == b.plain and not (a.boneless or b.boneless):
        return _Fit(Kinship.FORM, _otherwise(a, b))
    if (FAMILY not in {part, role} or a.foreign != b.foreign) and a.given & b.given:
        return _form(a, b)
    if (part == role == FAMILY or a.foreign != b.foreign) and a.family & b.family:
        return _form(a, b)
    if a.boneless or b.boneless:
        if a.foreign and b.foreign:
            return None
        if len(a.bones) > 1 and a.bones == b.bones:
            sure = len(a.bones) > 2
            return _Fit(Kinship.FORM if sure else Kinship.NEAR, _otherwise(a, b))
        return None
    if a.sound == b.sound and len(a.sound) >= (2 if a.foreign != b.foreign else _SOUND):
        if a.foreign != b.foreign:
            return _Fit(Kinship.FORM, _otherwise(a, b))
        if part == FAMILY or not (a.given and b.given):  # Simon is no Simone
            return _Fit(Kinship.NEAR, _otherwise(a, b))
    if len(a.folded) == 1 or len(b.folded) == 1:
        initial = a.plain[:1] == b.plain[:1] != "" and part == role
        return _Fit(Kinship.NEAR, say("an initial")) if initial else None
    return _slip(a, b, part) if part == role else None


def _digits(word: Word) -> str:
    return "".join(letter for letter in word.folded if letter.isdigit())


def _form(a: Word, b: Word) -> _Fit:
    if a.foreign != b.foreign or a.sound == b.sound:
        return _Fit(Kinship.FORM, _otherwise(a, b))
    for long, short in ((a, b), (b, a)):
        if table.is_full(table.bare(long.folded), table.bare(short.folded)):
            why = say("{short} is short for {name}", short=_shown(short), name=_shown(long))
            if len(short.folded) > len(long.folded):
                why = say("{short} is a form of {name}", short=_shown(short), name=_shown(long))
            return _Fit(Kinship.FORM, why)
    return _Fit(
        Kinship.AKIN,
        say("{one} and {other} are forms of one name", one=_shown(a), other=_shown(b)),
    )


def _slip(a: Word, b: Word, part: str) -> _Fit | None:
    """A letter mistyped, left out or swapped in a long word; two in a very long one."""
    shorter = min(len(a.plain), len(b.plain))
    if shorter < (_SLIP if part == FAMILY else _GIVEN_SLIP) or a.plain[0] != b.plain[0]:
        return None
    if (a.given and b.given) or a.foreign or b.foreign:
        return None
    from rapidfuzz.distance import OSA

    most = 2 if shorter >= _SLIPS else 1
    if OSA.distance(a.plain, b.plain, score_cutoff=most) > most:
        return None
    # One letter makes a daughter of a son (Kowalski, Kowalska; Daniel, Daniela).
    if a.plain[:-1] == b.plain[:-1] or a.plain[:-1] == b.plain or a.plain == b.plain[:-1]:
        return None
    why = say("{one} may be {other} mistyped", one=_shown(a), other=_shown(b))
    return _Fit(Kinship.NEAR, why, slip=True)


def _otherwise(a: Word, b: Word) -> str:
    return say("{one} is {other} spelt otherwise", one=_shown(a), other=_shown(b))


def _shown(word: Word) -> str:
    return word.text[:1].upper() + word.text[1:]


def _called_also(
    a: Called, b: Called, left_a: list[_Part], left_b: list[_Part]
) -> tuple[list[_Part], list[_Part], list[tuple[_Fit, str]]]:
    """Match what is left of a name with the nicknames and maiden name of the other."""
    more: list[tuple[_Fit, str]] = []
    for also, theirs, ours in ((b.also, left_a, left_b), (a.also, left_b, left_a)):
        for pair in list(theirs):
            word, part = pair
            for nick in also:
                if nick.plain == word.plain or (part != FAMILY and nick.given & word.given):
                    theirs.remove(pair)
                    stands_for = next((one for one in ours if one[1] == part), None)
                    if stands_for:
                        ours.remove(stands_for)
                    why = say("also called {name}", name=_shown(nick))
                    more.append((_Fit(Kinship.FORM, why), part))
                    break
    return left_a, left_b, more


def _judged(
    fits: list[tuple[_Fit, str]], left_a: list[_Part], left_b: list[_Part], a: Called, b: Called
) -> NameLikeness | str | None:
    parts = {part for fit, part in fits if fit.strength >= Kinship.AKIN}
    weakest = min(fit.strength for fit, _part in fits)
    unsure = sum(fit.strength <= Kinship.NEAR and len(fit.why) > 0 for fit, _part in fits)
    why = [fit.why for fit, _part in fits if fit.why]
    roles_a, roles_b = {part for _w, part in left_a}, {part for _w, part in left_b}
    if left_a and left_b:
        return _both_left(parts, weakest, roles_a, roles_b, why)
    if not parts:
        return None
    if unsure > 1 and FAMILY not in parts:
        return None
    if not (left_a or left_b):
        if weakest == Kinship.SAME and (len(fits) > 1 or len(a.words) == len(b.words) == 1):
            return NameLikeness(Kinship.SAME, say("the same name"))
        kinship = Kinship(weakest)
        if len(fits) == 1 and kinship > Kinship.FORM:
            kinship = Kinship.FORM
        slips = all(fit.slip for fit, _part in fits if fit.strength <= Kinship.NEAR)
        return NameLikeness(kinship, _listed(why), kinship == Kinship.NEAR and slips)
    left = left_a or left_b
    if len(fits) == 1:
        known = GIVEN in parts or MIDDLE in parts
        why.append(say("only the given name is known") if known else say("the same family name"))
        other = {part for _w, part in left}
        if not known and GIVEN in other and (a.full and b.full):
            return None
        return NameLikeness(Kinship.PART, _listed(why))
    roles = {part for _word, part in left}
    if roles <= {MIDDLE}:
        why.append(say("a middle name more"))
        return NameLikeness(Kinship(min(weakest, Kinship.FORM)), _listed(why))
    if FAMILY in roles and {FAMILY, GIVEN} <= parts:
        why.append(say("half of a double name"))
        return NameLikeness(Kinship(min(weakest, Kinship.AKIN)), _listed(why))
    why.append(say("one name more"))
    return NameLikeness(Kinship.NEAR, _listed(why))


def _both_left(
    parts: set[str], weakest: int, roles_a: set[str], roles_b: set[str], why: list[str]
) -> NameLikeness | str | None:
    """Names that have each a word the other lacks."""
    if GIVEN in roles_a and GIVEN in roles_b:
        return APART if FAMILY in parts else None
    if MIDDLE in roles_a and MIDDLE in roles_b and FAMILY in parts:
        return APART
    families = FAMILY in roles_a and FAMILY in roles_b
    if families and GIVEN in parts and weakest >= Kinship.AKIN:
        double = FAMILY in parts
        why.append(say("half of a double name") if double else say("another family name"))
        return NameLikeness(Kinship.NEAR if double else Kinship.PART, _listed(why))
    return None


def _listed(reasons: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(reason for reason in reasons if reason))
