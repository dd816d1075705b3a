"""Hears of the computer's sleep beforehand, and has it wait until the book is closed."""

import contextlib
import os
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from relbook.core.words import say

_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
PATIENCE = 5_000  # ms in which the login manager is to answer


class Sleep(QObject):
    """Says `begins` before the computer sleeps, where systemd's login manager tells of it.

    From `watch` on the sleep waits for this object to go (a delay lock of the login manager, who
    waits some seconds at the most). It goes with the window of a book, after the book is closed.
    """

    begins = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: Any = None
        self._held = _Held()
        self.destroyed.connect(self._held.release)

    def watch(self, bus: object = None) -> bool:
        """Hear of it from now on; whether a login manager tells.

        `bus` is a `QDBusConnection`, by default the system's.
        """
        try:
            from PySide6.QtCore import SLOT
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # not on every system
            return False
        self._bus = bus if isinstance(bus, QDBusConnection) else QDBusConnection.systemBus()
        if not self._bus.isConnected():
            return False
        # Its stub wants bytes, and it takes none.
        slot: Any = SLOT("tell(bool)")
        hears = bool(self._bus.connect(*_LOGIN, "PrepareForSleep", self, slot))
        if hears:  # else every sleep would wait in vain
            self._hold()
        return hears

    @Slot(bool)
    def tell(self, begins: bool) -> None:
        """The computer goes to sleep, or has slept: then the next time is to wait too."""
        if begins:
            self.begins.emit()
        else:
            self._hold()

    def _hold(self) -> None:
        """Ask for a delay lock, in the place of the one that is held."""
        if self._bus is None:
            return
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        ask = QDBusMessage.createMethodCall(*_LOGIN, "Inhibit")
        ask.setArguments(["sleep", "Relbook", say("The address book is locked first."), "delay"])
        asked = QDBusPendingCallWatcher(self._bus.asyncCall(ask, PATIENCE), self)
        asked.finished.connect(self._take)

    def _take(self, asked: Any) -> None:
        """Keep what was given: the lock lasts as long as its descriptor is open.

        Where the login manager is slow, it may have been `asked` twice meanwhile.
        """
        given = asked.reply().arguments()
        if given and hasattr(given[0], "fileDescriptor") and given[0].isValid():
            self._held.hold(os.dup(given[0].fileDescriptor()))
        asked.deleteLater()  # which has a descriptor of its own


class _Held:
    """An open file descriptor, or none."""

    def __init__(self) -> None:
        self._file: int | None = None

    def hold(self, file: int) -> None:
        self.release()
        self._file = file

    def release(self, _gone: object = None) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                os.close(file)
