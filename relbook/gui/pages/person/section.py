"""A card of the page: the rows of one subject, and the form that stands in for one of them."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from relbook.core.errors import RelbookError
from relbook.core.people import Person
from relbook.core.store.changes import Notice
from relbook.gui.desk import Desk
from relbook.gui.widgets.buttons import IconButton
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList


class Host(Protocol):
    """The page, as far as its parts know it."""

    def finish_edit(self) -> bool:
        """Save whatever form is open on the page; False when it cannot be kept, and stays."""

    def when_still(self, do: Callable[[], None]) -> None:
        """Do what moves things about: at once, or when no button of the mouse is down."""


class Section(Card):
    """What is known of a person in one respect; its own kinds say what it reads and keeps.

    A form is opened in the place of a row, or below them all for something new; whatever form is
    open elsewhere on the page is saved first.
    """

    said = Signal(str)
    resized = Signal()
    opened = Signal()
    left = Signal()
    tables: ClassVar[tuple[str, ...]] = ()

    def __init__(self, desk: Desk, title: str, name: str, add_words: str, host: Host) -> None:
        super().__init__(desk.theme, title, name)
        self.desk = desk
        self.person: Person
        self.list = RowList(desk.theme, f"{name}.rows", title)
        self.body.addWidget(self.list)
        self.form: Form | None = None
        self._host = host
        self._edited: Hashable | None = None
        self._add_words = add_words
        self.plus = IconButton(desk.theme, "plus", add_words, f"{name}.add")
        self.plus.clicked.connect(self.add_new)
        self.set_corner(self.plus)
        self.list.edit_requested.connect(self.edit)
        self.list.remove_requested.connect(self.remove)
        self.list.activated.connect(self.go)
        self.list.action_requested.connect(self.act)
        self.set_empty(True)

    # What each kind of card says for itself

    @abstractmethod
    def read(self) -> Sequence[RowData]:
        """The rows, as the book has them now."""

    @abstractmethod
    def fields(self, key: Hashable | None) -> Sequence[Field]:
        """What is asked of the thing of `key`, or of a new one."""

    @abstractmethod
    def values(self, key: Hashable | None) -> dict[str, Any]:
        """What the fields show to begin with."""

    @abstractmethod
    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        """Keep what was typed, as one edit; returns the key of its row."""

    @abstractmethod
    def drop(self, key: Hashable) -> None:
        """Remove the thing of `key`, as one edit."""

    def first(self, _key: Hashable | None) -> str:
        """The field to begin with, if it is not the first."""
        return ""

    def go(self, key: Hashable) -> None:
        """Go where a row leads."""

    def act(self, key: Hashable, action: str) -> None:
        """Do what a row offers at its end."""

    # What they have in common

    def show_person(self, person: Person) -> None:
        """Show what the book says of `person`."""
        self.person = person
        self.refresh()

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    def refresh(self) -> None:
        """Read everything again."""
        rows = self.read()
        self.list.set_rows(rows)
        self.set_empty(not rows)

    @property
    def edited(self) -> Hashable | None:
        """The key of the row that the open form stands for; None for something new."""
        return self._edited

    def hinder(self, why: str) -> None:
        """Grey what adds, and say `why`; or offer it again, when it is empty."""
        self.plus.setEnabled(not why)
        self.plus.setToolTip(why or self._add_words)

    def add_new(self) -> None:
        """Open an empty form below the rows."""
        self.open_form(None)

    def edit(self, key: Hashable) -> None:
        """Open the form of what is shown in the row of `key`."""
        self.open_form(key)

    def open_form(self, key: Hashable | None, form: Form | None = None) -> Form | None:
        """Put a form in the place of the row of `key`, once all others are left."""
        if why := self.desk.hindrance():
            self.said.emit(why)
            return None
        if not self._host.finish_edit():
            return None
        if form is None:
            form = self.make_form(key)
            self._take_up(key, form, self.first(key))
        else:
            self._take_up(key, form)
        return form

    def _take_up(self, key: Hashable | None, form: Form, first: str = "") -> None:
        self._edited, self.form = key, form
        form.saved.connect(self._save)
        form.cancelled.connect(self.close_form)
        form.remove_requested.connect(self._remove_edited)
        self.set_editing(True)
        self.list.begin_edit(key, form)
        form.start(first)
        self.opened.emit()

    def swap_form(self, form: Form) -> None:
        """Put another form in the place of the one that is open, whose words are let go."""
        if self.form is not None:
            self.form.blockSignals(True)
            self.form = None
            key = self._edited
            self._take_up(key, form)

    def make_form(self, key: Hashable | None) -> Form:
        """A form filled with what is known."""
        name = f"{self.objectName()}.form"
        form = Form(self.desk.theme, name, self.fields(key), removable=key is not None)
        form.set_values(self.values(key))
        return form

    def remove(self, key: Hashable) -> None:
        """Remove what the row of `key` shows; Undo takes it back."""
        if self._host.finish_edit():
            with self.desk.alerts.guarding():
                self.drop(key)

    def close_form(self) -> None:
        """Take the form away; the row it stood for gets the focus if the form had it."""
        if self.form is None:
            return
        focused = QApplication.focusWidget()
        had = focused is not None and self.form.isAncestorOf(focused)
        self.form = self._edited = None
        self._host.when_still(self._put_away)
        if had and self.isHidden():
            self.left.emit()

    def _put_away(self) -> None:
        if self.form is None and self.list.editor is not None:
            self.list.end_edit()
            self.set_editing(False)
            self.resized.emit()

    def _save(self, values: dict[str, Any]) -> None:
        form = self.form
        if form is None:
            return
        focused = QApplication.focusWidget()
        had = focused is not None and form.isAncestorOf(focused)
        try:
            key = self.keep(self._edited, values)
        except RelbookError as fault:
            form.object_to(fault)
            return
        self.close_form()
        if had:
            self.list.focus_row(key)

    def _remove_edited(self) -> None:
        key = self._edited
        self.close_form()
        if key is not None:
            with self.desk.alerts.guarding():
                self.drop(key)
