"""Shapes written down as short texts, for the pictures that Relbook draws itself."""

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

_STEP = re.compile(r"([MLCQOZ])([^MLCQOZ]*)")


@lru_cache(maxsize=512)
def shape(text: str) -> QPainterPath:
    """The path that `text` describes, as SVG's path data does, in absolute coordinates.

    M, L, C, Q and Z are SVG's (each letter before every step); "O x y rx ry" adds an ellipse
    about a middle. Overlapping parts fill as one. The path is shared: copy it to change it.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for letter, rest in _STEP.findall(text):
        numbers = [float(number) for number in rest.split()]
        points = [QPointF(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        if letter == "M":
            path.moveTo(*points)
        elif letter == "L":
            path.lineTo(*points)
        elif letter == "Q":
            path.quadTo(*points)
        elif letter == "C":
            path.cubicTo(*points)
        elif letter == "O":
            path.addEllipse(points[0], points[1].x(), points[1].y())
        else:
            path.closeSubpath()
    return path
