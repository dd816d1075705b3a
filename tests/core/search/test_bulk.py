"""Very many get an interest or a circle, or lose it, at once: the index is as one made anew."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relbook.core import circles, interests, people
from relbook.core.search import Index
from relbook.core.store.book import Book

PEOPLE, FIRST = 120, 60  # how many there are, and how many have a thing from the first
INTERESTS, CIRCLES = ("Music", "Lute", "Viol", "Chess"), ("Choir", "Crew")
QUERIES = ("", "bo", "mus", "lu", "viol music", "chess", "choir", "cr ada", "flute")


def fill(book: Book) -> None:
    with book.edit("Fill"):
        ids = [people.add(book, f"{'Ada Bo Cy'.split()[i % 3]} {i}") for i in range(PEOPLE)]
        words = [interests.find_or_add(book, name) for name in INTERESTS]
        interests.set_parent(book, words[1], words[0])
        interests.set_parent(book, words[2], words[0])
        for interest in words:
            interests.tag(book, ids[interest : interest + FIRST], interest)
        for name in CIRCLES:
            circles.join(book, circles.find_or_add(book, name), ids[:FIRST])


def answers(index: Index) -> list[list[int]]:
    """Whom the index finds for all that there is to look for, and to narrow to."""
    book = index.book
    sets = [
        *(index.people_with(interests=[one]) for (one,) in book.rows("SELECT id FROM interest")),
        *(index.people_with(circles=[one]) for (one,) in book.rows("SELECT id FROM circle")),
        *(index.find(query).bits for query in QUERIES),
    ]
    return [index.find("", bits).ids() for bits in sets]


class Life:
    """A book of many, and its index, which takes more than twenty people for very many."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.open()

    def open(self) -> None:
        self.book = Book.open(self.path)
        self.book.sql("PRAGMA synchronous=OFF")
        self.index = Index(self.book, common=10, many=20, small=0)

    def do(self, deed: str, what: int, whom: int) -> None:
        match deed:
            case "undo" | "redo":
                getattr(self.book, deed)()
            case "save":
                self.index.save()
            case "reopen":
                self.book.close()
                self.open()
            case _ if people.count(self.book):  # that they came may have been undone
                with self.book.edit("an edit"):
                    self.alter(deed, what, whom)

    def alter(self, deed: str, what: int, whom: int) -> None:
        book = self.book
        ids, words, worlds = (
            [one for (one,) in book.rows(f"SELECT id FROM {table} ORDER BY id")]
            for table in ("person", "interest", "circle")
        )
        interest, circle = words[what % len(words)], worlds[what % len(worlds)]
        some, one = ids[whom : whom + 40 + whom], ids[whom % len(ids)]
        match deed:
            case "tag":
                interests.tag(book, some, interest, "enjoys")
            case "untag":
                interests.untag(book, some, interest)
            case "join":
                circles.join(book, circle, some)
                people.change(book, one, name="Ann the last to join")
            case "leave":
                circles.leave(book, circle, some)
                interests.untag(book, some, interest)
            case "merge" if len(words) > 1:
                interests.merge(book, interest, words[what % len(words) - 1])
            case "put below":
                interests.set_parent(book, interest, None)
            case "add":
                interests.tag(book, [people.add(book, f"{'AZ'[whom % 2]} Flute")], interest)
            case "delete":
                people.delete(book, [one])

    def check(self) -> None:
        self.index.catch_up()
        anew = Index(self.book, common=10, many=20, small=0)
        anew.adopt(anew.build())
        self.book.followers.remove(anew)
        assert answers(self.index) == answers(anew)


deeds = st.sampled_from([
    "tag", "untag", "join", "leave", "merge", "put below", "add", "delete", "undo", "redo", "save",
    "reopen",
])  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "many.relbook"
    with Book.create(path) as book:
        index = Index(book, common=10, many=20, small=0)
        fill(book)
        index.catch_up()
        index.adopt(index.build())
        index.save()
    return path


@settings(max_examples=40)
@given(moves=st.lists(st.tuples(deeds, st.integers(0, 4), st.integers(0, 40)), max_size=8))
@example(moves=[("tag", 1, 9), ("add", 1, 3), ("save", 0, 0), ("reopen", 0, 0), ("undo", 0, 0)])
@example(moves=[("merge", 0, 0), ("undo", 0, 0), ("delete", 0, 8), ("redo", 0, 0)])
@example(moves=[("join", 0, 9), ("leave", 0, 20), ("save", 0, 0), ("reopen", 0, 0)])
def test_it_is_as_one_made_anew(source: Path, moves: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(shutil.copy(source, folder)))
        try:
            life.check()
            for move in moves:
                life.do(*move)
                life.check()
        finally:
            life.book.close()


def test_only_the_sets_concerned_are_read(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Book.open(Path(shutil.copy(source, tmp_path))) as book:
        index = Index(book, common=10, many=20, small=0)
        answers(index)
        lute = interests.find(book, "Lute")
        with book.edit("Tag"):
            interests.tag(book, range(1, PEOPLE), lute or 0)
        asked: list[tuple[str, list[int]]] = []
        read = index._read_terms

        def hear(field: str, ids: list[int]) -> int:
            asked.append((field, ids))
            return read(field, ids)

        monkeypatch.setattr(index, "_read_terms", hear)
        index.catch_up()
        for _ in range(2):
            answers(index)
        assert asked == [("interest", [lute])]
        assert not index.wants_building
