"""What a window showed last comes back with the book, and what is gone meanwhile does not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import circles, events, people
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui import view_kept
from relbook.gui.focus import Attention, Filter, Focus
from relbook.gui.jobs import at_once
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme
from relbook.gui.window import Window

Show = Callable[[QWidget], None]


@pytest.fixture
def peopled(book: Book) -> Book:
    """Ada (1) and Bo (2), of the choir (1)."""
    with book.edit("Add"):
        for name in ("Ada Abel", "Bo Berg"):
            people.add(book, name)
        circles.join(book, circles.find_or_add(book, "Choir"), [1, 2])
    return book


def seen_again(book: Book) -> Attention:
    focus = Focus()
    view_kept.bring_back(book, focus)
    return focus.now


def window_on(book: Book, theme: Theme, settings: Settings | None = None) -> Window:
    return build_window(book, theme=theme, settings=settings, executor=at_once, furnished=False)


def test_who_was_looked_at_and_what_was_sought_come_back(
    peopled: Book, theme: Theme, show: Show, qtbot: QtBot
) -> None:
    path, generation = peopled.path, peopled.generation
    first = window_on(peopled, theme)
    show(first)
    first.people.search.setText("b")
    first.desk.focus.set(filter=Filter(circles=frozenset({1})))
    first.desk.focus.show_person(2)
    first.close()
    leave(first)
    with Book.open(path) as book:
        assert book.generation == generation  # no edit, nothing to back up
        assert "Berg" not in (book.setting(view_kept.VIEW) or "")
        again = window_on(book, theme)
        show(again)
        assert again.people.search.text() == "b"
        assert again.people.model.count == 1
        qtbot.waitUntil(lambda: again.pages.currentWidget() is not None)
        again.furnish()
        assert again.page.isVisible()
        assert again.page.header.person.name == "Bo Berg"
        again.close()
        leave(again)


def test_an_event_comes_back(peopled: Book, theme: Theme, show: Show) -> None:
    with peopled.edit("Plan"):
        party = events.add(peopled, "Party")
        events.invite(peopled, party, [1])
    focus = Focus()
    focus.set(event=party, page="event")
    view_kept.keep(peopled, focus)
    window = window_on(peopled, theme)
    show(window)
    window.furnish()
    assert window.event_page.isVisible()
    assert window.people.model.count == 1
    window.close()
    leave(window)


def test_who_is_gone_is_looked_at_no_more(peopled: Book) -> None:
    focus = Focus()
    focus.set(filter=Filter(circles=frozenset({1, 7})), selection=frozenset({1, 2}), search="b")
    focus.set(person=2, page="person", entry=5)
    view_kept.keep(peopled, focus)
    assert seen_again(peopled).person == 2
    with peopled.edit("Delete"):
        people.delete(peopled, [2])
    assert seen_again(peopled) == Attention(
        search="b", filter=Filter(circles=frozenset({1})), selection=frozenset({1})
    )


def test_all_chosen_are_not_all_kept(peopled: Book) -> None:
    focus = Focus()
    focus.set(selection=frozenset(range(1, 9_000)), person=1, page="person")
    view_kept.keep(peopled, focus)
    assert seen_again(peopled).selection == {1}


@pytest.mark.parametrize(
    "kept",
    [
        "{", "[]", "7", "[" * 100_000, '{"search": 1}', '{"page": "person"}',
        json.dumps({"search": "", "filter": {"interests": ["1"], "circles": []}}),
        json.dumps({"search": "", "filter": {"interests": [], "circles": list(range(40_000))}}),
        json.dumps({"search": "", "filter": {"interests": [10**30], "circles": []}}),
    ],
)  # fmt: skip
def test_what_another_relbook_kept_is_left_alone(peopled: Book, kept: str) -> None:
    peopled.remember(view_kept.VIEW, kept)
    assert seen_again(peopled) == Attention()


def test_nothing_is_written_where_nothing_changed(peopled: Book) -> None:
    before = peopled.value("PRAGMA data_version"), peopled.sql("SELECT 1").connection.total_changes
    view_kept.keep(peopled, Focus())
    now = peopled.value("PRAGMA data_version"), peopled.sql("SELECT 1").connection.total_changes
    assert now == before


def test_in_a_locked_book_it_is_locked_too(tmp_path: Path) -> None:
    with Book.create(tmp_path / "locked.relbook", key=Key.make("open sesame")) as book:
        focus = Focus()
        focus.set(search="zanzibarry")
        view_kept.keep(book, focus)
        view_kept.keep_left(book, "half a name")
        assert (seen_again(book).search, view_kept.left_in(book)) == ("zanzibarry", "half a name")
    for file in tmp_path.iterdir():
        assert b"zanzibarry" not in file.read_bytes()


# Its size and place, which are this computer's


def beyond(rect: QRect, width: int) -> QByteArray:
    """What Qt keeps of a window that stood at `rect` on a screen that wide, the second one."""
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    stream.setVersion(QDataStream.Version.Qt_4_0)
    stream.writeUInt32(0x1D9D0CB)
    stream.writeUInt16(3)
    stream.writeUInt16(0)
    stream << rect << rect
    stream.writeInt32(1)
    stream.writeUInt8(0)
    stream.writeUInt8(0)
    stream.writeInt32(width)
    stream << rect
    return data


@pytest.mark.parametrize(
    ("rect", "wide"),
    [
        (QRect(9_000, 200, 700, 500), 1920),
        (QRect(-4_000, -3_000, 700, 500), 1920),
        (QRect(2_000, 100, 7_000, 4_000), 7_680),
        (QRect(0, 0, 0, 0), 0),
    ],
)
def test_a_monitor_that_is_gone_takes_no_window_with_it(
    peopled: Book, theme: Theme, show: Show, rect: QRect, wide: int
) -> None:
    settings = Settings(None)
    settings.keep("geometry", beyond(rect, wide))
    window = window_on(peopled, theme, settings)
    show(window)
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(window.geometry().center())
    assert room.contains(window.geometry().topLeft())
    assert window.width() <= room.width()
    window.close()
    leave(window)
