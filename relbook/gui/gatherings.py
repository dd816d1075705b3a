"""Who comes to the event that is attended to, read once for all who show it."""

from typing import TYPE_CHECKING, NamedTuple

from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from relbook.gui.notices import Notices

if TYPE_CHECKING:
    from relbook.core.events import Event, Expected


class Gathering(NamedTuple):
    """An event and who is expected, as one would greet them; `people` are those in the book."""

    event: "Event"
    company: "list[Expected]"
    people: tuple[int, ...]


class Gatherings:
    """Keeps the event asked for last, until the book changes: several panels ask in one moment."""

    def __init__(self, book: Book, notices: Notices) -> None:
        self._book = book
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
        company = events.company(self._book, event)
        people = dict.fromkeys(one.person_id for one in company if one.person_id is not None)
        self._last = Gathering(about, company, tuple(people))
        return self._last

    def _on_notice(self, notice: Notice) -> None:
        if notice.changes.touch("event", "guest", "person"):
            self._last = None
