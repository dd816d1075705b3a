"""A QR code on paper, with whose card it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, qGray

from relbook.core.words import say
from relbook.gui.printing.paper import PER_INCH, mm
from relbook.gui.printing.type import styles

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

EDGE, SIDE = 20, 60  # millimetres


def paint_code(painter: QPainter, name: str, code: QImage) -> None:
    """Draw `code`, a pixel a module, below `name`, on a painter that counts in units."""
    style = styles()
    left, top = mm(EDGE), mm(EDGE)
    for shown, words in (
        (style["title"], name),
        (style["text"], say("Aim a phone’s camera at it.")),
    ):
        painter.setFont(shown.font)
        painter.setPen(shown.ink)
        painter.drawText(QPointF(left, top + shown.ascent), words)
        top += shown.step * 1.4
    # As rectangles, not as a picture, which viewers of PDFs make soft.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    module = mm(SIDE) / code.width()
    for y in range(code.height()):
        for x in range(code.width()):
            if qGray(code.pixel(x, y)) < 128:
                at = QRectF(left + x * module, top + y * module, module, module)
                painter.fillRect(at, QColor("black"))


def print_code(printer: "QPrinter", name: str, code: QImage) -> bool:
    """Print it on the paper that `printer` has; whether the printer took it."""
    printer.setFullPage(True)
    printer.setDocName(name)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    scale = printer.resolution() / PER_INCH
    painter.scale(scale, scale)
    paint_code(painter, name, code)
    return painter.end()
