import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.store import schema
from relbook.core.words import sentence
from relbook.gui.desk import Desk
from relbook.gui.dialogs.history import HistoryDialog
from relbook.gui.widgets.buttons import Button
from tests.gui.conftest import Show


@pytest.fixture
def ada(desk: Desk) -> int:
    """Someone, to whom two things happened; and someone else."""
    with desk.edit(sentence("Add {name}", name="Ada Moss")):
        ada = people.add(desk.book, "Ada Moss")
    with desk.edit("Note"):
        people.change(desk.book, ada, note="first")
    with desk.edit("Mail"):
        desk.book.insert(schema.ContactPoint, person_id=ada, kind="mail", value="a@moss.example")
    with desk.edit("Bob"):
        people.add(desk.book, "Bob Reed")
    return ada


@pytest.fixture
def history(desk: Desk, ada: int, show: Show) -> HistoryDialog:
    dialog = HistoryDialog(desk, ada)
    show(dialog)
    return dialog


def edits(history: HistoryDialog) -> list[str]:
    return [row.words for row in history._model.rows if row.key is not None]  # type: ignore[attr-defined]


def choose(history: HistoryDialog, words: str) -> None:
    key = next(row.key for row in history._model.rows if row.words == words)  # type: ignore[attr-defined]
    assert history.view.go_to(key)


def means(history: HistoryDialog) -> str:
    return history._means.text()


def button(history: HistoryDialog) -> Button:
    found = history.findChild(Button, "history.take")
    assert isinstance(found, Button)
    return found


def test_every_edit_is_listed_under_its_day_and_looked_into(history: HistoryDialog) -> None:
    assert history._model.rows[0].spoken() == "Today"
    assert edits(history) == ["Bob", "Mail", "Note", "Add Ada Moss"]
    assert history._model.rows[1].spoken().endswith(": Bob, 1 person")
    choose(history, "Note")
    assert history.told.toPlainText() == "Ada Moss\nNote  first"
    choose(history, "Mail")
    assert "a@moss.example" in history.told.toPlainText()


def test_it_is_searched_by_what_was_done_and_by_whom_it_touched(
    history: HistoryDialog, qtbot: QtBot
) -> None:
    qtbot.keyClicks(history.search, "moss")
    qtbot.waitUntil(lambda: edits(history) == ["Mail", "Note", "Add Ada Moss"])
    qtbot.keyClicks(history.search, " mail")
    qtbot.waitUntil(lambda: edits(history) == ["Mail"])
    qtbot.keyClicks(history.search, "xyz")
    qtbot.waitUntil(lambda: edits(history) == [])
    assert history._count.text() == "Nothing was found."
    assert not button(history).isVisible()


def test_it_is_narrowed_to_one_person(history: HistoryDialog, qtbot: QtBot) -> None:
    assert history.only is not None
    qtbot.mouseClick(history.only, Qt.MouseButton.LeftButton)
    assert edits(history) == ["Mail", "Note", "Add Ada Moss"]


def test_a_step_is_taken_back_alone_and_that_undone(
    history: HistoryDialog, desk: Desk, qtbot: QtBot
) -> None:
    choose(history, "Note")
    assert means(history) == "Nothing later depends on it."
    qtbot.mouseClick(button(history), Qt.MouseButton.LeftButton)
    assert desk.book.value("SELECT note FROM person WHERE name = 'Ada Moss'") == ""
    assert edits(history)[0] == "Take back “Note”"
    assert history.notice_bar.text == "It is taken back."
    choose(history, "Note")
    assert means(history) == "Nothing of it is left to take back."
    history.notice_bar._action.click()
    assert desk.book.value("SELECT note FROM person WHERE name = 'Ada Moss'") == "first"


def test_what_goes_along_is_said_before(history: HistoryDialog, desk: Desk, qtbot: QtBot) -> None:
    choose(history, "Add Ada Moss")
    assert means(history) == ("2 later edits depend on it and go back with it: “Note”, “Mail”.")
    assert button(history).text() == "Take all 3 back"
    qtbot.keyClick(history, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert desk.book.rows("SELECT name FROM person") == [("Bob Reed",)]


def test_of_a_large_one_it_is_looked_up_in_a_job(
    desk: Desk, ada: int, show: Show, qtbot: QtBot
) -> None:
    rows = [(f"P{n}", f"p{n:05}") for n in range(2_100)]
    with desk.edit("Import"):
        desk.book.insert_many(schema.Person, ("name", "sort_key"), rows)
    dialog = HistoryDialog(desk)
    show(dialog)
    assert dialog.only is None
    assert means(dialog) == "This is a large one; what depends on it is looked up first."
    assert dialog.told.toPlainText().endswith("and 2,040 more")
    button(dialog).click()
    assert means(dialog) == "Nothing later depends on it."
    button(dialog).click()
    assert people.count(desk.book) == 2
    qtbot.waitUntil(lambda: edits(dialog)[0] == "Take back “Import”")


def test_an_undone_edit_says_so(history: HistoryDialog, desk: Desk) -> None:
    desk.book.undo()
    choose(history, "Bob")
    assert "undone" in means(history)
    assert "(undone)" in history._model.rows[1].spoken()
    assert not button(history).isVisible()


def test_nothing_is_taken_back_while_a_job_writes(
    history: HistoryDialog, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk.jobs), "writing", property(lambda _self: True))
    choose(history, "Note")
    assert not button(history).isEnabled()


def test_the_search_is_gone_to_by_its_keys(history: HistoryDialog, qtbot: QtBot) -> None:
    history.view.setFocus()
    qtbot.keySequence(history, QKeySequence("Ctrl+F"))
    assert history.search.hasFocus()
