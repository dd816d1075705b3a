"""A locked book as its owner meets it: asked for, locked at once, locked by itself, changed."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.app import Program
from relbook.core import people
from relbook.core.store import lock
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui import idle, view_kept
from relbook.gui.dialogs.lock import UnlockDialog
from relbook.gui.settings import Settings
from relbook.gui.sleep import Sleep
from relbook.gui.welcome import Welcome
from relbook.gui.window import Window

WORDS = "open sesame"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked book of one, closed."""
    path = tmp_path_factory.mktemp("locked") / "own.relbook"
    with Book.create(path, key=Key.make(WORDS)) as book, book.edit("Add"):
        people.add(book, "Ada Lovelace")
    return path


@pytest.fixture
def path(locked: Path, tmp_path: Path) -> Path:
    (tmp_path / "own.relbook").write_bytes(locked.read_bytes())
    return tmp_path / "own.relbook"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "home"))
    return Settings(None)


@pytest.fixture
def program(qapp: QApplication, settings: Settings) -> Iterator[Program]:
    made = Program(qapp, settings)
    yield made
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window | Welcome | UnlockDialog):
            widget.close()
    qapp.processEvents()
    made.end()
    qapp.setQuitOnLastWindowClosed(True)


def on_show() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]


def window() -> Window:
    (found,) = (one for one in on_show() if isinstance(one, Window))
    return found


def dialog(kind: str) -> QWidget:
    (found,) = (one for one in on_show() if one.objectName() == kind)
    return found


def press(owner: QWidget, name: str) -> None:
    button = owner.findChild(QPushButton, name)
    assert button is not None
    button.click()


def fill(owner: QWidget, **texts: str) -> None:
    for name, text in texts.items():
        field = owner.findChild(QLineEdit, f"{owner.objectName()}.{name}")
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)


def let_in(qtbot: QtBot, words: str = WORDS) -> Window:
    asked = dialog("unlock")
    fill(asked, passphrase=words)
    press(asked, "unlock.open")
    qtbot.waitUntil(lambda: any(isinstance(one, Window) for one in on_show()))
    return window()


def test_the_passphrase_is_asked_for_and_opens(program: Program, path: Path, qtbot: QtBot) -> None:
    program.start(path, [])
    (asked,) = on_show()
    assert asked.objectName() == "unlock"
    fill(asked, passphrase="swordfish")
    press(asked, "unlock.open")
    bar = asked.findChild(QWidget, "unlock.notice")
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    assert "does not open" in bar.accessibleDescription()
    assert "swordfish" not in bar.accessibleDescription()
    shown = let_in(qtbot)
    assert people.count(shown.desk.book) == 1
    assert on_show() == [shown]


def test_a_passphrase_given_at_the_start_opens_it(
    program: Program, path: Path, qtbot: QtBot
) -> None:
    program.passphrase = WORDS
    program.start(path, [])
    qtbot.waitUntil(lambda: any(isinstance(one, Window) for one in on_show()))
    assert people.count(window().desk.book) == 1
    assert WORDS not in repr(vars(program))


def test_a_wrong_passphrase_given_at_the_start_is_asked_for_again(
    program: Program, path: Path, qtbot: QtBot
) -> None:
    program.passphrase = "swordfish"
    program.start(path, [])
    bar = dialog("unlock").findChild(QWidget, "unlock.notice")
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    let_in(qtbot)


def test_a_book_that_is_made_at_the_start_is_locked_with_the_passphrase_given(
    program: Program, tmp_path: Path
) -> None:
    program.passphrase = WORDS
    program.start(tmp_path / "new.relbook", [])
    key = window().desk.book.key
    assert key is not None
    assert key == Key.derive(WORDS, key.salt)


def test_files_given_at_the_start_are_taken_once_it_is_open(
    program: Program, path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    cards = tmp_path / "grace.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Grace Hopper\nEND:VCARD\n")
    program.start(path, [cards])
    shown = let_in(qtbot)
    qtbot.waitUntil(lambda: shown.findChild(QPushButton, "bring.go") is not None)


