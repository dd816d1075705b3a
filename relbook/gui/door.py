"""What stands before a locked book: it asks for the passphrase, and has the lock changed."""

import contextlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relbook.core.errors import RelbookError
from relbook.core.store import lock
from relbook.core.store.book import Book
from relbook.core.words import plural, say
from relbook.gui.dialogs.lock import UnlockDialog, WorkingDialog
from relbook.gui.jobs import Executor
from relbook.gui.locking import REMEMBERED, Change, begin, in_a_thread, start
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme

if TYPE_CHECKING:
    from relbook.core.store.key import Key

Kin = Callable[[Path], Sequence[Path]]


class Door(QObject):
    """Nobody has the book open while it is here. `kin` are the backups of a book, locked alike.

    `executor` runs what takes half a second, or as long as the book is large.
    """

    opened = Signal(object)  # Book
    closed = Signal()  # nobody wants in
    other_requested = Signal()
    failed = Signal(object)  # what went wrong, once the book is open again
    told = Signal(str)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        kin: Kin,
        executor: Executor = in_a_thread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._settings, self._kin = theme, settings, kin
        self._executor = executor
        self._dialog: UnlockDialog | None = None
        self._path = Path()  # of the book that it is about

    # In

    def ask(
        self,
        path: Path,
        before: QWidget | None = None,
        *,
        by_itself: bool = True,
        passphrase: str = "",
    ) -> None:
        """Ask for the passphrase of the book at `path`, `before` a window or alone.

        A key that this computer remembers opens it without, unless not `by_itself`: who has just
        locked it wants to be asked. A `passphrase` that was given already is tried first.
        """
        self.give_way()
        dialog = UnlockDialog(self._theme, path, before)
        self._dialog, self._path = dialog, path
        dialog.given.connect(partial(self._try, dialog, path))
        dialog.other_requested.connect(partial(self._other, dialog))
        dialog.rejected.connect(partial(self._leave, dialog))
        if before is None:
            dialog.show()
            dialog.raise_()
            dialog.activateWindow()
        else:
            dialog.open()
        if passphrase:
            self._try(dialog, path, passphrase)
        self._ask_keyring(dialog, path, by_itself and not passphrase)

    @property
    def is_asking(self) -> bool:
        """Whether the passphrase is being asked for."""
        return self._dialog is not None

    def is_before(self, path: Path) -> bool:
        """Whether the passphrase of the book at `path` is being asked for."""
        return self._dialog is not None and os.path.realpath(path) == os.path.realpath(self._path)

    def tell_waiting(self, sentence: str) -> None:
        """Say, where the passphrase is asked for, what comes next."""
        if self._dialog is not None:
            self._dialog.show_waiting(sentence)

    def give_way(self) -> None:
        """Ask no more: another book is wanted."""
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.done(0)

    def _ask_keyring(self, dialog: UnlockDialog, path: Path, by_itself: bool) -> None:
        from relbook.gui import remembered

        salt = lock.salt_of(path)
        known = salt.hex() in self._salts

        def look() -> "tuple[bool, Key | None]":
            key = remembered.key_of(salt) if known and by_itself else None
            return remembered.is_possible(), key if key and lock.fits(path, key) else None

        def done(found: "tuple[bool, Key | None]") -> None:
            possible, key = found
            if possible:
                dialog.offer_remembering(known)
            if key is not None and dialog.isVisible():
                self._open(dialog, path, key)

        begin(dialog, self._executor, look, done)

    def _try(self, dialog: UnlockDialog, path: Path, passphrase: str) -> None:
        dialog.set_busy(True)
        begin(
            dialog,
            self._executor,
            partial(lock.unlock, path, passphrase),
            partial(self._open, dialog, path),
            partial(self._refuse, dialog),
        )

    def _open(self, dialog: UnlockDialog, path: Path, key: "Key") -> None:
        if dialog is not self._dialog:  # another book was wanted meanwhile
            return
        try:
            book = Book.open(path, key=key)
        except RelbookError as fault:
            dialog.complain(str(fault))
            return
        if not dialog.remember.isHidden():
            self._remember(key, dialog.remember.isChecked())
        self._dialog = None
        self.opened.emit(book)
        dialog.done(1)

    def _refuse(self, dialog: UnlockDialog, fault: Exception) -> None:
        dialog.set_busy(False)
        if isinstance(fault, RelbookError):
            dialog.complain(str(fault))
        else:
            self.failed.emit(fault)

    def _other(self, dialog: UnlockDialog) -> None:
        self._dialog = None
        self.other_requested.emit()
        dialog.done(0)

    def _leave(self, dialog: UnlockDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
            self.closed.emit()

    # Another lock

    def change(self, path: Path, was: "Key | None", wish: Change) -> None:
        """Let the book at `path`, which opens with `was`, and its kin open as is wished; open it."""
        title = say("“{name}” is being locked", name=path.stem)
        if wish.now is None:
            title = say("“{name}” is being unlocked", name=path.stem)
        words = say(
            "The whole book is written anew, and looked through before it takes the place of the "
            "former one. This takes as long as the book is large."
        )
        dialog = WorkingDialog(self._theme, title, words)
        kin = list(self._kin(path))

        def work(report: Callable[[int, int], None]) -> list[Path]:
            lock.change(path, was, wish.now, report)
            return lock.change_kin(kin, was, wish.now, report)

        dialog.show()
        start(
            work,
            self._executor,
            dialog,
            partial(self._changed, dialog, path, was, wish),
            partial(self._unchanged, dialog, path, was),
            dialog.show_progress,
        )

    def _changed(
        self,
        dialog: WorkingDialog,
        path: Path,
        was: "Key | None",
        wish: Change,
        others: list[Path],
    ) -> None:
        if was is not None:
            self._remember(was, wished=False)
        if wish.now is not None and wish.remember:
            self._remember(wish.now, wished=True)
        self._reopen(dialog, path, wish.now)
        if others:
            words = plural(
                "{n} backup could not be treated alike, and opens as before: {files}",
                "{n} backups could not be treated alike, and open as before: {files}",
                len(others),
                files=", ".join(other.name for other in others),
            )
            self.told.emit(str(words))
        elif wish.now is None:
            self.told.emit(say("The book opens without a passphrase from now on."))
        else:
            self.told.emit(say("The book is locked with the new passphrase. Keep it safe."))

    def _unchanged(
        self, dialog: WorkingDialog, path: Path, was: "Key | None", fault: Exception
    ) -> None:
        self._reopen(dialog, path, was)
        self.failed.emit(fault)

    def _reopen(self, dialog: WorkingDialog, path: Path, key: "Key | None") -> None:
        try:
            self.opened.emit(Book.open(path, key=key))
        except RelbookError as fault:
            self.other_requested.emit()
            self.failed.emit(fault)
        dialog.end()

    def mend(self, path: Path, key: "Key") -> None:
        """Lock the kin of the book at `path` that still lie open: a change was cut short."""
        kin = list(self._kin(path))

        def work() -> None:
            with contextlib.suppress(RelbookError):
                lock.change_kin([one for one in kin if not lock.is_locked(one)], None, key)

        begin(self, self._executor, work, lambda _done: None)

    # What this computer remembers

    @property
    def _salts(self) -> list[str]:
        return self._settings.text(REMEMBERED).split()

    def _remember(self, key: "Key", wished: bool) -> None:
        """Have the keyring keep `key`, or forget it; a setting knows that there is one."""
        from relbook.gui import remembered

        salt = key.salt.hex()
        if wished == (salt in self._salts):
            return

        def done(kept: Any) -> None:
            others = [one for one in self._salts if one != salt]
            self._settings.keep(REMEMBERED, " ".join([*others, salt] if kept else others))

        work = partial(remembered.keep, key) if wished else partial(remembered.forget, key.salt)
        begin(self, self._executor, work, done)
