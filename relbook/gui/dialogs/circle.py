"""Which circle the selected people are to belong to."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from relbook.core import circles
from relbook.core.names import fold
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.dialog import Dialog

ROW, ROWS = 32, 6
COUNT = Qt.ItemDataRole.UserRole
DOWN: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}


class CircleDialog(Dialog):
    """Asks for a circle, one there is or a new one; `chosen(name)` says which.

    What stands in the field is what counts. Typing narrows the list; the arrows and a click put
    a circle of the list into the field.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk, people: int, parent: QWidget | None = None) -> None:
        title = plural("Add {n} person to a circle", "Add {n} people to a circle", people)
        super().__init__(desk.theme, str(title), "circle", parent, 420)
        theme = desk.theme
        self.name = QLineEdit()
        self.name.setObjectName("circle.name")
        self.name.setAccessibleName(say("Name of the circle"))
        self.name.setPlaceholderText(say("A circle, or the name of a new one"))
        self.name.installEventFilter(self)
        self.body.addWidget(self.name)
        every = circles.every(desk.book)
        # Writes the rest of a name that one begins to type; Delete drops what was not meant.
        completer = QCompleter([circle.name for circle in every], self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.name.setCompleter(completer)
        self._folded = {fold(circle.name): circle.name for circle in every}
        self.list = QListWidget()
        self.list.setObjectName("circle.list")
        self.list.setAccessibleName(say("Circles"))
        self.list.setItemDelegate(_Rows(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The field keeps the keys: its arrows move through the list.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for circle in every:
            item = QListWidgetItem(circle.name, self.list)
            item.setData(COUNT, str(plural("{n} person", "{n} people", circle.people)))
        self.list.setFixedHeight(theme.measure(ROW) * min(ROWS, max(1, len(every))))
        self.body.addWidget(self.list)
        self.list.setVisible(bool(every))
        self._hint = self.add_text("", "hint", muted=True)
        self.body.addStretch(1)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self._add = self.add_button(say("Add"), "add", primary=True)
        self._add.clicked.connect(self._choose)
        self.name.textChanged.connect(self._offer)
        self.name.textEdited.connect(self._narrow)
        self.list.itemClicked.connect(self._take)
        self.list.itemDoubleClicked.connect(self._choose)
        self._offer("")
        self.name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.name
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._take_key(event.key())
        ):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # By itself, the field would first only agree to the rest of the name.
            self._choose()
        elif key in DOWN:
            self._step(DOWN[key])
        else:
            return False
        return True

    def _offer(self, text: str) -> None:
        """Say what Return would do with `text`."""
        known = self._folded.get(fold(text.strip()))
        self._add.setEnabled(bool(text.strip()))
        self._add.set_word(say("Add") if known or not text.strip() else say("Make and add"))
        if not text.strip():
            hint = say("A circle is a world they belong to: family, the choir, the old crew.")
        elif known:
            hint = say("They join “{circle}”.", circle=known)
        else:
            hint = say("There is no “{circle}” yet: it will be made.", circle=text.strip())
        self._hint.setText(hint)
        row = next((i for i in range(self.list.count()) if self.list.item(i).text() == known), -1)
        self.list.setCurrentRow(row)

    def _narrow(self, text: str) -> None:
        wanted = fold(text.strip())
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in fold(item.text()))

    def _step(self, by: int) -> None:
        rows = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        if not rows:
            return
        now = self.list.currentRow()
        at = rows.index(now) + by if now in rows else (0 if by > 0 else len(rows) - 1)
        row = rows[max(0, min(at, len(rows) - 1))]
        self.list.setCurrentRow(row)
        self._take(self.list.item(row))

    def _take(self, item: QListWidgetItem) -> None:
        self.name.setText(item.text())
        self.name.selectAll()

    def _choose(self) -> None:
        name = self.name.text().strip()
        if name:
            self.chosen.emit(self._folded.get(fold(name), name))
            self.accept()


class _Rows(QStyledItemDelegate):
    """A circle's name, and how many people belong to it."""

    def __init__(self, theme: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(0, self._theme.measure(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, m, colours = self._theme, self._theme.measure, self._theme.colours
        painter.save()
        canvas = Canvas(painter, theme, self._view.viewport())
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            canvas.block(rect, m(8), colours.tint)
            bar = canvas.rect(0, rect.y() + m(8), 3, rect.height() - 2 * m(8))
            canvas.block(bar, 1.5, colours.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            canvas.block(rect, m(8), colours.hover)
        count = index.data(COUNT)
        wide = theme.metrics("small").horizontalAdvance(count)
        line = baseline(theme, "text", rect.y(), rect.height())
        room = rect.width() - wide - m(36)
        role: FontRole = "strong" if chosen else "text"
        canvas.text(m(12), line, room, index.data(), role, colours.text)
        canvas.text(rect.width() - wide - m(12), line, wide + 1, count, "small", colours.muted)
        painter.restore()
