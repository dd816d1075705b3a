"""Puts a window away, so that nothing of its book is on the screen or at hand any more."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from relbook.core.words import say
from relbook.gui import half_typed, view_kept
from relbook.gui.desk import Desk
from relbook.gui.drafts import Drafts

if TYPE_CHECKING:
    from relbook.gui.dialogs.lock import WorkingDialog

PAUSE = 50  # ms between two looks whether a dialog has let go


class Away(QObject):
    """Hides the window at once, and whatever stands before it; `gone` once it may be taken down.

    What is half typed is kept: where it belongs if that can be (`ready` saves it), else as it is
    in the book, to be shown again: forms by `drafts`, what stands in dialogs by `view_kept`. A job
    that writes is waited for.
    """

    gone = Signal()

    def __init__(
        self, desk: Desk, window: QWidget, ready: Callable[[], bool], drafts: Drafts
    ) -> None:
        super().__init__(window)
        self._desk, self._ready, self._drafts = desk, ready, drafts
        self._working: WorkingDialog | None = None

    def begin(self) -> None:
        """Put it away; also where what is half typed cannot be kept, which is told all the same."""
        try:
            self._ready()
            self._drafts.rest()
            view_kept.keep_left(self._desk.book, half_typed.half_typed(half_typed.dialogs()))
            view_kept.keep(self._desk.book, self._desk.focus)
        finally:
            self._hide()
            QTimer.singleShot(0, self, self._go_on)

    def _hide(self) -> None:
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not self._working:
                one.hide()  # which ends a dialog as if it were cancelled

    def _go_on(self) -> None:
        writing = [job.title for job in self._desk.jobs.running if job.writes]
        self._hide()  # what a job had to say to the window
        if writing or QApplication.activeModalWidget() is not None:
            if writing and self._working is None:
                self._wait_for(writing[0])
            QTimer.singleShot(PAUSE, self, self._go_on)
        else:
            self.gone.emit()
            if self._working is not None:
                self._working.end()

    def _wait_for(self, title: str) -> None:
        from relbook.gui.dialogs.lock import WorkingDialog

        path = self._desk.book.path
        self._working = WorkingDialog(
            self._desk.theme,
            say("“{name}” is being locked", name=path.stem),
            say("“{what}” comes to its end first.", what=title),
        )
        self._working.show()
