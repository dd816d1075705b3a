"""The filter in force, written out in words; each part can be dropped, and others be added."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QWidget,
)

from relbook.core import circles
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.words import say
from relbook.gui.focus import Filter
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.chips import HEIGHT, Chip, ChipLook
from relbook.gui.widgets.flow import FlowLayout
from relbook.gui.widgets.labels import Label

Part = tuple[str, int]  # "events", "interests" or "circles", and which
Offer = tuple[int, str]  # a circle and its name
ORDER = ("events", "interests", "circles")


class FilterBar(QWidget):
    """Says "who belong to Sailing"; the user's wish for another filter is `changed`.

    By Tab it comes `after` another widget.
    """

    changed = Signal(object)
    event_dropped = Signal()

    def __init__(
        self, theme: Theme, book: Book, after: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._book, self._after = theme, book, after
        self._filter = Filter()
        self._event: int | None = None
        self._parts: dict[Part, _Part] = {}
        self._spare: list[_Part] = []  # hidden; those that come next
        self._offered: list[Offer] = []
        self.setObjectName("filterBar")
        self.setAccessibleName(say("Filter"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, gap=theme.measure(6))
        self._add = _AddButton(theme)
        self._add.clicked.connect(self.begin_adding)
        self._input = _CircleInput(theme, self._to_offer)
        self._input.hide()
        self._input.chosen.connect(self._choose)
        self._input.left.connect(self._end_adding)
        self.read()

    def show_filter(self, wanted: Filter, event: int | None = None) -> None:
        """Write out another filter, and the event whose guests alone are listed."""
        if (wanted, event) != (self._filter, self._event):
            self._filter, self._event = wanted, event
            self._write()

    def read(self) -> None:
        """Read the circles there are, and what all is called, anew."""
        self._offered = [(circle.id, circle.name) for circle in circles.every(self._book)]
        self._write()

    def drop_last(self) -> bool:
        """Drop the last part; False when there is none."""
        if not self._parts:
            return False
        self._drop(list(self._parts)[-1])
        return True

    def begin_adding(self) -> None:
        """Let a circle be chosen by the beginning of its name."""
        self._add.hide()
        self._input.show()
        self._flow.activate()  # so that the list of circles opens below where it will stand
        self._input.begin()

    # Within

    def _write(self) -> None:
        """Bring words and chips up to date; a part that stays keeps its widget."""
        wanted = {("events", self._event)} if self._event is not None else set()
        wanted |= {("interests", one) for one in self._filter.interests}
        wanted |= {("circles", one) for one in self._filter.circles}
        place = next((at for at, part in enumerate(self._parts.values()) if part.has_focus()), None)
        lost = place is not None and list(self._parts)[place] not in wanted
        for gone in self._parts.keys() - wanted:
            part = self._parts.pop(gone)
            part.become(None)
            self._spare.append(part)
        for new in sorted(wanted - self._parts.keys()):
            self._parts[new] = self._spare.pop() if self._spare else self._new_part()
            self._parts[new].become(new)
        for part in self._spare:
            part.hide()
        # The event first, circles last; within, in the order in which they came.
        self._parts = dict(sorted(self._parts.items(), key=lambda item: ORDER.index(item[0][0])))
        while self._flow.count():
            self._flow.takeAt(0)
        before = ""
        for (kind, one), part in self._parts.items():
            part.say(_lead(kind, before), self._name(kind, one))
            part.show()
            self._flow.addWidget(part)
            before = kind
        self._add.set_word(say("add") if self._parts else say("narrow to a circle"))
        self._flow.addWidget(self._add)
        self._flow.addWidget(self._input)
        # Words stand in line with what is above and below, and so does the plus of the button.
        edge, rtl = self._theme.measure(6) if self._parts else 0, self.isRightToLeft()
        self._flow.setContentsMargins(0 if rtl else edge, 0, edge if rtl else 0, 0)
        self.setVisible(bool(self._offered or self._parts))
        self._add.setVisible(len(self._filter.circles) < len(self._offered))
        if self._after.window() is self.window():
            self._order_tabs()
        if lost and place is not None:
            left = list(self._parts.values())
            next_one = left[min(place, len(left) - 1)].chip if left else self._add
            next_one.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _new_part(self) -> "_Part":
        part = _Part(self._theme, self)
        part.dropped.connect(self._drop)
        return part

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab comes to the chips in their order, from what stands before the bar."""
        before = self._after
        for widget in (*(part.chip for part in self._parts.values()), self._add, self._input):
            QWidget.setTabOrder(before, widget)
            before = widget

    def _name(self, kind: str, one: int) -> str:
        table = kind.removesuffix("s")
        return self._book.value(f"SELECT name FROM {table} WHERE id = ?", one) or ""

    def _drop(self, part: Part) -> None:
        kind, one = part
        if kind == "events":
            self.event_dropped.emit()
            return
        kept = {
            "interests": self._filter.interests,
            "circles": self._filter.circles,
            kind: getattr(self._filter, kind) - {one},
        }
        self.changed.emit(Filter(**kept))

    def _to_offer(self, typed: str) -> Sequence[Offer]:
        begin = fold(typed)
        left = [offer for offer in self._offered if offer[0] not in self._filter.circles]
        return [
            offer
            for offer in left
            if any(fold(offer[1])[at:].startswith(begin) for at in _starts(fold(offer[1])))
        ]

    def _choose(self, circle: int) -> None:
        self._end_adding()
        chosen = self._filter.circles | {circle}
        self.changed.emit(Filter(self._filter.interests, chosen))

    def _end_adding(self) -> None:
        if self._input.isHidden():
            return
        had = self._input.hasFocus()
        self._input.hide()
        self._add.setVisible(len(self._filter.circles) < len(self._offered))
        if had:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)


