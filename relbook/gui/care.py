"""The book's health and place, looked after while the window is open.

Soon after the start a quick look, a full check once a week; now and then whether the file is still
the one that was opened; and whether a sync program has left another version beside it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from relbook.core.errors import BookLocked, BookOverwritten, RelbookError
from relbook.core.store import check, elsewhere, faults, seen
from relbook.core.store.place import Whereabouts
from relbook.core.store.reunion import Choice, reunite, sentence
from relbook.core.store.seen import Standing, Trace
from relbook.core.store.versions import Group, compare
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.rescuing import Rescuing
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar

LOOK_EVERY = 5_000  # ms; a look costs microseconds
AGAIN = 60_000  # ms until it is tried again to put the book back, which may copy all of it
WEEK = timedelta(days=7)
CHECKED = "checked"  # the setting that keeps the day of the last full check
LEFT = "versions left"  # the setting with the names of versions that were not wanted


class Care(QObject):
    """To be made once the window is complete. `trace` is what was last seen of the book here."""

    restricted = Signal()  # from now on the book is for reading only

    def __init__(self, desk: Desk, window: QWidget, bar: NoticeBar, trace: Trace | None) -> None:
        super().__init__(window)
        self._desk, self._window, self._bar, self._trace = desk, window, bar, trace
        self.rescuing = Rescuing(desk.theme, window, desk.shelves)
        self.rescuing.failed.connect(desk.alerts.tell)
        self._hindrance = ""  # why the book could not be put back, last
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        desk.alerts.told.connect(self._hear)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def begin(self) -> None:
        """Look for the first time, and from now on."""
        self._timer.start()
        self._look_back()
        self._offer_versions()
        self._desk.jobs.start(
            say("Looking whether the book is whole"),
            partial(_glance, self._desk),
            done=self._glanced,
        )

    # Whether it is whole

    def _glanced(self, found: tuple[str, ...]) -> None:
        if found:
            self._tell_damage(found)
        elif self._is_due():
            self.check_fully()

    def _is_due(self) -> bool:
        last = self._desk.book.setting(CHECKED)
        try:
            ago = self._desk.today() - date.fromisoformat(last or "")
        except ValueError:
            return True
        return not timedelta() <= ago < WEEK  # a day to come was told by a clock that was wrong

    def check_fully(self) -> None:
        """Check all of the book, in a job."""
        seal = self._trace.seal if self._trace else None
        book = self._desk.book
        self._desk.jobs.start(
            say("The weekly check of the book"),
            lambda report: check.examine(book, full=True, seal=seal, report=report),
            done=self._checked,
        )

    def _checked(self, health: check.Health) -> None:
        if health.ok:
            self._desk.book.remember(CHECKED, self._desk.today().isoformat())
        else:
            self._tell_damage(health.faults)

    def _tell_damage(self, found: tuple[str, ...]) -> None:
        book = self._desk.book
        book.read_only = True
        self.restricted.emit()
        self._bar.show_problem(
            say(
                "This book is damaged, and open for reading only from now on. Nothing more was "
                "changed; Relbook can save what can be read."
            ),
            NoticeAction(
                say("What can be done…"),
                partial(self.rescuing.offer, book.path, book.key, found),
            ),
        )

    # Whether it is still where it was

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def _hear(self, told: str) -> None:
        """Something was refused: perhaps because the file is another, or cannot be read."""
        book = self._desk.book
        if not self._timer.isActive():
            return
        if told == str(faults.not_a_book(book.path)) and not book.read_only:
            self._tell_damage((told,))
        else:
            self.look()

    def look(self) -> None:
        """See that the book's file is in its place, else put it back and keep the other one."""
        book = self._desk.book
        if book.read_only or self._desk.jobs.running or not self._timer.isActive():
            return
        whereabouts = book.place.look()
        if whereabouts is Whereabouts.HERE:
            return
        try:
            other = book.put_back()
        except BookLocked:
            return  # later
        except RelbookError as fault:
            self._hindered(fault)
            return
        if self._hindrance:
            self._hindrance = ""
            self._timer.setInterval(LOOK_EVERY)
            self._bar.clear()  # of why it could not be done before
        if other is None:
            self._bar.show_message(
                say(
                    "The file of this book was gone from its place. Nothing was lost: Relbook has "
                    "put it there again."
                )
            )
        else:
            self._offer(
                other,
                say(
                    "While this book was open another version of it came from elsewhere. Yours is in "
                    "its place, the other is kept beside it as “{name}”.",
                    name=other.name,
                ),
            )

    def _hindered(self, fault: RelbookError) -> None:
        """Say once why the book cannot be put back; where there is a way, it is tried again."""
        self._timer.setInterval(AGAIN)
        if isinstance(fault, BookOverwritten):
            self._timer.stop()
            self.restricted.emit()
        if str(fault) != self._hindrance:
            self._hindrance = str(fault)
            self._desk.alerts.tell(fault)

    def _look_back(self) -> None:
        """Say if this is not the book that was closed here."""
        standing = seen.compare(self._desk.book, self._trace)
        if standing is Standing.ON:
            return
        if standing is Standing.BACK:
            words = say(
                "This is an earlier version of the book: what you last did here is not in it. Look "
                "for the newer one beside it, or in the backups, before you go on."
            )
        else:
            words = say(
                "This is another version of the book: it was changed elsewhere, and what you last "
                "did here is not in it. Look for yours beside it, or in the backups."
            )
        self._bar.show_problem(words)

    # Other versions

    def _offer_versions(self) -> None:
        book = self._desk.book
        left = (book.setting(LEFT) or "").split("\n")
        for version in elsewhere.copies_beside(book.path):
            if version.name not in left:
                self._offer(
                    version,
                    say(
                        "Beside this book lies another version of it, “{name}”.",
                        name=version.name,
                    ),
                )

    def _offer(self, version: Path, words: str) -> None:
        self._bar.show_message(
            words, NoticeAction(say("See what differs…"), partial(self.compare, version))
        )

    def compare(self, version: Path) -> None:
        """See what another version of the book has, and offer to bring it in."""
        from relbook.core import forgotten
        from relbook.core.store import restore

        book = self._desk.book

        def work(report: Callable[[int, int], None]) -> list[Group]:
            with restore.opened(version, book.key) as theirs:
                return compare(book, theirs, report, forgotten.of(book, theirs))

        self._desk.jobs.start(
            say("Comparing with “{name}”", name=version.name),
            work,
            done=partial(self._compared, version),
        )

    def _compared(self, version: Path, groups: list[Group]) -> None:
        from relbook.gui.dialogs.elsewhere import ElsewhereDialog

        if not groups:
            self._leave(version)
            self._bar.show_message(
                say("“{name}” has nothing that is not in this book.", name=version.name)
            )
            return
        dialog = ElsewhereDialog(self._desk.theme, version.name, groups, self._window)
        dialog.agreed.connect(partial(self._bring_together, version, groups))
        dialog.open()

    def _bring_together(
        self, version: Path, groups: list[Group], choices: dict[tuple[str, str], Choice]
    ) -> None:
        from relbook.core.store import restore

        book = self._desk.book

        def work(report: Callable[[int, int], None]) -> None:
            with restore.opened(version, book.key) as theirs:
                reunite(book, theirs, groups, choices, report)

        self._desk.jobs.start(
            str(sentence()), work, done=lambda _: self._leave(version), writes=True
        )

    def _leave(self, version: Path) -> None:
        """Speak of that version no more; the file stays."""
        book = self._desk.book
        left = [name for name in (book.setting(LEFT) or "").split("\n") if name]
        book.remember(LEFT, "\n".join(dict.fromkeys([*left, version.name])))


def _glance(desk: Desk, report: Callable[[int, int], None]) -> tuple[str, ...]:
    return check.glance(desk.book, report)
