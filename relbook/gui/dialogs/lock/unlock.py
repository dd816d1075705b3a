"""Asks for the passphrase of a locked book."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from relbook.core.words import say
from relbook.gui.dialogs.lock.asking import AskingDialog
from relbook.gui.dialogs.lock.secret import Secret, Shower, labelled
from relbook.gui.theme import Theme
from relbook.gui.widgets.labels import IconLabel


class UnlockDialog(AskingDialog):
    """`given` has the passphrase; whoever tries it says what came of it with `complain`.

    Without a `parent` it is a window of its own: nothing of the book is on the screen.
    """

    given = Signal(str)
    other_requested = Signal()

    def __init__(self, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, say("“{name}” is locked", name=path.stem), "unlock", parent, width=460
        )
        if parent is None:
            self.setWindowFlags(Qt.WindowType.Window)
        self.setWindowTitle(say("{book} – Relbook", book=path.stem))
        self.head.insertWidget(0, IconLabel(theme, "lock", 22))
        self.passphrase = Secret("unlock.passphrase", say("Passphrase"))
        self.body.addLayout(labelled(theme, say("Passphrase"), self.passphrase))
        self.shower = Shower("unlock.show", self.passphrase)
        self.body.addWidget(self.shower)
        self.remember.setToolTip(
            say("In this computer's own keyring: whoever is you here opens the book.")
        )
        self.body.addWidget(self.remember)
        self.add_text(str(path.parent), "place", muted=True)
        self._waiting = self.add_text("", "waiting")
        self._waiting.hide()
        if parent is None:
            other = self.add_button(say("Another book…"), "other")
            other.clicked.connect(self.other_requested)
            leave = self.add_button(say("Quit"), "leave")
        else:
            leave = self.add_button(say("Cancel"), "leave")
        leave.clicked.connect(self.reject)
        self.open_button = self.add_button(say("Open"), "open", primary=True)
        self.open_button.clicked.connect(self._give)
        self.passphrase.textChanged.connect(self._offer)
        self._busy = False
        self._offer()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_waiting(self, sentence: str) -> None:
        """Say what comes next, once it is open."""
        self._waiting.setText(sentence)
        self._waiting.show()
        QTimer.singleShot(0, self, self._make_room)

    def complain(self, sentence: str) -> None:
        """It did not open: say why, and let it be typed again."""
        self.set_busy(False)
        self.show_complaint(sentence, self.passphrase)

    def set_busy(self, busy: bool) -> None:
        """While it is tried nothing can be typed."""
        self._busy = busy
        for one in (self.passphrase, self.shower, self.remember):
            one.setEnabled(not busy)
        self.open_button.set_word(say("Opening…") if busy else say("Open"))
        self._offer()

    def reject(self) -> None:
        if not self._busy:  # that comes to its end in a moment
            super().reject()

    def _give(self) -> None:
        self.notice_bar.clear()
        self.given.emit(self.passphrase.text())

    def _offer(self) -> None:
        self.open_button.setEnabled(bool(self.passphrase.text()) and not self._busy)
