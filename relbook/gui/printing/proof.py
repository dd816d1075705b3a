"""A sheet as it will be, to be looked at: made in any thread, shown in another."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPicture, QTransform

from relbook.core.briefing import Choices, Sheet
from relbook.gui.printing.drawing import Reader, paint_blocks, photo_of
from relbook.gui.printing.layout import Report, lay_out
from relbook.gui.printing.pages import Page, Shape
from relbook.gui.printing.paper import PER_INCH, Paper

GATHERED, LAID_OUT, ALL = 15, 65, 100  # how far it is, in the time it takes

Make = Callable[[Choices, Report], Sheet]


@dataclass(frozen=True, slots=True)
class ProvedPage:
    """A page drawn already, but for its faces: a QPicture would keep each photo as a PNG file."""

    sheet: Sheet
    drawn: QPicture
    faces: tuple[Shape, ...]

    def draw(self, painter: QPainter, photos: Reader | None) -> None:
        """Draw it on a painter whose device is the whole sheet of paper, or some of it.

        A photo that is out of sight is not read.
        """
        painter.drawPicture(0, 0, self.drawn)
        unit = painter.device().logicalDpiX() / PER_INCH
        place = QTransform.fromScale(unit, unit) * painter.worldTransform()
        sight = QRectF(painter.viewport())
        faces = [face for face in self.faces if sight.intersects(place.mapRect(face.rect))]
        paint_blocks(self.sheet, painter, faces, photos)

    def read(self, photos: Reader) -> None:
        """Have the photos read that it shows."""
        for face in self.faces:
            photo_of(self.sheet, face, photos)


@dataclass(frozen=True, slots=True)
class Proof:
    """All of a sheet, page by page."""

    sheet: Sheet
    paper: Paper
    pages: tuple[ProvedPage, ...]

    @property
    def count(self) -> int:
        """How many pages there are: one at the least."""
        return len(self.pages)


def prove(make: Make, choices: Choices, paper: Paper, report: Report) -> Proof:
    """Have the sheet gathered, lay it out and draw it. What `report` raises ends the work."""
    sheet = make(choices, _scaled(report, 0, GATHERED))
    pages = lay_out(sheet, paper, _scaled(report, GATHERED, LAID_OUT))
    drawing = _scaled(report, LAID_OUT, ALL)
    proved = []
    for at, page in enumerate(pages.pages):
        proved.append(_proved(sheet, page))
        drawing(at + 1, pages.count)
    return Proof(sheet, paper, tuple(proved))


def _proved(sheet: Sheet, page: Page) -> ProvedPage:
    picture = QPicture()
    painter = QPainter(picture)
    paint_blocks(sheet, painter, (block for block in page.blocks if block.what != "face"))
    painter.end()
    shapes = (block for block in page.blocks if isinstance(block, Shape))
    return ProvedPage(sheet, picture, tuple(shape for shape in shapes if shape.what == "face"))


def _scaled(report: Report, first: int, last: int) -> Report:
    """`report` for a part of the work."""
    return lambda done, total: report(first + (last - first) * done // max(1, total), ALL)
