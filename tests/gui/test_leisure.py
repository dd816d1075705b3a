"""In a quiet moment memory that is free goes back to the system."""

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from relbook.gui.desk import Desk
from relbook.gui.leisure import Leisure


def resident() -> float:
    """MB of memory that the process takes up."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of the GNU C library alone")
def test_what_is_free_is_given_back(desk: Desk, qtbot: QtBot) -> None:
    some = [bytes(3_000) for _ in range(20_000)]
    kept = some[::40]  # in the way of what lies before them
    del some
    before = resident()
    leisure = Leisure(desk, pause=0)
    qtbot.waitUntil(lambda: resident() < before - 30)
    assert len(kept) == 500
    leisure.deleteLater()
