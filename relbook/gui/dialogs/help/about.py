"""What this program is and is made of, and where it keeps things."""

import importlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from relbook import HOME, __version__
from relbook.core.store import engine
from relbook.core.words import language, say
from relbook.gui.dialogs.help.licences import LicencesDialog, every
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label, announce
from relbook.gui.widgets.prose import Prose
from relbook.places import Place

ICON, WIDE = 52, 620  # design pixels
PATIENCE = 2.0  # seconds


class AboutDialog(Dialog):
    """Version, parts and licences; for each of `places` where it is. `asset` finds our files."""

    def __init__(
        self,
        theme: Theme,
        asset: Callable[[str], Path],
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, say("About Relbook"), "about", parent, WIDE)
        self._asset, self._where = asset, places
        self.head.insertWidget(0, _Emblem(theme, asset("relbook.svg")))
        self.add_text(say("Relbook {version}: a book about people.", version=released()), "said")
        self.add_text(" · ".join(parts()), "parts", muted=True)
        self.add_text(
            say(
                "MIT licence. With Qt and PySide6 (LGPL), SQLCipher (BSD), Peewee (MIT), the "
                "typeface Inter (OFL), icons from Lucide (ISC), and others."
            ),
            "licence",
            muted=True,
        )
        # Where it leads is what it says.
        home = Button(theme, HOME, "about.home", "link", icon="external-link")
        home.setAccessibleName(say("The home of Relbook: {home}", home=HOME))
        home.setAutoDefault(True)
        home.clicked.connect(self._go_home)
        self.body.addWidget(home, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addSpacing(theme.measure(4))
        self.body.addWidget(Label(theme, say("Where things lie"), "strong"))
        self.body.addLayout(self._grid())
        self._trouble = self.add_text("", "trouble")
        self._trouble.hide()
        self._copier = self.add_button(say("Copy details"), "copy")
        self._copier.setToolTip(say("For a report: versions and places, and nothing about anyone"))
        self._copier.clicked.connect(self._copy)
        read = self.add_button(say("Licences…"), "licences")
        read.clicked.connect(self.show_licences)
        self.add_close(primary=True)

    def _grid(self) -> QGridLayout:
        theme, m = self.theme, self.theme.measure
        grid = QGridLayout()
        grid.setHorizontalSpacing(m(14))
        grid.setVerticalSpacing(m(8))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, place in enumerate(self._where):
            label = Label(theme, place.what, "text")
            label.setContentsMargins(0, m(6), 0, 0)
            grid.addWidget(label, row, 0, top)
            where = Prose(theme, str(place.path), tone="muted")
            where.setObjectName(f"about.{place.name}")
            where.setAccessibleName(say("{what}: {path}", what=place.what, path=str(place.path)))
            where.setContentsMargins(0, m(6), 0, 0)
            where.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            grid.addWidget(where, row, 1, top)
            button = Button(
                theme, say("Open folder"), f"about.{place.name}.open", icon="folder-open"
            )
            button.setAccessibleName(say("Open the folder: {what}", what=place.what))
            button.setAutoDefault(True)
            if not place.to_open.is_dir():
                button.setEnabled(False)
                button.setToolTip(say("There is nothing yet."))
            button.clicked.connect(lambda _=False, place=place: self._open(place))
            grid.addWidget(button, row, 2, top)
        return grid

    def _open(self, place: Place) -> None:
        known = opens_folders()
        if not (QDesktopServices.openUrl(QUrl.fromLocalFile(str(place.to_open))) and known):
            self._tell(
                say("No program here seems to open folders. The path beside it can be copied.")
            )

    def _go_home(self) -> None:
        if not QDesktopServices.openUrl(QUrl(HOME)):
            self._tell(say("Nothing on this computer opens that; it can be copied instead."))

    def _tell(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.show()
        announce(self, sentence)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(details(self._where))
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))

    def show_licences(self) -> None:
        """The texts of all licences."""
        LicencesDialog(self.theme, every(self._asset), self).open()


def opens_folders() -> bool:
    """Whether a program for folders is known here.

    Where there is none, xdg-open, which Qt calls, fails after it has been started: nobody hears of it.
    """
    asking = shutil.which("xdg-mime") if sys.platform.startswith("linux") else None
    if asking is None:
        return True
    try:
        told = subprocess.run(  # noqa: S603  (a fixed line)
            [asking, "query", "default", "inode/directory"],
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(told.stdout.strip())


def released() -> str:
    """The version, and the commit it was made of where that is known."""
    commit = _commit()
    return f"{__version__} ({commit})" if commit else __version__


def parts() -> list[str]:
    """What the program is made of, with versions."""
    sqlite, cipher = engine.versions()
    return [
        f"Qt {qVersion()}",
        f"PySide6 {PySide6.__version__}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite}",
        *([f"SQLCipher {cipher}"] if cipher else []),
    ]


def details(places: Sequence[Place]) -> str:
    """What helps to understand a fault, with no fact about anyone.

    A home folder, which has its owner's name in it, is "~"; and of a file whose name its owner chose
    it is only said that it lies elsewhere.
    """
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    lines = [
        f"Relbook {released()}",
        ", ".join(parts()),
        f"{platform.platform()}, {QGuiApplication.platformName()}, "
        f"{size.width()} × {size.height()} @ {screen.devicePixelRatio():g}",
        f"{language()}, {QGuiApplication.font().pointSizeF():g} pt",
    ]
    for place in places:
        where = shortened(place.path) if place.usual else say("in a place of its owner's choice")
        lines.append(f"{place.name}: {where}")
    return "\n".join(lines)


def shortened(path: Path) -> str:
    """`path` with "~" for the home folder."""
    home = Path.home()
    return str(Path("~", path.relative_to(home))) if path.is_relative_to(home) else str(path)


def _commit() -> str:
    """The commit that the build wrote down, or that of the checkout this runs from; else ""."""
    try:
        return str(importlib.import_module("relbook.built").COMMIT)
    except ImportError:
        return _checked_out(Path(__file__).parents[4])


def _checked_out(root: Path) -> str:
    """What git has checked out in `root`, read without git; "" if that cannot be told."""
    git = root / ".git"
    try:
        head = (git / "HEAD").read_text("ascii").strip()
        if not head.startswith("ref: "):
            return head[:12]
        name = head.removeprefix("ref: ")
        if (git / name).is_file():
            return (git / name).read_text("ascii").strip()[:12]
        packed = (git / "packed-refs").read_text("ascii").splitlines()
        return next((line[:12] for line in packed if line.endswith(f" {name}")), "")
    except (OSError, ValueError):
        return ""


class _Emblem(QWidget):
    """The program's icon."""

    def __init__(self, theme: Theme, file: Path) -> None:
        super().__init__()
        self._icon = QIcon(str(file))
        side = theme.measure(ICON)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter: Any = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
