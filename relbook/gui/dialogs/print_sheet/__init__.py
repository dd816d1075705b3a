"""The dialog that shows a sheet and prints it."""

from relbook.gui.dialogs.print_sheet.dialog import SheetDialog, suggested_name

__all__ = ["SheetDialog", "suggested_name"]
