"""Whatever is done to a book, the index finds what reading every text of it would find."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from relbook.core import names
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice
from tests.books import fiction
from tests.core.store.test_undo_laws import Editor, edit

WORDS = [
    "Ada",
    "Adam",
    "Đức",
    "Groß",
    "Ёлка",
    "刘秀英",
    "Jean-Luc",
    "O'Brien",
    "+49 (0)171 555 0142",
]
QUERIES = ["", "+", "a", "ad", "ada", "h", "duc", "gross", "g", "елка", "英", "luc jean", "obrien",
           "1715550142", "49171", "0142", "mus", "violin", "pearls", "221b", "sherlock br", "baker", "b a",
           "watson holmes", "é", "null"]  # fmt: skip

TEXTS = """
SELECT id, note || ',' || met_how || ',' || met_where || ',' || met_through_name || ','
  || closeness FROM person
UNION ALL SELECT person_id, value || ',' || service FROM contact_point
UNION ALL SELECT person_id, po_box || ',' || extended || ',' || street || ',' || locality || ','
  || region || ',' || code || ',' || country || ',' || lines FROM address
UNION ALL SELECT person_id, organisation || ',' || department || ',' || title || ',' || role
  FROM position
UNION ALL SELECT person_id, label || ',' || about FROM key_date
UNION ALL SELECT person_id, other_name || ',' || note FROM relation
UNION ALL SELECT person_id, name || ',' || value FROM own_field
UNION ALL SELECT person_id, text FROM note
UNION ALL SELECT person_id, line || ',' || place FROM moment JOIN moment_person
  ON moment_id = moment.id
UNION ALL SELECT person_id, title || ',' || line || ',' || outcome FROM thread JOIN thread_person
  ON thread_id = thread.id
UNION ALL SELECT person_id, what FROM ledger_entry JOIN entry_person ON entry_id = ledger_entry.id
UNION ALL SELECT person_id, why || ',' || came_of_it FROM introduction
UNION ALL SELECT other_id, why || ',' || came_of_it FROM introduction
UNION ALL SELECT person_id, name FROM membership JOIN circle ON circle.id = circle_id
UNION ALL SELECT person_id, name || ',' || replace(other_names, char(10), ',') FROM tagging JOIN (
  WITH RECURSIVE above(low, high) AS (
    SELECT id, id FROM interest
    UNION SELECT low, parent_id FROM above JOIN interest ON id = high)
  SELECT low, name, other_names FROM above JOIN interest ON id = high) ON low = interest_id
"""
NAMES = """
SELECT id, name || ',' || prefixes || ',' || given || ',' || additional || ',' || family || ','
  || suffixes || ',' || nickname || ',' || say_it FROM person ORDER BY sort_key, id
"""


def read_all(book: Book) -> dict[int, tuple[set[str], set[str]]]:
    """The words of everyone's name, and all their words, in list order."""
    words = {person: set(names.tokens(text)) for person, text in book.rows(NAMES)}
    every = {person: set(of_name) for person, of_name in words.items()}
    for person, text in book.rows(TEXTS):
        if person in every:
            every[person] |= set(names.tokens(text or ""))
    return {person: (words[person], every[person]) for person in words}


def find_by_reading(everyone: dict[int, tuple[set[str], set[str]]], query: str) -> list[list[int]]:
    """Whom the query finds by name, and whom otherwise."""

    def has(words: set[str]) -> bool:
        asked = names.words_of_query(query)
        return all(any(word.startswith(one) for word in words) for one in asked)

    return [
        [person for person, (of_name, _) in everyone.items() if has(of_name)],
        [
            person
            for person, (of_name, every) in everyone.items()
            if has(every) and not has(of_name)
        ],
    ]


