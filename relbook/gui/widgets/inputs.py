"""What one types and chooses in: each with `value`, `set_value` and the news that it `edited`."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline

Choices = Sequence[tuple[Any, str]]
Complete = Callable[[str], Sequence[tuple[int, str]]]
MOST_LINES = 12
MOST_ENTRIES = 12  # of a list that opens, before it scrolls


def _completer(model: QAbstractItemModel, parent: QWidget) -> QCompleter:
    """Offers what `model` holds in a list dressed like a menu."""
    completer = QCompleter(model, parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("completions")
        popup.setProperty("popup", True)
    return completer


class TextInput(QLineEdit):
    """One line of text."""

    edited = Signal()

    def __init__(self, theme: Theme, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setMinimumWidth(theme.measure(60))
        self.textEdited.connect(self.edited)

    def value(self) -> Any:
        """The text without the blanks around it."""
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is none."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)


class LongInput(QPlainTextEdit):
    """Lines of text; as high as they need, between `least` and twelve lines."""

    edited = Signal()

    def __init__(
        self, theme: Theme, placeholder: str = "", least: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least = least
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def value(self) -> Any:
        """The text without the blanks around it."""
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is none."""
        self.setPlainText("" if value is None else str(value))

    def _fit(self) -> None:
        # The size of a plain document is counted in lines.
        lines = max(self._least, min(MOST_LINES, round(self.document().size().height())))
        line = self._theme.metrics("text").lineSpacing()
        self.setFixedHeight(round(lines * line) + self._theme.measure(18))


