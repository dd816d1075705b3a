"""What would crash a screen reader's program, asked in a process of its own."""

import subprocess
import sys

ASKED = """
import gc
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from relbook.gui.hearing import mend_areas

app = QApplication(["relbook"])
mend_areas()
for _ in range(20):
    area, held = QScrollArea(), QWidget()
    area.setAccessibleName("Person")
    area.setWidget(held)
    area.show()
    heard = QAccessible.queryAccessibleInterface(area)
    count = heard.childCount()
    inside = [heard.child(at) is not None for at in range(count)]
    print(heard.text(QAccessible.Text.Name), count > 0, all(inside), heard.child(count))
    del heard, area, held
    gc.collect()
    app.processEvents()
"""


def test_a_reader_may_ask_for_a_scroll_bar_that_is_gone() -> None:
    """With Qt's own answer this is a segmentation fault."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, set(done.stdout.splitlines())) == (0, {"Person True True None"})
