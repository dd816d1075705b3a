"""A bar in the window that says one thing at a time: what could not be done, or what is new."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.labels import IconLabel, Label, announce


class NoticeAction(NamedTuple):
    """What can be done about a notice: a word on a button, and what it runs."""

    word: str
    run: Callable[[], None]


class _Notice(NamedTuple):
    text: str
    action: NoticeAction | None
    icon: str


class NoticeBar(QWidget):
    """Notices one after the other; each stays until it is closed or acted on."""

    closed = Signal()

    def __init__(
        self, theme: Theme, name: str = "noticeBar", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._queue: deque[_Notice] = deque()
        self.setObjectName(name)
        self.setAccessibleName(say("Notice"))
        # As high as its sentence needs in this width, which is not the height it would like best.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        measure = theme.measure
        line = QHBoxLayout(self)
        line.setContentsMargins(measure(16), measure(6), measure(10), measure(7))
        line.setSpacing(measure(10))
        self._icon = IconLabel(theme, "info", 18, "text")
        self._sentence = Label(theme, "", "medium", wrap=True)
        self._sentence.setObjectName(f"{name}.sentence")
        self._waiting = Label(theme, "", "small", "muted")
        self._action = Button(theme, "", f"{name}.action")
        self._action.clicked.connect(self._act)
        self._close = IconButton(theme, "x", say("Close"), f"{name}.close")
        self._close.clicked.connect(self.close_notice)
        line.addWidget(self._icon)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._waiting)
        line.addWidget(self._action)
        line.addWidget(self._close)
        self.hide()

    def show_message(
        self, text: str, action: NoticeAction | None = None, icon: str = "info"
    ) -> None:
        """Say `text`, after what is being said already; the same thing is not said twice."""
        if any(waiting.text == text for waiting in self._queue):
            return
        self._queue.append(_Notice(text, action, icon))
        if len(self._queue) == 1:
            self._show()
        else:
            self._count()

    def show_problem(self, text: str, action: NoticeAction | None = None) -> None:
        """Say what could not be done."""
        self.show_message(text, action, "triangle-alert")

    @property
    def text(self) -> str:
        """What is being said; empty if nothing is."""
        return self._queue[0].text if self._queue else ""

    def close_notice(self) -> None:
        """Go on to the next notice, or away."""
        if self._queue:
            self._queue.popleft()
        if self._queue:
            self._show()
        else:
            self.hide()
            self.closed.emit()

    def withdraw(self, text: str) -> None:
        """Say `text` no more: it is over."""
        if self.text == text:
            self.close_notice()
        else:
            self._queue = deque(waiting for waiting in self._queue if waiting.text != text)
            self._count()

    def clear(self) -> None:
        """Drop everything that is said or waits."""
        self._queue.clear()
        self.hide()

    def _show(self) -> None:
        notice = self._queue[0]
        self._icon.set(notice.icon)
        self._sentence.setText(notice.text)
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.set_word(notice.action.word)
        self.setAccessibleDescription(notice.text)
        self._count()
        self.show()
        announce(self, notice.text)

    def _count(self) -> None:
        waiting = len(self._queue) - 1
        self._waiting.setVisible(waiting > 0)
        self._waiting.setText(say("and {count} more", count=waiting))

    @property
    def stops(self) -> Sequence[QWidget]:
        """What takes the keys in it, in order."""
        return (self._action, self._close)

    def _act(self) -> None:
        action = self._queue[0].action if self._queue else None
        self.close_notice()
        if action is not None:
            action.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_notice()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), colours.tint)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.hairline)
