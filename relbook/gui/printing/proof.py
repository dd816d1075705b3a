"""A sheet as it will be, to be looked at: made in any thread, shown in another."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPainter, QPicture

from relbook.core.briefing import Choices, Sheet
from relbook.gui.printing.drawing import Photo, Reader, paint, paint_photos
from relbook.gui.printing.layout import Report, lay_out
from relbook.gui.printing.paper import Paper

PROVED = 40  # pages drawn to be looked at; all are printed
FEW = 40  # guests whose sheet is there before one notices
GATHERED, ALL = 25, 100  # how far it is, in the time it takes

Make = Callable[[Choices, Report], Sheet]


@dataclass(frozen=True, slots=True)
class ProvedPage:
    """A page drawn already, but for its photos: a QPicture would keep each as a PNG file."""

    drawn: QPicture
    photos: tuple[Photo, ...]

    def draw(self, painter: QPainter) -> None:
        """Draw it on a painter whose device is the whole sheet of paper."""
        painter.drawPicture(0, 0, self.drawn)
        paint_photos(painter, self.photos)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was made: `pages` are the first of `count`."""

    sheet: Sheet
    paper: Paper
    count: int
    pages: tuple[ProvedPage, ...]


class Prover:
    """Makes proofs of the sheet that `make` gathers; photos are read once for all of them."""

    def __init__(self, make: Make, photos: Reader | None) -> None:
        self._make = make
        self._photos = _Kept(photos) if photos is not None else None

    def prove_few(self, choices: Choices, paper: Paper) -> Proof | None:
        """Prove the sheet if it has few guests, and else find out soon, and return None."""
        try:
            return self._prove(choices, paper, _refuse_many, _refuse_many)
        except _ManyError:
            return None

    def prove(self, choices: Choices, paper: Paper, report: Report) -> Proof:
        """Gather the sheet, lay it out and draw it. What `report` raises ends the work."""
        proof = self._prove(
            choices, paper, _scaled(report, 0, GATHERED), _scaled(report, GATHERED, ALL)
        )
        report(ALL, ALL)
        return proof

    def _prove(self, choices: Choices, paper: Paper, gathering: Report, laying: Report) -> Proof:
        sheet = self._make(choices, gathering)
        pages = lay_out(sheet, paper, laying)
        drawn = []
        for at in range(min(pages.count, PROVED)):
            picture, photos = QPicture(), list[Photo]()
            painter = QPainter(picture)
            paint(pages, painter, at, self._photos, photos)
            painter.end()
            drawn.append(ProvedPage(picture, tuple(photos)))
            laying(len(sheet.cards), len(sheet.cards))
        return Proof(sheet, paper, pages.count, tuple(drawn))


class _Kept:
    """Photos that were read already: some hundreds, of a few score kilobytes each."""

    def __init__(self, photos: Reader) -> None:
        self._photos = photos
        self._kept: dict[tuple[str, int], QImage | None] = {}

    def image(self, photo: str, side: int) -> QImage | None:
        key = photo, side
        if key not in self._kept:
            self._kept[key] = self._photos.image(photo, side)
        return self._kept[key]


class _ManyError(Exception):
    """There are more guests than few."""


def _refuse_many(_done: int, total: int) -> None:
    if total > FEW:
        raise _ManyError


def _scaled(report: Report, first: int, last: int) -> Report:
    """`report` for a part of the work."""
    return lambda done, total: report(first + (last - first) * done // max(1, total), ALL)
