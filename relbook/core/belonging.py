"""All that is someone's in the book and its journal, whatever became of it."""

import json
from collections.abc import Iterator

from relbook.core.store import history
from relbook.core.store.book import Book
from relbook.core.store.history import Values
from relbook.core.traces import Names
from relbook.core.trash import SHARED

WORTH = 5  # letters of a value that is worth looking for elsewhere
LOGS = "SELECT log FROM step UNION SELECT log FROM journal_open WHERE log IS NOT NULL"

Key = tuple[str, int]  # table, id


class Belongings:
    """All that is someone's in the book and its journal, and what they are called.

    Who was merged into them is they, too.
    """

    def __init__(self, book: Book, person: int) -> None:
        self.book = book
        self.logs = [log for (log,) in book.rows(LOGS)]
        self.ids = {person, *self._merged_into(person)}
        self.versions = [values for one in self.ids for values in self._all_of(("person", one))]
        self.name: str = self.versions[0]["name"] if self.versions else ""
        self.people: set[str] = {values["uid"] for values in self.versions}
        self.theirs: set[Key] = {("person", one) for one in self.ids}
        for table, column, parent in book.foreign_keys:
            if parent == "person" and goes_along(book, table, column):
                self.theirs |= self._rows(table, column)
        self.theirs |= set(self._alone())
        self.uids = {
            values[name]
            for key in self.theirs
            for values in self._all_of(key)
            for name in ("uid", "card_uid")
            if values.get(name)
        }
        namesake = any(
            book.row(
                "SELECT 1 FROM person WHERE lower(name) = lower(?) AND id NOT IN"
                " (SELECT value FROM json_each(?))",
                values["name"],
                json.dumps(list(self.ids)),
            )
            for values in self.versions
        )
        self.names = Names.of(self.versions, self.uids, namesake=namesake)
        # A tie to them that another told of, and their place at a table: nothing without them.
        among = self.names.among_theirs()
        for table, column, name in (
            ("relation", "other_id", "other_name"),
            ("guest", "person_id", "name"),
        ):
            self.theirs |= self._rows(table, column)
            self.theirs |= {
                (table, row)
                for row, other, called in self._told(table, column, name)
                if other is None and called and among.is_one(called)
            }

    def is_there(self, key: Key) -> bool:
        """Whether a row is in the book now."""
        return self.book.row(f'SELECT 1 FROM "{key[0]}" WHERE id = ?', key[1]) is not None

    def told(self) -> set[str]:
        """Every text of theirs that is worth looking for elsewhere."""
        return {
            value
            for key in self.theirs
            for values in self._all_of(key)
            for value in values.values()
            if isinstance(value, str) and len(value) >= WORTH
        }

    def shared(self) -> set[Key]:
        """What they had part in, and others too."""
        return {
            (table, values[column])
            for table, link, column in SHARED
            for key in self._rows(link, "person_id")
            for values in self._all_of(key)
        } - self.theirs

    def _all_of(self, key: Key) -> list[Values]:
        """A row as it is, and as it ever was."""
        table, row = key
        now = history.values(self.book, table, row)
        former = self.book.rows(
            "SELECT former FROM journal WHERE log IN (SELECT value FROM json_each(?))"
            " AND of_table = ? AND row = ? AND former IS NOT NULL ORDER BY log DESC",
            json.dumps(self.logs),
            table,
            row,
        )
        then = [history.as_values(self.book, table, values) for (values,) in former]
        return then if now is None else [now, *then]

    def _rows(self, table: str, column: str) -> set[Key]:
        """Rows that name them; of those that are another's by now, only that they once did."""
        ids = json.dumps(list(self.ids))
        return {
            (table, row)
            for (row,) in self.book.rows(
                f'SELECT id FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?1))'
                " UNION SELECT j.row FROM json_each(?2) l CROSS JOIN journal j ON j.log = l.value"
                f" AND j.of_table = ?3 WHERE {at(self.book, table, column)} IN"
                f' (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM "{table}" t'
                f' WHERE t.id = j.row AND t."{column}" IS NOT NULL)',
                ids,
                json.dumps(self.logs),
                table,
            )
        }

    def _told(self, table: str, column: str, name: str) -> Iterator[tuple[int, int | None, str]]:
        yield from self.book.rows(f'SELECT id, "{column}", "{name}" FROM "{table}"')
        yield from self.book.rows(
            f"SELECT j.row, {at(self.book, table, column)}, {at(self.book, table, name)}"
            " FROM json_each(?) l CROSS JOIN journal j ON j.log = l.value AND j.of_table = ?"
            " WHERE j.former IS NOT NULL",
            json.dumps(self.logs),
            table,
        )

    def _alone(self) -> Iterator[Key]:
        """What they had part in and nobody else has, with the links to it."""
        for table, link, column in SHARED:
            mine = {
                values[column]
                for key in self._rows(link, "person_id")
                for values in self._all_of(key)
                if values["person_id"] in self.ids
            }
            for row in mine:
                links = {
                    (values["id"], values["person_id"])
                    for key in self._links(link, column, row, now=self.is_there((table, row)))
                    for values in self._all_of(key)
                }
                if all(person in self.ids for _id, person in links):
                    yield table, row
                    yield from ((link, one) for one, _person in links)

    def _links(self, link: str, column: str, row: int, *, now: bool) -> Iterator[Key]:
        found = self.book.rows(f"SELECT id FROM {link} WHERE {column} = ?", row)
        if not now:
            found = self.book.rows(
                "SELECT DISTINCT j.row FROM json_each(?) l CROSS JOIN journal j ON j.log = l.value"
                f" AND j.of_table = ? WHERE {at(self.book, link, column)} = ?",
                json.dumps(self.logs),
                link,
                row,
            )
        yield from ((link, one) for (one,) in found)

    def _merged_into(self, person: int) -> Iterator[int]:
        """Who was made one with them, in the time that the journal knows."""
        uids = [
            uid
            for (uid,) in self.book.rows(
                "SELECT card_uid FROM source_card WHERE person_id = ? AND kind = 'merged'", person
            )
        ]
        for uid in uids:
            yield from (
                row
                for (row,) in self.book.rows(
                    "SELECT DISTINCT j.row FROM json_each(?) l CROSS JOIN journal j"
                    " ON j.log = l.value AND j.of_table = 'person' WHERE j.former ->> 1 = ?",
                    json.dumps(self.logs),
                    uid,
                )
            )


def at(book: Book, table: str, column: str) -> str:
    """In SQL, of a journal j: the former value of a column."""
    return f"j.former ->> {book.columns[table].index(column)}"


def goes_along(book: Book, table: str, column: str) -> bool:
    """Whether a row goes when whom its column names does."""
    return any(
        row[3] == column and row[6] == "CASCADE"
        for row in book.rows(f'PRAGMA foreign_key_list("{table}")')
    )
