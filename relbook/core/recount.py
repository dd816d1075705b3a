"""What a step of the history did, told in words: fields and values as a person knows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from relbook.core import errors
from relbook.core.dates import PartialDate
from relbook.core.store import history
from relbook.core.store.book import Book
from relbook.core.store.history import RowChange, Values
from relbook.core.store.journal import Step
from relbook.core.words import Sentence, plural, say, sentence

MANY = 2_000  # rows from which on a step is told by its size

# What a row is called. Links are told as part of what they link.
NOUNS: Mapping[str, Sentence] = {
    "person": sentence("Person"),
    "contact_point": sentence("Contact"),
    "address": sentence("Address"),
    "position": sentence("Work"),
    "key_date": sentence("Day"),
    "relation": sentence("Relation"),
    "interest": sentence("Interest"),
    "tagging": sentence("Interest"),
    "circle": sentence("Circle"),
    "membership": sentence("Circle"),
    "event": sentence("Event"),
    "guest": sentence("Guest"),
    "ledger_entry": sentence("Ledger"),
    "entry_person": sentence("Ledger"),
    "moment": sentence("Moment"),
    "moment_person": sentence("Moment"),
    "thread": sentence("Going on"),
    "thread_person": sentence("Going on"),
    "note": sentence("Note"),
    "own_field": sentence("Own field"),
    "introduction": sentence("Introduction"),
    "source_card": sentence("Card brought in"),
    "circle_card": sentence("Card brought in"),
    "distinct_pair": sentence("Two people"),
}
FIELDS: Mapping[str, Sentence] = {
    "name": sentence("Name"),
    "family": sentence("Family name"),
    "given": sentence("Given name"),
    "additional": sentence("Other given names"),
    "prefixes": sentence("Title"),
    "suffixes": sentence("Suffix"),
    "nickname": sentence("Nickname"),
    "say_it": sentence("Say it"),
    "pronouns": sentence("Pronouns"),
    "photo": sentence("Photo"),
    "met_how": sentence("How you met"),
    "met_on": sentence("When you met"),
    "met_where": sentence("Where you met"),
    "met_through_id": sentence("Met through"),
    "met_through_name": sentence("Met through"),
    "note": sentence("Note"),
    "closeness": sentence("Closeness"),
    "rhythm": sentence("Rhythm"),
    "state": sentence("State"),
    "tender": sentence("Tender"),
    "private": sentence("Private"),
    "me": sentence("This is me"),
    "learned": sentence("Learned"),
    "told_by_id": sentence("Told by"),
    "person_id": sentence("With"),
    "other_id": sentence("To"),
    "other_name": sentence("To"),
    "kind": sentence("Kind"),
    "value": sentence("Value"),
    "label": sentence("Label"),
    "service": sentence("Service"),
    "preferred": sentence("Preferred"),
    "po_box": sentence("PO box"),
    "extended": sentence("Addition"),
    "street": sentence("Street"),
    "locality": sentence("Town"),
    "region": sentence("Region"),
    "code": sentence("Post code"),
    "country": sentence("Country"),
    "lines": sentence("As written"),
    "organisation": sentence("Organisation"),
    "department": sentence("Department"),
    "title": sentence("Title"),
    "role": sentence("Role"),
    "since": sentence("Since"),
    "until": sentence("Until"),
    "date": sentence("Date"),
    "about": sentence("About"),
    "other_names": sentence("Other names"),
    "parent_id": sentence("Below"),
    "interest_id": sentence("Interest"),
    "how": sentence("How"),
    "how_much": sentence("How much"),
    "circle_id": sentence("Circle"),
    "starts": sentence("Begins"),
    "ends": sentence("Ends"),
    "at": sentence("At"),
    "place": sentence("Place"),
    "event_id": sentence("Event"),
    "direction": sentence("Direction"),
    "what": sentence("What"),
    "due": sentence("Due"),
    "settled": sentence("Settled"),
    "line": sentence("Line"),
    "opened": sentence("Since"),
    "expected": sentence("Expected"),
    "closed": sentence("Ended"),
    "outcome": sentence("How it ended"),
    "success": sentence("Went well"),
    "text": sentence("Text"),
    "why": sentence("Why"),
    "asked_person": sentence("Asked one"),
    "asked_other": sentence("Asked the other"),
    "made": sentence("Introduced"),
    "came_of_it": sentence("What came of it"),
    "file": sentence("File"),
    "imported": sentence("Brought in"),
}
WORDS: Mapping[str, Sentence] = {
    "gave": sentence("given"),
    "received": sentence("received"),
    "promised": sentence("promised"),
    "lent": sentence("lent"),
    "done": sentence("done"),
    "active": sentence("active"),
    "resting": sentence("resting"),
    "archived": sentence("archived"),
    "estranged": sentence("estranged"),
    "deceased": sentence("has died"),
    "expected": sentence("expected"),
    "met": sentence("met"),
    "missed": sentence("missed"),
    "idea": sentence("an idea"),
    "asked": sentence("asked"),
    "made": sentence("made"),
    "declined": sentence("declined"),
    "mail": sentence("mail"),
    "phone": sentence("phone"),
    "web": sentence("web"),
    "chat": sentence("chat"),
    "social": sentence("account"),
    "birthday": sentence("birthday"),
    "anniversary": sentence("anniversary"),
    "deathday": sentence("day of death"),
    "interest": sentence("interest"),
    "industry": sentence("industry"),
}
_WORDED = frozenset({"kind", "state", "direction"})
_FLAGS = frozenset({"tender", "private", "me", "preferred", "success"})
_DATES = frozenset(
    "met_on learned since until date starts ends due settled opened expected closed asked_person"
    " asked_other made imported".split()
)
# Derived, or for the program alone.
_SILENT = frozenset(
    "id uid changed created sort_key match_key folded blob version card_uid icon".split()
)
_SILENT_IN = {"source_card": {"lines", "kind"}, "circle_card": {"kind"}}
_NAMED_BY = {
    "interest": ("name",),
    "circle": ("name",),
    "event": ("name",),
    "person": ("name",),
    "moment": ("line", "kind"),
    "thread": ("title",),
    "ledger_entry": ("what", "kind"),
}
_PARENTS = {
    "met_through_id": "person", "told_by_id": "person", "person_id": "person", "other_id": "person",
    "interest_id": "interest", "parent_id": "interest", "circle_id": "circle", "event_id": "event",
    "moment_id": "moment", "thread_id": "thread", "entry_id": "ledger_entry",
}  # fmt: skip
_LINKS = {"moment_person": "moment_id", "thread_person": "thread_id", "entry_person": "entry_id"}
_TELLING = ("name", "value", "title", "line", "what", "text", "street", "date", "why", "file")


class How(Enum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a row, and what it said before and after; empty for nothing."""

    field: str
    before: str
    after: str

    def spoken(self) -> str:
        """The line as it is read out."""
        if not self.before:
            return say("{field}: {after}", field=self.field, after=self.after)
        if not self.after:
            return say("{field}: {before} → nothing", field=self.field, before=self.before)
        return say(
            "{field}: {before} → {after}", field=self.field, before=self.before, after=self.after
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row, in words: what it is, of whom, and its fields."""

    what: str
    how: How
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """What it is and what became of it."""
        if self.how is How.NEW:
            return say("{what}: new", what=self.what)
        if self.how is How.GONE:
            return say("{what}: gone", what=self.what)
        return self.what


class Teller:
    """Tells of rows of one book; what it looked up once it remembers."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._names: dict[tuple[str, int], str] = {}

    def tell(self, change: RowChange) -> Told | None:
        """A change in words; None where nothing of it says anything to a reader."""
        values = change.after or change.before or {}
        if change.table not in NOUNS:
            return None
        how = How.CHANGED
        if change.before is None:
            how = How.NEW
        elif change.after is None:
            how = How.GONE
        lines = tuple(self._lines(change))
        if how is How.CHANGED and not lines:
            return None
        return Told(self._heading(change.table, values), how, lines)

    def name(self, table: str, row: int) -> str:
        """What a row is called, also one that is gone."""
        key = table, row
        if key not in self._names:
            values = history.last_known(self._book, table, row)
            told = ""
            if values is not None:
                told = next((str(values[c]) for c in _NAMED_BY[table] if values.get(c)), "")
            self._names[key] = _short(told) or say("someone or something that is gone")
        return self._names[key]

    def _heading(self, table: str, values: Values) -> str:
        noun = str(NOUNS[table])
        if table == "person":
            return str(values.get("name") or noun)
        link = _LINKS.get(table)
        if link is not None:
            title = self.name(_PARENTS[link], values[link])
            return say("{what} “{title}”", what=noun, title=title)
        person = values.get("person_id")
        if person is not None:
            return say("{what} of {name}", what=noun, name=self.name("person", person))
        event = values.get("event_id")
        if event is not None and table in ("guest", "note"):
            return say("{what} at {name}", what=noun, name=self.name("event", event))
        title = next((str(values[c]) for c in _NAMED_BY.get(table, ()) if values.get(c)), "")
        return say("{what} “{title}”", what=noun, title=_short(title)) if title else noun

    def _lines(self, change: RowChange) -> Iterable[Line]:
        whole = change.before is None or change.after is None
        silent = _SILENT | _SILENT_IN.get(change.table, set())
        for column in change.altered:
            if column in silent or column not in FIELDS:
                continue
            if whole and self._is_in_heading(change, column):
                continue
            before = self._value(column, change.before)
            after = self._value(column, change.after)
            if before == after:
                if column != "photo" or whole:
                    continue
                before, after = say("a photo"), say("another photo")
            yield Line(str(FIELDS[column]), before, after)

    def _is_in_heading(self, change: RowChange, column: str) -> bool:
        if change.table in _LINKS:
            return column in _LINKS.values()
        if column == "state" and (change.after or change.before or {})[column] == "active":
            return True  # as nearly everyone is
        return column == "person_id" or (column == "name" and change.table == "person")

    def _value(self, column: str, values: Values | None) -> str:
        value = None if values is None else values.get(column)
        if value is None or value == "":
            return ""
        if column in _PARENTS:
            return self.name(_PARENTS[column], int(value))
        if column in _FLAGS:
            return say("yes") if value else ""
        if column == "photo":
            return say("a photo")
        if column in _WORDED:
            return str(WORDS.get(value, value))
        if column in _DATES:
            try:
                return PartialDate.from_iso(str(value)).words()
            except (errors.Refused, ValueError):
                return str(value)
        return str(value)


def how_many(book: Book, step: Step) -> str:
    """How much a step touched: people and what is told of them, in a few words."""
    if step.rows > 100 * MANY:
        return str(plural("{n} line", "{n} lines", step.rows))
    sizes = history.sizes(book, step)
    people = sizes.pop("person", 0)
    facts = sum(sizes.values())
    told = str(plural("{n} fact", "{n} facts", facts))
    if not people:
        return told
    counted = str(plural("{n} person", "{n} people", people))
    return say("{people}, {facts}", people=counted, facts=told) if facts else counted


def people_of(book: Book, steps: Sequence[Step]) -> dict[int, set[int]]:
    """Whom each of `steps` touched; of one of more than `MANY` rows, whose own row it touched."""
    found: dict[int, set[int]] = {step.id: set() for step in steps}
    for number, person in book.rows(
        "SELECT s.id, j.row FROM step s CROSS JOIN journal j ON j.log = s.log"
        " AND j.of_table = 'person'"
    ):
        if number in found:
            found[number].add(person)
    for table, column, parent in book.foreign_keys:
        if parent != "person" or table == "person" or column == "told_by_id":
            continue
        at = book.columns[table].index(column)
        for number, now, then in book.rows(
            f'SELECT s.id, t."{column}", j.former ->> {at} FROM step s CROSS JOIN journal j'
            f' ON j.log = s.log AND j.of_table = ? LEFT JOIN "{table}" t ON t.id = j.row'
            ' WHERE s."rows" <= ?',
            table,
            MANY,
        ):
            if number in found:
                found[number] |= {one for one in (now, then) if one is not None}
    for table, link, column in (
        ("moment", "moment_person", "moment_id"),
        ("thread", "thread_person", "thread_id"),
        ("ledger_entry", "entry_person", "entry_id"),
    ):
        for number, person in book.rows(
            "SELECT s.id, l.person_id FROM step s CROSS JOIN journal j ON j.log = s.log"
            f' AND j.of_table = ? JOIN {link} l ON l.{column} = j.row WHERE s."rows" <= ?',
            table,
            MANY,
        ):
            if number in found:
                found[number].add(person)
    return found


def short_life(rows: Mapping[str, Sequence[Values]]) -> str:
    """What a life in the trash holds, counted in a few words."""
    counted = (
        (("contact_point", "address"), plural("{n} way to reach", "{n} ways to reach", 0)),
        (("moment",), plural("{n} moment", "{n} moments", 0)),
        (("ledger_entry",), plural("{n} ledger entry", "{n} ledger entries", 0)),
        (("thread",), plural("{n} thing going on", "{n} things going on", 0)),
        (("note",), plural("{n} note", "{n} notes", 0)),
        (("relation",), plural("{n} relation", "{n} relations", 0)),
        (("tagging",), plural("{n} interest", "{n} interests", 0)),
        (("membership",), plural("{n} circle", "{n} circles", 0)),
    )
    told = []
    for tables, words in counted:
        n = sum(len(rows.get(table, ())) for table in tables)
        if n:
            told.append(str(Sentence(words.one, words.many, n)))
    return " · ".join(told)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
