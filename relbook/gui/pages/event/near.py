"""What is near the day in the lives of the guests: what to congratulate on, what to ask after."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal

from relbook.core import dates, occasions, people
from relbook.core.dates import PartialDate
from relbook.core.occasions import Day, GoingOn
from relbook.core.people import PersonRow
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.core.words import listed, say
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.event.fold import Fold
from relbook.gui.pages.event.host import Host
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList

GLAD = ("birthday", "anniversary")


def near(book: Book, guests: Collection[int], on: date) -> list[Day | GoingOn]:
    """What is near the day `on` in the lives of `guests`; in any thread."""
    if not guests:
        return []
    return [*occasions.days(book, guests, on), *occasions.going_on(book, guests, on)]


class NearCard(Card):
    """Key dates and threads; each leads to the person."""

    resized = Signal()
    tables = ("key_date", "thread", "thread_person", "person")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, say("Near the day"), "event.near")
        self.desk = desk
        self._host = host
        self._every: Sequence[Day | GoingOn] = ()
        self._on = desk.today()
        self.list = RowList(desk.theme, "event.near.rows", say("Near the day"))
        self.list.activated.connect(self._go)
        self.body.addWidget(self.list)
        self.fold = Fold(desk.theme, "event.near.all")
        self.fold.turned.connect(self._turn)
        self.body.addWidget(self.fold)
        self.set_empty(True)

    def show_near(self, every: Sequence[Day | GoingOn], on: date) -> None:
        """Show what is near the day `on`."""
        self._every, self._on = every, on
        self._show_rows()

    def _show_rows(self) -> None:
        shown = self.fold.cut(self._every)
        whom = {
            person
            for one in shown
            for person in ((one.person,) if isinstance(one, Day) else one.people)
        }
        who = people.rows(self.desk.book, sorted(whom)) if whom else {}
        self.list.set_rows(
            [
                self._of_day(one, who[one.person])
                if isinstance(one, Day)
                else self._of_thread(one, who)
                for one in shown
            ]
        )
        self.set_empty(not shown)

    def _of_day(self, day: Day, who: PersonRow) -> RowData:
        what = day.label or kinds.word(kinds.DAYS, day.kind)
        if day.about:
            what = say("{what} of {name}", what=what, name=day.about)
        when = PartialDate(None, day.next.month, day.next.day).words()
        known = PartialDate.from_iso(day.known)
        years = known.age(day.next) if day.kind == "birthday" and not day.about else None
        turns = say("turns {age}", age=years) if years else ""
        glad = day.kind in GLAD
        chip = say("congratulate") if glad else ""
        text = fields.dotted(say("{what} on {day}", what=what, day=when), turns)
        return self._row(("day", day.person, day.id), who, who.name, text, chip, "party-popper")

    def _of_thread(self, thread: GoingOn, rows: Mapping[int, PersonRow]) -> RowData:
        today, who = self.desk.today(), rows[thread.people[0]]
        names = listed([rows[one].name for one in thread.people if one in rows])
        key = ("thread", thread.people[0], thread.id)
        if thread.closed:
            when = dates.ago(PartialDate.from_iso(thread.closed), today)
            text = fields.dotted(thread.title, thread.outcome, when)
            return self._row(key, who, names, text, say("congratulate"), "party-popper")
        known = PartialDate.from_iso(thread.expected or "")
        over = (thread.expected or "").removesuffix("~") < self._on.isoformat()
        chip = say("ask how it went") if over else say("ask how it goes")
        text = fields.dotted(thread.title, dates.until(known, today))
        return self._row(key, who, names, text, chip, "message-circle")

    def _row(
        self, key: Hashable, who: PersonRow, name: str, text: str, chip: str, icon: str
    ) -> RowData:
        return RowData(
            key=key,
            kind="person",
            text=name,
            second=text,
            chip=chip,
            chip_icon=icon if chip else "",
            chip_look=ChipLook.DO,
            face=self.desk.photos.face(who.uid, who.name, who.photo, small=True),
            opens=True,
            editable=False,
            removable=False,
        )

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    def _turn(self) -> None:
        self._show_rows()
        self.resized.emit()

    def _go(self, key: Hashable) -> None:
        if isinstance(key, tuple) and self._host.finish_edit():
            self.desk.focus.show_person(key[1])
