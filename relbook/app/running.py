"""The program from Qt's start to its end."""

import contextlib
import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from relbook import paths
from relbook.app.program import Program
from relbook.core.errors import FileUnwritable
from relbook.core.words import say, use_language

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from relbook.app.display import start_qt
from relbook.gui.print_server import stay_on_this_computer
from relbook.gui.settings import Settings
from relbook.handing import Claim, Wish

if TYPE_CHECKING:
    from relbook.gui.instance import Instance

STARTED = 2_000  # ms after which the window is complete
LOOK_EVERY = 50  # ms
HEARD_AFTER = 150  # ms after something is on the screen, later starts are heard


def main(wish: Wish, claim: Claim) -> int:
    """Open the window and stay until it is closed; returns the exit status.

    Later starts are heard by right of `claim`, which is released at the end.
    """
    with contextlib.suppress(FileUnwritable):  # we can do without a log
        paths.state_folder()
    keep_log(paths.log())
    stay_on_this_computer()
    app = start_qt()
    if sys.platform in ("win32", "darwin"):  # where no variable tells the user's language
        from PySide6.QtCore import QLocale

        spoken = [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
        use_language(paths.asset("locale"), spoken)
    settings = Settings(paths.window_choices())
    program = Program(app, settings)
    ears = Ears(program, claim)
    if sys.platform == "darwin":
        from relbook.gui.opened import OpenedFiles

        opened = OpenedFiles(app)
        opened.wished.connect(program.errands.hear)
    program.passphrase = wish.passphrase
    program.start(wish.book, wish.files, wish.action)
    if settings.lost:
        program.say(
            say(
                "What was remembered of the window (sizes, colours, recent books) cannot be read, "
                "and begins anew. Your books are as they were."
            )
        )
    QTimer.singleShot(STARTED, complete)
    status = app.exec()
    ears.close()
    collect_garbage()
    leave_clipboard()
    program.end()
    claim.release()
    return status


class Ears(QObject):
    """Hears the system ask us to go, and later starts, once there is something on the screen."""

    def __init__(self, program: Program, claim: Claim) -> None:
        super().__init__(program)
        self._program, self._claim = program, claim
        self._instance: Instance | None = None
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        # From then on what is handed over would be lost: it is for the next program.
        program.errands.stopped.connect(self.close)

    def _look(self) -> None:
        self._looks += 1
        shown = any(window.isExposed() for window in QGuiApplication.topLevelWindows())
        if shown or self._looks * LOOK_EVERY >= STARTED:  # it may have come up as an icon
            self._timer.stop()
            from relbook.gui.hearing import mend_areas

            mend_areas()
            QTimer.singleShot(HEARD_AFTER, self, self._hear)

    def _hear(self) -> None:
        from relbook.gui.signals import Signals

        signals = Signals(self)
        signals.asked.connect(self._program.go)
        self._program.in_haste = lambda: signals.was_heard
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self._program.keep, Qt.ConnectionType.DirectConnection)
        if self._claim.holds:
            self._hear_others()

    def _hear_others(self) -> None:
        try:
            from relbook.gui.instance import Instance
        except ImportError as fault:  # a library of the system is missing that Qt's network wants
            logging.getLogger("relbook").warning("Later starts are not heard: %s", fault)
            self._claim.release()
            return
        self._instance = Instance(self._claim, paths.lock(), self)
        self._instance.wished.connect(self._program.errands.hear)
        self._instance.listen()

    def close(self) -> None:
        """Hear no more; later starts wait until they are the first."""
        self._timer.stop()
        if self._instance is not None:
            self._instance.close()
        self._claim.tell_ending()


def leave_clipboard() -> None:
    """Leave what was copied as plain text: data made here must not outlive the interpreter."""
    clipboard = QApplication.clipboard()
    copied: QMimeData | None = clipboard.mimeData()  # None where there is no clipboard
    if copied is not None and copied.hasFormat("text/vcard"):
        text = copied.text()
        clipboard.clear()
        clipboard.setText(text)


def complete() -> None:
    """Do what can wait until the window is there."""
    from PySide6.QtGui import QIcon

    QGuiApplication.setWindowIcon(QIcon(str(paths.asset("relbook.svg"))))
    collect_garbage()


def collect_garbage() -> None:
    """From now on; what has been made so far is left alone, for it stays."""
    gc.freeze()
    gc.enable()


def keep_log(path: Path) -> None:
    """Write warnings and errors to `path`."""
    logger = logging.getLogger("relbook")
    logger.addHandler(_Log(path))
    logger.propagate = False


class _Log(logging.Handler):
    """Opens the log with the first that there is to write: most days there is nothing.

    What cannot be written is no reason to stop, nor to speak of.
    """

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
