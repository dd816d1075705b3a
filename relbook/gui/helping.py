"""The guide, the shortcuts and About, asked for from a window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from shiboken6 import isValid

from relbook import paths
from relbook.gui.theme import Theme

if TYPE_CHECKING:
    from relbook.gui.dialogs.help import Guide

# Which chapter tells of what is called so: dialogs, panels, pages.
TOLD_IN = {
    "someone-new": "newPerson page openingPage welcome timeline code",
    "what-you-share": "interestsPanel interest",
    "give-and-receive": "ledgerPanel",
    "before-an-event": "eventPage events sheet",
    "finding-anything": "circle keys",
    "in-and-out": "bring columns brought export duplicates merge elsewhere",
    "nothing-is-lost": "history trash backups backup_choices damaged rescued broken left",
    "who-may-read-it": "passphrase unlocking unlock recovery forget about licences",
}
ABOUT = ("book", "backups", "settings", "log")  # of all places those that one asks for
CHAPTER_OF = {name: chapter for chapter, names in TOLD_IN.items() for name in names.split()}


class Helping(QObject):
    """Shows them over `window`, or beside it; `book` is the one that is open."""

    def __init__(
        self,
        theme: Theme,
        window: QMainWindow,
        book: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._theme, self._window, self._book = theme, window, book
        self._guide: Guide | None = None
        window.destroyed.connect(self.close)

    def show_guide(self) -> None:
        """The chapter on what one is at."""
        from relbook.gui.dialogs.help import Guide

        chapter = self.chapter()
        if self._guide is None or not isValid(self._guide):
            self._guide = Guide(self._theme, paths.asset)
        self._guide.open_at(chapter)

    def show_keys(self) -> None:
        """All keyboard shortcuts."""
        from relbook.gui.dialogs.help import KeysDialog, groups_of, other_groups

        groups = [*groups_of(self._window), *other_groups()]
        KeysDialog(self._theme, groups, self._window).open()

    def show_about(self) -> None:
        """What this is, which version, and where things lie."""
        from relbook import places
        from relbook.gui.dialogs.help import AboutDialog

        wanted = ABOUT if self._book is not None else ABOUT[2:]
        shown = [one for one in places.every(self._book) if one.name in wanted]
        AboutDialog(self._theme, paths.asset, shown, self._window).open()

    def close(self) -> None:
        """Take the guide away, with the window it was asked for from."""
        if self._guide is not None and isValid(self._guide):
            self._guide.close()
        self._guide = None

    def chapter(self) -> str:
        """The chapter on the dialog that is open, or on the part of the window one is in."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            return CHAPTER_OF.get(dialog.objectName(), "someone-new")
        at: QWidget | None = self._window.focusWidget()
        if isinstance(at, QLineEdit) and at.objectName() == "searchBox" and at.text():
            return "finding-anything"
        while at is not None and at.objectName() not in CHAPTER_OF:
            at = at.parentWidget()
        if at is None:
            shown = (one for one in self._window.findChildren(QWidget) if one.isVisible())
            pages = ("page", "eventPage", "openingPage", "welcome")
            at = next((one for one in shown if one.objectName() in pages), None)
        return CHAPTER_OF[at.objectName()] if at is not None else "someone-new"
