"""What is done to the ledger, each as one edit that Undo takes back."""

from relbook.core import interests, ledger
from relbook.core.ledger import Entry
from relbook.core.words import listed, say, sentence
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import kind_word
from relbook.gui.panels.ledger.wording import Understood


def keep(desk: Desk, understood: Understood) -> int:
    """Keep what a line says; without a day it was today. Returns the entry's id."""
    draft, book = understood.draft, desk.book
    names = listed([name for _, name in understood.people])
    with desk.edit(sentence("Keep what passed with {name}", name=names)):
        return ledger.add(
            book,
            [person for person, _ in understood.people],
            draft.direction,
            draft.kind,
            draft.what,
            state=draft.state,
            date=draft.date or desk.today().isoformat(),
            due=draft.due,
            interest_id=interests.find(book, draft.interest) if draft.interest else None,
            event_id=draft.event,
        )


def settle(desk: Desk, entry: Entry) -> None:
    """Mark a promise as kept or a thing as back, today; one that is so already as open again."""
    what = entry.what or kind_word(entry.kind)
    if not entry.open:
        done = sentence("Mark as open again: {what}", what=what)
    elif entry.state == ledger.LENT:
        done = sentence("Mark as back: {what}", what=what)
    else:
        done = sentence("Mark as done: {what}", what=what)
    with desk.edit(done):
        if entry.open:
            ledger.settle(desk.book, entry.id, desk.today())
        else:
            ledger.unsettle(desk.book, entry.id)


def settling_word(entry: Entry) -> str:
    """What `settle` would say of a promise or a loan."""
    if entry.state == ledger.LENT:
        return say("It is back") if entry.open else say("It is not back yet")
    return say("It is done") if entry.open else say("It is not done yet")


def remove(desk: Desk, entry: Entry) -> None:
    """Take an entry back."""
    names = listed([name for _, name, _ in entry.people])
    with desk.edit(sentence("Remove what passed with {name}", name=names)):
        ledger.remove(desk.book, entry.id)
