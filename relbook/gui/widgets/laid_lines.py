"""A text broken into lines that stand a fixed step apart."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption

# How a part of a text looks: from where, how many letters, and their format.
Formats = Sequence[QTextLayout.FormatRange]


def laid_lines(
    text: str, font: QFont, width: int, step: int, *, rtl: bool, formats: Formats = ()
) -> QTextLayout:
    """`text` in lines of `width`, `step` pixels apart; a word too long for one is broken.

    In a window that is `rtl` it begins at the right, whatever direction it is read in itself.
    """
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    begin = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(begin | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setFormats(list(formats))
    lines = 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * step + (step - line.height()) / 2))
        lines += 1
    layout.endLayout()
    return layout


def widest_word(text: str, font: QFont) -> float:
    """How wide the widest part of `text` is in which no line may end, by the rules of its script."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(1)
    layout.endLayout()
    return layout.minimumWidth()
