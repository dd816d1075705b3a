"""A field of a form: what it is asked for, as data, and its label, input and complaint."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relbook.core.errors import Refused
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.inputs import (
    CheckInput,
    ChoiceInput,
    Choices,
    Complete,
    Input,
    LongInput,
    PersonInput,
    TextInput,
)
from relbook.gui.widgets.labels import IconLabel, Label, announce, literal
from relbook.gui.widgets.people_input import PeopleInput

FieldKind = Literal[
    "text", "long", "choice", "date", "person", "people", "anyone", "names", "check", "label"
]


def _nobody(_typed: str) -> list[tuple[int, str]]:
    return []


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked for. `share` is its part of a line's width, 1 the whole.

    Kinds: text, date (one line); long (several); choice (one of `choices`); label (one of them
    or words of one's own); person, people (completed by `complete`); anyone (people, or names of
    some who are not in the book); names (several of something else, or new ones); check. `parse`
    turns what was typed into the value, or raises a RelbookError that says what is wrong; `show`
    turns it back.
    A field that is `more` is folded away until asked for, or until it holds something.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    placeholder: str = ""
    choices: Choices = ()
    required: bool = False
    share: float = 1.0
    more: bool = False
    parse: Callable[[str], Any] | None = None
    show: Callable[[Any], str] | None = None
    complete: Complete = _nobody
    needed: str = ""  # the sentence said when a required field is empty


def _input(theme: Theme, field: Field) -> Input | PeopleInput:
    match field.kind:
        case "long":
            return LongInput(theme, field.placeholder)
        case "choice" | "label":
            return ChoiceInput(theme, field.choices, free=field.kind == "label")
        case "person":
            return PersonInput(theme, field.complete, field.placeholder)
        case "people":
            return PeopleInput(theme, field.complete, field.placeholder)
        case "anyone":
            return PeopleInput(theme, field.complete, field.placeholder, free=True)
        case "names":
            return PeopleInput(theme, field.complete, field.placeholder, "users", free=True)
        case "check":
            return CheckInput(theme, field.label)
        case _:
            return TextInput(theme, field.placeholder)


class FieldBox(QWidget):
    """A field as it stands in the form: its label, its input, and what is wrong with it.

    What it complains in, for the first time, is told: the form has more room to show it.
    """

    complained = Signal(QWidget)

    def __init__(self, theme: Theme, field: Field, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = field
        self.input = _input(theme, field)
        self.input.setObjectName(name)
        self.input.setAccessibleName(field.label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.measure(3))
        if field.kind != "check":
            label = Label(theme, literal(field.label), "small", "muted")
            label.setBuddy(self.input)
            column.addWidget(label)
        column.addWidget(self.input)
        column.addStretch(1)
        self._complaint: tuple[QWidget, Label] | None = None

    def raw(self) -> Any:
        """What stands in the input, unread."""
        return self.input.value()

    def draft(self) -> Any:
        """What stands in the input, as JSON can hold it."""
        if isinstance(self.input, (PersonInput, PeopleInput)):
            return self.input.draft()
        return self.raw()

    def resume(self, draft: Any) -> None:
        """Let stand in the input what a `draft` says."""
        if isinstance(self.input, (PersonInput, PeopleInput)):
            self.input.resume(draft)
        else:
            self.input.set_value(draft)

    def words(self) -> str:
        """What stands in the input, to be read."""
        if isinstance(self.input, ChoiceInput):
            return self.input.currentText()
        if isinstance(self.input, PersonInput):
            return self.input.text()
        if isinstance(self.input, PeopleInput):
            people, typed = self.input.draft()
            return ", ".join([*(name for _, name in people), *filter(None, [typed])])
        if isinstance(self.input, CheckInput):
            return say("yes") if self.raw() else say("no")
        return str(self.raw())

    def fill(self, value: Any) -> None:
        """Show `value`."""
        if self.field.show is not None and value is not None:
            value = self.field.show(value)
        self.input.set_value(value)
        self.complain("")

    def read(self) -> Any:
        """The value; raises RelbookError if what was typed is none."""
        raw = self.raw()
        if self.field.required and raw in ("", None, ()):
            raise Refused(
                self.field.needed or say("This is still empty: write something, or press Esc.")
            )
        if self.field.parse is not None and isinstance(raw, str):
            return self.field.parse(raw)
        return raw

    def complain(self, sentence: str) -> None:
        """Say below the input what is wrong, in words; an empty sentence takes it back."""
        if sentence == self.input.accessibleDescription():
            return
        self.input.setAccessibleDescription(sentence)
        below, label = self._complaint or self._make_complaint()
        label.setText(sentence)
        below.setVisible(bool(sentence))
        if sentence:
            announce(self.input, sentence)

    def _make_complaint(self) -> tuple[QWidget, Label]:
        measure = self._theme.measure
        below = QWidget(self.parentWidget())
        line = QHBoxLayout(below)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measure(6))
        line.addWidget(IconLabel(self._theme, "info", 14), 0, Qt.AlignmentFlag.AlignTop)
        label = Label(self._theme, "", "small", "muted", wrap=True)
        label.setObjectName(f"{self.input.objectName()}.complaint")
        line.addWidget(label, 1)
        self._complaint = (below, label)
        self.complained.emit(below)
        return self._complaint
