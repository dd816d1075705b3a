"""The ledger panel, with what passed with four people."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import events, interests, ledger, people
from relbook.core.ledger import GAVE, RECEIVED, Entry
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import Heading
from relbook.gui.panels.ledger import LedgerPanel
from tests.gui.conftest import Show

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Jonas Berg", "Ana Ribeiro", "Ana Silva", "Rangi Te Whaiti")


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """Four people, three words, an event, and what passed with them."""
    book = desk.book
    with book.edit("Add"):
        found = {name: people.add(book, name) for name in NAMES}
        jonas, ana, _, rangi = found.values()
        boats = interests.find_or_add(book, "old boats")
        sailing = interests.find_or_add(book, "sailing")
        interests.find_or_add(book, "yard")
        interests.set_parent(book, sailing, boats)
        supper = events.add(book, "Winter supper", starts="2026-03-28")
        events.invite(book, supper, [jonas, rangi])
        ledger.add(book, [jonas], RECEIVED, "advice", "how to splice wire", date="2026-02-20",
                   interest_id=sailing)  # fmt: skip
        ledger.add(book, [ana], GAVE, "gift", "a jar of honey", date="2026-03-01")
        ledger.add(book, [rangi], RECEIVED, "hospitality", "two nights", date="2025-07-03")
        ledger.promise(book, [jonas], GAVE, "the article", "2026-03", date="2026-01-02")
        ledger.add(book, [rangi], GAVE, "loan", "my kettle", date="2025-05-04")
    return {**found, "sailing": sailing, "boats": boats, "supper": supper}


@pytest.fixture
def panel(desk: Desk, ids: dict[str, int], show: Show) -> LedgerPanel:
    made = LedgerPanel(desk)
    made.resize(308, 560)
    show(made)
    return made


def shown(panel: LedgerPanel) -> list[str]:
    """What the rows are about, headings in brackets."""
    found = []
    for row in panel.model.rows:
        if isinstance(row, Heading):
            found.append(f"[{row.text}]")
        else:
            found.append(getattr(row, "title", "") or row.spoken())
    return found


def whose(panel: LedgerPanel) -> str:
    return child(panel, "ledgerPanel.whose").text()


def below(panel: LedgerPanel) -> str:
    """The quiet line below the box, with plain blanks."""
    return " ".join(child(panel, "ledgerPanel.preview").text().split())


def child(panel: QWidget, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found


def at(panel: LedgerPanel, title: str) -> int:
    return next(i for i, text in enumerate(shown(panel)) if title in text)


def key(panel: LedgerPanel, title: str) -> int:
    found = panel.model.row(at(panel, title)).key
    assert isinstance(found, int)
    return found


def place(panel: LedgerPanel, title: str) -> QPoint:
    return panel.view.visualRect(panel.model.index(at(panel, title), 0)).center()


def click(qtbot: QtBot, panel: LedgerPanel, title: str) -> None:
    qtbot.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, title) - QPoint(60, 0)
    )


def stand_on(panel: LedgerPanel, title: str) -> None:
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(at(panel, title), 0))


def write(qtbot: QtBot, panel: LedgerPanel, line: str) -> None:
    panel.box.setFocus()
    qtbot.keyClicks(panel.box, line)


def offered(panel: LedgerPanel) -> list[str]:
    popup = panel.box.findChild(QAbstractItemView, "completions") or panel.box._popup()
    if not popup.isVisible():
        return []
    return [popup.model().index(i, 0).data() for i in range(popup.model().rowCount())]


def last(desk: Desk) -> Entry:
    entry = ledger.read(desk.book, desk.book.value("SELECT max(id) FROM ledger_entry"))
    assert entry is not None
    return entry


def undo_word(desk: Desk) -> str:
    step = desk.book.next_undo()
    return "" if step is None else str(step.sentence)
