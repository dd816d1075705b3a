"""Who is forgotten for ever leaves no trace in the file's bytes; what others share stays theirs."""

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from peewee import TextField

from relbook.core import errors, forgetting, forgotten, names, people, trash
from relbook.core.exchange.sameness import merge
from relbook.core.search import Index
from relbook.core.store import history, lock
from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.key import Key
from relbook.core.store.reunion import Choice, reunite
from relbook.core.store.versions import Group, compare
from relbook.core.words import sentence
from tests.conftest import Clock

OTHERS_CARD = (
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Bob Reed\r\nRELATED;TYPE=friend;VALUE=text:Quizzaline"
    b" Vexmo\r\n or\r\nNOTE:kept\r\nEND:VCARD\r\n"
)
GROUP = (
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Choir\r\nMEMBER:urn:uuid:quizzuid\r\n"
    b"NOTE:sings\r\nEND:VCARD\r\n"
)
NAME = "Quizzaline Vexmoor"
# Columns of which only some words are allowed, or that are not words.
CHOSEN = {
    "direction": "gave", "state": None, "kind": "other", "how_much": 1, "date": "1980",
    "learned": "1981", "uid": None, "changed": None, "id": None, "sort_key": "2vexmoor quizzaline",
    "tender": 0, "private": 0, "preferred": 0, "success": 0, "me": 0, "lines": "[]",
}  # fmt: skip


class Canaries:
    """Rows whose every text is like no other."""

    def __init__(self, book: Book) -> None:
        self.book, self.all = book, [NAME, "Quizzaline", "Vexmoor", "quizzuid", "Mouldwarp"]

    def word(self) -> str:
        self.all.append(f"zebrine{len(self.all):03}qx")
        return self.all[-1]

    def row(self, model: type[s.Row], **values: object) -> int:
        told = dict(values)
        for field in model._meta.sorted_fields:
            name = field.column_name
            if name in told or name.endswith("_id") or name in CHOSEN:
                continue
            if isinstance(field, TextField):
                told[name] = self.word()
        for name, value in CHOSEN.items():
            if value is not None and name in model._meta.columns and name not in told:
                told[name] = value
        return self.book.insert(model, **told)


def fill(book: Book) -> tuple[int, int, list[str]]:
    """Someone with something in every field of every table, and another; who, and the canaries."""
    birds = Canaries(book)
    with book.edit(sentence("Add {name}", name=NAME)):
        bob = people.add(book, "Bob Reed")
        photo = book.keep_bytes(birds.word().encode() * 3)
        who = birds.row(
            s.Person, name=NAME, given="Quizzaline", family="Vexmoor", photo=photo,
            uid="quizzuid", rhythm="", met_on="1999", created="2026-01-01T00:00:00Z",
        )  # fmt: skip
        event = book.insert(s.Event, name=f"Supper for {NAME}", note="soup")
        interest = book.insert(s.Interest, name="Chess", folded="chess")
        circle = book.insert(s.Circle, name="Choir", folded="choir")
        mine = {"person_id": who}
        for model in (s.ContactPoint, s.Address, s.Position, s.KeyDate, s.OwnField):
            birds.row(model, **mine)
        birds.row(s.Note, **mine)
        birds.row(s.Tagging, **mine, interest_id=interest)
        birds.row(s.Membership, **mine, circle_id=circle)
        birds.row(s.Relation, **mine, other_id=bob)
        birds.row(s.Relation, person_id=bob, other_id=who, other_name=NAME)
        birds.row(s.Guest, event_id=event, person_id=who, name=NAME, state="met")
        birds.row(s.Introduction, **mine, other_id=bob, state="idea")
        book.insert(s.DistinctPair, person_id=who, other_id=bob)
        card = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{NAME}\r\nX-A:{birds.word()}\r\nEND:VCARD\r\n"
        birds.row(s.SourceCard, **mine, blob=book.keep_bytes(card.encode()))
        for shared, link, column in (
            (s.Moment, s.MomentPerson, "moment_id"),
            (s.Thread, s.ThreadPerson, "thread_id"),
            (s.LedgerEntry, s.EntryPerson, "entry_id"),
        ):
            alone = birds.row(shared, **({"state": "done"} if shared is s.LedgerEntry else {}))
            book.insert(link, person_id=who, **{column: alone})
        moment = book.insert(s.Moment, kind="talk", line="Lunch with Quizzaline, and soup")
        entry = book.insert(
            s.LedgerEntry, direction="gave", kind="gift", what=f"a book for {NAME.upper()}"
        )
        for one in (who, bob):
            book.insert(s.MomentPerson, moment_id=moment, person_id=one)
            book.insert(s.EntryPerson, entry_id=entry, person_id=one)
        book.insert(s.Note, person_id=bob, text=f"Knows {NAME} and likes tea", told_by_id=who)
        book.update(s.Person, bob, met_through_id=who, met_through_name=NAME)
        lines = '[[0,"person",2],[1,"relation",1],[2,"note",9]]'
        theirs = book.keep_bytes(OTHERS_CARD)
        book.insert(s.SourceCard, person_id=bob, blob=theirs, kind="vcard", lines=lines)
        book.insert(s.CircleCard, circle_id=circle, blob=book.keep_bytes(GROUP), kind="vcard")
    # Former values too: in steps done and undone, of rows that stay and that are no more.
    with book.edit(sentence("Change {name}", name=NAME)):
        people.change(book, who, note=birds.word(), nickname="Mouldwarp")
        book.sql("UPDATE contact_point SET value = ?", (birds.word(),))
        book.update(s.Note, 2, text=f"{NAME} was here")
    with book.edit("No address"):
        book.sql("DELETE FROM address")
        book.update(s.Note, 2, text="Likes tea")
    with book.edit(sentence("Remark on {name}", name="Quizzaline")):
        birds.row(s.Note, person_id=who)
    book.undo()
    book.remember("view", f'{{"search": "{birds.word()} {NAME}"}}')
    book.remember("harmless", "yes")
    return who, bob, birds.all


