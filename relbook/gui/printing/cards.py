"""A guest's card, broken into lines and measured, before it has a place on a page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from relbook.core.briefing import Sheet, SheetCard
from relbook.core.names import initials
from relbook.core.words import say
from relbook.gui.printing.pages import Block, Inked, Lines, Shape
from relbook.gui.printing.paper import mm, pt
from relbook.gui.printing.type import INK, Role, Span, Style, Text, printed_font

FACE = mm(16.2)
BESIDE_FACE = FACE + mm(3.6)  # where the name begins
UNDER_RULE = pt(7)  # air between the rule on top of a card and its face
RULE = pt(1.1)
UNDER_HEAD = pt(6)
ROW_GAP = pt(2.6)
LABEL_GAP = mm(3)
NARROWEST, WIDEST = mm(18), mm(27)  # of the column of labels
BOX = pt(8.6)
BOX_ROOM = pt(13.2)
ROOM_ABOVE, ROOM = pt(22), pt(20)  # above the first ruled line, and between two
RULED, RULED_FOR_NEW = 2, 3
HAIR = pt(0.5)

Put = Callable[[Block], None]


@dataclass(frozen=True, slots=True)
class Strip:
    """A band over the width of a card that no page ends in: a line of text, or a line to write on.

    `gap` is the air above it, which is left out on top of a column; `high` its own height.
    """

    gap: float
    high: float
    row: "Row | None" = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it. `again`: the label is the same as above, and not repeated."""

    label: Text
    text: Text
    box: bool
    again: bool


