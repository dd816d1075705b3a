"""A leaf of a calendar: the day of an event, as far as it is known."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from relbook.core.dates import PartialDate, month_name, weekday_name
from relbook.core.events import Event
from relbook.core.words import plural, say
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.card import RADIUS

WIDE, HIGH, BAND = 76, 84, 25


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the band, large in the middle, and below."""

    band: str
    middle: str
    below: str = ""


def words(event: Event) -> Words | None:
    """What the leaf of `event` says; None without a date."""
    if event.starts is None:
        return None
    first = PartialDate.from_iso(event.starts)
    last = PartialDate.from_iso(event.ends) if event.ends else first
    about = say("about") if first.about else ""
    if first.month is None:
        return Words(about or say("some day in"), f"{first.year:04}")
    month = month_name(first.month)
    if first.day is None:
        return Words(month, f"{first.year:04}" if first.year else "", about)
    exact, end = first.exact(), last.exact()
    if exact is None or end is None or end <= exact:
        below = about or (weekday_name(exact) if exact else "")
        return Words(month, str(first.day), below)
    return Words(month, _days(exact, end), _length(exact, end))


def _days(first: date, last: date) -> str:
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{last.day}" if same else str(first.day)


def _length(first: date, last: date) -> str:
    n = (last - first).days + 1
    return str(plural("{n} day", "{n} days", n))


class DateLeaf(QAbstractButton):
    """Shows the day; a click lets it be changed. Without a date it asks for one, quietly."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._words: Words | None = None
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_event(self, event: Event, said: str) -> None:
        """Show when `event` is, in words `said`."""
        self._words = words(event)
        self.setAccessibleName(said or say("no date yet"))
        tip = say("Change when it is") if self._words else say("Say when it is")
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.measure(WIDE), self._theme.measure(HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        canvas = Canvas(QPainter(self), self._theme, self)
        if self._words is None:
            self._paint_empty(canvas)
        else:
            self._paint_words(canvas, self._words)
        if self.hasFocus():
            radius = self._theme.measure(RADIUS)
            canvas.ring(QRectF(self.rect()), radius, self._theme.colours.accent)
        canvas.painter.end()

    def _paint_words(self, canvas: Canvas, told: Words) -> None:
        measure, colours = self._theme.measure, self._theme.colours
        radius, band = measure(RADIUS), measure(BAND)
        area, painter = QRectF(self.rect()), canvas.painter
        ground = colours.hover if self.underMouse() else colours.card
        canvas.block(area, radius, ground, colours.hairline)
        painter.setClipRect(QRectF(0, 0, self.width(), band))
        canvas.block(area, radius, colours.accent)
        painter.setClipping(False)
        self._line(canvas, 0, band, told.band, ("small_strong", "hint"), "on_accent")
        roles: tuple[FontRole, ...] = ("hero", "display", "title", "strong")
        room = measure(34 if told.below else HIGH - BAND)
        self._line(canvas, band + measure(3 if told.below else 0), room, told.middle, roles, "text")
        if told.below:
            self._line(canvas, measure(61), measure(18), told.below, ("small",), "muted")

    def _paint_empty(self, canvas: Canvas) -> None:
        measure, colours = self._theme.measure, self._theme.colours
        painter = canvas.painter
        pen = QPen(colours.outline, 1.2)
        pen.setDashPattern([3.5, 3])
        painter.setPen(pen)
        painter.setBrush(colours.hover if self.underMouse() else colours.window)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, measure(RADIUS), measure(RADIUS))
        side = measure(22)
        canvas.icon("calendar-plus", (self.width() - side) / 2, measure(19), side, colours.muted)
        self._line(canvas, measure(50), measure(18), say("no date yet"), ("small", "hint"), "muted")

    def _line(
        self,
        canvas: Canvas,
        top: float,
        high: float,
        text: str,
        roles: tuple[FontRole, ...],
        ink: str,
    ) -> None:
        """A line in the middle, in the first of `roles` that is narrow enough."""
        room = self.width() - self._theme.measure(8)
        role = next(
            (r for r in roles if self._theme.metrics(r).horizontalAdvance(text) <= room), roles[-1]
        )
        wide = min(room, self._theme.metrics(role).horizontalAdvance(text))
        line = baseline(self._theme, role, top, high)
        colour = getattr(self._theme.colours, ink)
        canvas.text((self.width() - wide) / 2, line, room, text, role, colour)
