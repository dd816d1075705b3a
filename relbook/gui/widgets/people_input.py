"""Several people, or circles, in one field: a chip for each, and a name to type."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.chips import Chip
from relbook.gui.widgets.flow import FlowLayout
from relbook.gui.widgets.inputs import Complete, PersonInput


class PeopleInput(QWidget):
    """People of the book. A comma, or a choice from the list, makes a chip of the name typed.

    Backspace in the empty line drops the last chip, Delete or its cross the one it is on. A
    `free` one also takes names that are new, which then stand for themselves.
    """

    edited = Signal()

    def __init__(
        self,
        theme: Theme,
        complete: Complete,
        placeholder: str = "",
        icon: str = "user",
        free: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._free = free
        self._people: list[tuple[int | str, str]] = []
        self._chips: list[Chip] = []
        self._line = PersonInput(theme, complete, placeholder)
        self._line.installEventFilter(self)
        self._line.edited.connect(self._typed)
        self._line.setMinimumWidth(theme.measure(130))
        self.setFocusProxy(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, gap=theme.measure(6))
        self._flow.fills = True
        self._flow.addWidget(self._line)

    def lineEdit(self) -> PersonInput:
        """Where a name is typed."""
        return self._line

    def setObjectName(self, name: Any) -> None:
        super().setObjectName(name)
        self._line.setObjectName(f"{name}.text")

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self._line.setAccessibleDescription(description)

    def value(self) -> Any:
        """The ids of the people, and last the words that name nobody of the book, if any."""
        typed = self._line.value()
        ids: list[int | str] = [person for person, _ in self._people]
        return (*ids, *([typed] if typed != "" and typed not in ids else []))

    def set_value(self, value: Any) -> None:
        """Show people, each as (id, name)."""
        self._people = list(value or ())
        self._line.set_value("")
        self._show()

    def draft(self) -> Any:
        """The people chosen, each as [id, name], and the words being typed."""
        return [[list(pair) for pair in self._people], self._line.text().strip()]

    def resume(self, draft: Any) -> None:
        """Let it hold what a `draft` says."""
        people, typed = draft
        self.set_value([tuple(pair) for pair in people])
        self._line.setText(typed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(200), self._flow.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(130), self._line.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self._line and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Comma and self._line.text().strip():
                self._take()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self._line.text() and self._people:
                self._drop(self._people[-1][0])
                return True
        return False

    def _typed(self) -> None:
        # A name chosen from the list is no longer being typed.
        if self._line.chosen is not None:
            # Only afterwards: the completer still writes the chosen name into the line.
            QTimer.singleShot(0, self, self._take)
        else:
            self.edited.emit()

    def _take(self) -> None:
        """Make a chip of the name in the line, if it is somebody's."""
        person = self._line.value()
        if isinstance(person, int) or (self._free and person):
            if person not in dict(self._people):
                self._people.append((person, self._line.text().strip()))
            self._line.set_value("")
            self._show()
        self.edited.emit()

    def _drop(self, person: int | str) -> None:
        self._people = [pair for pair in self._people if pair[0] != person]
        self._show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._line)
        self._chips = [self._chip(person, name) for person, name in self._people]
        self._flow.addWidget(self._line)
        # Behind what comes before the field: a new chip is the last of the whole window, and with
        # it the line would go there too.
        first = self._line.previousInFocusChain()
        while first is not None and first is not self._line and not self._comes_before(first):
            first = first.previousInFocusChain()
        start = [] if first is None or first is self._line else [first]
        for before, after in pairwise([*start, *self._chips, self._line]):
            self.setTabOrder(before, after)
        self.updateGeometry()

    def _comes_before(self, widget: QWidget) -> bool:
        """Whether `widget` is one outside that the focus may stop at."""
        mine = widget is self or self.isAncestorOf(widget)
        return not mine and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)

    def _chip(self, person: int | str, name: str) -> Chip:
        chip = Chip(self._theme, name, self._icon, droppable=True, parent=self)
        chip.setObjectName(f"{self.objectName()}.{person}")
        chip.drop_requested.connect(partial(self._drop, person))
        self._flow.addWidget(chip)
        chip.show()
        return chip


def unknown(people: Sequence[int | str]) -> str:
    """The words in a value that name nobody of the book."""
    return next((one for one in people if isinstance(one, str)), "")
