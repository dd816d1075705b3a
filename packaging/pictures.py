"""Makes the README's pictures from the real window and a real sheet, on the sample book.

``python packaging/pictures.py`` writes them to resources/pictures/: window.png, window-dark.png,
event.png and sheet.png. It needs no display.
"""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from relbook import paths
from relbook.app import build_window
from relbook.core import events, sample
from relbook.core.briefing import of_event
from relbook.core.store.book import Book
from relbook.gui import printing
from relbook.gui.photos import Photos
from relbook.gui.theme import Theme
from relbook.gui.window import Window

TODAY = date(2026, 11, 22)
SIZE = QSize(1280, 800)
SHEET_DPI = 110
WHO = "Oisín Ó Braonáin"  # whose page is shown; the first of the list where he is not there


def main() -> None:
    """Make them all."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme(paths.asset)
    folder = paths.asset("pictures")
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        book = sample.make(Path(scratch) / "sample.relbook", TODAY, paths.asset("sample"))
        for look, name in (("light", "window.png"), ("dark", "window-dark.png")):
            theme.apply(app, look)  # type: ignore[arg-type]
            window = build_window(book, theme=theme, today=lambda: TODAY)
            window.resize(SIZE)
            window.show()
            person = book.value("SELECT id FROM person WHERE name = ?", WHO)
            window.desk.focus.show_person(person or window.desk.index.everyone().ids(0, 1)[0])
            take(window, folder / name)
            if look == "light":
                event = events.coming(book, TODAY)[0].id
                window.desk.focus.set(event=event, page="event", selection=frozenset(), person=None)
                take(window, folder / "event.png")
            window.desk.jobs.stop()
            window.desk.notices.stop()
            window.deleteLater()
        theme.apply(app, "light")  # type: ignore[arg-type]
        draw_sheet(book, folder / "sheet.png")
        book.close()


def take(window: Window, file: Path) -> None:
    """A picture of the window once everything has come to rest."""
    QTest.qWait(1200)
    window.grab().save(str(file))


def draw_sheet(book: Book, file: Path) -> None:
    """The first page of the next event's sheet."""
    event = events.coming(book, TODAY)[0].id
    pages = printing.lay_out(of_event(book, event, TODAY), printing.A4)
    inches = 210 / 25.4, 297 / 25.4
    image = QImage(
        round(inches[0] * SHEET_DPI), round(inches[1] * SHEET_DPI), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    dots = round(SHEET_DPI / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    printing.paint(pages, painter, 0, Photos(book))
    painter.end()
    image.save(str(file))


if __name__ == "__main__":
    main()
