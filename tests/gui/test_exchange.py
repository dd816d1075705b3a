"""What goes in and out to other programs: looked at, agreed, and then done."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from relbook.app import leave_clipboard
from relbook.core import facts, people
from relbook.core.exchange.incoming.plan import Choice
from relbook.core.exchange.profile import Profile
from relbook.gui.desk import Desk
from relbook.gui.dialogs.bring import BringDialog
from relbook.gui.dialogs.brought import BroughtDialog
from relbook.gui.dialogs.columns import ColumnsDialog
from relbook.gui.dialogs.export import ExportDialog
from relbook.gui.dialogs.merge import DuplicatesDialog
from relbook.gui.exchange import CARDS, Exchange, card_data
from relbook.gui.widgets.inputs import ChoiceInput

D = TypeVar("D", bound=QWidget)

CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEMAIL:{mail}\r\nEND:VCARD\r\n"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def ada(desk: Desk) -> int:
    with desk.book.edit("Add"):
        ada = people.add(desk.book, "Ada Abel")
        facts.add(desk.book, facts.Contact, ada, kind="mail", value="ada@example.org")
    return ada


@pytest.fixture
def exchange(desk: Desk, window: QWidget, ada: int) -> Exchange:
    return Exchange(desk, window, lambda: True, lambda: frozenset({ada}))


def shown(window: QWidget, kind: type[D]) -> D:
    """The dialog of `kind` that is open."""
    return next(one for one in window.findChildren(kind) if one.isVisible())


def part(dialog: QWidget, name: str, kind: type[D]) -> D:
    """The part of `dialog` called `name`."""
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def press(dialog: QWidget, name: str) -> None:
    part(dialog, name, QAbstractButton).click()


def write(folder: Path, *cards: tuple[str, str]) -> Path:
    file = folder / "friends.vcf"
    file.write_text("".join(CARD.format(name=name, mail=mail) for name, mail in cards))
    return file


def test_nothing_is_written_before_it_is_agreed(
    exchange: Exchange, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    exchange.bring([write(tmp_path, ("Bo Berg", "bo@example.org"))])
    dialog = shown(window, BringDialog)
    assert people.count(desk.book) == 1
    press(dialog, "bring.go")
    assert people.count(desk.book) == 2


def test_one_undo_takes_it_all_back(
    exchange: Exchange, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    cards = [(f"Person {n}", f"p{n}@example.org") for n in range(5)]
    exchange.bring([write(tmp_path, *cards)])
    press(shown(window, BringDialog), "bring.go")
    desk.book.undo()
    assert people.count(desk.book) == 1


def test_who_is_left_out_stays_out(
    exchange: Exchange, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    exchange.bring([write(tmp_path, ("Bo Berg", "bo@example.org"), ("Cy Cole", "cy@example.org"))])
    dialog = shown(window, BringDialog)
    dialog.view.go_to(1)
    press(dialog, "bring.leave")
    assert dialog.plan.lines[1].choice is Choice.LEAVE
    press(dialog, "bring.go")
    assert desk.book.rows("SELECT name FROM person ORDER BY id")[-1] == ("Bo Berg",)


def test_what_is_chosen_for_one_is_done_for_all_of_its_kind_and_no_others(
    exchange: Exchange, window: QWidget, tmp_path: Path
) -> None:
    names = ("Bo Berg", "Mill", "Cy Cole", "Di Dahl")
    cards = [(name, f"p{n}@example.org") for n, name in enumerate(names)]
    cards[1] = ("Mill\r\nKIND:org", "mill@example.org")
    exchange.bring([write(tmp_path, *cards)])
    dialog = shown(window, BringDialog)
    whole = part(dialog, "bring.all", QAbstractButton)
    assert whole.isHidden()  # all who are new are added as it is
    dialog.view.go_to(0)
    press(dialog, "bring.leave")
    whole.click()
    assert {line.choice for line in dialog.plan.lines} == {Choice.LEAVE}
    press(dialog, "bring.add")
    whole.click()
    chosen = {line.name: line.choice for line in dialog.plan.lines}
    assert chosen == dict.fromkeys(names, Choice.ADD) | {"Mill": Choice.LEAVE}
    assert whole.isHidden()


def test_tab_comes_to_the_choice_that_is_made(
    exchange: Exchange, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    exchange.bring([write(tmp_path, ("Bo Berg", "bo@example.org"), ("Mill\r\nKIND:org", ""))])
    dialog = shown(window, BringDialog)
    for at, name in enumerate(("bring.add", "bring.leave")):
        dialog.view.go_to(at)
        dialog.view.setFocus()
        qtbot.keyClick(dialog.view, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is part(dialog, name, QAbstractButton)


def test_a_file_that_has_gone_is_told(exchange: Exchange, window: QWidget, tmp_path: Path) -> None:
    file = write(tmp_path, ("Bo Berg", "bo@example.org"), ("Cy Cole", "cy@example.org"))
    exchange.bring([file])
    dialog = shown(window, BringDialog)
    file.unlink()
    dialog.view.go_to(1)
    assert "cannot be read" in part(dialog, "bring.why", QLabel).text()


def test_nobody_in_the_book_twice_is_one_sentence(exchange: Exchange, window: QWidget) -> None:
    told: list[str] = []
    exchange.told.connect(told.append)
    exchange.find_duplicates()
    assert told == ["Nobody seems to be in the book twice."]
    assert not window.findChildren(DuplicatesDialog)


def test_what_was_odd_is_told_afterwards(
    exchange: Exchange, window: QWidget, tmp_path: Path
) -> None:
    file = write(tmp_path, ("Bo Berg", "bo@example.org"))
    file.write_text(file.read_text() + "BEGIN:VCARD\nFN:Cut off")
    exchange.bring([file])
    press(shown(window, BringDialog), "bring.go")
    listing = part(shown(window, BroughtDialog), "brought.report", QPlainTextEdit)
    assert "Cut off" in listing.toPlainText()


def test_a_table_not_all_understood_is_asked_about(
    exchange: Exchange, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    file = tmp_path / "friends.csv"
    file.write_text("Name,Mail,Gizmo\nBo Berg,bo@example.org,blue\n")
    exchange.bring([file])
    press(shown(window, ColumnsDialog), "columns.go")
    press(shown(window, BringDialog), "bring.go")
    assert ("Gizmo", "blue") in desk.book.rows("SELECT name, value FROM own_field")


def test_the_columns_to_be_looked_at_stand_first(
    exchange: Exchange, window: QWidget, tmp_path: Path
) -> None:
    file = tmp_path / "friends.csv"
    file.write_text("Name,Mail,Gizmo\nBo Berg,bo@example.org,blue\n")
    exchange.bring([file])
    dialog = shown(window, ColumnsDialog)
    assert part(dialog, "columns.asked", QLabel).text().startswith("1 column may")
    boxes = [part(dialog, f"columns.target.{n}", ChoiceInput) for n in range(3)]
    assert boxes[2].y() < boxes[0].y() < boxes[1].y()
    assert part(dialog, "columns.encoding", ChoiceInput).currentText() == "Unicode (UTF-8)"


def test_a_mapping_kept_by_name_is_used_for_the_next_file(
    exchange: Exchange, window: QWidget, tmp_path: Path
) -> None:
    file = tmp_path / "friends.csv"
    file.write_text("Name,Mail,Gizmo\nBo Berg,bo@example.org,blue\n")
    exchange.bring([file])
    asked = shown(window, ColumnsDialog)
    part(asked, "columns.name", QLineEdit).setText("Mine")
    press(asked, "columns.go")
    shown(window, BringDialog).reject()
    exchange.bring([file])
    assert shown(window, BringDialog)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The dialog is the system's own: here is what it answers."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


@pytest.mark.parametrize(("number", "ending"), [(0, ".vcf"), (2, ".csv"), (4, ".html")])
def test_an_export_has_its_ending(
    exchange: Exchange,
    window: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    ending: str,
) -> None:
    choose(monkeypatch, tmp_path / "friends")
    exchange.export()
    dialog = shown(window, ExportDialog)
    part(dialog, "export.format", ChoiceInput).set_value(number)
    press(dialog, "export.go")
    assert "Ada" in (tmp_path / f"friends{ending}").read_text("utf-8")


def test_a_file_is_never_replaced_unasked(
    exchange: Exchange,
    desk: Desk,
    window: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The dialog asked about the name without its ending."""
    (tmp_path / "friends.vcf").write_text("mine")
    told: list[str] = []
    desk.alerts.told.connect(told.append)
    choose(monkeypatch, tmp_path / "friends")
    exchange.export()
    press(shown(window, ExportDialog), "export.go")
    assert (tmp_path / "friends.vcf").read_text() == "mine"
    assert "friends.vcf" in told[0]


