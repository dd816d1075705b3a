"""Work in the background: how it comes home, and that nothing comes once the window goes."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.app import build_window, leave
from relbook.core import people
from relbook.core.errors import Cancelled, Refused, RelbookError
from relbook.core.store.book import Book
from relbook.core.store.journal import Report
from relbook.gui.jobs import Jobs
from relbook.gui.theme import Theme
from tests.gui.conftest import Show


@pytest.fixture
def alarms() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(book: Book, alarms: list[BaseException], qapp: QWidget) -> Iterator[Jobs]:
    made = Jobs(book, alarms.append)
    yield made
    made.stop()


def test_what_work_returns_comes_home_to_this_thread(jobs: Jobs, qtbot: QtBot) -> None:
    came: list[tuple[object, bool]] = []
    here = threading.get_ident()
    job = jobs.start(
        "Count",
        lambda _report: threading.get_ident() != here,
        done=lambda elsewhere: came.append((elsewhere, threading.get_ident() == here)),
    )
    qtbot.waitSignal(job.ended).wait()
    assert came == [(True, True)]
    assert jobs.running == []


def test_cancelled_work_stops_at_its_next_word(jobs: Jobs, qtbot: QtBot) -> None:
    going, may_go_on = threading.Event(), threading.Event()
    said: list[object] = []

    def work(report: Report) -> None:
        going.set()
        may_go_on.wait(5)
        report(1, 2)

    job = jobs.start("Long", work, done=said.append, cancelled=lambda: said.append("cancelled"))
    going.wait(5)
    job.cancel()
    may_go_on.set()
    qtbot.waitSignal(job.ended).wait()
    assert said == ["cancelled"]


def test_who_asked_hears_what_the_user_can_mend_and_the_window_the_rest(
    jobs: Jobs, alarms: list[BaseException], qtbot: QtBot
) -> None:
    heard: list[RelbookError] = []

    def refuse(_report: Report) -> None:
        raise Refused("No.")

    def break_down(_report: Report) -> None:
        raise ZeroDivisionError

    jobs.start("First", refuse, failed=heard.append)
    last = jobs.start("Second", break_down, failed=heard.append)
    qtbot.waitSignal(last.ended).wait()
    assert [type(fault) for fault in heard] == [Refused]
    assert [type(fault) for fault in alarms] == [ZeroDivisionError]


def test_what_ends_while_the_window_goes_is_heard_by_nobody(
    book: Book, theme: Theme, show: Show, qtbot: QtBot
) -> None:
    made = build_window(book, theme=theme)
    show(made)
    written = threading.Event()
    heard: list[object] = []

    def work(_report: Report) -> None:
        with book.edit("Add"):
            people.add(book, "Ada")
        written.set()

    made.desk.alerts.broke.connect(lambda *told: heard.append(told))
    made.desk.jobs.start("Add", work, done=heard.append, writes=True)
    written.wait(5)
    made.close()
    leave(made)  # with its notice and its end on their way
    qtbot.wait(1)
    assert heard == []


def test_a_queue_apart_waits_for_no_other_and_stops_with_its_own(book: Book, qtbot: QtBot) -> None:
    jobs = Jobs(book, lambda fault: None)
    apart = jobs.apart()
    begun, stopped = threading.Event(), threading.Event()
    done: list[int] = []

    def long(report: Report) -> None:
        begun.set()
        try:
            while True:
                report(0, 0)
        except Cancelled:
            stopped.set()
            raise

    apart.start("Long", long)
    assert begun.wait(10)
    jobs.start("Short", lambda report: 1, done=done.append)
    qtbot.waitUntil(lambda: done == [1])
    jobs.stop()
    assert stopped.is_set()
    assert apart.running == []
