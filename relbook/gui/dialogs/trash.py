"""Who was deleted, with their whole life, to be brought back or forgotten for ever."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relbook.core import recount, trash
from relbook.core.dates import PartialDate
from relbook.core.errors import RelbookError
from relbook.core.recount import MANY, How, Teller
from relbook.core.store.book import HISTORY
from relbook.core.store.changes import Notice
from relbook.core.store.history import RowChange
from relbook.core.trash import Deleted, Life
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.models.listing import Listing
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar
from relbook.gui.widgets.recounted import Recounted
from relbook.gui.widgets.side_list import SideList, Strip
from relbook.gui.widgets.two_lines import paint_two_lines

WIDE, HIGH, LIST, ROW = 900, 580, 320, 46
SHOWN = 80  # rows of a life


@dataclass(frozen=True, slots=True)
class _Row:
    key: int
    name: str
    when: str

    def spoken(self) -> str:
        """The row in one line."""
        return say("{name}, deleted {when}", name=self.name, when=self.when)


class TrashDialog(Dialog):
    """A list of who rests in the trash; beside it their life.

    Alt+B brings someone back, Alt+F wishes them forgotten for ever: `forget_requested(person)`.
    """

    forget_requested = Signal(int)
    brought_back = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, say("Trash"), "trash", parent, WIDE)
        self._desk = desk
        self._deleted: dict[int, Deleted] = {}
        theme, measure = desk.theme, desk.theme.measure
        self.notice_bar = NoticeBar(theme, "trash.notice")
        self.body.addWidget(self.notice_bar)
        self._count = Label(theme, "", tone="muted", wrap=True)
        self._count.setObjectName("trash.count")
        self.body.addWidget(self._count)
        self._model = Listing(self)
        self.view = SideList(
            theme, self._model, "trash.list", say("Deleted people"), ROW, self._paint
        )
        self.view.setFixedWidth(measure(LIST))
        self.view.escaped.connect(self.reject)
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        self._name = Label(theme, "", "lead", wrap=True)
        self._name.setObjectName("trash.name")
        self._short = Label(theme, "", "small", "muted", wrap=True)
        self._short.setObjectName("trash.short")
        self.told = Recounted(theme, "trash.told", say("Their life"))
        right = QVBoxLayout()
        right.setSpacing(measure(6))
        right.addWidget(self._name)
        right.addWidget(self._short)
        right.addWidget(self.told, 1)
        middle = QHBoxLayout()
        middle.setSpacing(measure(24))
        middle.addWidget(self.view)
        middle.addLayout(right, 1)
        self.body.addLayout(middle, 1)
        self._forget = self.add_button(say("Forget for ever…"), "forget")
        self._forget.clicked.connect(self._wish_forgotten)
        self._bring = self.add_button(say("Bring back"), "bring")
        self._bring.clicked.connect(self._bring_back)
        close = self.add_button(say("Close"), "close", primary=True)
        close.clicked.connect(self.accept)
        QShortcut(QKeySequence("Alt+B"), self, self._bring.click)
        QShortcut(QKeySequence("Alt+F"), self, self._forget.click)
        desk.notices.changed.connect(self._on_notice)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)
        self.resize(measure(WIDE), measure(HIGH))
        self._fill()
        self.view.setFocus()

    def _fill(self) -> None:
        """Show who is there, and stay at the row one was at."""
        at = max(self.view.currentIndex().row(), 0)
        self._deleted = {one.person: one for one in trash.deleted(self._desk.book)}
        rows = [_Row(one.person, one.name, _day(one.when)) for one in self._deleted.values()]
        self._model.show(rows)
        told = plural(
            "{n} deleted person rests here for 30 days, with their whole life.",
            "{n} deleted people rest here for 30 days, with their whole lives.",
            len(rows),
        )
        self._count.setText(
            str(told)
            if rows
            else say("Nobody is in the trash. Who is deleted rests here for 30 days.")
        )
        if rows:
            self.view.go_to(rows[min(at, len(rows) - 1)].key)
        self._show()

    def _current(self) -> Deleted | None:
        return self._deleted.get(self.view.key())

    def _show(self) -> None:
        one = self._current()
        if one is None:
            self._name.setText("")
            self._short.setText("")
            self.told.show_rows(())
        else:
            life = trash.life(self._desk.book, one)
            self._name.setText(one.name)
            until = _day(one.when, HISTORY)
            held = recount.short_life(life.rows)
            rests = say("Deleted {day}, rests until {until}", day=_day(one.when), until=until)
            self._short.setText(f"{rests}\n{held}" if held else rests)
            self._tell(life)
        self._offer()

    def _tell(self, life: Life) -> None:
        teller = Teller(self._desk.book)
        rows = [("person", life.person)]
        rows += [(table, values) for table, some in life.rows.items() for values in some]
        told = []
        for table, values in rows[:SHOWN]:
            one = teller.tell(RowChange(table, values["id"], None, values))
            if one is not None:
                told.append(replace(one, how=How.CHANGED))  # its title is what it was, no more
        left = len(rows) - SHOWN
        self.told.show_rows(
            told, str(plural("and {n} more", "and {n} more", left)) if left > 0 else ""
        )

    def _offer(self, _job: object = None) -> None:
        one = self._current()
        may = not (self._desk.book.read_only or self._desk.jobs.writing)
        for button in (self._forget, self._bring):
            button.setVisible(one is not None)
            button.setEnabled(may)

    def _bring_back(self) -> None:
        one = self._current()
        if one is None or not self._bring.isEnabled():
            return
        book = self._desk.book
        if one.step.rows > MANY:
            self._desk.jobs.start(
                say("Bringing {name} back", name=one.name),
                lambda _report: trash.bring_back(book, one),
                done=lambda _done: self._brought(one),
                failed=lambda fault: self.notice_bar.show_problem(str(fault)),
                writes=True,
            )
            return
        try:
            self._desk.check_may_edit()
            trash.bring_back(book, one)
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))
        else:
            self._brought(one)

    def _brought(self, one: Deleted) -> None:
        self.notice_bar.clear()
        words = say("{name} is in the book again, with their whole life.", name=one.name)
        self.notice_bar.show_message(words, NoticeAction(say("Undo"), self._undo), "check")
        self.brought_back.emit(one.person)

    def _undo(self) -> None:
        with self._desk.alerts.guarding():
            self._desk.book.undo()

    def _wish_forgotten(self) -> None:
        one = self._current()
        if one is not None and self._forget.isEnabled():
            self.forget_requested.emit(one.person)

    def _on_notice(self, _notice: Notice) -> None:
        self._fill()

    def done(self, result: int) -> None:
        self._desk.notices.changed.disconnect(self._on_notice)
        self._desk.jobs.began.disconnect(self._offer)
        self._desk.jobs.ended.disconnect(self._offer)
        super().done(result)

    def _paint(self, strip: Strip, row: Any) -> None:
        when = say("deleted {when}", when=row.when)
        chosen = row.key == self.view.key()
        paint_two_lines(strip, row.name, when, icon="user", chosen=chosen)


def _day(made: str, later: timedelta = timedelta()) -> str:
    return PartialDate.of((datetime.fromisoformat(made).astimezone() + later).date()).words()
