"""The whole of a book, to compare it with itself."""

from typing import Any

from relbook.core.store.book import Book
from relbook.core.store.schema import JOURNALED


def every_table(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all journaled tables."""
    names = [model._meta.table_name for model in JOURNALED]
    return {name: book.rows(f'SELECT * FROM "{name}" ORDER BY id') for name in names}
