"""What went wrong, told in the window: a sentence in its bar, or a report of our own bug."""

import contextlib
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from shiboken6 import isValid

from relbook import __version__
from relbook.core.errors import Cancelled, RelbookError
from relbook.core.store.book import was_rolled_back
from relbook.core.words import say

_log = logging.getLogger("relbook")


class Alerts(QObject):
    """Where errors go. The window shows `told(sentence)` in its bar, and `broke` aside.

    That one has a report, and whether an edit was rolled back.
    """

    told = Signal(str)
    broke = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._breaking = False

    def tell(self, fault: BaseException) -> None:
        """Tell of an error: in one sentence if the user can mend it, else with a report."""
        if isinstance(fault, Cancelled):
            return
        if isinstance(fault, RelbookError):
            self.told.emit(str(fault))
            return
        text = report(fault)
        _log.error("%s", text)
        if not self._breaking:  # what goes wrong while it is shown would be shown without end
            self._breaking = True
            try:
                self.broke.emit(text, was_rolled_back(fault))
            finally:
                self._breaking = False

    @contextlib.contextmanager
    def guarding(self) -> Iterator[None]:
        """Around what a user asked for: an error the user can mend is told and goes no further."""
        try:
            yield
        except RelbookError as fault:
            self.tell(fault)

    def catch_all(self) -> None:
        """Let what nobody caught come here, instead of ending the program."""

        def hook(
            kind: type[BaseException], value: BaseException, trace: TracebackType | None
        ) -> None:
            if isinstance(value, KeyboardInterrupt) or not isValid(self):
                sys.__excepthook__(kind, value, trace)
            else:
                self.tell(value.with_traceback(trace))

        sys.excepthook = hook


def report(fault: BaseException) -> str:
    """What we need to mend our bug, with no word from the book: where in our code, which kind."""
    import platform

    frames = traceback.extract_tb(fault.__traceback__)
    lines = [f"{_within(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    kinds = []
    cause: BaseException | None = fault
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return "\n".join(
        (
            say("Relbook {version} on {system}", version=__version__, system=platform.platform()),
            f"Python {platform.python_version()}, Qt {qVersion()}",
            " < ".join(kinds),
            *lines,
        )
    )


def _within(filename: str) -> str:
    parts = Path(filename).parts
    start = max((i for i, part in enumerate(parts) if part == "relbook"), default=len(parts) - 1)
    return "/".join(parts[start:])
