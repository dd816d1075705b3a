"""What forgetting someone for ever takes, what it leaves and what it does not reach: said before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from relbook.core.forgetting import Reach
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.inputs import CheckInput


class ForgetDialog(Dialog):
    """Asks once, plainly. `agreed(bool)`: whether `others` (backups, copies) are deleted too."""

    agreed = Signal(bool)

    def __init__(
        self, theme: Theme, reach: Reach, others: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        title = say("Forget {name} for ever?", name=reach.name)
        super().__init__(theme, title, "forget", parent, 560)
        self.add_text(
            say(
                "This cannot be undone, not by Undo, not from the history or the trash. Whoever only "
                "leaves your circle can be archived, or deleted for 30 days, instead."
            ),
            "warning",
        )
        gone = plural(
            "Gone for ever: {n} thing told of them, their photo and cards, every edit that "
            "holds them, the words they are found by, and the bytes of the file.",
            "Gone for ever: {n} things told of them, their photo and cards, every edit that "
            "holds them, the words they are found by, and the bytes of the file.",
            reach.facts,
        )
        self.add_text(str(gone), "gone")
        if reach.shared:
            shared = plural(
                "{n} moment, entry or thing going on with others stays theirs, without the name.",
                "{n} moments, entries or things going on with others stay theirs, without the name.",
                reach.shared,
            )
            self.add_text(str(shared), "shared")
        if reach.mentions:
            named = plural(
                "The name stands in {n} other text; there it will say “someone”.",
                "The name stands in {n} other texts; there they will say “someone”.",
                reach.mentions,
            )
            self.add_text(str(named), "mentions")
        self.add_text(
            say(
                "It does not reach what left this book: backups and copies, exports, printed "
                "sheets, and what a disk may remember of deleted files."
            ),
            "beyond",
            muted=True,
        )
        self.too: CheckInput | None = None
        if others:
            words = plural(
                "Delete {n} backup or copy that still holds them, too",
                "Delete {n} backups or copies that still hold them, too",
                len(others),
            )
            self.too = CheckInput(theme, str(words))
            self.too.setObjectName("forget.too")
            self.body.addWidget(self.too)
            listed = "\n".join(str(path) for path in others)
            self.add_listing(listed, "others", say("Backups and copies"))
        cancel = self.add_button(say("Cancel"), "cancel", primary=True)
        cancel.clicked.connect(self.reject)
        forget = self.add_button(say("Forget for ever"), "forget")
        forget.clicked.connect(self._agree)
        cancel.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(self.too is not None and self.too.isChecked())
        self.accept()
