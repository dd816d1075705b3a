"""The rows of a book as JSON, exactly: what the cards of Everything carry, and the .json file.

One shape for all (`shape` tells how a row looks)::

    {"relbook": 1, "person": [row, …], "contact_point": [row, …], …}

A table without rows is left out. `told_of` is what is told of one person, their own row first, in
which the rows leave out whose they are; `shared` is what belongs to several: interests, circles,
events with their guests, ledger entries, moments, threads. In the cards these lie in
``JSPROP;JSPTR="relbook.app:person"`` and ``JSPTR="relbook.app:book"`` (RFC 9555 §3.2.1), and photos in
PHOTO: only those that no card shows stand in "photo", as base64 by their hash. "remembered" holds what
is kept of cards that are no more, as [kind, hash, uid]: another photo, the uid of someone merged.
`document` is the whole, in a file of its own. `restoring.Restore` reads them.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator
from typing import Any

from relbook.core.exchange.archive.restoring import REMEMBERED, Restore
from relbook.core.exchange.archive.shape import FORMAT, Column, Kind, Table, tables
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard.values import media_type
from relbook.core.store import schema
from relbook.core.store.book import Book

__all__ = ["PERSON", "SHARED", "Restore", "document", "shared", "shared_in_pieces", "told_of"]

PERSON = "relbook.app:person"  # the JSPTR of what `told_of` gives
SHARED = "relbook.app:book"  # and of what `shared` does
PIECE = 2_000  # rows of a piece
PAGE = 2_000  # rows read at once
CARDS = 200  # and cards, which may have photos in them
Report = Callable[[int, int], None]
Rows = dict[str, Any]  # by table
Reached = dict[str, set[int]]

_CARDS = (("source_card", "person"), ("circle_card", "circle"))
_AMONG = "IN (SELECT value FROM json_each(?))"

# What Share lets out of a table. What is not named here stays, a table added later too.
_PUBLIC: dict[str, tuple[str, ...]] = {
    "person": (
        "uid", "changed", "name", "sort_key", "family", "given", "additional", "prefixes",
        "suffixes", "nickname", "say_it", "pronouns", "photo",
    ),
    "contact_point": ("uid", "changed", "person", "kind", "value", "label", "service", "preferred"),
    "address": (
        "uid", "changed", "person", "label", "po_box", "extended", "street", "locality", "region",
        "code", "country", "lines", "preferred",
    ),
    "position": (
        "uid", "changed", "person", "organisation", "department", "title", "role", "since", "until",
    ),
    "key_date": ("uid", "changed", "person", "kind", "label", "date"),
    "relation": ("uid", "changed", "person", "other", "other_name", "kind"),
    "interest": ("uid", "changed", "kind", "name", "folded", "parent"),
    "tagging": ("uid", "changed", "person", "interest", "how"),
    "circle": ("uid", "changed", "name", "folded"),
    "membership": ("uid", "changed", "person", "circle"),
}  # fmt: skip


class Condition:
    """What rows `t` are wanted, in SQL, and its values."""

    def __init__(self, sql: str, *values: str) -> None:
        self.sql, self.values = sql, values


def told_of(book: Book, people: Collection[int]) -> dict[int, str]:
    """Every row that is told of each of `people`, theirs first, as one line of JSON."""
    told: dict[int, Rows] = {person: {} for person in people}
    chosen = json.dumps(list(told))
    for table in tables().values():
        if table.person is None and table.name != "person":
            continue
        whose = table.person.column if table.person else "id"
        columns = tuple(column for column in table.columns if column is not table.person)
        for row in book.rows(
            f'{table.select(columns, whose)} WHERE t."{whose}" IN (SELECT value FROM json_each(?))'
            " ORDER BY t.id",
            chosen,
        ):
            told[row[0]].setdefault(table.name, []).append(table.as_json(row, columns))
    for person, kind, blob, uid in book.rows(
        f"SELECT person_id, kind, blob, card_uid FROM source_card WHERE person_id {_AMONG}"
        f" AND kind {_AMONG} ORDER BY id",
        chosen,
        json.dumps(REMEMBERED),
    ):
        told[person].setdefault("remembered", []).append([kind, blob, uid])
    return {
        person: _line(rows | _loose_photos(book, rows))
        for person, rows in told.items()
        if "person" in rows
    }


def _loose_photos(book: Book, rows: Rows) -> dict[str, Any]:
    """The photos of someone that no card shows: put aside in merging, or no picture to a card."""
    names = [blob for kind, blob, _uid in rows.get("remembered", ()) if kind == "photo"]
    data = {name: book.bytes_of(name) for name in names}
    if shown := rows["person"][0].get("photo"):
        known = book.bytes_of(shown)
        data[shown] = None if known and media_type(known) else known
    found = {name: b64encode(bytes_).decode() for name, bytes_ in data.items() if bytes_}
    return {"photo": found} if found else {}


def shared(book: Book, people: Collection[int] | None = None) -> str:
    """What belongs to several, as one line of JSON: all of it, or what `people` have part in."""
    rows: Rows = {}
    for table, row in _shared_rows(book, people):
        rows.setdefault(table.name, []).append(row)
    return _line(rows)


def shared_in_pieces(book: Book, people: Collection[int] | None = None) -> Iterator[str]:
    """What `shared` gives, in lines of some 2,000 rows each: a large book would fill no one card."""
    rows: Rows = {}
    n = 0
    for table, row in _shared_rows(book, people):
        rows.setdefault(table.name, []).append(row)
        n += 1
        if n == PIECE:
            yield _line(rows)
            rows, n = {}, 0
    if rows:
        yield _line(rows)


def document(
    book: Book,
    people: Collection[int] | None = None,
    profile: Profile = Profile.EVERYTHING,
    report: Report | None = None,
) -> Iterator[str]:
    """The book, or what it has of `people`, as one JSON document, in pieces to write one by one.

    Rows stand in lines of their own. Besides the tables there are "made", when (UTC), the cards that
    people and circles came from ("card" is their bytes as base64), and last "photo": an object of
    base64 by the hash that people name. With `Profile.SHARE` tables and columns are fewer, there are no
    such cards, and no facts that are tender or private.
    """
    chosen = None if people is None else json.dumps(list(people))
    reached = _reached(book, chosen, profile)
    yield f'{{"relbook": {FORMAT},\n"made": "{book.stamp}",\n"profile": "{profile.value}"'
    for done, table in enumerate(tables().values()):
        columns = _columns(table, profile)
        if columns:
            told, shared = _told(table, chosen), _shared(table, reached)
            rows = _rows(book, table, columns, _either(told, shared), profile)
            yield from _listed(rows, table.name)
        if report:
            report(done, len(tables()))
    if profile is Profile.EVERYTHING:
        for name, whose in _CARDS:
            some = chosen
            if whose == "circle" and reached is not None:
                some = json.dumps(sorted(reached[whose]))
            yield from _listed(_cards(book, name, whose, some), name)
    yield from _photos(book, chosen)
    yield "}\n"


def _line(rows: Rows) -> str:
    return json.dumps({"relbook": FORMAT, **rows}, ensure_ascii=False, separators=(",", ":"))


def _columns(table: Table, profile: Profile) -> tuple[Column, ...]:
    if profile is Profile.EVERYTHING:
        return table.columns
    public = _PUBLIC.get(table.name, ())
    return tuple(column for column in table.columns if column.name in public)


def _public(table: Table, profile: Profile) -> str:
    """The condition for the rows of `table` that may leave at all."""
    if profile is Profile.EVERYTHING or not issubclass(table.model, schema.Fact):
        return "true"
    theirs = " AND t.about = ''" if table.name == "key_date" else ""
    return f"t.tender = 0 AND t.private = 0{theirs}"


def _told(table: Table, chosen: str | None) -> Condition:
    """The rows of `table` that are told of the people `chosen` (a JSON list of ids), or of anyone."""
    if table.name != "person" and table.person is None:
        return Condition("false")
    whose = table.person.column if table.person else "id"
    if chosen is None:
        return Condition(f't."{whose}" IS NOT NULL')
    return Condition(f't."{whose}" {_AMONG}', chosen)


def _shared(table: Table, reached: Reached | None) -> Condition:
    """The rows of `table` that belong to several: all, or those `reached` and what is part of them."""
    if table.name == "person" or (table.person and table.person.required):
        return Condition("false")
    condition = Condition("true")
    if reached is not None:
        parts = [
            Condition(f't."{column}" {_AMONG}', json.dumps(sorted(reached[of])))
            for column, of in _parts(table)
        ]
        condition = _either(*parts)
    if table.person:
        return Condition(
            f't."{table.person.column}" IS NULL AND ({condition.sql})', *condition.values
        )
    return condition


def _is_root(table: Table) -> bool:
    """Whether rows of `table` belong to several and are part of nothing."""
    return table.name != "person" and not any(column.owner for column in table.columns)


def _parts(table: Table) -> list[tuple[str, str]]:
    """The columns that tell which root a row of `table` is part of, or is, and its table."""
    if _is_root(table):
        return [("id", table.name)]
    return [(key.column, key.of) for key in table.keys if key.owner and key.of != "person"]


def _reached(book: Book, chosen: str | None, profile: Profile) -> Reached | None:
    """What belongs to several and the people `chosen` have part in: ids by table. None for all."""
    if chosen is None and profile is Profile.EVERYTHING:
        return None
    roots = {name for name, table in tables().items() if _is_root(table)}
    reached: Reached = {name: set() for name in roots}

    def follow(table: Table, condition: Condition) -> bool:
        """Take in what those rows name; whether there was anything new."""
        keys = [
            column
            for column in _columns(table, profile)
            if column.kind is Kind.KEY and column.of in roots
        ]
        new = False
        for key in keys:
            rows = book.rows(
                f'SELECT DISTINCT t."{key.column}" FROM "{table.name}" t WHERE'
                f' t."{key.column}" IS NOT NULL AND {_public(table, profile)} AND ({condition.sql})',
                *condition.values,
            )
            ids = {i for (i,) in rows}
            new = new or not ids <= reached[key.of]
            reached[key.of] |= ids
        return new

    for table in tables().values():
        follow(table, _told(table, chosen))
        for key in table.keys:
            if not key.owner and key.of == "person" and not _is_root(table) and not table.person:
                follow(table, Condition(f't."{key.column}" {_AMONG}', chosen or "[]"))
    new = True
    while new:
        new = False
        for table in tables().values():
            new = follow(table, _shared(table, reached)) or new
    return reached


def _either(*conditions: Condition) -> Condition:
    wanted = [one for one in conditions if one.sql != "false"]
    sql = " OR ".join(f"({one.sql})" for one in wanted) or "false"
    return Condition(sql, *(value for one in wanted for value in one.values))


def _shared_rows(
    book: Book, people: Collection[int] | None
) -> Iterator[tuple[Table, dict[str, Any]]]:
    chosen = None if people is None else json.dumps(list(people))
    reached = _reached(book, chosen, Profile.EVERYTHING)
    for table in tables().values():
        condition = _shared(table, reached)
        if condition.sql != "false":
            for row in _rows(book, table, table.columns, condition, Profile.EVERYTHING):
                yield table, row


def _rows(
    book: Book, table: Table, columns: tuple[Column, ...], condition: Condition, profile: Profile
) -> Iterator[dict[str, Any]]:
    """The rows of `table`, by pages: nobody holds them all."""
    last = 0
    while True:
        rows = book.rows(
            f"{table.select(columns)} WHERE t.id > ? AND {_public(table, profile)}"
            f" AND ({condition.sql}) ORDER BY t.id LIMIT ?",
            last,
            *condition.values,
            PAGE,
        )
        for row in rows:
            yield table.as_json(row, columns)
        if len(rows) < PAGE:
            return
        last = rows[-1][0]


def _cards(book: Book, name: str, whose: str, chosen: str | None) -> Iterator[dict[str, Any]]:
    """The cards that people or circles came from, to the letter."""
    some = "" if chosen is None else f" AND c.{whose}_id {_AMONG}"
    last = 0
    while rows := book.rows(
        f"SELECT c.id, c.uid, c.changed, w.uid, c.kind, c.version, c.card_uid, c.file, c.imported,"
        f" b.bytes FROM {name} c JOIN {whose} w ON w.id = c.{whose}_id JOIN blob b ON b.hash = c.blob"
        f" WHERE c.id > ?{some} ORDER BY c.id LIMIT {CARDS}",
        last,
        *([] if chosen is None else [chosen]),
    ):
        for _, uid, changed, of, kind, version, card_uid, file, imported, data in rows:
            yield {
                "uid": uid,
                "changed": changed,
                whose: of,
                "kind": kind,
                "version": version,
                "card_uid": card_uid,
                "file": file,
                "imported": imported,
                "card": b64encode(data).decode(),
            }
        last = rows[-1][0]


def _listed(rows: Iterator[dict[str, Any]], name: str) -> Iterator[str]:
    """The rows of a table as a member of the document, if there are any."""
    first = True
    for row in rows:
        opening = f',\n"{name}": [\n' if first else ",\n"
        yield opening + json.dumps(row, ensure_ascii=False)
        first = False
    if not first:
        yield "\n]"


def _photos(book: Book, chosen: str | None) -> Iterator[str]:
    """The bytes that people name, each once."""
    some, values = ("", []) if chosen is None else (f" AND id {_AMONG}", [chosen])
    hashes = book.rows(
        f"SELECT DISTINCT photo FROM person WHERE photo IS NOT NULL{some} ORDER BY photo", *values
    )
    first = True
    for (key,) in hashes:
        data = book.bytes_of(key)
        if data is not None:
            opening = ',\n"photo": {' if first else ","
            yield f'{opening}\n"{key}": "{b64encode(data).decode()}"'
            first = False
    if not first:
        yield "\n}"
