"""The ledger panel, as a user has it before them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, events, interests, ledger, people
from relbook.core.ledger import GAVE, RECEIVED, Entry
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.models.ledger import Heading, OpenRow
from relbook.gui.panels.ledger import LedgerPanel, reading, rows
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.inputs import ChoiceInput, TextInput
from tests.gui.conftest import Show, focused

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Jonas Berg", "Ana Ribeiro", "Ana Silva", "Rangi Te Whaiti")


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """Four people, three words, an event, and what passed with them."""
    book = desk.book
    with book.edit("Add"):
        found = {name: people.add(book, name) for name in NAMES}
        jonas, ana, _, rangi = found.values()
        boats = interests.find_or_add(book, "old boats")
        sailing = interests.find_or_add(book, "sailing")
        interests.find_or_add(book, "yard")
        interests.set_parent(book, sailing, boats)
        supper = events.add(book, "Winter supper", starts="2026-03-28")
        events.invite(book, supper, [jonas, rangi])
        ledger.add(book, [jonas], RECEIVED, "advice", "how to splice wire", date="2026-02-20",
                   interest_id=sailing)  # fmt: skip
        ledger.add(book, [ana], GAVE, "gift", "a jar of honey", date="2026-03-01")
        ledger.add(book, [rangi], RECEIVED, "hospitality", "two nights", date="2025-07-03")
        ledger.promise(book, [jonas], GAVE, "the article", "2026-03", date="2026-01-02")
        ledger.add(book, [rangi], GAVE, "loan", "my kettle", date="2025-05-04")
    return {**found, "sailing": sailing, "boats": boats, "supper": supper}


@pytest.fixture
def panel(desk: Desk, ids: dict[str, int], show: Show) -> LedgerPanel:
    made = LedgerPanel(desk)
    made.resize(308, 560)
    show(made)
    return made


def shown(panel: LedgerPanel) -> list[str]:
    """What the rows are about, headings in brackets."""
    found = []
    for row in panel.model.rows:
        if isinstance(row, Heading):
            found.append(f"[{row.text}]")
        else:
            found.append(getattr(row, "title", "") or row.spoken())
    return found


def whose(panel: LedgerPanel) -> str:
    return child(panel, "ledgerPanel.whose").text()


def below(panel: LedgerPanel) -> str:
    """The quiet line below the box, with plain blanks."""
    return " ".join(child(panel, "ledgerPanel.preview").text().split())


def child(panel: QWidget, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found


def at(panel: LedgerPanel, title: str) -> int:
    return next(i for i, text in enumerate(shown(panel)) if title in text)


def key(panel: LedgerPanel, title: str) -> int:
    found = panel.model.row(at(panel, title)).key
    assert isinstance(found, int)
    return found


def place(panel: LedgerPanel, title: str) -> QPoint:
    return panel.view.visualRect(panel.model.index(at(panel, title), 0)).center()


def click(qtbot: QtBot, panel: LedgerPanel, title: str) -> None:
    qtbot.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, title) - QPoint(60, 0)
    )


def stand_on(panel: LedgerPanel, title: str) -> None:
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(at(panel, title), 0))


def write(qtbot: QtBot, panel: LedgerPanel, line: str) -> None:
    panel.box.setFocus()
    qtbot.keyClicks(panel.box, line)


def offered(panel: LedgerPanel) -> list[str]:
    popup = panel.box.findChild(QAbstractItemView, "completions") or panel.box._popup()
    if not popup.isVisible():
        return []
    return [popup.model().index(i, 0).data() for i in range(popup.model().rowCount())]


def last(desk: Desk) -> Entry:
    entry = ledger.read(desk.book, desk.book.value("SELECT max(id) FROM ledger_entry"))
    assert entry is not None
    return entry


def undo_word(desk: Desk) -> str:
    step = desk.book.next_undo()
    return "" if step is None else str(step.sentence)


# Whose it is


def test_with_nobody_chosen_it_is_with_everyone(panel: LedgerPanel) -> None:
    assert whose(panel) == "with everyone"
    assert shown(panel) == [
        "[Open]", "I promised: the article", "Out on loan: my kettle",
        "[Gave and received]", "a jar of honey", "how to splice wire", "two nights",
    ]  # fmt: skip


def test_who_is_chosen_and_i(desk: Desk, ids: dict[str, int], panel: LedgerPanel) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    assert whose(panel) == "between us"
    assert shown(panel) == [
        "[Open]", "I promised: the article", "[Gave and received]", "how to splice wire",
    ]  # fmt: skip
    desk.focus.set(selection=frozenset({ids["Jonas Berg"], ids["Ana Ribeiro"]}))
    assert whose(panel) == "with the 2 chosen"
    assert shown(panel)[-2:] == ["a jar of honey", "how to splice wire"]


def test_an_event_shows_the_ledger_with_its_guests(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.set(event=ids["supper"], page="event")
    assert whose(panel) == "with the guests"
    assert "a jar of honey" not in shown(panel)
    with desk.book.edit("Invite"):
        events.invite(desk.book, ids["supper"], [ids["Ana Ribeiro"]])
    assert "a jar of honey" in shown(panel)


def test_what_is_searched_follows_after_a_pause(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    desk.focus.set(search="ana")
    assert whose(panel) == "with everyone"
    qtbot.waitUntil(lambda: whose(panel) == "with the found")
    assert shown(panel) == ["[Gave and received]", "a jar of honey"]
    desk.focus.set(search="")
    assert whose(panel) == "with everyone"


def test_a_circle_narrows_at_once(desk: Desk, ids: dict[str, int], panel: LedgerPanel) -> None:
    with desk.book.edit("Join"):
        crew = circles.find_or_add(desk.book, "Crew")
        circles.join(desk.book, crew, [ids["Rangi Te Whaiti"]])
    desk.focus.set(filter=Filter(circles=frozenset({crew})))
    assert whose(panel) == "with the found"
    assert shown(panel)[1::2] == ["Out on loan: my kettle", "two nights"]


@pytest.mark.parametrize("word", ["sailing", "boats"])
def test_an_interest_shows_what_is_about_it_or_below_it(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, word: str
) -> None:
    desk.focus.set(filter=Filter(interests=frozenset({ids[word]})))
    assert whose(panel) == ("about sailing" if word == "sailing" else "about old boats")
    assert shown(panel) == ["[Gave and received]", "how to splice wire"]
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert whose(panel).startswith("between us, about")
    assert shown(panel) == []
    assert child(panel, "ledgerPanel.nothing").isVisible()


@pytest.mark.parametrize("chosen", [501, 600])  # few enough to be looked up; or too many
def test_very_many_are_looked_through_as_a_job(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, chosen: int
) -> None:
    with desk.book.edit("Crowd"):
        crowd = [people.add(desk.book, f"Guest {i}") for i in range(600)]
        ledger.add(desk.book, [crowd[300]], GAVE, "news", "the ruling", date="2026-03-02")
        ledger.promise(desk.book, [crowd[300]], GAVE, "the map")
    began = QSignalSpy(desk.jobs.began)
    desk.focus.set(selection=frozenset([*crowd[: chosen - 1], ids["Ana Ribeiro"]]))
    assert began.count() == 1
    assert shown(panel) == [
        "[Open]", "I promised: the map", "[Gave and received]", "the ruling", "a jar of honey",
    ]  # fmt: skip


def test_more_comes_as_one_scrolls(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 20)
    with desk.book.edit("Add"):
        for i in range(70):
            ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", f"old {i}", date="2024-01-01")
    assert panel.model.passed == 20
    bar = panel.view.verticalScrollBar()
    for _ in range(5):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    assert shown(panel)[-1] == "old 0"
    with desk.book.edit("Add"):
        ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", "newer", date="2026-03-14")
    assert bar.value() > 20 * 41  # what was fetched is shown again


# Picking


def test_a_click_picks_an_entry_in_one_go_and_keeps_the_scope(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    news = QSignalSpy(desk.focus.changed)
    click(qtbot, panel, "two nights")
    now = desk.focus.now
    assert (now.entry, now.person, now.page, now.selection) == (
        key(panel, "two nights"), ids["Rangi Te Whaiti"], "person", frozenset(),
    )  # fmt: skip
    assert news.count() == 1
    assert whose(panel) == "with everyone"
    assert panel.view.marked == now.entry


def test_a_pick_among_guests_stays_among_them(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.set(event=ids["supper"], page="event")
    before = shown(panel)
    for title in ("two nights", "how to splice wire"):
        click(qtbot, panel, title)
        assert desk.focus.now.page == "person"
        assert (whose(panel), shown(panel)) == ("with the guests", before)
    desk.focus.show_nobody()
    assert whose(panel) == "with everyone"


def test_keys_walk_pick_and_leave(qtbot: QtBot, desk: Desk, panel: LedgerPanel) -> None:
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Key.Key_Down)
    assert focused() is panel.view
    qtbot.keyClick(panel.view, Key.Key_Down)
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert desk.focus.now.entry == key(panel, "my kettle")
    qtbot.keyClick(panel.view, Key.Key_Up)
    qtbot.keyClick(panel.view, Key.Key_Up)
    assert focused() is panel.box
    back = QSignalSpy(panel.back_requested)
    qtbot.keyClick(panel.box, Key.Key_Escape)
    assert back.count() == 1


def test_of_several_people_the_one_attended_to_stays(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        both = [ids["Jonas Berg"], ids["Ana Silva"]]
        ledger.add(desk.book, both, GAVE, "introduction", "", date="2026-03-13")
    desk.focus.show_person(ids["Ana Silva"])
    click(qtbot, panel, "introduction")
    assert desk.focus.now.person == ids["Ana Silva"]


# What is open


def test_done_is_clicked_and_taken_back(qtbot: QtBot, desk: Desk, panel: LedgerPanel) -> None:
    row = panel.model.row(at(panel, "the article"))
    assert isinstance(row, OpenRow)
    rect = panel.view.visualRect(panel.model.index(at(panel, "the article"), 0))
    start, _ = rows.action_zone(desk.theme, row, rect.width())
    qtbot.mouseClick(
        panel.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(rect.left() + start + 10, rect.center().y()),
    )
    assert "I promised: the article" not in shown(panel)
    kept = ledger.read(desk.book, row.key)
    assert kept is not None
    assert kept.settled == "2026-03-14"
    assert desk.focus.now.entry is None
    assert undo_word(desk) == "Mark as done: the article"
    desk.book.undo()
    assert "I promised: the article" in shown(panel)


def test_what_is_lent_comes_back_by_key_and_may_be_open_again(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    stand_on(panel, "my kettle")
    kettle = key(panel, "my kettle")
    qtbot.keyClick(panel.view, Key.Key_Return, CONTROL)
    assert shown(panel)[-1] == "my kettle"
    panel.view.go_to(kettle)
    qtbot.keyClick(panel.view, Key.Key_Return, CONTROL)
    assert "Out on loan: my kettle" in shown(panel)
    desk.book.undo()
    desk.book.undo()
    assert "Out on loan: my kettle" in shown(panel)


def test_of_much_that_is_open_the_first_stand_on_top(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Promise"):
        for i in range(9):
            ledger.promise(desk.book, [ids["Ana Silva"]], GAVE, f"promise {i}", f"2026-05-0{i + 1}")
    assert shown(panel)[5:7] == ["All that is open", "[Gave and received]"]
    stand_on(panel, "All that is open")
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert shown(panel).index("[Gave and received]") == 13
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert shown(panel)[5] == "All that is open"


# Adding by one line


def test_the_example_of_a_line(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    write(qtbot, panel, "gave introduction to Jonas about the yard")
    assert below(panel) == "gave · introduction · Jonas Berg · about yard · today"
    qtbot.keyClick(panel.box, Key.Key_Return)
    entry = last(desk)
    assert (entry.direction, entry.kind, entry.interest) == (GAVE, "introduction", "yard")
    assert (entry.people[0][0], entry.date) == (ids["Jonas Berg"], "2026-03-14")
    assert undo_word(desk) == "Keep what passed with Jonas Berg"
    assert panel.box.text() == ""
    assert shown(panel)[4] == "introduction"
    desk.book.undo()
    assert "introduction" not in shown(panel)


@pytest.mark.parametrize(
    ("line", "top"),
    [
        ("lent Rangi the drill", "Out on loan: the drill"),
        ("borrowed the map from Jonas", "Out on loan: the map"),
        ("promised Ana Silva a letter by end of May", "I promised: a letter"),
        ("was promised a chart from Jonas", "Jonas promised: a chart"),
    ],
)
def test_loans_and_promises_are_open(qtbot: QtBot, panel: LedgerPanel, line: str, top: str) -> None:
    write(qtbot, panel, line)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert top in shown(panel)[: at(panel, "[Gave and received]")]


def test_without_a_name_the_one_chosen_is_meant(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    write(qtbot, panel, "gave news")
    assert "with whom?" in below(panel)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("Say with whom")
    assert panel.box.text() == "gave news"
    desk.focus.show_person(ids["Ana Silva"])
    assert below(panel) == "gave · news · Ana Silva · today"
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][1] == "Ana Silva"


def test_a_name_of_two_is_chosen_from_the_list(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    steps = undo_word(desk)
    write(qtbot, panel, "gave news to Ana")
    assert offered(panel) == ["Ana Ribeiro", "Ana Silva"]
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("“Ana” could be more than one person")
    assert (panel.box.text(), undo_word(desk)) == ("gave news to Ana", steps)
    assert offered(panel) == ["Ana Ribeiro", "Ana Silva"]
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert panel.box.text() == "gave news to Ana Silva "
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][0] == ids["Ana Silva"]


def test_two_of_one_name_are_told_apart_by_choosing(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        twin = people.add(desk.book, "Jonas Berg")
    write(qtbot, panel, "gave news to Jonas Berg")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("“Jonas Berg” could be more than one")
    assert len(offered(panel)) == 2
    panel.box._take([offer.person for offer in panel.box._offers].index(twin))
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert last(desk).people[0][0] == twin


def test_a_stranger_is_said_to_be_one(qtbot: QtBot, panel: LedgerPanel) -> None:
    write(qtbot, panel, "gave news to Zebedee")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert below(panel).startswith("Nobody in the book is called “Zebedee”")
    assert panel.box.text() == "gave news to Zebedee"


@pytest.mark.parametrize(
    ("typed", "first", "becomes"),
    [
        ("rec", "received", "received "),
        ("gave int", "introduction", "gave introduction "),
        ("lent Ran", "Rangi Te Whaiti", "lent Rangi Te Whaiti "),
        ("gave help to jo", "Jonas Berg", "gave help to Jonas Berg "),
        ("gave help to Rangi and Jo", "Jonas Berg", "gave help to Rangi and Jonas Berg "),
        ("gave help about boa", "old boats", "gave help about old boats "),
        ("gave help at wint", "Winter supper", "gave help at Winter supper "),
        ("promised tea by end", "end of March", "promised tea by end of March "),
        ("gave help on yes", "yesterday", "gave help on yesterday "),
    ],
)
def test_each_part_is_completed_by_tab(
    qtbot: QtBot, panel: LedgerPanel, typed: str, first: str, becomes: str
) -> None:
    write(qtbot, panel, typed)
    assert offered(panel)[0] == first
    qtbot.keyClick(panel.box, Key.Key_Tab)
    assert panel.box.text() == becomes
    assert focused() is panel.box


def test_tab_leaves_where_nothing_is_offered(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Key.Key_Tab)
    assert focused() is panel.view


def test_the_tool_bar_begins_a_line(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.begin("gave ")
    assert focused() is panel.box
    assert offered(panel)[0] == "introduction"
    qtbot.keyClicks(panel.box, "praise to Jonas")
    panel.begin("received ")
    assert panel.box.text() == "gave praise to Jonas"


def test_what_is_kept_and_not_shown_is_said(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    said = QSignalSpy(panel.said)
    write(qtbot, panel, "gave news to Rangi")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert said.count() == 1


def test_the_way_to_what_is_kept_elsewhere_is_offered(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    way = panel.findChild(QPushButton, "ledgerPanel.show")
    assert isinstance(way, QPushButton)
    assert not way.isVisible()
    write(qtbot, panel, "gave news to Rangi")
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert (way.isVisible(), way.text()) == (True, "Show it with Rangi Te Whaiti")
    way.click()
    assert desk.focus.now.person == ids["Rangi Te Whaiti"]
    assert panel.view.key() == desk.focus.now.entry == panel.view.marked is not None
    assert not way.isVisible()


def test_the_way_goes_with_the_next_line_or_with_what_was_kept(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    way = panel.findChild(QPushButton, "ledgerPanel.show")
    assert isinstance(way, QPushButton)
    for go in (desk.book.undo, lambda: qtbot.keyClicks(panel.box, "g")):
        write(qtbot, panel, "gave news to Rangi")
        qtbot.keyClick(panel.box, Key.Key_Return)
        assert way.isVisible()
        go()
        assert not way.isVisible()


def test_an_ampersand_in_a_name_is_only_that(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Rename"):
        people.change(desk.book, ids["Jonas Berg"], name="Jonas & Co")
    desk.focus.show_person(ids["Jonas Berg"])
    panel.view.menu_requested.emit(panel.model.row(1).key, QPoint())
    menu = panel.findChild(QMenu, "ledgerMenu")
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Show Jonas && Co"
    menu.close()


def test_after_undo_there_is_one_mark(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    qtbot.keyClick(panel.box, Key.Key_Down)
    qtbot.keyClick(panel.view, Key.Key_Return)
    picked = desk.focus.now.entry
    assert picked is not None
    qtbot.keyClick(panel.view, Key.Key_Delete)
    assert panel.view.key() != picked
    desk.book.undo()
    assert panel.view.key() == panel.view.marked == picked


# Editing in place


def form_of(panel: LedgerPanel) -> Form:
    form = panel.findChild(Form, "ledgerForm")
    assert isinstance(form, Form)
    return form


def test_a_row_is_edited_in_its_place(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    stand_on(panel, "a jar of honey")
    honey = key(panel, "a jar of honey")
    qtbot.keyClick(panel.view, Key.Key_F2)
    form = form_of(panel)
    row = panel.view.visualRect(panel.model.index(at(panel, "a jar of honey"), 0))
    assert form.geometry() == row
    what, about = form.input("what"), form.input("interest")
    assert isinstance(what, TextInput)
    assert isinstance(about, ChoiceInput)
    what.setText("two jars of honey")
    about.setEditText("bees")
    qtbot.keyClick(what, Key.Key_Return)
    entry = ledger.read(desk.book, honey)
    assert entry is not None
    assert (entry.what, entry.interest) == ("two jars of honey", "bees")
    assert panel.view.form is None
    assert focused() is panel.view
    assert panel.view.key() == honey
    assert undo_word(desk) == "Change what passed with Ana Ribeiro"
    desk.book.undo()
    assert "a jar of honey" in shown(panel)
    assert interests.find(desk.book, "bees") is None


def test_each_field_one_comes_to_is_in_sight(qtbot: QtBot, panel: LedgerPanel) -> None:
    panel.resize(308, 330)
    panel.edit(key(panel, "two nights"))
    form = form_of(panel)
    assert focused() is form.input("what")
    assert form.height() > panel.view.viewport().height()
    for _ in range(9):
        qtbot.keyClick(focused(), Key.Key_Tab)
        field = focused()
        assert form.isAncestorOf(field)
        spot = field.mapTo(panel.view.viewport(), QPoint(0, 0))
        assert panel.view.viewport().rect().contains(spot)


def test_a_double_click_opens_and_escape_takes_back(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    before = undo_word(desk)
    spot = place(panel, "two nights")
    for event in (qtbot.mouseClick, qtbot.mouseDClick):
        event(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("something else")
    qtbot.keyClick(what, Key.Key_Escape)
    assert panel.view.form is None
    assert undo_word(desk) == before


def test_what_cannot_be_kept_is_said_and_stays(
    qtbot: QtBot, desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    stand_on(panel, "two nights")
    qtbot.keyClick(panel.view, Key.Key_F2)
    day = form_of(panel).input("date")
    assert isinstance(day, TextInput)
    day.setText("31 February 2026")
    qtbot.keyClick(day, Key.Key_Return)
    assert "no 31 February" in child(panel, "ledgerForm.date.complaint").text()
    desk.focus.show_person(ids["Ana Silva"])
    assert panel.view.form is not None
    day.setText("1 February 2026")
    assert panel.finish_edit()
    assert shown(panel) == []


def test_going_elsewhere_keeps_what_was_typed(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    panel.edit(key(panel, "two nights"))
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("three nights")
    desk.focus.show_person(ids["Rangi Te Whaiti"])
    assert shown(panel)[-1] == "three nights"


def test_news_from_elsewhere_leave_an_open_form_alone(desk: Desk, panel: LedgerPanel) -> None:
    panel.edit(key(panel, "two nights"))
    what = form_of(panel).input("what")
    assert isinstance(what, TextInput)
    what.setText("three nights")
    with desk.book.edit("Elsewhere"):
        people.change(desk.book, 1, name="Jonas Bergson")
    assert what.text() == "three nights"
    form_of(panel).cancel()
    assert any("Jonas Bergson" in row.spoken() for row in panel.model.rows)


def test_delete_removes_and_the_next_row_is_current(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    stand_on(panel, "how to splice wire")
    qtbot.keyClick(panel.view, Key.Key_Delete)
    assert "how to splice wire" not in shown(panel)
    assert panel.view.key() == key(panel, "two nights")
    desk.book.undo()
    assert "how to splice wire" in shown(panel)


def test_the_menu_offers_what_can_be_done(qtbot: QtBot, panel: LedgerPanel) -> None:
    stand_on(panel, "my kettle")
    QApplication.sendEvent(
        panel.view,
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), panel.mapToGlobal(QPoint())),
    )
    menu = panel.findChild(QMenu, "ledgerMenu")
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Show Rangi Te Whaiti", "It is back", "Edit", "Remove"]
    actions["It is back"].trigger()
    assert shown(panel)[-1] == "my kettle"
    menu.close()


# Keeping up


def test_scroll_and_current_row_stay_when_something_is_added(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Add"):
        for i in range(60):
            ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", f"old {i}", date="2024-01-01")
    stand_on(panel, "old 30")
    bar = panel.view.verticalScrollBar()
    scrolled = bar.value()
    assert scrolled > 0
    with desk.book.edit("Add"):
        ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", "newer", date="2026-03-14")
    assert panel.view.key() == key(panel, "old 30")
    assert bar.value() == scrolled


def test_a_hidden_panel_catches_up_when_shown(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    panel.hide()
    desk.focus.show_person(ids["Ana Ribeiro"])
    with desk.book.edit("Rename"):
        people.change(desk.book, ids["Ana Ribeiro"], name="Ana Costa")
    assert whose(panel) == "with everyone"
    panel.show()
    assert shown(panel) == ["[Gave and received]", "a jar of honey"]
    assert "Ana Costa" in panel.model.row(1).spoken()


def test_who_is_deleted_takes_their_entries_along(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    with desk.book.edit("Delete"):
        people.delete(desk.book, [ids["Rangi Te Whaiti"]])
    assert "two nights" not in shown(panel)
    desk.book.undo()
    assert "two nights" in shown(panel)


def test_an_empty_book_says_what_to_do(desk: Desk, show: Show) -> None:
    empty = LedgerPanel(desk)
    show(empty)
    assert child(empty, "ledgerPanel.nothing").text().startswith("What did you give")
    assert not empty.view.isVisible()


def test_rows_after_other_rows_have_their_own_heights(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.show_person(ids["Ana Ribeiro"])
    heights = [panel.view.rowHeight(row) for row in range(2)]
    desk.focus.show_nobody()
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert [panel.view.rowHeight(row) for row in range(2)] == heights


def test_everything_to_act_on_has_a_name(panel: LedgerPanel) -> None:
    for name in ("ledgerView", "ledgerBox", "ledgerPanel.add"):
        widget = panel.findChild(QWidget, name)
        assert widget is not None
        assert widget.accessibleName()
    assert panel.objectName() == "ledgerPanel"


def test_headings_count_nothing(panel: LedgerPanel) -> None:
    headings = [row.text for row in panel.model.rows if isinstance(row, Heading)]
    assert not any(character.isdigit() for text in headings for character in text)


def test_markup_is_shown_as_text(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, qtbot: QtBot
) -> None:
    write(qtbot, panel, "gave gift <b>bold</b> to Jonas")
    assert "<b>bold</b>" in below(panel)
    assert child(panel, "ledgerPanel.preview").textFormat() == Qt.TextFormat.PlainText
    qtbot.keyClick(panel.box, Key.Key_Return)
    assert "<b>bold</b>" in shown(panel)
