"""The signals by which the system asks a program to go: at a logout, a shutdown, by Ctrl+C."""

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

ASKING = ("SIGTERM", "SIGINT", "SIGHUP")  # by name: not every system has them all


class Signals(QObject):
    """Tells of such a signal from within Qt's loop, where anything may be done: `asked`.

    What keeps the loop from going on can see for itself: then one `was_heard`.
    One that was ignored when we came, as under nohup, stays so. A second Ctrl+C ends the program
    at once. Where Qt cannot wait for a pipe, as on Windows, nothing is listened to.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.was_heard = False
        self._before: dict[int, object] = {}
        if os.name != "posix":
            return
        self._ours, self._theirs = os.pipe()
        os.set_blocking(self._ours, False)
        os.set_blocking(self._theirs, False)
        # While Qt waits no Python runs, and so no handler; a byte in a pipe wakes it.
        self._fd_before = signal.set_wakeup_fd(self._theirs, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        for name in ASKING:
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)

    def stop(self) -> None:
        """Leave all signals as they were before."""
        if not self._before:
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before = {}
        signal.set_wakeup_fd(self._fd_before)
        self._notifier.setEnabled(False)
        os.close(self._ours)
        os.close(self._theirs)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        """Called between two of Python's steps; the rest is done when the pipe is read."""
        self.was_heard = True

    def _hear(self) -> None:
        try:
            heard = os.read(self._ours, 64)
        except BlockingIOError:
            return
        if signal.SIGINT in heard:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        if any(number in self._before for number in heard):
            self.asked.emit()
