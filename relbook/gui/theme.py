"""How the program looks: its colours, type, icons and faces, and the change between light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from relbook.gui.colours import DARK, LIGHT, Colours, palette, palette_of_ticks
from relbook.gui.faces import FaceCache
from relbook.gui.icons import Icons
from relbook.gui.lines import Lines
from relbook.gui.stylesheet import stylesheet
from relbook.gui.typeface import FALLBACKS, load_typeface

Choice = Literal["system", "light", "dark"]
FontRole = Literal[
    "hero",
    "display",
    "title",
    "lead",
    "strong",
    "medium",
    "text",
    "small",
    "chip",
    "small_strong",
    "hint",
]

Ground = Literal["window", "side"]
GROUNDS = {"window": QPalette.ColorRole.Window, "side": QPalette.ColorRole.AlternateBase}

BASE = 13.0  # px, the size all others are in proportion to
ROLES: dict[FontRole, tuple[float, QFont.Weight]] = {
    "hero": (30, QFont.Weight.DemiBold),
    "display": (26, QFont.Weight.DemiBold),
    "title": (16, QFont.Weight.DemiBold),
    "lead": (15, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "medium": (13, QFont.Weight.Medium),
    "text": (13, QFont.Weight.Normal),
    "small": (12, QFont.Weight.Normal),
    "chip": (12, QFont.Weight.Medium),
    "small_strong": (12, QFont.Weight.DemiBold),
    "hint": (11, QFont.Weight.Medium),
}
KINDS: dict[str, FontRole] = {  # widgets whose type is not that of running text
    "QPushButton": "medium",
    "QToolButton": "medium",
    "QStatusBar": "small",
    "QTipLabel": "small",
}


class _Measures(dict[float, int]):
    """Lengths of the design, each in pixels for type of `base` pixels: asked for all the time."""

    def __init__(self, base: float) -> None:
        super().__init__()
        self._base = base

    def __missing__(self, length: float) -> int:
        self[length] = pixels = round(length * self._base / BASE)
        return pixels


class Theme(QObject):
    """The look of one program: handed to every widget, which asks it anew when it paints.

    `asset` gives the file of a resource. Sizes follow the system's font: `measure` turns a
    length of the design, drawn for 13 px type, into pixels here. `changed` says that colours
    have changed; fonts and measures never do while the program runs.
    """

    changed = Signal()

    def __init__(self, asset: Callable[[str], Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice = "system"
        self.colours: Colours = LIGHT
        self.icons = Icons(asset, lambda: self.colours)
        self.faces = FaceCache(lambda: self._fonts["strong"], lambda: self.colours.dark)
        self._app: QApplication | None = None
        self._family, self._display = load_typeface(asset)
        self._base, self._dpi = _system_size()
        self._measures = _Measures(self._base)
        self._fonts: dict[FontRole, QFont] = {role: self._font(role) for role in ROLES}
        self._metrics: dict[FontRole, QFontMetricsF] = {}
        self.lines = Lines(self.font, self.metrics)

    def apply(self, app: QApplication, choice: Choice = "system") -> None:
        """Dress the whole program; with "system" also whenever the desktop changes its mind."""
        hints = app.styleHints()
        self.choice = choice
        if self._app is None:
            self._app = app
            app.setStyle("Fusion")
            app.setFont(self.font("text"))
            hints.colorSchemeChanged.connect(self._follow)
            self._dress(app, self._wanted())
            # After the sheet: the first one a program gets forgets the fonts of classes.
            for kind, role in KINDS.items():
                app.setFont(self.font(role), kind)  # type: ignore[arg-type]
        else:
            self._follow()

    def font(self, role: FontRole) -> QFont:
        """The font for `role`."""
        return self._fonts[role]

    def metrics(self, role: FontRole) -> QFontMetricsF:
        """How much room text in `role` takes."""
        found = self._metrics.get(role)
        if found is None:
            found = self._metrics[role] = QFontMetricsF(self._fonts[role])
        return found

    def measure(self, length: float) -> int:
        """A length of the design, in pixels at the user's font size."""
        return self._measures[length]

    def spread(self, widget: QWidget, ground: Ground) -> None:
        """Give a widget one colour all over: what lies below it is not painted then."""
        widget.setBackgroundRole(GROUNDS[ground])
        widget.setAutoFillBackground(True)

    def tone(self, widget: QWidget, role: FontRole, tone: str = "") -> None:
        """Give a label its font, and "muted" or "accent" as its colour."""
        widget.setFont(self.font(role))
        if tone:
            widget.setProperty("tone", tone)

    def _wanted(self) -> Colours:
        if self.choice == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.choice == "dark" else LIGHT

    def _follow(self) -> None:
        wanted = self._wanted()
        if self._app is not None and wanted is not self.colours:
            self._dress(self._app, wanted)

    def _dress(self, app: QApplication, colours: Colours) -> None:
        self.colours = colours
        app.setPalette(palette(colours))
        app.setPalette(palette_of_ticks(colours), "QCheckBox")  # type: ignore[arg-type]
        # Again, after each change: `palette()` in a sheet is read only once, so it names colours.
        app.setStyleSheet(stylesheet(colours, self.measure))
        self.changed.emit()

    def _font(self, role: FontRole) -> QFont:
        size, weight = ROLES[role]
        font = QFont([self._display if role in ("display", "hero") else self._family, *FALLBACKS])
        # Points and not pixels: pixels would have to be whole.
        font.setPointSizeF(size * self._base / BASE * 72 / self._dpi)
        font.setWeight(weight)
        # Inter is drawn for the eye, not for the grid: hinted, its weights fall together.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def _system_size() -> tuple[float, float]:
    """The base size in pixels, and the dots per inch that points are counted by.

    Qt says 9 pt where no desktop says anything, and so does Windows: that is our 13 px. Who
    has chosen a larger font gets it.
    """
    screen = QGuiApplication.primaryScreen()
    dpi = screen.logicalDotsPerInchY() if screen else 96.0
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    pixels = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * dpi / 72
    return max(BASE, float(pixels)), dpi
