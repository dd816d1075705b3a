"""The guide: what it names is really there, and it can be read by anyone, beside anything."""

import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from relbook import paths
from relbook.core.words import language, use_language
from relbook.gui.dialogs.help import Guide, groups_of, other_groups
from relbook.gui.dialogs.help.chapters import CHAPTERS, Chapter, parse, read
from relbook.gui.dialogs.help.guide import Page
from relbook.gui.helping import CHAPTER_OF
from relbook.gui.theme import Theme
from relbook.gui.widgets.side_list import SideList
from relbook.gui.window import Window
from tests.gui.conftest import Show
from tests.test_words import FORBIDDEN, sentences

LIGHTEST = 1_500_000  # bytes of all pictures
FOLDER = paths.asset("guide")
PICTURES = FOLDER / "pictures"


def every_chapter() -> list[Chapter]:
    """Those of every language there is."""
    languages = [one.name for one in FOLDER.iterdir() if one != PICTURES]
    return [read(FOLDER, name, language) for language in languages for name in CHAPTERS]


@pytest.fixture
def guide(theme: Theme, show: Show) -> Guide:
    made = Guide(theme, paths.asset)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def menu_words(window: QMainWindow) -> set[str]:
    """Each item of each menu, as the guide writes it: "View › Colours › Dark"."""

    def within(entry: QAction, above: str) -> Iterator[str]:
        path = above + entry.text().partition("\t")[0].replace("&", "")
        yield path
        menu = entry.menu()
        for action in menu.actions() if isinstance(menu, QMenu) else ():
            yield from within(action, f"{path} › ")

    return {word for entry in window.menuBar().actions() for word in within(entry, "")}


# Its text


def test_every_chapter_is_there_and_each_has_its_file() -> None:
    assert {file.stem for file in (FOLDER / "en").iterdir()} == set(CHAPTERS)
    assert len({chapter.title for chapter in every_chapter()}) == len(every_chapter())


def test_every_item_of_a_menu_that_it_names_is_there(window: Window) -> None:
    there = menu_words(window)
    named = {word for chapter in every_chapter() for word in chapter.named("menu")}
    assert len(named) > 10
    assert named <= there


def test_all_keys_that_it_names_do_something(window: Window) -> None:
    groups = [*groups_of(window), *other_groups()]
    there = {keys for group in groups for one in group.shortcuts for keys in one.keys}
    named = {keys for chapter in every_chapter() for keys in chapter.named("keys")}
    assert {"Ctrl+N", "Ctrl+?"} <= named
    assert named <= there | {"Shift", "Ctrl"}


def test_the_words_that_it_shows_are_words_of_the_window() -> None:
    there = {message.replace("&", "") for _, message in sentences() if message}
    named = {word for chapter in every_chapter() for word in chapter.named("seen")}
    assert "This is me" in named
    assert named <= there


def test_it_keeps_no_score() -> None:
    for file in FOLDER.rglob("*.md"):
        assert not FORBIDDEN.search(file.read_text("utf-8")), file


@pytest.mark.parametrize("chapter", every_chapter(), ids=lambda chapter: chapter.name)
def test_its_pictures_are_there_and_as_dense_as_they_should_be(chapter: Chapter) -> None:
    light = QImage(str(PICTURES / f"{chapter.picture}-light.png"))
    assert 900 <= light.width() <= 2000
    dark = PICTURES / f"{chapter.picture}-dark.png"
    assert not dark.exists() or QImage(str(dark)).size() == light.size()


def test_the_pictures_are_light() -> None:
    files = list(PICTURES.iterdir())
    assert sum(file.stat().st_size for file in files) < LIGHTEST
    named = {chapter.picture for chapter in every_chapter()}
    assert {re.sub(r"-(light|dark)\.png", "", file.name) for file in files} == named


def test_a_language_of_its_own_comes_first_and_english_fills_in(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "de").mkdir()
    text = "# {}\n\nlead\n\n![caption](picture)\n\ntext"
    for folder, name, title in (("en", "a", "A"), ("en", "b", "B"), ("de", "a", "Ah")):
        (tmp_path / folder / f"{name}.md").write_text(text.format(title))
    assert read(tmp_path, "a", "de_AT").title == "Ah"
    assert read(tmp_path, "b", "de_AT").title == "B"


def test_it_speaks_the_language_of_the_program(tmp_path: Path) -> None:
    told = b"Language: de_AT\nContent-Type: text/plain; charset=UTF-8\n"
    head = struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 0)  # one message: the empty one
    place = tmp_path / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    table = struct.pack("<4I", 0, 44, len(told), 45)
    (place / "relbook.mo").write_bytes(head + table + b"\0" + told + b"\0")
    try:
        use_language(tmp_path, ["de"])
        assert language() == "de_AT"
    finally:
        use_language(tmp_path, ["en"])
    assert language() == "en"


def test_what_is_no_chapter_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        parse("odd", "# Only a title")


# Its window


