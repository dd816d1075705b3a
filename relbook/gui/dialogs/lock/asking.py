"""What the dialogs that ask for a passphrase have in common."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from relbook.core.words import say
from relbook.gui.dialogs.lock.secret import Secret
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.notice_bar import NoticeBar


class AskingDialog(Dialog):
    """Whoever tries the passphrase says what came of it in the notice bar.

    `remember` is to be laid out where it belongs; it is hidden until there is a keyring.
    """

    def __init__(
        self, theme: Theme, title: str, name: str, parent: QWidget | None, width: int
    ) -> None:
        super().__init__(theme, title, name, parent, width)
        self.notice_bar = NoticeBar(theme, f"{name}.notice")
        self.body.addWidget(self.notice_bar)
        self.remember = QCheckBox(say("&Remember it on this computer"))
        self.remember.setObjectName(f"{name}.remember")
        self.remember.setAccessibleName(say("Remember it on this computer"))
        self.remember.hide()

    def offer_remembering(self, remembers: bool) -> None:
        """There is a keyring; does it have this book's key?"""
        self.remember.setChecked(remembers)
        self.remember.show()
        QTimer.singleShot(0, self, self._make_room)

    def show_complaint(self, sentence: str, again: Secret | None) -> None:
        """Say why nothing came of it, and let it be typed `again`."""
        self.notice_bar.clear()
        self.notice_bar.show_problem(sentence)
        QTimer.singleShot(0, self, self._make_room)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            again.selectAll()

    def _make_room(self) -> None:
        wanted = self.heightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), wanted)
