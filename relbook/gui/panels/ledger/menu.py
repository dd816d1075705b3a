"""What can be done with an entry, as a menu on its row."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from relbook.core import ledger
from relbook.core.ledger import Entry
from relbook.core.words import say
from relbook.gui.panels.ledger.deeds import settling_word
from relbook.gui.theme import Theme
from relbook.gui.widgets.labels import literal

Deed = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What each line of the menu does."""

    show: Deed
    settle: Deed
    edit: Deed
    remove: Deed


def entry_menu(parent: QWidget, theme: Theme, entry: Entry, deeds: Deeds, *, may: bool) -> QMenu:
    """A menu that is gone once it is closed; whether one `may` change anything now."""
    menu = QMenu(parent)
    menu.setObjectName("ledgerMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    icon = theme.icons.icon
    name = entry.people[0][1] if entry.people else ""
    menu.addAction(icon("user"), literal(say("Show {name}", name=name)), deeds.show)
    menu.addSeparator()
    if entry.state != ledger.DONE:
        sign = "check" if entry.open else "undo-2"
        settle = menu.addAction(icon(sign), settling_word(entry), deeds.settle)
        settle.setShortcut(QKeySequence("Ctrl+Return"))
        settle.setEnabled(may)
    edit = menu.addAction(icon("pencil"), say("Edit"), deeds.edit)
    edit.setShortcut(QKeySequence("F2"))
    remove = menu.addAction(icon("trash-2"), say("Remove"), deeds.remove)
    remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
    for action in (edit, remove):
        action.setEnabled(may)
    return menu
