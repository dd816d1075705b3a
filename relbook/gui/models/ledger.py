"""Rows of the ledger panel: what is open, and what was given and received, read as it is seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from PySide6.QtCore import QModelIndex, QObject, Qt

from relbook.core import dates, ledger
from relbook.core.dates import PartialDate
from relbook.core.ledger import Entry
from relbook.core.names import split_name
from relbook.core.store.book import Book
from relbook.core.words import Sentence, listed, say, sentence
from relbook.gui.models.listing import AnyIndex, Listing, Said

PAGE = 16  # entries read at once, about as many as are in sight
KEPT = 4_000  # rows that stay read
DOT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}·  "  # a line breaks behind it, if at all
MORE = "more"  # the key of the row that unfolds what is open

KINDS: dict[str, Sentence] = {
    "introduction": sentence("introduction"),
    "advice": sentence("advice"),
    "news": sentence("news"),
    "time": sentence("time"),
    "praise": sentence("praise"),
    "help": sentence("help"),
    "gift": sentence("gift"),
    "loan": sentence("loan"),
    "hospitality": sentence("hospitality"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the rows below have in common."""

    text: str
    key: Any = None

    def spoken(self) -> str:
        """The heading itself."""
        return self.text


@dataclass(frozen=True, slots=True)
class MoreRow:
    """Unfolds the rest of what is open, or folds it away."""

    text: str
    icon: str
    key: Any = MORE

    def spoken(self) -> str:
        """What it does."""
        return self.text


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A promise not kept yet, or a thing out on loan; `action` is the word that settles it."""

    key: int
    icon: str
    title: str
    second: str
    action: str
    said: str

    def spoken(self) -> str:
        """The row in one line."""
        return self.said


@dataclass(frozen=True, slots=True)
class PassedRow:
    """What was given or received: `word` says which, `second` the kind and what goes with it."""

    key: int
    gave: bool
    word: str
    title: str
    second: str
    age: str
    said: str

    def spoken(self) -> str:
        """The row in one line."""
        return self.said


def row_of(entry: Entry, whom: frozenset[int], today: date) -> OpenRow | PassedRow:
    """An entry as a row. Who is meant anyway, `whom`, is not named in it."""
    return _open_row(entry, whom, today) if entry.open else _passed_row(entry, whom, today)


def direction_word(direction: str) -> str:
    """Gave or received."""
    return say("gave") if direction == ledger.GAVE else say("received")


def kind_word(kind: str) -> str:
    """What a kind of giving is called."""
    return str(KINDS[kind]) if kind in KINDS else kind


def when_meant(due: str, today: date) -> str:
    """By when, roughly; what has passed is told without hurry."""
    day = PartialDate.from_iso(due)
    known = due.removesuffix("~")
    if day.year is not None and known < today.isoformat()[: len(known)]:
        return say("meant for {when}", when=_month(day, today))
    return dates.until(day, today)


def _open_row(entry: Entry, whom: frozenset[int], today: date) -> OpenRow:
    mine = entry.direction == ledger.GAVE
    what = entry.what or kind_word(entry.kind)
    everyone = listed([name for _, name, _ in entry.people])
    others = [_called(name) for person, name, _ in entry.people if person not in whom]
    when = when_meant(entry.due, today) if entry.due else ""
    called = listed([_called(name) for _, name, _ in entry.people])
    if entry.state == ledger.LENT:
        title = say("Out on loan: {what}", what=what)
        shown = called if mine or others else ""
        second = [_where_it_is(entry, mine, today, shown)]
        if when:
            second.append(say("back: {when}", when=when))
        said = [title, _where_it_is(entry, mine, today, everyone), *second[1:]]
        action, icon = say("Back"), "package"
    else:
        title = (
            say("I promised: {what}", what=what)
            if mine
            else say("{who} promised: {what}", who=called, what=what)
        )
        if not when and entry.date:
            when = say("said {when}", when=dates.ago(PartialDate.from_iso(entry.date), today))
        # Who promised is in the title already; when comes first, for it is what counts.
        second = [when, listed(others) if mine else ""]
        said = [
            say("I promised {who}: {what}", who=everyone, what=what)
            if mine
            else say("{who} promised: {what}", who=everyone, what=what),
            when,
        ]
        action, icon = say("Done"), "bookmark"
    about = _about(entry)
    return OpenRow(
        entry.id,
        icon,
        title,
        _dotted([*second, *about]),
        action,
        ", ".join(part for part in (*said, *about) if part),
    )


def _where_it_is(entry: Entry, mine: bool, today: date, names: str) -> str:
    """With whom a thing is and since when; one I have borrowed is with me."""
    since = _month(PartialDate.from_iso(entry.date), today) if entry.date else ""
    if mine:
        if since:
            return say("with {who} since {when}", who=names, when=since)
        return say("with {who}", who=names)
    here = say("with me since {when}", when=since) if since else say("with me")
    return say("{where}, from {who}", where=here, who=names) if names else here


def _passed_row(entry: Entry, whom: frozenset[int], today: date) -> PassedRow:
    gave = entry.direction == ledger.GAVE
    kind = kind_word(entry.kind)
    if entry.state == ledger.LENT:
        kind = say("{kind}, back", kind=kind)
    elif entry.state == ledger.PROMISED:
        kind = say("{kind}, as promised", kind=kind)
    everyone = listed([name for _, name, _ in entry.people])
    others = _others(entry, whom)
    also = len(entry.people) > 1 and any(person in whom for person, _, _ in entry.people)
    with_kind = _with(kind, others, gave, also)
    word = direction_word(entry.direction)
    age = dates.ago(PartialDate.from_iso(entry.date), today) if entry.date else ""
    about = _about(entry)
    second = [with_kind, *about]
    if not entry.what:
        # The kind stands in the first line then, and is not said twice.
        second = [_with("", others, gave, also), *about]
    said = _with(kind, everyone, gave, also=False)
    if entry.what:
        said = say("{kind}: {what}", kind=said, what=entry.what)
    return PassedRow(
        entry.id,
        gave,
        word,
        entry.what or kind,
        _dotted(second),
        age,
        ", ".join(part for part in (word, said, *about, age) if part),
    )


def _with(kind: str, names: str, gave: bool, also: bool) -> str:
    """A kind and with whom: "advice from Ólafur"."""
    if not names:
        return kind
    if also:
        who = say("with {who} too", who=names)
    else:
        who = say("to {who}", who=names) if gave else say("from {who}", who=names)
    return say("{kind} {who}", kind=kind, who=who) if kind else who


def _about(entry: Entry) -> list[str]:
    parts = []
    if entry.interest:
        parts.append(say("about {interest}", interest=entry.interest))
    if entry.event:
        parts.append(say("at {event}", event=entry.event))
    if entry.tender:
        parts.append(say("tender"))
    if entry.private:
        parts.append(say("private"))
    return parts


def _others(entry: Entry, whom: frozenset[int]) -> str:
    return listed([name for person, name, _ in entry.people if person not in whom])


def _month(day: PartialDate, today: date) -> str:
    """A date as roughly as it matters here: its month, and the year if it is another."""
    if day.month is None:
        return day.words()
    if day.year in (None, today.year):
        return dates.month_name(day.month)
    return PartialDate(day.year, day.month).words()


def _called(name: str) -> str:
    """What one calls someone: the given name where there is one."""
    return split_name(name).given or name


def _dotted(parts: Iterable[str]) -> str:
    return DOT.join(part for part in parts if part)


class LedgerModel(Listing):
    """Headings, and entries by their ids; each is read with its neighbours when it is seen."""

    def __init__(
        self, book: Book, today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._book, self._today = book, today
        self._slots: list[Said | int] = []
        self._lead = 0
        self._read: dict[int, Entry] = {}
        self._told: dict[int, Said] = {}  # those of them that were in sight, as rows
        self._whom: frozenset[int] = frozenset()
        self._more: Callable[[int], list[int]] | None = None
        self.rows = _Rows(self, range(0))

    def show_entries(
        self,
        lead: Sequence[Said | int],
        passed: Sequence[int],
        whom: frozenset[int] = frozenset(),
        more: Callable[[int], list[int]] | None = None,
    ) -> None:
        """Show `lead`, rows as they are and open entries by id, and below it what has `passed`.

        `more` reads the entries that come behind one, a batch at a time; none is the end.
        """
        self.beginResetModel()
        self._slots, self._lead = [*lead, *passed], len(lead)
        self._whom, self._more = whom, more
        self._forget()
        self.rows = _Rows(self, range(len(self._slots)))
        self.endResetModel()

    def shows(
        self, lead: Sequence[Said | int], passed: Sequence[int], whom: frozenset[int]
    ) -> bool:
        """Whether just this is shown already."""
        return whom == self._whom and self._slots == [*lead, *passed]

    def reread(self, more: Callable[[int], list[int]] | None) -> None:
        """Read what is seen anew; the rows stay."""
        self._forget()
        self._more = more
        if self._slots:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._slots) - 1, 0))

    @property
    def passed(self) -> int:
        """How many entries that have passed are shown, so far."""
        return len(self._slots) - self._lead

    def lead(self) -> Iterable[tuple[int, Said | None]]:
        """The rows above what has passed: each place, and the row unless it is an open entry."""
        for at, slot in enumerate(self._slots[: self._lead]):
            yield at, None if isinstance(slot, int) else slot

    def is_open(self, at: int) -> bool:
        """Whether the row at a place is an open entry; nothing is read to know it."""
        return at < self._lead and isinstance(self._slots[at], int)

    def row_of(self, key: Any) -> int | None:
        if key is None:
            return None
        every = (slot if isinstance(slot, int) else slot.key for slot in self._slots)
        return next((at for at, one in enumerate(every) if one == key), None)

    def row(self, at: int) -> Said:
        """The row at a place, read if need be."""
        slot = self._slots[at]
        if not isinstance(slot, int):
            return slot
        row = self._told.get(slot)
        if row is None:
            if slot not in self._read:
                self._read_page(at)
            entry = self._read.get(slot)
            row = _GONE if entry is None else row_of(entry, self._whom, self._today())
            self._told[slot] = row
        return row

    def is_heading(self, at: int) -> bool:
        """Whether the row at a place cannot be chosen; nothing is read to know it."""
        slot = self._slots[at]
        return not isinstance(slot, int) and slot.key is None

    def _read_page(self, at: int) -> None:
        if len(self._read) > KEPT:
            self._forget()
        start = at // PAGE * PAGE
        wanted = [slot for slot in self._slots[start : start + PAGE] if isinstance(slot, int)]
        self._read.update(ledger.read_many(self._book, wanted))

    def _forget(self) -> None:
        self._read.clear()
        self._told.clear()

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and self._more is not None

    def fetchMore(self, parent: AnyIndex) -> None:
        last = self._slots[-1] if self._slots else None
        if parent.isValid() or self._more is None or not isinstance(last, int):
            self._more = None
            return
        found = self._more(last)
        if not found:
            self._more = None
            return
        n = len(self._slots)
        self.beginInsertRows(QModelIndex(), n, n + len(found) - 1)
        self._slots += found
        self.rows = _Rows(self, range(len(self._slots)))
        self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            row = self.row(index.row())
            return "" if row.key is None else row.spoken()
        return super().data(index, role)


class _Rows(Sequence[Said]):
    """The rows of a model, or some of them; none is read before it is asked for."""

    def __init__(self, model: LedgerModel, places: range) -> None:
        self._model, self._places = model, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Said: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Said]: ...
    def __getitem__(self, at: int | slice) -> Said | Sequence[Said]:
        if isinstance(at, slice):
            return _Rows(self._model, self._places[at])
        return self._model.row(self._places[at])


_GONE = Heading("")  # an entry that was deleted since, until the news of it comes
