"""Where the texts lie that someone is found by, and who is touched when a row of them changes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relbook.core.search.sets import CIRCLE, INTEREST, LINKS, Key
from relbook.core.store import migrations
from relbook.core.store.book import Book
from relbook.core.words import sentence

# Between texts that are read as one: a sign that words and phone numbers end at.
APART = ", "
# Between the lines of several texts read as one: signs that folding leaves alone.
LINE_END = "\x01"
KIND_END = "\x02"


class Place(NamedTuple):
    """Columns of a table that tell of the people in its column `person`, read as one text.

    With `link`, a table and its column that names the row, the people are those of the link.
    `kind` is what such a text is called, `kind_from` the column that tells it instead.
    """

    kind: str
    table: str
    columns: tuple[str, ...]
    person: str = "person_id"
    link: tuple[str, str] | None = None
    kind_from: str | None = None

    def select(self) -> str:
        """The statement that reads (person, text); ?1 is their ids as JSON."""
        return f"SELECT {self._key}, {self._text} {self._rows}"

    def select_lines(self) -> str:
        """The statement that reads (kind, person, all their texts); ?1 is their ids as JSON.

        `LINE_END` stands between texts, and where `kind_from` tells their kind, `KIND_END` after
        it before each, and the kind of all is empty.
        """
        kind, text = self.kind, self._text
        if self.kind_from is not None:
            kind, text = "", f"t.{self.kind_from} || char({ord(KIND_END)}) || {text}"
        joined = f"group_concat({text}, char({ord(LINE_END)}))"
        return f"SELECT '{kind}', {self._key}, {joined} {self._rows} GROUP BY {self._key}"

    @property
    def _key(self) -> str:
        return f"{'t' if self.link is None else 'l'}.{self.person}"

    @property
    def _text(self) -> str:
        columns = [f"t.{column}" for column in self.columns]
        if len(columns) == 1:
            return columns[0]
        parts = ", ".join(f"nullif({column}, '')" for column in columns)
        return f"concat_ws('{APART}', {parts})"

    @property
    def _rows(self) -> str:
        source = f'"{self.table}" t'
        if self.link is not None:
            link, row = self.link
            source = f'"{link}" l JOIN {source} ON t.id = l.{row}'
        filled = " || ".join(f"t.{column}" for column in self.columns)
        return (
            f"FROM {source} WHERE {self._key} IN (SELECT value FROM json_each(?1))"
            f" AND {filled} <> ''"
        )


# What counts as someone's name.
NAMES = Place(
    "name",
    "person",
    ("name", "prefixes", "given", "additional", "family", "suffixes", "nickname", "say_it"),
    "id",
)
# All else, in the order in which a row of the list would rather tell why it is there. Most words
# are in the first `MOSTLY`.
MOSTLY = 3
TEXTS = (
    Place("organisation", "position", ("title", "role", "department", "organisation")),
    Place("contact", "contact_point", ("value", "service"), kind_from="kind"),
    Place("note", "note", ("text",)),
    Place(
        "address",
        "address",
        ("po_box", "extended", "street", "locality", "region", "code", "country", "lines"),
    ),
    Place("met", "person", ("met_how", "met_where", "met_through_name"), "id"),
    Place("closeness", "person", ("closeness",), "id"),
    Place("date", "key_date", ("label", "about")),
    Place("relation", "relation", ("other_name", "note")),
    Place("field", "own_field", ("name", "value")),
    Place("note", "person", ("note",), "id"),
    Place("thread", "thread", ("title", "line", "outcome"), link=("thread_person", "thread_id")),
    Place("moment", "moment", ("line", "place"), link=("moment_person", "moment_id")),
    Place("ledger", "ledger_entry", ("what",), link=("entry_person", "entry_id")),
    Place("introduction", "introduction", ("why", "came_of_it")),
    Place("introduction", "introduction", ("why", "came_of_it"), "other_id"),
)
# What a text can be called; contact points by their kind.
KINDS = {
    "interest": sentence("interest"),
    "circle": sentence("circle"),
    "organisation": sentence("work"),
    "phone": sentence("phone"),
    "mail": sentence("mail"),
    "web": sentence("web"),
    "chat": sentence("chat"),
    "social": sentence("account"),
    "note": sentence("note"),
    "address": sentence("address"),
    "met": sentence("met"),
    "closeness": sentence("closeness"),
    "date": sentence("date"),
    "relation": sentence("relation"),
    "field": sentence("own field"),
    "thread": sentence("going on"),
    "moment": sentence("moment"),
    "ledger": sentence("ledger"),
    "introduction": sentence("introduction"),
}


def kind_word(kind: str) -> str:
    """What a text of this kind is called, in the user's language."""
    return str(KINDS.get(kind, kind))


