"""The rows of a book as JSON, and back: equal, table by table."""

import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relbook.core import facts, people, relations, sample
from relbook.core.exchange import archive
from relbook.core.exchange.archive import Restore, shape
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.sameness import merge
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from tests.books import fiction
from tests.core.exchange.rows import rows_of

SAMPLE = Path(__file__).parents[4] / "resources" / "sample"


@pytest.fixture(params=["sample", "fiction"])
def full(request: pytest.FixtureRequest, tmp_path: Path, empty_book: Path) -> Iterator[Book]:
    """A book with rows in every table."""
    with Book.open(shutil.copy(empty_book, tmp_path / "full.relbook")) as made:
        if request.param == "sample":
            sample.fill(made, date(2026, 3, 14), SAMPLE)
        else:
            fiction.fill(made)
        yield made


def restore(book: Book, *texts: str, told: dict[int, str], photos: dict[str, bytes]) -> list[str]:
    """Put an archive into `book`, its people in the middle of what they share."""
    with book.edit("Restore"):
        comes = Restore(book)
        for text in texts[::2]:
            comes.shared(text)
        for text in told.values():
            photo = json.loads(text)["person"][0].get("photo", "")
            assert comes.person(text, photos.get(photo, b"")) is not None
        for text in texts[1::2]:
            comes.shared(text)
        comes.finish()
        return comes.problems()


def photos_of(book: Book) -> dict[str, bytes]:
    return dict(book.rows("SELECT hash, bytes FROM blob"))


def everyone(book: Book) -> list[int]:
    return [i for (i,) in book.rows("SELECT id FROM person ORDER BY sort_key DESC")]


def test_no_table_and_no_column_is_forgotten() -> None:
    assert set(shape.tables()) | shape.LEFT_OUT == {
        model._meta.table_name for model in schema.JOURNALED
    }
    for table in shape.tables().values():
        names = {field.column_name for field in table.model._meta.sorted_fields}
        assert {column.column for column in table.columns} | {"id"} == names
    named = {table for table, _ in schema.NAMING_BYTES}
    assert named - shape.LEFT_OUT == {"person"}  # whose photos are taken along


def test_a_book_comes_back_equal(full: Book, book: Book) -> None:
    told = archive.told_of(full, everyone(full))
    assert restore(book, archive.shared(full), told=told, photos=photos_of(full)) == []
    assert rows_of(book) == rows_of(full)
    photos = "SELECT p.uid, b.bytes FROM person p JOIN blob b ON b.hash = p.photo ORDER BY 1"
    assert book.rows(photos) == full.rows(photos) != []
    assert examine(book).ok


def test_what_is_kept_of_who_was_merged_comes_along(full: Book, book: Book) -> None:
    kept = full.value("SELECT id FROM person WHERE photo IS NOT NULL")
    uid = full.value("SELECT uid FROM person WHERE id = ?", kept)
    with full.edit("Merge"):
        twin = people.add(full, "A Twin")
        full.update(schema.Person, twin, photo=full.keep_bytes(b"\xff\xd8\xff another"))
        gone = full.value("SELECT uid FROM person WHERE id = ?", twin)
        merge.merge(full, kept, [twin])
    told = archive.told_of(full, everyone(full))
    restore(book, archive.shared(full), told=told, photos=photos_of(full))
    back = book.value("SELECT id FROM person WHERE uid = ?", uid)
    assert merge.photos(book, back) == merge.photos(full, kept) != []
    assert book.value("SELECT person_id FROM source_card WHERE card_uid = ?", gone) == back


