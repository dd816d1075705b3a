import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets.labels import CutLabel, plain_tip


@pytest.mark.parametrize("text", ["Ada", "Ada <b>Love</b> &amp;\nlace", "a &lt; b", "<3", "R&D"])
def test_a_tip_shows_markup_as_it_was_written(text: str) -> None:
    shown = QTextDocument()
    tip = plain_tip(text)
    shown.setHtml(tip) if tip != text else shown.setPlainText(tip)
    assert shown.toPlainText() == text


def test_what_has_no_room_is_cut_and_told_in_its_tip(theme: Theme, qtbot: QtBot) -> None:
    label = CutLabel(theme, "with the guests, about chess and poetry")
    qtbot.addWidget(label)
    label.show()
    label.resize(80, 20)
    assert QLabel.text(label).endswith("…")
    assert label.toolTip() == label.text() == "with the guests, about chess and poetry"
    label.resize(800, 20)
    assert QLabel.text(label) == label.text()
    assert not label.toolTip()
