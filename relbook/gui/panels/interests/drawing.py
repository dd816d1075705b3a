"""How the rows of the interests panel look."""

from relbook.gui.models.interests import Heading, InterestRow
from relbook.gui.theme import FontRole
from relbook.gui.widgets.side_list import Strip


def paint_heading(strip: Strip, row: Heading) -> None:
    """What the rows below have in common."""
    colours, m = strip.colours, strip.theme.measure
    base = strip.line("small_strong", m(3), strip.height - m(3))
    end = strip.width - m(8)
    strip.text(m(8), base, end, row.text, "small_strong", colours.muted)
    strip.text(end, base, end / 2, row.note, "small", colours.muted, end=True)


def paint_interest(strip: Strip, row: InterestRow, count: str) -> None:
    """An interest and how many have it; one that is new has no `count`."""
    colours, m = strip.colours, strip.theme.measure
    strip.ground(chosen=row.picked)
    if strip.focused:
        strip.ring(0, m(8), colours.accent)
    ink = colours.accent if row.picked else colours.muted
    new = isinstance(row.key, tuple)
    icon = "plus" if new else "briefcase" if row.industry else "heart" if row.theirs else "tag"
    strip.icon(icon, m(8), (strip.height - m(16)) / 2, m(16), ink)
    base = strip.line("medium", 0, strip.height)
    end = strip.width - m(8)
    if count:
        end -= max(strip.text(end, base, m(60), count, "small", colours.muted, end=True), m(24))
    if row.mark:
        wide = strip.text(
            end - m(8), base, m(130), row.mark, "small_strong", colours.accent, end=True
        )
        end -= m(8) + wide + m(22)
        strip.icon("circles", end + m(4), (strip.height - m(14)) / 2, m(14), colours.accent)
    role: FontRole = "strong" if row.picked or row.theirs else "medium"
    at: float = m(32)
    at += strip.text(at, base, end - at - m(4), row.name, role, colours.text) + m(7)
    strip.text(at, base, end - at - m(4), row.deep, "small", colours.muted)
