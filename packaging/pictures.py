"""Makes the pictures of the README and of the guide from the real window, on the sample book.

``python packaging/pictures.py`` draws them all: those of the README, and of the shops' pages, into
resources/pictures/, those of the guide, light and dark and twice as dense, into resources/guide/pictures/.
With ``--check`` nothing is written: it says which of those that are there differ from what would be
drawn now, and exits with 1 if any does. It needs no display. What other typefaces the machine has
can be seen in names of other scripts.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from few_colours import differs, with_few_colours
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from relbook import paths
from relbook.app import build_window
from relbook.core import events, sample
from relbook.core.briefing import of_event
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import sentence
from relbook.gui import printing
from relbook.gui.photos import Photos
from relbook.gui.theme import Theme
from relbook.gui.window import Window

PARTS = {"readme": 1, "guide": 2}  # and how many pixels each has to a pixel of the design
SCREEN = (1600, 1200)  # pixels of the design
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
SIZE = QSize(1280, 800)
SHEET_DPI = 110
WHO = "Oisín Ó Braonáin"  # whose page is shown

Keep = Callable[[str, QImage], None]


class Studio:
    """A window on the sample book, as it is on one day, in one look."""

    def __init__(self, theme: Theme, look: str, folder: Path) -> None:
        self.theme, self.look = theme, look
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError(app)
        theme.apply(app, look)  # type: ignore[arg-type]
        path = folder / f"{look}.relbook"
        with sample.make(path, TODAY, paths.asset("sample")) as book:
            settle_faces(book)
        self._time = NOW - timedelta(hours=2)
        self.book = Book.open(path, now=self._tick)
        self.window: Window = build_window(self.book, theme=theme, today=lambda: TODAY)
        self.window.resize(SIZE)
        self.window.show()

    def _tick(self) -> datetime:
        self._time += timedelta(minutes=7)
        return self._time

    def person(self, name: str) -> int:
        """The id of who is called so."""
        return int(self.book.value("SELECT id FROM person WHERE name = ?", name))

    def show_person(self, name: str = WHO) -> None:
        """Show someone's page."""
        self.window.desk.focus.show_person(self.person(name))
        self.settle()

    def show_event(self) -> None:
        """Show the page of the next event."""
        event = events.coming(self.book, TODAY)[0].id
        self.window.desk.focus.set(event=event, page="event", selection=frozenset(), person=None)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing moves any more, with no caret and no ring on the screen."""
        quiet = 0
        while quiet < 3:
            QTest.qWait(200)
            quiet = 0 if self.window.desk.jobs.running else quiet + 1
            focused = QApplication.focusWidget()
            if focused is not None and focused.window() is self.window:
                focused.clearFocus()

    def dialog(self, name: str) -> QWidget:
        """The dialog of that name, once it is there."""
        for _ in range(200):
            found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name]
            if found and found[0].isVisible():
                return found[0]
            QTest.qWait(50)
        raise LookupError(name)

    def close(self) -> None:
        """Put everything away."""
        self.window.desk.jobs.stop()
        self.window.desk.notices.stop()
        self.window.deleteLater()
        QTest.qWait(0)
        self.book.close()


def settle_faces(book: Book) -> None:
    """The colour of who has no photo hangs on an id, which is made by chance; here by their name."""
    with book.edit(sentence("Settle the faces")):
        for model, table in ((schema.Person, "person"), (schema.Guest, "guest")):
            for one, name in book.rows(f"SELECT id, coalesce(name, '') FROM {table}"):
                uid = blake2b(f"{table} {one} {name}".encode(), digest_size=16).hexdigest()
                book.update(model, one, uid=uid)
    book.forget_edits()


# For the README


def draw_readme(theme: Theme, folder: Path, keep: Keep) -> None:
    """The window in both looks, an event, and a printed sheet."""
    for look, name in (("light", "window"), ("dark", "window-dark")):
        studio = Studio(theme, look, folder)
        studio.show_person()
        keep(f"{name}.png", picture(studio.window))
        if look == "light":
            studio.show_event()
            keep("event.png", picture(studio.window))
            keep("sheet.png", sheet(studio.book, SHEET_DPI))
        studio.close()


# For the guide


def draw_guide(theme: Theme, folder: Path, keep: Keep) -> None:
    """What the chapters of the guide show."""
    for look in ("light", "dark"):
        studio = Studio(theme, look, folder)
        for scene in (
            someone_new,
            what_you_share,
            give_and_receive,
            before_an_event,
            finding_anything,
            in_and_out,
            nothing_is_lost,
            who_may_read_it,
        ):
            name = scene.__name__.replace("_", "-")
            drawn = scene(studio)
            if drawn is not None:
                keep(f"{name}-{look}.png", with_few_colours(drawn))
        studio.close()


def someone_new(studio: Studio) -> QImage:
    """The upper part of someone's page."""
    studio.show_person()
    return picture(studio.window.pages, QRect(0, 0, 664, 300))


