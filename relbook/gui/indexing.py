"""The index of a large book is made in a job when it wants to be: after an import, say."""

import contextlib

from PySide6.QtCore import QObject, QTimer

from relbook.core.errors import RelbookError
from relbook.core.search import Snapshot
from relbook.core.words import say
from relbook.gui.desk import Desk

PAUSE = 1_500  # ms after a change, so that it waits while change follows change


class Indexing(QObject):
    """Looks now and then whether the index wants building, and has it built and saved.

    Cancelled, it waits for the next change.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None, pause: int = PAUSE) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._look)
        desk.notices.changed.connect(self._look_later)
        self._look_later()

    def _look_later(self, _notice: object = None) -> None:
        self._timer.start()

    def _look(self) -> None:
        index, jobs = self._desk.index, self._desk.jobs
        if jobs.running:
            self._look_later()
        elif index.wants_building:
            jobs.start(
                say("Making it quick to search"),
                index.build,
                done=self._adopt,
                writes=index.behind,
            )

    def _adopt(self, snapshot: Snapshot) -> None:
        self._desk.index.adopt(snapshot)
        # It can be made again: neither a full disk nor another program's lock is worth a word.
        with contextlib.suppress(RelbookError):
            self._desk.index.save()
