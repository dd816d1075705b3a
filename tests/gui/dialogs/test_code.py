"""Someone's card as a QR code, on the screen and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.core import facts, people
from relbook.core.exchange.outgoing import code
from relbook.gui.desk import Desk
from relbook.gui.dialogs.code import CodeDialog, with_quiet
from relbook.gui.exchange import Exchange


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[CodeDialog]:
    with desk.book.edit("Add"):
        ada = people.add(desk.book, "Ada Abel")
        facts.add(desk.book, facts.Contact, ada, kind="phone", value="+49 40 123")
        facts.add(desk.book, facts.Note, ada, text="only mine")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    desk.focus.show_person(ada)
    Exchange(desk, window, lambda: True, frozenset).show_code()
    yield window.findChildren(CodeDialog)[0]
    window.close()


def test_the_card_is_small_and_without_notes(desk: Desk, dialog: CodeDialog) -> None:
    card = code.small_card(desk.book, desk.focus.now.person or 0)
    assert b"TEL:+49 40 123" in card
    assert b"only mine" not in card
    assert len(card) <= code.MOST


def test_it_goes_on_paper(dialog: CodeDialog, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "code.pdf"))
    dialog.print_on(printer)
    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")
    assert "Sent" in dialog.notice_bar.text


def test_black_is_black_and_white_is_white_in_the_dark_too(dialog: CodeDialog) -> None:
    picture = dialog.findChild(QWidget, "code.picture")
    assert picture is not None
    shot: QImage = picture.grab().toImage()
    colours = {shot.pixelColor(x, shot.height() // 2).name() for x in range(20, shot.width() - 20)}
    assert colours == {"#000000", "#ffffff"}


@pytest.mark.parametrize("modules", [21, 37, 85, 177])
def test_there_is_white_around_it_for_the_camera(desk: Desk, qtbot: QtBot, modules: int) -> None:
    black = QImage(modules, modules, QImage.Format.Format_RGB32)
    black.fill(0xFF000000)
    dialog = CodeDialog(desk.theme, "Ada", black)
    qtbot.addWidget(dialog)
    dialog.show()
    picture = dialog.findChild(QWidget, "code.picture")
    assert picture is not None
    shot = picture.grab().toImage()
    middle = [shot.pixelColor(x, shot.height() // 2).lightness() for x in range(shot.width())]
    code_is = middle.count(0)
    assert middle.index(0) >= 4 * code_is // modules


def test_the_picture_copied_has_white_around_it_too() -> None:
    black = QImage(21, 21, QImage.Format.Format_RGB32)
    black.fill(0xFF000000)
    picture = with_quiet(black)
    assert picture.width() == 29
    assert picture.pixelColor(3, 3).lightness() == 255
    assert picture.pixelColor(4, 4).lightness() == 0
