"""What may be interrupted within a book: edits, made by hand or by the thousand."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core import facts, forgetting, interests, people
from relbook.core.exchange.archive.bringing_back import bring_back
from relbook.core.exchange.sameness import merge
from relbook.core.search import Index
from relbook.core.store import restore
from relbook.core.store.book import Book
from relbook.core.store.check import examine
from relbook.core.store.reunion import reunite
from relbook.core.store.versions import compare
from tests.trust.deed import BOOK, Deed, Tell, crowd, whole

if TYPE_CHECKING:
    from relbook.gui.window import Window


def opened(path: Path) -> "Window":
    """The program's own window on the book at `path`."""
    from PySide6.QtWidgets import QApplication

    from relbook.app import build_window

    QApplication.instance() or QApplication([])
    window = build_window(Book.open(path), look="light")
    window.show()
    return window


def begin_note(window: "Window", person: int) -> None:
    """Open the form of a new note about someone."""
    from PySide6.QtCore import QCoreApplication

    window.desk.focus.show_person(person)
    QCoreApplication.processEvents()
    window.page.add("note")


def type_note(window: "Window", text: str) -> None:
    """Type more of the note that is open."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest

    form = window.page.sections["note"].form
    assert form is not None
    QTest.keyClicks(form.input("text"), text)
    QCoreApplication.processEvents()


class Typing(Deed):
    """Notes are typed in the program's own window, one after another."""

    name = "typing in the window"
    edits = 25

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 20)

    def work(self, folder: Path, tell: Tell) -> None:
        from relbook import app as program

        window = opened(folder / BOOK)
        for n in range(self.edits):
            begin_note(window, 1 + n % 20)
            type_note(window, f"Note {n} to its last word.")
            assert window.finish_edit()
            tell()
        window.close()
        program.leave(window)

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            there = [text for (text,) in book.rows("SELECT text FROM note ORDER BY id")]
        assert there == [f"Note {n} to its last word." for n in range(len(there))]
        assert finished <= len(there) <= finished + 1


class HalfTyping(Deed):
    """A note is typed and never finished; what stands there is a draft every few seconds."""

    name = "half a note"
    edits = 8

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 2)

    def work(self, folder: Path, tell: Tell) -> None:
        from PySide6.QtCore import QCoreApplication

        window = opened(folder / BOOK)
        window.drafts.keep_every(5)
        begin_note(window, 1)
        for n in range(self.edits):
            type_note(window, f"word{n} ")
            while f"word{n}" not in (window.desk.book.setting("drafts") or ""):
                QCoreApplication.processEvents()
            tell()
        while True:
            QCoreApplication.processEvents()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            kept = book.setting("drafts") or ""
            assert book.value("SELECT count(*) FROM note") == 0
        words = [f"word{n}" for n in range(self.edits)]
        there = [word for word in words if word in kept]
        assert there == words[: len(there)]
        assert len(there) >= finished


class Tagging(Deed):
    """Many people at once are told to have an interest, again and again."""

    name = "bulk tagging"
    edits = 12

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(5_000 * self.size))

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            everyone = [i for (i,) in book.rows("SELECT id FROM person")]
            for n in range(self.edits):
                with book.edit(f"Tag {n}"):
                    interests.tag(book, everyone, interests.find_or_add(book, f"Interest {n}"))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            told = book.rows(
                "SELECT i.name, count(t.id) FROM interest i LEFT JOIN tagging t"
                " ON t.interest_id = i.id GROUP BY i.id ORDER BY i.id"
            )
            everyone = people.count(book)
        assert told == [(f"Interest {n}", everyone) for n in range(len(told))]
        assert finished <= len(told) <= finished + 1


class Merging(Deed):
    """Pair after pair is made one."""

    name = "merging"
    edits = 60

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 2 * self.edits, notes=True)
            with book.edit("Reach them"):
                for n in range(2 * self.edits):
                    facts.add(book, facts.Contact, n + 1, kind="mail", value=f"{n}@example.org")

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                with book.edit(merge.sentence_of(book, 2 * n + 1, [2 * n + 2])):
                    merge.merge(book, 2 * n + 1, [2 * n + 2])
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            there = {i for (i,) in book.rows("SELECT id FROM person")}
            mails = dict(book.rows("SELECT value, person_id FROM contact_point"))
            notes = "".join(
                text
                for (text,) in book.rows("SELECT note FROM person UNION ALL SELECT text FROM note")
            )
        merged = 2 * self.edits - len(there)
        assert finished <= merged <= finished + 1
        for n in range(2 * self.edits):
            whose = n - n % 2 + 1 if n < 2 * merged else n + 1
            assert mails[f"{n}@example.org"] == whose, f"mail {n}"
            assert whose in there
            assert f"Note {n}." in notes, f"note {n}"


