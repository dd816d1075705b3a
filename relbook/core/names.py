"""Names and words as people type them: folded for search, cut into words, sorted, shortened.

The index and the search box fold and cut alike, so whatever is kept can be found as it is written,
without its accents, or by the beginning of any of its words.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

# Letters that a person types without their stroke, ligature or regional form and that Unicode's
# compatibility decomposition (UAX #15, NFKD) leaves alone. Hebrew final letters stay.
_LETTERS = {
    **dict(zip("đðɖɗħıɨȷłøŧŋəƀɓƙʉ", "ddddhiijlotnebbku", strict=True)),
    **dict.fromkeys("æ", "ae"),
    **dict.fromkeys("œ", "oe"),
    **dict.fromkeys("þ", "th"),
    **dict.fromkeys("ґ", "г"),
    # Arabic and Persian: alef wasla; yeh, kaf, heh and teh marbuta forms; tatweel is only length.
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیے", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةہھەۃ", "ه"),
    **dict.fromkeys("ـ", ""),
    # What keyboards and phones put where an apostrophe is meant.
    **dict.fromkeys("´ˈʹʻʼʽ‘’‛′＇ʾʿ", "'"),
}

# Blocks whose combining marks are vowels and must stay: the Indic scripts and their kin from
# Devanagari to Myanmar, Khmer, and the later blocks of the same family.
_VOWEL_MARKS = (
    (0x0900, 0x109F),
    (0x1700, 0x17FF),
    (0x1A20, 0x1AAF),
    (0x1B00, 0x1C4F),
    (0xA800, 0xAAFF),
    (0xABC0, 0xABFF),
    (0x11000, 0x11FFF),
)
_NUKTA = 7
_TONES = {107, 122}


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(_fold_letter(letter) for letter in plain)


def _fold_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    code = ord(letter)
    match unicodedata.category(letter):
        case "Mn" | "Me" | "Mc":
            if any(first <= code <= last for first, last in _VOWEL_MARKS):
                mark = unicodedata.combining(letter)
                return "" if mark == _NUKTA or mark in _TONES else letter
            return ""
        case "Cf" | "Cs":  # direction marks around phone numbers, joiners, broken halves
            return ""
        case "Nd":
            return str(unicodedata.digit(letter))
        case "Pd":
            return "-"
    if 0x30A1 <= code <= 0x30F6:  # katakana, to the hiragana of the same sound
        return chr(code - 0x60)
    return letter


class _Folds(dict[int, str]):
    """A table for ``str.translate`` that works each character out the first time it is met."""

    def __missing__(self, code: int) -> str:
        text = chr(code)
        folded = _LETTERS.get(text) or _fold_once(text)
        while folded != text:  # until folding again changes nothing
            text, folded = folded, _fold_once(folded)
        self[code] = folded
        return folded


_FOLDS = _Folds()
_FOREIGN = re.compile("([^\x00-\x7f]+)")
_LONG = 100  # characters


def fold(text: str) -> str:
    """`text` as it is compared and searched: no case, no accents, plain letters and digits.

    NFKD without its marks, case-folded, with the letters NFKD leaves (đ, ø, ł, ß, ı, æ, þ, Arabic
    alef, yeh and heh forms), katakana as hiragana, and white space kept single. The vowel signs of
    Indic scripts and of Thai stay. Folding twice changes nothing more.
    """
    if text.isascii():
        plain = text.lower()
    elif len(text) < _LONG:
        plain = text.translate(_FOLDS)
    else:  # mostly plain letters, as a rule, and those are sooner done by themselves
        parts = _FOREIGN.split(text)
        parts[1::2] = [part.translate(_FOLDS) for part in parts[1::2]]
        parts[::2] = [part.lower() for part in parts[::2]]
        plain = "".join(parts)
    return " ".join(plain.split())


# Scripts written without spaces, whose characters are words of their own, with their marks.
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30fc-\u30ff\u3100-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_JAMO = "\u1100-\u11ff"
_SIGNS = (  # blocks with vowel signs that are part of a word though \w leaves them out; no danda
    "\u0900-\u0963\u0966-\u0dff\u0f18-\u0fbc\u1712-\u1734\u1a20-\u1aaf\u1b00-\u1c4f"
    "\ua800-\uaaff\uabc0-\uabff\U00011000-\U00011fff"
)
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd"
)
_LETTER = rf"(?:[^\W_{_SINGLE}{_JAMO}]|[{_SIGNS}])"
_NUMBER = r"[0-9]++(?:[ ()./-]{1,3}[0-9]++)+"
_ASCII_RUNS = re.compile(rf"{_NUMBER}(?![a-z])|[a-z0-9]+(?:['-][a-z0-9]+)*")
_JOINERS = re.compile(r"[ ()./'-]+")

_PHONE = 7  # digits from which a run of numbers is read as one, as a phone number is
_LONGEST = 15  # digits of the longest phone number (E.164)
_PARTS = 4  # parts of a word with hyphens and apostrophes that are written in one


@cache
def _runs_of_any_script() -> re.Pattern[str]:
    """Compiled when first needed: it takes milliseconds that the window's start can do without."""
    return re.compile(
        rf"{_NUMBER}(?!{_LETTER})"
        rf"|{_LETTER}+(?:['-]{_LETTER}+)*"
        rf"|[\u1100-\u115f]?[\u1160-\u11a7]+[\u11a8-\u11ff]*|[{_JAMO}]"
        rf"|[{_SINGLE}][{_MARKS}]*"
    )


