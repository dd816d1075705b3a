"""Days to know, events, promises and loans as a calendar (iCalendar, RFC 5545).

Written by us: it is three kinds of entries, whose lines fold and quote as those of a card do.
"""

import json
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any, BinaryIO

from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard.build import PRODUCT
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.values import is_uuid
from relbook.core.exchange.vcard.writing import fold, head_text
from relbook.core.people import DIED
from relbook.core.store.book import Book
from relbook.core.words import Sentence, say

Report = Callable[[int, int], None]
Line = tuple[str, str, list[tuple[str, str]]]  # name, value as it stands, parameters
Rows = list[tuple[Any, ...]]

PAGE = 2_000
ANY_LEAP_YEAR = 2000  # in which a day begins to be kept whose year nobody knows
LINE = 75  # octets
_AMONG = "IN (SELECT value FROM json_each(?))"
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # RFC 5545 §3.1: no control characters
_CLOCK = re.compile(
    r"(\d{1,2})[:.h](\d\d)(?:\s*([ap])\.?m\.?)?|(\d{1,2})\s*([ap])\.?m\.?", re.IGNORECASE
)


def write(
    book: Book,
    out: BinaryIO,
    report: Report | None = None,
    *,
    people: Collection[int] | None = None,
    profile: Profile = Profile.SHARE,
) -> int:
    """Write the calendar of everyone, or of `people`; returns how many people it is about.

    Nobody who has died or is estranged is told of, and no day that is not known to the day, or only
    about. With `Profile.SHARE` neither is anyone or anything tender, private or of the ledger. An
    entry keeps its UID, so that a calendar that reads the file again does not have it twice.
    """
    chosen = None if people is None else json.dumps(list(people))
    about: set[int] = set()
    _put(out, ("BEGIN", "VCALENDAR", []), ("VERSION", "2.0", []), ("PRODID", PRODUCT, []))
    _put(out, ("CALSCALE", "GREGORIAN", []), _text("X-WR-CALNAME", book.path.stem))
    parts = [_days(book, chosen, profile, about), _events(book, chosen, profile, about)]
    if profile is Profile.EVERYTHING:
        parts.append(_open_entries(book, chosen, about))
    for done, part in enumerate(parts, 1):
        for entry in part:
            _put(out, *entry)
        if report:
            report(done, len(parts))
    _put(out, ("END", "VCALENDAR", []))
    return len(about)


def _put(out: BinaryIO, *lines: Line) -> None:
    for name, value, params in lines:
        data = f"{head_text(Property.of(name, '', params).head)}:{value}".encode()
        out.write((data if len(data) <= LINE else fold(data)) + b"\r\n")


def _text(name: str, value: str) -> Line:
    return name, escape(_NO_TEXT.sub(" ", value.replace("\r\n", "\n"))), []


def _day(name: str, day: date) -> Line:
    return name, _iso(day), [("VALUE", "DATE")]


def _iso(day: date) -> str:
    return day.isoformat().replace("-", "")


def _frame(kind: str, uid: str, changed: str, *lines: Line) -> list[Line]:
    """An entry. DTSTAMP is when its row last changed (RFC 5545 §3.8.7.2, with no METHOD)."""
    return [
        ("BEGIN", kind, []),
        _text("UID", f"{uid}@relbook.app"),
        ("DTSTAMP", changed.replace("-", "").replace(":", ""), []),
        *lines,
        ("END", kind, []),
    ]


def _hushed(tender: int, private: int) -> list[Line]:
    return [("CLASS", "PRIVATE", [])] if tender or private else []


def _paged(book: Book, select: str, *values: str) -> Iterator[tuple[Any, ...]]:
    """The rows of `select`, which ends in a condition; its first column is the id it goes by, `t.id`."""
    last = 0
    while rows := book.rows(f"{select} AND t.id > ? ORDER BY t.id LIMIT {PAGE}", *values, last):
        yield from rows
        last = rows[-1][0]


# Days to know


