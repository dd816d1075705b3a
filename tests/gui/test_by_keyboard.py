"""Every page and dialog by keyboard and by ear: what takes the keys says what it is, and Tab comes
to all of it and back to where it began.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMainWindow,
    QWidget,
)
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import people, sample
from relbook.core.store.backups import Shelves
from relbook.core.store.book import Book
from relbook.gui.dialogs.lock import UnlockDialog
from relbook.gui.jobs import at_once
from relbook.gui.theme import Theme
from relbook.gui.welcome import Welcome
from relbook.gui.widgets.form import Form
from relbook.gui.window import Window
from relbook.paths import asset
from tests.gui.conftest import Show, focused

TODAY = date(2026, 3, 14)
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{name}@example.org\nEND:VCARD\n"
MOST = 300  # presses of Tab: a walk that takes more goes nowhere
PATIENCE = 30_000  # ms that what comes at once may take on a busy computer


@pytest.fixture(scope="module")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.relbook"
    sample.make(path, TODAY, asset("sample")).close()
    return path


class Flashes(QObject):
    """Notes what comes up as a window of its own that is no window: it would flash and take the
    keys away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            kind = watched.windowType()
            meant = isinstance(watched, QMainWindow | QDialog)
            if kind == Qt.WindowType.Window and not meant:
                self.seen.append(told(watched))
        return False


@pytest.fixture(autouse=True)
def flashes(qapp: QApplication) -> Iterator[Flashes]:
    made = Flashes()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    assert made.seen == []


@pytest.fixture
def window(sample_book: Path, tmp_path: Path, theme: Theme, show: Show) -> Iterator[Window]:
    with Book.open(shutil.copy(sample_book, tmp_path / "sample.relbook")) as book:
        made = build_window(
            book,
            theme=theme,
            today=lambda: TODAY,
            executor=at_once,
            shelves=lambda: Shelves(tmp_path / "backups", tmp_path / "choices.json"),
        )
        made.resize(1280, 800)
        show(made)
        yield made
        made.close()
        leave(made, back_up=False)


def person(window: Window, name: str = "Ada") -> int:
    """Somebody of the sample book, found by the search."""
    return window.desk.index.find(name).ids()[0]


def show_person(window: Window) -> None:
    window.desk.focus.show_person(person(window))


def show_event(window: Window) -> None:
    window.open_event(window.desk.book.value("SELECT id FROM event WHERE name LIKE 'Supper%'"))


def do(name: str, before: Callable[[Window], None] | None = None) -> Callable[[Window], None]:
    """Choose an action of the menus, `before` which something is shown."""

    def doing(window: Window) -> None:
        if before:
            before(window)
        getattr(window.actions_, name).trigger()

    return doing


def bring(window: Window) -> None:
    folder = window.desk.book.path.parent
    file = folder / "two.vcf"
    file.write_text(CARD.format(name="Orla") + CARD.format(name="Ada Tommasini"))
    window.files.take([file])


def bring_table(window: Window) -> None:
    file = window.desk.book.path.parent / "table.csv"
    file.write_text("Name,Zeug,E-mail\nOrla,x,o@example.org\n")
    window.files.take([file])


def merge(window: Window) -> None:
    both = frozenset((person(window, "Olena"), person(window, "Aya")))
    window.desk.focus.set(selection=both)
    window.actions_.merge.trigger()


def duplicates(window: Window) -> None:
    with window.desk.book.edit("Add"):
        people.add(window.desk.book, "Ada Tommasini")
    window.actions_.duplicates.trigger()


def add_guests(window: Window) -> None:
    show_event(window)
    window.event_page.add_guests()


def edit_entry(window: Window) -> None:
    show_person(window)
    window.ledger.edit(
        window.desk.book.value(
            "SELECT entry_id FROM entry_person WHERE person_id = ?", person(window)
        )
    )


PAGES: dict[str, Callable[[Window], object]] = {
    "opening": lambda window: None,
    "person": show_person,
    "event": show_event,
    "search": lambda window: window.people.search.setText("a"),
}
FORMS: dict[str, Callable[[Window], object]] = {
    "person": do("edit", show_person),
    "event": do("edit", show_event),
    "guests": add_guests,
    "entry": edit_entry,
}
DIALOGS: dict[str, Callable[[Window], object]] = {
    "new person": do("new_person"),
    "events": do("event"),
    "import": bring,
    "columns": bring_table,
    "export": do("export"),
    "duplicates": duplicates,
    "merge": merge,
    "code": do("code", show_person),
    "sheet": do("print_sheet", show_person),
    "sheet of an event": do("print_sheet", show_event),
    "backups": do("backups"),
    "passphrase": do("set_passphrase"),
    "history": do("history"),
    "trash": do("trash"),
    "forget": do("forget", show_person),
    "circle": do("circle", show_person),
    "keys": do("keys"),
    "about": do("about"),
    "timeline": lambda window: window.show_timeline(person(window)),
    "interest": lambda window: window.change_interest(1),
}


def stops(root: QWidget) -> list[QWidget]:
    """What Tab has to come to within `root`."""
    found = []
    for widget in root.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes and widget.isVisible() and widget.isEnabled() and widget.window() is root:
            # Of several of which one is chosen, that is the stop; arrows lead to the others.
            group = isinstance(widget, QAbstractButton) and (
                widget.autoExclusive() or (widget.group() and widget.group().exclusive())
            )
            if not (group and isinstance(widget, QAbstractButton) and not widget.isChecked()):
                found.append(widget)
    return found


def told(widget: QWidget) -> str:
    above = widget.parentWidget()
    within = f" in {above.objectName() or type(above).__name__}" if above else ""
    return f"{type(widget).__name__} {widget.objectName()!r}{within}"


