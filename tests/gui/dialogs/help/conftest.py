"""A whole window, whose menus and words the help is held against."""

from collections.abc import Iterator

import pytest

from relbook.app import build_window, leave
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.window import Window


@pytest.fixture
def window(book: Book, theme: Theme) -> Iterator[Window]:
    made = build_window(book, theme=theme, executor=at_once)
    yield made
    made.close()
    leave(made)
