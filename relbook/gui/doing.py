"""What does something that an action of the window asks for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relbook.gui.desk import Desk


class Doing(QObject):
    """`ready` is asked first: is nothing half typed? `chosen` answers whom an action is about."""

    said = Signal(str)  # a word for the status bar
    told = Signal(str)  # a sentence to be read

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        ready: Callable[[], bool],
        chosen: Callable[[], frozenset[int]],
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._ready, self._chosen = desk, window, ready, chosen
