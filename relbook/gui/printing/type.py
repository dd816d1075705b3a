"""Type on paper: the fonts of a sheet, and text broken into lines, measured and drawn in units."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPicture,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from relbook.gui.printing.paper import pt
from relbook.gui.typeface import FALLBACKS

Role = Literal[
    "title", "when", "summary", "name", "say", "does", "new", "label", "text", "todo", "foot"
]

INK = QColor("#1B1D20")
MUTED = QColor("#565B61")  # 6.9 : 1 on white: small type has to last on a poor printer
_W = QFont.Weight
TEXT, DISPLAY = "Inter", "Inter Display"
# Qt finds a typeface for any script by itself; where these are there, they go better with ours.
SCRIPTS = ("Noto Sans Hebrew", "Noto Sans Arabic")


@dataclass(frozen=True, slots=True)
class Style:
    """How one role is set: its `font`, lines `step` units apart at the least, at most `most` lines.

    The letters stand `above` units below the top of their line; they reach no higher than `ascent`
    and no lower than `descent` while they are the font's own. Only a text that could else fill a
    page by itself, a name say, is cut at `most` lines.
    """

    font: QFont
    step: float
    above: float
    ascent: float
    descent: float
    ink: QColor
    option: QTextOption
    most: int = 0


def styles() -> dict[Role, Style]:
    """The style of every role."""
    return {
        "title": _style(23, _W.DemiBold, 1.2, family=DISPLAY, most=5),
        "when": _style(10.5, _W.Medium, 1.3, most=4),
        "summary": _style(10, _W.Normal, 1.32, most=12),
        "name": _style(16, _W.DemiBold, 1.17, family=DISPLAY, most=8),
        "say": _style(8.6, _W.Normal, 1.3, MUTED, italic=True, most=6),
        "does": _style(9.2, _W.Normal, 1.28, most=12),
        "new": _style(9.2, _W.Medium, 1.28),
        "label": _style(8.2, _W.Normal, 1.28, MUTED, most=6),
        "text": _style(9.2, _W.Normal, 1.28),
        "todo": _style(9.2, _W.Medium, 1.28),
        "foot": _style(8.2, _W.Normal, 1.2, MUTED, most=1),
    }


def _style(
    size: float,
    weight: QFont.Weight,
    leading: float,
    ink: QColor = INK,
    *,
    family: str = TEXT,
    italic: bool = False,
    most: int = 0,
) -> Style:
    font = printed_font(size, weight, family, italic=italic)
    metrics, step = QFontMetricsF(font), pt(size) * leading
    above = (step - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    ascent, descent = metrics.ascent() + 1, metrics.descent() + 1
    return Style(font, step, above, ascent, descent, ink, option, most)


def printed_font(
    size: float, weight: QFont.Weight, family: str = TEXT, *, italic: bool = False
) -> QFont:
    """A font of `size` points for a painter that counts in units."""
    families = [family] if family == TEXT else [family, TEXT]
    font = QFont([*families, *SCRIPTS, *FALLBACKS])
    font.setPixelSize(round(pt(size)))
    font.setWeight(weight)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Qt finds the text of a PDF again from its glyphs, and would lose what alternates stand for.
    for feature in ("calt", "liga"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is set otherwise."""

    start: int
    length: int
    font: QFont
    ink: QColor


