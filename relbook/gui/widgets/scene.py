"""The picture of the first start, as a widget that finds its own size."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.land import HIGH, MORNING, NIGHT, WIDE, Hour, Land

LOW = 168  # design pixels; lower than that, the sky cannot give way
RADIUS = 18


class Scene(QLabel):
    """A wide picture, at most 860 by 270 design pixels.

    Narrower, it shrinks as a whole; lower, it loses sky. `height_in` tells how high it is to be,
    0 where it would be cut. It is a label: a screen reader passes a plain widget over.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[object, QPixmap] | None = None
        self.setObjectName("scene")
        self.setAccessibleName(
            say("A picture: people of many kinds along a path through hills and over a bridge")
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.measure(WIDE))

    def height_in(self, width: int, room: int) -> int:
        """The height that suits `width`, at most `room`; 0 if `room` is too low for it."""
        scale = min(1.0, width / self._theme.measure(WIDE))
        full, low = (round(self._theme.measure(side) * scale) for side in (HIGH, LOW))
        return min(full, room) if room >= low else 0

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(WIDE), self._theme.measure(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        dark, ratio = self._theme.colours.dark, self.devicePixelRatioF()
        key = (self.size(), ratio, dark, self.isRightToLeft())
        if self._drawn is None or self._drawn[0] != key:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            self._draw(pixmap, NIGHT if dark else MORNING)
            self._drawn = (key, pixmap)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn[1])

    def _draw(self, pixmap: QPixmap, hour: Hour) -> None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        radius = self._theme.measure(RADIUS)
        frame.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(frame)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        scale = self.width() / WIDE
        painter.scale(scale, scale)
        lost = HIGH - self.height() / scale
        painter.translate(0, -lost)
        Land(painter, hour, lost).paint()
        painter.end()
