"""The lists at the window's right, as they look when one points at them or goes there by key."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from relbook.gui.models.listing import Listing
from relbook.gui.theme import Theme
from relbook.gui.widgets.side_list import SideList, Strip


@dataclass(frozen=True, slots=True)
class Word:
    """A row."""

    key: str

    def spoken(self) -> str:
        return self.key


@pytest.fixture
def words(theme: Theme, qtbot: QtBot) -> SideList:
    """Three rows, which show by themselves whether the pointer or the keys are on them."""

    def paint(strip: Strip, row: Word) -> None:
        strip.ground(chosen=False)
        strip.text(30, strip.line("text", 0, strip.height), 200, row.key, "text", QColor("red"))
        if strip.focused:
            strip.ring(0, 8, strip.colours.accent)

    model = Listing()
    view = SideList(theme, model, "words", "Words", 30, paint)
    model.setParent(view)
    model.show([Word("bread"), Word("salt"), Word("soup")])
    view.resize(240, 120)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    return view


def _row(view: SideList, at: int) -> QImage:
    place = view.visualRect(view.model().index(at, 0))
    return view.viewport().grab(place).toImage()


def _holds(picture: QImage, colour: QColor) -> bool:
    wide, high = picture.width(), picture.height()
    return any(picture.pixelColor(x, y) == colour for x in range(wide) for y in range(high))


def test_the_row_that_has_the_keys_wears_a_ring_while_the_list_has_them(
    words: SideList, theme: Theme, qtbot: QtBot
) -> None:
    words.go_to("salt")
    words.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(words.hasFocus)
    accent = theme.colours.accent
    assert [_holds(_row(words, at), accent) for at in range(3)] == [False, True, False]
    words.clearFocus()
    assert not _holds(_row(words, 1), accent)


def test_the_row_under_the_pointer_stands_on_another_ground(
    words: SideList, theme: Theme, qtbot: QtBot
) -> None:
    assert not _holds(_row(words, 2), theme.colours.hover)
    qtbot.mouseMove(words.viewport(), QPoint(5, 5))
    qtbot.mouseMove(words.viewport(), words.visualRect(words.model().index(2, 0)).center())
    qtbot.waitUntil(lambda: _holds(_row(words, 2), theme.colours.hover))
    assert not _holds(_row(words, 0), theme.colours.hover)
