"""100,000 plain cards: brought into an empty book at once, and looked at for another; in memory.

Growth is that of the most that the process ever held (`ru_maxrss`), from before the work began.
"""

import resource
from collections.abc import Iterator
from pathlib import Path

from relbook.core.exchange import transfer
from relbook.core.exchange.incoming import plan
from relbook.core.search import Index
from relbook.core.store.book import Book
from tests.bench.importing import write_cards
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, told

CARDS = 100_000
MOST = 200.0  # MB


def rows(setting: Setting) -> Iterator[Row]:
    with setting.scratch() as scratch:
        file = write_cards(Path(scratch) / "cards.vcf", CARDS)
        with Book.create(Path(scratch) / "new.relbook") as book:
            Index(book)  # follows within the edit, as for the command line
            transfer.bring_in(book, [write_cards(Path(scratch) / "few.vcf", 500)])
            book.undo()
            before = _most()
            with Cpu() as cpu:
                result = transfer.bring_in(book, [file])
            assert result.new > CARDS * 0.99
            note = f"{CARDS / cpu.process:,.0f}/s"
            yield told(f"{CARDS:,} plain cards brought in", cpu.process, "s", note)
            yield at_most("memory grown by then", _most() - before, MOST, "MB")
        with Book.create(Path(scratch) / "other.relbook") as book:
            with Cpu() as cpu:
                found = plan.look(book, [file])
            assert len(found.lines) == CARDS
            yield told("and looked at before", cpu.process, "s")
            yield at_most("memory grown by then", _most() - before, MOST, "MB")


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
