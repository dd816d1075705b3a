"""What could be settled here: promises and loans open with any guest."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from relbook.core import ledger, people
from relbook.core.briefing import Choices
from relbook.core.ledger import Entry
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.core.words import say, sentence
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import OpenRow, kind_word, row_of
from relbook.gui.pages.event import several
from relbook.gui.pages.event.fold import Fold
from relbook.gui.pages.event.host import Host
from relbook.gui.pages.event.ticks import TickData, TickList
from relbook.gui.widgets.card import Card

HEIGHT = 40
FACES = 3


@dataclass(frozen=True, slots=True)
class Open:
    """Promises and loans that are open, the one meant for soonest first, with any of `people`."""

    people: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()


def open_with(book: Book, guests: Collection[int]) -> Open:
    """What is open with `guests`; in any thread."""
    alive = people.at_ease(book, guests)
    found = ledger.open_with(book, alive) if alive else []
    read = ledger.read_many(book, found)
    return Open(frozenset(alive), tuple(read[entry] for entry in found if entry in read))


class SettleCard(Card):
    """Each with a tick: what is ticked goes on the sheet. Done settles it at once."""

    said = Signal(str)
    resized = Signal()
    ticked = Signal(object, bool)  # an item of Choices.left_out; whether it goes on the sheet
    tables = ("ledger_entry", "entry_person", "person", "interest")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, say("Settle here"), "event.settle")
        self.desk = desk
        self._host = host
        self._entries: dict[int, Entry] = {}
        self._with: frozenset[int] = frozenset()
        self._choices = Choices()
        self.list = TickList(desk.theme, "event.settle.rows", say("Settle here"), HEIGHT)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._open)
        self.list.acted.connect(self.settle)
        self.list.menu_requested.connect(self._show_menu)
        self.body.addWidget(self.list)
        self.fold = Fold(desk.theme, "event.settle.all")
        self.fold.turned.connect(self._turn)
        self.body.addWidget(self.fold)
        self.set_note(say("ticked goes on the sheet"))
        self.set_empty(True)

    def show_open(self, found: Open, choices: Choices) -> None:
        """Show what is open."""
        self._choices, self._with = choices, found.people
        self._entries = {entry.id: entry for entry in found.entries}
        self._show_rows()

    def show_choices(self, choices: Choices) -> None:
        """Tick what goes on the sheet."""
        if choices != self._choices:
            self._choices = choices
            self._show_rows()

    def _show_rows(self) -> None:
        shown = self.fold.cut(list(self._entries.values()))
        whom = [one for entry in shown for one in self._here(entry)]
        rows = people.rows(self.desk.book, whom) if whom else {}
        self.list.set_rows([self._row(entry, rows) for entry in shown])
        self.set_empty(not shown)

    def _here(self, entry: Entry) -> list[int]:
        """Those of an entry who are expected, a few."""
        return [person for person, _, _ in entry.people if person in self._with][:FACES]

    def _row(self, entry: Entry, rows: dict[int, people.PersonRow]) -> TickData:
        row = cast(OpenRow, row_of(entry, frozenset(), self.desk.today()))
        photos, choices = self.desk.photos, self._choices
        faces = tuple(
            photos.face(who.uid, who.name, who.photo, small=True)
            for one in self._here(entry)
            if (who := rows.get(one))
        )
        may = (choices.tender or not entry.tender) and (choices.private or not entry.private)
        ticked = choices.settle and _item(entry.id) not in choices.left_out
        return TickData(
            key=entry.id,
            text=row.title,
            second=row.second,
            said=row.said,
            ticked=ticked if may else None,
            faces=faces,
            action=row.action,
            tip=row.said if may else say("Tender or private: it stays off the sheet."),
        )

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    # What the user does

    def _turn(self) -> None:
        self._show_rows()
        self.resized.emit()

    def _tick(self, key: Hashable, ticked: bool) -> None:
        self.ticked.emit(_item(cast(int, key)), ticked)

    def _open(self, key: Hashable) -> None:
        entry = self._entries[cast(int, key)]
        here = self._here(entry)
        if here and self._host.finish_edit():
            self.desk.focus.show_person(here[0])

    def settle(self, key: Hashable) -> None:
        """The promise is kept, or the thing is back; Undo opens it again."""
        entry = self._entries[cast(int, key)]
        if not self._host.finish_edit():
            return
        what = entry.what or kind_word(entry.kind)
        back = entry.state == ledger.LENT
        message = (
            sentence("{what} is back", what=what) if back else sentence("{what} is done", what=what)
        )
        with self.desk.alerts.guarding():
            with self.desk.edit(message):
                ledger.settle(self.desk.book, entry.id, self.desk.today())
            self.said.emit(str(message))

    def _show_menu(self, key: Hashable, at: QPoint) -> None:
        self.menu(key).popup(at)

    def menu(self, key: Hashable) -> QMenu:
        """What can be done with a promise or a loan."""
        entry = self._entries[cast(int, key)]
        row = cast(OpenRow, row_of(entry, frozenset(), self.desk.today()))
        menu = several.new_menu(self, "event.settleMenu", row.title)
        theme, may = self.desk.theme, several.may_write(self.desk)
        done = partial(self.settle, key)
        several.offer(theme, menu, "settle.done", "check", row.action, done, may).setShortcut(
            Qt.Modifier.CTRL | Qt.Key.Key_Return
        )
        for person, name, _ in entry.people:
            words = say("Go to {name}", name=name)
            go = partial(self.desk.focus.show_person, person)
            several.offer(theme, menu, f"settle.go.{person}", "user", words, go)
        return menu


def _item(entry: int) -> tuple[str, int, int]:
    """The entry as `Choices.left_out` names it."""
    return ("settle", entry, 0)
