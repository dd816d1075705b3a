"""One person out of a backup, with their whole life, back into the book of today.

What is gone comes back, what is told otherwise is told as it was, and what was added since stays. A
moment, thread or ledger entry that nobody has any more comes back for all who were in it and are still
here. Ties that others had to someone who was deleted are tied again.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from relbook.core import errors
from relbook.core.exchange import archive
from relbook.core.exchange.archive.restoring import Restore
from relbook.core.exchange.archive.shape import Column, Kind, Table, tables
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say

Life = dict[str, list[dict[str, Any]]]  # rows by table, as `shape` tells them
Known = dict[
    str, dict[str, int]
]  # by table: the ids of those of its rows that the book has, by uid

_AMONG = "IN (SELECT value FROM json_each(?))"
_LINKED = {"entry_person": "entry", "moment_person": "moment", "thread_person": "thread"}
_CARD = ("blob", "kind", "version", "card_uid", "file", "imported")


@dataclass(frozen=True, slots=True)
class Brought:
    """Who came back, if they are `new` in the book again, and what could not come along."""

    person: int
    new: bool
    problems: tuple[str, ...]


def bring_back(book: Book, past: Book, uid: str) -> Brought:
    """Let the person `uid` be in `book` as they are in `past`. Needs an open edit.

    Raises `Refused` for someone who is not in the backup, or who was made one with another since.
    """
    person = past.value("SELECT id FROM person WHERE uid = ?", uid)
    if person is None:
        raise errors.Refused(say("They are not in this backup. Nothing was changed."))
    here = book.value("SELECT id FROM person WHERE uid = ?", uid)
    if here is None:
        _refuse_if_merged(book, past, person, uid)
    known = _Known(book)
    life = _life(past, person, known)
    known.look_for(life)
    _keep_photo(book, past, life)
    restore = Restore(book)
    for name, rows in life.items():
        table = tables()[name]
        for row in rows:
            there = known.ids[name].get(row["uid"])
            if there is None:
                restore.row(name, row | {"changed": book.stamp})
            elif _is_theirs(table, row, uid):
                _set_right(book, table, there, row)
    restore.finish()
    now = book.value("SELECT id FROM person WHERE uid = ?", uid)
    if now is None:
        raise errors.Refused(
            say("They could not be taken out of this backup. Nothing was changed.")
        )
    if here is None:
        _tie_again(book, past, person, now)
    cards = _bring_cards(book, past, person, now)
    gone = [row["uid"] for rows in life.values() for row in rows] + cards
    book.sql(f"DELETE FROM tombstone WHERE uid {_AMONG}", (json.dumps(gone),))
    return Brought(now, here is None, tuple(restore.problems()))


def _refuse_if_merged(book: Book, past: Book, person: int, uid: str) -> None:
    into = book.value(
        "SELECT p.name FROM source_card c JOIN person p ON p.id = c.person_id"
        " WHERE c.kind = 'merged' AND c.card_uid = ?",
        uid,
    )
    if into is not None:
        raise errors.Refused(
            say(
                "{name} was made one with {other} since, so what is told of them is there. Nothing was "
                "changed; take that step back in the history to have two again.",
                name=past.value("SELECT name FROM person WHERE id = ?", person),
                other=into,
            )
        )


# What is told of them


class _Known:
    """Which rows the book has, asked once a table."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.ids: Known = defaultdict(dict)

    def look_for(self, life: Life) -> None:
        """Learn which rows of `life` are there."""
        for name, rows in life.items():
            wanted = [row["uid"] for row in rows if row["uid"] not in self.ids[name]]
            self.ids[name].update(
                self._book.rows(
                    f'SELECT uid, id FROM "{name}" WHERE uid {_AMONG}', json.dumps(wanted)
                )
            )


def _life(past: Book, person: int, known: _Known) -> Life:
    """Every row that is told of `person`, and what of those they share belongs to it."""
    life: Life = {}
    for table in tables().values():
        whose = [key.column for key in table.keys if key.of == "person" and key.owner]
        columns = ["id"] if table.name == "person" else whose
        if columns:
            life[table.name] = _rows(past, table, columns, person)
    shared: Life = json.loads(archive.shared(past, [person]))
    shared.pop("relbook", None)
    known.look_for(shared)
    uid = life["person"][0]["uid"]
    for name, rows in shared.items():
        table = tables()[name]
        life[name] = life.get(name, []) + [
            row for row in rows if _comes_along(table, row, uid, known)
        ]
    for name, of in _LINKED.items():  # of what nobody has any more, for the others in it
        lost = [row["uid"] for row in shared.get(of_table(name), ()) if not _has(known, name, row)]
        mine = {row["uid"] for row in life[name]}
        table = tables()[name]
        column = next(key.column for key in table.keys if key.name == of)
        life[name] += [
            row
            for row in _select(
                past,
                table,
                f't."{column}" IN (SELECT id FROM "{of_table(name)}" WHERE uid {_AMONG})',
                json.dumps(lost),
            )
            if row["uid"] not in mine
        ]
    return life


def of_table(link: str) -> str:
    """The table whose rows `link` ties to people."""
    return next(key.of for key in tables()[link].keys if key.name == _LINKED[link])


def _has(known: _Known, link: str, row: dict[str, Any]) -> bool:
    return row["uid"] in known.ids[of_table(link)]


