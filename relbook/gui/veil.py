"""A veil over faces and facts, for when someone looks over one's shoulder; names stay to be read."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QGraphicsBlurEffect, QWidget

from relbook.gui.pages.event.ticks import TickList
from relbook.gui.theme import Theme
from relbook.gui.widgets.rows import RowList
from relbook.gui.widgets.side_list import SideList

BLUR = 16  # design pixels: no letter of running text can be made out
HIDING = (RowList, TickList, SideList)  # what shows facts, line by line
# And what else does.
FACTS = ("page.saidAs", "page.does", "page.chips", "event.sheet.preview", "timeline.list")

LISTS = ("peopleView", "event.faces")  # which draw a veil of their own


class Veil(QObject):
    """Blurs what a window and its dialogs show of people, until it is lifted.

    For the eyes alone: the keyboard, a screen reader and what is copied work as ever. What is being
    typed, dialogs that ask, and paper are not veiled.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on = False

    @property
    def on(self) -> bool:
        """Whether it lies over the window."""
        return self._on

    def set(self, on: bool) -> None:
        """Draw the veil, or lift it."""
        app = QApplication.instance()
        if on == self._on or app is None:
            return
        self._on = on
        self._theme.faces.veiled = on
        for widget in QApplication.allWidgets():
            self._dress(widget)
        if on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
        for window in QApplication.topLevelWidgets():
            for widget in (window, *window.findChildren(QWidget)):
                if widget.isVisible():
                    widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Show and isinstance(watched, QWidget):
            self._dress(watched)
        elif kind == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            return _tells_facts(watched)
        return False

    def _dress(self, widget: QWidget) -> None:
        if not (isinstance(widget, HIDING) or widget.objectName() in FACTS):
            return
        if not self._on:
            widget.setGraphicsEffect(None)  # type: ignore[arg-type]
        elif widget.graphicsEffect() is None:
            blur = QGraphicsBlurEffect(widget)
            blur.setBlurRadius(self._theme.measure(BLUR))
            widget.setGraphicsEffect(blur)


def _tells_facts(widget: QWidget | None) -> bool:
    """Whether a tip of `widget` would tell what the veil hides."""
    while widget is not None:
        if isinstance(widget, HIDING) or widget.objectName() in (*FACTS, *LISTS):
            return True
        widget = widget.parentWidget()
    return False
