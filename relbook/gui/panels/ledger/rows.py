"""How the rows of the ledger look."""

from relbook.gui.models.ledger import Heading, MoreRow, OpenRow, PassedRow
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import baseline, paint_block, paint_ring
from relbook.gui.widgets.side_list import Strip

HEADING, OPEN, PASSED, MORE = 26, 58, 41, 34  # heights of rows
CARD = 52  # the height of an open one's card, in the middle of its row
EDGE = 4  # a card stands in from where the row begins
END = 2  # and from where it ends: behind comes the scroll bar's own air
PAD = 12  # from the card's edge to its icon and to the word at its end
INSET = 8  # from where a row begins to what it says
TEXT_END = 6  # and from what it says to where it ends
LINES = (18, 17)
WELL = 26


def height_of(row: object) -> int:
    """How high a row is that is no entry, in design pixels."""
    return MORE if isinstance(row, MoreRow) else HEADING


def action_zone(theme: Theme, row: OpenRow, width: int) -> tuple[int, int]:
    """Where, from where reading begins, the word is that settles an open row: from, to."""
    wide = theme.metrics("medium").horizontalAdvance(row.action)
    end = width - theme.measure(END)
    return round(end - theme.measure(2 * PAD) - wide), end


def paint_heading(strip: Strip, row: Heading) -> None:
    """Words over the rows that belong together."""
    m = strip.theme.measure
    base = strip.line("small_strong", m(5), strip.height - m(5))
    strip.text(m(INSET), base, strip.width - m(16), row.text, "small_strong", strip.colours.muted)


def paint_more(strip: Strip, row: MoreRow) -> None:
    """The row that unfolds others."""
    m, colours = strip.theme.measure, strip.colours
    if strip.hovered:
        strip.block(m(EDGE), m(8), colours.hover)
    strip.icon(row.icon, m(EDGE + PAD + 2), (strip.height - m(14)) / 2, m(14), colours.accent)
    base = strip.line("medium", 0, strip.height)
    at = m(EDGE + PAD + 27)
    strip.text(at, base, strip.width - at - m(INSET), row.text, "medium", colours.accent)
    if strip.focused:
        strip.ring(m(EDGE), m(8), colours.accent)


def paint_open(strip: Strip, row: OpenRow, *, marked: bool, may: bool) -> None:
    """A card: what is open, by when, and at its end the word that settles it."""
    m, colours = strip.theme.measure, strip.colours
    top = (strip.height - m(CARD)) / 2
    card = strip.area(m(EDGE), top, strip.width - m(EDGE + END), m(CARD))
    ground = colours.tint if marked else colours.hover if strip.hovered else colours.card
    paint_block(strip.painter, card, m(10), ground, colours.hairline)
    if marked:
        _bar(strip, m(EDGE), top + m(8), m(CARD - 16))
    strip.icon(row.icon, m(EDGE + PAD), (strip.height - m(18)) / 2, m(18), colours.accent)
    at = m(EDGE + PAD + 27)
    start, end = action_zone(strip.theme, row, int(strip.width))
    end -= m(PAD)
    first, second = (m(line) for line in LINES)
    top = (strip.height - first - second) / 2
    strip.text(at, strip.line("medium", top, first), end - at, row.title, "medium", colours.text)
    # On the second line, so that the first has all the room there is.
    base = strip.line("small", top + first, second)
    ink = colours.accent if may else colours.disabled
    strip.text(end, base, end - at, row.action, "medium", ink, end=True)
    strip.text(at, base, start - at, row.second, "small", colours.muted)
    if strip.focused:
        paint_ring(strip.painter, card, m(10), colours.accent)


def paint_passed(strip: Strip, row: PassedRow, *, marked: bool) -> None:
    """An arrow in a well and the word that says the same; what, its kind and its age."""
    m, colours = strip.theme.measure, strip.colours
    strip.ground(chosen=marked)
    if marked:
        _bar(strip, 0, m(9), strip.height - m(18))
    well = strip.area(m(INSET), (strip.height - m(WELL)) / 2, m(WELL), m(WELL))
    paint_block(strip.painter, well, m(WELL) / 2, colours.card if marked else colours.chip)
    icon = "arrow-up-right" if row.gave else "arrow-down-left"
    inner = (m(WELL) - m(14)) / 2
    at = m(INSET) + inner
    strip.icon(icon, at, (strip.height - m(14)) / 2, m(14), colours.text)
    end = strip.width - m(TEXT_END)
    first, second = (m(line) for line in LINES)
    top = (strip.height - first - second) / 2
    base = strip.line("medium", top, first)
    wide = strip.text(end, base, end / 2, row.age, "small", colours.muted, end=True)
    at = m(INSET + WELL + 10)
    room = end - at - (wide + m(8) if wide else 0)
    strip.text(at, base, room, row.title, "medium", colours.text)
    base = baseline(strip.theme, "small", top + first, second)
    at += strip.text(at, base, end - at, row.word, "small_strong", colours.text)
    if row.second:
        # The dot by itself: with words of another direction it would go to their other end.
        at += strip.text(at + m(6), base, m(9), "·", "small", colours.muted) + m(12)
        strip.text(at, base, end - at, row.second, "small", colours.muted)
    if strip.focused:
        strip.ring(0, m(8), colours.accent)


def _bar(strip: Strip, x: float, y: float, height: float) -> None:
    """What says, beside the tint, that the row is picked."""
    bar = strip.area(x, y, strip.theme.measure(3), height)
    paint_block(strip.painter, bar, 1.5, strip.colours.accent)
