"""What is offered when a book is damaged, whether it still opens or not."""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relbook.core.errors import RelbookError
from relbook.core.store import backup
from relbook.core.words import say
from relbook.gui.dialogs.damaged import DamagedDialog, RescuedDialog
from relbook.gui.dialogs.lock import WorkingDialog
from relbook.gui.jobs import Executor
from relbook.gui.locking import begin, in_a_thread, start
from relbook.gui.theme import Theme

if TYPE_CHECKING:
    from relbook.core.store.backups import Backup, Shelves
    from relbook.core.store.key import Key
    from relbook.core.store.rescued import Rescued


class Rescuing(QObject):
    """Asks, before `window` or alone, and does it by `executor`. `shelves` are where backups lie."""

    book_requested = Signal(object)  # Path: open this one
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        window: QWidget | None,
        shelves: "Callable[[], Shelves] | None",
        executor: Executor = in_a_thread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or window)
        self._theme, self._window, self._shelves = theme, window, shelves
        self._executor = executor

    def offer(self, path: Path, key: "Key | None", faults: Sequence[str]) -> None:
        """Say that the book at `path` is damaged, and what can be done."""

        def look() -> "Backup | None":
            from relbook.core.store import backups

            return backups.newest_good(self._shelves().of(path), key) if self._shelves else None

        begin(self, self._executor, look, partial(self._offer, path, key, faults))

    def _offer(
        self, path: Path, key: "Key | None", faults: Sequence[str], good: "Backup | None"
    ) -> None:
        dialog = DamagedDialog(self._theme, path.name, faults, good, self._window)
        dialog.rescue_requested.connect(partial(self._ask_where, path, key))
        dialog.backup_requested.connect(partial(self._copy_backup, path))
        dialog.open()

    def _ask_where(self, path: Path, key: "Key | None") -> None:
        new = self._place(path, say("saved"), say("Save what can be read"))
        if new is not None:
            self.rescue(path, new, key)

    def rescue(self, path: Path, new: Path, key: "Key | None") -> None:
        """Save what can be read of the book at `path` into a `new` one, and tell of it."""

        def work(report: Callable[[int, int], None]) -> "Rescued":
            from relbook.core.store import rescue

            return rescue.rescue(path, new, key=key, report=report)

        words = say("The damaged file is read page by page and stays as it is.")
        shown = WorkingDialog(self._theme, say("Saving what can be read"), words)
        shown.show()

        def done(rescued: "Rescued") -> None:
            shown.end()
            dialog = RescuedDialog(self._theme, rescued, self._window)
            dialog.open_requested.connect(partial(self.book_requested.emit, new))
            dialog.open()

        def failed(fault: Exception) -> None:
            shown.end()
            self.failed.emit(fault)

        start(work, self._executor, self, done, failed, shown.show_progress)

    def _copy_backup(self, path: Path, good: Path) -> None:
        """Backups stay where they lie; what is opened is a copy."""
        new = self._place(path, say("from the backup"), say("Open a copy of the backup"))
        if new is None:
            return
        try:
            with backup.new_file(new) as draft:
                shutil.copyfile(good, draft)
        except RelbookError as fault:
            self.failed.emit(fault)
        else:
            self.book_requested.emit(new)

    def _place(self, path: Path, what: str, title: str) -> Path | None:
        n, free = 1, path.with_name(f"{path.stem} ({what}).relbook")
        while free.exists():
            n += 1
            free = path.with_name(f"{path.stem} ({what}, {n}).relbook")
        file, _ = QFileDialog.getSaveFileName(
            self._window,
            title,
            str(free),
            say("Relbook books") + " (*.relbook)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        return Path(file) if file else None
