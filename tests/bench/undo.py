"""A large import taken back and made again, and everyone deleted: as a job in a thread of its own.

CPU is that of the whole process, so it counts the thread that waits for the job too.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from relbook.core import people
from relbook.core.exchange import transfer
from relbook.core.search import Index
from relbook.core.store.book import Book
from tests.bench.importing import write_cards
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, told

PLAYED = 6.0  # s for 100,000 people, undone or redone


def rows(setting: Setting) -> Iterator[Row]:
    n = setting.people
    limit = PLAYED * n / 100_000
    with setting.scratch() as scratch:
        file = write_cards(Path(scratch) / "cards.vcf", n)
        with Book.create(Path(scratch) / "new.relbook") as book:
            index = Index(book)
            cost, _ = _job(book, lambda report: transfer.bring_in(book, [file], report))
            yield told(f"bringing in {n:,} plain cards", cost, "s", f"{n / cost:,.0f}/s")
            n = people.count(book)  # chance may have made two cards of the same person
            size = book.path.stat().st_size
            undone, words = _job(book, book.undo)
            assert people.count(book) == 0
            yield at_most(f"undo of it, told of {words} times", undone, limit, "s")
            redone, words = _job(book, book.redo)
            assert people.count(book) == n
            yield at_most(f"redo, told of {words} times", redone, limit, "s")
            index.catch_up()
            built, _ = _job(book, lambda report: index.adopt(index.build(report)))
            assert index.find("bristol").count == n
            yield told("then, while one works on, the words to search by", built, "s")
            everyone = [i for (i,) in book.rows("SELECT id FROM person")]
            deleted, _ = _job(book, lambda report: _delete(book, everyone))
            assert people.count(book) == 0
            yield told(f"deleting all {n:,}", deleted, "s")
            undone, _ = _job(book, book.undo)
            assert people.count(book) == n
            yield told("undo of the deletion", undone, "s")
            yield told("size of the book after the import", size / 1e6, "MB")


def _delete(book: Book, everyone: list[int]) -> None:
    with book.edit("Delete everyone"):
        people.delete(book, everyone)


def _job(book: Book, work: Callable[[Any], object]) -> tuple[float, int]:
    """The CPU seconds of `work` in a thread of its own, and how often it told how far it was."""
    told_of: list[tuple[int, int]] = []

    def run() -> None:
        with book.in_this_thread():
            work(lambda done, total: told_of.append((done, total)))

    with Cpu() as cpu, ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()
    return cpu.process, len(told_of)
