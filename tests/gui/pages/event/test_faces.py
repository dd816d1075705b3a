"""The guests as faces: each is drawn where a click finds them, and wears its marks."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from relbook.gui.desk import Desk
from relbook.gui.faces import ground
from relbook.gui.pages.event.faces import FaceRow, FacesView
from tests.gui.conftest import Show

NAMES = [f"Guest {n}" for n in range(23)]


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def view(request: pytest.FixtureRequest, desk: Desk, show: Show) -> FacesView:
    """Twenty-three guests in a few lines, the last of them not full."""
    made = FacesView(desk.theme, desk.photos, "faces")
    made.setLayoutDirection(request.param)
    made.resize(620, 420)
    show(made)
    made.show_rows(
        [FaceRow(n, n, f"uid {n}", name, name, "friend") for n, name in enumerate(NAMES)]
    )
    return made


def _holds(view: FacesView, place: QRect, colour: QColor) -> bool:
    picture = view.viewport().grab(place).toImage()
    across, down = range(picture.width()), range(picture.height())
    return any(picture.pixelColor(x, y).rgb() == colour.rgb() for x in across for y in down)


def test_everyone_is_drawn_where_a_click_finds_them(view: FacesView) -> None:
    for n in (0, 1, 6, 7, 22):
        place = view.place_of(n)
        middle = QRect(place.center().x() - 22, place.top() + 8, 44, 44)
        assert _holds(view, middle, ground(f"uid {n}", dark=False))


def test_where_nobody_stands_nothing_is_drawn(view: FacesView) -> None:
    last = view.place_of(22)
    step = -last.width() if view.isRightToLeft() else last.width()
    beside = last.translated(step, 0)
    picture = view.viewport().grab(beside).toImage()
    assert len({picture.pixel(x, y) for x in range(0, 80, 4) for y in range(0, 90, 3)}) == 1


def test_the_pointer_and_the_keys_are_seen_where_they_are(view: FacesView, qtbot: QtBot) -> None:
    accent, hover = view._theme.colours.accent, view._theme.colours.hover
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(9)
    view.clearSelection()
    assert [_holds(view, view.place_of(n), accent) for n in (8, 9, 10)] == [False, True, False]
    qtbot.mouseMove(view.viewport(), view.place_of(1).center())
    qtbot.mouseMove(view.viewport(), view.place_of(2).center())
    qtbot.waitUntil(lambda: _holds(view, view.place_of(2), hover))
    assert not _holds(view, view.place_of(1), hover)


def test_several_marked_stand_on_a_tint(view: FacesView, qtbot: QtBot) -> None:
    tint = view._theme.colours.tint
    at = [view.place_of(n).center() for n in (3, 12)]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at[0])
    assert not _holds(view, view.place_of(3), tint)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, control, at[1])
    assert [_holds(view, view.place_of(n), tint) for n in (3, 4, 12)] == [True, False, True]
