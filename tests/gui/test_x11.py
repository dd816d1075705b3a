"""On a real X display: what a window manager, and who shows that something starts, are told."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relbook.gui import x11

pytestmark = pytest.mark.window

TOKEN = 'files/"relbook"/1234-0-host_TIME4200000001'


class Watcher:
    """Hears what the root window's watchers are told, as a window manager does."""

    def __init__(self) -> None:
        self._x: Any = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = self._x.XInternAtom.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, root, ctypes.c_long(1 << 22 | 1 << 19))
        self._x.XSync(self._display, 0)

    def messages(self, name: str) -> list[Any]:
        """Those of that name which have come since."""
        wanted = self._x.XInternAtom(self._display, name.encode(), 0)
        self._x.XSync(self._display, 0)
        found = []
        while self._x.XPending(self._display):
            event = x11._Message()
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == 33 and event.message_type == wanted:
                found.append(event)
        return found

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> int:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return int(widget.winId())


def test_the_manager_is_asked_by_the_user_as_of_their_click(watcher: Watcher, window: int) -> None:
    assert x11.come_forward(window, TOKEN)
    (asked,) = watcher.messages("_NET_ACTIVE_WINDOW")
    assert (asked.window, asked.format) == (window, 32)
    by, when = asked.data.longs[:2]
    assert (by, when & 0xFFFFFFFF) == (2, 4_200_000_001)


def test_the_notice_that_it_starts_is_ended(watcher: Watcher, window: int) -> None:
    assert x11.come_forward(window, TOKEN)
    told = b"".join(bytes(part.data)[:20] for part in watcher.messages("_NET_STARTUP_INFO"))
    words = told.partition(b"\0")[0].decode()
    assert words.endswith('0-host_TIME4200000001"')


def test_without_a_token_nothing_is_ended(watcher: Watcher, window: int) -> None:
    assert x11.come_forward(window, "")
    assert watcher.messages("_NET_STARTUP_INFO_BEGIN") == []


def test_without_a_display_nobody_is_asked(monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not x11.come_forward(window, TOKEN)
