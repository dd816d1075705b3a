"""One property of a card: what stands before its colon, and its raw value.

``item1.TEL;TYPE=home,voice:+49 30 1234`` has the group ``item1``, the name ``TEL``, the parameters
``TYPE=home`` and ``TYPE=voice``, and a value. Names keep the spelling they came in; `key` is the
upper-case one to look them up by.
"""

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from relbook.core.exchange.vcard.charsets import decode
from relbook.core.exchange.vcard.labels import plain_label

Params = tuple[tuple[str, str], ...]

QUOTED_PRINTABLE = "q"
BASE64 = "b"
NO_PREFERENCE = 101

_ENCODINGS = {
    "QUOTED-PRINTABLE": QUOTED_PRINTABLE,
    "Q": QUOTED_PRINTABLE,
    "QP": QUOTED_PRINTABLE,
    "BASE64": BASE64,
    "B": BASE64,
}
# vCard 2.1 writes parameters bare: ``TEL;HOME;CELL``, ``PHOTO;BASE64``. All others are types.
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "URL": "VALUE",
    "URI": "VALUE",
    "INLINE": "VALUE",
    "CONTENT-ID": "VALUE",
    "CID": "VALUE",
    "BINARY": "VALUE",
    "DATE": "VALUE",
    "DATE-TIME": "VALUE",
    "DATE-AND-OR-TIME": "VALUE",
    "TIMESTAMP": "VALUE",
}
# Android's own labels before 4.0: ``TEL;X-Custom(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42=6F):3``.
_CUSTOM = re.compile(
    r"\s*X-Custom\((?:CHARSET=([\w-]+),)?(ENCODING=QUOTED-PRINTABLE,)?(.+)\)\s*", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r'"([^"]*)"')
_HIDDEN = re.compile(r'"([0-9]+)"|"')
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Head:
    """Group, name and parameters, in order, as plain text: unquoted, carets (RFC 6868) undone.

    What is derived from them is kept too, because most heads come again in thousands of cards:
    `key`, `types` (lower case, in order), `label` in plain words, `encoding` ("q", "b" or ""),
    `charset` (lower case), `preference`, from 1 (most: PREF in 4.0, TYPE=PREF before) to 100, or
    NO_PREFERENCE, and `alternative`, which those share that say the same thing in several ways (ALTID).
    """

    group: str
    name: str
    params: Params = ()
    key: str = field(init=False, compare=False, repr=False)
    types: tuple[str, ...] = field(init=False, compare=False, repr=False)
    label: str = field(init=False, compare=False, repr=False)
    encoding: str = field(init=False, compare=False, repr=False)
    charset: str = field(init=False, compare=False, repr=False)
    preference: int = field(init=False, compare=False, repr=False)
    alternative: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        types: list[str] = []
        encoding = charset = rank = alternative = ""
        for name, value in self.params:
            upper = name.upper()
            if upper == "TYPE":
                types += [kind for kind in map(str.strip, value.split(",")) if kind]
            elif upper == "ENCODING":
                encoding = _ENCODINGS.get(value.strip().upper(), "")
            elif upper == "CHARSET":
                charset = value.strip().lower()
            elif upper == "PREF":
                rank = value.strip()
            elif upper == "ALTID":
                alternative = value.strip()
        put = object.__setattr__
        put(self, "key", self.name.upper())
        put(self, "types", tuple(dict.fromkeys(kind.lower() for kind in types)))
        put(self, "label", plain_label(types) if types else "")
        put(self, "encoding", encoding)
        put(self, "charset", charset)
        put(self, "alternative", alternative)
        if "pref" in self.types:
            rank = "1"
        known = _NUMBER.fullmatch(rank)
        put(self, "preference", min(max(int(rank), 1), 100) if known else NO_PREFERENCE)

    def param(self, name: str) -> str:
        """The parameter `name` (upper case), its values joined by commas; empty if not there."""
        if not self.params:
            return ""
        return ",".join(value for key, value in self.params if key.upper() == name)


