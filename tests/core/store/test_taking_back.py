"""Every step can be looked into and taken back, with those that depend on it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core import errors, people
from relbook.core.store import history, schema
from relbook.core.store.book import Book
from relbook.core.store.file import Connections
from relbook.core.store.journal import Step
from relbook.core.words import plural
from tests.books import fiction
from tests.conftest import Clock
from tests.core.store.test_undo_laws import History, deed, differences, pick, tables


def said(steps: tuple[Step, ...]) -> list[str]:
    return [str(step.sentence) for step in steps]


def number(book: Book, sentence: str) -> int:
    return next(step.id for step in history.steps(book) if str(step.sentence) == sentence)


def take_back(book: Book, sentence: str) -> list[str]:
    """Take back the step of that sentence; the sentences of those that went along."""
    plan = history.plan(book, number(book, sentence))
    assert plan is not None
    assert plan.possible
    history.take_back(book, plan)
    assert book.rows("PRAGMA foreign_key_check") == []
    assert book.value("PRAGMA foreign_keys") == 1
    return said(plan.along)


@pytest.fixture
def ada(book: Book) -> int:
    with book.edit("Meet Ada"):
        ada = people.add(book, "Ada Moss", note="first")
    with book.edit("Mail"):
        book.insert(schema.ContactPoint, person_id=ada, kind="mail", value="a@moss.example")
    with book.edit("Note"):
        people.change(book, ada, note="second")
    return ada


def note(book: Book, person: int) -> str | None:
    return book.value("SELECT note FROM person WHERE id = ?", person)


def test_a_step_tells_what_was_and_what_came(book: Book, ada: int) -> None:
    with book.edit("Again"):
        people.change(book, ada, note="third")
    book.undo()
    told = {}
    for step in history.steps(book):
        (change,) = history.changes(book, step)
        was, now = change.before, change.after
        told[str(step.sentence)] = (was and was.get("note"), now and now.get("note"))
    assert told == {
        "Meet Ada": (None, "first"),
        "Mail": (None, None),
        "Note": ("first", "second"),
        "Again": ("second", "third"),
    }
    change = history.changes(book, history.steps(book)[1])[0]
    assert set(change.altered) - {"changed"} == {"note"}


def test_a_step_is_taken_back_alone_where_nothing_depends_on_it(book: Book, ada: int) -> None:
    assert take_back(book, "Mail") == []
    assert book.value("SELECT count(*) FROM contact_point") == 0
    assert note(book, ada) == "second"
    step = book.next_undo()
    assert step is not None
    assert str(step.sentence) == "Take back “Mail”"
    book.undo()
    assert book.value("SELECT value FROM contact_point") == "a@moss.example"


def test_what_touched_the_same_rows_or_refers_to_them_goes_along(book: Book, ada: int) -> None:
    assert take_back(book, "Meet Ada") == ["Mail", "Note"]
    assert people.count(book) == 0
    step = book.next_undo()
    assert step is not None
    assert step.sentence == plural(
        "Take back “{what}” and {n} later edit",
        "Take back “{what}” and {n} later edits",
        2,
        what="Meet Ada",
    )
    book.undo()
    assert note(book, ada) == "second"


def test_planning_asks_a_few_times_for_each_later_step(book: Book, ada: int) -> None:
    with book.edit("Meet Otto"):
        otto = people.add(book, "Otto Klein")
    for n in range(40):
        with book.edit(f"Of Ada {n}"):
            people.change(book, ada, note=str(n))
        with book.edit(f"Of Otto {n}"):
            people.change(book, otto, note=str(n))
    asked: list[str] = []
    connection = book._connections.connection()
    connection.set_trace_callback(asked.append)
    plan = history.plan(book, number(book, "Note"))
    connection.set_trace_callback(None)
    assert plan is not None
    assert len(plan.along) == 40
    assert sum("FROM journal" in one or "JOIN journal" in one for one in asked) < 4 * 81


def test_a_taking_back_can_itself_be_taken_back(book: Book, ada: int) -> None:
    take_back(book, "Note")
    assert note(book, ada) == "first"
    again = history.plan(book, number(book, "Note"))
    assert again is not None
    assert again.rows == 0
    assert take_back(book, "Take back “Note”") == []
    assert note(book, ada) == "second"


def test_someone_deleted_comes_back_without_her_tombstones(book: Book, ada: int) -> None:
    with book.edit("Delete Ada"):
        people.delete(book, [ada])
    with book.edit("Meet Bob"):
        people.add(book, "Bob")
    assert book.value("SELECT count(*) FROM tombstone") == 2
    assert take_back(book, "Delete Ada") == []
    assert book.value("SELECT count(*) FROM tombstone") == 0
    assert book.value("SELECT value FROM contact_point") == "a@moss.example"
    assert people.count(book) == 2


def test_a_row_that_comes_back_wants_what_it_refers_to(book: Book, ada: int) -> None:
    with book.edit("No mail"):
        book.delete(schema.ContactPoint, 1)
    with book.edit("Delete Ada"):
        people.delete(book, [ada])
    assert take_back(book, "No mail") == ["Delete Ada"]
    assert people.name(book, ada) == "Ada Moss"


def test_a_name_that_is_taken_by_now_goes_along(book: Book) -> None:
    with book.edit("Chess"):
        chess = book.insert(schema.Interest, name="Chess", folded="chess")
    with book.edit("No chess"):
        book.delete(schema.Interest, chess)
    with book.edit("Chess again"):
        book.insert(schema.Interest, name="chess", folded="chess")
    assert take_back(book, "No chess") == ["Chess again"]
    assert book.rows("SELECT id, name FROM interest") == [(chess, "Chess")]


def test_what_was_agreed_upon_must_still_hold(book: Book, ada: int) -> None:
    plan = history.plan(book, number(book, "Mail"))
    assert plan is not None
    with book.edit("Other mail"):
        book.update(schema.ContactPoint, 1, value="ada@moss.example")
    with pytest.raises(errors.Refused, match="changed meanwhile"):
        history.take_back(book, plan)
    assert book.value("SELECT value FROM contact_point") == "ada@moss.example"


def test_undone_steps_and_unknown_ones_are_not_to_be_taken_back(book: Book, ada: int) -> None:
    book.undo()
    assert history.plan(book, number(book, "Note")) is None
    assert history.plan(book, 99) is None


def test_what_came_later_and_is_forgotten_keeps_a_step_as_it_is(book: Book, ada: int) -> None:
    book.sql("DELETE FROM step WHERE id = ?", (number(book, "Mail"),))
    plan = history.plan(book, number(book, "Meet Ada"))
    assert plan is not None
    assert not plan.possible


def test_a_row_gone_is_known_as_it_last_was(book: Book, ada: int) -> None:
    with book.edit("Delete Ada"):
        people.delete(book, [ada])
    last = history.last_known(book, "person", ada)
    assert last is not None
    assert (last["name"], last["note"]) == ("Ada Moss", "second")
    assert history.last_known(book, "person", 99) is None


def test_a_book_that_may_only_be_read_is_looked_into_all_the_same(
    book: Book, ada: int, clock: Clock
) -> None:
    connections = Connections(book.path, key=None, mode="ro", patience=0)
    with Book(book.path, connections, read_only=True, now=clock) as opened:
        found = history.plan(opened, number(opened, "Mail"))
        assert found is not None
        assert found.rows == 1
        assert len(history.changes(opened, found.step)) == 1
        with pytest.raises(errors.BookReadOnly):
            history.take_back(opened, found)


edits = st.lists(st.lists(deed, min_size=1, max_size=3), min_size=2, max_size=6)


@given(edits=edits, which=pick)
@settings(max_examples=40)
def test_any_step_is_taken_back_to_what_was_and_back_again(
    small_book: Path, edits: list[list[tuple[str, int, int, int, str]]], which: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        life = History(Path(shutil.copy(small_book, folder)))
        try:
            for deeds in edits:
                life.edit(deeds)
            steps = history.steps(life.book)[::-1]  # as many as there are states, but the first
            if not steps:
                return
            chosen = steps[which % len(steps)]
            plan = history.plan(life.book, chosen.id)
            assert plan is not None
            assert plan.possible
            gone = {chosen.id, *(step.id for step in plan.along)}
            history.take_back(life.book, plan)
            assert life.book.rows("PRAGMA foreign_key_check") == []
            now = tables(life.book)
            seen: set[tuple[str, int]] = set()
            for at, step in enumerate(steps):
                was = life.states[at]
                for table, rows in differences(was, life.states[at + 1]).items():
                    for row in rows - {r for t, r in seen if t == table}:
                        if table == "tombstone":
                            continue
                        if step.id in gone:
                            seen.add((table, row))
                            assert _told(now[table].get(row)) == _told(was[table].get(row))
            if plan.rows:
                life.book.undo()
            assert tables(life.book) == life.states[-1]
        finally:
            life.book.close()


def _told(row: tuple[object, ...] | None) -> tuple[object, ...] | None:
    """A row without when it last changed."""
    return None if row is None else (*row[:2], *row[3:])


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, its own edits forgotten."""
    path = tmp_path_factory.mktemp("small") / "fiction.relbook"
    with Book.create(path) as book:
        fiction.fill(book)
        book.forget_edits()
    return path
