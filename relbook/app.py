"""Start: the log, the book, the window. The only place where core and gui meet."""

import contextlib
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from relbook import paths
from relbook.core.errors import NotABook, RelbookError, WrongPassphrase
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.words import say, use_language

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from relbook.gui.alerts import Alerts
from relbook.gui.desk import Desk
from relbook.gui.focus import Focus
from relbook.gui.jobs import Executor, Jobs
from relbook.gui.notices import Notices
from relbook.gui.photos import Photos
from relbook.gui.print_server import stay_on_this_computer
from relbook.gui.settings import Look, Settings
from relbook.gui.theme import Theme
from relbook.gui.window import Window

if TYPE_CHECKING:
    from relbook.core.briefing import Sheet
    from relbook.core.store.backups import Shelves
    from relbook.gui.door import Door
    from relbook.gui.locking import Change
    from relbook.gui.welcome import Welcome

STARTED = 2_000  # ms after which the window is complete
CARED_FOR = 3_000  # ms after which the book is looked at


def build_window(
    book: Book,
    *,
    settings: Settings | None = None,
    theme: Theme | None = None,
    look: Look = "system",
    today: Callable[[], date] = date.today,
    executor: Executor | None = None,
    alerts: Alerts | None = None,
    shelves: "Callable[[], Shelves] | None" = None,
    furnished: bool = True,
) -> Window:
    """The finished main window on an open book, not shown yet. A QApplication must be there.

    It touches no folder of the user's: without `settings` it remembers nothing. `executor` runs
    its jobs, by default in a thread; without `shelves` there are no backups. Not `furnished`, it
    makes all but the list of people by itself, once that is on the screen.
    """
    if theme is None:
        theme = Theme(paths.asset)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, look)
    index = Index(book)
    alerts = alerts or Alerts()
    desk = Desk(
        book=book,
        index=index,
        focus=Focus(),
        notices=Notices(book, index),
        jobs=Jobs(book, alerts.tell, executor),
        alerts=alerts,
        theme=theme,
        photos=Photos(book),
        settings=settings or Settings(None),
        today=today,
        shelves=shelves,
    )
    window = Window(desk)
    if furnished:
        window.furnish()
    return window


def leave(window: Window, *, back_up: bool = True) -> None:
    """Let go of a closed window's book: jobs stopped, the index saved, the file in one piece.

    On a day with changes it is backed up first, unless that was done or it is in haste.
    """
    desk = window.desk
    for timer in window.findChildren(QTimer):
        timer.stop()  # what waits for a pause would ask a closed book
    desk.jobs.stop()
    desk.notices.stop()
    # What is derived can be made again: a full disk must not keep the window from closing.
    with contextlib.suppress(RelbookError):
        if not desk.book.read_only:
            desk.index.save()
            desk.book.tidy()
    if back_up and window.keeping is not None:
        window.keeping.on_leaving()
    desk.book.close()


def part(window: Window, *, back_up: bool = True) -> None:
    """As `leave`, and remember what the book was like, to know it again."""
    from relbook.core.store.seen import Seen, newest_edit

    book = window.desk.book
    newest = None
    with contextlib.suppress(RelbookError):
        newest = None if book.read_only else newest_edit(book)
    leave(window, back_up=back_up)
    if newest is not None:
        Seen(paths.seen_books()).keep(book.path, newest)


