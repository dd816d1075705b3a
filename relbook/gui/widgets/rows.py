"""A list of rows that are set anew rather than made anew, with an editor in the place of one."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.row import Row
from relbook.gui.widgets.row_data import RowAction, RowData

__all__ = ["Row", "RowAction", "RowData", "RowList"]

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -(10**6), Qt.Key.Key_End: 10**6}


class RowList(QWidget):
    """Rows one below the other, as high as they need. Tab comes to one of them, arrows go on.

    `begin_edit` puts a form in the place of a row, or below them all; `end_edit` takes it away.
    """

    activated = Signal(object)
    edit_requested = Signal(object)
    remove_requested = Signal(object)
    action_requested = Signal(object, str)

    def __init__(self, theme: Theme, name: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._rows: Sequence[RowData] = ()
        self._current = 0
        self._editor: QWidget | None = None
        self._edited: Hashable = None
        self._arranging = False
        # One at once, though hidden: it holds the place of all in the order of Tab.
        self._pool = [self._made(0)]
        self._pool[0].hide()
        self._make_current(0)

    @property
    def data(self) -> Sequence[RowData]:
        """What is shown."""
        return self._rows

    def rows(self) -> list[Row]:
        """The widgets in use, in order."""
        return self._pool[: len(self._rows)]

    def row(self, key: Hashable) -> Row | None:
        """The row of `key`, if it is shown."""
        return next((row for row in self.rows() if row.key == key), None)

    def set_rows(self, rows: Sequence[RowData]) -> None:
        """Show `rows`. Whoever had the focus keeps it, if still there; else the nearest row."""
        focused = self._focused()
        key = None if focused is None else self._pool[focused].key
        while len(self._pool) < len(rows):
            row = self._made(len(self._pool))
            self.setTabOrder(self._pool[-1], row)
            self._pool.append(row)
        self._rows = rows
        last = len(rows) - 1
        for at, (row, data) in enumerate(zip(self._pool, rows, strict=False)):
            row.set(data, at == 0, at == last)
        if focused is not None:
            keys = [data.key for data in rows]
            at = keys.index(key) if key in keys else min(focused, last)
            if at >= 0:
                self._pool[at].setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self._pool[len(rows) :]:
            row.hide()
        self._make_current(max(0, min(self._current, last)))
        self._arrange()

    def focus_row(self, key: Hashable) -> bool:
        """Give the focus to the row of `key`; False if there is none."""
        row = self.row(key)
        if row is None:
            return False
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def editor(self) -> QWidget | None:
        """The form that stands among the rows, if there is one."""
        return self._editor

    def begin_edit(self, key: Hashable, editor: QWidget) -> None:
        """Put `editor` in the place of the row of `key`, or below all rows if no row has it."""
        self.end_edit()
        self._editor, self._edited = editor, key
        editor.setParent(self)
        self._arrange()
        editor.show()
        rows = self.rows()
        _thread(self.row(key) or (rows or self._pool)[-1], editor)

    def end_edit(self) -> None:
        """Take the editor away, and give the focus it had back to the row it stood for."""
        editor, key = self._editor, self._edited
        if editor is None:
            return
        self._editor = self._edited = None
        inside = self.window().focusWidget()
        had = inside is editor or editor.isAncestorOf(inside)
        self._arrange()
        if had and self.row(key) is None and self._rows:
            key = self._rows[-1].key
        if had:
            self.focus_row(key)
        editor.hide()
        editor.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        focused = self._focused()
        if step is None or focused is None:
            event.ignore()
            return
        at = max(0, min(focused + step, len(self._rows) - 1))
        if at == focused:
            event.ignore()
            return
        self._pool[at].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if self._editor is not None and event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            return True
        return super().event(event)

    def _made(self, at: int) -> Row:
        row = Row(self._theme, self)
        row.setObjectName(f"{self.objectName()}.{at}")
        row.activated.connect(self.activated)
        row.edit_requested.connect(self.edit_requested)
        row.remove_requested.connect(self.remove_requested)
        row.action_requested.connect(self.action_requested)
        row.focused.connect(self._follow_focus)
        return row

    def _focused(self) -> int | None:
        return next((at for at, row in enumerate(self.rows()) if row.hasFocus()), None)

    def _follow_focus(self) -> None:
        at = self._focused()
        if at is not None:
            self._make_current(at)

    def _make_current(self, at: int) -> None:
        """Let Tab come to row `at`, and to no other of the list."""
        for index in {self._current, at}:
            if index < len(self._pool):
                tab = index == at
                policy = Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus
                self._pool[index].setFocusPolicy(policy)
        self._current = at

    def _arrange(self) -> None:
        """Put everything in its place, and be as high as that takes."""
        if self._arranging:
            return
        self._arranging = True
        width, y = self.width(), 0
        editor = self._editor
        edited = self.row(self._edited) if editor is not None else None
        for row in self.rows():
            if editor is not None and row is edited:
                y = self._put_editor(editor, y)
                row.hide()
                continue
            high = row.high(width)
            row.setGeometry(0, y, width, high)
            row.show()
            y += high
        if editor is not None and edited is None:
            y = self._put_editor(editor, y)
        if y != self.height() or self.minimumHeight() != y:
            self.setFixedHeight(y)
        self._arranging = False

    def _put_editor(self, editor: QWidget, y: int) -> int:
        width = self.width()
        high = editor.heightForWidth(width) if editor.hasHeightForWidth() else -1
        if high < 0:
            high = editor.sizeHint().height()
        editor.setGeometry(0, y, width, high)
        return y + high


def _thread(before: QWidget, block: QWidget) -> None:
    """Let Tab go from `before` into `block` and through what is in it, in the order it has."""
    # Not by nextInFocusChain: PySide takes what that returns for a part of the one asked, and lets
    # go of it when that goes (6.11: a crash at the next resizing after a form was closed).
    window = block.window()
    for widget in (block, *block.findChildren(QWidget)):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.focusProxy() is None and widget.window() is window:
            QWidget.setTabOrder(before, widget)
            before = widget
