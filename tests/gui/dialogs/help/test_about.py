"""About: versions and places as they are, to be opened and copied; and every licence to be read."""

from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QPushButton

from relbook import HOME, __version__, paths, places
from relbook.gui.dialogs.help import AboutDialog
from relbook.gui.dialogs.help.about import _checked_out, details, released
from relbook.gui.dialogs.help.licences import LicencesDialog, every
from relbook.gui.theme import Theme
from relbook.gui.widgets.prose import Prose
from relbook.places import Place
from tests.gui.conftest import Show

ODD = Path("/home/<b>ada</b>/people.relbook")


@pytest.fixture
def about(theme: Theme, show: Show, tmp_path: Path) -> AboutDialog:
    book = Place("book", "Your book", tmp_path / "people.relbook")
    log = Place("log", "Log", tmp_path / "none" / "relbook.log")
    made = AboutDialog(theme, paths.asset, [book, log])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def words(about: AboutDialog) -> str:
    labels = about.findChildren(QLabel)
    return "\n".join(label.words if isinstance(label, Prose) else label.text() for label in labels)


def button(about: AboutDialog, name: str) -> QPushButton:
    found = about.findChild(QPushButton, name)
    assert found is not None
    return found


def test_it_tells_versions_and_places(about: AboutDialog, tmp_path: Path) -> None:
    said = words(about)
    for word in (__version__, "Qt 6", "PySide6 6", "SQLite 3", "SQLCipher 4", "MIT licence"):
        assert word in said
    assert str(tmp_path / "people.relbook") in said


def test_its_home_is_a_link_that_leads_where_it_says(
    about: AboutDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    QTest.mouseClick(button(about, "about.home"), Qt.MouseButton.LeftButton)
    assert [url.toString() for url in opened] == [button(about, "about.home").text()] == [HOME]
    assert "it can be copied" in words(about)  # nothing opened it


@pytest.mark.posix
@pytest.mark.parametrize("program", ["", "files.desktop"])
def test_where_no_program_opens_folders_that_is_said(
    about: AboutDialog, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "xdg-mime"
    asked.write_text(f"#!/bin/sh\n[ -z '{program}' ] || echo {program}\n")
    asked.chmod(0o700)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    QTest.mouseClick(button(about, "about.book.open"), Qt.MouseButton.LeftButton)
    assert ("No program here" in words(about)) is not bool(program)


def test_a_folder_is_opened_where_there_is_one(
    about: AboutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    QTest.mouseClick(button(about, "about.book.open"), Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]
    assert not button(about, "about.log.open").isEnabled()


def test_where_nothing_opens_folders_it_is_said(
    about: AboutDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    said = about.findChild(Prose, "about.trouble")
    assert said is not None
    assert not said.isVisible()
    QTest.mouseClick(button(about, "about.book.open"), Qt.MouseButton.LeftButton)
    assert said.isVisible()


def test_a_path_that_looks_like_markup_is_only_a_path(theme: Theme, show: Show) -> None:
    about = AboutDialog(theme, paths.asset, [Place("book", "Your book", ODD)])
    show(about)
    assert str(ODD) in words(about)
    shown = about.findChild(Prose, "about.book")
    assert shown is not None
    assert "<b>" not in shown.text()


def test_all_of_it_is_named(about: AboutDialog) -> None:
    names = [one.accessibleName() for one in about.findChildren(QAbstractButton)]
    assert all(names)
    assert len(set(names)) == len(names)


def test_what_is_copied_holds_no_fact_about_anyone(
    about: AboutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    QTest.mouseClick(button(about, "about.copy"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert "book: ~" in copied
    assert str(tmp_path) not in copied


def test_a_name_that_its_owner_chose_is_not_copied(tmp_path: Path) -> None:
    told = details(places.every(tmp_path / "Ada and Mary.relbook"))
    assert "Ada" not in told
    assert "book: in a place" in told


def test_the_commit_of_a_checkout_is_known_without_git(tmp_path: Path) -> None:
    git = tmp_path / ".git"
    git.mkdir()
    assert _checked_out(tmp_path) == ""
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text("# pack\n" + "ab" * 20 + " refs/heads/main\n")
    assert _checked_out(tmp_path) == "ab" * 6
    (git / "refs/heads").mkdir(parents=True)
    (git / "refs/heads/main").write_text("cd" * 20 + "\n")
    assert _checked_out(tmp_path) == "cd" * 6
    (git / "HEAD").write_text("ef" * 20 + "\n")
    assert _checked_out(tmp_path) == "ef" * 6
    assert released().startswith(__version__)


def test_every_library_that_is_used_has_its_licence_there() -> None:
    licences = every(paths.asset)
    found = {one.name.partition(" ")[0].lower().replace("_", "-"): one for one in licences}
    needed = [one for one in metadata.requires("relbook") or [] if "extra" not in one]
    for one in needed:
        name = one.split("<")[0].split(">")[0].split(";")[0].strip().lower()
        licence = found[name]
        assert licence.terms
        assert len(licence.text) > 50
        assert "came without" not in licence.text, name
    assert "pytest" not in found
    assert "Permission is hereby granted" in found["relbook"].text
    for name in ("pyside6-essentials", "shiboken6"):
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in found[name].text
        assert "GNU GENERAL PUBLIC LICENSE" in found[name].text
    assert (found["peewee"].terms, found["sqlcipher3"].terms) == ("MIT", "Zlib")
    (cipher,) = (one for one in licences if one.name == "SQLCipher, within sqlcipher3")
    assert "Zetetic" in cipher.text
    assert "Redistribution and use" in cipher.text
    assert any("OPEN FONT LICENSE" in one.text.upper() for one in licences)


def test_a_bundle_shows_what_was_put_down_when_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "LICENCES.txt").write_text("All of them.")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "relbook"))
    (one,) = every(paths.asset)
    assert one.text == "All of them."


def test_the_arrows_go_from_licence_to_licence(
    theme: Theme, show: Callable[[LicencesDialog], None]
) -> None:
    dialog = LicencesDialog(theme, every(paths.asset))
    show(dialog)
    text = dialog.findChild(QPlainTextEdit, "licences.text")
    assert text is not None
    first = text.toPlainText()
    QTest.keyClick(dialog.view, Qt.Key.Key_Down)
    assert text.toPlainText() != first
