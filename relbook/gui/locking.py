"""What can be asked about an open book's lock: lock now, set, change, remove, when by itself."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.idle import CHOICES, USUAL, Idle
from relbook.gui.jobs import Executor, Job, Work

if TYPE_CHECKING:
    from relbook.core.store.key import Key
    from relbook.gui.dialogs.lock import RemovingDialog, SettingDialog
    from relbook.gui.sleep import Sleep

LATER = 1_000  # ms
AFTER = "lock after"  # a setting of the book: minutes
REMEMBERED = "remembered"  # a setting of this computer: salts of books whose key a keyring has


@dataclass(frozen=True, slots=True)
class Change:
    """A wish that the book open with `now` (None: without a passphrase), be it `remembered`."""

    now: "Key | None"
    remember: bool = False


def in_a_thread(work: Callable[[], None]) -> None:
    """An executor that runs the work in a thread of its own."""
    threading.Thread(target=work, name="relbook lock", daemon=True).start()


def begin(
    owner: QObject,
    executor: Executor,
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[Exception], None] = lambda _fault: None,
) -> None:
    """Run `work`, which needs no open book, by `executor`; `owner` hears what came of it.

    If that is there no more by then, nobody does: the work itself comes to its end in any case.
    """
    start(lambda _report: work(), executor, owner, done, failed)


def start(
    work: Work,
    executor: Executor,
    owner: QObject,
    done: Callable[[Any], None],
    failed: Callable[[Exception], None] = lambda _fault: None,
    progressed: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """As `begin`, for work that tells how far it is."""
    # Not the owner's child: it must be there when the thread comes home.
    job = Job("", work, writes=False, parent=QCoreApplication.instance())

    def told(what: Callable[..., None], *news: Any) -> None:
        if isValid(owner):
            what(*news)

    job.done.connect(lambda result: told(done, result))
    job.failed.connect(lambda fault: told(failed, fault))
    job.progressed.connect(lambda so_far, total: told(progressed, so_far, total))
    job.ended.connect(job.deleteLater)
    executor(job.run)


class Locking(QObject):
    """Asks for passphrases; what has to happen while nobody has the book open is asked of the app.

    `executor` runs what takes half a second.
    """

    away_requested = Signal(object)  # a Change, or None: put the window away and lock the book

    def __init__(self, desk: Desk, window: QWidget, executor: Executor = in_a_thread) -> None:
        super().__init__(window)
        self._desk, self._window, self._executor = desk, window, executor
        self._idle: Idle | None = None
        self._sleep: Sleep | None = None
        self._is_going = False  # the window is being put away, which may take a while

    def watch(self) -> None:
        """From now on, lock the book by itself when nobody is there."""
        if self._idle is None:
            from relbook.gui.sleep import Sleep

            self._idle = Idle(self.minutes, self)
            self._idle.left.connect(self.lock_now)
            self._sleep = Sleep(self)
            self._sleep.begins.connect(self.lock_now)
            # A library more, which must not keep the window from coming up.
            QTimer.singleShot(LATER, self._sleep, self._sleep.watch)

    @property
    def minutes(self) -> int:
        """After how many it locks by itself; 0 is never."""
        told = self._desk.book.setting(AFTER) or ""
        return int(told) if told.isdecimal() and int(told) in CHOICES else USUAL

    # What the menu asks

    def lock_now(self) -> None:
        """Lock the book at once; one that has no passphrase is given one."""
        if self._desk.book.key is None:
            self.set_passphrase()
        else:
            self._go(None)

    def set_passphrase(self) -> None:
        """Ask for a passphrase, or for another one, and lock the book with it."""
        from relbook.gui.dialogs.lock import SettingDialog

        desk = self._desk
        with desk.alerts.guarding():
            desk.check_may_edit()
            owner = desk.book.value("SELECT name FROM person WHERE me = 1") or ""
            dialog = SettingDialog(
                desk.theme,
                desk.book.path,
                locked=desk.book.key is not None,
                owner=owner,
                known=[*owner.split(), desk.book.path.stem],
                parent=self._window,
            )
            dialog.settled.connect(partial(self._set, dialog))
            dialog.open()
            self._offer_remembering(dialog)

    def remove_passphrase(self) -> None:
        """Ask for the passphrase once more, and take the lock off."""
        from relbook.gui.dialogs.lock import RemovingDialog

        with self._desk.alerts.guarding():
            self._desk.check_may_edit()
            dialog = RemovingDialog(self._desk.theme, self._window)
            dialog.settled.connect(partial(self._remove, dialog))
            dialog.open()

    def show_recovery(self) -> None:
        """Show the recovery sheet; the passphrase is not known here, and is written by hand."""
        from relbook.gui.dialogs.lock import RecoveryDialog

        book = self._desk.book
        owner = book.value("SELECT name FROM person WHERE me = 1") or ""
        RecoveryDialog(self._desk.theme, book.path, owner=owner, parent=self._window).open()

    def fill_times(self, menu: QMenu) -> None:
        """Let `menu` offer after how long the book locks by itself."""
        menu.clear()
        group = QActionGroup(menu)
        for minutes in CHOICES:
            words = (
                str(plural("After {n} minute", "After {n} minutes", minutes))
                if minutes
                else say("Never by itself")
            )
            action = group.addAction(words)
            action.setObjectName(f"action.lock_after.{minutes}")
            action.setCheckable(True)
            action.setChecked(minutes == self.minutes)
            action.triggered.connect(partial(self.lock_after, minutes))
            menu.addAction(action)

    def lock_after(self, minutes: int) -> None:
        """Lock the book by itself after so many minutes; after 0, never."""
        self._desk.book.remember(AFTER, str(minutes))
        if self._idle is not None:
            self._idle.minutes = minutes

    # Within

    def _go(self, change: Change | None) -> None:
        """Have the window put away; once, be it asked for again by sleep or by nobody there."""
        if not self._is_going:
            self._is_going = True
            self.away_requested.emit(change)

    def _offer_remembering(self, dialog: "SettingDialog") -> None:
        from relbook.gui import remembered

        key = self._desk.book.key
        known = key is not None and is_remembered(self._desk, key)
        begin(
            dialog,
            self._executor,
            remembered.is_possible,
            lambda possible: dialog.offer_remembering(known) if possible else None,
        )

    def _set(self, dialog: "SettingDialog", was: str, now: str, remember: bool) -> None:
        from relbook.core.store.key import Key

        key = self._desk.book.key

        def work() -> "Key | None":
            return Key.make(now) if key is None or Key.derive(was, key.salt) == key else None

        self._try(dialog, work, remember)

    def _remove(self, dialog: "RemovingDialog", was: str) -> None:
        from relbook.core.store.key import Key

        key = self._desk.book.key

        def work() -> bool:
            return key is not None and Key.derive(was, key.salt) == key

        def done(right: object) -> None:
            if not right:
                self._wrong(dialog)
            else:
                dialog.accept()
                self._go(Change(None))

        begin(dialog, self._executor, work, done, self._desk.alerts.tell)

    def _try(
        self, dialog: "SettingDialog", work: "Callable[[], Key | None]", remember: bool
    ) -> None:
        def done(key: "Key | None") -> None:
            if key is None:
                self._wrong(dialog)
            else:
                dialog.accept()
                self._go(Change(key, remember))

        begin(dialog, self._executor, work, done, self._desk.alerts.tell)

    def _wrong(self, dialog: "SettingDialog | RemovingDialog") -> None:
        from relbook.core.store import lock

        dialog.complain(str(lock.wrong(self._desk.book.path)))


def is_remembered(desk: Desk, key: "Key") -> bool:
    """Whether a keyring was given `key` on this computer."""
    return key.salt.hex() in desk.settings.text(REMEMBERED).split()
