"""The card of the sheet: how it will look, what is to be on it, and the button that prints it."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from relbook.core.briefing import PARTS, SOFT, Choices
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.jobs import Job
from relbook.gui.pages.event.host import Host
from relbook.gui.pages.event.preview import FirstPage, PagePreview, first_page, paper_shape
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.flow import ShareLayout
from relbook.gui.widgets.inputs import CheckInput
from relbook.gui.widgets.labels import Label

PAUSE = 300  # milliseconds of quiet before the page is drawn anew
ASIDE = 400  # of the card: from here on the page lies beside the rest
BESIDE = 190  # how wide the paper is then
USUAL = Choices()


class SheetCard(Card):
    """Follows `Choices`: the ticks here, and those of what to settle and whom to introduce."""

    print_requested = Signal()
    changed = Signal(object)  # Choices
    resized = Signal()

    def __init__(self, desk: Desk, host: Host) -> None:
        theme, measure = desk.theme, desk.theme.measure
        super().__init__(theme, say("Sheet"), "event.sheet")
        self.desk = desk
        self._host = host
        self._event: int | None = None
        self._choices = USUAL
        self._job: Job | None = None
        self._shape = 0.0
        self._way: QBoxLayout.Direction | None = None
        self.preview = PagePreview(theme, "event.sheet.preview")
        self.preview.clicked.connect(self.print_requested)
        self.print_button = Button(theme, say("Print sheet"), "event.print", "primary", "printer")
        self.print_button.clicked.connect(self.print_requested)
        self.fold = Button(theme, say("What to print"), "event.what", "quiet", "chevron-down")
        self.fold.clicked.connect(self._toggle)
        self._told = Label(theme, "", "small", "muted", wrap=True)
        self._told.setObjectName("event.sheet.told")
        self.ticks: dict[str, CheckInput] = {}
        self._box = QWidget()
        self._box.hide()
        lines = ShareLayout(self._box, gap=0, least=measure(150))
        for name, words in (PARTS | SOFT).items():
            tick = CheckInput(theme, str(words))
            tick.setObjectName(f"event.print.{name}")
            tick.setAccessibleName(str(words))
            tick.edited.connect(partial(self._tick, name))
            # In a narrow card its words may be cut.
            soft = say("Stays off paper unless you tick it")
            tick.setToolTip(soft if name in SOFT else str(words))
            self.ticks[name] = tick
            lines.add(tick, 0.5)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._layout.setSpacing(measure(8))
        self._layout.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.setSpacing(measure(4))
        self._print_line = QHBoxLayout()
        self._print_line.addWidget(self.print_button)
        self._fold_line = QHBoxLayout()
        self._fold_line.addWidget(self.fold)
        column.addLayout(self._print_line)
        column.addLayout(self._fold_line)
        column.addWidget(self._told)
        column.addWidget(self._box)
        column.addStretch(1)
        self._layout.addLayout(column, 1)
        self.add(self._layout)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._draw)
        self.set_empty(True)

    # Showing

    def show_event(self, event: int, choices: Choices, *, anybody: bool) -> None:
        """Be about the sheet of `event`; hidden where nobody is expected."""
        if event != self._event:
            self._event = event
            self.preview.show_image(None)
            self.set_note("")
        self.show_choices(choices)
        self.set_empty(not anybody)
        self.draw_soon()

    def show_choices(self, choices: Choices) -> None:
        """Tick what is to be printed."""
        if choices != self._choices:
            self.draw_soon()
        self._choices = choices
        for name, tick in self.ticks.items():
            tick.set_value(getattr(choices, name))
        news = {
            name: str(words)
            for name, words in (PARTS | SOFT).items()
            if getattr(choices, name) != getattr(USUAL, name)
        }
        without = [words for name, words in news.items() if not getattr(choices, name)]
        with_ = [words for name, words in news.items() if getattr(choices, name)]
        told = []
        if without:
            told.append(say("Left out: {parts}", parts=", ".join(without)))
        if with_:
            told.append(say("On it: {parts}", parts=", ".join(with_)))
        self._told.setText("\n".join(told))
        self._told.setVisible(bool(told) and self._box.isHidden())

    def draw_soon(self) -> None:
        """Draw the page anew once there is quiet."""
        if self.isVisible() or not self.isHidden():
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def _draw(self) -> None:
        if not self.isVisible() or self._event is None:
            return
        if self._job is not None:
            self._job.cancel()
        desk, event, choices = self.desk, self._event, self._choices
        edge = self.preview.width() - 2 * desk.theme.measure(5)
        width = round(edge * self.devicePixelRatioF())
        job = desk.jobs.start(
            say("Draw the sheet"),
            lambda report: (event, choices, first_page(desk, event, choices, width, report)),
            done=self._take,
        )
        self._job = job
        job.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._job = None

    def _take(self, drawn: tuple[int, Choices, FirstPage]) -> None:
        event, choices, page = drawn
        self._job = None
        if (event, choices) != (self._event, self._choices):
            return  # of something else by now: another is on its way
        self.preview.show_image(page.image)
        pages = str(plural("{n} page", "{n} pages", page.pages))
        self.set_note(say("{paper}, {pages}", paper=page.paper, pages=pages))
        self.preview.setAccessibleDescription(self.note.text())

    # Its shape

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        measure = self._theme.measure
        if not self._shape:
            self._shape = paper_shape()
        aside = self.width() >= measure(ASIDE)
        way = QBoxLayout.Direction.LeftToRight if aside else QBoxLayout.Direction.TopToBottom
        inner = self.width() - 2 * measure(16) - 2 * measure(5)
        wide = measure(BESIDE) if aside else max(measure(80), min(inner, measure(240)))
        self.preview.set_paper_width(wide, self._shape)
        if self._way is not way:
            # Only then: whatever is said to a layout asks the page to lay out everything again.
            self._way = way
            self._turn(aside)

    def _turn(self, aside: bool) -> None:
        """Let the rest stand beside the page, or below it."""
        self._layout.setDirection(self._way or QBoxLayout.Direction.TopToBottom)
        self._layout.setSpacing(self._theme.measure(20 if aside else 8))
        middle, begin = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignLeading
        self._layout.setAlignment(self.preview, Qt.AlignmentFlag.AlignTop if aside else middle)
        for line, widget in ((self._print_line, self.print_button), (self._fold_line, self.fold)):
            line.setAlignment(widget, begin if aside else middle)

    def _toggle(self) -> None:
        shown = self._box.isHidden()
        self._box.setVisible(shown)
        self.fold.set_icon("chevron-up" if shown else "chevron-down")
        self._told.setVisible(not shown and bool(self._told.text()))
        self.resized.emit()

    def _tick(self, name: str) -> None:
        self.changed.emit(replace(self._choices, **{name: self.ticks[name].value()}))
