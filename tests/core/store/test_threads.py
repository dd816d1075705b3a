"""One writes, all read; nobody waits for nothing."""

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from relbook.core import errors
from relbook.core.store.book import Book
from relbook.core.store.schema import Circle, Person

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
HOLD = """
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
input()
"""


def elsewhere(work: Callable[[], object]) -> BaseException | None:
    """Do `work` in another thread, to its end; returns what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  (told to the test)
            raised.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


def meet(book: Book, name: str = "Ada") -> None:
    with book.edit(f"Meet {name}"):
        book.insert(Person, name=name, sort_key=name.lower())


def count(book: Book) -> int:
    return int(book.value("SELECT count(*) FROM person"))


def test_while_one_edits_others_read_what_was_and_may_not_edit(book: Book) -> None:
    counted: list[int] = []

    def read() -> None:
        with book.in_this_thread():
            counted.append(count(book))

    def edit() -> None:
        with book.in_this_thread():
            meet(book, "Charles")

    def undo() -> None:
        with book.in_this_thread():
            try:
                book.undo()
            finally:
                counted.append(book.value("PRAGMA foreign_keys"))

    meet(book)
    with book.edit("Meet Mary"):
        book.insert(Person, name="Mary", sort_key="mary")
        assert elsewhere(read) is None
        assert isinstance(elsewhere(edit), errors.BookLocked)
        assert isinstance(elsewhere(undo), errors.BookLocked)
    assert elsewhere(read) is None
    assert counted == [1, 1, 2]
    assert elsewhere(edit) is None
    assert elsewhere(undo) is None
    assert count(book) == 2


def test_what_another_thread_did_is_undone_here(book: Book) -> None:
    assert elsewhere(lambda: meet(book)) is None
    assert book.undo() is not None
    assert count(book) == 0


def test_a_setting_never_waits_for_an_edit(book: Book) -> None:
    began, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with book.in_this_thread(), book.edit("Meet"):
            book.insert(Circle, name="All", folded="all")
            began.set()
            go_on.wait(10)

    worker = threading.Thread(target=work)
    worker.start()
    assert began.wait(10)
    book.remember("page", "person")
    assert book.setting("page") == "person"
    assert book.value("SELECT count(*) FROM setting") == 0
    go_on.set()
    worker.join()
    assert book.rows("SELECT name, value FROM setting") == [("page", "person")]


def test_a_setting_outlives_the_edit_that_failed_around_it(book: Book) -> None:
    def fail() -> None:
        with book.edit("Fail"):
            book.remember("page", "person")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    book.close()
    with Book.open(book.path) as again:
        assert again.setting("page") == "person"


def test_what_another_program_holds_is_told_in_a_line(book: Book) -> None:
    meet(book)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(book.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other, Book.open(book.path, patience=0.05) as second:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "held\n"
        for write in (second.undo, lambda: meet(second, "Charles"), second.tidy):
            with pytest.raises(errors.BookLocked) as refusal:
                write()
            assert str(refusal.value).endswith(".")
        book.remember("page", "person")  # without a wait, though this one has patience
        assert book.setting("page") == "person"
        assert second.value("PRAGMA foreign_keys") == 1
        assert count(second) == 1
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait()
        meet(second, "Charles")
        assert count(book) == 2
    book.close()
    with Book.open(book.path) as again:
        assert again.setting("page") == "person"


def test_a_query_in_a_thread_of_its_own_can_be_stopped(book: Book) -> None:
    meet(book)
    began, raised = threading.Event(), list[BaseException]()

    def work() -> None:
        with book.in_this_thread():
            try:
                with book.edit("Count for ever"):
                    book.sql("DELETE FROM person")
                    began.set()
                    book.value(FOREVER)
            except errors.Cancelled as fault:
                raised.append(fault)
            raised.extend([ValueError()] * (count(book) == 1))

    worker = threading.Thread(target=work)
    worker.start()
    assert began.wait(10)
    while worker.is_alive():
        book.interrupt()
        worker.join(0.001)
    assert [type(fault) for fault in raised] == [errors.Cancelled, ValueError]
    assert count(book) == 1
    book.interrupt()  # nobody there
    meet(book, "Charles")


def test_a_thread_that_was_at_home_already_keeps_its_connection(book: Book) -> None:
    with book.in_this_thread():
        meet(book)
    book.close()
    assert [path.name for path in book.path.parent.iterdir()] == ["book.relbook"]
    assert book.path.read_bytes()[18:20] == b"\x01\x01"


def test_the_last_thread_to_leave_a_closed_book_leaves_one_file(book: Book) -> None:
    began, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with book.in_this_thread():
            count(book)
            began.set()
            go_on.wait(10)

    meet(book)
    worker = threading.Thread(target=work)
    worker.start()
    assert began.wait(10)
    book.close()
    go_on.set()
    worker.join()
    assert [path.name for path in book.path.parent.iterdir()] == ["book.relbook"]
    assert book.path.read_bytes()[18:20] == b"\x01\x01"
