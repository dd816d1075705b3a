"""Whatever an archive holds, the book stays whole and nothing but a problem comes of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange.archive import Restore
from relbook.core.exchange.archive.shape import tables
from relbook.core.store.book import Book
from relbook.core.store.check import examine

UIDS = st.sampled_from(["a", "b", "c", "d"])
VALUES: st.SearchStrategy[Any] = st.one_of(
    UIDS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=4),
    st.sampled_from(["", "active", "met", "gave", "1980-03", "2026-01-01T00:00:00Z", "\ud800"]),
    st.lists(UIDS, max_size=3),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)


@st.composite
def rows(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A row of a table in which something may be wrong."""
    row: dict[str, Any] = {"uid": draw(UIDS), "name": "N", "kind": "interest", "value": "v"}
    row |= {key.name: draw(UIDS) for key in tables()[name].keys if draw(st.booleans())}
    row |= {"date": "1980", "text": "t", "title": "t", "direction": "gave"}
    columns = [column.name for column in tables()[name].columns] + ["aura"]
    return row | draw(st.dictionaries(st.sampled_from(columns), VALUES, max_size=2))


@st.composite
def archives(draw: st.DrawFn) -> str:
    told: dict[str, Any] = {"relbook": draw(st.sampled_from([1, 2, "x", None]))}
    for name in draw(st.lists(st.sampled_from(sorted(tables())), max_size=6, unique=True)):
        told[name] = draw(st.lists(st.one_of(rows(name), VALUES), max_size=4))
    if draw(st.booleans()):
        told["person"] = [{"uid": draw(UIDS), "name": "Ada"}]
    return json.dumps(told | draw(st.dictionaries(st.text(max_size=3), VALUES, max_size=1)))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory, empty_book: Path) -> Path:
    return Path(shutil.copy(empty_book, tmp_path_factory.mktemp("scratch") / "book.relbook"))


@settings(max_examples=80)
@given(texts=st.lists(archives(), max_size=4))
def test_nothing_an_archive_holds_breaks_a_book(scratch: Path, texts: list[str]) -> None:
    with Book.open(scratch) as book:
        with book.edit("Restore"):
            comes = Restore(book)
            for number, text in enumerate(texts):
                if number % 2:
                    comes.shared(text)
                else:
                    comes.person(text)
            comes.finish()
            assert all(line.encode() for line in comes.problems())
        assert examine(book).faults == ()
        book.undo()
