"""Draws pages that are laid out: the same for paper, PDF and preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from relbook.gui.printing.pages import Lines, Pages, Shape
from relbook.gui.printing.paper import PER_INCH, pt
from relbook.gui.printing.type import INK, MUTED, printed_font

GROUND = QColor("#F1F0EC")  # under initials
WRITE_ON = QColor("#B4B4AF")  # lines to write on, and the hairline of the foot
DOTS_PER_INCH = 250  # of a photo: finer than what an office printer screens it with


class Reader(Protocol):
    """What reads photos, as `Photos` does."""

    def image(self, photo: str, side: int) -> QImage | None:
        """A photo as a square at most `side` pixels wide; None if it cannot be read."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is still to be drawn: in `rect`, with the ring of one who is `new` or not."""

    rect: QRectF
    image: QImage
    new: bool


def paint(
    pages: Pages,
    painter: QPainter,
    page: int,
    photos: Reader | None = None,
    aside: list[Photo] | None = None,
) -> None:
    """Draw a page, counted from 0, on a painter whose device is the whole sheet of paper.

    Without `photos`, and where one cannot be read, initials stand for the guest. Photos are laid
    `aside` if there is a list for them, to be drawn by `paint_photos`.
    """
    painter.save()
    _count_in_units(painter)
    for block in pages.pages[page].blocks:
        if isinstance(block, Lines):
            block.draw(painter)
        elif block.what == "face":
            _face(painter, block, pages, photos, aside)
        elif block.what == "box":
            half = pt(0.5)
            painter.setPen(QPen(INK, 2 * half))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = block.rect.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(box, pt(1.6), pt(1.6))
        else:
            painter.fillRect(block.rect, INK if block.what == "rule" else WRITE_ON)
    painter.restore()


def paint_photos(painter: QPainter, photos: Sequence[Photo]) -> None:
    """Draw what `paint` has laid aside."""
    painter.save()
    _count_in_units(painter)
    for photo in photos:
        _photo(painter, photo)
    painter.restore()


def _count_in_units(painter: QPainter) -> None:
    device = painter.device()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(device.logicalDpiX() / PER_INCH, device.logicalDpiY() / PER_INCH)


def _face(
    painter: QPainter,
    block: Shape,
    pages: Pages,
    photos: Reader | None,
    aside: list[Photo] | None,
) -> None:
    card, rect = pages.sheet.cards[block.card or 0], block.rect
    side = round(rect.width() / PER_INCH * DOTS_PER_INCH)
    image = photos.image(card.photo, side) if photos and card.photo else None
    if image is not None:
        photo = Photo(rect, image, card.new)
        if aside is None:
            _photo(painter, photo)
        else:
            aside.append(photo)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush if card.new else GROUND)
    _ring(painter, rect, new=card.new)
    painter.setFont(printed_font(rect.height() * 0.36 / pt(1), QFont.Weight.DemiBold))
    painter.setPen(INK)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, block.text)


def _photo(painter: QPainter, photo: Photo) -> None:
    _round(painter, photo.rect, photo.image)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _ring(painter, photo.rect, new=photo.new)


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
