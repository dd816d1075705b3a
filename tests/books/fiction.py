"""A small book with at least one row in every table, about people who never lived.

``python -m tests.books.fiction FILE`` makes it anew: one for each past schema lies beside this.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from relbook.core.store import schema as s
from relbook.core.store.book import Book
from relbook.core.words import Sentence

WHEN = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sherlock Holmes\r\nEND:VCARD\r\n"
GROUP = b"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Baker Street\r\nEND:VCARD\r\n"


def fill(book: Book) -> None:
    """Write the small book, in three edits: the last leaves a tombstone."""
    with book.edit(Sentence("Meet the detectives")):
        photo, card = book.keep_bytes(b"\x89PNG a pipe and a hat"), book.keep_bytes(CARD)
        watson = book.insert(
            s.Person, name="Dr John Watson", sort_key="watson john", family="Watson", me=1
        )
        holmes = book.insert(
            s.Person,
            name="Sherlock Holmes",
            sort_key="holmes sherlock",
            photo=photo,
            met_through_name="Stamford",
            met_on="1881",
            note="Keeps his tobacco in a slipper.",
        )
        mary = book.insert(
            s.Person, name="Mary Morstan", sort_key="morstan mary", met_through_id=holmes
        )
        circle = book.insert(s.Circle, name="Baker Street", folded="baker street")
        music = book.insert(s.Interest, name="Music", folded="music")
        violin = book.insert(s.Interest, name="Violin", folded="violin", parent_id=music)
        pearls = book.insert(
            s.Event, name="The matter of the pearls", starts="1888-07", place="221B"
        )
        gift = book.insert(
            s.LedgerEntry,
            direction="received",
            kind="help",
            what="found the pearls",
            interest_id=violin,
            event_id=pearls,
            told_by_id=mary,
        )
        walk = book.insert(s.Moment, kind="walk", date="1887~", line="Regent's Park")
        case = book.insert(s.Thread, title="A box of pearls", opened="1882")
        book.insert(
            s.ContactPoint, person_id=holmes, kind="mail", value="sherlock@bakerstreet.example"
        )
        book.insert(s.Address, person_id=holmes, street="221B Baker Street", locality="London")
        book.insert(s.Position, person_id=holmes, title="Consulting detective", since="1878")
        book.insert(s.KeyDate, person_id=holmes, kind="birthday", date="--01-06")
        book.insert(s.Relation, person_id=mary, other_id=watson, kind="spouse", told_by_id=holmes)
        book.insert(s.Tagging, person_id=holmes, interest_id=violin, how="practises", how_much=3)
        book.insert(s.Membership, person_id=holmes, circle_id=circle)
        book.insert(s.Guest, event_id=pearls, person_id=mary, state="met")
        book.insert(s.EntryPerson, entry_id=gift, person_id=holmes)
        book.insert(s.MomentPerson, moment_id=walk, person_id=holmes)
        book.insert(s.ThreadPerson, thread_id=case, person_id=mary)
        book.insert(s.Note, person_id=mary, date="1888", text="Brought a paper with four names.")
        book.insert(s.OwnField, person_id=holmes, name="Pipe", value="briar")
        book.insert(s.Introduction, person_id=holmes, other_id=mary, why="her case")
        book.insert(s.SourceCard, person_id=holmes, blob=card, kind="vcard", version="3.0")
        choir = book.keep_bytes(GROUP)
        book.insert(s.CircleCard, circle_id=circle, blob=choir, kind="vcard", version="4.0")
        book.insert(s.DistinctPair, person_id=watson, other_id=holmes)
    with book.edit(Sentence("Meet {name}", args={"name": "James Moriarty"})):
        stranger = book.insert(s.Person, name="James Moriarty", sort_key="moriarty james")
    with book.edit(Sentence("Delete {name}", args={"name": "James Moriarty"})):
        book.delete(s.Person, stranger)
    book.remember("page", "person")


if __name__ == "__main__":
    with Book.create(Path(sys.argv[1]), now=lambda: WHEN) as made:
        fill(made)
