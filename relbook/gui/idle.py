"""Knows when nobody is there: no key and no mouse for a while."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

CHOICES = (0, 2, 5, 10, 15, 30, 60)  # minutes; 0 is never
USUAL = 10
TICK = 5_000  # ms between two looks at the clock
_DONE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
        QEvent.Type.Drop,
    }
)


def now() -> float:
    """Seconds on a clock that nobody sets; it goes on in the computer's sleep, where one does."""
    sleepless = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if sleepless is None else time.clock_gettime(sleepless)


class Idle(QObject):
    """Says `left` once nobody has done anything for `minutes`.

    It looks at what comes to our own windows, not to their parts: a handful of events a second.
    """

    left = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._last = now()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self._last = now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _DONE:
            self._last = now()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """See how long nobody has done anything."""
        if self.minutes and now() - self._last >= self.minutes * 60:
            self._last = now()
            self.left.emit()
