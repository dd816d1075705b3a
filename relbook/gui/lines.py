"""Single lines of text: laid out once, then drawn again and again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

if TYPE_CHECKING:
    from relbook.gui.theme import FontRole

KEPT = 800  # lines that are kept; then one begins anew, which takes less than minding them
LONGEST = 1_000  # letters of one
ENDLESS = 1e6


class Line(NamedTuple):
    """A text ready to be drawn, how wide it is, and whether it had to be cut."""

    layout: QTextLayout
    ascent: float
    wide: float
    cut: bool

    def draw(self, painter: QPainter, left: float, base: float, ink: QColor) -> None:
        """Draw it from `left` on, its letters standing on `base`."""
        painter.setPen(ink)
        self.layout.draw(painter, QPointF(left, base - self.ascent))


class Lines:
    """Texts as they are, never as markup, each in its own reading direction.

    Shaping a text takes longer than drawing it, and most come again: rows are painted at every
    step of the pointer. `font` and `metrics` tell the type of a role.
    """

    def __init__(
        self,
        font: "Callable[[FontRole], QFont]",
        metrics: "Callable[[FontRole], QFontMetricsF]",
    ) -> None:
        self._font, self._metrics = font, metrics
        self._kept: dict[tuple[object, ...], Line] = {}
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def of(self, role: "FontRole", words: str, room: float = ENDLESS) -> Line:
        """`words` in the type of `role`, shortened with an ellipsis if `room` is short."""
        line = self._kept.get((role, words))
        if line is None:
            line = self._laid(role, _in_one(words), cut=len(words) > LONGEST)
            self._keep((role, words), line)
        if line.wide <= room:
            return line
        short = self._kept.get((role, words, room))
        if short is None:
            end = Qt.TextElideMode.ElideRight
            shown = self._metrics(role).elidedText(_in_one(words), end, max(0, room))
            short = self._laid(role, shown, cut=True)
            self._keep((role, words, room), short)
        return short

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def _keep(self, key: tuple[object, ...], line: Line) -> None:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = line

    def _laid(self, role: "FontRole", words: str, *, cut: bool) -> Line:
        layout = QTextLayout(words, self._font(role))
        layout.setCacheEnabled(True)
        layout.setTextOption(self._option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(ENDLESS)
        layout.endLayout()
        return Line(layout, line.ascent(), line.naturalTextWidth(), cut)


def _in_one(words: str) -> str:
    """`words` without line breaks, and cut where no window is wide enough for more."""
    short = words if len(words) <= LONGEST else words[:LONGEST] + "…"
    return " ".join(short.splitlines())