@dataclass(frozen=True, slots=True)
class Property:
    """A head and its value, unfolded but still escaped or encoded as the card has it.

    `line` counts physical lines from the card's BEGIN, which is line 0. A newline in `value` comes
    from a card that broke a value over lines without a sign. `charset` is what the letters of an
    encoded value are in where the head does not say and they are not UTF-8: "" is the Western code
    page.
    """

    head: Head
    value: str
    line: int = field(default=0, compare=False)
    charset: str = field(default="", compare=False)

    @classmethod
    def of(
        cls, name: str, value: str, params: Iterable[tuple[str, str]] = (), group: str = ""
    ) -> Self:
        """A property made of its parts; `value` is escaped already."""
        return cls(Head(group, name, tuple(params)), value)

    @property
    def group(self) -> str:
        """What stands before the name's dot, or nothing."""
        return self.head.group

    @property
    def name(self) -> str:
        """The name as the card spells it."""
        return self.head.name

    @property
    def params(self) -> Params:
        """Name and value of each parameter, in order; a list gives a pair for each of its values."""
        return self.head.params

    @property
    def key(self) -> str:
        """The name in upper case."""
        return self.head.key


def split_line(line: str) -> tuple[Head, str] | None:
    """Head and raw value of an unfolded line, or None for what is no property."""
    before, colon, value = line.partition(":")
    if not colon:
        return None
    if '"' in before:
        at = _colon_outside_quotes(line)
        if at < 0:  # a quote that never closes
            before = before.replace('"', "")
        else:
            before, value = line[:at], line[at + 1 :]
    head = _known_head(before) if len(before) <= _SHORT else parse_head(before)
    return None if head is None else (head, value)


def parse_head(text: str) -> Head | None:
    """The head that `text` writes, or None if it does not begin with a name."""
    if '"' in text:
        full, params = _quoted_params(text)
    else:
        full, *parts = text.split(";")
        params = [(name, _uncaret(value)) for part in parts for name, value in _params(part)]
    group, _, name = full.strip().rpartition(".")
    if not (_NAME.fullmatch(name) or (name[:2].upper() == "X-" and name.isprintable())):
        return None
    if group and not _NAME.fullmatch(group.replace(".", "")):
        return None
    return Head(group, name, tuple(params))


_known_head = lru_cache(maxsize=4096)(parse_head)


def _colon_outside_quotes(line: str) -> int:
    colon, quote = line.find(":"), line.find('"')
    while colon >= 0 and 0 <= quote < colon:
        close = line.find('"', quote + 1)
        if close < 0:
            return -1
        if colon < close:
            colon = line.find(":", close + 1)
        quote = line.find('"', close + 1)
    return colon


def _params(part: str) -> list[tuple[str, str]]:
    """The pairs that the text between two semicolons writes, carets and all."""
    if (custom := _CUSTOM.fullmatch(part)) is not None:
        charset, encoded, label = custom.groups("")
        if encoded:
            label = decode(binascii.a2b_qp(label.encode()), charset)[0]
        return [("TYPE", f"X-{label}")]
    name, equals, value = part.partition("=")
    name = name.strip()
    if not equals:
        if name.upper() == "TYPE":
            return [(name, "")]
        return [(_BARE.get(name.upper(), "TYPE"), name)] if name else []
    return [(name or "TYPE", piece.strip()) for piece in value.split(",")]


def _quoted_params(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Name and parameters where some value stands in quotes, well or badly."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[1])
        return f'"{len(hidden) - 1}"'

    def show(match: re.Match[str]) -> str:
        return hidden[int(match[1])] if match[1] else ""

    full, *parts = _QUOTED.sub(hide, text).split(";")
    params = [
        (name, _uncaret(_HIDDEN.sub(show, value)))
        for part in parts
        for name, value in _params(part)
    ]
    return _HIDDEN.sub(show, full), params


def _uncaret(text: str) -> str:
    return _CARET.sub(lambda match: _CARETS[match[1]], text) if "^" in text else text
