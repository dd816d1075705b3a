"""What an import did: counts, and in sentences what was mended, guessed, doubtful or not to be read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from relbook.core.words import plural, say

KEPT = 5_000  # sentences of a kind; beyond that they are only counted


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be taken, and why."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return say("{file}, line {line}: {why}", file=self.file, line=self.line, why=self.why)


@dataclass(frozen=True, slots=True)
class About:
    """A sentence on someone who came in: what was mended in their card, or whom they resemble."""

    file: str
    line: int
    who: str
    what: str

    def __str__(self) -> str:
        return say(
            "{file}, line {line}, {who}: {what}",
            file=self.file,
            line=self.line,
            who=self.who,
            what=self.what,
        )


@dataclass(slots=True)
class Result:
    """How many people were new, told more of, or known just so; and what there is to know about it.

    Of those that were new, `doubtful` may be someone known and `aside` seem to be no person; `left`
    were left out as the owner chose. `circles` came as cards of their own, `restored` had been
    exported with everything. `mended` tells what was repaired or guessed in a card, `doubts` whom the
    doubtful resemble. Of each list the first 5,000 are kept, and `unlisted` counts the others.
    """

    new: int = 0
    updated: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubtful: int = 0
    aside: int = 0
    left: int = 0
    circles: int = 0
    restored: int = 0
    mended: list[About] = field(default_factory=list)
    doubts: list[About] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        counted = [
            plural("{n} new person", "{n} new people", self.new),
            plural("{n} person told more of", "{n} people told more of", self.updated),
            plural("{n} known already", "{n} known already", self.same),
        ]
        if self.circles:
            counted.append(plural("{n} circle", "{n} circles", self.circles))
        parts = [str(part) for part in counted if part.n] or [say("nobody")]
        problems = len(self.problems) + self.unlisted["problems"]
        if problems:
            parts.append(str(plural("{n} problem", "{n} problems", problems)))
        return say("Brought in: {what}.", what=", ".join(parts))

    def tell_problem(self, problem: Problem) -> None:
        """Keep what could not be read, or count it."""
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.unlisted["problems"] += 1

    def tell_mended(self, file: str, line: int, who: str, sentences: Iterable[str]) -> None:
        """Keep what was repaired or guessed in a card, or count it."""
        for what in sentences:
            if len(self.mended) < KEPT:
                self.mended.append(About(file, line, who or say("(no name)"), what))
            else:
                self.unlisted["mended"] += 1

    def tell_doubt(self, file: str, line: int, who: str, other: str, why: str) -> None:
        """Keep that a card may be `other`, and why, or count it."""
        if len(self.doubts) < KEPT:
            what = say("perhaps “{name}”. {why}", name=other or say("(no name)"), why=why)
            self.doubts.append(About(file, line, who or say("(no name)"), what))
        else:
            self.unlisted["doubts"] += 1

    def notes(self) -> list[str]:
        """The counts that `str` leaves out, a sentence each."""
        told = [
            plural(
                "{n} of the new may be someone you have already",
                "{n} of the new may be people you have already",
                self.doubtful,
            ),
            plural(
                "{n} of the new seems not to be a person",
                "{n} of the new seem not to be people",
                self.aside,
            ),
            plural("{n} left out", "{n} left out", self.left),
            plural(
                "{n} came back with all that Relbook kept of them",
                "{n} came back with all that Relbook kept of them",
                self.restored,
            ),
        ]
        return [f"{one}." for one in told if one.n]

    def report_text(self) -> str:
        """All of it as plain text, to copy or to keep."""
        parts = ["\n".join([str(self), *self.notes()])]
        for title, listed, kind in (
            (say("What could not be read:"), self.problems, "problems"),
            (say("Who may be someone you have already:"), self.doubts, "doubts"),
            (say("What was repaired or guessed:"), self.mended, "mended"),
        ):
            if listed:
                lines = [title, *map(str, listed)]
                if more := self.unlisted[kind]:
                    lines.append(str(plural("… and {n} more", "… and {n} more", more)))
                parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"
