"""Rows of the interests panel, as plain data."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from relbook.core.words import plural, say


@dataclass(frozen=True, slots=True)
class Heading:
    """What the rows below have in common."""

    text: str
    note: str = ""
    key: Any = None

    def spoken(self) -> str:
        """The heading itself."""
        return self.text


class InterestRow(NamedTuple):
    """An interest: how deep it goes, with whom it is shared (`mark`), and how many have it."""

    key: Any
    name: str
    industry: bool = False
    deep: str = ""
    mark: str = ""
    picked: bool = False
    theirs: bool = False
    people: int | None = None  # read when it comes into sight

    def spoken(self) -> str:
        """The row in one line."""
        parts = [self.name, self.deep, self.mark]
        if self.people is not None:
            parts.append(str(plural("{n} person", "{n} people", self.people)))
        if self.picked:
            parts.append(say("picked"))
        return ", ".join(part for part in parts if part)


def heading_of(how: str) -> str:
    """What people do with the interests below."""
    return {
        "enjoys": say("Enjoys"),
        "practises": say("Practises"),
        "works in": say("Works in"),
        "seeks": say("Looks for"),
        "offers": say("Offers"),
    }.get(how, say("Cares for"))


def depth(how: str, how_much: int | None) -> str:
    """How much, in words."""
    if how_much is None:
        return ""
    if how in ("", "enjoys", "practises"):
        return (say("curious"), say("does it"), say("lives for it"))[how_much - 1]
    return (say("a little"), say("well"), say("deeply"))[how_much - 1]
