"""What is shown before printing is what is printed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from relbook.core.briefing import Choices
from relbook.gui.printing import A4, Prover, lay_out, paint
from relbook.gui.printing.proof import FEW
from tests.gui.printing.sheets import SCRIPTS, SOFIA, guests, sheet

pytestmark = pytest.mark.usefixtures("theme")
DPI, RED = 120, QColor("#c02020")


class Reds:
    """Photos that are all red; counts how often it is asked."""

    asked = 0

    def image(self, _photo: str, side: int) -> QImage:
        self.asked += 1
        red = QImage(side, side, QImage.Format.Format_RGB32)
        red.fill(RED)
        return red


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
    proof = Prover(lambda _choices, _report: sheet(*SCRIPTS, SOFIA), None).prove_few(Choices(), A4)
    assert proof is not None
    painter = QPainter(shown)
    proof.pages[0].draw(painter)
    painter.end()
    size = QPoint(printed.width(), printed.height())
    other = sum(
        abs(printed.pixelColor(x, y).lightness() - shown.pixelColor(x, y).lightness()) > 128
        for y in range(0, size.y(), 2)
        for x in range(0, size.x(), 2)
    )
    assert other < 25  # a few signs elsewhere are 42; edges differ by a shade


def test_photos_are_shown_and_read_once() -> None:
    guest, reds = replace(SOFIA, photo="red"), Reds()
    prover = Prover(lambda _choices, _report: sheet(guest), reds)
    for _ in range(2):
        proof = prover.prove(Choices(), A4, lambda _done, _total: None)
        image = canvas()
        painter = QPainter(image)
        proof.pages[0].draw(painter)
        painter.end()
        middle = proof.pages[0].photos[0].rect.center() * DPI / 720
        assert image.pixelColor(round(middle.x()), round(middle.y())) == RED
    assert reds.asked == 1


def test_many_are_found_out_before_they_are_laid_out() -> None:
    assert Prover(lambda _c, _r: guests(FEW + 1), None).prove_few(Choices(), A4) is None
    assert Prover(lambda _c, _r: guests(FEW), None).prove_few(Choices(), A4) is not None
