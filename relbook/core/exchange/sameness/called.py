"""Names ready for comparing: cut into words, each in the spellings it is compared by."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from relbook.core.exchange.sameness import nicknames as table
from relbook.core.names import fold, split_name

GIVEN, MIDDLE, FAMILY = "given", "middle", "family"
MOST_WORDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a name in the spellings it is compared by."""

    text: str  # as it was written
    folded: str
    plain: str  # in ASCII; digraphs as the letter they stand for: Müller, Mueller, Muller alike
    sound: str  # roughly, whatever language wrote it
    bones: str  # the consonants, for scripts that write no others
    foreign: bool  # in another alphabet than the Latin
    boneless: bool  # in one that leaves vowels out, or has none we can read
    given: table.Groups
    family: table.Groups


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """A name: its words with the part each is, and what else they are called.

    `generation` is 1 for senior, 2 for junior, 3 for III, 0 when unsaid. `joined` are all words in
    one, in either order, so that division does not matter.
    """

    words: tuple[tuple[Word, str], ...]
    also: tuple[Word, ...]
    generation: int
    joined: frozenset[str]

    @property
    def full(self) -> bool:
        """Whether a given and a family name are known."""
        return {GIVEN, FAMILY} <= {part for _word, part in self.words}


# Titles, and what a program puts beside a name.
_NOT_NAMES = frozenset(
    """dr dra drs prof professor mr mrs ms miss mx sir dame rev revd hon herr frau hr fru mme mlle
    monsieur madame dott dottssa sig sigra ing mag dipl dipling capt lt sgt cmdr rabbi imam sheikh
    med habil univ senor senora sr sra srta dhr mevr doc ir lic mgr mudr judr phdr phd dphil md esq mbe obe cbe dds
    bsc msc mba rn kc qc jr snr jnr senior junior ii iii iv family familie famille familia
    д-р г-н г-жа د الدكتور السيد""".split()
)
_PARTICLES = frozenset(
    """van von vom de der den des del della delle dei di da dal das dos du la le lo las los te ter
    ten zu zum zur af av ibn bin bint ben bat al el ul y e do und and et ال بن בן""".split()
)
_GENERATIONS = {
    **dict.fromkeys(("sr", "snr", "senior", "pere", "starszy"), 1),
    **dict.fromkeys(("jr", "jnr", "junior", "fils", "filho", "ii", "mlodszy"), 2),
    **dict.fromkeys(("iii", "neto"), 3),
    "iv": 4,
}
# Arabic names of "servant of" are one word, however they are divided: Abd al-Rahman.
_SERVANT_APART = re.compile(r"(?i)\b(abd(?:[aeou][lr])?|عبد)[ -]+(?:(?:[aeou][lr])[ -]+)?(?=\w)")
_BETWEEN = re.compile(r"[\s,;/._\u2010-\u2015-]+")
_ASIDE = re.compile(
    r"[(\[{“”„\"«»]([^()\[\]{}“”„\"«»]*)[)\]}“”„\"«»]|(?<!\w)['‘]([^'’]+)['’](?!\w)"
)
_BORN = re.compile(r"(?i)\b(?:née?|nee|geb\.?|geborene?|born|nata|z domu)\s+(\w[\w'-]*)")
_NO_NAME = re.compile(r"[^a-z]+")
_SERVANT = re.compile(r"abd(?:[aeou][lr])?(?=[a-z]{4})")
_DIGRAPHS = re.compile(r"(?<=[aou])e(?![aeiou])|(?<=a)a")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouywvj]+")
_BREATHED = re.compile(r"(?<=[bcdfgjkpstz])h")
_BONELESS = re.compile("[\u0590-\u08ff\u0900-\u0eff\ufb1d-\ufdff\ufe70-\ufeff]")
_HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")
_HANGUL = re.compile("[\uac00-\ud7a3]{2,}")
_DOUBLE_HAN = ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "皇甫", "司徒", "令狐")
_SOUNDS = tuple(
    (re.compile(old), new)
    for old, new in (
        (r"x", "ks"),
        (r"schtsch|shch|chtch|szcz|tsch|tch|dsch|dzh|dj|sch|sh|ch|cz|sz|zh", "C"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th|dt", "t"),
        (r"[qk]|c(?=[aoulrk])", "k"),
        (r"tz|ts", "z"),
        (r"(?<=[aeiouy])(?:ff|w)$", "v"),
        (r"w", "v"),
        (r"ou|oo|oy", "u"),
        (r"[yj]", "i"),
        (r"eo", "u"),
        (r"ee|ie", "i"),
        (r"ei", "ai"),
        (r"(?<=[aeiou])h$|(?<=[nr])e$", ""),
    )
)


def _sound(plain: str) -> str:
    for old, new in _SOUNDS:
        plain = old.sub(new, plain)
    return _TWICE.sub(r"\1", plain)


def _plain(letters: str) -> str:
    letters = _NO_NAME.sub("", letters)
    if len(letters) < 4:
        return letters
    return _DIGRAPHS.sub("", _SERVANT.sub("abd", letters))


def _bones(plain: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", _BREATHED.sub("", plain.replace("c", "k"))))


@lru_cache(maxsize=1 << 16)
def word(text: str) -> Word:
    """`text`, one word of a name, in all its spellings."""
    folded = fold(text)
    letters, foreign = folded, not folded.isascii()
    if foreign:
        from anyascii import anyascii

        # Composed again: folding takes Hangul syllables apart.
        letters = anyascii(unicodedata.normalize("NFC", folded)).lower()
    plain = _plain(letters)
    sound = _sound(plain)
    bare = table.bare(folded)
    given = table.of_given(bare) or _spelt()[0].get(plain, table.NONE)
    family = table.of_family(bare)
    boneless = _BONELESS.search(folded) is not None
    if foreign and not boneless:
        given = given or _spelt()[1].get(sound, table.NONE)
        family = family or table.of_family(plain)
    return Word(text, folded, plain, sound, _bones(plain), foreign, boneless, given, family)


@lru_cache(maxsize=1)
def _spelt() -> tuple[dict[str, table.Groups], dict[str, table.Groups]]:
    """The groups of given names by their plain spelling, and by their sound."""
    by_plain: dict[str, table.Groups] = {}
    by_sound: dict[str, table.Groups] = {}
    for name, groups in table.given_names().items():
        if name.isascii():
            plain = _plain(name)
            by_plain[plain] = by_plain.get(plain, groups) | groups
            by_sound[_sound(plain)] = by_sound.get(_sound(plain), groups) | groups
    return by_plain, by_sound


def called(
    name: str,
    *,
    family: str = "",
    given: str = "",
    additional: str = "",
    suffixes: str = "",
    nicknames: Iterable[str] = (),
) -> Called:
    """A name made ready; without its parts they are guessed from `name`."""
    also = [one for nick in nicknames for one in _cut(nick)]
    if not (family or given):
        name, aside = _set_aside(_SERVANT_APART.sub(r"\1", name))
        also += aside
        given, additional, family, guessed = _guessed(name)
        suffixes = f"{suffixes} {guessed}"
    words: list[tuple[Word, str]] = []
    for text, part in ((given, GIVEN), (additional, MIDDLE), (family, FAMILY)):
        if text:
            bare, aside = _set_aside(_SERVANT_APART.sub(r"\1", text))
            also += aside
            for one in _cut(bare):
                later = part == GIVEN and words and "-" not in bare
                words.append((word(one), MIDDLE if later else part))
    said = [fold(one) for one in _cut(suffixes)]
    said += [one.folded for one, part in words if part != GIVEN]
    generation = next((_GENERATIONS[one] for one in said if one in _GENERATIONS), 0)
    kept = [pair for pair in words if pair[0].folded not in _NOT_NAMES] or words
    joined = (
        "".join(one.folded for one, _part in kept),
        "".join(one.folded for one, part in kept if part == FAMILY)
        + "".join(one.folded for one, part in kept if part != FAMILY),
    )
    strong = [pair for pair in kept if pair[0].folded not in _PARTICLES] or kept
    if len(strong) > 1 and not any(part == GIVEN for _one, part in strong):
        strong = [(one, GIVEN if part == MIDDLE else part) for one, part in strong]
    return Called(
        tuple(strong[:MOST_WORDS]),
        tuple(word(one) for one in also[:MOST_WORDS]),
        generation,
        frozenset(one for one in joined if one),
    )


def _set_aside(text: str) -> tuple[str, list[str]]:
    """`text` without what stands in brackets, in quotes or after "née", and that by itself."""
    if text.isalpha():
        return text, []
    aside = [one for found in _ASIDE.findall(text) for part in found for one in _cut(part)]
    rest = _ASIDE.sub(" ", text)
    aside += [one for found in _BORN.findall(rest) for one in _cut(found)]
    rest = _BORN.sub(" ", rest)
    return (rest, aside) if rest.strip() else (text, [])


def _guessed(name: str) -> tuple[str, str, str, str]:
    """Given, middle and family names, and suffixes, of a name in one line."""
    if "@" in name:
        name = re.sub(r"\d+", " ", name.split("@", maxsplit=1)[0])
        name = " ".join(re.split(r"[._-]+", name))
    pieces = name.split()
    bare = "".join(pieces)
    if _HAN.fullmatch(bare) or _HANGUL.fullmatch(bare):
        if len(pieces) == 2:
            return pieces[1], "", pieces[0], ""
        cut = 2 if bare[:2] in _DOUBLE_HAN and len(bare) > 2 else 1
        return bare[cut:], "", bare[:cut], ""
    parts = split_name(name)
    if not (parts.given or parts.family):
        return name, "", "", ""
    return parts.given, parts.additional, parts.family, parts.suffixes


def _cut(text: str) -> list[str]:
    if text.isalpha():
        return [text]
    return [one for one in (piece.strip("'’‘") for piece in _BETWEEN.split(text)) if one]
