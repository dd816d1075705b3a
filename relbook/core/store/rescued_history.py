"""The history of a damaged book, as far as it can be carried over into the rescued one.

An edit is carried over whole or not at all. Before one that is lost nothing can be taken back in its
turn any more: of the edits before it only what they deleted is kept, so that the trash still has
it. All that is kept is tried out first, for a single bit lost in it may break a rule of the book: what
would not go back is left out.
"""

import itertools
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from relbook.core.store import faults, journal, schema
from relbook.core.store.file import Connections
from relbook.core.store.journal import Step
from relbook.core.store.migrations import columns
from relbook.core.store.pages import Cell, Text
from relbook.core.store.remains import Logged, Remains
from relbook.core.words import Sentence

_LEAST = 3  # columns that every row has: id, uid, changed


@dataclass(frozen=True, slots=True)
class History:
    """How many edits were carried over, how many are `lost`, and who is `deleted` and kept."""

    edits: int = 0
    lost: int = 0
    deleted: int = 0


def carry_over(made: Connections, remains: Remains) -> History:
    """Put what `remains` of the history into the book `made`, whose rows are there already."""
    told, all_read = remains.steps()
    # For what is tried out; within a transaction it would be too late.
    made.run("PRAGMA foreign_keys=OFF")
    try:
        with made.atomic():
            return _Carrying(made, remains).run(told, sure=all_read)
    finally:
        made.run("PRAGMA foreign_keys=ON")


