"""How a row looks: where its parts stand, and their drawing."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor

from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.canvas import Canvas, Paragraph, baseline
from relbook.gui.widgets.chips import HEIGHT as CHIP_HEIGHT
from relbook.gui.widgets.chips import chip_width, paint_chip
from relbook.gui.widgets.row_data import RowAction, RowData, RowKind

INSET = 6  # from a row's edge to what stands in it
HEIGHTS: dict[RowKind, int] = {"fact": 30, "person": 40, "thread": 47, "moment": 44, "note": 30}
TEXT_AT: dict[RowKind, int] = {"fact": 25, "person": 38, "thread": 30, "moment": 36, "note": 0}
FACE = {"fact": 22, "person": 28}
WELL = 26
ACTION_ICON = 14
ACTION_GAP = 12
LINES = (18, 17)  # the heights of a first and a second line


class RowDrawing:
    """Draws one row after the other; keeps only how its text was wrapped last."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.data = RowData(key=None, text="")
        self._first = self._last = True
        self._paragraph: Paragraph | None = None
        self._wide = self._high = 0
        self._awake = False
        self._enabled = True
        self.elided = False  # whether a text of the row drawn last had to be shortened

    def set(self, data: RowData, first: bool, last: bool) -> bool:
        """Take another row; whether it differs from the one before."""
        if data is self.data and (first, last) == (self._first, self._last):
            return False
        self._paragraph = None
        self.data, self._first, self._last = data, first, last
        return True

    def height(self, width: int) -> int:
        """How high the row is, `width` pixels wide."""
        data, measure = self.data, self._theme.measure
        least = measure(HEIGHTS[data.kind])
        if data.kind == "note":
            below = measure(LINES[1]) + measure(2) if data.second else 0
            return max(least, self._wrapped(width).height + below + measure(8))
        if data.wrap:
            below = measure(LINES[1]) if data.label else 0
            return max(least, self._wrapped(width).height + below + measure(10))
        return least

    def zones(self, width: int, awake: bool) -> list[tuple[RowAction, QRect]]:
        """Each action with its place, counted from where reading begins.

        A row that is not `awake`, under the pointer or the focus, shows only icons at rest.
        """
        measure = self._theme.measure
        words = awake and self._words_fit(width)
        high = measure(HEIGHTS["fact"]) if self._wraps() else self.height(width)
        zones = []
        end = width - measure(INSET)
        for action in reversed(self.data.actions):
            if awake or action.at_rest:
                wide = self._action_width(action, words)
                zones.append((action, QRect(end - wide, 0, wide, high)))
                end -= wide + measure(ACTION_GAP)
        zones.reverse()
        return zones

    def words_end(self) -> float:
        """Where a row's own words end if nothing shortens them, counted from its beginning."""
        data, theme = self.data, self._theme
        wide = theme.metrics("strong").horizontalAdvance(data.text)
        wide += theme.metrics("small").horizontalAdvance(data.lead + data.label)
        wide = max(wide, theme.metrics("small").horizontalAdvance(data.second))
        gaps = theme.measure(10) * bool(data.label) + theme.measure(8) * bool(data.lead)
        return theme.measure(INSET + TEXT_AT[data.kind]) + gaps + wide

    def on_words(self, x: float) -> bool:
        """Whether `x` from its beginning is on words, rather than in the empty room behind."""
        return self._wraps() or x <= self.words_end() + self._theme.measure(16)

    def paint(
        self,
        canvas: Canvas,
        size: tuple[int, int],
        *,
        hovered: bool = False,
        focused: bool = False,
        enabled: bool = True,
    ) -> None:
        """Draw the row into the whole of `canvas`, (width, height) pixels large."""
        colours, data, measure = self._theme.colours, self.data, self._theme.measure
        self._wide, self._high = size
        self._enabled = enabled
        self._awake = enabled and (hovered or focused)
        self.elided = False
        area = QRectF(0, 0, *size)
        if data.kind == "thread" and not self._first:
            start = measure(INSET + TEXT_AT["thread"])
            canvas.line(start, 0, self._wide - start - measure(INSET), 1, colours.hairline)
            area.setTop(1)
        if data.marked:
            canvas.block(area, measure(8), colours.tint)
            bar = canvas.rect(0, area.top() + measure(8), 3, area.height() - measure(16))
            canvas.block(bar, 1.5, colours.accent)
        elif enabled and hovered:
            canvas.block(area, measure(8), colours.hover)
        end = self._paint_actions(canvas)
        if data.kind == "fact" and not data.wrap:
            self._paint_fact(canvas, end)
        elif self._wraps():
            self._paint_wrapped(canvas)
        else:
            self._paint_two_lines(canvas, end)
        if focused:
            canvas.ring(area, measure(8), colours.accent)

    def _wraps(self) -> bool:
        return self.data.kind == "note" or self.data.wrap

    def _action_width(self, action: RowAction, words: bool) -> int:
        side = self._theme.measure(ACTION_ICON)
        if not words:
            return side
        wide = self._theme.metrics("medium").horizontalAdvance(action.word)
        return int(side + self._theme.measure(5) + wide + 1)

    def _words_fit(self, width: int) -> bool:
        """Whether actions may show their words without pushing the row's own words away."""
        if self._wraps():
            return False
        words = sum(self._action_width(action, words=True) for action in self.data.actions)
        words += self._theme.measure(ACTION_GAP) * len(self.data.actions)
        return len(self.data.actions) == 1 or self.words_end() + words <= width

    def _wrapped(self, width: int) -> Paragraph:
        measure = self._theme.measure
        room = width - 2 * measure(INSET) - measure(TEXT_AT[self.data.kind])
        room -= measure(ACTION_ICON + ACTION_GAP) * len(self.data.actions)
        if self._paragraph is None or self._paragraph.width != max(1, room):
            font = self._theme.font("text")
            self._paragraph = Paragraph(self.data.text, font, max(1, room), measure(13))
        return self._paragraph

    def _paint_actions(self, canvas: Canvas) -> float:
        """Draw the actions; where, counted from the beginning, the room before them ends."""
        theme, measure = self._theme, self._theme.measure
        side = measure(ACTION_ICON)
        ink = theme.colours.accent if self._awake else theme.colours.icon_rest
        end = self._wide - measure(INSET)
        for action, zone in reversed(self.zones(self._wide, self._awake)):
            x, high = zone.x(), zone.height()
            canvas.icon(action.icon, x, (high - side) / 2, side, ink)
            if zone.width() > side:
                line = baseline(theme, "medium", 0, high)
                at = x + side + measure(5)
                canvas.text(at, line, zone.width(), action.word, "medium", ink)
            end = x - measure(ACTION_GAP)
        return end

    def _text(
        self,
        canvas: Canvas,
        x: float,
        line: float,
        room: float,
        text: str,
        role: FontRole,
        ink: QColor,
    ) -> float:
        """Draw a text and note whether it had to be shortened."""
        if text and self._theme.metrics(role).horizontalAdvance(text) > room:
            self.elided = True
        return canvas.text(x, line, room, text, role, ink)

    def _paint_fact(self, canvas: Canvas, end: float) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x = float(measure(INSET))
        if data.icon:
            side = measure(16)
            canvas.icon(data.icon, x, (self._high - side) / 2, side, colours.muted)
            x += measure(TEXT_AT["fact"])
        ink = colours.text if self._enabled else colours.disabled
        line = baseline(theme, "text", 0, self._high)
        if data.lead:
            x += self._text(canvas, x, line, end - x, data.lead, "text", ink) + measure(8)
        if data.face is not None:
            side = measure(FACE["fact"])
            canvas.face(data.face, x, (self._high - side) / 2, side)
            x += side + measure(9)
        role: FontRole = "strong" if data.link else "text"
        # The label gives way last: "home" tells two numbers apart.
        label = theme.metrics("small").horizontalAdvance(data.label) + measure(10)
        keep = min(label, (end - x) * 0.4) if data.label else 0
        ink = colours.accent if data.link and self._enabled else ink
        x += self._text(canvas, x, line, end - x - keep, data.text, role, ink) + measure(10)
        self._text(canvas, x, line, end - x, data.label, "small", colours.muted)
        if data.chip:
            wide = chip_width(theme, data.chip, data.chip_icon, data.chip_look)
            top = (self._high - measure(CHIP_HEIGHT)) / 2
            paint_chip(canvas, x, top, wide, data.chip, data.chip_icon, data.chip_look)

    def _paint_wrapped(self, canvas: Canvas) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x = measure(INSET) + measure(TEXT_AT[data.kind])
        top = measure(4 if data.kind == "note" else 5)
        if data.kind == "fact" and data.icon:
            side = measure(16)
            canvas.icon(data.icon, measure(INSET), top + measure(1), side, colours.muted)
        paragraph = self._wrapped(self._wide)
        place = canvas.left(x, paragraph.width)
        paragraph.draw(canvas.painter, place, top, colours.text)
        below = data.second if data.kind == "note" else data.label
        if below:
            at = top + paragraph.height + measure(2 if data.kind == "note" else 0)
            line = baseline(theme, "small", at, measure(LINES[1]))
            self._text(canvas, x, line, paragraph.width, below, "small", colours.muted)

    def _paint_two_lines(self, canvas: Canvas, end: float) -> None:
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        self._paint_sign(canvas)
        # Words of actions stand where the age or the chip would be.
        spoken_for = self._awake and bool(data.actions)
        x = measure(INSET) + measure(TEXT_AT[data.kind])
        if data.chip and not spoken_for:
            wide = chip_width(theme, data.chip, data.chip_icon, data.chip_look)
            wide = int(min(wide, (end - x) * 0.5))
            top = (self._high - measure(CHIP_HEIGHT)) / 2
            paint_chip(canvas, end - wide, top, wide, data.chip, data.chip_icon, data.chip_look)
            end -= wide + measure(12)
        lines = [measure(line) for line in LINES]
        top = (self._high - (sum(lines) if data.second else lines[0])) / 2
        first = end
        if data.age and not spoken_for:
            age = theme.metrics("small").horizontalAdvance(data.age)
            line = baseline(theme, "small", top, lines[0])
            canvas.text(end - age, line, age + 1, data.age, "small", colours.muted)
            first = end - age - measure(10)
        ink = colours.text if self._enabled else colours.disabled
        line = baseline(theme, "strong", top, lines[0])
        self._text(canvas, x, line, first - x, data.text, "strong", ink)
        line = baseline(theme, "small", top + lines[0], lines[1])
        self._text(canvas, x, line, end - x, data.second, "small", colours.muted)

    def _paint_sign(self, canvas: Canvas) -> None:
        """Draw what stands before two lines: a face, an icon, or an icon in a well."""
        data, theme = self.data, self._theme
        colours, measure = theme.colours, theme.measure
        x, middle = measure(INSET), self._high / 2
        if data.kind == "person":
            side = measure(FACE["person"])
            if data.face is not None:
                canvas.face(data.face, x, middle - side / 2, side)
        elif data.kind == "thread":
            side = measure(18)
            if data.icon:
                canvas.icon(data.icon, x, middle - side / 2, side, colours.muted)
        elif data.kind == "moment":
            centre = x + measure(WELL) / 2
            side = measure(WELL)
            gap = middle - side / 2 - measure(3)
            if not self._first and gap > 0:
                canvas.line(centre - 1, 0, 2, gap, colours.hairline)
            if not self._last and gap > 0:
                canvas.line(centre - 1, self._high - gap, 2, gap, colours.hairline)
            canvas.block(canvas.rect(x, middle - side / 2, side, side), side / 2, colours.chip)
            icon = measure(14)
            if data.icon:
                canvas.icon(data.icon, centre - icon / 2, middle - icon / 2, icon, colours.muted)