def _runs(text: str) -> list[str]:
    folded = fold(text)
    if "(0)" in folded:  # +49 (0)171: the nought is dialled only where the +49 is not
        folded = folded.replace("(0)", " ")
    pattern = _ASCII_RUNS if folded.isascii() else _runs_of_any_script()
    found: list[str] = pattern.findall(folded)
    return found


def _joined(parts: list[str], start: int, digits: bool) -> tuple[str, int]:
    """The parts from `start` in one, as far as one goes, and where the next would begin."""
    if not digits:
        end = min(start + _PARTS, len(parts))
        return "".join(parts[start:end]), end
    word, end = "", start
    while end < len(parts) and len(word) < _LONGEST:
        word += parts[end]
        end += 1
    return word, end


def tokens(text: str) -> list[str]:
    """The words of `text`, folded, for the index: each can be found by its beginning.

    A word is a run of letters and digits; a character of a script without spaces (Han, kana,
    Hangul syllables, Thai with its marks) is one of its own; other signs divide. A word with
    apostrophes or hyphens, and a number of seven digits or more however it is grouped, counts
    from each of its parts on: ``o'brien`` as ``obrien brien``, ``jean-luc`` as ``jeanluc luc``,
    ``+354 555 01 42`` as ``3545550142 5550142 0142 42``. As words are found by their beginnings,
    every part is found too.
    """
    runs = _runs(text)
    if "".join(runs).isalpha():  # most texts: no number, no joined word
        return runs
    words: list[str] = []
    for run in runs:
        if run.isalpha():
            words.append(run)
            continue
        parts = [part for part in _JOINERS.split(run) if part]
        digits = all(part.isdigit() for part in parts)
        if digits and sum(map(len, parts)) < _PHONE:
            words += parts
            continue
        for start in range(len(parts)):
            word, _ = _joined(parts, start, digits)
            words.append(word)
            if digits and word[0] == "0" and len(word) >= _PHONE and (bare := word.lstrip("0")):
                words.append(bare)
    return words


