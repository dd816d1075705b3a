"""The tables of a book, as Peewee models, and nothing else.

Names are the field's own (vCard 4.0, RFC 6350; RFC 6715; XFN). Every row has a `uid` that is its
own on every machine and `changed`, when it last was (UTC, ISO 8601). Dates a person knows are
partial: text as `relbook.core.dates` writes it ("1980", "--03-22", "1980~"). Nothing journaled is a
float or a blob: the journal keeps rows as JSON.

Whatever is told of a person is a :class:`Fact`: it can know when it was learned and from whom, be
tender (shown softly, never printed) or private (printed and shared only when ticked).
"""

from typing import Any, Literal

from peewee import (
    SQL,
    AutoField,
    BlobField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    Node,
    NodeList,
    SqliteDatabase,
    TextField,
)

# Never opened: it tells Peewee which SQL to speak. A query runs on the book it is handed to.
_dialect = SqliteDatabase(None)


class _Id(AutoField):
    """An id that never comes back once its row is gone (SQLite's AUTOINCREMENT)."""

    def ddl(self, ctx: object) -> NodeList:
        return NodeList((super().ddl(ctx), SQL("AUTOINCREMENT")))


def _text(default: str | None = "") -> TextField:
    """A text that is never NULL unless `default` is None."""
    if default is None:
        return TextField(null=True)
    return TextField(default=default, constraints=[SQL(f"DEFAULT '{default}'")])


def _flag() -> IntegerField:
    return IntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def _one_of(column: str, *values: str) -> Node:
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")


def _part_of(model: type[Model], *, index: bool = True) -> "ForeignKeyField[Any]":
    """A key to what this row belongs to and goes with when that is deleted.

    `index` is False where a unique index of the table begins with it.
    """
    return ForeignKeyField(model, on_delete="CASCADE", index=index, backref="+")


def _may_be_part_of(model: type[Model]) -> "ForeignKeyField[Any]":
    """A key to one of several kinds of thing that the row may belong to. Mostly NULL."""
    return ForeignKeyField(model, null=True, on_delete="CASCADE", index=False, backref="+")


def _may_name(model: type[Model] | Literal["self"]) -> "ForeignKeyField[Any]":
    """A key that is forgotten, the row staying, when what it names is deleted. Mostly NULL."""
    return ForeignKeyField(model, null=True, on_delete="SET NULL", index=False, backref="+")


class Row(Model):
    """What every journaled table has."""

    id = _Id()
    uid = TextField(constraints=[SQL("DEFAULT (lower(hex(randomblob(16))))")])
    changed = TextField(constraints=[SQL("DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")])

    class Meta:
        database = _dialect
        legacy_table_names = False


class Blob(Model):
    """Bytes under their own hash (photos, source cards): never changed, never journaled."""

    hash = TextField(primary_key=True)
    bytes = BlobField()

    class Meta:
        database = _dialect
        legacy_table_names = False


class Person(Row):
    """Someone. Only `name`, the one they go by and are shown with, is required."""

    name = TextField(constraints=[Check("name <> ''")])
    sort_key = TextField()
    family = _text()
    given = _text()
    additional = _text()
    prefixes = _text()
    suffixes = _text()
    nickname = _text()
    say_it = _text()
    pronouns = _text()
    photo = _text(None)  # the hash of a Blob
    met_how = _text()
    met_on = _text(None)
    met_where = _text()
    met_through = _may_name("self")
    met_through_name = _text()  # someone who is not in the book
    note = _text()
    closeness = _text()  # in words: the owner's own
    rhythm = _text()  # how often to be in touch, in words; empty for none
    state = TextField(
        default="active",
        constraints=[
            SQL("DEFAULT 'active'"),
            _one_of("state", "active", "resting", "archived", "estranged", "deceased"),
        ],
    )
    tender = _flag()
    me = _flag()
    created = TextField(constraints=[SQL("DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")])


class Fact(Row):
    """Something told: when it was learned (partial date), from whom, and how softly to keep it."""

    learned = _text(None)
    told_by = _may_name(Person)
    tender = _flag()
    private = _flag()


class ContactPoint(Fact):
    """A way to reach someone: `kind` is phone, mail, web, chat or social (vCard TEL, EMAIL, …)."""

    person = _part_of(Person)
    kind = TextField()
    value = TextField()
    label = _text()
    service = _text()  # of a chat or social account: its name
    preferred = _flag()
    match_key = _text()  # folded for comparison: E.164 digits, lower-case mail


class Address(Fact):
    """A postal address (vCard ADR); `lines` is one kept as it was written."""

    person = _part_of(Person)
    label = _text()
    po_box = _text()
    extended = _text()
    street = _text()
    locality = _text()
    region = _text()
    code = _text()
    country = _text()
    lines = _text()
    preferred = _flag()


class Position(Fact):
    """What someone does or did, and where; `until` is empty while they still do."""

    person = _part_of(Person)
    organisation = _text()
    department = _text()
    title = _text()
    role = _text()
    since = _text(None)
    until = _text(None)


