"""What is done while nothing else is: memory that is not needed goes back to the system.

SQLite keeps pages of the book at hand; the system has them too. The GNU C library keeps what was
given back to it, for each thread in a place of its own. After some searches in a large book, whose
answers are many and short-lived, that is half of all the program holds. With another library none
of it is done.

Garbage of the kind that only a look at every object finds is looked for here, too, and not in the
midst of a click, where it would take as long as half a frame.
"""

import gc
import sys
from typing import Any

from PySide6.QtCore import QObject, QTimer

from relbook.gui.desk import Desk

PAUSE = 2_000  # ms without a change of focus or book, and without a job
ARENA_MAX = -8  # mallopt(3): M_ARENA_MAX
THRESHOLDS = (5_000, 20, 500)  # so that a look at every object seldom comes by itself


class Leisure(QObject):
    """Waits for a quiet moment after each stretch of work. To be made before a thread starts."""

    def __init__(self, desk: Desk, parent: QObject | None = None, pause: int = PAUSE) -> None:
        super().__init__(parent)
        self._desk = desk
        self._library = _library()
        gc.set_threshold(*THRESHOLDS)
        if self._library is not None:
            self._library.mallopt(ARENA_MAX, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._rest)
        for work in (desk.focus.changed, desk.notices.changed, desk.jobs.ended):
            work.connect(self._wait)
        self._wait()

    def _wait(self) -> None:
        self._timer.start()

    def _rest(self) -> None:
        if self._desk.book.is_closed:  # while its window goes
            return
        if self._desk.jobs.running:
            self._wait()
            return
        gc.collect()
        if self._library is not None:
            self._desk.book.sql("PRAGMA shrink_memory")
            self._library.malloc_trim(0)


def _library() -> Any:
    """The C library, if it is the one that this is about."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
