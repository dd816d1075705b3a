"""The rows of the history: under each day its edits, the last first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relbook.core.dates import PartialDate
from relbook.core.store.journal import Step
from relbook.core.words import say


@dataclass(frozen=True, slots=True)
class Row:
    """A step, or (with no `key`) the day above some; `how_many` is asked when it is drawn."""

    key: int | None
    words: str
    time: str = ""
    undone: bool = False
    how_many: Callable[[], str] = str

    def spoken(self) -> str:
        """The row in one line."""
        if self.key is None:
            return self.words
        told = say("{time}: {what}, {many}", time=self.time, what=self.words, many=self.how_many())
        return say("{what} (undone)", what=told) if self.undone else told


def local(made: str) -> datetime:
    """When a step was made, in the owner's own time."""
    return datetime.fromisoformat(made).astimezone()


def day_words(day: date, today: date) -> str:
    """What a day is called above its edits."""
    if day == today:
        return say("Today")
    if day == today - timedelta(days=1):
        return say("Yesterday")
    return PartialDate.of(day).words()


def rows(steps: Iterable[Step], today: date, how_many: Callable[[Step], str]) -> list[Row]:
    """`steps`, the newest first, each under its day."""
    found: list[Row] = []
    last: date | None = None
    for step in steps:
        when = local(step.made)
        if when.date() != last:
            last = when.date()
            found.append(Row(None, day_words(last, today)))
        found.append(
            Row(
                step.id,
                str(step.sentence),
                when.strftime("%H:%M"),
                step.undone,
                lambda step=step: how_many(step),  # type: ignore[misc]
            )
        )
    return found
