"""Asks for a printer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from relbook.gui.printing.paper import Paper


def printer_dialog(
    parent: QWidget, paper: Paper, then: Callable[[QPrinter], None]
) -> QPrintDialog | None:
    """What asks for a printer and hands it to `then`; None where the computer knows no printer."""
    if not QPrinterInfo.availablePrinterNames():
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(paper.size())
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(then, printer))
    return dialog
