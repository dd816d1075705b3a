"""Two people made one: nothing lost, the same in any order, taken back by one undo."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core import circles, events, facts, interests, ledger, moments, people, relations
from relbook.core.errors import Refused
from relbook.core.exchange import transfer
from relbook.core.exchange.sameness import duplicates, joining, merge
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from tests.core.tables import every_table


@pytest.fixture
def two(book: Book) -> tuple[int, int]:
    """Robert and Bob, each with things of his own."""
    with book.edit("Fill"):
        robert = people.add(book, "Robert Smith", pronouns="he/him", note="Tall.")
        bob = people.add(
            book, "Bob Smith", nickname="Bobby", met_where="Bristol", note="Likes tea."
        )
        for one, mail in ((robert, "bob@example.org"), (bob, "BOB@example.org")):
            facts.add(book, facts.Contact, one, kind="mail", value=mail)
        facts.add(book, facts.Contact, bob, kind="phone", value="+44 20 5550 0142", label="home")
    return robert, bob


def join(book: Book, keep: int, *others: int, **more: Any) -> None:
    with book.edit(merge.sentence_of(book, keep, others)):
        merge.merge(book, keep, others, **more)


def test_every_single_value_finds_a_place(book: Book, two: tuple[int, int], tmp_path: Path) -> None:
    robert, bob = two
    with book.edit("More"):
        people.set_photo(book, robert, b"a small photo")
        people.set_photo(book, bob, b"a rather larger photo")
        people.change(book, bob, pronouns="they", state="deceased", met_on="1999")
    uid = people.read(book, bob).uid  # type: ignore[union-attr]
    photo = people.read(book, robert).photo  # type: ignore[union-attr]
    join(book, robert, bob)
    one = people.read(book, robert)
    assert one
    assert (one.name, one.nickname, one.pronouns) == ("Robert Smith", "Bob Smith, Bobby", "he/him")
    assert (one.met_where, one.met_on, one.state) == ("Bristol", "1999", "deceased")
    assert one.note == "Likes tea."
    assert [note.text for note in facts.of_person(book, facts.Note, robert)] == ["Tall."]
    own = facts.of_person(book, facts.OwnField, robert)
    assert [(field.name, field.value) for field in own] == [("Pronouns", "they")]
    assert book.bytes_of(one.photo or "") == b"a rather larger photo"
    assert merge.photos(book, robert) == [photo]
    book.tidy()
    assert book.bytes_of(merge.photos(book, robert)[0]) == b"a small photo"
    assert people.read(book, bob) is None
    card = tmp_path / "bob.vcf"
    card.write_text(f"BEGIN:VCARD\nVERSION:4.0\nUID:{uid}\nFN:Bob Smith\nEND:VCARD\n")
    assert transfer.bring_in(book, [card]).new == 0
    contacts = facts.of_person(book, facts.Contact, robert)
    assert [contact.kind for contact in contacts] == ["mail", "phone"]


def test_what_is_shown_can_be_chosen_and_the_rest_let_go(book: Book, two: tuple[int, int]) -> None:
    robert, bob = two
    join(book, robert, bob, choices={"name": bob, "note": robert}, drop={"note", "name"})
    one = people.read(book, robert)
    assert one
    assert (one.name, one.nickname, one.note) == ("Bob Smith", "Bobby", "Tall.")
    assert facts.count(book, facts.Note, robert) == 0


def test_the_day_they_were_born_is_one(book: Book, two: tuple[int, int]) -> None:
    robert, bob = two
    with book.edit("Days"):
        facts.add(book, facts.KeyDate, robert, kind="birthday", date="1980")
        facts.add(book, facts.KeyDate, bob, kind="birthday", date="1980-03-22")
        facts.add(book, facts.KeyDate, bob, kind="birthday", date="1981-05-05", about="Lena")
    join(book, robert, bob)
    days = facts.of_person(book, facts.KeyDate, robert)
    assert [(day.date, day.about) for day in days] == [("1980-03-22", ""), ("1981-05-05", "Lena")]


def test_relations_and_references_follow_and_none_is_to_oneself(
    book: Book, two: tuple[int, int]
) -> None:
    robert, bob = two
    with book.edit("Others"):
        eve = people.add(book, "Eve", met_through_id=bob)
        relations.add(book, robert, "friend", other=bob)
        relations.add(book, robert, "friend", other=eve)
        relations.add(book, eve, "friend", other=bob)
        relations.add(book, bob, "child", name="Lena")
        facts.add(book, facts.Note, eve, text="Sails.", told_by_id=bob)
        duplicates.they_are_two(book, eve, bob)
        duplicates.they_are_two(book, robert, eve)
        people.change(book, bob, me=True)
    join(book, robert, bob)
    known = [(kin.kind, kin.other_name) for kin in relations.of_person(book, robert)]
    assert known == [("friend", "Eve"), ("child", "Lena")]
    assert people.read(book, eve).met_through_id == robert  # type: ignore[union-attr]
    assert facts.of_person(book, facts.Note, eve)[0].told_by_id == robert
    assert book.rows("SELECT person_id, other_id FROM distinct_pair") == [(robert, eve)]
    assert people.me(book) == robert


def test_where_there_is_room_for_one_row_both_are_in_it(book: Book, two: tuple[int, int]) -> None:
    robert, bob = two
    with book.edit("Fill"):
        sailing = interests.find_or_add(book, "Sailing")
        interests.tag(book, [robert], sailing, "enjoys", 1)
        interests.tag(book, [bob], sailing, "enjoys", 3)
        circles.join(book, circles.find_or_add(book, "Choir"), two)
        first, second = (row for (row,) in book.rows("SELECT id FROM membership ORDER BY id"))
        lines = json.dumps([[7, "membership", second]])
        book.insert(schema.SourceCard, person_id=bob, blob="x", lines=lines)
        walk = moments.add(book, two, "walk", line="Round the lake")
        gift = ledger.add(book, two, ledger.GAVE, "gift", what="a book")
        ball = events.add(book, "Ball")
        book.insert(schema.Guest, event_id=ball, person_id=robert, state="expected", note="Dances.")
        book.insert(schema.Guest, event_id=ball, person_id=bob, state="met", note="Sings.")
    join(book, robert, bob)
    (tag,) = interests.of_people(book, [robert])
    assert (tag.how, tag.how_much) == ("enjoys", 3)
    assert [name for _id, name in circles.of_person(book, robert)] == ["Choir"]
    assert moments.read(book, walk).people == ((robert, "Robert Smith"),)  # type: ignore[union-attr]
    assert [one for one, *_rest in ledger.read(book, gift).people] == [robert]  # type: ignore[union-attr]
    guests = book.rows("SELECT person_id, state, note FROM guest")
    assert guests == [(robert, "met", "Dances.\nSings.")]
    told = book.value("SELECT lines FROM source_card WHERE blob = 'x'")
    assert json.loads(told) == [[7, "membership", first]]


def test_one_undo_takes_it_all_back(book: Book, two: tuple[int, int]) -> None:
    was = every_table(book)
    join(book, two[1], two[0])
    assert str(book.next_undo().sentence) == "Merge Robert Smith into Bob Smith"  # type: ignore[union-attr]
    book.undo()
    now = every_table(book)
    assert now.pop("tombstone") == was.pop("tombstone")
    assert now == was


def test_only_two_who_are_there_can_be_merged(book: Book, two: tuple[int, int]) -> None:
    with pytest.raises(Refused), book.edit("No"):
        merge.merge(book, two[0], [two[0]])
    with pytest.raises(Refused), book.edit("No"):
        merge.merge(book, two[0], [two[1], 99])
    with pytest.raises(Exception, match="no edit is open"):
        merge.merge(book, *two[:1], [two[1]])


def test_side_by_side(book: Book, two: tuple[int, int]) -> None:
    fields = {field.key: field for field in merge.compare(book, two)}
    assert fields["name"].values == (("Robert Smith",), ("Bob Smith",))
    assert (fields["name"].single, fields["name"].differs) == (True, True)
    assert (fields["mail"].single, fields["mail"].differs) == (False, False)
    assert fields["phone"].values == ((), ("+44 20 5550 0142",))
    assert "threads" not in fields
    assert "state" not in fields
    with book.edit("A loss"):
        people.change(book, two[1], state="deceased")
    (state,) = (field for field in merge.compare(book, two) if field.key == "state")
    assert (state.values, state.differs, state.beside) == (
        (("active",), ("deceased",)),
        True,
        False,
    )


def test_no_table_that_names_a_person_is_forgotten(book: Book) -> None:
    named = {(table.name, column) for table in joining.tables() for column in table.people}
    tables = book.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    keys = {
        (table, key[3])
        for (table,) in tables
        for key in book.rows(f'PRAGMA foreign_key_list("{table}")')
        if key[2] == "person"
    }
    assert keys == named | {("person", "met_through_id")}


# Values that one person has twice


def test_repeats_within_one_person_are_found_and_folded(book: Book, two: tuple[int, int]) -> None:
    robert, _bob = two
    with book.edit("Fill"):
        plain = facts.add(book, facts.Contact, robert, kind="phone", value="020 5550 0142")
        whole = facts.add(
            book, facts.Contact, robert, kind="phone", value="+44 20 5550 0142", label="home"
        )
        facts.add(book, facts.Contact, robert, kind="phone", value="+44 20 5550 0143")
        facts.add(book, facts.Contact, robert, kind="mail", value="Bob@Example.org", label="work")
        for street in ("12 St James", "12 St. James"):
            facts.add(book, facts.Address, robert, street=street, locality="London")
        facts.add(book, facts.KeyDate, robert, kind="birthday", date="1980")
        facts.add(book, facts.KeyDate, robert, kind="birthday", date="1980-03-22")
        book.insert(
            schema.SourceCard, person_id=robert, blob="x",
            lines=json.dumps([[3, "contact_point", plain]]),
        )  # fmt: skip
    found = merge.repeated(book, robert)
    assert [repeat.why for repeat in found] == [
        "same mail", "same phone number", "same address", "same day"
    ]  # fmt: skip
    assert (found[1].keep, found[1].others) == (whole, (plain,))
    assert found[1].values == ("+44 20 5550 0142", "020 5550 0142")
    with book.edit("Fold"):
        merge.fold_repeated(book, robert, found)
    assert merge.repeated(book, robert) == []
    assert [c.label for c in facts.of_person(book, facts.Contact, robert)] == ["work", "home", ""]
    assert json.loads(book.value("SELECT lines FROM source_card")) == [[3, "contact_point", whole]]


# Laws

PEOPLE = ("Robert Smith", "Bob Smith", "smith, robert", "Eve", "Otto")
GROUP = (1, 2, 3)
_POOLS: dict[str, tuple[Any, ...]] = {
    "kind": ("birthday", "friend", "daughter", "parent", "child", "phone", "mail", "walk"),
    "date": ("1980", "1980-03", "1980-03-22", "--03-22", "1981-05-06", "1980~"),
    "lines": ("[]",),
    "match_key": ("", "1", "2"),
    "direction": ("gave",),
    "how": ("", "enjoys", "seeks"),
}
_STATES = {
    "guest": ("expected", "met", "missed"),
    "introduction": ("idea", "asked", "made"),
    "ledger_entry": ("done", "promised"),
}
_DATES = {"learned", "since", "until", "met_on", "asked_person", "asked_other", "made"}
TABLES = [table.name for table in joining.tables()]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "base.relbook"
    with Book.create(path) as book, book.edit("Fill"):
        for number, name in enumerate(PEOPLE, 1):
            people.add(book, name, id=number)
        for model in (schema.Interest, schema.Circle):
            for name in "ab":
                book.insert(model, name=name, folded=name)
        for name in "ab":
            book.insert(schema.Event, name=name)
            book.insert(schema.LedgerEntry, direction="gave", kind=name)
            book.insert(schema.Moment, kind=name)
            book.insert(schema.Thread, title=name)
        for photo in (b"one", b"another"):
            book.keep_bytes(photo)
    return path


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[str, list[int]]]:
    """Tables, each with numbers that its columns draw their values by."""
    one = st.tuples(st.sampled_from(TABLES), st.lists(st.integers(0, 11), min_size=24, max_size=24))
    return draw(st.lists(one, max_size=20))


def pool(table: joining.Table, column: str, photos: list[str]) -> tuple[Any, ...]:
    if column in table.people:
        return (1, 2, 3, 4) if column in table.ends else (None, 1, 2, 4)
    if column.endswith("_id"):
        return (1, 2) if column[:-3] in "interest circle event entry moment thread" else (None,)
    if column == "blob":
        return tuple(photos)
    if column in _DATES:
        return (None, *_POOLS["date"][:4])
    if column in {"tender", "private", "preferred"}:
        return (0, 1)
    if column == "how_much":
        return (None, 1, 2, 3)
    if column == "state":
        return _STATES[table.name]
    return _POOLS.get(column, ("", "x", "y"))


def fill(book: Book, told: list[tuple[str, list[int]]], own: list[list[int]], met: int) -> None:
    photos = [blob for (blob,) in book.rows("SELECT hash FROM blob ORDER BY 1")]
    by_name = {table.name: table for table in joining.tables()}
    with book.edit("Tell"):
        for number, drawn in zip(GROUP, own, strict=True):
            values = {
                "nickname": ("", "Bob", "Rob, Bob", "robert smith")[drawn[0] % 4],
                "pronouns": ("", "he", "they")[drawn[1] % 3],
                "met_how": ("", "At the choir", "By chance")[drawn[2] % 3],
                "met_on": (None, "1980", "1999-05")[drawn[3] % 3],
                "note": ("", "Tall.", "Likes tea.")[drawn[4] % 3],
                "state": ("active", "resting", "deceased", "archived")[drawn[5] % 4],
                "photo": (None, *photos)[drawn[6] % 3],
                "name": (PEOPLE[number - 1], "Robert Smith", "robert SMITH", "R")[drawn[7] % 4],
                "met_through_id": (None, 4, 5, met)[drawn[8] % 4] if number != met else None,
            }
            book.update(schema.Person, number, **values)
        for name, drawn in told:
            table = by_name[name]
            values = {}
            for column, n in zip(table.columns, drawn, strict=False):
                listed = pool(table, column, photos)
                values[column] = listed[n % len(listed)]
            ends = [values[column] for column in table.ends]
            if len(set(ends)) == len(ends):
                columns = ", ".join(f'"{column}"' for column in values)
                marks = ", ".join("?" * len(values))
                book.sql(
                    f'INSERT OR IGNORE INTO "{name}" ({columns}) VALUES ({marks})',
                    tuple(values.values()),
                )


def said(book: Book) -> dict[str, Any]:
    """All that a book says, whoever of the group it says it of."""
    (left,) = (one for one in GROUP if people.read(book, one))
    uids = {uid for (uid,) in book.rows("SELECT uid FROM person")}
    uids |= {uid for (uid,) in book.rows("SELECT card_uid FROM source_card WHERE kind = 'merged'")}
    found: dict[str, Any] = {"uids": uids}
    for model in schema.JOURNALED:
        if model is schema.Tombstone:
            continue
        table, fields = model._meta.table_name, model._meta.sorted_fields
        columns = [field.column_name for field in fields]
        named = {f.column_name for f in fields if getattr(f, "rel_model", None) is schema.Person}
        named |= {"id"} if model is schema.Person else set()
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = [
            {
                column: "G" if column in named and value == left else value
                for column, value in zip(columns, row, strict=True)
            }
            for row in book.rows(f'SELECT {listed} FROM "{table}"')
        ]
        found[table] = sorted(repr(sorted(alike(table, row).items())) for row in rows)
    return found


def alike(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row without what it is, and with what may be said in two ways said in one."""
    for column in ("uid", "changed", "created", *(["id"] if table != "person" else ())):
        row.pop(column, None)
    if table == "person":  # of a second name one spelling is as good as another
        nicks = row["nickname"].split(",")
        row["nickname"] = sorted(" ".join(sorted(fold(nick).split())) for nick in nicks)
    if table == "relation":
        if row["other_id"] is not None:
            row["other_name"] = ""
        there = str(row.pop("person_id")), str(row.pop("other_id")), row.pop("kind")
        back = (there[1], there[0], relations.inverse(there[2]))
        row["kin"] = min(there, back) if relations.inverse(back[2]) == there[2] else there
    if table == "distinct_pair":
        return {"pair": sorted(map(str, row.values()))}
    if table == "source_card" and row["kind"] == merge.MERGED:
        return {}
    return row