def _rows(past: Book, table: Table, columns: list[str], person: int) -> list[dict[str, Any]]:
    where = " OR ".join(f't."{column}" = ?' for column in columns)
    return _select(past, table, where, *[person] * len(columns))


def _select(past: Book, table: Table, where: str, *values: Any) -> list[dict[str, Any]]:
    found = past.rows(f"{table.select()} WHERE {where} ORDER BY t.id", *values)
    return [table.as_json(row) for row in found]


def _comes_along(table: Table, row: dict[str, Any], uid: str, known: _Known) -> bool:
    """Whether a shared row comes: not a guest, say, whom an event that is still there lost since."""
    of = [key for key in table.keys if key.owner and row.get(key.name)]
    still_there = any(_uid(row[key.name]) in known.ids[key.of] for key in of)
    return not still_there or _is_theirs(table, row, uid)


def _is_theirs(table: Table, row: dict[str, Any], uid: str) -> bool:
    """Whether a row tells of the person `uid`, and not of a world that they only belong to."""
    if table.name == "person":
        return bool(row["uid"] == uid)
    if table.name in ("ledger_entry", "moment", "thread"):
        return True
    people = [key for key in table.keys if key.of == "person" and (key.owner or key.instead)]
    return any(_uid(row.get(key.name)) == uid for key in people)


def _uid(value: Any) -> Any:
    """The uid in a key as JSON has it: alone, or before a name."""
    return value[0] if isinstance(value, list) else value


# Into the book


def _keep_photo(book: Book, past: Book, life: Life) -> None:
    row = life["person"][0]
    data = past.bytes_of(row["photo"]) if row.get("photo") else None
    if data is not None:
        book.keep_bytes(data)
    me = book.value("SELECT uid FROM person WHERE me = 1")
    if row.get("me") and me not in (None, row["uid"]):
        del row["me"]  # the book has another owner by now


def _set_right(book: Book, table: Table, there: int, row: dict[str, Any]) -> None:
    """Let a row that the book has say what `row` does."""
    now = _select(book, table, "t.id = ?", there)[0]
    values: dict[str, Any] = {}
    for column in table.columns:
        was = row.get(column.name, column.default)
        if column.name in ("uid", "changed") or was == now.get(column.name, column.default):
            continue
        if column.kind is not Kind.KEY:
            values[column.column] = was
        elif not column.owner:
            values[column.column] = _id_of(book, column, was)
    if values:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        # OR IGNORE: another row may say the same by now, and two cannot.
        book.sql(
            f'UPDATE OR IGNORE "{table.name}" SET {sets} WHERE id = ?', (*values.values(), there)
        )


def _id_of(book: Book, column: Column, value: Any) -> int | None:
    if value is None:
        return None
    found = book.value(f'SELECT id FROM "{column.of}" WHERE uid = ?', _uid(value))
    return None if found is None else int(found)


def _tie_again(book: Book, past: Book, then: int, now: int) -> None:
    """Let what named them before they were deleted name them again."""
    for table in tables().values():
        for key in table.keys:
            if key.of != "person" or key.owner:
                continue
            extra = f', "{key.instead}"' if key.instead else ""
            named = past.rows(
                f'SELECT uid{extra} FROM "{table.name}" WHERE "{key.column}" = ?', then
            )
            lost = dict(
                book.rows(
                    f'SELECT uid, id FROM "{table.name}" WHERE "{key.column}" IS NULL'
                    f" AND uid {_AMONG}",
                    json.dumps([row[0] for row in named]),
                )
            )
            for uid, *name in named:
                if uid in lost:
                    values = {key.column: now} | dict(zip([key.instead], name, strict=False))
                    book.update(table.model, lost[uid], **values)


def _bring_cards(book: Book, past: Book, then: int, now: int) -> list[str]:
    """The cards that they came from, with which value came from which line; returns their uids."""
    cards = past.rows(
        f"SELECT uid, lines, {', '.join(_CARD)} FROM source_card WHERE person_id = ?", then
    )
    there = {
        uid
        for (uid,) in book.rows(
            f"SELECT uid FROM source_card WHERE uid {_AMONG}", json.dumps([row[0] for row in cards])
        )
    }
    for uid, lines, *values in cards:
        if uid in there:
            continue
        card = dict(zip(_CARD, values, strict=True))
        data = past.bytes_of(card["blob"])
        if data is None:
            continue
        book.keep_bytes(data)
        book.insert(
            schema.SourceCard, uid=uid, person_id=now, lines=_lines(book, past, lines), **card
        )
    return [row[0] for row in cards]


def _lines(book: Book, past: Book, lines: str) -> str:
    """`lines` of a source card, which name rows of `past` by id, as they are called in `book`."""
    told = json.loads(lines)
    ids: dict[str, list[int]] = defaultdict(list)
    for _, table, row in told:
        ids[table].append(row)
    now: dict[tuple[str, int], int] = {}
    for table, wanted in ids.items():
        if table not in tables():
            continue
        uids = dict(
            past.rows(f'SELECT uid, id FROM "{table}" WHERE id {_AMONG}', json.dumps(wanted))
        )
        found = book.rows(
            f'SELECT uid, id FROM "{table}" WHERE uid {_AMONG}', json.dumps(list(uids))
        )
        now |= {(table, uids[uid]): i for uid, i in found}
    return json.dumps(
        [[at, table, now[table, row]] for at, table, row in told if (table, row) in now]
    )
