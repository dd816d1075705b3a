"""Who was chosen by hand, made one person."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from relbook.core.errors import RelbookError
from relbook.core.words import plural, say
from relbook.gui.desk import Desk
from relbook.gui.dialogs.merge.form import MergeForm
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.notice_bar import NoticeBar

WIDE, HIGH, EACH = 420, 560, 260


class MergeDialog(Dialog):
    """Shows `ids` side by side and makes one of them; `merged(id)` says who it is now."""

    merged = Signal(int)

    def __init__(self, desk: Desk, ids: Sequence[int], parent: QWidget | None = None) -> None:
        title = plural("Make one of {n} person", "Make one of {n} people", len(ids))
        wide = WIDE + EACH * len(ids)
        super().__init__(desk.theme, str(title), "merge", parent, wide)
        self._ids = ids
        self.notice_bar = NoticeBar(desk.theme, "merge.notice")
        self.body.addWidget(self.notice_bar)
        self.add_text(
            say(
                "Everything they have is kept: ways to reach them, moments, what was given, tags. "
                "Where they differ and only one can be shown, choose. One Undo parts them again."
            ),
            muted=True,
        )
        self.form = MergeForm(desk, "merge.beside")
        self.form.show_people(ids)
        self.body.addWidget(self.form, 1)
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        go = self.add_button(say("Make them one"), "go", primary=True)
        go.clicked.connect(self._merge)
        room = desk.theme.measure
        self.resize(min(room(wide), room(1180)), room(HIGH))
        go.setFocus()

    def _merge(self) -> None:
        try:
            self.form.merge()
        except RelbookError as fault:
            self.notice_bar.show_problem(str(fault))
            return
        self.merged.emit(self._ids[0])
        self.accept()
