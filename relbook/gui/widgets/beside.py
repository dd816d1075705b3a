"""Two or more people side by side, a line for each thing known; of some things one is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.faces import Face
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, Paragraph
from relbook.gui.widgets.inputs import CheckInput
from relbook.gui.widgets.labels import IconLabel, Label

FACE = 40
FIRST = 96  # design pixels of the column of labels

Mark = Literal["", "differs", "new"]


@dataclass(frozen=True, slots=True)
class Line:
    """What each one's `values` of one thing are, in words; "" for nothing.

    It may be marked as one where they differ, or as what only the last has. With a `key`, one of
    them is to be chosen: that with number `chosen`. `both` tells whether the others are kept beside
    it, None where there is no place for them.
    """

    label: str
    values: tuple[str, ...]
    mark: Mark = ""
    key: str = ""
    chosen: int = 0
    both: bool | None = None


class Beside(QScrollArea):
    """Shows lines below heads.

    `chosen(key, number)` says which value of a line is to be shown, `both_wished(key, wished)`
    whether the others are to be kept too.
    """

    chosen = Signal(str, int)
    both_wished = Signal(str, bool)

    def __init__(self, theme: Theme, name: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_lines(
        self, heads: Sequence[str], lines: Sequence[Line], faces: Sequence[Face] = ()
    ) -> None:
        """Show other lines; the `heads` stand over the values, with `faces` if there are any."""
        theme = self._theme
        held = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.measure(8), 0)
        grid.setHorizontalSpacing(theme.measure(12))
        grid.setVerticalSpacing(theme.measure(7))
        grid.setColumnMinimumWidth(0, theme.measure(FIRST))
        for at, head in enumerate(heads):
            grid.setColumnStretch(at + 2, 1)
            over = QHBoxLayout()
            over.setSpacing(theme.measure(8))
            if faces:
                over.addWidget(_Face(theme, faces[at]))
            role: FontRole = "strong" if faces else "small_strong"
            over.addWidget(Label(theme, head, role, "" if faces else "muted", wrap=True), 1)
            grid.addLayout(over, 0, at + 2)
        top = Qt.AlignmentFlag.AlignTop
        for row, line in enumerate(lines, 1):
            if line.label != (lines[row - 2].label if row > 1 else ""):
                label = Label(theme, line.label, "small", "muted", wrap=True)
                # Beside buttons it stands as low as their words.
                label.setContentsMargins(0, theme.measure(5 if line.key else 1), 0, 0)
                grid.addWidget(label, row, 0, top)
            if line.mark:
                icon, word = {
                    "differs": ("arrow-up-down", say("They differ")),
                    "new": ("plus", say("New")),
                }[line.mark]
                mark = IconLabel(theme, icon, 14, "accent")
                mark.setToolTip(word)
                mark.setAccessibleName(word)
                low = QVBoxLayout()
                low.setContentsMargins(0, theme.measure(6 if line.key else 1), 0, 0)
                low.addWidget(mark)
                low.addStretch(1)
                grid.addLayout(low, row, 1, top)
            if line.key:
                self._add_choice(grid, row, line)
            else:
                self._add_values(grid, row, line)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(held)

    def _add_values(self, grid: QGridLayout, row: int, line: Line) -> None:
        for at, value in enumerate(line.values):
            shown = Label(self._theme, value or "–", tone="" if value else "muted", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(shown, row, at + 2, Qt.AlignmentFlag.AlignTop)

    def _add_choice(self, grid: QGridLayout, row: int, line: Line) -> None:
        group = QButtonGroup(grid)
        group.setObjectName(f"{self.objectName()}.{line.key}")
        for at, value in enumerate(line.values):
            button = RadioInput(self._theme, value or say("nothing"))
            button.setObjectName(f"{self.objectName()}.{line.key}.{at}")
            button.setAccessibleName(f"{line.label}: {value or say('nothing')}")
            button.setChecked(at == line.chosen)
            if at != line.chosen:  # Tab comes to the one that is ticked
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            group.addButton(button, at)
            grid.addWidget(button, row, at + 2, Qt.AlignmentFlag.AlignTop)
        if line.both is not None:
            tick = CheckInput(
                self._theme, say("Keep both") if len(line.values) == 2 else say("Keep all")
            )
            tick.setObjectName(f"{self.objectName()}.{line.key}.both")
            tick.setAccessibleName(f"{line.label}: {tick.text()}")
            tick.setFixedHeight(self._theme.measure(26))  # in line with the buttons
            tick.set_value(line.both)
            tick.clicked.connect(lambda on, key=line.key: self.both_wished.emit(key, on))
            grid.addWidget(tick, row, len(line.values) + 2, Qt.AlignmentFlag.AlignTop)
        key = line.key
        group.idClicked.connect(lambda number: self.chosen.emit(key, number))


class _Face(QWidget):
    """A small face over a column."""

    def __init__(self, theme: Theme, face: Face) -> None:
        super().__init__()
        self._theme, self._face = theme, face
        self._side = theme.measure(FACE)
        self.setFixedSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        canvas = Canvas(QPainter(self), self._theme, self)
        canvas.face(self._face, 0, 0, self._side)
        canvas.painter.end()


class RadioInput(QRadioButton):
    """One of several, with its words, which wrap."""

    def __init__(self, theme: Theme, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self._theme, self._word = theme, word
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_word(self, word: str) -> None:
        """Say something else."""
        self._word = word
        self.setText(word)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        measure = self._theme.measure
        return max(measure(26), round(self._paragraph(width).height) + measure(8))

    def sizeHint(self) -> QSize:
        wide = self._theme.metrics("text").horizontalAdvance(self._word)
        width = min(self._theme.measure(220), round(wide) + self._theme.measure(36))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(80), self._theme.measure(26))

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def _paragraph(self, width: int) -> Paragraph:
        measure = self._theme.measure
        room = max(measure(40), width - measure(32))
        return Paragraph(self._word, self._theme.font("text"), room, measure(13))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        canvas = Canvas(QPainter(self), self._theme, self)
        colours, measure = self._theme.colours, self._theme.measure
        side, enabled = measure(15), self.isEnabled()
        if self.underMouse() and enabled:
            canvas.block(QRectF(self.rect()), measure(7), colours.hover)
        ring = canvas.rect(measure(5), measure(6), side, side)
        ink = colours.accent if self.isChecked() else colours.outline
        canvas.block(ring, side / 2, colours.field)
        canvas.ring(ring, side / 2, ink if enabled else colours.hairline, 1.6)
        if self.isChecked():
            dot = ring.adjusted(side * 0.28, side * 0.28, -side * 0.28, -side * 0.28)
            canvas.block(dot, dot.width() / 2, colours.accent if enabled else colours.disabled)
        said = self._paragraph(self.width())
        text = colours.text if enabled else colours.disabled
        said.draw(canvas.painter, canvas.left(measure(28), said.width), measure(4), text)
        if self.hasFocus():
            canvas.ring(QRectF(self.rect()), measure(7), colours.accent)
        canvas.painter.end()
