"""What lies on the desk: everything that a panel, page or dialog is handed."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relbook.core import people
from relbook.core.errors import BookLocked
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.words import Sentence, say
from relbook.gui.alerts import Alerts
from relbook.gui.focus import Focus
from relbook.gui.gatherings import Gatherings
from relbook.gui.jobs import Jobs
from relbook.gui.notices import Notices
from relbook.gui.photos import Photos
from relbook.gui.settings import Settings
from relbook.gui.theme import Theme

if TYPE_CHECKING:
    from relbook.core.store.backups import Shelves


@dataclass(frozen=True, slots=True)
class Desk:
    """The open book and what goes with it. `today` tells the day, so that a test can choose it.

    Without `shelves` there is no place for backups, and none are made.
    """

    book: Book
    index: Index
    focus: Focus
    notices: Notices
    gatherings: Gatherings
    jobs: Jobs
    alerts: Alerts
    theme: Theme
    photos: Photos
    settings: Settings
    today: Callable[[], date]
    shelves: "Callable[[], Shelves] | None" = None

    @contextlib.contextmanager
    def edit(self, sentence: Sentence | str) -> Iterator[None]:
        """`book.edit`, refused with one sentence while a job writes."""
        self.check_may_edit()
        with self.book.edit(sentence):
            yield

    def check_may_edit(self) -> None:
        """Raise `BookLocked` while a job writes."""
        if self.jobs.writing:
            raise BookLocked(
                say("Relbook is still busy with a longer job. Nothing was changed; wait for it.")
            )

    def hindrance(self) -> str:
        """Why nothing can be changed now, for a tip; empty when it can."""
        if self.book.read_only:
            return say("This book is open for reading only.")
        return (
            say("Wait a little: a longer job is writing in the book.") if self.jobs.writing else ""
        )

    def complete(self, text: str, limit: int = 12) -> list[tuple[int, str]]:
        """People whose names begin with the words of `text`: id and name, in list order."""
        found = self.index.find(text)
        ids = found.ids(0, min(limit, found.by_name))
        rows = people.rows(self.book, ids)
        return [(one, rows[one].name) for one in ids if one in rows]
