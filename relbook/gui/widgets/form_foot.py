"""The foot of a form: Save and Cancel at the end, More and Remove at the beginning."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.flow import ShareLayout


class FormFoot(QWidget):
    """The buttons of a form, on two lines where one is too short."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        removable: bool,
        has_more: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.save = Button(theme, say("Save"), f"{name}.save", "primary")
        self.save.setToolTip(say("Ctrl+Return, or simply go on elsewhere"))
        self.cancel = Button(theme, say("Cancel"), f"{name}.cancel")
        self.cancel.setToolTip(say("Esc takes back what was typed"))
        self.more = Button(theme, say("More"), f"{name}.more", "quiet", "chevron-down")
        self.remove = Button(theme, say("Remove"), f"{name}.remove", "quiet", "trash-2")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        gap = theme.measure(6)
        lines = ShareLayout(self, gap=gap, least=theme.measure(60))
        start = _group(gap, self.more, self.remove)
        end = _group(gap, None, self.cancel, self.save)
        # Not before they are in a group: on their own they would flash up as windows.
        self.more.setVisible(has_more)
        self.remove.setVisible(removable)
        if has_more or removable:
            least = max(start.sizeHint().width(), end.sizeHint().width())
            lines.add(start, 0.5, least)
            lines.add(end, 0.5, least)
        else:
            start.setParent(self)
            start.hide()
            lines.add(end, 1.0)

    def set_folded(self, folded: bool) -> None:
        """Say whether the further fields are folded away."""
        self.more.set_word(say("More") if folded else say("Less"))
        self.more.set_icon("chevron-down" if folded else "chevron-up")


def _group(gap: int, *members: QWidget | None) -> QWidget:
    """Buttons side by side at the beginning; None first pushes them to the end."""
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for member in members:
        if member is None:
            line.addStretch(1)
        else:
            line.addWidget(member)
    if None not in members:
        line.addStretch(1)
    return group
