"""The search box's answers: whom it finds, in which order, and how the index keeps true."""

import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from relbook.core import names
from relbook.core.errors import Cancelled
from relbook.core.search import Found, Index
from relbook.core.store import schema as s
from relbook.core.store.book import Book

Add = Callable[..., int]


@pytest.fixture
def index(book: Book) -> Index:
    made = Index(book)
    book.listeners.append(lambda _notice: made.catch_up())
    return made


@pytest.fixture
def add(book: Book) -> Add:
    def add(name: str, **values: str) -> int:
        with book.edit("Add"):
            return book.insert(s.Person, name=name, sort_key=names.sort_key("", "", name), **values)

    return add


def called(book: Book, found: Found) -> list[str]:
    return [book.value("SELECT name FROM person WHERE id = ?", one) for one in found.ids()]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("秀英", "刘秀英"), ("英", "刘秀英"), ("佐藤", "ケンジ 佐藤"), ("けんじ", "ケンジ 佐藤"), ("duc", "Đức"),
        ("gross", "Groß"), ("groß", "GROSS"), ("cafe", "Café"), ("елка", "Ёлка"),
        ("παπαδοπουλος", "Παπαδόπουλος"), ("ΠΑΠΑ", "Παπαδόπουλος"), ("isil", "Işıl"),
        ("احمد", "أحمد"), ("ЩЕРБ", "Щербакова"), ("CAFÉ", "Café"), ("ชาย", "สมชาย"),
        ("obrien", "Ann O’Brien"), ("o'b", "Ann OBrien"), ("luc", "Jean-Luc"), ("jean l", "Jean-Luc"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(
    book: Book, index: Index, add: Add, typed: str, stored: str
) -> None:
    add("Zoe")
    assert called(book, index.find(typed)) == []
    person = add(stored)
    assert index.find(typed).ids() == [person]


def test_names_come_first_and_both_kinds_in_list_order(book: Book, index: Index, add: Add) -> None:
    for name, note in [
        ("Rose", ""),
        ("Bo", "a rose"),
        ("Amy", "ROSES"),
        ("Ann", "a nose"),
        ("Ada Rose", ""),
    ]:
        add(name, note=note)
    found = index.find("rose")
    assert called(book, found) == ["Ada Rose", "Rose", "Amy", "Bo"]
    assert (found.count, len(found), found.by_name) == (4, 4, 2)
    ids = found.ids()
    assert [found.row_of(one) for one in ids] == [0, 1, 2, 3]
    assert [found.ids(i, j) for i, j in [(1, 3), (3, 9), (2, 2)]] == [ids[1:3], ids[3:], []]
    (ann,) = index.find("ann").ids()
    assert found.row_of(ann) is None
    assert ann not in found
    assert ids[3] in found
    assert None not in found


def test_words_may_be_found_in_different_places(book: Book, index: Index, add: Add) -> None:
    ada = add("Ada Byron", note="mathematics")
    add("Ada Lace")
    with book.edit("Say where she works"):
        book.insert(s.Position, person_id=ada, organisation="Difference Engines")
    assert index.find("eng ada math").ids() == [ada]
    assert index.find("eng ada math").by_name == 0


@pytest.mark.parametrize("text", ["", "  ", "+", "(", "🎂", "- /"])
def test_nothing_to_look_for_finds_everyone(index: Index, add: Add, text: str) -> None:
    people = [add("Ada"), add("Bo")]
    assert index.find(text).ids() == people == index.everyone().ids()
    assert index.find(text).by_name == 2


# A row of each table whose words find someone, or what a row of it is part of.
def _of_person(model: type[s.Row], **values: str) -> Callable[[Book, int], None]:
    return lambda book, person: void(book.insert(model, person_id=person, **values))


def _linked(
    model: type[s.Row], link: type[s.Row], key: str, **values: str
) -> Callable[[Book, int], None]:
    def write(book: Book, person: int) -> None:
        book.insert(link, person_id=person, **{key: book.insert(model, **values)})

    return write


def void(_: object) -> None:
    pass


PLACES: dict[str, tuple[type[s.Row], str, Callable[[Book, int], None]]] = {
    "mail": (s.ContactPoint, "value", _of_person(s.ContactPoint, kind="mail", value="…")),
    "service": (s.ContactPoint, "service", _of_person(s.ContactPoint, kind="chat", value="…")),
    "street": (s.Address, "street", _of_person(s.Address)),
    "country": (s.Address, "country", _of_person(s.Address)),
    "organisation": (s.Position, "organisation", _of_person(s.Position)),
    "title": (s.Position, "title", _of_person(s.Position)),
    "date": (s.KeyDate, "about", _of_person(s.KeyDate, kind="other", date="--01-01")),
    "relation": (s.Relation, "other_name", _of_person(s.Relation, kind="friend")),
    "field": (s.OwnField, "value", _of_person(s.OwnField, name="Boat")),
    "note": (s.Note, "text", _of_person(s.Note, text="…")),
    "introduction": (s.Introduction, "why", lambda book, person: void(
        book.insert(s.Introduction, person_id=person, other_id=1))),
    "introduced": (s.Introduction, "came_of_it", lambda book, person: void(
        book.insert(s.Introduction, person_id=1, other_id=person))),
    "moment": (s.Moment, "line", _linked(s.Moment, s.MomentPerson, "moment_id", kind="talk")),
    "place": (s.Moment, "place", _linked(s.Moment, s.MomentPerson, "moment_id", kind="talk")),
    "thread": (s.Thread, "outcome", _linked(s.Thread, s.ThreadPerson, "thread_id", title="…")),
    "ledger": (s.LedgerEntry, "what", _linked(
        s.LedgerEntry, s.EntryPerson, "entry_id", direction="gave", kind="gift")),
    "interest": (s.Interest, "name", _linked(
        s.Interest, s.Tagging, "interest_id", name="…", folded="…")),
    "other names": (s.Interest, "other_names", _linked(
        s.Interest, s.Tagging, "interest_id", name="…", folded="…")),
    "circle": (s.Circle, "name", _linked(
        s.Circle, s.Membership, "circle_id", name="…", folded="…")),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_searched_and_followed(
    book: Book, index: Index, add: Add, place: str
) -> None:
    model, column, make = PLACES[place]
    add("Nobody")
    ada = add("Ada")
    with book.edit("Write"):
        make(book, ada)
    row = book.value(f'SELECT max(id) FROM "{model._meta.table_name}"')
    for word in ("pearls", "rubies"):
        with book.edit("Write"):
            book.update(model, row, **{column: f"Some {word}"})
        assert ada in index.find(word[:4])
    assert index.find("pear").count == 0
    book.undo()
    assert ada in index.find("pear")
    assert index.find("rubi").count == 0
    with book.edit("Take away"):
        book.delete(model, row)
    assert index.find("pear").count == 0


def test_a_moment_passes_from_one_to_another(book: Book, index: Index, add: Add) -> None:
    ada, bo = add("Ada"), add("Bo")
    with book.edit("Meet"):
        walk = book.insert(s.Moment, kind="walk", line="along the Seine")
        there = book.insert(s.MomentPerson, moment_id=walk, person_id=ada)
    with book.edit("It was Bo"):
        book.update(s.MomentPerson, there, person_id=bo)
    assert index.find("seine").ids() == [bo]


def test_filters_want_all_that_is_picked_and_an_interest_those_below(
    book: Book, index: Index, add: Add
) -> None:
    ada, bo, cy = add("Ada"), add("Bo"), add("Cy")
    with book.edit("Tag"):
        music = book.insert(s.Interest, name="Music", folded="music")
        lute = book.insert(s.Interest, name="Lute", folded="lute", parent_id=music)
        choir = book.insert(s.Circle, name="Choir", folded="choir")
        for person, interest in [(ada, music), (bo, lute), (cy, lute)]:
            book.insert(s.Tagging, person_id=person, interest_id=interest)
        for person in (ada, cy):
            book.insert(s.Membership, person_id=person, circle_id=choir)
    assert index.find("", index.people_with([music])).ids() == [ada, bo, cy]
    assert index.find("", index.people_with([lute])).ids() == [bo, cy]
    assert index.find("", index.people_with([music, lute], [choir])).ids() == [cy]
    assert index.find("a", index.people_with(circles=[choir])).ids() == [ada]
    assert index.find("mus").ids() == [ada, bo, cy]
    with book.edit("Put it elsewhere"):
        book.update(s.Interest, lute, parent_id=None)
    assert index.find("mus").ids() == [ada]


def test_what_was_found_stays_as_it_was(index: Index, add: Add) -> None:
    ada, cy = add("Ada"), add("Cy")
    found = index.everyone()
    add("Bo")
    assert found.ids() == [ada, cy]
    assert found.row_of(cy) == 1


def many(book: Book, n: int) -> None:
    with book.edit("Import"):
        book.insert_many(
            s.Person,
            ["name", "sort_key", "note"],
            [(f"{'ABC'[i % 3]}da {i}", f"1{i:06}", f"number {i}") for i in range(n)],
        )


def test_a_big_import_is_found_at_once_and_faster_once_built(book: Book) -> None:
    index = Index(book, common=50, many=100, small=1000)
    many(book, 5_000)
    index.catch_up()
    assert index.wants_building
    before = [index.find(text).ids() for text in ("a", "ada", "bda 12", "number 4999", "")]
    told: list[tuple[int, int]] = []
    made: list[object] = []
    worker = threading.Thread(target=lambda: made.append(_build_in_thread(index, told)))
    worker.start()
    worker.join()
    index.adopt(made[0])  # type: ignore[arg-type]
    assert not index.wants_building
    assert told[-1][0] <= told[-1][1]
    assert [index.find(text).ids() for text in ("a", "ada", "bda 12", "number 4999", "")] == before
    assert index.find("number 4999").ids() == [5_000]
    book.undo()
    index.catch_up()
    assert index.everyone().ids() == index.find("a").ids() == []


def _build_in_thread(index: Index, told: list[tuple[int, int]]) -> object:
    with index.book.in_this_thread():
        return index.build(lambda done, total: told.append((done, total)))


def test_building_can_be_cancelled(book: Book) -> None:
    index = Index(book, many=100, small=1000)
    many(book, 2_000)

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        index.build(cancel)
    index.catch_up()
    assert index.find("bda 1").count > 0
    index.adopt(index.build())


def test_saved_sets_are_read_again_and_follow_later_changes(book: Book, tmp_path: Path) -> None:
    index = Index(book, common=50, many=100, small=1000)
    many(book, 5_000)
    index.adopt(index.build())
    index.save()
    with book.edit("Rename"):
        book.update(s.Person, 7, name="Zoe", sort_key="0")
    again = Index(book, common=50, many=100, small=1000)
    assert not again.wants_building
    assert again.find("z").ids() == [7]
    assert again.everyone().ids(0, 2) == [7, 1]
    assert 7 not in again.find("a")


def test_sets_that_another_saved_are_not_mixed_with_ours(book: Book) -> None:
    index = Index(book, common=50, many=100, small=1000)
    many(book, 5_000)
    index.adopt(index.build())
    index.save()
    other = Index(book, common=50, many=100, small=1000)
    with book.edit("Delete"):
        book.delete(s.Person, range(1, 50))
    other.adopt(other.build())
    other.save()
    index.catch_up()
    assert index.find("ada").ids() == other.find("ada").ids()
    assert not any(index.find("a").row_of(one) is not None for one in range(1, 50))


def test_an_interest_that_many_lose_at_once_is_read_anew(book: Book) -> None:
    index = Index(book, common=50, many=100, small=1000)
    many(book, 2_000)
    with book.edit("Tag"):
        music = book.insert(s.Interest, name="Music", folded="music")
        book.insert_many(
            s.Tagging, ["person_id", "interest_id"], [(i, music) for i in range(1, 1_001)]
        )
    index.adopt(index.build())
    index.save()
    assert index.find("mus").count == 1_000
    with book.edit("Untag"):
        book.sql("DELETE FROM tagging WHERE person_id > 300")
    index.catch_up()
    assert index.find("mus").count == index.find("", index.people_with([music])).count == 300
    with book.edit("Untag"):
        book.sql("DELETE FROM tagging WHERE person_id = 7")
    index.catch_up()
    index.save()
    again = Index(book, common=50, many=100, small=1000)
    assert not again.wants_building
    assert again.find("mus").count == index.find("mus").count == 299


@pytest.mark.parametrize("moves", ['[[], ["interest"]]', "[[[7]], []]"])
def test_moves_in_another_form_are_not_trusted(book: Book, moves: str) -> None:
    written = zlib.compress(moves.encode())
    index = saved(book, "UPDATE search_bits SET bits = ? WHERE prefix = 'moves'", written)
    assert index.wants_building
    assert index.find("ada").count == 667
    index.adopt(index.build())
    index.save()
    assert not Index(book, common=50, many=100, small=1000).wants_building


@pytest.mark.parametrize(
    "bits", [b"", b"ada", zlib.compress(b"\xff"), zlib.compress(bytes(99_999))]
)
def test_sets_in_another_form_are_not_trusted(book: Book, bits: bytes) -> None:
    index = saved(book, "UPDATE search_bits SET bits = ? WHERE field = 'name'", bits)
    assert not index.wants_building
    assert index.find("ada").count == 667
    assert index.wants_building


@pytest.mark.parametrize("order", [b"", b"ada", b"ada!"])
def test_an_order_in_another_form_is_not_trusted(book: Book, order: bytes) -> None:
    index = saved(book, "UPDATE search_order SET people = ?", order)
    assert index.wants_building
    assert index.find("ada").count == 667


def saved(book: Book, spoil: str, data: bytes) -> Index:
    """The index that finds what another saved, once that is spoilt."""
    index = Index(book, common=50, many=100, small=1000)
    many(book, 2_000)
    index.adopt(index.build())
    index.save()
    with book.keep_derived():
        book.sql(spoil, (data,))
    return Index(book, common=50, many=100, small=1000)


def test_so_many_interests_that_changed_are_made_again(book: Book) -> None:
    index = Index(book, common=50, many=100, small=1000)
    many(book, 2_000)
    index.adopt(index.build())
    with book.edit("Tag"):
        for n in range(101):
            one = book.insert(s.Interest, name=f"Game {n}", folded=f"game {n}")
            book.insert_many(s.Tagging, ["person_id", "interest_id"], [(1, one), (2, one)])
    index.catch_up()
    assert index.find("game").ids() == [1, 2]
    assert index.wants_building
    index.adopt(index.build())
    assert not index.wants_building


def test_a_large_tagging_that_is_undone_leaves_no_words_behind(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relbook.core.search.index.MANY_WORDS", 200)
    index = Index(book)
    many(book, 300)
    with book.edit("Tag"):
        music = book.insert(s.Interest, name="Music", folded="music")
        rows = [(i, music) for i in range(1, 301)]
        book.insert_many(s.Tagging, ["person_id", "interest_id"], rows)
    book.undo()
    index.catch_up()
    assert not index.behind
    assert index.find("mus").count == 0


def test_a_book_written_without_an_index_is_caught_up_with(book: Book, add: Add) -> None:
    ada = add("Ada", note="pearls")
    assert Index(book).find("pearl").ids() == [ada]
    many(book, 1_500)
    book.followers.clear()
    many(book, 1_500)
    index = Index(book)
    assert index.wants_building
    index.adopt(index.build())
    assert index.find("number 1499").count == 2


def test_a_book_that_may_only_be_read_is_searched_all_the_same(book: Book, add: Add) -> None:
    ada = add("Ada", note="pearls")
    book.read_only = True
    index = Index(book)
    assert index.find("pearl").ids() == [ada]
    index.save()


def test_a_note_on_no_person_touches_nobody(book: Book, index: Index, add: Add) -> None:
    ada = add("Ada")
    with book.edit("Note"):
        supper = book.insert(s.Event, name="Supper")
        book.insert(s.Note, event_id=supper, text="Bring maps")
        book.insert(s.Note, person_id=ada, text="Draws maps")
    assert called(book, index.find("maps")) == ["Ada"]


def test_a_large_undo_leaves_its_words_to_a_job(
    book: Book, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relbook.core.search.index.MANY_WORDS", 200)
    index = Index(book)
    many(book, 300)
    ada = add("Ada", note="pearls")
    book.undo()
    assert not index.behind
    book.undo()
    index.catch_up()
    assert index.behind
    assert index.find("number").count == 0
    book.redo()
    book.redo()
    index.catch_up()
    assert index.wants_building
    index.adopt(index.build())
    assert not index.behind
    assert index.find("number 299").count == 1
    assert index.find("pearl").ids() == [ada]
    assert Index(book).find("number 299").count == 1
