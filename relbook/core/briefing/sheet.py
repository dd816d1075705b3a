"""A sheet: a printed page as plain data, before it becomes paper."""

from dataclasses import dataclass
from typing import Self

from relbook.core.words import sentence

# What of `Choices` is called what; the soft only when it is ticked for this one sheet.
PARTS = {
    "photos": sentence("Photos"),
    "note": sentence("Keep in mind"),
    "met": sentence("How we met"),
    "last": sentence("Last talk"),
    "shared": sentence("What we share"),
    "interests": sentence("What else they care for"),
    "ask": sentence("Ask, congratulate"),
    "settle": sentence("Promises and loans"),
    "introduce": sentence("Offer, introduce"),
    "reach": sentence("How to reach them"),
    "room_to_write": sentence("Room to write"),
}
SOFT = {"tender": sentence("What is tender"), "private": sentence("What is private")}


@dataclass(frozen=True, slots=True)
class Choices:
    """What of all there is goes on this sheet. The tender and the private only when ticked."""

    photos: bool = True
    note: bool = True
    met: bool = True
    last: bool = True
    shared: bool = True
    interests: bool = False  # those that are not shared
    ask: bool = True
    settle: bool = True
    introduce: bool = True
    reach: bool = False
    room_to_write: bool = True
    tender: bool = False
    private: bool = False
    left_out: frozenset[tuple[str, int, int]] = frozenset()  # ("settle", entry, 0): not this one

    @classmethod
    def of_one(cls) -> Self:
        """What is usual on a sheet on one person, where there is room for more."""
        return cls(interests=True, reach=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know, under a `label`; with a `box` to tick when it is done."""

    label: str
    text: str
    box: bool = False


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One guest. `does_age` is a doubt about what they do: "as of 2023: ask"."""

    person: int | None
    uid: str
    name: str
    say_it: str = ""
    pronouns: str = ""
    photo: str | None = None
    does: str = ""
    does_age: str = ""
    new: bool = False  # not in the book yet: nothing is known but the name
    lines: tuple[Line, ...] = ()
    room_to_write: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole: a head, a summary in a sentence or two, and a card for each guest."""

    title: str
    when: str
    where: str
    summary: str
    cards: tuple[SheetCard, ...]
    foot: str
