"""Who could be introduced to whom, with the reason in a sentence; and what came of it.

A pair that is related, was introduced, or was declined is not proposed again. Those that write
need an open edit.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from relbook.core import interests
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

STATES = ("idea", "asked", "made", "declined")
MOST_A_WORD = 40  # people who have one interest in a room: beyond, it is no reason any more


@dataclass(frozen=True, slots=True)
class Proposal:
    """`person` could meet `other`: why, and what was done about it (empty: nothing yet)."""

    person: int
    other: int
    why: str
    weight: int
    introduction_id: int | None = None
    state: str = ""


def among(book: Book, people: Collection[int], limit: int = 12) -> list[Proposal]:
    """The pairs of `people` worth introducing, the best reason first.

    What one seeks and the other offers outranks what both have; rare words outrank common ones.
    The tender and the private are no reason, and nobody who rests, is estranged or dead is asked.
    """
    able = _able(book, people)
    closed = _closed_pairs(book, able)
    under_way = _under_way(book, able)
    words = {i.id: i for i in interests.every(book)}
    having: dict[int, dict[int, set[str]]] = {}
    for tag in interests.of_people(book, sorted(able)):
        if not (tag.tender or tag.private):
            having.setdefault(tag.interest_id, {}).setdefault(tag.person_id, set()).add(tag.how)
    reasons: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for interest, who in having.items():
        if len(who) < 2 or len(who) > MOST_A_WORD:
            continue
        rarity = max(1, 60 // (1 + words[interest].people))
        for one, two in combinations(sorted(who), 2):
            if (one, two) in closed:
                continue
            if "seeks" in who[one] and "offers" in who[two]:
                reasons.setdefault((one, two), []).append((100 + rarity, interest, one, two))
            elif "offers" in who[one] and "seeks" in who[two]:
                reasons.setdefault((one, two), []).append((100 + rarity, interest, two, one))
            else:
                reasons.setdefault((one, two), []).append((rarity, interest, 0, 0))
    names = dict(
        book.rows(f"SELECT id, name FROM person WHERE id IN ({', '.join('?' * len(able))})", *able)
    )
    proposals = []
    for (one, two), why in reasons.items():
        why.sort(reverse=True)
        weight = sum(reason[0] for reason in why)
        introduction, state = under_way.get((one, two), (None, ""))
        proposals.append(
            Proposal(one, two, _sentence(why, words, names), weight, introduction, state)
        )
    proposals.sort(key=lambda p: (-p.weight, p.person, p.other))
    return proposals[:limit]


def set_state(book: Book, person: int, other: int, state: str, **values: Any) -> int:
    """Say how far an introduction is: idea, asked, made or declined; returns its id."""
    found = book.value(
        "SELECT id FROM introduction WHERE (person_id = ?1 AND other_id = ?2)"
        " OR (person_id = ?2 AND other_id = ?1)",
        person,
        other,
    )
    if found is None:
        return book.insert(
            schema.Introduction, person_id=person, other_id=other, state=state, **values
        )
    book.update(schema.Introduction, int(found), state=state, **values)
    return int(found)


def _able(book: Book, people: Collection[int]) -> set[int]:
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        f"SELECT id FROM person WHERE id IN ({marks}) AND state = 'active' AND me = 0", *people
    )
    return {person for (person,) in rows}


def _closed_pairs(book: Book, people: set[int]) -> set[tuple[int, int]]:
    """Pairs who know each other already, or who were asked and would rather not."""
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        f"SELECT person_id, other_id FROM relation WHERE person_id IN ({marks})"
        " AND other_id IS NOT NULL UNION SELECT person_id, other_id FROM introduction"
        f" WHERE state IN ('made', 'declined') AND person_id IN ({marks})"
        f" UNION SELECT id, met_through_id FROM person WHERE id IN ({marks})"
        " AND met_through_id IS NOT NULL",
        *people,
        *people,
        *people,
    )
    return {(min(pair), max(pair)) for pair in rows}


def _under_way(book: Book, people: set[int]) -> dict[tuple[int, int], tuple[int | None, str]]:
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        "SELECT person_id, other_id, id, state FROM introduction"
        f" WHERE state IN ('idea', 'asked') AND person_id IN ({marks})",
        *people,
    )
    return {(min(a, b), max(a, b)): (one, state) for a, b, one, state in rows}


def _sentence(
    why: list[tuple[int, int, int, int]],
    words: dict[int, interests.Interest],
    names: dict[int, str],
) -> str:
    weight, interest, seeker, giver = why[0]
    word = words[interest].name
    if weight > 100:
        return say(
            "{seeker} looks for {word}, {giver} offers it",
            seeker=names[seeker],
            word=word,
            giver=names[giver],
        )
    if len(why) > 1 and why[1][0] <= 100:
        return say("both care for {word} and {other}", word=word, other=words[why[1][1]].name)
    return say("both care for {word}", word=word)
