"""What to know of each guest, as a sheet: plain data, gathered from the book with no Qt."""

from relbook.core.briefing.gather import of_event, of_people, of_person
from relbook.core.briefing.sheet import PARTS, SOFT, Choices, Line, Sheet, SheetCard

__all__ = [
    "PARTS",
    "SOFT",
    "Choices",
    "Line",
    "Sheet",
    "SheetCard",
    "of_event",
    "of_people",
    "of_person",
]