def test_another_book_can_be_had_instead(
    program: Program, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program.start(path, [])
    press(dialog("unlock"), "unlock.other")
    qtbot.waitUntil(lambda: len(on_show()) == 1)
    assert isinstance(on_show()[0], Welcome)
    program.make_book(tmp_path / "other.relbook")
    assert window().desk.book.path.name == "other.relbook"
    program.open_book(path)
    press(dialog("unlock"), "unlock.leave")
    assert window().desk.book.path.name == "other.relbook"
    program.open_book(path)
    fill(dialog("unlock"), passphrase=WORDS)
    press(dialog("unlock"), "unlock.open")
    qtbot.waitUntil(lambda: window().desk.book.path.name == "own.relbook")


def test_lock_now_leaves_nothing_of_the_book_and_comes_back_where_it_was(
    program: Program, path: Path, qtbot: QtBot
) -> None:
    program.start(path, [])
    shown = let_in(qtbot)
    (ada,) = shown.desk.index.find("ada").ids()
    shown.desk.focus.set(search="love")
    shown.desk.focus.show_person(ada)
    gone = [weakref.ref(one) for one in (shown.desk.index, shown.desk.book, shown.people.model)]
    shown.actions_.lock_now.trigger()
    del shown
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(one() for one in gone))
    texts = [one.accessibleName() + one.windowTitle() for one in _all_widgets()]
    assert not any("Ada" in text for text in texts)
    assert not path.with_name("own.relbook-wal").exists()  # nobody has it open
    assert b"Ada" not in path.read_bytes()
    shown = let_in(qtbot)
    now = shown.desk.focus.now
    assert (now.search, now.person, now.page) == ("love", ada, "person")


def _all_widgets() -> list[QWidget]:
    return [w for top in QApplication.topLevelWidgets() for w in (top, *top.findChildren(QWidget))]


def test_what_is_half_typed_is_kept(program: Program, path: Path, qtbot: QtBot) -> None:
    """What can be saved is; a name that is no name yet, and what stands in a dialog, is shown."""
    program.start(path, [])
    shown = let_in(qtbot)
    (ada,) = shown.desk.index.find("ada").ids()
    shown.desk.focus.show_person(ada)
    shown.page.begin_edit()
    form = shown.page.header.form
    assert form is not None
    name = form.input("name")
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, "Ada Byron")
    shown.actions_.new_person.trigger()
    fill(dialog("newPerson"), name="Grace Hop")
    shown.locking.lock_now()
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    with Book.open(path, key=lock.unlock(path, WORDS)) as book:
        assert people.name(book, ada) == "Ada Byron"
    shown = let_in(qtbot)
    text = dialog("left").findChild(QPlainTextEdit, "left.text")
    assert text is not None
    assert "Grace Hop" in text.toPlainText()
    press(dialog("left"), "left.close")
    assert view_kept.left_in(shown.desk.book) == ""


def test_a_form_that_cannot_be_saved_comes_back(program: Program, path: Path, qtbot: QtBot) -> None:
    program.start(path, [])
    shown = let_in(qtbot)
    (ada,) = shown.desk.index.find("ada").ids()
    shown.desk.focus.show_person(ada)
    shown.page.begin_edit()
    form = shown.page.header.form
    assert form is not None
    name, nickname = form.input("name"), form.input("nickname")
    assert isinstance(name, QLineEdit)
    assert isinstance(nickname, QLineEdit)
    name.clear()
    nickname.setText("Countess")
    shown.locking.lock_now()
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    del shown, form, name
    shown = let_in(qtbot)
    shown.furnish()
    assert "Ada" in shown.notice_bar.text
    press(shown.notice_bar, "noticeBar.action")
    again = shown.page.header.form
    assert again is not None
    nickname = again.input("nickname")
    assert isinstance(nickname, QLineEdit)
    assert nickname.text() == "Countess"
    shown.page.cancel_edit()


