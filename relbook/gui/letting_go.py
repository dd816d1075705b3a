"""The Focus lets go of what is no more in the book."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from relbook.core.store.changes import Changes, Deed, Everything, Notice
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention, Filter


class LettingGo(QObject):
    """Looks, after each change and before any panel hears of it: they see a Focus of what there is.

    `close_ranks` has the list show who is left, if it shows at all, and tells who stands now where
    the first of those chosen stood. Whoever was deleted is not chosen again when an undo brings
    them back. A row of the ledger is, and so is an event that an undo or a redo took away, unless
    the user has turned elsewhere.
    """

    looks = Signal()  # nothing is let go of yet: who types about what is gone may be helped

    def __init__(
        self, desk: Desk, close_ranks: Callable[[], int | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._close_ranks = desk, close_ranks
        self._lost: dict[str, Any] = {}  # parts of the record that may come back
        self._left = desk.focus.now  # what was attended to without them
        desk.notices.caught_up.connect(self._look)

    def _look(self, notice: Notice) -> None:
        self.looks.emit()
        changes, was, focus = notice.changes, self._desk.focus.now, self._desk.focus
        narrowed = Filter(
            self._there(changes, "interest", was.filter.interests),
            self._there(changes, "circle", was.filter.circles),
        )
        lost = self._things_gone(notice, was)
        without = {part: "opening" if part == "page" else None for part in lost}
        focus.set(filter=narrowed, **without)
        if gone := self._people_gone(changes, was):
            self._turn_from(gone)
            if was.person in gone:  # whoever comes instead has no part in it
                lost.pop("entry", None)
        if "event" in lost and notice.deed is Deed.EDIT:
            lost = {"entry": lost["entry"]} if "entry" in lost else {}
        if lost:
            self._lost, self._left = lost, focus.now
        elif notice.deed in (Deed.UNDO, Deed.REDO):
            self._turn_back(changes)

    # Things

    def _things_gone(self, notice: Notice, was: Attention) -> dict[str, Any]:
        """The parts of `was` that name a row or an event which the book holds no more."""
        lost: dict[str, Any] = {}
        if was.entry is not None and not self._is_there(notice.changes, "ledger_entry", was.entry):
            lost["entry"] = was.entry
        if was.event is not None and not self._is_there(notice.changes, "event", was.event):
            lost["event"] = was.event
            if was.page == "event":
                lost["page"] = was.page
        return lost

    def _turn_back(self, changes: Changes) -> None:
        """Attend again to what has come back, where nothing was attended to since."""
        if not self._lost or self._desk.focus.now != self._left:
            return
        back = dict(self._lost)
        for part, table in (("entry", "ledger_entry"), ("event", "event")):
            one = back.get(part)
            if one is not None and not (
                changes.touches(table, (one,)) and self._is_there(changes, table, one)
            ):
                return
        self._lost = {}
        self._desk.focus.set(**back)

    def _is_there(self, changes: Changes, table: str, one: int) -> bool:
        return bool(self._there(changes, table, frozenset({one})))

    def _there(self, changes: Changes, table: str, ids: frozenset[int]) -> frozenset[int]:
        """Those of a few `ids` that the book holds; it is asked only where they were touched."""
        if not ids or not changes.touches(table, ids):
            return ids
        rows = self._desk.book.rows(
            f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
            json.dumps(list(ids)),
        )
        return frozenset(one for (one,) in rows)

    # People

    def _people_gone(self, changes: Changes, was: Attention) -> frozenset[int]:
        """Whom `was` names and the book holds no more: as the index knows, be they very many."""
        touched, watched = changes.ids("person"), was.selection
        if was.person is not None and was.person not in watched:
            watched |= {was.person}
        maybe = watched if isinstance(touched, Everything) else watched & touched
        index = self._desk.index
        if not maybe or index.set_of(maybe).bit_count() == len(maybe):
            return frozenset()
        everyone = index.everyone()
        return frozenset(one for one in maybe if one not in everyone)

    def _turn_from(self, gone: frozenset[int]) -> None:
        """Attend to whoever is left of those chosen, else to who stands where they stood."""
        focus, now = self._desk.focus, self._desk.focus.now
        left = now.selection - gone
        if now.person not in gone:
            focus.set(selection=left)
        elif left:
            focus.set(selection=left, person=self._first(left, now))
        elif now.page != "person":
            focus.set(selection=left, person=None)
        elif (person := self._close_ranks()) is not None:
            focus.show_person(person)
        else:
            focus.show_nobody()

    def _first(self, people: frozenset[int], now: Attention) -> int:
        """The first of `people` in the list: guests whom `now` finds, then others it finds."""
        index, expected = self._desk.index, self._desk.gatherings.of(now.event)
        chosen = index.set_of(people)
        found = scopes.found(self._desk, now).bits & chosen
        guests = found & index.set_of(expected.people) if expected else 0
        return index.find("", guests or found or chosen).ids(0, 1)[0]
