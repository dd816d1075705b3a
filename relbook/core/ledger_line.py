"""One typed line as a ledger entry: "gave introduction to Jonas about the yard".

First what happened (gave, received, promised, lent, borrowed …), then in any order: a kind, to or
from or with whom (several, joined by "and" or commas), about which interest, on which day, by when,
at which event. What is left is what it was. Words that say nothing of these stay part of it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from relbook.core import ledger
from relbook.core.dates import PartialDate, parse
from relbook.core.dates.partial import WEEKDAYS
from relbook.core.errors import Refused
from relbook.core.names import fold

Named = Sequence[tuple[int, str]]
Slot = Literal["deed", "kind", "person", "interest", "event", "date", ""]

# What is typed first: direction and state, and the kind when none is named.
DEEDS: dict[str, tuple[str, str, str]] = {
    "gave": (ledger.GAVE, ledger.DONE, ""),
    "received": (ledger.RECEIVED, ledger.DONE, ""),
    "got": (ledger.RECEIVED, ledger.DONE, ""),
    "promised": (ledger.GAVE, ledger.PROMISED, "help"),
    "was promised": (ledger.RECEIVED, ledger.PROMISED, "help"),
    "lent": (ledger.GAVE, ledger.LENT, "loan"),
    "borrowed": (ledger.RECEIVED, ledger.LENT, "loan"),
    "introduced": (ledger.GAVE, ledger.DONE, "introduction"),
    "helped": (ledger.GAVE, ledger.DONE, "help"),
    "advised": (ledger.GAVE, ledger.DONE, "advice"),
    "hosted": (ledger.GAVE, ledger.DONE, "hospitality"),
    "stayed with": (ledger.RECEIVED, ledger.DONE, "hospitality"),
    "praised": (ledger.GAVE, ledger.DONE, "praise"),
}
WHO = ("to", "from", "with")
_MARK = re.compile(r"(?<!\S)(to|from|with|about|on|by|at)\s", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|&|(?<!\S)and(?!\S))\s*", re.IGNORECASE)
# No name ends with one of these: of "Ana a letter", "Ana a" would find Ana by her beginnings.
_BEFORE_THINGS = frozenset("a an the some my our your his her their this that".split())
_DEED = re.compile(
    r"\s*(" + "|".join(sorted(map(re.escape, DEEDS), key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as far as the line says it. `unknown` are names nobody in the book answers to."""

    direction: str = ledger.GAVE
    kind: str = ""
    what: str = ""
    state: str = ledger.DONE
    people: tuple[tuple[int, str], ...] = ()
    unknown: tuple[str, ...] = ()
    interest: str = ""
    event: int | None = None
    date: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is: what may be completed there, and from where to where."""

    slot: Slot
    start: int
    end: int
    text: str = field(default="")


def read(
    text: str,
    who: Callable[[str], Named],
    today: date,
    *,
    interests: Iterable[str] = (),
    events: Named = (),
) -> Draft:
    """What `text` says. `who` finds people by the beginnings of their names, the likeliest first.

    "about" names an interest if `interests` has it, else it is part of what it was; so with "at"
    and `events`, "on" and "by" and days.
    """
    deed = _DEED.match(text)
    direction, state, kind = DEEDS[deed[1].lower()] if deed else (ledger.GAVE, ledger.DONE, "")
    rest = text[deed.end() :] if deed else text
    head, parts = _parts(rest)
    people: list[tuple[int, str]] = []
    unknown: list[str] = []
    what = [head]
    interest, event, day, due = "", None, None, None
    words = {fold(word): word for word in interests}
    for mark, value in parts:
        if mark in WHO:
            named_before = len(people)
            strange: list[str] = []
            leftover = _people(value, who, people, strange)
            if len(people) == named_before and value[:1].islower():
                what.append(f"{mark} {value}")  # "how to splice wire"
            else:
                unknown += strange
                what.append(leftover)
        elif mark == "about" and fold(_bare(value)) in words and not interest:
            interest = words[fold(_bare(value))]
        elif mark == "at" and event is None and (found := _event(value, events)) is not None:
            event = found
        elif (
            mark == "on"
            and state == ledger.PROMISED
            and due is None
            and (read_day := _day(value, today, ahead=True))
        ):
            due = read_day  # a promise looks forward
        elif mark == "on" and day is None and (read_day := _day(value, today, ahead=False)):
            day = read_day
        elif mark == "by" and due is None and (read_day := _day(value, today, ahead=True)):
            due = read_day
        else:
            what.append(f"{mark} {value}")
    said = " ".join(" ".join(what).split())
    named, said = _kind(said)
    if not named and not people and not unknown:
        said = _leading_names(said, who, people)
        named, said = _kind(said)
    if due and state == ledger.DONE:
        state = ledger.PROMISED
    return Draft(
        direction,
        named or kind or "gift",
        said,
        state,
        tuple(dict.fromkeys(people)),
        tuple(unknown),
        interest,
        event,
        day,
        due,
    )


def place(text: str, cursor: int) -> Place:
    """What may be completed at `cursor`, with what of it stands there already."""
    before = text[:cursor]
    deed = _DEED.match(before)
    if deed is None or deed.end() == cursor:
        return Place("deed", 0, cursor, before.lstrip())
    marks = list(_MARK.finditer(before, deed.end()))
    if not marks:
        start = deed.end() + len(before[deed.end() :]) - len(before[deed.end() :].lstrip())
        typed = before[start:]
        return Place("kind" if " " not in typed else "", start, cursor, typed)
    mark = marks[-1]
    start = mark.end()
    slots: dict[str, Slot] = {"about": "interest", "at": "event", "on": "date", "by": "date"}
    slot = slots.get(mark[1].lower(), "person")
    if slot == "person":
        joints = list(_AND.finditer(before, start))
        start = joints[-1].end() if joints else start
    return Place(slot, start, cursor, before[start:])


def _parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What comes before the first small word, then each with what follows it."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return text, []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return text[: marks[0].start()], [
        (mark[1].lower(), text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]


def _people(
    value: str,
    who: Callable[[str], Named],
    people: list[tuple[int, str]],
    unknown: list[str],
) -> str:
    """Take the names at the beginning of `value`; returns what is left behind the last."""
    left = ""
    for one in (part for part in _AND.split(value) if part):
        words = one.split()
        for n in range(len(words), 0, -1):
            found = _someone(words[:n], who)
            if found:
                people.append(found)
                left = " ".join(words[n:])
                break
        else:
            unknown.append(one)
    return left


def _someone(words: list[str], who: Callable[[str], Named]) -> tuple[int, str] | None:
    """The person `words` mean: one called just so, or the only one whose name begins so."""
    if words[-1].lower() in _BEFORE_THINGS:
        return None
    name = " ".join(words)
    found = list(who(name))
    exact = [one for one in found if fold(one[1]) == fold(name)]
    if exact:
        return exact[0]
    return found[0] if len(found) == 1 else None


def _leading_names(said: str, who: Callable[[str], Named], people: list[tuple[int, str]]) -> str:
    """Take the names right behind the deed, as in "lent Rangi and Ana my kettle"; returns what is
    left.
    """
    words, joined = said.split(), False
    while True:
        rest = words[1:] if joined and words and words[0].lower() in ("and", "&") else words
        found, n = _first_name(rest, who)
        if found is None:
            return " ".join(words)
        people.append(found)
        comma = rest[n - 1].endswith(",")
        words = rest[n:]
        joined = comma or bool(words and words[0].lower() in ("and", "&"))
        if not joined:
            return " ".join(words)


def _first_name(
    words: list[str], who: Callable[[str], Named]
) -> tuple[tuple[int, str] | None, int]:
    """Whom the first of `words` name, and how many of them do."""
    if not words or (not words[0][:1].isupper() and words[0][:1].isascii()):
        return None, 0
    for n in range(min(4, len(words)), 0, -1):
        found = _someone([*words[: n - 1], words[n - 1].rstrip(",")], who)
        if found:
            return found, n
    return None, 0


def _kind(said: str) -> tuple[str, str]:
    """The kind that `said` begins with ("an introduction"), and the rest."""
    words = said.split()
    at = 1 if words and words[0].lower() in ("a", "an", "some") else 0
    if len(words) > at and fold(words[at]) in ledger.KINDS:
        return fold(words[at]), " ".join(words[at + 1 :]).removeprefix("of ")
    return "", said


def _event(value: str, events: Named) -> int | None:
    wanted = fold(_bare(value))
    return next((one for one, name in events if fold(name) == wanted), None)


def _weekday(value: str, today: date, *, ahead: bool) -> str | None:
    """The day a weekday's name means: the next one, or the last; today counts as both."""
    wanted = fold(_bare(value)).removeprefix("next ").removeprefix("last ")
    for number, name in enumerate(WEEKDAYS):
        if wanted == fold(str(name)):
            away = (number - today.weekday()) % 7 if ahead else -((today.weekday() - number) % 7)
            return (today + timedelta(days=away)).isoformat()
    return None


def _day(value: str, today: date, *, ahead: bool) -> str | None:
    if found_day := _weekday(value, today, ahead=ahead):
        return found_day
    value = re.sub(r"^(the\s+)?end of\s+", "", value, flags=re.IGNORECASE)
    try:
        found: PartialDate = parse(value, today=today, ahead=ahead)
    except Refused:
        return None
    if found.year is None and found.month is not None:
        return replace(found, year=_year(found, today, ahead=ahead)).iso()
    return found.iso()


def _year(day: PartialDate, today: date, *, ahead: bool) -> int:
    """The year of a day without one: the next that is not over, or the last that has begun."""
    month = day.month or 1
    if ahead:
        return today.year + ((month, day.day or 31) < (today.month, today.day))
    return today.year - ((month, day.day or 1) > (today.month, today.day))


def _bare(value: str) -> str:
    return re.sub(r"^(the|our|my)\s+", "", value.strip(), flags=re.IGNORECASE)
