"""A locked book beside the same one open: opening it, searching in it, and setting the lock.

Both are asked the same texts, one after the other, so that what slows one slows both.
"""

import gc
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from relbook.core import people
from relbook.core.search import Index
from relbook.core.store import lock
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from tests.bench.search import KINDS, SHOWN, Asking
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, median, p99, told

OPENING = 1_000.0  # ms over an open one
SEARCH = 1.5  # times an open one
WORDS = "a passphrase of a few words"


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        plain = setting.book()
        shut = Path(shutil.copy(plain, scratch))
        began = time.perf_counter()
        lock.change(shut, None, Key.make(WORDS))
        size = shut.stat().st_size / 1e6
        yield told(f"locking a book of {size:,.0f} MB", time.perf_counter() - began, "s")
        yield from _opening(plain, shut)
        yield from _searching(setting, plain, shut)


def _opening(plain: Path, shut: Path) -> Iterator[Row]:
    took: dict[Path, list[float]] = {plain: [], shut: []}
    for _ in range(7):
        for path, times in took.items():
            gc.collect()
            began = time.perf_counter()
            key = lock.unlock(path, WORDS) if path is shut else None
            with Book.open(path, key=key) as book:
                Index(book).find("an").ids(0, 2 * SHOWN)
                times.append(1000 * (time.perf_counter() - began))
    over = min(took[shut]) - min(took[plain])
    yield told("opening it open, to the first answer", min(took[plain]), "ms")
    yield at_most("opening it locked, over that", over, OPENING, "ms")


def _searching(setting: Setting, plain: Path, shut: Path) -> Iterator[Row]:
    with ExitStack() as stack:
        open_book = stack.enter_context(Book.open(plain))
        locked = stack.enter_context(Book.open(shut, key=lock.unlock(shut, WORDS)))
        askings = [Asking(Index(book), random.Random("locked")) for book in (open_book, locked)]
        for kind in KINDS:
            costs = _both(askings, kind, 40 if setting.quick else 200)
            for word, figure in (("median", median), ("p99", p99)):
                one, other = map(figure, costs)
                note = f"{other:.2f} of {one:.2f} ms"
                # What is quicker than this nobody sees, and a clock's tick is much of it.
                ratio = other / one if max(one, other) > 0.05 else 1.0
                yield at_most(f"{kind}, {word}, to an open one", ratio, SEARCH, "x", note)


def _both(askings: list[Asking], kind: str, times: int) -> tuple[list[float], list[float]]:
    """CPU of finding, and of reading the rows in sight, for each of two indexes, in ms."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        texts = {asking.text(kind) for asking in askings}
        (text,) = texts
        for asking, found in zip(askings, costs, strict=True):
            with Cpu() as cpu:
                people.rows(asking.index.book, asking.ask(text))
            found.append(1000 * cpu.process)
    return costs
