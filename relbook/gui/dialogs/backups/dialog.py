"""The backups of a book: what each holds, what it would change, and the two ways back."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from relbook.core.errors import RelbookError
from relbook.core.store import backups, restore
from relbook.core.store.backups import Backup
from relbook.core.store.restore import Contents, Difference
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.dialogs.backups.choices import ChoicesDialog
from relbook.gui.dialogs.backups.rows import edited, people_of, row_of
from relbook.gui.jobs import Job
from relbook.gui.keeping import Keeping
from relbook.gui.models.listing import Listing
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar
from relbook.gui.widgets.side_list import SideList, Strip
from relbook.gui.widgets.two_lines import paint_two_lines

if TYPE_CHECKING:
    from relbook.core.exchange.archive.bringing_back import Brought

WIDE, HIGH, LIST, ROW, LINE = 980, 620, 372, 46, 28
Looked = dict[Path, Contents | str]


class BackupsDialog(Dialog):
    """A list of backups, the newest first; beside it, the chosen one set against today's book.

    Alt+N backs up now, Alt+B brings the chosen person back, Alt+R restores the whole book.
    """

    def __init__(self, desk: Desk, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, say("Backups"), "backups", parent, WIDE)
        self._desk, self._keeping = desk, keeping
        self._there: list[Backup] = []
        self._looked: Looked = {}
        self._found: Difference | None = None
        self._wanted: object = None  # what is being compared; an older answer is void
        self._comparing: Job | None = None
        self._restoring: Job | None = None
        measure = desk.theme.measure
        self.notice_bar = NoticeBar(desk.theme, "backups.notice")
        self.body.addWidget(self.notice_bar)
        middle = QHBoxLayout()
        middle.setSpacing(measure(24))
        middle.addLayout(self._left())
        middle.addLayout(self._right(), 1)
        self.body.addLayout(middle, 1)
        self._add_buttons()
        keeping.changed.connect(self._on_kept)
        keeping.told.connect(self.notice_bar.show_problem)
        self.resize(measure(WIDE), measure(HIGH))
        self._fill()
        self.view.setFocus()

    # What it is made of

    def _left(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.measure(8))
        self._count = Label(theme, "", tone="muted", wrap=True)
        self._count.setObjectName("backups.count")
        self._model = Listing(self)
        self.view = SideList(theme, self._model, "backups.list", say("Backups"), ROW, self._paint)
        self.view.setFixedWidth(theme.measure(LIST))
        self.view.escaped.connect(self.reject)
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._compare())
        self._place = Label(theme, "", "small", "muted", wrap=True)
        self._place.setObjectName("backups.place")
        change = Button(theme, say("Place and number…"), "backups.choices", "link")
        change.clicked.connect(self._choose)
        column.addWidget(self._count)
        column.addWidget(self.view, 1)
        column.addWidget(self._place)
        column.addWidget(change)
        for label in (self._count, self._place):
            label.setFixedWidth(theme.measure(LIST))
        return column

    def _right(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.measure(8))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.measure(18))
        self._grid.setVerticalSpacing(theme.measure(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._cells: dict[tuple[int, int], Label] = {}
        heads = ("", say("In this backup"), say("Today"))
        firsts = ("", say("People"), say("Ledger entries"), say("Newest edit"))
        for row, first in enumerate(firsts):
            for at in range(3):
                role, tone = ("small_strong", "") if 0 in (row, at) else ("text", "")
                label = Label(theme, first if at == 0 else heads[at], role, tone, wrap=True)  # type: ignore[arg-type]
                if row and at:
                    label.setText("")
                    label.setObjectName(f"backups.{('', 'then', 'now')[at]}.{row}")
                self._cells[row, at] = label
                self._grid.addWidget(label, row, at)
        column.addLayout(self._grid)
        self._summary = Label(theme, "", "lead", wrap=True)
        self._summary.setObjectName("backups.summary")
        column.addSpacing(theme.measure(6))
        column.addWidget(self._summary)
        self._people = Listing(self)
        self.people = SideList(
            theme,
            self._people,
            "backups.people",
            say("What would change"),
            LINE,
            self._paint_person,
        )
        self.people.escaped.connect(self.reject)
        self.people.picked.connect(lambda key, _add: self.people.go_to(key))
        self.people.selectionModel().currentChanged.connect(lambda *_: self._offer())
        column.addWidget(self.people, 1)
        self._bring = Button(theme, say("Bring back"), "backups.bring")
        self._bring.clicked.connect(self._bring_back)
        column.addWidget(self._bring)
        return column

    def _add_buttons(self) -> None:
        now = self.add_button(say("Back up now"), "now")
        now.clicked.connect(self._back_up)
        other = self.add_button(say("Another file…"), "other")
        other.clicked.connect(self._choose_file)
        self._restore = self.add_button(say("Restore the whole book…"), "restore")
        self._restore.clicked.connect(self._ask)
        self._close = self.add_button(say("Close"), "close", primary=True)
        self._close.clicked.connect(self.reject)
        for keys, button in (("Alt+N", now), ("Alt+B", self._bring), ("Alt+R", self._restore)):
            QShortcut(QKeySequence(keys), self, button.click)
        self._buttons = (now, other)

    # Which there are

    def _fill(self) -> None:
        """Show what is there, and stay where one was, or go to the newest."""
        shelf, was = self._keeping.shelf, self.view.key()
        others = [one for one in self._there if one.path.parent != shelf.folder]
        self._there = others + backups.all_of(shelf)
        n = len(self._there)
        self._count.setText(
            str(plural("{n} backup, the newest first.", "{n} backups, the newest first.", n))
            if n
            else say("There is no backup yet. One is made by itself on each day with changes.")
        )
        keep = shelf.keep
        self._place.setText(
            say(
                "Kept in {folder}: the newest of {days}, {weeks} and {months}.",
                folder=str(shelf.place),
                days=str(plural("{n} day", "{n} days", keep.days)),
                weeks=str(plural("{n} week", "{n} weeks", keep.weeks)),
                months=str(plural("{n} month", "{n} months", keep.months)),
            )
        )
        self._show_rows()
        if not (was and self.view.go_to(was)) and n:
            self.view.go_to(self._there[0].path)
        unknown = [one.path for one in self._there if one.path not in self._looked]
        if unknown:
            self._desk.jobs.start(
                say("Looking at the backups"),
                partial(_looked_into, unknown, self._desk.book.key),
                done=self._look,
            )
        self._compare()

    def _show_rows(self) -> None:
        now = self.view.key()
        self._model.show([row_of(one, self._looked.get(one.path)) for one in self._there])
        if now is not None:
            self.view.go_to(now)

    def _look(self, looked: Looked) -> None:
        self._looked |= looked
        if self._wanted is not self:
            self._show_rows()

    def _on_kept(self) -> None:
        if self._wanted is self:  # which is what it is once it is closed
            return
        if self._keeping.busy:
            self._count.setText(self._keeping.words())
        else:
            self._fill()
        self._offer()

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self,
            say("A backup, or another copy of the book"),
            str(self._keeping.shelf.place),
            say("Relbook books") + " (*.relbook)",
        )
        if file:
            self.add_file(Path(file))

    def add_file(self, path: Path) -> None:
        """Show a copy of the book that lies elsewhere."""
        from datetime import UTC, datetime

        if path not in [one.path for one in self._there]:
            told = path.stat()
            made = datetime.fromtimestamp(told.st_mtime, UTC)
            self._there.insert(0, Backup(path, made, "", told.st_size))
            self._fill()
        self.view.go_to(path)

    def _choose(self) -> None:
        dialog = ChoicesDialog(self.theme, self._keeping.shelf, self)
        dialog.chosen.connect(self._keep)
        dialog.open()

    def _keep(self, place: Path | None, keep: backups.Keep) -> None:
        try:
            self._keeping.choose(place, keep)
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))

    def _back_up(self) -> None:
        self.notice_bar.clear()
        self._keeping.back_up()

    # Against today's

    def _compare(self) -> None:
        """Set the chosen one against today's book, in a job."""
        if self._comparing is not None:
            self._comparing.cancel()
        path = self.view.key()
        self._found = None
        self._wanted = wanted = object()
        self._summary.setText(say("Comparing…") if path else "")
        self._show_difference(None)
        if path is None or self._desk.jobs.writing:
            return
        book = self._desk.book
        self._comparing = self._desk.jobs.start(
            say("Comparing"),
            partial(restore.compare, book, path, book.key),
            done=partial(self._compared, wanted),
            failed=partial(self._not_compared, wanted),
        )

    def _compared(self, wanted: object, found: Difference) -> None:
        if wanted is self._wanted:
            self._found = found
            self._show_difference(found)

    def _not_compared(self, wanted: object, fault: RelbookError) -> None:
        if wanted is self._wanted:
            self._summary.setText(str(fault))

    def _show_difference(self, found: Difference | None) -> None:
        sides = (found.then, found.now) if found else (None, None)
        for at, side in enumerate(sides, 1):
            words = (f"{side.people:,}", f"{side.entries:,}", edited(side)) if side else ("",) * 3
            for row, word in enumerate(words, 1):
                self._cells[row, at].setText(word)
        rows = people_of(found) if found else []
        self._people.show(rows)
        if found is not None:
            self._summary.setText(
                say("Everyone is in the book as they are in this backup.")
                if found.none
                else say("If the whole book were restored:")
            )
        first = next((row.key for row in rows if row.key), None)
        if first is not None:
            self.people.go_to(first)
        self._offer()

    def _offer(self) -> None:
        """Grey what cannot be done just now."""
        busy = self._restoring is not None
        may = not (busy or self._desk.book.read_only)
        chosen = self.people.key()
        group, someone = chosen or ("", None)
        self._restore.setEnabled(may and self._found is not None)
        self._bring.setEnabled(may and group in ("back", "differ"))
        self._bring.setVisible(bool(self._people.rows))
        self._bring.set_word(
            say("Bring {name} back", name=someone.name)
            if group == "back" and someone
            else say("Let {name} be as they were then", name=someone.name)
            if group == "differ" and someone
            else say("Bring back")
        )
        now, other = self._buttons
        now.setEnabled(not (busy or self._keeping.busy))
        other.setEnabled(not busy)
        self._close.set_word(say("Cancel") if busy else say("Close"))

    # The ways back

    def _bring_back(self) -> None:
        path, chosen = self.view.key(), self.people.key()
        if path is None or chosen is None or chosen[0] == "go":
            return
        self.notice_bar.clear()
        done, failed = partial(self._brought, chosen[1].name), self._failed
        self._keeping.bring_back(path, chosen[1], done, failed)

    def _brought(self, name: str, brought: "Brought") -> None:
        if self._wanted is self:
            return
        words = (
            say("{name} is in the book again, with their whole life.", name=name)
            if brought.new
            else say("{name} is as they were then; what was added since has stayed.", name=name)
        )
        problems = " ".join(brought.problems)
        self.notice_bar.show_message(
            f"{words} {problems}".strip(), NoticeAction(say("Undo"), self._undo), "check"
        )
        self._later()

    def _undo(self) -> None:
        with self._desk.alerts.guarding():
            self._desk.book.undo()
        self._compare()

    def _ask(self) -> None:
        path, found = self.view.key(), self._found
        if path is None or found is None:
            return
        dialog = Dialog(self.theme, say("Restore the whole book?"), "restoring", self, 460)
        dialog.add_text(
            say(
                "The book will be as it is in this backup: {back} back, {go} gone, {differ} told "
                "otherwise. Today’s book is kept beside it under a name of its own, so nothing is "
                "lost.",
                back=f"{len(found.back):,}",
                go=f"{len(found.go):,}",
                differ=f"{len(found.differ):,}",
            ),
            "what",
        )
        go = dialog.add_button(say("Restore"), "go")
        go.clicked.connect(dialog.accept)
        dialog.accepted.connect(partial(self._restore_now, path))
        leave = dialog.add_button(say("Cancel"), "cancel", primary=True)
        leave.clicked.connect(dialog.reject)
        leave.setFocus()
        dialog.open()

    def _restore_now(self, path: Path) -> None:
        self.notice_bar.clear()
        self._summary.setText(say("Reading the backup from end to end…"))
        job = self._keeping.restore(path, self._put, self._failed, partial(self._failed, None))
        if job in self._desk.jobs.running:  # else it ran at once
            self._restoring = job
            self._offer()

    def _put(self, draft: Path) -> None:
        self._restoring = None
        self.accept()
        self._keeping.put(draft)

    def _failed(self, fault: RelbookError | None) -> None:
        self._restoring = None
        if self._wanted is not self:
            if fault is not None:
                self.notice_bar.show_problem(str(fault))
            self._later()

    def _later(self) -> None:
        """Compare anew, once the job is over that has just come home."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self, self._compare)

    def reject(self) -> None:
        if self._restoring is not None:
            self._restoring.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._wanted = self
        if self._comparing is not None:
            self._comparing.cancel()
        super().done(result)

    # Painting

    def _paint(self, strip: Strip, row: Any) -> None:
        chosen = row.key == self.view.key()
        paint_two_lines(strip, row.when, row.line, chosen=chosen)

    def _paint_person(self, strip: Strip, row: Any) -> None:
        colours, m = strip.colours, strip.theme.measure
        if row.key is None:
            role, ink = ("small_strong", colours.text) if row.heading else ("small", colours.muted)
            base = strip.line(role, 0, strip.height)  # type: ignore[arg-type]
            strip.text(0, base, strip.width, row.words, role, ink)  # type: ignore[arg-type]
            return
        current = row.key == self.people.key()
        strip.ground(chosen=current, radius=7)
        base = strip.line("text", 0, strip.height)
        strip.text(m(12), base, strip.width - m(24), row.words, "text", colours.text)
        if strip.focused:
            strip.ring(0, m(7), colours.accent)


def _looked_into(paths: list[Path], key: Any, report: Any) -> Looked:
    """What each of `paths` holds, or why that cannot be told."""
    looked: Looked = {}
    for done, path in enumerate(paths):
        report(done, len(paths))
        try:
            looked[path] = restore.contents(path, key)
        except RelbookError as fault:
            looked[path] = str(fault)
    return looked
