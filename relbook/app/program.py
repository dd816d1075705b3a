"""The running program: which book is shown, and what comes in the place of what."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from relbook import paths
from relbook.app import own_books
from relbook.app.building import build_window, forget_pictures, leave, part
from relbook.app.errands import Errands
from relbook.app.sampling import Sampling
from relbook.core.errors import FileUnwritable, NotABook, RelbookError, WrongPassphrase
from relbook.core.store.book import Book
from relbook.core.words import say

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from relbook.gui.alerts import Alerts
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme
from relbook.gui.window import Window
from relbook.handing import Wish

if TYPE_CHECKING:
    from relbook.gui.door import Door
    from relbook.gui.locking import Change
    from relbook.gui.welcome import Welcome

CARED_FOR = 3_000  # ms after which the book is looked at


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
        self.window: Window | None = None
        self.choosing: Welcome | None = None
        self._sampling = Sampling()
        self.passphrase = ""  # of the first book, given with the start
        self.in_haste: Callable[[], bool] = lambda: False  # whether the system wants us to go
        self.errands = Errands(self)

    @cached_property
    def door(self) -> "Door":
        """What stands before a locked book."""
        from relbook.gui.door import Door

        door = Door(self._theme, self._settings, own_books.kin, parent=self)
        door.opened.connect(self._show)
        door.closed.connect(self._turn_away)
        door.other_requested.connect(self.welcome)
        door.failed.connect(self._tell)
        door.told.connect(self.say)
        return door

    @property
    def is_asking(self) -> bool:
        """Whether a passphrase is being asked for."""
        return "door" in self.__dict__ and self.door.is_asking

    @property
    def shows_sample(self) -> bool:
        """Whether the window shows the sample book."""
        return self.window is not None and self._sampling.is_it(self.window.desk.book)

    def start(self, book: Path | None, files: Sequence[Path] = (), action: str = "") -> None:
        """Open `book`, or the last one, or the usual one; with none yet, ask.

        Then take `files`, and do `action`, one of `relbook.handing.ACTIONS`.
        """
        given, self.passphrase = self.passphrase, ""
        path = book or self.last_book()
        if path is None:
            self.begin(files, action)
            return
        self.turn_to(path, given)
        self.errands.take(Wish(None, tuple(files), action))

    def begin(self, files: Sequence[Path], action: str) -> None:
        """There is no book yet: make one of `files`, or ask what to begin with."""
        if files:
            self.bring_own(list(files))
        elif action == "new-person":
            self._start_own()
        elif self.choosing is None:
            self.welcome()

    def turn_to(self, path: Path, passphrase: str = "") -> None:
        """Show the book at `path`, a new one if there is none yet."""
        if own_books.is_there(path):
            self.open_book(path, passphrase)
        else:
            self.make_book(path, passphrase)

    def open_book(self, path: Path, passphrase: str = "") -> None:
        """Show the book at `path`; what keeps it from opening is told where one can choose.

        For one that is locked `passphrase` is tried first.
        """
        try:
            self._show(Book.open(path))
        except WrongPassphrase:
            self.door.ask(path, self.window or self.choosing, passphrase=passphrase)
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
            rescuing = Rescuing(
                self._theme, self.window or self.choosing, own_books.shelves, parent=self
            )
            rescuing.book_requested.connect(self.open_book)
            rescuing.failed.connect(self._tell)
            rescuing.offer(path, None, ())

    def _look_after(self, window: Window) -> None:
        """See to the health and place of the book that is shown."""
        from relbook.core.store.seen import Seen
        from relbook.gui.care import Care

        book = window.desk.book
        if window is not self.window or self.shows_sample:
            return
        trace = Seen(paths.seen_books()).of(book.path)
        care = Care(window.desk, window, window.notice_bar, trace)
        care.rescuing.book_requested.connect(self.open_book)
        care.restricted.connect(window.offer)
        care.begin()

    def make_book(self, path: Path, passphrase: str = "") -> None:
        """Make a new book at `path`, locked from the beginning if there is a `passphrase`; show it."""
        key = None
        if passphrase:
            from relbook.core.store.key import Key

            key = Key.make(passphrase)
        try:
            self._show(Book.create(path, key=key))
        except RelbookError as fault:
            self._tell(fault)

    def welcome(self) -> None:
        """Ask what to begin with."""
        from relbook.gui.welcome import Welcome

        welcome = Welcome(self._theme)
        welcome.start_requested.connect(self._start_own)
        welcome.bring_requested.connect(self.bring_own)
        welcome.look_requested.connect(self._look_around)
        welcome.closed.connect(self._quit)
        welcome.book_requested.connect(self.open_book)
        welcome.offer_books(own_books.lying_about())
        self.choosing = welcome
        welcome.show()

    def keep(self) -> None:
        """Keep what is half typed, saved or as a draft: the session may be about to end."""
        if self.window is not None:
            self.window.finish_edit()
            self.window.drafts.keep()

    def go(self) -> None:
        """End at once and ask nothing: what cannot be saved as it is, is kept as a draft."""
        from relbook.gui import view_kept

        self.errands.stop()
        window, self.window = self.window, None
        try:
            if window is not None:
                window.finish_edit()
                window.keep_shape()
                view_kept.keep(window.desk.book, window.desk.focus)
                window.drafts.leave()
                self._let_go(window, back_up=False)
        finally:
            self._app.exit()  # where `quit` would ask the windows first

    def end(self) -> None:
        """Let go of the book, and take the windows away while Qt still runs: at the interpreter's
        end it may not.
        """
        # Asked to quit itself, as macOS does, Qt ends with the last window's close event.
        if self.window is not None:
            self._leave()
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
                shelves=None if self._sampling.is_it(book) else own_books.shelves,
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
        self.window = window
        if self.is_asking:
            self.door.give_way()
        if not self.shows_sample:
            self._settings.opened(book.path.absolute())
        if self.choosing is not None:
            window.take_place_of(self.choosing)
        window.show()
        QTimer.singleShot(CARED_FOR, window, partial(self._look_after, window))
        if self.choosing is not None:
            self.choosing.hide()
            self.choosing.deleteLater()
            self.choosing = None
        if book.key is not None:
            self._go_on(window)
        self.errands.go_on()

    # A backup

    def _restore(self, draft: Path) -> None:
        """Let `draft` take the place of the book that is shown, and show it."""
        from datetime import UTC, datetime

        from relbook.core.store import restore

        if self.window is None:
            return
        path, key = self.window.desk.book.path, self.window.desk.book.key
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
            self.say(told)

    # A locked book

    def _go_on(self, window: Window) -> None:
        """What was half typed when its book was locked; it locks by itself from now on."""
        from relbook.gui import view_kept
        from relbook.gui.dialogs.lock import LeftDialog

        book = window.desk.book
        if book.key is not None:
            self.door.mend(book.path, book.key)
        window.locking.watch()
        left = view_kept.left_in(book)
        if left:
            dialog = LeftDialog(self._theme, left, window)
            dialog.finished.connect(lambda _how: view_kept.drop_left(book))
            dialog.open()

    def _put_away(self, change: "Change | None") -> None:
        """Take the window down, and let nobody in without the passphrase."""
        from relbook.gui.away import Away

        window = self.window
        if window is None:
            return
        away = Away(window.desk, window, window.finish_edit, window.drafts)
        away.gone.connect(partial(self._lock, window, change))
        window.keep_shape()
        away.begin()

    def _lock(self, window: Window, change: "Change | None") -> None:
        book = window.desk.book
        path, key = book.path, book.key
        self.window = None
        try:
            part(window, back_up=False)
        except Exception as fault:  # noqa: BLE001  (its window is gone: the passphrase is asked all the same)
            QTimer.singleShot(0, self, partial(self._alerts.tell, fault))
        window.deleteLater()
        QTimer.singleShot(0, self, forget_pictures)
        if change is None:
            self.door.ask(path, by_itself=False)
        else:
            self.door.change(path, key, change)

    def _turn_away(self) -> None:
        if self.window is None and self.choosing is None:
            self._quit()

    def say(self, sentence: str) -> None:
        """Say something where it is read next."""
        shown = self.window or self.choosing
        if shown is not None:
            shown.notice_bar.show_message(sentence)

    def _close_window(self) -> bool:
        """Close the window; False if it stays, with something typed that cannot be kept yet."""
        window = self.window
        if window is None:
            return True
        if not window.close():
            return False
        self.window = None
        window.closed.disconnect(self._leave)
        try:
            self._let_go(window)
        except Exception as fault:  # noqa: BLE001  (told once there is a window again)
            QTimer.singleShot(0, self, partial(self._alerts.tell, fault))
        window.deleteLater()
        return True

    def _leave(self) -> None:
        self.errands.stop()
        window, self.window = self.window, None
        try:
            if window is not None:
                self._let_go(window)
        finally:  # whatever goes wrong there: without a window nobody could end the program
            self._app.quit()

    def _quit(self) -> None:
        self.errands.stop()
        self._app.quit()

    def _let_go(self, window: Window, *, back_up: bool = True) -> None:
        if self._sampling.is_it(window.desk.book):
            leave(window)
            self._sampling.drop()
        else:
            part(window, back_up=back_up, in_haste=self.in_haste)

    def _tell(self, fault: RelbookError) -> None:
        if self.window is None and self.choosing is None:
            self.welcome()
        self._alerts.tell(fault)

    # A window tells by itself; the choice of a first book has no more than its notice bar.

    def _on_told(self, sentence: str) -> None:
        if self.choosing is not None:
            self.choosing.notice_bar.show_problem(sentence)

    def _on_broken(self, report: str, rolled_back: bool) -> None:
        if self.choosing is not None:
            from relbook.gui.dialogs.broken import BrokenDialog

            BrokenDialog(self._theme, report, self.choosing, rolled_back=rolled_back).open()

    # A first book

    def _make_own(self) -> None:
        try:
            self.make_book(own_books.place_for_first())
        except FileUnwritable as fault:  # no folder to put it in
            self._tell(fault)

    def _start_own(self) -> None:
        self._make_own()
        if self.window is not None:
            self.window.deeds.new_person()

    def bring_own(self, files: list[Path]) -> None:
        """Bring `files` into a book of one's own, made for them if there are contacts in them."""
        from relbook.core.exchange.incoming.files import kind_of

        try:
            for file in files:
                kind_of(file)
        except RelbookError as fault:
            self._tell(fault)
            return
        self._make_own()
        self.errands.take(Wish(files=tuple(files)))

    def _look_around(self) -> None:
        """Show a sample book, which is gone without a trace once it is left."""
        from relbook.gui.widgets.notice_bar import NoticeAction

        try:
            book = self._sampling.make(self._today())
        except RelbookError as fault:
            self._tell(fault)
            return
        self._show(book)
        if self.window is not None:
            self.window.notice_bar.show_message(
                say(
                    "A sample book: none of these people ever lived. Look around and try "
                    "everything; nothing of it is kept."
                ),
                NoticeAction(say("Leave the sample"), self._leave_sample),
            )

    def _leave_sample(self) -> None:
        if self._close_window():
            self.welcome()

    def leave_sample_for(self, files: Sequence[Path]) -> None:
        """Bring `files` into one's own book instead of the sample."""
        path = self.last_book()
        if path is not None:
            self.open_book(path)
            self.errands.take(Wish(files=tuple(files)))
        else:
            self.bring_own(list(files))

    def last_book(self) -> Path | None:
        """The book opened last that is still there, or the usual one; None if there is none."""
        return own_books.last_of(self._settings.recent)
