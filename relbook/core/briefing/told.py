"""What the book tells of some people, read in a few queries and said in short lines.

Paper is read on another day than it is made, and later again: days are told by their dates, and how
long something is ago only beside its date, as of the day on top of the sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from relbook.core import facts
from relbook.core.briefing.sheet import Choices
from relbook.core.dates import PartialDate, earlier
from relbook.core.people import DIED, PersonRow
from relbook.core.store.book import Book
from relbook.core.words import Sentence, say, sentence

DOUBTFUL_AFTER = 2  # years since a position was learned, from which on one had better ask
NEAR = timedelta(days=45)  # a day to know this close is worth a word
JUST = timedelta(days=14)  # and so is one that was just now
RECENT = timedelta(days=400)  # a success this young is worth congratulating
MOST_SHARED = 6
MOST_OTHERS = 4
MOST_NOTED = 160  # characters of a note

_MOMENT: dict[str, Sentence] = {
    "talk": sentence("A talk"),
    "meal": sentence("A meal"),
    "call": sentence("A call"),
    "message": sentence("A message"),
    "letter": sentence("A letter"),
    "walk": sentence("A walk"),
    "visit": sentence("A visit"),
    "trip": sentence("A trip"),
}
_DAY: dict[str, Sentence] = {
    "birthday": sentence("birthday"),
    "anniversary": sentence("anniversary"),
}
_HOW: dict[str, Sentence] = {
    "seeks": sentence("looking for it"),
    "offers": sentence("offers it"),
    "works in": sentence("works in it"),
}


@dataclass(slots=True)
class Told:
    """One person, and the rows that speak of them."""

    person: int
    uid: str
    name: str
    say_it: str
    pronouns: str
    photo: str | None
    state: str
    tender: bool
    does: str
    learned: str | None
    met_parts: tuple[str | None, str, str, str]  # on, where, how, through whom
    moment: tuple[Any, ...] | None = None
    shared: list[str] = field(default_factory=list)
    days: list[tuple[str, str, str, str]] = field(default_factory=list)
    threads: list[tuple[Any, ...]] = field(default_factory=list)
    open_entries: list[tuple[Any, ...]] = field(default_factory=list)
    seeks: list[str] = field(default_factory=list)
    note: str = ""
    others: dict[str, set[str]] = field(default_factory=dict)  # interest, how: not shared
    reach: list[str] = field(default_factory=list)

    def does_age(self, today: date) -> str:
        """A doubt about what they do, when it was learned long ago."""
        if not self.does or not self.learned:
            return ""
        year = PartialDate.from_iso(self.learned).year
        if year is None or today.year - year < DOUBTFUL_AFTER:
            return ""
        return say("as of {year}: ask", year=str(year))

    def met(self) -> str:
        """How, where, when and through whom we met, in a line."""
        on, where, how, through = self.met_parts
        when = PartialDate.from_iso(on).words() if on else ""
        parts = [", ".join(part for part in (where, when) if part)]
        if through:
            parts.append(say("through {name}", name=through))
        line = ", ".join(part for part in parts if part)
        return say("{what}: {story}", what=line, story=how) if line and how else line or how

    def last(self, today: date) -> str:
        """The last moment, with its date and, if it is not long ago, its age."""
        if self.moment is None:
            return ""
        _, kind, day, place, line = self.moment
        when = _dated(PartialDate.from_iso(day), today) if day else ""
        what = str(_MOMENT.get(kind, ""))
        head = ", ".join(part for part in (what, place, when) if part)
        if not head:
            return str(line)
        return say("{what}: {story}", what=head, story=line) if line else head

    def to_say(self, on: date) -> tuple[list[str], list[str]]:
        """What to congratulate on, and what to ask after, near the day `on`."""
        glad: list[str] = []
        ask: list[str] = []
        for kind, label, iso, about in self.days:
            day = PartialDate.from_iso(iso)
            coming = day.next(on - JUST)
            if kind == "deathday" or coming is None or coming - on > NEAR:
                continue
            what = label or str(_DAY.get(kind, sentence("a day to know")))
            who = say("{what} of {name}", what=what, name=about) if about else what
            when = PartialDate(None, coming.month, coming.day).words()
            when = say("that very day") if coming == on else when
            glad.append(say("{what}, {when}", what=who, when=when))
        for _, title, expected, closed, outcome, success in self.threads:
            if closed:
                day = PartialDate.from_iso(closed)
                then = day.exact() or date(day.year or on.year, day.month or 12, 28)
                if success and on - then <= RECENT:
                    glad.append(
                        say("{what}: {story}", what=title, story=outcome) if outcome else title
                    )
            elif expected:
                soon = _short(PartialDate.from_iso(expected), on)
                ask.append(say("{what} ({when})", what=title, when=soon))
            else:
                ask.append(title)
        return glad, ask

    def to_settle(self, today: date) -> list[tuple[int, str]]:
        """Promises and loans that could be settled: the entry, and what to bring or fetch."""
        found = []
        for _, entry, direction, kind, said, state, due, when in self.open_entries:
            what = said or kind
            if said and kind == "introduction":
                what = say("introduction {what}", what=said)
            lent = state != "promised"
            if not lent:
                line = (
                    say("my promise: {what}", what=what)
                    if direction == "gave"
                    else say("their promise: {what}", what=what)
                )
            elif direction == "gave":
                line = say("{what}, lent to them", what=what)
            else:
                line = say("{what}, borrowed from them", what=what)
            if due:
                line = _meant_for(line, PartialDate.from_iso(due), today, back=lent)
            elif when and lent:
                since = _month(PartialDate.from_iso(when))
                line = say("{what} since {when}", what=line, when=since)
            found.append((entry, line))
        return found

    def cares_for(self) -> str:
        """What they care for that I do not, and what they do about it where that is news."""
        words = []
        for word, hows in self.others.items():
            how = next((said for key, said in _HOW.items() if key in hows), None)
            words.append(say("{word} ({how})", word=word, how=str(how)) if how else word)
        return ", ".join(words)

    def to_offer(self) -> list[str]:
        """What they are looking for and I know of."""
        return [say("{word}: they look for it", word=word) for word in self.seeks]


def batch(
    book: Book, people: Sequence[int], choices: Choices, *, alone: bool = False
) -> Iterator[Told]:
    """What is told of `people`, in their order; who is not in the book is passed over.

    With how to reach them goes an address if `alone`.
    """
    soft = "" if choices.tender else " AND {t}.tender = 0"
    soft += "" if choices.private else " AND {t}.private = 0"
    who = _WHO.format(
        position=soft.format(t="o"),
        address=soft.format(t="a"),
        named="" if choices.tender else " AND t.tender = 0",
        died=DIED,
    )
    told = {}
    for row in _rows(book, who, people):
        one, uid, name, say_it, pronouns, photo, state, tender, *work, learned = row[:12]
        does = PersonRow(one, uid, name, photo, state, *work).does()
        told[one] = Told(
            one, uid, name, say_it, pronouns, photo, state, bool(tender), does, learned, row[12:]
        )
    for row in _rows(book, _MOMENTS.format(soft=soft.format(t="m")), people):
        told[row[0]].moment = row
    mine = soft.format(t="mine")
    for one, word in _rows(book, _SEEKS.format(soft=soft.format(t="t"), mine=mine), people):
        told[one].seeks.append(word)
    for one, word in _rows(book, _SHARED.format(soft=soft.format(t="t"), mine=mine), people):
        if len(told[one].shared) < MOST_SHARED and word not in told[one].seeks:
            told[one].shared.append(word)
    for row in _rows(book, _DAYS.format(soft=soft.format(t="k")), people):
        told[row[0]].days.append(row[1:])
    for row in _rows(book, _THREADS.format(soft=soft.format(t="t")), people):
        told[row[0]].threads.append(row)
    for row in _rows(book, _OPEN.format(soft=soft.format(t="e")), people):
        told[row[0]].open_entries.append(row)
    _add_ticked(book, told, people, choices, soft, alone=alone)
    for one in people:
        if one in told:
            yield told[one]


def _add_ticked(
    book: Book,
    told: dict[int, Told],
    people: Sequence[int],
    choices: Choices,
    soft: str,
    *,
    alone: bool,
) -> None:
    """Add what is read only if it is ticked. `soft` keeps out of a table {t} what is not open."""
    if choices.note:
        for one, note in _rows(book, _NOTES.format(soft=soft.format(t="n")), people):
            told[one].note = _cut(note)
    if choices.interests:
        others = _OTHERS.format(soft=soft.format(t="t"), mine=soft.format(t="mine"))
        for one, word, how in _rows(book, others, people):
            of_one = told[one].others
            if word in of_one or len(of_one) < MOST_OTHERS:
                of_one.setdefault(word, set()).add(how)
    if choices.reach:
        for one, *ways in _rows(book, _REACH.format(soft=soft.format(t="c")), people):
            told[one].reach += [way for way in ways if way]
        if alone:
            for one, *parts in _rows(book, _ADDRESS.format(soft=soft.format(t="a")), people):
                where = facts.Address(id=0, **dict(zip(_PARTS, parts, strict=True))).written()
                told[one].reach += [where] if where else []


def _rows(book: Book, statement: str, people: Sequence[int]) -> list[tuple[Any, ...]]:
    return book.rows(statement.replace("(?)", f"({', '.join('?' * len(people))})"), *people)


def _cut(note: str) -> str:
    """The beginning of `note` in one paragraph; if there is more, up to a word and "…"."""
    whole = " ".join(note.split())
    if len(whole) <= MOST_NOTED:
        return whole
    end = MOST_NOTED
    while end > 1 and (category(whole[end])[0] == "M" or "\u200d" in whole[end - 1 : end + 1]):
        end -= 1  # a mark stays with its letter
    kept, _, word = whole[: end + 1].rpartition(" ")
    # Scripts without spaces, and one endless word, are cut where the room ends.
    kept = kept if kept and len(word) < end // 3 else whole[:end]
    return kept.rstrip(" ,;:.–—-") + "…"


def _meant_for(line: str, due: PartialDate, today: date, *, back: bool) -> str:
    """`line` and the day it is meant for, or to be back; one that has passed without hurry."""
    known = due.iso().removesuffix("~")
    if due.year is not None and known < today.isoformat()[: len(known)]:
        month = _month(due)
        if back:
            return say("{what}, meant back in {when}", what=line, when=month)
        return say("{what}, meant for {when}", what=line, when=month)
    when = _short(due, today)
    if back:
        return say("{what}, back by {when}", what=line, when=when)
    return say("{what}, by {when}", what=line, when=when)


def _short(day: PartialDate, on: date) -> str:
    """A date in words, without a year that is also that of the sheet."""
    if day.year == on.year and day.month is not None:
        day = PartialDate(None, day.month, day.day, day.about)
    return day.words()


def _dated(day: PartialDate, on: date) -> str:
    """A date and, while that is counted, how long before the day of the sheet it was."""
    when, age = _short(day, on), earlier(day, on)
    return say("{date} ({age})", date=when, age=age) if age else when


def _month(day: PartialDate) -> str:
    """A date as roughly as it matters here: its month."""
    if day.month is None or day.year is None:
        return day.words()
    return PartialDate(day.year, day.month, None, day.about).words()


_WHO = """
SELECT p.id, p.uid, p.name, p.say_it, p.pronouns, p.photo,
  CASE WHEN {died} THEN 'deceased' ELSE p.state END, p.tender,
  coalesce(w.title, ''), coalesce(w.organisation, ''),
  coalesce((SELECT locality FROM address a WHERE a.person_id = p.id AND locality <> ''{address}
            ORDER BY preferred DESC, id LIMIT 1), ''), w.learned,
  p.met_on, p.met_where, p.met_how, coalesce(t.name, p.met_through_name)
