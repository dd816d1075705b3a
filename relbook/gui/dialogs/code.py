"""Someone's card as a QR code, for a phone to read from the screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import paint_block
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import announce
from relbook.gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SIDE = 340
QUIET = 4  # modules of white around a code (ISO/IEC 18004)


class CodeDialog(Dialog):
    """`code` is what may be shared about who is called `name`, a pixel a module."""

    def __init__(
        self, theme: Theme, name: str, code: QImage, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, "code", parent, 420)
        self._name, self._code = name, code
        self.notice_bar = NoticeBar(theme, "code.notice")
        self.body.addWidget(self.notice_bar)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(_Code(theme, code, say("QR code with the card of {name}", name=name)))
        line.addStretch()
        self.body.addLayout(line)
        self.add_text(
            say(
                "Aim a phone’s camera at it. It holds what may be shared, without the photo and notes."
            ),
            muted=True,
        )
        self._copier = self.add_button(say("Copy picture"), "copy")
        self._copier.clicked.connect(self._copy)
        printing = self.add_button(say("Print…"), "print")
        printing.clicked.connect(self._choose_printer)
        self.add_close(primary=True)

    def _choose_printer(self) -> None:
        from relbook.gui.printing import usual_paper
        from relbook.gui.printing.printer import printer_dialog

        asking = printer_dialog(self, usual_paper(), self.print_on)
        if asking is not None:
            QDialog.open(asking)
        else:
            self.notice_bar.clear()
            self.notice_bar.show_message(
                say(
                    "This computer knows no printer; nothing was printed. Copy the picture instead."
                )
            )

    def print_on(self, printer: "QPrinter") -> None:
        """Print name and code on the paper that `printer` has."""
        from relbook.gui.printing.code import print_code

        took = print_code(printer, self._name, self._code)
        self.notice_bar.clear()
        self.notice_bar.show_message(
            say("Sent to the printer.")
            if took
            else say("The printer did not take it, and nothing was lost: see that it is on.")
        )

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        module = max(1, SIDE * 2 // (self._code.width() + 2 * QUIET))
        picture = with_quiet(self._code)
        QGuiApplication.clipboard().setImage(picture.scaled(picture.size() * module))
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))


def with_quiet(code: QImage) -> QImage:
    """`code` with the white around it that a camera looks for."""
    picture = QImage(code.size() + QSize(2 * QUIET, 2 * QUIET), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.drawImage(QUIET, QUIET, code)
    painter.end()
    return picture


class _Code(QLabel):
    """Black on white, whatever the colours around it: a camera wants it so.

    A label: a screen reader passes a plain widget over.
    """

    def __init__(self, theme: Theme, code: QImage, said: str) -> None:
        super().__init__()
        self._code, self._radius = code, theme.measure(10)
        self.setObjectName("code.picture")
        self.setAccessibleName(said)
        side = theme.measure(SIDE)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_block(painter, QRectF(self.rect()), self._radius, QColor("white"))
        # Whole pixels a module, so that its edges are sharp.
        scale = self.devicePixelRatioF()
        module = max(1, int(self.width() * scale) // (self._code.width() + 2 * QUIET))
        side = module * self._code.width() / scale
        at = (self.width() - side) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawImage(QRectF(at, at, side, side), self._code)
