"""The program is killed while somebody types: started again, it offers what stood there."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core.store.book import Book
from relbook.gui.jobs import at_once
from tests.trust import kills
from tests.trust.deed import BOOK
from tests.trust.edits import HalfTyping


def test_killed_while_typing_the_words_are_offered_and_stand_in_their_form_again(
    tmp_path: Path, qtbot: QtBot
) -> None:
    deed = HalfTyping()
    deed.prepare(tmp_path)
    with kills.nursery() as mother:
        finished, _ = mother.kill(deed, tmp_path, 4, 0.5)
    assert finished >= 4
    deed.verify(tmp_path, finished)
    window = build_window(Book.open(tmp_path / BOOK), look="light", executor=at_once)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert "Person 0" in window.notice_bar.text
    button = window.findChild(QAbstractButton, "noticeBar.action")
    assert button is not None
    button.click()
    form = window.page.sections["note"].form
    assert form is not None
    assert form.values()["text"].startswith("word0 word1 word2 word3")
    assert window.finish_edit()
    assert window.desk.book.value("SELECT text FROM note").startswith("word0 word1 word2 word3")
    window.close()
    leave(window)
