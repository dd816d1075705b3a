"""Making one of several people: by hand, and of those who are in the book twice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from relbook.core import facts, people
from relbook.core.exchange.sameness import duplicates
from relbook.gui.desk import Desk
from relbook.gui.dialogs.merge import DuplicatesDialog, MergeDialog


@pytest.fixture
def twice(desk: Desk) -> tuple[int, int]:
    """Ada, twice in the book, with one mail and different notes."""
    with desk.book.edit("Add"):
        ids = [people.add(desk.book, name) for name in ("Ada Abel", "Ada Abel")]
        for one, note in zip(ids, ("sails", "sings"), strict=True):
            facts.add(desk.book, facts.Contact, one, kind="mail", value="ada@example.org")
            people.change(desk.book, one, note=note)
    return ids[0], ids[1]


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


@pytest.fixture
def dialog(desk: Desk, twice: tuple[int, int], show: Callable[[QWidget], None]) -> DuplicatesDialog:
    made = DuplicatesDialog(desk, duplicates.find(desk.book))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(made)
    return made


def test_two_become_one_and_nothing_is_lost(
    desk: Desk, dialog: DuplicatesDialog, twice: tuple[int, int]
) -> None:
    press(dialog, "duplicates.one")
    assert people.count(desk.book) == 1
    kept = people.read(desk.book, twice[0])
    assert kept is not None
    notes = [note.text for note in facts.of_person(desk.book, facts.Note, twice[0])]
    assert sorted([kept.note, *notes]) == ["sails", "sings"]


def test_undo_is_at_hand(desk: Desk, dialog: DuplicatesDialog) -> None:
    press(dialog, "duplicates.one")
    press(dialog.notice_bar, "duplicates.notice.action")
    assert people.count(desk.book) == 2
    assert dialog.view.key() is not None


def test_the_value_chosen_is_the_one_shown(
    desk: Desk, dialog: DuplicatesDialog, twice: tuple[int, int]
) -> None:
    press(dialog, "duplicates.beside.note.1")
    press(dialog, "duplicates.one")
    kept = people.read(desk.book, twice[0])
    assert kept is not None
    assert kept.note == "sings"


def test_one_value_alone_is_kept_when_that_is_wished(
    desk: Desk, dialog: DuplicatesDialog, twice: tuple[int, int]
) -> None:
    press(dialog, "duplicates.beside.note.both")
    press(dialog, "duplicates.one")
    assert not facts.of_person(desk.book, facts.Note, twice[0])


def test_two_people_are_never_asked_about_again(desk: Desk, dialog: DuplicatesDialog) -> None:
    press(dialog, "duplicates.two")
    assert people.count(desk.book) == 2
    assert duplicates.find(desk.book) == []


def test_what_one_has_twice_is_kept_once(
    desk: Desk, twice: tuple[int, int], show: Callable[[QWidget], None]
) -> None:
    with desk.book.edit("Add"):
        facts.add(desk.book, facts.Contact, twice[0], kind="mail", value="Ada@Example.org")
    repeats = duplicates.repeating(desk.book)
    assert repeats == [twice[0]]
    made = DuplicatesDialog(desk, [], repeats)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(made)
    press(made, "duplicates.one")
    assert len(facts.of_person(desk.book, facts.Contact, twice[0])) == 1


def test_three_chosen_by_hand_become_one(
    desk: Desk, twice: tuple[int, int], show: Callable[[QWidget], None]
) -> None:
    with desk.book.edit("Add"):
        third = people.add(desk.book, "A. Abel")
    made = MergeDialog(desk, [*twice, third])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    show(made)
    press(made, "merge.go")
    assert people.count(desk.book) == 1


def test_it_fits_on_a_small_screen(
    desk: Desk, twice: tuple[int, int], show: Callable[[QWidget], None]
) -> None:
    made = MergeDialog(desk, list(twice))
    made.resize(5_000, 5_000)
    show(made)
    room = made.screen().availableSize()
    assert made.width() <= room.width()
    assert made.height() <= room.height()
