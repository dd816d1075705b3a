"""A card of the page: a title, something to do at its end, and what it holds."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.canvas import paint_block
from relbook.gui.widgets.row_drawing import INSET

RADIUS = 10
PAD = 16


class Card(QGroupBox):
    """A group with a title; not shown while it is empty, unless it is being edited.

    Rows go into `body` and stand 6 px out, so that their words line up with the title;
    everything else goes in by `add`.
    """

    action_triggered = Signal()

    def __init__(self, theme: Theme, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = False
        self._editing = False
        self.setObjectName(name)
        self.setAccessibleName(title)
        measure = theme.measure
        self._inset = measure(INSET)
        edge = measure(PAD) - self._inset
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, measure(5), edge, measure(9))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        # As an item and not as a margin: margins do not turn round in a right-to-left window.
        head.addSpacing(self._inset)
        self._title = QLabel(title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(theme.font("strong"))
        self._title.setMinimumHeight(measure(28))
        head.addWidget(self._title)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        theme.tone(self.note, "small", "muted")
        self.note.hide()
        head.addStretch(1)
        head.addWidget(self.note)
        head.addSpacing(self._inset)
        self._head = head
        self.action: Button | None = None
        column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(measure(2))
        column.addLayout(self.body)
        # A card made higher by its neighbour keeps what it holds at its top.
        column.addStretch(1)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Muted words at the end of the title's line; none hides them."""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def set_action(self, word: str, icon: str = "plus", said: str = "") -> Button:
        """Offer something to do at the end of the title's line; `said` is its longer name."""
        if self.action is None:
            name = f"{self.objectName()}.action"
            self.action = Button(self._theme, word, name, "link", icon)
            self.action.clicked.connect(self.action_triggered)
            # Past the spacing: its own padding is as much air.
            self._head.addWidget(self.action)
        self.action.set_word(word)
        if said:
            self.action.setAccessibleName(said)
            self.action.setToolTip(said)
        return self.action

    def set_corner(self, widget: QWidget) -> None:
        """Put something small, like an icon to press, at the very end of the title's line."""
        self._head.addWidget(widget)

    def add(self, item: QWidget | QLayout) -> None:
        """Add something that is not a row, in line with the title."""
        line = QHBoxLayout()
        line.setContentsMargins(self._inset, 0, self._inset, 0)
        if isinstance(item, QWidget):
            line.addWidget(item)
        else:
            line.addLayout(item)
        self.body.addLayout(line)

    def set_empty(self, empty: bool) -> None:
        """Say whether there is anything to read in it."""
        self._empty = empty
        self._show()

    def set_editing(self, editing: bool) -> None:
        """Say whether something is being added or changed in it."""
        self._editing = editing
        self._show()

    def _show(self) -> None:
        wanted = self._editing or not self._empty
        if self.isHidden() == wanted:
            self.setVisible(wanted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, radius = self._theme.colours, self._theme.measure(RADIUS)
        paint_block(painter, QRectF(self.rect()), radius, colours.card, colours.hairline)
