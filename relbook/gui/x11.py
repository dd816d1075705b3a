"""What Qt does not tell X11's window managers: that the user wants a window now that is there already.

By itself a program comes forward only as of its own last click, which a window manager takes for
older than the click that has just started it again, and refuses (EWMH, _NET_ACTIVE_WINDOW). The
desktop's notice that something starts would stay, too (startup-notification specification).
"""

import ctypes
import re
from typing import Any

BY_USER = 2  # the source of a request that stands for the user's own deed
_CLIENT_MESSAGE = 33
_PROPERTIES, _STRUCTURE = 1 << 22, 1 << 19 | 1 << 20  # who of the root's watchers is told
_TIME = re.compile(r"_TIME(\d{1,10})$")  # of the click, at the end of what the desktop gives


class _Data(ctypes.Union):
    _fields_ = (("longs", ctypes.c_long * 5), ("bytes", ctypes.c_char * 20))


class _Message(ctypes.Structure):
    """XClientMessageEvent, as long as any XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", _Data),
        ("rest", ctypes.c_long * 12),
    )


def come_forward(window: int, token: str) -> bool:
    """Have the window manager bring `window` (its X11 id) to the front and give it the keys.

    `token` is what the desktop gave to the start that asks for it, or "". Returns whether there was a
    display to ask; whether it is done is the window manager's to say.
    """
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return False
    try:
        clicked = _TIME.search(token)
        when = int(clicked[1]) & 0xFFFFFFFF if clicked else 0
        longs = (ctypes.c_long * 5)(BY_USER, when)
        _send(x11, display, window, "_NET_ACTIVE_WINDOW", 32, _Data(longs=longs), _STRUCTURE)
        if token:
            _end_notice(x11, display, window, token)
    finally:
        x11.XCloseDisplay(display)
    return True


def _end_notice(x11: Any, display: ctypes.c_void_p, window: int, token: str) -> None:
    """Say that what started under `token` has come up."""
    quoted = token.replace("\\", "\\\\").replace('"', '\\"')
    told = f'remove: ID="{quoted}"'.encode() + b"\0"
    name = "_NET_STARTUP_INFO_BEGIN"
    for at in range(0, len(told), 20):
        data = _Data()
        ctypes.memmove(ctypes.byref(data), told[at : at + 20].ljust(20, b"\0"), 20)
        _send(x11, display, window, name, 8, data, _PROPERTIES)
        name = "_NET_STARTUP_INFO"


def _send(
    x11: Any, display: ctypes.c_void_p, window: int, name: str, size: int, data: _Data, mask: int
) -> None:
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    message = _Message(type=_CLIENT_MESSAGE, send_event=1, window=window, format=size, data=data)
    message.message_type = x11.XInternAtom(display, name.encode(), 0)
    x11.XSendEvent(display, root, 0, ctypes.c_long(mask), ctypes.byref(message))