def _days(
    book: Book, chosen: str | None, profile: Profile, about: set[int]
) -> Iterator[list[Line]]:
    public = (
        " AND t.tender = 0 AND t.private = 0 AND t.about = '' AND p.tender = 0"
        if profile is Profile.SHARE
        else ""
    )
    some = "" if chosen is None else f" AND p.id {_AMONG}"
    for _, person, name, uid, changed, kind, label, known, whose, tender, private in _paged(
        book,
        "SELECT t.id, p.id, p.name, t.uid, t.changed, t.kind, t.label, t.date, t.about, t.tender,"
        " t.private FROM key_date t JOIN person p ON p.id = t.person_id WHERE t.kind <> 'deathday'"
        f" AND p.state <> 'estranged' AND NOT {DIED}{public}{some}",
        *([chosen] if chosen is not None else []),
    ):
        day = _exact(known, yearly=True)
        if day is None:
            continue
        about.add(person)
        year = PartialDate.from_iso(known).year
        yield _frame(
            "VEVENT",
            uid,
            changed,
            _day("DTSTART", day),
            ("RRULE", _yearly(day), []),
            _text("SUMMARY", _titled(name, kind, label, whose)),
            *([_text("DESCRIPTION", _since(kind, year))] if year else []),
            ("CATEGORIES", "BIRTHDAY" if kind == "birthday" else "ANNIVERSARY", []),
            ("TRANSP", "TRANSPARENT", []),
            *_hushed(tender, private),
        )


def _exact(known: str | None, *, yearly: bool = False) -> date | None:
    """The day that `known` tells, if it tells one for certain; `yearly`, its year need not be known."""
    told = _partial(known)
    if told is None or told.about or told.month is None or told.day is None:
        return None
    if told.year is None:
        return date(ANY_LEAP_YEAR, told.month, told.day) if yearly else None
    return date(told.year, told.month, told.day)


def _partial(known: str | None) -> PartialDate | None:
    try:
        return PartialDate.from_iso(known) if known else None
    except Refused:
        return None


def _yearly(day: date) -> str:
    """Every year; 29 February on the last day of that month, as a rule alone would leap years over."""
    last = ";BYMONTH=2;BYMONTHDAY=-1" if (day.month, day.day) == (2, 29) else ""
    return f"FREQ=YEARLY{last}"


def _titled(name: str, kind: str, label: str, about: str) -> str:
    whose = say("{name} ({of})", name=about, of=name) if about else name
    if kind == "birthday":
        return say("{name}: birthday", name=whose)
    if kind == "anniversary":
        return say("{name}: anniversary", name=whose)
    return say("{name}: {day}", name=whose, day=label or say("a day to know"))


def _since(kind: str, year: int) -> str:
    if kind == "birthday":
        return say("Born in {year}.", year=str(year))
    return say("Since {year}.", year=str(year))


# Events


def _events(
    book: Book, chosen: str | None, profile: Profile, about: set[int]
) -> Iterator[list[Line]]:
    share = profile is Profile.SHARE
    public = " AND t.tender = 0 AND t.private = 0" if share else ""
    some = (
        ""
        if chosen is None
        else f" AND t.id IN (SELECT event_id FROM guest WHERE person_id {_AMONG})"
    )
    events: Rows = []
    for row in _paged(
        book,
        "SELECT t.id, t.uid, t.changed, t.name, t.kind, t.starts, t.ends, t.at, t.place, t.note,"
        f" t.tender, t.private FROM event t WHERE t.starts IS NOT NULL{public}{some}",
        *([chosen] if chosen is not None else []),
    ):
        events.append(row)
        if len(events) == PAGE:
            yield from _with_guests(book, events, chosen, about, share=share)
            events = []
    yield from _with_guests(book, events, chosen, about, share=share)


def _with_guests(
    book: Book, events: Rows, chosen: str | None, about: set[int], *, share: bool
) -> Iterator[list[Line]]:
    guests = _guests(book, [row[0] for row in events], chosen, share=share)
    for event, uid, changed, name, kind, starts, ends, at, place, note, tender, private in events:
        when = _when(starts, ends, at)
        if not when:
            continue
        told = [at if not _clock(at) else "", "" if share else note]
        description = "\n".join(part for part in told if part.strip())
        about.update(person for person, *_ in guests[event] if person)
        yield _frame(
            "VEVENT",
            uid,
            changed,
            *when,
            _text("SUMMARY", name),
            *([_text("LOCATION", place)] if place else []),
            *([_text("DESCRIPTION", description)] if description else []),
            *([_text("CATEGORIES", kind)] if kind else []),
            *(_attendee(uid, name) for _, uid, name in guests[event]),
            *_hushed(tender, private),
        )


