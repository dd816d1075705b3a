"""Which book a window shows: another, a new one, a copy; and what files dropped on it are."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from relbook.core.words import say
from relbook.gui.desk import Desk

CONTACT_FILES = (".vcf", ".vcard", ".vct", ".csv", ".tsv", ".txt")
BOOK_FILES = (".relbook",)


class Files(QObject):
    """Asks where, then does it in a job. `ready` is asked first: is nothing half typed?"""

    book_requested = Signal(object)  # Path: open another book
    new_book_requested = Signal(object)  # Path: make another book
    contacts_given = Signal(object)  # list of Path: files to bring in
    said = Signal(str)  # a word for the status bar

    def __init__(self, desk: Desk, window: QWidget, ready: Callable[[], bool]) -> None:
        super().__init__(window)
        self._desk, self._window, self._ready = desk, window, ready

    def take(self, files: Sequence[Path]) -> None:
        """Open `files` as what they are: a book, or contacts to bring in."""
        books = [file for file in files if file.suffix.lower() in BOOK_FILES]
        if books:
            self.book_requested.emit(books[0])
        elif files:
            self.contacts_given.emit(list(files))

    def choose_book(self) -> None:
        """Ask for another book and open it."""
        from PySide6.QtWidgets import QFileDialog

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
        from PySide6.QtWidgets import QFileDialog

        file, _ = QFileDialog.getSaveFileName(
            self._window,
            title,
            str(start),
            say("Relbook books") + f" (*{start.suffix})",
            # A book never replaces another file: it says so itself.
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not file:
            return None
        return Path(file) if Path(file).suffix else Path(file + start.suffix)


def choose_contacts(window: QWidget, folder: Path) -> list[Path]:
    """Ask for files of contacts, beginning in `folder`; none if it is cancelled."""
    from PySide6.QtWidgets import QFileDialog

    endings = " ".join(f"*{ending}" for ending in CONTACT_FILES)
    files, _ = QFileDialog.getOpenFileNames(
        window,
        say("Bring contacts"),
        str(folder),
        f"{say('Contacts: cards and tables')} ({endings});;{say('All files')} (*)",
    )
    return [Path(file) for file in files]


def dropped_files(data: QMimeData) -> list[Path]:
    """The files among what is dragged that a window can open."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in (*CONTACT_FILES, *BOOK_FILES)]


def _copy(desk: Desk, path: Path, report: Callable[[int, int], None]) -> None:
    desk.book.copy(path, report)
