"""A book does what a plain dictionary would: whatever is done to both, they stay equal.

Some hundred steps in a test run; with ``RELBOOK_MODEL_STEPS=20000`` as many as that says.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from relbook.core import circles, events, facts, interests, ledger, people
from relbook.core.exchange.sameness import merge
from relbook.core.search import Index
from relbook.core.store import backups, restore
from relbook.core.store.backups import Backup, Shelves
from relbook.core.store.book import Book
from relbook.core.store.check import examine

STEPS = int(os.environ.get("RELBOOK_MODEL_STEPS", "200"))
STEPS_A_LIFE = 50

pick = st.integers(0, 99)  # one of those there are, counted round
some = st.lists(pick, min_size=1, max_size=4)
how = st.sampled_from(["", *interests.HOWS[:2]])
much = st.sampled_from([None, 1, 2, 3])

STATES = ("deceased", "estranged", "active", "resting", "archived")
GUESTS = ("expected", "missed", "met")


@dataclass
class Person:
    """What the model knows of someone."""

    name: str
    nicknames: set[str] = field(default_factory=set)
    note: str = ""
    notes: set[str] = field(default_factory=set)
    state: str = "active"

    def says(self) -> str:
        """Every word one could find them by."""
        return " ".join([self.name, *self.nicknames, self.note, *self.notes])


@dataclass
class Entry:
    """What the model knows of something given, received or promised."""

    told: tuple[str, str, str, str, str | None]  # direction, kind, what, state, due
    people: set[int]
    interest: int | None = None
    event: int | None = None
    settled: str | None = None


@dataclass
class World:
    """What a book holds, by the ids that the book gave."""

    people: dict[int, Person] = field(default_factory=dict)
    interests: dict[int, str] = field(default_factory=dict)
    tags: dict[tuple[int, int, str], int | None] = field(default_factory=dict)
    circles: dict[int, str] = field(default_factory=dict)
    members: set[tuple[int, int]] = field(default_factory=set)
    entries: dict[int, Entry] = field(default_factory=dict)
    events: dict[int, str] = field(default_factory=dict)
    guests: Counter[tuple[int, int | None, str, str]] = field(default_factory=Counter)


@dataclass
class Past:
    """All that was, in its order, as undo and redo go through it."""

    worlds: list[World]
    edits: list[str] = field(default_factory=list)  # what each edit after the first world is called
    at: int = 0


def read(book: Book) -> World:
    """All that `book` holds, read with nothing of what it was written by."""
    world = World(
        people={
            i: Person(name, {n for n in nick.split(", ") if n}, note, set(), state)
            for i, name, nick, note, state in book.rows(
                "SELECT id, name, nickname, note, state FROM person"
            )
        },
        interests=dict(book.rows("SELECT id, name FROM interest")),
        tags={
            (person, interest, how): much
            for person, interest, how, much in book.rows(
                "SELECT person_id, interest_id, how, how_much FROM tagging"
            )
        },
        circles=dict(book.rows("SELECT id, name FROM circle")),
        members=set(book.rows("SELECT person_id, circle_id FROM membership")),
        entries={
            i: Entry((direction, kind, what, state, due), set(), interest, event, settled)
            for i, direction, kind, what, state, due, interest, event, settled in book.rows(
                "SELECT id, direction, kind, what, state, due, interest_id, event_id, settled"
                " FROM ledger_entry"
            )
        },
        events=dict(book.rows("SELECT id, name FROM event")),
        guests=Counter(book.rows("SELECT event_id, person_id, name, state FROM guest")),
    )
    for person, text in book.rows("SELECT person_id, text FROM note"):
        world.people[person].notes.add(text)
    for entry, person in book.rows("SELECT entry_id, person_id FROM entry_person"):
        world.entries[entry].people.add(person)
    return world


class Life(RuleBasedStateMachine):
    """One book through a life of edits, beside a model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="relbook-model-")
        self.path = Path(self.folder.name) / "book.relbook"
        self.shelf = Shelves(self.path.with_name("backups"), self.path.with_name("b.json")).of(
            self.path
        )
        self.time = datetime(2026, 3, 14, 9, tzinfo=UTC)
        self.count = 0
        Book.create(self.path).close()
        self.open()
        self.past = Past([World()])
        self.backups: list[tuple[Backup, Past]] = []

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def open(self) -> None:
        self.book = Book.open(self.path, now=self.now)
        self.book.sql("PRAGMA synchronous=OFF")
        self.index = Index(self.book)

    def teardown(self) -> None:
        while self.past.at:
            self.undo()
            self.is_equal()
        assert examine(self.book).ok
        self.book.close()
        self.folder.cleanup()

    # What is common to all that is done

    def new_word(self) -> str:
        """A word that nothing was ever called by."""
        self.count += 1
        return f"w{self.count:05d}"

    @property
    def world(self) -> World:
        return self.past.worlds[self.past.at]

    @contextmanager
    def edit(self) -> Iterator[World]:
        """One edit of the book and of a copy of the model, which then is what there is."""
        was, is_to_be, called = self.world, deepcopy(self.world), f"Edit {self.new_word()}"
        with self.book.edit(called):
            yield is_to_be
        if is_to_be != was:
            past = self.past
            past.worlds[past.at + 1 :] = [is_to_be]
            past.edits[past.at :] = [called]
            past.at += 1

    def one(self, those: Collection[int], n: int) -> int:
        return sorted(those)[n % len(those)]

    def several(self, ns: list[int]) -> list[int]:
        return list(dict.fromkeys(self.one(self.world.people, n) for n in ns))

    @invariant()
    def is_equal(self) -> None:
        assert read(self.book) == self.world
        undo, redo = self.book.next_undo(), self.book.next_redo()
        past = self.past
        assert (str(undo.sentence) if undo else None) == (
            past.edits[past.at - 1] if past.at else None
        )
        assert (str(redo.sentence) if redo else None) == (
            past.edits[past.at] if past.at < len(past.edits) else None
        )

    def is_found(self, n: int) -> None:
        """Whether the search finds by a word exactly those who have it."""
        self.index.catch_up()
        world = self.world
        words = " ".join(person.says() for person in world.people.values()).split() or ["w"]
        word = words[n % len(words)]
        assert set(self.index.find(word).ids()) == {
            i for i, person in world.people.items() if word in person.says().split()
        }

    # People

    @rule()
    def add_person(self) -> None:
        with self.edit() as world:
            name = self.new_word()
            world.people[people.add(self.book, name)] = Person(name)

    def has_people(self) -> bool:
        return bool(self.world.people)

    def has_two(self) -> bool:
        return len(self.world.people) > 1

    @precondition(has_people)
    @rule(n=pick, what=st.sampled_from(["name", "note", "state"]), state=st.sampled_from(STATES))
    def change_person(self, n: int, what: str, state: str) -> None:
        with self.edit() as world:
            person = self.one(world.people, n)
            value = state if what == "state" else self.new_word()
            people.change(self.book, person, **{what: value})
            setattr(world.people[person], what, value)

    @precondition(has_people)
    @rule(n=pick)
    def note(self, n: int) -> None:
        with self.edit() as world:
            person, text = self.one(world.people, n), self.new_word()
            facts.add(self.book, facts.Note, person, text=text)
            world.people[person].notes.add(text)

    @precondition(has_people)
    @rule(ns=some)
    def delete_people(self, ns: list[int]) -> None:
        gone = self.several(ns)
        with self.edit() as world:
            people.delete(self.book, gone)
            names = {person: world.people.pop(person).name for person in gone}
            world.tags = {tag: much for tag, much in world.tags.items() if tag[0] not in names}
            world.members = {member for member in world.members if member[0] not in names}
            for entry in list(world.entries):
                world.entries[entry].people -= names.keys()
                if not world.entries[entry].people:
                    del world.entries[entry]
            guests: Counter[tuple[int, int | None, str, str]] = Counter()
            for (event, person, name, state), n in world.guests.items():
                left = person if person not in names else None
                guests[event, left, names.get(person or 0, name), state] += n
            world.guests = guests

    @precondition(has_two)
    @rule(ns=some, n=pick)
    def merge_people(self, ns: list[int], n: int) -> None:
        keep = self.one(self.world.people, n)
        gone = [person for person in self.several([*ns, n + 1]) if person != keep]
        with self.edit() as world:
            merge.merge(self.book, keep, gone, {"name": keep})
            group = {keep, *gone}
            all_ = [world.people[keep], *(world.people.pop(person) for person in gone)]
            stays = all_[0]
            said = sorted((p.note for p in all_ if p.note), key=lambda text: (len(text), text))
            stays.note = said.pop() if said else ""
            stays.notes = {*said}.union(*(p.notes for p in all_))
            stays.nicknames = {p.name for p in all_}.union(*(p.nicknames for p in all_))
            stays.nicknames -= {stays.name}
            stays.state = min((p.state for p in all_), key=STATES.index)
            self._merge_tags(world, keep, group)
            world.members = {(keep if p in group else p, circle) for p, circle in world.members}
            for entry in world.entries.values():
                if entry.people & group:
                    entry.people = entry.people - group | {keep}
            for event in {key[0] for key in world.guests}:
                theirs = [key for key in world.guests if key[0] == event and key[1] in group]
                if theirs:
                    state = max((key[3] for key in theirs), key=GUESTS.index)
                    for key in theirs:
                        del world.guests[key]
                    world.guests[event, keep, "", state] += 1

    def _merge_tags(self, world: World, keep: int, group: set[int]) -> None:
        """What several had, one has: in each way once, and what is said less of not at all."""
        theirs: dict[tuple[int, str], int | None] = {}
        for person, interest, how in [tag for tag in world.tags if tag[0] in group]:
            much = world.tags.pop((person, interest, how))
            there = theirs.get((interest, how))
            theirs[interest, how] = max(much or 0, there or 0) or None
        for (interest, how), much in theirs.items():
            more = any(
                i == interest and h != how and how == "" and much in (None, m)
                for (i, h), m in theirs.items()
            )
            if not more:
                world.tags[keep, interest, how] = much

    # Interests and circles

    @rule()
    def add_interest(self) -> None:
        with self.edit() as world:
            name = self.new_word()
            world.interests[interests.find_or_add(self.book, name)] = name

    @precondition(lambda self: bool(self.world.people and self.world.interests))
    @rule(ns=some, n=pick, how=how, much=much)
    def tag(self, ns: list[int], n: int, how: str, much: int | None) -> None:
        with self.edit() as world:
            interest, who = self.one(world.interests, n), self.several(ns)
            theirs = {p: [t for t in world.tags if t[:2] == (p, interest)] for p in who}
            if not how:  # which of several is told more of, is the book's own affair
                who = [person for person in who if len(theirs[person]) < 2]
            interests.tag(self.book, who, interest, how, much)
            for person in who:
                there = [t for t in theirs[person] if not how or t[2] in ("", how)]
                known = max(there, key=lambda tag: tag[2], default=(person, interest, how))
                before = world.tags.pop(known, None)
                world.tags[person, interest, how or known[2]] = much or before

    @precondition(lambda self: bool(self.world.people and self.world.interests))
    @rule(ns=some, n=pick)
    def untag(self, ns: list[int], n: int) -> None:
        with self.edit() as world:
            interest, who = self.one(world.interests, n), self.several(ns)
            interests.untag(self.book, who, interest)
            for tag in [t for t in world.tags if t[1] == interest and t[0] in who]:
                del world.tags[tag]

    @precondition(lambda self: bool(self.world.interests))
    @rule(n=pick)
    def remove_interest(self, n: int) -> None:
        with self.edit() as world:
            interest = self.one(world.interests, n)
            interests.remove(self.book, interest)
            del world.interests[interest]
            world.tags = {tag: much for tag, much in world.tags.items() if tag[1] != interest}
            for entry in world.entries.values():
                entry.interest = None if entry.interest == interest else entry.interest

    @precondition(has_people)
    @rule(ns=some, n=pick, new=st.booleans())
    def join(self, ns: list[int], n: int, new: bool) -> None:
        with self.edit() as world:
            name = self.new_word() if new or not world.circles else ""
            name = name or world.circles[self.one(world.circles, n)]
            circle, who = circles.find_or_add(self.book, name.upper()), self.several(ns)
            circles.join(self.book, circle, who)
            world.circles.setdefault(circle, name.upper())
            world.members |= {(person, circle) for person in who}

    @precondition(lambda self: bool(self.world.people and self.world.circles))
    @rule(ns=some, n=pick)
    def leave(self, ns: list[int], n: int) -> None:
        with self.edit() as world:
            circle, who = self.one(world.circles, n), self.several(ns)
            circles.leave(self.book, circle, who)
            world.members -= {(person, circle) for person in who}

    @precondition(lambda self: bool(self.world.circles))
    @rule(n=pick, rename=st.booleans())
    def change_circle(self, n: int, rename: bool) -> None:
        with self.edit() as world:
            circle = self.one(world.circles, n)
            if rename:
                world.circles[circle] = self.new_word()
                circles.rename(self.book, circle, world.circles[circle])
            else:
                circles.remove(self.book, circle)
                del world.circles[circle]
                world.members = {member for member in world.members if member[1] != circle}

    # Ledger

    @precondition(has_people)
    @rule(
        ns=some,
        n=pick,
        direction=st.sampled_from(ledger.DIRECTIONS),
        kind=st.sampled_from(["advice", "loan", "gift"]),
        due=st.sampled_from([None, "2026-04", "2026-04-01"]),
    )
    def give(self, ns: list[int], n: int, direction: str, kind: str, due: str | None) -> None:
        with self.edit() as world:
            who, what = self.several(ns), self.new_word()
            interest = self.one(world.interests, n) if world.interests and n % 2 else None
            event = self.one(world.events, n) if world.events and n % 3 else None
            about = {"interest_id": interest, "event_id": event}
            if due:
                entry = ledger.promise(self.book, who, direction, what, due, kind, **about)
            else:
                entry = ledger.add(self.book, who, direction, kind, what, **about)
            state = "promised" if due else "lent" if kind == "loan" else "done"
            told = (direction, kind, what, state, due)
            world.entries[entry] = Entry(told, set(who), interest, event)

    @precondition(lambda self: bool(self.world.entries))
    @rule(n=pick, ns=some, deed=st.sampled_from(["settle", "unsettle", "with", "what", "remove"]))
    def change_entry(self, n: int, ns: list[int], deed: str) -> None:
        with self.edit() as world:
            entry = self.one(world.entries, n)
            it = world.entries[entry]
            if deed == "settle":
                ledger.settle(self.book, entry, date(2026, 3, 20))
                it.settled = "2026-03-20"
            elif deed == "unsettle":
                ledger.unsettle(self.book, entry)
                it.settled = None
            elif deed == "with":
                it.people = set(self.several(ns))
                ledger.change(self.book, entry, it.people)
            elif deed == "what":
                it.told = (*it.told[:2], self.new_word(), *it.told[3:])
                ledger.change(self.book, entry, what=it.told[2])
            else:
                ledger.remove(self.book, entry)
                del world.entries[entry]

    # Events

    @rule()
    def plan(self) -> None:
        with self.edit() as world:
            name = self.new_word()
            world.events[events.add(self.book, name, starts="2026-05-01")] = name

    @precondition(lambda self: bool(self.world.people and self.world.events))
    @rule(ns=some, n=pick, stranger=st.booleans())
    def invite(self, ns: list[int], n: int, stranger: bool) -> None:
        with self.edit() as world:
            event, who = self.one(world.events, n), self.several(ns)
            names = [self.new_word()] if stranger else []
            events.invite(self.book, event, who, names)
            there = {key[1] for key in world.guests if key[0] == event}
            for person in who:
                if person not in there:
                    world.guests[event, person, "", "expected"] += 1
            for name in names:
                world.guests[event, None, name, "expected"] += 1

    @precondition(lambda self: bool(self.world.guests))
    @rule(n=pick, state=st.sampled_from([*GUESTS, "gone"]))
    def change_guest(self, n: int, state: str) -> None:
        with self.edit() as world:
            rows = self.book.rows("SELECT id, event_id, person_id, name, state FROM guest")
            guest, *was = sorted(rows)[n % len(rows)]
            event, person, name, _ = key = (was[0], was[1], was[2], was[3])
            world.guests[key] -= 1
            world.guests += Counter()  # those that are none are no more
            if state == "gone":
                events.uninvite(self.book, [guest])
            else:
                events.change_guest(self.book, guest, state=state)
                world.guests[event, person, name, state] += 1

    @precondition(lambda self: bool(self.world.events))
    @rule(n=pick, rename=st.booleans())
    def change_event(self, n: int, rename: bool) -> None:
        with self.edit() as world:
            event = self.one(world.events, n)
            if rename:
                world.events[event] = self.new_word()
                events.change(self.book, event, name=world.events[event])
                return
            events.remove(self.book, event)
            del world.events[event]
            world.guests = Counter({k: n for k, n in world.guests.items() if k[0] != event})
            for entry in world.entries.values():
                entry.event = None if entry.event == event else entry.event

    # The book itself

    @rule(times=st.integers(1, 4), n=pick)
    def undo_some(self, times: int, n: int) -> None:
        for _ in range(times):
            self.undo()
        self.is_found(n)

    def undo(self) -> None:
        assert (self.book.undo() is not None) == (self.past.at > 0)
        self.past.at = max(self.past.at - 1, 0)

    @rule(times=st.integers(1, 4), n=pick)
    def redo_some(self, times: int, n: int) -> None:
        for _ in range(times):
            there = self.past.at < len(self.past.edits)
            assert (self.book.redo() is not None) == there
            self.past.at += there
        self.is_found(n)

    @precondition(has_people)
    @rule(n=pick)
    def fail(self, n: int) -> None:
        """An edit that breaks off leaves nothing."""
        try:
            with self.book.edit("No edit"):
                people.delete(self.book, self.world.people)
                people.add(self.book, "Nobody")
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            self.is_found(n)

    @rule(n=pick, saved=st.booleans())
    def reopen(self, n: int, saved: bool) -> None:
        if saved:
            self.index.save()
            self.book.tidy()
        self.book.close()
        self.open()
        self.is_found(n)

    @rule(n=pick)
    def find(self, n: int) -> None:
        self.is_found(n)

    @precondition(lambda self: bool(self.past.edits))
    @rule()
    def back_up(self) -> None:
        made = backups.make(self.book, self.shelf, self.now())
        self.backups = [(one, past) for one, past in self.backups if one.path.exists()] + [
            (made, deepcopy(self.past))
        ]

    @precondition(lambda self: bool(self.backups))
    @rule(n=pick, m=pick)
    def restore(self, n: int, m: int) -> None:
        backup, past = self.backups[n % len(self.backups)]
        self.book.close()
        aside = restore.restore(backup.path, None, self.path, self.now())
        assert aside is not None
        with Book.open(aside) as today:
            assert read(today) == self.world
        aside.unlink()
        self.past = deepcopy(past)
        self.open()
        self.is_found(m)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=max(STEPS // STEPS_A_LIFE, 1),
    stateful_step_count=STEPS_A_LIFE,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
