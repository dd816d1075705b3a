"""Goes where a value leads outside Relbook, and asks before where that is not what it says."""

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from relbook.core.words import say
from relbook.gui.pages.person.links import leads_elsewhere
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog


class LeavingDialog(Dialog):
    """Shows where a value leads, and on whose computer that is; opened only if that is wanted."""

    def __init__(self, theme: Theme, value: str, there: str, host: str, parent: QWidget) -> None:
        super().__init__(theme, say("This leads elsewhere than it says"), "leaving", parent, 460)
        self.add_text(say("It says:"), muted=True)
        self.add_listing(value, "value", say("What it says"))
        opens = say("It opens a page at {host}:", host=host) if host else say("It opens:")
        self.add_text(opens, "opens", muted=True)
        self.add_listing(there, "there", say("Where it leads"))
        self.go = self.add_button(say("Open it all the same"), "open")
        self.go.clicked.connect(self.accept)
        stay = self.add_button(say("Stay here"), "stay", primary=True)
        stay.clicked.connect(self.reject)
        stay.setFocus()


def open_link(theme: Theme, value: str, url: QUrl, parent: QWidget) -> str:
    """Open `url`, which `value` leads to; returns what is to be said when nothing opens it."""
    there = leads_elsewhere(value, url)
    if not there:
        if QDesktopServices.openUrl(url):
            return ""
        return say("Nothing on this computer opens that; it can be copied instead.")
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    dialog = LeavingDialog(theme, value, there, host, parent.window())
    dialog.accepted.connect(partial(_open, url))
    dialog.open()
    return ""


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
