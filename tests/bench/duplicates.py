"""Finding who is in the book twice: people planted again under other spellings, and the rest.

A quarter of those planted are written the same, a quarter with the family name first, a quarter with
two letters swapped, a quarter with an initial; each shares a number or a mail, written otherwise, with
the one meant. Reading the people is the floor.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from relbook.core import names
from relbook.core.exchange.sameness import duplicates, evidence
from relbook.core.store import schema
from relbook.core.store.book import Book
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_least, at_most, told

SMALL = 10_000
SECONDS = 3.0  # for that many
LARGE_SECONDS = 40.0  # for 100,000
SHARE = 100  # one in so many people is in the book twice
FOUND = 95  # per cent of them


def rows(setting: Setting) -> Iterator[Row]:
    yield from _of(setting, SMALL, SECONDS)
    if setting.people > SMALL:
        yield from _of(setting, setting.people, LARGE_SECONDS * setting.people / 100_000)


def _of(setting: Setting, people: int, limit: float) -> Iterator[Row]:
    with setting.scratch() as scratch:
        path = shutil.copy(setting.raw_book(people), Path(scratch) / "twice.relbook")
        with Book.open(path) as book:
            planted = _plant(book, people // SHARE)
            with Cpu() as floor:
                n = sum(1 for _ in evidence.of_book(book))
            with Cpu() as cpu:
                found = duplicates.find(book)
    yield told(f"floor: {n:,} people read and made ready", floor.process, "s")
    yield at_most(
        f"duplicates among {n:,} people",
        cpu.process,
        limit,
        "s",
        f"× {cpu.process / floor.process:.1f}",
    )
    pairs = {(pair.person, pair.other) for pair in found}
    share = 100 * len(planted & pairs) / len(planted)
    yield at_least(f"of {len(planted):,} planted, found", share, FOUND, "%")
    yield told("other pairs, of one name and more or less", len(pairs - planted), "pairs")


def _plant(book: Book, n: int) -> set[tuple[int, int]]:
    """Write `n` of the people down once more; returns each with the one meant."""
    chance = random.Random("twice")
    whom = chance.sample(range(1, book.value("SELECT count(*) FROM person") + 1), n)
    planted = set()
    with book.edit("Plant"):
        for turn, person in enumerate(whom):
            family, given = book.rows("SELECT family, given FROM person WHERE id = ?", person)[0]
            contacts = dict(
                book.rows("SELECT kind, value FROM contact_point WHERE person_id = ?", person)
            )
            name = _written(turn % 4, family, given, chance)
            twin = book.insert(schema.Person, name=name, sort_key=names.sort_key("", "", name))
            kind, value = chance.choice(
                (("mail", contacts["mail"].upper()), ("phone", contacts["phone"].replace(" ", "-")))
            )
            book.insert(schema.ContactPoint, person_id=twin, kind=kind, value=value)
            planted.add((person, twin))
    return planted


def _written(how: int, family: str, given: str, chance: random.Random) -> str:
    if how == 1:
        return f"{family}, {given}"
    if how == 2 and len(family) > 6 and family.isascii():
        at = chance.randrange(2, len(family) - 1)
        return f"{given} {family[: at - 1]}{family[at]}{family[at - 1]}{family[at + 1 :]}"
    if how == 3 and given.isascii():
        return f"{given[0]}. {family}"
    return f"{given} {family}"
