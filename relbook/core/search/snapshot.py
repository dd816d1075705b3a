"""The sets of a whole book, made in one pass over its tables of words."""

from typing import NamedTuple

from relbook.core.search import sets, words
from relbook.core.search.order import Order
from relbook.core.search.sets import LINKS, Key
from relbook.core.store.book import Book
from relbook.core.store.journal import Report

_FEW = 32  # people with an interest, up to which its rows are as soon read as a set


class Snapshot(NamedTuple):
    """An index as of one log of the journal: pure data, made in one thread for another."""

    log: int
    order: Order
    sets: dict[Key, bytes]


class Building:
    """Makes all sets of a book from its tables of words."""

    def __init__(self, book: Book, order: Order, common: int, report: Report | None) -> None:
        self._book, self._order, self._common = book, order, common
        self._report = report
        self._done = self._total = 0

    def run(self) -> dict[Key, bytes]:
        for field, table in words.TABLES.items():
            self._book.sql(
                f"CREATE VIRTUAL TABLE temp.all_{field} USING fts5vocab(main, {table}, instance)"
            )
        try:
            if self._report:
                self._total = sum(
                    self._book.value(f"SELECT count(*) FROM temp.all_{field}")
                    for field in words.TABLES
                )
            made: dict[Key, bytes] = {}
            for field in words.TABLES:
                made |= self._of_words(field)
            for field in LINKS:
                made |= _sets_of_terms(self._book, self._order, field)
            return made
        finally:
            for field in words.TABLES:
                self._book.sql(f"DROP TABLE temp.all_{field}")

    def _of_words(self, field: str) -> dict[Key, bytes]:
        gathered = sets.Gathered(field, self._order.size, self._common)
        # By what SQLite writes for an id, so that no number is read seven million times.
        slot = {str(person): at for at, person in enumerate(self._order.slots) if person}
        slot_of = slot.__getitem__
        for n, (word, people) in enumerate(
            self._book.sql(f"SELECT term, group_concat(doc) FROM temp.all_{field} GROUP BY term")
        ):
            try:
                slots = list(map(slot_of, people.split(",")))
            except KeyError:  # of someone who is gone: the tables hold words of nobody else
                slots = [slot[person] for person in people.split(",") if person in slot]
            gathered.add(word, slots)
            self._done += len(slots)
            if self._report and n % 256 == 0:
                self._report(self._done, self._total)
        return gathered.finish()


def _sets_of_terms(book: Book, order: Order, field: str) -> dict[Key, bytes]:
    """Who has each interest, or is in each circle, that more than a few have."""
    table, column = LINKS[field]
    people: dict[int, list[int]] = {}
    for i, person in book.sql(f"SELECT {column}, person_id FROM {table}"):
        people.setdefault(i, []).append(person)
    return {
        (field, str(i)): sets.pack(order.bits(had), order.size)
        for i, had in people.items()
        if len(had) > _FEW
    }
