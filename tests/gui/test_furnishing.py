"""The window comes up with its list; the rest of it follows by itself, or when it is asked for."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import people
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.window import Window

REST = ("openingPage", "interestsView", "ledgerView", "page")


@pytest.fixture
def window(book: Book, theme: Theme) -> Iterator[Window]:
    with book.edit("Add"):
        people.add(book, "Ada Abel")
    made = build_window(book, theme=theme, executor=at_once, furnished=False)
    yield made
    made.close()
    leave(made)


def there(window: Window) -> list[str]:
    return [name for name in REST if window.findChild(QWidget, name) is not None]


def test_the_list_comes_first_and_the_rest_by_itself(
    window: Window, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    assert window.people.view.model().columnCount() == 1
    assert there(window) == []
    window.resize(1300, 800)
    show(window)
    qtbot.waitUntil(lambda: there(window) == list(REST))
    assert window.people.model.count == 1
    assert window.opening.isVisible()
    assert window.interests.isVisible()


def test_who_is_chosen_at_once_has_a_page(
    window: Window, show: Callable[[QWidget], None], book: Book
) -> None:
    show(window)
    window.desk.focus.show_person(book.value("SELECT id FROM person"))
    assert window.page.isVisible()
    assert window.page.header.person.name == "Ada Abel"
    window.furnish()
    assert window.page.isVisible()
    assert not window.opening.isVisible()