def test_who_is_chosen_is_asked_once(desk: Desk, window: QWidget, ada: int) -> None:
    """With a whole book chosen the answer is long."""
    asked: list[int] = []

    def chosen() -> frozenset[int]:
        asked.append(ada)
        return frozenset({ada})

    with desk.book.edit("Add"):
        for n in range(5):
            people.add(desk.book, f"Person {n}")
    Exchange(desk, window, lambda: True, chosen).export()
    assert shown(window, ExportDialog).isVisible()
    assert len(asked) == 1


def test_what_leaves_is_told_for_what_is_chosen(exchange: Exchange, window: QWidget) -> None:
    exchange.export()
    dialog = shown(window, ExportDialog)
    part(dialog, "export.profile", ChoiceInput).set_value(Profile.EVERYTHING)
    assert any("tender" in line for line in dialog.told())
    part(dialog, "export.format", ChoiceInput).set_value(3)
    part(dialog, "export.format", ChoiceInput).edited.emit()
    assert any("promises and loans" in line for line in dialog.told())


def test_cards_are_copied_without_notes(exchange: Exchange, desk: Desk, ada: int) -> None:
    with desk.book.edit("Note"):
        facts.add(desk.book, facts.Note, ada, text="only mine")
    exchange.copy_cards()
    data = QGuiApplication.clipboard().mimeData()
    assert "FN:Ada Abel" in data.text()
    assert b"only mine" not in bytes(data.data(CARDS).data())


