"""The two palettes of the program: what each colour is for, in light and in dark."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QPalette

EDGE = 127  # per cent: how much lighter the window's is than the edge that Fusion makes of it


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """One palette, by role. Text on its worst ground keeps 4.5 : 1, outlines and icons 3 : 1."""

    dark: bool
    window: QColor  # the ground of the page
    side: QColor  # side panels and bars
    card: QColor
    field: QColor  # where one types
    text: QColor
    muted: QColor  # second lines, labels, icons
    accent: QColor  # links, ticks, the ring of the keyboard focus
    accent_hover: QColor
    on_accent: QColor
    tint: QColor  # selection and filter; never alone: a bar, a weight or a word goes with it
    hover: QColor
    chip: QColor  # the quiet chip
    outline: QColor  # of fields, buttons and ticks
    icon_rest: QColor  # an icon that waits for the pointer; never text
    hairline: QColor  # decoration only
    disabled: QColor
    scroll: QColor


def _colours(dark: bool, **roles: str) -> Colours:
    return Colours(dark, **{role: QColor(value) for role, value in roles.items()})


LIGHT = _colours(
    dark=False,
    window="#F4F3EF",
    side="#FAF9F6",
    card="#FFFFFF",
    field="#FFFFFF",
    text="#22252A",
    muted="#5F646B",
    accent="#0F665C",
    accent_hover="#0B554D",
    on_accent="#FFFFFF",
    tint="#DBEAE6",
    hover="#F0EFEA",
    chip="#EFEEE9",
    outline="#8A8C86",
    icon_rest="#8A8E93",
    hairline="#E2E0DA",
    disabled="#9A9C9E",
    scroll="#CFCDC6",
)

DARK = _colours(
    dark=True,
    window="#1A1C1E",
    side="#202326",
    card="#272A2E",
    field="#1A1C1E",
    text="#E9E9E5",
    muted="#A9AEB3",
    accent="#7CCFC1",
    accent_hover="#93DBCE",
    on_accent="#0C2723",
    tint="#234540",
    hover="#2E3236",
    chip="#33373B",
    outline="#767C82",
    icon_rest="#7E848A",
    hairline="#363A3F",
    disabled="#6C7176",
    scroll="#4A4F55",
)

ROLES = tuple(field.name for field in fields(Colours) if field.name != "dark")


def palette(colours: Colours) -> QPalette:
    """The Qt palette that says the same as `colours`."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for which, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.side,
        role.Text: colours.text,
        role.Button: colours.card,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_accent,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.PlaceholderText: colours.muted,
        role.ToolTipBase: colours.card,
        role.ToolTipText: colours.text,
        role.Light: colours.card,
        role.Midlight: colours.hover,
        role.Mid: colours.hairline,
        role.Dark: colours.outline,
        role.Shadow: colours.hairline,
    }.items():
        made.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.Link):
        made.setColor(group.Disabled, which, colours.disabled)
    made.setColor(group.Disabled, role.Highlight, colours.hairline)
    made.setColor(group.Disabled, role.HighlightedText, colours.disabled)
    return made


def palette_of_ticks(colours: Colours) -> QPalette:
    """The palette for check boxes: Fusion draws their edge in a darker shade of the window's."""
    made = palette(colours)
    made.setColor(QPalette.ColorRole.Window, colours.outline.lighter(EDGE))
    return made
