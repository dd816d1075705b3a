"""What came over from a damaged book into a new one, and what did not, told to its owner."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from relbook.core.store.rescued_history import History
from relbook.core.words import Sentence, plural, say

LISTED = 200  # lines of each kind in a report


@dataclass(slots=True)
class Rescued:
    """What came over into the new book at `path`, and what did not.

    `missing` are stretches of a table that could not be read, `left_out` rows that could be but
    broke a rule; `names_only` are people of whom nothing but a name, or less, was found. It is
    `altered` if bytes of the file are known to be others than they were.
    """

    path: Path
    people: int = 0
    rows: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    names_only: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    history: History = field(default_factory=History)
    altered: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing is known to be missing or altered, apart from the history."""
        lost = self.missing or self.names_only or self.mended or self.left_out
        return not lost and not self.altered

    def __str__(self) -> str:
        return "\n".join(str(line) for line in self.told())

    def told(self) -> Iterator[Sentence | str]:
        """The report, line by line, each in plain words."""
        yield plural("{n} person was saved.", "{n} people were saved.", self.people)
        rows = plural(
            "With them {n} entry of all kinds.", "With them {n} entries of all kinds.", self.rows
        )
        yield rows
        if self.complete and self.history.lost:
            yield say("Of these nothing is known to be missing.")
        elif self.complete:
            yield say("Nothing is known to be missing.")
        for table, n in self.missing.items():
            yield plural(
                "{n} part of the file with {what} could not be read.",
                "{n} parts of the file with {what} could not be read.",
                n,
                what=spoken(table),
            )
        if self.altered:
            yield say(
                "Bytes of the file are not as Relbook left them: in what was saved a letter may be "
                "another one."
            )
        for title, lines in (
            (say("Of these people little more than a name was found:"), self.names_only),
            (say("Set right, to be looked at:"), self.mended),
            (say("Left out, for it could not be kept as it was:"), self.left_out),
        ):
            if lines:
                yield title
                yield from (f"  {line}" for line in lines[:LISTED])
                if len(lines) > LISTED:
                    yield plural("  and {n} more", "  and {n} more", len(lines) - LISTED)
        yield from self._told_of_history()

    def _told_of_history(self) -> Iterator[Sentence | str]:
        past = self.history
        if past.edits:
            yield plural(
                "{n} edit can still be taken back.",
                "{n} edits can still be taken back.",
                past.edits,
            )
        if past.lost:
            yield plural(
                "{n} edit cannot be taken back any more.",
                "{n} edits cannot be taken back any more.",
                past.lost,
            )
        if past.deleted:
            yield plural(
                "{n} person is in the trash.", "{n} people are in the trash.", past.deleted
            )
        if not past.edits and not past.deleted:
            yield say(
                "What was done before cannot be taken back in the new book: its history begins anew."
            )


def spoken(table: str) -> str:
    """What a table holds, in a word for the reader."""
    words = {
        "person": say("people"),
        "contact_point": say("ways to reach someone"),
        "address": say("addresses"),
        "position": say("what people do"),
        "key_date": say("days to know"),
        "relation": say("who is what to whom"),
        "interest": say("interests"),
        "tagging": say("who has which interest"),
        "circle": say("circles"),
        "membership": say("who is in which circle"),
        "event": say("events"),
        "guest": say("guests"),
        "ledger_entry": say("the ledger"),
        "entry_person": say("the people of the ledger"),
        "moment": say("moments"),
        "moment_person": say("the people of moments"),
        "thread": say("threads"),
        "thread_person": say("the people of threads"),
        "note": say("notes"),
        "own_field": say("fields of your own"),
        "introduction": say("introductions"),
        "source_card": say("the cards people came from"),
        "circle_card": say("the cards circles came from"),
        "distinct_pair": say("who is not the same"),
        "tombstone": say("what was deleted"),
        "blob": say("photos and cards"),
        "setting": say("what the book remembers of itself"),
    }
    return words.get(table, say("other things"))
