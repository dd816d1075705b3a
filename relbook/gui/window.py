"""The main window: what is where, and what its actions do."""

from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from relbook.core.store.changes import Deed, Notice
from relbook.core.words import say
from relbook.gui.actions import Actions
from relbook.gui.desk import Desk
from relbook.gui.files import Files, dropped_files
from relbook.gui.focus import Attention, Filter
from relbook.gui.indexing import Indexing
from relbook.gui.jobs import Job
from relbook.gui.letting_go import LettingGo
from relbook.gui.panels.people import PeoplePanel
from relbook.gui.status import Status
from relbook.gui.turning import Stop, enter, thread, turn
from relbook.gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:  # each is loaded when it is made
    from relbook.gui.deeds import Deeds
    from relbook.gui.drafts import Drafts
    from relbook.gui.exchange import Exchange
    from relbook.gui.helping import Helping
    from relbook.gui.keeping import Keeping
    from relbook.gui.leisure import Leisure
    from relbook.gui.locking import Locking
    from relbook.gui.pages.event import EventPage
    from relbook.gui.pages.opening import OpeningPage
    from relbook.gui.pages.person import PersonPage
    from relbook.gui.panels.interests import InterestsPanel
    from relbook.gui.panels.ledger import LedgerPanel
    from relbook.gui.past import Past
    from relbook.gui.sheets import Sheets
    from relbook.gui.veil import Veil

HOLDING = ("page", "event_page", "ledger")  # what may hold something half typed
# Made after the list is painted.
PARTS = (
    "leisure",
    "first_page",
    "opening",
    "interests",
    "ledger",
    "page",
    "keeping",
    "drafts",
    "past",
)
FIRST_LOOK = 30  # ms that the list has the screen for itself
SIDE = (308, 390)  # design pixels that the right side is wide, in a window and in a wide one
WIDE = 1_600  # design pixels from which on a window is
NARROW = 1_100  # design pixels under which the right side folds away by itself


