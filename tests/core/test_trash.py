"""Who was deleted rests for thirty days, and comes back with everything."""

from collections.abc import Iterable

import pytest

from relbook.core import errors, events, people, trash
from relbook.core.exchange.sameness import merge
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.schema import JOURNALED
from tests.conftest import Clock

ALL = [model._meta.table_name for model in JOURNALED]


def tables(book: Book, *, but: Iterable[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row without when it last changed."""
    return {
        table: [(row[0], row[1], *row[3:]) for row in book.rows(f'SELECT * FROM "{table}"')]
        for table in ALL
        if table not in but
    }


@pytest.fixture
def lives(book: Book) -> tuple[int, int]:
    """Ada and Bob, and something of every kind between them."""
    with book.edit("Fill"):
        ada = people.add(book, "Ada Moss", note="keeps bees", me=1)
        bob = people.add(book, "Bob Reed", met_through_id=ada)
        people.set_photo(book, ada, b"a face")
        mail = {"kind": "mail", "value": "ada@moss.example"}
        book.insert(s.ContactPoint, person_id=ada, **mail)
        book.insert(s.Address, person_id=ada, street="1 Lane", told_by_id=bob)
        book.insert(s.KeyDate, person_id=bob, kind="birthday", date="1980", told_by_id=ada)
        book.insert(s.Relation, person_id=ada, other_id=bob, other_name="Bob Reed", kind="friend")
        book.insert(s.Relation, person_id=bob, other_id=ada, other_name="Ada Moss", kind="friend")
        games = book.insert(s.Interest, name="Games", folded="games")
        chess = book.insert(s.Interest, name="Chess", folded="chess", parent_id=games)
        book.insert(s.Tagging, person_id=ada, interest_id=chess, how="enjoys")
        choir = book.insert(s.Circle, name="Choir", folded="choir")
        book.insert(s.Membership, person_id=ada, circle_id=choir)
        supper = book.insert(s.Event, name="Supper")
        book.insert(s.Guest, event_id=supper, person_id=ada)
        for whose in ((ada,), (ada, bob)):
            moment = book.insert(s.Moment, kind="talk", line=f"with {len(whose)}")
            thread = book.insert(s.Thread, title=f"with {len(whose)}")
            entry = book.insert(s.LedgerEntry, direction="gave", kind="gift", interest_id=chess)
            for one in whose:
                book.insert(s.MomentPerson, moment_id=moment, person_id=one)
                book.insert(s.ThreadPerson, thread_id=thread, person_id=one)
                book.insert(s.EntryPerson, entry_id=entry, person_id=one)
        book.insert(s.Introduction, person_id=ada, other_id=bob, why="bees")
        book.insert(s.DistinctPair, person_id=ada, other_id=bob)
        card = book.keep_bytes(b"a card")
        book.insert(s.SourceCard, person_id=ada, blob=card, lines='[[1,"contact_point",1]]')
        book.insert(s.OwnField, person_id=ada, name="Hat", value="7")
    return ada, bob


def delete(book: Book, *ids: int) -> None:
    with book.edit("Delete"):
        people.delete(book, ids)


def bring_back(book: Book, person: int) -> None:
    trash.bring_back(book, next(one for one in trash.deleted(book) if one.person == person))
    assert book.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("gone", "back"),
    [("a", "a"), ("ab", "ab"), ("ab", "ba"), ("ba", "ab"), ("a+b", "ab"), ("a+b", "ba")],
)
def test_everything_comes_back_with_everyone_in_any_order(
    book: Book, lives: tuple[int, int], gone: str, back: str
) -> None:
    who = dict(zip("ab", lives, strict=True))
    before = tables(book)
    for some in gone.split("+") if "+" in gone else [gone]:
        delete(book, *(who[one] for one in some))
    for one in back:
        bring_back(book, who[one])
    now = tables(book, but=["guest"])
    assert {table: sorted(rows) for table, rows in now.items()} == {
        table: sorted(before[table]) for table in now
    }
    assert book.row("SELECT person_id, name FROM guest") == (who["a"], "")
    assert trash.deleted(book) == []
    step = book.next_undo()
    assert step is not None
    for _ in back:
        book.undo()
    assert len(trash.deleted(book)) == len(back)


def test_who_was_deleted_when_and_what_their_life_held(
    book: Book, lives: tuple[int, int], clock: Clock
) -> None:
    clock.forward(days=1)
    delete(book, lives[0])
    clock.forward(days=1)
    delete(book, lives[1])
    bob, ada = trash.deleted(book)
    assert (ada.name, ada.when) == ("Ada Moss", "2026-03-15T09:26:53Z")
    life = trash.life(book, ada)
    assert life.person["note"] == "keeps bees"
    assert [life.count(table) for table in ("contact_point", "moment", "tagging")] == [1, 2, 1]
    assert trash.life(book, bob).count("moment") == 1


def test_they_rest_for_thirty_days_however_much_is_done_since(
    book: Book, lives: tuple[int, int], clock: Clock
) -> None:
    delete(book, *lives)
    clock.forward(days=29)
    for n in range(300):
        with book.edit("Note"):
            book.insert(s.Note, text="x" * 1_000 + str(n))
    book.tidy()
    bring_back(book, lives[0])
    assert book.bytes_of(people.read(book, lives[0]).photo or "") == b"a face"  # type: ignore[union-attr]
    clock.forward(days=2)
    book.tidy()
    assert trash.deleted(book) == []


def test_what_changed_since_is_not_put_back(book: Book, lives: tuple[int, int]) -> None:
    ada, bob = lives
    with book.edit("No mail"):
        book.sql("DELETE FROM contact_point")
    delete(book, ada)
    with book.edit("Since"):
        events.remove(book, 1)
        book.sql("DELETE FROM interest")
        book.insert(s.Interest, name="CHESS", folded="chess")
        book.sql("DELETE FROM moment")
        people.add(book, "Ada Moss", me=1)
        book.sql("UPDATE person SET uid = 'x' WHERE id = ?", (bob,))
    bring_back(book, ada)
    assert book.value("SELECT count(*) FROM contact_point") == 0
    assert book.value("SELECT me FROM person WHERE id = ?", ada) == 0
    names = "SELECT i.name FROM tagging t JOIN interest i ON i.id = t.interest_id"
    assert book.rows(names) == [("CHESS",)]
    # The one that went with her; not the one that stayed and was removed.
    assert book.rows("SELECT line FROM moment") == [("with 1",)]


def test_who_was_merged_is_not_in_the_trash(book: Book, lives: tuple[int, int]) -> None:
    ada, bob = lives
    with book.edit("Merge"):
        merge.merge(book, ada, [bob])
    assert trash.deleted(book) == []
    delete(book, ada)
    assert [one.person for one in trash.deleted(book)] == [ada]


def test_who_is_back_already_is_not_brought_back_twice(book: Book, lives: tuple[int, int]) -> None:
    delete(book, lives[0])
    (ada,) = trash.deleted(book)
    book.undo()
    with pytest.raises(errors.Refused, match="not in the trash"):
        trash.bring_back(book, ada)


def test_someone_whose_card_came_in_again_comes_back_beside_her(
    book: Book, lives: tuple[int, int]
) -> None:
    uid = book.value("SELECT uid FROM person WHERE id = ?", lives[0])
    delete(book, lives[0])
    with book.edit("Again"):
        people.add(book, "Ada Moss", uid=uid)
    bring_back(book, lives[0])
    assert people.count(book) == 3