class ChoiceInput(QComboBox):
    """One of several; with `free`, also words of one's own.

    `settled` once a choice is made for good, and not only passed by with a key: taken from the
    open list, or left with the focus. Return takes the completion that is marked, the first one
    by itself.
    """

    edited = Signal()
    settled = Signal()

    def __init__(
        self, theme: Theme, choices: Choices, free: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setView(QListView(self))
        self.view().setProperty("popup", True)
        self.setEditable(free)
        self.setMinimumWidth(theme.measure(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for value, word in choices:
            self.addItem(word, value)
        self._listed = False
        self.setMaxVisibleItems(MOST_ENTRIES)
        if free:
            self._let_type()
        self.currentIndexChanged.connect(self.edited)
        self.activated.connect(self._taken)

    def _let_type(self) -> None:
        completer = _completer(self.model(), self)
        self.setCompleter(completer)
        self.editTextChanged.connect(self.edited)
        line, offers = self.lineEdit(), completer.popup()
        if line is not None and offers is not None:
            # Not at once: the list is filled and opened only after the letter is in the line.
            line.textEdited.connect(self._mark_later)
            offers.installEventFilter(self)

    def value(self) -> Any:
        """The value of the choice; with `free`, the words if they are none of the choices."""
        if not self.isEditable():
            return self.currentData()
        typed = self.currentText().strip()
        for at in range(self.count()):
            if self.itemText(at).casefold() == typed.casefold():
                return self.itemData(at)
        return typed

    def set_value(self, value: Any) -> None:
        """Choose; a value that is not among the choices is shown as words if `free` allows it."""
        at = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
        if at >= 0:
            self.setCurrentIndex(at)
            if self.isEditable():
                self.setEditText(self.itemText(at))
        elif self.isEditable():
            self.setCurrentIndex(-1)
            self.setEditText("" if value is None else str(value))
        else:
            self.setCurrentIndex(0)

    def _mark_later(self) -> None:
        QTimer.singleShot(0, self, self._mark)

    def _mark(self) -> None:
        """Mark the first completion offered; what is typed stays as it is until it is taken."""
        completer = self.completer()
        offers = completer.popup() if completer is not None else None
        if completer is None or offers is None or not offers.isVisible():
            return
        if not offers.currentIndex().isValid():
            # Unheard: the line would be filled with what is only marked.
            completer.blockSignals(True)
            offers.setCurrentIndex(completer.completionModel().index(0, self.modelColumn()))
            completer.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            completer = self.completer()
            takes = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if takes and completer is not None and watched is completer.popup():
                self._mark()
        return super().eventFilter(watched, event)

    def showPopup(self) -> None:
        super().showPopup()
        self._listed = True
        self._show_all()

    def _show_all(self) -> None:
        """Make the open list as high as its entries: Qt forgets what a style adds around them."""
        view = self.view()
        box, layout, place = view.window(), view.window().layout(), view.window().geometry()
        if layout is None:
            return
        screen = self.screen().availableGeometry()
        rows = sum(view.sizeHintForRow(at) for at in range(min(self.count(), MOST_ENTRIES)))
        # Higher than needed at first: the arrows that it has got take room until they are gone.
        box.resize(place.width(), rows + 4 * view.sizeHintForRow(0))
        layout.activate()
        around = box.height() - view.viewport().height()
        place.setHeight(min(rows + around, screen.height()))
        place.moveTop(max(screen.top(), min(place.top(), screen.bottom() + 1 - place.height())))
        box.setGeometry(place)
        view.scrollTo(view.currentIndex())

    def hidePopup(self) -> None:
        super().hidePopup()
        # What was taken from the list is told only after it has closed.
        QTimer.singleShot(0, self, self._unlist)

    def _unlist(self) -> None:
        self._listed = False

    def _taken(self, _at: int) -> None:
        if self._listed:
            self.settled.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in elsewhere:
            self.settled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Who scrolls the page must not change what happens to lie under the pointer.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        canvas = Canvas(QPainter(self), self._theme, self)
        colours, side = self._theme.colours, self._theme.measure(14)
        ink = colours.muted if self.isEnabled() else colours.disabled
        at = self.width() - side - self._theme.measure(9)
        canvas.icon("chevron-down", at, (self.height() - side) / 2, side, ink)
        canvas.painter.end()


class CheckInput(QCheckBox):
    """A tick and its words."""

    edited = Signal()

    def __init__(self, theme: Theme, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.edited)

    def value(self) -> Any:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        measure = self._theme.measure
        wide = self._theme.metrics("text").horizontalAdvance(self.text())
        return QSize(int(wide) + measure(36), measure(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(60), self._theme.measure(30))

    def hitButton(self, at: QPoint) -> bool:
        # All of what lights up under the pointer can be clicked.
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        canvas = Canvas(QPainter(self), self._theme, self)
        colours, measure = self._theme.colours, self._theme.measure
        side, enabled = measure(16), self.isEnabled()
        top = (self.height() - side) / 2
        box = canvas.rect(measure(6), top, side, side)
        if self.underMouse() and enabled:
            canvas.block(QRectF(self.rect()), measure(7), colours.hover)
        if self.isChecked():
            canvas.block(box, measure(4.5), colours.accent if enabled else colours.disabled)
            mark = measure(12)
            inset = (side - mark) / 2
            canvas.icon("check", measure(6) + inset, top + inset, mark, colours.on_accent)
        else:
            canvas.block(box, measure(4.5), colours.field)
            canvas.ring(box, measure(4.5), colours.outline if enabled else colours.hairline, 1.4)
        x = measure(6) + side + measure(9)
        line = baseline(self._theme, "text", 0, self.height())
        ink = colours.text if enabled else colours.disabled
        canvas.text(x, line, self.width() - x - measure(4), self.text(), "text", ink)
        if self.hasFocus():
            canvas.ring(QRectF(self.rect()), measure(7), colours.accent)
        canvas.painter.end()


class PersonInput(TextInput):
    """A name; those the book knows are offered while it is typed."""

    def __init__(
        self,
        theme: Theme,
        complete: Complete,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, placeholder, parent)
        self._complete = complete
        self._offered: Sequence[tuple[int, str]] = ()
        self._chosen: tuple[int, str] | None = None
        self._names = QStringListModel(self)
        completer = _completer(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.textEdited.connect(self._offer)
        self.setCompleter(completer)

    @property
    def chosen(self) -> int | None:
        """The person chosen from the list, while their name stands in the line."""
        person, name = self._chosen or (None, "")
        return person if name == self.text().strip() else None

    def value(self) -> Any:
        """The id of the person chosen, or of the only one of that name; else the words typed."""
        typed = self.text().strip()
        if self._chosen is not None and self._chosen[1] == typed:
            return self._chosen[0]
        if not typed:
            return ""
        same = [number for number, name in self._complete(typed) if name == typed]
        return same[0] if len(same) == 1 else typed

    def set_value(self, value: Any) -> None:
        """Show a person as (id, name), or only words."""
        self._chosen = value if isinstance(value, tuple) else None
        super().set_value(value[1] if isinstance(value, tuple) else value)

    def draft(self) -> Any:
        """The person chosen, as [id, name], or the words typed."""
        chosen = self.chosen
        return self.text() if chosen is None else [chosen, self.text().strip()]

    def resume(self, draft: Any) -> None:
        """Let stand in the line what a `draft` says."""
        self.set_value(tuple(draft) if isinstance(draft, list) else draft)

    def _offer(self, typed: str) -> None:
        self._offered = self._complete(typed.strip()) if typed.strip() else ()
        self._names.setStringList([name for _, name in self._offered])

    def _choose(self, index: QModelIndex) -> None:
        self._chosen = self._offered[index.row()]
        self.setText(self._chosen[1])
        self.edited.emit()


Input = TextInput | LongInput | ChoiceInput | CheckInput
