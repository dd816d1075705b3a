"""Chips: small rounded words, for a filter, a circle, a thing to do."""

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.colours import Colours
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, baseline

HEIGHT = 24
ICON = 14
CROSS = 14
PAD = 10
GAP = 5


class ChipLook(Enum):
    """How a chip is drawn: something to do, something quiet, a plain fact, a filter in force."""

    DO = "do"
    QUIET = "quiet"
    OUTLINE = "outline"
    FILTER = "filter"


def chip_role(look: ChipLook) -> FontRole:
    """The type of a chip's word."""
    return "small_strong" if look is ChipLook.FILTER else "chip"


def chip_width(theme: Theme, text: str, icon: str, look: ChipLook, cross: bool = False) -> int:
    """How wide a chip is, in pixels."""
    wide = theme.metrics(chip_role(look)).horizontalAdvance(text) + 2 * theme.measure(PAD)
    if icon:
        wide += theme.measure(ICON) + theme.measure(GAP)
    if cross:
        wide += theme.measure(CROSS) + theme.measure(GAP)
    return int(wide + 1)


def _inks(colours: Colours, look: ChipLook, disabled: bool) -> tuple[QColor, QColor, QColor]:
    """The ground, the edge and the ink of a chip."""
    ground, edge, ink = {
        ChipLook.DO: (colours.tint, colours.tint, colours.accent),
        ChipLook.FILTER: (colours.tint, colours.tint, colours.accent),
        ChipLook.QUIET: (colours.chip, colours.chip, colours.muted),
        ChipLook.OUTLINE: (colours.card, colours.hairline, colours.text),
    }[look]
    return ground, edge, colours.disabled if disabled else ink


def paint_chip(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    text: str,
    icon: str,
    look: ChipLook,
    *,
    cross: bool = False,
    hovered: bool = False,
    disabled: bool = False,
) -> None:
    """Draw a chip `width` wide with its first upper corner at (x, y)."""
    theme, colours = canvas.theme, canvas.theme.colours
    high = theme.measure(HEIGHT)
    ground, edge, ink = _inks(colours, look, disabled)
    rect = canvas.rect(x, y, width, high)
    canvas.block(rect, high / 2, edge)
    if edge != ground or hovered:
        inner = rect.adjusted(1, 1, -1, -1)
        canvas.block(inner, inner.height() / 2, colours.hover if hovered else ground)
    at = x + theme.measure(PAD)
    room = width - 2 * theme.measure(PAD)
    if icon:
        side = theme.measure(ICON)
        tone = colours.muted if look is ChipLook.OUTLINE and not disabled else ink
        canvas.icon(icon, at, y + (high - side) / 2, side, tone)
        at += side + theme.measure(GAP)
        room -= side + theme.measure(GAP)
    if cross:
        side = theme.measure(CROSS)
        end = x + width - theme.measure(PAD) - side + theme.measure(2)
        canvas.icon("x", end, y + (high - side) / 2, side, ink)
        room -= side + theme.measure(GAP)
    role = chip_role(look)
    canvas.text(at, baseline(theme, role, y, high), room + 1, text, role, ink)


class Chip(QAbstractButton):
    """A chip one can reach by keyboard; with `droppable`, Delete or its cross asks to drop it."""

    drop_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        icon: str = "",
        look: ChipLook = ChipLook.OUTLINE,
        droppable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._look = look
        self._droppable = droppable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set(text, icon)

    def set(self, text: str, icon: str | None = None, look: ChipLook | None = None) -> None:
        """Show another word, and another icon and look if one is given."""
        if look is not None:
            self._look = look
        self.setText(text)
        if "&" in text:
            self.setShortcut(QKeySequence())  # in a name it marks no key
        self.setAccessibleName(text)
        if icon is not None:
            self._icon = icon
        if self._droppable:
            self.setAccessibleDescription(say("Press Delete to drop it."))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = chip_width(self._theme, self.text(), self._icon, self._look, self._droppable)
        return QSize(wide, self._theme.measure(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(48), self._theme.measure(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._droppable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.drop_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._on_cross(event.position().toPoint()) and self.isDown():
            self.setDown(False)
            self.drop_requested.emit()
        else:
            super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        # Delete is also a command of the window: here it belongs to the chip.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and self._droppable
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        canvas = Canvas(painter, self._theme, self)
        paint_chip(
            canvas,
            0,
            0,
            self.width(),
            self.text(),
            self._icon,
            self._look,
            cross=self._droppable,
            hovered=self.underMouse() and self.isEnabled() and self._look is ChipLook.OUTLINE,
            disabled=not self.isEnabled(),
        )
        if self.hasFocus():
            canvas.ring(QRectF(self.rect()), self.height() / 2, self._theme.colours.accent)

    def _on_cross(self, at: QPoint) -> bool:
        if not self._droppable:
            return False
        room = self._theme.measure(PAD + CROSS + 2)
        return at.x() < room if self.isRightToLeft() else at.x() >= self.width() - room
