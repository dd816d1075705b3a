"""How a row of the people list is drawn: face, name, and what they do or why they were found."""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
)

from relbook.core.search import Why, kind_word
from relbook.gui.models.people import LINE_ROLE, Line, state_word
from relbook.gui.photos import Photos
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import baseline, paint_block, paint_ring
from relbook.gui.widgets.labels import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCharFormat

HEIGHT = 52
FACE = 36
FACE_AT = 9  # from the row's beginning; the words come 11 after the face
WORDS_AT = 56
END = 10  # kept free at the row's end
LINES = (18, 17)  # heights of the two lines
RADIUS = 8
BAR = (3, 12)  # the accent bar's width, and its distance from the row's upper and lower end
KEPT = 800  # reasons laid out that are kept

# Around a text that may read the other way than what stands beside it (UAX #9).
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

_SELECTED = QStyle.StateFlag.State_Selected.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value


class RowDelegate(QAbstractItemDelegate):
    """Draws rows `HEIGHT` high; knows nothing of the book beyond a row's `Line`.

    `ring` says whether the row with the keyboard focus shows it, `end` how much room is left
    free at the end of each row.
    """

    def __init__(self, theme: Theme, photos: Photos, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._photos = theme, photos
        self.ring = True
        self.end = 0
        measure = theme.measure
        self.height = measure(HEIGHT)
        self._face, self._face_at = measure(FACE), measure(FACE_AT)
        self._words_at, self._end, self._radius = measure(WORDS_AT), measure(END), measure(RADIUS)
        lines = [measure(line) for line in LINES]
        top = (self.height - sum(lines)) / 2
        self._name_line = baseline(theme, "strong", top, lines[0])
        self._only_line = baseline(theme, "strong", 0, self.height)
        self._state_line = baseline(theme, "small", top, lines[0])
        self._second_line = baseline(theme, "small", top + lines[0], lines[1])
        self._letter = theme.metrics("small").averageCharWidth()
        self._leads: dict[str, float] = {}
        self._whys: dict[Hashable, tuple[QTextLayout, float, bool]] = {}
        self._at_the_left = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._at_the_left.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._marked: QTextCharFormat | None = None
        theme.changed.connect(self._follow_colours)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self._theme.measure(220), self.height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        # As a number: asking a flag of Python's takes microseconds, and there are many rows.
        state, rect = option.state.value, option.rect
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        rect = rect.adjusted(self.end if rtl else 0, 0, 0 if rtl else -self.end, 0)
        colours = self._theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & _SELECTED:
            paint_block(painter, QRectF(rect).adjusted(0, 1, 0, -1), self._radius, colours.tint)
            wide, inset = BAR
            left = rect.right() + 1 - wide if rtl else rect.left()
            inset = self._theme.measure(inset)
            bar = QRectF(left, rect.top() + inset, wide, rect.height() - 2 * inset)
            paint_block(painter, bar, wide / 2, colours.accent)
        elif state & _HOVERED:
            paint_block(painter, QRectF(rect).adjusted(0, 1, 0, -1), self._radius, colours.hover)
        self._paint_line(painter, rect, rtl, line)
        if self.ring and state & _FOCUSED:
            around = QRectF(rect).adjusted(0, 1, 0, -1)
            paint_ring(painter, around, self._radius, colours.accent)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say a row whole where it did not fit."""
        if event.type() != QEvent.Type.ToolTip:
            return False
        line: Line | None = index.data(LINE_ROLE)
        room = option.rect.width() - self.end - self._words_at - self._end
        tip = line.spoken() if line is not None and self._is_cut(line, room) else ""
        QToolTip.showText(event.globalPos(), plain_tip(tip), view)
        return True

    # Within a row

    def _follow_colours(self) -> None:
        """What is laid out with a colour in it is laid out anew."""
        self._marked = None
        self._whys.clear()

    def _marking(self) -> "QTextCharFormat":
        """How a match stands out."""
        if self._marked is None:
            from PySide6.QtGui import QTextCharFormat

            self._marked = QTextCharFormat()
            self._marked.setFont(self._theme.font("small_strong"))
            self._marked.setForeground(self._theme.colours.text)
        return self._marked

    def _paint_line(self, painter: QPainter, rect: QRect, rtl: bool, line: Line) -> None:
        row, colours, lines, top = line.row, self._theme.colours, self._theme.lines, rect.top()
        left = rect.right() + 1 - self._face_at - self._face if rtl else rect.left() + self._face_at
        face_top = top + (self.height - self._face) // 2
        face = self._photos.face(row.uid, row.name, row.photo, small=True)
        self._theme.faces.paint(painter, left, face_top, self._face, face)
        start = (rect.right() + 1 if rtl else rect.left()) + (-1 if rtl else 1) * self._words_at
        room = rect.width() - self._words_at - self._end
        does = row.does() if line.why is None else ""
        second = line.why is not None or bool(does)
        ends = float(room)
        veiled = self._theme.faces.veiled
        if (word := state_word(row.state)) and not veiled:
            told = lines.of("small", word, room)
            at = start - room if rtl else start + room - told.wide
            base = self._state_line if second else self._only_line
            told.draw(painter, at, top + base, colours.muted)
            ends = room - told.wide - self._end
        base = self._name_line if second else self._only_line
        name = lines.of("strong", row.name, ends)
        at = start - name.wide if rtl else start
        name.draw(painter, at, top + base, colours.text)
        if second and veiled:  # that something is told, and not what
            high = self._theme.metrics("small").xHeight()
            wide = room * 0.6
            at = start - wide if rtl else start
            bar = QRectF(at, top + self._second_line - high, wide, high)
            paint_block(painter, bar, high / 2, colours.hairline)
        elif line.why is not None:
            layout, wide, _ = self._why(line.why, room)
            at = start - wide if rtl else start
            painter.setPen(colours.muted)
            ascent = self._theme.metrics("small").ascent()
            layout.draw(painter, QPointF(at, top + self._second_line - ascent))
        elif second:
            told = lines.of("small", does, room)
            at = start - told.wide if rtl else start
            told.draw(painter, at, top + self._second_line, colours.muted)

    def _why(self, why: Why, room: float) -> tuple[QTextLayout, float, bool]:
        """Why someone was found, what matched in stronger type, cut to `room` around it."""
        key = why.kind, why.text, why.start, why.length, room
        made = self._whys.get(key)
        if made is None:
            if len(self._whys) >= KEPT:
                self._whys.clear()
            made = self._whys[key] = self._lay_out(why, room)
        return made

    def _lay_out(self, why: Why, room: float) -> tuple[QTextLayout, float, bool]:
        end = why.start + why.length
        parts = why.text[: why.start], why.text[why.start : end], why.text[end:]
        lead = kind_word(why.kind) + ": "
        if (len(lead) + len(why.text)) * self._letter * 0.6 <= room:  # else it cannot fit
            layout, wide = self._laid_out(lead, *parts)
            if wide <= room:
                return layout, wide, False
        if lead not in self._leads:
            self._leads[lead] = self._theme.metrics("small").horizontalAdvance(lead)
        return *self._laid_out(lead, *self._cut(*parts, room - self._leads[lead])), True

    def _cut(self, before: str, match: str, after: str, room: float) -> tuple[str, str, str]:
        """What stands around a match, shortened until all three fit into `room`."""
        plain, strong = self._theme.metrics("small"), self._theme.metrics("small_strong")
        left = room - strong.horizontalAdvance(match)
        if left < 0:
            return "", strong.elidedText(match, Qt.TextElideMode.ElideRight, max(0, room)), ""
        if before:
            # It may take half of what is left; more, where little comes after.
            some = max(left / 2, left - len(after) * self._letter)
            before = self._last_words(before, int(some / self._letter))
            wide = plain.horizontalAdvance(before)
            if wide > left:  # of wider letters than most
                before = plain.elidedText(before, Qt.TextElideMode.ElideLeft, left / 2)
                wide = plain.horizontalAdvance(before)
            left -= wide
        return before, match, plain.elidedText(after, Qt.TextElideMode.ElideRight, max(0, left))

    def _last_words(self, text: str, most: int) -> str:
        """The end of `text`, `most` letters long, from the beginning of a word if there is one."""
        if len(text) <= most:
            return text
        at = text.find(" ", max(0, len(text) - most), len(text) - 1)
        return "…" + text[at + 1 if at >= 0 else len(text) - most :]

    def _laid_out(
        self, lead: str, before: str, match: str, after: str
    ) -> tuple[QTextLayout, float]:
        """One line, the match in stronger type; and how wide it is."""
        before = lead + _ISOLATE + before
        layout = QTextLayout(before + match + after + _END_ISOLATE, self._theme.font("small"))
        layout.setTextOption(self._at_the_left)
        span = QTextLayout.FormatRange()
        # Counted as Qt counts: characters beyond the first plane are two.
        span.start, span.length = _units(before), _units(match)
        span.format = self._marking()
        layout.setFormats([span])
        layout.setCacheEnabled(True)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6)
        line.setPosition(QPointF(0, self._theme.metrics("small").ascent() - line.ascent()))
        layout.endLayout()
        return layout, line.naturalTextWidth()

    def _is_cut(self, line: Line, room: float) -> bool:
        lines, word = self._theme.lines, state_word(line.row.state)
        ends = room - (lines.of("small", word, room).wide + self._end if word else 0)
        if lines.of("strong", line.row.name, ends).cut:
            return True
        if line.why is not None:
            return self._why(line.why, room)[2]
        return lines.of("small", line.row.does(), room).cut


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
