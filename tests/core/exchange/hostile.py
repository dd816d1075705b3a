"""A book in which every text is out to do harm."""

from relbook.core.exchange.archive.shape import Kind, tables
from relbook.core.store.book import Book

TEXT = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&lt;&amp;\r\n=1+1\x00\x1b\u202e"
DERIVED = frozenset({"uid", "sort_key", "folded", "match_key"})


def poison(book: Book) -> None:
    """Put `TEXT` into every text of every row, of whatever table."""
    with book.edit("Poison"):
        for table in tables().values():
            columns = [
                column.column
                for column in table.columns
                if column.kind is Kind.TEXT and not column.values and column.name not in DERIVED
            ]
            if columns:
                sets = ", ".join(f'"{column}" = ? || id' for column in columns)
                book.sql(f'UPDATE "{table.name}" SET {sets}', [TEXT] * len(columns))
