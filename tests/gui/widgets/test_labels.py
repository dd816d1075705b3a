import pytest
from PySide6.QtGui import QTextDocument

from relbook.gui.widgets.labels import plain_tip


@pytest.mark.parametrize("text", ["Ada", "Ada <b>Love</b> &amp;\nlace", "a &lt; b", "<3", "R&D"])
def test_a_tip_shows_markup_as_it_was_written(text: str) -> None:
    shown = QTextDocument()
    tip = plain_tip(text)
    shown.setHtml(tip) if tip != text else shown.setPlainText(tip)
    assert shown.toPlainText() == text
