"""A sheet of an event to a PDF: gathered, laid out, drawn and written, each guest with a photo."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter

from relbook import paths
from relbook.core import briefing, events, people
from relbook.core.store.book import Book
from relbook.gui.photos import Photos
from relbook.gui.printing import A4, write_pdf
from relbook.gui.typeface import load_typeface
from tests.bench import book as made
from tests.bench.setting import Cpu, Setting
from tests.bench.table import Row, at_most, told

GUESTS, CROWD = 200, 2_000
PORTRAITS = 50
SIDE = 800  # what a photo is kept at


def rows(setting: Setting) -> Iterator[Row]:
    app = QGuiApplication(["bench", "-platform", "offscreen"])
    load_typeface(paths.asset)
    with setting.scratch() as scratch:
        path = Path(scratch) / "own.relbook"
        shutil.copy(setting.raw_book(), path)
        with Book.open(path) as book:
            crowd = random.Random("guests").sample(range(1, setting.people + 1), CROWD)
            ball, supper = _invited(book, crowd), _invited(book, crowd[:GUESTS])
            gathered, written, pages = _printed(book, supper, Path(scratch) / "warm.pdf")
            yield told(f"{GUESTS} guests, the first sheet of all", gathered + written, "s")
            gathered, written, pages = _printed(book, supper, Path(scratch) / "supper.pdf")
            note = f"gathered in {gathered:.2f}, {pages} pages"
            yield at_most(f"{GUESTS} guests to PDF", gathered + written, 0.8, "s", note)
            gathered, written, pages = _printed(book, ball, Path(scratch) / "ball.pdf")
            note = f"gathered in {gathered:.2f}, {pages} pages"
            yield told(f"{CROWD:,} guests to PDF, with progress", gathered + written, "s", note)
    del app


def _invited(book: Book, guests: list[int]) -> int:
    portraits = [_portrait(n) for n in range(PORTRAITS)]
    with book.edit("Invite"):
        event = events.add(book, "Ball", starts=made.TODAY.isoformat(), place="Hall")
        events.invite(book, event, guests)
        for n, guest in enumerate(guests):
            people.set_photo(book, guest, portraits[n % PORTRAITS])
    return event


def _printed(book: Book, event: int, out: Path) -> tuple[float, float, int]:
    """CPU seconds of gathering and of the rest, and how many pages it made."""
    with Cpu() as gathering:
        sheet = briefing.of_event(book, event, made.TODAY)
    with Cpu() as writing:
        pages = write_pdf(sheet, out, A4, Photos(book), report=lambda _done, _total: None)
    return gathering.process, writing.process, pages


def _portrait(n: int) -> bytes:
    """A picture that takes as many bytes as a photo of a face, some 100 kB, none like another."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shades = QLinearGradient(0, 0, SIDE, SIDE)
    shades.setColorAt(0, QColor.fromHsv(n * 7, 90, 230))
    shades.setColorAt(1, QColor.fromHsv(n * 7, 160, 90))
    painter.fillRect(image.rect(), shades)
    chance = random.Random(n)
    for _ in range(60):
        painter.setBrush(QColor.fromHsv(chance.randrange(360), 120, chance.randrange(256), 90))
        painter.drawEllipse(chance.randrange(SIDE), chance.randrange(SIDE), 160, 160)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 88)  # type: ignore[call-overload]
    return bytes(held.data())
