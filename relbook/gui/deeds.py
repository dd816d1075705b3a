"""What the window's actions do to people and events, and to the last edit."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from relbook.core import circles, people
from relbook.core.errors import RelbookError
from relbook.core.words import plural, say, sentence
from relbook.gui.doing import Doing
from relbook.gui.focus import Filter

if TYPE_CHECKING:  # it is loaded when it is made
    from relbook.gui.dialogs.new_person import NewPersonDialog

MANY = 2_000  # rows or people from which on a change is a job


class Deeds(Doing):
    """Does what is asked, in the window's thread or, where there are many, in a job."""

    page_requested = Signal()  # somebody new is on the page: give it the keys

    # People

    def new_person(self) -> None:
        """Ask for a name and show the page of who has it from now on."""
        from relbook.gui.dialogs.new_person import NewPersonDialog

        if self._ready():
            dialog = NewPersonDialog(self._desk, self._window)
            dialog.named.connect(partial(self._add_person, dialog))
            dialog.known.connect(self._desk.focus.show_person)
            dialog.open()

    def _add_person(self, dialog: "NewPersonDialog", name: str) -> None:
        try:
            with self._desk.edit(sentence("Add {name}", name=name)):
                person = people.add(self._desk.book, name)
        except RelbookError as fault:
            dialog.object_to(fault)  # which keeps the name
            self._desk.alerts.tell(fault)  # to whoever has to see to the book
            return
        dialog.accept()
        self._desk.focus.set(search="", filter=Filter())
        self._desk.focus.show_person(person)
        self.page_requested.emit()

    def delete_people(self, ids: frozenset[int] | None = None) -> None:
        """Delete `ids`, by default those chosen. No question asked: Undo brings them back."""
        chosen = ids if isinstance(ids, frozenset) else self._chosen()
        if not chosen or not self._ready():
            return
        book = self._desk.book
        if len(chosen) == 1:
            what = sentence("Delete {name}", name=people.name(book, next(iter(chosen))))
        else:
            what = plural("Delete {n} person", "Delete {n} people", len(chosen))

        def work(_report: object = None) -> None:
            with book.edit(what):
                people.delete(book, chosen)

        self._do(str(what), work, chosen)

    def add_to_circle(self, ids: frozenset[int] | None = None) -> None:
        """Ask for a circle and let `ids`, by default those chosen, belong to it."""
        from relbook.gui.dialogs.circle import CircleDialog

        chosen = ids if isinstance(ids, frozenset) else self._chosen()
        if not chosen:
            return
        dialog = CircleDialog(self._desk, len(chosen), self._window)
        dialog.chosen.connect(partial(self._join, chosen))
        dialog.open()

    def _join(self, chosen: frozenset[int], name: str) -> None:
        what = plural(
            "Add {n} person to {circle}", "Add {n} people to {circle}", len(chosen), circle=name
        )
        book = self._desk.book

        def work(_report: object = None) -> None:
            with book.edit(what):
                circles.join(book, circles.find_or_add(book, name), sorted(chosen))

        self._do(str(what), work, chosen)

    def _do(self, what: str, work: Callable[..., None], chosen: Iterable[int]) -> None:
        if len(frozenset(chosen)) <= MANY:
            with self._desk.alerts.guarding():
                self._desk.check_may_edit()
                work()
        else:
            self._desk.jobs.start(what, work, writes=True)

    # Events

    def delete_event(self, event: int) -> None:
        """Do away with an event. No question asked: Undo brings it back."""
        from relbook.core import events

        book = self._desk.book
        called = events.read(book, event)
        if called is None or not self._ready():
            return
        with (
            self._desk.alerts.guarding(),
            self._desk.edit(sentence("Do away with {event}", event=called.name)),
        ):
            events.remove(book, event)

    # The last edit

    def undo(self) -> None:
        """Take the last edit back."""
        self._play(forward=False)

    def redo(self) -> None:
        """Make the last undone edit again."""
        self._play(forward=True)

    def _play(self, *, forward: bool) -> None:
        if not self._ready():
            return
        book = self._desk.book
        step = book.next_redo() if forward else book.next_undo()
        if step is None:
            return
        deed = book.redo if forward else book.undo
        if step.rows <= MANY:
            with self._desk.alerts.guarding():
                deed()
        else:
            words = say("Redo {what}", what=str(step.sentence)) if forward else None
            title = words or say("Undo {what}", what=str(step.sentence))
            self._desk.jobs.start(title, deed, writes=True)
