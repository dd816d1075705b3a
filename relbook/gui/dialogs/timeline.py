"""All the moments with someone, from the last to the first, to read and to mend."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from relbook.core import people
from relbook.core.errors import RelbookError
from relbook.core.moments import Moment
from relbook.core.store.changes import Notice
from relbook.core.words import plural, say
from relbook.gui import moment_form
from relbook.gui.desk import Desk
from relbook.gui.models.timeline import MOMENT_ROLE, TimelineModel
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.row_drawing import HEIGHTS, RowDrawing

HIGH = 450
EDIT = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Delegate(QStyledItemDelegate):
    """Draws each moment as the rows of the page are drawn."""

    def __init__(self, desk: Desk, person: int, view: QListView) -> None:
        super().__init__(view)
        self._desk, self._person, self._view = desk, person, view
        self._drawing = RowDrawing(desk.theme)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._desk.theme.measure(HEIGHTS["moment"]))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        moment = index.data(MOMENT_ROLE)
        if moment is None:
            return
        row, last = index.row(), index.model().rowCount() - 1
        data = moment_form.row(self._desk, moment, self._person)
        self._drawing.set(data, row == 0, row == last)
        painter.save()
        painter.translate(option.rect.topLeft())
        canvas = Canvas(painter, self._desk.theme, self._view.viewport())
        state, flag = option.state, QStyle.StateFlag
        size = (option.rect.width(), option.rect.height())
        self._drawing.paint(canvas, size, hovered=bool(state & flag.State_MouseOver))
        if state & flag.State_HasFocus:
            colours, radius = self._desk.theme.colours, self._desk.theme.measure(8)
            canvas.ring(QRectF(0, 0, *size), radius, colours.accent)
        painter.restore()


class TimelineDialog(Dialog):
    """A list as long as it may be, and in its place the form of the moment being changed.

    Enter, F2 or a double click change a moment, Delete removes it.
    """

    def __init__(self, desk: Desk, person: int, parent: QWidget | None = None) -> None:
        self._name = people.name(desk.book, person)
        title = say("Moments with {name}", name=self._name)
        super().__init__(desk.theme, title, "timeline", parent, 580)
        self.desk = desk
        self._person = person
        self.form: Form | None = None
        self._edited: Moment | None = None
        measure = desk.theme.measure
        self.count = Label(desk.theme, tone="muted")
        self.count.setObjectName("timeline.count")
        self.body.addWidget(self.count)
        self.model = TimelineModel(desk.book, person, self)
        self.view = QListView()
        self.view.setObjectName("timeline.list")
        self.view.setAccessibleName(title)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setItemDelegate(_Delegate(desk, person, self.view))
        self.view.setModel(self.model)
        self.view.setMinimumHeight(measure(HIGH))
        self.view.doubleClicked.connect(self._edit_at)
        self.view.installEventFilter(self)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.body.addWidget(self.view, 1)
        # A form takes the place of the list: both would not fit on every screen.
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.setMinimumHeight(measure(HIGH))
        ground = QWidget()
        desk.theme.spread(ground, "window")
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self._place.setWidget(ground)
        self._place.hide()
        self.body.addWidget(self._place, 1)
        self.add_close()
        desk.notices.changed.connect(self._on_notice)
        self._say_count()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
        self.view.setFocus()

    def _say_count(self) -> None:
        self.count.setText(str(plural("{n} moment", "{n} moments", self.model.rowCount())))

    def _on_notice(self, notice: Notice) -> None:
        if not notice.changes.touch("moment", "moment_person", "person"):
            return
        row, bar = self.view.currentIndex().row(), self.view.verticalScrollBar()
        place = bar.value()
        self.model.reread()
        self._say_count()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))
            bar.setValue(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent):
            ours = event.key() in EDIT or event.key() == Qt.Key.Key_Delete
            if event.type() == QEvent.Type.ShortcutOverride and ours:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and ours:
                if event.key() == Qt.Key.Key_Delete:
                    self.remove()
                else:
                    self._edit_at(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def remove(self) -> None:
        """Remove the current moment; Undo takes it back."""
        moment = self.model.moment(self.view.currentIndex().row())
        if moment is not None and self.finish_edit():
            with self.desk.alerts.guarding():
                moment_form.remove(self.desk, moment.id, self._name)

    def _edit_at(self, index: QModelIndex) -> None:
        moment = self.model.moment(index.row()) if index.isValid() else None
        if moment is None or not self.finish_edit():
            return
        form = Form(self.desk.theme, "timeline.form", moment_form.form_fields(self.desk), True)
        me = (self._person, self._name)
        form.set_values(moment_form.form_values(self.desk, moment, me))
        form.saved.connect(self._save)
        form.cancelled.connect(self._close_form)
        form.remove_requested.connect(self._remove_edited)
        self.form, self._edited = form, moment
        self._column.insertWidget(0, form)
        self.view.hide()
        self._place.show()
        form.show()
        form.start("line")

    def finish_edit(self) -> bool:
        """Save what is open in the form; False when it cannot be kept, and stays."""
        return self.form is None or self.form.leave()

    def _save(self, values: dict[str, object]) -> None:
        form = self.form
        if form is None:
            return
        try:
            moment_form.keep(self.desk, self._edited, values, self._name)
        except RelbookError as fault:
            form.object_to(fault)
        else:
            self._close_form()

    def _remove_edited(self) -> None:
        moment = self._edited
        self._close_form()
        if moment is not None:
            with self.desk.alerts.guarding():
                moment_form.remove(self.desk, moment.id, self._name)

    def _close_form(self) -> None:
        form, self.form, self._edited = self.form, None, None
        if form is not None:
            self._place.hide()
            self.view.show()
            form.hide()
            form.deleteLater()
            self.view.setFocus()

    def done(self, result: int) -> None:
        if self.finish_edit():
            super().done(result)