_ALL = " UNION ALL ".join(
    [NAMES.select().replace("SELECT t.id", "SELECT 1, t.id", 1)]
    + [place.select().replace("SELECT ", "SELECT 0, ", 1) for place in TEXTS]
)
# Read one after the other, the later only of those of whom the earlier does not tell enough.
LINES = tuple(
    " UNION ALL ".join(place.select_lines() for place in places)
    for places in (TEXTS[:MOSTLY], TEXTS[MOSTLY:])
)


def of(book: Book, people: Iterable[int]) -> dict[int, tuple[list[str], list[str]]]:
    """For each of `people` who is in the book the texts of their name, and all others."""
    found: dict[int, tuple[list[str], list[str]]] = {}
    for is_name, person, text in book.sql(_ALL, (json.dumps(list(people)),)):
        if is_name:  # these come first
            found[person] = ([text], [])
        elif person in found:
            found[person][1].append(text)
    return found


# ── who is touched ──


class Touched(NamedTuple):
    """Who has other words, may stand elsewhere in the list, or has other interests or circles.

    `had` are those interests and circles that too many got or lost to be named one by one.
    `vocabulary` tells whether any interest or circle itself changed.
    """

    words: set[int]
    moved: set[int]
    interests: set[int]
    circles: set[int]
    had: set[Key]
    vocabulary: bool

    @property
    def people(self) -> set[int]:
        """All of them."""
        return self.words | self.moved | self.interests | self.circles


