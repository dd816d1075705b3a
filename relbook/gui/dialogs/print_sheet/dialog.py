"""What goes on a sheet, how it looks on paper, and where it goes: a printer or a PDF."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QWidget

from relbook.core.briefing import Choices
from relbook.core.errors import RelbookError
from relbook.core.words import plural, say
from relbook.gui.dialogs.print_sheet.options import Options
from relbook.gui.dialogs.print_sheet.preview import Preview
from relbook.gui.jobs import Job, Jobs
from relbook.gui.photos import Photos
from relbook.gui.printing import Proof, prove, write_pdf
from relbook.gui.printing import print_on as print_sheet_on
from relbook.gui.printing.printer import printer_dialog
from relbook.gui.printing.proof import Make
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.notice_bar import NoticeBar

Work = Callable[[Callable[[int, int], None]], Any]
Done = Callable[[Any], None]


class SheetDialog(Dialog):
    """Shows the sheet that `make` gathers for the choices that are ticked, page by page.

    The sheet, a PDF and paper are made as jobs of `jobs`. What is shown stays until what was
    chosen since is there.
    """

    def __init__(
        self,
        theme: Theme,
        photos: Photos | None,
        make: Make,
        jobs: Jobs,
        parent: QWidget | None = None,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(theme, say("A sheet to print"), "sheet", parent, 900)
        self._photos, self._make, self._jobs = photos, make, jobs
        self._choices = choices or Choices()
        self._proof: Proof | None = None
        self._proving: Job | None = None
        self._asked = 0
        self._wish: Callable[[], None] | None = None  # what to do once the sheet is there
        self._job: Job | None = None
        self._target = Path()
        self.notice_bar = NoticeBar(theme, "sheet.notice")
        self.body.addWidget(self.notice_bar)
        self._options = Options(theme, self._choices)
        self._preview = Preview(theme, photos, self._options.paper())
        middle = QHBoxLayout()
        middle.setSpacing(theme.measure(20))
        middle.addWidget(self._options)
        middle.addWidget(self._preview, 1)
        self.body.addLayout(middle, 1)
        self._progress = _Progress(theme)
        self.buttons.insertWidget(0, self._progress)
        close = self.add_button(say("Close"), "close")
        close.clicked.connect(self.reject)
        self._save = self.add_button(say("Save as PDF…"), "save")
        self._save.set_icon("file-down")
        self._save.clicked.connect(self.choose_file)
        self._print = self.add_button(say("Print…"), "print", primary=True)
        self._print.set_icon("printer")
        self._print.clicked.connect(self.choose_printer)
        for keys, run in (
            (QKeySequence.StandardKey.Print, self.choose_printer),
            (QKeySequence.StandardKey.Save, self.choose_file),
        ):
            QShortcut(keys, self, run)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._options.changed(self._soon.start)
        self.resize(theme.measure(1040), theme.measure(760))
        self._print.setFocus()
        self.refresh()

    @property
    def proof(self) -> Proof | None:
        """What is shown, and would be printed; None while the first is being made."""
        if self._soon.isActive():
            self.refresh()
        return self._proof

    def refresh(self) -> None:
        """Make the sheet anew, and show it when it is there."""
        self._soon.stop()
        self._asked += 1  # what was asked for before is void
        if self._proving is not None:
            self._proving.cancel()
            self._proving = None
        choices, asked = self._options.choices(self._choices), self._asked

        def come_home(do: Callable[..., None], *given: Any) -> None:
            if asked == self._asked:  # else something was chosen since, or the dialog is closed
                self._proving = None
                do(*given)

        job = self._jobs.start(
            say("Making the sheet"),
            partial(prove, self._make, choices, self._options.paper()),
            done=partial(come_home, self._show, choices),
            cancelled=partial(come_home, self._keep_shown),
            failed=partial(come_home, self._fail_to_make),
        )
        if job in self._jobs.running:  # else it ran at once
            self._proving = job
            job.ended.connect(partial(come_home, self._forget_wish))
            if self._job is None:
                self._progress.follow(job)

    def _show(self, choices: Choices, proof: Proof) -> None:
        self._choices, self._proof = choices, proof
        self._preview.show_proof(proof)
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()

    def _keep_shown(self) -> None:
        """The user would not wait: the choices are again those of what is shown."""
        self._forget_wish()
        if self._proof is None:
            self.reject()
        else:
            self._options.show_choices(self._choices, self._proof.paper)

    def _fail_to_make(self, fault: RelbookError) -> None:
        self._fail(fault)
        if self._proof is not None:
            self._keep_shown()

    def _forget_wish(self) -> None:
        self._wish = None

    def _ready_for(self, wish: Callable[[], None]) -> bool:
        """Whether what is chosen is there; if not, `wish` is done once it is."""
        if self._soon.isActive() or (self._proof is None and self._proving is None):
            self.refresh()
        if self._proving is not None:
            self._wish = wish
        return self._proving is None and self._proof is not None

    def choose_file(self) -> None:
        """Ask for a place and write the PDF there."""
        if not self._ready_for(self.choose_file) or self._proof is None:
            return
        start = Path.home() / f"{suggested_name(self._proof.sheet.title)}.pdf"
        file, _ = QFileDialog.getSaveFileName(
            self, say("Save as PDF"), str(start), say("PDF files") + " (*.pdf)"
        )
        if file:
            self.save(Path(file) if Path(file).suffix else Path(file + ".pdf"))

    def save(self, path: Path) -> None:
        """Write the PDF to `path`."""
        if not self._ready_for(partial(self.save, path)) or self._proof is None:
            return
        sheet, paper = self._proof.sheet, self._proof.paper
        self._target = path
        self._start(
            say("Writing {file}", file=path.name),
            lambda report: write_pdf(sheet, path, paper, self._photos, report),
            self._saved,
        )

    def choose_printer(self) -> None:
        """Ask for a printer and print."""
        if not QPrinterInfo.availablePrinterNames():
            self.notice_bar.clear()
            self.notice_bar.show_message(
                say(
                    "This computer knows no printer; nothing was printed. Save a PDF and print it "
                    "elsewhere."
                )
            )
            self._save.setFocus()
            return
        if not self._ready_for(self.choose_printer) or self._proof is None:
            return
        asking = printer_dialog(self, self._proof.paper, self.print_on)
        if asking is not None:
            asking.setObjectName("sheet.printer")
            asking.setMinMax(1, self._proof.count)
            QDialog.open(asking)

    def print_on(self, printer: QPrinter) -> None:
        """Print on `printer`, on the paper it has."""
        if not self._ready_for(partial(self.print_on, printer)) or self._proof is None:
            return
        sheet = self._proof.sheet
        self._start(
            say("Printing"),
            lambda report: print_sheet_on(printer, sheet, self._photos, report),
            self._printed,
        )

    def done(self, result: int) -> None:
        self._asked += 1
        if self._proving is not None:
            self._proving.cancel()
        if self._job is not None:
            # It comes home to this dialog, which has to be there until then.
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
            self._job.ended.connect(self.deleteLater)
            self._job.cancel()
        super().done(result)

    def _start(self, title: str, work: Work, done: Done) -> None:
        self.notice_bar.clear()
        job = self._jobs.start(title, work, done=done, failed=self._fail)
        if job in self._jobs.running:
            self._job = job
            self._enable(False)
            job.ended.connect(self._end)
            self._progress.follow(job)

    def _end(self) -> None:
        self._job = None
        self._enable(True)
        if self._proving is not None:
            self._progress.follow(self._proving)

    def _enable(self, on: bool) -> None:
        self._save.setEnabled(on)
        self._print.setEnabled(on)

    def _fail(self, fault: RelbookError) -> None:
        self.notice_bar.show_problem(str(fault))

    def _saved(self, pages: int) -> None:
        folder = self._target.absolute().parent
        words = plural(
            "{n} page saved as {file} in {folder}",
            "{n} pages saved as {file} in {folder}",
            pages,
            file=self._target.name,
            folder=folder.name or str(folder),
        )
        self.notice_bar.show_message(str(words))

    def _printed(self, pages: int) -> None:
        words = plural("{n} page sent to the printer", "{n} pages sent to the printer", pages)
        self.notice_bar.show_message(str(words))


def suggested_name(title: str) -> str:
    """`title` as the name of a file that every system takes."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*\u2028\u2029]+', " ", title)
    return " ".join(name.split())[:80].strip(". ") or say("Sheet")


class _Progress(QWidget):
    """How far a job is, with Cancel; nothing before 400 ms."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._job: Job | None = None
        self._title = Label(theme, "", "small", "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("sheet.progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.measure(140))
        cancel = Button(theme, say("Cancel"), "sheet.cancel", "link")
        cancel.clicked.connect(self._cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.measure(8))
        for widget in (self._title, self._bar, cancel):
            line.addWidget(widget)
        self.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(400)
        self._patience.timeout.connect(self.show)

    def follow(self, job: Job) -> None:
        """Show how far `job` is while it runs, and no other any more."""
        if self._job is not None:
            self._job.progressed.disconnect(self._move)
            self._job.ended.disconnect(self._end)
        self._job = job
        self._title.setText(job.title)
        self._bar.setAccessibleName(job.title)
        self._bar.setRange(0, 0)
        job.progressed.connect(self._move)
        job.ended.connect(self._end)
        if not self.isVisible():
            self._patience.start()

    def _end(self) -> None:
        self._job = None
        self._patience.stop()
        self.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _move(self, done: int, total: int) -> None:
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(round(1000 * done / total))
