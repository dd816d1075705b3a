"""The people panel, with eight people of several scripts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, facts, people
from relbook.gui.desk import Desk
from relbook.gui.letting_go import LettingGo
from relbook.gui.panels.people import PeoplePanel
from tests.gui.conftest import Show, focused

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# In the order of the list.
NAMES = (
    "Tom Achterberg", "Ida Berg", "Jon Berg", "Kofi Mensah", "Amara Okonkwo", "Ana Ribeiro",
    "Δήμητρα Παπαδάκη", "李美玲",
)  # fmt: skip


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """People, two circles, and a note that tells of a place."""
    book = desk.book
    with book.edit("Add"):
        found = {name: people.add(book, name) for name in reversed(NAMES)}
        facts.add(book, facts.Position, found["Ana Ribeiro"], title="Marine engineer")
        facts.add(book, facts.Address, found["Ana Ribeiro"], locality="Porto")
        facts.add(book, facts.Note, found["Kofi Mensah"], text="The regatta in Hoorn")
        sailing = circles.find_or_add(book, "Sailing")
        circles.join(book, sailing, [found["Ana Ribeiro"], found["Kofi Mensah"]])
        circles.join(book, circles.find_or_add(book, "Old crew"), [found["Kofi Mensah"]])
    return found


@pytest.fixture
def panel(desk: Desk, ids: dict[str, int], show: Show) -> PeoplePanel:
    made = PeoplePanel(desk)
    LettingGo(desk, made.close_ranks, made)
    made.resize(292, 360)  # four rows and a bit
    show(made)
    return made


def shown(panel: PeoplePanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def marked(panel: PeoplePanel) -> list[str]:
    rows = [row for span in panel.view.spans() for row in range(*span)]
    return [shown(panel)[row] for row in sorted(rows)]


def chosen(desk: Desk) -> list[str]:
    return sorted(people.name(desk.book, person) for person in desk.focus.now.selection)


def attended(desk: Desk) -> str:
    person = desk.focus.now.person
    return "" if person is None else people.name(desk.book, person)


def in_sight(panel: PeoplePanel, name: str) -> bool:
    rect = panel.view.visualRect(panel.model.index(shown(panel).index(name), 0))
    return panel.view.viewport().rect().contains(rect)


def click(
    qtbot: QtBot, panel: PeoplePanel, name: str, *, keys: Qt.KeyboardModifier | None = None
) -> None:
    at = panel.view.visualRect(panel.model.index(shown(panel).index(name), 0)).center()
    keys = keys or Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, keys, at)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key)


def child(panel: QWidget, name: str) -> QWidget:
    found = panel.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def count_line(panel: PeoplePanel) -> str:
    return child(panel, "peoplePanel.count").accessibleName()
