"""All that is interrupted."""

from typing import Final

from tests.trust import edits, upheavals
from tests.trust.deed import Deed

DEEDS: Final[tuple[type[Deed], ...]] = (
    edits.Typing,
    edits.HalfTyping,
    edits.Tagging,
    edits.Merging,
    edits.Undoing,
    edits.Reopening,
    edits.Forgetting,
    edits.BringingBack,
    edits.Reuniting,
    upheavals.Migrating,
    upheavals.BackingUp,
    upheavals.Leaving,
    upheavals.Restoring,
    upheavals.PuttingBack,
    upheavals.Locking,
    upheavals.Swapping,
    upheavals.Rescuing,
)