class Undoing(Deed):
    """Large edits are taken back one by one, then made again."""

    name = "undo and redo"
    edits = 16

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            for _ in range(self.edits // 2):
                crowd(book, self._many)

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                assert book.undo() if n < self.edits // 2 else book.redo()
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with Book.open(folder / BOOK) as book:
            assert examine(book, full=True).ok
            assert people.count(book) in {self._left(finished), self._left(finished + 1)}
            while book.redo() is not None:
                pass
            assert people.count(book) == self._left(self.edits)

    def _left(self, finished: int) -> int:
        """How many people are there after so many edits."""
        return self._many * abs(self.edits // 2 - min(finished, self.edits))

    @property
    def _many(self) -> int:
        return round(1_000 * self.size)


class Reopening(Deed):
    """The book is opened, something said, all tidied up and the book closed; over and over."""

    name = "opening and closing"
    edits = 20

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, 300)

    def work(self, folder: Path, tell: Tell) -> None:
        for n in range(self.edits):
            book = Book.open(folder / BOOK)
            index = Index(book)
            book.remember("last", str(n))
            with book.edit(f"Add {n}"):
                people.add(book, f"New {n}")
            index.catch_up()
            index.save()
            book.tidy()
            book.close(seal=True)
            tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            new = [name for (name,) in book.rows("SELECT name FROM person WHERE id > 300")]
            found = Index(book).find("new").count
        assert new == [f"New {n}" for n in range(len(new))]
        assert found == len(new)
        assert finished <= len(new) <= finished + 1


class Forgetting(Deed):
    """One after the other is forgotten for ever."""

    name = "forgetting for ever"
    edits = 12

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(400 * self.size), notes=True)
            with book.edit("Meet some"):
                for n in range(self.edits):
                    one = people.add(book, called(n), note=f"About {called(n)}.")
                    facts.add(book, facts.Note, one, text=f"{called(n)} likes tea.")
            with book.edit("Change some"):
                book.sql("UPDATE person SET nickname = name || ' the Great' WHERE name LIKE 'Zk%'")

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                forgetting.forget(book, self._id(book, n))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            left = [name for (name,) in book.rows("SELECT name FROM person WHERE name LIKE 'Zk%'")]
            if forgetting.is_unfinished(book):
                forgetting.finish(book)
        assert left == [called(n) for n in range(self.edits - len(left), self.edits)]
        gone = self.edits - len(left)
        assert finished <= gone <= finished + 1
        data = (folder / BOOK).read_bytes()
        for n in range(gone):
            assert called(n).encode() not in data, f"{called(n)} is still in the bytes"

    def _id(self, book: Book, n: int) -> int:
        return int(book.value("SELECT id FROM person WHERE name = ?", called(n)))


def called(n: int) -> str:
    """A name that stands nowhere else."""
    return f"Zk{'abcdefghijklmnop'[n]}lmurst"


class BringingBack(Deed):
    """One person after the other is brought back out of a backup."""

    name = "bringing one back"
    edits = 15

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(1_000 * self.size), notes=True)
            with book.edit("Meet some"):
                for n in range(self.edits):
                    one = people.add(book, called(n))
                    for text in "abc":
                        facts.add(book, facts.Note, one, text=text)
            book.copy(folder / "backup.relbook")
            with book.edit("Delete them"):
                people.delete(book, [i for i, _ in self._there(book)])

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book, self._past(folder) as past:
            Index(book)
            for (uid,) in past.rows("SELECT uid FROM person WHERE name LIKE 'Zk%' ORDER BY id"):
                with book.edit("Bring back"):
                    bring_back(book, past, uid)
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            there = self._there(book)
            notes = "SELECT count(*) FROM note WHERE person_id = ?"
            assert [book.value(notes, person) for person, _ in there] == [3] * len(there)
        assert [name for _, name in there] == [called(n) for n in range(len(there))]
        assert finished <= len(there) <= finished + 1
        whole(folder / "backup.relbook").close()

    def _past(self, folder: Path) -> "contextlib.AbstractContextManager[Book]":
        return restore.opened(folder / "backup.relbook", None)

    def _there(self, book: Book) -> list[tuple[int, str]]:
        return book.rows("SELECT id, name FROM person WHERE name LIKE 'Zk%' ORDER BY name")


class Reuniting(Deed):
    """What was changed in one copy after the other is brought into the book."""

    name = "bringing two versions together"
    edits = 10

    def prepare(self, folder: Path) -> None:
        with Book.create(folder / BOOK) as book:
            crowd(book, round(1_000 * self.size), notes=True)
            for n in range(self.edits):
                book.copy(folder / f"{n}.relbook")
        for n in range(self.edits):
            with Book.open(folder / f"{n}.relbook") as book, book.edit(f"Change {n}"):
                one = people.add(book, called(n))
                for text in "abc":
                    facts.add(book, facts.Note, one, text=text)
                people.change(book, n + 1, nickname=called(n))

    def work(self, folder: Path, tell: Tell) -> None:
        with Book.open(folder / BOOK) as book:
            Index(book)
            for n in range(self.edits):
                with Book.open(folder / f"{n}.relbook") as theirs:
                    reunite(book, theirs, compare(book, theirs))
                tell()

    def verify(self, folder: Path, finished: int) -> None:
        with whole(folder / BOOK) as book:
            names = [name for (name,) in book.rows(
                "SELECT nickname FROM person WHERE nickname <> '' ORDER BY id"
            )]  # fmt: skip
            told = book.rows(
                "SELECT p.name, count(n.id) FROM person p LEFT JOIN note n ON n.person_id = p.id"
                " WHERE p.name LIKE 'Zk%' GROUP BY p.id ORDER BY p.name"
            )
        assert told == [(called(n), 3) for n in range(len(told))]
        assert names == [called(n) for n in range(len(told))]
        assert finished <= len(told) <= finished + 1
