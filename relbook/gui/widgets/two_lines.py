"""A row of a list in a dialog: what it is, and below it, quieter, what there is to say of it."""

from relbook.gui.widgets.side_list import Strip


def paint_two_lines(
    strip: Strip,
    name: str,
    line: str,
    *,
    icon: str = "",
    chosen: bool,
) -> None:
    """Draw a row 46 high, with an `icon` before its words, if there is one."""
    colours, m = strip.colours, strip.theme.measure
    strip.ground(chosen=chosen)
    left = m(12)
    if icon:
        strip.icon(icon, left, (strip.height - m(16)) / 2, m(16), colours.muted)
        left = m(38)
    room = strip.width - left - m(12)
    strip.text(left, strip.line("strong", m(5), m(18)), room, name, "strong", colours.text)
    strip.text(left, strip.line("small", m(23), m(17)), room, line, "small", colours.muted)
    if strip.focused:
        strip.ring(0, m(8), colours.accent)
