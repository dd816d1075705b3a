"""What the tests of the window share: the theme, a desk, and showing a widget with the focus."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.gui.alerts import Alerts
from relbook.gui.desk import Desk
from relbook.gui.focus import Focus
from relbook.gui.gatherings import Gatherings
from relbook.gui.jobs import Jobs, at_once
from relbook.gui.notices import Notices
from relbook.gui.photos import Photos
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme
from relbook.gui.window import Window
from relbook.paths import asset

Show = Callable[[QWidget], None]


def focused() -> QWidget:
    """The widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The program's look, in light colours."""
    made = Theme(asset)
    made.apply(qapp, "light")
    return made


@pytest.fixture(autouse=True)
def no_button_stays_down(qapp: QApplication) -> Iterator[None]:
    """A button that one test leaves pressed would hold back what the next ones wait for.

    `mouseDClick` leaves it so: its second release is for the test to send.
    """
    yield
    assert qapp.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a widget as a window of its own, active, and let it go at the end."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    return shown


@contextlib.contextmanager
def all_panels(book: Book, theme: Theme, show: Show) -> Iterator[Window]:
    """The real window on `book`, its three panels in sight; it is 14 March 2026."""
    made = build_window(book, theme=theme, today=lambda: date(2026, 3, 14), executor=at_once)
    made.resize(1280, 800)
    show(made)
    made.actions_.show_side.setChecked(True)
    made.side.show()
    yield made
    made.close()
    leave(made)


@pytest.fixture
def desk(book: Book, theme: Theme) -> Iterator[Desk]:
    """A desk on an empty book; its jobs run at once, and it is 14 March 2026."""
    index, alerts = Index(book), Alerts()
    notices = Notices(book, index)
    made = Desk(
        book=book,
        index=index,
        focus=Focus(),
        notices=notices,
        gatherings=Gatherings(book, index, notices),
        jobs=Jobs(book, alerts.tell, at_once),
        alerts=alerts,
        theme=theme,
        photos=Photos(book),
        settings=Settings(None),
        today=lambda: date(2026, 3, 14),
    )
    yield made
    made.notices.stop()
