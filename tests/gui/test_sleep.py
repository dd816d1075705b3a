"""The computer's sleep is heard of beforehand, and waits until the book is closed."""

import os
import select
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook.app import Program
from relbook.core import people
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui.dialogs.lock import UnlockDialog
from relbook.gui.settings import Settings
from relbook.gui.sleep import Sleep
from relbook.gui.window import Window

PATIENCE = 10  # seconds
KEY = Key(b"1" * 32, b"a" * 16)


class Login:
    """A login manager on a bus of its own: it gives delay locks, and tells of sleep."""

    def __init__(self, address: str) -> None:
        from jeepney import DBusAddress, new_signal
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.address = address
        self.asked: list[tuple[str, ...]] = []
        self.given: list[int] = []  # our ends of the locks
        self.at_once = threading.Event()  # whether it answers
        self.at_once.set()
        self._signal = new_signal
        self._path = DBusAddress(
            "/org/freedesktop/login1", interface="org.freedesktop.login1.Manager"
        )
        self._connection = open_dbus_connection(address, enable_fds=True)
        self._connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.login1"))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def sleep(self, begins: bool) -> None:
        """Tell that the computer is going to sleep, or has slept."""
        self._connection.send(self._signal(self._path, "PrepareForSleep", "b", (begins,)))

    def waits(self) -> bool:
        """Whether any lock that was given is still held."""
        return any(not select.select([end], [], [], 0)[0] for end in self.given)

    def let_go(self) -> None:
        for end in self.given:
            os.close(end)
        self._connection.sock.shutdown(socket.SHUT_RDWR)  # which ends the waiting
        self._thread.join(PATIENCE)
        self._connection.close()

    def _serve(self) -> None:
        from jeepney import HeaderFields, new_method_return

        while True:
            try:
                call = self._connection.receive()
            except (OSError, EOFError, ValueError):
                return
            if call.header.fields.get(HeaderFields.member) != "Inhibit":
                continue
            self.asked.append(call.body)
            self.at_once.wait(PATIENCE)
            ours, theirs = os.pipe()
            self.given.append(ours)
            self._connection.send(new_method_return(call, "h", (theirs,)))
            os.close(theirs)


@pytest.fixture
def login() -> Iterator[Login]:
    pytest.importorskip("jeepney", reason="nothing here speaks D-Bus but Qt")
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
    made = Login(running.stdout.readline().strip())
    yield made
    made.let_go()
    running.terminate()
    running.wait(PATIENCE)
    running.stdout.close()


@pytest.fixture
def hears(login: Login, qapp: QApplication) -> Iterator[Sleep]:
    from PySide6.QtDBus import QDBusConnection

    made = Sleep()
    assert made.watch(QDBusConnection.connectToBus(login.address, "window"))
    yield made
    QDBusConnection.disconnectFromBus("window")


def go_by() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_sleep_is_heard_of_and_waits_while_it_is_watched(
    hears: Sleep, login: Login, qtbot: QtBot
) -> None:
    said: list[bool] = []
    hears.begins.connect(lambda: said.append(True))
    qtbot.waitUntil(lambda: hears._held._file is not None)
    assert login.asked[0][0::3] == ("sleep", "delay")
    login.sleep(True)
    qtbot.waitUntil(lambda: said == [True])
    assert login.waits()
    hears.deleteLater()
    go_by()
    qtbot.waitUntil(lambda: not login.waits())


def test_after_waking_the_next_sleep_waits_too(hears: Sleep, login: Login, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: hears._held._file is not None)
    login.sleep(False)
    qtbot.waitUntil(lambda: len(login.asked) == 2)
    qtbot.waitUntil(lambda: bool(select.select([login.given[0]], [], [], 0)[0]))  # let go
    assert login.waits()


def test_a_login_manager_that_answers_late_keeps_nobody_waiting(
    login: Login, hears: Sleep, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: hears._held._file is not None)
    login.at_once.clear()
    hears.tell(False)
    hears.tell(False)  # before it has answered
    qtbot.waitUntil(lambda: len(login.asked) == 2)
    login.at_once.set()
    qtbot.waitUntil(lambda: len(login.given) == 3)

    def only_the_last_waits() -> bool:
        return [bool(select.select([end], [], [], 0)[0]) for end in login.given] == [1, 1, 0]

    qtbot.waitUntil(only_the_last_waits)
    hears.deleteLater()
    go_by()
    qtbot.waitUntil(lambda: not login.waits())


def test_a_locked_book_is_closed_before_the_computer_sleeps(
    login: Login,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtDBus import QDBusConnection

    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path))
    path = tmp_path / "own.relbook"
    with Book.create(path, key=KEY) as book, book.edit("Add"):
        people.add(book, "Ada")
    program = Program(qapp, Settings(None))
    program._show(Book.open(path, key=KEY))
    window = program.window
    assert window is not None
    hears = window.locking.findChild(Sleep)
    assert hears is not None
    hears.watch(QDBusConnection.connectToBus(login.address, "program"))
    qtbot.waitUntil(login.waits)
    log = path.with_name("own.relbook-wal")
    assert log.exists()
    closed: list[bool] = []

    def look() -> bool:
        if not login.waits():
            closed.append(not log.exists())
        return bool(closed)

    login.sleep(True)
    del window, hears
    qtbot.waitUntil(look)
    assert closed == [True]
    for one in QApplication.topLevelWidgets():
        if isinstance(one, Window | UnlockDialog):
            one.close()
    qapp.processEvents()
    program.end()
    qapp.setQuitOnLastWindowClosed(True)
    QDBusConnection.disconnectFromBus("program")


def test_without_a_bus_nothing_tells(qapp: QApplication) -> None:
    from PySide6.QtDBus import QDBusConnection

    assert Sleep().watch(QDBusConnection("no such bus")) is False