class Text:
    """A text in one style, broken into lines of at most `width`, in its own reading direction.

    It is always plain: markup in it is only signs. `tops[i]` is where line i begins and
    `tops[-1]` the height of all.
    """

    def __init__(
        self,
        text: str,
        style: Style,
        width: float,
        spans: Sequence[Span] = (),
        *,
        beside: bool = False,
        mirrored: bool = False,
    ) -> None:
        """`beside` a face or in a head, and alone, a line stands at the side the sheet begins on.

        Elsewhere several lines stand at the side that they are read from.
        """
        self.style = style
        self.width = width
        self.text = _plain(text)
        self._layout = self._broken(spans, beside, mirrored)
        if style.most and len(self.tops) - 1 > style.most:
            last = self._layout.lineAt(style.most - 1)
            rest = self.text[last.textStart() :]
            metrics = QFontMetricsF(style.font)
            rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
            self.text = self.text[: last.textStart()] + rest
            self._layout = self._broken((), beside, mirrored)

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.tops) - 1

    @property
    def height(self) -> float:
        return self.tops[-1]

    def baseline(self, line: int = 0) -> float:
        """Where the letters of a line stand, from the top of the text."""
        found = self._layout.lineAt(line)
        return found.y() + found.ascent()

    def said(self, first: int = 0, stop: int | None = None) -> str:
        """The words of the lines from `first` up to `stop`."""
        lines = map(self._layout.lineAt, range(self.count)[first:stop])
        spans = ((line.textStart(), line.textStart() + line.textLength()) for line in lines)
        return " ".join(self.text[start:end].strip() for start, end in spans)

    def extent(self, first: int = 0, stop: int | None = None) -> QRectF:
        """What the lines from `first` up to `stop` cover, seen from the text's left upper corner."""
        lines = range(self.count)[first:stop]
        covered = QRectF()
        for at in lines:
            covered = covered.united(self._layout.lineAt(at).naturalTextRect())
        top, low = self.tops[lines.start], self.tops[lines.stop]
        return QRectF(covered.x(), top, covered.width(), low - top)

    def draw(self, painter: QPainter, at: QPointF, first: int = 0, stop: int | None = None) -> None:
        """Draw the lines from `first` up to `stop`, as if the text's left upper corner were `at`."""
        lines = range(self.count)[first:stop]
        painter.setPen(self.style.ink)
        if isinstance(painter.device(), QPicture) and _has_some_from_right(self.text):
            # Played back, such a text would be taken for one that reads from the left.
            for number in lines:
                for run in self._layout.lineAt(number).glyphRuns():
                    painter.drawGlyphRun(at, run)
        elif len(lines) == self.count:
            self._layout.draw(painter, at)
        else:
            for number in lines:
                self._layout.lineAt(number).draw(painter, at)

    def _broken(self, spans: Sequence[Span], beside: bool, mirrored: bool) -> QTextLayout:
        style = self.style
        layout = QTextLayout(self.text, style.font)
        layout.setTextOption(style.option)
        layout.setCacheEnabled(True)  # it is drawn soon: its glyphs are found once
        if spans:
            layout.setFormats([_format(span) for span in spans])
        self.tops = [0.0]
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            above, below = style.above, style.step - style.above
            if line.ascent() > style.ascent or line.descent() > style.descent:
                # Letters of another script that reach higher or lower push the lines apart.
                high, low = _reach(line)
                above, below = max(above, high), max(below, low)
            line.setPosition(QPointF(0, self.tops[-1] + above - line.ascent()))
            self.tops.append(self.tops[-1] + above + below)
        layout.endLayout()
        from_right = mirrored
        if not beside and self.count > 1:
            from_right = _reads_from_right(self.text)
        if from_right:
            for at in range(self.count):
                line = layout.lineAt(at)
                box = line.naturalTextRect()
                line.setPosition(QPointF(self.width - box.width() - box.x(), line.y()))
        return layout


def _reach(line: QTextLine) -> tuple[float, float]:
    """How high and how low the ink of a line reaches, from where its letters stand.

    The typefaces of some scripts claim room for marks that hardly any text has.
    """
    high = low = 0.0
    for run in line.glyphRuns():
        font, base = run.rawFont(), line.y() + line.ascent()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            ink = font.boundingRect(glyph)
            high = max(high, base - place.y() - ink.top())
            low = max(low, place.y() + ink.bottom() - base)
    return high, low


def _has_some_from_right(text: str) -> bool:
    return not text.isascii() and any(bidirectional(sign) in ("R", "AL") for sign in text)


def _reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a script read from the right.

    Names between isolates do not count (UAX #9, rule P2).
    """
    isolates = 0
    for way in map(bidirectional, text):
        if way in ("LRI", "RLI", "FSI"):
            isolates += 1
        elif way == "PDI":
            isolates = max(0, isolates - 1)
        elif not isolates and way in ("L", "R", "AL"):
            return way != "L"
    return False


def _format(span: Span) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = span.start, span.length
    look = QTextCharFormat()
    look.setFont(span.font)
    look.setForeground(span.ink)
    found.format = look
    return found


def _plain(text: str) -> str:
    """`text` with its line ends as QTextLayout has them, and no signs that only steer a terminal."""
    text = text.strip()
    if text.isprintable():
        return text
    lines = ("".join(max(c, " ") for c in line) for line in text.splitlines())
    return "\u2028".join(lines)
