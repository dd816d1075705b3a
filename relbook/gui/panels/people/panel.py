"""The people panel: it shows who the focus and the book say, and sets whom the user chooses."""

import contextlib
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from relbook.core.search import Found
from relbook.core.store.changes import Notice
from relbook.core.words import plural, say
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention, Filter
from relbook.gui.models.people import PeopleModel
from relbook.gui.panels.people.count_line import CountLine
from relbook.gui.panels.people.delegate import RowDelegate
from relbook.gui.panels.people.empty import Empty, shortened
from relbook.gui.panels.people.filter_bar import FilterBar
from relbook.gui.panels.people.search_box import SearchBox
from relbook.gui.panels.people.view import PeopleView


class PeoplePanel(QWidget):
    """Search, filter, count and list. It never writes: what the user wishes goes to the window.

    `offered` are the window's own actions on who is chosen, for the menu of a row.
    """

    counted = Signal(int, int)  # shown, of all
    new_person_requested = Signal()
    delete_requested = Signal(object)  # frozenset of ids
    circle_requested = Signal(object)  # frozenset of ids
    drag_requested = Signal(object)  # frozenset of ids
    open_requested = Signal(object)  # id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.offered: Sequence[QAction] = ()
        self._stale = True
        self._choosing = False
        self._listed = False  # anew, before the change was told
        # Until the book changes: how many there are, and whom the filter lets through.
        self._all: int | None = None
        self._within: tuple[Filter, int | None, int] | None = None
        self._event: int | None = None  # whose guests alone are listed
        self.setObjectName("peoplePanel")
        self.setAccessibleName(say("People"))
        theme.spread(self, "side")

        self.search = SearchBox(theme, self)
        self.filter_bar = FilterBar(theme, desk.book, self.search, self)
        self.count_line = CountLine(theme)
        self.model = PeopleModel(desk.book, desk.index, self)
        self.view = PeopleView(theme, self.model, RowDelegate(theme, desk.photos, self))
        self._nobody = Empty(theme, "nobodyHere", "user-plus")
        self._nobody.say(say("Nobody here yet."), say("New person"))
        self._unfound = Empty(theme, "nobodyFound", "x")
        self._unfound.say("", say("Clear search"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        measure = self._desk.theme.measure
        self._stack = QStackedWidget()
        for widget in (self.view, self._nobody, self._unfound):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measure(12), 0, 0)
        column.setSpacing(0)
        # The bar begins further out: its button has air around its words.
        for item, edge, below, stretch in (
            (self.search, 12, 10, 0),
            (self.filter_bar, 8, 8, 0),
            (self.count_line, 14, 7, 0),
            (self._stack, 8, 0, 1),
        ):
            line = QHBoxLayout()
            line.setContentsMargins(0, 0, 0, measure(below))
            line.setSpacing(0)
            line.addSpacing(measure(edge))
            line.addWidget(item)
            if item is not self._stack:
                line.addSpacing(measure(12))
            column.addLayout(line, stretch)
        self.setMinimumWidth(measure(200))

    def _offer(self) -> None:
        may = not (self._desk.jobs.writing or self._desk.book.read_only)
        self._nobody.button.setEnabled(may)

    def _connect(self) -> None:
        desk = self._desk
        desk.focus.changed.connect(self._on_focus)
        desk.notices.changed.connect(self._on_notice)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)
        self._offer()
        self.search.textChanged.connect(self._type)
        self.search.left_down.connect(self._enter_list)
        self.search.taken.connect(self._take_first)
        self.search.escaped.connect(self.step_back)
        self.filter_bar.changed.connect(self._narrow)
        self.filter_bar.event_dropped.connect(self._leave_event)
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(self._open)
        self.view.deleted.connect(self._delete)
        self.view.dragged.connect(self._drag)
        self.view.left_up.connect(self._leave_list)
        self.view.escaped.connect(self.step_back)
        self.view.menu_requested.connect(self._show_menu)
        self._nobody.clicked.connect(self.new_person_requested)
        self._unfound.clicked.connect(self._clear)

    # What the user does

    def step_back(self) -> None:
        """What Esc does: empties the search box, drops the filter part by part, chooses nobody."""
        if self.search.text():
            self.search.clear()
        elif not self.filter_bar.drop_last():
            self._desk.focus.show_nobody()

    def _type(self, text: str) -> None:
        self._desk.focus.set(search=text)

    def _narrow(self, wanted: Filter) -> None:
        self._desk.focus.set(filter=wanted)

    def _leave_event(self) -> None:
        """Everybody again: whoever the page shows stays, and the page of the event goes."""
        page = self._desk.focus.now.page
        self._desk.focus.set(event=None, page="opening" if page == "event" else page)

    def _clear(self) -> None:
        now = self._desk.focus.now
        if not (now.search.strip() or now.filter):
            self._leave_event()
        self._desk.focus.set(search="", filter=Filter())
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        """Attend to who is selected now; the page is about the one where the user is."""
        chosen = self.model.people(self.view.spans())
        row = self.view.row()
        current = None if row is None else self.model.person(row)
        with self._telling():
            if not chosen:
                self._desk.focus.set(selection=chosen)
                return
            if current not in chosen:
                before = self._desk.focus.now.person
                current = before if before in chosen else self.model.person(self._first_row())
            # Whoever is chosen among everybody has nothing to do with an event looked at before.
            event = self._event
            self._desk.focus.set(selection=chosen, person=current, page="person", event=event)

    def _first_row(self) -> int:
        return min((first for first, _ in self.view.spans()), default=0)

    def _enter_list(self) -> None:
        if not self.model.count:
            return
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        row = self.view.row()
        if row is None or not self.view.spans():
            self.view.take(0)
        else:
            self.view.show_row(row)

    def _leave_list(self) -> None:
        self.search.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _take_first(self) -> None:
        if self.model.count:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.take(0)

    def _open(self) -> None:
        if (person := self._desk.focus.now.person) is not None:
            self.open_requested.emit(person)

    def chosen_here(self) -> frozenset[int]:
        """Who is selected and in sight of the search: what is meant by a wish made here.

        Nobody while the list is folded away: what it has marked may be out of date.
        """
        if self.isHidden() or self._stale:
            return frozenset()
        return self.model.people(self.view.spans())

    def _delete(self) -> None:
        if chosen := self.chosen_here():
            self.delete_requested.emit(chosen)

    def _drag(self) -> None:
        if chosen := self.chosen_here():
            self.drag_requested.emit(chosen)

    def _to_circle(self) -> None:
        if chosen := self.chosen_here():
            self.circle_requested.emit(chosen)

    def _show_menu(self, at: QPoint, on_row: bool) -> None:
        menu = QMenu(self)
        menu.setObjectName("peopleMenu")
        menu.setAccessibleName(say("People"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._desk.theme.icons.icon
        count = sum(end - first for first, end in self.view.spans()) if on_row else 0
        may = not (self._desk.jobs.writing or self._desk.book.read_only)
        if count:
            action = menu.addAction(icon("user"), say("Open"), self._open)
            action.setObjectName("people.open")
            action.setShortcut(QKeySequence(Qt.Key.Key_Return))
            action = menu.addAction(icon("users"), say("Add to a circle…"), self._to_circle)
            action.setObjectName("people.circle")
            action.setEnabled(may)
            menu.addActions(self.offered)
            menu.addSeparator()
            word = plural("Delete", "Delete {n} people", count)
            action = menu.addAction(icon("trash-2"), str(word), self._delete)
            action.setObjectName("people.delete")
            action.setShortcut(QKeySequence(Qt.Key.Key_Delete))
            action.setEnabled(may)
            menu.addSeparator()
        action = menu.addAction(
            icon("user-plus"), say("New person"), self.new_person_requested.emit
        )
        action.setObjectName("people.new")
        action.setEnabled(may)
        menu.popup(at)

    # What Focus and Book say

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._catch_up()
        super().showEvent(event)

    def _catch_up(self) -> None:
        self._stale = False
        self._all = self._within = None
        self.model.forget()
        self._show_wanted(self._desk.focus.now)
        self.filter_bar.read()
        now = self._desk.focus.now
        self._find(scopes.narrowing_event(self._desk, now))
        self._mark(now)
        self._go_to(now.person)

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if not self.isVisible():
            self._stale = True
            return
        event = scopes.narrowing_event(self._desk, now)
        if (now.search, now.filter, event) != (was.search, was.filter, self._event):
            self._show_wanted(now)
            self._find(event)
            self._mark(now)
            # What matches best stands first; without words to match, who was chosen is sought.
            self.view.scroll_to(0, 0)
            if not now.search.strip():
                self._go_to(now.person)
        elif not self._choosing and (now.selection, now.person) != (was.selection, was.person):
            self._mark(now)
            self._go_to(now.person)

    def _on_notice(self, notice: Notice) -> None:
        changes, now = notice.changes, self._desk.focus.now
        listed, self._listed = self._listed, False
        if not self.isVisible():
            self._stale = True
            return
        self._all = self._within = None
        if changes.touch("circle", "interest", "event"):
            self.filter_bar.read()
        event = scopes.narrowing_event(self._desk, now)
        narrowed = now.filter or now.search.strip() or event is not None or self._event is not None
        if changes.touch("person") or narrowed:
            self.filter_bar.show_filter(now.filter, event)
            if not listed:
                self._list_anew(now, event)
        else:
            self.model.tell_changed()

    def _list_anew(self, now: Attention, event: int | None) -> None:
        """List whom the index finds since the book changed; what is in sight stays where it is."""
        anchor = self.view.anchor()
        self.model.forget()
        self._find(event)
        self._mark(now)
        place = None if anchor is None else self.model.row_of(anchor.person)
        if anchor is not None and place is not None:
            self.view.scroll_to(place, anchor.y)

    def close_ranks(self) -> int | None:
        """List who is left, and tell who stands now where the first of those marked stood.

        For the change of the book that is about to be told. Where guests were listed it is guests
        still, though who was looked at among them is none any more.
        """
        if not self.isVisible() or not self.view.spans():
            return None
        row = self._first_row()
        self._all = self._within = None
        self._list_anew(self._desk.focus.now, self._event)  # an event that is gone was left before
        self._listed = True
        return self.model.person(min(row, self.model.count - 1))

    # Showing

    def _show_wanted(self, now: Attention) -> None:
        if self.search.text() != now.search:
            self.search.setText(now.search)
        self.filter_bar.show_filter(now.filter, scopes.narrowing_event(self._desk, now))

    def _find(self, event: int | None) -> None:
        """Ask the index anew, and show whom it found, of the guests of `event` if there is one."""
        now = self._desk.focus.now
        text = now.search.strip()
        self._event = event
        found = self._desk.index.find(text, self._narrowed(now.filter))
        self.model.show(found, text)
        self._count(found, now)

    def _narrowed(self, wanted: Filter) -> int | None:
        """Whom filter and event let through, as the index keeps sets of people; None: everybody."""
        event, index = self._event, self._desk.index
        if not wanted and event is None:
            return None
        if self._within is None or self._within[:2] != (wanted, event):
            bits = index.people_with(interests=wanted.interests, circles=wanted.circles)
            if (gathering := self._desk.gatherings.of(event)) is not None:
                bits &= index.set_of(gathering.people)
            self._within = wanted, event, bits
        return self._within[2]

    def _count(self, found: Found, now: Attention) -> None:
        everybody = self._all if self._all is not None else self._desk.index.everyone().count
        self._all = everybody
        narrowed = bool(now.search.strip() or now.filter or self._event is not None)
        shown = str(plural("{n} person", "{n} people", found.count)) if everybody else ""
        of = say("of {all}", all=f"{everybody:,}") if narrowed and everybody else ""
        self.count_line.say(shown, of)
        self._show_rows_or_say_why_not(found.count, everybody, now)
        self.counted.emit(found.count, everybody)

    def _show_rows_or_say_why_not(self, shown: int, everybody: int, now: Attention) -> None:
        if shown:
            wanted: QWidget = self.view
        elif not everybody:
            wanted = self._nobody
        else:
            wanted = self._unfound
            text = shortened(now.search)
            if text and self._event is not None and not now.filter:
                sentence = say("Nobody of these found for “{text}”.", text=text)
                word = say("Clear search")
            elif text and now.filter:
                sentence = say("Nobody of these found for “{text}”.", text=text)
                word = say("Clear search and filter")
            elif text:
                sentence, word = say("Nobody found for “{text}”.", text=text), say("Clear search")
            elif now.filter:
                sentence, word = say("Nobody belongs to all of these."), say("Clear filter")
            else:
                sentence, word = say("No guest is in the book yet."), say("Leave the event")
            self._unfound.say(sentence, word)
        if self._stack.currentWidget() is not wanted:
            had = self.view.hasFocus()
            self._stack.setCurrentWidget(wanted)
            if had:
                self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, now: Attention) -> None:
        """Mark who of the selected is among the rows."""
        self.view.mark(self.model.spans(now.selection), self.model.row_of(now.person))

    def _go_to(self, person: int | None) -> None:
        row = self.model.row_of(person)
        if row is not None:
            self.view.show_row(row)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """While the list itself says what is chosen, it need not be told."""
        self._choosing = True
        try:
            yield
        finally:
            self._choosing = False
