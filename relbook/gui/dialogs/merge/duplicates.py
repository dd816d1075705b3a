"""Who may be in the book twice: pair by pair, each made one or told apart for ever."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relbook.core import people
from relbook.core.errors import RelbookError
from relbook.core.exchange.sameness import duplicates, merge
from relbook.core.exchange.sameness.alike import Level
from relbook.core.exchange.sameness.duplicates import Pair
from relbook.core.words import plural, say, sentence
from relbook.gui.desk import Desk
from relbook.gui.dialogs.merge.form import MergeForm
from relbook.gui.models.listing import Listing
from relbook.gui.widgets.beside import Line
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.notice_bar import NoticeAction, NoticeBar
from relbook.gui.widgets.side_list import SideList, Strip
from relbook.gui.widgets.two_lines import paint_two_lines

WIDE, HIGH, LIST, ROW = 1040, 660, 330, 46
NAMES = 400  # pairs whose names are read at a time


@dataclass(frozen=True, slots=True)
class Found:
    """Two who may be one, or one who is told something twice (`other` is None)."""

    person: int
    other: int | None
    why: str
    sure: bool

    @property
    def people(self) -> tuple[int, ...]:
        """Whom it is about."""
        return (self.person,) if self.other is None else (self.person, self.other)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: names and reason."""

    key: Found
    names: str

    def spoken(self) -> str:
        """The row in one line."""
        return f"{self.names}. {self.key.why}"