def what_you_share(studio: Studio) -> QImage:
    """The interests of one, and beside them those of an event's guests."""
    window = studio.window
    window.side.setSizes([300, 400])
    studio.show_person("Fatoumata Diallo")
    one = picture(window.interests, QRect(0, 0, 308, 262))
    studio.show_event()
    return beside(one, picture(window.interests, QRect(0, 0, 308, 262)))


def give_and_receive(studio: Studio) -> QImage:
    """The ledger while a line is written, and that of an event."""
    window = studio.window
    window.side.setSizes([200, 500])
    studio.show_person()
    window.ledger.begin()
    QTest.keyClicks(window.ledger.box, "lent the big pot by May")
    QTest.qWait(300)
    window.setFocus()
    studio.settle()
    one = picture(window.ledger, QRect(0, 0, 308, 282))
    window.ledger.box.clear()
    studio.show_event()
    return beside(one, picture(window.ledger, QRect(0, 0, 308, 282)))


def before_an_event(studio: Studio) -> QImage | None:
    """The upper part of a printed sheet, which is white in any look."""
    if studio.look == "dark":
        return None
    whole = sheet(studio.book, 150)
    return whole.copy(0, whole.width() // 24, whole.width(), whole.width() * 9 // 20)


def finding_anything(studio: Studio) -> QImage:
    """The list as it answers a search, and as a circle narrows it."""
    window = studio.window
    found = []
    for words in ("night trains", "bees roof"):
        window.desk.focus.set(
            search=words, event=None, page="opening", selection=frozenset(), person=None
        )
        studio.settle()
        found.append(picture(window.people, QRect(0, 0, 292, 300)))
    window.desk.focus.set(search="")
    return beside(*found)


CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Oisin O Braonain
EMAIL:oisin@silences.example
ORG:Dead Engines
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Mbali Ndlovu
EMAIL;TYPE=work:mbali@bottega.example
TEL:+39 040 555 0177
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Giulio Zanier
TEL:+39 040 555 0190
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ravi Menon
ORG:Railways, coach 12
TEL:+91 22 5550 0112
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Elke Sturm
EMAIL:elke@cello.example
END:VCARD
"""


def in_and_out(studio: Studio) -> QImage:
    """The preview of what a file would bring."""
    file = studio.book.path.with_name("friends.vcf")
    file.write_text(CARDS, "utf-8")
    studio.window.exchange.bring([file])
    return take_dialog(studio, "bring", QSize(980, 460))


def nothing_is_lost(studio: Studio) -> QImage:
    """The history after a few edits."""
    window = studio.window
    for line in ("gave news to Ada about poetry", "promised a jar of honey to Selin by Friday"):
        window.ledger.begin()
        QTest.keyClicks(window.ledger.box, line)
        window.ledger.box.entered.emit()
        studio.settle()
    studio.show_person()
    window.interests.tag("beekeeping")
    person = studio.person(WHO)
    with studio.book.edit(sentence("Edit {name}", name=WHO)):
        studio.book.update(schema.Person, person, nickname="Oisín", say_it="ush-EEN oh BRAY-nawn")
    window.past.show_history()
    return take_dialog(studio, "history", QSize(820, 370))


def who_may_read_it(studio: Studio) -> QImage:
    """A window with its faces and facts blurred."""
    window = studio.window
    window.actions_.show_side.setChecked(False)
    window.resize(860, 640)
    window.splitter.setSizes([250, 610, 0])
    studio.show_person()
    window.actions_.blur.setChecked(True)
    studio.settle()
    drawn = picture(window, QRect(0, 0, 860, 372))
    window.actions_.blur.setChecked(False)
    return drawn


# How they are drawn


def picture(widget: QWidget, part: QRect | None = None) -> QImage:
    """What is to be seen of `widget`, or of a `part` of it."""
    drawn = widget.grab(part) if part is not None else widget.grab()
    return drawn.toImage().convertToFormat(QImage.Format.Format_RGB32)


def take_dialog(studio: Studio, name: str, size: QSize) -> QImage:
    """A dialog in that size; it is closed afterwards."""
    dialog = studio.dialog(name)
    dialog.setMinimumSize(0, 0)
    dialog.resize(size)
    studio.settle()
    focused = dialog.focusWidget()
    if focused is not None:
        focused.clearFocus()
    QTest.qWait(100)
    drawn = picture(dialog)
    dialog.close()
    QTest.qWait(50)
    return drawn


def beside(*parts: QImage) -> QImage:
    """Pictures side by side, a little apart."""
    density = parts[0].devicePixelRatio()
    gap = round(4 * density)
    wide = sum(part.width() for part in parts) + gap * (len(parts) - 1)
    whole = QImage(wide, max(part.height() for part in parts), QImage.Format.Format_RGB32)
    whole.fill(parts[0].pixelColor(0, parts[0].height() - 1))
    painter = QPainter(whole)
    left = 0
    for part in parts:
        part.setDevicePixelRatio(1)
        painter.drawImage(left, 0, part)
        left += part.width() + gap
    painter.end()
    return whole


def sheet(book: Book, dpi: int) -> QImage:
    """The first page of the next event's sheet."""
    event = events.coming(book, TODAY)[0].id
    pages = printing.lay_out(of_event(book, event, TODAY), printing.A4)
    inches = 210 / 25.4, 297 / 25.4
    image = QImage(round(inches[0] * dpi), round(inches[1] * dpi), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    dots = round(dpi / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    printing.paint(pages, painter, 0, Photos(book))
    painter.end()
    return image


def main() -> int:
    """Make them all, or one part; returns the exit status."""
    check = "--check" in sys.argv
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        return draw(sys.argv[1], check=check)
    command = [sys.executable, __file__]
    more = ["--check"] if check else []
    return max(subprocess.run([*command, part, *more], check=False).returncode for part in PARTS)


def draw(part: str, *, check: bool) -> int:
    """Draw a part, or hold it against what is there."""
    folder = paths.asset("pictures" if part == "readme" else "guide/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    stale: list[str] = []

    def keep(name: str, image: QImage) -> None:
        file = folder / name
        if check and differs(image, file):
            stale.append(name)
            print(f"{file.relative_to(paths.asset(''))} is not what is drawn now")
        elif not check:
            image.save(str(file), "PNG", 0)
            print(f"{file.stat().st_size:>9,}  {file.relative_to(paths.asset(''))}")

    with tempfile.TemporaryDirectory() as scratch:
        use_screen(PARTS[part], Path(scratch))
        app = QApplication(sys.argv[:1])
        app.setCursorFlashTime(0)
        theme = Theme(paths.asset)
        (draw_readme if part == "readme" else draw_guide)(theme, Path(scratch), keep)
    return int(bool(stale))


def use_screen(density: int, folder: Path) -> None:
    """Have Qt take a screen, once it starts, that is large enough and as dense as is wanted."""
    screen = {"name": "one", "x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screen |= {"width": SCREEN[0] * density, "height": SCREEN[1] * density}
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"
    os.environ["QT_SCALE_FACTOR"] = str(density)
    os.environ["TZ"] = "UTC"
    time.tzset()


if __name__ == "__main__":
    sys.exit(main())
