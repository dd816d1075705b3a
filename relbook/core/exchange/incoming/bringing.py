"""One card after another into the open edit of a book, each as was decided, and the result told."""

from relbook.core.exchange.archive import PERSON, SHARED, Restore
from relbook.core.exchange.incoming.before import Incoming
from relbook.core.exchange.incoming.files import Source
from relbook.core.exchange.incoming.intake import Intake
from relbook.core.exchange.incoming.update import SameNumber
from relbook.core.exchange.outgoing import seal
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.result import Problem, Result
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.card import Problem as Flaw
from relbook.core.exchange.vcard.values import text
from relbook.core.store.book import Book

OF_BOOK = "x-relbook-book"  # the KIND of a card that holds what belongs to several


class Bringing:
    """Writes what comes in, and counts it in `result`; `finish` ties it together."""

    def __init__(self, book: Book, result: Result, same_number: SameNumber) -> None:
        self.result = result
        self._book = book
        self._intake = Intake(book, same_number)
        self._restore: Restore | None = None

    def begin(self, source: Source) -> None:
        """What comes now comes from `source`."""
        self._intake.read_rows_as(source.table)

    def flaw(self, file: str, flaw: Flaw) -> None:
        """Tell of something that could not be read."""
        self.result.tell_problem(Problem(file, flaw.line, flaw.why))

    def take_other(self, file: str, came: Incoming, card: CardPerson, blob: str) -> bool:
        """Take a card that is of no person: of a group, or of our own book. False for a person's."""
        if card.kind == "group":
            if self._intake.groups.take(came, card, blob, file):
                self.result.circles += 1
            self._tell(file, came, card)
            return True
        if card.kind == OF_BOOK and isinstance(came, Card):
            self._intake.flush()
            for told in _kept(came, SHARED):
                self._restoring().shared(told)
            self._tell_restored(file, came.line)
            self._intake.read_names_anew()
            return True
        return False

    def add(self, file: str, came: Incoming, card: CardPerson) -> int:
        """Bring in someone new; returns their id."""
        before = self._restore.new if self._restore else 0
        person = self._restored(file, came, card)
        if person is not None and self._restore and self._restore.new == before:
            self._intake.join(person, came, card, file)  # the owner, who is here by another uid
            self.result.updated += 1
            return person
        if person is None:
            person = self._intake.add(came, card, file)
        elif isinstance(came, Card) and seal.is_broken(came):
            # Another program has written in it since: what is news of that comes in too.
            self._intake.join(person, came, seal.without_own(card), file)
        else:
            self._intake.keep(person, came, card, file)
            self.result.restored += 1
        self.result.new += 1
        self._tell(file, came, card)
        return person

    def join(self, file: str, person: int, came: Incoming, card: CardPerson) -> None:
        """Tell someone known what is news."""
        before = self._restore.rows if self._restore else 0
        self._restored(file, came, card, person)
        put = self._restore is not None and self._restore.rows > before
        if self._intake.join(person, came, card, file) or put:
            self.result.updated += 1
        else:
            self.result.same += 1
        self._tell(file, came, card)

    @property
    def all_written(self) -> bool:
        """Whether everyone who came so far is in the book's tables."""
        return not self._intake.waiting

    def finish(self) -> None:
        """Write what waits, and tie people to those who came later."""
        self._intake.flush()
        if self._restore is not None:
            self._restore.finish()
            self._tell_restored("", 0)
        self._intake.finish()

    def _restoring(self) -> Restore:
        if self._restore is None:
            self._restore = Restore(self._book, self._intake.number)
        return self._restore

    def _restored(
        self, file: str, came: Incoming, card: CardPerson, into: int | None = None
    ) -> int | None:
        """Put back the rows that a card of an export of everything carries; whose they are."""
        kept = _kept(came, PERSON) if isinstance(came, Card) else []
        if not kept:
            return None
        self._intake.flush()
        data = card.photo.data if card.photo else b""
        person = None
        for told in kept:
            person = self._restoring().person(told, data, into) or person
        self._tell_restored(file, came.line)
        return person

    def _tell(self, file: str, came: Incoming, card: CardPerson) -> None:
        if card.repaired:
            self.result.tell_mended(file, came.line, card.name, card.repaired)
        for left in card.left_out:
            offset = came.properties[left.at].line if left.at >= 0 else 0
            self.result.tell_problem(Problem(file, came.line + offset, left.value))

    def _tell_restored(self, file: str, line: int) -> None:
        if self._restore is not None:
            for why in self._restore.problems():
                self.result.tell_problem(Problem(file, line, why))


def is_own(came: Incoming) -> bool:
    """Whether rows of a book came with this, in which everyone is somebody else."""
    return isinstance(came, Card) and bool(_kept(came, PERSON))


def _kept(card: Card, pointer: str) -> list[str]:
    """What JSPROP (RFC 9555 §3.2.1) keeps in a card under `pointer`."""
    return [
        text(prop, old=False)
        for prop in card.properties
        if prop.head.key == "JSPROP" and prop.head.param("JSPTR") == pointer
    ]
