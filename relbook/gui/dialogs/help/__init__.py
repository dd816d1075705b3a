"""What helps: the guide, the keyboard shortcuts, and what this program is."""

from relbook.gui.dialogs.help.about import AboutDialog
from relbook.gui.dialogs.help.guide import Guide
from relbook.gui.dialogs.help.keys import Group, KeysDialog, Shortcut, groups_of, other_groups

__all__ = [
    "AboutDialog",
    "Group",
    "Guide",
    "KeysDialog",
    "Shortcut",
    "groups_of",
    "other_groups",
]
