"""A sheet laid out: on each page what stands where, before anything is drawn."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from relbook.core.briefing import Sheet
from relbook.gui.printing.paper import Paper
from relbook.gui.printing.type import Text

Inked = Literal[
    "title", "when", "summary", "name", "continued", "say", "does", "new", "label", "text",
    "empty", "foot", "page",
]  # fmt: skip
Drawn = Literal["face", "box", "rule", "line", "hairline"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A face, a tick box or a rule, in the units of `Paper`; `text` are the initials of a face.

    `card` is the place in the sheet of the guest it belongs to.
    """

    what: Drawn
    rect: QRectF
    text: str = ""
    card: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of `words`, from `first` up to `stop`: by default all of them.

    The left upper corner of the words as a whole would be at (`x`, `y`). `card` is as in `Shape`.
    """

    what: Inked
    words: Text
    x: float
    y: float
    card: int | None = None
    first: int = 0
    stop: int | None = None

    @property
    def rect(self) -> QRectF:
        """What they cover."""
        return self.words.extent(self.first, self.stop).translated(self.x, self.y)

    @property
    def text(self) -> str:
        """What they say."""
        return self.words.said(self.first, self.stop)

    def draw(self, painter: QPainter) -> None:
        """Draw them on a painter that counts in units."""
        self.words.draw(painter, QPointF(self.x, self.y), self.first, self.stop)


Block = Shape | Lines


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
