"""The model of the people list, by itself."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from relbook.core import facts, names, people
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.gui.models.people import LINE_ROLE, PAGE, PeopleModel, state_word

NAMES = [f"{given} {family}" for family in ("Bo", "Berg", "Ek", "Ås") for given in "ABCDEFGHIJ"]
NAMES += [f"李{given}" for given in "一丁七万三上下不与丑"]


@pytest.fixture
def model(book: Book, qapp: object) -> PeopleModel:
    """A model with fifty people, all of them shown."""
    with book.edit("Add"):
        for name in NAMES:
            people.add(book, name)
    index = Index(book)
    made = PeopleModel(book, index)
    made.show(index.everyone(), "")
    return made


def names_shown(model: PeopleModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def search(model: PeopleModel, text: str) -> None:
    model.show(model._index.find(text), text)


def test_it_keeps_qts_rules_while_what_it_shows_changes(model: PeopleModel) -> None:
    # Warnings fail a test.
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for text in ("berg", "nobody at all", "", "李"):
        search(model, text)
    model.tell_changed()
    assert tester.model() is model
    assert model.rowCount(model.index(0, 0)) == 0


def test_people_stand_by_the_name_they_are_sorted_by(model: PeopleModel) -> None:
    def key(name: str) -> str:
        parts = names.split_name(name)
        return names.sort_key(parts.family, parts.given, name)

    assert names_shown(model) == sorted(NAMES, key=key)


def test_a_page_of_rows_is_one_question_to_the_book(
    model: PeopleModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    rows = people.rows

    def counted(book: Book, ids: Sequence[int]) -> dict[int, people.PersonRow]:
        asked.append(len(ids))
        return rows(book, ids)

    monkeypatch.setattr(people, "rows", counted)
    for row in range(PAGE):
        model.index(row, 0).data(LINE_ROLE)
    assert asked == [PAGE]
    search(model, "berg")
    names_shown(model)  # people met before are not asked for again
    assert sum(asked) <= len(NAMES)


def test_a_row_says_why_it_was_found_when_not_by_name(model: PeopleModel, book: Book) -> None:
    ek = model.person(names_shown(model).index("A Ek")) or 0
    with book.edit("Note"):
        facts.add(book, facts.Note, ek, text="Plays the lute")
        facts.add(book, facts.Position, ek, title="Luthier", organisation="Lutes & Co")
        people.change(book, ek, state="archived")
    model._index.catch_up()
    model.forget()
    search(model, "plays")
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "A Ek, note: Plays the lute, archived"
    )
    search(model, "ek")
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "A Ek, Luthier, Lutes & Co, archived"


def test_what_is_delicate_has_no_word_in_the_list() -> None:
    assert [state_word(state) for state in people.STATES] == [
        "", "resting", "archived", "", "died",
    ]  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(min_value=0, max_value=49)), st.sampled_from(["", "berg", "a"]))
def test_spans_are_exactly_those_chosen_who_were_found(
    model: PeopleModel, rows: set[int], text: str
) -> None:
    search(model, "")
    chosen = frozenset(model.person(row) or 0 for row in rows)
    search(model, text)
    spans = model.spans(chosen)
    found = frozenset(model.person(row) or 0 for row in range(model.rowCount()))
    assert model.people(spans) == chosen & found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relbook.gui.models.people.FEW_SPANS", 0)  # as where they are many
        assert model.people(spans) == chosen & found
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("be", "A Berg"),
        ("as", "A Ås"),
        ("Bo", "A Bo"),
        ("e", "A Ek"),
        ("李", "李一"),
        ("j b", "J Berg"),  # as it is written
        ("j z", None),
    ],
)
def test_letters_lead_to_the_first_name_that_begins_so(
    model: PeopleModel, letters: str, first: str | None
) -> None:
    row = model.row_beginning(letters)
    assert first == (None if row is None else names_shown(model)[row])


def test_letters_of_a_given_name_lead_there_where_no_family_name_begins_so(
    model: PeopleModel,
) -> None:
    row = model.row_beginning("j")
    assert row is not None
    assert names_shown(model)[row] == "J Ås"
