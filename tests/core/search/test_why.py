"""Why a row is there: the kind and line of what was found, and the word in it."""

import pytest

from relbook.core.search import KINDS, LINE, Index, Why, kind_word
from relbook.core.search.texts import TEXTS
from relbook.core.search.why import cut_around, where
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from tests.books import fiction


@pytest.fixture
def index(book: Book) -> Index:
    fiction.fill(book)
    return Index(book)


def why(index: Index, text: str) -> dict[str, Why]:
    names = dict(index.book.rows("SELECT id, name FROM person"))
    return {names[i]: found for i, found in index.why(text, index.find(text).ids()).items()}


def pointed_at(found: Why) -> str:
    return found.text[found.start : found.start + found.length]


@pytest.mark.parametrize(
    ("text", "kind", "line", "word"),
    [
        ("bakerstreet.ex", "mail", "sherlock@bakerstreet.example", "bakerstreet.ex"),
        ("lond", "address", "221B Baker Street, London", "Lond"),
        ("detective", "organisation", "Consulting detective", "detective"),
        ("stamf", "met", "Stamford", "Stamf"),
        ("slipper", "note", "Keeps his tobacco in a slipper.", "slipper"),
        ("viol", "interest", "Violin", "Viol"),
        ("musi", "interest", "Violin (Music)", "Musi"),
        ("stree", "circle", "Baker Street", "Stree"),
        ("briar", "field", "Pipe, briar", "briar"),
        ("regent", "moment", "Regent's Park", "Regent"),
        ("the pearls", "ledger", "found the pearls", "the"),
        ("her case", "introduction", "her case", "her"),
        ("sherlock found", "ledger", "found the pearls", "found"),
        ("watson", "", "", ""),
        ("nothing of the kind", "", "", ""),
    ],
)
def test_it_tells_the_place_and_the_line(
    index: Index, text: str, kind: str, line: str, word: str
) -> None:
    whys = why(index, text)
    if not kind:
        assert whys == {}
        return
    found = whys["Sherlock Holmes"]
    assert (found.kind, found.text, pointed_at(found)) == (kind, line, word[: found.length])
    assert found.kind in KINDS
    assert str(found).endswith(f": {line}")


def test_a_thread_and_a_note_tell_of_whom_they_are_about(index: Index) -> None:
    assert why(index, "box")["Mary Morstan"].kind == "thread"
    assert why(index, "four n")["Mary Morstan"] == Why(
        "note", "Brought a paper with four names.", 21, 4
    )


def test_the_line_with_most_of_the_words_is_told(book: Book, index: Index) -> None:
    with book.edit("Write"):
        book.insert(s.Note, person_id=1, text="A dog")
        book.insert(s.Note, person_id=1, text="in the night")
        book.insert(s.Note, person_id=1, text="the dog in the night-time")
    assert why(index, "night dog")["Dr John Watson"].text == "the dog in the night-time"


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("Zum Groß-Markt", "gross", "Groß"),
        ("tel. +354 555 01 42, home", "3545550142", "354 555 01 42"),
        ("tel. +49 (0)171 555 0142", "49171", "49 (0)171"),
        ("with O’Brien", "obrien", "O’Brien"),
        ("Caf\u0065\u0301 Zoe\u0308", "cafe", "Caf\u0065\u0301"),
        ("见过刘秀英两次", "秀", "秀"),
        ("start, art", "art", "art"),
        ("Łódź, Łódka", "lodk", "Łódk"),
        ("ﬁne", "fin", "ﬁn"),
        ("nothing", "else", ""),
    ],
)
def test_the_word_is_pointed_at_as_it_was_written(text: str, word: str, there: str) -> None:
    start, length = where(text, word)
    assert text[start : start + length] == there
    if text == "start, art":
        assert start == 7


@pytest.mark.parametrize("at", [0, 10, 60, 150, 290])
def test_a_long_line_is_cut_around_the_word(at: int) -> None:
    text = ("lorem ipsum " * 30)[: at * 12 // 12].rstrip() + " pearls\nand " + "dolor sit " * 20
    found = cut_around("note", text, "pearl")
    assert pointed_at(found) == "pearl"
    assert len(found.text) <= LINE + 2
    assert "\n" not in found.text
    assert found.text.endswith("…")
    assert found.text.startswith("…") == (at > 40)


def test_every_kind_has_a_word_of_its_own() -> None:
    assert set(KINDS) >= {place.kind for place in TEXTS if not place.kind_from}
    assert kind_word("thread") == "going on"
