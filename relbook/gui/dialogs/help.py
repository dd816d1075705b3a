"""Keyboard shortcuts, and what this program is."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QScrollArea, QSizePolicy, QWidget

from relbook import __version__, paths
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label

ICON = 52
Deed = QAbstractSlider.SliderAction
SCROLL = {
    int(Qt.Key.Key_Down): Deed.SliderSingleStepAdd,
    int(Qt.Key.Key_Up): Deed.SliderSingleStepSub,
    int(Qt.Key.Key_PageDown): Deed.SliderPageStepAdd,
    int(Qt.Key.Key_PageUp): Deed.SliderPageStepSub,
    int(Qt.Key.Key_Home): Deed.SliderToMinimum,
    int(Qt.Key.Key_End): Deed.SliderToMaximum,
}


class KeysDialog(Dialog):
    """Every action that has keys, given as (what, keys); then those that belong to no action."""

    def __init__(
        self, theme: Theme, rows: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, say("Keyboard shortcuts"), "keys", parent, 460)
        m = theme.measure
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, m(14), 0)
        grid.setHorizontalSpacing(m(32))
        grid.setVerticalSpacing(m(7))
        grid.setColumnStretch(0, 1)
        more = [
            (say("Edit what has the focus"), "F2"),
            (say("Copy what has the focus"), "Ctrl+C"),
            (say("Delete what has the focus"), say("Del")),
            (say("Save what is being typed"), say("Ctrl+Return")),
            (say("Take back, step back"), say("Esc")),
        ]
        at = 0
        for part in (rows, more):
            for what, keys in part:
                said = Label(theme, what, wrap=True)
                grid.addWidget(said, at, 0)
                grid.addWidget(_Keys(theme, keys), at, 1, Qt.AlignmentFlag.AlignTrailing)
                at += 1
            grid.setRowMinimumHeight(at, m(8))
            at += 1
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setObjectName("keys.list")
        area.setAccessibleName(say("Keyboard shortcuts"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.verticalScrollBar().setSingleStep(m(29))
        area.setMinimumHeight(min(m(420), page.sizeHint().height()))
        self.body.addWidget(area, 1)
        self._bar = area.verticalScrollBar()
        self.add_close(primary=True).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The button has the focus, for Return; the keys that scroll go on to the list.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            deed = SCROLL.get(event.key())
            if deed is not None:
                self._bar.triggerAction(deed)
                return True
        return super().eventFilter(watched, event)


class AboutDialog(Dialog):
    """The program's name, version and licence, and where the book lies, if one is open."""

    def __init__(self, theme: Theme, book: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("About Relbook"), "about", parent)
        self.head.insertWidget(0, _Emblem(theme))
        self.add_text(say("Relbook {version}: a book about people.", version=__version__), "said")
        self.add_text(
            say(
                "MIT licence. With Qt and PySide6 (LGPL), SQLCipher (BSD), Peewee (MIT), the "
                "typeface Inter (OFL) and icons from Lucide (ISC)."
            ),
            "licence",
            muted=True,
        )
        self._book = book
        if book is not None:
            self.add_text(
                say("Your book is this one file; copy it and you have moved house:"), "book_said"
            )
            self.add_text(str(book), "book", muted=True)
            folder = self.add_button(say("Open its folder"), "folder")
            folder.clicked.connect(self._open_folder)
        self.add_close(primary=True)

    def _open_folder(self) -> None:
        if self._book is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._book.parent)))


class _Keys(QWidget):
    """Keys, as they stand on a key."""

    def __init__(self, theme: Theme, keys: str) -> None:
        super().__init__()
        self._theme, self._keys = theme, keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        m = self._theme.measure
        wide = self._theme.metrics("hint").horizontalAdvance(self._keys)
        return QSize(max(m(30), round(wide) + m(16)), m(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        theme, m, colours = self._theme, self._theme.measure, self._theme.colours
        canvas = Canvas(painter, theme, self)
        rect = QRectF(self.rect())
        canvas.block(rect, m(6), colours.chip)
        wide = theme.metrics("hint").horizontalAdvance(self._keys)
        line = baseline(theme, "hint", 0, self.height())
        canvas.text((self.width() - wide) / 2, line, wide + 1, self._keys, "hint", colours.muted)


class _Emblem(QWidget):
    """The program's icon."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = QIcon(str(paths.asset("relbook.svg")))
        side = theme.measure(ICON)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        self._icon.paint(QPainter(self), self.rect())