class Life:
    """A book with an index, and what is done to it."""

    def __init__(self, path: Path, many: int) -> None:
        self.path, self.many = path, many
        self.heard = True
        self.open()

    def open(self) -> None:
        self.book = Book.open(self.path)
        self.book.sql("PRAGMA synchronous=OFF")
        # Few people are many here, so that sets are made, followed and given up.
        self.index = Index(self.book, common=1, many=self.many, small=0)
        self.book.listeners.append(self.hear)

    def hear(self, _notice: Notice) -> None:
        if self.heard:
            self.index.catch_up()

    def name(self, i: int, j: int, word: str) -> None:
        """Give someone another name, and move them in the list."""
        people = self.book.rows("SELECT id FROM person ORDER BY id")
        if people:
            self.book.sql(
                "UPDATE person SET name = ?, sort_key = ? WHERE id = ?",
                (word, names.fold(word) * (j % 2), people[i % len(people)][0]),
            )

    def write(self, i: int, j: int, word: str) -> None:
        """Write words, others in each table, into half of all rows."""
        for at, (table, column) in enumerate((
            ("note", "text"), ("moment", "place"), ("thread", "outcome"), ("ledger_entry", "what"),
            ("person", "nickname"), ("contact_point", "value"), ("introduction", "came_of_it"),
            ("interest", "name"), ("interest", "other_names"), ("circle", "name"),
            ("relation", "other_name"), ("own_field", "name"),
        )):  # fmt: skip
            if (at + i) % 3:
                self.book.sql(
                    f"UPDATE {table} SET {column} = ? WHERE id % 2 = ?",
                    (WORDS[(WORDS.index(word) + at) % len(WORDS)], j % 2),
                )

    def tag(self, i: int, j: int, word: str) -> None:
        """Give an interest and a circle to some or all, or take all from someone."""
        if i % 3:
            who = f"id % {i % 3} = 0 ON CONFLICT DO NOTHING"
            for table, of in (("tagging", "interest"), ("membership", "circle")):
                self.book.sql(
                    f"INSERT INTO {table} (person_id, {of}_id) SELECT person.id, {of}.id"
                    f" FROM person, {of} WHERE {of}.id % 2 = {j % 2} AND person.{who}"
                )
        else:
            for table in ("tagging", "membership"):
                self.book.sql(f"DELETE FROM {table} WHERE person_id % 3 = ?", (j % 3,))

    def add(self, i: int, j: int, word: str) -> None:
        self.book.sql("INSERT INTO person (name, sort_key) VALUES (?, ?)", (word, names.fold(word)))

    def do(self, move: Any) -> None:
        match move:
            case ("edit", deeds):
                with self.book.edit("an edit"):
                    editor = Editor(self.book)
                    for deed in deeds:
                        editor.do(*deed)
            case ("name" | "write" | "add" | "tag" as deed, i, j, word):
                with self.book.edit("an edit"):
                    getattr(self, deed)(i, j, word)
            case "undo":
                self.book.undo()
            case "redo":
                self.book.redo()
            case "build":
                self.index.adopt(self.index.build())
            case "save":
                self.index.save()
            case "reopen":
                self.book.close()
                self.open()
            case "unheard":
                self.heard = False
            case "unattended":
                self.book.close()
                with Book.open(self.path) as book:
                    book.sql("PRAGMA synchronous=OFF")
                    self.book = book
                    self.do(("write", 4, 0, "Adam"))
                    self.do(("add", 0, 0, "Ёлка"))
                self.open()

    def check(self) -> None:
        if not self.heard:  # a job has written, and its notice is on its way
            for query in QUERIES:
                self.index.why(query, self.index.find(query).ids())
            self.index.catch_up()
            self.heard = True
        if self.index.behind:
            self.index.adopt(self.index.build())
        everyone = read_all(self.book)
        for query in QUERIES:
            named, others = find_by_reading(everyone, query)
            found = self.index.find(query)
            assert (found.ids(), found.by_name) == (named + others, len(named)), query
            whys = self.index.why(query, found.ids())
            assert whys.keys() == set(others), query


number = st.integers(0, 11)
own = st.tuples(
    st.sampled_from(["name", "write", "add", "tag"]), number, number, st.sampled_from(WORDS)
)
move = st.one_of(
    own,
    edit,
    st.sampled_from(
        ["undo", "redo", "build", "save", "reopen", "unattended", "unheard", "undo", "build"]
    ),
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "fiction.relbook"
    with Book.create(path) as book:
        fiction.fill(book)
    return path


@settings(max_examples=60)
@given(moves=st.lists(move, max_size=10), many=st.sampled_from([2, 100]))
@example(moves=["build", ("name", 0, 1, "Ada"), "save", "reopen", ("write", 0, 1, "Đức")], many=100)
@example(moves=["build", "save", ("add", 0, 0, "Groß"), "reopen", "undo", "redo"], many=100)
@example(moves=["build", "save", "unattended", ("edit", [("all", 0, 0, 0, "")]), "undo"], many=100)
@example(moves=["build", ("tag", 1, 1, "Ada"), ("tag", 0, 1, "Ada"), "save", "reopen"], many=100)
@example(moves=["build", ("tag", 1, 1, "Ada"), ("tag", 0, 1, "Ada"), "save", "reopen"], many=2)
@example(moves=["build", ("edit", [("insert", 0, i, 0, "") for i in range(5)]), "undo"], many=2)
def test_it_finds_what_reading_finds(source: Path, moves: list[Any], many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(shutil.copy(source, folder)), many)
        try:
            life.check()
            for one in moves:
                try:
                    life.do(one)
                except sqlite.IntegrityError:  # what the tables do not allow
                    continue
                if one != "unheard":
                    life.check()
        finally:
            life.book.close()
