"""A printed sheet without a window."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relbook import paths
from relbook.core.store.book import Book

# isort: split
# The core comes first: PySide reads the source of each module that is loaded after it.
from PySide6.QtGui import QGuiApplication

from relbook.gui import printing
from relbook.gui.photos import Photos
from relbook.gui.typeface import load_typeface

if TYPE_CHECKING:
    from relbook.core.briefing import Sheet


def write_sheet(
    book: Book,
    sheet: "Sheet",
    out: Path,
    paper: str | None = None,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Write `sheet` as a PDF on `paper` ("a4", "letter"; by default what is usual here).

    Returns its pages. Needs no display. Raises `FileUnwritable` and `DiskFull`.
    """
    # Elsewhere than on Linux there is always a display, and only with it are there fonts.
    offscreen = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    app = QGuiApplication.instance() or QGuiApplication(["relbook", *offscreen])
    load_typeface(paths.asset)
    size = printing.PAPERS[paper] if paper else printing.usual_paper()
    pages = printing.write_pdf(sheet, out, size, Photos(book), report)
    del app  # which had to live as long
    return pages
