"""The trash: who was deleted in the last thirty days, kept with their whole life by the journal.

Nothing is moved there: the step that deleted someone holds every row that went with them, and is
kept for `HISTORY` however large it is. Bringing one person back puts their rows in again and ties
them to who and what is in the book by then. Who was merged into another is not in the trash: their
life went on in the other's, and the step itself can be taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from relbook.core import errors
from relbook.core.store import history
from relbook.core.store.book import Book
from relbook.core.store.history import Values
from relbook.core.store.journal import Step
from relbook.core.words import say, sentence

# The steps that someone's row was in, the last of each first; by then it was there.
_DELETED = """
SELECT s.id, j.row, j.former FROM step s CROSS JOIN journal j ON j.log = s.log
AND j.of_table = 'person' WHERE s.undone = 0 AND j.former IS NOT NULL
AND j.row NOT IN (SELECT id FROM person) ORDER BY s.id DESC, j.row
"""
# What several people have part in, its link, and the link's column that names it.
SHARED = (
    ("moment", "moment_person", "moment_id"),
    ("thread", "thread_person", "thread_id"),
    ("ledger_entry", "entry_person", "entry_id"),
)
# Words of the one vocabulary: one that is gone too comes back with who needs it.
_WORDS = ("interest", "circle")


@dataclass(frozen=True, slots=True)
class Deleted:
    """Someone who was deleted, by which step."""

    person: int
    name: str
    step: Step
    photo: str | None

    @property
    def when(self) -> str:
        """UTC, ISO 8601."""
        return self.step.made


@dataclass(slots=True)
class Life:
    """The rows that went with someone, by table; and what rows that stayed said of them."""

    person: Values
    rows: dict[str, list[Values]] = field(default_factory=dict)
    named: list[tuple[str, Values]] = field(default_factory=list)

    def count(self, table: str) -> int:
        """How many rows of `table` there are."""
        return len(self.rows.get(table, ()))


def deleted(book: Book) -> list[Deleted]:
    """Who is in the trash, the last deleted first."""
    found: list[Deleted] = []
    seen: set[int] = set()
    steps = {step.id: step for step in history.steps(book)}
    merged: dict[int, set[str]] = {}
    for number, person, former in book.rows(_DELETED):
        if person in seen:
            continue
        seen.add(person)
        step = steps[number]
        if number not in merged:
            merged[number] = _uids_merged(book, step)
        values = history.as_values(book, "person", former)
        if values["uid"] not in merged[number]:
            found.append(Deleted(person, values["name"], step, values["photo"]))
    return found


def life(book: Book, one: Deleted) -> Life:
    """All that was told of someone when they were deleted."""
    return _Reader(book, one).read()


def bring_back(book: Book, one: Deleted) -> None:
    """Put someone back with everything that went with them, as one edit.

    What they share with someone who is still gone waits for that one. Raises `Refused` if they
    are not in the trash any more.
    """
    if one not in deleted(book):
        raise errors.Refused(
            say(
                "{name} is not in the trash any more. Nothing was changed; look again.",
                name=one.name,
            )
        )
    theirs = life(book, one)
    with book.edit(sentence("Bring {name} back", name=one.name)):
        _Return(book, one, theirs).run()


def _uids_merged(book: Book, step: Step) -> set[str]:
    """Of whom a step left only what remembers that they were merged into another."""
    cards = book.rows(
        "SELECT row FROM journal WHERE log = ? AND of_table = 'source_card' AND former IS NULL",
        step.log,
    )
    known = (history.last_known(book, "source_card", row) for (row,) in cards)
    return {card["card_uid"] for card in known if card and card["kind"] == "merged"}


class _Reader:
    """Finds the rows of one person among those that were taken away with them.

    Those shared with someone who was deleted too may have gone with that one, before or after.
    """

    def __init__(self, book: Book, one: Deleted) -> None:
        self._book, self._one = book, one
        self._deleting = _steps_that_deleted(book)
        self._known: set[tuple[str, int]] = set()  # rows that were looked at

    def read(self) -> Life:
        former = self._book.value(
            "SELECT former FROM journal WHERE log = ? AND of_table = 'person' AND row = ?",
            self._one.step.log,
            self._one.person,
        )
        found = Life(history.as_values(self._book, "person", former))
        cascading = _cascading(self._book)
        for table, column, parent in self._book.foreign_keys:
            if parent != "person":
                continue
            for values in self._naming(table, column):
                if history.values(self._book, table, values["id"]) is not None:
                    found.named.append((table, values))
                elif (table, column) in cascading:
                    self._add(found, table, values["id"])
        for table, link, column in SHARED:
            for one in found.rows.get(link, ()):
                if history.values(self._book, table, one[column]) is None:
                    self._add(found, table, one[column])
        return found

    def _naming(self, table: str, column: str) -> Iterator[Values]:
        at = self._book.columns[table].index(column)
        for log in self._deleting.values():
            for (former,) in self._book.rows(
                "SELECT former FROM journal WHERE log = ? AND of_table = ?"
                f" AND former ->> {at} = ? ORDER BY row",
                log,
                table,
                self._one.person,
            ):
                yield history.as_values(self._book, table, former)

    def _add(self, life: Life, table: str, row: int) -> None:
        """Add a row as it was when it went, unless it went on its own and not with someone."""
        if (table, row) in self._known:
            return
        self._known.add((table, row))
        last = self._book.row(
            "SELECT s.id, j.former FROM step s CROSS JOIN journal j ON j.log = s.log"
            " AND j.of_table = ? AND j.row = ? WHERE s.undone = 0 ORDER BY s.id DESC LIMIT 1",
            table,
            row,
        )
        if last is None or last[1] is None or last[0] not in self._deleting:
            return
        life.rows.setdefault(table, []).append(history.as_values(self._book, table, last[1]))


def _steps_that_deleted(book: Book) -> dict[int, int]:
    """The steps in which someone was deleted, with their logs; the last first."""
    return dict(
        book.rows(
            "SELECT s.id, s.log FROM step s WHERE s.undone = 0 AND EXISTS (SELECT 1 FROM journal j"
            " WHERE j.log = s.log AND j.of_table = 'person' AND j.former IS NOT NULL AND"
            " coalesce((SELECT k.former IS NULL FROM step t CROSS JOIN journal k ON k.log = t.log"
            " AND k.of_table = 'person' AND k.row = j.row WHERE t.undone = 0 AND t.id > s.id"
            " ORDER BY t.id LIMIT 1), j.row NOT IN (SELECT id FROM person))) ORDER BY s.id DESC"
        )
    )


def _cascading(book: Book) -> set[tuple[str, str]]:
    """The columns whose rows go with the person they name."""
    return {
        (table, row[3])
        for table in book.columns
        for row in book.rows(f'PRAGMA foreign_key_list("{table}")')
        if row[2] == "person" and row[6] == "CASCADE"
    }


class _Return:
    """Puts the rows of a life in again, as the book is by now. Within an open edit."""

    def __init__(self, book: Book, one: Deleted, life: Life) -> None:
        self._book, self._one, self._life = book, one, life
        self._keys: dict[str, list[tuple[str, str]]] = {}
        for table, column, parent in book.foreign_keys:
            self._keys.setdefault(table, []).append((column, parent))
        self._deleting = _steps_that_deleted(book)
        self._instead: dict[tuple[str, int], int] = {}  # a word that is there under another id

    def run(self) -> None:
        person = dict(self._life.person)
        if self._book.row("SELECT 1 FROM person WHERE uid = ?", person["uid"]):
            del person["uid"]  # brought in again since, from the same card
        if person["me"] and self._book.row("SELECT 1 FROM person WHERE me = 1"):
            person["me"] = 0
        self._put("person", person)
        # What is shared before the links to it, and everything before what can name it.
        links = {link for _table, link, _column in SHARED}
        for table in sorted(self._life.rows, key=lambda table: table in links):
            for values in self._life.rows[table]:
                if history.values(self._book, table, values["id"]) is None:
                    self._put(table, values)
        for table, values in self._life.named:
            self._name_again(table, values)

    def _put(self, table: str, values: Values) -> bool:
        """Insert a row, what it refers to being there; whether that could be."""
        values = dict(values)
        for column, parent in self._keys.get(table, ()):
            named = values.get(column)
            if named is None and parent == "person":
                values[column] = self._named_before(table, values["id"], column)
            if named is None or self._is_there(parent, named):
                continue
            other = self._settled(parent, named)
            if other is None and not self._may_be_empty(table, column):
                return False  # with someone who is still gone
            values[column] = other
        values["changed"] = self._book.stamp
        names = ", ".join(f'"{name}"' for name in values)
        self._book.sql(
            f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(values))})'
            " ON CONFLICT DO NOTHING",
            tuple(values.values()),
        )
        if "uid" in values:
            self._book.sql(
                "DELETE FROM tombstone WHERE uid = ? AND of_table = ?", (values["uid"], table)
            )
        return True

    def _named_before(self, table: str, row: int, column: str) -> int | None:
        """Whom a row named before that one was deleted, if they are back."""
        at = self._book.columns[table].index(column)
        for log in self._deleting.values():
            named = self._book.value(
                f"SELECT former ->> {at} FROM journal WHERE log = ? AND of_table = ? AND row = ?",
                log,
                table,
                row,
            )
            if named is not None and self._is_there("person", named):
                return int(named)
        return None

    def _settled(self, table: str, row: int) -> int | None:
        """The id of a word that was done away with since: of the same word by now, or put back."""
        if table not in _WORDS:
            return None
        if (table, row) in self._instead:
            return self._instead[table, row]
        values = history.last_known(self._book, table, row)
        if values is None:
            return None
        same = self._book.value(f"SELECT id FROM {table} WHERE folded = ?", values["folded"])
        if same is None:
            if not self._put(table, values):
                return None
            same = row
        self._instead[table, row] = int(same)
        return int(same)

    def _name_again(self, table: str, was: Values) -> None:
        """Let a row that stayed, or came back without them, name them again where it names nobody."""
        now = history.values(self._book, table, was["id"])
        if now is None:
            return  # with someone who is still gone
        again: dict[str, Any] = {}
        for column, parent in self._keys.get(table, ()):
            mine = parent == "person" and was[column] == self._one.person
            if mine and now[column] is None:
                again[column] = self._one.person
        if table == "guest" and again and now["name"] == self._life.person["name"]:
            again["name"] = was["name"]
        if again:
            sets = ", ".join(f'"{column}" = ?' for column in again)
            self._book.sql(
                f'UPDATE "{table}" SET {sets} WHERE id = ?', (*again.values(), was["id"])
            )

    def _is_there(self, table: str, row: int) -> bool:
        return self._book.row(f'SELECT 1 FROM "{table}" WHERE id = ?', row) is not None

    def _may_be_empty(self, table: str, column: str) -> bool:
        return not any(
            row[1] == column and row[3] for row in self._book.rows(f'PRAGMA table_info("{table}")')
        )
