"""The head of the page: the day, the name, when and where."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from relbook.core import dates, events
from relbook.core.dates import PartialDate
from relbook.core.errors import RelbookError
from relbook.core.events import Event
from relbook.core.words import say
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.event import form as event_form
from relbook.gui.pages.event import several
from relbook.gui.pages.event.host import Host
from relbook.gui.pages.event.leaf import DateLeaf
from relbook.gui.pages.event.two_tone import TwoTone
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.chips import Chip
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.labels import IconLabel
from relbook.gui.widgets.title import Title


class Header(QWidget):
    """What this is. Edit opens a form in the place of the words; so does the leaf, at the date."""

    delete_requested = Signal()
    print_requested = Signal()
    resized = Signal()

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__()
        self.desk = desk
        self._host = host
        self.event_: Event
        self.form: Form | None = None
        theme, measure = desk.theme, desk.theme.measure
        self.setObjectName("event.header")
        self.leaf = DateLeaf(theme, "event.leaf")
        self.leaf.clicked.connect(partial(self.begin_edit, "starts"))
        self.title = Title(theme, "event.name")
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
        self.edit_button = Button(theme, say("Edit"), "event.edit", icon="pencil")
        self.edit_button.clicked.connect(partial(self.begin_edit, ""))
        self.more_button = IconButton(theme, "ellipsis", say("More to do"), "event.more")
        self.more_button.setFixedSize(measure(30), measure(30))
        self.more_button.setProperty("edge", True)
        self.more_button.clicked.connect(self._show_menu)

        self._words = QWidget()
        grid = QGridLayout(self._words)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measure(12))
        grid.setVerticalSpacing(measure(2))
        self._air = QWidget()
        grid.addWidget(self._air, 0, 0)
        grid.addWidget(self.title, 1, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(6))
        buttons.addWidget(self.edit_button)
        buttons.addWidget(self.more_button)
        grid.addLayout(buttons, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        for at, widget in enumerate((self._when, self._where, self._missing), start=2):
            grid.addWidget(widget, at, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(5, 1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(18))
        row.addWidget(self.leaf, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

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
        if not self._host.finish_edit():
            return
        form = Form(self.desk.theme, "event.form", event_form.form_fields(self.desk))
        form.set_values(event_form.form_values(self.event_))
        form.saved.connect(self._save)
        form.cancelled.connect(self.close_form)
        self.form = form
        self._words.hide()
        self.leaf.hide()
        self._row.addWidget(form, 1)
        form.show()
        form.start(name or "name")
        self._host.reveal_form()

    def _save(self, values: dict[str, object]) -> None:
        form = self.form
        if form is None:
            return
        try:
            event_form.keep(self.desk, self.event_, values)
        except RelbookError as fault:
            form.object_to(fault)
        else:
            self.close_form()

    def close_form(self) -> None:
        """Show the words again."""
        form = self.form
        if form is None:
            return
        had = form.isAncestorOf(self.window().focusWidget())
        self.form = None
        self._host.when_still(partial(self._put_away, form, had))

    def _put_away(self, form: Form, focus: bool) -> None:
        self._words.setVisible(self.form is None)
        self.leaf.setVisible(self.form is None)
        if focus and self.form is None:
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.resized.emit()

    # The menu

    def _show_menu(self) -> None:
        menu = self.menu()
        corner = self.more_button.rect().bottomLeft()
        if not self.isRightToLeft():
            corner = self.more_button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
        menu.popup(self.more_button.mapToGlobal(corner + QPoint(0, 4)))

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