def test_whatever_comes_first(full: Book, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PIECE", 7)
    monkeypatch.setattr(archive, "PAGE", 3)
    pieces = list(archive.shared_in_pieces(full))
    assert len(pieces) > 1
    told = archive.told_of(full, everyone(full))
    restore(book, *pieces[::-1], told=told, photos=photos_of(full))
    assert rows_of(book) == rows_of(full)


def test_what_is_there_is_left_alone(full: Book, book: Book) -> None:
    told, photos = archive.told_of(full, everyone(full)), photos_of(full)
    restore(book, archive.shared(full), told=told, photos=photos)
    steps = book.rows("SELECT count(*) FROM step")
    before = rows_of(book)
    restore(book, archive.shared(full), told=told, photos=photos)
    assert rows_of(book) == before
    assert book.rows("SELECT count(*) FROM step") == steps


def test_an_undo_takes_it_back(full: Book, book: Book) -> None:
    restore(book, archive.shared(full), told=archive.told_of(full, everyone(full)), photos={})
    book.undo()
    assert not any(rows_of(book).values())


def test_some_people_bring_what_they_have_part_in(full: Book, book: Book) -> None:
    some = everyone(full)[:2]
    told = archive.told_of(full, some)
    assert restore(book, archive.shared(full, some), told=told, photos=photos_of(full)) == []
    assert people.count(book) == 2
    assert examine(book).ok
    lone = "SELECT count(*) FROM {0} WHERE id NOT IN (SELECT {0}_id FROM {0}_person)"
    assert [book.value(lone.format(table)) for table in ("moment", "thread")] == [0, 0]
    theirs = (
        "SELECT count(*) FROM {} WHERE person_id IN (SELECT id FROM person WHERE uid IN (?, ?))"
    )
    uids = [uid for (uid,) in book.rows("SELECT uid FROM person")]
    for table in ("contact_point", "relation", "tagging", "moment_person", "entry_person", "note"):
        assert book.value(theirs.format(table), *uids) == full.value(theirs.format(table), *uids)


def test_who_is_not_there_gives_way_to_their_name(book: Book, full: Book) -> None:
    with full.edit("Meet"):
        ada = people.add(full, "Ada Lovelace")
        george = people.add(full, "George Byron", met_through_id=ada)
        relations.add(full, george, "parent", other=ada)
        event = full.insert(schema.Event, name="Ball")
        full.insert(schema.Guest, event_id=event, person_id=george)
        full.insert(schema.Guest, event_id=event, person_id=ada)
        full.insert(schema.Introduction, person_id=george, other_id=ada)
        facts.add(full, facts.Note, george, text="Swims.", told_by_id=ada)
    some = [george]
    restore(book, archive.shared(full, some), told=archive.told_of(full, some), photos={})
    assert book.rows("SELECT met_through_id, met_through_name FROM person") == [
        (None, "Ada Lovelace")
    ]
    assert book.rows("SELECT other_id, other_name FROM relation") == [(None, "Ada Lovelace")]
    guests = book.rows("SELECT person_id IS NULL, name FROM guest ORDER BY id")
    assert guests == [(0, ""), (1, "Ada Lovelace")]
    assert book.rows("SELECT text, told_by_id FROM note") == [("Swims.", None)]
    assert book.value("SELECT count(*) FROM introduction") == 0


def test_one_word_for_one_thing(book: Book) -> None:
    with book.edit("Begin"):
        sailing = book.insert(schema.Interest, name="Sailing", folded="sailing")
        me = book.insert(schema.Person, name="Grace Hopper", sort_key="hopper", me=1)
    comes = {
        "relbook": 1,
        "interest": [
            {"uid": "i1", "name": "SAILING", "folded": "whatever"},
            {"uid": "i2", "name": "Dinghies", "parent": "i1"},
        ],
        "note": [{"uid": "n1", "interest": "i1", "text": "Since the war."}],
    }
    mine = {"relbook": 1, "person": [{"uid": "g", "name": "Grace M. Hopper", "me": 1}],
            "tagging": [{"uid": "t", "interest": "i1", "how": "enjoys"}]}  # fmt: skip
    restore(book, json.dumps(comes), told={1: json.dumps(mine)}, photos={})
    assert book.rows("SELECT name, parent_id FROM interest ORDER BY id") == [
        ("Sailing", None),
        ("Dinghies", sailing),
    ]
    assert book.rows("SELECT person_id, interest_id FROM tagging") == [(me, sailing)]
    assert book.value("SELECT interest_id FROM note") == sailing


GOOD = {"uid": "p1", "name": "Ada Lovelace"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "17",
        '{"person": []}',
        '{"relbook": 1}',
        '{"relbook": 1, "person": {}}',
        '{"relbook": 1, "person": [1]}',
        '{"relbook": 1, "person": [{}, {}]}',
        "[" * 100_000,
        '{"relbook": 1, "person": ' + "9" * 10_000 + "}",
        '{"relbook": ' + "[1," * 3_000_000 + "1",
    ],
    ids=range(12),
)
def test_what_is_no_archive_says_so(book: Book, text: str) -> None:
    with book.edit("Restore"):
        comes = Restore(book)
        assert comes.person(text) is None
        comes.finish()
        assert len(comes.problems()) == 1
    assert not any(rows_of(book).values())


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("contact_point", {"uid": 1, "kind": "mail", "value": "a@b.example"}),
        ("contact_point", {"uid": "", "kind": "mail", "value": "a@b.example"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": ["a"]}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "\ud800"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "a\x00b"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "a", "preferred": 2**70}),
        ("contact_point", {"uid": "u", "kind": "mail"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "a", "changed": "yesterday"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "a", "told_by": 3}),
        ("key_date", {"uid": "u", "kind": "birthday", "date": "2026-02-30"}),
        ("position", {"uid": "u", "title": "x", "since": "spring"}),
        ("tagging", {"uid": "u", "interest": "i", "how_much": 1e300}),
        ("tagging", {"uid": "u", "interest": "i", "how_much": 2**31}),
        ("relation", {"uid": "u", "kind": "spouse", "other": "p1"}),
        ("introduction", {"uid": "u", "other": "p1"}),
        ("introduction", {"uid": "u", "other": "p2", "state": "hoped"}),
        ("guest", {"uid": "u", "event": "e", "state": ""}),
        ("moment", []),
        ("moment", None),
        ("thread", {"uid": "u", "title": " "}),
        ("flying_saucer", {"uid": "u"}),
        ("contact_point", {"uid": "u", "kind": "mail", "value": "a", "aura": "\udcff"}),
    ],
)
def test_an_impossible_row_is_told_and_the_rest_comes_in(
    book: Book, table: str, row: dict[str, Any]
) -> None:
    told = {"relbook": 1, "person": [GOOD], "own_field": [{"uid": "o", "name": "Pipe"}]}
    with book.edit("Restore"):
        comes = Restore(book)
        assert comes.person(json.dumps(told | {table: [row]})) is not None
        comes.finish()
        (why,) = comes.problems()
        assert why.encode()
    assert book.rows("SELECT name, state FROM person") == [("Ada Lovelace", "active")]
    assert book.rows("SELECT name FROM own_field") == [("Pipe",)]
    assert examine(book).ok


