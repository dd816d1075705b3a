"""What is written: a PDF whole or not at all, with text that can be found; and ink where it belongs."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QRawFont
from PySide6.QtPrintSupport import QPrinter

from relbook.core.briefing import Line
from relbook.core.errors import BookExists, Cancelled, DiskFull, FileUnwritable, RelbookError
from relbook.core.store.book import Book
from relbook.gui.photos import Photos
from relbook.gui.printing import A4, LETTER, Pages, Paper, lay_out, paint, print_on, write_pdf
from relbook.gui.printing.paper import PER_INCH
from relbook.paths import asset
from tests.gui.printing.sheets import (
    FARID,
    LONG,
    MANY,
    SCRIPTS,
    SOFIA,
    TALL,
    TOVE,
    guests,
    picture,
    sheet,
)

pytestmark = pytest.mark.usefixtures("theme")
DPI = 120


@pytest.fixture
def photos(book: Book) -> Iterator[dict[str, str]]:
    """The hashes of a photo, a half-transparent one and a broken one, kept in `book`."""
    with book.edit("Photos"):
        yield {
            "red": book.keep_bytes(picture("#c02020")),
            "clear": book.keep_bytes(picture("#00ffffff", "PNG")),
            "broken": book.keep_bytes(picture("#c02020")[:200]),
        }


def drawn(pages: Pages, page: int = 0, photos: Photos | None = None) -> QImage:
    """A page as a picture."""
    scale = DPI / PER_INCH
    image = QImage(
        round(pages.paper.width * scale),
        round(pages.paper.height * scale),
        QImage.Format.Format_RGB32,
    )
    image.fill(QColor("white"))
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    painter = QPainter(image)
    paint(pages, painter, page, photos)
    painter.end()
    return image


def face(pages: Pages, image: QImage, card: int = 0) -> QColor:
    """The colour in the upper middle of a face, above the initials."""
    block = next(b for b in pages.pages[0].blocks if b.what == "face" and b.card == card)
    scale = DPI / PER_INCH
    return image.pixelColor(
        round(block.rect.center().x() * scale),
        round((block.rect.top() + block.rect.height() / 8) * scale),
    )


@pytest.mark.parametrize("cards", [MANY, (TALL,), SCRIPTS], ids=["many", "tall", "scripts"])
def test_ink_lies_in_its_places_and_only_there(cards: tuple) -> None:
    pages = lay_out(sheet(*cards), A4)
    scale = DPI / PER_INCH
    for number, page in enumerate(pages.pages):
        image = drawn(pages, number)
        eraser = QPainter(image)
        for block in page.blocks:
            rect = block.rect
            left, top = int(rect.left() * scale), int(rect.top() * scale)
            right, bottom = int(rect.right() * scale) + 1, int(rect.bottom() * scale) + 1
            inked = any(
                image.pixelColor(x, y).lightness() < 230
                for y in range(top, bottom)
                for x in range(left, right, 1 if bottom - top < 40 else 3)
            )
            assert inked, block
            # Italics lean, and marks reach, a little over the edges.
            eraser.fillRect(left - 4, top - 3, right - left + 8, bottom - top + 6, QColor("white"))
        eraser.end()
        blank = QImage(image.size(), image.format())
        blank.fill(QColor("white"))
        assert image == blank


@pytest.mark.qt_log_ignore("Invalid JPEG")
def test_a_photo_is_printed_round_and_a_broken_one_gives_way_to_initials(
    book: Book, photos: dict[str, str]
) -> None:
    cards = [replace(SOFIA, photo=photos[name]) for name in ("red", "clear", "broken")]
    pages = lay_out(sheet(*cards, replace(SOFIA, photo="no such photo"), SOFIA), A4)
    image = drawn(pages, 0, Photos(book))
    assert face(pages, image, 0).red() > 150 > face(pages, image, 0).green()
    assert face(pages, image, 1) == QColor("white")
    plain = face(pages, image, 2)
    assert plain.lightness() > 230
    block = next(b for b in pages.pages[0].blocks if b.what == "face")
    corner = image.pixelColor(
        int(block.rect.left() * DPI / PER_INCH) + 1, int(block.rect.top() * DPI / PER_INCH) + 1
    )
    assert corner == QColor("white")


def test_ink_is_grey_where_there_is_no_photo() -> None:
    image = drawn(lay_out(sheet(*MANY), A4)).convertToFormat(QImage.Format.Format_RGB32)
    for y in range(0, image.height(), 3):
        for x in range(0, image.width(), 3):
            colour = image.pixelColor(x, y)
            assert colour.hslSaturationF() < 0.2 or colour.lightness() > 200 or colour.value() < 60


def found_text(path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_text_can_be_found_in_the_pdf(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    assert write_pdf(sheet(SOFIA, FARID, TOVE, LONG, SOFIA, SOFIA), out, A4) == 2
    text = found_text(out)
    for words in (
        "Midwinter supper",
        "passed the exam (since 2024-11)",
        "so-FEE-a · she/her",
        "choral music, rye bread, flat-",
        "as of 2023: ask",
        "New to you",
        "<b>bold</b> & <script>alert(1)</",
        "page 1 of 2",
        "Midwinter supper · page 2 of 2",
    ):
        assert words in text, words
    assert text.count("\f") == 2


def test_other_alphabets_can_be_found_too(tmp_path: Path) -> None:
    write_pdf(sheet(*SCRIPTS), tmp_path / "sheet.pdf", LETTER)
    text = found_text(tmp_path / "sheet.pdf")
    assert "как прошла выставка керамики" in text
    assert "Παππά" in text


def test_letters_that_look_alike_are_told_apart_in_the_pdf(tmp_path: Path) -> None:
    words = "ιστιοπλοΐα, “mother’s”, Ωκεανός, Δήλος, Oʼahu"
    guest = replace(
        SOFIA,
        name=words,
        say_it=words,
        does=words,
        lines=(Line("ask", words), Line("settle", words, box=True)),
    )
    write_pdf(sheet(guest), tmp_path / "sheet.pdf", Paper("", 700, 297))
    assert found_text(tmp_path / "sheet.pdf").count(words) == 5


@pytest.mark.parametrize("file", sorted(asset("fonts").glob("*.ttf")), ids=lambda f: f.stem)
def test_every_letter_has_a_glyph_of_its_own(file: Path) -> None:
    font = QRawFont(str(file), 16)
    glyphs = [
        font.glyphIndexesForString(chr(code))[0]
        for code in range(0x21, 0x3000)
        if font.supportsCharacter(code)
    ]
    assert len(glyphs) > 1_000
    assert len(set(glyphs)) == len(glyphs)


def test_the_pdf_tells_nothing_of_the_machine(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    write_pdf(sheet(SOFIA), out, A4)
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert str(tmp_path).encode() not in data
    assert "Midwinter supper".encode("utf-16-be") in data
    assert "Relbook".encode("utf-16-be") in data
    assert b"/Author ()" in data or b"/Author" not in data or b"/Author (\xfe\xff)" in data


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match=r"“sheet\.pdf” cannot be written there"):
        write_pdf(sheet(SOFIA), tmp_path / "no folder" / "sheet.pdf", A4)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(FileUnwritable):
        write_pdf(sheet(SOFIA), tmp_path / "folder.pdf", A4)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.pdf"]


@pytest.mark.posix
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    import resource

    out.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(DiskFull, match="unharmed"):
            write_pdf(guests(7), out, A4)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


def test_a_sheet_never_takes_the_place_of_a_book(empty_book: Path) -> None:
    kept = empty_book.read_bytes()
    with pytest.raises(BookExists):
        write_pdf(guests(1), empty_book, A4)
    assert empty_book.read_bytes() == kept


@pytest.mark.parametrize("after", [1, 25, 35])
def test_cancel_leaves_nothing_behind(tmp_path: Path, after: int) -> None:
    heard: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        heard.append((done, total))
        if done >= after:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(guests(20), tmp_path / "sheet.pdf", A4, report=report)
    assert not list(tmp_path.iterdir())
    assert heard == sorted(heard)
    assert {total for _, total in heard} == {40}


def test_progress_comes_to_its_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_pdf(guests(20), tmp_path / "s.pdf", A4, report=lambda *told: heard.append(told))
    assert heard[-1] == (40, 40)
    assert heard == sorted(heard)


def test_it_can_be_written_in_the_workers_thread(
    tmp_path: Path, book: Book, photos: dict[str, str]
) -> None:
    cards = [replace(SOFIA, photo=photos["red"]), *MANY]
    written: list[int] = []

    def work() -> None:
        with book.in_this_thread():
            written.append(write_pdf(sheet(*cards), tmp_path / "s.pdf", A4, Photos(book)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert written == [lay_out(sheet(*cards), A4).count]


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(LETTER.size())
    return printer


def test_a_printer_gets_the_same_sheet_on_its_own_paper(tmp_path: Path) -> None:
    printed = print_on(printer_to(tmp_path / "printed.pdf"), guests(20))
    assert printed == lay_out(guests(20), LETTER).count
    text = found_text(tmp_path / "printed.pdf")
    assert "passed the exam (since 2024-11)" in text
    assert f"page 1 of {printed}" in text


def test_a_printer_prints_the_pages_asked_for(tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert print_on(printer, guests(40)) == 2
    assert "page 3 of" in found_text(tmp_path / "printed.pdf")


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_takes_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(RelbookError, match="did not take the sheet"):
        print_on(printer_to(tmp_path / "no folder" / "printed.pdf"), sheet(SOFIA))