def test_it_is_locked_though_what_is_half_typed_cannot_be_kept(
    program: Program, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.start(path, [])
    let_in(qtbot)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(view_kept, "keep_left", fail)
    with qtbot.captureExceptions() as raised:
        window().locking.lock_now()
        qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    monkeypatch.undo()
    let_in(qtbot)


def test_a_passphrase_that_comes_too_late_opens_nothing(
    program: Program, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    waiting: list[Callable[[], None]] = []
    program.door._executor = waiting.append
    program.start(path, [])
    fill(dialog("unlock"), passphrase=WORDS)
    press(dialog("unlock"), "unlock.open")
    with Book.create(tmp_path / "other.relbook") as other, other.edit("Add"):
        people.add(other, "Grace Hopper")
    program.turn_to(tmp_path / "other.relbook")
    assert window().desk.book.path.name == "other.relbook"
    for work in waiting:
        work()
    QApplication.processEvents()
    assert window().desk.book.path.name == "other.relbook"


def test_a_job_that_writes_comes_to_its_end_first(
    program: Program, path: Path, qtbot: QtBot
) -> None:
    program.start(path, [])
    shown = let_in(qtbot)
    book = shown.desk.book
    seen = threading.Event()

    def work(report: Callable[[int, int], None]) -> None:
        with book.edit("Add"):
            people.add(book, "Grace Hopper")
            while not seen.wait(0.01):
                report(0, 1)

    shown.desk.jobs.start("Working", work, writes=True)
    asked: list[object] = []
    shown.away_requested.connect(asked.append)
    shown.locking.lock_now()
    assert not shown.isVisible()
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["working"])
    shown.locking.lock_now()  # as when the computer goes to sleep meanwhile
    assert asked == [None]
    seen.set()
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    assert people.count(let_in(qtbot).desk.book) == 2


def test_it_locks_by_itself_when_nobody_is_there(
    program: Program, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.start(path, [])
    shown = let_in(qtbot)
    times = {action.text() for action in _menu(shown)}
    assert "Never by itself" in times
    next(one for one in _menu(shown) if one.text() == "After 5 minutes").trigger()
    watch = shown.locking.findChild(idle.Idle)
    assert watch is not None
    began = idle.now()
    monkeypatch.setattr(idle, "now", lambda: began + 200)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Shift)
    monkeypatch.setattr(idle, "now", lambda: began + 400)
    watch.look()
    assert shown.isVisible()
    monkeypatch.setattr(idle, "now", lambda: began + 501)
    watch.look()
    assert not shown.isVisible()
    del shown, watch
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    shown = let_in(qtbot)
    assert shown.locking.minutes == 5
    assert not shown.desk.settings.text("lock after")
    hears = shown.locking.findChild(Sleep)
    assert hears is not None
    hears.tell(True)
    assert not shown.isVisible()


def _menu(shown: Window) -> list:
    menu = shown.actions_.lock_after
    menu.aboutToShow.emit()
    return menu.actions()


def test_a_passphrase_is_set_changed_and_removed(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "open.relbook"
    program.make_book(path)
    with window().desk.book.edit("Add"):
        people.add(window().desk.book, "Ada Lovelace")
    other = path.with_name("open (before update, schema 1).relbook")
    window().desk.book.copy(other)
    key = _set(qtbot, "set_passphrase", "passphrase", now=WORDS, again=WORDS)
    assert key is not None
    assert lock.is_locked(other)
    assert "locked" in window().notice_bar.text
    assert b"Ada" not in path.read_bytes()
    assert people.count(window().desk.book) == 1
    changed = _set(
        qtbot, "set_passphrase", "passphrase", was=WORDS, now="close sesame", again="close sesame"
    )
    assert changed not in (None, key)
    assert _set(qtbot, "remove_passphrase", "unlocking", was="close sesame") is None
    assert not lock.is_locked(other)
    assert people.count(window().desk.book) == 1


def _set(qtbot: QtBot, deed: str, kind: str, **typed: str) -> Key | None:
    """Do what the menu's `deed` asks for; returns the key that opens the book then."""
    was = window()
    getattr(was.actions_, deed).trigger()
    fill(dialog(kind), **typed)
    press(dialog(kind), f"{kind}.go")
    qtbot.waitUntil(lambda: any(isinstance(w, Window) and w is not was for w in on_show()))
    return window().desk.book.key


def test_a_wrong_passphrase_changes_nothing(program: Program, path: Path, qtbot: QtBot) -> None:
    program.start(path, [])
    shown = let_in(qtbot)
    key = shown.desk.book.key
    for deed, kind, typed in (
        ("set_passphrase", "passphrase", {"was": "swordfish", "now": "x y", "again": "x y"}),
        ("set_passphrase", "passphrase", {"was": WORDS, "now": "x y", "again": "x z"}),
        ("remove_passphrase", "unlocking", {"was": "swordfish"}),
    ):
        getattr(shown.actions_, deed).trigger()
        asked = dialog(kind)
        fill(asked, **typed)
        press(asked, f"{kind}.go")
        bar = asked.findChild(QWidget, f"{kind}.notice")
        assert bar is not None
        qtbot.waitUntil(bar.isVisible)
        asked.close()
    assert window() is shown
    assert shown.desk.book.key == key


def test_what_goes_wrong_leaves_the_book_open_as_it_was(
    program: Program, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.start(path, [])
    let_in(qtbot)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    key = _set(qtbot, "remove_passphrase", "unlocking", was=WORDS)
    assert key is not None
    assert "room" in window().notice_bar.text


def test_an_open_book_has_little_to_lock(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    program.make_book(tmp_path / "open.relbook")
    do = window().actions_
    assert not do.remove_passphrase.isVisible()
    assert not do.lock_after.menuAction().isVisible()
    do.lock_now.trigger()
    assert dialog("passphrase").isVisible()
    dialog("passphrase").close()
    assert "locking" in window().__dict__


def test_another_copy_of_a_locked_book_is_locked(path: Path, tmp_path: Path) -> None:
    with Book.open(path, key=lock.unlock(path, WORDS)) as book:
        book.copy(tmp_path / "copy.relbook")
    assert lock.is_locked(tmp_path / "copy.relbook")
