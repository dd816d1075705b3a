"""The name at the head of a page, as long as it may be."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.laid_lines import laid_lines, widest_word

LEADING = 31  # for type of 26 px
SMALLEST = 0.55  # of that


class Title(QLabel):
    """A line or several in the display type; smaller where a word would not fit in one line.

    Only a word that is too long even so is broken.

    A name in another reading direction still begins where the page does.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._laid: tuple[str, int, QTextLayout, int] | None = None
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("display"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_name(self, name: str) -> None:
        """Show a name."""
        if name != self.text():
            self.setText(name)
            self.setAccessibleName(name)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(max(1, width))[3]

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(200), self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(80), self._theme.measure(LEADING))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colours.text)
        self._lay(self.width())[2].draw(painter, QPointF(0, 0))

    def _lay(self, width: int) -> tuple[str, int, QTextLayout, int]:
        name = self.text()
        if self._laid is not None and self._laid[:2] == (name, width):
            return self._laid
        step = self._theme.measure(LEADING)
        layout = laid_lines(name, self._fitting(name, width), width, step, rtl=self.isRightToLeft())
        self._laid = (name, width, layout, max(1, layout.lineCount()) * step)
        return self._laid

    def _fitting(self, name: str, width: int) -> QFont:
        font = QFont(self.font())
        if (widest := widest_word(name, font)) > width:
            share = max(SMALLEST, width / widest)
            # A little smaller still: letters do not shrink quite evenly.
            font.setPointSizeF(QFontInfo(font).pointSizeF() * share * 0.98)
        return font