@pytest.mark.posix
def test_a_card_dragged_out_is_a_file_for_its_owner_alone(
    exchange: Exchange, desk: Desk, ada: int
) -> None:
    data = exchange.drag_data(frozenset({ada}))
    file = Path(QUrl(data.urls()[0]).toLocalFile())
    assert file.name == "Ada Abel.vcf"
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.read_bytes() == bytes(card_data(desk, [ada]).data(CARDS).data())


def test_what_was_dragged_before_is_still_there(exchange: Exchange, desk: Desk, ada: int) -> None:
    with desk.book.edit("Add"):
        otto = people.add(desk.book, "Otto Klein")
    both = [exchange.drag_data(frozenset({one})) for one in (ada, otto, ada)]
    files = [Path(data.urls()[0].toLocalFile()) for data in both]
    assert len(set(files)) == 3
    assert all(b"BEGIN:VCARD" in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    ("name", "file"),
    [("a" + "Ж" * 200, "a" + "Ж" * 99), ("a/b: c?", "a b  c"), ("...", "book")],
)
def test_any_name_makes_a_file(exchange: Exchange, desk: Desk, name: str, file: str) -> None:
    with desk.book.edit("Add"):
        who = people.add(desk.book, name)
    data = exchange.drag_data(frozenset({who}))
    assert Path(data.urls()[0].toLocalFile()).stem == file


def test_letters_that_were_guessed_can_be_read_otherwise(
    exchange: Exchange, window: QWidget, tmp_path: Path
) -> None:
    file = tmp_path / "old.vcf"
    file.write_bytes("BEGIN:VCARD\nFN:Иван Петров\nTEL:1234567\nEND:VCARD\n".encode("cp1251"))
    exchange.bring([file])
    box = part(shown(window, BringDialog), "bring.letters", ChoiceInput)
    box.set_value("cp1251")
    box.activated.emit(box.currentIndex())
    assert shown(window, BringDialog).plan.lines[0].name == "Иван Петров"


def test_what_was_copied_is_left_as_text(exchange: Exchange) -> None:
    exchange.copy_cards()
    leave_clipboard()
    data = QGuiApplication.clipboard().mimeData()
    assert "FN:Ada Abel" in data.text()
    assert not data.hasFormat(CARDS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.txt", b"Dear diary\n"),
        ("face.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("junk.vcf", b"nothing of the kind"),
        ("list.csv", b""),
    ],
)
def test_what_brings_nobody_is_told_by_its_name(
    exchange: Exchange, desk: Desk, tmp_path: Path, name: str, content: bytes
) -> None:
    told: list[str] = []
    desk.alerts.told.connect(told.append)
    file = tmp_path / name
    file.write_bytes(content)
    exchange.bring([file])
    (said,) = told
    assert f"“{name}”" in said
