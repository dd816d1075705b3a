"""A list with what is told of the one at hand beside it, or below it where there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from relbook.gui.theme import Theme
from relbook.gui.widgets.flow import FlowLayout

# In design pixels.
NARROW = 680  # a dialog of less has no room for both
LOW = 340  # the least height of everything
_ANY = (1 << 24) - 1  # QWIDGETSIZE_MAX


class Halves(QScrollArea):
    """The list and the other below what stands in `column`; where all is too much, it scrolls.

    What is added with `aid` stands at the beginning of the dialog's foot, or where it is narrow below
    all the rest. The dialog says with `fit` how wide it is.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._stacked: bool | None = None
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what has the focus within
        self.setWidgetResizable(True)
        self._held = QWidget()
        self.column = QVBoxLayout(self._held)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.measure(10))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._aids = QWidget(self)
        self._aids.hide()
        self._aids_line = FlowLayout(self._aids, theme.measure(8))
        self.setWidget(self._held)

    def hold(
        self, listing: QWidget, told: QLayout, *, share: float, widths: tuple[int, int], low: int
    ) -> None:
        """Show `listing` and `told`.

        Beside the other the list has that `share` of the width, but no less and no more than
        `widths`; above it, it is `low`. Both in design pixels.
        """
        self._listing, self._share = listing, share
        self._least, self._most = map(self._theme.measure, widths)
        self._low = self._theme.measure(low)
        told.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(listing)
        self._line.addLayout(told, 1)
        self.column.addLayout(self._line, 1)

    def aid(self, widget: QWidget) -> None:
        """Add to what has the file read in another way."""
        self._aids_line.addWidget(widget)
        self._aids.show()

    def fit(self, width: int, foot: QHBoxLayout) -> None:
        """Stand as a dialog of that `width` in pixels has room for, which has such a `foot`."""
        stacked = width < self._theme.measure(NARROW)
        if stacked is self._stacked:
            return
        self._stacked = stacked
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._line.setSpacing(self._theme.measure(12 if stacked else 20))
        if stacked:
            self.column.addWidget(self._aids)
        else:
            foot.insertWidget(0, self._aids)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def _measure(self) -> None:
        listing, held = self._listing, self._held
        if self._stacked:  # each as high as it wishes
            listing.setMinimumWidth(0)
            listing.setMaximumWidth(_ANY)
            listing.setFixedHeight(self._low)
            held.setMinimumHeight(0)
            held.setMaximumHeight(_ANY)
        else:
            part = round(self.viewport().width() * self._share)
            listing.setFixedWidth(max(self._least, min(self._most, part)))
            listing.setMinimumHeight(0)
            listing.setMaximumHeight(_ANY)
            held.setFixedHeight(max(self.viewport().height(), self._theme.measure(LOW)))
