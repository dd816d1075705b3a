"""The one editor of every fact: a few fields in the place of what they change."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from relbook.core.errors import Refused, RelbookError
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas
from relbook.gui.widgets.field import Field, FieldBox
from relbook.gui.widgets.flow import ShareLayout
from relbook.gui.widgets.form_foot import FormFoot
from relbook.gui.widgets.inputs import CheckInput, ChoiceInput, LongInput
from relbook.gui.widgets.people_input import PeopleInput

__all__ = ["Field", "Form"]

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(QWidget):
    """Fields with Save and Cancel. Leaving it saves, Esc takes back, Return saves.

    `saved` carries the values once; whoever cannot keep them calls `complain`, and the form goes
    on. Leaving a form in which nothing was changed is `cancelled`. What cannot be read is said
    below its field, and the words and the focus stay.
    """

    saved = Signal(dict)
    cancelled = Signal()
    remove_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        fields: Sequence[Field],
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._boxes = {
            field.name: FieldBox(theme, field, f"{name}.{field.name}", self) for field in fields
        }
        self._inside = False
        self._following = False
        self._done = False
        self._folded = True
        measure = theme.measure
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(12), measure(9), measure(12), measure(11))
        column.setSpacing(measure(10))
        lines = self._lines = ShareLayout(gap=measure(10), least=measure(96))
        for box in self._boxes.values():
            lines.add(box, box.field.share)
            box.complained.connect(self._make_room)
            self._watch(box)
        column.addLayout(lines)
        has_more = any(field.more for field in fields)
        self.foot = FormFoot(theme, name, removable=removable, has_more=has_more)
        self.foot.save.clicked.connect(self.save)
        self.foot.cancel.clicked.connect(self.cancel)
        self.foot.remove.clicked.connect(self._remove)
        self.foot.more.clicked.connect(self._toggle_more)
        column.addWidget(self.foot)
        self._fold(True)
        self._before = self._raw()

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill the fields that `values` names and empty the others; a person is (id, name)."""
        for name, box in self._boxes.items():
            box.fill(values.get(name))
        self._before = self._raw()
        self._done = False
        holds = any(
            box.field.more and self._before[name] != _emptiness(box)
            for name, box in self._boxes.items()
        )
        self._fold(not holds)

    def values(self) -> dict[str, Any]:
        """Every field's value; raises RelbookError at the first that cannot be read."""
        return {name: box.read() for name, box in self._boxes.items()}

    def input(self, name: str) -> QWidget:
        """The widget one types `name` in."""
        return self._boxes[name].input

    def is_changed(self) -> bool:
        """Whether something stands in it that did not when it was filled."""
        return self._raw() != self._before

    def draft(self) -> dict[str, Any]:
        """What stands in the fields that were changed, as JSON can hold it: for `resume`."""
        return {
            name: box.draft()
            for name, box in self._boxes.items()
            if box.raw() != self._before[name]
        }

    def resume(self, draft: Mapping[str, Any]) -> None:
        """Let the fields say what a `draft` of such a form said; nothing of that is saved yet."""
        for name, box in self._boxes.items():
            if name in draft:
                box.resume(draft[name])
                if box.field.more:
                    self._fold(False)

    def told(self) -> str:
        """What was changed, to be read: a line for each field."""
        raw = self._raw()
        return "\n".join(
            f"{box.field.label}: {box.words()}"
            for name, box in self._boxes.items()
            if raw[name] != self._before[name]
        )

    def start(self, name: str = "") -> None:
        """Give the focus to a field, the first one if none is named."""
        box = self._box(name)
        if box.field.more:
            self._fold(False)
        box.input.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(box.input, QLineEdit):
            box.input.selectAll()

    def save(self) -> bool:
        """Read the fields and send `saved`; False if one of them cannot be read."""
        if self._done:
            return True
        values, faults = {}, []
        for name, box in self._boxes.items():
            try:
                values[name] = box.read()
                box.complain("")
            except RelbookError as fault:
                faults.append((name, str(fault)))
        for name, sentence in reversed(faults):
            self.complain(name, sentence)
        if faults:
            return False
        self._done = True
        self.saved.emit(values)
        return self._done

    def leave(self) -> bool:
        """Save if anything was changed, else cancel; False if it cannot be read."""
        if self._done:
            return True
        if self.is_changed():
            return self.save()
        self.cancel()
        return True

    def cancel(self) -> None:
        """Take back what was typed."""
        if not self._done:
            self._done = True
            self.cancelled.emit()

    def go_on(self) -> None:
        """Take it that nothing was kept of what `saved` told: it can be saved again."""
        self._done = False

    def complain(self, name: str, sentence: str) -> None:
        """Say below a field, or the first if there is no `name`, why it cannot be kept."""
        box = self._box(name)
        self.go_on()
        if box.field.more:
            self._fold(False)
        box.complain(sentence)
        # Not at once: this may be in the middle of the focus going elsewhere.
        QTimer.singleShot(0, box.input, box.input.setFocus)

    def object_to(self, fault: RelbookError) -> None:
        """Say why it cannot be kept below the field that was meant, or the likeliest one."""
        meant = fault.field if isinstance(fault, Refused) else ""
        if meant not in self._boxes:
            meant = self._likeliest(isinstance(fault, Refused))
        self.complain(meant, str(fault))

    def _likeliest(self, about_words: bool) -> str:
        """Where something may be missing; where one is, if it is not `about_words` at all."""
        if not about_words:
            here = (name for name, box in self._boxes.items() if self._is_in(box))
            return next(here, "")
        asked = {
            name: box
            for name, box in self._boxes.items()
            if not box.field.more and box.field.kind not in ("choice", "check")
        }
        missing = (n for n, box in asked.items() if box.field.required or box.raw() in ("", ()))
        return next(missing, next(iter(asked), ""))

    def _is_in(self, box: FieldBox) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and box.isAncestorOf(focused)

    def _box(self, name: str) -> FieldBox:
        return self._boxes.get(name) or next(iter(self._boxes.values()))

    def _raw(self) -> dict[str, Any]:
        return {name: box.raw() for name, box in self._boxes.items()}

    def _watch(self, box: FieldBox) -> None:
        typed = box.input
        typed.installEventFilter(self)
        typed.edited.connect(self._soothe)
        line = typed.lineEdit() if isinstance(typed, (ChoiceInput, PeopleInput)) else None
        if line is not None:
            line.installEventFilter(self)
            line.setObjectName(f"{typed.objectName()}.text")
            line.setAccessibleName(box.field.label)
            line.setPlaceholderText(box.field.placeholder)

    def _make_room(self, complaint: QWidget) -> None:
        """Put a complaint below the line of its field, which keeps its place."""
        box = self.sender()
        if isinstance(box, FieldBox):
            self._lines.add_below(complaint, box)

    def _soothe(self) -> None:
        """Take back a complaint once its field is being changed."""
        for box in self._boxes.values():
            if box.input is self.sender():
                box.complain("")

    def _remove(self) -> None:
        if not self._done:
            self._done = True
            self.remove_requested.emit()

    def _toggle_more(self) -> None:
        self._fold(not self._folded)

    def _fold(self, folded: bool) -> None:
        self._folded = folded
        for box in self._boxes.values():
            if box.field.more:
                box.setVisible(not folded)
        self.foot.set_folded(folded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and _is_ours(event):
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                return self._obey(event, isinstance(watched, LongInput))
        return False

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._obey(event, several_lines=False):
            super().keyPressEvent(event)

    def _obey(self, event: QKeyEvent, several_lines: bool) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return True
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in RETURN and (with_ctrl or not several_lines):
            self.save()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A spontaneous one is the window coming back from the task bar.
        if not event.spontaneous() and not self._following:
            self._following = True
            self._inside = self._holds(QApplication.focusWidget())
            _app().focusChanged.connect(self._focus_moved)

    def hideEvent(self, event: QHideEvent) -> None:
        # It comes twice where what the form lies in is hidden before the form is.
        if not event.spontaneous() and self._following:
            self._following = False
            _app().focusChanged.disconnect(self._focus_moved)
        super().hideEvent(event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Save when the focus has gone elsewhere in the window; not when the window has lost it."""
        if new is None or QApplication.activePopupWidget() is not None:
            return
        if self._holds(new):
            self._inside = True
        elif self._inside and new.window() is self.window():
            self._inside = False
            self.leave()

    def _holds(self, widget: QWidget | None) -> bool:
        """Whether `widget` is in the form, or in a window it has opened: a combo box's list."""
        while widget is not None:
            if widget is self:
                return True
            widget = widget.parentWidget()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        canvas.block(QRectF(self.rect()), self._theme.measure(8), self._theme.colours.hover)


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    return app


def _is_ours(event: QKeyEvent) -> bool:
    """Whether a key that may be a command of the window means the form while one edits."""
    return event.key() == Qt.Key.Key_Escape or event.key() in RETURN


def _emptiness(box: FieldBox) -> Any:
    """What stands in a field when nothing has been said."""
    if isinstance(box.input, CheckInput):
        return False
    if isinstance(box.input, ChoiceInput) and not box.input.isEditable():
        return box.input.itemData(0)
    return () if isinstance(box.input, PeopleInput) else ""
