"""Whether a book is whole."""

from dataclasses import dataclass

from relbook.core.store.book import Book
from relbook.core.store.schema import JOURNALED
from relbook.core.words import plural, say

SHOWN = 20  # faults listed at most


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at the whole book found."""

    people: int
    rows: int
    edits: int
    schema: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def __str__(self) -> str:
        people = plural("{n} person", "{n} people", self.people)
        edits = plural("{n} edit can be taken back", "{n} edits can be taken back", self.edits)
        if self.ok:
            return say(
                "The book is whole: {people}, {edits}.", people=str(people), edits=str(edits)
            )
        return "\n".join(self.faults)


def examine(book: Book) -> Health:
    """Read all of `book`: its pages and indexes, and the keys that tie its tables together."""
    faults = [
        str(row[0]) for row in book.rows(f"PRAGMA integrity_check({SHOWN})") if row[0] != "ok"
    ]
    for table, row, parent, _ in book.rows("PRAGMA foreign_key_check")[:SHOWN]:
        faults.append(
            say(
                "Row {row} of {table} names something in {parent} that is not there.",
                row=row,
                table=table,
                parent=parent,
            )
        )
    rows = sum(
        int(book.value(f'SELECT count(*) FROM "{model._meta.table_name}"')) for model in JOURNALED
    )
    return Health(
        people=int(book.value("SELECT count(*) FROM person")),
        rows=rows,
        edits=int(book.value("SELECT count(*) FROM step WHERE undone = 0")),
        schema=int(book.value("PRAGMA user_version")),
        faults=tuple(faults),
    )
