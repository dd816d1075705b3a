"""Who can be expected at an event, and how: each wish is one edit, and nobody is expected twice."""

from collections.abc import Collection, Iterable

from relbook.core import events, people
from relbook.core.errors import Refused
from relbook.core.names import fold
from relbook.core.search import Bits
from relbook.core.words import Sentence, plural, say, sentence
from relbook.gui.desk import Desk

MANY = 2_000  # people from which on inviting them is a job


def invite(desk: Desk, event: int, persons: Iterable[int], names: Iterable[str] = ()) -> Sentence:
    """Expect those who are not yet; returns what to say of it. Very many are a job."""
    book = desk.book
    there = events.guests(book, event)
    known = {guest.person_id for guest in there}
    called = {fold(guest.name) for guest in there if guest.person_id is None}
    new = [person for person in dict.fromkeys(persons) if person not in known]
    strangers = {fold(name): " ".join(name.split()) for name in names if name.strip()}
    fresh = [name for folded, name in strangers.items() if folded not in called]
    count = len(new) + len(fresh)
    about = events.read(book, event)
    if not count or about is None:
        return sentence("They are on the list already; nobody is expected twice.")
    if count == 1:
        name = fresh[0] if fresh else people.name(book, new[0])
        message = sentence("Invite {name}", name=name)
        done = sentence("Invited {name}", name=name)
    else:
        message = plural("Invite {n} guest", "Invite {n} guests", count)
        done = plural("Invited {n} guest", "Invited {n} guests", count)

    def work(_report: object = None) -> None:
        with book.edit(message):
            events.invite(book, event, new, fresh)

    desk.check_may_edit()
    if count <= MANY:
        work()
    else:
        desk.jobs.start(str(message), work, writes=True)
    return done


def living(desk: Desk, persons: Collection[int]) -> list[int]:
    """Those of `persons` one would invite together with the others: not the dead, and not me."""
    me = people.me(desk.book)
    return [person for person in people.at_ease(desk.book, persons) if person != me]


def meant(desk: Desk, name: str) -> int | str:
    """Whom of the book a name typed among others means, or the name itself.

    Raises `Refused` where it could be several: nobody is guessed at.
    """
    words = set(fold(name).split())
    found = [
        (person, whole)
        for person, whole in (desk.complete(name) if name else [])
        if words <= set(fold(whole).split())
    ]
    called = [person for person, whole in found if fold(whole) == fold(name)]
    if len(called) == 1 or len(found) == 1:
        return called[0] if len(called) == 1 else found[0][0]
    if found:
        raise Refused(
            say(
                "“{name}” could be {one} or {other}: choose from the list, or write the "
                "whole name.",
                name=name,
                one=found[0][1],
                other=found[1][1],
            ),
            field="guests",
        )
    return name


def of_circle(desk: Desk, circle: int) -> list[int]:
    """The people of a circle, in list order."""
    return _of_bits(desk, desk.index.people_with(circles=[circle]))


def _of_bits(desk: Desk, bits: Bits) -> list[int]:
    return desk.index.find("", bits).ids()


def uninvite(desk: Desk, event: int, guests: Collection[int]) -> str:
    """Expect these guests no more; returns what to say of it."""
    book = desk.book
    names = [guest.name for guest in events.guests(book, event) if guest.id in guests]
    if len(names) == 1:
        message = sentence("Take {name} off the list", name=names[0])
        done = say("{name} is off the list", name=names[0])
    else:
        message = plural("Take {n} guest off the list", "Take {n} guests off the list", len(names))
        done = str(plural("{n} guest is off the list", "{n} guests are off the list", len(names)))
    if names:
        with desk.edit(message):
            events.uninvite(book, guests)
    return done


def make_person(desk: Desk, guest: int, name: str) -> int:
    """Add someone who was only a name on the list to the book."""
    book = desk.book
    with desk.edit(sentence("Add {name} to the book", name=name)):
        person = people.add(book, name)
        events.change_guest(book, guest, person_id=person)
    return person
