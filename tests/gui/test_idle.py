"""Nobody is there: no key and no mouse for a while."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from relbook.gui import idle
from relbook.gui.idle import Idle
from tests.gui.conftest import Show


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is, in seconds: the last of these."""
    times = [1_000.0]
    monkeypatch.setattr(idle, "now", lambda: times[-1])
    return times


def test_keys_and_mouse_put_it_off(show: Show, clock: list[float], qapp: QApplication) -> None:
    first, second = QWidget(), QWidget()
    show(first)
    watch, said = Idle(10), []
    watch.left.connect(lambda: said.append(clock[-1]))
    show(second)  # a dialog is a window too
    for n, act in enumerate(
        (
            lambda: QTest.keyClick(second.windowHandle(), Qt.Key.Key_A),
            lambda: QTest.mouseMove(second.windowHandle(), QPoint(3, 3)),
            lambda: QTest.keyClick(first.windowHandle(), Qt.Key.Key_A),
        )
    ):
        clock.append(1_000 + 599 * (n + 1))
        act()
        qapp.processEvents()
        watch.look()
        assert said == []
    clock.append(clock[-1] + 600)
    watch.look()
    assert said == [clock[-1]]


def test_never_is_never(clock: list[float]) -> None:
    watch, said = Idle(0), []
    watch.left.connect(lambda: said.append(True))
    clock.append(1e9)
    watch.look()
    assert said == []
