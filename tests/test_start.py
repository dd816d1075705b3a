"""What the window's start loads: nothing heavy before it is used."""

import subprocess
import sys

import pytest

LATE = (
    "_hashlib",
    "click",
    "ctypes",
    "html",
    "logging.handlers",
    "peewee",
    "phonenumbers",
    "platform",
    "rapidfuzz",
    "relbook.app.paper",
    "relbook.app.telling",
    "relbook.cli.commands",
    "relbook.core.briefing",
    "relbook.core.dates",
    "relbook.core.events",
    "relbook.core.exchange",
    "relbook.core.facts",
    "relbook.core.interests",
    "relbook.core.ledger",
    "relbook.core.store.schema",
    "relbook.gui.deeds",
    "relbook.gui.dialogs",
    "relbook.gui.exchange",
    "relbook.gui.half_typed",
    "relbook.gui.instance",
    "relbook.gui.opened",
    "relbook.gui.helping",
    "relbook.gui.pages",
    "relbook.gui.panels.interests",
    "relbook.gui.panels.ledger",
    "relbook.gui.past",
    "relbook.gui.sheets",
    "relbook.gui.signals",
    "relbook.gui.welcome",
    "relbook.gui.x11",
    "relbook.places",
    "relbook.system",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
)


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that are there once the window's code is, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, relbook.app; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", LATE)
def test_heavy_modules_come_late(loaded: set[str], name: str) -> None:
    assert not [one for one in loaded if one == name or one.startswith(name + ".")]


def test_the_window_itself_is_there(loaded: set[str]) -> None:
    assert "relbook.gui.window" in loaded
