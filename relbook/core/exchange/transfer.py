"""From a file of cards into the book, and back out: whole, in one edit, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core.exchange.incoming.before import Incoming
from relbook.core.exchange.incoming.bringing import Bringing, is_own
from relbook.core.exchange.incoming.files import opened, sources
from relbook.core.exchange.incoming.match import Matcher, Verdict
from relbook.core.exchange.incoming.plan import beyond, what_for
from relbook.core.exchange.outgoing.sending import send_out
from relbook.core.exchange.result import Problem, Result
from relbook.core.exchange.vcard.card import Problem as Flaw
from relbook.core.store.book import Book, hash_of
from relbook.core.store.journal import part

if TYPE_CHECKING:
    from relbook.core.exchange.table import Mapping as Columns

Report = Callable[[int, int], None]


def bring_in(
    book: Book,
    files: Sequence[Path],
    report: Report | None = None,
    mappings: "Mapping[Path, Columns] | None" = None,
    place: str | None = None,
    letters: str = "",
) -> Result:
    """Bring the people of `files`, cards or tables, into `book`, in one edit that one undo takes back.

    Who may be someone known already, and what seems to be no person, comes in as new, and is told;
    `plan` is for choosing. `report` hears how far it is, and may raise to stop: then nothing has
    happened. A broken card becomes a `Problem` and the rest comes in. `mappings` say what the
    columns of tables mean, `letters` is the code page of cards that say nothing of theirs, `place`
    is a locale that hints at the owner's country (None asks the system). Raises `FileUnreadable`,
    with nothing changed, for a file that cannot be read or is nothing of the kind.
    """
    found = sources(book, files, mappings, letters)
    total, before = sum(file.size for file in found), 0
    result = Result()
    reading, following = part(report, 0, 60), part(report, 60, 100)
    with book.edit(what_for(files), following):
        matcher = Matcher(book, place)
        bringing = Bringing(book, result, matcher.same_number)
        for file in found:
            bringing.begin(file)
            matcher.begin_file()
            for item in file.read(beyond(reading, before, total)):
                if isinstance(item, Flaw):
                    bringing.flaw(file.name, item)
                else:
                    _take(bringing, matcher, file.name, item)
            before += file.size
        bringing.finish()
    return result


def _take(bringing: Bringing, matcher: Matcher, file: str, came: Incoming) -> None:
    blob = hash_of(came.raw)
    result = bringing.result
    if matcher.same_bytes(blob) is not None:
        result.same += 1
        return
    card = came.person()
    if bringing.take_other(file, came, card, blob):
        return
    match = matcher.decide(card, own=is_own(came))
    if match.odd:
        result.tell_problem(Problem(file, came.line, match.odd))
    if match.verdict is Verdict.RICHER and match.person is not None:
        person = match.person
        bringing.join(file, person, came, card)
    else:
        if match.verdict is Verdict.DOUBTFUL:
            result.doubtful += 1
            other = matcher.name_of(match.person)
            result.tell_doubt(file, came.line, card.name, other, match.why)
        result.aside += match.verdict is Verdict.ASIDE
        person = bringing.add(file, came, card)
    matcher.add(person, card, blob)
    if bringing.all_written:
        matcher.let_go()


def look_at(file: Path) -> None:
    """Raise `FileUnreadable` if `file` cannot be opened: before a book is made for it."""
    with opened(file):
        pass


__all__ = ["Problem", "Result", "bring_in", "look_at", "send_out"]