def test_the_arrows_go_through_the_chapters(guide: Guide) -> None:
    for name in CHAPTERS:
        assert guide.chapter.name == name
        text = guide.page.toPlainText()
        assert guide.chapter.title in text
        assert guide.chapter.caption in text
        assert guide.page.accessibleName() == guide.chapter.title
        QTest.keyClick(guide.view, Qt.Key.Key_Down)
    assert guide.chapter.name == CHAPTERS[-1]


def test_each_chapter_stands_there_once_however_one_came_to_it(guide: Guide) -> None:
    for name in (*CHAPTERS, *reversed(CHAPTERS), *CHAPTERS[::3]):
        guide.open_at(name)
        QApplication.processEvents()
        for words in (guide.chapter.title + "\n", guide.chapter.caption):
            assert guide.page.toPlainText().count(words) == 1, name


def test_alt_with_the_arrows_leads_on_from_anywhere(guide: Guide) -> None:
    guide.page.setFocus()
    QTest.keyClick(guide.page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert guide.chapter.name == CHAPTERS[1]
    QTest.keyClick(guide.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.chapter.name == CHAPTERS[0]


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_Space])
def test_the_text_scrolls_while_the_list_has_the_keys(guide: Guide, key: Qt.Key) -> None:
    guide.resize(600, 400)
    bar = guide.page.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(guide.view, key)
    assert bar.value() > 0
    QTest.keyClick(guide.view, Qt.Key.Key_Down)
    assert bar.value() == 0


def test_return_goes_into_the_text_where_the_arrows_scroll(guide: Guide) -> None:
    guide.resize(600, 400)
    QTest.keyClick(guide.view, Qt.Key.Key_Return)
    assert guide.page.hasFocus()
    QTest.keyClick(guide.page, Qt.Key.Key_Down)
    assert guide.page.verticalScrollBar().value() > 0
    assert guide.chapter.name == CHAPTERS[0]


@pytest.mark.parametrize("focus", ["view", "page"])
def test_esc_closes_it(guide: Guide, focus: str) -> None:
    getattr(guide, focus).setFocus()
    QTest.keyClick(getattr(guide, focus), Qt.Key.Key_Escape)
    assert not guide.isVisible()


@pytest.mark.parametrize("width", [480, 900, 1900])
def test_text_and_picture_fit_into_any_width(guide: Guide, width: int) -> None:
    guide.resize(width, 700)
    for name in CHAPTERS:
        guide.open_at(name)
        assert guide.page.horizontalScrollBar().maximum() == 0
        assert guide.page.document().idealWidth() <= guide.page.viewport().width()


def test_nothing_else_than_its_own_picture_is_ever_loaded(guide: Guide) -> None:
    image = QTextDocument.ResourceType.ImageResource.value
    assert guide.page.loadResource(image, "picture:someone-new/light/100/50").size() == QSize(
        100, 50
    )
    for address in ("file:///etc/passwd", "https://example.org/x.png", "someone-new-light.png"):
        assert guide.page.loadResource(image, address) is None


def test_the_look_changes_with_that_of_the_program(
    guide: Guide, theme: Theme, qapp: QApplication
) -> None:
    light = guide.page.picture("someone-new")
    try:
        theme.apply(qapp, "dark")
        assert guide.page.picture("someone-new") != light
        assert "/dark/" in guide.page.toHtml()
    finally:
        theme.apply(qapp, "light")


def test_all_of_it_is_named(guide: Guide) -> None:
    for kind in (QPushButton, SideList, Page):
        for one in guide.findChildren(kind):
            assert one.objectName()
            assert one.accessibleName()


# From the window


def guides() -> list[Guide]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Guide)]


def test_f1_opens_one_guide_that_closes_with_the_window(
    window: Window, show: Show, qtbot: QtBot
) -> None:
    show(window)
    QTest.keyClick(window, Qt.Key.Key_F1)
    window.actions_.guide.trigger()
    (guide,) = guides()
    assert guide.isVisible()
    assert guide.chapter.name == CHAPTERS[0]
    assert not guide.isModal()
    window.close()
    qtbot.waitUntil(lambda: not isValid(guide))


def test_f1_in_a_dialog_explains_that(window: Window, show: Show, qtbot: QtBot) -> None:
    show(window)
    window.deeds.new_person()
    window.past.show_history()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_F1)
    (guide,) = guides()
    assert guide.chapter.name == "nothing-is-lost"
    QTest.keyClick(guide.view, Qt.Key.Key_Up)  # it can be used beside the dialog
    assert guide.chapter.name == "in-and-out"
    dialog.close()
    guide.close()


@pytest.mark.parametrize(
    ("name", "chapter"),
    [
        ("interestBox", "what-you-share"),
        ("ledgerBox", "give-and-receive"),
        ("searchBox", "finding-anything"),
    ],
)
def test_f1_tells_of_the_part_one_is_in(
    window: Window, show: Callable[[QWidget], None], name: str, chapter: str
) -> None:
    window.resize(1400, 800)
    show(window)
    widget = window.findChild(QWidget, name)
    assert widget is not None
    widget.setFocus()
    if name == "searchBox":
        QTest.keyClicks(widget, "sailing")
    assert window.helping.chapter() == chapter


def test_every_chapter_answers_something() -> None:
    assert set(CHAPTER_OF.values()) == set(CHAPTERS)
