"""A list with what is told of the one at hand beside it, or below it where there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from relbook.gui.theme import Theme

# In design pixels.
LIST, LEAST_LIST = 400, 240
LOW, LOW_LIST = 340, 110  # the least height of everything, and of the list above the other
_ANY = (1 << 24) - 1  # QWIDGETSIZE_MAX


class Halves(QScrollArea):
    """The list and the other below what stands in `column`; where all is too much, it scrolls."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._listing = QWidget()
        self._stacked = False
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what has the focus within
        self.setWidgetResizable(True)
        self._held = QWidget()
        self.column = QVBoxLayout(self._held)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.measure(10))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.setWidget(self._held)

    def hold(self, listing: QWidget, told: QLayout) -> None:
        """Show `listing` and `told`."""
        self._listing = listing
        self._line.addWidget(listing)
        self._line.addLayout(told, 1)
        self.column.addLayout(self._line, 1)

    def stack(self, stacked: bool) -> None:
        """Let them stand one above the other, or beside each other."""
        self._stacked = stacked
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._line.setSpacing(self._theme.measure(12 if stacked else 20))
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def _measure(self) -> None:
        measure = self._theme.measure
        listing, held = self._listing, self._held
        if self._stacked:  # each as high as it wishes
            listing.setMinimumWidth(0)
            listing.setMaximumWidth(_ANY)
            listing.setFixedHeight(measure(LOW_LIST))
            held.setMinimumHeight(0)
            held.setMaximumHeight(_ANY)
        else:
            part = self.viewport().width() * 2 // 5
            listing.setFixedWidth(max(measure(LEAST_LIST), min(measure(LIST), part)))
            listing.setMinimumHeight(0)
            listing.setMaximumHeight(_ANY)
            held.setFixedHeight(max(self.viewport().height(), measure(LOW)))
