"""The window of every edit, and what is shown of one."""

from relbook.gui.dialogs.history.dialog import HistoryDialog

__all__ = ["HistoryDialog"]
