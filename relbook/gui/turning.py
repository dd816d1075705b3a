"""Going from panel to panel with the keys."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Stop = tuple[QWidget, QWidget]  # what takes the keys, and the panel it is the stop of


def turn(stops: Sequence[Stop], focus: QWidget | None, by: int) -> None:
    """Give the keys to the stop `by` after that of the panel that has them."""
    here = (
        at for at, (_, panel) in enumerate(stops) if focus is not None and panel.isAncestorOf(focus)
    )
    at = next(here, -1 if by > 0 else 0)
    enter(stops[(at + by) % len(stops)][0])


def thread(stops: Sequence[QWidget]) -> None:
    """Let Tab go through `stops` one after the other."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def enter(stop: QWidget) -> None:
    """Give the keys to `stop`, or to the first within it that takes them."""
    stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if stop.focusPolicy() != Qt.FocusPolicy.NoFocus or stop.window().focusWidget() is not stop:
        return  # it has them, or has handed them on
    # Not by nextInFocusChain: see the rows' `_thread`.
    for inner in stop.findChildren(QWidget):
        if inner.focusPolicy() & Qt.FocusPolicy.TabFocus and inner.isVisible():
            inner.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
