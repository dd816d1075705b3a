"""The list of the ledger: settles by a word at a row's end, and opens a row to be edited."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QTableView, QWidget

from relbook.core.words import say
from relbook.gui.models.ledger import Heading, LedgerModel, MoreRow, OpenRow, PassedRow
from relbook.gui.models.listing import ROW_ROLE
from relbook.gui.panels.ledger import rows
from relbook.gui.theme import Theme
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.side_list import SideList, Strip

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LedgerView(SideList):
    """Draws rows; one of them may be open as a form. `may_edit` tells whether anything may be."""

    settle_requested = Signal(object)

    def __init__(
        self, theme: Theme, model: LedgerModel, may_edit: Callable[[], bool], parent: QWidget
    ) -> None:
        # First of all: the view filters the events of its own parts while it is being made.
        self._form: Form | None = None
        self._form_key: Any = None
        super().__init__(
            theme, model, "ledgerView", say("Ledger"), rows.PASSED, self._paint_row, parent
        )
        self.model_ = model
        self.marked: int | None = None
        self._may_edit = may_edit
        # Always there, so that rows are always as wide; drawn only when there is something to scroll.
        self.verticalScrollBar().installEventFilter(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        model.modelReset.connect(self._give_heights)

    # The form in the place of a row

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return self._form

    @property
    def form_key(self) -> Any:
        """The key of the row that the open form stands for."""
        return self._form_key

    def open_form(self, key: Any, form: Form, first: str) -> None:
        """Show `form` in the place of the row with `key`, and go to its field `first`."""
        at = self.model_.row_of(key)
        if at is None:
            return
        self.setCurrentIndex(self.model_.index(at, 0))
        self._form, self._form_key = form, key
        # A child of our own and no index widget: those go at a reset, with what was typed.
        form.setParent(self.viewport())
        form.installEventFilter(self)
        form.show()
        self._make_room()
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        form.start(first)

    def close_form(self) -> None:
        """Show the row again; the form goes."""
        form, self._form = self._form, None
        if form is None:
            return
        QApplication.instance().focusChanged.disconnect(self._follow_focus)  # type: ignore[union-attr]
        form.removeEventFilter(self)
        held = form.isAncestorOf(self.window().focusWidget() or self)
        form.hide()
        form.deleteLater()
        at = self.model_.row_of(self._form_key)
        if at is not None:
            height = rows.OPEN if self.model_.is_open(at) else rows.PASSED
            self.setRowHeight(at, self._theme.measure(height))
        if held:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room(self) -> None:
        """Make the row as high as its form, and keep it in sight."""
        at = self.model_.row_of(self._form_key)
        layout = self._form.layout() if self._form is not None else None
        if at is None or layout is None:
            return
        high = layout.totalHeightForWidth(self.viewport().width())
        if self.rowHeight(at) != high:
            self.setRowHeight(at, high)
            self.updateGeometries()
            self.scrollTo(self.model_.index(at, 0))
        self._place_form()

    def _place_form(self) -> None:
        at = self.model_.row_of(self._form_key) if self._form is not None else None
        if self._form is not None and at is not None:
            self._form.setGeometry(self.visualRect(self.model_.index(at, 0)))

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep the field in sight that one is in: a form may be higher than the list."""
        if self._form is None or new is None or not self._form.isAncestorOf(new):
            return
        air, bar = self._theme.measure(24), self.verticalScrollBar()
        top = new.mapTo(self.viewport(), QPoint(0, 0)).y() - air
        below = top + new.height() + 2 * air - self.viewport().height()
        if below > 0:
            bar.setValue(bar.value() + min(below, top))
        elif top < 0:
            bar.setValue(bar.value() + top)

    def updateEditorGeometries(self) -> None:
        super().updateEditorGeometries()
        self._place_form()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_form()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        if event.type() == QEvent.Type.Paint and isinstance(watched, QScrollBar):
            return watched.maximum() == watched.minimum()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    # Heights

    def _give_heights(self) -> None:
        lead = self.model_.lead()
        self.set_heights(
            {at: rows.OPEN if row is None else rows.height_of(row) for at, row in lead}
        )

    # What the user wishes

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._settling(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and row is not None and row.key == self._pressed:
            self._pressed = None
            QTableView.mouseReleaseEvent(self, event)
            self.settle_requested.emit(row.key)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        row = self.indexAt(place).data(ROW_ROLE)
        if isinstance(row, (OpenRow, PassedRow)) and self._settling(place) is None:
            self._pressed = None
            self.edit_requested.emit(row.key)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._settling(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What a form has no use for comes up to here, and means no row.
        if not self.hasFocus():
            event.ignore()
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in RETURN and self.key() is not None:
            self.settle_requested.emit(self.key())
        else:
            super().keyPressEvent(event)

    def _choosable_above(self) -> bool:
        at = self.currentIndex().row()
        return any(not self.model_.is_heading(row) for row in range(max(0, at)))

    def _settling(self, at: QPoint) -> OpenRow | None:
        """The open row whose word that settles it is at a point."""
        index = self.indexAt(at)
        row = index.data(ROW_ROLE) if index.isValid() else None
        if not isinstance(row, OpenRow) or not self._may_edit():
            return None
        rect = self.visualRect(index)
        start, end = rows.action_zone(self._theme, row, rect.width())
        x = rect.right() - at.x() if self.isRightToLeft() else at.x() - rect.left()
        return row if start <= x <= end else None

    def _paint_row(self, strip: Strip, row: Any) -> None:
        if self._form is not None and row.key == self._form_key:
            return
        marked = row.key is not None and row.key == self.marked
        if isinstance(row, Heading):
            rows.paint_heading(strip, row)
        elif isinstance(row, MoreRow):
            rows.paint_more(strip, row)
        elif isinstance(row, OpenRow):
            rows.paint_open(strip, row, marked=marked, may=self._may_edit())
        else:
            rows.paint_passed(strip, row, marked=marked)
