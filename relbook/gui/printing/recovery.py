"""The recovery sheet of a locked book: for the drawer, and for whoever comes after its owner."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from relbook.core.words import say
from relbook.gui.printing.paper import PER_INCH, Paper, mm
from relbook.gui.printing.type import MUTED, Role, styles

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

EDGE = 22  # millimetres
LINES = 2  # to write the passphrase on
BEFORE: dict[Role, float] = {"label": 0.9, "todo": 1.6}  # in lines
AFTER: dict[Role, float] = {"label": 0.1, "todo": 0.15}


@dataclass(frozen=True, slots=True)
class Recovery:
    """What stands on it. `passphrase` is empty where it is to be written by hand."""

    book: str
    place: str
    owner: str
    day: str
    passphrase: str = ""


def parts(sheet: Recovery) -> list[tuple[Role, str]]:
    """What it says, top down, and how each part is set; empty text is a line to write on."""
    told: list[tuple[Role, str]] = [
        ("title", say("Recovery sheet")),
        ("summary", say("For “{book}”, a Relbook address book.", book=sheet.book)),
        (
            "text",
            say(
                "The book is locked. Whoever has this sheet and the file can read it: keep the "
                "two apart, and this where you keep your passport."
            ),
        ),
        ("label", say("Whose passphrase it is")),
        ("new", sheet.owner),
        ("label", say("Where the book lies")),
        ("new", sheet.place),
        ("label", say("Written on")),
        ("new", sheet.day),
        ("label", say("The passphrase, letter by letter, with blanks and capitals")),
    ]
    told += [("name", sheet.passphrase)] if sheet.passphrase else [("name", "")] * LINES
    return [
        *told,
        ("todo", say("To open it")),
        (
            "text",
            say(
                "Open the file with Relbook and type the passphrase. A copy made elsewhere opens "
                "with the passphrase that the book had then."
            ),
        ),
        ("todo", say("To open it without Relbook")),
        (
            "text",
            say(
                "It is an SQLite database, encrypted with SQLCipher 4 and its usual settings "
                "(page size 4096, 256000 rounds of PBKDF2-HMAC-SHA512). Programs that read such, "
                "DB Browser for SQLite say, open it with this passphrase; the people are in the "
                "table “person”."
            ),
        ),
        (
            "text",
            say("Nobody can open it without the passphrase: not those who made Relbook either."),
        ),
    ]


def paint_recovery(painter: QPainter, sheet: Recovery, paper: Paper) -> None:
    """Draw it on a painter that counts in units."""
    style = styles()
    left, top = mm(EDGE), mm(EDGE)
    wide = paper.width - 2 * left
    wrap = int(Qt.TextFlag.TextWrapAnywhere)
    for role, text in parts(sheet):
        shown = style[role]
        if role in BEFORE and text:
            top += shown.step * BEFORE[role]
        if not text:
            top += mm(12)
            painter.setPen(QPen(MUTED, mm(0.2)))
            painter.drawLine(QLineF(QPointF(left, top), QPointF(left + wide, top)))
            continue
        painter.setFont(shown.font)
        painter.setPen(QColor("black") if role == "name" else shown.ink)
        flags = wrap if role == "name" else int(Qt.TextFlag.TextWordWrap)
        room = QRectF(left, top, wide, paper.height)
        taken = painter.boundingRect(room, flags, text)
        painter.drawText(room, flags, text)
        top += max(taken.height(), shown.step) + shown.step * AFTER.get(role, 0.5)


def print_recovery(printer: "QPrinter", sheet: Recovery) -> bool:
    """Print it on the paper that `printer` has; whether the printer took it."""
    from PySide6.QtGui import QPageLayout

    printer.setFullPage(True)
    printer.setDocName(say("Recovery sheet"))
    size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    scale = printer.resolution() / PER_INCH
    painter.scale(scale, scale)
    paint_recovery(painter, sheet, Paper("", size.width(), size.height()))
    return painter.end()
