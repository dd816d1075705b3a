"""The line at the foot of the window: how many, what was last done with Undo, what goes on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QWidget

from relbook.core.store.changes import Deed, Notice
from relbook.core.words import plural, say
from relbook.gui.jobs import Job, Jobs
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.labels import IconLabel, announce, plain_tip

PATIENCE = 400  # ms before a job shows at all
PASSING = 12_000  # ms that news stay that are of no edit
STEPS = 100  # of the bar


class Status(QStatusBar):
    """Listens to `jobs`; is told the rest by the window."""

    backups_requested = Signal()

    def __init__(
        self, theme: Theme, jobs: Jobs, undo: QAction, redo: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self._count = self._label("status.count")
        self._news = self._label("status.news")
        self._edited = False
        self._deed = ("", False, False)  # what was done last, and whether to offer Undo or Redo
        self._passing = QTimer(self)
        self._passing.setObjectName("status.passing")
        self._passing.setSingleShot(True)
        self._passing.setInterval(PASSING)
        self._passing.timeout.connect(self._show_deed)
        self._take_back = Button(theme, say("Undo"), "status.undo", "link")
        self._take_back.clicked.connect(undo.trigger)
        self._again = Button(theme, say("Redo"), "status.redo", "link")
        self._again.clicked.connect(redo.trigger)
        self._progress = _Progress(theme, jobs)
        private = QWidget()
        line = QHBoxLayout(private)
        line.setContentsMargins(0, 0, theme.measure(8), 0)
        line.setSpacing(theme.measure(6))
        line.addWidget(IconLabel(theme, "lock", 13))
        self._private = self._label("status.private", say("This book stays on this computer"))
        line.addWidget(self._private)
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(theme.measure(12), 0, 0, 0)
        row.setSpacing(theme.measure(6))
        row.addWidget(self._count)
        row.addSpacing(theme.measure(18))
        row.addWidget(self._news)
        row.addWidget(self._take_back)
        row.addWidget(self._again)
        row.addStretch()
        self.addWidget(left, 1)
        self._backup: _Dot | None = None  # made once there is something to show
        self.addPermanentWidget(self._progress)
        self.addPermanentWidget(private)
        self._take_back.hide()
        self._again.hide()

    @property
    def stops(self) -> Sequence[QWidget]:
        """What takes the keys in it, in order."""
        return [one for one in (self._take_back, self._again, self._backup) if one is not None]

    def show_count(self, shown: int, every: int) -> None:
        """How many people the list shows."""
        most = str(plural("{n} person shown", "{n} people shown", every))
        # As wide as it can get: it changes at each key, and with another size the whole window
        # would be laid out each time.
        room = int(self._theme.metrics("small").horizontalAdvance(most)) + 1
        if self._count.maximumWidth() != room:
            self._count.setFixedSize(room, self._count.sizeHint().height())
        if shown == every:
            self._count.setText(str(plural("{n} person", "{n} people", every)))
        else:
            self._count.setText(str(plural("{n} person shown", "{n} people shown", shown)))

    def show_read_only(self, why: str) -> None:
        """That the book cannot be changed, and `why`, where else its privacy is told."""
        self._private.setText(say("This book can only be read"))
        self._private.setToolTip(plain_tip(why))

    def show_backup(self, words: str, tip: str, *, good: bool) -> None:
        """When the last good backup was made, in `words`; `tip` is the whole of it."""
        if self._backup is None:
            self._backup = _Dot(self._theme)
            self._backup.clicked.connect(self.backups_requested)
            self.insertPermanentWidget(2, self._backup)
            self.setTabOrder(self._again, self._backup)
        self._backup.show_state(words, tip, good=good)

    def say(self, text: str) -> None:
        """A word of news; right after an edit it is about that, and Undo stays beside it.

        Other news give way to the last edit again before long.
        """
        if self._edited:
            self._deed = (text, True, False)
            self._tell(*self._deed)
        else:
            self._tell(text, False, False)
            self._passing.start()

    def _forget_edit(self) -> None:
        self._edited = False

    def tell(self, notice: Notice) -> None:
        """What was done, and how to take it back."""
        what = str(notice.sentence)
        self._edited = notice.deed in (Deed.EDIT, Deed.REDO)
        QTimer.singleShot(0, self, self._forget_edit)
        if notice.deed is Deed.EDIT:
            self._deed = (what, True, False)
        elif notice.deed is Deed.UNDO:
            self._deed = (say("Undone: {what}", what=what), False, True)
        elif notice.deed is Deed.REDO:
            self._deed = (say("Done again: {what}", what=what), True, False)
        else:
            self._deed = (what, False, False)
        self._tell(*self._deed)

    def _tell(self, text: str, take_back: bool, again: bool) -> None:
        self._passing.stop()
        self._show(text, take_back, again)
        announce(self._news, text)

    def _show_deed(self) -> None:
        self._show(*self._deed)

    def _show(self, text: str, take_back: bool, again: bool) -> None:
        metrics = self._news.fontMetrics()
        self._news.setText(
            metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, self._theme.measure(420))
        )
        self._news.setToolTip(plain_tip(text))
        self._take_back.setVisible(take_back)
        self._again.setVisible(again)

    def _label(self, name: str, text: str = "") -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(self._theme.font("small"))
        label.setObjectName(name)
        label.setIndent(0)
        return label


class _Dot(Button):
    """The last good backup: a quiet dot and some words; a sign in its place where one failed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "status.backup", "quiet")
        self.setFont(theme.font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_state(self, words: str, tip: str, *, good: bool) -> None:
        """Show how it stands."""
        self.set_icon("dot" if good else "triangle-alert")
        self.set_word(words)
        self.setAccessibleDescription(tip)
        self.setToolTip(plain_tip(tip))


class _Progress(QWidget):
    """The job that runs: what it is, how far, and Cancel; nothing before `PATIENCE`."""

    def __init__(self, theme: Theme, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._job: Job | None = None
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(theme.font("small"))
        self._title.setObjectName("job.title")
        self._bar = QProgressBar()
        self._bar.setObjectName("job.progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.measure(160))
        cancel = Button(theme, say("Cancel"), "job.cancel", "link")
        cancel.clicked.connect(self._cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.measure(12), 0)
        line.setSpacing(theme.measure(8))
        for widget in (self._title, self._bar, cancel):
            line.addWidget(widget)
        self.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._show)
        jobs.began.connect(self._follow)
        jobs.ended.connect(self._next)

    def _follow(self, job: Job) -> None:
        if self._job is None:
            self._job = job
            self._title.setText(job.title)
            self._bar.setAccessibleName(job.title)
            self._bar.setRange(0, 0)
            job.progressed.connect(self._move)
            self._patience.start()

    def _next(self, job: Job) -> None:
        if job is not self._job:
            return
        self._job = None
        self._patience.stop()
        self.hide()
        if self._jobs.running:
            self._follow(self._jobs.running[0])

    def _show(self) -> None:
        self.show()
        announce(self._title, self._title.text())

    def _move(self, done: int, total: int) -> None:
        if total and self._bar.maximum() != STEPS:
            self._bar.setRange(0, STEPS)
        if total and self.isVisible():
            self._bar.setValue(round(STEPS * done / total))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
