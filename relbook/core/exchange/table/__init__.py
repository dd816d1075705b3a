"""Tables of people in and out: CSV of any program, with nothing lost.

::

    table = examine(path)                  # what it is; columns with guesses and reasons
    table = table.with_target(3, Target(What.HOBBY))
    preview(table)                         # the first people, as they would come in
    for found in read(stream, table): ...  # RowCard or Problem
    write(people, out)
"""

from relbook.core.exchange.table.days import DAY_FIRST, MONTH_FIRST
from relbook.core.exchange.table.guess import Column, Confidence
from relbook.core.exchange.table.mapping import Mapping, for_header, forget, save, saved
from relbook.core.exchange.table.reading import (
    RowCard,
    Table,
    examine,
    is_table,
    preview,
    read,
    read_one,
)
from relbook.core.exchange.table.rows import DELIMITER_WORDS, DELIMITERS
from relbook.core.exchange.table.target import Target, What, choices
from relbook.core.exchange.table.text import ENCODING_WORDS, ENCODINGS
from relbook.core.exchange.table.writing import write

__all__ = [
    "DAY_FIRST",
    "DELIMITERS",
    "DELIMITER_WORDS",
    "ENCODINGS",
    "ENCODING_WORDS",
    "MONTH_FIRST",
    "Column",
    "Confidence",
    "Mapping",
    "RowCard",
    "Table",
    "Target",
    "What",
    "choices",
    "examine",
    "for_header",
    "forget",
    "is_table",
    "preview",
    "read",
    "read_one",
    "save",
    "saved",
    "write",
]