class KeyDate(Fact):
    """A day to know: birthday, anniversary, deathday or other with a label of its own."""

    person = _part_of(Person)
    kind = TextField()
    label = _text()
    date = TextField()
    about = _text()  # someone else's: "Lena"


class Relation(Fact):
    """What `other` is to `person` (XFN and RFC 6350 words: child, spouse, colleague, …).

    One row holds both ends; the inverse is computed. `other_name` stays when the far end is not,
    or no longer, in the book.
    """

    person = _part_of(Person)
    other = _may_name(Person)
    other_name = _text()
    kind = TextField()
    note = _text()
    since = _text(None)
    until = _text(None)


class Interest(Row):
    """A word of the one vocabulary of interests and industries."""

    kind = TextField(
        default="interest",
        constraints=[SQL("DEFAULT 'interest'"), _one_of("kind", "interest", "industry")],
    )
    name = TextField(constraints=[Check("name <> ''")])
    folded = TextField(unique=True)
    other_names = _text()  # one a line
    parent = _may_name("self")
    icon = _text()
    note = _text()


class Tagging(Fact):
    """Who has an interest, how (enjoys, practises, works in, seeks, offers) and how much (1 to 3)."""

    person = _part_of(Person, index=False)
    interest = _part_of(Interest)
    how = _text()
    how_much = IntegerField(null=True)
    since = _text(None)

    class Meta:
        indexes = ((("person", "interest", "how"), True),)


class Circle(Row):
    """A world that people belong to."""

    name = TextField(constraints=[Check("name <> ''")])
    folded = TextField(unique=True)
    note = _text()


class Membership(Row):
    """Who belongs to a circle."""

    person = _part_of(Person, index=False)
    circle = _part_of(Circle)
    since = _text(None)
    until = _text(None)

    class Meta:
        indexes = ((("person", "circle"), True),)


class Event(Row):
    """A gathering. `starts` is a partial date, `at` the time as the owner writes it."""

    name = TextField(constraints=[Check("name <> ''")])
    kind = _text()
    starts = _text(None)
    ends = _text(None)
    at = _text()
    place = _text()
    note = _text()
    tender = _flag()
    private = _flag()


class Guest(Row):
    """Who is expected at an event, was met there or missed; by name alone if not in the book."""

    event = _part_of(Event)
    person = _may_name(Person)
    name = _text()
    state = TextField(
        default="expected",
        constraints=[SQL("DEFAULT 'expected'"), _one_of("state", "expected", "met", "missed")],
    )
    note = _text()


class LedgerEntry(Fact):
    """Something given or received. Never added up.

    `kind`: introduction, advice, news, time, praise, help, gift, loan, hospitality. `state`: done,
    promised (until `settled`), or lent (out until `settled`). Only promises and loans have a `due`.
    """

    direction = TextField(constraints=[_one_of("direction", "gave", "received")])
    kind = TextField()
    what = _text()
    date = _text(None)
    interest = _may_name(Interest)
    event = _may_name(Event)
    state = TextField(
        default="done",
        constraints=[SQL("DEFAULT 'done'"), _one_of("state", "done", "promised", "lent")],
    )
    due = _text(None)
    settled = _text(None)


class EntryPerson(Row):
    """With whom a ledger entry is; `role` tells the one introduced from the one told, say."""

    entry = _part_of(LedgerEntry, index=False)
    person = _part_of(Person, index=False)
    role = _text()

    class Meta:
        indexes = ((("entry", "person"), True),)


class Moment(Fact):
    """A talk, a meal, a call, a letter: when, where, with whom (several), and a line."""

    kind = TextField()
    date = _text(None)
    place = _text()
    line = _text()
    event = _may_name(Event)


class MomentPerson(Row):
    """Who was there."""

    moment = _part_of(Moment, index=False)
    person = _part_of(Person)

    class Meta:
        indexes = ((("moment", "person"), True),)


class Thread(Fact):
    """Something going on in a life: opened, expected about when, and how it ended."""

    title = TextField(constraints=[Check("title <> ''")])
    kind = _text()
    line = _text()
    opened = _text(None)
    expected = _text(None)
    closed = _text(None)
    outcome = _text()
    success = _flag()


class ThreadPerson(Row):
    """Whose life a thread runs in."""

    thread = _part_of(Thread, index=False)
    person = _part_of(Person)

    class Meta:
        indexes = ((("thread", "person"), True),)


class Note(Fact):
    """Prose with its date, about a person, an event or an interest."""

    person = _may_be_part_of(Person)
    event = _may_be_part_of(Event)
    interest = _may_be_part_of(Interest)
    date = _text(None)
    text = TextField()


class OwnField(Fact):
    """A field the owner invented; `kind` is text, number, date or link."""

    person = _part_of(Person)
    name = TextField()
    kind = _text("text")
    value = _text()


class Introduction(Fact):
    """Of whom to whom, and why: an idea, asked, made or declined; and what came of it."""

    person = _part_of(Person)
    other = _part_of(Person)
    why = _text()
    state = TextField(
        default="idea",
        constraints=[
            SQL("DEFAULT 'idea'"),
            _one_of("state", "idea", "asked", "made", "declined"),
        ],
    )
    asked_person = _text(None)
    asked_other = _text(None)
    made = _text(None)
    came_of_it = _text()


