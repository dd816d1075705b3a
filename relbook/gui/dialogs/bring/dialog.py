"""A plan of what files would bring: who is new, who is known, who is doubtful; nothing written yet."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from relbook.core.errors import RelbookError
from relbook.core.exchange.incoming.plan import Choice, Plan, Verdict
from relbook.core.exchange.incoming.plan import Line as PlanLine
from relbook.core.store.book import Book
from relbook.core.words import plural, say
from relbook.gui.dialogs.bring import rows
from relbook.gui.models.listing import Listing
from relbook.gui.theme import Theme
from relbook.gui.widgets.beside import Beside, Line, Mark, RadioInput
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.chips import Chip, ChipLook
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.flow import FlowLayout
from relbook.gui.widgets.halves import Halves
from relbook.gui.widgets.inputs import ChoiceInput
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.side_list import SideList, Strip

WIDE, HIGH = 980, 640
SHOWN = (Verdict.DOUBTFUL, Verdict.NEW, Verdict.RICHER, Verdict.SAME, Verdict.ASIDE)


class BringDialog(Dialog):
    """Shows a plan and lets each line, or all on show, be decided. `plan_accepted(Plan)` says go.

    The list is narrowed to one verdict by the chips above it; at first to the doubtful, if there
    are any. Alt+A, Alt+J and Alt+L decide on the line at hand.
    """

    plan_accepted = Signal(object)
    columns_requested = Signal()
    letters_wished = Signal(str)

    def __init__(self, theme: Theme, book: Book, plan: Plan, parent: QWidget | None = None) -> None:
        title = _title(plan)
        super().__init__(theme, title, "bring", parent, WIDE)
        self._book, self.plan, self._counts = book, plan, plan.counts
        self._chosen: Counter[tuple[Verdict, Choice]] | None = None  # counted when it is asked for
        self._summary = Label(theme, "", tone="muted", wrap=True)
        self._summary.setObjectName("bring.summary")
        self._halves = Halves(theme, "bring.halves")
        self._halves.column.addWidget(self._summary)
        self.body.addWidget(self._halves, 1)
        self._chips = self._make_chips()
        self._model = Listing(self)
        self.view = SideList(
            theme, self._model, "bring.lines", say("Who is in the file"), rows.HEIGHT, self._paint
        )
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.escaped.connect(self.reject)
        self._beside = self._make_beside()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        first = Verdict.DOUBTFUL if self._counts[Verdict.DOUBTFUL] else None
        self._narrow(first)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self._go = self.add_button(say("Bring in"), "go", primary=True)
        self._go.clicked.connect(self._accept)
        # In the list Return is the list's.
        QShortcut(QKeySequence("Ctrl+Return"), self, self._go.click)
        self._go.setToolTip(say("Ctrl+Return"))
        self._tell()
        self.resize(theme.measure(WIDE), theme.measure(HIGH))
        self.view.setFocus()

    def offer_columns(self) -> None:
        """Let one see what the columns of a table were taken for, and put them right."""
        button = Button(self.theme, say("Columns…"), "bring.columns")
        button.clicked.connect(self._ask_columns)
        self._halves.aid(button)

    def offer_letters(self, now: str) -> None:
        """Let one choose the code page of letters that nobody named, and look again with it."""
        from relbook.core.exchange.table import ENCODING_WORDS, ENCODINGS
        from relbook.core.exchange.vcard.charsets import WESTERN

        words = [(one, str(ENCODING_WORDS.get(one, one))) for one in ENCODINGS if "utf" not in one]
        box = ChoiceInput(self.theme, words)
        box.setObjectName("bring.letters")
        box.setAccessibleName(say("Letters that no card names the code of"))
        box.setToolTip(say("Some letters were guessed: choose another code if names look wrong."))
        box.setFixedWidth(self.theme.measure(240))
        box.set_value(now or WESTERN)
        box.activated.connect(lambda _at: self._wish_letters(box.value()))
        said = Label(self.theme, say("Letters"), "small", "muted")
        said.setBuddy(box)
        said.setFixedHeight(box.sizeHint().height())
        self._halves.aid(said)
        self._halves.aid(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._halves.fit(event.size().width(), self.buttons)
        super().resizeEvent(event)

    def _wish_letters(self, letters: str) -> None:
        self.reject()
        self.letters_wished.emit(letters)

    def _ask_columns(self) -> None:
        self.reject()
        self.columns_requested.emit()

    # Its parts

    def _make_chips(self) -> dict[Verdict | None, Chip]:
        chips: dict[Verdict | None, Chip] = {}
        line = FlowLayout(gap=self.theme.measure(6))
        n = len(self.plan.lines)
        whole = Chip(self.theme, say("Everyone {count}", count=f"{n:,}"), look=ChipLook.OUTLINE)
        chips[None] = whole
        for verdict in SHOWN:
            if n := self._counts[verdict]:
                word = f"{rows.word_of(verdict)} {n:,}"
                chips[verdict] = Chip(self.theme, word, rows.ICONS[verdict], ChipLook.OUTLINE)
        for which, chip in chips.items():
            chip.setObjectName(f"bring.show.{which.value if which else 'all'}")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, which=which: self._narrow(which))
            line.addWidget(chip)
        self._halves.column.addLayout(line)
        return chips

    def _make_beside(self) -> Beside:
        theme = self.theme
        self._who = Label(theme, "", "title", wrap=True)
        self._why = Label(theme, "", tone="muted", wrap=True)
        self._why.setObjectName("bring.why")
        beside = Beside(theme, "bring.beside", say("Side by side"))
        self._buttons: dict[Choice, RadioInput] = {}
        group = QButtonGroup(self)
        deciding = QHBoxLayout()
        deciding.setSpacing(theme.measure(8))
        for choice, word, key in (
            (Choice.JOIN, say("The same: join them"), "Alt+J"),
            (Choice.ADD, say("Someone new: add"), "Alt+A"),
            (Choice.LEAVE, say("Leave out"), "Alt+L"),
        ):
            button = RadioInput(theme, word)
            button.setObjectName(f"bring.{choice.value}")
            button.setAccessibleName(word)
            button.setToolTip(key)
            group.addButton(button)
            button.clicked.connect(lambda _=False, choice=choice: self._decide(choice))
            QShortcut(QKeySequence(key), self, button.click)
            self._buttons[choice] = button
            deciding.addWidget(button)
        self._all = Button(theme, "", "bring.all", "link")
        self._all.clicked.connect(self._decide_all)
        right = QVBoxLayout()
        right.setSpacing(theme.measure(8))
        right.addWidget(self._who)
        right.addWidget(self._why)
        right.addLayout(deciding)
        right.addWidget(self._all)
        right.addWidget(beside, 1)
        self._halves.hold(self.view, right, share=0.4, widths=(240, 400), low=110)
        return beside

    # What is shown

    def _narrow(self, verdict: Verdict | None) -> None:
        for one, chip in self._chips.items():
            chip.setChecked(one is verdict)
            chip.set(chip.text(), look=ChipLook.FILTER if one is verdict else ChipLook.OUTLINE)
        lines = self.plan.lines
        shown: Sequence[int] = (
            range(len(lines))
            if verdict is None
            else [at for at, line in enumerate(lines) if line.verdict is verdict]
        )
        self._model.show(rows.Rows(self.plan, shown))
        if shown:
            self.view.go_to(shown[0])
        self._show_current()

    def _show_current(self) -> None:
        number = self.view.key()
        here = number is not None
        for button in self._buttons.values():
            button.setVisible(here)
        if not here:
            self._all.hide()
            self._who.setText(say("Nobody is in this file."))
            self._beside.show_lines((), ())
            return
        line = self.plan.lines[number]
        self._who.setText(line.name)
        for choice, button in self._buttons.items():
            chosen = choice is line.choice
            button.setChecked(chosen)
            # Tab comes to the one that is ticked; the arrow keys go to the others.
            focus = Qt.FocusPolicy
            button.setFocusPolicy(focus.StrongFocus if chosen else focus.ClickFocus)
        self._buttons[Choice.JOIN].setVisible(_matches(line))
        others = self._otherwise(line)
        self._all.setVisible(others > 0)
        self._all.set_word(_word_for_all(line, others))
        self._why.setText(line.why)
        self._compare(number, line)
        self._why.setVisible(bool(self._why.text()))

    def _compare(self, number: int, line: PlanLine) -> None:
        """Show what the file tells, beside what is known of whom it matches."""
        try:
            told = self.plan.compare(self._book, number)
        except RelbookError as fault:  # the file is gone, or another by now
            self._why.setText(str(fault))
            told = []
        theirs = say("In the file")
        if not _matches(line):
            self._beside.show_lines((theirs,), [Line(label, (here,)) for label, _, here in told])
            return
        ours = say("In your book") if line.earlier is None else say("Earlier in the file")
        self._beside.show_lines(
            (ours, theirs),
            [
                Line(
                    label, (known, here), "" if line.choice is Choice.LEAVE else _mark(known, here)
                )
                for label, known, here in told
            ],
        )

    def _otherwise(self, line: PlanLine) -> int:
        """How many there are of its verdict for whom something else is chosen than for `line`."""
        if self._chosen is None:
            self._chosen = Counter((one.verdict, one.choice) for one in self.plan.lines)
        verdict, choice = line.verdict, line.choice
        return self._counts[verdict] - self._chosen[verdict, choice]

    def _tell(self) -> None:
        """Say what a click on the button would do."""
        coming = sum(
            line.choice is not Choice.LEAVE and line.verdict is not Verdict.SAME
            for line in self.plan.lines
        )
        self._go.set_word(
            str(plural("Bring in {n} person", "Bring in {n} people", coming))
            if coming
            else say("Bring it in all the same")
        )
        left = sum(line.choice is Choice.LEAVE for line in self.plan.lines)
        known = self._counts[Verdict.SAME] == len(self.plan.lines) > 0
        told = [
            say("Everyone in it is in your book already, with nothing new.")
            if known and not coming
            else say("Nothing is written before you say so, and one Undo takes it all back.")
        ]
        if left:
            told.append(str(plural("{n} will be left out.", "{n} will be left out.", left)))
        if self.plan.groups:
            n = self.plan.groups
            told.append(str(plural("{n} circle comes too.", "{n} circles come too.", n)))
        if problems := len(self.plan.problems) + self.plan.more_problems:
            told.append(
                str(
                    plural(
                        "{n} thing could not be read; the report afterwards tells where.",
                        "{n} things could not be read; the report afterwards tells where.",
                        problems,
                    )
                )
            )
        self._summary.setText(" ".join(told))

    # What the user does

    def _decide(self, choice: Choice) -> None:
        number = self.view.key()
        if number is None:
            return
        self.plan.choose([number], choice)
        self._chosen = None
        self._show_current()
        self.view.viewport().update()
        self._tell()

    def _decide_all(self) -> None:
        number = self.view.key()
        if number is None:
            return
        line = self.plan.lines[number]
        self.plan.choose(self.plan.of(line.verdict), line.choice)
        self._chosen = None
        self._show_current()
        self.view.setFocus()
        self.view.viewport().update()
        self._tell()

    def _accept(self) -> None:
        self.plan_accepted.emit(self.plan)
        self.accept()

    def _paint(self, strip: Strip, row: Any) -> None:
        rows.paint(strip, row, current=row.key == self.view.key())


def _matches(line: PlanLine) -> bool:
    return line.person is not None or line.earlier is not None


def _word_for_all(line: PlanLine, others: int) -> str:
    """What the others like `line` would become too."""
    kind = rows.word_of(line.verdict)
    words = {
        Choice.JOIN: plural(
            "Join {n} more under “{kind}” too",
            "Join {n} more under “{kind}” too",
            others,
            kind=kind,
        ),
        Choice.ADD: plural(
            "Add {n} more under “{kind}” too", "Add {n} more under “{kind}” too", others, kind=kind
        ),
        Choice.LEAVE: plural(
            "Leave out {n} more under “{kind}” too",
            "Leave out {n} more under “{kind}” too",
            others,
            kind=kind,
        ),
    }
    return str(words[line.choice])


def _mark(ours: str, theirs: str) -> Mark:
    if theirs and not ours:
        return "new"
    return "differs" if ours and theirs and ours != theirs else ""


def _title(plan: Plan) -> str:
    if len(plan.files) == 1:
        return say("Bring in {file}", file=plan.files[0].name)
    return str(plural("Bring in {n} file", "Bring in {n} files", len(plan.files)))
