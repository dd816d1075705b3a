"""Sends a sheet to a PDF or a printer."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPainter, QPdfWriter

from relbook import __version__
from relbook.core.briefing import Sheet
from relbook.core.errors import RelbookError
from relbook.core.store import backup
from relbook.core.words import say
from relbook.gui.photos import Photos
from relbook.gui.printing.drawing import paint
from relbook.gui.printing.layout import Report, lay_out
from relbook.gui.printing.pages import Pages
from relbook.gui.printing.paper import PER_INCH, Paper

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def write_pdf(
    sheet: Sheet,
    path: Path,
    paper: Paper,
    photos: Photos | None = None,
    report: Report | None = None,
) -> int:
    """Write `sheet` to a PDF at `path`, all of it or nothing; returns its pages.

    Works in any thread. `report(done, total)` hears of each card, and what it raises ends the
    work. Raises `FileUnwritable`, `DiskFull` or, for a book is never replaced, `BookExists`; what
    was there before is then as it was.
    """
    total = 2 * len(sheet.cards) or 1
    pages = lay_out(sheet, paper, _part(report, 0, total))
    data = _pdf(pages, photos, _part(report, len(sheet.cards), total))
    with backup.replacing(path) as draft, draft.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if report:
        report(total, total)
    return pages.count


def print_on(
    printer: "QPrinter", sheet: Sheet, photos: Photos | None = None, report: Report | None = None
) -> int:
    """Print `sheet` on the paper that `printer` has, or those of its pages that it asks for.

    Returns how many pages were printed. Raises `RelbookError` if the printer does not take them.
    """
    printer.setFullPage(True)
    printer.setDocName(sheet.title or say("Sheet"))
    size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    pages = lay_out(sheet, Paper("", size.width(), size.height()))
    first = max(1, printer.fromPage())
    last = min(pages.count, printer.toPage() or pages.count)
    chosen = list(range(first - 1, last))
    painter = QPainter()
    if not painter.begin(printer):
        raise _not_printed()
    try:
        for at, page in enumerate(chosen):
            if at and not printer.newPage():
                raise _not_printed()
            paint(pages, painter, page, photos)
            if report:
                report(at + 1, len(chosen))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(chosen)


def _pdf(pages: Pages, photos: Photos | None, report: Report | None) -> bytes:
    """The pages as a PDF that names no machine, folder or person but those on the sheet."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pages.sheet.title or say("Sheet"))
    writer.setCreator(f"Relbook {__version__}")
    writer.setResolution(PER_INCH)
    writer.setPageSize(pages.paper.size())
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    cards = [sum(block.what == "face" for block in page.blocks) for page in pages.pages]
    painter = QPainter(writer)
    try:
        for at in range(pages.count):
            if at:
                writer.newPage()
            paint(pages, painter, at, photos)
            if report:
                report(sum(cards[: at + 1]), sum(cards))
    finally:
        painter.end()
    return bytes(held.data())


def _part(report: Report | None, before: int, total: int) -> Report | None:
    """`report` for a part of the work that `before` comes before."""
    if report is None:
        return None
    return lambda done, _all: report(before + done, total)


def _not_printed() -> RelbookError:
    return RelbookError(
        say(
            "The printer did not take the sheet, and nothing was lost: see that it is on, or save "
            "a PDF."
        )
    )
