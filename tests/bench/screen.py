"""The real window, driven by real events and off the screen; what each costs until all is quiet."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from relbook import app as program
from relbook.app.running import collect_garbage
from relbook.core.store.backups import Shelves
from relbook.core.store.book import Book
from relbook.gui.window import Window
from tests.bench.setting import Cpu

SIZE = 1280, 800


class Paints(QObject):
    """Counts the paint events of `widget`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def application() -> QApplication:
    """The one application, with no cursor that blinks."""
    app = QApplication.instance() or QApplication(["relbook"])
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)
    return app


@contextmanager
def window(path: Path, shelves: Callable[[], Shelves] | None = None) -> Iterator[Window]:
    """The window on the book at `path`, shown and quiet; its backups go to `shelves`."""
    application()
    shown = program.build_window(Book.open(path), shelves=shelves)
    shown.resize(*SIZE)
    shown.show()
    shown.activateWindow()
    settle()
    collect_garbage()  # as the program does once it has started
    gc.freeze()  # as the program does once it stands: what has been made so far stays
    try:
        yield shown
    finally:
        shown.close()
        settle()
        program.leave(shown, back_up=False)


def settle() -> None:
    """Handle events until there are none: nothing is left to be done or painted."""
    dispatcher = QAbstractEventDispatcher.instance()
    while dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait(milliseconds: int) -> None:
    """Let time pass with the window alive."""
    from PySide6.QtCore import QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def press(widget: QWidget, key: Qt.Key, text: str = "") -> Cpu:
    """Press and release a key on `widget`; the CPU time until all is quiet."""
    with Cpu() as cpu:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(
                widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            )
        settle()
    return cpu


def type_in(widget: QWidget, letter: str) -> Cpu:
    """Press the key of `letter`."""
    return press(widget, Qt.Key.Key_unknown if letter != " " else Qt.Key.Key_Space, letter)


def click(widget: QWidget, at: QPoint) -> Cpu:
    """Click with the left button at a point of `widget`."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    place, everywhere = at.toPointF(), widget.mapToGlobal(at).toPointF()
    with Cpu() as cpu:
        for kind, button, held in (
            (QEvent.Type.MouseButtonPress, left, left),
            (QEvent.Type.MouseButtonRelease, left, none),
        ):
            event = QMouseEvent(
                kind, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier
            )
            QApplication.sendEvent(widget, event)
        settle()
    return cpu
