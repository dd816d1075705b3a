"""What goes in and out of a window by file: contacts, books, copies."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from relbook.core.store import faults
from relbook.core.words import plural, say
from relbook.gui.desk import Desk

CARD_FILES = (".vcf", ".vcard")
BOOK_FILES = (".relbook",)


class Files(QObject):
    """Asks where, then does it in a job. `ready` is asked first: is nothing half typed?"""

    book_requested = Signal(object)  # Path: open another book
    new_book_requested = Signal(object)  # Path: make another book
    said = Signal(str)  # a word for the status bar
    told = Signal(str)  # a sentence to be read

    def __init__(self, desk: Desk, window: QWidget, ready: Callable[[], bool]) -> None:
        super().__init__(window)
        self._desk, self._window, self._ready = desk, window, ready

    def take(self, files: Sequence[Path]) -> None:
        """Open `files` as what they are: a book, or contacts to bring in."""
        books = [file for file in files if file.suffix.lower() in BOOK_FILES]
        if books:
            self.book_requested.emit(books[0])
        elif files:
            self.bring(files)

    def choose_cards(self) -> None:
        """Ask for vCard files and bring them in."""
        files, _ = QFileDialog.getOpenFileNames(
            self._window,
            say("Bring contacts"),
            str(Path.home()),
            say("vCard files") + " (*.vcf *.vcard)",
        )
        if files:
            self.bring([Path(file) for file in files])

    def bring(self, files: Sequence[Path]) -> None:
        """Bring the people of vCard `files` into the book, in a job: one Undo takes them back."""
        from relbook.core.exchange import transfer

        if not self._ready():
            return
        names = (
            files[0].name if len(files) == 1 else str(plural("{n} file", "{n} files", len(files)))
        )
        self._desk.jobs.start(
            say("Bringing in {files}", files=names),
            partial(transfer.bring_in, self._desk.book, list(files)),
            done=self._brought,
            cancelled=partial(
                self.said.emit, say("Cancelled: nothing was brought in, the book is as it was.")
            ),
            writes=True,
        )

    def _brought(self, result: object) -> None:
        from relbook.core.exchange.transfer import Result
        from relbook.gui.dialogs.brought import BroughtDialog

        if isinstance(result, Result) and result.problems:
            BroughtDialog(self._desk.theme, result, self._window).open()
        else:
            self.told.emit(str(result))

    def export_cards(self) -> None:
        """Ask for a place and write everyone there as vCard 4.0."""
        from relbook.core.exchange import transfer

        path = self._save_place(
            say("Export as vCard"), Path.home() / f"{self._desk.book.path.stem}.vcf"
        )
        if path:
            self._desk.jobs.start(
                say("Exporting to {file}", file=path.name),
                partial(transfer.send_out, self._desk.book, path),
                done=partial(self._sent, path),
            )

    def _sent(self, path: Path, n: int) -> None:
        words = plural(
            "{n} person written to {file}", "{n} people written to {file}", n, file=path.name
        )
        self.said.emit(str(words))

    def choose_book(self) -> None:
        """Ask for another book and open it."""
        file, _ = QFileDialog.getOpenFileName(
            self._window,
            say("Open book"),
            str(self._desk.book.path.parent),
            say("Relbook books") + " (*.relbook)",
        )
        if file:
            self.book_requested.emit(Path(file))

    def choose_new_book(self) -> None:
        """Ask where a new book is to lie and make it."""
        path = self._save_place(say("New book"), self._desk.book.path.with_name("people.relbook"))
        if path:
            self.new_book_requested.emit(path)

    def copy_book(self) -> None:
        """Ask for a place and write the whole book there."""
        now = self._desk.book.path
        path = self._save_place(say("Copy book"), now.with_name(f"{now.stem} copy.relbook"))
        if path and self._ready():
            self._desk.jobs.start(
                say("Copying to {file}", file=path.name),
                partial(_copy, self._desk, path),
                done=lambda _: self.said.emit(say("Copied to {file}", file=path.name)),
            )

    def list_recent(self, menu: QMenu) -> None:
        """Fill `menu` with the books opened last."""
        menu.clear()
        for path in self._desk.settings.recent:
            if path != self._desk.book.path and os.path.exists(path):  # noqa: PTH110  (never raises)
                action = menu.addAction(path.name.replace("&", "&&"))
                action.setToolTip(str(path))
                action.triggered.connect(partial(self.book_requested.emit, path))
        if menu.isEmpty():
            menu.addAction(say("No other book was opened yet")).setEnabled(False)

    def _save_place(self, title: str, start: Path) -> Path | None:
        ending = start.suffix
        is_book = ending in BOOK_FILES
        file, _ = QFileDialog.getSaveFileName(
            self._window,
            title,
            str(start),
            (say("Relbook books") if is_book else say("vCard files")) + f" (*{ending})",
            # A book never replaces another file: it says so itself.
            options=QFileDialog.Option.DontConfirmOverwrite if is_book else QFileDialog.Option(0),
        )
        if not file:
            return None
        if Path(file).suffix:
            return Path(file)
        path = Path(file + ending)
        if path.exists() and not is_book:  # nobody was asked whether to replace that one
            self._desk.alerts.tell(faults.exists(path))
            return None
        return path


def dropped_files(data: QMimeData) -> list[Path]:
    """The files among what is dragged that a window can open."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in (*CARD_FILES, *BOOK_FILES)]


def _copy(desk: Desk, path: Path, report: Callable[[int, int], None]) -> None:
    desk.book.copy(path, report)
