"""What goes on a sheet, how it looks on paper, and where it goes: a printer or a PDF."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QWidget

from relbook.core.briefing import Choices, Sheet
from relbook.core.errors import RelbookError
from relbook.core.words import plural, say
from relbook.gui.dialogs.print_sheet.options import Options
from relbook.gui.dialogs.print_sheet.preview import PREVIEWED, Preview
from relbook.gui.jobs import Job, Jobs
from relbook.gui.photos import Photos
from relbook.gui.printing import Pages, lay_out, paint, write_pdf
from relbook.gui.printing import print_on as print_sheet_on
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label
from relbook.gui.widgets.notice_bar import NoticeBar

Work = Callable[[Callable[[int, int], None]], Any]
Done = Callable[[Any], None]


class SheetDialog(Dialog):
    """Shows the sheet that `make` gathers for the choices that are ticked, page by page.

    A PDF is written, and paper printed, as a job of `jobs`; without them, at once.
    """

    def __init__(
        self,
        theme: Theme,
        photos: Photos | None,
        make: Callable[[Choices], Sheet],
        parent: QWidget | None = None,
        jobs: Jobs | None = None,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(theme, say("A sheet to print"), "sheet", parent, 900)
        self._photos, self._make, self._jobs = photos, make, jobs
        self._choices = choices or Choices()
        self._pages: Pages | None = None
        self._job: Job | None = None
        self._target = Path()
        self.notice_bar = NoticeBar(theme, "sheet.notice")
        self.body.addWidget(self.notice_bar)
        self._options = Options(theme, self._choices)
        self._preview = Preview(theme, self._paint)
        middle = QHBoxLayout()
        middle.setSpacing(theme.measure(20))
        middle.addWidget(self._options)
        middle.addWidget(self._preview, 1)
        self.body.addLayout(middle, 1)
        self._progress = _Progress(theme)
        self._progress.cancel.clicked.connect(self._cancel)
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
    def pages(self) -> Pages:
        """What is shown, and would be printed."""
        if self._pages is None or self._soon.isActive():
            self.refresh()
        assert self._pages is not None  # noqa: S101  (refresh makes them)
        return self._pages

    def refresh(self) -> None:
        """Gather the sheet anew and show it."""
        self._soon.stop()
        self._choices = self._options.choices(self._choices)
        self._pages = lay_out(self._make(self._choices), self._options.paper())
        self._preview.show_pages(self._pages)

    def choose_file(self) -> None:
        """Ask for a place and write the PDF there."""
        start = Path.home() / f"{suggested_name(self.pages.sheet.title)}.pdf"
        file, _ = QFileDialog.getSaveFileName(
            self, say("Save as PDF"), str(start), say("PDF files") + " (*.pdf)"
        )
        if file:
            self.save(Path(file) if Path(file).suffix else Path(file + ".pdf"))

    def save(self, path: Path) -> None:
        """Write the PDF to `path`."""
        sheet, paper = self.pages.sheet, self.pages.paper
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
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(self.pages.paper.size())
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("sheet.printer")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, self.pages.count)
        dialog.accepted.connect(partial(self.print_on, printer))
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print on `printer`, on the paper it has."""
        sheet = self.pages.sheet
        self._start(
            say("Printing"),
            lambda report: print_sheet_on(printer, sheet, self._photos, report),
            self._printed,
        )

    def done(self, result: int) -> None:
        if self._job is not None:
            # It comes home to this dialog, which has to be there until then.
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
            self._job.ended.connect(self.deleteLater)
            self._cancel()
        super().done(result)

    def _paint(self, printer: QPrinter) -> None:
        """Draw the first pages for the screen."""
        pages = self.pages
        painter = QPainter(printer)
        for at in range(min(pages.count, PREVIEWED)):
            if at:
                printer.newPage()
            paint(pages, painter, at, self._photos)
        painter.end()

    def _start(self, title: str, work: Work, done: Done) -> None:
        self.notice_bar.clear()
        if self._jobs is None:
            try:
                done(work(lambda _done, _total: None))
            except RelbookError as fault:
                self._fail(fault)
            return
        job = self._jobs.start(title, work, done=done, failed=self._fail)
        if job in self._jobs.running:
            self._job = job
            self._enable(False)
            job.ended.connect(self._end)
            self._progress.follow(job, title)

    def _end(self) -> None:
        self._job = None
        self._progress.hide()
        self._enable(True)

    def _enable(self, on: bool) -> None:
        self._save.setEnabled(on)
        self._print.setEnabled(on)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

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
    """How far the writing is, with Cancel; nothing before 400 ms."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = Label(theme, "", "small", "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("sheet.progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.measure(140))
        self.cancel = Button(theme, say("Cancel"), "sheet.cancel", "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.measure(8))
        for widget in (self._title, self._bar, self.cancel):
            line.addWidget(widget)
        self.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(400)
        self._patience.timeout.connect(self.show)

    def follow(self, job: Job, title: str) -> None:
        """Show how far `job` is, while it runs."""
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        job.progressed.connect(self._move)
        job.ended.connect(self._patience.stop)
        self._patience.start()

    def _move(self, done: int, total: int) -> None:
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(round(1000 * done / total))
