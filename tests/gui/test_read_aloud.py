"""The window as a screen reader finds it: on a real display, through AT-SPI, by Debian's Python."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from relbook.core import sample
from relbook.paths import asset

PROVE = Path(__file__).parents[2] / "packaging" / "prove"
DEBIAN_PYTHON = Path("/usr/bin/python3")


def missing() -> str:
    """What this test stands on and is not here."""
    if not DEBIAN_PYTHON.exists():
        return "the system's own Python is missing"
    asked = subprocess.run(
        [DEBIAN_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False
    )
    if asked.returncode:
        return "python3-pyatspi is missing"
    buses = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
    if not (shutil.which("dbus-run-session") and any(map(os.path.exists, buses))):
        return "dbus or at-spi2-core is missing"
    if not any(map(shutil.which, ("openbox", "jwm"))):
        return "a window manager is missing, without which no window has the keys"
    return ""


@pytest.mark.window
def test_what_the_window_tells_who_cannot_see_it(tmp_path: Path) -> None:
    if why := missing():
        pytest.skip(f"{why}: nothing here can listen to the window")
    sample.make(tmp_path / "sample.relbook", date(2026, 3, 14), asset("sample")).close()
    subprocess.run(["sh", PROVE / "cards.sh", tmp_path], check=True)
    done = subprocess.run(
        ["sh", PROVE / "read_aloud.sh", tmp_path, sys.executable, "-m", "relbook"],
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
        env=os.environ | {"RELBOOK_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "xcb"},
    )
    assert done.returncode == 0, done.stderr
    assert "an entry of the ledger added, and read out: gave" in done.stdout
    assert done.stdout.endswith("heard: that it ended, with 0\n")
