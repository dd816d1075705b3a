"""Nobody is there: no key and no mouse for a while, or the computer sleeps."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

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


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a bus of our own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no D-Bus on this system")
    running = subprocess.Popen(
        [daemon, "--session", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    yield running.stdout.readline().strip()
    running.terminate()
    running.wait()
    running.stdout.close()


def test_the_login_manager_says_when_the_computer_sleeps(
    bus: str, qtbot: QtBot, clock: list[float]
) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    manager = QDBusConnection.connectToBus(bus, "manager")
    assert manager.registerService("org.freedesktop.login1")
    watch, said = Idle(10), []
    watch.left.connect(lambda: said.append(True))
    assert watch.watch_sleep(QDBusConnection.connectToBus(bus, "window"))
    news = QDBusMessage.createSignal(
        "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
    )
    news.setArguments([True])
    assert manager.send(news)
    qtbot.waitUntil(lambda: said == [True])
    for name in ("manager", "window"):
        QDBusConnection.disconnectFromBus(name)


def test_without_a_bus_the_clock_alone_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtDBus import QDBusConnection

    assert Idle(10).watch_sleep(QDBusConnection("no such bus")) is False
