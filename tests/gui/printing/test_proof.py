"""What is shown before printing is what is printed."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from relbook.core.briefing import Choices, Sheet
from relbook.core.errors import Cancelled
from relbook.gui.printing import A4, Proof, lay_out, paint, prove
from tests.gui.printing.sheets import SCRIPTS, SOFIA, guests, sheet

pytestmark = pytest.mark.usefixtures("theme")
DPI = 120


def made(of: Sheet) -> Proof:
    return prove(lambda _choices, _report: of, Choices(), A4, lambda _done, _total: None)


def canvas() -> QImage:
    image = QImage(round(A4.wide / 25.4 * DPI), round(A4.high / 25.4 * DPI), QImage.Format.Format_RGB32)  # fmt: skip
    image.fill(QColor("white"))
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    return image


def test_every_script_stands_where_it_is_printed() -> None:
    printed, shown = canvas(), canvas()
    painter = QPainter(printed)
    paint(lay_out(sheet(*SCRIPTS, SOFIA), A4), painter, 0)
    painter.end()
    proof = made(sheet(*SCRIPTS, SOFIA))
    painter = QPainter(shown)
    proof.pages[0].draw(painter, None)
    painter.end()
    size = QPoint(printed.width(), printed.height())
    other = sum(
        abs(printed.pixelColor(x, y).lightness() - shown.pixelColor(x, y).lightness()) > 128
        for y in range(0, size.y(), 2)
        for x in range(0, size.x(), 2)
    )
    assert other < 25  # a few signs elsewhere are 42; edges differ by a shade


def test_it_is_told_how_far_it_is_and_what_is_raised_ends_it() -> None:
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if done > 70:
            raise Cancelled

    with pytest.raises(Cancelled):
        prove(lambda _choices, _report: guests(30), Choices(), A4, report)
    assert told == sorted(told)
    assert 70 < told[-1][0] < told[-1][1]
