"""A book's days, events and promises as a calendar, line by line (RFC 5545)."""

import io
from typing import Any

import pytest

from relbook.core import events, facts, ledger, people
from relbook.core.exchange.outgoing import calendar
from relbook.core.exchange.profile import Profile
from relbook.core.store.book import Book

SHARE, EVERYTHING = Profile.SHARE, Profile.EVERYTHING


def written(book: Book, profile: Profile = SHARE, **which: Any) -> bytes:
    out = io.BytesIO()
    calendar.write(book, out, profile=profile, **which)
    return out.getvalue()


def entries(book: Book, profile: Profile = SHARE, **which: Any) -> list[dict[str, str]]:
    """The entries as a reader sees them: lines by name, unfolded and unescaped."""
    text = written(book, profile, **which).decode().replace("\r\n ", "")
    found = []
    for part in text.split("BEGIN:V")[2:]:
        lines = [line.partition(":") for line in part.split("\r\n")[1:]]
        found.append(
            {
                name: value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
                for name, _, value in lines
            }
        )
    return found


def born(book: Book, name: str, day: str, **values: Any) -> int:
    with book.edit("Meet"):
        person = people.add(book, name, **values.pop("person", {}))
        facts.add(book, facts.KeyDate, person, kind="birthday", date=day, **values)
    return person


@pytest.mark.parametrize(
    ("known", "start", "rule"),
    [
        ("1815-12-10", "18151210", "FREQ=YEARLY"),
        ("--12-10", "20001210", "FREQ=YEARLY"),
        ("1816-02-29", "18160229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        ("--02-29", "20000229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
    ],
)
def test_a_birthday_comes_every_year(book: Book, known: str, start: str, rule: str) -> None:
    born(book, "Ada Lovelace", known)
    (entry,) = entries(book)
    assert entry["SUMMARY"] == "Ada Lovelace: birthday"
    assert (entry["DTSTART;VALUE=DATE"], entry["RRULE"]) == (start, rule)
    assert entry["DTSTAMP"] == "20260314T092653Z"
    assert ("DESCRIPTION" in entry) == (not known.startswith("--"))


@pytest.mark.parametrize("known", ["1815", "1815-12", "--12", "1815-12-10~"])
def test_a_day_not_known_to_the_day_is_left_out(book: Book, known: str) -> None:
    born(book, "Ada Lovelace", known)
    assert entries(book, EVERYTHING) == []


@pytest.mark.parametrize("state", ["deceased", "estranged"])
def test_nobody_is_reminded_of_the_dead_or_estranged(book: Book, state: str) -> None:
    person = born(book, "Ada Lovelace", "1815-12-10")
    with book.edit("Change"):
        people.change(book, person, state=state)
    assert entries(book, EVERYTHING) == []


def test_a_day_of_death_ends_the_birthdays(book: Book) -> None:
    person = born(book, "Ada Lovelace", "1815-12-10")
    with book.edit("Mourn"):
        facts.add(book, facts.KeyDate, person, kind="deathday", date="1852-11-27")
    assert entries(book, EVERYTHING) == []


def test_what_is_tender_or_private_is_for_the_owner_alone(book: Book) -> None:
    born(book, "A", "1815-12-10", tender=True)
    born(book, "B", "1815-12-10", private=True)
    born(book, "C", "1815-12-10", person={"tender": True})
    born(book, "D", "1815-12-10", about="Lena")
    with book.edit("Plan"):
        events.add(book, "Hush", starts="2026-05-01", tender=True)
    assert entries(book) == []
    mine = entries(book, EVERYTHING)
    assert [entry["SUMMARY"] for entry in mine] == [
        "A: birthday",
        "B: birthday",
        "C: birthday",
        "Lena (D): birthday",
        "Hush",
    ]
    assert [entry.get("CLASS") for entry in mine] == ["PRIVATE", "PRIVATE", None, None, "PRIVATE"]


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ({"starts": "2026-05-01"}, {"DTSTART;VALUE=DATE": "20260501"}),
        ({"starts": "2026-05-01", "at": "19.30"}, {"DTSTART": "20260501T193000"}),
        ({"starts": "2026-05-01", "at": "7 pm"}, {"DTSTART": "20260501T190000"}),
        ({"starts": "2026-05-01", "at": "12:05 a.m."}, {"DTSTART": "20260501T000500"}),
        (
            {"starts": "2026-05-01", "at": "after the rain"},
            {"DTSTART;VALUE=DATE": "20260501", "DESCRIPTION": "after the rain"},
        ),
        (
            {"starts": "2026-05-30", "ends": "2026-06-02"},
            {"DTSTART;VALUE=DATE": "20260530", "DTEND;VALUE=DATE": "20260603"},
        ),
        (
            {"starts": "2026-02"},
            {
                "DTSTART;VALUE=DATE": "20260201",
                "DTEND;VALUE=DATE": "20260301",
                "STATUS": "TENTATIVE",
                "TRANSP": "TRANSPARENT",
            },
        ),
        ({"starts": "2026-05-01~"}, {"DTSTART;VALUE=DATE": "20260501", "STATUS": "TENTATIVE"}),
        ({"starts": "9999-12-31"}, {"DTSTART;VALUE=DATE": "99991231"}),
    ],
)
def test_an_event_is_when_it_is_known_to_be(
    book: Book, when: dict[str, str], lines: dict[str, str]
) -> None:
    with book.edit("Plan"):
        events.add(book, "May ball", place="Senate House, Cambridge", **when)
    (entry,) = entries(book)
    assert entry["SUMMARY"] == "May ball"
    assert entry["LOCATION"] == "Senate House, Cambridge"
    assert entry.items() >= lines.items()
    assert ("DTEND;VALUE=DATE" in entry) == ("DTEND;VALUE=DATE" in lines)


