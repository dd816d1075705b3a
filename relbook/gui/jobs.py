"""Work on the one background thread, with progress and cancel."""

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from relbook.core.errors import Cancelled, RelbookError
from relbook.core.store.book import Book
from relbook.core.store.journal import Report

Work = Callable[[Report], Any]
Executor = Callable[[Callable[[], None]], None]

SPEAK_EVERY = 0.05  # seconds between two words of progress


class Job(QObject):
    """One piece of work. Its signals come home to the thread that started it.

    Exactly one of `done(result)`, `failed(exception)` and `cancelled()` comes last, then `ended()`;
    none once the job was forgotten.
    """

    progressed = Signal(object, object)  # done, total: may be beyond 32 bits
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _came_home = Signal(str, object)

    def __init__(self, title: str, work: Work, writes: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.writes = writes
        self._work = work
        self._cancel = threading.Event()
        self._forgotten = False
        self._spoke = 0.0
        self._came_home.connect(self._come_home, Qt.ConnectionType.AutoConnection)

    def cancel(self) -> None:
        """Ask the work to stop: its next report raises `Cancelled`."""
        self._cancel.set()

    def forget(self) -> None:
        """Want no news of it any more, not even what is on its way already."""
        self._forgotten = True

    def report(self, done: int, total: int) -> None:
        """Called by the work, often: how far it is. Raises `Cancelled` once that is wished."""
        if self._cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._spoke >= SPEAK_EVERY or done >= total:
            self._spoke = now
            self.progressed.emit(done, total)

    def run(self) -> None:
        """Do the work, in the thread it is called in."""
        try:
            result = self._work(self.report)
        except Cancelled:
            self._came_home.emit("cancelled", None)
        except Exception as fault:  # noqa: BLE001  (whatever it is, it has to come home)
            self._came_home.emit("failed", fault)
        else:
            self._came_home.emit("done", result)

    def _come_home(self, how: str, what: Any) -> None:
        if self._forgotten:
            return
        if how == "done":
            self.done.emit(what)
        elif how == "failed":
            self.failed.emit(what)
        else:
            self.cancelled.emit()
        self.ended.emit()


class Jobs(QObject):
    """The queue of jobs on `book`. `executor` runs one piece of work; by default in its thread.

    Errors go to `fail`, unless a job is handled by who started it.
    """

    began = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        book: Book,
        fail: Callable[[Exception], None],
        executor: Executor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._fail = book, fail
        self._worker = None if executor else _Worker(book)
        self._executor = executor or self._worker_put
        self._running: list[Job] = []
        self._apart: list[Jobs] = []
        self._stopped = False

    def apart(self) -> "Jobs":
        """A queue of its own, in a thread of its own, for what may take long and nobody waits for.

        It stops with this one.
        """
        jobs = Jobs(self._book, self._fail, None if self._worker else self._executor, self)
        self._apart.append(jobs)
        return jobs

    def start(
        self,
        title: str,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        failed: Callable[[RelbookError], None] | None = None,
        writes: bool = False,
    ) -> Job:
        """Queue `work`, called with a report function; `title` says what goes on.

        `done` gets its result, in this thread; `failed` an error that the user can mend (any
        other, or all without it, go to the window's own alerts). While a job that `writes` waits
        or runs, the window does not edit.
        """
        job = Job(title, work, writes, self)
        if self._stopped:  # a timer that goes off while the window goes
            return job
        self._running.append(job)
        if done:
            job.done.connect(done)
        if cancelled:
            job.cancelled.connect(cancelled)
        job.failed.connect(
            lambda fault: (
                failed(fault) if failed and isinstance(fault, RelbookError) else self._fail(fault)
            )
        )
        job.ended.connect(lambda: self._end(job))
        self.began.emit(job)
        self._executor(job.run)
        return job

    @property
    def running(self) -> list[Job]:
        """The jobs that wait or run, in their order."""
        return list(self._running)

    @property
    def writing(self) -> bool:
        """Whether a job that writes waits or runs."""
        return any(job.writes for job in self._running)

    def stop(self) -> None:
        """Cancel everything, wait for the worker to come to its end, and begin nothing more.

        Nobody hears how it ended: whoever asked for it goes too, and soon the book is closed.
        """
        self._stopped = True
        for job in self._running:
            job.forget()
            job.cancel()
        if self._running:
            self._book.interrupt()  # one long query asks nobody
        for jobs in self._apart:
            jobs.stop()
        if self._worker:
            self._worker.stop()
            self._worker = None
        self._running.clear()

    def _worker_put(self, work: Callable[[], None]) -> None:
        if self._worker:
            self._worker.put(work)

    def _end(self, job: Job) -> None:
        self._running.remove(job)
        self.ended.emit(job)
        # What it is connected to may hold the last reference to us: we must not take it along.
        job.setParent(None)
        job.deleteLater()


class _Worker:
    """The one thread; it starts with the first job and holds no connection between two."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, work: Callable[[], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="relbook jobs", daemon=True)
            self._thread.start()
        self._queue.put(work)

    def stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            with self._book.in_this_thread():
                work()


def at_once(work: Callable[[], None]) -> None:
    """An executor that runs the work in the caller's thread, before it returns."""
    work()
