"""Where someone is named in what is told of others, and how those words say "someone" instead.

A name of several words is looked for everywhere; a single word ("Ada", that others may be called
too) only where they had part themselves. So is the whole name, where somebody else has the same.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relbook.core import names
from relbook.core.store.book import Book, hash_of
from relbook.core.store.history import Values
from relbook.core.words import Sentence, say

if TYPE_CHECKING:  # loaded when cards are looked through
    from relbook.core.exchange.vcard.property import Property

# Columns that no one is told of in words in.
_WORDLESS = frozenset(
    "id uid changed created sort_key kind state direction how role photo blob lines card_uid"
    " version folded match_key date learned since until opened expected closed due settled starts"
    " ends met_on imported made asked_person asked_other of_table rhythm".split()
)
_OWN_NAMES = frozenset(
    "name family given additional prefixes suffixes nickname say_it pronouns".split()
)


@dataclass(frozen=True, slots=True)
class Names:
    """What someone is or was called: as a whole, and by single words; and their uids."""

    whole: frozenset[str]
    words: frozenset[str]
    uids: frozenset[str]

    @classmethod
    def of(cls, versions: Iterable[Values], uids: Iterable[str], *, namesake: bool) -> "Names":
        """The names in `versions` of someone's row; `namesake` tells of another of that name."""
        called: set[str] = set()
        for row in versions:
            given, family = row["given"], row["family"]
            called |= {row["name"], row["sort_key"], f"{family}, {given}", f"{family} {given}"}
            called |= {f"{given} {family}", f"{given} {row['additional']} {family}"}
            called |= {row["given"], *row["nickname"].split(","), row["nickname"]}
        called = {" ".join(one.split()).strip(" ,") for one in called}
        whole = {one for one in called if len(names.tokens(one)) > 1}
        words = {one for one in called - whole if len(one) > 1}
        if namesake:
            whole, words = set(), words | whole
        return cls(frozenset(whole), frozenset(words), frozenset(uid for uid in uids if uid))

    def everywhere(self) -> "Eraser":
        """Takes them out of what others are told."""
        return Eraser(self.whole)

    def among_theirs(self) -> "Eraser":
        """Takes them out of what they had part in."""
        return Eraser(self.whole | self.words)


class Eraser:
    """Puts "someone" where one of `called` stands."""

    def __init__(self, called: Collection[str]) -> None:
        forms = {unicodedata.normalize(form, one) for one in called for form in ("NFC", "NFD")}
        self._forms = sorted((one for one in forms if one), key=len, reverse=True)
        self._pattern = re.compile(
            "|".join(_bounded(one) for one in self._forms) or r"(?!)", re.IGNORECASE
        )
        self.instead = say("someone")

    def __call__(self, text: str) -> str:
        """`text` without the names."""
        return self._pattern.sub(self.instead, text)

    def finds(self, text: str) -> bool:
        """Whether a name stands in `text`."""
        return self._pattern.search(text) is not None

    def is_one(self, text: str) -> bool:
        """Whether `text` is nothing but a name."""
        return self._pattern.fullmatch(text.strip()) is not None

    def like(self, column: str, *, in_json: bool = False) -> str:
        """In SQL, of `column`: that a name may stand in it."""
        found = set()
        for one in self._forms:
            word = max(one.replace(",", " ").split(), key=len)
            for case in (word, word.lower(), word.upper(), word.title()):
                told = json.dumps(case, ensure_ascii=False)[1:-1] if in_json else case
                found.add(_ascii_lower(told).replace("'", "''"))
        return " OR ".join(f"instr(lower({column}), '{one}') > 0" for one in sorted(found)) or "0"

    def values(self, table: str, values: Values) -> Values:
        """The columns of a row of `table` in which a name stands, without it."""
        found: Values = {}
        for column in worded(table, values):
            text = values[column]
            if isinstance(text, str) and self.finds(text):
                found[column] = self(text)
        if "name" in found and table in ("interest", "circle"):
            found["folded"] = names.fold(found["name"])
        return found

    def sentence(self, told: Sentence) -> Sentence:
        """A sentence without the names."""
        args = {
            name: self(value) if isinstance(value, str) else value
            for name, value in told.args.items()
        }
        one = told.one if "{" in told.one else self(told.one)
        return Sentence(one, told.many, told.n, args)


