"""What an import would do, to be looked at and changed before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from relbook.core.errors import RelbookError
from relbook.core.exchange.incoming.before import Incoming
from relbook.core.exchange.incoming.bringing import OF_BOOK, Bringing, is_own
from relbook.core.exchange.incoming.files import Source, sources, unreadable
from relbook.core.exchange.incoming.match import Matcher, Verdict, same_number
from relbook.core.exchange.incoming.named import Named
from relbook.core.exchange.incoming.side import sides
from relbook.core.exchange.incoming.update import Comparer
from relbook.core.exchange.person import CardPerson
from relbook.core.exchange.result import KEPT, Problem, Result
from relbook.core.exchange.vcard.card import Problem as Flaw
from relbook.core.exchange.vcard.lines import guessed_letters
from relbook.core.store.book import Book, hash_of
from relbook.core.store.journal import part
from relbook.core.words import Sentence, plural, say, sentence

if TYPE_CHECKING:
    from relbook.core.exchange.table import Mapping as Columns

Report = Callable[[int, int], None]
__all__ = ["Choice", "Line", "Plan", "Verdict", "carry_out", "look"]


class Choice(Enum):
    """What is to become of a card."""

    ADD = "add"  # as a new person
    JOIN = "join"  # into the person it matches
    LEAVE = "leave"  # left out


DEFAULT = {
    Verdict.NEW: Choice.ADD,
    Verdict.SAME: Choice.JOIN,
    Verdict.RICHER: Choice.JOIN,
    Verdict.DOUBTFUL: Choice.ADD,
    Verdict.ASIDE: Choice.LEAVE,
}


class PlanOutdated(RelbookError):
    """Book or file have changed since they were looked at, in a way that matters."""


@dataclass(slots=True)
class Line:
    """A card of a person: the card `number` of the file `file`, both from 0, on `line`, from 1.

    `about` is what they do, or a way to reach them. It matches `person` of the book, or the card of
    the line `earlier` of the plan; `why` says so in words. `exact` marks a card that came before to
    the letter.
    """

    file: int
    number: int
    line: int
    name: str
    about: str
    verdict: Verdict
    person: int | None
    earlier: int | None
    why: str
    choice: Choice
    exact: bool = False


@dataclass(slots=True)
class Plan:
    """What `files` hold, a line for each person, and what could not be read."""

    files: list[Source]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    groups: int = 0
    generation: int = 0
    place: str | None = None
    chosen: set[int] = field(default_factory=set)
    guessed: bool = False  # whether some letters were in a code page that nobody names

    @property
    def counts(self) -> Counter[Verdict]:
        """How many lines there are of each verdict."""
        return Counter(line.verdict for line in self.lines)

    def of(self, verdict: Verdict) -> list[int]:
        """The lines of a verdict, by their places in `lines`."""
        return [at for at, line in enumerate(self.lines) if line.verdict is verdict]

    def tell_problem(self, problem: Problem) -> None:
        """Keep what could not be read, or count it where there is very much."""
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.more_problems += 1

    def choose(self, at: Iterable[int], choice: Choice) -> None:
        """Choose for the lines at these places. To join where nobody is matched changes nothing."""
        for one in at:
            line = self.lines[one]
            matched = line.person is not None or line.earlier is not None
            if choice is not Choice.JOIN or matched:
                line.choice = choice
                self.chosen.add(one)

    def name_of_match(self, book: Book, at: int) -> str:
        """What the one is called whom a line matches; empty for nobody."""
        line = self.lines[at]
        if line.earlier is not None:
            return self.lines[line.earlier].name
        found = book.value("SELECT name FROM person WHERE id = ?", line.person)
        return str(found or "")

    def compare(self, book: Book, at: int) -> list[tuple[str, str, str]]:
        """A line beside whom it matches: (what it is, what is there, what the card has)."""
        line = self.lines[at]
        theirs = self._card(line)
        ours: CardPerson | None = None
        if line.earlier is not None:
            ours = self._card(self.lines[line.earlier])
        return sides(book, line.person, ours, theirs)

    def _card(self, line: Line) -> CardPerson | None:
        """Read a card again."""
        found = self.files[line.file].read_again(line.number, line.line)
        return found.person() if found else None


def look(
    book: Book,
    files: Sequence[Path],
    report: Report | None = None,
    mappings: "Mapping[Path, Columns] | None" = None,
    place: str | None = None,
    letters: str = "",
) -> Plan:
    """Read `files` and say what bringing them in would do; nothing is written.

    `report` hears how far it is and may raise to stop. `letters` is the code page of cards that say
    nothing of theirs. Raises `FileUnreadable` for a file that is nothing of the kind.
    """
    return _Look(book, sources(book, files, mappings, letters), report, place).plan


class _Look:
    """One look at files."""

    def __init__(
        self, book: Book, files: list[Source], report: Report | None, place: str | None
    ) -> None:
        self._book = book
        self._matcher = Matcher(book, place, looking=True)
        self._comparer = Comparer(book, Named(book), self._matcher.same_number)
        self._firsts: list[int] = []  # the lines of those who would be new, in order of their ids
        self._why: dict[str, str] = {}
        self.plan = Plan(files, generation=book.generation, place=place)
        total, before = sum(file.size for file in files), 0
        for at, file in enumerate(files):
            number = 0
            self._matcher.begin_file()
            self._comparer.reread.table = file.table
            for item in file.read(beyond(report, before, total)):
                if isinstance(item, Flaw):
                    self.plan.tell_problem(Problem(file.name, item.line, item.why))
                else:
                    self._take(at, number, item)
                    number += 1
            before += file.size

    def _take(self, file: int, number: int, came: Incoming) -> None:
        blob = hash_of(came.raw)
        card = came.person()
        if card.kind in ("group", OF_BOOK):
            self.plan.groups += card.kind == "group"
            return
        person = self._matcher.same_bytes(blob)
        exact = person is not None
        if exact:
            verdict, why = Verdict.SAME, say("The very same card came before.")
        else:
            match = self._matcher.decide(card, own=is_own(came))
            verdict, person, why = match.verdict, match.person, match.why or match.odd
        known = verdict in (Verdict.SAME, Verdict.RICHER)
        if not exact:
            self._know(card, blob, person if known else None)
        earlier = None
        if person is not None and person >= self._matcher.first_new:
            earlier, person = self._firsts[person - self._matcher.first_new], None
        elif verdict is Verdict.RICHER and not self._tells_more(person, came, card):
            verdict = Verdict.SAME
        self.plan.guessed = self.plan.guessed or guessed_letters() in card.repaired
        self.plan.lines.append(
            Line(
                file,
                number,
                came.line,
                card.name,
                _about(card),
                verdict,
                person,
                earlier,
                self._why.setdefault(why, why),
                DEFAULT[verdict],
                exact,
            )
        )

    def _tells_more(self, person: int | None, came: Incoming, card: CardPerson) -> bool:
        return person is None or bool(self._comparer.news(person, came, card).update)

    def _know(self, card: CardPerson, blob: str, person: int | None) -> None:
        """Remember the card of the line to come as that of `person`, or of someone new."""
        if person is None:
            person = self._matcher.first_new + len(self._firsts)
            self._firsts.append(len(self.plan.lines))
        self._matcher.add(person, card, blob)


def _about(card: CardPerson) -> str:
    """What they do, else a way to reach them."""
    for position in card.positions:
        words = [position.title or position.role, position.organisation]
        if any(words):
            return ", ".join(word for word in words if word)
    reach = [one.value for kind in ("mail", "phone", "web") for one in card.of_kind(kind)]
    return reach[0] if reach else ""


def carry_out(book: Book, plan: Plan, report: Report | None = None) -> Result:
    """Do what `plan` says, in one edit that one undo takes back.

    `report` hears how far it is, and may raise to stop: then nothing has happened. If the book has
    changed since the look, it is looked at again, and what was chosen is kept where it still means
    the same; where it does not, and if a file has changed, raises `PlanOutdated`.
    """
    result = Result()
    reading, following = part(report, 0, 60), part(report, 60, 100)
    with book.edit(what_for([file.path for file in plan.files]), following):
        _see_to_files(plan)
        if book.generation != plan.generation + 1:  # this edit is one more
            reading, again = part(report, 30, 60), part(report, 0, 30)
            plan = _looked_again(book, plan, again)
        _carry(book, plan, result, reading)
    return result


def _carry(book: Book, plan: Plan, result: Result, report: Report | None) -> None:
    numbers = same_number(plan.place, book)
    bringing = Bringing(book, result, numbers)
    wanted = {line.earlier for line in plan.lines if line.earlier is not None}
    became: dict[int, int | None] = {}  # who the lines that others match have become
    total, before, at = sum(file.size for file in plan.files), 0, 0
    for file_number, file in enumerate(plan.files):
        number = -1
        bringing.begin(file)
        for item in file.read(beyond(report, before, total)):
            if isinstance(item, Flaw):
                bringing.flaw(file.name, item)
                continue
            number += 1
            line = plan.lines[at] if at < len(plan.lines) else None
            if line is None or (line.file, line.number) != (file_number, number):
                card = item.person()
                if not bringing.take_other(file.name, item, card, hash_of(item.raw)):
                    raise _outdated_file(file)
                continue
            if line.verdict is Verdict.DOUBTFUL and line.choice is Choice.ADD:
                other = plan.name_of_match(book, at)
                result.tell_doubt(file.name, line.line, line.name, other, line.why)
            person = _do(bringing, file.name, item, line, became)
            if at in wanted:
                became[at] = person
            at += 1
        before += file.size
    bringing.finish()


def _do(
    bringing: Bringing, file: str, came: Incoming, line: Line, became: dict[int, int | None]
) -> int | None:
    """Do as `line` says; returns who it is in the book, None for someone left out."""
    result = bringing.result
    whom = line.person if line.earlier is None else became.get(line.earlier)
    if line.choice is Choice.LEAVE or (line.choice is Choice.JOIN and whom is None):
        result.left += 1
        return whom if line.verdict is Verdict.SAME else None
    if line.choice is Choice.ADD or whom is None:
        result.doubtful += line.verdict is Verdict.DOUBTFUL
        result.aside += line.verdict is Verdict.ASIDE
        return bringing.add(file, came, came.person())
    if line.exact:
        result.same += 1
    else:
        bringing.join(file, whom, came, came.person())
    return whom


def _see_to_files(plan: Plan) -> None:
    """Raise `PlanOutdated` if a file is no more what was looked at."""
    for file in plan.files:
        try:
            stat = file.path.stat()
        except OSError as fault:
            raise unreadable(file.path) from fault
        if (stat.st_size, stat.st_mtime_ns) != (file.size, file.stamp):
            raise _outdated_file(file)


def _outdated_file(file: Source) -> PlanOutdated:
    return PlanOutdated(
        say(
            "“{name}” has changed since you looked at it. Nothing was brought in; choose it once "
            "more.",
            name=file.name,
        )
    )


def _looked_again(book: Book, plan: Plan, report: Report | None) -> Plan:
    """The plan for the book as it is now, with what the owner chose."""
    again = _Look(book, plan.files, report, plan.place).plan
    for at, (line, now) in enumerate(zip(plan.lines, again.lines, strict=True)):
        same = (line.verdict, line.person, line.earlier) == (now.verdict, now.person, now.earlier)
        if same:
            now.choice = line.choice
        elif at in plan.chosen:
            raise PlanOutdated(
                say(
                    "The book has changed since you looked, and “{name}” is not what it was. "
                    "Nothing was brought in; look once more.",
                    name=line.name or say("(no name)"),
                )
            )
    return again


def beyond(report: Report | None, before: int, total: int) -> Report | None:
    """`report` for a file that comes after `before` bytes of others."""
    if report is None:
        return None
    return lambda done, _total: report(min(before + done, total), total)


def what_for(files: Sequence[Path]) -> Sentence:
    """The name of the undo step."""
    if len(files) == 1:
        return sentence("Bring in {file}", file=files[0].name)
    return plural("Bring in {n} file", "Bring in {n} files", len(files))
