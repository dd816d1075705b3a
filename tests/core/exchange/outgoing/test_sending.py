"""Out of the book by the ending of a file, and all of it back into an empty book."""

import itertools
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from relbook.core import facts, moments, people, sample
from relbook.core.errors import BookExists, Cancelled, FileUnwritable
from relbook.core.exchange import transfer
from relbook.core.exchange.archive.shape import LEFT_OUT
from relbook.core.exchange.incoming.match import Verdict
from relbook.core.exchange.incoming.plan import look
from relbook.core.exchange.outgoing import sending
from relbook.core.exchange.outgoing.sending import ENDINGS, send_out
from relbook.core.exchange.profile import Profile, leaves
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from tests.books import fiction
from tests.core.exchange import hostile
from tests.core.exchange.rows import rows_of

SAMPLE = Path(__file__).parents[4] / "resources" / "sample"


@pytest.fixture
def full(tmp_path: Path, empty_book: Path) -> Iterator[Book]:
    """A small book with something in every table, of whom nobody came in a card."""
    with Book.open(shutil.copy(empty_book, tmp_path / "full.relbook")) as made:
        fiction.fill(made)
        with made.edit("Forget where they came from"):
            made.sql("DELETE FROM source_card")
            made.sql("DELETE FROM circle_card")
        yield made


@pytest.fixture(params=["sample", "fiction"])
def either(request: pytest.FixtureRequest, full: Book, tmp_path: Path) -> Iterator[Book]:
    """The small book, or that of the sample people."""
    if request.param == "fiction":
        yield full
        return
    with Book.create(tmp_path / "sample.relbook") as made:
        sample.fill(made, date(2026, 3, 14), SAMPLE)
        yield made


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_everything_comes_back_equal(
    either: Book, book: Book, tmp_path: Path, version: str
) -> None:
    """Table by table; but for `source_card` and `circle_card`, which are the very cards that came
    back, and `tombstone` and the journal, which are of the book that something was deleted from.
    """
    file = tmp_path / "everything.vcf"
    n = send_out(either, file, version=version, profile=Profile.EVERYTHING)
    assert n == people.count(either)
    result = transfer.bring_in(book, [file])
    assert (result.new, result.updated, result.problems) == (n, 0, [])
    before, after = rows_of(either), rows_of(book)
    for table in before:
        assert after[table] == before[table], table
    assert set(before) | LEFT_OUT == {model._meta.table_name for model in schema.JOURNALED}
    photos = "SELECT p.uid, b.bytes FROM person p JOIN blob b ON b.hash = p.photo ORDER BY 1"
    assert book.rows(photos) == either.rows(photos)
    assert examine(book).ok


