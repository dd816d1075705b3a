"""A card and someone in the book side by side, in words: for the eye that has to tell them apart."""

from collections.abc import Iterator

from relbook.core import circles, facts, interests, people
from relbook.core.dates import PartialDate
from relbook.core.exchange.person import CardPerson
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.words import say

Pair = tuple[str, str]


def sides(
    book: Book, person: int | None, ours: CardPerson | None, theirs: CardPerson | None
) -> list[tuple[str, str, str]]:
    """What is known here, of `person` or in the card `ours`, beside the card `theirs`.

    Rows of (what it is, here, there); what both say stands in one row, before what only one has.
    """
    if person is not None:
        here = list(_of_book(book, person))
    else:
        here = list(of_card(ours)) if ours else []
    there = list(of_card(theirs)) if theirs else []
    rows: list[tuple[str, str, str]] = []
    for label in dict.fromkeys(label for label, _ in (*here, *there)):
        mine = [text for one, text in here if one == label]
        yours = [text for one, text in there if one == label]
        marks = {_mark(text): text for text in yours}
        both = [text for text in mine if _mark(text) in marks]
        rows += [(label, text, marks[_mark(text)]) for text in both]
        seen = {_mark(text) for text in both}
        mine = [text for text in mine if _mark(text) not in seen]
        yours = [text for text in yours if _mark(text) not in seen]
        for at in range(max(len(mine), len(yours))):
            left = mine[at] if at < len(mine) else ""
            rows.append((label, left, yours[at] if at < len(yours) else ""))
    return rows


def _mark(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _reach(kind: str) -> str:
    return {
        "phone": say("Phone"),
        "mail": say("Mail"),
        "web": say("Web"),
        "chat": say("Chat"),
        "social": say("Account"),
    }.get(kind, kind)


def _day(kind: str, label: str) -> str:
    named = {
        "birthday": say("Birthday"),
        "anniversary": say("Anniversary"),
        "deathday": say("Died"),
    }
    return named.get(kind) or label or say("Day")


def _of_book(book: Book, person: int) -> Iterator[Pair]:
    row = people.read(book, person)
    if row is None:
        return
    yield say("Name"), row.name
    if row.nickname:
        yield say("Nickname"), row.nickname
    for position in facts.of_person(book, facts.Position, person):
        yield say("Does"), _joined(position.title or position.role, position.organisation)
    for contact in facts.of_person(book, facts.Contact, person):
        yield _reach(contact.kind), contact.value
    for address in facts.of_person(book, facts.Address, person):
        yield say("Address"), address.written()
    for day in facts.of_person(book, facts.KeyDate, person):
        yield _day(day.kind, day.label), _date(day.date)
    for _, name in circles.of_person(book, person):
        yield say("Circle"), name
    for tag in interests.of_people(book, [person]):
        yield say("Interest"), interests.name(book, tag.interest_id)
    for own in facts.of_person(book, facts.OwnField, person):
        yield own.name, own.value
    for note in facts.of_person(book, facts.Note, person):
        yield say("Note"), note.text


def of_card(card: CardPerson) -> Iterator[Pair]:
    """What a card tells, in words: (what it is, what it says)."""
    yield say("Name"), card.name or say("(no name)")
    if card.nicknames:
        yield say("Nickname"), ", ".join(nick.value for nick in card.nicknames)
    for position in card.positions:
        yield say("Does"), _joined(position.title or position.role, position.organisation)
    for contact in card.contacts:
        yield _reach(contact.kind), contact.value
    for one in card.addresses:
        address = facts.Address(
            id=0,
            po_box=one.po_box,
            extended=one.extended,
            street=one.street,
            locality=one.locality,
            region=one.region,
            code=one.code,
            country=one.country,
            lines=one.lines,
        )
        yield say("Address"), address.written()
    for day in card.days:
        yield _day(day.kind, day.label), _date(day.date) or day.text
    for text in card.categories:
        yield say("Circle"), text.value
    for liking in card.likings:
        yield say("Interest"), liking.name
    for kin in card.kin:
        if kin.name:
            yield say("Someone close"), _joined(kin.name, kin.kind)
    for own in card.own:
        yield own.name, own.value
    for remark in card.remarks:
        yield say("Note"), remark.text


def _date(written: str) -> str:
    return PartialDate.from_iso(written).words() if written else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