def walk(root: QWidget, key: Qt.Key) -> list[QWidget]:
    """What Tab comes to, till it is back."""
    start = focused()
    way = [start]
    for _ in range(MOST):
        QTest.keyClick(focused(), key)
        now = QApplication.focusWidget()
        assert now is not None, f"lost after {told(way[-1])}"
        assert now.window() is root
        if now is start:
            return way
        assert now is not way[-1], f"{told(now)} lets nobody go"
        assert now not in way, f"from {told(way[-1])} round to {told(now)}, not to the start"
        way.append(now)
    raise AssertionError(f"no way back from {told(way[-1])}")


def nameless(root: QWidget) -> list[str]:
    """What a screen reader has no word for. Of a choice it tells what is chosen, and what that is
    about only by its label.
    """
    labelled = {label.buddy() for label in root.findChildren(QLabel)}
    return [
        told(one)
        for one in stops(root)
        if not (one.accessibleName().strip() and one.objectName())
        or (isinstance(one, QComboBox) and one not in labelled)
    ]


def passed_over(root: QWidget) -> list[str]:
    """What says something and is nothing, a plain widget: a screen reader leaves it out."""
    drawn = [one for one in root.findChildren(QWidget) if one.isVisible() and one.accessibleName()]
    return [
        told(one)
        for one in drawn
        if QAccessible.queryAccessibleInterface(one).role() == QAccessible.Role.Client
        and not one.findChildren(QWidget)
    ]


def check(root: QWidget) -> None:
    wanted = stops(root)
    assert passed_over(root) == []
    assert nameless(root) == []
    if root.focusWidget() is None:
        QTest.keyClick(root, Qt.Key.Key_Tab)
    way = walk(root, Qt.Key.Key_Tab)
    assert [told(one) for one in wanted if one not in way] == []
    assert set(walk(root, Qt.Key.Key_Backtab)) == set(way)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page(window: Window, page: Callable[[Window], object]) -> None:
    page(window)
    QApplication.processEvents()
    check(window)


@pytest.mark.parametrize("late", [False, True], ids=["at once", "page by page"])
def test_tab_goes_from_panel_to_panel_in_reading_order(window: Window, late: bool) -> None:
    if late:
        show_event(window)
    show_person(window)
    QApplication.processEvents()
    window.people.search.setFocus()
    areas = {
        window.people.search: "search",
        window.people.filter_bar: "filter",
        window.people.view: "list",
        window.page: "page",
        window.interests.box: "interests box",
        window.interests.view: "interests",
        window.ledger.box: "ledger box",
        window.ledger.view: "ledger",
        window.status: "foot",
    }
    expected = [*areas.values()]
    if late:
        expected.insert(3, "way back")

    def area(widget: QWidget) -> str:
        whose = [name for one, name in areas.items() if one is widget or one.isAncestorOf(widget)]
        return whose[0] if whose else "way back"

    there = [name for name, _ in groupby(map(area, walk(window, Qt.Key.Key_Tab)))]
    assert there == expected
    back = [name for name, _ in groupby(map(area, walk(window, Qt.Key.Key_Backtab)))]
    assert back == [there[0], *there[:0:-1]]
    assert window.interests.view.key() is not None
    assert window.ledger.view.key() is not None


@pytest.mark.parametrize("opening", FORMS.values(), ids=FORMS)
def test_every_form(window: Window, opening: Callable[[Window], object], qtbot: QtBot) -> None:
    """Leaving a form closes it: Tab goes through all of it, and then on to something else."""
    opening(window)
    QApplication.processEvents()
    (form,) = (one for one in window.findChildren(Form) if one.isVisible())
    qtbot.waitUntil(lambda: form.isAncestorOf(focused()))
    inside = [one for one in stops(window) if form.isAncestorOf(one)]
    assert nameless(window) == []
    inside[0].setFocus()
    way: list[QWidget] = []
    while (here := QApplication.focusWidget()) and form.isAncestorOf(here) and len(way) < MOST:
        way.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    assert sorted(map(told, way)) == sorted(map(told, inside))
    assert here is not None


def test_the_choice_of_a_first_book(theme: Theme, show: Show) -> None:
    welcome = Welcome(theme)
    show(welcome)
    check(welcome)


def test_the_question_for_a_passphrase(theme: Theme, show: Show, qtbot: QtBot) -> None:
    asking = UnlockDialog(theme, Path("own.relbook"))
    show(asking)
    asking.passphrase.setText("secret")
    check(asking)


def test_the_guide(window: Window, qtbot: QtBot) -> None:
    window.actions_.guide.trigger()
    qtbot.waitUntil(lambda: QApplication.activeWindow() not in (None, window))
    guide = QApplication.activeWindow()
    assert guide is not None
    check(guide)
    guide.close()


def dialog_on_show(qtbot: QtBot) -> QDialog:
    """The dialog that has come up, with the keys."""
    found: list[QDialog] = []

    def look() -> bool:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            found.append(dialog)
        return bool(found)

    qtbot.waitUntil(look, timeout=PATIENCE)
    found[0].activateWindow()
    qtbot.waitUntil(found[0].isActiveWindow, timeout=PATIENCE)
    return found[0]


def test_an_import_is_agreed_to_by_key(window: Window, qtbot: QtBot) -> None:
    before = window.people.model.count
    bring(window)
    here = dialog_on_show(qtbot).focusWidget()
    assert here is not None
    assert here.objectName() == "bring.lines"
    QTest.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.people.model.count == before + 2, timeout=PATIENCE)


@pytest.mark.parametrize("opening", DIALOGS.values(), ids=DIALOGS)
def test_every_dialog(window: Window, opening: Callable[[Window], object], qtbot: QtBot) -> None:
    opening(window)
    dialog = dialog_on_show(qtbot)
    check(dialog)
    dialog.close()
