"""Which row of a view the pointer is on."""

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemView

NOWHERE = -1


class Hovering(QObject):
    """Follows the pointer over `view`, for a view that paints its rows itself.

    After a change of all rows the pointer is on none until it moves, as in Qt's own views.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view, self._row = view, NOWHERE
        view.viewport().setMouseTracking(True)
        view.entered.connect(self._enter)
        view.viewportEntered.connect(self._leave)
        view.model().modelReset.connect(self._leave)

    @property
    def row(self) -> int:
        """The row under the pointer, or `NOWHERE`."""
        return self._row if self._view.viewport().underMouse() else NOWHERE

    def _enter(self, index: QModelIndex) -> None:
        self._row = index.row()

    def _leave(self) -> None:
        self._row = NOWHERE
