"""Whose interests and ledger a panel shows: the selection's, else the guests', else the found's."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal, NamedTuple

from relbook.core import people
from relbook.core.search import Bits, Found
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention

FEW = 500  # people whose rows are read one by one
LONGEST = 24  # letters of a name in a heading

Kind = Literal["selection", "guests", "found", "everyone"]


class Scope(NamedTuple):
    """`people` are named only when they are few: the selected, or an event's guests."""

    kind: Kind
    people: tuple[int, ...] = ()
    event: int | None = None

    @property
    def few(self) -> bool:
        """Whether it is about certain people, not too many to be read."""
        return 0 < len(self.people) <= FEW


def kind_of(now: Attention) -> Kind:
    """What tells whom `now` means."""
    if now.selection:
        return "selection"
    if now.page == "event" and now.event is not None:
        return "guests"
    return "found" if now.search.strip() or now.filter else "everyone"


def scope_of(desk: Desk, now: Attention) -> Scope:
    """Whom `now` means."""
    kind = kind_of(now)
    if kind == "selection":
        return Scope(kind, tuple(sorted(now.selection)))
    if kind == "guests":
        gathering = desk.gatherings.of(now.event)
        return Scope(kind, gathering.people if gathering else (), now.event)
    return Scope(kind)


def told_of(now: Attention) -> Attention:
    """`now` as the interests panel takes it: a ledger row picked with nobody selected means the
    person it shows.
    """
    if now.entry is None or now.selection or now.page != "person" or now.person is None:
        return now
    return replace(now, selection=frozenset({now.person}))


def same_scope(was: Attention, now: Attention) -> bool:
    """Whether `was` and `now` mean the same people, so far as the focus alone can tell."""
    if was.selection or now.selection:
        return was.selection == now.selection
    if "event" in (was.page, now.page):
        return (was.page, was.event) == (now.page, now.event)
    return (was.search.strip(), was.filter) == (now.search.strip(), now.filter)


def narrowing_event(desk: Desk, now: Attention) -> int | None:
    """The event whose guests `now` means: the page's, or while one looks at one of its guests."""
    gathering = desk.gatherings.of(now.event) if now.page in ("event", "person") else None
    if gathering is None or (now.page == "person" and now.person not in gathering.people):
        return None
    return now.event


def found(desk: Desk, now: Attention) -> Found:
    """Who the search and the filter find."""
    within = None
    if now.filter:
        within = desk.index.people_with(now.filter.interests, now.filter.circles)
    return desk.index.find(now.search.strip(), within)


def bits_of(desk: Desk, scope: Scope, now: Attention) -> Bits | None:
    """The set of whom `scope` means, or None for everyone."""
    if scope.kind == "everyone":
        return None
    if scope.kind == "found":
        return found(desk, now).bits
    return desk.index.set_of(scope.people)


def whose(desk: Desk, scope: Scope) -> str:
    """The word behind a panel's heading: "Ólafur’s", "of the 3 chosen", "among the guests"."""
    if scope.kind == "guests" and scope.people:
        return say("among the guests")
    if scope.kind == "found":
        return say("among the found")
    if scope.kind in ("everyone", "guests"):  # whom to invite, with no guests yet
        return say("everyone’s")
    if len(scope.people) == 1:
        return say("{name}’s", name=called(desk, scope.people[0]))
    return str(plural("of the {n} chosen", "of the {n} chosen", len(scope.people)))


def called(desk: Desk, person: int) -> str:
    """What one calls someone: the given name where there is one."""
    row = desk.book.row("SELECT given, name FROM person WHERE id = ?", person)
    name = "" if row is None else (row[0] or row[1])
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def names(desk: Desk, ids: Collection[int], most: int = 3) -> str:
    """Their names in a line: the first few, and how many more."""
    rows = people.rows(desk.book, list(ids)[:most])
    shown = ", ".join(row.name for row in rows.values())
    more = len(ids) - most
    if more > 0:
        return str(plural("{who} and {n} more", "{who} and {n} more", more, who=shown))
    return shown
