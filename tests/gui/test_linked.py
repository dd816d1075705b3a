"""The Focus table of the design, row by row, through the real window, by mouse and by keyboard.

Two signals link the panels, and none knows another: each test acts in one and looks at the rest.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import events, interests, ledger, people
from relbook.core.store.book import Book
from relbook.gui.dialogs.print_sheet import SheetDialog
from relbook.gui.models.interests import InterestRow
from relbook.gui.theme import Theme
from relbook.gui.widgets.inputs import CheckInput
from relbook.gui.window import Window
from tests.gui.conftest import all_panels

ME, ADA, BO, CLEO = 1, 2, 3, 4
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(book: Book, theme: Theme, show: Callable[[QWidget], None]) -> Iterator[Window]:
    with book.edit("Fill"):
        for name in ("Mia Self", "Ada Abel", "Bo Berg", "Cleo Carr"):
            people.add(book, name)
        people.change(book, ME, me=1)
        sailing = interests.find_or_add(book, "sailing")
        chess = interests.find_or_add(book, "chess")
        interests.tag(book, [ME, ADA, BO], sailing, "enjoys", 3)
        interests.tag(book, [CLEO], chess, "enjoys")
        ledger.add(
            book, [ADA], "gave", "advice", "on sails", date="2026-03-01", interest_id=sailing
        )
        ledger.add(book, [BO], "received", "gift", "a jar", date="2026-02-01")
        ledger.add(
            book, [CLEO], "gave", "loan", "a chess set", date="2026-01-01", interest_id=chess
        )
        supper = events.add(book, "Supper", starts="2026-03-20")
        events.invite(book, supper, [ADA, CLEO])
    with all_panels(book, theme, show) as made:
        yield made


# What each panel says


def listed(window: Window) -> list[str]:
    model = window.people.model
    ids = [model.person(row) for row in range(model.count)]
    return [people.name(window.desk.book, one) for one in ids if one is not None]


def marked(window: Window) -> set[int]:
    return set(window.people.chosen_here())


def theirs(window: Window) -> list[str]:
    rows = window.interests.model.rows
    return [row.name for row in rows if isinstance(row, InterestRow) and row.theirs]


def passed(window: Window) -> list[str]:
    """What the ledger shows, open things first."""
    model = window.ledger.model
    said = [str(model.index(row, 0).data()) for row in range(model.rowCount(QModelIndex()))]
    whats = ("on sails", "a jar", "a chess set")
    return [what for line in said for what in whats if what in line]


def whose(window: Window) -> tuple[str, str]:
    return window.interests._whose.text(), window.ledger._whose.text()


def click(qtbot: QtBot, view: QAbstractItemView, row: int, control: bool = False) -> None:
    at = view.visualRect(view.model().index(row, 0)).center()
    keys = CONTROL if control else Qt.KeyboardModifier(0)
    qtbot.mouseClick(view.viewport(), LEFT, keys, at)


def settled(qtbot: QtBot, window: Window) -> None:
    """Let what follows after a pause follow."""
    qtbot.waitUntil(
        lambda: not (window.interests._later.isActive() or window.ledger._later.isActive())
    )


# Types


def test_typing_narrows_people_and_the_others_follow_after_a_pause(
    window: Window, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.people.search, "cleo")
    assert listed(window) == ["Cleo Carr"]
    settled(qtbot, window)
    assert passed(window) == ["a chess set"]
    assert whose(window)[0] == "among the found"
    assert window.pages.currentWidget() is window.opening


def test_who_is_selected_stays_selected_if_found(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(BO)
    qtbot.keyClicks(window.people.search, "b")
    assert BO in marked(window)
    assert window.desk.focus.now.person == BO


# Selects people


def test_a_click_on_a_person_shows_page_interests_and_ledger(window: Window, qtbot: QtBot) -> None:
    click(qtbot, window.people.view, listed(window).index("Ada Abel"))
    now = window.desk.focus.now
    assert (now.person, now.page, now.selection) == (ADA, "person", frozenset({ADA}))
    assert theirs(window) == ["sailing"]
    assert passed(window) == ["on sails"]
    assert window.pages.currentWidget() is window.page


def test_the_arrows_choose_people_too(window: Window, qtbot: QtBot) -> None:
    window.go_to_panel(0)
    qtbot.keyClick(window.people.view, Qt.Key.Key_Home)
    qtbot.keyClick(window.people.view, Qt.Key.Key_Down)
    assert window.desk.focus.now.person == BO
    assert passed(window) == ["a jar"]


def test_two_selected_show_what_they_share(window: Window, qtbot: QtBot) -> None:
    names = listed(window)
    click(qtbot, window.people.view, names.index("Ada Abel"))
    click(qtbot, window.people.view, names.index("Bo Berg"), control=True)
    (row,) = [r for r in window.interests.model.rows if isinstance(r, InterestRow) and r.theirs]
    assert row.mark == "all, you too"
    assert set(passed(window)) == {"on sails", "a jar"}


# Picks interests


def pick(window: Window, qtbot: QtBot, name: str, by: str) -> None:
    view, model = window.interests.view, window.interests.model
    (row,) = [at for at, r in enumerate(model.rows) if getattr(r, "name", "") == name]
    if by == "mouse":
        click(qtbot, view, row)
    else:
        view.setFocus()
        view.setCurrentIndex(model.index(row, 0))
        qtbot.keyClick(view, Qt.Key.Key_Return)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_picking_an_interest_narrows_people_and_ledger(
    window: Window, qtbot: QtBot, by: str
) -> None:
    pick(window, qtbot, "sailing", by)
    assert listed(window) == ["Ada Abel", "Bo Berg", "Mia Self"]
    settled(qtbot, window)
    assert passed(window) == ["on sails"]
    assert window.people.filter_bar.isVisible()
    assert window.pages.currentWidget() is window.opening


def test_picking_marks_the_row_and_keeps_whose_they_are(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(CLEO)
    before = [row.key for row in window.interests.model.rows]
    pick(window, qtbot, "sailing", "mouse")
    assert [row.key for row in window.interests.model.rows] == before
    (row,) = [r for r in window.interests.model.rows if getattr(r, "picked", False)]
    assert isinstance(row, InterestRow)
    assert row.name == "sailing"
    assert window.desk.focus.now.person == CLEO


def test_a_wider_interest_includes_the_narrower(window: Window, qtbot: QtBot) -> None:
    book = window.desk.book
    with book.edit("Order"):
        games = interests.find_or_add(book, "games")
        chess = interests.find(book, "chess")
        assert chess is not None
        interests.set_parent(book, chess, games)
    pick(window, qtbot, "games", "mouse")
    assert listed(window) == ["Cleo Carr"]


# Picks a ledger row


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_picking_a_ledger_row_shows_its_person_and_keeps_the_ledger(
    window: Window, qtbot: QtBot, by: str
) -> None:
    settled(qtbot, window)
    view, model = window.ledger.view, window.ledger.model
    before = passed(window)
    (row,) = [
        at
        for at in range(model.rowCount(QModelIndex()))
        if "a jar" in str(model.index(at, 0).data())
    ]
    if by == "mouse":
        click(qtbot, view, row)
    else:
        view.setFocus()
        view.setCurrentIndex(model.index(row, 0))
        qtbot.keyClick(view, Qt.Key.Key_Return)
    now = window.desk.focus.now
    assert (now.person, now.page, now.selection) == (BO, "person", frozenset())
    assert now.entry is not None
    assert theirs(window) == ["sailing"]
    assert passed(window) == before
    assert window.pages.currentWidget() is window.page


# Opens an event


def test_opening_an_event_narrows_everything_to_its_guests(window: Window, qtbot: QtBot) -> None:
    window.open_event(1)
    assert listed(window) == ["Ada Abel", "Cleo Carr"]
    assert set(theirs(window)) == {"chess", "sailing"}
    assert set(passed(window)) == {"on sails", "a chess set"}
    assert window.pages.currentWidget() is window.event_page
    assert whose(window) == ("among the guests", "with the guests")


# Two signals


def test_a_setter_that_changes_nothing_says_nothing(window: Window, qtbot: QtBot) -> None:
    window.desk.focus.show_person(ADA)
    with qtbot.assertNotEmitted(window.desk.focus.changed):
        window.desk.focus.show_person(ADA)


def test_an_edit_is_seen_in_every_panel_after_one_notice(window: Window) -> None:
    window.desk.focus.show_person(ADA)
    with window.desk.book.edit("Tag"):
        interests.tag(window.desk.book, [ADA], interests.find_or_add(window.desk.book, "kites"))
        ledger.add(window.desk.book, [ADA], "gave", "gift", "a jar", date="2026-03-13")
    assert set(theirs(window)) == {"sailing", "kites"}
    assert passed(window) == ["a jar", "on sails"]
    window.desk.book.undo()
    assert theirs(window) == ["sailing"]
    assert passed(window) == ["on sails"]


def test_print_prints_of_an_event_what_is_ticked_on_its_page(window: Window, qtbot: QtBot) -> None:
    window.open_event(1)
    tick = window.event_page.findChild(QWidget, "event.print.settle")
    assert isinstance(tick, CheckInput)
    tick.click()
    window.actions_.print_sheet.trigger()
    dialog = window.findChild(SheetDialog, "sheet")
    assert isinstance(dialog, SheetDialog)
    assert "a chess set" not in str(dialog.proof and dialog.proof.sheet)
    assert "settle" not in str(dialog.proof and dialog.proof.sheet)
    dialog.reject()


def test_print_has_room_for_more_on_a_sheet_on_one_person(window: Window) -> None:
    for wanted in ({"person": 2, "page": "person"}, {"selection": frozenset({2, 3})}):
        window.desk.focus.set(**wanted)
        window.actions_.print_sheet.trigger()
        dialog = window.findChild(SheetDialog, "sheet")
        assert isinstance(dialog, SheetDialog)
        ticks = [dialog.findChild(CheckInput, f"sheet.{name}") for name in ("interests", "reach")]
        assert [tick.isChecked() for tick in ticks if tick] == [wanted.get("page") == "person"] * 2
        dialog.setObjectName("")
        dialog.reject()
