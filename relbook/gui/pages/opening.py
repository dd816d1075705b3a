"""The page when nobody is chosen: a few quiet true things, each leading to someone."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relbook.core import dates, outlook, people
from relbook.core.dates import PartialDate
from relbook.core.outlook import Outlook
from relbook.core.people import PersonRow
from relbook.core.store.changes import Notice
from relbook.core.words import say
from relbook.gui import kinds
from relbook.gui.desk import Desk
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList

PAUSE = 120  # milliseconds of quiet before the book is read through
WIDE = 560


class OpeningPage(QScrollArea):
    """Who has a day to know soon, whom one saw last, what is expected; or how to begin."""

    new_person_requested = Signal()
    import_requested = Signal()
    tables = ("person", "key_date", "moment", "moment_person", "thread", "thread_person")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._dirty = True
        theme = desk.theme
        measure = theme.measure
        self.setObjectName("openingPage")
        self.setAccessibleName(say("These days"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = Label(theme, "", "display", wrap=True)
        self._title.setObjectName("openingPage.title")
        self._sentence = Label(theme, "", tone="muted", wrap=True)
        self._sentence.setObjectName("openingPage.sentence")
        self.new_button = Button(
            theme, say("New person"), "openingPage.new", "primary", "user-plus"
        )
        self.new_button.clicked.connect(self.new_person_requested)
        self.import_button = Button(
            theme, say("Bring my contacts"), "openingPage.import", icon="import"
        )
        self.import_button.clicked.connect(self.import_requested)
        self._beginning = QWidget()
        buttons = QHBoxLayout(self._beginning)
        buttons.setContentsMargins(0, measure(8), 0, 0)
        buttons.setSpacing(measure(8))
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        self.days = self._card(say("Days to know"), "days")
        self.expected = self._card(say("Coming up"), "expected")
        self.seen = self._card(say("Seen last"), "seen")

        inner = QWidget()
        inner.setMaximumWidth(measure(WIDE))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, measure(22), 0, measure(20))
        column.setSpacing(measure(10))
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self._beginning)
        column.addSpacing(measure(6))
        for card, _ in (self.days, self.expected, self.seen):
            column.addWidget(card)
        column.addStretch(1)
        ground = QWidget()
        theme.spread(ground, "window")
        line = QHBoxLayout(ground)
        line.setContentsMargins(measure(20), 0, measure(20), 0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self.setWidget(ground)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._gather)
        desk.notices.changed.connect(self._on_notice)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        """Nobody comes in while a job writes in the book, or if it may only be read."""
        self._beginning.setEnabled(not (self.desk.jobs.writing or self.desk.book.read_only))

    def _card(self, title: str, name: str) -> tuple[Card, RowList]:
        card = Card(self.desk.theme, title, f"openingPage.{name}")
        rows = RowList(self.desk.theme, f"openingPage.{name}.rows", title)
        rows.activated.connect(self._go)
        card.body.addWidget(rows)
        card.set_empty(True)
        return card, rows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dirty:
            self.refresh()

    def _on_notice(self, notice: Notice) -> None:
        if notice.changes.touch(*self.tables):
            self._dirty = True
            if self.isVisible():
                self.refresh()

    def refresh(self) -> None:
        """Look whether there is anybody at all, and read the rest after a pause."""
        self._dirty = False
        anybody = self.desk.book.value("SELECT 1 FROM person LIMIT 1") is not None
        self._beginning.setVisible(not anybody)
        if anybody:
            self._title.setText(PartialDate.of(self.desk.today()).words())
            self._sentence.setText("")
            self._sentence.hide()
            self._pause.start()
        else:
            self._pause.stop()
            self._title.setText(say("A book about people"))
            self._sentence.setText(
                say("Nobody is in it yet. A name is enough to begin with; the rest comes later.")
            )
            self._sentence.show()
            self._show(Outlook((), (), ()))

    def _gather(self) -> None:
        book, today = self.desk.book, self.desk.today()
        self.desk.jobs.start(
            say("See what is near"), lambda _report: outlook.gather(book, today), done=self._take
        )

    def _take(self, found: Outlook) -> None:
        self._show(found)
        if not found.people():
            self._sentence.setText(say("Choose someone on the list, or look for any word."))
            self._sentence.show()

    def _show(self, found: Outlook) -> None:
        who = people.rows(self.desk.book, sorted(found.people()))
        today = self.desk.today()
        days = [
            self._row(at, who[day.person], self._of_day(day), dates.until(day.next, today))
            for at, day in enumerate(found.days)
            if day.person in who
        ]
        expected = [
            self._row(at, who[one.person], one.title, _when(one.on, self.desk))
            for at, one in enumerate(found.expected)
            if one.person in who
        ]
        seen = [
            self._row(
                at,
                who[one.person],
                kinds.word(kinds.MOMENTS, one.kind),
                dates.ago(PartialDate.from_iso(one.on), today),
            )
            for at, one in enumerate(found.seen)
            if one.person in who
        ]
        for (card, rows), shown in (
            (self.days, days),
            (self.expected, expected),
            (self.seen, seen),
        ):
            rows.set_rows(shown)
            card.set_empty(not shown)

    def _row(self, at: int, who: PersonRow, what: str, when: str) -> RowData:
        return RowData(
            key=(who.id, at),
            kind="person",
            text=who.name,
            second=what,
            age=when,
            face=self.desk.photos.face(who.uid, who.name, who.photo),
            opens=True,
            editable=False,
            removable=False,
        )

    def _of_day(self, day: outlook.Day) -> str:
        what = day.label or kinds.word(kinds.DAYS, day.kind)
        if day.about:
            return say("{name}’s {what}", name=day.about, what=what)
        known = PartialDate.from_iso(day.known)
        turns = known.age(day.next) if day.kind == "birthday" else None
        return say("{what}, {age}", what=what, age=turns) if turns else what

    def _go(self, key: Hashable) -> None:
        if isinstance(key, Sequence):
            self.desk.focus.show_person(key[0])


def _when(iso: str, desk: Desk) -> str:
    return dates.until(PartialDate.from_iso(iso), desk.today())
