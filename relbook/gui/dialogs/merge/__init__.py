"""Making one person of several: of those chosen by hand, or of those who are in the book twice."""

from relbook.gui.dialogs.merge.duplicates import DuplicatesDialog
from relbook.gui.dialogs.merge.merge import MergeDialog

__all__ = ["DuplicatesDialog", "MergeDialog"]
