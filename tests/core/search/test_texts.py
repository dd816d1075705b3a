"""What the journal is asked for by whoever follows it, however many rows a log of it has."""

from relbook.core.search import texts
from relbook.core.store import schema as s
from relbook.core.store.book import Book

COLUMNS = ["person_id", "interest_id"]


def tag(book: Book, people: range) -> None:
    with book.edit("Tag"):
        interest = book.insert(s.Interest, name=f"{people}", folded=f"{people}")
        book.insert_many(s.Tagging, COLUMNS, [(one, interest) for one in people])


def fill(book: Book, people: int) -> int:
    """Add so many people; returns the log in which they came."""
    with book.edit("Fill"):
        rows = [(f"Ada {one}", f"{one:06}") for one in range(people)]
        book.insert_many(s.Person, ["name", "sort_key"], rows)
    return int(book.value("SELECT last FROM journal_open"))


def test_each_log_is_told_with_the_tables_it_touched(book: Book) -> None:
    log = fill(book, 30)
    tag(book, range(1, 30))
    tag(book, range(1, 3))
    since = [
        (log + 1, "interest"),
        (log + 1, "tagging"),
        (log + 2, "interest"),
        (log + 2, "tagging"),
    ]
    assert texts.logs_since(book, log) == since
    assert texts.logs_since(book, log - 1) == [(log, "person"), *since]
    assert texts.logs_since(book, log + 2) == []


def test_rows_that_bear_words_are_many_or_not(book: Book) -> None:
    log = fill(book, 30)
    tag(book, range(1, 30))
    logs = texts.logs_since(book, log - 1)
    assert [texts.are_wordy(book, logs, many) for many in (0, 29, 30)] == [True, True, False]
    assert not texts.are_wordy(book, [], 0)


def test_a_long_log_is_looked_at_as_soon_as_a_short_one(book: Book) -> None:
    log = fill(book, 20_000)
    tag(book, range(1, 20_001))
    steps: list[int] = []
    connection = book._connections.connection()
    connection.set_progress_handler(lambda: steps.append(1), 100)
    try:
        logs = texts.logs_since(book, log - 1)
        assert texts.are_wordy(book, logs, 50)
        assert not texts.are_wordy(book, logs[1:], 50)
    finally:
        connection.set_progress_handler(None, 0)
    assert len(steps) < 50