def merged(
    base: Path, told: Any, own: Any, met: int, *steps: tuple[int, list[int]]
) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Book.open(shutil.copy(base, Path(folder) / "book.relbook")) as book,
    ):
        book.sql("PRAGMA synchronous=OFF")
        fill(book, told, own, met)
        was = every_table(book)
        for keep, others in steps:
            join(book, keep, *others)
        found = said(book)
        assert book.rows("PRAGMA foreign_key_check") == []
        for _step in steps:
            book.undo()
        assert every_table(book) == was
        return found


own = st.lists(st.lists(st.integers(0, 11), min_size=9, max_size=9), min_size=3, max_size=3)


@given(told=rows(), own=own)
@settings(max_examples=20)
def test_any_order_gives_the_same_book_and_undo_the_former(base: Path, told: Any, own: Any) -> None:
    first = merged(base, told, own, 4, (1, [2, 3]))
    for steps in (
        [(2, [1]), (2, [3])],
        [(3, [2]), (1, [3])],
        [(3, [1, 2])],
    ):
        assert merged(base, told, own, 4, *steps) == first


@given(told=rows(), own=own)
@settings(max_examples=12)
def test_who_was_met_through_whom_does_not_matter_to_two(base: Path, told: Any, own: Any) -> None:
    first = merged(base, told, own, 2, (1, [2]), (1, [3]))
    assert merged(base, told, own, 2, (2, [1]), (3, [2])) == first
