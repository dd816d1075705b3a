"""Layouts that wrap: chips after each other, and the fields of a form by their shares."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items one after the other, each as wide as it wishes, wrapped like words."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.gap = gap
        self.fills = False  # whether the last item takes what is left of its line
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()  # what is shown already would not be placed anew else

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), test=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, test=False)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._shown()]
        _, margins = self._inside(QRect())
        width = sum(size.width() for size in shown) + self.gap * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _inside(self, rect: QRect) -> tuple[QRect, QMargins]:
        margins = self.contentsMargins()
        return rect.marginsRemoved(margins), margins

    def _put(self, item: QLayoutItem, place: QRect, inside: QRect) -> None:
        """Place an item, mirrored within `inside` where one reads from right to left."""
        parent = self.parentWidget()
        if parent is not None and parent.isRightToLeft():
            place.moveLeft(inside.left() + inside.right() + 1 - place.left() - place.width())
        item.setGeometry(place)

    def _place(self, rect: QRect, test: bool) -> int:
        """Put the items into `rect`, or only try it; how high they are together."""
        inside, margins = self._inside(rect)
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in self._shown():
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(inside.width(), item.minimumSize().width())))
            if not lines or x + size.width() > inside.width():
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self.gap
        y = inside.top()
        for line in lines:
            high = max(size.height() for _, size in line)
            x = inside.left()
            for item, size in line:
                if not test:
                    if self.fills and item is self._items[-1]:
                        size.setWidth(max(size.width(), inside.left() + inside.width() - x))
                    at = QPoint(x, y + (high - size.height()) // 2)
                    self._put(item, QRect(at, size), inside)
                x += size.width() + self.gap
            y += high + self.gap
        return y - (self.gap if lines else 0) - rect.top() + margins.bottom()


class ShareLayout(FlowLayout):
    """Items on lines, each taking its share of a line's width, or a line alone where it is narrow.

    A share of 1 is a whole line; a line is full when the next share would pass 1. What is said of
    an item stands below its line and leaves the others where they are.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 10, least: int = 110) -> None:
        super().__init__(parent, gap)
        self._least = least
        self._shares: list[tuple[float, int]] = []
        self._below: dict[QWidget, QWidget] = {}

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def add(self, widget: QWidget, share: float, least: int = 0) -> None:
        """Add `widget` at the end; it needs `least` pixels, or a line of its own."""
        self.addWidget(widget)
        self._shares.append((share, least))

    def add_below(self, widget: QWidget, owner: QWidget) -> None:
        """Put `widget` below the line `owner` is on, beginning where it does if there is room."""
        self._below[widget] = owner
        self.add(widget, 1.0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, float]]]:
        lines: list[list[tuple[QLayoutItem, float]]] = []
        used = 2.0
        for item, (share, needed) in zip(self._items, self._shares, strict=True):
            if item.isEmpty() or item.widget() in self._below:
                continue
            least = max(self._least, needed, item.minimumSize().width())
            wide = share
            if width * share < least:
                wide = max(share, 0.5) if (width - self.gap) / 2 >= least else 1.0
            if used + wide > 1.001:
                lines.append([])
                used = 0.0
            lines[-1].append((item, wide))
            used += wide
        return lines

    def _place(self, rect: QRect, test: bool) -> int:
        inside, margins = self._inside(rect)
        y = inside.top()
        for line in self._lines(inside.width()):
            room = inside.width() - self.gap * (len(line) - 1)
            whole = sum(share for _, share in line)
            x = float(inside.left())
            high, starts = 0, []
            for item, share in line:
                wide = room * share / (whole if whole > 0.6 else 1.0)
                start, end = round(x), round(x + wide)
                starts.append(start)
                if item.hasHeightForWidth():
                    height = item.heightForWidth(end - start)
                else:
                    height = item.sizeHint().height()
                if not test:
                    self._put(item, QRect(start, y, end - start, height), inside)
                x += wide + self.gap
                high = max(high, height)
            y += high
            for item, start in self._said_of(line, starts):
                y += self.gap // 3
                roomy = inside.right() - start >= 0.4 * inside.width()
                left = start if roomy else inside.left()
                wide = inside.right() + 1 - left
                height = item.heightForWidth(wide)
                if height < 0:
                    height = item.sizeHint().height()
                if not test:
                    self._put(item, QRect(left, y, wide, height), inside)
                y += height
            y += self.gap
        if y > inside.top():
            y -= self.gap
        return y - rect.top() + margins.bottom()

    def _said_of(
        self, line: list[tuple[QLayoutItem, float]], starts: list[int]
    ) -> list[tuple[QLayoutItem, int]]:
        """What stands below a line, and where the item begins of which it is said."""
        at = {item.widget(): start for (item, _), start in zip(line, starts, strict=True)}
        return [
            (item, at[owner])
            for item in self._shown()
            if (widget := item.widget()) is not None and (owner := self._below.get(widget)) in at
        ]
