"""What headers mean, as programs and people write them in ten languages.

A header is looked up whole, else without the word that says whose phone or street it is ("home",
"geschäftlich") and the number behind it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from relbook.core.exchange.table.header_words import HEADERS, PLACES
from relbook.core.exchange.table.target import GROUPED, Target, What
from relbook.core.names import fold

_STOP = frozenset(
    "of the op de du des d da do das dos del della dell di la le l el il van het der die das den do у".split()
) - {"d"}
_SPACED = re.compile(r"[^\w]+|_+")
_DIGITS = re.compile(r"\s*(\d+)(?=\s|$)")
_HAN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_NOISE = re.compile(
    r"\b(?:address|adres(?:se?)?|direccion|indirizzo|endereco|адрес)\b *|^(?:地址|住所) *"
)
_PLACED = GROUPED | {What.PHONE, What.MAIL, What.WEB, What.CHAT}
_SET = re.compile(
    r"(e mail|email|phone|address|relation|website|event|custom field|im|organization|social|jot)"
    r" (\d+) (.+)"
)
_SETS: dict[str, dict[str, What]] = {
    "e mail": {"value": What.MAIL},
    "email": {"value": What.MAIL},
    "phone": {"value": What.PHONE},
    "im": {"value": What.CHAT, "service": What.SERVICE},
    "social": {"value": What.SOCIAL, "service": What.SERVICE},
    "website": {"value": What.WEB},
    "event": {"value": What.DAY},
    "relation": {"value": What.KIN},
    "custom field": {"value": What.OWN},
    "jot": {"value": What.NOTE},
    "address": {
        "formatted": What.ADDRESS,
        "street": What.STREET,
        "city": What.LOCALITY,
        "po box": What.PO_BOX,
        "region": What.REGION,
        "postal code": What.CODE,
        "country": What.COUNTRY,
        "extended address": What.EXTENDED,
    },
    "organization": {
        "name": What.ORGANISATION,
        "title": What.TITLE,
        "department": What.DEPARTMENT,
        "job description": What.ROLE,
    },
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means; `language` is where it was found, "" for a numbered set.

    `number` is the one in the header, 0 if it has none.
    """

    target: Target
    language: str = ""
    number: int = 0


def key(header: str) -> str:
    """`header` as it is compared: no case, accents, punctuation or little words."""
    words = _SPACED.sub(" ", fold(header)).split()
    return " ".join([word for word in words if word not in _STOP] or words)


@cache
def _known() -> dict[str, dict[str, tuple[str, str]]]:
    """By language, and under "" for all: what and label, and the language, by key, with blanks or not."""
    every: dict[str, dict[str, tuple[str, str]]] = {"": {}}
    for language, text in HEADERS.items():
        found = every[language] = {}
        for line in filter(None, text.split("\n")):
            what, _, headers = line.partition(" = ")
            for header in headers.split("; "):
                found.setdefault(key(header), (what, language))
        for known, value in list(found.items()):
            found.setdefault(known.replace(" ", ""), value)
        for known, value in found.items():
            every[""].setdefault(known, value)
    return every


def _whole(text: str, language: str) -> tuple[Target, str] | None:
    close = text.replace(" ", "")
    for known in dict.fromkeys((language, "")):
        found = _known()[known].get(text) or _known()[known].get(close)
        if found is not None:
            what, _, label = found[0].partition(":")
            return Target(What(what), label), found[1]
    return None


def language_of(headers: Iterable[str]) -> str:
    """The language that most of `headers` are known in, English of several; "" if none is."""
    keys = [key(header) for header in headers]
    counts = {
        language: sum(one in known or one.replace(" ", "") in known for one in keys)
        for language, known in _known().items()
        if language
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else ""


def meaning(header: str, language: str = "") -> Meaning | None:
    """What `header` means, None if no program or language known here writes it.

    A word that means different things is taken as in `language`.
    """
    text = key(header)
    if not text or len(text) > 80:
        return None
    numbered = _SET.fullmatch(text)
    if numbered and (of_set := _of_set(numbered[1], int(numbered[2][:4]), numbered[3])):
        return of_set
    if (found := _whole(text, language)) is not None:
        return Meaning(*found)
    number = 0
    if (digits := _DIGITS.search(text)) is not None:
        number = int(digits[1][:4])
        text = " ".join(_DIGITS.sub(" ", text, count=1).split())
        if (found := _whole(text, language)) is not None:
            return Meaning(*found, number)
    for place, rest in _placed(text):
        found = _whole(rest, language) or _whole(_NOISE.sub("", rest).strip(), language)
        if found is None or found[0].what not in _PLACED:
            continue
        target, tongue = found
        if target.what is What.CHAT and target.label:
            continue
        if not target.label or target.label in {"fax", "mobile", "pager"}:
            label = f"{place} {target.label}".strip()
            return Meaning(Target(target.what, label), tongue, number)
    return None


def _of_set(name: str, number: int, part: str) -> Meaning | None:
    """``Phone 2 - Value``: columns of one number belong together."""
    parts = _SETS[name]
    group = f"{name.replace('e mail', 'email')} {number}"
    if part in {"label", "type"} and "value" not in parts and "formatted" not in parts:
        return Meaning(Target(What.OWN))
    if part in {"label", "type"}:
        return Meaning(Target(What.LABEL, group=group))
    if part not in parts:
        return Meaning(Target(What.OWN)) if name == "organization" else None
    return Meaning(Target(parts[part], group=group))


def _placed(text: str) -> Iterator[tuple[str, str]]:
    """Whose it is, and the header without the word for that."""
    words = text.split()
    for place, known in _places():
        for at, word in enumerate(words):
            if known.fullmatch(word):
                yield place, " ".join(words[:at] + words[at + 1 :])
        if _HAN.match(text) and (begins := known.match(text)) is not None:
            yield place, text[begins.end() :].strip()


@cache
def _places() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for place, words in PLACES.items():
        stems = (
            re.escape(fold(word.removesuffix("-"))) + r"\w*" * word.endswith("-")
            for word in words.split()
        )
        found.append((place, re.compile("|".join(stems))))
    return found


def count_known(text: str) -> int:
    """How many of the cells of a line of `text` are headers known here, in the best of its first."""
    return max(
        (
            sum(meaning(cell.strip('" ')) is not None for cell in re.split(r"[,;\t|]", line))
            for line in text[:20_000].splitlines()[:12]
        ),
        default=0,
    )
