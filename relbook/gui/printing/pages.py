"""A sheet laid out: on each page what stands where, before anything is drawn."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF

from relbook.core.briefing import Sheet
from relbook.gui.printing.paper import Paper
from relbook.gui.printing.type import Text

What = Literal[
    "title", "when", "summary", "name", "continued", "say", "does", "new", "label", "text",
    "empty", "foot", "page", "face", "box", "rule", "line", "hairline",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of `text` from `first` up to `stop`, its left upper corner at (`x`, `y`)."""

    text: Text
    x: float
    y: float
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on a page: words, a face, a tick box or a rule, in the units of `Paper`.

    `rect` is what it covers; `card` the place in the sheet of the guest it belongs to.
    """

    what: What
    rect: QRectF
    text: str = ""
    card: int | None = None
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The whole sheet on `paper`."""

    sheet: Sheet
    paper: Paper
    pages: tuple[Page, ...]

    @property
    def count(self) -> int:
        """How many pages there are: one at the least."""
        return len(self.pages)
