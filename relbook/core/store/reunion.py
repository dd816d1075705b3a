"""Two versions of one book made one again: what the other has is brought into this one."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

from relbook.core import words
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.journal import Report
from relbook.core.store.versions import TABLES, Difference, Group, Kind, Named, Values, Version
from relbook.core.words import Sentence, say

PHOTO = "photo"  # kind of the source card that keeps a photo which is not shown
_MODELS = {model._meta.table_name: model for model in schema.JOURNALED}
_NAMING = {table: column for table, column, *_ in schema.NAMING_BYTES}
_CALLED = ("person", "event", "interest", "circle")  # what has a name
_DERIVED = ("sort_key", "folded", "match_key", "created")
_UNIQUE = {
    "tagging": ("person_id", "interest_id", "how"),
    "membership": ("person_id", "circle_id"),
    "entry_person": ("entry_id", "person_id"),
    "moment_person": ("moment_id", "person_id"),
    "thread_person": ("thread_id", "person_id"),
    "distinct_pair": ("person_id", "other_id"),
    "interest": ("folded",),
    "circle": ("folded",),
}


class Choice(Enum):
    """Whose version of a person is to be: where both say something, the newer is shown of `BOTH`
    and the other is kept in a note.
    """

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def usual(group: Group) -> Choice:
    """What is done about a group that nobody has chosen for: who was forgotten stays so."""
    return Choice.MINE if group.forgotten else Choice.BOTH


def sentence() -> Sentence:
    """What the edit is called."""
    return words.sentence("Bring in what was changed elsewhere")


def reunite(
    mine: Book,
    theirs: Book,
    groups: list[Group],
    choices: Mapping[tuple[str, str], Choice] | None = None,
    report: Report | None = None,
) -> None:
    """Bring what `theirs` has (`versions.compare`) into `mine`, as one edit that can be undone.

    `choices` are by table and uid of a group; without one it is `usual`.
    """
    with mine.edit(sentence(), report):
        joining = _Joining(mine, theirs)
        chosen = choices or {}
        for i, group in enumerate(groups):
            choice = chosen.get((group.table, group.uid), usual(group))
            if choice is not Choice.MINE:
                joining.join(group, choice)
            if report:
                report(i, len(groups))
        joining.finish()


class _Joining:
    def __init__(self, mine: Book, theirs: Book) -> None:
        self._book = mine
        self._mine, self._theirs = Version(mine), Version(theirs)
        self._keys = {(table, column): parent for table, column, parent in mine.foreign_keys}
        self._needed = {
            table: {row[1] for row in mine.rows(f'PRAGMA table_info("{table}")') if row[3]}
            for table in TABLES
        }
        self._same: dict[tuple[str, str], int] = {}  # theirs that is a row of ours already
        self._later: list[tuple[str, int, str, Named]] = []

    def join(self, group: Group, choice: Choice) -> None:
        kept = choice is Choice.BOTH and any(
            one.clash and one.kind is Kind.DELETED for one in group.differences
        )
        by_table = {table: n for n, table in enumerate(TABLES)}
        for one in sorted(group.differences, key=lambda one: by_table[one.table]):
            if one.kind in (Kind.ADDED, Kind.DELETED_HERE) and one.theirs is not None:
                self._id(Named(one.table, one.uid), bring=True)
            elif one.kind is Kind.ALTERED:
                self._alter(group, one, choice)
            elif one.kind is Kind.DELETED and not kept:
                row = self._mine.id(one.table, one.uid)
                if row is not None:
                    self._book.delete(_MODELS[one.table], row)

    def finish(self) -> None:
        """Tie what could not be tied before all was there."""
        for table, row, column, named in self._later:
            there = self._id(named, bring=False)
            if there is not None:
                self._book.update(_MODELS[table], row, **{column: there})

    def _id(self, named: Named, *, bring: bool) -> int | None:
        """The id here of what the other names; brought in first if that is wanted."""
        here = self._same.get((named.table, named.uid)) or self._mine.id(named.table, named.uid)
        if here is not None or not bring:
            return here
        row = self._theirs.book.row(f'SELECT * FROM "{named.table}" WHERE uid = ?', named.uid)
        if row is None:
            return None
        return self._bring(named.table, self._theirs.values(named.table, row))

    def _bring(self, table: str, theirs: Values) -> int | None:
        values: Values = {}
        later: list[tuple[str, Named]] = []
        for column, value in theirs.items():
            if column == "id":
                continue
            if isinstance(value, Named):
                needed = column in self._needed[table]
                there = self._id(value, bring=needed)
                if there is None and needed:
                    return None
                if there is None:
                    later.append((column, value))
                values[column] = there
            else:
                values[column] = value
        same = self._as_one(table, values)
        if same is not None:
            self._same[table, theirs["uid"]] = same
            return same
        if (
            table == "person"
            and values["me"]
            and self._book.value("SELECT 1 FROM person WHERE me = 1")
        ):
            values["me"] = 0
        if table == "source_card":
            values["lines"] = self._lines(values["lines"])
        self._keep_bytes(table, values)
        self._book.sql("DELETE FROM tombstone WHERE uid = ?", (theirs["uid"],))
        row = self._book.insert(_MODELS[table], **values)
        self._later += [(table, row, column, named) for column, named in later]
        return row

    def _as_one(self, table: str, values: Values) -> int | None:
        """The row here that says the same, where there can be but one."""
        columns = _UNIQUE.get(table)
        if columns is None:
            return None
        where = " AND ".join(f'"{column}" IS ?' for column in columns)
        return self._book.value(  # type: ignore[no-any-return]
            f'SELECT id FROM "{table}" WHERE {where}', *(values[column] for column in columns)
        )

    def _keep_bytes(self, table: str, values: Values) -> None:
        column = _NAMING.get(table)
        name = values.get(column) if column else None
        if name and self._book.bytes_of(name) is None:
            data = self._theirs.book.bytes_of(name)
            if data is not None:
                self._book.keep_bytes(data)

    def _lines(self, lines: str) -> str:
        """Which value came from which line of a card, by our ids."""
        told = []
        for at, table, row in json.loads(lines or "[]"):
            here = self._mine.id(table, self._theirs.uid(table, row)) if table in TABLES else None
            if here is not None:
                told.append([at, table, here])
        return json.dumps(told)

    def _alter(self, group: Group, one: Difference, choice: Choice) -> None:
        mine, theirs, base = one.mine or {}, one.theirs or {}, one.base
        newer = theirs["changed"] > mine["changed"]
        values: dict[str, Any] = {}
        for column in one.altered:
            by_them = base is None or theirs[column] != base.get(column)
            by_me = base is None or mine.get(column) != base.get(column)
            if choice is Choice.THEIRS or (by_them and not by_me):
                values[column] = theirs[column]
            elif by_them and by_me:
                lost = mine.get(column) if newer else theirs[column]
                if newer:
                    values[column] = theirs[column]
                self._note(group, one, column, lost)
        self._keep_bytes(one.table, values)
        row = mine["id"]
        for column, value in list(values.items()):
            if isinstance(value, Named):
                there = self._id(value, bring=column in self._needed[one.table])
                if there is None:
                    self._later.append((one.table, row, column, value))
                    del values[column]
                else:
                    values[column] = there
        if (
            one.table == "person"
            and values.get("me")
            and self._book.value("SELECT 1 FROM person WHERE me = 1 AND id <> ?", row)
        ):
            del values["me"]
        if self._clashes(one.table, row, values):
            return
        if values:
            self._book.update(_MODELS[one.table], row, **values)

    def _clashes(self, table: str, row: int, values: Values) -> bool:
        """Whether another row here says what this one would."""
        columns = _UNIQUE.get(table, ())
        if not any(column in values for column in columns):
            return False
        now = dict(
            zip(
                self._book.columns[table],
                self._book.row(f'SELECT * FROM "{table}" WHERE id = ?', row) or (),
                strict=False,
            )
        )
        return self._as_one(table, now | values) not in (None, row)

    def _note(self, group: Group, one: Difference, column: str, lost: Any) -> None:
        """Keep what is not shown: a photo beside the others, a text in a note."""
        person = self._mine.id("person", group.uid) if group.table == "person" else None
        if isinstance(lost, Named) and lost.table in _CALLED:
            lost = self._mine.name(lost.table, lost.uid) or self._theirs.name(lost.table, lost.uid)
        if not isinstance(lost, str) or not lost or column in _DERIVED:
            return
        if (one.table, column) == ("person", "photo"):
            if person is not None:
                self._keep_bytes("person", {"photo": lost})
                self._book.insert(schema.SourceCard, person_id=person, blob=lost, kind=PHOTO)
            return
        text = say("In the other version, {field}: {value}", field=spoken(column), value=lost)
        if group.table in ("person", "event", "interest"):
            of = self._mine.id(group.table, group.uid)
            self._book.insert(schema.Note, text=text, **{f"{group.table}_id": of})
        elif group.table == "circle":
            row = self._mine.id("circle", group.uid) or 0
            note = self._book.value("SELECT note FROM circle WHERE id = ?", row) or ""
            self._book.update(schema.Circle, row, note=f"{note}\n{text}".strip())


def spoken(column: str) -> str:
    """What a column holds, in a word for the reader."""
    names = {
        "name": say("name"),
        "nickname": say("nickname"),
        "note": say("note"),
        "pronouns": say("pronouns"),
        "say_it": say("how to say it"),
        "met_how": say("how you met"),
        "met_on": say("when you met"),
        "met_where": say("where you met"),
        "met_through_id": say("through whom you met"),
        "closeness": say("closeness"),
        "rhythm": say("how often to be in touch"),
        "state": say("state"),
        "photo": say("photo"),
        "value": say("value"),
        "label": say("label"),
        "date": say("date"),
        "text": say("text"),
        "line": say("line"),
        "what": say("what"),
        "title": say("title"),
        "place": say("place"),
        "due": say("due"),
        "settled": say("settled"),
        "starts": say("beginning"),
        "family": say("family name"),
        "given": say("given name"),
    }
    return names.get(column) or column.replace("_", " ").removesuffix(" id")
