"""One person with their whole life, out of a backup into the book of today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from relbook.core import circles, errors, events, facts, ledger, people, relations, sample
from relbook.core.exchange.archive.bringing_back import Brought, bring_back
from relbook.core.exchange.sameness import merge
from relbook.core.store import backups, restore
from relbook.core.store.backups import Shelves
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.paths import asset
from tests.books import fiction
from tests.core.exchange.rows import rows_of
from tests.core.tables import every_table

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def told(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """All that the book says, but not when it was last touched."""
    return {name: [(row[0], *row[2:]) for row in rows] for name, rows in rows_of(book).items()}


def cards(book: Book) -> list[tuple[Any, ...]]:
    """The cards people came from, and the values that came from their lines."""
    return book.rows(
        "SELECT c.uid, p.uid, c.blob, json_array_length(c.lines) FROM source_card c"
        " JOIN person p ON p.id = c.person_id ORDER BY c.uid"
    )


def uid_of(book: Book, name: str) -> str:
    return str(book.value("SELECT uid FROM person WHERE name = ?", name))


@pytest.fixture
def past(book: Book, tmp_path: Path) -> Iterator[Book]:
    """`book` with the small fiction in it, as a backup has it."""
    fiction.fill(book)
    made = backups.make(book, Shelves(tmp_path / "b", tmp_path / "c").of(book.path), NOW)
    with restore.opened(made.path, None) as opened:
        yield opened


def delete(book: Book, *names: str) -> None:
    ids = [book.value("SELECT id FROM person WHERE name = ?", name) for name in names]
    with book.edit("Delete"):
        people.delete(book, ids)


def bring(book: Book, past: Book, name: str) -> Brought:
    with book.edit(f"Bring {name} back"):
        return bring_back(book, past, uid_of(past, name))


@pytest.mark.parametrize("name", ["Sherlock Holmes", "Mary Morstan", "Dr John Watson"])
def test_who_was_deleted_is_back_as_if_nothing_had_happened(
    book: Book, past: Book, name: str
) -> None:
    delete(book, name)
    lost = every_table(book)
    brought = bring(book, past, name)
    assert (brought.new, brought.problems) == (True, ())
    assert told(book) == told(past)
    assert cards(book) == cards(past)
    assert examine(book).ok
    # The tombstone of the fiction itself stays, those of this life are gone.
    assert book.value("SELECT count(*) FROM tombstone") == 1
    book.undo()
    assert every_table(book) == lost


def test_everyone_of_the_sample_comes_back_whole(tmp_path: Path) -> None:
    with sample.make(tmp_path / "s.relbook", date(2026, 3, 14), asset("sample")) as book:
        shelf = Shelves(tmp_path / "b", tmp_path / "c").of(book.path)
        made = backups.make(book, shelf, NOW)
        with restore.opened(made.path, None) as past:
            was = told(past)
            for (uid,) in past.rows("SELECT uid FROM person"):
                with book.edit("Delete"):
                    people.delete(book, [book.value("SELECT id FROM person WHERE uid = ?", uid)])
                with book.edit("Bring back"):
                    assert bring_back(book, past, uid).problems == ()
                assert told(book) == was
        assert examine(book).ok


def test_with_an_event_and_circle_that_are_gone_too(book: Book, past: Book) -> None:
    delete(book, "Mary Morstan", "Sherlock Holmes")
    with book.edit("Clear"):
        book.sql("DELETE FROM event")
        book.sql("DELETE FROM circle")
        book.sql("DELETE FROM interest")
    bring(book, past, "Sherlock Holmes")
    bring(book, past, "Mary Morstan")
    assert told(book) == told(past)


def test_what_is_told_otherwise_is_as_it_was_and_what_is_new_stays(book: Book, past: Book) -> None:
    holmes = book.value("SELECT id FROM person WHERE name = 'Sherlock Holmes'")
    with book.edit("Spoil"):
        people.change(book, holmes, note="", met_on=None)
        people.set_photo(book, holmes, None)
        book.sql("UPDATE address SET locality = 'Paris'")
        book.sql("UPDATE ledger_entry SET what = ''")
        book.sql("DELETE FROM key_date")
        facts.add(book, facts.Contact, holmes, kind="phone", value="+44 20 7946 0018")
    brought = bring(book, past, "Sherlock Holmes")
    assert (brought.person, brought.new) == (holmes, False)
    now = told(book)
    (new,) = set(now["contact_point"]) - set(told(past)["contact_point"])
    assert "+44 20 7946 0018" in new
    now["contact_point"].remove(new)
    assert now == told(past)


def test_a_moment_nobody_has_any_more_comes_back_for_all_who_are_here(
    book: Book, tmp_path: Path
) -> None:
    with book.edit("Lend"):
        ada, grace = people.add(book, "Ada"), people.add(book, "Grace")
        ledger.add(book, [ada, grace], "gave", "loan", what="a tent")
    made = backups.make(book, Shelves(tmp_path / "b", tmp_path / "c").of(book.path), NOW)
    with restore.opened(made.path, None) as past:
        with book.edit("Delete"):
            book.sql("DELETE FROM ledger_entry")
        bring(book, past, "Ada")
        assert told(book) == told(past)


def test_guests_and_members_who_were_dropped_stay_away(book: Book, tmp_path: Path) -> None:
    with book.edit("Plan"):
        ada, grace = people.add(book, "Ada"), people.add(book, "Grace")
        dinner = events.add(book, "Dinner")
        events.invite(book, dinner, [ada, grace])
        circles.join(book, circles.find_or_add(book, "Chess"), [ada, grace])
    made = backups.make(book, Shelves(tmp_path / "b", tmp_path / "c").of(book.path), NOW)
    with book.edit("Drop Grace"):
        book.sql("DELETE FROM guest WHERE person_id = ?", (grace,))
        book.sql("DELETE FROM membership WHERE person_id = ?", (grace,))
    delete(book, "Ada")
    with restore.opened(made.path, None) as past:
        bring(book, past, "Ada")
    rows = book.rows("SELECT p.name FROM guest g JOIN person p ON p.id = g.person_id")
    assert rows == [("Ada",)]
    assert book.value("SELECT count(*) FROM membership") == 1


def test_who_was_made_one_with_another_does_not_come_twice(book: Book, past: Book) -> None:
    holmes, mary = (
        book.value("SELECT id FROM person WHERE name = ?", name)
        for name in ("Sherlock Holmes", "Mary Morstan")
    )
    with book.edit("One"):
        merge.merge(book, holmes, [mary])
    before = every_table(book)
    with pytest.raises(errors.Refused, match="made one with Sherlock Holmes"):
        bring(book, past, "Mary Morstan")
    assert every_table(book) == before


def test_the_owner_stays_the_owner(book: Book, past: Book) -> None:
    delete(book, "Dr John Watson")
    with book.edit("I"):
        ada = people.add(book, "Ada", me=1)
    bring(book, past, "Dr John Watson")
    assert people.me(book) == ada
    assert book.value("SELECT count(*) FROM person WHERE name = 'Dr John Watson'") == 1


def test_ties_that_others_made_anew_stay(book: Book, past: Book) -> None:
    watson, mary = (
        book.value("SELECT id FROM person WHERE name = ?", name)
        for name in ("Dr John Watson", "Mary Morstan")
    )
    delete(book, "Sherlock Holmes")
    with book.edit("Met otherwise"):
        people.change(book, mary, met_through_id=watson)
        relations.add(book, mary, "friend", name="Irene")
    bring(book, past, "Sherlock Holmes")
    assert book.value("SELECT met_through_id FROM person WHERE id = ?", mary) == watson


def test_who_is_not_in_it_cannot_come(book: Book, past: Book) -> None:
    with pytest.raises(errors.Refused, match="not in this backup"), book.edit("Bring"):
        bring_back(book, past, "nobody")
