"""Many people tagged at once, and that undone: by the core alone, and as a user through the panel.

By the core, the edit with what keeps the words of the index true within it, and the index brought
up to date after it. Through the panel it is a job, and all that is painted afterwards counts too.
"""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt

from relbook.core import interests
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.gui.window import Window
from tests.bench import book as made
from tests.bench import screen
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most

CHOSEN = 5_000
LIMIT = 1.0  # s
PATIENCE = 30  # s


def rows(setting: Setting) -> Iterator[Row]:
    chosen = random.Random("chosen").sample(range(1, setting.people + 1), CHOSEN)
    with setting.scratch() as scratch:
        path = Path(scratch) / "own.relbook"
        shutil.copy(setting.book(), path)
        with Book.open(path) as book:
            yield from _by_the_core(book, chosen)
        with screen.window(path) as window:
            window.furnish()
            _let_the_index_be_whole(window)
            yield from _by_the_panel(window, frozenset(chosen))


def _by_the_core(book: Book, chosen: list[int]) -> Iterator[Row]:
    index = Index(book)
    for name in ("Whittling", made.MANY):
        before = _having(book, name)
        with Cpu() as cpu:
            with book.edit("Tag"):
                interests.tag(book, chosen, interests.find_or_add(book, name), "enjoys")
            index.catch_up()
        _must(_having(book, name) > before, "nobody was tagged")
        what = f"{CHOSEN:,} tagged with one that {before:,} have"
        yield at_most(what, cpu.process, LIMIT, "s")
        with Cpu() as cpu:
            book.undo()
            index.catch_up()
        _must(_having(book, name) == before, "it was not undone")
        yield at_most("undone", cpu.process, LIMIT, "s")


def _by_the_panel(window: Window, chosen: frozenset[int]) -> Iterator[Row]:
    desk = window.desk
    desk.focus.set(selection=chosen, person=min(chosen), page="person")
    screen.settle()
    screen.wait(500)
    before = _having(desk.book, made.MANY)
    box = window.interests.box
    box.setFocus()
    box.setText(made.MANY)
    screen.settle()
    with Cpu() as cpu:
        screen.press(box, Qt.Key.Key_Return)
        _until(lambda: not desk.jobs.running)
    _must(_having(desk.book, made.MANY) > before, "nobody was tagged")
    yield at_most(f"{CHOSEN:,} tagged through the panel", cpu.process, LIMIT, "s")
    with Cpu() as cpu:
        window.actions_.undo.trigger()
        _until(lambda: not desk.jobs.running)
    _must(_having(desk.book, made.MANY) == before, "it was not undone")
    yield at_most("undone through the window", cpu.process, LIMIT, "s")
    with Cpu() as cpu:
        _let_the_index_be_whole(window)
    yield at_most("what is left to a job afterwards", cpu.process, LIMIT, "s")


def _let_the_index_be_whole(window: Window) -> None:
    """What needs a job to be quick to search again has it a moment later."""
    _until(lambda: not (window.desk.index.wants_building or window.desk.jobs.running))
    screen.wait(500)


def _having(book: Book, name: str) -> int:
    return int(
        book.value(
            "SELECT count(DISTINCT person_id) FROM tagging t JOIN interest i"
            " ON i.id = t.interest_id WHERE i.name = ?",
            name,
        )
    )


def _must(held: bool, else_: str) -> None:
    if not held:
        raise AssertionError(else_)


def _until(there: Callable[[], bool]) -> None:
    """Handle events until it is so, and then until all is painted."""
    end = time.monotonic() + PATIENCE
    while not there():
        _must(time.monotonic() < end, "a job did not end")
        screen.settle()
        time.sleep(0.001)
    screen.settle()
