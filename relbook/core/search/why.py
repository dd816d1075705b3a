"""Why a row of the list is there: the line in which a word was found, and where in it."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relbook.core import names
from relbook.core.search import texts
from relbook.core.search.sets import CIRCLE, INTEREST, LINKS
from relbook.core.search.vocabulary import Term, Vocabulary
from relbook.core.store.book import Book

LINE = 60  # characters that a row of the list shows
_BEFORE = 24  # of them at most before the word
_CUT = "…"
_KEPT = 600  # people of whom all that is told is kept
_LONG = 20_000  # characters told of one that are not

# What may stand within what is one word to the index (`names.tokens`).
_JOINERS = " ()./'-"
_BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_WITHOUT_JOINERS = str.maketrans("", "", _JOINERS)


# A kind, several lines, and the same folded; where the kind is empty each line begins with its own.
Text = tuple[str, str, str]


class Why(NamedTuple):
    """A line as it was written, cut around the word found; `kind` is one of `texts.KINDS`.

    The word is `length` characters from `start` on; none when it cannot be pointed at.
    """

    kind: str
    text: str
    start: int
    length: int

    def __str__(self) -> str:
        return f"{texts.kind_word(self.kind)}: {self.text}"


@dataclass(slots=True)
class _Best:
    """The line that has the most of someone's words so far."""

    words: int = 0
    kind: str = ""
    text: str = ""
    word: str = ""