def worded(table: str, columns: Iterable[str]) -> Iterator[str]:
    """Those of `columns` of `table` that tell of something in words."""
    for column in columns:
        if column in _WORDLESS or column.endswith("_id"):
            continue
        if table == "person" and column in _OWN_NAMES:
            continue
        yield column


def mentions(book: Book, eraser: Eraser) -> Iterator[tuple[str, int, Values]]:
    """The rows that name someone, by table and id, with the columns as they shall be."""
    for table, columns in book.columns.items():
        where = " OR ".join(eraser.like(f'"{column}"') for column in worded(table, columns))
        if not where:
            continue
        for row in book.rows(f'SELECT * FROM "{table}" WHERE {where}'):
            values = dict(zip(columns, row, strict=True))
            if altered := eraser.values(table, values):
                yield table, values["id"], altered


# Cards of others


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A card without the lines that name someone: its new bytes, and which properties are left."""

    blob: str
    data: bytes
    left: tuple[int, ...] | None = None  # None for what has no properties: a row of a table

    def lines(self, told: str) -> str:
        """`lines` of a source card, that count properties, counted anew."""
        if self.left is None:
            return told
        new = {old: at for at, old in enumerate(self.left)}
        kept = [[new[at], *rest] for at, *rest in json.loads(told or "[]") if at in new]
        return json.dumps(kept, separators=(",", ":"))


def cards(book: Book, called: Names) -> dict[str, Rewritten]:
    """The kept cards that name someone, by their hash."""
    from relbook.core.exchange import vcard
    from relbook.core.exchange.vcard.card import Card

    eraser = called.everywhere()
    marks = [_flat(one.encode()) for one in called.whole | called.uids]
    marks += [_flat(_quoted(one)) for one in called.whole]
    found: dict[str, Rewritten] = {}
    for blob, data in book.sql(
        "SELECT hash, bytes FROM blob WHERE hash NOT IN"
        " (SELECT photo FROM person WHERE photo IS NOT NULL)"
    ):
        flat = _flat(data)
        if not any(mark in flat for mark in marks):
            continue
        if not flat.startswith(b"begin:"):
            text = data.decode("utf-8", "surrogateescape")
            if eraser.finds(text):
                new = eraser(text).encode("utf-8", "surrogateescape")
                found[blob] = Rewritten(hash_of(new), new)
            continue
        card = vcard.parse(data)
        left = tuple(
            at for at, prop in enumerate(card.properties) if not _tells(prop, eraser, called.uids)
        )
        new = vcard.to_bytes(Card(card.version, tuple(card.properties[at] for at in left)))
        found[blob] = Rewritten(hash_of(new), new, left)
    return found


def _tells(prop: "Property", eraser: Eraser, uids: Collection[str]) -> bool:
    told = "\n".join((*(value for _name, value in prop.head.params), prop.value))
    return eraser.finds(_read(told)) or any(uid in told for uid in uids)


def _read(value: str) -> str:
    import quopri

    plain = value.replace("\\", "")
    return f"{plain}\n{quopri.decodestring(value.encode()).decode('utf-8', 'replace')}"


def _quoted(text: str) -> bytes:
    return "".join(
        c if c.isascii() and c.isalnum() else "".join(f"={b:02X}" for b in c.encode()) for c in text
    ).encode()


def _flat(data: bytes) -> bytes:
    """Bytes without line ends, blanks and signs of escape, in small letters."""
    return re.sub(rb"=\r?\n|[\s\\;,=]+", b"", data).lower()


def _bounded(name: str) -> str:
    # A script without blanks between words has no ends of words to look for.
    spaced = (
        name.isascii()
        or " " in name
        or not unicodedata.name(name[0], "").startswith(
            ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
        )
    )
    words = r"\s+".join(re.escape(word) for word in name.split())
    return rf"(?<!\w){words}(?!\w)" if spaced else words


def _ascii_lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)
