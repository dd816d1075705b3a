"""A page on a desk, with a person of whom much is known."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import circles, facts, moments, people, relations, threads
from relbook.core.facts import Address, Contact, KeyDate, Note, OwnField, Position
from relbook.gui.desk import Desk
from relbook.gui.pages.person import PersonPage
from relbook.gui.pages.person.section import Section
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.people_input import PeopleInput
from relbook.gui.widgets.row import Row
from tests.gui.conftest import Show


@dataclass
class Folk:
    """The people of the tests, by id."""

    ada: int
    ben: int
    new: int


@pytest.fixture
def folk(desk: Desk) -> Folk:
    """Ada with one of everything, Ben whom she knows, and someone with only a name."""
    book = desk.book
    with book.edit("Fill"):
        ben = people.add(book, "Ben Okri")
        new = people.add(book, "Cleo")
        ada = people.add(
            book,
            "Ada Moss",
            say_it="AY-da",
            pronouns="she/her",
            met_on="2019-06",
            met_where="on the ferry",
            met_through_id=ben,
        )
        facts.add(book, Contact, ada, kind="mail", value="ada@moss.example", label="home")
        facts.add(book, Contact, ada, kind="phone", value="+44 20 7946 0018", label="mobile")
        facts.add(book, Address, ada, street="1 Quay", locality="Leith")
        facts.add(book, Position, ada, title="Potter", organisation="Clay Yard", since="2015")
        facts.add(book, KeyDate, ada, kind="birthday", date="1980-03-22")
        facts.add(book, Note, ada, text="Never tea.", date="2025-05")
        facts.add(book, OwnField, ada, name="shoe size", value="39")
        circles.join(book, circles.find_or_add(book, "Old crew"), [ada])
        relations.add(book, ada, "brother", other=ben)
        threads.add(book, [ada], "Learning Greek", kind="study", line="slowly")
        moments.add(book, [ada, ben], "meal", date="2026-02-20", line="about kilns")
    return Folk(ada, ben, new)


@pytest.fixture
def page(desk: Desk, folk: Folk, show: Show) -> PersonPage:
    """The page, shown, about Ada."""
    made = PersonPage(desk)
    made.resize(700, 900)
    show(made)
    desk.focus.show_person(folk.ada)
    return made


def texts(section: Section) -> list[str]:
    """What the rows of a card say first."""
    return [row.data.text for row in section.list.rows()]


def row(section: Section, text: str) -> Row:
    """The row that says `text`."""
    return next(row for row in section.list.rows() if row.data.text == text)


def open_form(page: QWidget) -> Form:
    """The form that is open."""
    forms = [form for form in page.findChildren(Form) if form.isVisible()]
    assert len(forms) == 1
    return forms[0]


def typed(page: QWidget, qtbot: QtBot, field: str, text: str) -> None:
    """Empty a field of the open form and type `text` into it."""
    asked = open_form(page).input(field)
    target = asked.lineEdit() if isinstance(asked, QComboBox | PeopleInput) else asked
    assert isinstance(target, QLineEdit | QPlainTextEdit)
    target.setFocus()
    target.selectAll()
    qtbot.keyClicks(target, text)


def last_edit(desk: Desk) -> str:
    """What the undo menu would say."""
    step = desk.book.next_undo()
    return str(step.sentence) if step else ""


def button(page: QWidget, name: str) -> QPushButton:
    """The button called `name`."""
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found
