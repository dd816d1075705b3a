"""Who could be introduced to whom, with the reason in a sentence; and what came of it.

A pair that is related, was introduced, or was declined is not proposed again. Those that write
need an open edit.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from relbook.core import errors, interests
from relbook.core.dates import PartialDate
from relbook.core.people import DIED
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

STATES = ("idea", "asked", "made", "declined")
SOUGHT = 100  # weight of what one seeks and the other offers, above that of any word both have
MOST_A_WORD = 40  # people who have one interest in a room: beyond, it is no reason any more


@dataclass(frozen=True, slots=True)
class Proposal:
    """`person` could meet `other`: why, and what was done about it (empty: nothing yet).

    `asked` are those of the two who were asked whether they would like to.
    """

    person: int
    other: int
    why: str
    weight: int
    introduction_id: int | None = None
    state: str = ""
    asked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """An introduction thought of or asked about; `idea` is the owner's own words why."""

    id: int
    state: str
    idea: str
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why two might meet: a word both have, or that the `giver` offers and the `seeker` seeks."""

    weight: int
    word: str
    seeker: int = 0
    giver: int = 0
    work: bool = False  # both work in it, no more


def among(book: Book, people: Collection[int], limit: int = 12) -> list[Proposal]:
    """The pairs of `people` worth introducing, the best reason first.

    What one seeks and the other offers, or an idea of the owner's own, outranks what both have; rare
    words outrank common ones. The tender and the private are no reason, and nobody who rests, is
    estranged or dead is asked.
    """
    able = _able(book, people)
    closed = _closed_pairs(book, able)
    under_way = _under_way(book, able)
    having: dict[int, dict[int, set[str]]] = {}
    for tag in interests.of_people(book, sorted(able)):
        if not (tag.tender or tag.private):
            having.setdefault(tag.interest_id, {}).setdefault(tag.person_id, set()).add(tag.how)
    words = _words(book, [i for i, who in having.items() if 2 <= len(who) <= MOST_A_WORD])
    reasons: dict[tuple[int, int], list[_Reason]] = {}
    for interest, who in having.items():
        if interest not in words:
            continue
        name, rarity = words[interest]
        for one, two in combinations(sorted(who), 2):
            if (one, two) in closed:
                continue
            if "seeks" in who[one] and "offers" in who[two]:
                reason = _Reason(SOUGHT + rarity, name, one, two)
            elif "offers" in who[one] and "seeks" in who[two]:
                reason = _Reason(SOUGHT + rarity, name, two, one)
            else:
                reason = _Reason(rarity, name, work=who[one] & who[two] == {"works in"})
            reasons.setdefault((one, two), []).append(reason)
    ideas = {pair for pair, one in under_way.items() if one.idea and pair not in closed}
    ranked = sorted(
        (-_weight(reasons.get(pair, []), pair in ideas), pair) for pair in {*reasons, *ideas}
    )[:limit]
    names = _names(book, {one for _, pair in ranked for one in pair})
    proposals = []
    for weight, pair in ranked:
        going = under_way.get(pair)
        why = (going and going.idea) or _sentence(reasons[pair], names)
        done = (going.id, going.state, going.asked) if going else ()
        proposals.append(Proposal(*pair, why, -weight, *done))
    return proposals


def set_state(book: Book, person: int, other: int, state: str, **values: Any) -> int:
    """Say how far an introduction is: idea, asked, made or declined; returns its id.

    Raises `Refused` for one person to themselves, and for an impossible date.
    """
    if person == other:
        raise errors.Refused(say("That is the same person; choose someone else."))
    for when in ("asked_person", "asked_other", "made", "learned"):
        if values.get(when):
            values[when] = PartialDate.from_iso(values[when]).iso()
    found = book.row(
        "SELECT id, person_id FROM introduction WHERE (person_id = ?1 AND other_id = ?2)"
        " OR (person_id = ?2 AND other_id = ?1)",
        person,
        other,
    )
    if found is None:
        return book.insert(
            schema.Introduction, person_id=person, other_id=other, state=state, **values
        )
    if found[1] != person:
        turned = {"asked_person": "asked_other", "asked_other": "asked_person"}
        values = {turned.get(name, name): value for name, value in values.items()}
    book.update(schema.Introduction, int(found[0]), state=state, **values)
    return int(found[0])


def _able(book: Book, people: Collection[int]) -> set[int]:
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        f"SELECT p.id FROM person p WHERE p.id IN ({marks}) AND p.state = 'active' AND p.me = 0"
        f" AND NOT {DIED}",
        *people,
    )
    return {person for (person,) in rows}


def _closed_pairs(book: Book, people: set[int]) -> set[tuple[int, int]]:
    """Pairs who know each other already, or who were asked and would rather not.

    Whoever was there in one moment, or is in one introduction of the ledger, has met.
    """
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
    return {(min(pair), max(pair)) for pair in chain(rows, _together(book, people))}


def _together(book: Book, people: set[int]) -> Iterator[tuple[int, int]]:
    """The pairs who were in one moment, or in one introduction that was made."""
    marks = ", ".join("?" * len(people))
    groups: dict[tuple[str, int], list[int]] = {}
    for what, one, person in book.rows(
        f"SELECT 'moment', moment_id, person_id FROM moment_person WHERE person_id IN ({marks})"
        " UNION ALL SELECT 'entry', e.id, l.person_id FROM entry_person l JOIN ledger_entry e"
        f" ON e.id = l.entry_id WHERE l.person_id IN ({marks}) AND e.kind = 'introduction'"
        " AND e.state = 'done'",
        *people,
        *people,
    ):
        groups.setdefault((what, one), []).append(person)
    for group in groups.values():
        yield from combinations(group, 2)


def _under_way(book: Book, people: set[int]) -> dict[tuple[int, int], _UnderWay]:
    """The introductions among `people` that were neither made nor declined yet."""
    marks = ", ".join("?" * len(people))
    rows = book.rows(
        "SELECT person_id, other_id, id, state, CASE WHEN tender + private = 0 THEN why ELSE '' END,"
        " asked_person, asked_other"
        f" FROM introduction WHERE state IN ('idea', 'asked') AND person_id IN ({marks})"
        f" AND other_id IN ({marks})",
        *people,
        *people,
    )
    found = {}
    for one, two, number, state, why, *days in rows:
        asked = tuple(who for who, day in zip((one, two), days, strict=True) if day)
        found[min(one, two), max(one, two)] = _UnderWay(number, state, why, asked)
    return found


def _words(book: Book, words: Collection[int]) -> dict[int, tuple[str, int]]:
    """What `words` are called, and how rare each is: the fewer have it, the more it says."""
    rows = book.rows(
        "SELECT i.id, i.name, (SELECT count(*) FROM tagging t WHERE t.interest_id = i.id)"
        f" FROM interest i WHERE i.id IN ({', '.join('?' * len(words))})",
        *words,
    )
    return {i: (name, max(1, 60 // (1 + people))) for i, name, people in rows}


def _names(book: Book, people: Collection[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(people))
    given = "SELECT id, coalesce(nullif(given, ''), name) FROM person"
    return dict(book.rows(f"{given} WHERE id IN ({marks})", *people))


def _weight(why: list[_Reason], idea: bool) -> int:
    sought = sum(reason.weight for reason in why if reason.seeker)
    both = sum(reason.weight for reason in why if not reason.seeker)
    return sought + min(SOUGHT - 1, both) + SOUGHT * idea


def _sentence(why: list[_Reason], names: dict[int, str]) -> str:
    why = sorted(why, key=lambda reason: (-reason.weight, reason.word))
    first, second = why[0], why[1] if len(why) > 1 else None
    if first.seeker:
        return say(
            "{seeker} looks for {word}, {giver} offers it",
            seeker=names[first.seeker],
            word=first.word,
            giver=names[first.giver],
        )
    if first.work:
        return say("both work in {word}", word=first.word)
    if second is not None and not second.work:
        return say("both care for {word} and {other}", word=first.word, other=second.word)
    return say("both care for {word}", word=first.word)
