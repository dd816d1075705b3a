"""Every edit that is kept, searched and looked into, and taken back with what depends on it."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relbook.core import names, people, recount
from relbook.core.errors import RelbookError
from relbook.core.recount import MANY, Teller
from relbook.core.store import history
from relbook.core.store.changes import Notice
from relbook.core.store.history import Plan
from relbook.core.store.journal import Report, Step
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.dialogs.history.rows import Row, day_words, local, rows
from relbook.gui.models.listing import Listing
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.inputs import CheckInput, TextInput
from relbook.gui.widgets.labels import Label, announce
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar
from relbook.gui.widgets.recounted import Recounted
from relbook.gui.widgets.side_list import SideList, Strip

WIDE, HIGH, LIST, ROW, DAY = 1000, 640, 400, 46, 30
PAUSE = 150  # ms after a letter
SHOWN = 60  # rows of a step that are told one by one
NAMED = 4  # later edits that are named


class HistoryDialog(Dialog):
    """A list of edits, and beside it what the chosen one did.

    Ctrl+F searches, Alt+T takes back. With `person` the list can be narrowed to what touched them.
    """

    def __init__(
        self, desk: Desk, person: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk.theme, say("History"), "history", parent, WIDE)
        self._desk, self._person = desk, person
        self._steps: list[Step] = []
        self._whom: dict[int, set[int]] | None = None  # once it is asked for
        self._called: dict[int, str] = {}
        self._counted: dict[tuple[int, int], str] = {}
        self._plan: Plan | None = None
        self._looking = 0  # the step whose consequences a job finds out
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._fill)
        measure = desk.theme.measure
        self.notice_bar = NoticeBar(desk.theme, "history.notice")
        self.body.addWidget(self.notice_bar)
        middle = QHBoxLayout()
        middle.setSpacing(measure(24))
        middle.addLayout(self._left())
        middle.addLayout(self._right(), 1)
        self.body.addLayout(middle, 1)
        self._take = self.add_button(say("Take back"), "take")
        self._take.clicked.connect(self._act)
        close = self.add_button(say("Close"), "close", primary=True)
        close.clicked.connect(self.accept)
        QShortcut(QKeySequence("Alt+T"), self, self._take.click)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        desk.notices.changed.connect(self._on_notice)
        desk.jobs.began.connect(self._offer)
        desk.jobs.ended.connect(self._offer)
        self.resize(measure(WIDE), measure(HIGH))
        self._read()
        self.search.setFocus()

    # What it is made of

    def _left(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.measure(8))
        self.search = TextInput(theme, say("Search: what was done, or a name"))
        self.search.setObjectName("history.search")
        self.search.setAccessibleName(say("Search in the history"))
        self.search.setClearButtonEnabled(True)
        self.search.edited.connect(self._pause.start)
        column.addWidget(self.search)
        self.only: CheckInput | None = None
        if self._person is not None:
            name = people.name(self._desk.book, self._person)
            self.only = CheckInput(theme, say("Only what touched {name}", name=name))
            self.only.setObjectName("history.only")
            self.only.edited.connect(self._fill)
            column.addWidget(self.only)
        self._count = Label(theme, "", "small", "muted", wrap=True)
        self._count.setObjectName("history.count")
        column.addWidget(self._count)
        self._model = Listing(self)
        self.view = SideList(theme, self._model, "history.list", say("Edits"), ROW, self._paint)
        self.view.setFixedWidth(theme.measure(LIST))
        self.view.escaped.connect(self.reject)
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.left_up.connect(self.search.setFocus)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        column.addWidget(self.view, 1)
        return column

    def _right(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.measure(6))
        self._what = Label(theme, "", "lead", wrap=True)
        self._what.setObjectName("history.what")
        self._when = Label(theme, "", "small", "muted", wrap=True)
        self._when.setObjectName("history.when")
        self.told = Recounted(theme, "history.told", say("What it did"))
        self._means = Label(theme, "", wrap=True)
        self._means.setObjectName("history.means")
        column.addWidget(self._what)
        column.addWidget(self._when)
        column.addSpacing(theme.measure(4))
        column.addWidget(self.told, 1)
        column.addWidget(self._means)
        return column

    # The list

    def _read(self) -> None:
        self._steps = history.steps(self._desk.book)
        self._whom = None
        self._called.clear()
        self._fill()

    def _fill(self) -> None:
        """Show the edits that are looked for, and stay where one was, or go to the newest."""
        was = self.view.key()
        found = self._found()
        self._model.show(rows(found, self._desk.today(), self._how_many))
        days = {at: DAY for at, row in enumerate(self._model.rows) if row.key is None}
        self.view.set_heights(days)
        told = plural("{n} edit of the last 30 days", "{n} edits of the last 30 days", len(found))
        self._count.setText(str(told) if found else say("Nothing was found."))
        if found and (was is None or not self.view.go_to(was)):
            self.view.go_to(found[0].id)
        self._show()

    def _found(self) -> list[Step]:
        asked = names.words_of_query(self.search.text())
        only = self._person if self.only is not None and self.only.isChecked() else None
        if not asked and only is None:
            return self._steps
        if self._whom is None:
            self._whom = recount.people_of(self._desk.book, self._steps)
        whom = self._whom
        return [
            step
            for step in self._steps
            if (only is None or only in whom[step.id])
            and (not asked or self._is_asked_for(step, asked, whom[step.id]))
        ]

    def _is_asked_for(self, step: Step, asked: list[str], whom: set[int]) -> bool:
        words = names.tokens(str(step.sentence))
        if len(whom) <= MANY:
            words += [word for one in whom for word in names.tokens(self._name(one))]
        return all(any(word.startswith(one) for word in words) for one in asked)

    def _name(self, person: int) -> str:
        if person not in self._called:
            self._called[person] = Teller(self._desk.book).name("person", person)
        return self._called[person]

    def _how_many(self, step: Step) -> str:
        key = step.id, step.log
        if key not in self._counted:
            self._counted[key] = recount.how_many(self._desk.book, step)
        return self._counted[key]

    def _on_notice(self, _notice: Notice) -> None:
        self._read()

    # One edit

    def _current(self) -> Step | None:
        key = self.view.key()
        return next((step for step in self._steps if step.id == key), None)

    def _show(self) -> None:
        """Tell what the current edit did, and what taking it back means."""
        step, self._plan, self._looking = self._current(), None, 0
        if step is None:
            for label in (self._what, self._when, self._means):
                label.setText("")
            self.told.show_rows(())
        else:
            when = local(step.made)
            self._what.setText(str(step.sentence))
            day = day_words(when.date(), self._desk.today())
            self._when.setText(f"{day}, {when:%H:%M} · {self._how_many(step)}")
            self._tell(step)
            if step.rows <= MANY and not step.undone:
                self._plan = history.plan(self._desk.book, step.id)
            self._say_means(step)
        self._offer()

    def _tell(self, step: Step) -> None:
        teller = Teller(self._desk.book)
        changes = history.changes(self._desk.book, step, SHOWN)
        told = [one for change in changes if (one := teller.tell(change)) is not None]
        left = sum(history.sizes(self._desk.book, step).values()) - len(changes)
        left += len(told) - len(told[:SHOWN])
        more = str(plural("and {n} more", "and {n} more", left)) if left else ""
        self.told.show_rows(told[:SHOWN], more)

    def _say_means(self, step: Step) -> None:
        self._means.setText(_meaning(step, self._plan))

    def _offer(self, _job: object = None) -> None:
        step, plan = self._current(), self._plan
        large = step is not None and not step.undone and plan is None and step.rows > MANY
        useful = plan is not None and plan.possible and plan.rows > 0
        self._take.setVisible(large or useful)
        self._take.setEnabled(
            not self._desk.book.read_only and not self._desk.jobs.writing and not self._looking
        )
        if plan is not None and plan.along:
            n = len(plan.along) + 1
            self._take.set_word(str(plural("Take {n} back", "Take all {n} back", n)))
        else:
            word = say("See what that means…") if large else say("Take back")
            self._take.set_word(word)

    # Taking back

    def _act(self) -> None:
        step, plan = self._current(), self._plan
        if step is None or not self._take.isEnabled():
            return
        if plan is None:
            self._look(step)
        elif sum(one.rows for one in (plan.step, *plan.along)) <= MANY:
            try:
                self._desk.check_may_edit()
                history.take_back(self._desk.book, plan)
            except RelbookError as fault:
                self.notice_bar.show_problem(str(fault))
                self._read()
            else:
                self._taken(None)
        else:
            book = self._desk.book

            def work(report: Report) -> None:
                history.take_back(book, plan, report)

            self._desk.jobs.start(
                str(plan.sentence), work, done=self._taken, failed=self._failed, writes=True
            )

    def _look(self, step: Step) -> None:
        """Find out what taking back a large one means, in a job."""
        self._looking = step.id
        self._means.setText(say("Looking what depends on it…"))
        book = self._desk.book
        self._desk.jobs.start(
            say("Looking what depends on an edit"),
            lambda _report: history.plan(book, step.id),
            done=partial(self._looked, step),
        )

    def _looked(self, step: Step, plan: Plan | None) -> None:
        if self._looking == step.id:
            self._looking, self._plan = 0, plan
            self._say_means(step)
            self._offer()
            announce(self._means, self._means.text())

    def _taken(self, _done: object) -> None:
        self.notice_bar.clear()
        words = say("It is taken back.")
        self.notice_bar.show_message(words, NoticeAction(say("Undo"), self._undo), "check")

    def _undo(self) -> None:
        with self._desk.alerts.guarding():
            self._desk.book.undo()

    def _failed(self, fault: RelbookError) -> None:
        self.notice_bar.show_problem(str(fault))
        self._read()

    def done(self, result: int) -> None:
        self._desk.notices.changed.disconnect(self._on_notice)
        self._desk.jobs.began.disconnect(self._offer)
        self._desk.jobs.ended.disconnect(self._offer)
        super().done(result)

    def _paint(self, strip: Strip, row: Row) -> None:
        colours, m = strip.colours, strip.theme.measure
        if row.key is None:
            base = strip.line("small_strong", m(6), m(20))
            strip.text(m(10), base, strip.width, row.words, "small_strong", colours.muted)
            return
        current = row.key == self.view.key()
        strip.ground(chosen=current)
        icon = "undo-2" if row.undone else "pencil"
        strip.icon(icon, m(10), (strip.height - m(16)) / 2, m(16), colours.muted)
        left, room = m(36), strip.width - m(48)
        ink = colours.muted if row.undone else colours.text
        strip.text(left, strip.line("medium", m(5), m(18)), room, row.words, "medium", ink)
        told: Any = f"{row.time} · {row.how_many()}"
        if row.undone:
            told = say("{told} · undone", told=told)
        strip.text(left, strip.line("small", m(23), m(17)), room, told, "small", colours.muted)
        if strip.focused:
            strip.ring(0, m(8), colours.accent)


def _meaning(step: Step, plan: Plan | None) -> str:
    """What taking `step` back means, in a sentence or two."""
    if step.undone:
        return say("It was undone. Redo does it again, until something else is done.")
    if plan is None:
        return say("This is a large one; what depends on it is looked up first.")
    if not plan.possible:
        return say(
            "What came later is not known any more, so this cannot be taken back on its own."
        )
    if not plan.rows:
        return say("Nothing of it is left to take back.")
    if not plan.along:
        return say("Nothing later depends on it.")
    told = [f"“{later.sentence}”" for later in plan.along[:NAMED]]
    listed = ", ".join(told)
    n = len(plan.along)
    if n > NAMED:
        listed = say("{some} and {more} more", some=listed, more=n - NAMED)
    return str(
        plural(
            "{n} later edit depends on it and goes back with it: {listed}.",
            "{n} later edits depend on it and go back with it: {listed}.",
            n,
            listed=listed,
        )
    )
