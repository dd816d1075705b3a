from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from relbook.core import facts, moments, people
from relbook.core.facts import KeyDate
from relbook.gui.desk import Desk
from relbook.gui.pages.opening import OpeningPage
from tests.gui.conftest import Show


def test_an_empty_book_invites(desk: Desk, show: Show, qtbot: QtBot) -> None:
    page = OpeningPage(desk)
    show(page)
    with qtbot.waitSignal(page.new_person_requested):
        qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.import_requested):
        qtbot.mouseClick(page.import_button, Qt.MouseButton.LeftButton)


def test_it_tells_what_is_near_and_leads_there(desk: Desk, show: Show, qtbot: QtBot) -> None:
    with desk.book.edit("Fill"):
        ada = people.add(desk.book, "Ada Moss")
        facts.add(desk.book, KeyDate, ada, kind="birthday", date="1980-03-22")
        moments.add(desk.book, [ada], "walk", date="2026-03-10")
    page = OpeningPage(desk)
    show(page)
    days, seen = page.days[1], page.seen[1]
    qtbot.waitUntil(lambda: bool(days.data))
    assert not page.new_button.isVisible()
    assert [(row.second, row.age) for row in days.data] == [("birthday, 46", "in 8 days")]
    assert [(row.second, row.age) for row in seen.data] == [("Walk", "4 days ago")]
    qtbot.keyClick(days.rows()[0], Qt.Key.Key_Return)
    assert (desk.focus.now.person, desk.focus.now.page) == (ada, "person")


def test_it_follows_the_book(desk: Desk, show: Show, qtbot: QtBot) -> None:
    page = OpeningPage(desk)
    show(page)
    with desk.book.edit("Add"):
        ada = people.add(desk.book, "Ada Moss")
        moments.add(desk.book, [ada], "walk", date="2026-03-10")
    qtbot.waitUntil(lambda: bool(page.seen[1].data))
    desk.book.undo()
    assert page.new_button.isVisible()
    assert not page.seen[1].data


def test_nobody_is_invited_while_a_job_writes(desk: Desk, show: Show) -> None:
    page = OpeningPage(desk)
    show(page)
    seen: list[bool] = []

    def work(report: object) -> None:
        del report
        seen.append(page.new_button.isEnabled())

    desk.jobs.start("Write", work, writes=True)
    assert seen == [False]
    assert page.new_button.isEnabled()
