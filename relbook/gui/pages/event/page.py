"""The page about an event: who comes, and what there is to do, to say and to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from relbook.core import events, introductions
from relbook.core.briefing import Choices
from relbook.core.dates import PartialDate
from relbook.core.events import Event
from relbook.core.introductions import Proposal
from relbook.core.occasions import Day, GoingOn
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention
from relbook.gui.gatherings import Gathering
from relbook.gui.pages.event.guests import GuestsCard
from relbook.gui.pages.event.header import Header
from relbook.gui.pages.event.introduce import IntroduceCard
from relbook.gui.pages.event.near import NearCard, near
from relbook.gui.pages.event.note import NoteCard
from relbook.gui.pages.event.settle import Open, SettleCard, open_with
from relbook.gui.pages.event.sheet import SheetCard
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.columns import Place, Side
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.page import Bands, Page

FIRST = 0.675  # the first column's part of the width
FEW = 40  # guests of whom everything is read at once; of more the faces, and the rest in a job
PAUSE = 100  # milliseconds before that: the page is painted first, on a slow machine too


@dataclass(frozen=True, slots=True)
class ToDo:
    """What there is to do at an event, and what is near its day."""

    event: int
    open: Open
    near: Sequence[Day | GoingOn]
    on: date
    proposals: Sequence[Proposal]


class EventPage(Page):
    """Shows the event the Focus is on, while it says that an event is shown.

    What goes on the sheet is remembered for each event as long as the window is open.
    """

    said = Signal(str)
    print_requested = Signal(int, object)  # event, Choices
    delete_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, "eventPage", say("Event"), FIRST, parent)
        self.desk = desk
        self._event: int | None = None
        self._dirty = True
        self._stale: list[Notice] = []
        self._guests: list[int] = []
        self._first: QWidget = self.ground
        self._choices: dict[int, Choices] = {}
        self._told: int | None = None  # the event of which it is told what there is to do
        self.header = Header(desk, self)
        self.guests = GuestsCard(desk, self)
        self.settling = SettleCard(desk, self)
        self.introducing = IntroduceCard(desk, self)
        self.near = NearCard(desk, self)
        self.note = NoteCard(desk, self)
        self.sheet = SheetCard(desk, self)
        self.add_note = Button(
            desk.theme, say("Add a note"), "event.addNote", "quiet", "notebook-pen"
        )
        self.add_note.clicked.connect(self.note.add_new)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._begin_to_do)
        self.set_bands(self._all_bands())
        self._connect()

    def _all_bands(self) -> Bands:
        self._adding = QWidget()
        line = QHBoxLayout(self._adding)
        line.setContentsMargins(self.desk.theme.measure(8), 0, 0, 0)
        line.addWidget(self.add_note)
        line.addStretch(1)
        both, first, second = Side.BOTH, Side.FIRST, Side.SECOND
        return (
            (Place(self.header, both),),
            (Place(self.guests, both),),
            (
                Place(self.settling, first),
                Place(self.introducing, first),
                Place(self.near, first),
                Place(self.sheet, second),
                Place(self.note, second),
            ),
            (Place(self._adding, both),),
        )

    def _connect(self) -> None:
        self.desk.focus.changed.connect(self._on_focus)
        self.desk.notices.changed.connect(self._on_notice)
        self.header.delete_requested.connect(self._ask_to_delete)
        self.header.print_requested.connect(self.print_sheet)
        self.sheet.print_requested.connect(self.print_sheet)
        self.sheet.changed.connect(self._choose)
        self.settling.ticked.connect(self._tick)
        self.introducing.ticked.connect(self._tick)
        self.guests.said.connect(self.said)
        self.settling.said.connect(self.said)
        self.introducing.said.connect(self.said)
        self.note.left.connect(self.add_note.setFocus)
        for part in (
            self.header, self.guests, self.settling, self.near, self.note, self.sheet,
        ):  # fmt: skip
            part.resized.connect(self.settle)

    # What the window asks for

    def begin_edit(self) -> None:
        """Open the form of name, day, place and the rest."""
        self.catch_up()
        if self._event is not None and not self.header.isHidden():
            self.header.begin_edit()

    def add_guests(self) -> None:
        """Open the field that takes guests."""
        self.catch_up()
        if self._event is not None and not self.guests.isHidden():
            self.guests.add_new()

    def forms(self) -> Iterable[Form | None]:
        return self.header.form, self.guests.form, self.note.form

    @property
    def choices(self) -> Choices:
        """What is to go on the sheet of the event that is shown."""
        return self._choices.get(self._event or 0, Choices())

    def print_sheet(self) -> None:
        """Wish for the sheet of this event."""
        if self._event is not None and self.finish_edit():
            self.print_requested.emit(self._event, self.choices)

    def _ask_to_delete(self) -> None:
        if self._event is not None and self.finish_edit():
            self.delete_requested.emit(self._event)

    # Following Focus and Book

    def _on_focus(self, was: Attention, now: Attention) -> None:
        # Who was chosen in the list before may be meant to be invited.
        if was.selection and now.page == "event":
            self.guests.chosen_before = was.selection
        if (now.page, now.event) == (was.page, was.event):
            return
        if self.editing and not self.finish_edit():
            # What is typed cannot be kept yet: stay with it, once this change has gone round.
            QTimer.singleShot(0, self, self._stay)
            return
        if self.isVisible() and now.page == "event":
            self.catch_up()

    def _stay(self) -> None:
        if self.editing and self._event is not None:
            self.desk.focus.set(page="event", event=self._event, selection=frozenset(), person=None)
        else:
            self.catch_up()  # meanwhile the form was let go of

    def _on_notice(self, notice: Notice) -> None:
        if not self.isVisible():
            self._dirty = True
            return
        self._stale.append(notice)
        self.when_still(self._mend)

    def _mend(self) -> None:
        """Read anew what the notices that came in concern."""
        stale, self._stale = self._stale, []
        if not stale or self._dirty or self._event is None:
            return
        changes = [notice.changes for notice in stale]
        mine = any(change.touches("event", (self._event,)) for change in changes)
        whom = any(change.touch("guest", "person") for change in changes)
        gathering = self.desk.gatherings.of(self._event)
        if gathering is None or self.header.isHidden():
            self._show_event()
            return
        event = gathering.event
        if mine:
            self.header.show_event(event)
        if mine or any(self.note.concerns(notice) for notice in stale):
            self.note.show_event(event)
            self._adding.setVisible(self.note.empty)
        if mine or whom or any(c.touch("membership", "circle", "position") for c in changes):
            self._show_guests(gathering)
        cards = (self.settling, self.near, self.introducing)
        if mine or whom or any(card.concerns(notice) for card in cards for notice in stale):
            self._seek_to_do(event)
        # Nearly everything that can be told of a guest may be on the sheet.
        if self._told == event.id:
            self._show_sheet()
        self.settle()

    def catch_up(self) -> None:
        """Show the event of the Focus, if another or a changed one is shown."""
        now = self.desk.focus.now
        same = self._event == now.event
        if (self._dirty or not same) and now.page == "event" and not self.editing:
            self._dirty, self._stale = False, []
            self._event = now.event
            self._show_event()
            if not same:
                self.verticalScrollBar().setValue(0)

    def _show_event(self) -> None:
        gathering = self.desk.gatherings.of(self._event)
        there = gathering is not None
        self.header.setVisible(there)
        self.guests.setVisible(there)
        if gathering is None:
            self._adding.hide()
            self.sheet.set_empty(True)
            for card in (self.settling, self.introducing, self.near, self.note):
                card.set_empty(True)
        else:
            event = gathering.event
            self.header.show_event(event)
            self.note.show_event(event)
            self._adding.setVisible(self.note.empty)
            self._show_guests(gathering)
            self.settling.fold.close_up()
            self.near.fold.close_up()
            self._seek_to_do(event)
        self.settle()

    def _show_guests(self, gathering: Gathering) -> None:
        self._guests = [person for person in gathering.people if person != gathering.me]
        self.guests.show_gathering(gathering)
        self._first = self.guests.view if gathering.guests else self.guests.first

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Whoever comes to the page by key comes to the faces.

        They are no proxy of it: Tab would leap to them, over all that stands before.
        """
        self._first.setFocus(reason)

    def _day(self, event: Event) -> date:
        """The day that what is near is counted from."""
        today = self.desk.today()
        known = PartialDate.from_iso(event.starts) if event.starts else None
        if known is None or events.is_over(event, today):
            return today
        exact = known.exact()
        if exact is None and known.year and known.month:
            exact = date(known.year, known.month, 15)
        return max(exact or today, today)

    def _seek_to_do(self, event: Event) -> None:
        """Look for what there is to do: at once with a few guests, in a job with many."""
        over = events.is_over(event, self.desk.today())
        self.settling.set_title(say("Still open") if over else say("Settle here"))
        self.near.set_title(say("These days") if over else say("Near the day"))
        on = self._day(event)
        if len(self._guests) <= FEW:
            self._later.stop()
            self._show_to_do(_to_do(self.desk.book, event.id, self._guests, on))
            return
        if event.id != self._told:
            for card in (self.settling, self.introducing, self.near, self.sheet):
                card.set_empty(True)
        self._later.start()

    def _begin_to_do(self) -> None:
        gathering = self.desk.gatherings.of(self._event)
        if not self.isVisible() or gathering is None:
            self._dirty = True
            return
        book, event, guests = self.desk.book, gathering.event, list(self._guests)
        on = self._day(event)
        self.desk.jobs.start(
            say("See what there is to do"),
            lambda _report: _to_do(book, event.id, guests, on),
            done=self._take_to_do,
        )

    def _take_to_do(self, found: ToDo) -> None:
        if found.event == self._event and not self._later.isActive():
            self._show_to_do(found)
            self.settle()

    def _show_to_do(self, found: ToDo) -> None:
        self._told = found.event
        self.settling.show_open(found.open, self.choices)
        self.near.show_near(found.near, found.on)
        self.introducing.show_proposals(found.proposals, self.choices)
        self._show_sheet()

    def _show_sheet(self) -> None:
        if self._event is not None:
            anybody = bool(self.guests.guests)
            self.sheet.show_event(self._event, self.choices, anybody=anybody)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()
        self.settle()

    # What goes on the sheet

    def _tick(self, item: tuple[str, int, int], ticked: bool) -> None:
        left_out = self.choices.left_out - {item} if ticked else self.choices.left_out | {item}
        choices = replace(self.choices, left_out=left_out)
        if ticked:
            # What is ticked is to be printed, even if its whole kind was not.
            choices = replace(choices, **_whole(item[0]))
        self._choose(choices)

    def _choose(self, choices: Choices) -> None:
        if self._event is not None:
            self._choices[self._event] = choices
            self.settling.show_choices(choices)
            self.introducing.show_choices(choices)
            self.sheet.show_choices(choices)
            self.settle()

    # Scrolling

    def reveal(self, widget: QWidget, place: QRect) -> None:
        """Scroll to a place within a part."""
        margin = self.desk.theme.measure(12)
        top = widget.mapTo(self.ground, QPoint(0, place.top())).y()
        self.ensureVisible(0, top + place.height(), 0, margin)
        self.ensureVisible(0, top, 0, margin)


def _to_do(book: Book, event: int, guests: Sequence[int], on: date) -> ToDo:
    """What there is to do with `guests`; in any thread."""
    proposals = introductions.among(book, guests) if guests else []
    return ToDo(event, open_with(book, guests), near(book, guests, on), on, proposals)


def _whole(kind: str) -> dict[str, Any]:
    """What prints a kind of thing at all: "settle", "introduce"."""
    return {kind: True}
