"""What the program is asked for from outside: at its start, or by a start that came later."""

import os
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core.words import plural

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from relbook.handing import Wish

if TYPE_CHECKING:
    from relbook.app.program import Program
    from relbook.gui.widgets.notice_bar import NoticeBar
    from relbook.gui.window import Window

PAUSE = 250  # ms between two looks whether what stood in the way is gone
TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105  (where Qt's Wayland part looks for it)


class Errands(QObject):
    """Does one after the other, each when nothing stands before the window and it has a book."""

    stopped = Signal()  # for good

    def __init__(self, program: "Program") -> None:
        super().__init__(program)
        self._program = program
        self._waiting: deque[Wish] = deque()
        self._over = False
        self._told = ""  # what is said to come next
        self._reading = False  # files are being read, and will be shown then
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.go_on)

    def hear(self, wish: Wish) -> None:
        """A later start hands over `wish`: come forward, and do it."""
        program = self._program
        if not (program.window or program.choosing or program.is_asking or self._over):
            # Something went wrong, and left nothing to come forward with.
            program.start(wish.book)
        self._come_forward(wish.token)
        self.take(wish)

    def take(self, wish: Wish) -> None:
        """Do `wish` now, or as soon as that can be."""
        if wish.book is not None or wish.files or wish.action:
            self._waiting.append(wish)
            self.go_on()
            if self._waiting and wish is self._waiting[-1]:
                self._tell_waiting(wish)

    def go_on(self) -> None:
        """Do what waits, as far as nothing stands in its way."""
        while self._waiting and not self._over and not self._is_hindered(self._waiting[0]):
            self._do(self._waiting.popleft())
        if self._waiting and not self._over:
            self._timer.start()
        else:
            self._timer.stop()
            self._withdraw()

    def stop(self) -> None:
        """Do no more: the program ends."""
        self._over = True
        self._timer.stop()
        self.stopped.emit()

    # When

    def _is_hindered(self, wish: Wish) -> bool:
        program = self._program
        before: list[object] = [QApplication.activeModalWidget(), QApplication.activePopupWidget()]
        if any(one is not None for one in before):
            return True
        if wish.book is not None:  # the passphrase of another one need not be known first
            return program.window is None and program.choosing is None and not program.is_asking
        if program.is_asking:
            return True
        if program.window is not None:
            self._reading = self._reading and bool(program.window.desk.jobs.running)
            exposed = program.window.windowHandle().isExposed()
            return self._reading or (bool(wish.action) and not exposed)
        # Without a book one is to be chosen, unless there is none yet.
        return program.choosing is None or program.last_book() is not None

    def _tell_waiting(self, wish: Wish) -> None:
        bar = self._notice_bar()
        if wish.files or wish.book:
            files = [wish.book] if wish.book else wish.files
            words = plural(
                "“{name}” comes next, as soon as a book is open and nothing else is asked here.",
                "{n} files come next, as soon as a book is open and nothing else is asked here.",
                len(files),
                name=files[0].name,
            )
            self._told = str(words)
            if self._program.is_asking and wish.book is None:
                self._program.door.tell_waiting(self._told)
            if bar is not None:
                bar.show_message(self._told)

    def _withdraw(self) -> None:
        """What was said to come has come."""
        bar = self._notice_bar()
        if bar is not None and self._told:
            bar.withdraw(self._told)
            self._told = ""

    def _notice_bar(self) -> "NoticeBar | None":
        shown = self._program.window or self._program.choosing
        return shown.notice_bar if shown is not None else None

    # What

    def _do(self, wish: Wish) -> None:
        program = self._program
        if wish.book is not None:
            asked_for = program.is_asking and program.door.is_before(wish.book)
            if not (self._shows(wish.book) or asked_for):
                program.turn_to(wish.book)
            if self._shows(wish.book) or program.is_asking:
                rest = replace(wish, book=None)
                if rest.files or rest.action:
                    self._waiting.appendleft(rest)
        elif program.window is None:
            program.begin(wish.files, wish.action)
        elif program.shows_sample and wish.files:
            self._offer_to_leave_sample(wish.files)
            self._act(program.window, wish.action)
        else:
            self._bring(program.window, wish.files)
            self._act(program.window, wish.action)

    def _shows(self, book: Path) -> bool:
        """Whether the window shows the book at a path."""
        window = self._program.window
        return window is not None and os.path.realpath(book) == os.path.realpath(
            window.desk.book.path
        )

    def _bring(self, window: "Window", files: Sequence[Path]) -> None:
        if not files:
            return
        if window.finish_edit():
            self._reading = True
            window.files.take(files)
        else:
            words = plural(
                "“{name}” was not opened: something here cannot be saved yet. Finish it, then open "
                "that file again.",
                "{n} files were not opened: something here cannot be saved yet. Finish it, then open "
                "them again.",
                len(files),
                name=files[0].name,
            )
            window.notice_bar.show_message(str(words))

    def _offer_to_leave_sample(self, files: Sequence[Path]) -> None:
        from relbook.gui.widgets.notice_bar import NoticeAction

        bar = self._notice_bar()
        if bar is not None:
            bar.clear()
            words = plural(
                "This is the sample, of which nothing is kept. “{name}” belongs in a book of your own.",
                "This is the sample, of which nothing is kept. {n} files belong in a book of your own.",
                len(files),
                name=files[0].name,
            )
            into = plural("Bring it into my own", "Bring them into my own", len(files))
            bar.show_message(
                str(words),
                NoticeAction(str(into), lambda: self._program.leave_sample_for(files)),
            )

    def _act(self, window: "Window", action: str) -> None:
        do = window.actions_
        if action and window.desk.hindrance():
            window.notice_bar.show_message(window.desk.hindrance())
        elif action == "new-person":
            do.new_person.trigger()
        elif action == "new-entry":
            do.give.trigger()
        elif action == "briefing":
            self._brief(window)

    def _brief(self, window: "Window") -> None:
        """Show the sheet of the next event; without one, plan it."""
        from relbook.core import events

        desk = window.desk
        coming = events.coming(desk.book, desk.today(), limit=1)
        if coming:
            window.open_event(coming[0].id)
            window.print_sheet()
        else:
            window.choose_event()

    # Coming forward

    def _come_forward(self, token: str) -> None:
        """Bring what is shown before the other programs' windows, out of its icon too.

        `token` is the leave to do so that the desktop has given to the start that asks for it.
        """
        if token:
            os.environ[TOKEN] = token
        shown = self._shown()
        for one in shown:
            one.setWindowState(one.windowState() & ~Qt.WindowState.WindowMinimized)
            one.show()
            one.raise_()
            one.activateWindow()
        os.environ.pop(TOKEN, None)  # it is for one use, and not for programs we start
        if shown and QGuiApplication.platformName() == "xcb":
            from relbook.gui import x11

            x11.come_forward(int(shown[-1].winId()), token)

    def _shown(self) -> list[QWidget]:
        """The window, and before it what is asked there."""
        asked: QWidget | None = QApplication.activeModalWidget()
        shown: QWidget | None = self._program.window or self._program.choosing
        if shown is None:
            kind = Qt.WindowType.Window
            shown = next(
                (
                    one
                    for one in QApplication.topLevelWidgets()
                    if one.isVisible() and one.windowType() in (kind, Qt.WindowType.Dialog)
                ),
                None,
            )
        return [one for one in (shown, asked) if one is not None]