def words_of_query(text: str) -> list[str]:
    """The words typed into a search box, folded: a person is found who has, for every one of
    them, a token that begins with it.

    Cut as :func:`tokens` cuts, save that each part is asked for once: at a hyphen two words
    (``jean-luc`` finds "Jean Luc" too), at an apostrophe one (``o'brien`` finds "Obrien"), a
    phone number one, without the noughts dialled before it.
    """
    words: list[str] = []
    for run in _runs(text):
        if run.isalpha():
            words.append(run)
            continue
        parts = [part for part in _JOINERS.split(run) if part]
        digits = all(part.isdigit() for part in parts)
        if digits and sum(map(len, parts)) < _PHONE:
            words += parts
            continue
        for group in [parts] if digits else [g.split("'") for g in run.split("-")]:
            start = 0
            while start < len(group):
                word, start = _joined(group, start, digits)
                if digits and len(word) >= _PHONE:
                    word = word.lstrip("0") or word
                words.append(word)
    return list(dict.fromkeys(words))


_SORT_SIGNS = str.maketrans(
    dict.fromkeys("'\"`.", "") | dict.fromkeys("!#$%&()*+,-/:;<=>?@[\\]^_{|}~", " ")
)


def sort_key(family: str, given: str, name: str) -> str:
    """What people are sorted by, compared byte by byte: family name, then given name.

    Without a family name, the `name` they go by. Particles ("van der", "de la", "al-") count as
    part of the family name they were written with. Names that begin with a letter come first,
    then those that begin with a digit or sign, so that the list opens on people; blank ones last.
    """
    parts = (family, given) if family.strip() else (name if name.strip() else given,)
    folded = [fold(part) for part in parts]
    plain = [" ".join(part.translate(_SORT_SIGNS).split()) for part in folded]
    if plain[0] and plain[0][0].isalpha():
        return "1" + "\t".join(plain)  # a tab is below a space: "Berg" before "Berg Hansen"
    return "2" + "\t".join(folded) if folded[0] else "3"


_TITLE = re.compile(
    r"(?i:dra?|prof|professor|mrs?|ms|miss|mx|sir|dame|revd?|hon|herr|frau|hr|fru|mme|mlle|dott|ing"
    r"|mag|dipl-ing|capt|lt|sgt|cmdr|rabbi|imam|sheikh|señora?|sra|srta|dhr|mevr)"
)
_SUFFIX = re.compile(  # MA and BA are names where they are not all capitals
    r"(?i:[js]n?r|iii?|iv|phd|dphil|md|esq|[omc]be|dds|[mb]sc|mba|rn|[kq]c)|[MB]A"
)
_PARTICLE = re.compile(  # the last ones are names too where they are not written small
    r"(?i:van|von|vom|de[rnls]?|della|delle|dei|di|da[ls]?|dos|du|l[aeo]|te[rn]?|zu[mr]?|a[fv]"
    r"|ibn|bin|bint)|[ae]l|ben|do|[ey]"
)


class NameParts(NamedTuple):
    """The parts of a name, as in vCard's N (RFC 6350 §6.2.2); an unknown one is empty."""

    prefixes: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    suffixes: str = ""


def _is_title(word: str) -> bool:
    return _TITLE.fullmatch(word.replace(".", "")) is not None


def _is_suffix(word: str) -> bool:
    return _SUFFIX.fullmatch(word.replace(".", "").strip(",")) is not None


def _is_particle(word: str) -> bool:
    return _PARTICLE.fullmatch(word) is not None


def _is_east_asian(letter: str) -> bool:
    code = ord(letter)
    return (
        0x1100 <= code <= 0x11FF
        or 0x2E80 <= code <= 0x9FFF
        or 0xA960 <= code <= 0xA97F
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF66 <= code <= 0xFFDC
        or 0x20000 <= code <= 0x3FFFF
    )


