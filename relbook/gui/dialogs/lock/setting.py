"""Setting a passphrase, or another one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.dialogs.lock.asking import AskingDialog
from relbook.gui.dialogs.lock.recovery import RecoveryDialog
from relbook.gui.dialogs.lock.secret import Secret, Shower, labelled
from relbook.gui.dialogs.lock.strength import Strength, strength_of
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.labels import Label

PAUSE = 120  # ms without a key before the strength is told


class SettingDialog(AskingDialog):
    """Asks for a new passphrase twice, and with `locked` for the one so far.

    `settled(was, now, remember)`; whoever tries says with `complain` what is wrong, else closes it.
    `known` are words that somebody who wants in would try: names from the book.
    """

    settled = Signal(str, str, bool)

    def __init__(
        self,
        theme: Theme,
        path: Path,
        *,
        locked: bool,
        owner: str = "",
        known: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        title = say("Change the passphrase") if locked else say("Lock with a passphrase")
        super().__init__(theme, title, "passphrase", parent, 480)
        self._path, self._owner, self._known = path, owner, known
        self.add_text(
            say(
                "Without it nobody opens the book or its backups, not even you, and nobody can "
                "find it again. Four or five words that have nothing to do with each other are "
                "strong, and easy to keep in mind."
            ),
            muted=True,
        )
        self.was = Secret("passphrase.was", say("Passphrase so far"))
        self.now = Secret("passphrase.now", say("New passphrase"))
        self.again = Secret("passphrase.again", say("New passphrase once more"))
        if locked:
            self.body.addLayout(labelled(theme, say("Passphrase so far"), self.was))
        else:
            self.was.setParent(self)
            self.was.hide()
        self.body.addLayout(labelled(theme, say("New passphrase"), self.now))
        self._meter = _Meter(theme)
        self.body.addWidget(self._meter)
        self.strength = Label(theme, " ", "small", "muted", wrap=True)
        self.strength.setObjectName("passphrase.strength")
        self.strength.setMinimumHeight(round(theme.metrics("small").lineSpacing() * 2) + 2)
        self.strength.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self.strength)
        self.body.addLayout(labelled(theme, say("Once more"), self.again))
        self.body.addWidget(Shower("passphrase.show", self.was, self.now, self.again))
        self.body.addWidget(self.remember)
        sheet = self.add_button(say("Recovery sheet…"), "sheet")
        sheet.clicked.connect(self._show_sheet)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        word = say("Change it") if locked else say("Lock the book")
        self.go = self.add_button(word, "go", primary=True)
        self.go.clicked.connect(self._settle)
        self._locked, self._busy = locked, False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.tell_strength)
        for one in (self.was, self.now, self.again):
            one.textChanged.connect(self._offer)
        self.now.textChanged.connect(self._pause.start)
        self._offer()
        (self.was if locked else self.now).setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, sentence: str) -> None:
        """Nothing came of it: say why."""
        self.set_busy(False)
        self.show_complaint(sentence, self.was if self._locked else None)

    def set_busy(self, busy: bool) -> None:
        """While it is tried nothing can be typed."""
        self._busy = busy
        for one in (self.was, self.now, self.again):
            one.setEnabled(not busy)
        self._offer()

    def tell_strength(self) -> None:
        """Say how strong the new passphrase is."""
        told = strength_of(self.now.text(), self._known)
        self._meter.show_score(told.score if self.now.text() else -1)
        self.strength.setText(_said(told) or " ")

    def _settle(self) -> None:
        if self.now.text() != self.again.text():
            self.complain(
                say("The new passphrase was not typed the same twice. Nothing was changed.")
            )
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            self.again.selectAll()
            return
        self.notice_bar.clear()
        self.set_busy(True)
        self.settled.emit(self.was.text(), self.now.text(), self.remember.isChecked())

    def _offer(self) -> None:
        typed = self.now.text() and self.again.text() and (self.was.text() or not self._locked)
        self.go.setEnabled(bool(typed) and not self._busy)

    def _show_sheet(self) -> None:
        same = self.now.text() == self.again.text()
        RecoveryDialog(
            self.theme,
            self._path,
            owner=self._owner,
            passphrase=self.now.text() if same else "",
            parent=self,
        ).open()


def _said(told: Strength) -> str:
    if not told.words:
        return ""
    grade = (
        say("No lock at all."),
        say("Very weak."),
        say("Weak."),
        say("Good."),
        say("Strong."),
    )[told.score]
    return f"{grade} {told.words}"


class _Meter(QWidget):
    """Four steps, as many filled as the passphrase is strong; the words below say it too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._score = theme, -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: int) -> None:
        """From 0 to 4; below, nothing is filled."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(120), self._theme.measure(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        m, colours = self._theme.measure, self._theme.colours
        canvas = Canvas(painter, self._theme, self)
        gap, count = m(4), 4
        wide = (self.width() - gap * (count - 1)) / count
        for n in range(count):
            ink = colours.accent if n < self._score else colours.hairline
            rect = QRectF(n * (wide + gap), 0, wide, self.height())
            canvas.block(rect, self.height() / 2, ink)
