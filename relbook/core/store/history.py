"""Undo as history: every step that the journal holds, looked into and taken back out of its turn.

What a step did to a row is told by two journals' worth of values: before it, what its own log holds;
after it, what the next later step that touched the row holds, else the row as it is. (Of an undone
step it is the other way round.) Taking a step back puts each row it touched to what it was before,
as an edit of its own. A later step that touched one of these rows depends on it and goes along, and
so does one that stands in the way: whose row refers to one that would go, holds a name that a row
put back needs, or took away what it refers to.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from relbook.core import errors
from relbook.core.store import journal
from relbook.core.store.book import Book
from relbook.core.store.journal import Report, Step
from relbook.core.words import Sentence, plural, say, sentence

Values = dict[str, Any]

_STEP = 'SELECT id, sentence, made, log, undone, "rows" FROM step'
# What the rows of the steps that are to go shall be: a table of this connection's own.
_TARGET = "temp.taken_back"
_RESTING = ("tombstone",)  # says nothing to a reader


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a step did to one row: its columns before and after, None where it was not there."""

    table: str
    row: int
    before: Values | None
    after: Values | None

    @property
    def altered(self) -> list[str]:
        """The columns whose values differ; all of a row that came or went."""
        if self.before is None or self.after is None:
            return list(self.after or self.before or {})
        before, after = self.before, self.after
        return [name for name in after if before.get(name) != after[name]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking `step` back means: the later steps that go `along`, the oldest first, and how
    many `rows` alter.

    Without any, what it did is no more, or was taken back already. It is not `possible` where what
    came later is not known any more.
    """

    step: Step
    along: tuple[Step, ...]
    rows: int
    possible: bool = True

    @property
    def sentence(self) -> Sentence:
        """What the edit is called that takes them back."""
        if not self.along:
            return sentence("Take back “{what}”", what=str(self.step.sentence))
        return plural(
            "Take back “{what}” and {n} later edit",
            "Take back “{what}” and {n} later edits",
            len(self.along),
            what=str(self.step.sentence),
        )


def steps(book: Book) -> list[Step]:
    """Every step that is kept, the newest first; those undone come before the others."""
    return [_step(row) for row in book.rows(f"{_STEP} ORDER BY id DESC")]


def step(book: Book, number: int) -> Step | None:
    """One step, or None when it is not kept (any more)."""
    row = book.row(f"{_STEP} WHERE id = ?", number)
    return None if row is None else _step(row)


def sizes(book: Book, of: Step) -> dict[str, int]:
    """How many rows of each table a step touched."""
    found = journal.touched(book.sql, of.log)
    return {table: n for table, n in found.items() if table not in _RESTING}


def changes(book: Book, of: Step, limit: int = 1_000) -> list[RowChange]:
    """What a step did, row by row, of each table up to `limit` rows."""
    return [
        _change(book, of, table, row)
        for table in sorted(sizes(book, of), key=list(book.columns).index)
        for (row,) in book.rows(
            "SELECT row FROM journal WHERE log = ? AND of_table = ? LIMIT ?", of.log, table, limit
        )
    ]


def values(book: Book, table: str, row: int) -> Values | None:
    """A row as it is, or None."""
    found = book.row(f'SELECT * FROM "{table}" WHERE id = ?', row)
    return None if found is None else dict(zip(book.columns[table], found, strict=True))


def last_known(book: Book, table: str, row: int) -> Values | None:
    """A row as it is or, when it is gone, as it last was."""
    now = values(book, table, row)
    if now is not None:
        return now
    found = book.value(
        "SELECT j.former FROM step s CROSS JOIN journal j ON j.log = s.log AND j.of_table = ?"
        " AND j.row = ? WHERE j.former IS NOT NULL ORDER BY s.undone, s.id DESC LIMIT 1",
        table,
        row,
    )
    return None if found is None else as_values(book, table, found)


def as_values(book: Book, table: str, former: str) -> Values:
    """Former values as the journal keeps them, by column."""
    return dict(zip(book.columns[table], json.loads(former), strict=False))


def _step(row: Sequence[Any]) -> Step:
    return Step(row[0], Sentence.from_json(row[1]), row[2], row[3], bool(row[4]), row[5])


def _change(book: Book, of: Step, table: str, row: int) -> RowChange:
    def logged(log: int) -> Values | None:
        former = book.value(
            "SELECT former FROM journal WHERE log = ? AND of_table = ? AND row = ?", log, table, row
        )
        return None if former is None else as_values(book, table, former)

    # The nearest on the other side, done or undone as this one is, that knows the row.
    beyond, order = ("<", "DESC") if of.undone else (">", "ASC")
    nearest = book.value(
        "SELECT s.log FROM step s CROSS JOIN journal j ON j.log = s.log AND j.of_table = ?"
        f" AND j.row = ? WHERE s.undone = ? AND s.id {beyond} ? ORDER BY s.id {order} LIMIT 1",
        table,
        row,
        int(of.undone),
        of.id,
    )
    own = logged(of.log)
    other = values(book, table, row) if nearest is None else logged(nearest)
    before, after = (other, own) if of.undone else (own, other)
    return RowChange(table, row, before, after)


# Taking back


def plan(book: Book, number: int) -> Plan | None:
    """What taking the step `number` back means, or None if it is not there to be taken back."""
    with _moment(book), _target(book):
        return _plan(book, number)


def take_back(book: Book, agreed: Plan, report: Report | None = None) -> None:
    """Take back what was `agreed` upon, as one edit.

    Raises `Refused` if it would mean something else by now.
    """
    words = journal.part(report, 90, 100)
    with _target(book), book.edit(agreed.sentence, words, to_the_letter=True):
        now = _plan(book, agreed.step.id)
        if now is None or not now.possible or now.along != agreed.along:
            raise errors.Refused(
                say("The book has changed meanwhile. Nothing was taken back; look again.")
            )
        if not now.rows:
            return  # all of it is gone already, and stays so
        source = f"{_TARGET} WHERE true"
        journal.put(book.sql, source, book.columns, journal.part(report, 20, 90), book.stamp)


def _plan(book: Book, number: int) -> Plan | None:
    chosen = step(book, number)
    if chosen is None or chosen.undone:
        return None
    later = [
        _step(row) for row in book.rows(f"{_STEP} WHERE undone = 0 AND id > ? ORDER BY id", number)
    ]
    needed: set[int] = set()  # what stood in the way, by step
    while True:
        along = _gather(book, chosen, later, needed)
        in_the_way = set(_in_the_way(book))
        if not in_the_way:
            break
        together = {one.id for one in along}
        new = [one for one in later if one.id not in together]
        new = [one for one in new if _touches_any(book, one, in_the_way)]
        if not new:
            return Plan(chosen, (), 0, possible=False)
        needed |= {one.id for one in new}
    rows = int(book.value(f"SELECT count(*) FROM {_TARGET} WHERE of_table <> 'tombstone'"))
    return Plan(chosen, tuple(along), rows)


@contextlib.contextmanager
def _moment(book: Book) -> Iterator[None]:
    book.sql("BEGIN")
    try:
        yield
    finally:
        book.sql("COMMIT")


@contextlib.contextmanager
def _target(book: Book) -> Iterator[None]:
    book.sql(
        f"CREATE TABLE IF NOT EXISTS {_TARGET} (of_table TEXT NOT NULL, row INTEGER NOT NULL,"
        " former TEXT, PRIMARY KEY (of_table, row)) WITHOUT ROWID"
    )
    try:
        yield
    finally:
        book.sql(f"DELETE FROM {_TARGET}")


def _touches_any(book: Book, one: Step, rows: Iterable[tuple[str, int]]) -> bool:
    find = "SELECT 1 FROM journal WHERE log = ? AND of_table = ? AND row = ?"
    return any(book.row(find, one.log, table, row) is not None for table, row in rows)


def _gather(book: Book, chosen: Step, later: Sequence[Step], needed: set[int]) -> list[Step]:
    """Fill the target, and return which of the `later` steps, the oldest first, go along.

    Those are the `needed` ones, and each that touched a row which the target has by then. The
    target has each row as it was before the first of them that touched it; one that is so already
    is left out, and when it last changed is no difference.
    """
    book.sql(f"DELETE FROM {_TARGET}")
    size = _add(book, chosen)
    along = []
    for one in later:
        if one.id in needed or _meets_target(book, one, size):
            along.append(one)
            size += _add(book, one)
    for (table,) in book.rows(f"SELECT DISTINCT of_table FROM {_TARGET}"):
        columns = book.columns[table]
        listed = ", ".join(f't."{name}"' for name in columns)
        at = f"'$[{columns.index('changed')}]', ''"
        there = f'(SELECT json_array({listed}) FROM "{table}" t WHERE t.id = {_TARGET[5:]}.row)'
        book.sql(
            f"DELETE FROM {_TARGET} WHERE of_table = ?"
            f" AND json_replace(former, {at}) IS json_replace({there}, {at})",
            (table,),
        )
    return along


def _add(book: Book, one: Step) -> int:
    """Put the rows of a step into the target, if it has not got them; how many those are."""
    added = book.sql(
        f"INSERT INTO {_TARGET} SELECT of_table, row, former FROM journal WHERE log = ?"
        " ON CONFLICT DO NOTHING",
        (one.log,),
    )
    return int(added.rowcount)


def _meets_target(book: Book, one: Step, size: int) -> bool:
    """Whether a step touched one of the target's rows, which are `size` in all."""
    touched, target = "journal j", f"{_TARGET} t"
    small, large = (touched, target) if one.rows < size else (target, touched)
    found = book.row(
        f"SELECT 1 FROM {small} CROSS JOIN {large}"
        " WHERE j.log = ? AND t.of_table = j.of_table AND t.row = j.row LIMIT 1",
        one.log,
    )
    return found is not None


def _in_the_way(book: Book) -> Iterator[tuple[str, int]]:
    """The rows, none of the target's own, that keep it from being what is in the book."""
    target = f"{_TARGET} t"
    for table, column, parent in book.foreign_keys:
        at = book.columns[table].index(column)
        # What refers to a row that goes.
        yield from (
            (table, row)
            for (row,) in book.rows(
                f'SELECT c.id FROM {target} CROSS JOIN "{table}" c ON c."{column}" = t.row'
                " WHERE t.of_table = ? AND t.former IS NULL AND NOT EXISTS"
                f" (SELECT 1 FROM {_TARGET} o WHERE o.of_table = ? AND o.row = c.id)",
                parent,
                table,
            )
        )
        # What a row that comes back refers to, and is gone.
        yield from (
            (parent, row)
            for (row,) in book.rows(
                f"SELECT DISTINCT t.former ->> {at} AS named FROM {target}"
                f" WHERE t.of_table = ? AND t.former ->> {at} IS NOT NULL"
                f' AND NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p.id = named)'
                f" AND NOT EXISTS (SELECT 1 FROM {_TARGET} o WHERE o.of_table = ?"
                " AND o.row = named AND o.former IS NOT NULL)",
                table,
                parent,
            )
        )
    for table, columns, where in _unique(book):
        places = [book.columns[table].index(name) for name in columns]
        same = " AND ".join(
            f'c."{name}" = t.former ->> {at}' for name, at in zip(columns, places, strict=True)
        )
        yield from (
            (table, row)
            for (row,) in book.rows(
                f'SELECT c.id FROM {target} CROSS JOIN "{table}" c ON {same} {where}'
                " WHERE t.of_table = ?1 AND t.former IS NOT NULL AND c.id <> t.row AND NOT EXISTS"
                f" (SELECT 1 FROM {_TARGET} o WHERE o.of_table = ?1 AND o.row = c.id)",
                table,
            )
        )


def _unique(book: Book) -> Iterator[tuple[str, list[str], str]]:
    """The columns of which no two rows may have the same values; and, in SQL, of which rows."""
    for table in book.columns:
        for _n, name, unique, origin, partial in book.rows(f'PRAGMA index_list("{table}")'):
            if unique and origin != "pk":
                columns = [row[2] for row in book.rows(f'PRAGMA index_info("{name}")')]
                yield table, columns, f'AND c."{columns[0]}" = 1' if partial else ""