def traces(book: Book, canaries: list[str]) -> list[str]:
    """Which canaries stand anywhere in the files of the book, as they are or folded."""
    data = b""
    for path in (book.path, Path(f"{book.path}-wal")):
        if path.exists():
            data += path.read_bytes()
    data = data.lower()
    found = []
    for one in canaries:
        forms = {one, names.fold(one), one.casefold(), *names.tokens(one)}
        forms |= {unicodedata.normalize("NFD", form) for form in forms}
        forms |= {form.replace('"', '\\"') for form in forms}
        found += [form for form in forms if form.lower().encode() in data]
    # Beginnings are told once for many words, so that a word may be there and not in one piece.
    for table in ("search_name", "search_text"):
        book.sql(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {table}, row)")
        known = {word for (word,) in book.rows("SELECT term FROM temp.v")}
        found += [one for one in canaries for word in names.tokens(one) if word in known]
        book.sql("DROP TABLE temp.v")
    return found


Deleting = Callable[[Book, int], None]


def _stays(_book: Book, _who: int) -> None:
    pass


def _delete(book: Book, who: int) -> None:
    with book.edit(sentence("Delete {name}", name=NAME)):
        people.delete(book, [who])


@pytest.mark.parametrize("before", [_stays, _delete])
def test_no_byte_is_left_of_who_was_forgotten(book: Book, before: Deleting) -> None:
    index = Index(book)
    who, bob, canaries = fill(book)
    before(book, who)
    index.catch_up()
    assert len(traces(book, canaries)) > len(canaries)  # they are looked for as they lie there
    told: list[tuple[int, int]] = []
    forgetting.forget(book, who, lambda done, total: told.append((done, total)))
    assert traces(book, canaries) == []
    assert told == sorted(told)
    assert not forgetting.is_unfinished(book)
    assert book.rows("PRAGMA foreign_key_check") == []
    assert book.rows("PRAGMA integrity_check") == [("ok",)]
    index.catch_up()
    assert index.find("").ids() == [bob]
    book.close()
    assert not re.search(rb"quizzaline|zebrine", book.path.read_bytes().lower())


def test_what_others_share_stays_without_the_name(book: Book) -> None:
    who, bob, _canaries = fill(book)
    reach = forgetting.reach(book, who)
    assert (reach.name, reach.shared) == (NAME, 2)
    assert reach.mentions >= 2
    forgetting.forget(book, who)
    assert book.rows("SELECT line FROM moment") == [("Lunch with someone, and soup",)]
    assert book.rows("SELECT what FROM ledger_entry") == [("a book for someone",)]
    assert book.rows("SELECT text, told_by_id FROM note") == [("Likes tea", None)]
    assert book.rows("SELECT name FROM event") == [("Supper for someone",)]
    assert book.rows("SELECT person_id FROM moment_person") == [(bob,)]
    assert book.row("SELECT met_through_id, met_through_name FROM person") == (None, "")
    blob, lines = book.rows("SELECT blob, lines FROM source_card")[0]
    assert book.bytes_of(blob) == re.sub(rb"RELATED.*or\r\n", b"", OTHERS_CARD, flags=re.DOTALL)
    assert lines == '[[0,"person",2],[1,"note",9]]'
    group = book.value("SELECT blob FROM circle_card")
    assert b"NOTE:sings" in (book.bytes_of(group) or b"")
    assert book.setting("view") is None
    assert book.setting("harmless") == "yes"
    assert book.value("SELECT count(*) FROM interest") == 1


