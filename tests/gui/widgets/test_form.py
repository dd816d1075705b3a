"""The editor saves when left, takes back on Esc, and keeps what it cannot read."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from relbook.core.errors import DiskFull, Refused, RelbookError
from relbook.gui.theme import Theme
from relbook.gui.widgets.form import Field, Form
from relbook.gui.widgets.inputs import CheckInput, ChoiceInput, LongInput, PersonInput
from relbook.gui.widgets.rows import RowData, RowList
from tests.gui.conftest import Show, focused

PEOPLE = [(1, "Ana Ribeiro"), (2, "Anton Berg"), (3, "Anton Berg")]
CTRL = Qt.KeyboardModifier.ControlModifier


def number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdigit():
        raise Refused("That is no number; nothing is lost: write digits.")
    return int(text)


def complete(text: str) -> list[tuple[int, str]]:
    return [(who, name) for who, name in PEOPLE if name.casefold().startswith(text.casefold())]


FIELDS = (
    Field("name", "Name", required=True),
    Field("age", "Age", "date", share=0.5, parse=number, show=str),
    Field("label", "Label", "label", share=0.5, choices=(("h", "home"), ("w", "work"))),
    Field("kind", "Kind", "choice", choices=(("a", "asked"), ("m", "made"))),
    Field("who", "Through", "person", complete=complete),
    Field("note", "Note", "long"),
    Field("tender", "Tender", "check", more=True),
    Field("told", "Told by", more=True),
)


class Setting:
    """A form in a window with something before and after it, and what it has said."""

    def __init__(self, theme: Theme, show: Show) -> None:
        self.window = QWidget()
        self.window.resize(420, 700)
        self.form = Form(theme, "thread", FIELDS, removable=True)
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.elsewhere)
        column.addWidget(self.form)
        self.heard: list[Any] = []
        self.form.saved.connect(self.heard.append)
        self.form.cancelled.connect(lambda: self.heard.append("cancelled"))
        self.form.remove_requested.connect(lambda: self.heard.append("remove"))
        show(self.window)
        self.form.start()

    def input(self, name: str) -> QWidget:
        return self.form.input(name)

    def complaint(self, name: str) -> str:
        label = self.form.findChild(QLabel, f"thread.{name}.complaint")
        return label.text() if label is not None and label.isVisible() else ""


@pytest.fixture
def setting(theme: Theme, show: Show) -> Setting:
    return Setting(theme, show)


def test_return_saves_what_was_typed(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "  Lena graduates ")
    QTest.keyClick(setting.input("name"), Qt.Key.Key_Return)
    [values] = setting.heard
    assert values == {
        "name": "Lena graduates",
        "age": None,
        "label": "h",
        "kind": "a",
        "who": "",
        "note": "",
        "tender": False,
        "told": "",
    }


def test_return_in_a_long_text_is_a_line_and_ctrl_return_saves(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    note = setting.input("note")
    note.setFocus()
    QTest.keyClicks(note, "one")
    QTest.keyClick(note, Qt.Key.Key_Return)
    QTest.keyClicks(note, "two")
    assert setting.heard == []
    QTest.keyClick(note, Qt.Key.Key_Return, CTRL)
    assert setting.heard[0]["note"] == "one\ntwo"


def test_leaving_saves_a_change(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    QTest.mouseClick(setting.elsewhere, Qt.MouseButton.LeftButton)
    assert setting.heard[0]["name"] == "x"
    assert setting.elsewhere.hasFocus()


def test_leaving_without_a_change_is_a_cancel(setting: Setting) -> None:
    setting.form.set_values({"name": "x", "label": "w", "who": (1, "Ana Ribeiro")})
    setting.form.start()
    setting.elsewhere.setFocus()
    assert setting.heard == ["cancelled"]


def test_going_from_field_to_field_is_not_leaving(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    for _ in range(5):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert setting.heard == []


def test_tab_goes_through_a_form_among_rows_in_its_order(theme: Theme, show: Show) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    rows, last = RowList(theme, "threads", "Threads"), QLineEdit()
    for widget in (rows, last):
        column.addWidget(widget)
    rows.set_rows([RowData(1, "one"), RowData(2, "two")])
    show(window)
    form = Form(theme, "thread", FIELDS, removable=True)
    rows.begin_edit(1, form)
    form.start()
    visited = []
    for _ in range(10):
        visited.append(focused().objectName().removeprefix("thread."))
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    fields = ["name", "age", "label", "kind", "who", "note"]
    assert visited == [*fields, "more", "remove", "cancel", "save"]


def test_another_window_is_not_leaving(setting: Setting, theme: Theme, show: Show) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    other = QLineEdit()
    show(other)
    other.setFocus()
    assert setting.heard == []


def test_a_list_that_opens_is_not_leaving(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    kind = setting.input("kind")
    assert isinstance(kind, ChoiceInput)
    kind.setFocus()
    kind.showPopup()
    QTest.keyClick(kind.view(), Qt.Key.Key_Down)
    QTest.keyClick(kind.view(), Qt.Key.Key_Return)
    assert setting.heard == []
    QTest.keyClick(kind, Qt.Key.Key_Return)
    assert setting.heard[0]["kind"] == "m"


def test_esc_takes_back_even_where_the_window_has_a_use_for_it(setting: Setting) -> None:
    stepped: list[bool] = []
    for keys in ("Esc", "Return"):
        step = QAction(setting.window)
        step.setShortcut(QKeySequence(keys))
        step.triggered.connect(stepped.append)
        setting.window.addAction(step)
    QTest.keyClicks(setting.input("name"), "x")
    QTest.keyClick(setting.input("name"), Qt.Key.Key_Escape)
    assert setting.heard == ["cancelled"]
    assert stepped == []


def test_what_cannot_be_read_is_said_below_and_kept(setting: Setting, qtbot: QtBot) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    age = setting.input("age")
    age.setFocus()
    QTest.keyClicks(age, "soon")
    setting.elsewhere.setFocus()
    assert setting.heard == []
    qtbot.waitUntil(age.hasFocus)
    assert setting.complaint("age") == "That is no number; nothing is lost: write digits."
    assert age.accessibleDescription() == setting.complaint("age")
    QTest.keyClick(age, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(age, "41")
    assert setting.complaint("age") == ""
    QTest.keyClick(age, Qt.Key.Key_Return)
    assert setting.heard[0]["age"] == 41


def test_a_required_field_says_so_when_empty(setting: Setting) -> None:
    QTest.keyClick(setting.input("name"), Qt.Key.Key_Return)
    assert setting.heard == []
    assert "still empty" in setting.complaint("name")


def test_who_cannot_keep_it_complains_and_the_form_goes_on(setting: Setting) -> None:
    setting.form.saved.connect(lambda _: setting.form.complain("name", "There is no room."))
    QTest.keyClicks(setting.input("name"), "x")
    QTest.keyClick(setting.input("name"), Qt.Key.Key_Return)
    assert setting.complaint("name") == "There is no room."
    QTest.keyClick(setting.input("name"), Qt.Key.Key_Return)
    assert len(setting.heard) == 2


def test_a_complaint_leaves_the_fields_where_they_are(setting: Setting) -> None:
    age, label = setting.input("age"), setting.input("label")
    before = age.width(), label.width(), label.mapTo(setting.form, label.rect().topLeft())
    setting.form.complain("age", "That is no number; nothing is lost: write digits.")
    layout = setting.form.layout()
    assert layout is not None
    layout.activate()
    assert setting.complaint("age")
    assert before == (
        age.width(),
        label.width(),
        label.mapTo(setting.form, label.rect().topLeft()),
    )


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (Refused("Never.", "note"), "note"),
        (Refused("Never."), "name"),
        (Refused("Never.", "elsewhere"), "name"),
        (DiskFull("No room."), "who"),
    ],
)
def test_an_error_is_said_where_it_was_meant(
    setting: Setting, qtbot: QtBot, fault: RelbookError, field: str
) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    setting.input("who").setFocus()
    setting.form.object_to(fault)
    assert setting.complaint(field) == str(fault)
    qtbot.waitUntil(setting.input(field).hasFocus)


def test_an_error_about_no_field_is_said_where_something_is_missing(
    theme: Theme, qtbot: QtBot
) -> None:
    fields = [
        Field("kind", "Kind", "choice", choices=(("a", "a"),)),
        Field("line", "Line"),
        Field("place", "Place"),
    ]
    form = Form(theme, "thread", fields)
    qtbot.addWidget(form)
    form.set_values({"line": "x"})
    form.object_to(Refused("Something is missing."))
    assert form.input("place").accessibleDescription() == "Something is missing."


def test_a_person_is_chosen_from_those_who_are_known(setting: Setting) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    who = setting.input("who")
    assert isinstance(who, PersonInput)
    who.setFocus()
    QTest.keyClicks(who, "an")
    completer = who.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    assert setting.heard == []
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert who.text() == "Ana Ribeiro"
    QTest.keyClick(who, Qt.Key.Key_Return)
    assert setting.heard[0]["who"] == 1


@pytest.mark.parametrize(
    ("typed", "value"),
    [("Ana Ribeiro", 1), ("Anton Berg", "Anton Berg"), ("Nobody", "Nobody"), ("", "")],
)
def test_a_name_typed_whole_is_one_person_or_only_words(
    setting: Setting, typed: str, value: int | str
) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    QTest.keyClicks(setting.input("who"), typed)
    setting.form.save()
    assert setting.heard[0]["who"] == value


def test_a_label_is_one_of_those_offered_or_ones_own(setting: Setting) -> None:
    label = setting.input("label")
    assert isinstance(label, ChoiceInput)
    for typed, value in (("Work", "w"), ("boat", "boat")):
        line = label.findChild(QLineEdit)
        assert line is not None
        label.setFocus()
        line.selectAll()
        QTest.keyClicks(line, typed)
        assert label.value() == value
    label.set_value("shed")
    assert label.value() == "shed"


def test_return_takes_the_completion_and_return_again_saves(setting: Setting, qtbot: QtBot) -> None:
    QTest.keyClicks(setting.input("name"), "x")
    label = setting.input("label")
    assert isinstance(label, ChoiceInput)
    line, completer = label.lineEdit(), label.completer()
    assert line is not None
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    label.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "wo")
    qtbot.waitUntil(lambda: offers.currentIndex().isValid())
    assert line.text() == "wo"
    QTest.keyClick(offers, Qt.Key.Key_Return)
    assert line.text() == "work"
    assert setting.heard == []
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert setting.heard[0]["label"] == "w"


@pytest.mark.parametrize("current", [0, 3, 6])
def test_a_list_that_opens_is_as_high_as_its_entries(
    theme: Theme, show: Show, current: int
) -> None:
    kind = ChoiceInput(theme, [(n, f"entry {n}") for n in range(7)])
    show(kind)
    kind.set_value(current)
    kind.showPopup()
    view = kind.view()
    assert view.viewport().height() == 7 * view.sizeHintForRow(0)
    assert view.verticalScrollBar().maximum() == 0
    assert view.visualRect(kind.model().index(0, 0)).top() == 0


def test_further_fields_are_folded_until_asked_for_or_filled(setting: Setting) -> None:
    told = setting.input("told")
    assert not told.isVisible()
    QTest.mouseClick(setting.form.foot.more, Qt.MouseButton.LeftButton)
    assert told.isVisible()
    setting.form.set_values({"name": "x"})
    assert not told.isVisible()
    setting.form.set_values({"name": "x", "tender": True})
    assert told.isVisible()


def test_the_buttons_do_what_they_say(setting: Setting) -> None:
    setting.form.foot.remove.setFocus()
    QTest.keyClick(setting.form.foot.remove, Qt.Key.Key_Return)
    assert setting.heard == ["remove"]
    setting.form.set_values({"name": "x"})
    QTest.mouseClick(setting.form.foot.save, Qt.MouseButton.LeftButton)
    assert setting.heard[1]["name"] == "x"
    setting.form.set_values({})
    QTest.mouseClick(setting.form.foot.cancel, Qt.MouseButton.LeftButton)
    assert setting.heard[2] == "cancelled"


def test_what_it_holds_comes_back_as_it_was(setting: Setting) -> None:
    held = {
        "name": "x",
        "age": 7,
        "label": "boat",
        "kind": "m",
        "who": "someone",
        "note": "a\nb",
        "tender": True,
        "told": "Ana",
    }
    setting.form.set_values(held)
    assert setting.form.values() == held
    assert not setting.form.is_changed()


def test_every_field_has_a_name_to_find_and_to_hear(setting: Setting) -> None:
    for field in FIELDS:
        typed = setting.input(field.name)
        assert typed.objectName() == f"thread.{field.name}"
        assert typed.accessibleName() == field.label


def test_a_long_text_grows_with_its_lines(setting: Setting) -> None:
    note = setting.input("note")
    assert isinstance(note, LongInput)
    low = note.height()
    note.set_value("\n".join("line" for _ in range(8)))
    high = note.height()
    note.set_value("\n".join("line" for _ in range(80)))
    assert low < high < note.height() < 400


def test_the_wheel_over_a_choice_changes_nothing(setting: Setting) -> None:
    kind = setting.input("kind")
    tick = setting.form.input("tender")
    assert isinstance(kind, ChoiceInput)
    assert isinstance(tick, CheckInput)
    kind.set_value("a")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    assert kind.value() == "m"