class Card:
    """One guest's card, `width` wide; `at` is its place in the sheet."""

    def __init__(self, at: int, card: SheetCard, setting: "Setting") -> None:
        self.at = at
        self._card = card
        self._setting = setting
        self._head = self._head_texts()
        self._head_height = UNDER_RULE + max(
            FACE, sum(text.height for _, text in self._head) + pt(1)
        )
        self.strips = tuple(self._strips())
        self._whole = self._high(0, None)

    def height(self, start: int = 0, stop: int | None = None) -> float:
        """How high the piece is that has its strips from `start` up to `stop`, head included."""
        return self._whole if (start, stop) == (0, None) else self._high(start, stop)

    def _high(self, start: int, stop: int | None) -> float:
        strips = self.strips[start:stop]
        head = self._head_height if start == 0 else self._continued().height + UNDER_RULE
        under = UNDER_HEAD - (strips[0].gap if strips and strips[0].row else 0) if strips else 0
        return head + under + sum(strip.gap + strip.high for strip in strips)

    def fitting(self, start: int, room: float) -> int:
        """Up to which strip a piece that begins with `start` fits into `room`."""
        high = self.height(start, start + 1)
        stop = start
        while high <= room and stop < len(self.strips):
            stop += 1
            if stop < len(self.strips):
                high += self.strips[stop].gap + self.strips[stop].high
        return stop

    def place(self, put: Put, x: float, y: float, start: int, stop: int) -> None:
        """Put everything of a piece where it goes, the piece's left upper corner at (`x`, `y`)."""
        put(Shape("rule", QRectF(x, y, self._setting.width, RULE), card=self.at))
        y += UNDER_RULE
        y += self._place_head(put, x, y) if start == 0 else self._place_continued(put, x, y)
        y += UNDER_HEAD
        strips = self.strips[start:stop]
        if strips and strips[0].row:
            y -= strips[0].gap
        for at, strip in enumerate(strips):
            y += strip.gap
            if strip.row is None:
                rule = QRectF(x, y + strip.high, self._setting.width, HAIR)
                put(Shape("line", rule, card=self.at))
            elif at == 0 or strip.line == 0:
                stop_line = strip.line + 1
                for later in strips[at + 1 :]:
                    if later.row is not strip.row:
                        break
                    stop_line = later.line + 1
                first = at == 0 and start > 0
                self._place_row(put, x, y, strip.row, strip.line, stop_line, first)
            y += strip.high

    def _place_head(self, put: Put, x: float, y: float) -> float:
        face = QRectF(x, y, FACE, FACE)
        put(Shape("face", face, initials(self._card.name), self.at))
        high = sum(text.height for _, text in self._head)
        # A short head stands level with the middle of the face, a long one begins with it.
        top = y + max(0.0, (FACE - high) / 2 - pt(1.5))
        for what, text in self._head:
            put(Lines(what, text, x + BESIDE_FACE, top, self.at))
            top += text.height
        return self._head_height - UNDER_RULE

    def _place_continued(self, put: Put, x: float, y: float) -> float:
        text = self._continued()
        put(Lines("continued", text, x, y, self.at))
        return text.height

    def _place_row(
        self, put: Put, x: float, y: float, row: Row, first: int, stop: int, repeat: bool
    ) -> None:
        setting = self._setting
        top = y - row.text.tops[first]
        base = top + row.text.baseline(first)
        if (first == 0 and not row.again) or repeat:
            put(Lines("label", row.label, x, base - row.label.baseline(), self.at))
        left = x + setting.label_width + LABEL_GAP
        if row.box:
            if first == 0:
                # Level with the letters: capitals are some 0.73 of the size high.
                put(Shape("box", QRectF(left, base - pt(7.6), BOX, BOX), card=self.at))
            left += BOX_ROOM
        put(Lines("text", row.text, left, top, self.at, first, stop))

    def _head_texts(self) -> list[tuple[Inked, Text]]:
        card, setting = self._card, self._setting
        room = setting.width - BESIDE_FACE
        found: list[tuple[Inked, Text]] = [("name", setting.text(card.name, "name", room))]
        said = " · ".join(part for part in (card.say_it, card.pronouns) if part)
        if said:
            found.append(("say", setting.text(said, "say", room)))
        if card.new:
            found.append(("new", setting.text(say("New to you"), "new", room)))
        if card.does or card.does_age:
            found.append(("does", self._does(room)))
        return found

    def _does(self, room: float) -> Text:
        does, age = self._card.does, self._card.does_age
        if not age:
            return self._setting.text(does, "does", room)
        whole = say("{what}, {age}", what=does, age=age) if does else age
        span = Span(len(whole) - len(age), len(age), self._setting.aged, INK)
        return self._setting.text(whole, "does", room, (span,))

    def _continued(self) -> Text:
        words = say("{name}, continued", name=self._card.name)
        return self._setting.continued(words)

    def _strips(self) -> list[Strip]:
        setting = self._setting
        found: list[Strip] = []
        above = ""
        for line in self._card.lines:
            room = setting.width - setting.label_width - LABEL_GAP - (BOX_ROOM if line.box else 0)
            text = setting.text(line.text, "todo" if line.box else "text", room, beside=False)
            row = Row(setting.label(line.label), text, line.box, line.label == above)
            above = line.label
            highs = [low - top for top, low in zip(text.tops, text.tops[1:], strict=False)]
            if not row.again:
                highs[-1] += max(0.0, row.label.height - text.height)
            found += [Strip(0 if i else ROW_GAP, high, row, i) for i, high in enumerate(highs)]
        if self._card.room_to_write:
            lines = RULED_FOR_NEW if self._card.new else RULED
            found += [Strip(0, ROOM if i else ROOM_ABOVE) for i in range(lines)]
        return found


class Setting:
    """How all cards of one sheet are set: their width, and that of the labels beside the lines."""

    def __init__(
        self, sheet: Sheet, width: float, style: dict[Role, Style], mirrored: bool
    ) -> None:
        self.width = width
        self._style = style
        self._mirrored = mirrored
        # Bold, where all else is 600: of the italic there is one weight, and Qt thickens it for this.
        self.aged = printed_font(9.2, QFont.Weight.Bold, italic=True)
        self.label = cache(self._label)
        self.continued = cache(self._cut_name)
        self.label_width = WIDEST
        labels = {line.label for card in sheet.cards for line in card.lines}
        texts = [self._label(label) for label in labels]
        widest = max((text.extent().width() for text in texts), default=0.0)
        self.label_width = min(WIDEST, max(NARROWEST, widest + 1))

    def text(
        self, text: str, role: Role, width: float, spans: tuple[Span, ...] = (), beside: bool = True
    ) -> Text:
        """A text in `role`; `beside` a face or not."""
        style = self._style[role]
        return Text(text, style, width, spans, beside=beside, mirrored=self._mirrored)

    def _label(self, label: str) -> Text:
        return self.text(label, "label", self.label_width)

    def _cut_name(self, words: str) -> Text:
        return self.text(words, "when", self.width)