@pytest.mark.parametrize("before", [_stays, _delete])
def test_what_is_left_of_the_past_can_be_undone_and_redone(book: Book, before: Deleting) -> None:
    who, bob, canaries = fill(book)
    with book.edit("Tea"):
        book.insert(s.Note, person_id=bob, text="with milk")
    before(book, who)
    forgetting.forget(book, who)
    now = [str(step.sentence) for step in history.steps(book)]
    assert now[0] == "Tea"
    assert "Add someone" in now
    after = book.rows("SELECT * FROM note")
    while book.undo():
        assert book.rows("PRAGMA foreign_key_check") == []
    assert people.count(book) == 0
    while book.redo():
        assert book.rows("PRAGMA foreign_key_check") == []
    assert book.rows("SELECT * FROM note") == after
    book.pack()
    assert traces(book, canaries) == []
    assert trash.deleted(book) == []


def test_who_rests_in_the_trash_beside_them_comes_back_whole(book: Book) -> None:
    who, bob, canaries = fill(book)
    with book.edit("Delete both"):
        people.delete(book, [who, bob])
    forgetting.forget(book, who)
    (rest,) = trash.deleted(book)
    trash.bring_back(book, rest)
    assert people.name(book, bob) == "Bob Reed"
    assert book.rows("SELECT text FROM note") == [("Likes tea",)]
    book.pack()
    assert traces(book, canaries) == []


def test_who_was_merged_into_them_is_forgotten_with_them(book: Book) -> None:
    with book.edit("Meet"):
        ada = people.add(book, "Ada Moss")
        other = people.add(book, "Adelaide Vexmoor", note="zebrine")
    with book.edit("Merge"):
        merge.merge(book, ada, [other])
    forgetting.forget(book, ada)
    assert traces(book, ["Ada Moss", "Adelaide", "Vexmoor", "zebrine"]) == []


def test_drafts_about_them_go_and_others_stay(book: Book) -> None:
    with book.edit("Meet"):
        ada, bob = people.add(book, "Éva Moss"), people.add(book, "Bob Reed")
    drafts = [
        {"place": "person", "whose": ada, "text": "half typed"},
        {"place": "person", "whose": bob, "text": "likes tea"},
        {"place": "ledger", "whose": ada, "text": "a row that only has her number"},
        {"place": "ledger", "whose": None, "text": "a book from Éva Moss"},
    ]
    book.remember("drafts", json.dumps(drafts))
    forgetting.forget(book, ada)
    assert json.loads(book.setting("drafts") or "") == drafts[1:3]


def test_a_namesake_keeps_their_name(book: Book) -> None:
    with book.edit("Meet"):
        ada = people.add(book, "Ada Moss")
        people.add(book, "Ada Moss")
        bob = people.add(book, "Bob")
        book.insert(s.Note, person_id=bob, text="Ada Moss called")
    forgetting.forget(book, ada)
    assert people.count(book) == 2
    assert book.value("SELECT text FROM note") == "Ada Moss called"


def test_a_single_word_is_left_where_another_may_be_meant(book: Book) -> None:
    with book.edit("Meet"):
        ada = people.add(book, "Ada")
        bob = people.add(book, "Bob")
        book.insert(s.Note, person_id=bob, text="Writes Ada and C")
    forgetting.forget(book, ada)
    assert book.value("SELECT text FROM note") == "Writes Ada and C"


def test_cancelled_nothing_is_forgotten(book: Book) -> None:
    who, _bob, _canaries = fill(book)

    def cancel(done: int, _total: int) -> None:
        if done > 40_000:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        forgetting.forget(book, who, cancel)
    assert people.name(book, who) == NAME
    assert not forgetting.is_unfinished(book)


def test_what_was_interrupted_before_the_bytes_is_finished_later(
    book: Book,
) -> None:
    who, _bob, canaries = fill(book)
    book.sql("PRAGMA busy_timeout=0")
    with Book.open(book.path) as other:
        other.sql("BEGIN")
        other.value("SELECT count(*) FROM person")
        with pytest.raises(errors.BookLocked):
            forgetting.forget(book, who)
    assert people.name(book, who) == ""
    assert forgetting.is_unfinished(book)
    forgetting.finish(book)
    assert traces(book, canaries) == []


def test_who_is_nowhere_cannot_be_forgotten(book: Book) -> None:
    with pytest.raises(errors.Refused, match="not in the book"):
        forgetting.forget(book, 7)


