"""Whether a book is whole."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from relbook.core import errors
from relbook.core.store import faults, migrations
from relbook.core.store import sealed as sealing
from relbook.core.store.book import Book, hash_of
from relbook.core.store.journal import Report
from relbook.core.store.place import Seal
from relbook.core.store.schema import JOURNALED, NAMING_BYTES
from relbook.core.words import plural, say

SHOWN = 20  # faults listed at most
SMALL = 64_000_000  # bytes up to which a quick look reads the whole book
FETCHED = 500  # rows at a time
CORE = ("person", "journal_open", "step", "setting")  # looked at in a large book at each start


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at the whole book found.

    `sealed` says that every byte is as when Relbook last closed the book, by the seal that it carries
    or that was kept on this computer. Without one, a letter that the disk changed within a text is
    seen by nobody.
    """

    people: int
    rows: int
    edits: int
    schema: int
    faults: tuple[str, ...]
    sealed: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def __str__(self) -> str:
        if not self.ok:
            return "\n".join(self.faults)
        people = str(plural("{n} person", "{n} people", self.people))
        edits = str(plural("{n} edit can be taken back", "{n} edits can be taken back", self.edits))
        if self.sealed:
            return say(
                "The book is whole, to the last byte as Relbook left it: {people}, {edits}.",
                people=people,
                edits=edits,
            )
        return say("No fault was found in the book: {people}, {edits}.", people=people, edits=edits)


def examine(
    book: Book, *, full: bool = False, seal: Seal | None = None, report: Report | None = None
) -> Health:
    """Read all of `book`: its pages and indexes, and the keys that tie its tables together.

    If `full`, every value of every row too, and the bytes kept beside them; with the `seal` of its
    last closing, whether a single byte has changed since. `report` may end it.
    """
    look = _Look(book, report)
    found = [*look.pages("integrity_check"), *look.keys()]
    sealed = False
    if full and not found:
        found += [*look.declared(), *look.values(), *look.bytes(), *look.history()]
        own = look.seal()
        if own is not None:
            sealed = sealing.is_whole(book.place, own, report)
            found += look.broken_seal(sealed)
        elif seal is not None:
            now = book.place.seal(report)
            sealed = now.body == seal.body
            if now.counter == seal.counter:
                found += look.broken_seal(sealed)
    counted = look.counted() if not found else (0, 0, 0)
    return Health(*counted, migrations.SCHEMA_VERSION, tuple(found[:SHOWN]), sealed)


def glance(book: Book, report: Report | None = None) -> tuple[str, ...]:
    """The faults that a quick look finds; of a large book, in the tables that all rests on."""
    look = _Look(book, report)
    try:
        size = int(book.value("PRAGMA page_count")) * int(book.value("PRAGMA page_size"))
    except errors.BookError as fault:
        return (str(fault),)
    if size <= SMALL:
        found = look.pages("quick_check")
        own = look.seal() if not found else None
        if own is not None:
            found = look.broken_seal(sealing.is_whole(book.place, own, report))
        return tuple(found)
    return tuple(fault for table in CORE for fault in look.pages("quick_check", table))


