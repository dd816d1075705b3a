"""What came in from a file, and what to know about it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from relbook.core.errors import RelbookError
from relbook.core.exchange.transfer import Result
from relbook.core.store import backup
from relbook.core.words import Sentence, plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import IconLabel, Label, announce


class BroughtDialog(Dialog):
    """`result` in words, and its report with files and lines: to look at, to copy, to save.

    `fail` hears why a report could not be saved.
    """

    def __init__(
        self,
        theme: Theme,
        result: Result,
        parent: QWidget | None = None,
        fail: Callable[[RelbookError], None] | None = None,
    ) -> None:
        super().__init__(theme, say("Contacts brought in"), "brought", parent, 620)
        self._fail = fail
        for icon, words in _counts(result):
            line = QHBoxLayout()
            line.setSpacing(theme.measure(9))
            line.addWidget(IconLabel(theme, icon, 16))
            line.addWidget(Label(theme, str(words), wrap=True), 1)
            self.body.addLayout(line)
        self._report = result.report_text()
        told = "\n\n".join(self._report.strip().split("\n\n")[1:])
        if told:
            self.add_listing(told, "report", say("What to know about"))
            self._copier = self.add_button(say("Copy the report"), "copy")
            self._copier.clicked.connect(self._copy)
            self._saver = self.add_button(say("Save it…"), "save")
            self._saver.clicked.connect(self._save)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))

    def _save(self) -> None:
        start = Path.home() / say("Contacts brought in.txt")
        file, _ = QFileDialog.getSaveFileName(
            self, say("Save the report"), str(start), say("Text files") + " (*.txt)"
        )
        if not file:
            return
        try:
            with backup.replacing(Path(file)) as draft:
                draft.write_text(self._report, "utf-8")
        except RelbookError as fault:
            if self._fail is not None:
                self._fail(fault)
            return
        self._saver.set_word(say("Saved"))
        announce(self._saver, say("Saved"))


def _counts(result: Result) -> Iterator[tuple[str, Sentence]]:
    """An icon and a sentence for each kind of people that came."""
    if result.new or not (result.updated or result.same):
        yield "user-plus", plural("{n} new person", "{n} new people", result.new)
    if result.updated:
        yield (
            "pencil",
            plural(
                "{n} person you have already, with something new about them",
                "{n} people you have already, with something new about them",
                result.updated,
            ),
        )
    if result.same:
        yield (
            "check",
            plural(
                "{n} person you have already, just so",
                "{n} people you have already, just so",
                result.same,
            ),
        )
    if result.circles:
        yield "circles", plural("{n} circle", "{n} circles", result.circles)
    if result.left:
        yield (
            "minus",
            plural("{n} left out", "{n} left out", result.left),
        )