class _Carrying:
    """Within the open transaction."""

    def __init__(self, made: Connections, remains: Remains) -> None:
        self._made, self._run = made, made.run
        self._remains = remains
        names = [model._meta.table_name for model in schema.JOURNALED]
        self._columns = {table: columns(made.run, table) for table in names}
        self._naming = {
            table: self._columns[table].index(column) for table, column in schema.NAMING_BYTES
        }
        self._keys = [
            (table, row[3], row[2])
            for table in names
            for row in made.run(f'PRAGMA foreign_key_list("{table}")')
        ]

    def run(self, told: Sequence[Cell], *, sure: bool) -> History:
        steps = [step for step in map(_read_step, told) if step is not None]
        sure = sure and len(steps) == len(told) == len({step.log for step in steps})
        steps = list({step.log: step for step in steps}.values())
        if not steps:
            return History(lost=len(told))
        self._fill(steps)
        whole = self._whole(steps)
        undone = sorted((one for one in steps if one.undone), key=lambda one: one.id)
        undone = _until_gap(undone, whole) if sure else []
        done = sorted((one for one in steps if not one.undone), key=lambda one: -one.id)
        plain = _until_gap(done, whole) if sure else []
        plain = self._going_back(plain, stop=True)
        undone = self._going_back(undone, stop=True)
        earlier = [one for one in done[len(plain) :] if one.id in whole]
        reduced = [one for one in earlier if self._reduce(one)]
        if reduced:
            reduced = self._going_back([*plain, *reduced])[len(plain) :]
        self._drop_all_but([*plain, *reduced, *undone])
        self._number_on()
        return History(len(plain), len(told) - len(plain) - len(undone), self._deleted())

    # What is read

    def _fill(self, steps: Iterable[Step]) -> None:
        logs = {step.log for step in steps}
        self._made.connection().executemany(
            "INSERT OR IGNORE INTO journal VALUES (?, ?, ?, ?)",
            filter(None, map(self._read_logged, self._remains.logged(logs))),
        )
        self._made.connection().executemany(
            "INSERT INTO step VALUES (?, ?, ?, ?, ?, ?)",
            [(s.id, s.sentence.to_json(), s.made, s.log, int(s.undone), s.rows) for s in steps],
        )
        self._run("UPDATE journal_open SET last = max(last, ?)", (max(logs),))

    def _read_logged(self, entry: Logged) -> tuple[Any, ...] | None:
        """A row of the journal; None for what is none, or cannot be put back."""
        log, table, row, former = entry
        try:
            of_table = bytes(table).decode("ascii")
            names = self._columns[of_table]
            if not isinstance(row, int):
                return None
            if former is None:
                return log, of_table, row, None
            text = bytes(former).decode("utf-8")
            values = json.loads(text)
        except (KeyError, TypeError, ValueError):
            return None
        if not isinstance(values, list) or not _LEAST <= len(values) <= len(names):
            return None
        if of_table in self._naming and self._names_lost_bytes(of_table, values):
            return None
        return log, of_table, row, text

    def _names_lost_bytes(self, table: str, values: list[Any]) -> bool:
        at = self._naming[table]
        name = values[at] if at < len(values) else None
        if not name:
            return False
        return self._run("SELECT 1 FROM blob WHERE hash = ?", (name,)).fetchone() is None

    def _whole(self, steps: Iterable[Step]) -> set[int]:
        """The ids of those of which every row is there."""
        there = dict(self._run("SELECT log, count(*) FROM journal GROUP BY log"))
        return {step.id for step in steps if there.get(step.log) == step.rows}

    # What is kept

    def _going_back(self, steps: Sequence[Step], *, stop: bool = False) -> list[Step]:
        """Those of `steps` that go back in their order, each after those before it; to `stop`, up to
        the first that does not. The book stays as it is.
        """
        going: list[Step] = []
        self._run("SAVEPOINT trial")
        try:
            for step in steps:
                self._run("SAVEPOINT one")
                if self._goes_back(step):
                    going.append(step)
                else:
                    self._run("ROLLBACK TO one")
                    if stop:
                        break
                self._run("RELEASE one")
        finally:
            self._run("ROLLBACK TO trial")
            self._run("RELEASE trial")
        return going

    def _goes_back(self, step: Step) -> bool:
        try:
            log = journal.play(self._run, step, self._columns, None)
        except faults.DRIVER_ERRORS as fault:
            if faults.code_of(fault) != faults.CONSTRAINT:
                raise
            return False
        return not journal.broken_keys(self._run, log, self._keys)

    def _reduce(self, step: Step) -> bool:
        """Leave of a step only that rows were deleted which still are; whether that is of somebody."""
        for table in journal.touched(self._run, step.log):
            if table != "tombstone":
                self._run(
                    "DELETE FROM journal WHERE log = ? AND of_table = ? AND (former IS NULL"
                    f' OR row IN (SELECT id FROM "{table}"))',
                    (step.log, table),
                )
        left = journal.touched(self._run, step.log)
        rows = sum(left.values())
        self._run('UPDATE step SET "rows" = ? WHERE id = ?', (rows, step.id))
        return "person" in left

    def _drop_all_but(self, kept: Iterable[Step]) -> None:
        ids = json.dumps([step.id for step in kept])
        self._run("DELETE FROM step WHERE id NOT IN (SELECT value FROM json_each(?))", (ids,))
        self._run(f"DELETE FROM journal WHERE log IN ({journal.LOGS} EXCEPT SELECT log FROM step)")

    def _number_on(self) -> None:
        """Let no new row have the id of one that may come back."""
        for table, row in self._run(
            "SELECT of_table, max(row) FROM journal GROUP BY of_table"
        ).fetchall():
            last = self._run("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
            if last is None:
                self._run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, row))
            elif last[0] < row:
                self._run("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (row, table))

    def _deleted(self) -> int:
        return int(
            self._run(
                "SELECT count(DISTINCT j.row) FROM step s CROSS JOIN journal j ON j.log = s.log"
                " AND j.of_table = 'person' WHERE s.undone = 0 AND j.former IS NOT NULL"
                " AND j.row NOT IN (SELECT id FROM person)"
            ).fetchone()[0]
        )


def _read_step(cell: Cell) -> Step | None:
    number, values = cell
    try:
        _, told, made, log, undone, rows = values
        if not all(isinstance(one, int) for one in (log, undone, rows)) or undone not in (0, 1):
            return None
        if not (isinstance(told, Text) and isinstance(made, Text) and number > 0 and log > 0):
            return None
        sentence = Sentence.from_json(told.decode("utf-8"))
        str(sentence)  # which reads all of its parts
        return Step(number, sentence, made.decode("ascii"), log, bool(undone), rows)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _until_gap(steps: Iterable[Step], whole: Collection[int]) -> list[Step]:
    """`steps` up to the first that is not whole."""
    return list(itertools.takewhile(lambda step: step.id in whole, steps))