class _Look:
    """One look at a book, part by part."""

    def __init__(self, book: Book, report: Report | None) -> None:
        self._book = book
        self._report = report

    def pages(self, pragma: str, table: str = "") -> list[str]:
        """What SQLite itself finds."""
        asked = f"PRAGMA {pragma}('{table}')" if table else f"PRAGMA {pragma}({SHOWN})"
        return self._within(lambda: [str(row[0]) for row in self._rows(asked) if row[0] != "ok"])

    def keys(self) -> list[str]:
        """The rows that name something that is not there."""
        return self._within(
            lambda: [
                say(
                    "Row {row} of {table} names something in {parent} that is not there.",
                    row=row,
                    table=table,
                    parent=parent,
                )
                for table, row, parent, _ in self._rows("PRAGMA foreign_key_check")[:SHOWN]
            ]
        )

    def declared(self) -> list[str]:
        """Whether tables, indexes and triggers are ours."""

        def look() -> list[str]:
            known = migrations.DIGESTS.get(migrations.SCHEMA_VERSION, frozenset())
            if migrations.digest(self._book.sql) in known:
                return []
            return [say("The book is not built as Relbook builds it.")]

        return self._within(look)

    def values(self) -> list[str]:
        """Every value of every row: that it reads, and is of its kind."""
        found: list[str] = []
        for model in JOURNALED:
            table = model._meta.table_name

            def look(table: str = table) -> list[str]:
                for _ in self._each(f'SELECT * FROM "{table}"'):
                    pass
                odd = self._book.value(
                    f"SELECT count(*) FROM \"{table}\" WHERE typeof(uid) <> 'text' OR uid = ''"
                    " OR typeof(changed) <> 'text' OR changed NOT GLOB '[0-9][0-9][0-9][0-9]-*'"
                )
                twice = (
                    self._book.value(f'SELECT count(*) - count(DISTINCT uid) FROM "{table}"')
                    if table != "tombstone"
                    else 0
                )
                return [
                    say("{n} rows of {table} have no proper mark of their own.", n=n, table=table)
                    for n in (odd, twice)
                    if n
                ]

            found += self._within(look, say("Something in {table} does not read.", table=table))
        return found

    def bytes(self) -> list[str]:
        """That photos and cards are what their hashes say, and none is missing."""

        def look() -> list[str]:
            bad = sum(
                hash_of(data) != name for name, data in self._each("SELECT hash, bytes FROM blob")
            )
            gone = sum(
                self._book.value(
                    f'SELECT count(*) FROM "{table}" WHERE "{column}" <> \'\''
                    f' AND "{column}" NOT IN (SELECT hash FROM blob)'
                )
                for table, column, *_ in NAMING_BYTES
            )
            return [
                str(sentence)
                for n, sentence in (
                    (
                        bad,
                        plural(
                            "{n} photo or card is damaged.", "{n} photos or cards are damaged.", bad
                        ),
                    ),
                    (
                        gone,
                        plural(
                            "{n} photo or card is missing.",
                            "{n} photos or cards are missing.",
                            gone,
                        ),
                    ),
                )
                if n
            ]

        return self._within(look)

    def history(self) -> list[str]:
        """That what can be taken back is there to be put back."""

        def look() -> list[str]:
            bad = self._book.value(
                "SELECT count(*) FROM journal WHERE former IS NOT NULL AND NOT json_valid(former)"
            )
            return [say("Part of the history of edits does not read.")] if bad else []

        return self._within(look)

    def seal(self) -> Seal | None:
        """The seal that the book carries, while that says something of it."""
        with contextlib.suppress(errors.BookError):
            return sealing.of(self._book)
        return None

    def broken_seal(self, is_whole: bool) -> list[str]:
        """What it means that bytes are not as a seal says, unless the book was written since."""
        if is_whole or not self._book.place.untouched:
            return []
        return [
            say(
                "Bytes of the file are not as Relbook left them, though nobody has written in it "
                "since: the disk may be failing."
            )
        ]

    def counted(self) -> tuple[int, int, int]:
        """People, rows, and edits that can be taken back."""
        book = self._book
        rows = sum(
            int(book.value(f'SELECT count(*) FROM "{model._meta.table_name}"'))
            for model in JOURNALED
        )
        people = int(book.value("SELECT count(*) FROM person"))
        return people, rows, int(book.value("SELECT count(*) FROM step WHERE undone = 0"))

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        if self._report:
            self._report(0, 0)
        return self._book.rows(statement)

    def _each(self, statement: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._book.sql(statement)
        while rows := cursor.fetchmany(FETCHED):
            yield from rows
            if self._report:
                self._report(0, 0)

    def _within(self, look: Callable[[], list[str]], instead: str = "") -> list[str]:
        """What `look` finds; if the book cannot even be read for it, that is a fault too."""
        try:
            return look()
        except errors.BookError as fault:
            return [instead or str(fault)]
        except faults.DRIVER_ERRORS:
            return [instead or say("Part of the book does not read.")]
