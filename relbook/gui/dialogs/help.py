"""Keyboard shortcuts, and what this program is."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from relbook import __version__
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog


class KeysDialog(Dialog):
    """Every action that has keys, given as (what, keys)."""

    def __init__(
        self, theme: Theme, rows: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, say("Keyboard shortcuts"), "keys", parent, 420)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, theme.measure(8), 0)
        grid.setHorizontalSpacing(theme.measure(32))
        grid.setVerticalSpacing(theme.measure(8))
        more = [
            (say("Edit what has the focus"), "F2"),
            (say("Copy what has the focus"), "Ctrl+C"),
            (say("Take back, step back"), say("Esc")),
            (say("Save what is being typed"), say("Ctrl+Return")),
            (say("Delete what has the focus"), say("Del")),
        ]
        for at, (what, keys) in enumerate([*rows, *more]):
            said = QLabel(what)
            pressed = QLabel(keys)
            theme.tone(said, "text")
            theme.tone(pressed, "small", "muted")
            grid.addWidget(said, at, 0)
            grid.addWidget(pressed, at, 1, Qt.AlignmentFlag.AlignTrailing)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setObjectName("keys.list")
        area.setAccessibleName(say("Keyboard shortcuts"))
        area.setMinimumHeight(theme.measure(420))
        self.body.addWidget(area)
        self.add_close(primary=True)


class AboutDialog(Dialog):
    """The program's name, version and licence, and where the book lies."""

    def __init__(self, theme: Theme, book: Path, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("About Relbook"), "about", parent)
        self.add_text(say("Relbook {version}: a book about people.", version=__version__))
        self.add_text(
            say(
                "MIT licence. With Qt and PySide6 (LGPL), SQLCipher (BSD), Peewee (MIT), the "
                "typeface Inter (OFL) and icons from Lucide (ISC)."
            ),
            muted=True,
        )
        self.add_text(say("Your book is this one file; copy it and you have moved house:"))
        self.add_text(str(book), muted=True)
        folder = self.add_button(say("Open its folder"), "folder")
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(book.parent)))
        )
        self.add_close(primary=True)
