"""Rows out of an archive back into a book, exactly as they were.

A row whose uid the book has is left alone. What a row names may come later: it is tied at the end.
Nothing in an archive is trusted: a row with a value that no book could hold is left out whole, and
told.
"""

import json
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Collection
from typing import Any

from relbook.core.exchange.archive.fit import Unfit, fit, writable
from relbook.core.exchange.archive.shape import FORMAT, Column, Table, tables
from relbook.core.names import fold, sort_key
from relbook.core.store.book import Book, hash_of
from relbook.core.store.schema import Row, SourceCard
from relbook.core.words import plural, say

LONGEST = 32_000_000  # characters of an archive read at once
MOST_PARTS = 2_000_000  # strings, lists and objects in it
MOST_TOLD = 200  # problems put in words
DEEPEST = 256  # parents of an interest


def let_the_book(model: type[Row]) -> int | None:
    """The number of a new row is the book's to choose."""
    del model
    return None


REMEMBERED = ("photo", "merged", "former")  # kinds of source cards that are no cards


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 1_000 and writable(value)


class Restore:
    """Puts archived rows into `book`. Needs an open edit, from the first call to `finish`.

    `number` gives a new row of a table its id; with None the book does. Interests, circles and people
    come in as they are met: what a caller has cached of those must be read anew.
    """

    def __init__(
        self, book: Book, number: Callable[[type[Row]], int | None] = let_the_book
    ) -> None:
        self._book = book
        self._stamp = book.stamp
        self._number = number
        self._inserts: dict[str, str] = {}
        self._ids: dict[str, dict[str, int]] = {}  # of rows that others name, by uid
        self._there: dict[str, set[int]] = {}  # of the other rows, a digest of the uid
        self._mine: int | None = None
        self._merged: dict[str, int] | None = None
        self._waiting: list[tuple[Table, dict[str, Any]]] = []  # rows that cannot be without it
        self._untied: list[tuple[Table, int, Column, str, str]] = []
        self._pictured: dict[str, list[int]] = {}
        self._interests: list[int] = []
        self._told: set[str] = set()
        self._said: list[str] = []
        self._unsaid = 0
        self.new = 0  # people
        self.rows = 0  # of any kind, theirs among them

    # What comes in

    def person(self, text: str, photo: bytes = b"", into: int | None = None) -> int | None:
        """Take what `archive.told_of` gave of someone, and their photo; returns their id.

        What is told of them is told of `into`, if they are known to be that one. None, with nothing
        taken, for a text that is no such thing.
        """
        told = self._read(text)
        if told is None:
            return None
        theirs, remembered = told.pop("person", None), told.pop("remembered", None)
        row = theirs[0] if isinstance(theirs, list) and len(theirs) == 1 else None
        if not isinstance(row, dict):
            self._tell(
                say(
                    "What Relbook kept of its own in this card is not whole; only the card came in."
                )
            )
            return None
        if photo:
            self._book.keep_bytes(photo)
        uid = row.get("uid")
        if into is not None and isinstance(uid, str) and self._find("person", uid) is None:
            self._ids["person"][uid] = into
        person = self._take(tables()["person"], row)
        if person is None:
            return None
        self._take_all(told, str(row["uid"]))
        self._remember(person, remembered)
        return person

    def _remember(self, person: int, remembered: object) -> None:
        """Keep what is known of cards that are no more, as `archive` tells it."""
        there = set(
            self._book.rows(
                "SELECT kind, blob, card_uid FROM source_card WHERE person_id = ?", person
            )
        )
        for one in remembered if isinstance(remembered, list) else ():
            if not (isinstance(one, list) and len(one) == 3 and all(map(_is_short, one))):
                self._tell_once(say("Something remembered of a card cannot be read."))
                continue
            kind, blob, uid = one
            lost = kind == "photo" and self._book.bytes_of(blob) is None
            if kind in REMEMBERED and (kind, blob, uid) not in there and not lost:
                there.add((kind, blob, uid))
                self._book.insert(SourceCard, person_id=person, kind=kind, blob=blob, card_uid=uid)

    def shared(self, text: str) -> None:
        """Take what `archive.shared` gave."""
        told = self._read(text)
        if told is not None:
            self._take_all(told, None)

    def row(self, table: str, row: object) -> None:
        """Take one row of a document."""
        self._take_all({table: [row]}, None)

    def photo(self, name: str, packed: object) -> None:
        """Take the bytes of a photo, as base64, if `name` is their hash."""
        try:
            data = b64decode(packed, validate=True) if isinstance(packed, str) else b""
        except (NoBase64, ValueError):
            data = b""
        if data and hash_of(data) == name:
            self._book.keep_bytes(data)
        else:
            self._tell(say("A photo is not whole and was left out."))

    def finish(self) -> None:
        """Tie what names each other. What names someone who never came gives way, as on deleting."""
        waiting, self._waiting = self._waiting, []
        for table, values in waiting:
            if self._tie(table, values):
                self._put(table, values)
        for table, row, column, uid, name in self._untied:
            self._tie_late(table, row, column, uid, name)
        self._untied.clear()
        self._drop_lost_photos()
        self._break_circles()

    def problems(self) -> list[str]:
        """What was wrong since this was last asked, in sentences."""
        said, self._said = self._said, []
        if self._unsaid:
            said.append(str(plural("{n} more problem", "{n} more problems", self._unsaid)))
            self._unsaid = 0
        return said

    # Reading

    def _read(self, text: str) -> dict[str, Any] | None:
        parts = text.count('"') // 2 + text.count("[") + text.count("{") + text.count(",")
        if len(text) > LONGEST or parts > 2 * MOST_PARTS:
            self._tell(say("What Relbook kept of its own here is too large and was left out."))
            return None
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):  # a number of a million digits is a ValueError
            told = None
        if not isinstance(told, dict) or "relbook" not in told:
            self._tell(
                say("What Relbook kept of its own here cannot be read; only the card came in.")
            )
            return None
        self.check_format(told.pop("relbook"))
        return told

    def check_format(self, number: object) -> None:
        """Say so if a newer Relbook wrote this."""
        if number != FORMAT:
            self._tell_once(say("A newer Relbook wrote this; what this one knows of it came in."))

    def _take_all(self, told: dict[str, Any], person: str | None) -> None:
        """Take the rows of every table; without a key of their own they are told of `person`."""
        for name, rows in told.items():
            if name == "photo" and isinstance(rows, dict):
                for key, packed in rows.items():
                    self.photo(key, packed)
                continue
            table = tables().get(name)
            if table is None or not isinstance(rows, list):
                self._tell_once(
                    say("This Relbook knows no “{table}”; it was left out.", table=_shown(name))
                )
                continue
            for row in rows:
                whose = {table.person.name: person} if person and table.person else {}
                self._take(table, whose | row if isinstance(row, dict) else row)

    def _take(self, table: Table, row: object) -> int | None:
        """Take one row; returns its id if it is in the book now."""
        try:
            values = self._checked(table, row)
        except Unfit as why:
            self._tell(
                say("A row of “{table}” was left out: {why}", table=table.name, why=str(why))
            )
            return None
        known = self._known(table, values)
        if known is not None:
            return known
        if not self._tie(table, values):
            self._waiting.append((table, values))
            return None
        return self._put(table, values)

    # One row

    def _checked(self, table: Table, row: object) -> dict[str, Any]:
        """`row` by columns, as the table holds it; keys as uid and name. Raises `Unfit`."""
        if not isinstance(row, dict):
            raise Unfit(say("it is no object."))
        self._complete(table, row)
        for name in table.required:
            if row.get(name) is None:
                raise Unfit(say("it has no {column}.", column=name))
        values = dict(table.defaults)
        unknown = []
        for name, value in row.items():
            column = table.by_name.get(name)
            if column is None:
                unknown.append(name)
            elif value is not None:
                values[column.column] = fit(column, value)
            elif column.default is not None:
                raise Unfit(say("it has no {column}.", column=name))
        for name in unknown[:5]:
            self._tell_once(
                say(
                    "This Relbook knows no “{column}” of “{table}”; it was left out.",
                    column=_shown(name),
                    table=table.name,
                )
            )
        people = [values[key.column] for key in table.ends if values[key.column] is not None]
        if len({uid for uid, _ in people}) < len(people):
            raise Unfit(say("it is about one person twice."))
        return values

    def _complete(self, table: Table, row: dict[str, Any]) -> None:
        """Add what can be told from the rest."""
        name = row.get("name")
        if isinstance(name, str) and writable(name):
            if table.name in ("interest", "circle"):
                row["folded"] = fold(" ".join(name.split()))
            if table.name == "person" and "sort_key" not in row:
                row["sort_key"] = sort_key("", "", name)
        row.setdefault("changed", self._stamp)
        if table.name == "person":
            row.setdefault("created", row["changed"])

    def _known(self, table: Table, values: dict[str, Any]) -> int | None:
        """The id of the row that is the same, or cannot be there twice, if there is one."""
        uid = values["uid"]
        known = self._find(table.name, uid)
        if known is not None or table.name not in _NAMED:
            return known
        if table.name in ("interest", "circle"):
            known = self._book.value(
                f'SELECT id FROM "{table.name}" WHERE folded = ?', values["folded"]
            )
        elif table.name == "person" and values["me"]:
            known = self._book.value("SELECT id FROM person WHERE me = 1")
        if known is not None:
            self._ids[table.name][uid] = known
        return known

    def _find(self, table: str, uid: str) -> int | None:
        """The id of the row with `uid`; of a row that nothing names, 0."""
        if table in _NAMED:
            ids = self._ids.get(table)
            if ids is None:
                ids = {}
                if table != "person":
                    ids.update(self._book.rows(f'SELECT uid, id FROM "{table}"'))
                self._ids[table] = ids
            known = ids.get(uid)
            if known is None and table == "person":
                known = self._find_person(uid)
                if known is not None:
                    ids[uid] = known
            return known
        there = self._there.get(table)
        if there is None:
            there = {hash(known) for (known,) in self._book.rows(f'SELECT uid FROM "{table}"')}
            self._there[table] = there
        return 0 if hash(uid) in there else None

    def _find_person(self, uid: str) -> int | None:
        known = self._book.value("SELECT id FROM person WHERE uid = ?", uid)
        if known is not None:
            return int(known)
        if self._merged is None:
            self._merged = dict(
                self._book.rows("SELECT card_uid, person_id FROM source_card WHERE kind = 'merged'")
            )
        return self._merged.get(uid)

    def _tie(self, table: Table, values: dict[str, Any]) -> bool:
        """Put ids in the place of the uids in `values`; whether the row can be put in."""
        for key in table.keys:
            named = values[key.column]
            if not isinstance(named, tuple):
                continue
            found = self._find(key.of, named[0])
            if found is not None:
                values[key.column] = found
            elif key.owner:
                return False
        people = [value for key in table.ends if isinstance(value := values[key.column], int)]
        return len(set(people)) == len(people)  # else two who are one by now

    def _put(self, table: Table, values: dict[str, Any]) -> int | None:
        """Insert a row whose owners are there; what else it names may be tied later."""
        late = []
        for key in table.keys:
            named = values[key.column]
            if isinstance(named, tuple):
                late.append((key, *named))
                values[key.column] = None
        if table.name == "distinct_pair" and values["person_id"] > values["other_id"]:
            values["person_id"], values["other_id"] = values["other_id"], values["person_id"]
        number = self._number(table.model)
        if number is not None:
            values["id"] = number
        cursor = self._book.sql(self._insert(table, values), tuple(values.values()))
        if cursor.rowcount < 1:  # it says what another row says already
            return None
        row = int(cursor.lastrowid)
        if table.name in _NAMED:
            self._ids[table.name][values["uid"]] = row
        else:
            self._there[table.name].add(hash(values["uid"]))
        self._untied += [(table, row, key, uid, name) for key, uid, name in late]
        if values.get("photo"):
            self._pictured.setdefault(values["photo"], []).append(row)
        if table.name == "interest":
            self._interests.append(row)
        self.new += table.name == "person"
        self.rows += 1
        return row

    def _insert(self, table: Table, values: dict[str, Any]) -> str:
        """The statement that puts `values` in; they come in one order, the id last if at all."""
        key = f"{table.name} id" if "id" in values else table.name
        if key not in self._inserts:
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" * len(values))
            self._inserts[key] = (
                f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING'
            )
        return self._inserts[key]

    # At the end

    def _tie_late(self, table: Table, row: int, column: Column, uid: str, name: str) -> None:
        found = self._find(column.of, uid)
        whose = table.person.column if table.person else "id" if table.name == column.of else "0"
        if found is not None:
            same = self._book.value(f'SELECT {whose} FROM "{table.name}" WHERE id = ?', row)
            if found != same:
                self._book.update(table.model, row, **{column.column: found})
            elif column.instead and table.person:  # two who are one by now
                self._book.delete(table.model, row)
        elif column.instead and name:
            self._book.sql(
                f'UPDATE "{table.name}" SET "{column.instead}" = ?'
                f" WHERE id = ? AND \"{column.instead}\" = ''",
                (name, row),
            )

    def _drop_lost_photos(self) -> None:
        person = tables()["person"].model
        for key, people in self._pictured.items():
            if self._book.value("SELECT 1 FROM blob WHERE hash = ?", key) is None:
                self._book.update(person, people, photo=None)
                self._tell(say("A photo did not come along; its person came in without it."))
        self._pictured.clear()

    def _break_circles(self) -> None:
        """Let no interest lie within itself."""
        parents: dict[int, int] = dict(
            self._book.rows("SELECT id, parent_id FROM interest WHERE parent_id IS NOT NULL")
            if self._interests
            else ()
        )
        interest = tables()["interest"].model
        for one in self._interests:
            seen, above = {one}, parents.get(one)
            while above is not None and above not in seen and len(seen) < DEEPEST:
                seen.add(above)
                above = parents.get(above)
            if above is not None:
                del parents[one]
                self._book.update(interest, one, parent_id=None)
                self._tell(say("An interest lay within itself; it stands by itself now."))
        self._interests.clear()

    # What was wrong

    def _tell(self, sentence: str) -> None:
        if len(self._said) < MOST_TOLD:
            self._said.append(sentence)
        else:
            self._unsaid += 1

    def _tell_once(self, sentence: str) -> None:
        if sentence not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(sentence)
            self._tell(sentence)


def _shown(name: str) -> str:
    return name[:60].encode("utf-8", "replace").decode()


_NAMED: Collection[str] = frozenset(key.of for table in tables().values() for key in table.keys)
