"""The panel follows the book, and stays where one was."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.core import ledger, people
from relbook.core.ledger import GAVE
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import Heading
from relbook.gui.panels.ledger import LedgerPanel
from tests.gui.conftest import Show
from tests.gui.panels.ledger.conftest import Key, below, child, key, shown, stand_on, whose, write


def test_scroll_and_current_row_stay_when_something_is_added(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        for i in range(60):
            ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", f"old {i}", date="2024-01-01")
    stand_on(panel, "old 30")
    bar = panel.view.verticalScrollBar()
    scrolled = bar.value()
    assert scrolled > 0
    with desk.book.edit("Add"):
        ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", "newer", date="2026-03-14")
    assert panel.view.key() == key(panel, "old 30")
    assert bar.value() == scrolled


def test_a_hidden_panel_catches_up_when_shown(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    panel.hide()
    desk.focus.show_person(ids["Ana Ribeiro"])
    with desk.book.edit("Rename"):
        people.change(desk.book, ids["Ana Ribeiro"], name="Ana Costa")
    assert whose(panel) == "with everyone"
    panel.show()
    assert shown(panel) == ["[Gave and received]", "a jar of honey"]
    assert "Ana Costa" in panel.model.row(1).spoken()


def test_who_is_deleted_takes_their_entries_along(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Delete"):
        people.delete(desk.book, [ids["Rangi Te Whaiti"]])
    assert "two nights" not in shown(panel)
    desk.book.undo()
    assert "two nights" in shown(panel)


def test_an_empty_book_says_what_to_do(desk: Desk, show: Show) -> None:
    empty = LedgerPanel(desk)
    show(empty)
    assert child(empty, "ledgerPanel.nothing").text().startswith("What did you give")
    assert not empty.view.isVisible()


def test_rows_after_other_rows_have_their_own_heights(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Ana Ribeiro"])
    heights = [panel.view.rowHeight(row) for row in range(2)]
    desk.focus.show_nobody()
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert [panel.view.rowHeight(row) for row in range(2)] == heights


def test_everything_to_act_on_has_a_name(panel: LedgerPanel) -> None:
    for name in ("ledgerView", "ledgerBox", "ledgerPanel.add"):
        widget = panel.findChild(QWidget, name)
        assert widget is not None
        assert widget.accessibleName()
    assert panel.objectName() == "ledgerPanel"


def test_headings_count_nothing(panel: LedgerPanel) -> None:
    headings = [row.text for row in panel.model.rows if isinstance(row, Heading)]
    assert not any(character.isdigit() for text in headings for character in text)


def test_markup_is_shown_as_text(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, qtbot: QtBot
) -> None:
    write(qtbot, panel, "gave gift <b>bold</b> to Jonas")
    assert "<b>bold</b>" in below(panel)
    assert child(panel, "ledgerPanel.preview").textFormat() == Qt.TextFormat.PlainText
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert "<b>bold</b>" in shown(panel)
