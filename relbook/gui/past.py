"""What has been done and who has been in the book: its history, its trash, and forgetting for ever."""

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from relbook.core.errors import RelbookError
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.doing import Doing

if TYPE_CHECKING:  # loaded when it is asked for
    from relbook.core.forgetting import Reach

LATER = 6_000  # ms after the window is there, when nobody waits for it any more
AGAIN = 60_000  # ms until it is tried again
UNFINISHED = "forgetting"  # as in `core.forgetting`, which is not loaded to look whether it is


class Past(Doing):
    """Shows what was and does what is asked of it."""

    copies_deleted = Signal()  # backups among them

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        ready: Callable[[], bool],
        chosen: Callable[[], frozenset[int]],
    ) -> None:
        super().__init__(desk, window, ready, chosen)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER)
        self._timer.timeout.connect(self.finish)
        self._timer.start()

    def show_history(self) -> None:
        """Every edit that is kept; of who is on the page, theirs alone if that is wished."""
        from relbook.gui.dialogs.history import HistoryDialog

        if self._ready():
            person = self._desk.focus.now.person
            HistoryDialog(self._desk, person, self._window).open()

    def show_trash(self) -> None:
        """Who was deleted."""
        from relbook.gui.dialogs.trash import TrashDialog

        if self._ready():
            dialog = TrashDialog(self._desk, self._window)
            dialog.forget_requested.connect(self._look)
            dialog.brought_back.connect(self._desk.focus.show_person)
            dialog.open()

    # Forgetting

    def forget(self) -> None:
        """Forget who is chosen for ever, once it was said what that means."""
        chosen = self._chosen()
        if len(chosen) != 1:
            self.told.emit(say("Choose one person; only one can be forgotten at a time."))
        elif self._ready():
            self._look(next(iter(chosen)))

    def _look(self, person: int) -> None:
        from relbook.core import forgetting

        book = self._desk.book
        self._desk.jobs.start(
            say("Looking where they are told of"),
            lambda _report: forgetting.reach(book, person),
            done=partial(self._ask, person),
        )

    def _ask(self, person: int, reach: "Reach") -> None:
        from relbook.gui.dialogs.forget import ForgetDialog

        others = self._others()
        dialog = ForgetDialog(self._desk.theme, reach, others, self._window)
        dialog.agreed.connect(lambda too: self._forget(person, others if too else ()))
        dialog.open()

    def _others(self) -> list[Path]:
        """Backups and copies of this book that Relbook knows of."""
        from relbook.core import forgetting

        found = forgetting.copies_beside(self._desk.book.path)
        if self._desk.shelves is not None:
            from relbook.core.store import backups

            shelf = self._desk.shelves().of(self._desk.book.path)
            found += [one.path for one in backups.all_of(shelf)]
        return found

    def _forget(self, person: int, others: Sequence[Path]) -> None:
        from relbook.core import forgetting

        book = self._desk.book
        with self._desk.alerts.guarding():
            self._desk.check_may_edit()
            self._desk.jobs.start(
                say("Forgetting for ever"),
                lambda report: forgetting.forget(book, person, report),
                done=lambda _done: self._forgotten(others),
                cancelled=lambda: self.said.emit(say("Cancelled: nobody was forgotten.")),
                failed=self._failed,
                writes=True,
            )

    def _failed(self, fault: RelbookError) -> None:
        self._desk.alerts.tell(fault)
        self._timer.start(AGAIN)  # a backup that is being made, say, keeps the file as it is

    def _forgotten(self, others: Sequence[Path]) -> None:
        # What was searched for is remembered with the view.
        self._desk.focus.set(search="")
        left = []
        for path in others:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                left.append(path.name)
        if others:
            self.copies_deleted.emit()
        if left:
            words = plural(
                "Forgotten, but {n} copy could not be deleted and still holds them: {files}.",
                "Forgotten, but {n} copies could not be deleted and still hold them: {files}.",
                len(left),
                files=", ".join(left),
            )
            self.told.emit(str(words))
        else:
            self.said.emit(say("Forgotten for ever"))

    def finish(self) -> None:
        """Make up for what was left undone when the program ended in the midst of forgetting."""
        desk = self._desk
        with contextlib.suppress(RelbookError):
            if desk.book.read_only or not desk.book.setting(UNFINISHED):
                return
        if desk.jobs.running:
            self._timer.start(LATER)
            return
        from relbook.core import forgetting

        desk.jobs.start(
            say("Finishing what was to be forgotten"),
            lambda report: forgetting.finish(desk.book, report),
            failed=lambda _fault: self._timer.start(AGAIN),
            writes=True,
        )
