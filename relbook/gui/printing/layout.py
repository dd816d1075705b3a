"""Places a sheet on pages: cards column after column, none split unless it is taller than one.

The most useful come first, and nearly so where that fills the paper.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from relbook.core.briefing import Sheet
from relbook.core.words import say
from relbook.gui.printing.cards import HAIR, ROOM, Card, Setting
from relbook.gui.printing.pages import Block, Lines, Page, Pages, Shape
from relbook.gui.printing.paper import Paper, mm, pt
from relbook.gui.printing.type import MUTED, Role, Span, Style, Text, styles

SIDE, TOP = mm(16), mm(15)
HEAD_TOP = mm(13.2)  # the air above its letters is part of a title's line
GUTTER = mm(9)
FOOT_LINE = mm(13.2)  # from the lower edge of the paper
FOOT_TEXT = mm(2)  # under that line
ABOVE_FOOT = mm(5.5)
CARD_GAP = pt(21)
UNDER_TITLE, UNDER_WHEN, UNDER_ALL = pt(2), pt(7.5), pt(15)
AHEAD = 7  # cards among which those are sought that fill a column
JUMP = pt(8)  # of a column left empty is better than a card one place before its turn
LEAST = 3  # strips of a card that is broken which begin it, before the rest goes to another column

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """The strips of a card from `start` up to `stop`; nearly always all of them."""

    card: Card
    start: int
    stop: int

    @property
    def height(self) -> float:
        return self.card.height(self.start, self.stop)

    @property
    def whole(self) -> bool:
        """Whether it is all of its card."""
        return self.start == 0 and self.stop == len(self.card.strips)


Column = list[Piece]


def lay_out(
    sheet: Sheet,
    paper: Paper,
    report: Report | None = None,
    direction: Qt.LayoutDirection | None = None,
) -> Pages:
    """Place `sheet` on `paper`. `report` hears of each card; what it raises ends the work.

    `direction` is the one the user reads in, by default the program's: a sheet read from the right
    has its faces there.
    """
    direction = QGuiApplication.layoutDirection() if direction is None else direction
    return _Layout(sheet, paper, direction == Qt.LayoutDirection.RightToLeft).run(report)


class _Layout:
    def __init__(self, sheet: Sheet, paper: Paper, mirrored: bool) -> None:
        self._sheet, self._paper, self._mirrored = sheet, paper, mirrored
        self._style: dict[Role, Style] = styles()
        self._inner = paper.width - 2 * SIDE
        gutters = GUTTER * (paper.columns - 1)
        self._setting = Setting(
            sheet, (self._inner - gutters) / paper.columns, self._style, mirrored
        )
        self._bottom = paper.height - FOOT_LINE - ABOVE_FOOT

    def run(self, report: Report | None) -> Pages:
        head, top = self._head()
        columns = self._fill(self._cards(report), top)
        per_page = self._paper.columns
        pages = [columns[at : at + per_page] for at in range(0, len(columns), per_page)]
        if per_page > 1:
            pages[-1] = _balanced(pages[-1])
        placed = []
        for at, page in enumerate(pages):
            blocks = head if at == 0 else []
            for column, pieces in enumerate(page):
                self._place(blocks, pieces, column, top if at == 0 else TOP)
            if len(self._sheet.cards) == 1 and len(columns) == 1 and per_page > 1:
                self._room(blocks, top, columns[0][0])
            blocks += self._foot(at + 1, len(pages))
            placed.append(Page(tuple(map(self._sided, blocks))))
        return Pages(self._sheet, self._paper, tuple(placed))

    def _head(self) -> tuple[list[Block], float]:
        """What stands on top of the first page, and where its columns begin."""
        sheet, y = self._sheet, HEAD_TOP
        blocks: list[Block] = []
        if sheet.title:
            title = self._text(sheet.title, "title")
            blocks.append(Lines("title", title, SIDE, y))
            y += title.height + UNDER_TITLE
        if sheet.when or sheet.where:
            when = self._when()
            blocks.append(Lines("when", when, SIDE, y))
            y += when.height + UNDER_WHEN
        if sheet.summary:
            summary = self._text(sheet.summary, "summary")
            blocks.append(Lines("summary", summary, SIDE, y))
            y += summary.height
        if not sheet.cards:
            y += pt(12)
            blocks.append(
                Lines("empty", self._text(say("Nobody is on this sheet."), "summary"), SIDE, y)
            )
        return blocks, y + UNDER_ALL if blocks else y

    def _when(self) -> Text:
        sheet = self._sheet
        words = "\u2003".join(part for part in (sheet.when, sheet.where) if part)
        font = self._style["when"].font
        lighter = type(font)(font)
        lighter.setWeight(lighter.Weight.Normal)
        where = Span(len(words) - len(sheet.where), len(sheet.where), lighter, MUTED)
        return self._text(words, "when", (where,) if sheet.where else ())

    def _text(self, text: str, role: Role, spans: tuple[Span, ...] = ()) -> Text:
        return Text(
            text, self._style[role], self._inner, spans, beside=True, mirrored=self._mirrored
        )

    def _cards(self, report: Report | None) -> Iterator[Card]:
        guests = self._sheet.cards
        for at, guest in enumerate(guests):
            yield Card(at, guest, self._setting)
            if report:
                report(at + 1, len(guests))

    def _fill(self, cards: Iterator[Card], top: float) -> list[Column]:
        """The cards in columns, nearly in their order; those of the first page begin at `top`.

        Where the next would leave much of a column empty, some of those that come soon fill it.
        """
        columns: list[Column] = [[]]
        used = 0.0

        def room() -> float:
            """What is left of the last column."""
            first = len(columns) <= self._paper.columns
            gap = CARD_GAP if columns[-1] else 0.0
            return self._bottom - (top if first else TOP) - used - gap

        def turn() -> None:
            nonlocal used
            columns.append([])
            used = 0.0

        def add(piece: Piece) -> None:
            nonlocal used
            used += piece.height + (CARD_GAP if columns[-1] else 0.0)
            columns[-1].append(piece)

        def add_broken(card: Card) -> None:
            """One that is taller than a page: it begins here if enough of it has room."""
            start, every = 0, len(card.strips)
            if columns[-1] and card.fitting(0, room()) < LEAST:
                turn()
            while start < every and card.height(start) > room():
                stop = max(start + 1, card.fitting(start, room()))
                add(Piece(card, start, stop))
                start = stop
                turn()
            if start < every or not every:
                add(Piece(card, start, every))

        coming = iter(cards)
        waiting = list(islice(coming, AHEAD))
        while waiting:
            if waiting[0].height() > self._bottom - TOP:
                add_broken(waiting.pop(0))
            else:
                chosen = _filling([card.height() for card in waiting], room(), bool(columns[-1]))
                for at in chosen:
                    add(Piece(waiting[at], 0, len(waiting[at].strips)))
                waiting = [card for at, card in enumerate(waiting) if at not in chosen]
                if not chosen:
                    turn()
            waiting += islice(coming, AHEAD - len(waiting))
        return columns

    def _place(self, blocks: list[Block], pieces: Column, column: int, y: float) -> None:
        x = SIDE + column * (self._setting.width + GUTTER)
        for piece in pieces:
            piece.card.place(blocks.append, x, y, piece.start, piece.stop)
            y += piece.height + CARD_GAP

    def _room(self, blocks: list[Block], top: float, piece: Piece) -> None:
        """Lines to write on under and beside one card alone, level with those that end it."""
        if not self._sheet.cards[0].room_to_write:
            return
        wide = self._setting.width
        last = top + piece.height  # where the card has its last line
        y = last - ROOM * ((last - top) // ROOM)
        while y <= self._bottom:
            under = y > last + ROOM / 2
            for column in range(0 if under else 1, 2):
                x = SIDE + column * (wide + GUTTER)
                blocks.append(Shape("line", QRectF(x, y, wide, HAIR), card=0))
            y += ROOM

    def _foot(self, page: int, pages: int) -> list[Block]:
        y = self._paper.height - FOOT_LINE
        blocks: list[Block] = [Shape("hairline", QRectF(SIDE, y, self._inner, HAIR))]
        words = say("page {page} of {pages}", page=str(page), pages=str(pages))
        style = self._style["foot"]
        metrics = QFontMetricsF(style.font)
        if page > 1 and self._sheet.title:
            # A page that has strayed from its fellows says where it belongs.
            title = " ".join(self._sheet.title.split())
            title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, self._inner / 3)
            words = say("{title} · {page}", title=title, page=words)
        wide = metrics.horizontalAdvance(words) + pt(1)
        right = Text(words, style, wide, beside=True, mirrored=not self._mirrored)
        y += FOOT_TEXT
        blocks.append(Lines("page", right, SIDE + self._inner - wide, y))
        if self._sheet.foot:
            room = self._inner - wide - mm(6)
            left = Text(self._sheet.foot, style, room, beside=True, mirrored=self._mirrored)
            blocks.append(Lines("foot", left, SIDE, y))
        return blocks

    def _sided(self, placed: Block) -> Block:
        """`placed`, or its reflection on a sheet that is read from the right."""
        if not self._mirrored:
            return placed
        if isinstance(placed, Lines):
            return replace(placed, x=self._paper.width - placed.x - placed.words.width)
        rect = placed.rect
        left = self._paper.width - rect.right()
        return replace(placed, rect=QRectF(left, rect.y(), rect.width(), rect.height()))


def _filling(heights: Sequence[float], room: float, begun: bool) -> tuple[int, ...]:
    """Which cards fill `room` best: the first one, unless the column has `begun`, and others.

    One that jumps the queue has to be worth it.
    """
    best: tuple[float, tuple[int, ...]] = (0.0, ())

    def try_on(start: int, left: float, worth: float, chosen: tuple[int, ...]) -> None:
        nonlocal best
        if chosen and worth > best[0] and (begun or chosen[0] == 0):
            best = worth, chosen
        for at in range(start, len(heights)):
            if heights[at] <= left:
                gain = heights[at] - JUMP * (at - len(chosen))
                try_on(at + 1, left - heights[at] - CARD_GAP, worth + gain, (*chosen, at))
            if not (chosen or begun):
                return  # a column that is still empty begins with whose turn it is

    try_on(0, room, 0.0, ())
    return best[1]


def _balanced(columns: list[Column]) -> list[Column]:
    """The columns of the last page, made as even as whole cards allow."""
    pieces = [piece for column in columns for piece in column]
    if not all(piece.whole for piece in pieces):
        return columns

    def high(some: Column) -> float:
        return sum(piece.height for piece in some) + CARD_GAP * max(0, len(some) - 1)

    splits = range((len(pieces) + 1) // 2 if len(pieces) < 3 else 1, len(pieces) + 1)
    best = min(splits, key=lambda at: max(high(pieces[:at]), high(pieces[at:])), default=0)
    return [pieces[:best], pieces[best:]]
