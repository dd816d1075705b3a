"""The dialogs about a passphrase: how strong it is, and the sheet for the drawer."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from relbook.gui.dialogs.lock import RecoveryDialog, SettingDialog, UnlockDialog
from relbook.gui.dialogs.lock.strength import strength_of
from relbook.gui.printing.recovery import parts
from relbook.gui.theme import Theme
from relbook.gui.widgets.prose import Prose
from tests.gui.conftest import Show

PATH = Path("/books/people.relbook")


@pytest.mark.parametrize(
    ("passphrase", "words", "least"),
    [
        ("password1", "at once", 0),
        ("Ada1815", "", 0),
        ("correct horse battery staple", "centuries", 4),
        ("x" * 500, "at once", 0),
        ("naïve Größe 秀英 🙂 lantern", "", 4),
    ],
)
def test_strength_is_told_in_words(passphrase: str, words: str, least: int) -> None:
    told = strength_of(passphrase)
    assert words in told.words
    assert told.words.endswith(".")
    assert told.score >= least


def test_what_the_book_itself_tells_is_guessed_first() -> None:
    alone, known = strength_of("quentinella"), strength_of("quentinella", ["quentinella"])
    assert known.score < alone.score
    assert strength_of("").words == ""


def test_the_strength_follows_what_is_typed(theme: Theme, show: Show, qtbot: QtBot) -> None:
    dialog = SettingDialog(theme, PATH, locked=False)
    show(dialog)
    QTest.keyClicks(dialog.now, "password")
    qtbot.waitUntil(lambda: "at once" in dialog.strength.text())
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.again, "passwort")
    dialog.go.click()
    assert "twice" in dialog.notice_bar.text
    settled: list[tuple[str, str, bool]] = []
    dialog.settled.connect(lambda *given: settled.append(given))
    dialog.again.setText("password")
    dialog.go.click()
    assert settled == [("", "password", False)]


def test_dots_are_shown_and_letters_when_wished(theme: Theme, show: Show) -> None:
    dialog = UnlockDialog(theme, PATH)
    show(dialog)
    tick = dialog.findChild(QCheckBox, "unlock.show")
    assert tick is not None
    assert dialog.passphrase.echoMode() == QLineEdit.EchoMode.Password
    tick.click()
    assert dialog.passphrase.echoMode() == QLineEdit.EchoMode.Normal


def test_the_sheet_has_the_passphrase_only_when_ticked(theme: Theme, show: Show) -> None:
    dialog = RecoveryDialog(theme, PATH, owner="Ada", passphrase="open sesame")
    show(dialog)
    said = [text for _, text in parts(dialog.sheet)]
    assert {"Ada", str(PATH)} <= set(said)
    assert "" in said  # a line to write on
    assert "open sesame" not in said
    dialog.tick.click()
    said = [text for _, text in parts(dialog.sheet)]
    assert "open sesame" in said
    assert "" not in said
    unknown = RecoveryDialog(theme, PATH)
    assert not unknown.tick.isVisibleTo(unknown)


def test_it_prints(theme: Theme, show: Show, tmp_path: Path) -> None:
    dialog = RecoveryDialog(theme, PATH, owner="Ada")
    show(dialog)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    dialog.print_on(printer)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "Sent" in dialog.notice_bar.text


def test_what_waits_for_the_book_is_said_and_stays_said(theme: Theme, show: Show) -> None:
    dialog = UnlockDialog(theme, PATH)
    show(dialog)
    said = dialog.findChild(Prose, "unlock.waiting")
    assert said is not None
    assert not said.isVisible()
    dialog.show_waiting("“cleo.vcf” comes next.")
    dialog.complain("That is not the passphrase.")
    assert said.isVisible()
    assert said.words == "“cleo.vcf” comes next."