def _columns_of_people() -> dict[str, list[tuple[str, str]]]:
    """For each table whose rows bear words, how people are found from a row's id.

    Pairs: a column of the table that names a person, and ""; or a link table and its column that
    names the row.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for place in (NAMES, *TEXTS):
        ways = found.setdefault(place.table, [])
        if place.link is None:
            way = place.person, ""
        else:
            way = place.link
            found[place.link[0]] = [(place.person, "")]
        if way not in ways:
            ways.append(way)
    return found


_WORDY = _columns_of_people()

Log = tuple[int, str]  # of the journal, with one of the tables it touched


# By a leap from each to the next: a log may have a million rows.
_LOGS = """
WITH RECURSIVE
logs (log) AS (
  SELECT min(log) FROM journal WHERE log > ?1
  UNION ALL
  SELECT (SELECT min(log) FROM journal j WHERE j.log > logs.log) FROM logs WHERE log IS NOT NULL
),
held (log, of_table) AS (
  SELECT log, (SELECT min(of_table) FROM journal j WHERE j.log = logs.log)
  FROM logs WHERE log IS NOT NULL
  UNION ALL
  SELECT log, (
    SELECT min(of_table) FROM journal j WHERE j.log = held.log AND j.of_table > held.of_table
  ) FROM held WHERE of_table IS NOT NULL
)
SELECT log, of_table FROM held WHERE of_table IS NOT NULL ORDER BY log, of_table"""


def logs_since(book: Book, since: int) -> list[Log]:
    """Each log after `since` with each table it touched."""
    return [(log, table) for log, table in book.sql(_LOGS, (since,))]


def _hold_more(book: Book, logs: Sequence[Log], many: int) -> bool:
    """Whether `logs` hold more than `many` rows; no more of them are looked at."""
    row = book.row(
        "SELECT 1 FROM json_each(?) l CROSS JOIN journal j"
        " ON j.log = l.value ->> 0 AND j.of_table = l.value ->> 1 LIMIT 1 OFFSET ?",
        json.dumps(logs),
        many,
    )
    return row is not None


def are_wordy(book: Book, logs: Iterable[Log], many: int) -> bool:
    """Whether the `logs` hold more than `many` rows that bear words of people."""
    return _hold_more(book, [one for one in logs if one[1] in _WORDY], many)


def worded(book: Book, logs: Iterable[Log]) -> set[int]:
    """Who has other words by what the `logs` hold, as it was and as it is."""
    found: set[int] = set()
    for log, table in logs:
        for where, row in _WORDY.get(table, ()):
            if row:
                found.update(_through_link(book, log, table, where, row))
            else:
                found.update(_named(book, log, table, where))
    return found


def touched(book: Book, logs: Sequence[Log], many: int) -> Touched:
    """Who is touched by what the `logs` hold, as it was and as it is.

    Of more than `many` rows that say who has an interest, or is in a circle, only which ones.
    """
    vocabulary = any(table in {INTEREST, CIRCLE} for _, table in logs)
    found = Touched(worded(book, logs), set(), set(), set(), set(), vocabulary)
    for log, table in logs:
        if table == "person":
            found.moved.update(_moved(book, log))
    for field, people in ((INTEREST, found.interests), (CIRCLE, found.circles)):
        table, column = LINKS[field]
        of_field = [one for one in logs if one[1] == table]
        is_bulk = _hold_more(book, of_field, many)
        for log, _ in of_field:
            if is_bulk:
                found.had.update((field, str(i)) for i in _of_many(book, log, table, column))
            else:
                people.update(_named(book, log, table, "person_id"))
    return found


def _ids(book: Book, statement: str, *parameters: object) -> Iterator[int]:
    # A note may be about an event, a relation with a mere name: about nobody in the book.
    return (one for (one,) in book.sql(statement, parameters) if one is not None)


def _former(book: Book, table: str, column: str) -> str:
    return f"former ->> {migrations.columns(book.sql, table).index(column)}"


def _named(book: Book, log: int, table: str, column: str) -> Iterator[int]:
    """Whom the rows of `table` in `log` name, or named before."""
    rows = "FROM journal WHERE log = ?1 AND of_table = ?2"
    if column == "id":
        return _ids(book, f"SELECT row {rows}", log, table)
    return _ids(
        book,
        f'SELECT "{column}" FROM "{table}" WHERE id IN (SELECT row {rows})'
        f" UNION SELECT {_former(book, table, column)} {rows} AND former IS NOT NULL",
        log,
        table,
    )


def _of_many(book: Book, log: int, table: str, column: str) -> Iterator[int]:
    """As `_named`, where very many rows name few."""
    # CROSS: from the log to the table, never the other way round, through all there is of it.
    rows = "j.log = ?1 AND j.of_table = ?2"
    return _ids(
        book,
        f'SELECT DISTINCT t."{column}" FROM journal j CROSS JOIN "{table}" t ON t.id = j.row'
        f" WHERE {rows} UNION SELECT DISTINCT {_former(book, table, column)} FROM journal j"
        f" WHERE {rows} AND former IS NOT NULL",
        log,
        table,
    )


def _through_link(book: Book, log: int, table: str, link: str, column: str) -> Iterator[int]:
    """Whom the rows of `table` that changed are linked with; of a new row the link is new too."""
    return _ids(
        book,
        f'SELECT person_id FROM "{link}" WHERE {column} IN (SELECT row FROM journal'
        " WHERE log = ? AND of_table = ? AND former IS NOT NULL)",
        log,
        table,
    )


def _moved(book: Book, log: int) -> Iterator[int]:
    """The people of `log` who are new, gone, or sorted by something else than before."""
    return _ids(
        book,
        "SELECT j.row FROM journal j LEFT JOIN person p ON p.id = j.row"
        " WHERE j.log = ? AND j.of_table = 'person' AND"
        f" (p.id IS NULL OR j.former IS NULL OR p.sort_key <> j.{_former(book, 'person', 'sort_key')})",
        log,
    )