class DuplicatesDialog(Dialog):
    """Goes through `pairs`, and `repeats`: people with values that say the same twice.

    Each decision is an edit of its own with an Undo at hand. Alt+O makes one, Alt+T tells apart.
    """

    def __init__(
        self,
        desk: Desk,
        pairs: Sequence[Pair],
        repeats: Sequence[int] = (),
        told: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk.theme, say("Perhaps in the book twice"), "duplicates", parent, WIDE)
        self._desk = desk
        self._found = [
            Found(pair.person, pair.other, _begun(pair.why), pair.level is Level.SURE)
            for pair in pairs
        ]
        why = say("Something is told twice.")
        self._found += [Found(person, None, why, sure=True) for person in repeats]
        self._names: dict[int, str] = {}
        self._read_names({one for found in self._found for one in found.people})
        self.notice_bar = NoticeBar(desk.theme, "duplicates.notice")
        self.body.addWidget(self.notice_bar)
        self._count = Label(desk.theme, "", tone="muted", wrap=True)
        self._count.setObjectName("duplicates.count")
        self.body.addWidget(self._count)
        for one in told:
            self.add_text(one, muted=True)
        self._model = Listing(self)
        self.view = SideList(
            desk.theme, self._model, "duplicates.list", say("Pairs"), ROW, self._paint
        )
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.escaped.connect(self.reject)
        self.view.setFixedWidth(desk.theme.measure(LIST))
        self._why = Label(desk.theme, "", "lead", wrap=True)
        self._why.setObjectName("duplicates.why")
        self.form = MergeForm(desk, "duplicates.beside")
        right = QVBoxLayout()
        right.setSpacing(desk.theme.measure(10))
        right.addWidget(self._why)
        right.addWidget(self.form, 1)
        middle = QHBoxLayout()
        middle.setSpacing(desk.theme.measure(20))
        middle.addWidget(self.view)
        middle.addLayout(right, 1)
        self.body.addLayout(middle, 1)
        close = self.add_button(say("Close"), "close")
        close.clicked.connect(self.accept)
        self._two = self.add_button(say("They are two people"), "two")
        self._two.clicked.connect(self._tell_apart)
        self._one = self.add_button(say("Make them one"), "one", primary=True)
        self._one.clicked.connect(self._make_one)
        QShortcut(QKeySequence("Alt+T"), self, self._two.click)
        QShortcut(QKeySequence("Alt+O"), self, self._one.click)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.resize(desk.theme.measure(WIDE), desk.theme.measure(HIGH))
        self._fill(0)
        self.view.setFocus()

    # What is shown

    def _fill(self, at: int) -> None:
        """Show what is left, and go to the row `at` or the last."""
        names = self._names
        self._found = [
            one
            for one in self._found
            if one.person in names and (one.other is None or one.other in names)
        ]
        self._model.show(
            [
                Row(
                    one,
                    names[one.person]
                    if one.other is None or names[one.person] == names[one.other]
                    else f"{names[one.person]} · {names[one.other]}",
                )
                for one in self._found
            ]
        )
        n = len(self._found)
        self._count.setText(
            str(plural("{n} to look at, the surest first.", "{n} to look at, the surest first.", n))
            if n
            else say("Nobody seems to be in the book twice.")
        )
        if n:
            self.view.go_to(self._found[min(at, n - 1)])
        self._show_current()

    def _read_names(self, ids: Collection[int]) -> None:
        """Learn what these people are called, or that they are no more."""
        listed = sorted(ids)
        for one in listed:
            self._names.pop(one, None)
        for start in range(0, len(listed), NAMES):
            rows = people.rows(self._desk.book, listed[start : start + NAMES])
            self._names |= {one: row.name for one, row in rows.items()}

    def _show_current(self) -> None:
        found = self.view.key()
        for button in (self._one, self._two):
            button.setVisible(found is not None)
        if found is None:
            self._why.setText("")
            self.form.show_lines((), ())
        elif found.other is None:
            self._show_repeats(found)
        else:
            self._why.setText(found.why)
            self._one.set_word(say("Make them one"))
            self.form.show_people((found.person, found.other))

    def _show_repeats(self, found: Found) -> None:
        self._two.hide()
        self._one.set_word(say("Keep each once"))
        repeats = merge.repeated(self._desk.book, found.person)
        self._why.setText(found.why)
        self.form.show_lines(
            (say("Stays"), say("Goes into it")),
            [Line(one.why, (one.values[0], "\n".join(one.values[1:]))) for one in repeats],
        )

    # What the user does

    def _make_one(self) -> None:
        found = self.view.key()
        if found is None:
            return
        book = self._desk.book
        try:
            if found.other is None:
                name = people.name(book, found.person)
                with self._desk.edit(sentence("Keep once what {name} has twice", name=name)):
                    merge.fold_repeated(book, found.person, merge.repeated(book, found.person))
            else:
                self.form.merge()
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))
            return
        self._done(found, say("They are one now.") if found.other else say("Each is kept once."))

    def _tell_apart(self) -> None:
        found = self.view.key()
        if found is None or found.other is None:
            return
        book = self._desk.book
        names = [people.name(book, one) for one in (found.person, found.other)]
        try:
            with self._desk.edit(
                sentence("{one} and {other} are two people", one=names[0], other=names[1])
            ):
                duplicates.they_are_two(book, found.person, found.other)
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))
            return
        self._done(found, say("They are two people; you will not be asked again."))

    def _done(self, found: Found, words: str) -> None:
        """Go on to the next; who was merged away is met as who they are now."""
        at, before = self._found.index(found), list(self._found)
        left: list[Found] = []
        known: set[tuple[int, ...]] = set()
        self._read_names(found.people)
        merged = found.other is not None and found.other not in self._names
        for waiting in self._found:
            if waiting is found:
                continue
            one = _followed(waiting, found.other, found.person) if merged else waiting
            if one.person != one.other and one.people not in known:
                left.append(one)
                known.add(one.people)
        self._found = left
        self._fill(at)
        self.notice_bar.clear()

        def undo() -> None:
            with self._desk.alerts.guarding():
                self._desk.book.undo()
                self._found = before
                self._read_names(found.people)
                self._fill(at)

        self.notice_bar.show_message(words, NoticeAction(say("Undo"), undo), "check")

    def _paint(self, strip: Strip, row: Any) -> None:
        found, chosen = row.key, row.key == self.view.key()
        icon = "list" if found.other is None else "users" if found.sure else "circle-help"
        paint_two_lines(strip, row.names, found.why, icon=icon, chosen=chosen)


def _begun(reason: str) -> str:
    """A reason as a line of its own."""
    return reason[:1].upper() + reason[1:]


def _followed(found: Found, gone: int | None, now: int) -> Found:
    """`found`, where it speaks of `gone`, as of who they are now."""
    person = now if found.person == gone else found.person
    other = now if found.other == gone else found.other
    if other is not None and other < person:
        person, other = other, person
    return Found(person, other, found.why, found.sure)
