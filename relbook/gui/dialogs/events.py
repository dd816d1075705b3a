"""Which event to look at: one there is, or a new one by its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from relbook.core import dates, events
from relbook.core.dates import PartialDate
from relbook.core.events import Event
from relbook.core.names import fold
from relbook.core.words import plural, say, sentence
from relbook.gui import fields
from relbook.gui.desk import Desk
from relbook.gui.models.listing import ROW_ROLE, Listing, Said
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.row_drawing import HEIGHTS, RowDrawing

NEW = 0  # the key of the row that plans a new one
LINES = 7  # rows in sight
HEADING = 28
STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: LINES,
    Qt.Key.Key_PageUp: -LINES,
}
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """What the events below have in common."""

    text: str
    key: None = None

    def spoken(self) -> str:
        """The heading itself."""
        return self.text


class EventsDialog(Dialog):
    """Typing narrows the list; the arrows move in it, Return opens. `chosen(event)` says which.

    What coming events there are stands first, then what has no day yet, then what is over.
    """

    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, say("Events"), "events", parent, 480)
        self.desk = desk
        self._every = events.every(desk.book)
        self._counts = events.counts(desk.book)
        self._folded = {one.id: fold(f"{one.name} {one.place}") for one in self._every}
        measure = desk.theme.measure
        self.name = QLineEdit()
        self.name.setObjectName("events.name")
        self.name.setAccessibleName(say("Which event, or the name of a new one"))
        self.name.setPlaceholderText(say("Which event, or the name of a new one"))
        self.name.installEventFilter(self)
        self.name.textChanged.connect(self._show)
        self.body.addWidget(self.name)
        self.rows = Listing(self)
        self.list = QListView()
        self.list.setObjectName("events.list")
        self.list.setAccessibleName(say("Events"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Rows(desk, self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        # The field keeps the keys: its arrows move through the list.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._take)
        high = HEIGHTS["thread"] * min(LINES, max(1, len(self._every))) + 2 * HEADING
        self.list.setMinimumHeight(measure(high))
        self.body.addWidget(self.list, 1)
        self._hint = self.add_text("", "hint", muted=True)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self.open_button = self.add_button(say("Open"), "open", primary=True)
        self.open_button.clicked.connect(self.choose)
        self._show("")
        self.name.setFocus()

    def _show(self, typed: str) -> None:
        typed = typed.strip()
        words = fold(typed).split()
        found = [one for one in self._every if all(w in self._folded[one.id] for w in words)]
        rows: list[Said] = [*self._grouped(found)]
        if typed and not any(fold(one.name) == fold(typed) for one in found):
            title = say("Plan “{name}”", name=typed)
            rows.append(RowData(NEW, title, "thread", "calendar-plus", second=say("a new event")))
        self.rows.show(rows)
        starts = (at for at, one in enumerate(rows) if isinstance(one, RowData))
        self._go_to(next(starts, None))
        self.list.setVisible(bool(rows))
        self._hint.setVisible(not rows)
        self._hint.setText(
            say("No event yet. Its name is enough to begin with: a supper, a fair, a walk.")
        )

    def _grouped(self, found: Sequence[Event]) -> Iterable[Said]:
        today = self.desk.today()
        over = [one for one in found if events.is_over(one, today)]
        undated = [one for one in found if one.starts is None]
        coming = [one for one in found if one not in over and one.starts is not None]
        coming.sort(key=lambda one: (one.starts or "", one.id))
        for title, group in (
            (say("Coming"), coming),
            (say("No day yet"), undated),
            (say("Over"), over),
        ):
            if group:
                yield Heading(title)
                yield from (self._row(one) for one in group)

    def _row(self, event: Event) -> RowData:
        today = self.desk.today()
        first = PartialDate.from_iso(event.starts) if event.starts else None
        exact = first.exact() if first else None
        away = ""
        if first and exact:
            away = dates.until(first, today) if exact >= today else dates.ago(first, today)
        n = self._counts.get(event.id, 0)
        guests = str(plural("{n} guest", "{n} guests", n)) if n else ""
        return RowData(
            event.id,
            event.name,
            "thread",
            "calendar-days" if event.starts else "calendar",
            second=fields.dotted(events.days(event, today), event.place, guests),
            age="" if first and away == first.words() else away,
        )

    # Keys and clicks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.name
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in STEPS:
                self._step(STEPS[event.key()])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        stops = [at for at, row in enumerate(self.rows.rows) if isinstance(row, RowData)]
        if not stops:
            return
        now = self.list.currentIndex().row()
        at = stops.index(now) + by if now in stops else 0
        self._go_to(stops[max(0, min(at, len(stops) - 1))])

    def _go_to(self, row: int | None) -> None:
        index = QModelIndex() if row is None else self.rows.index(row, 0)
        self.list.setCurrentIndex(index)
        if row == 1:
            self.list.scrollToTop()  # with the heading above
        key = self._key()
        self.open_button.setEnabled(key is not None)
        self.open_button.set_word(say("Plan it") if key == NEW else say("Open"))

    def _key(self) -> int | None:
        row = self.list.currentIndex().data(ROW_ROLE)
        return int(row.key) if isinstance(row, RowData) and isinstance(row.key, int) else None

    def _take(self, index: QModelIndex) -> None:
        if isinstance(index.data(ROW_ROLE), RowData):
            self._go_to(index.row())
            self.choose()

    def choose(self) -> None:
        """Open the event at the keyboard, planned first if it is new."""
        key = self._key()
        if key is None:
            return
        if key != NEW:
            self.accept()
            self.chosen.emit(key)
            return
        name = " ".join(self.name.text().split())
        with self.desk.alerts.guarding():
            with self.desk.edit(sentence("Plan {event}", event=name)):
                made = events.add(self.desk.book, name)
            self.accept()
            self.chosen.emit(made)


class _Rows(QStyledItemDelegate):
    """Draws an event as a row of a page, and a heading as in a panel."""

    def __init__(self, desk: Desk, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = desk.theme, view
        self._drawing = RowDrawing(desk.theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del option
        heading = isinstance(index.data(ROW_ROLE), Heading)
        return QSize(100, self._theme.measure(HEADING if heading else HEIGHTS["thread"]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, theme, measure = index.data(ROW_ROLE), self._theme, self._theme.measure
        painter.save()
        painter.translate(option.rect.topLeft())
        canvas = Canvas(painter, theme, self._view.viewport())
        size = (option.rect.width(), option.rect.height())
        if isinstance(row, Heading):
            line = baseline(theme, "small_strong", measure(6), size[1] - measure(6))
            ink = theme.colours.muted
            canvas.text(measure(6), line, size[0], row.text, "small_strong", ink)
        elif isinstance(row, RowData):
            state, flag = option.state, QStyle.StateFlag
            if state & flag.State_Selected:
                area = QRectF(0, 0, *size)
                canvas.block(area, measure(8), theme.colours.tint)
                bar = canvas.rect(0, measure(9), 3, size[1] - 2 * measure(9))
                canvas.block(bar, 1.5, theme.colours.accent)
            self._drawing.set(row, True, False)
            hovered = bool(state & flag.State_MouseOver) and not state & flag.State_Selected
            self._drawing.paint(canvas, size, hovered=hovered)
        painter.restore()
