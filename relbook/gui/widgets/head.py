"""The head of a page: what it is about, and a form in the place of the words."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QWidget

from relbook.core.errors import RelbookError
from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.title import Title


class Host(Protocol):
    """What a head asks of its page."""

    def finish_edit(self) -> bool:
        """Save whatever form is open on the page; False when it cannot be kept, and stays."""

    def when_still(self, do: Callable[[], None]) -> None:
        """Do what moves things about: at once, or when no button of the mouse is down."""


class Head(QWidget):
    """A picture, and beside it the name with a few lines below; Edit and more to do at its end.

    `prefix` begins the names of its parts.
    """

    resized = Signal()

    def __init__(self, theme: Theme, host: Host, prefix: str) -> None:
        super().__init__()
        self._host = host
        self.form: Form | None = None
        self._keep: Callable[[dict[str, object]], None] | None = None
        self.setObjectName(f"{prefix}.header")
        self.title = Title(theme, f"{prefix}.name")
        self.edit_button = Button(theme, say("Edit"), f"{prefix}.edit", icon="pencil")
        self.more_button = IconButton(theme, "ellipsis", say("More to do"), f"{prefix}.more")
        self.more_button.setFixedSize(theme.measure(30), theme.measure(30))
        self.more_button.setProperty("edge", True)
        self._words = QWidget()
        self._air = QWidget()  # above the name

    def lay_out(self, theme: Theme, picture: QWidget, lines: Sequence[QWidget]) -> None:
        """Put `picture` before the name, and `lines` below it."""
        measure = theme.measure
        grid = QGridLayout(self._words)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measure(12))
        grid.setVerticalSpacing(measure(2))
        grid.addWidget(self._air, 0, 0)
        grid.addWidget(self.title, 1, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(6))
        buttons.addWidget(self.edit_button)
        buttons.addWidget(self.more_button)
        grid.addLayout(buttons, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        for at, widget in enumerate(lines, start=2):
            grid.addWidget(widget, at, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(5, 1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(18))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    # The form

    def show_words(self, shown: bool) -> None:
        """Show the words, or let the form have their place."""
        self._words.setVisible(shown)

    def open_form(self, form: Form, first: str, keep: Callable[[dict[str, object]], None]) -> None:
        """Show `form` in the place of the words, and go to its field `first`.

        `keep` is handed what was typed, and raises `RelbookError` for what cannot be kept.
        """
        self._keep = keep
        form.saved.connect(self._save)
        form.cancelled.connect(self.close_form)
        self.form = form
        self.show_words(False)
        self._row.addWidget(form, 1)
        form.show()
        form.start(first)

    def _save(self, values: dict[str, object]) -> None:
        form = self.form
        if form is None or self._keep is None:
            return
        try:
            self._keep(values)
        except RelbookError as fault:
            form.object_to(fault)
        else:
            self.close_form()

    def close_form(self) -> None:
        """Show the words again."""
        form = self.form
        if form is None:
            return
        had = form.isAncestorOf(self.window().focusWidget())
        self.form = None
        self._host.when_still(partial(self._put_away, form, had))

    def _put_away(self, form: Form, focus: bool) -> None:
        self.show_words(self.form is None)
        if focus and self.form is None:
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.resized.emit()

    # The menu

    def pop_up(self, menu: QMenu) -> None:
        """Show what else can be done, below its button."""
        corner = self.more_button.rect().bottomLeft()
        if not self.isRightToLeft():
            corner = self.more_button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
        menu.popup(self.more_button.mapToGlobal(corner + QPoint(0, 4)))
