"""Ctrl+Z means the book, also while the keys are in a box that is no part of it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class BookUndo(QObject):
    """Keeps a box where one searches or asks from taking Undo and Redo for its own letters.

    With `own_words` it may have them while something is typed in it.
    """

    def __init__(self, box: QLineEdit, *, own_words: bool = False) -> None:
        super().__init__(box)
        self._box, self._own_words = box, own_words
        box.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # By its class first: few events are keys, and all come by here.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (event.matches(UNDO) or event.matches(REDO))
            and not (self._own_words and self._box.text())
        ):
            event.ignore()  # so that the window's shortcut has it
            return True
        return False
