"""Paper: its size, its margins, and the unit that all of printing counts in.

A unit is a tenth of a point: 720 to the inch, so that every type size of the design is a whole
number of them, and a page lays out alike for every printer, the PDF and the screen.
"""

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QSizeF
from PySide6.QtGui import QPageSize

PER_INCH = 720


def mm(length: float) -> float:
    """Millimetres in units."""
    return length * PER_INCH / 25.4


def pt(length: float) -> float:
    """Points in units."""
    return length * PER_INCH / 72


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper by its `name` ("a4"), `wide` and `high` in millimetres."""

    name: str
    wide: float
    high: float

    @property
    def width(self) -> float:
        """In units."""
        return mm(self.wide)

    @property
    def height(self) -> float:
        """In units."""
        return mm(self.high)

    @property
    def columns(self) -> int:
        """How many columns of cards stand side by side."""
        return 2 if self.wide >= 170 else 1

    def size(self) -> QPageSize:
        """The size in Qt's terms."""
        return QPageSize(QSizeF(self.wide, self.high), QPageSize.Unit.Millimeter)


A4 = Paper("a4", 210, 297)
LETTER = Paper("letter", 215.9, 279.4)
PAPERS = {paper.name: paper for paper in (A4, LETTER)}

# Where Letter is what lies in the printer: Unicode CLDR, measurementData, paperSize "US-Letter".
_LETTER = "BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split()


def usual_paper(locale: QLocale | None = None) -> Paper:
    """The paper people use where `locale`, by default this machine's, is spoken."""
    territory = (locale or QLocale.system()).territory()
    return LETTER if QLocale.territoryToCode(territory) in _LETTER else A4
