"""What can be added to a person, at the end of the page; of someone with only a name, an invitation."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relbook.core.words import Sentence, say, sentence
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.card import PAD, RADIUS
from relbook.gui.widgets.flow import FlowLayout
from relbook.gui.widgets.labels import Label

KINDS: Mapping[str, tuple[Sentence, str]] = {
    "contact": (sentence("contact"), "phone"),
    "met": (sentence("how you met"), "hand"),
    "date": (sentence("date"), "cake"),
    "circle": (sentence("circle"), "users"),
    "relation": (sentence("relation"), "heart"),
    "position": (sentence("what they do"), "briefcase"),
    "thread": (sentence("going on"), "sprout"),
    "moment": (sentence("moment"), "message-circle"),
    "note": (sentence("note"), "sticky-note"),
    "own": (sentence("own field"), "tag"),
}


class AddingBar(QWidget):
    """A quiet button for each kind of thing; `invite` makes a card of it, with a sentence."""

    add_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._inviting = False
        measure = theme.measure
        self.setObjectName("page.add")
        self.setAccessibleName(say("Add"))
        self._buttons: list[Button] = []
        column = self._column = QVBoxLayout(self)
        column.setSpacing(measure(4))
        self._question = Label(theme, say("What would you be sorry to forget?"), "strong")
        self._word = Label(theme, say("Add"), "small_strong", "muted")
        self._sentence = Label(
            theme, say("A name is enough to begin with."), tone="muted", wrap=True
        )
        self._sentence.setObjectName("page.invitation")
        for label in (self._question, self._sentence, self._word):
            label.setContentsMargins(measure(8), 0, measure(8), 0)
            column.addWidget(label)
        flow = FlowLayout(gap=measure(2))
        for kind, (words, icon) in KINDS.items():
            button = Button(theme, str(words), f"page.add.{kind}", "quiet", icon)
            button.setAccessibleName(say("Add {what}", what=str(words)))
            button.setProperty("kind", kind)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
            self._buttons.append(button)
        column.addLayout(flow)
        self._dress()

    def invite(self, inviting: bool) -> None:
        """Say whether there is nothing but these to see of someone."""
        if inviting != self._inviting:
            self._inviting = inviting
            self._dress()

    def hinder(self, why: str) -> None:
        """Grey them all, and say `why`; or offer them again, when it is empty."""
        for button in self._buttons:
            button.setEnabled(not why)
            button.setToolTip(why)

    def _dress(self) -> None:
        measure, inviting = self._theme.measure, self._inviting
        side = measure(PAD - 8)
        self._column.setContentsMargins(
            side, measure(14 if inviting else 6), side, measure(12 if inviting else 0)
        )
        self._question.setVisible(inviting)
        self._word.setVisible(not inviting)
        self._sentence.setVisible(inviting)
        self.update()

    def _clicked(self) -> None:
        self.add_requested.emit(str(self.sender().property("kind")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._inviting:
            return
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        colours, radius = self._theme.colours, self._theme.measure(RADIUS)
        canvas.block(QRectF(self.rect()), radius, colours.card)
        canvas.ring(QRectF(self.rect()), radius, colours.hairline, 1)
