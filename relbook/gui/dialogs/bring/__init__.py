"""Looking at what a file would bring before anything is written."""

from relbook.gui.dialogs.bring.dialog import BringDialog

__all__ = ["BringDialog"]
