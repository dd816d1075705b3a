"""A page: the middle of the window, cards on a ground that scrolls, and one form open at most."""

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.columns import FIRST, Columns, Place
from relbook.gui.widgets.form import Form

Bands = Sequence[Sequence[Place]]


class Page(QScrollArea):
    """Lays out its bands of cards. Forms save when they are left; `finish_edit` leaves one."""

    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        said: str,
        first: float = FIRST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._waiting: list[Callable[[], None]] = []
        self._app = cast(QApplication, QApplication.instance())
        self._app.focusChanged.connect(self._follow_keys)
        self._placing = False
        self.ground = QWidget()
        self.ground.setObjectName(f"{name}.ground")
        theme.spread(self.ground, "window")
        self.ground.installEventFilter(self)
        theme.changed.connect(self.ground.update)
        self._columns = Columns(theme, self.ground, first)
        self._bands: Bands = ()
        self.setWidget(self.ground)

    def set_bands(self, bands: Bands) -> None:
        """Say what lies on the page, from top to bottom."""
        self._bands = bands
        for band in bands:
            for place in band:
                place.widget.setParent(self.ground)

    # The form that is open

    def forms(self) -> Iterable[Form | None]:
        """The forms of its parts, None where none is open."""
        return ()

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return next((form for form in self.forms() if form is not None), None)

    @property
    def editing(self) -> bool:
        """Whether a form is open."""
        return self.form is not None

    def finish_edit(self) -> bool:
        """Save what is open in a form; False when it cannot be kept, and stays."""
        form = self.form
        done = form is None or form.leave()
        self._be_still()
        return done

    def cancel_edit(self) -> None:
        """Take back what is typed in an open form."""
        form = self.form
        if form is not None:
            form.cancel()

    def reveal_form(self) -> None:
        """Scroll to the form that is open."""
        form = self.form
        if form is not None:
            self.settle()
            top = form.mapTo(self.ground, QPoint(0, 0)).y()
            margin = self._theme.measure(40)
            self.ensureVisible(0, top + form.height(), 0, margin)
            self.ensureVisible(0, top, 0, margin)

    def _leave_by_click(self, at: QPoint) -> None:
        """A click on nothing, outside the form, leaves it too."""
        form = self.form
        if form is not None and not form.rect().contains(form.mapFromGlobal(at)):
            self.finish_edit()

    def _follow_keys(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep what has the focus in sight; the pointer needs no help."""
        still = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if new is not None and still and self.ground.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, self._theme.measure(12))

    # Stillness

    def when_still(self, do: Callable[[], None]) -> None:
        """Do it at once, or when no button is down: under a pressed pointer nothing moves, or
        the click would miss what it was for.
        """
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            do()
        else:
            self._waiting.append(do)
            self._app.installEventFilter(self)

    def _be_still(self) -> None:
        """Do what waited for the pointer."""
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    # Where things lie

    def settle(self) -> None:
        """Put everything in its place."""
        if self._placing:
            return
        self._placing = True
        # What was asked for up to now is done here.
        QCoreApplication.removePostedEvents(self.ground, QEvent.Type.LayoutRequest.value)
        width = self.viewport().width()
        if self.ground.width() != width:
            self.ground.resize(width, self.ground.height())
        height = max(self._columns.lay(self._bands, steady=self.editing), self.viewport().height())
        if self.ground.height() != height:
            self.ground.resize(width, height)
        self._placing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.ground:
            if kind == QEvent.Type.LayoutRequest:
                self.settle()
            elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
                self._leave_by_click(event.globalPosition().toPoint())
        elif kind == QEvent.Type.MouseButtonRelease and self._waiting:
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self, self._be_still)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.editing:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
