"""Faces: a round photo, or the initials on a colour that is always the same person's."""

import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPixmap, QTransform

HUES = (204, 172, 140, 88, 42, 18, 338, 276)
DOTS = 4  # across and down, of a face that is blurred
LIMIT = 8 * 1024 * 1024  # bytes of drawn faces kept: some 400 of a list's at 2x


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Who is to be drawn: `uid` picks the colour; `photo` wins over `initials` if there is one."""

    uid: str
    initials: str
    photo: QPixmap | None = None


def hue(uid: str) -> int:
    """The hue of a person, the same on every machine and in every session."""
    return HUES[zlib.crc32(uid.encode()) % len(HUES)]


def ground(uid: str, dark: bool) -> QColor:
    """The colour under the initials."""
    return QColor.fromHslF(hue(uid) / 360, *((0.24, 0.29) if dark else (0.34, 0.86)))


def ink(uid: str, dark: bool) -> QColor:
    """The colour of the initials, at least 5.8 : 1 on :func:`ground`."""
    return QColor.fromHslF(hue(uid) / 360, *((0.45, 0.86) if dark else (0.46, 0.25)))


def paint_face(painter: QPainter, rect: QRectF, face: Face, font: QFont, dark: bool) -> None:
    """Draw `face` into the square `rect`, round and without a border."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    if face.photo is not None and not face.photo.isNull():
        painter.setBrush(_photo_brush(face.photo, rect, painter.device().devicePixelRatio()))
        painter.drawEllipse(rect)
        if dark:
            painter.setBrush(QColor(0, 0, 0, round(0.17 * 255)))
            painter.drawEllipse(rect)
    else:
        painter.setBrush(ground(face.uid, dark))
        painter.drawEllipse(rect)
        font = QFont(font)
        font.setPixelSize(max(6, round(rect.height() * 0.36)))
        painter.setFont(font)
        painter.setPen(ink(face.uid, dark))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, face.initials)
    painter.restore()


def _photo_brush(photo: QPixmap, rect: QRectF, dpr: float) -> QBrush:
    """A brush that fills `rect` with the middle of `photo`, scaled well and only once."""
    side = max(1, round(rect.width() * dpr))
    scaled = photo.toImage().scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(1.0)
    brush = QBrush(scaled)
    place = QTransform()
    place.translate(rect.x(), rect.y())
    place.scale(rect.width() / side, rect.height() / side)
    place.translate((side - scaled.width()) / 2, (side - scaled.height()) / 2)
    brush.setTransform(place)
    return brush


class FaceCache:
    """Faces as they were drawn, by size, screen and palette; at most `limit` bytes of them.

    `font` and `dark` are asked at each new drawing, so the cache outlives a change of palette.
    """

    def __init__(
        self, font: Callable[[], QFont], dark: Callable[[], bool], limit: int = LIMIT
    ) -> None:
        self._font = font
        self._dark = dark
        self._limit = limit
        self.veiled = False  # faces are drawn so that nobody is known by them
        self._drawn: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._bytes = 0

    def pixmap(self, face: Face, size: int, dpr: float) -> QPixmap:
        """`face` as a round picture of `size` logical pixels on a screen of `dpr`."""
        dark = self._dark()
        who: tuple[object, ...]
        if face.photo is None or face.photo.isNull():
            who = (hue(face.uid), face.initials)
        else:
            who = (face.photo.cacheKey(),)
        key = (*who, size, dpr, dark, self.veiled)
        found = self._drawn.get(key)
        if found is not None:
            self._drawn.move_to_end(key)
            return found
        side = max(1, round(size * dpr))
        drawn = QPixmap(side, side)
        drawn.fill(Qt.GlobalColor.transparent)
        drawn.setDevicePixelRatio(dpr)
        painter = QPainter(drawn)
        paint_face(painter, QRectF(0, 0, size, size), face, self._font(), dark)
        painter.end()
        if self.veiled:
            drawn = _blurred(drawn)
        self._drawn[key] = drawn
        self._bytes += side * side * 4
        while self._bytes > self._limit and len(self._drawn) > 1:
            _, dropped = self._drawn.popitem(last=False)
            self._bytes -= dropped.width() * dropped.height() * 4
        return drawn

    def paint(self, painter: QPainter, x: float, y: float, size: int, face: Face) -> None:
        """Draw `face` with its left upper corner at (x, y)."""
        dpr = painter.device().devicePixelRatio()
        painter.drawPixmap(round(x), round(y), self.pixmap(face, size, dpr))

    @property
    def held(self) -> int:
        """How many bytes of pictures are kept."""
        return self._bytes


def _blurred(face: QPixmap) -> QPixmap:
    """What is left of a face in so few dots that nobody is known by it."""
    smooth = Qt.TransformationMode.SmoothTransformation
    ratio = Qt.AspectRatioMode.IgnoreAspectRatio
    few = face.scaled(DOTS, DOTS, ratio, smooth)
    few.setDevicePixelRatio(1)
    round_ = QPixmap(face.size())
    round_.fill(Qt.GlobalColor.transparent)
    painter = QPainter(round_)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(few.scaled(face.size(), ratio, smooth)))
    painter.drawEllipse(QRectF(round_.rect()))
    painter.end()
    round_.setDevicePixelRatio(face.devicePixelRatio())
    return round_