FROM person p
LEFT JOIN position w ON w.id = (SELECT o.id FROM position o WHERE o.person_id = p.id
  AND o.until IS NULL{position} ORDER BY o.id LIMIT 1)
LEFT JOIN person t ON t.id = p.met_through_id AND t.state <> 'estranged'{named}
WHERE p.id IN (?)
"""
_MOMENTS = """
SELECT p.id, m.kind, m.date, m.place, m.line FROM person p JOIN moment m ON m.id =
  (SELECT m.id FROM moment_person l JOIN moment m ON m.id = l.moment_id
   WHERE l.person_id = p.id{soft} ORDER BY m.date IS NULL, m.date DESC, m.id DESC LIMIT 1)
WHERE p.id IN (?)
"""
_SHARED = """
SELECT DISTINCT t.person_id, i.name FROM tagging t JOIN interest i ON i.id = t.interest_id
WHERE t.person_id IN (?){soft} AND t.interest_id IN (SELECT interest_id FROM tagging mine
  JOIN person me ON me.id = mine.person_id WHERE me.me = 1{mine}) ORDER BY i.folded
"""
_DAYS = """
SELECT k.person_id, k.kind, k.label, k.date, k.about FROM key_date k
WHERE k.person_id IN (?){soft} ORDER BY k.id
"""
_THREADS = """
SELECT l.person_id, t.title, t.expected, t.closed, t.outcome, t.success FROM thread_person l
JOIN thread t ON t.id = l.thread_id WHERE l.person_id IN (?){soft}
ORDER BY t.expected IS NULL, t.expected, t.id
"""
_OPEN = """
SELECT l.person_id, e.id, e.direction, e.kind, e.what, e.state, e.due, e.date FROM entry_person l
JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.person_id IN (?){soft} AND e.state <> 'done' AND e.settled IS NULL
ORDER BY e.due IS NULL, e.due, e.id
"""
_SEEKS = """
SELECT DISTINCT t.person_id, i.name FROM tagging t JOIN interest i ON i.id = t.interest_id
WHERE t.person_id IN (?){soft} AND t.how = 'seeks' AND t.interest_id IN (SELECT interest_id
  FROM tagging mine JOIN person me ON me.id = mine.person_id
  WHERE me.me = 1{mine} AND mine.how IN ('offers', 'practises', 'works in')) ORDER BY i.folded
