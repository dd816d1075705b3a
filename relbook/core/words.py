"""Every sentence a user can read, in the user's language.

Message ids are the English sentences themselves, written as literals at the call, so that a
gettext extractor finds them. A :class:`Sentence` keeps id and arguments apart, so that what was
said yesterday (the name of an undo step) can be said today in another language.
"""

import gettext
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

Value = str | int

# Scripts that are written from right to left: Hebrew to Arabic with their forms, and the two
# blocks of planes that Unicode keeps for more of them.
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_catalogue: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_language(folder: Path, languages: list[str] | None = None) -> None:
    """Speak the first of `languages` that `folder` has a catalogue for, else English.

    Without `languages`, those of the user's surroundings (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
    """
    _catalogue[0] = gettext.translation("relbook", folder, languages, fallback=True)


def language() -> str:
    """The language that is spoken, as its catalogue names it ("de_AT"); "en" without one."""
    return _catalogue[0].info().get("language") or "en"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with its arguments; `many` and `n` when it has a plural form."""

    one: str
    many: str | None = None
    n: int = 1
    args: dict[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        catalogue = _catalogue[0]
        if self.many is None:
            text = catalogue.gettext(self.one)
        else:
            text = catalogue.ngettext(self.one, self.many, self.n)
        if not (self.args or self.many):
            return text
        args = {name: _isolated(value) for name, value in self.args.items()}
        return text.format(n=f"{self.n:,}", **args)

    def to_json(self) -> str:
        """The sentence as a line of JSON, for the undo history."""
        return json.dumps([self.one, self.many, self.n, self.args], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The sentence that :meth:`to_json` wrote."""
        one, many, n, args = json.loads(text)
        return cls(one, many, n, args)


def _isolated(value: Value) -> Value:
    """`value` between isolates (UAX #9) where it reads from the right.

    A name in Hebrew then stands within an English sentence and does not turn it round.
    """
    if isinstance(value, int) or value.isascii() or not _FROM_THE_RIGHT.search(value):
        return value
    return f"\u2068{value}\u2069"


def sentence(message: str, **args: Value) -> Sentence:
    """A sentence to be said now or later: ``sentence("Delete {name}", name="Ada")``."""
    return Sentence(message, args=args)


def plural(one: str, many: str, n: int, **args: Value) -> Sentence:
    """A sentence that counts: ``plural("{n} person", "{n} people", 3)``."""
    return Sentence(one, many, n, args)


def say(message: str, **args: Value) -> str:
    """`message` in the user's language, its ``{named}`` places filled from `args`."""
    return str(Sentence(message, args=args)) if args else _catalogue[0].gettext(message)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "Tom", "Tom and Ana", "Tom, Ana and Bo", "Tom, Ana and 3 more"."""
    match names:
        case []:
            return ""
        case [one]:
            return one
        case [one, two]:
            return say("{one} and {two}", one=one, two=two)
        case [one, two, three]:
            return say("{one}, {two} and {three}", one=one, two=two, three=three)
    return say("{one}, {two} and {more} more", one=names[0], two=names[1], more=len(names) - 2)