class Window(QMainWindow):
    """One open book. Closing it saves what is being typed, then the book is let go by the app.

    It comes up with the list of people; its other `PARTS` are made once that is painted, or as
    soon as one is asked for. `furnish` makes them at once.
    """

    closed = Signal()
    restore_requested = Signal(object)  # Path: a draft that is to take the book's place
    away_requested = Signal(object)  # a `Change` of the lock, or None: nobody shall look in

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        theme = desk.theme
        self.setObjectName("window")
        self.setWindowTitle(say("{book} – Relbook", book=desk.book.path.stem))
        self.setAcceptDrops(True)
        self.actions_ = Actions(self, theme)
        self._recent = QMenu(self)
        self._recent.setObjectName("menu.recent")

        self.people = PeoplePanel(desk)
        self._letting_go = LettingGo(desk, self.people.close_ranks, self)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.notice_bar = NoticeBar(theme, "noticeBar")
        middle = QWidget()
        theme.spread(middle, "window")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice_bar)
        column.addWidget(self.pages, 1)
        self._middle = column
        self.side = QSplitter(Qt.Orientation.Vertical)
        self.side.setObjectName("rightSide")
        self.side.setHandleWidth(1)
        self.side.setChildrenCollapsible(False)
        self._on_side: dict[int, InterestsPanel | LedgerPanel] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.people, middle, self.side):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.measure(292), theme.measure(680), theme.measure(SIDE[0])])
        self.people.setMinimumWidth(theme.measure(220))
        middle.setMinimumWidth(theme.measure(400))
        self.setCentralWidget(self.splitter)

        self.actions_.add_menus(self._recent)
        self.tool_bar = self.actions_.add_tool_bar()
        self.status = Status(theme, desk.jobs, self.actions_.undo, self.actions_.redo)
        self.setStatusBar(self.status)
        self.files = Files(desk, self, self.finish_edit)
        self._narrow = False
        self._side_wished = True
        self._told = ""
        self._furnisher = QTimer(self)
        self._furnisher.setInterval(FIRST_LOOK)
        self._furnisher.timeout.connect(self._furnish_on)
        self._connect()
        self._restore()
        self._offer()
        if desk.book.read_only:
            self.notice_bar.show_message(
                say(
                    "“{name}” can only be read: its file or its folder may not be written. To write "
                    "in it, copy it to a folder of your own.",
                    name=desk.book.path.name,
                )
            )
        self._indexing = Indexing(desk, self)

    # Its parts

    @cached_property
    def leisure(self) -> "Leisure":
        """What gives memory back."""
        from relbook.gui.leisure import Leisure

        return Leisure(self.desk, self)

    @cached_property
    def keeping(self) -> "Keeping | None":
        """What backs the book up; None where there is no place for backups."""
        if self.desk.shelves is None:
            return None
        from relbook.gui.keeping import Keeping

        keeping = Keeping(self.desk, self)
        keeping.changed.connect(self._show_backup)
        keeping.told.connect(self._tell_problem)
        keeping.restore_requested.connect(self.restore_requested)
        self._show_backup(keeping)
        return keeping

    @cached_property
    def first_page(self) -> QWidget:
        """The page that is shown first: of who was looked at when the book was left."""
        page = self._page_for(self.desk.focus.now)
        self.pages.setCurrentWidget(page)
        return page

    @cached_property
    def opening(self) -> "OpeningPage":
        """The page when nobody is chosen."""
        from relbook.gui.pages.opening import OpeningPage

        page = OpeningPage(self.desk)
        page.new_person_requested.connect(self.deeds.new_person)
        page.import_requested.connect(self.exchange.choose_files)
        self._add_page(page)
        return page

    @cached_property
    def page(self) -> "PersonPage":
        """The page about a person."""
        from relbook.gui.pages.person import PersonPage

        page = PersonPage(self.desk)
        page.said.connect(self.status.say)
        page.delete_requested.connect(self.deeds.delete_people)
        page.timeline_requested.connect(self.show_timeline)
        page.back_requested.connect(self.leave_person)
        self._add_page(page)
        return page

    @cached_property
    def event_page(self) -> "EventPage":
        """The page about an event."""
        from relbook.gui.pages.event import BackToEvent, EventPage

        back = BackToEvent(self.desk)
        self._middle.insertWidget(1, back)
        thread([*self.notice_bar.stops, back.link, back.drop])
        page = EventPage(self.desk)
        page.said.connect(self.status.say)
        page.print_requested.connect(self.print_event)
        page.delete_requested.connect(self.deeds.delete_event)
        page.back_requested.connect(self.step_back)
        self._add_page(page)
        return page

    @cached_property
    def interests(self) -> "InterestsPanel":
        """The panel of interests, on the right side above."""
        from relbook.gui.panels.interests import InterestsPanel

        panel = InterestsPanel(self.desk)
        panel.change_requested.connect(self.change_interest)
        panel.back_requested.connect(self.step_back)
        self._add_to_side(0, panel)
        return panel

    @cached_property
    def ledger(self) -> "LedgerPanel":
        """The panel of the ledger, on the right side below."""
        from relbook.gui.panels.ledger import LedgerPanel

        panel = LedgerPanel(self.desk)
        panel.said.connect(self.status.say)
        panel.back_requested.connect(self.step_back)
        self._add_to_side(1, panel)
        return panel

    @cached_property
    def veil(self) -> "Veil":
        """What hides faces and facts from who looks over the shoulder."""
        from relbook.gui.veil import Veil

        return Veil(self.desk.theme, self)

    @cached_property
    def drafts(self) -> "Drafts":
        """What keeps the half typed."""
        from relbook.gui.drafts import Drafts

        drafts = Drafts(self)
        self._letting_go.looks.connect(drafts.give_back)
        return drafts

    @cached_property
    def exchange(self) -> "Exchange":
        """What goes in and out of the book to other programs."""
        from relbook.gui.exchange import Exchange

        exchange = Exchange(self.desk, self, self.finish_edit, self._chosen)
        exchange.said.connect(self.status.say)
        exchange.told.connect(self._tell)
        return exchange

    @cached_property
    def deeds(self) -> "Deeds":
        """What is done to people and events, and to the last edit."""
        from relbook.gui.deeds import Deeds

        deeds = Deeds(self.desk, self, self.finish_edit, self._chosen)
        deeds.page_requested.connect(partial(self.go_to_panel, 1))
        return deeds

    @cached_property
    def past(self) -> "Past":
        """What shows what was, and forgets for ever."""
        from relbook.gui.past import Past

        past = Past(self.desk, self, self.finish_edit, self._chosen)
        past.said.connect(self.status.say)
        past.told.connect(self._tell)
        past.copies_deleted.connect(self._look_at_backups)
        return past

    @cached_property
    def sheets(self) -> "Sheets":
        """What prints."""
        from relbook.gui.sheets import Sheets

        sheets = Sheets(self.desk, self)
        sheets.told.connect(self.notice_bar.show_message)
        return sheets

    @cached_property
    def locking(self) -> "Locking":
        """What can be asked about the book's lock."""
        from relbook.gui.locking import Locking

        locking = Locking(self.desk, self)
        locking.away_requested.connect(self.away_requested)
        return locking

    @cached_property
    def helping(self) -> "Helping":
        """What explains."""
        from relbook.gui.helping import Helping

        return Helping(self.desk.theme, self, self.desk.book.path)

    def _add_page(self, page: QWidget) -> None:
        self.pages.addWidget(page)
        # The end of its part of the order of Tab, whatever comes into it: Qt has it as one of those
        # that take the keys, and never comes to it.
        end = QWidget(page)
        end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        end.hide()
        self._thread(end)

    def _thread(self, *pages: QWidget) -> None:
        """Let Tab go on from the pages to the right side, and from there to the foot."""
        side = [stop for _, panel in sorted(self._on_side.items()) for stop in panel.stops]
        thread([*pages, *side, *self.status.stops])

    def _add_to_side(self, at: int, panel: "InterestsPanel | LedgerPanel") -> None:
        self.side.insertWidget(at, panel)
        self._on_side[at] = panel
        if len(self._on_side) == 2:
            measure = self.desk.theme.measure
            self.side.setSizes([measure(300), measure(400)])
            self._restore_splitter("side splitter", self.side)
        self._thread()

    def furnish(self) -> None:
        """Make every part that is not there yet."""
        for part in PARTS:
            getattr(self, part)
        self._furnisher.stop()

    def _furnish_on(self) -> None:
        """Make the next part, once the list is painted; what the user does comes between two."""
        if not self.windowHandle().isExposed():  # not yet; or it comes up as an icon
            self._furnisher.setInterval(min(2 * self._furnisher.interval(), 1_000))
            return
        self._furnisher.setInterval(0)
        if missing := self._missing():
            getattr(self, missing[0])
        else:
            self._furnisher.stop()

    def _missing(self) -> list[str]:
        return [part for part in PARTS if part not in self.__dict__]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missing():
            self._furnisher.start()

    # Wiring

    def _connect(self) -> None:
        desk, do, ask = self.desk, self.actions_, partial(partial, self._ask)
        do.new_person.triggered.connect(ask("deeds.new_person"))
        do.import_cards.triggered.connect(ask("exchange.choose_files"))
        do.export.triggered.connect(ask("exchange.export"))
        do.duplicates.triggered.connect(ask("exchange.find_duplicates"))
        do.merge.triggered.connect(ask("exchange.merge"))
        do.copy_cards.triggered.connect(ask("exchange.copy_cards"))
        do.code.triggered.connect(ask("exchange.show_code"))
        do.event.triggered.connect(self.choose_event)
        do.give.triggered.connect(self.give_or_receive)
        do.print_sheet.triggered.connect(self.print_sheet)
        do.new_book.triggered.connect(self.files.choose_new_book)
        do.open_book.triggered.connect(self.files.choose_book)
        do.copy_book.triggered.connect(self.files.copy_book)
        do.backups.triggered.connect(self.show_backups)
        do.backups.setVisible(desk.shelves is not None)
        self.status.backups_requested.connect(self.show_backups)
        do.quit.triggered.connect(self.close)
        for wish in ("lock_now", "set_passphrase", "remove_passphrase", "show_recovery"):
            getattr(do, wish).triggered.connect(partial(self._ask_locking, wish))
        do.lock_after.aboutToShow.connect(lambda: self.locking.fill_times(do.lock_after))
        do.undo.triggered.connect(ask("deeds.undo"))
        do.redo.triggered.connect(ask("deeds.redo"))
        do.history.triggered.connect(ask("past.show_history"))
        do.trash.triggered.connect(ask("past.show_trash"))
        do.forget.triggered.connect(ask("past.forget"))
        do.find.triggered.connect(self.go_to_search)
        do.edit.triggered.connect(self.edit_person)
        do.circle.triggered.connect(ask("deeds.add_to_circle"))
        do.delete.triggered.connect(ask("deeds.delete_people"))
        do.next_panel.triggered.connect(partial(self.turn_panel, 1))
        do.last_panel.triggered.connect(partial(self.turn_panel, -1))
        do.to_opening.triggered.connect(self.show_opening)
        do.to_people.triggered.connect(partial(self.go_to_panel, 0))
        do.to_page.triggered.connect(partial(self.go_to_panel, 1))
        do.to_side.triggered.connect(partial(self.go_to_panel, 2))
        do.show_people.toggled.connect(self._show_people)
        do.show_side.toggled.connect(self._show_side)
        do.looks.triggered.connect(self._choose_look)
        do.blur.toggled.connect(self._blur)
        do.guide.triggered.connect(partial(self._explain, "show_guide"))
        do.keys.triggered.connect(partial(self._explain, "show_keys"))
        do.about.triggered.connect(partial(self._explain, "show_about"))
        self._recent.aboutToShow.connect(partial(self.files.list_recent, self._recent))

        desk.focus.changed.connect(self._on_focus)
        desk.notices.changed.connect(self._on_notice)
        desk.alerts.told.connect(self._tell_problem)
        desk.alerts.broke.connect(self._on_broken)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)

        self.people.offered = (do.merge, do.copy_cards, do.code, do.export)
        self.people.counted.connect(self.status.show_count)
        self.people.new_person_requested.connect(ask("deeds.new_person"))
        self.people.delete_requested.connect(ask("deeds.delete_people"))
        self.people.drag_requested.connect(ask("exchange.drag"))
        self.people.circle_requested.connect(ask("deeds.add_to_circle"))
        self.files.said.connect(self.status.say)
        self.files.contacts_given.connect(ask("exchange.bring"))

    def _ask(self, wish: str, *about: object) -> None:
        """Have "exchange.merge", say, done by a part that is made now at the latest."""
        attrgetter(wish)(self)(*about)

    # What follows Focus and Book

    def _on_focus(self, was: Attention, now: Attention) -> None:
        turned = (now.page, now.person, now.event) != (was.page, was.person, was.event)
        if turned:
            self._show_page(now)
        if turned or now.selection != was.selection:
            self._offer()

    def _show_page(self, now: Attention) -> None:
        self.pages.setCurrentWidget(self._page_for(now))

    def _page_for(self, now: Attention) -> QWidget:
        if now.page == "person":
            return self.page
        return self.event_page if now.page == "event" else self.opening

    def _on_notice(self, notice: Notice) -> None:
        self.status.tell(notice)
        if notice.deed is Deed.UNDO:
            self.notice_bar.withdraw(self._told)  # it may be what was undone
        self._offer()

    def _offer(self, _job: Job | None = None) -> None:
        """Say what undo and redo would do, and grey what cannot be done now."""
        do, book = self.actions_, self.desk.book
        may = not (self.desk.jobs.writing or book.read_only)
        if book.read_only:
            self.status.show_read_only(self.desk.hindrance())
        undo, redo = (book.next_undo(), book.next_redo()) if may else (None, None)
        do.undo.setText(say("&Undo {what}", what=_plain(undo.sentence)) if undo else say("&Undo"))
        do.redo.setText(say("&Redo {what}", what=_plain(redo.sentence)) if redo else say("&Redo"))
        chosen = len(self._chosen())
        for action in do.writing():
            action.setEnabled(may)
        do.offer_lock(locked=book.key is not None, may=may)
        do.undo.setEnabled(undo is not None)
        do.redo.setEnabled(redo is not None)
        do.edit.setEnabled(may and self.desk.focus.now.page in ("person", "event"))
        do.circle.setEnabled(may and chosen > 0)
        do.merge.setEnabled(may and chosen > 1)
        do.copy_cards.setEnabled(chosen > 0)
        do.code.setEnabled(self.desk.focus.now.page == "person")
        do.delete.setEnabled(may and chosen > 0)
        do.forget.setEnabled(may and chosen == 1)

    def offer(self) -> None:
        """See again what may be done: the book has become one for reading only, say."""
        self._offer()

    def _on_broken(self, report: str, rolled_back: bool) -> None:
        from relbook.gui.dialogs.broken import BrokenDialog

        BrokenDialog(self.desk.theme, report, self, rolled_back=rolled_back).open()

    def finish_edit(self) -> bool:
        """Keep what is being typed anywhere; False when it cannot be kept and stays."""
        made = [getattr(self, part) for part in HOLDING if part in self.__dict__]
        return all(part.finish_edit() for part in made)

    def _tell(self, sentence: str) -> None:
        """Say the newest; what was said before is over."""
        self._told = sentence
        self.notice_bar.clear()
        self.notice_bar.show_message(sentence)

    def _tell_problem(self, sentence: str) -> None:
        self.notice_bar.clear()
        self.notice_bar.show_problem(sentence)

    # What the actions do

    def edit_person(self) -> None:
        """Let what the page is about be edited."""
        if self.desk.focus.now.page == "person":
            self.page.begin_edit()
        elif self.desk.focus.now.page == "event":
            self.event_page.begin_edit()

    def _chosen(self) -> frozenset[int]:
        """Who is selected and in sight of the search; else who the page is about."""
        now = self.desk.focus.now
        here = self.people.chosen_here()
        alone = frozenset({now.person}) if now.page == "person" and now.person else frozenset()
        return here or alone

    def give_or_receive(self) -> None:
        """Go to the ledger's line, to say what passed."""
        if self.finish_edit():
            self._bring_side()
            self.ledger.begin()

    def choose_event(self) -> None:
        """Ask for an event, one there is or a new one, and open it."""
        from relbook.gui.dialogs.events import EventsDialog

        if self.finish_edit():
            dialog = EventsDialog(self.desk, self)
            dialog.chosen.connect(self.open_event)
            dialog.open()

    def open_event(self, event: int) -> None:
        """Show the page of an event; the others narrow to its guests, all of them."""
        self._narrow_to(event, search="", filter=Filter())

    def _narrow_to(self, event: int, **parts: object) -> None:
        self.desk.focus.set(event=event, page="event", selection=frozenset(), person=None, **parts)
        self.go_to_panel(1)

    def _ask_locking(self, wish: str) -> None:
        if wish == "lock_now" or self.finish_edit():  # to lock waits for nothing
            getattr(self.locking, wish)()

    def print_event(self, event: int, choices: object) -> None:
        """Show the sheet of an event with what was ticked on its page."""
        from relbook.core.briefing import Choices

        if self.finish_edit() and isinstance(choices, Choices):
            self.sheets.print_event(event, choices)

    def print_sheet(self) -> None:
        """Show the sheet on what the page is about, to be printed."""
        if self.desk.focus.now.page == "event":
            self.event_page.print_sheet()  # which knows what is ticked
        elif self.finish_edit():
            self.sheets.print_page()

    def go_to_search(self) -> None:
        """Go to the search box, its text selected."""
        self.actions_.show_people.setChecked(True)
        self.people.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.people.search.selectAll()

    def show_opening(self) -> None:
        """Choose nobody: the days to know, and what is coming up."""
        if self.finish_edit():
            self.desk.focus.show_nobody()
            self.go_to_panel(1)

    def leave_person(self) -> None:
        """Esc on someone's page: back to the event one came from, else to the list."""
        event = self.desk.focus.now.event
        if event is not None:
            self._narrow_to(event)
        else:
            self.step_back()

    def step_back(self) -> None:
        """Esc on the page: back to the list."""
        self.go_to_panel(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files.take(dropped_files(event.mimeData()))

    # Panels

    def stops(self) -> list[Stop]:
        """What F6 goes round: for each panel on show the widget that takes the keys."""
        page = self._page_for(self.desk.focus.now)
        people = self.people.view if self.people.view.hasFocus() else self.people.search
        stops = [
            (people, self.people),
            (page, page),
            (self.interests.box, self.interests),
            (self.ledger.box, self.ledger),
        ]
        return [stop for stop in stops if stop[0].isVisible()]

    def turn_panel(self, by: int) -> None:
        """Go to the next panel, or the one before."""
        turn(self.stops(), self.focusWidget(), by)

    def go_to_panel(self, which: int) -> None:
        """Go to a panel: 0 people, 1 page, 2 right side."""
        if which == 0:
            self.actions_.show_people.setChecked(True)
            enter(self.people.view)
        elif which == 1:
            enter(self._page_for(self.desk.focus.now))
        else:
            self._bring_side()
            enter(self.interests.box)

    def _show_people(self, wished: bool) -> None:
        if not wished and self.people.isAncestorOf(self.focusWidget()):
            self.go_to_panel(1)  # else the keys would go to whatever stands next
        self.people.setVisible(wished)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.desk.theme.measure(NARROW)
        if narrow != self._narrow:
            self._fold_side(narrow)
        self._widen_side()

    def _widen_side(self) -> None:
        """In a wide window the right side is wider too, unless somebody has moved its edge."""
        slim, wide = map(self.desk.theme.measure, SIDE)
        usual = wide if self.width() >= self.desk.theme.measure(WIDE) else slim
        people, page, side = self.splitter.sizes()
        if side != usual and side in (slim, wide):
            self.splitter.setSizes([people, page + side - usual, usual])

    def _show_side(self, wished: bool) -> None:
        self._side_wished = wished
        self.side.setVisible(wished)

    def _fold_side(self, narrow: bool) -> None:
        """Fold the right side away while the window is too `narrow` for it: so the menu tells too."""
        wished, shown = self._side_wished, self._side_wished and not narrow
        self._narrow = narrow
        self.actions_.show_side.setChecked(shown)
        self.side.setVisible(shown)
        self._side_wished = wished

    def _bring_side(self) -> None:
        """Show the right side to who asks for it, in a narrow window too."""
        self.actions_.show_side.setChecked(True)
        self.side.show()

    # Dialogs

    def show_backups(self) -> None:
        """Which backups there are, what each holds, and the way back."""
        if self.keeping is not None and self.finish_edit():
            self.keeping.show_backups()

    def _look_at_backups(self) -> None:
        if self.keeping is not None:
            self.keeping.refresh()

    def _show_backup(self, made: "Keeping | None" = None) -> None:
        keeping = made or self.keeping
        if keeping is not None:
            self.status.show_backup(keeping.words(), keeping.tip(), good=not keeping.trouble)

    def show_timeline(self, person: int) -> None:
        """All moments with someone."""
        from relbook.gui.dialogs.timeline import TimelineDialog

        TimelineDialog(self.desk, person, self).open()

    def change_interest(self, interest: int) -> None:
        """Rename an interest, merge it with another, put it below another."""
        from relbook.gui.dialogs.interest import InterestDialog

        InterestDialog(self.desk, interest, self).open()

    def _explain(self, wish: str) -> None:
        getattr(self.helping, wish)()

    def _blur(self, wished: bool) -> None:
        self.veil.set(wished)
        if wished:
            self.status.say(
                say("Faces and facts are blurred, names are not. Ctrl+Shift+H shows them.")
            )
        else:
            self.status.say(say("Faces and facts are shown again."))

    def _choose_look(self) -> None:
        look = self.actions_.looks.checkedAction().data()
        self.desk.settings.keep("look", look)
        self.desk.theme.apply(cast(QApplication, QApplication.instance()), look)

    # Coming and going

    def _restore(self) -> None:
        settings, do = self.desk.settings, self.actions_
        theme = self.desk.theme
        room = self.screen().availableSize() * 0.95  # what the frame takes is not known yet
        self.resize(QSize(theme.measure(1280), theme.measure(800)).boundedTo(room))
        if not settings.bytes("geometry").isEmpty():
            self.restoreGeometry(settings.bytes("geometry"))
        self._restore_splitter("splitter", self.splitter)
        do.show_people.setChecked(settings.text("people") != "hidden")
        self._side_wished = settings.text("side") != "hidden"
        self.people.setVisible(do.show_people.isChecked())
        self._fold_side(self.width() < theme.measure(NARROW))
        for action in do.looks.actions():
            action.setChecked(action.data() == theme.choice)
        do.blur.setChecked(theme.faces.veiled)  # in the window before, on another book perhaps

    def take_place_of(self, other: QWidget) -> None:
        """Come up where `other` stands, if nothing is known of a place of its own."""
        if self.desk.settings.bytes("geometry").isEmpty():
            self.setGeometry(other.geometry())
            self.setWindowState(other.windowState())

    def _restore_splitter(self, name: str, splitter: QSplitter) -> None:
        if not (state := self.desk.settings.bytes(name)).isEmpty():
            splitter.restoreState(state)

    def closeEvent(self, event: QCloseEvent) -> None:
        writing = [job.title for job in self.desk.jobs.running if job.writes]
        if writing:
            self.notice_bar.show_message(
                say(
                    "“{what}” is not done yet. Wait for it, or cancel it at the foot of the "
                    "window; then close.",
                    what=writing[0],
                )
            )
        if writing or not self.finish_edit():
            event.ignore()
            return
        self.keep_shape()
        from relbook.gui import view_kept

        view_kept.keep(self.desk.book, self.desk.focus)
        self._furnisher.stop()
        if "helping" in self.__dict__:
            self.helping.close()
        event.accept()
        QTimer.singleShot(0, self.closed.emit)

    def keep_shape(self) -> None:
        """Remember how large it is, and what is folded away."""
        settings = self.desk.settings
        if "drafts" in self.__dict__:
            self.drafts.end()
        settings.keep("geometry", self.saveGeometry())
        settings.keep("splitter", self.splitter.saveState())
        if len(self._on_side) == 2:  # else it is not as it was left
            settings.keep("side splitter", self.side.saveState())
        settings.keep("people", "shown" if self.actions_.show_people.isChecked() else "hidden")
        settings.keep("side", "shown" if self._side_wished else "hidden")


def _plain(text: object) -> str:
    """A name with an ampersand is no mnemonic."""
    return str(text).replace("&", "&&")
