"""The ledger read narrowed by interest, page by page, and with very many people."""

import random
from datetime import date

import pytest

from relbook.core import interests, ledger, people
from relbook.core.store.book import Book

DAYS = (None, "2024", "2025-03", "2025-03-02", "2026-01-09", "2026-01-09", "--05-01")


@pytest.fixture
def folk(book: Book) -> list[int]:
    """Twelve people and 300 entries with some of them, of many days and of none."""
    chance = random.Random(4)
    with book.edit("Add"):
        ids = [people.add(book, f"Person {i}") for i in range(12)]
        words = [interests.find_or_add(book, name) for name in ("boats", "sailing", "peat")]
        interests.set_parent(book, words[1], words[0])
        for i in range(300):
            ledger.add(
                book,
                chance.sample(ids, chance.choice((1, 1, 2))),
                chance.choice(ledger.DIRECTIONS),
                chance.choice(ledger.KINDS[:7]),
                f"thing {i}",
                date=chance.choice(DAYS),
                interest_id=chance.choice((None, *words)),
                state=chance.choice((ledger.DONE, ledger.DONE, ledger.PROMISED)),
            )
    return ids


@pytest.mark.parametrize("narrow", [False, True])
def test_pages_follow_each_other_without_gap_or_repetition(
    book: Book, folk: list[int], narrow: bool
) -> None:
    about = [interests.find(book, "boats") or 0] if narrow else []
    whole = ledger.newest(book, 1_000, interests=about)
    assert len(whole) > 40
    pages: list[int] = []
    while page := ledger.newest(book, 7, interests=about, behind=pages[-1] if pages else None):
        pages += page
    assert pages == whole


def test_many_people_are_read_as_few_are(book: Book, folk: list[int]) -> None:
    some = folk[:5]
    assert ledger.newest_among(book, set(some), 1_000) == ledger.with_people(book, some)
    assert ledger.open_among(book, set(some), 1_000) == ledger.open_with(book, some)


def test_what_is_still_open_of_some(book: Book, folk: list[int]) -> None:
    every = ledger.pending(book)
    assert [one.id for one in every] == ledger.open_with_anyone(book, 1_000)
    with book.edit("Keep"):
        ledger.settle(book, every[0].id, date(2026, 3, 1))
    assert ledger.pending(book, [one.id for one in reversed(every)]) == every[1:]
    assert ledger.soonest_first(reversed(every)) == every


def test_a_common_interest_is_read_in_the_same_order(
    book: Book, folk: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    about = [interests.find(book, "peat") or 0]
    sorted_after = ledger.newest(book, 1_000, interests=about)
    monkeypatch.setattr(ledger, "_is_common", lambda *_: True)
    assert ledger.newest(book, 1_000, interests=about) == sorted_after


def test_only_what_is_about_the_interest(book: Book, folk: list[int]) -> None:
    boats = interests.find(book, "boats") or 0
    about = interests.with_below(book, [boats])
    assert len(about) == 2
    for read in (ledger.with_people, ledger.open_with):
        found = ledger.read_many(book, read(book, folk, interests=about))
        assert found
        assert {entry.interest for entry in found.values()} == {"boats", "sailing"}


def test_a_ring_of_parents_ends_where_it_began(book: Book, folk: list[int]) -> None:
    boats, sailing = (interests.find(book, name) or 0 for name in ("boats", "sailing"))
    with book.edit("Break it"):
        book.sql("UPDATE interest SET parent_id = ? WHERE id = ?", (sailing, boats))
    assert interests.with_below(book, [boats]) == {boats, sailing}
