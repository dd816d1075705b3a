"""The recovery sheet of a locked book: what stands on it, printed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QWidget

from relbook.core.words import say
from relbook.gui.dialogs.lock.secret import labelled
from relbook.gui.printing import usual_paper
from relbook.gui.printing.recovery import Recovery, paint_recovery, parts, print_recovery
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

HIGH = 330


class RecoveryDialog(Dialog):
    """Shows the sheet and prints it; a file of it is not made, for that would lie open.

    `passphrase` is what would stand on it once that is ticked; empty where it is not known.
    """

    def __init__(
        self,
        theme: Theme,
        path: Path,
        *,
        owner: str = "",
        passphrase: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, say("Recovery sheet"), "recovery", parent, 460)
        self._path, self._passphrase = path, passphrase
        self.notice_bar = NoticeBar(theme, "recovery.notice")
        self.body.addWidget(self.notice_bar)
        self.add_text(
            say(
                "A page for the drawer: what book this is, how it opens, and a line to write the "
                "passphrase on."
            ),
            muted=True,
        )
        self.owner = QLineEdit(owner)
        self.owner.setObjectName("recovery.owner")
        self.owner.setAccessibleName(say("Whose passphrase it is"))
        self.body.addLayout(labelled(theme, say("Whose passphrase it is"), self.owner))
        self.tick = QCheckBox(say("&Print the passphrase on it"))
        self.tick.setObjectName("recovery.passphrase")
        self.tick.setAccessibleName(say("Print the passphrase on it"))
        self.tick.setVisible(bool(passphrase))
        self.body.addWidget(self.tick)
        self._picture = _Picture(theme, self)
        self.body.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        printing = self.add_button(say("Print…"), "print", primary=True)
        printing.clicked.connect(self._choose_printer)
        self.add_close()
        self.owner.textChanged.connect(self._show)
        self.tick.toggled.connect(self._show)
        self._show()

    @property
    def sheet(self) -> Recovery:
        """What stands on it now."""
        return Recovery(
            book=self._path.name,
            place=str(self._path),
            owner=self.owner.text().strip(),
            day=QLocale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat),
            passphrase=self._passphrase if self.tick.isChecked() else "",
        )

    def _show(self) -> None:
        self._picture.setAccessibleDescription(
            "\n".join(text for _, text in parts(self.sheet) if text)
        )
        self._picture.update()

    def _choose_printer(self) -> None:
        from relbook.gui.printing.printer import printer_dialog

        asking = printer_dialog(self, usual_paper(), self.print_on)
        if asking is not None:
            QDialog.open(asking)
        else:
            self._say(
                say(
                    "This computer knows no printer; nothing was printed. Write the sheet by hand: "
                    "the book’s place, and the passphrase."
                )
            )

    def print_on(self, printer: "QPrinter") -> None:
        """Print it on the paper that `printer` has."""
        took = print_recovery(printer, self.sheet)
        self._say(
            say("Sent to the printer.")
            if took
            else say("The printer did not take it, and nothing was lost: see that it is on.")
        )

    def _say(self, sentence: str) -> None:
        self.notice_bar.clear()
        self.notice_bar.show_message(sentence)


class _Picture(QLabel):
    """The page as it will be, small.

    A label: a screen reader passes a plain widget over.
    """

    def __init__(self, theme: Theme, dialog: RecoveryDialog) -> None:
        super().__init__(dialog)
        self._theme, self._dialog = theme, dialog
        self.setObjectName("recovery.page")
        self.setAccessibleName(say("The page"))
        self._paper = usual_paper()
        high = theme.measure(HIGH)
        self.setFixedSize(QSize(round(high * self._paper.wide / self._paper.high), high))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setPen(self._theme.colours.hairline)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        scale = self.width() / self._paper.width
        painter.scale(scale, scale)
        paint_recovery(painter, self._dialog.sheet, self._paper)
