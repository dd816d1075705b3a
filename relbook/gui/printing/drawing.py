"""Draws pages that are laid out: the same for paper, PDF and preview."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from relbook.gui.photos import Photos
from relbook.gui.printing.pages import Block, Pages
from relbook.gui.printing.paper import PER_INCH, pt
from relbook.gui.printing.type import INK, MUTED, printed_font

GROUND = QColor("#F1F0EC")  # under initials
WRITE_ON = QColor("#B4B4AF")  # lines to write on, and the hairline of the foot
DOTS_PER_INCH = 250  # of a photo: finer than what an office printer screens it with


def paint(pages: Pages, painter: QPainter, page: int, photos: Photos | None = None) -> None:
    """Draw a page, counted from 0, on a painter whose device is the whole sheet of paper.

    Without `photos`, and where one cannot be read, initials stand for the guest.
    """
    device = painter.device()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(device.logicalDpiX() / PER_INCH, device.logicalDpiY() / PER_INCH)
    for block in pages.pages[page].blocks:
        if block.lines:
            lines = block.lines
            lines.text.draw(painter, QPointF(lines.x, lines.y), lines.first, lines.stop)
        elif block.what == "face":
            _face(painter, block, pages, photos)
        elif block.what == "box":
            half = pt(0.5)
            painter.setPen(QPen(INK, 2 * half))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = block.rect.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(box, pt(1.6), pt(1.6))
        else:
            painter.fillRect(block.rect, INK if block.what == "rule" else WRITE_ON)
    painter.restore()


def _face(painter: QPainter, block: Block, pages: Pages, photos: Photos | None) -> None:
    card = pages.sheet.cards[block.card or 0]
    half = pt(0.3)
    ring = block.rect.adjusted(half, half, -half, -half)
    side = round(block.rect.width() / PER_INCH * DOTS_PER_INCH)
    image = photos.image(card.photo, side) if photos and card.photo else None
    if image is not None:
        _round(painter, block.rect, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush if card.new else GROUND)
    pen = QPen(MUTED, 2 * half)
    if card.new:
        pen.setDashPattern([5, 4])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(ring)
    if image is None:
        font = printed_font(block.rect.height() * 0.36 / pt(1), QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(INK)
        painter.drawText(block.rect, Qt.AlignmentFlag.AlignCenter, block.text)


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
