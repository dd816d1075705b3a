"""Out of the book, into a file of the kind that its ending names: whole, or not at all."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from relbook.core import errors
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.profile import Profile
from relbook.core.store import backup
from relbook.core.store.book import Book
from relbook.core.words import say

Report = Callable[[int, int], None]

ENDINGS = (".vcf", ".csv", ".json", ".ics", ".html")


def send_out(
    book: Book,
    path: Path,
    report: Report | None = None,
    *,
    people: Sequence[int] | None = None,
    version: str = "4.0",
    profile: Profile = Profile.SHARE,
) -> int:
    """Write everyone, or `people`, to `path`; returns how many people it tells of.

    The ending chooses what is written: cards of `version` (.vcf), a table (.csv), the rows of the
    book (.json), a calendar (.ics) or a page (.html); each holds what `profile` lets out. The file
    appears only when it is whole, and never in the place of a book. Raises `FileUnwritable`, `DiskFull`
    or `BookExists`.
    """
    sending = _Sending(book, report, people, version, profile)
    with backup.replacing(path) as draft, draft.open("wb") as out:
        n = sending.write(_ending(path), out)
        out.flush()
        os.fsync(out.fileno())
    return n


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise errors.FileUnwritable(
            say(
                "Relbook writes {endings} files, and “{name}” is none of them; nothing was written.",
                endings=", ".join(ENDINGS),
                name=path.name,
            )
        )
    return ending


class _Sending:
    """One export. What writes a kind of file is loaded when it is asked for."""

    def __init__(
        self,
        book: Book,
        report: Report | None,
        people: Sequence[int] | None,
        version: str,
        profile: Profile,
    ) -> None:
        self._book, self._report = book, report
        self._people = None if people is None else list(dict.fromkeys(people))
        self._version, self._profile = version, profile

    def write(self, ending: str, out: BinaryIO) -> int:
        """Write what `ending` names; returns how many people it tells of."""
        kinds: dict[str, Callable[[BinaryIO], int]] = {
            ".vcf": self._cards,
            ".csv": self._table,
            ".json": self._document,
            ".ics": self._calendar,
            ".html": self._page,
        }
        return kinds[ending](out)

    def _cards(self, out: BinaryIO) -> int:
        from relbook.core.exchange.outgoing import outgo

        cards = outgo.cards_of(
            self._book,
            self._people,
            version=self._version,
            profile=self._profile,
            report=self._report,
        )
        outgo.write(cards, out)
        return self._count()

    def _table(self, out: BinaryIO) -> int:
        from relbook.core.exchange import table

        return table.write(self._told(), out)

    def _told(self) -> Iterator[CardPerson]:
        """Each person as their card tells of them."""
        from relbook.core.exchange.outgoing import outgo

        for card in outgo.cards_of(
            self._book, self._people, profile=self._profile, report=self._report
        ):
            person = card.person()
            if person.kind not in ("group", outgo.BOOK_KIND):
                yield person

    def _document(self, out: BinaryIO) -> int:
        from relbook.core.exchange import archive

        out.writelines(
            piece.encode()
            for piece in archive.document(self._book, self._people, self._profile, self._report)
        )
        return self._count()

    def _calendar(self, out: BinaryIO) -> int:
        from relbook.core.exchange.outgoing import calendar

        return calendar.write(
            self._book, out, self._report, people=self._people, profile=self._profile
        )

    def _page(self, out: BinaryIO) -> int:
        from relbook.core.exchange.outgoing import page

        return page.write(self._book, out, self._report, people=self._people, profile=self._profile)

    def _count(self) -> int:
        if self._people is None:
            return int(self._book.value("SELECT count(*) FROM person"))
        return len(self._people)
