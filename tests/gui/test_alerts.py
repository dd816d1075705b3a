"""What went wrong is told once, whatever else goes wrong by it."""

import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from relbook.gui.alerts import Alerts


@pytest.fixture
def alerts(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Alerts:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back at the end
    made = Alerts()
    made.catch_all()
    return made


def test_what_breaks_while_a_fault_is_shown_is_not_shown_in_turn(alerts: Alerts) -> None:
    shown: list[str] = []

    def show(report: str) -> None:
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