class SourceCard(Row):
    """The card a person came from, to the letter.

    `blob` is the hash of its bytes; `lines` a JSON list of ``[property, table, id]``: which value
    came from which property (counted from 0) of the card.
    """

    person = _part_of(Person)
    blob = TextField()
    kind = _text()  # "vcard"
    version = _text()
    card_uid = _text()  # its UID as the other program wrote it
    file = _text()
    imported = _text(None)
    lines = _text("[]")


class CircleCard(Row):
    """The card that a circle came from, to the letter: one of KIND:group, as `SourceCard` is a person's."""

    circle = _part_of(Circle)
    blob = TextField()
    kind = _text()  # "vcard"
    version = _text()
    card_uid = _text()  # its UID as the other program wrote it
    file = _text()
    imported = _text(None)


class DistinctPair(Row):
    """Two who look alike and are two people: never again offered as one."""

    person = _part_of(Person, index=False)
    other = _part_of(Person)

    class Meta:
        indexes = ((("person", "other"), True),)


class Tombstone(Row):
    """What is no more: the uid and table of a deleted row. Its own `uid` is that row's."""

    of_table = TextField()


class Setting(Model):
    """What the book remembers of itself (the last view, say): not journaled, not undone."""

    name = TextField(primary_key=True)
    value = TextField()

    class Meta:
        database = _dialect
        legacy_table_names = False


JOURNALED: tuple[type[Row], ...] = (
    Person,
    ContactPoint,
    Address,
    Position,
    KeyDate,
    Relation,
    Interest,
    Tagging,
    Circle,
    Membership,
    Event,
    Guest,
    LedgerEntry,
    EntryPerson,
    Moment,
    MomentPerson,
    Thread,
    ThreadPerson,
    Note,
    OwnField,
    Introduction,
    SourceCard,
    CircleCard,
    DistinctPair,
    Tombstone,
)
# The columns that name bytes: what none of them names, in its table or the journal, is swept away.
NAMING_BYTES = (("person", "photo"), ("source_card", "blob"), ("circle_card", "blob"))
UNJOURNALED: tuple[type[Model], ...] = (Blob, Setting)
FACTS = tuple(model for model in JOURNALED if issubclass(model, Fact))

# What answers the search box (`relbook.core.search`): derived from the rest, never journaled. Texts
# come in folded and cut into words by `relbook.core.names`, so the tokenizer only parts at blanks.
# `search_order` is people in list order (unsigned 32-bit ids); `search_bits` has one bit a person in
# that order, for each prefix that many have. Both are a snapshot as of the journal log that the
# follower "search snapshot" names; the word tables are as of the follower "search".
_WORDS = "fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii')"
SEARCH_TABLES = (
    f"CREATE VIRTUAL TABLE search_name USING {_WORDS}",
    f"CREATE VIRTUAL TABLE search_text USING {_WORDS}",
    "CREATE TABLE search_order (only INTEGER PRIMARY KEY CHECK (only = 1), people BLOB NOT NULL)",
    "CREATE TABLE search_bits (field TEXT NOT NULL, prefix TEXT NOT NULL, bits BLOB NOT NULL,"
    " PRIMARY KEY (field, prefix)) WITHOUT ROWID",
)


def statements() -> list[str]:
    """What makes the tables and indexes of an empty book, journal and index of words apart."""
    made: list[str] = []
    for model in (*JOURNALED, *UNJOURNALED):
        sql: Any = model._schema  # type: ignore[attr-defined]  # the stubs leave it out
        made.append(sql._create_table(safe=False).query()[0])
        made += [index.query()[0] for index in sql._create_indexes(safe=False)]
        table = model._meta.table_name
        for field in model._meta.sorted_fields:
            if isinstance(field, ForeignKeyField) and field.null:
                # Mostly NULL: only the rows that do name something are worth an entry, and
                # without one every deletion of what is named would read the whole table.
                column = field.column_name
                made.append(
                    f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")'
                    f' WHERE "{column}" IS NOT NULL'
                )
    made += [
        'CREATE UNIQUE INDEX "person_uid" ON "person" ("uid")',
        'CREATE INDEX "person_sort_key" ON "person" ("sort_key", "id")',
        'CREATE UNIQUE INDEX "person_me" ON "person" ("me") WHERE "me" = 1',
        # Both ways without a look into the table: what was given to the guests of an event, say.
        'CREATE INDEX "entry_person_of_person" ON "entry_person" ("person_id", "entry_id")',
        # What a list shows newest first, and what an opening page looks ahead to.
        'CREATE INDEX "ledger_entry_date" ON "ledger_entry" ("date", "id")',
        'CREATE INDEX "moment_date" ON "moment" ("date", "id")',
        'CREATE INDEX "event_starts" ON "event" ("starts")',
        'CREATE INDEX "key_date_day" ON "key_date" (substr(rtrim("date", \'~\'), -5))',
        'CREATE INDEX "thread_expected" ON "thread" ("expected")'
        ' WHERE "closed" IS NULL AND "expected" IS NOT NULL',
    ]
    return made
