"""The first page of the sheet; and the page at any width."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.desk import Desk
from relbook.gui.pages.event import EventPage
from tests.gui.pages.event.conftest import LEFT, RETURN, Gathering, row


def test_the_first_page_is_drawn_and_follows_the_ticks(
    page: EventPage, desk: Desk, supper: Gathering, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.sheet.preview.image is not None)
    before = page.sheet.preview.image
    assert before is not None
    assert page.sheet.note.text().endswith("1 page")
    inks = {before.pixel(x, y) for x in range(0, before.width(), 3) for y in range(60)}
    assert len(inks) > 2
    qtbot.mouseClick(row(page, "the article"), LEFT)
    qtbot.waitUntil(lambda: page.sheet.preview.image is not before)
    assert page.sheet.preview.image != before


def test_the_preview_wishes_to_be_seen_large(
    page: EventPage, supper: Gathering, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.print_requested):
        qtbot.keyClick(page.sheet.preview, RETURN)


@pytest.mark.parametrize("width", [420, 680, 1200])
def test_nothing_overlaps_at_any_width(page: EventPage, width: int) -> None:
    page.resize(width, 700)
    QApplication.processEvents()
    cards = [page.header, page.guests, page.settling, page.introducing, page.near, page.sheet]
    areas = [card.geometry() for card in cards if card.isVisible()]
    assert len(areas) == 6
    for at, area in enumerate(areas):
        assert area.left() >= 0
        assert area.right() <= page.viewport().width()
        assert not any(area.intersects(other) for other in areas[at + 1 :])


def test_everything_one_can_act_on_is_named(page: EventPage) -> None:
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert nameless == []