"""
_NOTES = """
SELECT id, text FROM (SELECT p.id, CASE WHEN trim(p.note) <> '' THEN p.note ELSE
  (SELECT n.text FROM note n WHERE n.person_id = p.id{soft} AND trim(n.text) <> ''
   ORDER BY n.date IS NULL, n.date DESC, n.id DESC LIMIT 1) END AS text
FROM person p WHERE p.id IN (?)) WHERE text IS NOT NULL
"""
_OTHERS = """
SELECT t.person_id, i.name, t.how FROM tagging t JOIN interest i ON i.id = t.interest_id
WHERE t.person_id IN (?){soft} AND t.interest_id NOT IN (SELECT interest_id FROM tagging mine
  JOIN person me ON me.id = mine.person_id WHERE me.me = 1{mine})
ORDER BY t.how = 'works in', t.how_much IS NULL, t.how_much DESC, i.folded
"""
_REACH = """
SELECT p.id,
  (SELECT c.value FROM contact_point c WHERE c.person_id = p.id AND c.kind = 'phone'{soft}
   ORDER BY c.preferred DESC, c.id LIMIT 1),
  (SELECT c.value FROM contact_point c WHERE c.person_id = p.id AND c.kind = 'mail'{soft}
   ORDER BY c.preferred DESC, c.id LIMIT 1)
FROM person p WHERE p.id IN (?)
"""
_PARTS = ("po_box", "extended", "street", "locality", "region", "code", "country", "lines")
_ADDRESS = """
SELECT p.id, a.po_box, a.extended, a.street, a.locality, a.region, a.code, a.country, a.lines
FROM person p JOIN address a ON a.id = (SELECT a.id FROM address a WHERE a.person_id = p.id{soft}
  ORDER BY a.preferred DESC, a.id LIMIT 1)
WHERE p.id IN (?)
"""
