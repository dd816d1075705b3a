"""The panel itself: it shows the ledger with whom the focus means, adds to it, and picks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relbook.core import interests, ledger
from relbook.core.errors import RelbookError
from relbook.core.ledger import Entry, Pending
from relbook.core.store.changes import Deed, Everything, Notice
from relbook.core.words import say
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention
from relbook.gui.jobs import Job
from relbook.gui.models.ledger import MORE, LedgerModel
from relbook.gui.panels.ledger import deeds, reading
from relbook.gui.panels.ledger import form as entry_form
from relbook.gui.panels.ledger.elsewhere import Elsewhere
from relbook.gui.panels.ledger.line_box import LineBox
from relbook.gui.panels.ledger.menu import Deeds, entry_menu
from relbook.gui.panels.ledger.reading import Contents
from relbook.gui.panels.ledger.view import LedgerView
from relbook.gui.panels.ledger.wording import Wording
from relbook.gui.scope import Scope
from relbook.gui.widgets.buttons import IconButton
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.labels import CutLabel, Label, announce

PAUSE = 250  # ms after the last key until the ledger with the found follows
TABLES = ("ledger_entry", "entry_person", "person", "event", "guest", "interest")


class LedgerPanel(QWidget):
    """What is picked is marked, and its person shown; it never changes whose ledger this is."""

    said = Signal(str)
    back_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = True
        self._meant = Attention()  # what says whose ledger this is: the focus, or as it was
        self._held: Attention | None = None  # the focus as a pick here has left it, but for the row
        self._shown: tuple[object, ...] | None = None  # the meaning of what is shown
        self._scope = Scope("everyone")
        self._about: frozenset[int] = frozenset()
        self._contents = Contents()
        self._unfolded = False
        self._all_open: list[Pending] | None = None  # with anybody; None until they are asked for
        self._job: Job | None = None
        self._asked = 0
        self._wording = Wording(desk)
        theme = desk.theme
        self.setObjectName("ledgerPanel")
        self.setAccessibleName(say("Ledger"))
        theme.spread(self, "side")
        self._title = Label(theme, say("Ledger"), "strong")
        self._whose = CutLabel(theme, "", "small", "muted")
        self._whose.setObjectName("ledgerPanel.whose")
        self._add = IconButton(
            theme, "plus", say("Say what you gave or received"), "ledgerPanel.add"
        )
        self._add.clicked.connect(partial(self.begin, ""))
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # with the keys one is in the line at once
        self.box = LineBox(theme, self._wording.offers)
        self.box.textChanged.connect(self._preview)
        self.box.offer_taken.connect(self._wording.choose)
        self.box.entered.connect(self._keep_line)
        self.box.escaped.connect(self.back_requested)
        self.box.went_down.connect(self._enter_view)
        self._understood = Label(theme, "", "small", "muted", wrap=True)
        self._understood.setObjectName("ledgerPanel.preview")
        self._elsewhere = Elsewhere(theme)
        self._elsewhere.wanted.connect(self._show_elsewhere)
        self.model = LedgerModel(desk.book, desk.today, self)
        self.view = LedgerView(theme, self.model, self._may_edit, self)
        self.view.picked.connect(self._pick)
        self.view.settle_requested.connect(self._settle)
        self.view.edit_requested.connect(self.edit)
        self.view.remove_requested.connect(self._remove)
        self.view.menu_requested.connect(self._show_menu)
        self.view.escaped.connect(self.back_requested)
        self.view.left_up.connect(self.box.setFocus)
        self._nothing = Label(theme, "", "small", "muted", wrap=True)
        self._nothing.setObjectName("ledgerPanel.nothing")
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._catch_up)
        desk.focus.changed.connect(self._on_focus)
        desk.notices.changed.connect(self._on_notice)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)
        self._preview()
        self._offer()

    def _lay_out(self) -> None:
        m = self._desk.theme.measure
        head = QHBoxLayout()
        head.setSpacing(m(8))
        head.addWidget(self._title)
        head.addWidget(self._whose, 1)
        head.addWidget(self._add)
        way = QHBoxLayout()
        way.addWidget(self._elsewhere)
        way.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, m(6), 0, 0)
        column.setSpacing(0)
        for item, start, end, below in (
            (head, 16, 10, 4),
            (self.box, 16, 16, 4),
            (self._understood, 16, 16, 4),
            (way, 16, 16, 0),
            (self._nothing, 16, 16, 0),
            (self.view, 8, 0, 0),
        ):
            line = QHBoxLayout()
            line.setSpacing(0)
            # As items and not as margins: margins do not turn round in a right-to-left window.
            line.addSpacing(m(start))
            if isinstance(item, QWidget):
                line.addWidget(item)
            else:
                line.addLayout(item)
            line.addSpacing(m(end))
            column.addLayout(line, int(item is self.view))
            column.addSpacing(m(below))

    @property
    def stops(self) -> Sequence[QWidget]:
        """What takes the keys in it, in order."""
        return (self.box, self._elsewhere, self.view)

    # What Focus and Book say

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._meant = self._desk.focus.now
            self._read()

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if not self.isVisible():
            self._stale = True
            return
        if replace(now, entry=None) != self._held:  # be it that the row is gone, or has come back
            self._held, self._meant = None, now
        if reading.meaning(self._meant) != self._shown or self._later.isActive():
            if was.search != now.search and now.search.strip() and not now.selection:
                self._later.start()
            else:
                self._catch_up()
        if was.entry != now.entry:
            self._mark()
        if was != now:
            self._withdraw()

    def _on_notice(self, notice: Notice) -> None:
        changes = notice.changes
        if notice.deed is not Deed.EDIT:
            self._withdraw()  # what it leads to may be gone
        if self._all_open is not None and changes.touch("ledger_entry"):
            touched = changes.ids("ledger_entry")
            if isinstance(touched, Everything) or not reading.is_few(touched):
                self._all_open = None
            else:  # to look through all would take longer
                kept = [one for one in self._all_open if one.id not in touched]
                fresh = ledger.pending(self._desk.book, touched)
                self._all_open = ledger.soonest_first([*kept, *fresh])
        if changes.touch("interest", "event"):
            self._wording.forget()
        if not self.isVisible() or self.view.form is not None:
            self._stale = True
        elif changes.touch(*TABLES) or self._scope.kind == "found":
            self._read()
        if notice.deed is not Deed.EDIT and self.view.form is None:
            self.view.go_to(self._desk.focus.now.entry)  # what came back is not marked beside it

    def _catch_up(self) -> None:
        """Read anew; what is being typed into a row is kept first, or left as it is."""
        if self.view.form is None:
            self._read()
        else:
            self._stale = True
            self.finish_edit()

    def _mark(self) -> None:
        self.view.marked = self._desk.focus.now.entry
        at = self.model.row_of(self.view.marked)
        if at is not None:
            self.view.setCurrentIndex(self.model.index(at, 0))
        self.view.viewport().update()

    # Reading

    def _read(self) -> None:
        """Find out which entries are meant: at once, or as a job where it may take long."""
        self._later.stop()
        self._stale = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._asked += 1  # what was asked before is void
        desk, meant = self._desk, self._meant
        scope = reading.ledger_scope(desk, meant)
        about = frozenset(interests.with_below(desk.book, meant.filter.interests))
        if scope.kind == "everyone":
            self._read_everyone(meant, scope, about)
        elif scope.kind == "found":
            found = scopes.found(desk, meant)
            if reading.is_few(found):
                self._show(meant, scope, reading.of_few(desk.book, found.ids(), about))
            else:
                work = partial(reading.of_many, desk.book, found, about)
                self._start(work, partial(self._show, meant, scope))
        elif reading.is_few(scope.people):
            self._show(meant, scope, reading.of_few(desk.book, scope.people, about))
        else:
            work = partial(reading.of_many, desk.book, frozenset(scope.people), about)
            self._start(work, partial(self._show, meant, scope))

    def _read_everyone(self, meant: Attention, scope: Scope, about: frozenset[int]) -> None:
        book = self._desk.book
        there = self.model.passed if reading.meaning(meant) == self._shown else 0
        if self._all_open is None:
            find = partial(ledger.pending, book)
            if (book.value("SELECT max(id) FROM ledger_entry") or 0) <= reading.SMALL:
                self._all_open = find()
            else:
                self._start(find, partial(self._know_open, about))
        still_open = reading.open_about(self._all_open or (), about)
        self._show(meant, scope, reading.of_everyone(book, about, still_open, there))

    def _know_open(self, about: frozenset[int], all_open: list[Pending]) -> None:
        self._all_open = all_open
        still_open = reading.open_about(all_open, about)
        self._show(self._meant, self._scope, replace(self._contents, open=still_open))

    def _start(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Start a job; what it found is taken unless something else was asked for since."""
        asked = self._asked

        def begin(report: Callable[[int, int], None]) -> Any:
            report(0, 1)
            return work()

        def come_home(result: Any) -> None:
            if asked == self._asked:
                done(result)

        self._job = self._desk.jobs.start(say("Looking through the ledger"), begin, done=come_home)

    def _show(self, meant: Attention, scope: Scope, contents: Contents) -> None:
        """Show what was read; what is the same already stays as it is."""
        meaning = reading.meaning(meant)
        same = meaning == self._shown
        self._shown, self._scope, self._contents = meaning, scope, contents
        self._about = meant.filter.interests
        if not same:
            self._unfolded = False
        self._whose.setText(reading.whose(self._desk, scope, self._about))
        self._show_rows(same)
        self._preview()

    def _show_rows(self, same: bool) -> None:
        whom = frozenset(self._scope.people if len(self._scope.people) == 1 else ())
        contents = self._contents
        lead = reading.lead_of(contents, unfolded=self._unfolded)
        self.view.marked = self._desk.focus.now.entry
        if same and self.model.shows(lead, contents.passed, whom):
            self.model.reread(contents.more)
        else:
            key, row = self.view.key(), self.view.currentIndex().row()
            scrolled = self.view.verticalScrollBar().value()
            self.model.show_entries(lead, contents.passed, whom, contents.more)
            if same:
                self._stay(key, row)
                self.view.verticalScrollBar().setValue(scrolled)
            else:
                self.view.scrollToTop()
        something = bool(lead or contents.passed)
        self._nothing.setVisible(not something)
        self.view.setVisible(something)
        nothing = "" if something else reading.why_nothing(self._scope, self._about)
        self._nothing.setText(nothing)

    def _stay(self, key: Any, row: int) -> None:
        """Keep the current row; one that is gone leaves its place to the next."""
        if key is None or self.view.go_to(key):
            return
        last = self.model.rowCount() - 1
        for at in (*range(min(row, last), -1, -1), *range(max(row, 0), last + 1)):
            if not self.model.is_heading(at):
                self.view.setCurrentIndex(self.model.index(at, 0))
                return

    # What the user does

    def begin(self, text: str = "") -> None:
        """Go to the line in which one writes what passed, beginning with `text`."""
        self.box.begin(text)

    def finish_edit(self) -> bool:
        """Keep what is being typed into a row; False if it cannot be kept."""
        return self.view.form is None or self.view.form.leave()

    def edit(self, key: Any) -> None:
        """Open an entry to be edited in its place."""
        entry = self._entry(key)
        if entry is None or not self._may_edit() or not self.finish_edit():
            return
        form = Form(
            self._desk.theme,
            "ledgerForm",
            entry_form.form_fields(self._desk, entry),
            removable=True,
        )
        form.set_values(entry_form.form_values(self._desk, entry))
        form.saved.connect(partial(self._keep_form, form, entry))
        form.cancelled.connect(self._close_form)
        form.remove_requested.connect(partial(self._remove_edited, entry.id))
        self.view.open_form(entry.id, form, "what")

    def _keep_form(self, form: Form, entry: Entry, values: dict[str, Any]) -> None:
        try:
            entry_form.keep(self._desk, entry, values)
        except RelbookError as fault:
            form.object_to(fault)
        else:
            self._close_form()

    def _close_form(self) -> None:
        self.view.close_form()
        if self._stale and self.isVisible():
            self._read()

    def _remove_edited(self, key: int) -> None:
        self._close_form()
        self._remove(key)

    def _keep_line(self) -> None:
        """Return in the line: keep what it says, if it is clear with whom."""
        text = self.box.text().strip()
        if not text:
            return
        understood = self._wording.understand(text, self._chosen())
        if understood.fault:
            self._understood.setText(understood.fault)
            announce(self.box, understood.fault)
            if understood.strange:
                self.box.offer_for(understood.strange)
            return
        with self._desk.alerts.guarding():
            entry = deeds.keep(self._desk, understood)
            self.box.clear()
            self._wording.start_over()
            at = self.model.row_of(entry)
            if at is not None:
                self.view.setCurrentIndex(self.model.index(at, 0))
            else:
                self._elsewhere.offer(entry, *understood.people[0])
                self._preview()
                announce(self.box, self._understood.text())

    def _show_elsewhere(self, entry: int, person: int) -> None:
        # What it is not about would hide it there too.
        wanted = replace(self._desk.focus.now.filter, interests=frozenset())
        one = frozenset({person})
        self._desk.focus.set(
            filter=wanted, selection=one, person=person, page="person", entry=entry
        )
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        """What was kept last is no news any more."""
        if not self._elsewhere.isHidden():
            self._elsewhere.withdraw()
            self._preview()

    def _preview(self) -> None:
        """Say quietly below the line how it is understood, or what became of it."""
        text, words = self.box.text().strip(), ""
        if text:
            self._elsewhere.withdraw()
            words = self._wording.understand(text, self._chosen()).words
        elif not self._elsewhere.isHidden():
            words = say("It is kept, though not among what is shown here.")
        self._understood.setText(words)
        self._understood.setVisible(bool(words))
        self.box.setAccessibleDescription(words)

    def _chosen(self) -> tuple[int, ...]:
        """Who is selected, if they are few: whom a line without a name may mean."""
        selection = self._desk.focus.now.selection
        return tuple(selection) if reading.is_few(selection) else ()

    def _pick(self, key: Any, _add: bool = False) -> None:
        if key == MORE:
            self._unfolded = not self._unfolded
            self._show_rows(same=True)
            return
        entry, now = self._entry(key), self._desk.focus.now
        if entry is None or not entry.people:
            return
        there = [person for person, _, _ in entry.people]
        # Who is attended to already stays so, if it is with them.
        person = now.person if now.person in there else there[0]
        self._held = replace(now, entry=None, person=person, page="person")
        self._desk.focus.set(entry=key, person=person, page="person")

    def _settle(self, key: Any) -> None:
        """Mark as kept, or back; what is so already is open again."""
        entry = self._entry(key)
        if entry is None or entry.state == ledger.DONE:
            return
        row = self.view.currentIndex().row()
        with self._desk.alerts.guarding():
            deeds.settle(self._desk, entry)
        if 0 <= row < self.model.rowCount() and self.model.is_open(row):
            self.view.setCurrentIndex(self.model.index(row, 0))

    def _remove(self, key: Any) -> None:
        entry = self._entry(key)
        if entry is None:
            return
        with self._desk.alerts.guarding():
            deeds.remove(self._desk, entry)

    def _show_menu(self, key: Any, at: QPoint) -> None:
        entry = self._entry(key)
        if entry is None:
            return
        doing = Deeds(
            partial(self._pick, key),
            partial(self._settle, key),
            partial(self.edit, key),
            partial(self._remove, key),
        )
        entry_menu(self, self._desk.theme, entry, doing, may=self._may_edit()).popup(at)

    def _enter_view(self) -> None:
        if self.model.rowCount() == 0:
            return
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.view.key() is None:
            first = next(at for at in range(self.model.rowCount()) if not self.model.is_heading(at))
            self.view.setCurrentIndex(self.model.index(first, 0))

    def _entry(self, key: Any) -> Entry | None:
        return ledger.read(self._desk.book, key) if isinstance(key, int) else None

    def _may_edit(self) -> bool:
        return not (self._desk.jobs.writing or self._desk.book.read_only)

    def _offer(self, _job: Job | None = None) -> None:
        """Grey what cannot be done now."""
        self._add.setEnabled(self._may_edit())
        self.box.setEnabled(not self._desk.book.read_only)
        self.view.viewport().update()
