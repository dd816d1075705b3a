"""The page about a person: everything the book says of them, to read and to change in place."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from relbook.core import people
from relbook.core.store.changes import Notice
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention
from relbook.gui.jobs import Job
from relbook.gui.pages.person.adding import AddingBar
from relbook.gui.pages.person.circles import CircleSection
from relbook.gui.pages.person.contacts import ContactSection
from relbook.gui.pages.person.header import Header
from relbook.gui.pages.person.met import MetSection
from relbook.gui.pages.person.moments import MomentSection
from relbook.gui.pages.person.relations import RelationSection
from relbook.gui.pages.person.section import Section
from relbook.gui.pages.person.threads import ThreadSection
from relbook.gui.pages.person.told import DateSection, NoteSection, OwnSection, PositionSection
from relbook.gui.widgets.columns import Place, Side
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.page import Bands, Page


class PersonPage(Page):
    """Shows the person the Focus is on, while it says that a person is shown.

    Forms save when they are left; `finish_edit` leaves whatever is open.
    """

    said = Signal(str)
    delete_requested = Signal(object)
    timeline_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, "page", say("Person"), parent=parent)
        self.desk = desk
        self._person: int | None = None
        self._there = False
        self._dirty = True
        self._hindered = ""
        self._stale: list[Notice] = []
        self._came_from: QWidget | None = None
        self.header = Header(desk, self)
        self.moments = MomentSection(desk, self)
        self.dates = DateSection(desk, self)
        self.circles = CircleSection(desk, self)
        self.sections: dict[str, Section] = {
            "circle": self.circles,
            "contact": ContactSection(desk, self),
            "position": PositionSection(desk, self),
            "met": MetSection(desk, self),
            "date": self.dates,
            "thread": ThreadSection(desk, self),
            "moment": self.moments,
            "relation": RelationSection(desk, self),
            "note": NoteSection(desk, self),
            "own": OwnSection(desk, self),
        }
        self.adding = AddingBar(desk.theme)
        self.adding.add_requested.connect(self.add)
        self.set_bands(self._all_bands())
        self._connect()

    def _all_bands(self) -> Bands:
        def places(side: Side, *kinds: str) -> list[Place]:
            return [Place(self.sections[kind], side) for kind in kinds]

        return (
            (Place(self.header, Side.BOTH),),
            places(Side.BOTH, "circle"),
            (
                *places(Side.FIRST, "contact", "position"),
                *places(Side.SECOND, "met", "date"),
            ),
            places(Side.BOTH, "thread"),
            (
                *places(Side.FIRST, "moment"),
                *places(Side.SECOND, "relation"),
                *places(Side.EITHER, "note", "own"),
            ),
            (Place(self.adding, Side.BOTH),),
        )

    def _connect(self) -> None:
        self.desk.focus.changed.connect(self._on_focus)
        self.desk.notices.changed.connect(self._on_notice)
        self.desk.jobs.began.connect(self._offer)
        self.desk.jobs.ended.connect(self._offer)
        self._offer()
        header = self.header
        header.said.connect(self.said)
        header.delete_requested.connect(self.delete_requested)
        header.resized.connect(self.settle)
        header.circles_requested.connect(self._edit_circles)
        header.left_circle.connect(self._leave_circle)
        header.date_requested.connect(self._show_date)
        self.moments.timeline_requested.connect(self._ask_for_timeline)
        for section in self.sections.values():
            section.said.connect(self.said)
            section.resized.connect(self.settle)
            section.opened.connect(self.reveal_form)
            section.left.connect(self._return_focus)

    # What the window asks for

    def begin_edit(self) -> None:
        """Open the form of name and the rest."""
        self.catch_up()
        if self._there:
            self.header.begin_edit()
            self.reveal_form()

    def add(self, kind: str) -> None:
        """Open an empty form: "contact", "position", "met", "date", "circle", "relation",
        "thread", "moment", "note" or "own".
        """
        self.catch_up()
        if self._there:
            self._came_from = self.window().focusWidget()
            self.sections[kind].add_new()

    def forms(self) -> Iterable[Form | None]:
        return (self.header.form, *(section.form for section in self.sections.values()))

    def _offer(self, _job: Job | None = None) -> None:
        """Grey what cannot be done now."""
        why = self.desk.hindrance()
        if why == self._hindered:
            return
        self._hindered = why
        self.header.hinder(why)
        self.adding.hinder(why)
        for section in self.sections.values():
            section.hinder(why)

    # Following Focus and Book

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if (now.page, now.person) == (was.page, was.person):
            return
        if self.form is not None and not self.finish_edit():
            # What is typed cannot be kept yet: stay with it, once this change has gone round.
            QTimer.singleShot(0, self, self._stay)
            return
        if self.isVisible() and now.page == "person":
            self.catch_up()

    def _stay(self) -> None:
        if self.form is not None and self._person is not None:
            self.desk.focus.show_person(self._person)
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
        if not stale or self._dirty or self._person is None:
            return
        changes = [notice.changes for notice in stale]
        mine = any(change.touches("person", (self._person,)) for change in changes)
        if mine:
            person = people.read(self.desk.book, self._person)
            if person is None or not self._there:
                self._show_person()
                return
            self.header.person = person
            for section in self.sections.values():
                section.person = person
        if mine or any(self.header.concerns(notice) for notice in stale):
            self.header.show_person(self.header.person)
        for section in self.sections.values():
            if mine or any(section.concerns(notice) for notice in stale):
                section.refresh()
        self.settle()

    def catch_up(self) -> None:
        """Show the person of the Focus, if another or a changed one is shown."""
        now = self.desk.focus.now
        same = self._person == now.person
        if (self._dirty or not same) and now.page == "person" and self.form is None:
            self._dirty, self._stale = False, []
            self._person = now.person
            self._show_person()
            if not same:
                self.verticalScrollBar().setValue(0)

    def _show_person(self) -> None:
        found = None if self._person is None else people.read(self.desk.book, self._person)
        there = self._there = found is not None
        if not there:
            self.cancel_edit()
        self.header.setVisible(there)
        self.adding.setVisible(there)
        if found is not None:
            self.header.show_person(found)
        for section in self.sections.values():
            if found is None:
                section.set_empty(True)
            else:
                section.show_person(found)
        self.settle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()
        self.settle()

    def settle(self) -> None:
        self.adding.invite(all(section.isHidden() for section in self.sections.values()))
        super().settle()

    # Between the parts

    def _edit_circles(self) -> None:
        self.add("circle")

    def _leave_circle(self, circle: int) -> None:
        if self.finish_edit():
            with self.desk.alerts.guarding():
                self.circles.drop(circle)

    def _show_date(self, key_date: int) -> None:
        if self.dates.list.focus_row(key_date):
            row = self.dates.list.row(key_date)
            if row is not None:
                self.ensureWidgetVisible(row)

    def _ask_for_timeline(self) -> None:
        if self._there and self._person is not None and self.finish_edit():
            self.timeline_requested.emit(self._person)

    def _return_focus(self) -> None:
        """A card that was only open to add something is gone: back to where one came from."""
        back = self._came_from
        if back is None or not back.isVisible():
            back = self.header.edit_button
        back.setFocus(Qt.FocusReason.OtherFocusReason)