def _when(starts: str, ends: str | None, at: str) -> list[Line]:
    """When an event is: at its time, on its days, or, not yet fixed, in its month. None of a year."""
    first, last = _partial(starts), _partial(ends) or _partial(starts)
    if first is None or last is None or first.year is None or first.month is None:
        return []
    begins = date(first.year, first.month, first.day or 1)
    clock = _clock(at)
    if first.day and not first.about and clock and first == last:
        return [
            ("DTSTART", f"{_iso(begins)}T{clock}00", [])
        ]  # in the local time of wherever one is
    year, month = last.year or first.year, last.month or 12
    ends_on = date(year, month, last.day or monthrange(year, month)[1])
    lines = [_day("DTSTART", begins)]
    if ends_on > begins and ends_on < date.max:
        lines.append(_day("DTEND", ends_on + timedelta(days=1)))
    if not first.day or first.about:
        lines += [("STATUS", "TENTATIVE", []), ("TRANSP", "TRANSPARENT", [])]
    return lines


def _clock(at: str) -> str:
    """A time as its owner wrote it, "19.30" or "7 pm", as HHMM; empty if it is something else."""
    found = _CLOCK.fullmatch(at.strip())
    if found is None:
        return ""
    hour, minute = int(found[1] or found[4]), int(found[2] or 0)
    half = (found[3] or found[5] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}{minute:02}" if hour < 24 and minute < 60 else ""


def _guests(book: Book, events: list[int], chosen: str | None, *, share: bool) -> dict[int, Rows]:
    """Who is asked to each of `events`: id, uid and name; only the `chosen`, if some are."""
    found: dict[int, Rows] = defaultdict(list)
    public = " AND coalesce(p.tender, 0) = 0 AND coalesce(p.state, '') <> 'estranged'"
    some = "" if chosen is None else f" AND g.person_id {_AMONG}"
    for event, *guest in book.rows(
        "SELECT g.event_id, p.id, coalesce(p.uid, g.uid), coalesce(p.name, g.name) FROM guest g"
        f" LEFT JOIN person p ON p.id = g.person_id WHERE g.event_id {_AMONG}"
        f"{public if share else ''}{some} ORDER BY g.event_id, p.sort_key, g.id",
        json.dumps(events),
        *([chosen] if chosen is not None else []),
    ):
        found[event].append(tuple(guest))
    return found


def _attendee(uid: str, name: str) -> Line:
    """A guest by their uid and never by mail: no calendar is to send an invitation of its own."""
    address = f"urn:uuid:{_hyphened(uid)}" if is_uuid(uid) else "invalid:nomail"
    name = " ".join(_NO_TEXT.sub(" ", name).split())
    return "ATTENDEE", address, [("CN", name), ("X-RELBOOK-UID", " ".join(uid.split()))]


def _hyphened(uid: str) -> str:
    plain = uid.replace("-", "").lower()
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


# Promises and loans


def _open_entries(book: Book, chosen: str | None, about: set[int]) -> Iterator[list[Line]]:
    some = (
        ""
        if chosen is None
        else f" AND t.id IN (SELECT entry_id FROM entry_person WHERE person_id {_AMONG})"
    )
    for entry, uid, changed, direction, kind, what, state, due, tender, private in _paged(
        book,
        "SELECT t.id, t.uid, t.changed, t.direction, t.kind, t.what, t.state, t.due, t.tender,"
        " t.private FROM ledger_entry t WHERE t.state <> 'done' AND t.settled IS NULL" + some,
        *([chosen] if chosen is not None else []),
    ):
        whom = book.rows(
            "SELECT p.id, p.uid, p.name FROM entry_person l JOIN person p ON p.id = l.person_id"
            f" WHERE l.entry_id = ? AND p.state <> 'estranged' AND NOT {DIED} ORDER BY l.id",
            entry,
        )
        if not whom:
            continue
        about.update(person for person, *_ in whom)
        day = _exact(due)
        names = ", ".join(name for *_, name in whom)
        yield _frame(
            "VTODO",
            uid,
            changed,
            *([_day("DUE", day)] if day else []),
            _text("SUMMARY", _task(direction, state, names, what or str(Sentence(kind)))),
            *(_attendee(uid, name) for _, uid, name in whom),
            ("STATUS", "NEEDS-ACTION", []),
            *_hushed(tender, private),
        )


def _task(direction: str, state: str, names: str, what: str) -> str:
    mine = direction == "gave"
    if state == "lent":
        if mine:
            return say("To come back from {names}: {what}", names=names, what=what)
        return say("To give back to {names}: {what}", names=names, what=what)
    if mine:
        return say("Promised to {names}: {what}", names=names, what=what)
    return say("Promised by {names}: {what}", names=names, what=what)
