"""Running text: a paragraph that wraps, its lines a little apart."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from relbook.gui.theme import FontRole, Theme

LEADING = 112  # per cent of the typeface's own line: 1.36 times the size


class Prose(QLabel):
    """A paragraph. Text from anywhere stays text, even if it looks like markup."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        role: FontRole = "text",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.tone(self, role, tone)
        self.setText(text)

    @property
    def words(self) -> str:
        """What it says, as plain text."""
        return self._words

    def setText(self, text: str) -> None:
        """Say `text`; a line break in it stays one."""
        self._words = text
        body = html.escape(text).replace("\n", "<br>")
        super().setText(f'<p style="line-height:{LEADING}%">{body}</p>')
