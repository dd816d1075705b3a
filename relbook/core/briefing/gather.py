"""Gathers a sheet from the book: for an event, one person, or any people."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from relbook.core import events, introductions
from relbook.core import people as persons
from relbook.core.briefing.sheet import Choices, Line, Sheet, SheetCard
from relbook.core.briefing.told import Told, batch
from relbook.core.dates import PartialDate, weekday_name
from relbook.core.store.book import Book
from relbook.core.words import plural, say

Report = Callable[[int, int], None]
BATCH = 200  # people read at once
MOST_INTRODUCED = 1_000  # people of a sheet beyond whom it is no company any more
SILENT = ("deceased", "estranged")


def of_event(
    book: Book,
    event: int,
    today: date,
    choices: Choices | None = None,
    report: Report | None = None,
) -> Sheet:
    """The sheet of an event: its guests, most useful first, those not in the book behind."""
    choices = choices or Choices()
    about = events.read(book, event)
    if about is None:
        return Sheet("", "", "", "", (), "")
    guests = events.guests(book, event)
    known = _others(book, (g.person_id for g in guests if g.person_id is not None))
    on = max(_day(about.starts) or today, today)
    cards = _cards(book, known, on, choices, report)
    strangers = tuple(
        SheetCard(
            None,
            guest.name,
            guest.name,
            does=guest.note,
            new=True,
            room_to_write=choices.room_to_write,
        )
        for guest in guests
        if guest.person_id is None
    )
    return Sheet(
        about.name,
        ", ".join(part for part in (_days(about), about.at) if part),
        about.place,
        _summary(cards, len(strangers)),
        (*cards, *strangers),
        _foot(choices),
    )


def of_person(
    book: Book,
    person: int,
    today: date,
    choices: Choices | None = None,
    report: Report | None = None,
) -> Sheet:
    """The sheet of one person."""
    choices = choices or Choices.of_one()
    cards = _cards(book, [person], today, choices, report, alone=True)
    title = say("Before you meet {name}", name=cards[0].name) if cards else ""
    return Sheet(title, PartialDate.of(today).words(), "", "", cards, _foot(choices))


def of_people(
    book: Book,
    title: str,
    people: Sequence[int],
    today: date,
    choices: Choices | None = None,
    report: Report | None = None,
) -> Sheet:
    """A sheet of `people` under a title of its own: the present filter, say."""
    choices = choices or Choices()
    cards = _cards(book, _others(book, people), today, choices, report)
    return Sheet(
        title, PartialDate.of(today).words(), "", _summary(cards, 0), cards, _foot(choices)
    )


def _cards(
    book: Book,
    people: list[int],
    on: date,
    choices: Choices,
    report: Report | None,
    *,
    alone: bool = False,
) -> tuple[SheetCard, ...]:
    """Of `people` the cards of those who may be on paper, the most useful first.

    All is told as of the day `on`, when the sheet is in the hand. One who is on it `alone` has
    room for an address.
    """
    shown: list[Told] = []
    if report and people:
        report(0, len(people))  # before anything is read: it may be too many for who asks
    for start in range(0, len(people), BATCH):
        shown += (
            told
            for told in batch(book, people[start : start + BATCH], choices, alone=alone)
            if told.state not in SILENT and (choices.tender or not told.tender)
        )
        if report:
            report(min(start + BATCH, len(people)), len(people))
    pairs = _introductions(book, {told.person: told.name for told in shown}, choices)
    found = [_card(told, pairs.get(told.person, ()), on, choices) for told in shown]
    found.sort(key=lambda one: -one[1])
    return tuple(card for card, _ in found)


def _card(
    told: Told,
    pairs: Iterable[str],
    on: date,
    choices: Choices,
) -> tuple[SheetCard, int]:
    """The card of one guest, and how useful it is tonight: never told, only sorted by."""
    lines: list[Line] = []
    use = 0
    if told.note:
        lines.append(Line(say("keep in mind"), told.note))
    if choices.met and (met := told.met()):
        lines.append(Line(say("how we met"), met))
    if choices.last and (last := told.last(on)):
        lines.append(Line(say("last talk"), last))
        use += 1
    if choices.shared and told.shared:
        lines.append(Line(say("share"), ", ".join(told.shared)))
        use += min(3, len(told.shared))
    if told.others:
        lines.append(Line(say("cares for"), told.cares_for()))
    if choices.ask:
        glad, ask = told.to_say(on)
        lines += [Line(say("congratulate"), text) for text in glad]
        lines += [Line(say("ask"), text) for text in ask]
        use += 4 * len(glad) + 3 * len(ask)
    if choices.settle:
        for entry, text in told.to_settle(on):
            if ("settle", entry, 0) not in choices.left_out:
                lines.append(Line(say("settle"), text, box=True))
                use += 5
    for text in pairs:
        lines.append(Line(say("introduce to"), text, box=True))
        use += 4
    if choices.introduce:
        lines += [Line(say("offer"), text, box=True) for text in told.to_offer()]
    lines += [Line(say("reach"), text) for text in told.reach]
    card = SheetCard(
        told.person,
        told.uid,
        told.name,
        told.say_it,
        told.pronouns,
        told.photo if choices.photos else None,
        told.does,
        told.does_age(on),
        False,
        tuple(lines),
        choices.room_to_write,
    )
    return card, use


def _introductions(book: Book, names: dict[int, str], choices: Choices) -> dict[int, list[str]]:
    """For each of those named whom to introduce them to, and why; a pair is told at both."""
    if not choices.introduce or not 2 <= len(names) <= MOST_INTRODUCED:
        return {}
    found: dict[int, list[str]] = {}
    proposals = [
        p
        for p in introductions.among(book, names, limit=max(6, len(names) // 2))
        if ("introduce", min(p.person, p.other), max(p.person, p.other)) not in choices.left_out
    ]
    met: Counter[int] = Counter()
    for p in proposals:
        if met[p.person] >= 2 or met[p.other] >= 2:
            continue
        met.update((p.person, p.other))
        for one, other in ((p.person, p.other), (p.other, p.person)):
            text = say("{name}: {why}", name=names[other], why=p.why)
            found.setdefault(one, []).append(text)
    return found


def _summary(cards: Sequence[SheetCard], strangers: int) -> str:
    """The evening in a sentence or two. It counts guests and things to do, never favours."""
    everyone = len(cards) + strangers
    if everyone < 2:
        return ""
    parts = [str(plural("{n} guest.", "{n} guests.", everyone))]
    if strangers:
        parts = [
            str(
                plural(
                    "{n} guest, {new} new to you.",
                    "{n} guests, {new} new to you.",
                    everyone,
                    new=strangers,
                )
            )
        ]
    if any(line.box for card in cards for line in card.lines):
        # Not how many: an evening is no list of chores.
        parts.append(say("What to bring, say or do has a box to tick."))
    if cards and any(line.box for line in cards[0].lines):
        parts.append(say("Begin with {name}.", name=cards[0].name))
    return " ".join(parts)


def _foot(choices: Choices) -> str:
    if choices.tender or choices.private:
        return say("For my eyes. This sheet holds private things.")
    return say("For my eyes. Private and tender notes are left out.")


def _others(book: Book, people: Iterable[int]) -> list[int]:
    """`people` each once, without the owner of the book."""
    me = persons.me(book)
    return [person for person in dict.fromkeys(people) if person != me]


def _days(event: events.Event) -> str:
    """When an event is, in words."""
    words = [PartialDate.from_iso(day).words() for day in (event.starts, event.ends) if day]
    if event.starts and event.ends and event.starts != event.ends:
        return say("{first} to {last}", first=words[0], last=words[1])
    exact = _day(event.starts)
    if exact is not None and words and not PartialDate.from_iso(event.starts or "").about:
        return say("{weekday} {date}", weekday=weekday_name(exact), date=words[0])
    return words[0] if words else ""


def _day(iso: str | None) -> date | None:
    return PartialDate.from_iso(iso).exact() if iso else None