@pytest.mark.parametrize("when", [{}, {"starts": "2026"}, {"starts": "--05-01"}])
def test_an_event_of_no_month_is_left_out(book: Book, when: dict[str, str]) -> None:
    with book.edit("Plan"):
        events.add(book, "May ball", **when)
    assert entries(book, EVERYTHING) == []


def test_guests_are_named_and_nobody_is_sent_mail(book: Book) -> None:
    with book.edit("Plan"):
        ada = people.add(book, 'Ada "Enchantress", Lovelace')
        facts.add(book, facts.Contact, ada, kind="mail", value="ada@x.example")
        event = events.add(book, "May ball", starts="2026-05-01", note="Bring gloves.")
        events.invite(book, event, [ada], ["Someone else"])
    text = written(book).decode().replace("\r\n ", "")
    assert """ATTENDEE;CN="Ada ^'Enchantress^', Lovelace";X-RELBOOK-UID=""" in text
    assert "ATTENDEE;CN=Someone else;" in text
    assert "mailto" not in text.lower()
    assert "gloves" not in text
    assert "Bring gloves." in written(book, EVERYTHING).decode()
    assert "Someone else" not in written(book, people=[ada]).decode()


def test_promises_and_loans_are_things_to_do(book: Book) -> None:
    with book.edit("Give"):
        ada = people.add(book, "Ada Lovelace")
        ledger.promise(book, [ada], "gave", "the notes; all of them", due="2026-04-01")
        ledger.promise(book, [ada], "received", "a visit", due="2026-05")
        ledger.add(book, [ada], "gave", "loan", "Euclid")
        kept = ledger.promise(book, [ada], "gave", "a letter")
        book.sql("UPDATE ledger_entry SET settled = '2026-03-01' WHERE id = ?", (kept,))
        ledger.add(book, [ada], "gave", "gift", "a rose")
    assert entries(book) == []
    told = entries(book, EVERYTHING)
    assert [(entry["SUMMARY"], entry.get("DUE;VALUE=DATE")) for entry in told] == [
        ("Promised to Ada Lovelace: the notes; all of them", "20260401"),
        ("Promised by Ada Lovelace: a visit", None),
        ("To come back from Ada Lovelace: Euclid", None),
    ]


def test_only_those_chosen(book: Book) -> None:
    ada = born(book, "Ada Lovelace", "1815-12-10")
    born(book, "George Byron", "1788-01-22")
    assert [entry["SUMMARY"] for entry in entries(book, people=[ada])] == ["Ada Lovelace: birthday"]


def test_lines_are_short_whole_and_say_nothing_of_their_own(book: Book) -> None:
    nasty = "é" * 90 + "\r\nEND:VCALENDAR\x07\n,;\\ " + "漢" * 40
    with book.edit("Plan"):
        event = events.add(book, nasty.strip(), starts="2026-05-01", place=nasty, at=nasty)
        events.invite(book, event, names=[nasty])
    data = written(book)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # folded between characters
    assert lines.count(b"END:VCALENDAR") == 1
    assert b"\x07" not in data


def test_the_same_book_gives_the_same_calendar(book: Book) -> None:
    born(book, "Ada Lovelace", "1815-12-10")
    before = written(book)
    assert written(book) == before
    with book.edit("Change"):
        book.sql("UPDATE key_date SET date = '1815-12-11'")
    uid = entries(book)[0]["UID"]
    assert f"UID:{uid}".encode() in before
