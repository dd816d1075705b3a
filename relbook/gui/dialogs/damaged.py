"""A book that is damaged: what can be done, and what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from relbook.core.dates import PartialDate
from relbook.core.store.backups import Backup
from relbook.core.store.rescued import Rescued
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import announce


class DamagedDialog(Dialog):
    """Says that the book called `name` is damaged, with the `faults` found, and offers what helps.

    That is to save what can be read of it into a new one, and to open the newest good backup.
    """

    rescue_requested = Signal()
    backup_requested = Signal(object)  # Path

    def __init__(
        self,
        theme: Theme,
        name: str,
        faults: Sequence[str],
        good: Backup | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, say("“{name}” is damaged", name=name), "damaged", parent, 560)
        self.add_text(
            say(
                "The disk, or a program other than Relbook, has spoiled part of the file. Nothing "
                "more will be changed in it. Relbook can save into a new book whatever can still be "
                "read, and tell you what could not; this file stays as it is."
            ),
            "words",
        )
        self._good = good
        if good is not None:
            day = PartialDate.of(good.day).words()
            self.add_text(
                say(
                    "The newest good backup is of {day}. It holds everything up to then; what was "
                    "saved from this file may hold what came after. You can look at both.",
                    day=day,
                ),
                "backup_words",
                muted=True,
            )
        if faults:
            self.add_listing("\n".join(faults), "faults", say("What is damaged"))
        self.add_close()
        if good is not None:
            backup = self.add_button(say("Open a copy of the backup…"), "open_backup")
            backup.clicked.connect(self._open_backup)
        save = self.add_button(say("Save what can be read…"), "rescue", primary=True)
        save.clicked.connect(self._rescue)
        save.setFocus()

    def _rescue(self) -> None:
        self.rescue_requested.emit()
        self.accept()

    def _open_backup(self) -> None:
        if self._good is not None:
            self.backup_requested.emit(self._good.path)
        self.accept()


class RescuedDialog(Dialog):
    """Tells what of a damaged book is in the new one and what is not."""

    open_requested = Signal()

    def __init__(self, theme: Theme, rescued: Rescued, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, say("Saved into “{name}”", name=rescued.path.name), "rescued", parent, 560
        )
        lines = [str(line) for line in rescued.told()]
        self._report = "\n".join(lines)
        self.add_text(" ".join(lines[:2]), "counts")
        if rescued.complete:
            self.add_text(" ".join(lines[2:]), "rest", muted=True)
        else:
            self.add_listing("\n".join(lines[2:]), "report", say("What is not in it"))
            self._copier = self.add_button(say("Copy the report"), "copy")
            self._copier.clicked.connect(self._copy)
        self.add_close()
        there = self.add_button(say("Open the new book"), "open", primary=True)
        there.clicked.connect(self._open)
        there.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))

    def _open(self) -> None:
        self.open_requested.emit()
        self.accept()
