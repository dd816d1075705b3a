"""Draws pages that are laid out: the same for paper, PDF and preview."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from relbook.core.briefing import Sheet
from relbook.gui.printing.pages import Block, Lines, Pages, Shape
from relbook.gui.printing.paper import PER_INCH, pt
from relbook.gui.printing.type import INK, MUTED, printed_font

GROUND = QColor("#F1F0EC")  # under initials
WRITE_ON = QColor("#B4B4AF")  # lines to write on, and the hairline of the foot
DOTS_PER_INCH = 250  # of a photo: finer than what an office printer screens it with


class Reader(Protocol):
    """What reads photos, as `Photos` does."""

    def image(self, photo: str, side: int) -> QImage | None:
        """A photo as a square at most `side` pixels wide; None if it cannot be read."""


def paint(pages: Pages, painter: QPainter, page: int, photos: Reader | None = None) -> None:
    """Draw a page, counted from 0, on a painter whose device is the whole sheet of paper.

    Without `photos`, and where one cannot be read, initials stand for the guest.
    """
    paint_blocks(pages.sheet, painter, pages.pages[page].blocks, photos)


def paint_blocks(
    sheet: Sheet, painter: QPainter, blocks: Iterable[Block], photos: Reader | None = None
) -> None:
    """Draw some of what stands on a page of `sheet`."""
    painter.save()
    device = painter.device()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(device.logicalDpiX() / PER_INCH, device.logicalDpiY() / PER_INCH)
    for block in blocks:
        if isinstance(block, Lines):
            block.draw(painter)
        elif block.what == "face":
            _face(painter, block, photo_of(sheet, block, photos), sheet.cards[block.card or 0].new)
        elif block.what == "box":
            half = pt(0.5)
            painter.setPen(QPen(INK, 2 * half))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = block.rect.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(box, pt(1.6), pt(1.6))
        else:
            painter.fillRect(block.rect, INK if block.what == "rule" else WRITE_ON)
    painter.restore()


def photo_of(sheet: Sheet, face: Shape, photos: Reader | None) -> QImage | None:
    """The photo that belongs into a face, as fine as it is printed."""
    photo = sheet.cards[face.card or 0].photo
    side = round(face.rect.width() / PER_INCH * DOTS_PER_INCH)
    return photos.image(photo, side) if photos and photo else None


def _face(painter: QPainter, block: Shape, image: QImage | None, new: bool) -> None:
    rect = block.rect
    if image is not None:
        _round(painter, rect, image)
    painter.setBrush(GROUND if image is None and not new else Qt.BrushStyle.NoBrush)
    _ring(painter, rect, new=new)
    if image is None:
        painter.setFont(printed_font(rect.height() * 0.36 / pt(1), QFont.Weight.DemiBold))
        painter.setPen(INK)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, block.text)


def _ring(painter: QPainter, rect: QRectF, *, new: bool) -> None:
    half = pt(0.3)
    pen = QPen(MUTED, 2 * half)
    if new:
        pen.setDashPattern([5, 4])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(rect.adjusted(half, half, -half, -half))


def _round(painter: QPainter, rect: QRectF, image: QImage) -> None:
    """Draw a square image as a disc, without an alpha channel: printers handle these badly."""
    if image.hasAlphaChannel():
        opaque = QImage(image.size(), QImage.Format.Format_RGB32)
        opaque.fill(Qt.GlobalColor.white)
        over = QPainter(opaque)
        over.drawImage(0, 0, image)
        over.end()
        image = opaque
    painter.save()
    disc = QPainterPath()
    disc.addEllipse(rect)
    painter.setClipPath(disc, Qt.ClipOperation.IntersectClip)
    painter.drawImage(rect, image)
    painter.restore()
