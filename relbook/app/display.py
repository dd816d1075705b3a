"""Qt's start: what keeps it from opening a window is said in one sentence, not in Qt's own words."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relbook import APP_ID
from relbook.core.words import say

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtCore import QLibraryInfo, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

FAILED = 2


def start_qt(*, tells: bool = True) -> QApplication:
    """Qt's application, the one there is or a new one.

    Where Qt finds no way to open a window it would abort: instead the process ends here, with one
    line on standard error, if it `tells`, and exit status 2.
    """
    app = QApplication.instance()
    if app is None:
        _tell_windows()
        said: list[str] = []
        before = qInstallMessageHandler(_hearing(said, tells))
        try:
            app = QApplication(["relbook"])
        finally:
            qInstallMessageHandler(before)
        for line in said:
            print(line, file=sys.stderr)  # noqa: T201
    if not isinstance(app, QApplication):
        raise TypeError("Qt runs already, without windows")
    app.setApplicationName("Relbook")
    app.setDesktopFileName(APP_ID)
    return app


def _hearing(said: list[str], tells: bool) -> Callable[[QtMsgType, Any, str], None]:
    def hear(kind: QtMsgType, _context: Any, words: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            if tells:
                why = why_no_window([*said, words])
                print(say("relbook: {why}", why=why), file=sys.stderr, flush=True)  # noqa: T201
            os._exit(FAILED)  # what called this will abort once it returns
        said.append(words)

    return hear


def why_no_window(said: list[str]) -> str:
    """In a sentence why Qt has no window for us, by what it `said` before giving up."""
    words = "\n".join(said)
    wished = os.environ.get("QT_QPA_PLATFORM", "")
    if unknown := re.search(r'Could not find the Qt platform plugin "([^"]*)"', words):
        there = re.search(r"Available platform plugins are: (.*?)\.?\s*$", words, re.MULTILINE)
        return say(
            "QT_QPA_PLATFORM is “{wished}”, which Qt does not have here (it has {there}); unset it, "
            "and start Relbook again.",
            wished=unknown[1] or wished,
            there=there[1] if there else "?",
        )
    on_wayland = "Failed to create wl_display" in words
    if on_wayland or "could not connect to display" in words:
        display = os.environ.get("WAYLAND_DISPLAY" if on_wayland else "DISPLAY", "")
        return say(
            "the display “{display}” does not answer, so there is no window; start Relbook on a "
            "desktop that runs, or set DISPLAY to one.",
            display=display,
        )
    loaded = re.search(r'Could not load the Qt platform plugin "([^"]*)"', words)
    if loaded and (lacking := _lacking(loaded[1])):
        from relbook.system import missing_library

        return missing_library(lacking)
    return say(
        "Qt cannot open a window here ({why}); install it again, or look at what it needs in the "
        "README.",
        why=(said[0] if said else "?").split("\n", maxsplit=1)[0],
    )


def _lacking(platform: str) -> str:
    """What the system's loader says about Qt's plugin for `platform`; empty if that loads."""
    import ctypes

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    try:
        ctypes.CDLL(str(plugins / f"libq{platform}.so"))
    except OSError as fault:
        return str(fault)
    return ""


def _tell_windows() -> None:
    """Let Windows know which program this is: its icon, its place in the bar, its recent files."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