def test_copies_that_relbook_put_beside_the_book_are_named(book: Book) -> None:
    left = book.path.with_name("book (before update, schema 1).relbook")
    book.path.with_name("bookish.relbook").touch()
    log = book.path.with_name("book.relbook-wal of another version")
    for one in (left, log):
        one.touch()
    book.path.with_name("other.relbook").touch()
    book.path.with_name("book (work).relbook").touch()  # another book of its owner's
    assert forgetting.copies_beside(book.path) == [left, log]


@pytest.fixture
def two(tmp_path: Path, clock: Clock) -> Iterator[tuple[Book, Book]]:
    """A book in which someone was forgotten, and a synced copy in which they were not."""
    paths = [tmp_path / name for name in ("mine.relbook", "theirs.relbook")]
    with Book.create(paths[0], now=clock) as book:
        fill(book)
    shutil.copy(*paths)
    clock.forward(days=1)
    with Book.open(paths[0], now=clock) as mine, Book.open(paths[1], now=clock) as theirs:
        forgetting.forget(mine, who_is(mine))
        yield mine, theirs


def who_is(book: Book) -> int:
    return int(book.value("SELECT id FROM person WHERE name = ?", NAME))


def differing(mine: Book, theirs: Book) -> list[Group]:
    return compare(mine, theirs, forgotten=forgotten.of(mine, theirs))


def test_a_copy_that_still_has_them_does_not_bring_them_back(
    two: tuple[Book, Book], clock: Clock
) -> None:
    mine, theirs = two
    (group,) = differing(mine, theirs)
    assert group.forgotten
    assert group.name == "Someone you have forgotten"
    with theirs.edit("Go on"):
        theirs.insert(s.Note, person_id=1, text="Bob is well", told_by_id=who_is(theirs))
        theirs.insert(s.Note, person_id=who_is(theirs), text="zebrinewell")
    groups = differing(mine, theirs)
    assert [one.name for one in groups] == ["Bob Reed", group.name]
    reunite(mine, theirs, groups)
    assert traces(mine, [NAME, "Quizzaline", "zebrine"]) == []
    assert mine.rows("SELECT text, told_by_id FROM note ORDER BY id DESC LIMIT 1") == [
        ("Bob is well", None)
    ]
    assert examine(mine, full=True).ok


def test_who_was_forgotten_can_be_brought_in_again(two: tuple[Book, Book]) -> None:
    mine, theirs = two
    groups = differing(mine, theirs)
    reunite(mine, theirs, groups, {("person", groups[0].uid): Choice.BOTH})
    again = who_is(mine)
    assert mine.value("SELECT count(*) FROM contact_point WHERE person_id = ?", again) == 1
    assert not any(one.forgotten for one in differing(mine, theirs))
    with mine.edit("Delete"):
        people.delete(mine, [again])
    assert not any(one.forgotten for one in differing(mine, theirs))


def test_the_mark_of_who_was_forgotten_names_nobody(two: tuple[Book, Book]) -> None:
    mine, theirs = two
    told = mine.setting(forgotten.MARKS) or ""
    salt, mark = told.split()
    assert len(salt) == len(mark) == 32
    uid = theirs.value("SELECT uid FROM person WHERE name = ?", NAME)
    assert uid not in told
    assert forgotten.marks_with(None, [uid]).split()[1] != mark  # of another salt
    with mine.edit("Meet"):
        other = people.add(mine, "Ida")
    forgetting.forget(mine, other)
    assert (mine.setting(forgotten.MARKS) or "").split()[:2] == [salt, mark]


def test_marks_that_a_disk_has_spoilt_keep_nobody_from_being_forgotten(
    two: tuple[Book, Book],
) -> None:
    mine, theirs = two
    spoilt = "\ufffd" + (mine.setting(forgotten.MARKS) or "")[1:]
    mine.remember(forgotten.MARKS, spoilt)
    assert forgotten.of(mine, theirs).uids == frozenset()
    with mine.edit("Meet"):
        other = people.add(mine, "Ida")
    forgetting.forget(mine, other)
    salt, mark = (mine.setting(forgotten.MARKS) or "").split()
    assert len(salt) == len(mark) == 32


def test_of_a_locked_book_nothing_is_left_under_its_lock(tmp_path: Path) -> None:
    path, key = tmp_path / "locked.relbook", Key(b"1" * 32, b"a" * 16)
    with Book.create(path, key=key) as book:
        who, _bob, canaries = fill(book)
        forgetting.forget(book, who)
    lock.change(path, key, None)
    with Book.open(path) as book:
        assert traces(book, canaries) == []
        assert people.count(book) == 1
