"""Undo: a table that triggers fill with each row's former values.

Every journaled table has three triggers. Each keeps, under (log, table, id), the first former
values that the open log met (NULL for a row that was not there), and refuses the write when no log
is open, so that nothing escapes, raw SQL included.

A step is one edit; its log holds what its rows were on the other side of it. To undo or redo is
the same deed: take the step's rows out, put the logged ones in, while a new log records what was
there. That log then is the step's. So undoing and redoing never makes the journal grow, and
`Changes` are always the rows of the step's log.

Former values are a JSON list in the order of the table's columns: a column that a later schema adds
at the end takes its default.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from relbook.core.store.changes import ALL, MANY, Changes
from relbook.core.words import Sentence

Report = Callable[[int, int], None]
Run = Callable[..., Any]  # executes SQL with parameters, returns a cursor

CHUNK = 20_000
REPORTED = 100_000  # what a work of several parts counts up to
REFUSAL = "no edit is open"

# The logs that the journal holds, by a leap from each to the next: a log may have a million rows.
LOGS = (
    "WITH RECURSIVE logs (log) AS (SELECT min(log) FROM journal UNION ALL"
    " SELECT (SELECT min(log) FROM journal WHERE log > logs.log) FROM logs"
    " WHERE logs.log IS NOT NULL) SELECT log FROM logs WHERE log IS NOT NULL"
)

TABLES = (
    "CREATE TABLE step (id INTEGER PRIMARY KEY AUTOINCREMENT, sentence TEXT NOT NULL,"
    " made TEXT NOT NULL, log INTEGER NOT NULL UNIQUE, undone INTEGER NOT NULL DEFAULT 0,"
    ' "rows" INTEGER NOT NULL)',
    "CREATE TABLE journal (log INTEGER NOT NULL, of_table TEXT NOT NULL, row INTEGER NOT NULL,"
    " former TEXT, PRIMARY KEY (log, of_table, row)) WITHOUT ROWID",
    "CREATE TABLE journal_open (only INTEGER PRIMARY KEY CHECK (only = 1), log INTEGER,"
    " last INTEGER NOT NULL)",
    "CREATE TABLE follower (name TEXT PRIMARY KEY, log INTEGER NOT NULL)",
)
BEGIN = "INSERT INTO journal_open (only, log, last) VALUES (1, NULL, 0)"


def part(report: Report | None, first: int, last: int) -> Report | None:
    """`report` for the part of a work that leads from `first` to `last` per cent of it."""
    if report is None:
        return None
    step = REPORTED // 100
    return lambda done, total: report(
        first * step + (last - first) * step * min(done, total) // max(total, 1), REPORTED
    )


def triggers(table: str, columns: list[str]) -> list[str]:
    """The triggers that keep `table`, whose columns are named in their order, in the journal."""
    former = _values("OLD", columns)

    def keep(event: str, row: str, values: str) -> str:
        # DO NOTHING rather than OR IGNORE: the latter gives way to an outer OR REPLACE.
        return (
            f'CREATE TRIGGER "{table}_{event.split()[1].lower()}" {event} ON "{table}" BEGIN'
            f" INSERT INTO journal SELECT coalesce(log, RAISE(ABORT, '{REFUSAL}')),"
            f" '{table}', {row}, {values} FROM journal_open WHERE true"
            f" ON CONFLICT DO NOTHING; END"
        )

    return [
        keep("AFTER INSERT", "NEW.id", "NULL"),
        keep("BEFORE UPDATE", "OLD.id", former),
        keep("BEFORE DELETE", "OLD.id", former),
        # Not UPDATE OF id, which does not see an id set as rowid.
        f'CREATE TRIGGER "{table}_id" BEFORE UPDATE ON "{table}" WHEN NEW.id <> OLD.id'
        f" BEGIN SELECT RAISE(ABORT, 'an id never changes'); END",
    ]


def _values(row: str, columns: list[str]) -> str:
    return "json_array(" + ", ".join(f'{row}."{column}"' for column in columns) + ")"


class Step(NamedTuple):
    """One edit that can be undone, or redone if it is `undone`: its size is `rows`."""

    id: int
    sentence: Sentence
    made: str
    log: int
    undone: bool
    rows: int


def next_step(run: Run, *, undone: bool) -> Step | None:
    """The step that redo (`undone`) or undo would take next."""
    order = "ASC" if undone else "DESC"
    row = run(
        'SELECT id, sentence, made, log, undone, "rows" FROM step'
        f" WHERE undone = ? ORDER BY id {order} LIMIT 1",
        (int(undone),),
    ).fetchone()
    if row is None:
        return None
    return Step(row[0], Sentence.from_json(row[1]), row[2], row[3], bool(row[4]), row[5])


def open_log(run: Run) -> int:
    """Open a new log, for writes to go to, and return its number."""
    run("UPDATE journal_open SET last = last + 1, log = last + 1")
    return int(run("SELECT log FROM journal_open").fetchone()[0])


def close_log(run: Run) -> None:
    """Close the open log: from now on writes are refused."""
    run("UPDATE journal_open SET log = NULL")


def touched(run: Run, log: int) -> dict[str, int]:
    """How many rows of each table `log` holds."""
    return dict(
        run("SELECT of_table, count(*) FROM journal WHERE log = ? GROUP BY of_table", (log,))
    )


def changes(run: Run, log: int) -> Changes:
    """What `log` touched."""
    rows = "SELECT row FROM journal WHERE log = ? AND of_table = ?"
    return Changes(
        {
            table: ALL if n > MANY else frozenset(i for (i,) in run(rows, (log, table)))
            for table, n in touched(run, log).items()
        }
    )


def settle(run: Run, log: int, columns: dict[str, list[str]]) -> None:
    """Drop from `log` the rows that are as they were: what was saved unaltered is no edit.

    Not from a log of more than `MANY` rows of a table, where looking would take long.
    """
    for table, n in touched(run, log).items():
        if n <= MANY:
            former = _values("t", columns[table])
            run(
                "DELETE FROM journal AS j WHERE log = ? AND of_table = ? AND former IS"
                f' (SELECT {former} FROM "{table}" t WHERE t.id = j.row)',
                (log, table),
            )


def stamp(run: Run, log: int, now: str) -> None:
    """Finish an edit: `changed` on each row it altered, a tombstone for each it deleted."""
    of_log = "FROM journal WHERE log = ? AND of_table = ? AND former IS NOT NULL"
    for table in touched(run, log):
        if table == "tombstone":
            continue
        run(
            f'UPDATE "{table}" SET changed = ? WHERE id IN (SELECT row {of_log})',
            (now, log, table),
        )
        run(
            "INSERT INTO tombstone (uid, changed, of_table)"
            f" SELECT former ->> 1, ?, of_table {of_log}"
            f' AND row NOT IN (SELECT id FROM "{table}")',
            (now, log, table),
        )


def cut_redo(run: Run) -> None:
    """Forget the undone steps: a new edit takes their place. Their logs go with `forget`."""
    run("DELETE FROM step WHERE undone = 1")


def keep_step(run: Run, sentence: Sentence, log: int, now: str) -> None:
    """Make the rows of `log` a step that can be undone."""
    rows = sum(touched(run, log).values())
    run(
        'INSERT INTO step (sentence, made, log, "rows") VALUES (?, ?, ?, ?)',
        (sentence.to_json(), now, log, rows),
    )


def play(run: Run, step: Step, columns: dict[str, list[str]], report: Report | None) -> int:
    """Put the rows of `step` back to its other side; returns the new log, open no more.

    Foreign keys must be off: a row that moves through a deletion must not take its children along.
    """
    new = open_log(run)
    put(run, f"journal WHERE log = {step.log}", columns, report)
    close_log(run)
    run("DELETE FROM journal WHERE log = ?", (step.log,))
    run("UPDATE step SET log = ?, undone = ? WHERE id = ?", (new, int(not step.undone), step.id))
    return new


def put(
    run: Run,
    source: str,
    columns: dict[str, list[str]],
    report: Report | None = None,
    changed: str | None = None,
) -> None:
    """Take out each row that `source` names and put in what it holds of it, into the open log.

    `source` is what follows FROM: of_table, row and former values, with a WHERE to be added to. Of
    many rows those that were put in are taken from it.
    Rows put in say that they were `changed` then, or when they say so themselves. Foreign keys
    must be off.
    """
    sizes = dict(run(f"SELECT of_table, count(*) FROM {source} GROUP BY of_table").fetchall())
    chunks = {table: _chunks(run, source, table, n) for table, n in sizes.items()}
    total, done = 2 * sum(sizes.values()), 0
    for table, n in sizes.items():
        for first, last in chunks[table]:
            # Mostly all are there or none is, and to look for each of those takes long.
            if run(
                f'SELECT 1 FROM "{table}" WHERE id BETWEEN ? AND ? LIMIT 1', (first, last)
            ).fetchone():
                run(
                    f'DELETE FROM "{table}" WHERE id IN (SELECT row FROM {source}'
                    " AND of_table = ? AND row BETWEEN ? AND ?)",
                    (table, first, last),
                )
            done += min(n, CHUNK)
            if report:
                report(done, total)
    for table, n in sizes.items():
        widths = _widths(run, source, table)
        for width in widths:
            names = columns[table][:width]
            listed = ", ".join(f'"{name}"' for name in names)
            values = ", ".join(
                "?4" if changed and name == "changed" else f"former ->> {i}"
                for i, name in enumerate(names)
            )
            of_width = f"AND json_array_length(former) = {width}" if len(widths) > 1 else ""
            for first, last in chunks[table]:
                run(
                    f'INSERT INTO "{table}" ({listed}) SELECT {values} FROM {source}'
                    " AND of_table = ?1 AND row BETWEEN ?2 AND ?3 AND former IS NOT NULL"
                    f" {of_width}",
                    (table, first, last, *([changed] if changed else [])),
                )
                if len(chunks[table]) > 1:  # while its pages are at hand
                    run(
                        f"DELETE FROM {source} AND of_table = ? AND row BETWEEN ? AND ? {of_width}",
                        (table, first, last),
                    )
                done += min(n, CHUNK)
                if report:
                    report(min(done, total), total)
        if not widths:
            done += n
            if report:
                report(min(done, total), total)


def _widths(run: Run, source: str, table: str) -> list[int]:
    """How many columns the rows have that `source` would put into `table`.

    Those of one log have as many; of several, older ones may lack what a later schema added.
    """
    values = f"FROM {source} AND of_table = ? AND former IS NOT NULL"
    if source.startswith("journal"):
        first = run(f"SELECT json_array_length(former) {values} LIMIT 1", (table,)).fetchone()
        return [] if first is None else [first[0]]
    return [n for (n,) in run(f"SELECT DISTINCT json_array_length(former) {values}", (table,))]


def _chunks(run: Run, source: str, table: str, n: int) -> list[tuple[int, int]]:
    """Ranges of ids that hold at most `CHUNK` rows of `table` in `source` each."""
    if n <= CHUNK:
        return [(-(2**63), 2**63 - 1)]
    low, high = run(
        f"SELECT (SELECT min(row) FROM {source} AND of_table = ?1),"
        f" (SELECT max(row) FROM {source} AND of_table = ?1)",
        (table,),
    ).fetchone()
    if high - low < 2 * n:  # few are missing between: as they were brought in
        firsts = list(range(low, high + 1, CHUNK))
    else:
        firsts = [
            first
            for (first,) in run(
                "SELECT row FROM (SELECT row, row_number() OVER (ORDER BY row) - 1 AS n"
                f" FROM {source} AND of_table = ?) WHERE n % {CHUNK} = 0",
                (table,),
            )
        ]
    return list(zip(firsts, [*(first - 1 for first in firsts[1:]), 2**63 - 1], strict=True))


def broken_keys(run: Run, log: int, keys: list[tuple[str, str, str]]) -> list[str]:
    """The foreign keys, given as (table, column, table named), that the rows of `log` break.

    Only the rows that the log touched can break one: mostly far fewer than `foreign_key_check`
    reads. Of a log that holds many, all that is there is looked at, by the keys' own indexes.
    """
    sizes = touched(run, log)
    broken = []
    for table, column, parent in keys:
        if max(sizes.get(table, 0), sizes.get(parent, 0)) > CHUNK:
            lost = run(
                f'SELECT 1 FROM "{table}" c WHERE c."{column}" IS NOT NULL AND NOT EXISTS'
                f' (SELECT 1 FROM "{parent}" p WHERE p.id = c."{column}") LIMIT 1'
            ).fetchone()
            if lost is not None:
                broken.append(f"{table}.{column}")
            continue
        lost = run(
            f'SELECT 1 FROM journal j JOIN "{table}" c ON c.id = j.row WHERE j.log = ?'
            f' AND j.of_table = ? AND c."{column}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p.id = c."{column}") LIMIT 1',
            (log, table),
        ).fetchone()
        if lost is None and parent in sizes:
            lost = run(
                f'SELECT 1 FROM journal j JOIN "{table}" c ON c."{column}" = j.row'
                " WHERE j.log = ? AND j.of_table = ?"
                f' AND NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p.id = j.row) LIMIT 1',
                (log, parent),
            ).fetchone()
        if lost is not None:
            broken.append(f"{table}.{column}")
    return broken


def forget(run: Run, before: str) -> None:
    """Drop the steps made before `before` (UTC, ISO), the newest kept, and logs of no step.

    Only the oldest go, up to the first that stays, for steps can be taken back only in their
    order; undone ones stay until the next edit. A log that a follower has not read yet stays.
    """
    run(
        "DELETE FROM step WHERE id < (SELECT min(id) FROM step"
        " WHERE made >= ? OR undone = 1 OR id = (SELECT max(id) FROM step))",
        (before,),
    )
    run(
        f"DELETE FROM journal WHERE log IN ({LOGS} EXCEPT"
        " SELECT log FROM step) AND log <= (SELECT coalesce(min(log), 1 << 60) FROM follower)"
    )
