"""From any past schema to the present one: numbered steps, each whole or not begun.

A migration speaks SQL to the file as it finds it and never uses the live models, which are those
of today. Before the first one the file is copied beside itself. A migration that changes a
journaled table makes that table's triggers anew (`journal.triggers`); one that does more than add
columns at the end empties the journal, whose rows would not fit any more.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from relbook.core import errors
from relbook.core.blake2 import blake2b
from relbook.core.store import backup, journal
from relbook.core.store.faults import not_a_book
from relbook.core.store.file import Connections
from relbook.core.words import say

Run = journal.Run

SCHEMA_VERSION = 2  # of `schema`
APPLICATION_ID = 0x52424F4B  # "RBOK": tells a book from any other SQLite file


class Migration(NamedTuple):
    """Takes a book from schema `to` - 1 to `to`."""

    to: int
    change: Callable[[Run], None]


def add_circle_card(run: Run) -> None:
    """Cards of groups are kept to the letter, as those of people are."""
    run(
        'CREATE TABLE "circle_card" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,'
        ' "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),'
        " \"changed\" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),"
        ' "circle_id" INTEGER NOT NULL, "blob" TEXT NOT NULL, "kind" TEXT NOT NULL DEFAULT \'\','
        " \"version\" TEXT NOT NULL DEFAULT '', \"card_uid\" TEXT NOT NULL DEFAULT '',"
        ' "file" TEXT NOT NULL DEFAULT \'\', "imported" TEXT,'
        ' FOREIGN KEY ("circle_id") REFERENCES "circle" ("id") ON DELETE CASCADE)'
    )
    run('CREATE INDEX "circle_card_circle_id" ON "circle_card" ("circle_id")')
    for statement in journal.triggers("circle_card", columns(run, "circle_card")):
        run(statement)


def find_entries_faster(run: Run) -> None:
    """With whom an entry is can be told from an index alone, in both directions."""
    run('DROP INDEX "entry_person_person_id"')
    run('CREATE INDEX "entry_person_of_person" ON "entry_person" ("person_id", "entry_id")')


def to_2(run: Run) -> None:
    """The cards of groups, and a faster index."""
    add_circle_card(run)
    find_entries_faster(run)


MIGRATIONS: Sequence[Migration] = (Migration(2, to_2),)

# What `digest` gives for a file of each schema: a file that differs is not ours to run.
DIGESTS: dict[int, frozenset[str]] = {
    1: frozenset({"65f7d5da2ee51a194d6ab8e4b1e27b5f"}),
    2: frozenset({"3640de717e374127967c3fd1e051959c"}),
}


def columns(run: Run, table: str) -> list[str]:
    """The columns of `table` in their order."""
    return [row[1] for row in run(f'PRAGMA table_info("{table}")')]


def make(run: Run) -> None:
    """Fill an empty file with the tables, journal and triggers of the present schema."""
    from relbook.core.store import schema  # not needed for a file that is there

    tables = schema.statements(), journal.TABLES, [journal.BEGIN], schema.SEARCH_TABLES
    for statement in (one for some in tables for one in some):
        run(statement)
    for model in schema.JOURNALED:
        table = model._meta.table_name
        for statement in journal.triggers(table, columns(run, table)):
            run(statement)
    run(f"PRAGMA application_id = {APPLICATION_ID}")
    run(f"PRAGMA user_version = {SCHEMA_VERSION}")


# The tables that FTS5 makes for itself, in the words of the SQLite at hand.
_OF_FTS5 = ", ".join(
    f"'search_{table}_{part}'"
    for table in ("name", "text")
    for part in ("data", "idx", "content", "docsize", "config")
)


def digest(run: Run) -> str:
    """A hash of everything the file declares: tables, indexes and triggers, to the letter."""
    declared = run(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        f" AND NOT (type = 'table' AND name IN ({_OF_FTS5})) ORDER BY type, name"
    ).fetchall()
    return blake2b(repr(declared).encode(), digest_size=16).hexdigest()


def check(run: Run, path: Path, newest: int = SCHEMA_VERSION) -> int:
    """The schema version of the book, once it is sure that it is one of ours and not too new.

    Raises `NotABook`, `BookTooNew` or `BookStrange`.
    """
    if run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise not_a_book(path)
    version = _version(run)
    if version > newest:
        raise too_new(path)
    if digest(run) not in DIGESTS.get(version, frozenset()):
        raise errors.BookStrange(
            say(
                "Something other than Relbook has changed how “{name}” is built, so it was not "
                "opened. Nothing was changed; open a copy from before that.",
                name=path.name,
            )
        )
    return version


def too_new(path: Path) -> errors.BookTooNew:
    """The error for a book that a newer Relbook made."""
    return errors.BookTooNew(
        say(
            "“{name}” was made by a newer Relbook. It was left as it is; install the newest "
            "Relbook to open it, or open a copy from before its update.",
            name=path.name,
        )
    )


def migrate(
    connections: Connections, path: Path, version: int, migrations: Sequence[Migration]
) -> None:
    """Run the migrations that the book at `path`, of schema `version`, lacks.

    Each is one transaction with its number: if one fails, the book is whole and of the schema
    before it. The copy made first stays, unless nothing came to be changed.
    """
    kept = backup.keep_before_migration(connections, path, version)
    try:
        for migration in migrations:
            with connections.atomic("IMMEDIATE"):
                # Another program may have been at it since.
                if migration.to > _version(connections.run):
                    migration.change(connections.run)
                    connections.run(f"PRAGMA user_version = {migration.to}")
    except BaseException:
        if _version(connections.run) == version:
            kept.unlink()
        raise


def _version(run: Run) -> int:
    return int(run("PRAGMA user_version").fetchone()[0])