def test_interests_within_each_other_are_parted(book: Book) -> None:
    rows = [{"uid": f"i{n}", "name": f"I {n}", "parent": f"i{(n + 1) % 3}"} for n in range(3)]
    rows.append({"uid": "own", "name": "Own", "parent": "own"})
    text = json.dumps({"relbook": 1, "interest": rows})
    restore(book, text, told={}, photos={})
    parents = dict(book.rows("SELECT id, parent_id FROM interest"))
    while standing := [one for one, above in parents.items() if above not in parents]:
        for one in standing:
            del parents[one]
    assert parents == {}  # whoever lay in a circle would never stand alone


def test_many_problems_are_told_in_few_lines(book: Book) -> None:
    text = json.dumps({"relbook": 2, "moment": [{"uid": ""}] * 10_000})
    assert len(restore(book, text, told={}, photos={})) <= 201


def test_a_lost_photo_leaves_its_person(book: Book) -> None:
    told = {"relbook": 1, "person": [GOOD | {"photo": "ab" * 16}]}
    assert len(restore(book, told={1: json.dumps(told)}, photos={})) == 1
    assert book.rows("SELECT name, photo FROM person") == [("Ada Lovelace", None)]


def test_the_document_holds_everything_once(full: Book, book: Book) -> None:
    document = json.loads("".join(archive.document(full)))
    with book.edit("Restore"):
        comes = Restore(book)
        for name, packed in document.pop("photo").items():
            comes.photo(name, packed)
        for table in shape.tables():
            for row in document.pop(table, []):
                comes.row(table, row)
        comes.finish()
        assert comes.problems() == []
    cards = [row["card"] for table in shape.LEFT_OUT for row in document.pop(table, [])]
    assert list(document) == ["relbook", "made", "profile"]
    assert rows_of(book) == rows_of(full)
    kept = full.rows(
        "SELECT bytes FROM blob WHERE hash NOT IN (SELECT photo FROM person WHERE photo <> '')"
    )
    assert {b64decode(card) for card in cards} == {data for (data,) in kept}
    assert photos_of(book).keys() <= photos_of(full).keys()


def test_the_document_to_share_holds_what_may_be_shared(full: Book) -> None:
    with full.edit("Whisper"):
        ada = people.add(full, "Ada Lovelace", note="XSECRET", met_how="XSECRET", rhythm="XSECRET")
        for hushed in ({"private": True}, {"tender": True}):
            facts.add(full, facts.Contact, ada, kind="mail", value="XSECRET@x.example", **hushed)
        facts.add(full, facts.Note, ada, text="XSECRET")
        facts.add(full, facts.OwnField, ada, name="XSECRET")
        secret = full.insert(schema.Interest, name="XSECRET", folded="xsecret")
        full.insert(schema.Tagging, person_id=ada, interest_id=secret, how="enjoys", tender=1)
        full.insert(schema.Circle, name="XSECRET", folded="xsecret")
        facts.add(full, facts.Contact, ada, kind="mail", value="ada@x.example")
    text = "".join(archive.document(full, profile=Profile.SHARE))
    assert "XSECRET" not in text
    assert "ada@x.example" in text
    document = json.loads(text)
    assert set(document) - {"relbook", "made", "profile", "photo"} <= set(archive._PUBLIC)
    assert all("how_much" not in row for row in document["tagging"])
