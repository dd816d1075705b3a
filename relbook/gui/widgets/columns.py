"""How cards lie on a page: in two columns where there is room, in one where there is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from relbook.gui.theme import Theme

EDGE = 20
TOP = 17
GAP = 10  # between cards of a column
ASIDE = 12  # between two columns
WIDE = 620  # of the page: from here on two columns
WIDEST = 980  # of what stands on it
FIRST = 0.524
UNEVEN = 60  # two columns that end closer than this are made to end on one line


class Side(Enum):
    """Where a card would stand if there is room for two columns."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    EITHER = "either"  # wherever the column is shorter


@dataclass(frozen=True, slots=True)
class Place:
    """A widget and the side it would stand on."""

    widget: QWidget
    side: Side


def high(widget: QWidget, x: int, y: int, width: int) -> int:
    """Put a widget down, `width` wide, and say how high it then is."""
    if widget.width() != width or widget.pos() != QRect(x, y, 1, 1).topLeft():
        widget.setGeometry(x, y, width, widget.height())
    layout = widget.layout()
    if layout is None:
        return widget.sizeHint().height()
    layout.activate()
    wanted = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
    return wanted if wanted >= 0 else layout.sizeHint().height()


class Columns:
    """Places widgets on `page`, one band after the other; its height is what `lay` returns.

    `first` is the first column's part of the width.
    """

    def __init__(self, theme: Theme, page: QWidget, first: float = FIRST) -> None:
        self._theme = theme
        self._page = page
        self._first = first
        self._chosen: dict[QWidget, Side] = {}

    def lay(self, bands: Sequence[Sequence[Place]], *, steady: bool = False) -> int:
        """Put all shown widgets in their places; the height they take.

        While `steady` no card changes sides, whatever it grows to.
        """
        if not steady:
            self._chosen.clear()
        measure, whole = self._theme.measure, self._page.width()
        wide = min(whole - 2 * measure(EDGE), measure(WIDEST))
        left = (whole - wide) // 2
        y = measure(TOP)
        for band in bands:
            shown = [place for place in band if not place.widget.isHidden()]
            if not shown:
                continue
            if whole < measure(WIDE) or len(shown) == 1 or shown[0].side is Side.BOTH:
                for place in shown:
                    y = self._put(place.widget, left, y, wide) + measure(GAP)
                y -= measure(GAP)
            else:
                y = self._two(shown, left, y, wide)
            y += measure(GAP)
        return y + measure(EDGE) - measure(GAP)

    def _two(self, shown: list[Place], left: int, y: int, wide: int) -> int:
        measure = self._theme.measure
        first = round((wide - measure(ASIDE)) * self._first)
        second = wide - measure(ASIDE) - first
        room = {Side.FIRST: (left, first), Side.SECOND: (left + wide - second, second)}
        ends = dict.fromkeys(room, y)
        last: dict[Side, QWidget] = {}
        for place in shown:
            side = self._side(place, shown, ends)
            x, width = room[side]
            top = ends[side] + (measure(GAP) if side in last else 0)
            ends[side] = self._put(place.widget, x, top, width)
            last[side] = place.widget
        bottom = max(ends.values())
        for side, widget in last.items():
            if 0 < bottom - ends[side] <= measure(UNEVEN):
                self._resize(widget, widget.height() + bottom - ends[side])
        return bottom

    def _side(self, place: Place, shown: list[Place], ends: dict[Side, int]) -> Side:
        """Where a card goes, so that neither column stays empty."""
        side = self._chosen.get(place.widget)
        if side is None:
            side, fixed = place.side, {one.side for one in shown} - {Side.EITHER}
            if side is Side.EITHER or len(fixed) == 1:
                shorter = ends[Side.FIRST] <= ends[Side.SECOND]
                side = Side.FIRST if shorter else Side.SECOND
            self._chosen[place.widget] = side
        return side

    def _put(self, widget: QWidget, x: int, y: int, wide: int) -> int:
        """Put a widget down; where it ends."""
        page = self._page
        at = page.width() - x - wide if page.isRightToLeft() else x
        self._resize(widget, high(widget, at, y, wide))
        return y + widget.height()

    def _resize(self, widget: QWidget, height: int) -> None:
        if widget.height() != height:
            widget.resize(widget.width(), height)
