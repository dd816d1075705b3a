"""Which entries the panel shows: with whom, about what, and what comes on top."""

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from relbook.core import interests, ledger, people
from relbook.core.ledger import Pending
from relbook.core.search import Found
from relbook.core.store.book import Book
from relbook.core.words import listed, plural, say
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention, Filter
from relbook.gui.models.ledger import Heading, MoreRow
from relbook.gui.models.listing import Said
from relbook.gui.scope import FEW, Scope

AT_ONCE = 1_000  # entries shown before one scrolls
FIRST_ABOUT = 100  # so many of those about an interest: they have to be sought among all
OPEN_MOST = 1_000  # open ones that are ever shown
OPEN_FIRST = 4  # of many open ones, how many stand on top before the others are asked for
SMALL = 20_000  # entries of a book in which all that is open is found in no time

More = Callable[[int], list[int]]


@dataclass(frozen=True, slots=True)
class Contents:
    """The ids of what is open and of what has passed; `more` reads those behind the last."""

    open: Sequence[int] = ()
    passed: Sequence[int] = ()
    more: More | None = None


def ledger_scope(desk: Desk, now: Attention) -> Scope:
    """Whom the ledger is with. An interest alone says what it is about, not with whom."""
    if not (now.search.strip() or now.filter.circles):
        now = replace(now, filter=Filter())
    return scopes.scope_of(desk, now)


def meaning(now: Attention) -> tuple[object, ...]:
    """What of `now` says which entries are shown."""
    about = now.filter.interests
    if now.selection:
        return ("selection", now.selection, about)
    if now.page == "event" and now.event is not None:
        return ("guests", now.event, about)
    if now.search.strip() or now.filter.circles:
        return ("found", now.search.strip(), now.filter)
    return ("everyone", about)


def whose(desk: Desk, scope: Scope, about: Collection[int]) -> str:
    """The words behind the heading: "between us", "with the guests", "about sailing"."""
    names = sorted(interests.name(desk.book, one) for one in about)
    what = say("about {interest}", interest=listed(names)) if names else ""
    match scope.kind:
        case "selection" if len(scope.people) == 1:
            who = say("between us")
        case "selection":
            n = len(scope.people)
            who = str(plural("with the {n} chosen", "with the {n} chosen", n))
        case "guests":
            who = say("with the guests")
        case "found":
            who = say("with the found")
        case _:
            who = "" if what else say("with everyone")
    return ", ".join(part for part in (who, what) if part)


def why_nothing(scope: Scope, about: Collection[int]) -> str:
    """What stands in the place of no entries at all."""
    if about:
        return say("Nothing here yet is about this. Write “about” in the line to say so.")
    if scope.kind == "selection":
        return say("What passed between you? Write it in the line: “lent my kettle”.")
    if scope.kind == "everyone":
        return say("What did you give, what did you receive? Write it in the line above.")
    return say("Nothing has passed between you and them yet.")


def of_few(book: Book, whom: Collection[int], about: Collection[int]) -> Contents:
    """The whole ledger with a few people."""
    return Contents(*ledger.open_and_passed(book, whom, interests=about))


def open_about(entries: Iterable[Pending], about: Collection[int]) -> list[int]:
    """Those of the open `entries` that are about one of these interests, or, with none, all."""
    chosen = (one.id for one in entries if not about or one.interest_id in about)
    return list(islice(chosen, OPEN_MOST))


def of_everyone(
    book: Book, about: Collection[int], still_open: Sequence[int], at_least: int
) -> Contents:
    """The newest entries with anybody; what is open is known already."""

    def more(last: int) -> list[int]:
        return ledger.newest(book, AT_ONCE, interests=about, behind=last)

    first = FIRST_ABOUT if about else AT_ONCE
    passed = ledger.newest(book, max(first, at_least), interests=about)
    return Contents(still_open, passed, more)


def of_many(book: Book, whom: Found | frozenset[int], about: Collection[int]) -> Contents:
    """The ledger with very many people; for a job."""
    still_open = ledger.open_among(book, whom, OPEN_MOST, interests=about)
    n = len(whom)
    # Each of them looked up costs about as much as four entries looked through, and of those
    # there are the more to look through, the fewer the people are.
    if n * n < 450 * people.count(book):
        ids = whom.ids() if isinstance(whom, Found) else whom
        return Contents(still_open, ledger.with_people(book, ids, interests=about))
    within: Container[int] = whom

    def more(last: int) -> list[int]:
        return ledger.newest_among(book, within, AT_ONCE, interests=about, behind=last)

    passed = ledger.newest_among(book, within, AT_ONCE, interests=about)
    return Contents(still_open, passed, more)


def is_few(found: Found | Collection[int]) -> bool:
    """Whether they can be looked up within a keystroke."""
    return len(found) <= FEW


def lead_of(contents: Contents, *, unfolded: bool) -> list[Said | int]:
    """What stands above the entries that have passed: what is open, all of it or the first."""
    lead: list[Said | int] = []
    if contents.open:
        lead.append(Heading(say("Open")))
        many = len(contents.open) > OPEN_FIRST + 1
        lead += contents.open if unfolded or not many else contents.open[:OPEN_FIRST]
        if many and unfolded:
            lead.append(MoreRow(say("Fewer"), "chevron-up"))
        elif many:
            lead.append(MoreRow(say("All that is open"), "chevron-down"))
    if contents.passed:
        lead.append(Heading(say("Gave and received")))
    return lead