def _without_titles(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Titles before, the name itself (never empty), suffixes after."""
    start, end = 0, len(words)
    while start < end - 1 and _is_title(words[start]):
        start += 1
    while end > start + 1 and _is_suffix(words[end - 1]):
        end -= 1
    return words[:start], [word.rstrip(",") for word in words[start:end]], words[end:]


def split_name(display: str) -> NameParts:
    """A modest guess at the parts of a name typed in one line; what is not known stays empty.

    "Given Additional Family" or "Family, Given", with titles before and suffixes after; a small
    word such as "van" or "de la" begins the family name. A single word is a given name. Names in
    Han, kana or Hangul, where writing does not tell which part is which, and mail addresses are
    left whole: no parts at all.
    """
    if "@" in display or any(map(_is_east_asian, display)):
        return NameParts()
    before, *after = (piece.split() for piece in display.split(","))
    ends = [" ".join(piece) for piece in after if piece and all(map(_is_suffix, piece))]
    after = [piece for piece in after if piece and not all(map(_is_suffix, piece))]
    titles, words, suffixes = _without_titles(before)
    if after:
        more_titles, given, more = _without_titles(after[0])
        titles, suffixes = titles + more_titles, suffixes + more
        rest = [word for piece in after[1:] for word in piece]
        additional, family = given[1:] + rest, words
        given = given[:1]
    elif len(words) < 2:
        given, additional, family = words, [], []
    else:
        begins = next((i for i in range(1, len(words) - 1) if _is_particle(words[i])), None)
        if words[0].islower() and _is_particle(words[0]):
            begins = 0
        cut = len(words) - 1 if begins is None else begins
        given, additional, family = words[: min(1, cut)], words[1:cut], words[cut:]
    return NameParts(
        " ".join(titles),
        " ".join(given),
        " ".join(additional),
        " ".join(family),
        " ".join(suffixes + ends),
    )


_VIRAMA = 9
_JOIN = "\u200d"
_APART = "\u200c"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def _cluster(text: str, at: int) -> str:
    """The letter at `at` with all that belongs to it: marks, vowel signs, what it is bound to."""
    end = at + 1
    while end < len(text):
        sign = text[end]
        if unicodedata.category(sign)[0] == "M" or "\U0001f3fb" <= sign <= "\U0001f3ff":
            end += 1
        elif sign == _JOIN and end + 1 < len(text):
            end += 2
        elif (unicodedata.combining(text[end - 1]) == _VIRAMA and sign.isalpha()) or (
            end == at + 1 and _FLAG.fullmatch(text[at : end + 1])
        ):
            end += 1
        else:
            break
    return text[at:end]


def _initial(word: str, wanted: str) -> str:
    """The first cluster of `word` whose first character is of a `wanted` category, or ""."""
    for at, sign in enumerate(word):
        thai_vowel = "\u0e40" <= sign <= "\u0e44" or "\u0ec0" <= sign <= "\u0ec4"
        if unicodedata.category(sign)[0] in wanted and not (thai_vowel and word[at + 1 :]):
            cluster = _cluster(word, at)
            capital = cluster.title()
            return capital if len(capital) == len(cluster) else cluster
    return ""


def initials(name: str) -> str:
    """What stands for someone without a photo: at most two letters, each whole with its marks.

    The first letters of the first and last word, titles and suffixes left out; one for a single
    word and for names in Han, kana or Hangul. Arabic letters are kept from joining. Where there
    is no letter a digit or an emoji does; else "?".
    """
    text = unicodedata.normalize("NFC", name)
    if "," in text:
        parts = split_name(text)
        family = parts.family.split()
        words = [*parts.given.split()[:1], *family[-1:]] or text.split()
    else:
        words = _without_titles(text.split())[1] if text.split() else []
    for wanted in ("L", "N", "S"):
        found = [letter for word in words if (letter := _initial(word, wanted))]
        if not found:
            continue
        if len(found) == 1 or wanted == "S" or _is_east_asian(found[0][0]):
            return found[0]
        arabic = unicodedata.bidirectional(found[0][0]) == "AL"
        return found[0] + (_APART if arabic else "") + found[-1]
    return "?"
