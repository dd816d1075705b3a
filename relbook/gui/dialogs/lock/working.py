"""What stands on the screen while a book is written anew, and nobody may look into it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog


class WorkingDialog(Dialog):
    """Says `words` and how far it is; it goes when the work is done (`end`), not before."""

    def __init__(self, theme: Theme, title: str, words: str) -> None:
        super().__init__(theme, title, "working", None, 440)
        self.setWindowFlags(Qt.WindowType.Window)
        self.add_text(words, "said", muted=True)
        self.bar = QProgressBar()
        self.bar.setObjectName("working.progress")
        self.bar.setAccessibleName(say("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.body.addWidget(self.bar)
        self._over = False

    def show_progress(self, done: int, total: int) -> None:
        """How far the work is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self) -> None:
        """The work is done."""
        self._over = True
        self.close()

    def reject(self) -> None:
        if self._over:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._over:
            super().closeEvent(event)
        else:
            event.ignore()
