"""What the user is attending to, and the one signal that says it changed."""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

Page = Literal["opening", "person", "event", "interest"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows the people: who have all these interests and belong to all these circles."""

    interests: frozenset[int] = frozenset()
    circles: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.interests or self.circles)


@dataclass(frozen=True, slots=True)
class Attention:
    """The record. Ids only: whoever shows it asks the book again.

    `selection` is the people chosen in the list, `person` the one the page is about, `entry` the
    ledger row picked.
    """

    search: str = ""
    filter: Filter = field(default_factory=Filter)
    selection: frozenset[int] = frozenset()
    person: int | None = None
    entry: int | None = None
    event: int | None = None
    page: Page = "opening"


class Focus(QObject):
    """Holds an `Attention`; whoever shows it listens to `changed(was, now)`.

    Setting what is set already says nothing, so circles end by themselves. What a listener sets
    holds at once, and is told when all have heard of what came before.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = Attention()
        self._news: deque[tuple[Attention, Attention]] = deque()  # the first is being told

    @property
    def now(self) -> Attention:
        """What is attended to at present."""
        return self._now

    def set(self, **parts: Any) -> None:
        """Attend to other `parts` of the record; the rest stays."""
        was, now = self._now, replace(self._now, **parts)
        if now == was:
            return
        self._now = now
        self._news.append((was, now))
        if len(self._news) == 1:
            while self._news:
                self.changed.emit(*self._news[0])
                self._news.popleft()

    def show_person(self, person: int) -> None:
        """Choose one person and show their page."""
        self.set(selection=frozenset({person}), person=person, page="person")

    def show_nobody(self) -> None:
        """Attend to nobody and no event: the opening page."""
        self.set(selection=frozenset(), person=None, entry=None, event=None, page="opening")
