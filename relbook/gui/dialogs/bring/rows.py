"""The rows of the list: who a file tells of, and what would become of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from relbook.core.exchange.incoming.plan import Choice, Line, Plan, Verdict
from relbook.core.words import say
from relbook.gui.widgets.side_list import Strip

HEIGHT = 46
EDGE, ICON = 12, 16
ICONS = {
    Verdict.NEW: "user-plus",
    Verdict.SAME: "check",
    Verdict.RICHER: "pencil",
    Verdict.DOUBTFUL: "circle-help",
    Verdict.ASIDE: "minus",
}


def word_of(verdict: Verdict) -> str:
    """What a verdict is called."""
    return {
        Verdict.NEW: say("New"),
        Verdict.SAME: say("Known, just so"),
        Verdict.RICHER: say("Known, with news"),
        Verdict.DOUBTFUL: say("Perhaps known"),
        Verdict.ASIDE: say("Perhaps not a person"),
    }[verdict]


def word_for(line: Line) -> str:
    """What becomes of a line when nothing else is chosen, in a word or two."""
    if line.choice is Choice.LEAVE:
        return say("left out")
    if line.choice is Choice.ADD:
        return say("added")
    return say("nothing new") if line.verdict is Verdict.SAME else say("joined")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the plan under its number."""

    key: int
    line: Line

    def spoken(self) -> str:
        """The row in one line."""
        said = (self.line.name, self.line.about, word_of(self.line.verdict), word_for(self.line))
        return ", ".join(filter(None, said))


class Rows(Sequence[Row]):
    """The lines with the numbers `shown`, made as they come into sight."""

    def __init__(self, plan: Plan, shown: Sequence[int]) -> None:
        self._plan, self.shown = plan, shown

    def __len__(self) -> int:
        return len(self.shown)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [Row(number, self._plan.lines[number]) for number in self.shown[at]]
        number = self.shown[at]
        return Row(number, self._plan.lines[number])


def paint(strip: Strip, row: Row, *, current: bool) -> None:
    """Who it is, what they do, and what becomes of them."""
    colours, m = strip.colours, strip.theme.measure
    strip.ground(chosen=current)
    line, left = row.line, line_left(strip)
    off = line.choice is Choice.LEAVE
    strip.icon(ICONS[line.verdict], m(EDGE), (strip.height - m(ICON)) / 2, m(ICON), colours.muted)
    word = word_for(line)
    wide = strip.text(
        strip.width - m(EDGE),
        strip.line("small", m(5), m(18)),
        m(120),
        word,
        "small",
        colours.muted,
        end=True,
    )
    room = strip.width - left - m(EDGE) - wide - m(10)
    ink = colours.muted if off else colours.text
    strip.text(left, strip.line("strong", m(5), m(18)), room, line.name, "strong", ink)
    under = line.why or line.about
    whole = strip.width - left - m(EDGE)
    strip.text(left, strip.line("small", m(23), m(17)), whole, under, "small", colours.muted)
    if strip.focused:
        strip.ring(0, m(8), colours.accent)


def line_left(strip: Strip) -> float:
    """Where the words of a row begin."""
    m = strip.theme.measure
    return m(EDGE) + m(ICON) + m(10)
