"""What a row says, as plain data."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from relbook.gui.faces import Face
from relbook.gui.widgets.chips import ChipLook

RowKind = Literal["fact", "person", "thread", "moment", "note"]


@dataclass(frozen=True, slots=True)
class RowAction:
    """Something to do with a row: a word and an icon at its end.

    With `at_rest` the icon is there before the pointer is; `keys` is a shortcut on the row
    that has the focus ("Ctrl+C").
    """

    name: str
    word: str
    icon: str
    keys: str = ""
    at_rest: bool = False


@dataclass(frozen=True, slots=True)
class RowData:
    """One row. `key` is the caller's own and comes back with every signal.

    fact: icon, `lead`, face, text, muted `label`. person: face, text over `second`. thread:
    icon, text over `second`, chip. moment: icon in a well, text over `second`. note: the text
    wrapped, `second` below. `age` stands muted at the end of the first line.
    """

    key: Hashable
    text: str
    kind: RowKind = "fact"
    icon: str = ""
    lead: str = ""
    label: str = ""
    second: str = ""
    age: str = ""
    chip: str = ""
    chip_icon: str = ""
    chip_look: ChipLook = ChipLook.DO
    face: Face | None = None
    actions: tuple[RowAction, ...] = ()
    opens: bool = False  # Enter and click go there, and edit only by F2 or the menu
    editable: bool = True
    removable: bool = True
    wrap: bool = False  # a fact whose text may take several lines
    link: bool = False  # the text leads elsewhere
    marked: bool = False  # in force in another panel
    tip: str = ""

    def spoken(self) -> str:
        """The row in one line, for who cannot see it."""
        first = f"{self.lead} {self.text}".strip()
        parts = (first, self.label, self.second, self.age, self.chip)
        return ", ".join(part for part in parts if part)
