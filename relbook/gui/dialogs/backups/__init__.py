"""The dialogs about backups: which there are, what each would change, and how many are kept."""

from relbook.gui.dialogs.backups.choices import ChoicesDialog
from relbook.gui.dialogs.backups.dialog import BackupsDialog

__all__ = ["BackupsDialog", "ChoicesDialog"]
