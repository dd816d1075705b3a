"""Forgetting someone for ever: out of the book, the journal, the trash, the index and the bytes.

What others had part in too stays theirs, without the name. It is no edit and cannot be undone: the
rows go in one transaction that leaves no step, and then the file is written anew without what once
lay in it. Interrupted between the two, that is made up for (`is_unfinished`, `finish`).

It does not reach other files: backups, copies, what was exported or printed. That they may be
known again in another copy of the book, a mark that says nothing of them stays (`forgotten`).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from relbook.core import errors, forgotten
from relbook.core.belonging import LOGS, Belongings, Key, at, goes_along
from relbook.core.search import words
from relbook.core.store import backup, elsewhere, history, journal, lock
from relbook.core.store.book import Book
from relbook.core.store.changes import MANY
from relbook.core.store.history import Values
from relbook.core.store.journal import Report
from relbook.core.store.schema import NAMING_BYTES
from relbook.core.traces import Eraser, Rewritten, cards, mentions
from relbook.core.trash import SHARED
from relbook.core.words import Sentence, say, sentence

UNFINISHED = "forgetting"  # the setting that tells so


@dataclass(frozen=True, slots=True)
class Reach:
    """What forgetting someone takes: `facts` rows of theirs alone, their part in `shared` moments,
    threads and entries, and their name in `mentions` rows of others.
    """

    name: str
    facts: int
    shared: int
    mentions: int


def reach(book: Book, person: int) -> Reach:
    """What forgetting someone, in the book or in the trash, would take. For a job: it reads all."""
    found = Belongings(book, person)
    facts = {key for key in found.theirs if key[0] != "tombstone" and found.is_there(key)}
    shared = sum(
        1
        for table, link, column in SHARED
        for (row,) in book.rows(f"SELECT {column} FROM {link} WHERE person_id = ?", person)
        if (table, row) not in found.theirs
    )
    named = {(table, row) for table, row, _values in mentions(book, found.names.everywhere())}
    return Reach(found.name, len(facts), shared, len(named - found.theirs))


def forget(book: Book, person: int, report: Report | None = None) -> None:
    """Forget someone, in the book or in the trash. For a job; cancelled, nothing happened.

    Raises `Refused` if they are in neither, and `BookLocked` if another program kept the file from
    being written anew: then they are gone from the book, but may not be from its bytes.
    """
    whole = Belongings(book, person)
    if not whole.versions:
        raise errors.Refused(
            say("They are not in the book or its trash any more. Nothing was changed.")
        )
    marks = forgotten.marks_with(book.setting(forgotten.MARKS), whole.people)
    with book.erasing(sentence("Forget someone for ever")) as log:
        _Erasing(book, whole, log, journal.part(report, 0, 70)).run()
        book.sql("REPLACE INTO setting (name, value) VALUES (?, ?)", (forgotten.MARKS, marks))
        book.sql("REPLACE INTO setting (name, value) VALUES (?, '1')", (UNFINISHED,))
    finish(book, journal.part(report, 70, 100))


def is_unfinished(book: Book) -> bool:
    """Whether the file may still hold bytes of someone forgotten."""
    return bool(book.setting(UNFINISHED))


def finish(book: Book, report: Report | None = None) -> None:
    """Write the file anew without what once lay in it. For a job: a moment for each megabyte."""
    if report:
        report(0, 3)
    book.pack()
    book.remember(UNFINISHED, "")
    if report:
        report(3, 3)


def copies_beside(path: Path) -> list[Path]:
    """Copies of the book at `path` that Relbook or a sync program put beside it, and which still
    hold who was forgotten; no other book, whatever it is called.
    """
    return sorted({*lock.kin(path), *elsewhere.copies_beside(path)})


class _Erasing:
    """Takes someone out, within the open transaction whose log is `log`."""

    def __init__(self, book: Book, whole: Belongings, log: int, report: Report | None) -> None:
        self._book, self._whole, self._log = book, whole, log
        self._report = report
        self._everywhere = whole.names.everywhere()
        self._among = whole.names.among_theirs()
        self._cards = cards(book, whole.names)
        self._touched: set[int] = set()  # logs that held rows of theirs

    def run(self) -> None:
        """Do it; the report hears of each of its parts."""
        parts = (
            self._erase_names,
            self._erase_cards,
            self._erase_rows,
            self._erase_settings,
            self._erase_words,
            self._erase_journal,
            self._erase_bytes,
        )
        # Read before anything goes.
        self._told = self._whole.told()
        self._shared = self._whole.shared()
        for done, part in enumerate(parts):
            if self._report:
                self._report(done, len(parts))
            part()

    def _erase_names(self) -> None:
        for one, called in self._book.rows(
            "SELECT id, met_through_name FROM person WHERE met_through_name <> ''"
        ):
            if self._among.is_one(called) and ("person", one) not in self._whole.theirs:
                self._update(("person", one), {"met_through_name": ""})
        found = {
            (table, row): altered for table, row, altered in mentions(self._book, self._everywhere)
        }
        for table, row in self._shared:
            values = history.values(self._book, table, row)
            if values is not None:
                found[table, row] = self._among.values(table, values)
        for key, altered in found.items():
            if altered and key not in self._whole.theirs:
                self._update(key, altered)

    def _erase_cards(self) -> None:
        self._book.keep_many_bytes((new.blob, new.data) for new in self._cards.values())
        for table in ("source_card", "circle_card"):
            for values in self._with_cards(table):
                new = self._cards[values["blob"]]
                if (table, values["id"]) not in self._whole.theirs:
                    self._update((table, values["id"]), _renewed(values, new))

    def _with_cards(self, table: str) -> Iterator[Values]:
        for row in self._book.rows(
            f"SELECT * FROM {table} WHERE blob IN (SELECT value FROM json_each(?))",
            json.dumps(list(self._cards)),
        ):
            yield dict(zip(self._book.columns[table], row, strict=True))

    def _erase_rows(self) -> None:
        for table, rows in _by_table(self._whole.theirs).items():
            listed = json.dumps(rows)
            self._book.sql(
                f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (listed,)
            )
        # Not even a tombstone: its uid may be the one of a card.
        found = self._book.rows(
            "SELECT id FROM tombstone WHERE uid IN (SELECT value FROM json_each(?))",
            json.dumps(list(self._whole.uids)),
        )
        stones = [one for (one,) in found]
        listed = json.dumps(stones)
        self._book.sql(
            "DELETE FROM tombstone WHERE id IN (SELECT value FROM json_each(?))", (listed,)
        )
        self._whole.theirs |= {("tombstone", one) for one in stones}

    def _erase_settings(self) -> None:
        for name, value in self._book.rows("SELECT name, value FROM setting"):
            try:
                kept = json.loads(value)
            except ValueError:
                kept = value
            if isinstance(kept, list):  # of several things each stands for itself
                left = [one for one in kept if not self._is_about_them(one)]
            else:
                left = [] if self._is_about_them(kept) else kept
            if not left and kept:
                self._book.sql("DELETE FROM setting WHERE name = ?", (name,))
            elif left != kept:
                self._book.sql(
                    "UPDATE setting SET value = ? WHERE name = ?", (json.dumps(left), name)
                )

    def _is_about_them(self, kept: object) -> bool:
        """Whether what the book remembers names them, or is a draft on their page."""
        if (
            isinstance(kept, dict)
            and kept.get("place") == "person"
            and kept.get("whose") in self._whole.ids
        ):
            return True
        told = kept if isinstance(kept, str) else json.dumps(kept, ensure_ascii=False)
        return self._among.finds(told) or any(one in told for one in self._told)

    def _erase_words(self) -> None:
        words.follow(self._book, self._log)
        for table in words.TABLES.values():
            for one in self._whole.ids:
                self._book.sql(f"DELETE FROM {table} WHERE rowid = ?", (one,))
            # Words that nobody has any more lie there until what holds them is written together.
            self._book.sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _erase_journal(self) -> None:
        book = self._book
        for table, rows in _by_table(self._whole.theirs).items():
            for (log,) in book.rows(LOGS):
                if log != self._log:
                    gone = book.sql(
                        "DELETE FROM journal WHERE log = ? AND of_table = ?"
                        " AND row IN (SELECT value FROM json_each(?))",
                        (log, table, json.dumps(rows)),
                    )
                    if gone.rowcount:
                        self._touched.add(log)
        # Logs that no step has any more, which wait to be read and swept.
        book.sql(
            "UPDATE journal SET former = '[]' WHERE former IS NOT NULL"
            f" AND log IN ({journal.LOGS} EXCEPT {LOGS})"
        )
        ids = json.dumps(list(self._whole.ids))
        for table, column, parent in book.foreign_keys:
            if parent == "person":
                where = f"of_table = ? AND {at(book, table, column)} IN"
                where += " (SELECT value FROM json_each(?))"
                if goes_along(book, table, column):  # another's by now
                    book.sql(f"DELETE FROM journal AS j WHERE log <> ? AND {where}",
                             (self._log, table, ids))  # fmt: skip
                else:
                    path = f"$[{book.columns[table].index(column)}]"
                    book.sql(
                        f"UPDATE journal AS j SET former = json_set(former, '{path}', NULL)"
                        f" WHERE {where}",
                        (table, ids),
                    )
        self._erase_words_of_journal()
        self._drop_unaltered()
        self._erase_sentences()

    def _erase_words_of_journal(self) -> None:
        book, like = self._book, self._everywhere.like("former", in_json=True)
        wanted = f"former IS NOT NULL AND ({like})"
        found = book.rows(f"SELECT log, of_table, row, former FROM journal WHERE {wanted}")
        for table, row in self._shared:
            found += book.rows(
                f"SELECT j.log, j.of_table, j.row, j.former FROM ({LOGS}) l CROSS JOIN journal j"
                " ON j.log = l.log AND j.of_table = ? AND j.row = ? WHERE j.former IS NOT NULL",
                table,
                row,
            )
        if self._cards:
            found += book.rows(
                "SELECT log, of_table, row, former FROM journal WHERE former IS NOT NULL"
                " AND of_table IN ('source_card', 'circle_card')"
            )
        for log, table, row, former in found:
            values = history.as_values(book, table, former)
            eraser: Eraser = self._among if (table, row) in self._shared else self._everywhere
            altered = eraser.values(table, values)
            if table == "person" and self._among.is_one(values["met_through_name"]):
                altered["met_through_name"] = ""
            if values.get("blob") in self._cards:
                altered |= _renewed(values, self._cards[values["blob"]])
            if altered:
                told = json.dumps(list((values | altered).values()), ensure_ascii=False)
                book.sql(
                    "UPDATE journal SET former = ? WHERE log = ? AND of_table = ? AND row = ?",
                    (told, log, table, row),
                )

    def _drop_unaltered(self) -> None:
        """Let go of rows of the steps they were in that differ in nothing any more."""
        for step in history.steps(self._book):
            if step.log not in self._touched or step.rows > MANY:
                continue
            for change in history.changes(self._book, step, MANY):
                if change.before and change.after and set(change.altered) <= {"changed"}:
                    self._book.sql(
                        "DELETE FROM journal WHERE log = ? AND of_table = ? AND row = ?",
                        (step.log, change.table, change.row),
                    )

    def _erase_sentences(self) -> None:
        book = self._book
        for number, told, log in book.rows("SELECT id, sentence, log FROM step"):
            eraser = self._among if log in self._touched else self._everywhere
            now = eraser.sentence(Sentence.from_json(told))
            rows = sum(journal.touched(book.sql, log).values())
            if not rows:
                book.sql("DELETE FROM step WHERE id = ?", (number,))
            else:
                book.sql(
                    'UPDATE step SET sentence = ?, "rows" = ? WHERE id = ?',
                    (now.to_json(), rows, number),
                )

    def _erase_bytes(self) -> None:
        columns = self._book.columns
        # What this very log tells of them is not to keep their bytes.
        self._book.sql(
            "UPDATE journal SET former = '[]' WHERE log = ? AND former IS NOT NULL", (self._log,)
        )
        backup.sweep_bytes(self._book.sql, [(t, c, columns[t].index(c)) for t, c in NAMING_BYTES])

    def _update(self, key: Key, values: Values) -> None:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        self._book.sql(
            f'UPDATE OR IGNORE "{key[0]}" SET {sets} WHERE id = ?', (*values.values(), key[1])
        )


def _renewed(values: Values, new: Rewritten) -> Values:
    renewed: Values = {"blob": new.blob}
    if "lines" in values:
        renewed["lines"] = new.lines(values["lines"])
    return renewed


def _by_table(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for table, row in sorted(keys):
        found.setdefault(table, []).append(row)
    return found
