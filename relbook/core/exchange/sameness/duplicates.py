"""Who is in the book twice, as far as it can be told, and who only seems to be.

Nobody is compared with everybody: people meet under the keys that they share (`alike.keys`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from relbook.core import errors
from relbook.core.exchange.sameness import evidence
from relbook.core.exchange.sameness.alike import Blocks, Level, Signs, judge, keys
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.journal import Report, part
from relbook.core.words import plural, say

NAMESAKES = 4  # people with one name among whom it is worth asking for nothing but the name
STEP = 500  # people or pairs between two words to `report`


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one person, the lower id first: how surely, and why in words."""

    person: int
    other: int
    level: Level
    why: str


def find(
    book: Book,
    report: Report | None = None,
    *,
    among: Collection[int] | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Pair]:
    """All two of the book who may be one person, the surest first; never those known to be two.

    With `among` only pairs that one of these people is part of. `tell` hears, in a sentence, what
    was left out because very many share it. `report` may raise to stop.
    """
    reading, judging = part(report, 0, 70), part(report, 70, 100)
    told: dict[int, Signs] = {}
    blocks = Blocks()
    total = int(book.value("SELECT count(*) FROM person"))
    for signs in evidence.of_book(book):
        told[signs.person] = signs
        blocks.add(signs.person, keys(signs))
        if reading and len(told) % STEP == 1:
            reading(len(told), total)
    if tell and blocks.crowded:
        tell(_crowded(blocks.crowded))
    country = evidence.country(book)
    distinct = {
        (min(two), max(two)) for two in book.rows("SELECT person_id, other_id FROM distinct_pair")
    }
    wanted = None if among is None else set(among)
    candidates = [
        pair
        for pair in blocks.pairs()
        if pair not in distinct and (wanted is None or not wanted.isdisjoint(pair))
    ]
    found: list[tuple[tuple[int, int, int, int], Pair]] = []
    for n, (one, other) in enumerate(candidates):
        if judging and n % STEP == 0:
            judging(n, len(candidates))
        likeness = judge(told[one], told[other], country)
        # A number that two households share is no reason to ask, nor a name that many bear.
        if likeness is None or (likeness.others and not likeness.mail):
            continue
        if not likeness.name_alone or (
            blocks.how_rare(keys(told[one]), keys(told[other])) <= NAMESAKES
        ):
            pair = Pair(one, other, likeness.level, likeness.why)
            found.append(((-likeness.level, -likeness.agree, one, other), pair))
    found.sort(key=lambda one: one[0])
    return [pair for _order, pair in found]


def they_are_two(book: Book, one: int, other: int) -> None:
    """Remember for ever that `one` and `other` are two people. Needs an open edit.

    Raises `Refused` for one and the same.
    """
    if one == other:
        raise errors.Refused(say("That is the same person; choose someone else."), "who")
    if not are_two(book, one, other):
        person, other = min(one, other), max(one, other)
        book.insert(schema.DistinctPair, person_id=person, other_id=other)


def are_two(book: Book, one: int, other: int) -> bool:
    """Whether the owner has said that `one` and `other` are two people."""
    found = book.value(
        "SELECT 1 FROM distinct_pair WHERE (person_id = ?1 AND other_id = ?2)"
        " OR (person_id = ?2 AND other_id = ?1)",
        one,
        other,
    )
    return found is not None


def _crowded(n: int) -> str:
    return str(
        plural(
            "{n} name, number or address belongs to very many people; of those, only people with "
            "something else in common were compared.",
            "{n} names, numbers or addresses belong to very many people; of those, only people "
            "with something else in common were compared.",
            n,
        )
    )


def repeating(book: Book) -> list[int]:
    """Who has a way to reach them in two spellings, by id: those worth asking `merge.repeated` of."""
    rows = book.rows(
        "SELECT DISTINCT person_id FROM contact_point WHERE match_key <> ''"
        " GROUP BY person_id, kind, CASE kind WHEN 'phone' THEN substr(match_key, -9)"
        " ELSE match_key END HAVING count(*) > 1 ORDER BY person_id"
    )
    return [person for (person,) in rows]
