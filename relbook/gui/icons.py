"""The icons: one weight of line, in whatever colour the palette asks for."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from relbook.gui.colours import Colours

LIMIT = 1_000  # drawn pictures kept: some 2 kB each


class Icons:
    """Draws the SVG files of `icons/`, each line in the colour asked for, and keeps what it drew.

    `find` gives the file of a resource; `colours` the palette of the moment, asked at every
    painting, so that an icon handed out earlier recolours by itself.
    """

    def __init__(self, find: Callable[[str], Path], colours: Callable[[], Colours]) -> None:
        self._find = find
        self._colours = colours
        self._sources: dict[str, bytes] = {}
        self._drawn: OrderedDict[tuple[str, int, float, int], QPixmap] = OrderedDict()

    def icon(self, name: str, role: str = "muted") -> QIcon:
        """The icon of `name`, in the palette's colour for `role` ("muted", "text", "accent", …)."""
        return QIcon(_Engine(self, name, role)) if name else QIcon()

    def pixmap(self, name: str, size: int, dpr: float, colour: QColor) -> QPixmap:
        """`name` as a square of `size` logical pixels on a screen of `dpr`."""
        key = (name, size, dpr, colour.rgba())
        found = self._drawn.get(key)
        if found is None:
            found = self._draw(name, size, dpr, colour)
            self._drawn[key] = found
            if len(self._drawn) > LIMIT:
                self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        return found

    def paint(
        self, painter: QPainter, name: str, x: float, y: float, size: int, colour: QColor
    ) -> None:
        """Draw `name` with its left upper corner at (x, y)."""
        dpr = painter.device().devicePixelRatio()
        # Only on whole device pixels do the thin lines stay sharp.
        at = QPointF(round(x * dpr) / dpr, round(y * dpr) / dpr)
        painter.drawPixmap(at, self.pixmap(name, size, dpr, colour))

    def colour(self, role: str, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
        """What an icon of `role` is drawn in, in the palette of the moment."""
        colours = self._colours()
        if mode == QIcon.Mode.Disabled:
            return colours.disabled
        if mode == QIcon.Mode.Selected:
            return colours.text
        found: QColor = getattr(colours, role)
        return found

    def _draw(self, name: str, size: int, dpr: float, colour: QColor) -> QPixmap:
        side = max(1, round(size * dpr))
        drawn = QPixmap(side, side)
        drawn.fill(Qt.GlobalColor.transparent)
        source = self._source(name).replace(b"currentColor", colour.name().encode())
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        drawn.setDevicePixelRatio(dpr)
        return drawn

    def _source(self, name: str) -> bytes:
        source = self._sources.get(name)
        if source is None:
            source = self._find(f"icons/{name}.svg").read_bytes()
            self._sources[name] = source
        return source


class _Engine(QIconEngine):
    """One icon in one role, drawn afresh in today's palette whenever Qt asks."""

    def __init__(self, icons: Icons, name: str, role: str) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._role = role

    def _picture(self, size: QSize, dpr: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon in the middle of `size`: where that is wide, it leaves air before a word."""
        role = "accent" if state == QIcon.State.On else self._role
        side = min(size.width(), size.height())
        square = self._icons.pixmap(self._name, side, dpr, self._icons.colour(role, mode))
        if size.width() == size.height():
            return square
        wide = QPixmap(round(size.width() * dpr), round(size.height() * dpr))
        wide.setDevicePixelRatio(dpr)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap((size.width() - side) // 2, (size.height() - side) // 2, square)
        painter.end()
        return wide

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        dpr = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.topLeft(), self._picture(rect.size(), dpr, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, 1.0, mode, state)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        # Before Qt 6.9 the size came multiplied by the scale: then this is too fine, not too coarse.
        return self._picture(size, scale, mode, state)

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._name, self._role)

    def key(self) -> str:
        return "relbook"

    def isNull(self) -> bool:
        return False
