"""Taking the passphrase off a book."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from relbook.core.words import say
from relbook.gui.dialogs.lock.secret import Secret, Shower, labelled
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.notice_bar import NoticeBar


class RemovingDialog(Dialog):
    """Asks for the passphrase once more: an open window alone takes no lock off.

    `settled(passphrase)`; whoever tries says with `complain` what is wrong, else closes it.
    """

    settled = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("Remove the passphrase"), "unlocking", parent, 460)
        self.notice_bar = NoticeBar(theme, "unlocking.notice")
        self.body.addWidget(self.notice_bar)
        self.add_text(
            say(
                "The book and its backups open without a passphrase from then on, for whoever "
                "has the files."
            ),
            muted=True,
        )
        self.was = Secret("unlocking.was", say("Passphrase so far"))
        self.body.addLayout(labelled(theme, say("Passphrase so far"), self.was))
        self.body.addWidget(Shower("unlocking.show", self.was))
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(say("Remove it"), "go", primary=True)
        self.go.clicked.connect(self._settle)
        self.was.textChanged.connect(self._offer)
        self._busy = False
        self._offer()
        self.was.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, sentence: str) -> None:
        """Nothing came of it: say why."""
        self._busy = False
        self.was.setEnabled(True)
        self._offer()
        self.notice_bar.clear()
        self.notice_bar.show_problem(sentence)
        QTimer.singleShot(0, self, self._make_room)
        self.was.setFocus(Qt.FocusReason.OtherFocusReason)
        self.was.selectAll()

    def _settle(self) -> None:
        self.notice_bar.clear()
        self._busy = True
        self.was.setEnabled(False)
        self._offer()
        self.settled.emit(self.was.text())

    def _offer(self) -> None:
        self.go.setEnabled(bool(self.was.text()) and not self._busy)

    def _make_room(self) -> None:
        wanted = self.heightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), wanted)
