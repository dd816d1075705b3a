"""The last resort: something in Relbook broke. A text to copy, and on it goes."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import announce


class BrokenDialog(Dialog):
    """Shows `report`, which holds no word from the book; and whether an edit was `rolled_back`."""

    def __init__(
        self,
        theme: Theme,
        report: str,
        parent: QWidget | None = None,
        *,
        rolled_back: bool = False,
    ) -> None:
        super().__init__(theme, say("Something in Relbook went wrong"), "broken", parent, 560)
        self.add_text(
            say(
                "What you were doing was taken back; everything kept before is safe, and you can "
                "go on."
            )
            if rolled_back
            else say(
                "Everything kept is safe, and you can go on; look whether what you did last is there."
            ),
            "said",
        )
        self.add_text(
            say(
                "If you want it mended, send the makers this text. It holds nothing from your book."
            ),
            "report_said",
            muted=True,
        )
        self._report = report
        self.add_listing(report, "report", say("Report"))
        self._copier = self.add_button(say("Copy the text"), "copy")
        self._copier.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))
