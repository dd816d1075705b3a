"""A made-up book to look around in.

It is read from plain files. Dates in them count from the day the book is made, so that it never
ages: "-3w" is three weeks ago, "-34y+5d" is 34 years ago in five days, "-5m:month" a month and no
day, "-3y:year" a year alone; anything else is a partial date as it is kept. People, events and
interests are named by their keys, several of them parted by commas.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from relbook.core import (
    circles,
    errors,
    events,
    facts,
    interests,
    introductions,
    ledger,
    moments,
    names,
    people,
    relations,
    threads,
)
from relbook.core.dates import PartialDate
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say, sentence

PICTURES = (".png", ".jpg")
_OFFSET = re.compile(r"(?P<steps>(?:[+-]\d+[dwmy])+)(?::(?P<known>month|year))?(?P<about>~?)")
_STEP = re.compile(r"([+-]\d+)([dwmy])")
_DATES = frozenset(
    "on learned since until expected opened closed due settled starts ends asked_person"
    " asked_other made".split()
)
_DAYS = ("birthday", "anniversary", "deathday", "other")
_PERSON = (
    *people.NAME_PARTS, "name", "say_it", "pronouns", "note", "closeness", "rhythm", "state",
    "tender", "me",
)  # fmt: skip
Row = dict[str, Any]


def make(path: Path, today: date, folder: Path) -> Book:
    """Make the sample book at `path` out of the files in `folder`; returns it, open.

    Raises `BookExists` if something is there already.
    """
    book = Book.create(path)
    try:
        fill(book, today, folder)
        book.forget_edits()  # one Undo too many would leave nobody to look at
    except BaseException:
        book.close()
        path.unlink(missing_ok=True)
        raise
    return book


def fill(book: Book, today: date, folder: Path) -> None:
    """Put everybody in `folder`, and what is told of them, into an empty book, in one edit."""
    with book.edit(sentence("Bring the sample people in")):
        _Filler(book, today, folder).run()


def day(text: str, today: date) -> str:
    """The date that `text` tells, as it is kept. Raises `Refused` for one that is none."""
    found = _OFFSET.fullmatch(text)
    if found is None:
        return PartialDate.from_iso(text).iso()
    then = today
    for number, unit in _STEP.findall(found["steps"]):
        then = _moved(then, int(number), unit)
    month = None if found["known"] == "year" else then.month
    of_month = None if found["known"] else then.day
    return PartialDate(then.year, month, of_month, bool(found["about"])).iso()


def _moved(day: date, by: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(days=by * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + by * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class _Filler:
    """Reads the files in the order in which they need each other."""

    def __init__(self, book: Book, today: date, folder: Path) -> None:
        self._book, self._today, self._folder = book, today, folder
        self._people: dict[str, int] = {}
        self._interests: dict[str, int] = {}
        self._events: dict[str, int] = {}

    def run(self) -> None:
        self._add_interests(self._read("interests.toml"))
        told: dict[str, Row] = {}
        for file in sorted((self._folder / "people").glob("*.toml")):
            told |= self._read(f"people/{file.name}")
        self._add_people(told)
        for key, row in told.items():
            self._tell(self._people[key], row)
        self._add_events(self._read("events.toml"))
        for row in self._read("threads.toml")["threads"]:
            values = self._values(row)
            threads.add(self._book, self._whom(values.pop("who")), values.pop("title"), **values)
        for row in self._read("moments.toml")["moments"]:
            self._add_moment(self._values(row))
        for row in self._read("ledger.toml")["entries"]:
            self._add_entry(self._values(row))
        for row in self._read("introductions.toml")["introductions"]:
            values = self._values(row)
            ends = (self._people[values.pop("of")], self._people[values.pop("to")])
            introductions.set_state(self._book, *ends, values.pop("state"), **values)

    def _read(self, name: str) -> Row:
        try:
            with (self._folder / name).open("rb") as file:
                return tomllib.load(file)
        except (OSError, tomllib.TOMLDecodeError) as fault:
            raise errors.FileUnreadable(
                say(
                    "“{name}” of the sample book cannot be read, so no book was made; install "
                    "Relbook anew.",
                    name=name,
                )
            ) from fault

    def _whom(self, keys: str) -> list[int]:
        return [self._people[key] for key in keys.replace(",", " ").split()]

    def _values(self, row: Row) -> Row:
        """`row` with its dates told, and those it names found."""
        values = {
            name: day(value, self._today) if name in _DATES else value
            for name, value in row.items()
        }
        if "about" in values and values["about"] in self._interests:
            values["interest_id"] = self._interests[values.pop("about")]
        if "told_by" in values:
            values["told_by_id"] = self._people[values.pop("told_by")]
        return values

    def _add_interests(self, words: dict[str, Row]) -> None:
        for name, row in words.items():
            one = interests.find_or_add(self._book, name, row.get("kind", "interest"))
            self._interests[name] = one
            if "parent" in row:
                interests.set_parent(self._book, one, self._interests[row["parent"]])
            if "also" in row:
                interests.change(self._book, one, other_names=tuple(row["also"]))
            if "note" in row:
                self._note(row["note"], interest_id=one)

    def _add_people(self, told: dict[str, Row]) -> None:
        for key, row in told.items():
            values = {name: row[name] for name in _PERSON if name in row}
            guessed = names.split_name(row["name"])
            parts = {part: getattr(guessed, part) for part in people.NAME_PARTS}
            one = people.add(self._book, **(parts | values), nickname=row.get("called", ""))
            self._people[key] = one
            for kind in PICTURES:
                face = (self._folder / "faces" / key).with_suffix(kind)
                if face.exists():
                    people.set_photo(self._book, one, face.read_bytes())

    def _tell(self, person: int, row: Row) -> None:
        """All that the row of one person tells, now that everybody is there to be named."""
        book = self._book
        if "met" in row:
            self._tell_how_we_met(person, row["met"])
        for circle in row.get("circles", ()):
            circles.join(book, circles.find_or_add(book, circle), [person])
        for written in row.get("reach", ()):
            kind, label, value = written.split(maxsplit=2)
            named = "service" if kind in ("chat", "social") else "label"
            told = {named: label} if label != "-" else {}
            facts.add(book, facts.Contact, person, kind=kind, value=value, **told)
        if "home" in row:
            facts.add(book, facts.Address, person, **({"label": "home"} | row["home"]))
        for told in map(self._values, row.get("work", ())):
            organisation = told.pop("at", "")
            facts.add(book, facts.Position, person, organisation=organisation, **told)
        for told in map(dict, row.get("days", ())):
            kind = next(kind for kind in _DAYS if kind in told)
            when = day(told.pop(kind), self._today)
            facts.add(book, facts.KeyDate, person, kind=kind, date=when, **told)
        for told in map(self._values, row.get("notes", ())):
            facts.add(book, facts.Note, person, date=told.pop("on"), **told)
        for told in row.get("own", ()):
            facts.add(book, facts.OwnField, person, **told)
        for written in row.get("interests", ()):
            self._tag(person, written)
        for told in map(dict, row.get("kin", ())):
            kind = next(kind for kind in told if kind not in ("private", "tender", "since"))
            name = told.pop(kind)
            relations.add(book, person, kind, other=self._people.get(name), name=name, **told)
        if "distinct" in row:
            pair = sorted((person, self._people[row["distinct"]]))
            book.insert(schema.DistinctPair, person_id=pair[0], other_id=pair[1])

    def _tell_how_we_met(self, person: int, met: Row) -> None:
        through = met.get("through", "")
        known = self._people.get(through)
        people.change(
            self._book,
            person,
            met_on=day(met["on"], self._today) if "on" in met else None,
            met_where=met.get("where", ""),
            met_how=met.get("how", ""),
            met_through_id=known,
            met_through_name="" if known else through,
        )

    def _tag(self, person: int, written: str) -> None:
        """How, what and, where it is said, how much: "enjoys choral singing 3"."""
        how = next(how for how in interests.HOWS if written.startswith(f"{how} "))
        name, _, much = written.removeprefix(how).strip().rpartition(" ")
        if not much.isdigit():
            name, much = f"{name} {much}".strip(), ""
        interest = self._interests[name]
        interests.tag(self._book, [person], interest, how, int(much) if much else None)

    def _add_events(self, listed: dict[str, Row]) -> None:
        book = self._book
        for key, row in listed.items():
            values = self._values(row)
            told = {name: values.pop(name, ()) for name in ("names", "notes")}
            whom = {name: values.pop(name, "") for name in ("guests", "met", "missed")}
            event = self._events[key] = events.add(book, **values)
            for state, keys in whom.items():
                guests = self._whom(keys)
                events.invite(book, event, guests)
                if state != "guests":
                    self._mark(event, guests, state)
            for stranger in told["names"]:
                events.invite(book, event, names=[stranger["name"]])
                (guest,) = (g.id for g in events.guests(book, event) if g.name == stranger["name"])
                events.change_guest(book, guest, **stranger)
            for note in told["notes"]:
                self._note(note["text"], date=day(note["on"], self._today), event_id=event)

    def _mark(self, event: int, people: Iterable[int], state: str) -> None:
        rows = {guest.person_id: guest.id for guest in events.guests(self._book, event)}
        for person in people:
            events.change_guest(self._book, rows[person], state=state)

    def _note(self, text: str, **values: Any) -> None:
        self._book.insert(schema.Note, **facts.clean(facts.Note, values | {"text": text}))

    def _add_moment(self, values: Row) -> None:
        kind = next(kind for kind in moments.KINDS if kind in values)
        whom = self._whom(values.pop(kind))
        if "event_of" in values:
            values["event_id"] = self._events[values.pop("event_of")]
        moments.add(self._book, whom, kind, date=values.pop("on"), **values)

    def _add_entry(self, values: Row) -> None:
        direction = ledger.GAVE if "gave" in values else ledger.RECEIVED
        kind = values.pop("gave", "") or values.pop("got")
        introduced = self._whom(values.pop("introduced", ""))
        if values.pop("promise", False):
            values["state"] = ledger.PROMISED
        if "event" in values:
            values["event_id"] = self._events[values.pop("event")]
        whom = self._whom(values.pop("with"))
        entry = ledger.add(self._book, whom, direction, kind, date=values.pop("on"), **values)
        for person in introduced:
            self._book.sql(
                "UPDATE entry_person SET role = 'introduced' WHERE entry_id = ? AND person_id = ?",
                (entry, person),
            )
