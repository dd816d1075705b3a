"""Who comes to the event that is attended to, read once for all who show it."""

from typing import TYPE_CHECKING, NamedTuple

from relbook.core import people
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.gui.notices import Notices

if TYPE_CHECKING:
    from relbook.core.events import Event, Invited


class Gathering(NamedTuple):
    """An event and its guest list: those in the book in list order, the others behind.

    `people` are those in the book, each once; `me` is the owner, who may be among them.
    """

    event: "Event"
    guests: "list[Invited]"
    people: tuple[int, ...]
    me: int | None


class Gatherings:
    """Keeps the event asked for last, until the book changes: several panels ask in one moment.

    Not to be asked within an open edit, of which nobody is told if it is taken back.
    """

    def __init__(self, book: Book, index: Index, notices: Notices) -> None:
        self._book, self._index = book, index
        self._last: Gathering | None = None
        notices.caught_up.connect(self._on_notice)

    def of(self, event: int | None) -> Gathering | None:
        """The gathering of an event, or None when it is no more."""
        if event is None:
            return None
        if self._last is not None and self._last.event.id == event:
            return self._last
        from relbook.core import events

        about = events.read(self._book, event)
        if about is None:
            return None
        guests = events.invited(self._book, event)
        here = self._index.in_order({one.person_id for one in guests if one.person_id is not None})
        place = {person: at for at, person in enumerate(here)}
        guests.sort(key=lambda one: place.get(one.person_id or 0, len(place)))
        self._last = Gathering(about, guests, tuple(here), people.me(self._book))
        return self._last

    def _on_notice(self, notice: Notice) -> None:
        if notice.changes.touch("event", "guest", "person"):
            self._last = None
