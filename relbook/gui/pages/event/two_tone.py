"""A text of which the end is muted, wrapped like any paragraph."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy

from relbook.gui.theme import Theme
from relbook.gui.widgets.laid_lines import laid_lines

STEP = 18
WIDTHS = 8  # for which a text is kept


class TwoTone(QLabel):
    """Plain text in the type of running text; what comes behind it is muted."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._behind = ""
        # By width: the texts as they were laid out, of what and how they were.
        self._kept: dict[int, QTextLayout] = {}
        self._of: tuple[object, ...] = ()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("text"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, behind: str = "") -> None:
        """Show `text`, and `behind` it something of less weight."""
        self._behind = behind
        self.setText("  ·  ".join(part for part in (text, behind) if part))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(max(1, width)).lineCount() * self._theme.measure(STEP)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(160), self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(80), self._theme.measure(STEP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colours.text)
        self._lay(self.width()).draw(painter, QPointF(0, 0))

    def _lay(self, width: int) -> QTextLayout:
        """The text in lines, kept: one layout of the page asks a dozen times."""
        of = (self.text(), self._behind, self._theme.colours, self.isRightToLeft())
        if of != self._of or len(self._kept) >= WIDTHS:
            self._of = of
            self._kept.clear()
        if width not in self._kept:
            self._kept[width] = self._laid(width)
        return self._kept[width]

    def _laid(self, width: int) -> QTextLayout:
        formats = []
        if self._behind:
            muted = QTextLayout.FormatRange()
            muted.length = len(self._behind) + (len("  ·  ") if self.text() != self._behind else 0)
            muted.start = len(self.text()) - muted.length
            look = QTextCharFormat()
            look.setForeground(self._theme.colours.muted)
            muted.format = look
            formats.append(muted)
        step, rtl = self._theme.measure(STEP), self.isRightToLeft()
        return laid_lines(self.text(), self.font(), width, step, rtl=rtl, formats=formats)
