"""The index by itself: made, opened, brought through a change, and asked, with no window.

The floor of a search is what the tables of words alone take for the same texts.
"""

import gc
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from relbook.core import names
from relbook.core.search import Index
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.journal import Report
from tests.bench import book as made
from tests.bench.memory import pss
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

OPEN = 10.0  # ms
CHANGE = 5.0  # ms
# Nobody asks for these, but that they are near on a machine that does nothing else.
BUILD = 80.0  # µs a person for their words, of 40 (8 s for 100,000)
WHY = 1.5  # ms for twenty rows
SHOWN = 20
KINDS = (
    "one letter",
    "two letters",
    "three letters",
    "two words",
    "a word only in notes",
    "Backspace",
)


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        path = Path(shutil.copy(setting.raw_book(), scratch))
        with Book.open(path) as book:
            yield from _making(book)
        with Book.open(path) as book:
            gc.collect()
            before = pss()
            opened = [_cost(lambda: Index(book)) for _ in range(5)]
            yield at_most("opening it where it was saved", median(opened), OPEN, "ms")
            book.followers.clear()
            index = Index(book)
            asking = Asking(index, random.Random("asking"))
            for kind in KINDS:
                costs = asking.costs(kind, 40 if setting.quick else 200)
                yield told(f"{kind}, median of {len(costs)}", median(costs), "ms")
                yield told(f"{kind}, p99", p99(costs), "ms")
            for kind in KINDS[:3]:
                yield told(f"floor: {kind} by the tables alone", asking.floor(kind, 20), "ms")
            whys = asking.whys(100)
            yield told(f"why, for {SHOWN} rows, median", median(whys), "ms", f"aim {WHY}")
            yield told(f"why, for {SHOWN} rows, p99", p99(whys), "ms")
            yield told("memory of book and index after that", pss() - before, "MB")
            yield from _changing(book, index, asking)


def _cost(work: Callable[[], object]) -> float:
    """CPU of `work`, in ms."""
    with Cpu() as cpu:
        work()
    return 1000 * cpu.process


def _making(book: Book) -> Iterator[Row]:
    """Words and sets of a book that has neither, then the sets alone, and saving them."""
    people = int(book.value("SELECT count(*) FROM person"))
    index = Index(book, many=0)
    words = _cost(lambda: index.adopt(index.build()))
    sets = _cost(lambda: index.adopt(index.build()))
    tokens = _words_each(book)
    each = 1000 * words / people
    aim = f"aim {BUILD * tokens / 40:.0f}"
    yield told(f"words and sets, a person of {tokens:.0f} words", each, "µs", aim)
    yield told("sets alone, of all", sets / 1000, "s")
    yield told("saving them", _cost(index.save), "ms")


def _words_each(book: Book) -> float:
    """How many different words someone has, of a hundred of them."""
    ids = range(1, 101)
    listed = [name for (name,) in book.rows("SELECT name FROM person WHERE id <= 100")]
    texts = [text for (text,) in book.rows(
        "SELECT value FROM contact_point WHERE person_id <= 100"
        " UNION ALL SELECT text FROM note WHERE person_id <= 100"
        " UNION ALL SELECT line FROM moment JOIN moment_person ON moment_id = moment.id"
        "   WHERE person_id <= 100"
        " UNION ALL SELECT what FROM ledger_entry JOIN entry_person"
        "   ON entry_id = ledger_entry.id WHERE person_id <= 100"
    )]  # fmt: skip
    return sum(len(names.tokens(text)) for text in (*listed, *texts)) / len(ids)


def _changing(book: Book, index: Index, asking: "Asking") -> Iterator[Row]:
    """What one person's change costs: within the edit, in memory, and at the next letter."""
    chance = random.Random("changing")
    people = int(book.value("SELECT max(id) FROM person"))
    followed: list[float] = []
    caught: dict[str, list[float]] = {"a note": [], "another name": [], "a new person": []}
    after: list[float] = []
    inner = index.follow

    def follow(of: Book, log: int, report: Report | None = None, **how: bool) -> None:
        followed.append(_cost(lambda: inner(of, log, report, **how)))

    index.follow = follow  # type: ignore[method-assign, assignment]
    for n in range(30):
        person = chance.randrange(1, people)
        name = f"{chance.choice('ABCDEFGH')}ada {n}"
        key = names.sort_key("", "", name)
        for kind, costs in caught.items():
            with book.edit(kind):
                if kind == "a note":
                    book.insert(schema.Note, person_id=person, text="Something new to tell.")
                elif kind == "another name":
                    book.update(schema.Person, person, name=name, sort_key=key)
                else:
                    book.insert(schema.Person, name=name, sort_key=key)
            costs.append(_cost(index.catch_up))
            after.append(_cost(lambda: asking.ask(asking.text("one letter"))))
    yield told("one change: its words, within the edit", median(followed), "ms")
    for kind, costs in caught.items():
        yield at_most(f"one change in memory: {kind}", median(costs), CHANGE, "ms")
    yield told("a letter after it, median", median(after), "ms")
    yield told("a letter after it, p99", p99(after), "ms")
    yield told(f"saving {len(followed)} changes", _cost(index.save), "ms")


class Asking:
    """Asks what people type: beginnings of names, and of words by their frequency."""

    def __init__(self, index: Index, chance: random.Random) -> None:
        self.index, self.chance = index, chance
        self.names = [name for (name,) in index.book.rows("SELECT name FROM person")]
        self.words = made.vocabulary()

    def costs(self, kind: str, times: int) -> list[float]:
        """CPU of finding and of the ids in sight, in ms."""
        found = []
        for _ in range(times):
            text = self.text(kind)
            if kind == "Backspace":
                self.ask(text)
                text = text[:-1]
            found.append(_cost(lambda text=text: self.ask(text)))  # type: ignore[misc]
        return found

    def ask(self, text: str) -> Sequence[int]:
        return self.index.find(text).ids(0, 2 * SHOWN)

    def floor(self, kind: str, times: int) -> float:
        """The same by an index without sets."""
        bare = Index(self.index.book, common=10**9)
        self.index.book.followers.pop()
        bare._start_over(0)
        bare.find("a")
        texts = [self.text(kind) for _ in range(times)]
        return median([_cost(lambda text=text: bare.find(text)) for text in texts])  # type: ignore[misc]

    def whys(self, times: int) -> list[float]:
        """CPU of why, in ms, for rows that were found by other than their name."""
        costs: list[float] = []
        while len(costs) < times:
            text = self.text("a word only in notes")
            found = self.index.find(text)
            ids = found.ids(found.by_name, found.by_name + SHOWN)
            if len(ids) == SHOWN:
                costs.append(_cost(lambda text=text, ids=ids: self.index.why(text, ids)))  # type: ignore[misc]
        return costs

    def text(self, kind: str) -> str:
        word = self.word() if self.chance.random() < 0.5 else self.chance.choice(self.names)
        match kind:
            case "one letter":
                return word[:1]
            case "two letters":
                return word[:2]
            case "two words":
                return f"{self.word()[: self.chance.randint(2, 5)]} {word[:3]}"
            case "a word only in notes":
                return self.words[self.chance.randrange(2_000, 30_000)]
        return word[:3]

    def word(self) -> str:
        return self.words[int(len(self.words) ** self.chance.random()) - 1]
