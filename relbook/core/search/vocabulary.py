"""Interests and circles: few enough to be matched in memory, word by word.

A word finds who has an interest by its name, its other names, and the name of any interest above
it; so renaming one that many people have touches none of them.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from relbook.core import names
from relbook.core.search.sets import CIRCLE, INTEREST
from relbook.core.store.book import Book


class Term(NamedTuple):
    """An interest or a circle: `called` are its name, its other names, then those above it."""

    field: str
    id: int
    called: tuple[str, ...]
    above: tuple[int, ...] = ()


@dataclass(slots=True)
class Vocabulary:
    """All interests and circles of a book, by their words."""

    terms: dict[tuple[str, int], Term] = field(default_factory=dict)
    _words: list[tuple[str, str, int]] = field(default_factory=list)
    _below: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book) -> "Vocabulary":
        """The vocabulary as it is now."""
        listed: dict[int, tuple[str, str, int | None]] = {
            i: (name, other_names, parent)
            for i, name, other_names, parent in book.sql(
                "SELECT id, name, other_names, parent_id FROM interest"
            )
        }
        made = cls()
        for i in listed:
            above: list[int] = []
            at: int | None = i
            while at is not None and at not in above:  # a ring of parents ends where it began
                above.append(at)
                at = listed[at][2]
            called = [n for k in above for n in (listed[k][0], *listed[k][1].splitlines())]
            made.terms[INTEREST, i] = Term(INTEREST, i, tuple(called), tuple(above[1:]))
            for k in above:
                made._below.setdefault(k, []).append(i)
        for i, name in book.sql("SELECT id, name FROM circle"):
            made.terms[CIRCLE, i] = Term(CIRCLE, i, (name,))
        made._words = sorted(
            {
                (word, term.field, term.id)
                for term in made.terms.values()
                for name in term.called
                for word in names.tokens(name)
            }
        )
        return made

    def matching(self, beginning: str) -> dict[str, set[int]]:
        """By field, the interests and circles with a word of this beginning."""
        found: dict[str, set[int]] = {INTEREST: set(), CIRCLE: set()}
        at = bisect_left(self._words, (beginning,))
        while at < len(self._words) and self._words[at][0].startswith(beginning):
            _, kind, i = self._words[at]
            found[kind].add(i)
            at += 1
        return found

    def with_below(self, interest: int) -> Iterable[int]:
        """`interest` and all below it."""
        return self._below.get(interest, [interest])
