"""What an edit touched, as it is told to whoever shows the book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from relbook.core.words import Sentence

MANY = 10_000


class Everything(Enum):
    """Stands for the ids of a table of which more than `MANY` rows were touched."""

    ALL = "all"


ALL = Everything.ALL


@dataclass(frozen=True, slots=True)
class Changes:
    """For each table that an edit touched its ids, or `ALL`."""

    tables: Mapping[str, frozenset[int] | Everything] = field(default_factory=dict)

    def touch(self, *tables: str) -> bool:
        """Whether any row of any of `tables` was touched."""
        return any(table in self.tables for table in tables)

    def touches(self, table: str, ids: Iterable[int]) -> bool:
        """Whether any of `ids` of `table` was, or may have been, touched."""
        touched = self.tables.get(table, frozenset())
        return touched is ALL or not touched.isdisjoint(ids)

    def ids(self, table: str) -> frozenset[int] | Everything:
        """The touched ids of `table`, or `ALL`."""
        return self.tables.get(table, frozenset())


class Deed(Enum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    ERASE = "erase"  # for ever


class Notice(NamedTuple):
    """News of one change: what was touched, by which deed, of the edit with which sentence."""

    changes: Changes
    sentence: Sentence
    deed: Deed
