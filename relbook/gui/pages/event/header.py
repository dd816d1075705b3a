"""The head of the page: the day, the name, when and where."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from relbook.core import dates, events
from relbook.core.dates import PartialDate
from relbook.core.events import Event
from relbook.core.words import say
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.event import form as event_form
from relbook.gui.pages.event import several
from relbook.gui.pages.event.host import Host
from relbook.gui.pages.event.leaf import DateLeaf
from relbook.gui.pages.event.two_tone import TwoTone
from relbook.gui.widgets.chips import Chip
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.head import Head
from relbook.gui.widgets.labels import IconLabel


class Header(Head):
    """What this is. Edit opens a form in the place of the words; so does the leaf, at the date."""

    delete_requested = Signal()
    print_requested = Signal()

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, host, "event")
        self.desk = desk
        self._page = host
        self.event_: Event
        theme, measure = desk.theme, desk.theme.measure
        self.leaf = DateLeaf(theme, "event.leaf")
        self.leaf.clicked.connect(partial(self.begin_edit, "starts"))
        self._when, self.when = self._line("clock", "event.when")
        self._where, self.where = self._line("map-pin", "event.where")
        self.say_when = Chip(theme, say("Say when"), "calendar-plus")
        self.say_when.setObjectName("event.sayWhen")
        self.say_when.clicked.connect(partial(self.begin_edit, "starts"))
        self.say_where = Chip(theme, say("Say where"), "map-pin")
        self.say_where.setObjectName("event.sayWhere")
        self.say_where.clicked.connect(partial(self.begin_edit, "place"))
        self._missing = QWidget()
        line = QHBoxLayout(self._missing)
        line.setContentsMargins(0, measure(4), 0, 0)
        line.setSpacing(measure(6))
        line.addWidget(self.say_when)
        line.addWidget(self.say_where)
        line.addStretch(1)
        self.edit_button.clicked.connect(partial(self.begin_edit, ""))
        self.more_button.clicked.connect(lambda: self.pop_up(self.menu()))
        self.lay_out(theme, self.leaf, (self._when, self._where, self._missing))

    def _line(self, icon: str, name: str) -> tuple[QWidget, TwoTone]:
        measure = self.desk.theme.measure
        box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measure(8))
        line.addWidget(IconLabel(self.desk.theme, icon, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = TwoTone(self.desk.theme, name)
        line.addWidget(words, 1)
        return box, words

    # Reading

    def show_event(self, event: Event) -> None:
        """Show what `event` is, when and where."""
        self.event_ = event
        today = self.desk.today()
        days = events.days(event, today)
        when = say("{days}, {time}", days=days, time=event.at) if days and event.at else ""
        when = when or days or event.at
        kind = kinds.word(event_form.KINDS, event.kind) if event.kind not in ("", "other") else ""
        known = bool(days or event.at or kind)
        self.leaf.show_event(event, days)
        self.title.show_name(event.name)
        self.when.show_text(when, fields.dotted(self._away(event), kind))
        self._when.setVisible(known)
        self.where.show_text(event.place)
        self._where.setVisible(bool(event.place))
        self.say_when.setVisible(not days)
        self.say_where.setVisible(not event.place)
        self._missing.setVisible(not (days and event.place))
        lines = known + bool(event.place) + 1.6 * (not (days and event.place))
        self._air.setFixedHeight(self.desk.theme.measure(max(0, 24 - 9 * lines)))

    def _away(self, event: Event) -> str:
        """How far off it is, or how long ago it was."""
        first = PartialDate.from_iso(event.starts) if event.starts else None
        exact = first.exact() if first else None
        if first is None or exact is None or first.about:
            return ""
        today = self.desk.today()
        if event.ends and exact < today and not events.is_over(event, today):
            return say("now")
        away = dates.until(first, today)
        return "" if away == first.words() else away

    # Writing

    def begin_edit(self, name: str = "") -> None:
        """Open the form in the place of the words, at the field `name`."""
        if not self._page.finish_edit():
            return
        form = Form(self.desk.theme, "event.form", event_form.form_fields(self.desk))
        form.set_values(event_form.form_values(self.event_))
        self.open_form(
            form, name or "name", lambda values: event_form.keep(self.desk, self.event_, values)
        )
        self._page.reveal_form()

    def show_words(self, shown: bool) -> None:
        super().show_words(shown)
        self.leaf.setVisible(shown)

    # The menu

    def menu(self) -> QMenu:
        """What else can be done with this event."""
        menu = several.new_menu(self, "event.menu", self.event_.name)
        theme, may = self.desk.theme, several.may_write(self.desk)
        words = say("Print the sheet…")
        several.offer(theme, menu, "menu.print", "printer", words, self.print_requested.emit)
        menu.addSeparator()
        words = say("Delete {name}", name=self.event_.name)
        several.offer(theme, menu, "menu.delete", "trash-2", words, self.delete_requested.emit, may)
        return menu
