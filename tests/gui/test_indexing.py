"""A large import is found slowly at first, and soon quickly."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from relbook.core.search import Index
from relbook.core.store import schema
from relbook.gui.desk import Desk
from relbook.gui.indexing import Indexing


def test_an_index_is_built_and_saved_after_a_large_import(desk: Desk, qtbot: QtBot) -> None:
    index = desk.index
    kept = Indexing(desk, pause=0)
    people = ((f"Ada {n}", f"1{n:05}") for n in range(4_000))
    with desk.edit("Import"):
        desk.book.insert_many(schema.Person, ["name", "sort_key"], people)
    assert index.wants_building
    assert index.find("ada 39").count == 111
    qtbot.waitUntil(lambda: not index.wants_building)
    assert index.find("ada 39").count == 111
    assert not Index(desk.book).wants_building
    kept.deleteLater()


def test_it_goes_on_where_it_was_left(desk: Desk, qtbot: QtBot) -> None:
    people = ((f"Ada {n}", f"1{n:05}", "pearls") for n in range(4_000))
    desk.book.followers.clear()
    with desk.book.edit("Import without an index"):
        desk.book.insert_many(schema.Person, ["name", "sort_key", "note"], people)
    late = replace(desk, index=Index(desk.book))
    assert late.index.behind
    kept = Indexing(late, pause=0)
    qtbot.waitUntil(lambda: not late.index.behind)
    assert late.index.find("pearls").count == 4_000
    kept.deleteLater()
