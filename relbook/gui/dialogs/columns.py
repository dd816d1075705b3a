"""What the columns of a table mean: guessed, shown with what comes of it, and put right."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from relbook.core.errors import RelbookError
from relbook.core.exchange import table as tables
from relbook.core.exchange.incoming.side import of_card
from relbook.core.exchange.table import Confidence, Table, Target, What
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.beside import Beside, Line
from relbook.gui.widgets.buttons import IconButton
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.flow import ShareLayout
from relbook.gui.widgets.halves import Halves
from relbook.gui.widgets.inputs import ChoiceInput, TextInput
from relbook.gui.widgets.labels import IconLabel, Label, literal
from relbook.gui.widgets.notice_bar import NoticeBar

WIDE, HIGH = 1000, 660
PEOPLE = 50
ICONS = {
    Confidence.SURE: "check",
    Confidence.LIKELY: "circle-help",
    Confidence.NONE: "minus",
}
MOST = 120  # columns that can be put right by hand; the others come in as they were guessed


class ColumnsDialog(Dialog):
    """Shows `table`, read from `path`. `settled(Mapping)` says that it is right now.

    A name given to the mapping is in it; who keeps it is told by that.
    """

    settled = Signal(object)

    def __init__(self, theme: Theme, path: Path, table: Table, parent: QWidget | None = None):
        title = say("The columns of {file}", file=path.name)
        super().__init__(theme, title, "columns", parent, WIDE)
        self._path, self._table, self._at = path, table, 0
        self._choices = tables.choices()
        self._reasons: dict[int, tuple[IconLabel, Label]] = {}
        self.notice_bar = NoticeBar(theme, "columns.notice")
        self.body.addWidget(self.notice_bar)
        self._asked = Label(theme, "", tone="muted", wrap=True)
        self._asked.setObjectName("columns.asked")
        self._halves = Halves(theme, "columns.halves")
        self._halves.column.addWidget(self._asked)
        self._halves.column.addLayout(self._make_reading())
        self.body.addWidget(self._halves, 1)
        self._columns = QScrollArea()
        self._columns.setObjectName("columns.list")
        self._columns.setAccessibleName(say("Columns"))
        self._columns.setWidgetResizable(True)
        self._columns.setFrameShape(QFrame.Shape.NoFrame)
        self._columns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._halves.hold(
            self._columns, self._make_preview(), share=0.63, widths=(360, 4_000), low=230
        )
        self._name = TextInput(theme, say("A name, to keep this for files like it"))
        self._name.setObjectName("columns.name")
        self._name.setAccessibleName(say("Keep these columns under a name"))
        self._name.setFixedWidth(theme.measure(320))
        self._name.set_value(table.mapping.name)
        self._halves.aid(self._name)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self._go = self.add_button(say("Continue"), "go", primary=True)
        self._go.clicked.connect(self._settle)
        self.resize(theme.measure(WIDE), theme.measure(HIGH))
        self._show_columns()
        self._show_person()
        self._go.setFocus()

    # How the file is read

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._halves.fit(event.size().width(), self.buttons)
        super().resizeEvent(event)

    def _make_reading(self) -> ShareLayout:
        table = self._table
        line = ShareLayout(gap=self.theme.measure(8), least=self.theme.measure(150))
        known = [(one, str(tables.DELIMITER_WORDS[one])) for one in tables.DELIMITERS]
        words = tables.ENCODING_WORDS
        codes = [(one, str(words[one])) for one in tables.ENCODINGS]
        if (now := table.encoding) not in tables.ENCODINGS:
            codes.insert(0, (now, str(words.get(now, now.upper()))))
        orders = [
            (tables.DAY_FIRST, say("Day before month")),
            (tables.MONTH_FIRST, say("Month before day")),
        ]
        heads = [(True, say("First line names the columns")), (False, say("No line with names"))]
        self._delimiter = self._ask(line, "delimiter", say("Between the columns"), known)
        self._encoding = self._ask(line, "encoding", say("Letters"), codes)
        self._order = self._ask(line, "order", say("Dates"), orders)
        self._head = self._ask(line, "header", say("Header"), heads)
        self._show_reading()
        for box in (self._delimiter, self._encoding, self._head):
            box.activated.connect(self._read_anew)
        self._order.activated.connect(self._reorder)
        return line

    def _ask(
        self, line: ShareLayout, name: str, word: str, choices: list[tuple[object, str]] | list
    ) -> ChoiceInput:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.measure(3))
        said = Label(self.theme, word, "small", "muted")
        asked = ChoiceInput(self.theme, choices)
        asked.setObjectName(f"columns.{name}")
        asked.setAccessibleName(word)
        said.setBuddy(asked)
        column.addWidget(said)
        column.addWidget(asked)
        line.add(held, 0.25)
        return asked

    def _show_reading(self) -> None:
        table = self._table
        self._delimiter.set_value(table.delimiter)
        self._encoding.set_value(table.encoding)
        self._order.set_value(table.mapping.day_order)
        self._head.set_value(table.header_line > 0)

    def _read_anew(self) -> None:
        self.notice_bar.clear()
        try:
            self._table = tables.examine(
                self._path,
                encoding=self._encoding.value(),
                delimiter=self._delimiter.value(),
                has_header=self._head.value(),
            )
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))
            self._show_reading()
            return
        self._show_reading()
        self._at = 0
        self._show_columns()
        self._show_person()

    def _reorder(self) -> None:
        mapping = self._table.mapping.with_day_order(self._order.value())
        self._table = self._table.with_mapping(mapping)
        self._show_person()

    # What the columns mean

    def _show_columns(self) -> None:
        theme = self.theme
        held = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.measure(10), 0)
        grid.setHorizontalSpacing(theme.measure(12))
        grid.setVerticalSpacing(theme.measure(9))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        self._reasons = {}
        shown = self._table.columns[:MOST]
        unsure = sum(column.confidence is not Confidence.SURE for column in shown)
        self._asked.setText(
            str(
                plural(
                    "{n} column may mean something else; it stands first. "
                    "What comes of it is shown with them.",
                    "{n} columns may mean something else; they stand first. "
                    "What comes of it is shown with them.",
                    unsure,
                )
            )
            if unsure
            else say("All columns are understood, and shown with what comes of them.")
        )
        listed = sorted(shown, key=lambda column: column.confidence is Confidence.SURE)
        for row, column in enumerate(listed):
            said = QVBoxLayout()
            said.setSpacing(0)
            called = Label(theme, literal(column.name), "strong", wrap=True)
            said.addWidget(called)
            samples = " · ".join(sample[:60] for sample in column.samples[:3])
            said.addWidget(Label(theme, samples or say("empty"), "small", "muted", wrap=True))
            grid.addLayout(said, row, 0, Qt.AlignmentFlag.AlignTop)
            meaning = QVBoxLayout()
            meaning.setSpacing(theme.measure(2))
            box = ChoiceInput(theme, self._offered(column.target))
            box.setObjectName(f"columns.target.{column.number}")
            box.setAccessibleName(say("What “{column}” means", column=column.name))
            called.setBuddy(box)
            box.set_value(column.target)
            box.activated.connect(lambda _=0, n=column.number, box=box: self._choose(n, box))
            meaning.addWidget(box)
            why = QHBoxLayout()
            why.setSpacing(theme.measure(5))
            icon = IconLabel(theme, ICONS[column.confidence], 12)
            reason = Label(theme, column.reason, "small", "muted", wrap=True)
            self._reasons[column.number] = (icon, reason)
            why.addWidget(icon)
            why.addWidget(reason, 1)
            meaning.addLayout(why)
            grid.addLayout(meaning, row, 1, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(held)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(grid)
        if more := len(self._table.columns) - len(shown):
            words = say("{more} more columns come in as they are understood.", more=f"{more:,}")
            outer.addWidget(Label(theme, words, "small", "muted", wrap=True))
        outer.addStretch(1)
        at = self._columns.verticalScrollBar().value()
        self._columns.setWidget(held)
        self._columns.verticalScrollBar().setValue(at)

    def _offered(self, now: Target) -> list[tuple[Target, str]]:
        """What may be chosen, what it means now among it even if nobody else would choose it."""
        offered = [(one, one.words()) for one in self._choices]
        if now not in self._choices:
            offered.insert(0, (now, now.words()))
        return offered

    def _choose(self, number: int, box: ChoiceInput) -> None:
        target = box.value()
        if isinstance(target, Target) and target != self._table.mapping.targets[number]:
            self._table = self._table.with_target(number, target)
            icon, reason = self._reasons[number]
            icon.set(ICONS[self._table.columns[number].confidence])
            reason.setText(self._table.columns[number].reason)
            self._show_person()

    # What comes of it

    def _make_preview(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.measure(8))
        head = QHBoxLayout()
        self._which = Label(theme, "", "small_strong", "muted", wrap=True)
        head.addWidget(self._which, 1)
        for by, icon, word, name in (
            (-1, "chevron-left", say("The one before"), "columns.before"),
            (1, "chevron-right", say("The next"), "columns.next"),
        ):
            button = IconButton(theme, icon, word, name)
            button.clicked.connect(lambda _=False, by=by: self._turn(by))
            head.addWidget(button)
        column.addLayout(head)
        self._person = Beside(theme, "columns.preview", say("How people would come in"))
        column.addWidget(self._person, 1)
        return column

    def _turn(self, by: int) -> None:
        self._at += by
        self._show_person()

    def _show_person(self) -> None:
        people = tables.preview(self._table, n=PEOPLE)
        if not people:
            self._which.setText(say("Nobody is in this table."))
            self._person.show_lines((), ())
            return
        self._at %= len(people)
        self._which.setText(
            say(
                "How they would come in: {which} of the first {count}",
                which=str(self._at + 1),
                count=str(len(people)),
            )
        )
        lines = [Line(label, (value,)) for label, value in of_card(people[self._at])]
        self._person.show_lines(("",), lines)

    def _settle(self) -> None:
        mapping = self._table.mapping
        if not any(target.what is not What.LEAVE for target in mapping.targets):
            self.notice_bar.show_message(
                say("Every column is left out, so nobody would come in; choose what one means.")
            )
            return
        self.settled.emit(mapping.named(self._name.value()))
        self.accept()