class Told:
    """What is told of people, line by line: read once, for each further letter asks for much of it
    again. Whoever hears of a change in the book has it `forget`.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._kept: list[dict[int, list[Text]]] = [{} for _ in texts.LINES]

    def forget(self) -> None:
        """Read all anew when it is asked for next."""
        for kept in self._kept:
            kept.clear()

    def of(self, place: int, people: Iterable[int]) -> dict[int, list[Text]]:
        """By person the texts in the places `texts.LINES[place]`."""
        kept = self._kept[place]
        unread = [person for person in people if person not in kept]
        if unread:
            if len(kept) > _KEPT:
                kept.clear()
                unread = list(people)
            read: dict[int, list[Text]] = {person: [] for person in unread}
            for kind, person, text in self.book.sql(texts.LINES[place], (json.dumps(unread),)):
                read[person].append((kind, text, names.fold(text)))
            kept |= read
        found = {person: kept[person] for person in people}
        for person in unread:
            if sum(len(text) for _, text, _ in kept[person]) > _LONG:
                del kept[person]
        return found


def explain(
    told: Told, vocabulary: Vocabulary, missing: Mapping[int, Sequence[str]]
) -> dict[int, Why]:
    """For each person the one line that has the most of the words `missing` from their name."""
    best = {person: _Best() for person in missing}
    left = list(missing)
    for lines in _lines(told, vocabulary, missing, left):
        for person, found in lines.items():
            words = missing[person]
            for kind, text, folded in found:
                # All lines are folded as one, and looked at one by one where a word may be.
                has = [word for word in words if may_have(folded, word)]
                if len(has) > best[person].words:
                    best[person] = _best_line(text, folded, kind, has, best[person])
                    if best[person].words == len(words):
                        break
        left[:] = [person for person in left if best[person].words < len(missing[person])]
        if not left:
            break
    return {
        person: cut_around(found.kind, found.text, found.word)
        for person, found in best.items()
        if found.words
    }


def _best_line(text: str, folded: str, kind: str, words: list[str], best: _Best) -> _Best:
    """The first line of `text` that has most of `words`, if it has more of them than `best`."""
    lines = zip(text.split(texts.LINE_END), folded.split(texts.LINE_END), strict=True)
    for whole, folded_line in lines:
        has = [word for word in words if may_have(folded_line, word)]
        if len(has) <= best.words:
            continue
        told, line = (kind, whole) if kind else whole.split(texts.KIND_END, 1)
        cut = names.tokens(line)
        has = [word for word in has if any(token.startswith(word) for token in cut)]
        if len(has) > best.words:
            best = _Best(len(has), told, line, has[0])
            if len(has) == len(words):
                break
    return best


def _lines(
    told: Told, vocabulary: Vocabulary, missing: Mapping[int, Sequence[str]], left: Sequence[int]
) -> Iterator[dict[int, list[Text]]]:
    """Texts by person: first of the vocabulary, then of places, of those still `left`."""
    asked = {word for listed in missing.values() for word in listed}
    for field in (INTEREST, CIRCLE):
        wanted = {word: vocabulary.matching(word)[field] for word in asked}
        if any(wanted.values()) and left:
            found: dict[int, list[Text]] = {}
            for person, i in told.book.sql(
                f"SELECT person_id, {field}_id FROM {LINKS[field][0]}"
                " WHERE person_id IN (SELECT value FROM json_each(?))",
                (json.dumps(left),),
            ):
                for word in missing[person]:
                    if i in wanted[word]:
                        term = _term(vocabulary.terms[field, i], word)
                        found.setdefault(person, []).append((field, term, names.fold(term)))
            yield found
    for place in range(len(texts.LINES)):
        if left:
            yield told.of(place, left)


def _term(term: Term, word: str) -> str:
    """What it is called; with another of its names, or one above it, if that is what was found."""
    for name in term.called:
        if any(token.startswith(word) for token in names.tokens(name)):
            return name if name == term.called[0] else f"{term.called[0]} ({name})"
    return term.called[0]


def may_have(folded: str, word: str) -> bool:
    """Whether a `folded` text can have a word that begins with `word`: never wrongly no."""
    if word in folded:
        return True
    if "-" in folded or "'" in folded or any(map(str.isdigit, word)):
        return word in _without_nought(folded).translate(_WITHOUT_JOINERS)
    return False


def _without_nought(folded: str) -> str:
    """In +49 (0)171 the index leaves the nought out."""
    return folded.replace("(0)", "   ")


# ── where in the line ──


class _Letters(dict[str, str]):
    """Each character folded, worked out once."""

    def __missing__(self, letter: str) -> str:
        folded = self[letter] = " " if letter.isspace() else names.fold(letter)
        return folded


_letters = _Letters()


def where(text: str, word: str) -> tuple[int, int]:
    """Start and length in `text` of what folds to `word`, best where a word begins; else 0, 0."""
    if text.isascii():
        folded, at = text.lower(), list(range(len(text)))
    else:
        parts = [_letters[letter] for letter in text]
        folded = "".join(parts)
        at = [i for i, part in enumerate(parts) for _ in part]
    found = _beginning(text, folded, at, word)
    if found < 0:
        folded = _without_nought(folded)
        kept = [i for i, letter in enumerate(folded) if letter not in _JOINERS]
        squeezed, at_kept = "".join(folded[i] for i in kept), [at[i] for i in kept]
        found = _beginning(text, squeezed, at_kept, word)
        if found >= 0:
            at = at_kept
        else:
            found = folded.find(word)
    if found < 0:
        return 0, 0
    start, end = at[found], at[found + len(word) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end - start


def _beginning(text: str, folded: str, at: Sequence[int], word: str) -> int:
    """Where in `folded` a `word` of `text` begins so; `at` tells from which letter each is."""
    found = folded.find(word)
    while found > 0 and at[found] and text[at[found] - 1].isalnum():
        found = folded.find(word, found + 1)
    return found


def cut_around(kind: str, text: str, word: str) -> Why:
    """The part of `text` around `word`, on one line."""
    text = text.translate(_BLANKS).strip()
    start, length = where(text, word)
    first = 0
    if len(text) > LINE:
        first = max(0, min(start - _BEFORE, len(text) - LINE))
        if first:  # begin with a whole word
            blank = text.find(" ", first - 1, start)
            first = blank + 1 if blank >= 0 else first
    last = len(text) if len(text) - first <= LINE else first + LINE - 1
    line = text[first:last]
    if last < len(text):
        line += _CUT
    if first:
        line, start = _CUT + line, start + 1
    return Why(kind, line, start - first, min(length, len(line) - (start - first)))
