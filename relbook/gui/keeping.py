"""When the book is backed up: by itself in a quiet moment or on closing, and when it is asked for."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from relbook.core.dates import PartialDate, ago
from relbook.core.errors import Cancelled, RelbookError
from relbook.core.store import backups
from relbook.core.store.backups import Backup, Keep, Shelf
from relbook.core.words import say, sentence
from relbook.gui.desk import Desk
from relbook.gui.jobs import Job

if TYPE_CHECKING:
    from relbook.core.exchange.archive.bringing_back import Brought
    from relbook.core.store.restore import Someone

PAUSE = 180_000  # ms in which nothing changes: nobody is in the midst of something
AGAIN = 1_800_000  # ms to the next try where one has failed


def _now() -> datetime:
    return datetime.now().astimezone()


class Keeping(QObject):
    """Makes a backup on each day with changes, one a day, and says how it stands.

    `now` tells the time, with its zone.
    """

    changed = Signal()  # how it stands
    told = Signal(str)  # once: why there is none, or where they go again
    restore_requested = Signal(object)  # Path: a draft that is to take the book's place

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        now: Callable[[], datetime] = _now,
        pause: int = PAUSE,
    ) -> None:
        super().__init__(window)
        if desk.shelves is None:
            raise ValueError("there is no place for backups")
        self._desk, self._window, self._now = desk, window, now
        self._shelves = desk.shelves()
        self._pause = pause
        self.newest: Backup | None = None
        self.trouble = ""  # a sentence
        self._jobs = desk.jobs.apart()
        self._settled = False
        self._leaving = True  # whether to back up on leaving
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._look)
        desk.notices.changed.connect(self._wait)
        self.refresh()
        self._timer.start()
        QTimer.singleShot(0, self, self._see_choices)

    @property
    def shelf(self) -> Shelf:
        """Where this book's backups lie."""
        return self._shelves.of(self._desk.book.path)

    @property
    def busy(self) -> bool:
        """Whether one is being made."""
        return bool(self._jobs.running)

    def choose(self, place: Path | None, keep: Keep) -> None:
        """Let backups of all books go to `place` from now on; None is the usual one."""
        self._shelves.choose(place, keep)
        self.trouble = ""
        self.refresh()

    def refresh(self) -> None:
        """See which is the newest, and tell."""
        self.newest = next(iter(backups.all_of(self.shelf)), None)
        self.changed.emit()

    # How it stands

    def words(self) -> str:
        """In a few words, when the last good one was made."""
        if self.busy:
            return say("Backing up…")
        if self.newest is None:
            return say("Not backed up") if self.trouble else say("Not backed up yet")
        if self.trouble:
            day = PartialDate.of(self.newest.day).words()
            return say("Not backed up since {day}", day=day)
        return say("Backed up {when}", when=ago(self.newest.day, self._now().date()))

    def tip(self) -> str:
        """The whole of it."""
        if self.trouble:
            return self.trouble
        if self.newest is None:
            return say(
                "A backup is made by itself on each day with changes, in a quiet moment or when the "
                "window closes."
            )
        return say(
            "The last good backup was made on {day} at {time} and read back from end to end.",
            day=PartialDate.of(self.newest.day).words(),
            time=self.newest.made.astimezone().strftime("%H:%M"),
        )

    # By itself

    def _see_choices(self) -> None:
        if self._shelves.put_aside():
            self.told.emit(
                say(
                    "What was chosen for backups cannot be read, and begins anew: they go to the "
                    "usual folder. Those made before are where they were."
                )
            )
            self.refresh()

    def _wait(self) -> None:
        self._timer.start(self._pause)

    def _look(self) -> None:
        """Make one if it is time, else look again later."""
        self._timer.start(self._pause)
        today = self._now().date()
        if self._desk.jobs.running or self._desk.book.read_only:
            return
        if not self._settled:
            self._settled = True
            self._settle()
        if backups.is_due(self._desk.book, self.shelf, today):
            self.back_up(asked=False)
        else:
            self.changed.emit()  # of a new day, perhaps: today's has become yesterday's

    def _settle(self) -> None:
        """End a restoring that was interrupted: a crash may have left today's book without a name."""
        from relbook.core.store import restore

        with contextlib.suppress(OSError):
            restore.settle(self._desk.book.path)

    def back_up(self, *, asked: bool = True) -> None:
        """Make one now, in a thread of its own: other jobs do not wait for it."""
        if self.busy:
            return
        self._jobs.start(
            say("Backing up"),
            partial(backups.make, self._desk.book, self.shelf, self._now()),
            done=self._made,
            failed=partial(self._fail, asked),
        ).ended.connect(self.changed)
        self.changed.emit()

    def on_leaving(self, in_haste: Callable[[], bool] = lambda: False) -> None:
        """Make one if it is time, here and now: the book is about to be closed. Never raises.

        Once it is `in_haste`, another day will do.
        """

        def report(_done: int, _total: int) -> None:
            if in_haste():
                raise Cancelled

        self.stop()
        book = self._desk.book
        if not self._leaving or book.read_only:
            return
        try:
            if backups.is_due(book, self.shelf, self._now().date()):
                backups.make(book, self.shelf, self._now(), report)
        except (RelbookError, Cancelled):
            return  # the next start says so, for it tries again

    def stop(self) -> None:
        """Look no more whether it is time."""
        self._timer.stop()

    def _made(self, made: Backup) -> None:
        self.newest, self.trouble = made, ""

    def _fail(self, asked: bool, fault: RelbookError) -> None:
        first = not self.trouble
        self.trouble = str(fault)
        self._timer.start(max(self._pause, AGAIN))
        if asked or first:
            self.told.emit(self.trouble)

    # What is asked

    def show_backups(self) -> None:
        """Show which there are, what each holds, and the way back."""
        from relbook.gui.dialogs.backups import BackupsDialog

        BackupsDialog(self._desk, self, self._window).open()

    def bring_back(
        self,
        backup: Path,
        someone: "Someone",
        done: Callable[["Brought"], None],
        failed: Callable[[RelbookError], None],
    ) -> None:
        """Bring one person back from a backup, in a job: one edit, which Undo takes back."""
        book = self._desk.book

        def work(_report: object) -> "Brought":
            from relbook.core.exchange.archive.bringing_back import bring_back
            from relbook.core.store import restore

            what = sentence("Bring {name} back from a backup", name=someone.name)
            with restore.opened(backup, book.key) as past, book.edit(what):
                return bring_back(book, past, someone.uid)

        title = say("Bringing {name} back", name=someone.name)
        self._desk.jobs.start(title, work, done=done, failed=failed, writes=True)

    def restore(
        self,
        backup: Path,
        done: Callable[[Path], None],
        failed: Callable[[RelbookError], None],
        cancelled: Callable[[], None],
    ) -> Job:
        """Have a backup read from end to end and laid beside the book: `done` hears where.

        Meanwhile nothing can be written, which would not be in what was looked at.
        """
        from relbook.core.store import restore

        book = self._desk.book
        return self._desk.jobs.start(
            say("Restoring"),
            partial(restore.prepare, backup, book.key, book.path),
            done=done,
            failed=failed,
            cancelled=cancelled,
            writes=True,
        )

    def put(self, draft: Path) -> None:
        """Let what was laid beside the book take its place; the window goes, and comes again."""
        self._leaving = False
        # Once the job that laid it there is over: the window waits for jobs that write.
        QTimer.singleShot(0, self, partial(self.restore_requested.emit, draft))