def _lead(kind: str, before: str) -> str:
    """The words before a part of `kind` that comes after one of `before`."""
    if kind == "events":
        return say("who are guests of")
    if kind == before:
        return say("and")
    if kind == "interests":
        return say("interested in")
    return say("and who belong to") if before else say("who belong to")


def _starts(text: str) -> list[int]:
    """Where the words of `text` begin."""
    return [0, *(at + 1 for at, sign in enumerate(text) if sign in " -")]


class _Part(QWidget):
    """Some words and the chip they lead to; they wrap together."""

    dropped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: Part | None = None
        self.chip = Chip(theme, "", look=ChipLook.FILTER, droppable=True)
        self.chip.drop_requested.connect(self._tell)
        self._words = Label(theme, "", "small", "muted")
        self._words.setMinimumHeight(theme.measure(HEIGHT))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.measure(8))
        line.addWidget(self._words)
        line.addWidget(self.chip)

    def become(self, part: Part | None) -> None:
        """Stand for another part of the filter, or for none."""
        self._part = part
        name = "filterBar.spare" if part is None else f"filterBar.{part[0][:-1]}.{part[1]}"
        self.chip.setObjectName(name)

    def say(self, lead: str, name: str) -> None:
        """Show the words, and the name on the chip."""
        self._words.setText(lead)
        self.chip.set(name)
        self.chip.setAccessibleName(f"{lead} {name}")

    def has_focus(self) -> bool:
        """Whether the keys go to its chip."""
        return self.chip.hasFocus()

    def _tell(self) -> None:
        self.dropped.emit(self._part)


class _AddButton(QAbstractButton):
    """A plus and a quiet word, as high as a chip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("filterBar.add")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("Show only the people of a circle"))
        self.setToolTip(self.accessibleName())

    def set_word(self, word: str) -> None:
        """Show another word."""
        self.setText(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self._theme.metrics("small").horizontalAdvance(self.text())
        return QSize(int(wide) + self._theme.measure(34), self._theme.measure(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, measure = self._theme, self._theme.measure
        canvas = Canvas(QPainter(self), theme, self)
        area = canvas.rect(0, 0, self.width(), self.height())
        if self.underMouse():
            canvas.block(area, self.height() / 2, theme.colours.hover)
        side = measure(14)
        ink = theme.colours.muted
        canvas.icon("plus", measure(6), (self.height() - side) / 2, side, ink)
        line = baseline(theme, "small", 0, self.height())
        canvas.text(measure(25), line, self.width(), self.text(), "small", ink)
        if self.hasFocus():
            canvas.ring(area, self.height() / 2, theme.colours.accent)
        canvas.painter.end()


class _CircleInput(QLineEdit):
    """The beginning of a circle's name; the circles are offered below it from the start."""

    chosen = Signal(int)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        offer: Callable[[str], Sequence[Offer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._offer = offer
        self._offered: Sequence[Offer] = ()
        self.setObjectName("filterBar.circle")
        self.setAccessibleName(say("Circle"))
        self.setPlaceholderText(say("Which circle?"))
        self.setFont(theme.font("small"))
        # As high as the chips that it stands below; 4 is its edge.
        self._high = theme.measure(HEIGHT)
        self.setStyleSheet(
            f"QLineEdit {{ min-height: {self._high - 4}px; padding-top: 0; padding-bottom: 0 }}"
        )
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        popup = QListView()
        popup.setProperty("popup", True)
        popup.setObjectName("completions")  # as the style sheet knows it
        completer.setPopup(popup)
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.setCompleter(completer)
        self.textEdited.connect(self._suggest)

    def sizeHint(self) -> QSize:
        # A line of its own, as wide as there is room.
        return QSize(10_000, self._high)

    def begin(self) -> None:
        """Come up empty, with every circle on offer."""
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._suggest("")
        self.completer().complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._offered and self.text().strip():
                self.chosen.emit(self._offered[0][0])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.completer().complete()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _suggest(self, typed: str) -> None:
        self._offered = self._offer(typed)
        self._names.setStringList([name for _, name in self._offered])

    def _take(self, index: QModelIndex) -> None:
        self.chosen.emit(self._offered[index.row()][0])