def test_the_same_export_again_changes_nothing(full: Book, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "everything.vcf"
    n = send_out(full, file, profile=Profile.EVERYTHING)
    transfer.bring_in(book, [file])
    before = rows_of(book)
    result = transfer.bring_in(book, [file])
    assert (result.new, result.updated, result.same) == (0, 0, n)
    assert rows_of(book) == before


def test_who_is_two_in_the_book_stays_two(full: Book, book: Book, tmp_path: Path) -> None:
    with full.edit("Meet twice"):
        for _ in range(2):
            ada = people.add(full, "Ada Lovelace")
            facts.add(full, facts.Contact, ada, kind="mail", value="ada@x.example")
            facts.add(full, facts.KeyDate, ada, kind="birthday", date="1815-12-10")
        people.add(full, "Analytical Engines Ltd")
    file = tmp_path / "everything.vcf"
    n = send_out(full, file, profile=Profile.EVERYTHING)
    plan = look(book, [file])
    assert {line.verdict for line in plan.lines} == {Verdict.NEW}
    result = transfer.bring_in(book, [file])
    assert (result.new, result.updated, result.doubtful, result.aside) == (n, 0, 0, 0)
    assert rows_of(book) == rows_of(full)


def test_who_is_known_otherwise_is_told_all_of_it(book: Book, full: Book, tmp_path: Path) -> None:
    for one in (book, full):
        with one.edit("Meet"):
            ada = people.add(one, "Ada Lovelace")
            facts.add(one, facts.Contact, ada, kind="mail", value="ada@x.example")
    with full.edit("Note"):
        facts.add(full, facts.Note, ada, text="Loves horses.", tender=True)
        moments.add(full, [ada], "walk", line="By the lake")
    file = tmp_path / "everything.vcf"
    send_out(full, file, people=[ada], profile=Profile.EVERYTHING)
    result = transfer.bring_in(book, [file])
    assert (result.new, result.updated) == (0, 1)
    assert people.count(book) == 1
    (note,) = facts.of_person(book, facts.Note, book.value("SELECT id FROM person"))
    assert (note.text, note.tender) == ("Loves horses.", True)
    assert book.rows("SELECT line FROM moment JOIN moment_person ON moment_id = moment.id") == [
        ("By the lake",)
    ]


def test_a_copy_goes_out_as_the_first_did(either: Book, book: Book, tmp_path: Path) -> None:
    """What only Relbook writes in a card stands in it once, and is not shared from there."""
    first, second, shared = (tmp_path / f"{name}.vcf" for name in ("first", "second", "shared"))
    send_out(either, first, profile=Profile.EVERYTHING)
    transfer.bring_in(book, [first])
    send_out(book, second, profile=Profile.EVERYTHING)
    send_out(book, shared)
    for own in ("\nJSPROP", "First met", "X-RELBOOK-MET", "introduced-by"):
        assert second.read_text().count(own) == first.read_text().count(own)
        assert own not in shared.read_text()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("profile", Profile)
def test_a_hostile_book_goes_out_all_the_same(
    full: Book, tmp_path: Path, ending: str, profile: Profile
) -> None:
    hostile.poison(full)
    file = tmp_path / f"out{ending}"
    assert send_out(full, file, profile=profile) > 0
    assert file.read_bytes().decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_only_those_chosen_go(full: Book, tmp_path: Path, ending: str) -> None:
    ids = [i for (i,) in full.rows("SELECT id FROM person ORDER BY id")]
    one, others = ids[0], ids[1:]
    with full.edit("Rename"):
        full.sql("UPDATE person SET name = 'XOTHER', nickname = '' WHERE id <> ?", (one,))
        full.sql("DELETE FROM relation")
    file = tmp_path / f"out{ending}"
    n = send_out(full, file, people=[one, one])
    assert n == 1 or ending == ".ics"
    assert "XOTHER" not in file.read_text()
    assert send_out(full, file, people=others) <= len(others)


@pytest.mark.parametrize("ending", ENDINGS)
def test_share_keeps_back_what_is_the_owners(full: Book, tmp_path: Path, ending: str) -> None:
    with full.edit("Whisper"):
        for table in ("note", "moment", "thread", "ledger_entry"):
            text = {"note": "text", "moment": "line", "thread": "title", "ledger_entry": "what"}
            full.sql(f"UPDATE {table} SET {text[table]} = 'XSECRET'")
        full.sql(
            "UPDATE person SET note = 'XSECRET', met_how = 'XSECRET', met_where = 'XSECRET',"
            " closeness = 'XSECRET', rhythm = 'XSECRET'"
        )
        full.sql("UPDATE contact_point SET value = 'XSECRET@x.example' WHERE id % 2")
        full.sql("UPDATE contact_point SET private = 1 WHERE id % 2")
        full.sql("UPDATE address SET street = 'XSECRET', tender = 1")
        full.sql("UPDATE own_field SET value = 'XSECRET'")
        full.sql("UPDATE guest SET note = 'XSECRET'")
        full.sql("UPDATE introduction SET why = 'XSECRET'")
    file = tmp_path / f"out{ending}"
    send_out(full, file)
    assert "XSECRET" not in file.read_text().replace("\n ", "")


@pytest.mark.parametrize("name", ["out", "out.txt", "out.vcf.bak", "out.xlsx"])
def test_another_ending_is_refused(book: Book, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileUnwritable) as why:
        send_out(book, tmp_path / name)
    assert all(ending in str(why.value) for ending in ENDINGS)
    assert not (tmp_path / name).exists()


def test_never_in_the_place_of_a_book(book: Book, tmp_path: Path) -> None:
    there = tmp_path / "disguised.json"
    shutil.copy(book.path, there)
    with pytest.raises(BookExists):
        send_out(book, there)
    Book.open(there).close()


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_cancels_finds_what_was_there(book: Book, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"out{ending}"
    file.write_text("before")
    with book.edit("Meet"):
        people.add(book, "Ada Lovelace")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        send_out(book, file, stop)
    assert file.read_text() == "before"
    assert list(tmp_path.glob(".*")) == []


def test_json_is_json_of_the_profile(full: Book, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    for profile in Profile:
        send_out(full, file, profile=profile)
        told = json.loads(file.read_bytes())
        assert told["profile"] == profile.value
        assert ("note" in told) == (profile is Profile.EVERYTHING)


def test_what_leaves_is_said_in_sentences() -> None:
    for profile, calendar in itertools.product(Profile, (False, True)):
        out, kept = leaves(profile, calendar=calendar)
        assert out
        assert kept
        assert all(line.endswith(".") for line in (*out, *kept))
    assert sending.ENDINGS == (".vcf", ".csv", ".json", ".ics", ".html")
