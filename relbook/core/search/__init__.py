"""What answers the search box: who is found, in which order, and why."""

from relbook.core.search.found import Found
from relbook.core.search.index import Index
from relbook.core.search.order import Bits
from relbook.core.search.snapshot import Snapshot
from relbook.core.search.texts import KINDS, kind_word
from relbook.core.search.why import LINE, Why

__all__ = ["KINDS", "LINE", "Bits", "Found", "Index", "Snapshot", "Why", "kind_word"]
