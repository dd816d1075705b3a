"""Drawing with the theme, in coordinates that count from where reading begins."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from relbook.gui.faces import Face
from relbook.gui.theme import FontRole, Theme


class Canvas:
    """A painter on `widget` whose x runs from the left, or from the right in a right-to-left window.

    Text is drawn as it is, never as markup, and in its own reading direction: a Hebrew name
    in an English window stands at the left and reads from the right.
    """

    def __init__(self, painter: QPainter, theme: Theme, widget: QWidget) -> None:
        self.painter = painter
        self.theme = theme
        self._width = widget.width()
        self._mirrored = widget.isRightToLeft()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def left(self, x: float, width: float) -> float:
        """Where, in the widget's own coordinates, something `width` wide begins."""
        return self._width - x - width if self._mirrored else x

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle in the widget's own coordinates."""
        return QRectF(self.left(x, width), y, width, height)

    def text(
        self, x: float, baseline: float, room: float, text: str, role: FontRole, colour: QColor
    ) -> float:
        """Draw `text`, shortened with an ellipsis if `room` is short; the width it took."""
        if not text or room <= 0:
            return 0
        line = self.theme.lines.of(role, text, room)
        line.draw(self.painter, self.left(x, line.wide), baseline, colour)
        return line.wide

    def icon(self, name: str, x: float, y: float, size: int, colour: QColor) -> None:
        """Draw an icon."""
        self.theme.icons.paint(self.painter, name, self.left(x, size), y, size, colour)

    def face(self, face: Face, x: float, y: float, size: int) -> None:
        """Draw a face."""
        self.theme.faces.paint(self.painter, self.left(x, size), y, size, face)

    def block(
        self, rect: QRectF, radius: float, colour: QColor, edge: QColor | None = None
    ) -> None:
        """Fill a rounded rectangle, within an `edge` if one is given."""
        paint_block(self.painter, rect, radius, colour, edge)

    def ring(self, rect: QRectF, radius: float, colour: QColor, width: float = 2) -> None:
        """Draw the edge of a rounded rectangle, wholly inside it."""
        paint_ring(self.painter, rect, radius, colour, width)

    def line(self, x: float, y: float, width: float, height: float, colour: QColor) -> None:
        """A rule, upright or level: a thin rectangle."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.painter.fillRect(self.rect(x, y, width, height), colour)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_block(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor, edge: QColor | None = None
) -> None:
    """Fill a rounded rectangle; its `edge`, one pixel wide, lies inside it.

    The edge is a block below a smaller one: a stroke of a pen takes Qt several times as long.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is not None:
        painter.setBrush(edge)
        painter.drawRoundedRect(rect, radius, radius)
        rect, radius = rect.adjusted(1, 1, -1, -1), radius - 1
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)


def paint_ring(
    painter: QPainter, rect: QRectF, radius: float, colour: QColor, width: float = 2
) -> None:
    """Draw the edge of a rounded rectangle, wholly inside it."""
    half = width / 2
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = max(0, radius - half)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def baseline(theme: Theme, role: FontRole, top: float, height: float) -> float:
    """Where the letters of one line of `role` stand that is centred between top and bottom."""
    metrics = theme.metrics(role)
    return round(top + (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())


class Paragraph:
    """A text wrapped to `width`, its lines `leading` times the type size apart.

    Every line begins where the program's reading begins, whatever its own direction.
    """

    def __init__(
        self, text: str, font: QFont, width: float, size: float, leading: float = 1.36
    ) -> None:
        self.width = width
        self._layout = QTextLayout(text.rstrip().replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        begin = right if QGuiApplication.isRightToLeft() else left
        option.setAlignment(begin | Qt.AlignmentFlag.AlignAbsolute)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        step = round(size * leading)
        self._layout.beginLayout()
        lines = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, lines * step + (step - line.height()) / 2))
            lines += 1
        self._layout.endLayout()
        self.height = lines * step

    def draw(self, painter: QPainter, x: float, y: float, colour: QColor) -> None:
        """Draw it with its left upper corner at (x, y)."""
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(x, y))
