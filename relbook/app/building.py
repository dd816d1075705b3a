"""A window on an open book, from nothing to the end."""

import contextlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from relbook import paths
from relbook.core.errors import RelbookError
from relbook.core.search import Index
from relbook.core.store.book import Book

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from relbook.gui import view_kept
from relbook.gui.alerts import Alerts
from relbook.gui.desk import Desk
from relbook.gui.focus import Focus
from relbook.gui.gatherings import Gatherings
from relbook.gui.jobs import Executor, Jobs
from relbook.gui.notices import Notices
from relbook.gui.photos import Photos
from relbook.gui.settings import Look, Settings
from relbook.gui.theme import Theme
from relbook.gui.window import Window

if TYPE_CHECKING:
    from relbook.core.store.backups import Shelves
    from relbook.core.store.place import Seal


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
    notices = Notices(book, index)
    desk = Desk(
        book=book,
        index=index,
        focus=Focus(),
        notices=notices,
        gatherings=Gatherings(book, index, notices),
        jobs=Jobs(book, alerts.tell, executor),
        alerts=alerts,
        theme=theme,
        photos=Photos(book),
        settings=settings or Settings(None),
        today=today,
        shelves=shelves,
    )
    view_kept.bring_back(book, desk.focus)
    window = Window(desk)
    if furnished:
        window.furnish()
    return window


def leave(
    window: Window, *, back_up: bool = True, in_haste: Callable[[], bool] = lambda: False
) -> "Seal | None":
    """Let go of a closed window's book: jobs stopped, the index saved, the file in one piece.

    Returns what it was sealed with, if it was.

    On a day with changes it is backed up first, unless that was done, or it is `in_haste` before
    that is done.
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
        window.keeping.on_leaving(in_haste)
    return desk.book.close(seal=not in_haste())


def part(
    window: Window, *, back_up: bool = True, in_haste: Callable[[], bool] = lambda: False
) -> None:
    """As `leave`, and remember what the book was like, to know it again."""
    from relbook.core.store.seen import Seen, newest_edit

    book = window.desk.book
    newest = None
    with contextlib.suppress(RelbookError):
        newest = None if book.read_only else newest_edit(book)
    seal = leave(window, back_up=back_up, in_haste=in_haste)
    if newest is not None:
        Seen(paths.seen_books()).keep(book.path, newest, seal)


def forget_pictures() -> None:
    """Let go of what the last window held, which the program took for staying."""
    import gc

    from PySide6.QtGui import QPixmapCache

    QPixmapCache.clear()
    gc.unfreeze()
    gc.collect()
