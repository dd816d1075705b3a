"""The rows of a book by what they say, so that two books can be compared: no ids."""

from typing import Any

from relbook.core.exchange.archive.shape import Kind, tables
from relbook.core.store.book import Book


def rows_of(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that an archive holds, whole, its keys as uids, sorted by uid."""
    found = {}
    for table in tables().values():
        columns = [
            f'(SELECT uid FROM "{column.of}" WHERE id = t."{column.column}")'
            if column.kind is Kind.KEY
            else f't."{column.column}"'
            for column in table.columns
        ]
        rows = book.rows(f'SELECT {", ".join(columns)} FROM "{table.name}" t ORDER BY t.uid')
        if table.name == "distinct_pair":  # of which either may come first
            rows = [(*row[:2], *sorted(row[2:])) for row in rows]
        found[table.name] = rows
    return found
