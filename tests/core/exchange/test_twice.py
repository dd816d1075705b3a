"""Every file of the corpus, one after another into one book: the second time it changes nothing."""

from pathlib import Path

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import transfer
from relbook.core.exchange.incoming.plan import Verdict, look
from relbook.core.store.book import Book
from relbook.core.store.check import examine

FILES = sorted(file for file in (Path(__file__).parents[2] / "files").rglob("*") if file.is_file())


def test_no_file_changes_anything_the_second_time(book: Book) -> None:
    assert len(FILES) > 200
    refused = 0
    for file in FILES:
        try:
            transfer.bring_in(book, [file], place="")
        except FileUnreadable:
            refused += 1
            continue
        step = book.next_undo()
        again = transfer.bring_in(book, [file], place="")
        assert (again.new, again.updated, again.circles) == (0, 0, 0), file
        assert book.next_undo() == step, file
    assert refused < 20
    assert examine(book).ok
    readable = [file for file in FILES if file.suffix == ".vcf"]
    assert {*look(book, readable, place="").counts} == {Verdict.SAME}
