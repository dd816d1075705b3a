"""The tables of words: for each person those of their name, and all others, in two FTS5 tables.

They are kept true within each edit, so what they say is never older than the book. Words come in
folded and cut by `names.tokens`; FTS5 only parts them at the blanks.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from relbook.core import names
from relbook.core.search import texts
from relbook.core.search.sets import NAME, TEXT
from relbook.core.store.book import Book
from relbook.core.store.journal import Report

TABLES = {NAME: "search_name", TEXT: "search_text"}
FOLLOWER = "search"

_AT_ONCE = 500

Words = tuple[list[str], list[str]]


def of(book: Book, people: Iterable[int]) -> dict[int, Words]:
    """The different words of each of `people` who is in the book: of the name, and the others."""
    return {
        person: (_different(name), _different(rest))
        for person, (name, rest) in texts.of(book, people).items()
    }


def _different(listed: Sequence[str]) -> list[str]:
    # One by one: plain ASCII is cut twice as fast, and most texts are that.
    return list(dict.fromkeys(word for text in listed for word in names.tokens(text)))


def people_with(book: Book, field: str, beginning: str) -> list[int]:
    """Who has a word with this beginning in `field`, by the tables alone."""
    table = TABLES[field]
    rows = book.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", f'"{beginning}" *')
    return [person for (person,) in rows]


def known_until(book: Book) -> int | None:
    """The log that the words are as of; None if they were never taken in."""
    log = book.value("SELECT log FROM follower WHERE name = ?", FOLLOWER)
    return None if log is None else int(log)


def logs_behind(book: Book) -> list[texts.Log] | None:
    """The logs that the words lack; None if that is everything."""
    until = known_until(book)
    if until is not None:
        return texts.logs_since(book, until)
    return None if book.value("SELECT 1 FROM person LIMIT 1") else []


def is_long(book: Book, many: int) -> bool:
    """Whether the words lack more than `many` rows that bear words."""
    logs = logs_behind(book)
    return logs is None or texts.are_wordy(book, logs, many)


def follow(book: Book, log: int, report: Report | None = None) -> None:
    """Bring the words up to `log`, within the transaction that wrote it."""
    logs = logs_behind(book)
    if logs is None or _is_most(book, logs):
        _rewrite_all(book, report)
    else:
        _rewrite(book, sorted(texts.worded(book, logs)), report, new=False)
    book.sql(
        "INSERT INTO follower (name, log) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET log = excluded.log",
        (FOLLOWER, log),
    )


def _is_most(book: Book, logs: Iterable[texts.Log]) -> bool:
    """Whether taking in everyone costs less than finding out who is touched.

    In microseconds: 110 to take someone in, 20 to find them, 5 to drop them.
    """
    there = gone = 0
    for log, table in logs:
        if table == "person":
            ((rows, left),) = book.rows(
                "SELECT count(*), count(p.id) FROM journal j LEFT JOIN person p ON p.id = j.row"
                " WHERE j.log = ? AND j.of_table = 'person'",
                log,
            )
            there, gone = there + left, gone + rows - left
    if there + gone < _AT_ONCE:
        return False
    people = int(book.value("SELECT count(*) FROM person"))
    return 110 * people <= (20 + 5 + 110) * there + (20 + 5) * gone


def _rewrite_all(book: Book, report: Report | None) -> None:
    for table in TABLES.values():
        book.sql(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    _rewrite(book, [i for (i,) in book.sql("SELECT id FROM person")], report, new=True)


def _rewrite(book: Book, people: list[int], report: Report | None, *, new: bool) -> None:
    """Write the words of `people` as they are now; `new` if the tables have none of theirs."""
    write = "INSERT" if new else "REPLACE"
    left = iter(people)
    done = 0
    while chunk := list(islice(left, _AT_ONCE)):
        found = of(book, chunk)
        for at, table in enumerate(TABLES.values()):
            for person in chunk:
                if person in found:
                    book.sql(
                        f"{write} INTO {table} (rowid, words) VALUES (?, ?)",
                        (person, " ".join(found[person][at])),
                    )
                else:
                    book.sql(f"DELETE FROM {table} WHERE rowid = ?", (person,))
        done += len(chunk)
        if report:
            report(done, len(people))


def shadow(book: Book) -> None:
    """Give a book that may not be written tables of words of this connection's own, empty yet."""
    for table in TABLES.values():
        declared = book.value("SELECT sql FROM main.sqlite_master WHERE name = ?", table)
        book.sql(declared.replace(f"TABLE {table}", f"TABLE temp.{table}", 1))
    book.sql("CREATE TEMP TABLE follower (name TEXT PRIMARY KEY, log INTEGER NOT NULL)")
    book.sql("INSERT INTO temp.follower SELECT * FROM main.follower WHERE name <> ?", (FOLLOWER,))
