"""The people panel, as a user has it before them."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, facts, interests, people
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.people import PeoplePanel
from tests.gui.conftest import Show, focused

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# In the order of the list.
NAMES = (
    "Tom Achterberg", "Ida Berg", "Jon Berg", "Kofi Mensah", "Amara Okonkwo", "Ana Ribeiro",
    "Δήμητρα Παπαδάκη", "李美玲",
)  # fmt: skip


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """People, two circles, and a note that tells of a place."""
    book = desk.book
    with book.edit("Add"):
        found = {name: people.add(book, name) for name in reversed(NAMES)}
        facts.add(book, facts.Position, found["Ana Ribeiro"], title="Marine engineer")
        facts.add(book, facts.Address, found["Ana Ribeiro"], locality="Porto")
        facts.add(book, facts.Note, found["Kofi Mensah"], text="The regatta in Hoorn")
        sailing = circles.find_or_add(book, "Sailing")
        circles.join(book, sailing, [found["Ana Ribeiro"], found["Kofi Mensah"]])
        circles.join(book, circles.find_or_add(book, "Old crew"), [found["Kofi Mensah"]])
    return found


@pytest.fixture
def panel(desk: Desk, ids: dict[str, int], show: Show) -> PeoplePanel:
    made = PeoplePanel(desk)
    made.resize(292, 360)  # four rows and a bit
    show(made)
    return made


def shown(panel: PeoplePanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def marked(panel: PeoplePanel) -> list[str]:
    rows = [row for span in panel.view.spans() for row in range(*span)]
    return [shown(panel)[row] for row in sorted(rows)]


def chosen(desk: Desk) -> list[str]:
    return sorted(people.name(desk.book, person) for person in desk.focus.now.selection)


def attended(desk: Desk) -> str:
    person = desk.focus.now.person
    return "" if person is None else people.name(desk.book, person)


def in_sight(panel: PeoplePanel, name: str) -> bool:
    rect = panel.view.visualRect(panel.model.index(shown(panel).index(name), 0))
    return panel.view.viewport().rect().contains(rect)


def click(
    qtbot: QtBot, panel: PeoplePanel, name: str, *, keys: Qt.KeyboardModifier | None = None
) -> None:
    at = panel.view.visualRect(panel.model.index(shown(panel).index(name), 0)).center()
    keys = keys or Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, keys, at)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key)


def child(panel: QWidget, name: str) -> QWidget:
    found = panel.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def count_line(panel: PeoplePanel) -> str:
    return child(panel, "peoplePanel.count").accessibleName()


# The list


def test_everybody_is_listed_by_the_name_they_are_sorted_by(panel: PeoplePanel) -> None:
    assert shown(panel) == list(NAMES)
    assert count_line(panel) == "8 people"


def test_a_click_chooses_a_person_in_one_go(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    news = QSignalSpy(desk.focus.changed)
    click(qtbot, panel, "Ida Berg")
    assert (chosen(desk), attended(desk), desk.focus.now.page) == (
        ["Ida Berg"],
        "Ida Berg",
        "person",
    )
    assert news.count() == 1


def test_the_keys_move_the_choice_one_change_at_a_time(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Tom Achterberg")
    news = QSignalSpy(desk.focus.changed)
    press(qtbot, Key.Key_Down)
    assert (attended(desk), news.count()) == ("Ida Berg", 1)
    press(qtbot, Key.Key_End)
    assert (attended(desk), news.count()) == (NAMES[-1], 2)
    assert in_sight(panel, NAMES[-1])
    press(qtbot, Key.Key_Home)
    assert attended(desk) == NAMES[0]
    press(qtbot, Key.Key_PageDown)
    assert attended(desk) not in (NAMES[0], NAMES[-1])


def test_several_are_chosen_and_the_page_is_about_where_the_user_is(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Tom Achterberg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    assert chosen(desk) == ["Ida Berg", "Jon Berg", "Tom Achterberg"]
    assert attended(desk) == "Jon Berg"
    click(qtbot, panel, "Jon Berg", keys=CONTROL)
    assert (chosen(desk), attended(desk)) == (["Ida Berg", "Tom Achterberg"], "Tom Achterberg")
    news = QSignalSpy(desk.focus.changed)
    qtbot.keyClick(panel.view, Key.Key_A, CONTROL)
    assert len(desk.focus.now.selection) == len(NAMES)
    assert news.count() == 1


def test_letters_lead_to_a_name(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.view.setFocus()
    qtbot.keyClicks(panel.view, "ri")
    assert attended(desk) == "Ana Ribeiro"
    assert panel.search.text() == ""


def test_letters_and_a_blank_within_a_second_are_one_name(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    panel.view.setFocus()
    qtbot.keyClicks(panel.view, "jon b")
    assert attended(desk) == "Jon Berg"


def test_a_reader_hears_a_row_whole(panel: PeoplePanel) -> None:
    index = panel.model.index(NAMES.index("Ana Ribeiro"), 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ana Ribeiro, Marine engineer, Porto"


def test_enter_and_a_double_click_open(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    opened = QSignalSpy(panel.open_requested)
    click(qtbot, panel, "Ida Berg")
    press(qtbot, Key.Key_Return)
    assert opened.at(0) == [ids["Ida Berg"]]
    at = panel.view.visualRect(panel.model.index(0, 0)).center()
    qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.at(1) == [ids["Tom Achterberg"]]


def test_delete_asks_for_those_chosen(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    asked = QSignalSpy(panel.delete_requested)
    click(qtbot, panel, "Ida Berg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    press(qtbot, Key.Key_Delete)
    assert asked.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]


def test_who_is_out_of_sight_is_not_meant_by_delete(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    asked = QSignalSpy(panel.delete_requested)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Key.Key_A, CONTROL)
    desk.focus.set(search="berg")
    press(qtbot, Key.Key_Delete)
    assert asked.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]


def menu_of(panel: PeoplePanel, at: QPoint) -> dict[str, QAction]:
    panel.view.menu_requested.emit(at, True)
    menu = panel.findChild(QMenu, "peopleMenu")
    assert isinstance(menu, QMenu)
    return {action.objectName(): action for action in menu.actions() if action.text()}


def test_the_menu_offers_what_can_be_done(
    qtbot: QtBot, panel: PeoplePanel, ids: dict[str, int]
) -> None:
    circle, new = QSignalSpy(panel.circle_requested), QSignalSpy(panel.new_person_requested)
    click(qtbot, panel, "Ida Berg")
    click(qtbot, panel, "Jon Berg", keys=SHIFT)
    actions = menu_of(panel, QPoint(20, 20))
    assert actions["people.delete"].text() == "Delete 2 people"
    actions["people.circle"].trigger()
    assert circle.at(0) == [frozenset({ids["Ida Berg"], ids["Jon Berg"]})]
    actions["people.new"].trigger()
    assert new.count() == 1


def test_beside_the_rows_nothing_is_chosen_and_only_someone_new_offered(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    desk.focus.set(search="berg")
    click(qtbot, panel, "Jon Berg")
    beside = QPoint(100, panel.view.viewport().height() - 5)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert (chosen(desk), marked(panel)) == (["Jon Berg"], ["Jon Berg"])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, beside, QPoint(20, 20))
    QApplication.sendEvent(panel.view.viewport(), event)
    menu = panel.findChild(QMenu, "peopleMenu")
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions()] == ["people.new"]


# Searching


def test_each_key_narrows_the_list(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "b")
    assert desk.focus.now.search == "b"
    assert shown(panel) == ["Ida Berg", "Jon Berg"]
    assert count_line(panel) == "2 people of 8"
    press(qtbot, Key.Key_Backspace)
    assert shown(panel) == list(NAMES)


def test_who_is_found_by_name_comes_first_and_the_rest_say_why(
    panel: PeoplePanel, desk: Desk
) -> None:
    with desk.edit("Note"):
        facts.add(desk.book, facts.Note, desk.focus.now.person or 1, text="met Ana at the mill")
    desk.focus.set(search="ana")
    assert shown(panel)[0] == "Ana Ribeiro"
    line = panel.model.line(1)
    assert line is not None
    assert line.why is not None
    assert (line.why.kind, line.why.text) == ("note", "met Ana at the mill")


def test_who_is_chosen_stays_chosen_if_found_and_on_the_page_if_not(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    click(qtbot, panel, "Jon Berg")
    desk.focus.set(search="berg")
    assert marked(panel) == ["Jon Berg"]
    desk.focus.set(search="ribeiro")
    assert (marked(panel), attended(desk), desk.focus.now.page) == ([], "Jon Berg", "person")
    desk.focus.set(search="")
    assert marked(panel) == ["Jon Berg"]
    assert in_sight(panel, "Jon Berg")


def test_down_goes_into_the_list_and_up_back_to_the_box(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    panel.search.setFocus()
    press(qtbot, Key.Key_Down)
    assert (focused(), attended(desk)) == (panel.view, "Tom Achterberg")
    press(qtbot, Key.Key_Up)
    assert focused() is panel.search


def test_enter_takes_the_first(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "kofi")
    press(qtbot, Key.Key_Return)
    assert (chosen(desk), focused()) == (["Kofi Mensah"], panel.view)


def test_escape_clears_the_text_then_drops_the_filter_part_by_part(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(search="kofi", filter=Filter(circles=frozenset({sailing, crew})))
    panel.search.setFocus()
    left = []
    for _ in range(4):
        press(qtbot, Key.Key_Escape)
        left.append((desk.focus.now.search, len(desk.focus.now.filter.circles)))
    assert left == [("", 2), ("", 1), ("", 0), ("", 0)]


def test_the_button_in_the_box_clears_it(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    button = child(panel, "searchBox.clear")
    assert not button.isVisible()
    qtbot.keyClicks(panel.search, "kofi")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (desk.focus.now.search, focused()) == ("", panel.search)


def test_nobody_found_is_said_and_one_button_goes_back(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    qtbot.keyClicks(panel.search, "xyz")
    empty = child(panel, "nobodyFound")
    assert empty.isVisible()
    assert [label.text() for label in empty.findChildren(QLabel)] == ["Nobody found for “xyz”."]
    qtbot.mouseClick(child(empty, "nobodyFound.button"), Qt.MouseButton.LeftButton)
    assert shown(panel) == list(NAMES)
    assert panel.view.isVisible()


def test_an_empty_book_invites(qtbot: QtBot, desk: Desk, show: Show) -> None:
    panel = PeoplePanel(desk)
    show(panel)
    asked = QSignalSpy(panel.new_person_requested)
    qtbot.mouseClick(child(panel, "nobodyHere.button"), Qt.MouseButton.LeftButton)
    assert asked.count() == 1


# The filter


def offered() -> list[str]:
    popup = QApplication.activePopupWidget()
    model = popup.model()  # type: ignore[union-attr]
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_circle_is_chosen_by_its_beginning(qtbot: QtBot, panel: PeoplePanel, desk: Desk) -> None:
    child(panel, "filterBar.add").setFocus()
    press(qtbot, Key.Key_Return)
    assert offered() == ["Old crew", "Sailing"]
    qtbot.keyClicks(focused(), "cre")
    assert offered() == ["Old crew"]
    press(qtbot, Key.Key_Return)
    assert shown(panel) == ["Kofi Mensah"]
    chip = child(panel, f"filterBar.circle.{circles.find_or_add(desk.book, 'Old crew')}")
    assert chip.accessibleName() == "who belong to Old crew"
    assert count_line(panel) == "1 person of 8"


def test_chips_drop_by_their_cross_and_by_delete(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(filter=Filter(circles=frozenset({sailing, crew})))
    assert shown(panel) == ["Kofi Mensah"]
    chip = child(panel, f"filterBar.circle.{crew}")
    at = QPoint(chip.width() - 12, chip.height() // 2)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=at)
    assert shown(panel) == ["Kofi Mensah", "Ana Ribeiro"]
    child(panel, f"filterBar.circle.{sailing}").setFocus()
    press(qtbot, Key.Key_Delete)
    assert desk.focus.now.filter == Filter()
    assert focused() is child(panel, "filterBar.add")


def test_a_circle_that_is_no_more_filters_no_more(panel: PeoplePanel, desk: Desk) -> None:
    sailing = circles.find_or_add(desk.book, "Sailing")
    desk.focus.set(filter=Filter(circles=frozenset({sailing})))
    with desk.edit("Remove"):
        circles.remove(desk.book, sailing)
    assert desk.focus.now.filter == Filter()
    assert shown(panel) == list(NAMES)


def test_tab_goes_from_the_box_over_the_chips_to_the_list(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk
) -> None:
    sailing, crew = (circles.find_or_add(desk.book, name) for name in ("Sailing", "Old crew"))
    desk.focus.set(filter=Filter(circles=frozenset({sailing})))
    desk.focus.set(filter=Filter(circles=frozenset({sailing, crew})))
    panel.search.setFocus()
    names = []
    for _ in range(3):
        press(qtbot, Key.Key_Tab)
        names.append(focused().objectName())
    assert names == [f"filterBar.circle.{sailing}", f"filterBar.circle.{crew}", "peopleView"]


def test_there_is_no_bar_without_circles(desk: Desk, show: Show) -> None:
    panel = PeoplePanel(desk)
    show(panel)
    assert not child(panel, "filterBar").isVisible()
    with desk.edit("Circle"):
        circles.find_or_add(desk.book, "Choir")
    assert child(panel, "filterBar").isVisible()


# The book changes


def test_a_renamed_person_moves_and_stays_chosen(
    qtbot: QtBot, panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    click(qtbot, panel, "Ida Berg")
    with desk.edit("Rename"):
        people.change(desk.book, ids["Ida Berg"], name="Ida Zimmer")
    assert shown(panel)[5] == "Ida Zimmer"
    assert marked(panel) == ["Ida Zimmer"]
    assert in_sight(panel, "Ida Zimmer")


def test_what_someone_does_is_read_again(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    row = NAMES.index("Ida Berg")
    panel.model.line(row)
    with desk.edit("Position"):
        facts.add(desk.book, facts.Position, ids["Ida Berg"], title="Baker")
    line = panel.model.line(row)
    assert line is not None
    assert line.row.does() == "Baker"


def test_the_list_stays_where_it_is_scrolled_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    panel.view.verticalScrollBar().setValue(110)
    top = panel.view.indexAt(QPoint(5, 1)).data()
    with desk.edit("Add"):
        for name in ("Aa", "Ab", "Ac"):
            people.add(desk.book, name)
    assert panel.view.indexAt(QPoint(5, 1)).data() == top


@pytest.mark.parametrize(("gone", "next_one"), [("Ida Berg", "Jon Berg"), (NAMES[-1], NAMES[-2])])
def test_the_neighbour_follows_who_was_deleted(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int], gone: str, next_one: str
) -> None:
    desk.focus.show_person(ids[gone])
    with desk.edit("Delete"):
        people.delete(desk.book, [ids[gone]])
    assert (chosen(desk), attended(desk)) == ([next_one], next_one)
    assert marked(panel) == [next_one]


def test_who_is_left_of_those_chosen_stays_chosen(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    both = frozenset({ids["Ida Berg"], ids["Jon Berg"]})
    desk.focus.set(selection=both, person=ids["Jon Berg"], page="person")
    with desk.edit("Delete"):
        people.delete(desk.book, [ids["Jon Berg"]])
    assert (chosen(desk), attended(desk)) == (["Ida Berg"], "Ida Berg")


def test_without_anybody_left_nobody_is_attended_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    desk.focus.show_person(ids["Ida Berg"])
    with desk.edit("Delete everybody"):
        people.delete(desk.book, ids.values())
    assert (desk.focus.now.page, desk.focus.now.person) == ("opening", None)
    assert child(panel, "nobodyHere").isVisible()


# From elsewhere


def test_whoever_is_shown_elsewhere_is_marked_and_scrolled_to(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    news = QSignalSpy(desk.focus.changed)
    desk.focus.show_person(ids[NAMES[-1]])
    assert marked(panel) == [NAMES[-1]]
    assert in_sight(panel, NAMES[-1])
    assert news.count() == 1


def test_whoever_the_search_leaves_out_is_not_marked(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    desk.focus.set(search="berg")
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert (shown(panel), marked(panel)) == (["Ida Berg", "Jon Berg"], [])


def test_a_hidden_panel_catches_up_when_it_is_shown(
    panel: PeoplePanel, desk: Desk, ids: dict[str, int]
) -> None:
    panel.hide()
    desk.focus.set(search="berg")
    with desk.edit("Delete"):
        people.delete(desk.book, [ids["Jon Berg"]])
    panel.show()
    assert shown(panel) == ["Ida Berg"]
    assert panel.search.text() == "berg"


def test_it_counts_for_the_window(panel: PeoplePanel, desk: Desk) -> None:
    counted = QSignalSpy(panel.counted)
    desk.focus.set(search="berg")
    assert counted.at(0) == [2, 8]


def test_everything_one_can_act_on_has_a_name(panel: PeoplePanel, desk: Desk) -> None:
    desk.focus.set(filter=Filter(circles=frozenset({1})))

    def within(widgets: Iterable[QWidget]) -> list[QWidget]:
        return [w for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus]

    for widget in within(panel.findChildren(QWidget)):
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()


def test_a_wish_right_after_a_change_means_all_who_are_selected(
    panel: PeoplePanel, desk: Desk
) -> None:
    """Very many rows apart are marked when there is time; a key may come before."""
    with desk.book.edit("Add"):
        added = [people.add(desk.book, f"Zoe {n:04}") for n in range(2_100)]
    some = frozenset(added[::2])
    desk.focus.set(selection=some)
    assert panel.chosen_here() == some


def test_an_interest_that_is_gone_narrows_no_more(panel: PeoplePanel, desk: Desk) -> None:
    with desk.book.edit("Add"):
        chess = interests.find_or_add(desk.book, "chess")
    desk.focus.set(filter=Filter(frozenset({chess})))
    assert shown(panel) == []
    desk.book.undo()
    assert not desk.focus.now.filter
    assert shown(panel) == list(NAMES)
