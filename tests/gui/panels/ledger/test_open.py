"""What is open stands on top, and is settled in one go."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from relbook.core import ledger
from relbook.core.ledger import GAVE
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import OpenRow
from relbook.gui.panels.ledger import LedgerPanel, rows
from tests.gui.panels.ledger.conftest import CONTROL, Key, at, key, shown, stand_on, undo_word


def test_done_is_clicked_and_taken_back(qtbot: QtBot, desk: Desk, panel: LedgerPanel) -> None:
    row = panel.model.row(at(panel, "the article"))
    assert isinstance(row, OpenRow)
    rect = panel.view.visualRect(panel.model.index(at(panel, "the article"), 0))
    start, _ = rows.action_zone(desk.theme, row, rect.width())
    qtbot.mouseClick(
        panel.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(rect.left() + start + 10, rect.center().y()),
    )
    assert "I promised: the article" not in shown(panel)
    kept = ledger.read(desk.book, row.key)
    assert kept is not None
    assert kept.settled == "2026-03-14"
    assert desk.focus.now.entry is None
    assert undo_word(desk) == "Mark as done: the article"
    desk.book.undo()
    assert "I promised: the article" in shown(panel)


def test_what_is_lent_comes_back_by_key_and_may_be_open_again(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    stand_on(panel, "my kettle")
    kettle = key(panel, "my kettle")
    qtbot.keyClick(panel.view, Key.Key_Return, CONTROL)
    assert shown(panel)[-1] == "my kettle"
    panel.view.go_to(kettle)
    qtbot.keyClick(panel.view, Key.Key_Return, CONTROL)
    assert "Out on loan: my kettle" in shown(panel)
    desk.book.undo()
    desk.book.undo()
    assert "Out on loan: my kettle" in shown(panel)


def test_of_much_that_is_open_the_first_stand_on_top(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Promise"):
        for i in range(9):
            ledger.promise(desk.book, [ids["Ana Silva"]], GAVE, f"promise {i}", f"2026-05-0{i + 1}")
    assert shown(panel)[5:7] == ["All that is open", "[Gave and received]"]
    stand_on(panel, "All that is open")
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert shown(panel).index("[Gave and received]") == 13
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert shown(panel)[5] == "All that is open"
