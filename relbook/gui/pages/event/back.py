"""The way back to an event, above the page of someone one came to from it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from relbook.core.store.changes import Notice
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.labels import literal, plain_tip


class BackToEvent(QWidget):
    """A link that is there while an event is in the Focus and another page is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("backToEvent")
        desk.theme.spread(self, "window")
        measure = desk.theme.measure
        self.link = Button(desk.theme, "", "backToEvent.link", "link", "chevron-left")
        self.link.clicked.connect(self.go)
        self.drop = IconButton(desk.theme, "x", say("Leave this event"), "backToEvent.leave")
        self.drop.clicked.connect(self._leave)
        line = QHBoxLayout(self)
        line.setContentsMargins(measure(12), measure(8), measure(12), 0)
        line.setSpacing(0)
        line.addWidget(self.link)
        line.addWidget(self.drop)
        line.addStretch(1)
        desk.focus.changed.connect(self._on_focus)
        desk.notices.changed.connect(self._on_notice)
        self._show(desk.focus.now)

    def go(self) -> None:
        """Back to the event."""
        now = self.desk.focus.now
        if now.event is not None and now.page != "event":
            self.desk.focus.set(page="event", selection=frozenset(), person=None)

    def _leave(self) -> None:
        self.desk.focus.set(event=None)

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if (was.page, was.event) != (now.page, now.event):
            self._show(now)

    def _on_notice(self, notice: Notice) -> None:
        if notice.changes.touch("event"):
            self._show(self.desk.focus.now)

    def _show(self, now: Attention) -> None:
        away = now.event is not None and now.page == "person"
        gathering = self.desk.gatherings.of(now.event) if away else None
        self.setVisible(gathering is not None)
        if gathering is not None:
            name = gathering.event.name
            self.link.set_word(literal(name))
            self.link.setAccessibleName(say("Back to {event}", event=name))
            self.link.setToolTip(plain_tip(self.link.accessibleName()))
