"""What the owner noted of an event, to read and to change in place."""

from collections.abc import Hashable
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from relbook.core import events, facts
from relbook.core.errors import RelbookError
from relbook.core.events import Event
from relbook.core.facts import Note
from relbook.core.store.changes import Notice
from relbook.core.words import say, sentence
from relbook.gui import fields
from relbook.gui.desk import Desk
from relbook.gui.pages.event.host import Host
from relbook.gui.widgets.buttons import IconButton
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList

OWN = "note"  # the key of the event's own note; those with a date go by their ids


class NoteCard(Card):
    """The event's own note, then those with a date; with none it is not shown until asked for."""

    resized = Signal()
    left = Signal()
    tables = ("note", "event")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, say("Notes"), "event.note")
        self.desk = desk
        self._host = host
        self.event_: Event
        self.form: Form | None = None
        self._notes: dict[Hashable, Note] = {}
        self._edited: Hashable | None = None
        self.list = RowList(desk.theme, "event.note.rows", say("Notes"))
        self.list.edit_requested.connect(self.begin_edit)
        self.list.remove_requested.connect(self.remove)
        self.body.addWidget(self.list)
        self.plus = IconButton(desk.theme, "plus", say("Add a note"), "event.note.add")
        self.plus.clicked.connect(self.add_new)
        self.set_corner(self.plus)
        self.set_empty(True)

    @property
    def empty(self) -> bool:
        """Whether nothing is noted."""
        return not self.list.data

    @property
    def edited(self) -> Hashable | None:
        """The key of the note that the open form stands for; None for a new one."""
        return self._edited

    def show_event(self, event: Event) -> None:
        """Show what is noted of `event`."""
        self.event_ = event
        notes = events.notes(self.desk.book, event.id)
        self._notes = {note.id: note for note in notes}
        rows = [RowData(OWN, event.note, "note")] if event.note else []
        for note in notes:
            when = fields.date_words(note.date) if note.date else ""
            second = fields.dotted(when, fields.softness(note))
            rows.append(RowData(note.id, note.text, "note", second=second))
        self.list.set_rows(rows)
        self.set_empty(not rows)

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    def add_new(self) -> None:
        """Open an empty note, of today."""
        self.begin_edit(None)

    def begin_edit(self, key: Hashable | None) -> None:
        """Open a note to be written on."""
        if not self._host.finish_edit():
            return
        asked = [Field("text", say("Note"), "long", say("What to remember of it"))]
        shown: dict[str, Any] = {"text": self.event_.note}
        if key != OWN:
            note = self._notes.get(key)
            today = self.desk.today().isoformat()
            shown = {"text": note.text if note else "", "date": note.date if note else today}
            asked.append(fields.date_field(self.desk, "date", say("When"), share=1.0))
        form = Form(self.desk.theme, "event.note.form", asked, removable=key is not None)
        form.set_values(shown)
        form.saved.connect(self._save)
        form.cancelled.connect(self.close_form)
        form.remove_requested.connect(self._remove_edited)
        self.form, self._edited = form, key
        self.set_editing(True)
        self.list.begin_edit(key, form)
        form.start("text")
        self._host.reveal_form()

    def remove(self, key: Hashable) -> None:
        """Do away with a note; Undo brings it back."""
        if self._host.finish_edit():
            with self.desk.alerts.guarding():
                self._drop(key)

    def _remove_edited(self) -> None:
        key = self._edited
        self.close_form()
        with self.desk.alerts.guarding():
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        book, event = self.desk.book, self.event_
        with self.desk.edit(sentence("Remove a note on {name}", name=event.name)):
            if key == OWN:
                events.change(book, event.id, note="")
            else:
                facts.remove(book, Note, cast(int, key))

    def _keep(self, values: dict[str, Any]) -> None:
        book, event, key = self.desk.book, self.event_, self._edited
        changing = sentence("Change a note on {name}", name=event.name)
        if key == OWN:
            if values["text"] != event.note:
                with self.desk.edit(changing):
                    events.change(book, event.id, note=values["text"])
        elif key is None:
            with self.desk.edit(sentence("Add a note on {name}", name=event.name)):
                events.add_note(book, event.id, **values)
        elif fields.differing(self._notes[key], values):
            with self.desk.edit(changing):
                facts.change(book, Note, cast(int, key), **values)

    def _save(self, values: dict[str, Any]) -> None:
        try:
            self._keep(values)
        except RelbookError as fault:
            if self.form is not None:
                self.form.object_to(fault)
            return
        self.close_form()

    def close_form(self) -> None:
        """Show the note again."""
        form = self.form
        if form is None:
            return
        focused = QApplication.focusWidget()
        had = focused is not None and form.isAncestorOf(focused)
        self.form = None
        self._host.when_still(partial(self._put_away, had))

    def _put_away(self, had: bool) -> None:
        if self.form is None and self.list.editor is not None:
            self.list.end_edit()
            self.set_editing(False)
            if had and self.isHidden():
                self.left.emit()
            self.resized.emit()
