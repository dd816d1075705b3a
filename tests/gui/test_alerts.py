"""What went wrong is told once, whatever else goes wrong by it."""

import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from relbook.core import people
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.gui.alerts import Alerts


@pytest.fixture
def alerts(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Alerts:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back at the end
    made = Alerts()
    made.catch_all()
    return made


def test_what_breaks_while_a_fault_is_shown_is_not_shown_in_turn(alerts: Alerts) -> None:
    shown: list[str] = []

    def show(report: str, _rolled_back: bool) -> None:
        shown.append(report)
        raise ZeroDivisionError

    alerts.broke.connect(show)
    for _ in range(2):
        alerts.tell(ValueError())
    assert len(shown) == 2
    assert all("ValueError" in report for report in shown)


def test_once_it_is_gone_a_fault_is_left_to_python(
    alerts: Alerts, capsys: pytest.CaptureFixture[str]
) -> None:
    shiboken6.delete(alerts)
    sys.excepthook(ValueError, ValueError("late"), None)
    assert capsys.readouterr().err == "ValueError: late\n"


def test_only_an_edit_that_was_rolled_back_is_said_to_be_taken_back(
    alerts: Alerts, book: Book
) -> None:
    told: list[bool] = []
    alerts.broke.connect(lambda _report, rolled_back: told.append(rolled_back))

    def add(name: str, *, fails: bool) -> None:
        with book.edit("Add"):
            people.add(book, name)
            if fails:
                raise KeyError

    def fail(_notice: Notice) -> None:
        raise KeyError

    with pytest.raises(KeyError) as within:
        add("Ada", fails=True)
    book.listeners.append(fail)
    with pytest.raises(KeyError) as after:
        add("Grace", fails=False)
    alerts.tell(within.value)
    alerts.tell(after.value)
    assert people.count(book) == 1
    assert told == [True, False]