class Program(QObject):
    """The running program: one window at a time, on a book or on the choice of a first one."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._settings = settings
        self._app = app
        self._today = date.today
        # Between two books there is no window for a moment.
        app.setQuitOnLastWindowClosed(False)
        self._theme = Theme(paths.asset)
        self._theme.apply(app, settings.look)
        self._alerts = Alerts()
        self._alerts.catch_all()
        self._alerts.told.connect(self._on_told)
        self._alerts.broke.connect(self._on_broken)
        self._window: Window | None = None
        self._welcome: Welcome | None = None
        self._sample = (paths.state_folder() / "sample.relbook").resolve()
        self._waiting: list[Path] = []  # to be taken once a locked book is open

    @cached_property
    def door(self) -> "Door":
        """What stands before a locked book."""
        from relbook.gui.door import Door

        door = Door(self._theme, self._settings, _kin, parent=self)
        door.opened.connect(self._show)
        door.closed.connect(self._turn_away)
        door.other_requested.connect(self.welcome)
        door.failed.connect(self._tell)
        door.told.connect(self._say)
        return door

    def start(self, book: Path | None, files: Sequence[Path]) -> None:
        """Open `book`, or the last one, or the usual one; with none yet, ask. Then take `files`."""
        path = book or self._last_book()
        if path is not None:
            if book is None or _is_there(path):
                self.open_book(path)
            else:
                self.make_book(path)
            self._take(files)
        elif files:
            self._bring_own(list(files))
        else:
            self.welcome()

    def open_book(self, path: Path) -> None:
        """Show the book at `path`; what keeps it from opening is told where one can choose."""
        try:
            self._show(Book.open(path))
        except WrongPassphrase:
            self.door.ask(path, self._window or self._welcome)
        except NotABook as fault:
            self._tell(fault)
            self._offer_rescue(path)
        except RelbookError as fault:
            self._tell(fault)

    def _offer_rescue(self, path: Path) -> None:
        """Of a book that does not open some may still be read."""
        from relbook.core.store import rescue
        from relbook.gui.rescuing import Rescuing

        if path.is_file() and rescue.is_worth_it(path):
            rescuing = Rescuing(self._theme, self._window or self._welcome, _shelves, parent=self)
            rescuing.book_requested.connect(self.open_book)
            rescuing.failed.connect(self._tell)
            rescuing.offer(path, None, ())

    def _look_after(self, window: Window) -> None:
        """See to the health and place of the book that is shown."""
        from relbook.core.store.seen import Seen
        from relbook.gui.care import Care

        book = window.desk.book
        if window is not self._window or book.path == self._sample:
            return
        trace = Seen(paths.seen_books()).of(book.path)
        care = Care(window.desk, window, window.notice_bar, trace)
        care.rescuing.book_requested.connect(self.open_book)
        care.restricted.connect(window.offer)
        care.begin()

    def make_book(self, path: Path) -> None:
        """Make a new book at `path` and show it."""
        try:
            self._show(Book.create(path))
        except RelbookError as fault:
            self._tell(fault)

    def welcome(self) -> None:
        """Ask what to begin with."""
        from relbook.gui.welcome import Welcome

        welcome = Welcome(self._theme)
        welcome.start_requested.connect(self._start_own)
        welcome.bring_requested.connect(self._bring_own)
        welcome.look_requested.connect(self._look_around)
        welcome.closed.connect(self._app.quit)
        welcome.book_requested.connect(self.open_book)
        self._welcome = welcome
        welcome.show()

    def end(self) -> None:
        """Take the windows away while Qt still runs: at the interpreter's end it may not."""
        for window in QApplication.topLevelWidgets():
            # A menu or a list of completions goes with its owner, and must not go before.
            if window.parent() is None and window.windowType() == Qt.WindowType.Window:
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _show(self, book: Book) -> None:
        """Show `book` in the place of what is shown now, unless the user has to see to that."""
        if not self._close_window():
            book.close()
            return
        try:
            window = build_window(
                book,
                settings=self._settings,
                theme=self._theme,
                alerts=self._alerts,
                shelves=None if book.path == self._sample else _shelves,
                furnished=False,
            )
        except BaseException:
            book.close()
            raise
        window.files.book_requested.connect(self.open_book)
        window.files.new_book_requested.connect(self.make_book)
        window.restore_requested.connect(self._restore)
        window.closed.connect(self._leave)
        window.away_requested.connect(self._put_away)
        self._window = window
        if book.path != self._sample:
            self._settings.opened(book.path.absolute())
        window.show()
        QTimer.singleShot(CARED_FOR, window, partial(self._look_after, window))
        if self._welcome is not None:
            self._welcome.hide()
            self._welcome.deleteLater()
            self._welcome = None
        if book.key is not None:
            self._go_on(window)
        waiting, self._waiting = self._waiting, []
        self._take(waiting)

    # A backup

    def _restore(self, draft: Path) -> None:
        """Let `draft` take the place of the book that is shown, and show it."""
        from datetime import UTC, datetime

        from relbook.core.store import restore

        if self._window is None:
            return
        path, key = self._window.desk.book.path, self._window.desk.book.key
        if not self._close_window():
            draft.unlink(missing_ok=True)
            return
        told = ""
        try:
            aside = restore.put(draft, path, key, datetime.now(UTC))
            if aside is not None:
                told = say(
                    "The book is as it was in the backup. As it was before, it is kept in “{name}” "
                    "beside it.",
                    name=aside.name,
                )
        except RelbookError as fault:
            told = str(fault)
        try:
            self._show(Book.open(path, key=key))
        except RelbookError as fault:
            self._tell(fault)
        else:
            self._say(told)

    # A locked book

    def _go_on(self, window: Window) -> None:
        """Where the window was when its book was locked; it locks by itself from now on."""
        from relbook.gui import view_kept
        from relbook.gui.dialogs.lock import LeftDialog

        book = window.desk.book
        if book.key is not None:
            self.door.mend(book.path, book.key)
        window.locking.watch()
        view_kept.bring_back(book, window.desk.focus)
        left = view_kept.left_in(book)
        if left:
            dialog = LeftDialog(self._theme, left, window)
            dialog.finished.connect(lambda _how: view_kept.drop_left(book))
            dialog.open()

    def _put_away(self, change: "Change | None") -> None:
        """Take the window down, and let nobody in without the passphrase."""
        from relbook.gui.away import Away

        window = self._window
        if window is None:
            return
        away = Away(window.desk, window, window.finish_edit, window.drafts)
        away.gone.connect(partial(self._lock, window, change))
        window.keep_shape()
        away.begin()

    def _lock(self, window: Window, change: "Change | None") -> None:
        book = window.desk.book
        path, key = book.path, book.key
        self._window = None
        part(window, back_up=False)
        window.deleteLater()
        QTimer.singleShot(0, self, forget_pictures)
        if change is None:
            self.door.ask(path, by_itself=False)
        else:
            self.door.change(path, key, change)

    def _turn_away(self) -> None:
        if self._window is None and self._welcome is None:
            self._app.quit()

    def _say(self, sentence: str) -> None:
        if self._window is not None:
            self._window.notice_bar.show_message(sentence)

    def _close_window(self) -> bool:
        """Close the window; False if it stays, with something typed that cannot be kept yet."""
        window = self._window
        if window is None:
            return True
        if not window.close():
            return False
        self._window = None
        window.closed.disconnect(self._leave)
        self._let_go(window)
        window.deleteLater()
        return True

    def _leave(self) -> None:
        if self._window is not None:
            window, self._window = self._window, None
            self._let_go(window)
        self._app.quit()

    def _let_go(self, window: Window) -> None:
        if window.desk.book.path == self._sample:
            leave(window)
        else:
            part(window)
        if window.desk.book.path == self._sample:
            self._drop_sample()

    def _tell(self, fault: RelbookError) -> None:
        if self._window is None and self._welcome is None:
            self.welcome()
        self._alerts.tell(fault)

    # A window tells by itself; the choice of a first book has no more than its notice bar.

    def _on_told(self, sentence: str) -> None:
        if self._welcome is not None:
            self._welcome.notice_bar.show_problem(sentence)

    def _on_broken(self, report: str) -> None:
        if self._welcome is not None:
            from relbook.gui.dialogs.broken import BrokenDialog

            BrokenDialog(self._theme, report, self._welcome).open()

    def _start_own(self) -> None:
        self.make_book(_usual_place())
        if self._window is not None:
            self._window.deeds.new_person()

    def _bring_own(self, files: list[Path]) -> None:
        self.make_book(_usual_place())
        self._take(files)

    def _look_around(self) -> None:
        """Show a sample book, which is gone without a trace once it is left."""
        from relbook.core import sample
        from relbook.gui.widgets.notice_bar import NoticeAction

        try:
            self._drop_sample()
            book = sample.make(self._sample, self._today(), paths.asset("sample"))
        except RelbookError as fault:
            self._tell(fault)
            return
        self._show(book)
        if self._window is not None:
            self._window.notice_bar.show_message(
                say(
                    "A sample book: none of these people ever lived. Look around and try "
                    "everything; nothing of it is kept."
                ),
                NoticeAction(say("Leave the sample"), self._leave_sample),
            )

    def _leave_sample(self) -> None:
        if self._close_window():
            self.welcome()

    def _drop_sample(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            self._sample.with_name(self._sample.name + ending).unlink(missing_ok=True)

    def _take(self, files: Sequence[Path]) -> None:
        if files and self._window is not None:
            self._window.files.take(files)
        elif files:
            self._waiting = list(files)

    def _last_book(self) -> Path | None:
        known = (*self._settings.recent, paths.default_book())
        return next(filter(_is_there, known), None)


def _is_there(path: Path) -> bool:
    """Whether `path` leads to something; no if that may not be known."""
    return os.path.exists(path)  # noqa: PTH110  (which raises nothing)


def _usual_place() -> Path:
    """Where a first book goes: beside one that is there already and did not open."""
    usual = path = paths.default_book()
    n = 1
    while os.path.lexists(path):
        n += 1
        path = usual.with_stem(f"{usual.stem} {n}")
    return path


def _kin(book: Path) -> list[Path]:
    """The backups of a book, and the copies kept beside it: what is locked as it is."""
    from relbook.core.store import backups, lock

    return [*lock.kin(book), *(one.path for one in backups.all_of(_shelves().of(book)))]


def _shelves() -> "Shelves":
    """Where backups go."""
    from relbook.core.store.backups import Shelves

    return Shelves(paths.backup_folder(), paths.backup_choices())


def forget_pictures() -> None:
    """Let go of what the last window held, which the program took for staying."""
    from PySide6.QtGui import QPixmapCache

    QPixmapCache.clear()
    gc.unfreeze()
    gc.collect()


def main(book: Path | None = None, files: Sequence[Path] = ()) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    use_language(paths.asset("locale"))
    keep_log(paths.state_folder() / "relbook.log")
    stay_on_this_computer()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("Qt runs already, without windows")
    app.setApplicationName("Relbook")
    app.setDesktopFileName("relbook")
    program = Program(app, Settings(paths.config_folder() / "window.ini"))
    program.start(book, files)
    QTimer.singleShot(STARTED, collect_garbage)
    status = app.exec()
    collect_garbage()
    leave_clipboard()
    program.end()
    return status


def leave_clipboard() -> None:
    """Leave what was copied as plain text: data made here must not outlive the interpreter."""
    clipboard = QApplication.clipboard()
    copied = clipboard.mimeData()
    if copied.hasFormat("text/vcard"):
        text = copied.text()
        clipboard.clear()
        clipboard.setText(text)


def collect_garbage() -> None:
    """From now on; what has been made so far is left alone, for it stays."""
    gc.freeze()
    gc.enable()


def write_sheet(
    book: Book,
    sheet: "Sheet",
    out: Path,
    paper: str | None = None,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Write `sheet` as a PDF on `paper` ("a4", "letter"; by default what is usual here).

    Returns its pages. Needs no display. Raises `FileUnwritable` and `DiskFull`.
    """
    from relbook.gui import printing
    from relbook.gui.typeface import load_typeface

    # Elsewhere than on Linux there is always a display, and only with it are there fonts.
    offscreen = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    app = QGuiApplication.instance() or QGuiApplication(["relbook", *offscreen])
    load_typeface(paths.asset)
    size = printing.PAPERS[paper] if paper else printing.usual_paper()
    pages = printing.write_pdf(sheet, out, size, Photos(book), report)
    del app  # which had to live as long
    return pages


def keep_log(path: Path) -> None:
    """Write warnings and errors to `path`."""
    logger = logging.getLogger("relbook")
    logger.addHandler(_Log(path))
    logger.propagate = False


class _Log(logging.Handler):
    """Opens the log with the first that there is to write: most days there is nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from relbook.gui.log_file import LogFile

            self._file = LogFile(self._path)
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()
