"""``python -m tests.trust.session FOLDER``: the whole program used, with the internet forbidden to it.

Everything that Python is asked to do outside is heard (its audit events); to make an internet socket
fails. The events of note are printed, one a line of JSON. `FOLDER` holds cards.vcf.
"""

import contextlib
import json
import os
import socket
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

INTERNET = (socket.AF_INET, socket.AF_INET6)
# What leads to the internet or to another program. Of what is opened, only what cards name is of note.
OF_NOTE = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn",
           "webbrowser.", "urllib.", "http.", "ftplib.", "smtplib.")  # fmt: skip


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of an audit event."""
    if event.startswith(OF_NOTE) or (event == "open" and "named-in-a-card" in str(arguments[0])):
        print(json.dumps([event, repr(arguments)]), flush=True)
    if event == "socket.__new__" and arguments[1] in INTERNET:
        raise PermissionError("no internet here")


def use(folder: Path) -> Generator[Callable[[], object]]:
    """What a user does in the window; a truth is waited for at each step."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

    from relbook.core import people
    from relbook.gui.dialogs.print_sheet import SheetDialog
    from relbook.gui.window import Window

    def found(kind: type[QWidget], name: str = "") -> list[Any]:
        return [
            widget
            for widget in QApplication.allWidgets()
            if isinstance(widget, kind) and widget.isVisible() and name in ("", widget.objectName())
        ]

    yield lambda: found(QAbstractButton, "bring.go")
    (window,) = found(Window)
    yield found(QAbstractButton, "bring.go")[0].isEnabled
    found(QAbstractButton, "bring.go")[0].click()
    yield lambda: people.count(window.desk.book) > 3
    for dialog in found(QWidget, "brought"):
        dialog.close()
    QTest.keyClicks(window.people.search, "card")
    yield lambda: window.people.view.model().rowCount() > 0
    window.people.search.clear()
    for (person,) in window.desk.book.rows("SELECT id FROM person ORDER BY id"):
        window.desk.focus.show_person(person)
        yield window.page.isVisible
    window.exchange.show_code()
    yield lambda: True
    for dialog in window.findChildren(QWidget):
        if dialog.isWindow() and dialog.isVisible():
            dialog.close()
    window.print_sheet()
    yield lambda: found(SheetDialog)
    found(SheetDialog)[0].close()
    window.exchange.copy_cards()
    window.close()


def main() -> None:
    """Use the program; the exit status is 1 if a part of it fails."""
    folder = Path(sys.argv[1])
    sys.addaudithook(watch)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from relbook import cli

    app = QApplication([])
    steps = use(folder)
    waits: list[Callable[[], object]] = []

    def go_on() -> None:
        if waits and not waits[-1]():
            return
        waits.append(next(steps, lambda: False))

    timer = QTimer(app)
    timer.timeout.connect(go_on)
    timer.start(10)
    book = ["--book", str(folder / "book.relbook")]
    done = [[*book, str(folder / "cards.vcf")]]
    done += [
        [*book, "find", "card"],
        [*book, "brief", "--person", "Card one of 4.0", "-o", str(folder / "sheet.pdf")],
        *(
            [*book, "export", str(folder / f"all.{kind}")]
            for kind in ("html", "vcf", "csv", "json", "ics")
        ),
        [*book, "check"],
    ]
    for arguments in done:
        try:
            with contextlib.redirect_stdout(sys.stderr):
                cli.main(arguments)
        except SystemExit as end:
            timer.stop()
            if end.code:
                os._exit(1)
    print(json.dumps(["end", sorted(file.name for file in folder.iterdir())]), flush=True)
    os._exit(0)  # Qt has ended once already, with its window


if __name__ == "__main__":
    main()
