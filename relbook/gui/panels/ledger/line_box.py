"""The one line in which one writes what passed; it offers what may stand where the cursor is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter

from relbook.core import ledger_line
from relbook.core.ledger_line import Place
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.book_undo import BookUndo
from relbook.gui.widgets.inputs import TextInput

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be put in a place: the words, how they are shown, and who is meant by a name."""

    text: str
    shown: str = ""
    person: int | None = None


class LineBox(TextInput):
    """Tab takes the first offer, Down goes to them; Return takes the one gone to, else enters.

    `offers(place, text)` says what may stand in a place.
    """

    entered = Signal()
    escaped = Signal()
    went_down = Signal()
    offer_taken = Signal(object)

    def __init__(self, theme: Theme, offers: Callable[[Place, str], Sequence[Offer]]) -> None:
        super().__init__(theme, say("gave advice to Jonas about the yard"))
        self._offers_for = offers
        self._offers: Sequence[Offer] = ()
        self._place: Place | None = None
        self.setObjectName("ledgerBox")
        BookUndo(self, own_words=True)
        self.setAccessibleName(say("What was given or received"))
        self._shown = QStringListModel(self)
        self._completer = QCompleter(self._shown, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        popup = self._popup()
        popup.setObjectName("completions")
        popup.setProperty("popup", True)
        self.textEdited.connect(self.offer)

    def offer(self) -> None:
        """Offer what may stand at the cursor, if there is something."""
        place = ledger_line.place(self.text(), self.cursorPosition())
        self._place, self._offers = place, self._offers_for(place, self.text())
        typed = place.text.strip().casefold()
        if [offer.text.casefold() for offer in self._offers] == [typed]:
            self._offers = ()
        if not self._offers or not self.hasFocus():
            self._popup().hide()
            return
        self._shown.setStringList([offer.shown or offer.text for offer in self._offers])
        self._completer.complete()
        self._popup().clearSelection()

    def begin(self, text: str = "") -> None:
        """Go to the line, with `text` in it unless one has begun already."""
        if text and not self.text().strip():
            self.setText(text)
            self.edited.emit()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)
        if text:
            self.offer()

    def offer_for(self, name: str) -> None:
        """Go behind a name in the line, and offer who may be meant by it."""
        at = self.text().casefold().rfind(name.casefold())
        if at >= 0:
            self.setCursorPosition(at + len(name))
            self.offer()

    def _popup(self) -> QAbstractItemView:
        popup = self._completer.popup()
        if popup is None:
            raise TypeError(popup)
        return popup

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self._take(index.row())

    def _take(self, row: int) -> None:
        """Put an offer where it belongs, and offer what may come behind it."""
        if self._place is None or row >= len(self._offers):
            return
        offer, text = self._offers[row], self.text()
        before = text[: self._place.start] + offer.text + " "
        self._popup().hide()
        self.offer_taken.emit(offer)
        self.setText(before + text[self._place.end :].lstrip())
        self.setCursorPosition(len(before))
        self.edited.emit()
        # Only afterwards: the list of offers is still being closed.
        QTimer.singleShot(0, self, self._offer_on)

    def _offer_on(self) -> None:
        if self.hasFocus():
            self.offer()

    def _gone_to(self) -> int | None:
        """The offer that one has gone to in the list."""
        rows = self._popup().selectionModel().selectedIndexes()
        return rows[0].row() if rows and self._popup().isVisible() else None

    def _step(self, by: int) -> None:
        """Go to the next offer, or the one before; the first at the beginning."""
        at = self._gone_to()
        row = 0 if at is None else min(max(at + by, 0), len(self._offers) - 1)
        self._popup().setCurrentIndex(self._completer.completionModel().index(row, 0))

    def event(self, event: QEvent) -> bool:
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self._popup().isVisible():
            self._take(self._gone_to() or 0)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, offered = event.key(), self._popup().isVisible()
        if key in RETURN:
            gone_to = self._gone_to()
            if gone_to is not None:
                self._take(gone_to)
            else:
                self._popup().hide()
                self.entered.emit()
        elif key == Qt.Key.Key_Escape and offered:
            self._popup().hide()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.edited.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and offered:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._popup().hide()
