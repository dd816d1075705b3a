"""10,000 plain cards into an empty book, all of it: read, matched, written, indexed.

The floor is SQLite's own: as many rows of the same columns and values, by `executemany` in one
transaction, into the same tables of a book without triggers or journal.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from relbook.core.exchange import transfer
from relbook.core.search import Index
from relbook.core.store.book import Book
from tests.bench import book as made
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_least, told

CARDS = 10_000
LEAST = 2_500  # a second
CARD = """BEGIN:VCARD\r
VERSION:3.0\r
UID:{uid}\r
N:{family};{given};;;\r
FN:{given} {family}\r
EMAIL;TYPE=INTERNET,HOME:{mail}\r
TEL;TYPE=CELL:{phone}\r
ORG:{firm}\r
TITLE:{title}\r
ADR;TYPE=HOME:;;{street};{town};;{code};\r
BDAY:{born}\r
CATEGORIES:{circle}\r
NOTE:{note}\r
END:VCARD\r
"""


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        file = write_cards(Path(scratch) / "cards.vcf", CARDS)
        path = Path(scratch) / "new.relbook"
        with Book.create(path) as book:
            Index(book)  # follows within the edit, as for the command line
            with Cpu() as cpu:
                result = transfer.bring_in(book, [file])
            assert (result.new, result.problems) == (CARDS, [])
            n, floor = _floor(book, Path(scratch) / "floor.db")
            yield told(f"floor: executemany of the same {n:,} rows", floor, "s")
            yield told(f"{CARDS:,} plain cards", cpu.process, "s", f"× {cpu.process / floor:.1f}")
            yield at_least("plain cards a second", CARDS / cpu.process, LEAST, "/s")
            with Cpu() as cpu:
                again = transfer.bring_in(book, [file])
            assert again.same == CARDS
            yield told("the same file again: all known", cpu.process, "s")


def write_cards(path: Path, n: int) -> Path:
    """A file of `n` cards, all different, each with ten lines to read."""
    chance = random.Random("cards")
    words = made.vocabulary(size=9_000)
    with path.open("w", encoding="utf-8", newline="") as out:
        for i in range(n):
            given, family = (chance.choice(words).capitalize() for _ in "gf")
            out.write(CARD.format(
                uid=f"urn:uuid:{chance.getrandbits(128):032x}", given=given, family=family,
                mail=f"{given}.{family}.{i}@{chance.choice(words)}.example".lower(),
                phone=f"+44 20 {chance.randrange(10**7, 10**8)}",
                firm=f"{chance.choice(words).capitalize()} Ltd", title=chance.choice(words),
                street=f"{chance.randrange(200)} {chance.choice(words)} Road", town="Bristol",
                code=f"BS{chance.randrange(1, 50)}",
                born=f"19{chance.randrange(30, 99)}-{chance.randrange(1, 13):02}-11",
                circle=chance.choice(("Choir", "Family", "Work")),
                note=" ".join(chance.choice(words) for _ in range(12)),
            ))  # fmt: skip
    return path


def _floor(book: Book, path: Path) -> tuple[int, float]:
    """How many rows of people and what is told of them `book` has, and the floor of writing them."""
    tables = [
        (name, sql)
        for name, sql in book.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'search_%' AND name NOT IN ('journal', 'step', 'journal_open',"
            " 'follower', 'setting')"
        )
    ]
    indexes = book.rows(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN (SELECT value FROM json_each(?))",
        "[" + ", ".join(f'"{name}"' for name, _ in tables) + "]",
    )
    data = [(name, book.rows(f'SELECT * FROM "{name}"')) for name, _ in tables]
    raw = sqlite.connect(path)
    for (sql,) in ((sql,) for _, sql in tables):
        raw.execute(sql)
    for (sql,) in indexes:
        raw.execute(sql)
    raw.commit()
    with Cpu() as cpu:
        for name, listed in data:
            if listed:
                marks = ", ".join("?" * len(listed[0]))
                raw.executemany(f'INSERT INTO "{name}" VALUES ({marks})', listed)
        raw.commit()
    raw.close()
    return sum(len(listed) for _, listed in data), cpu.process
